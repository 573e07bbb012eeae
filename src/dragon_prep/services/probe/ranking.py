"""The number ranker: which number of a text is the label, told by what stands around each."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dragon_prep.services.probe.texts import WORD, folded

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


class NumberRanker:
    """Ranks the numbers of a text by how likely each is the label, and gives the first.

    Args:
        describe: what it sees of a number.
    """

    def __init__(self, describe: Describe = surroundings) -> None:
        self._describe = describe
        self._model: Any = None
        self._fallback = 0.0

    def fit(self, texts: Sequence[str], values: Sequence[float | None]) -> NumberRanker:
        """Learns from texts with their numbers; None for a text whose number is not known."""
        from sklearn.linear_model import LogisticRegression

        known = [(text, value) for text, value in zip(texts, values, strict=True) if value is not None]
        self._fallback = statistics.median([value for _, value in known]) if known else 0.0
        rows, right = [], []
        for text, value in known:
            for candidate in candidates(text):
                rows.append(self._describe(candidate))
                right.append(abs(candidate.value - value) <= _NEAR * max(1.0, abs(value)))
        if len(set(right)) == 2:
            self._model = LogisticRegression(solver="liblinear", C=3.0, random_state=0)
            self._model.fit(_hashed(rows), right)
        return self

    def predict(self, texts: Sequence[str]) -> list[float]:
        """The number of each text; the median of training where a text has none."""
        chosen = self.choose(texts)
        return [self._fallback if found is None else found.value for found in chosen]

    def choose(self, texts: Sequence[str]) -> list[Candidate | None]:
        """The candidate of each text that ranks first."""
        found = [
            [c for c in candidates(text) if not math.isnan(c.value)] if self._model else []
            for text in texts
        ]
        rows = [self._describe(candidate) for own in found for candidate in own]
        scores = self._model.decision_function(_hashed(rows)) if rows else []
        chosen: list[Candidate | None] = []
        at = 0
        for own in found:
            ranked = scores[at : at + len(own)]
            chosen.append(own[int(ranked.argmax())] if own else None)
            at += len(own)
        return chosen


def _hashed(rows: list[list[str]]) -> Any:
    from sklearn.feature_extraction import FeatureHasher

    hasher = FeatureHasher(n_features=_FEATURES, input_type="string", alternate_sign=False)
    return hasher.transform(rows)
