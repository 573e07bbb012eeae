"""Whether one phrase, or the number behind one phrase, gives a label away."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dragon_prep.services.probe.classing import NUMBERS
from dragon_prep.services.probe.metrics import rsmapes
from dragon_prep.services.probe.ranking import candidates
from dragon_prep.services.probe.texts import Texts
from dragon_prep.services.probe.words import one_text, placed_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragon_prep.services.probe.cases import ProbeTask

    Key = tuple[str, ...]

_SHOWN = 3
_LEAST = 0.02  # a phrase stands in so much of the texts at least
_COMMONEST = 60  # phrases before numbers that are tried


@dataclass(frozen=True, slots=True, repr=False)
class Giveaway:
    """One phrase that tells a label.

    Attributes:
        score: of a class, the area under the curve of whether the phrase is there, the mean over
            classes and positions, each with its own phrase; of a number, the task's metric of the
            first number behind the phrase.
        places: where a phrase stands in some cases: uid, start, end. The phrase is never told.
    """

    score: float
    places: tuple[tuple[str, int, int], ...]


def giveaway(task: ProbeTask) -> Giveaway | None:
    """The best single phrase, chosen on what a fold trains on and scored on other cases.

    Returns:
        None for tags, which stand at tokens, and where nothing can be scored.
    """
    if task.type.is_token_level or not task.folds:
        return None
    train = task.folds[0].train
    asked = task.test or task.folds[0].validation
    if not asked:
        return None
    return (_number if task.type in NUMBERS else _classes)(task, train, asked)


def _columns(task: ProbeTask) -> list[list[Any]]:
    labels = [case.label for case in task.cases]
    if not isinstance(labels[0], list):
        return [labels]
    return [[label[at] for label in labels] for at in range(len(labels[0]))]


def _classes(task: ProbeTask, train: Sequence[int], asked: Sequence[int]) -> Giveaway | None:
    texts = Texts(tuple(case.content for case in task.cases))
    there = texts.phrases > 0
    known, other = there[list(train)], there[list(asked)]
    counts = known.sum(axis=0).A1
    often = (counts >= max(2.0, _LEAST * len(train))).nonzero()[0]
    if not len(often):
        return None
    known, other = known[:, often], other[:, often]
    scores, weights, chosen = [], [], []
    for column in _columns(task):
        for value in sorted({column[row] for row in train}, key=str):
            if value is False:
                continue  # the other side of true
            learned = _areas(known, [column[row] == value for row in train])
            best = int(abs(learned - 0.5).argmax())
            told = _areas(other[:, [best]], [column[row] == value for row in asked])
            if told is not None:
                scores.append(float(0.5 + abs(told[0] - 0.5)))
                weights.append(sum(column[row] == value for row in asked))
                chosen.append((float(scores[-1]), int(often[best])))
    if not scores:
        return None
    total = sum(s * w for s, w in zip(scores, weights, strict=True)) / sum(weights)
    _, phrase = max(chosen)
    return Giveaway(total, tuple(_places(task, texts, phrase, asked)))


def _areas(there: Any, true: Sequence[bool]) -> Any:
    """The area under the curve of each phrase; None where all cases are of one class."""
    import numpy as np

    answers = np.asarray(true, dtype=float)
    positives = answers.sum()
    if positives in (0, len(answers)):
        return None
    hits = there.T.astype(float) @ answers
    alarms = there.T.astype(float) @ (1 - answers)
    return 0.5 + (hits / positives - alarms / (len(answers) - positives)) / 2


def _places(
    task: ProbeTask, texts: Texts, phrase: int, asked: Sequence[int]
) -> Iterator[tuple[str, int, int]]:
    words = texts.phrase_words[phrase]
    found = 0
    for row in asked:
        if place := _place(placed_words(texts.joined[row]), words):
            yield (task.cases[row].uid, *place)
            found += 1
        if found == _SHOWN:
            return


def _place(
    placed: Sequence[tuple[str, int, int]], words: tuple[str, ...]
) -> tuple[int, int] | None:
    size = len(words)
    for at in range(len(placed) - size + 1):
        if tuple(word for word, _, _ in placed[at : at + size]) == words:
            return placed[at][1], placed[at + size - 1][2]
    return None


def _number(task: ProbeTask, train: Sequence[int], asked: Sequence[int]) -> Giveaway | None:
    texts = [one_text(case.content) for case in task.cases]
    counts = Counter(key for row in train for key in _first_numbers(texts[row]))
    keys = sorted(counts, key=lambda key: (-counts[key], key))[:_COMMONEST]
    scores, chosen = [], []
    for column in _columns(task):
        known = [row for row in train if column[row] is not None]
        if not known:
            continue
        middle = statistics.median(column[row] for row in known)

        def told(
            key: Key, rows: Sequence[int], column: list[Any] = column, m: float = middle
        ) -> float:
            said = [_first_numbers(texts[row]).get(key, (m, 0, 0))[0] for row in rows]
            truth = [column[row] for row in rows]
            return rsmapes(truth, said, epsilon=task.epsilon or 0.0)

        best = max(keys, key=lambda key: told(key, known), default=None)
        if best is not None:
            scores.append(told(best, asked))
            chosen.append((scores[-1], best))
    if not scores:
        return None
    _, key = max(chosen)
    return Giveaway(statistics.fmean(scores), tuple(_number_places(task, texts, key, asked)))


def _number_places(
    task: ProbeTask, texts: Sequence[str], key: Key, asked: Sequence[int]
) -> list[tuple[str, int, int]]:
    found = [
        (row, _first_numbers(texts[row])[key]) for row in asked if key in _first_numbers(texts[row])
    ]
    return [(task.cases[row].uid, start, end) for row, (_, start, end) in found[:_SHOWN]]


@lru_cache(maxsize=40_000)
def _first_numbers(text: str) -> dict[Key, tuple[float, int, int]]:
    """By the one or two words before a number, the first number that stands so."""
    found: dict[Key, tuple[float, int, int]] = {}
    for candidate in candidates(text):
        if candidate.before and not math.isnan(candidate.value):
            for size in (1, 2):
                key = (*candidate.before[:size], str(candidate.scaled))
                found.setdefault(key, (candidate.value, candidate.start, candidate.end))
    return found
