"""Labels that can be read from something else than what the report says."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.core.codes import leakage as kinds
from dragon_prep.core.distinct import distinct
from dragon_prep.core.errors import Problem
from dragon_prep.core.targets import TargetType
from dragon_prep.split.leaks.cases import side_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from dragon_prep.split.leaks.cases import AuditedTask

    Classes = dict[str, NDArray[np.bool_]]

_TELLS = 0.95
_FEWEST = 20  # cases of a class, and of all others, from which on a figure means something
_HEADER = re.compile(
    r"^[ \t]*([^\W\d_][\w /.-]{0,39}?)[ \t]*[:=][ \t]*(\S[^\n]{0,59}?)[ \t]*$", re.M
)
_WORD = re.compile(r"\w+")
_HEADER_LINES = 12
_PHRASE_WORDS = 3
_AT_ONCE = 2000  # cases whose phrases are counted together
_EVERYWHERE = 2 * _TELLS - 1  # share of a class, or of all others, that a phrase must stand in
_NO_WORD = np.array([-1])  # between the words of two cases
_SINGLE = (TargetType.SINGLE_LABEL_BINARY, TargetType.SINGLE_LABEL_MULTI_CLASS)


def readable_labels(task: AuditedTask) -> list[Problem]:
    """What of a task's labels can be read from uid, order, length, a header or one phrase.

    Phrases are told by their number of words only.
    """
    classes = classes_of(task.kind, [case.label for case in task.cases])
    if not classes:
        return []
    found = []
    numbers = np.array([_number(case.uid, at) for at, case in enumerate(task.cases)], dtype=float)
    lengths = np.array([len(case.text.split()) for case in task.cases], dtype=float)
    for name, inside in classes.items():
        for kind, value in ((kinds.LABEL_IN_ORDER, numbers), (kinds.LABEL_IN_LENGTH, lengths)):
            if (area := auroc(value, inside)) > _TELLS:
                found.append((kind, f"{name}: AUROC {area:.3f}"))
    if share := _in_uid(task):
        found.append((kinds.LABEL_IN_UID, f"of {share} cases"))
    found += [(kinds.LABEL_IN_HEADER, detail) for detail in _in_header(task)]
    found += [(kinds.LABEL_IN_PHRASE, detail) for detail in _in_phrase(task, classes)]
    place = task.cases[0].place
    return [Problem(kind, place, f"{task.name}, {detail}", False) for kind, detail in found]


def missing_classes(task: AuditedTask) -> list[Problem]:
    """Classes of a task with one class a case that are in no case of a fold or the test set."""
    if task.kind not in _SINGLE:
        return []
    by_side: dict[int, set[str]] = defaultdict(set)
    for case in task.cases:
        by_side[case.side].add(str(case.label))
    every = set().union(*by_side.values())
    return [
        Problem(
            kinds.CLASS_NOT_IN_SIDE,
            task.cases[0].place,
            f"{task.name}, {side_name(side)} lacks {len(every - found)} of {len(every)} classes",
            False,
        )
        for side, found in sorted(by_side.items())
        if every - found
    ]


def classes_of(kind: TargetType, labels: Sequence[object]) -> Classes:
    """Which cases are of each class, for classes that are neither rare nor nearly all there is.

    Numbers are above their median or not; a multi-label target has classes at each position; one
    with a label for each token has none.
    """
    if kind.is_token_level or not labels:
        return {}
    columns: dict[str, list[object]] = {"label": list(labels)}
    if isinstance(labels[0], list):
        lists = [label if isinstance(label, list) else [label] for label in labels]
        width = min(map(len, lists))
        columns = {f"label {at + 1}": [label[at] for label in lists] for at in range(width)}
    found = {}
    for name, values in columns.items():
        for of, inside in _columns(values):
            if min(inside.sum(), (~inside).sum()) >= _FEWEST:
                found[f"{name}{of}"] = inside
    return found


def _columns(values: Sequence[object]) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    numbers = [value for value in values if type(value) in (int, float)]
    if numbers:
        middle = np.median(np.array(numbers, dtype=float))
        known = np.array([v if type(v) in (int, float) else middle for v in values], dtype=float)
        yield " above its median", known > middle
        return
    kinds_of = sorted({str(value) for value in values})
    for at, one in enumerate(kinds_of[:-1] if len(kinds_of) == 2 else kinds_of):
        yield f", class {at + 1} of {len(kinds_of)}", np.array([str(v) == one for v in values])


def auroc(values: NDArray[np.float64], inside: NDArray[np.bool_]) -> float:
    """How well a number tells a class, whichever way round: 0.5 not at all, 1.0 always."""
    ranks = _ranks(values)
    yes, no = int(inside.sum()), int((~inside).sum())
    area = (float(ranks[inside].sum()) - yes * (yes + 1) / 2) / (yes * no)
    return max(area, 1 - area)


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rank of each value, from 1; equal ones share theirs."""
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: NDArray[np.float64] = ((2 * last - counts + 1) / 2)[which]
    return ranks


def _number(uid: str, otherwise: int) -> int:
    digits = re.search(r"([0-9]{1,9})$", uid)
    return int(digits[1]) if digits else otherwise


def _in_uid(task: AuditedTask) -> int:
    """In how many uids the label stands, where it does in nearly all and is not always the same."""
    said = [
        (case.uid.removeprefix(task.name).casefold(), str(case.label).casefold())
        for case in task.cases
    ]
    hits = sum(len(label) >= 2 and label in uid for uid, label in said)
    several = len({label for _, label in said}) > 1
    return hits if several and hits >= _TELLS * len(said) else 0


def _in_header(task: AuditedTask) -> list[str]:
    """Headers whose value is the name of the class, or stands for it, in nearly all cases."""
    if task.kind not in _SINGLE:
        return []
    values: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for case in task.cases:
        for name, value in _headers(case.text).items():
            values[name].append((value, str(case.label).casefold()))
    found = []
    for pairs in values.values():
        if len(pairs) < max(_FEWEST, len(task.cases) / 2):
            continue
        named = sum(value == label for value, label in pairs)
        if _tells(pairs) or (named >= _TELLS * len(pairs) and len({v for v, _ in pairs}) > 1):
            found.append(f"one header in {len(pairs)} of {len(task.cases)} cases")
    return found


def _headers(text: str) -> Mapping[str, str]:
    head = "\n".join(text.splitlines()[:_HEADER_LINES])
    return {m[1].casefold(): m[2].casefold() for m in reversed([*_HEADER.finditer(head)])}


def _tells(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether each value of a header goes with one class, and there are few values."""
    by_value: dict[str, Counter[str]] = defaultdict(Counter)
    for value, label in pairs:
        by_value[value][label] += 1
    classes = {label for _, label in pairs}
    if not 2 <= len(by_value) <= 2 * len(classes):
        return False
    right = sum(max(count.values()) for count in by_value.values())
    told = {max(count, key=lambda label: (count[label], label)) for count in by_value.values()}
    return right >= _TELLS * len(pairs) and len(told) == len(classes)


def _in_phrase(task: AuditedTask, classes: Classes) -> list[str]:
    """Phrases of up to three words whose presence alone tells a class."""
    if not classes:
        return []
    # What tells a class stands in nearly all cases of it, or in nearly all others; and so does each
    # word of it. So few words are looked at, some cases at a time.
    smallest = min(min(int(inside.sum()), int((~inside).sum())) for inside in classes.values())
    said, words = _numbered(case.text for case in task.cases)
    count = np.bincount(np.concatenate([distinct(own) for own in said]), minlength=words)
    often = count >= int(_EVERYWHERE * smallest)
    numbers = np.where(often, np.cumsum(often) - 1, -1)
    tallies: list[list[_Tally]] = [[] for _ in range(_PHRASE_WORDS)]
    for start in range(0, len(said), _AT_ONCE):
        some = [numbers[own] for own in said[start : start + _AT_ONCE]]
        inside_of = {name: inside[start : start + _AT_ONCE] for name, inside in classes.items()}
        for length, tally in enumerate(_tallies(some, int(often.sum()), inside_of)):
            tallies[length].append(tally)
    found = []
    for length, parts in enumerate(tallies, start=1):
        _, which = np.unique(
            np.concatenate([tally.phrases for tally in parts]), return_inverse=True
        )
        every = np.bincount(which, np.concatenate([tally.cases for tally in parts]))
        for name, inside in classes.items():
            yes = np.bincount(which, np.concatenate([tally.inside[name] for tally in parts]))
            hit, false = yes / inside.sum(), (every - yes) / (~inside).sum()
            best = 0.5 + float(np.abs(hit - false).max(initial=0)) / 2
            if best > _TELLS:
                found.append(f"{name}: a phrase of {length} words, AUROC {best:.3f}")
    return found


@dataclass(frozen=True, slots=True, repr=False)
class _Tally:
    """In how many of some cases each phrase stands, and in how many of each class."""

    phrases: NDArray[np.int64]
    cases: NDArray[np.float64]
    inside: dict[str, NDArray[np.float64]]


def _numbered(texts: Iterable[str]) -> tuple[list[NDArray[np.int32]], int]:
    """The words of texts by number, and how many words there are."""
    numbers: defaultdict[str, int] = defaultdict(itertools.count().__next__)
    said = [np.fromiter(map(numbers.__getitem__, _words(text)), np.int32) for text in texts]
    return said, len(numbers)


def _tallies(said: Sequence[NDArray[np.int64]], count: int, classes: Classes) -> Iterator[_Tally]:
    """Of the phrases of one word, of two and of three, which are made of numbered words alone.

    Args:
        said: the words of each case by number, -1 for one that has none.
        count: how many have a number.
        classes: which of the cases are of each class.
    """
    words = np.concatenate([part for own in said for part in (own, _NO_WORD)])
    case = np.repeat(np.arange(len(said)), [len(own) + 1 for own in said])
    phrases, size = np.zeros(len(words), np.int64), 1
    fits = np.ones(len(words), bool)
    for length in range(1, _PHRASE_WORDS + 1):
        last = words[length - 1 :]
        phrases, fits = phrases[: len(last)] * count + last, fits[: len(last)] & (last >= 0)
        size *= count
        once = distinct(case[: len(last)][fits] * size + phrases[fits])
        found, which = np.unique(once % max(size, 1), return_inverse=True)
        at = once // max(size, 1)
        inside = {
            name: np.bincount(which, own[at], len(found)).astype(float)
            for name, own in classes.items()
        }
        yield _Tally(found, np.bincount(which, minlength=len(found)).astype(float), inside)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
