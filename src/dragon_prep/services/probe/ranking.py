"""The number ranker: which number of a text is the label, told by what stands around each."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from dragon_prep.services.probe.words import WORD, folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Describe = Callable[["Candidate"], list[str]]

_FEATURES = 2**18
_MOST = 120  # numbers of one text
_LARGE_UNITS = {"cm": 10.0}  # in the benchmark sizes are in millimetres
_NEAR = 1e-6


@dataclass(frozen=True, slots=True, repr=False)
class Candidate:
    """One number of a text.

    Attributes:
        value: in the unit that the text gives, or in a tenth of it.
        start: where it stands.
        end: where it ends.
        before: the words before it, the nearest first.
        after: the words after it, the nearest first.
        nth: which of the text's numbers it is.
        from_end: the same, counted from the last.
        of_its_kind: which of the numbers with the same word before it.
        scaled: whether the value is in a tenth of the text's unit.
    """

    value: float
    start: int
    end: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    nth: int
    from_end: int
    of_its_kind: int
    scaled: bool


@lru_cache(maxsize=40_000)
def candidates(text: str) -> tuple[Candidate, ...]:
    """The numbers of a text, in order; one in centimetres is there in millimetres, too."""
    return tuple(_candidates(text))


def _candidates(text: str) -> Iterator[Candidate]:
    matches = list(WORD.finditer(folded(text)))
    words = [match[0] for match in matches]
    places = [at for at, word in enumerate(words) if word[0].isdigit()][:_MOST]
    seen: Counter[str] = Counter()
    for nth, at in enumerate(places):
        before = tuple(_shape(word) for word in reversed(words[max(0, at - 3) : at]))
        after = tuple(_shape(word) for word in words[at + 1 : at + 3])
        kind = before[0] if before else ""
        value = _value(words[at])
        for factor in (1.0, *_scales(words[at + 1 : at + 6])):
            yield Candidate(
                value=value * factor,
                start=matches[at].start(),
                end=matches[at].end(),
                before=before,
                after=after,
                nth=nth,
                from_end=len(places) - nth,
                of_its_kind=seen[kind],
                scaled=factor > 1,
            )
        seen[kind] += 1


def _shape(word: str) -> str:
    return "0" if word[0].isdigit() else word


def _value(word: str) -> float:
    try:
        return float(word.replace(",", "."))
    except ValueError:  # 12.03.2019
        return math.nan


def _scales(following: Sequence[str]) -> list[float]:
    """The factor of the first unit behind a number, or behind numbers that are multiplied."""
    for word in following:
        if word in _LARGE_UNITS:
            return [_LARGE_UNITS[word]]
        if word != "x" and not word[0].isdigit():
            break
    return []


def near_words(candidate: Candidate) -> list[str]:
    """What a ranker sees that knows only the word on either side."""
    left = candidate.before[0] if candidate.before else ""
    right = candidate.after[0] if candidate.after else ""
    return [f"l={left}", f"r={right}", f"scaled={candidate.scaled}"]


def surroundings(candidate: Candidate) -> list[str]:
    """All that the ranker sees of a number."""
    before, after = (*candidate.before, "", "", "")[:3], (*candidate.after, "", "")[:2]
    value = candidate.value
    size = "none" if math.isnan(value) else str(int(math.log2(abs(value) + 1)))
    return [
        *near_words(candidate),
        *(f"l{n}={word}" for n, word in enumerate(before)),
        *(f"any={word}" for word in before),
        *(f"r{n}={word}" for n, word in enumerate(after)),
        f"lr={before[0]}_{after[0]}",
        f"ll={before[1]}_{before[0]}",
        f"lll={before[2]}_{before[1]}_{before[0]}",
        f"size={size}",
        f"whole={value == value // 1}",
        f"nth={min(candidate.nth, 20)}",
        f"end={min(candidate.from_end, 20)}",
        f"kind={before[0]}#{min(candidate.of_its_kind, 12)}",
        f"sides={before[0]}_{after[0]}#{min(candidate.of_its_kind, 12)}",
    ]


class Candidates:
    """The numbers of texts, with what rankers see of them, made once.

    Args:
        texts: the texts, by row.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._of_rows = [[c for c in candidates(text) if not math.isnan(c.value)] for text in texts]
        self._starts = [0, *accumulate(len(own) for own in self._of_rows)]
        self._matrices: dict[Describe, Any] = {}

    def of(self, row: int) -> list[Candidate]:
        """The numbers of one text."""
        return self._of_rows[row]

    def matrix(self, rows: Sequence[int], describe: Describe) -> Any:
        """What a ranker sees of the numbers of some texts, one after another."""
        if describe not in self._matrices:
            every = [describe(candidate) for own in self._of_rows for candidate in own]
            self._matrices[describe] = _hashed(every)
        places = [at for row in rows for at in range(self._starts[row], self._starts[row + 1])]
        return self._matrices[describe][places]


class NumberRanker:
    """Ranks the numbers of a text by how likely each is the label, and gives the first.

    Args:
        numbers: of all texts.
        describe: what it sees of a number.
    """

    def __init__(self, numbers: Candidates, describe: Describe = surroundings) -> None:
        self._numbers, self._describe = numbers, describe
        self._model: Any = None
        self._fallback = 0.0

    def fit(self, rows: Sequence[int], values: Sequence[float | None]) -> NumberRanker:
        """Learns from some texts and their numbers; None where the number is not known."""
        from sklearn.linear_model import LogisticRegression

        known = [(row, value) for row, value in zip(rows, values, strict=True) if value is not None]
        self._fallback = statistics.median([value for _, value in known]) if known else 0.0
        right = [
            abs(candidate.value - value) <= _NEAR * max(1.0, abs(value))
            for row, value in known
            for candidate in self._numbers.of(row)
        ]
        if len(set(right)) == 2:
            seen = self._numbers.matrix([row for row, _ in known], self._describe)
            self._model = LogisticRegression(
                solver="liblinear", C=3.0, tol=1e-2, max_iter=1000, random_state=0
            )
            self._model.fit(seen, right)
        return self

    def predict(self, rows: Sequence[int]) -> list[float]:
        """The number of each text; the median of training where a text has none."""
        asked = [row for row in rows if self._model and self._numbers.of(row)]
        best: dict[int, float] = {}
        if asked:
            scores = self._model.decision_function(self._numbers.matrix(asked, self._describe))
            at = 0
            for row in asked:
                own = self._numbers.of(row)
                best[row] = own[int(scores[at : at + len(own)].argmax())].value
                at += len(own)
        return [best.get(row, self._fallback) for row in rows]


def _hashed(rows: list[list[str]]) -> Any:
    from sklearn.feature_extraction import FeatureHasher

    hasher = FeatureHasher(n_features=_FEATURES, input_type="string", alternate_sign=False)
    return hasher.transform(rows)
