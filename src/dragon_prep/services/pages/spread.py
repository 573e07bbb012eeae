"""How labels and lengths are spread over development and test cases."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from dragon_prep.core.small_counts import SMALLEST, is_small, rounded, shown, told_together
from dragon_prep.core.targets import TargetType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dragon_prep.tasks.prepare import Prepared

_BINS = 8
_FEWEST_NUMBERS = 20  # of which percentiles are told
_MOST_ROWS = 30
_REST = "all further ones"


@dataclass(frozen=True, slots=True, repr=False)
class Spread:
    """What development and test cases have of each label.

    Attributes:
        title: what is counted.
        rows: label, in how many development cases, in how many test cases.
        of: how many development and test cases there are.
        parted: whether each case is counted once; else a case may have several of the labels.
    """

    title: str
    rows: tuple[tuple[str, int, int], ...]
    of: tuple[int, int]
    parted: bool = True

    def told(self) -> list[list[str]]:
        """Both counts of each row, as they may be told."""
        rows = [(dev, test) for _, dev, test in self.rows]
        if self.parted:
            return told_together(rows)
        # How many cases lack a label follows from how many have it.
        vague = [any(map(is_small, (*row, *self._lacking(row)))) for row in rows]
        return [
            [(rounded if few else shown)(count) for count in row]
            for row, few in zip(rows, vague, strict=True)
        ]

    def _lacking(self, row: Sequence[int]) -> list[int]:
        return [whole - count for whole, count in zip(self.of, row, strict=True)]

    def differences(self) -> list[float | None]:
        """The standardised difference of each row's shares; None where too few have it."""
        return [_difference(dev, test, self.of) for _, dev, test in self.rows]


def label_spreads(ready: Prepared) -> tuple[Spread, ...]:
    """What the labels of a task are like; several where each position counts for itself."""
    target = ready.task.target
    both: list[list[Any]] = [[case.label for case in part] for part in _parts(ready)]
    of = (len(both[0]), len(both[1]))
    kind = target.type
    if kind is TargetType.SINGLE_LABEL_REGRESSION:
        title = f"Cases by value{_unit(target.unit)}"
        return (_of_numbers(title, both, of),)
    if kind is TargetType.MULTI_LABEL_REGRESSION:
        positions = max(len(label) for part in both for label in part)
        names = target.labels or tuple(f"value {at + 1}" for at in range(positions))
        return tuple(
            _of_numbers(f"Cases by {name}{_unit(target.unit)}", _column(both, at), of)
            for at, name in enumerate(names)
        )
    if kind is TargetType.MULTI_LABEL_MULTI_CLASS:
        positions = max(len(label) for part in both for label in part)
        names = target.labels or tuple(f"label {at + 1}" for at in range(positions))
        return tuple(
            Spread(f"Cases by {name}", _rows([Counter(map(str, p)) for p in column], None), of)
            for at, name in enumerate(names)
            if (column := _column(both, at))
        )
    tell = _TOLD.get(kind, _itself)
    counts = [Counter(n for label in p for n in tell(label, target.labels)) for p in both]
    return (Spread(_title(kind), _rows(counts, target.labels), of, tell is _itself),)


def centre_spread(ready: Prepared) -> Spread:
    """What development and test cases have of each centre."""
    tested = set(ready.split.test)
    counts: list[Counter[str]] = [Counter(), Counter()]
    for row, document in enumerate(ready.documents):
        counts[row in tested][document.centre] += 1
    of = (counts[0].total(), counts[1].total())
    return Spread("Cases by centre", _rows(counts, None), of)


def lengths(ready: Prepared) -> tuple[str, list[list[str]]]:
    """The unit of the inputs' lengths, and their 5th, 50th and 95th percentile by part."""
    in_parts = ready.task.input_name != "text"
    rows = []
    for part in _parts(ready):
        found = percentiles([len(case.content) for case in part])
        rows.append([f"{value:,.0f}" for value in found] or ["too few to tell"] * 3)
    unit = "text parts (tokens, where labels are of tokens)" if in_parts else "characters"
    return unit, rows


def percentiles(values: Sequence[float]) -> tuple[float, ...]:
    """The 5th, 50th and 95th percentile; nothing of a few values, which would be cases."""
    if len(values) < _FEWEST_NUMBERS:
        return ()
    cuts = quantiles(values, n=20)
    return cuts[0], cuts[9], cuts[18]


def _parts(ready: Prepared) -> tuple[list[Any], list[Any]]:
    tested = set(ready.split.test)
    development = [case for row, case in enumerate(ready.cases) if row not in tested]
    return development, [ready.cases[row] for row in ready.split.test]


def _itself(label: object, _names: Sequence[str] | None) -> Iterable[str]:
    yield str(label)


def _named(label: Sequence[object], names: Sequence[str] | None) -> Iterable[str]:
    """The positions of a multi-label case that are true."""
    for at, value in enumerate(label):
        if value is True:
            yield names[at] if names else f"label {at + 1}"


def _entities(label: Sequence[object], _names: Sequence[str] | None) -> Iterable[str]:
    """The kinds of entity that a case has, each once."""
    tags = {tag for part in label for tag in (part if isinstance(part, list | tuple) else [part])}
    return {str(tag)[2:] for tag in tags if str(tag) != "O"}


_TOLD: dict[TargetType, Callable[[Any, Sequence[str] | None], Iterable[str]]] = {
    TargetType.MULTI_LABEL_BINARY: _named,
    TargetType.NER: _entities,
    TargetType.MULTI_LABEL_NER: _entities,
}


def _title(kind: TargetType) -> str:
    if kind.is_token_level:
        return "Cases that have an entity of each kind"
    if kind is TargetType.MULTI_LABEL_BINARY:
        return "Cases for which each label is true"
    return "Cases by label"


def _unit(unit: str | None) -> str:
    return f" in {unit}" if unit else ""


def _rows(
    counts: Sequence[Counter[str]], order: Sequence[str] | None
) -> tuple[tuple[str, int, int], ...]:
    development, test = counts
    known = [name for name in order or () if name in development or name in test]
    others = sorted((development.keys() | test.keys()) - {*known})
    names = [*known, *others]
    rows = [(name, development[name], test[name]) for name in names]
    if len(rows) <= _MOST_ROWS:
        return tuple(rows)
    largest = sorted(rows, key=lambda row: (-row[1] - row[2], row[0]))
    rest = largest[_MOST_ROWS:]
    return (*largest[:_MOST_ROWS], (_REST, sum(r[1] for r in rest), sum(r[2] for r in rest)))


def _column(both: Sequence[Sequence[Any]], at: int) -> list[list[Any]]:
    return [[label[at] for label in part if at < len(label)] for part in both]


def _of_numbers(title: str, both: Sequence[Sequence[Any]], of: tuple[int, int]) -> Spread:
    given = [[float(value) for value in part if value is not None] for part in both]
    every = [value for part in given for value in part]
    found = percentiles(every)
    if not found:
        return Spread(title, (("all values", len(given[0]), len(given[1])),), of)
    edges = _edges(found[0], found[2])
    names = _ranges(edges)
    counts = [Counter(sum(value >= edge for edge in edges) for value in part) for part in given]
    rows = [(name, counts[0][at], counts[1][at]) for at, name in enumerate(names)]
    missing = [len(part) - len(numbers) for part, numbers in zip(both, given, strict=True)]
    if any(missing):
        rows.append(("no value", missing[0], missing[1]))
    return Spread(title, tuple(rows), of)


def _edges(low: float, high: float) -> list[float]:
    """Bounds of equal width between two numbers, in round numbers."""
    raw = (high - low) / _BINS
    if raw <= 0:
        return [low]
    size = 1.0
    while size > raw:
        size /= 10
    while size * 10 <= raw:
        size *= 10
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= raw)
    first = int(low // step) + 1
    last = int(high // step)
    return [round(step * at, 10) for at in range(first, last + 1)] or [low]


def _ranges(edges: Sequence[float]) -> list[str]:
    between = [f"{a:g} to {b:g}" for a, b in itertools.pairwise(edges)]
    return [f"below {edges[0]:g}", *between, f"{edges[-1]:g} and more"]


def _difference(dev: int, test: int, of: tuple[int, int]) -> float | None:
    """How far two shares lie apart, in standard deviations; None where it would tell on few."""
    few = min(dev, of[0] - dev, test, of[1] - test) < SMALLEST
    if few:
        return None
    first, second = dev / of[0], test / of[1]
    spread: float = (first * (1 - first) + second * (1 - second)) / 2
    return abs(first - second) / spread**0.5 if spread else 0.0
