"""What definitions ask to see whether a label, its text and other fields of a report agree.

Each tells True, False, or None where there is nothing to compare. They read the text as it goes
out, so that a date's surrogate may be a number by chance: a disagreement is worth a look, and an
agreement is no proof.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.intake import LABEL_DISAGREES
from dragon_prep.core.definitions import own_faults
from dragon_prep.core.errors import Problem
from dragon_prep.core.lost_numbers import number_values, numbers_in, with_lengths
from dragon_prep.intake.values import ValueProblem
from dragon_prep.language.number_words import numbers_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dragon_prep.core.errors import Place
    from dragon_prep.tasks.task import Task

_ANNOTATOR = "annotator"  # the field of a cohort that says who annotated a report

_SUM = re.compile(r"(?<![0-9+.,])([1-5])\s*\+\s*([1-5])\s*=\s*([0-9]{1,2})(?![0-9])")
_PATTERNS = re.compile(r"(?<![0-9+.,])([1-5])\s*\+\s*([1-5])(?!\s*[0-9+])")
_SIZE = r"([0-9]+(?:[.,][0-9]+)?)\s*(mm|cm)?"
_DIAMETERS = re.compile(rf"(?<![0-9.,]){_SIZE}\s*[xX*]\s*{_SIZE}\s*[xX*]\s*{_SIZE}", re.ASCII)
_UNIT = r"\s*(?:mm|cm|millimeter|centimeter)\b"
_LENGTH = re.compile(rf"((?:[0-9]+(?:[.,][0-9]+)?\s*(?:mm|cm)?\s*[xX*]\s*)*[0-9]+){_UNIT}")
_OF_LENGTH = re.compile(_UNIT)
_BY = re.compile(r"[xX*]")
_ELLIPSOID = 0.5236  # of a box; pi / 6
_PROSTATE = (8.0, 500.0)  # cm3; smaller boxes are lesions
_VOLUME_APART = 0.2
_DENSITY_APART = 0.011  # densities have two decimals, and are rounded or cut off


@dataclass(frozen=True, slots=True)
class AgreedCounts:
    """In how many reports something agrees.

    Attributes:
        agree: it does.
        differ: it does not.
        untold: there is nothing to compare.
    """

    agree: int = 0
    differ: int = 0
    untold: int = 0


def agreed(task: Task, row: Any, label: object) -> dict[str, bool | None]:
    """What a task's checks say of one row.

    Args:
        task: the definition.
        row: as its functions see it.
        label: of the row.

    Raises:
        UsageFault: if a check fails.
    """
    found: dict[str, bool | None] = {}
    for what, check in task.agreements:
        with own_faults(task.full_name, check):
            try:
                said = check(row, label)
            except ValueProblem:  # a cell of another task's, which that one tells of
                said = None
        found[what] = None if said is None else bool(said)
    return found


def agreed_counts(
    verdicts: Iterable[tuple[str, Mapping[str, bool | None]]],
) -> dict[str, dict[str, AgreedCounts]]:
    """By check and source, in how many reports it agrees.

    Args:
        verdicts: of each report, its source and :func:`agreed`.
    """
    tallies: dict[str, dict[str, Counter[bool | None]]] = {}
    for source, found in verdicts:
        for what, said in found.items():
            tallies.setdefault(what, {}).setdefault(source, Counter())[said] += 1
    return {
        what: {s: AgreedCounts(c[True], c[False], c[None]) for s, c in sorted(sources.items())}
        for what, sources in tallies.items()
    }


def judges(rows: Iterable[tuple[str, Mapping[str, object]]]) -> list[str]:
    """What counts are told by: the source, and which of its annotators it was if the export says.

    Annotators are numbered, for they are people: in the order of their names, by source.

    Args:
        rows: of each report, its source and its fields, of which ``annotator`` may be one.
    """
    named = [(source, str(fields.get(_ANNOTATOR) or "").strip()) for source, fields in rows]
    numbers: dict[str, dict[str, int]] = {}
    for source, name in sorted(set(named)):
        if name:
            own = numbers.setdefault(source, {})
            own[name] = len(own) + 1
    return [
        f"{source}, annotator {numbers[source][name]}" if name else source for source, name in named
    ]


def disagreements(place: Place, found: Mapping[str, bool | None]) -> list[Problem]:
    """What is to be listed of a row; it stays."""
    return [
        Problem(LABEL_DISAGREES, place, f"not so: {what}", quarantined=False)
        for what, said in found.items()
        if said is False
    ]


def stand_in(text: str, values: Iterable[float], *, lengths: bool = False) -> bool | None:
    """Whether all numbers stand in a text, with a point or a comma, or in words.

    Args:
        text: where they are looked for.
        values: the numbers; None is told of none at all.
        lengths: whether they are lengths in mm, which may be told in cm.
    """
    wanted = [Decimal(repr(value)) for value in values]
    if not wanted:
        return None
    there = {value for match in numbers_in(text) for value in number_values(match.group())}
    asked = [with_lengths(value) if lengths else {value} for value in wanted]
    absent = [spellings for spellings in asked if not spellings & there]
    if absent:  # few are in words, and to read those of a text takes longest
        there = {value for *_, value in numbers_in_words(text)}
    return all(spellings & there for spellings in absent)


def has_lengths(text: str, count: int) -> bool | None:
    """Whether a text has at least so many lengths in mm or cm, each side of one by itself.

    Args:
        text: where they are counted.
        count: how many there should be; None is told of none.
    """
    if not count:
        return None
    found = sum(1 + len(_BY.findall(match[1])) for match in _LENGTH.finditer(text))
    in_words = sum(bool(_OF_LENGTH.match(text, end)) for _, end, _ in numbers_in_words(text))
    return found + in_words >= count


def density_fits(psa: float, volume: float, density: float) -> bool | None:
    """Whether a PSA density is PSA by volume, as far as each of them was rounded.

    Args:
        psa: in ng/mL.
        volume: in cm3.
        density: in ng/mL2.
    """
    if volume <= 1 or psa <= 0:
        return None
    low = (psa - 0.05) / (volume + 0.5) - _DENSITY_APART
    high = (psa + 0.05) / (volume - 0.5) + _DENSITY_APART
    return low <= density <= high


def diameters_fit(text: str, volume: float) -> bool | None:
    """Whether a prostate's volume is that of an ellipsoid with three diameters of the text.

    Args:
        text: with diameters such as ``4,2 x 3,8 x 5,1 cm``; boxes smaller than a prostate are
            passed over.
        volume: in cm3.
    """
    least, most = _PROSTATE
    boxes = [box * _ELLIPSOID for box in _boxes(text)]
    whole = [box for box in boxes if least <= box <= most]
    if not whole:
        return None
    return any(abs(box - volume) <= _VOLUME_APART * volume + 1 for box in whole)


def _boxes(text: str) -> Iterable[float]:
    for match in _DIAMETERS.finditer(text):
        numbers, units = match.groups()[::2], [unit for unit in match.groups()[1::2] if unit]
        sides = [float(number.replace(",", ".")) for number in numbers]
        unit = units[-1] if units else ("mm" if min(sides) > 10 else "cm")
        yield sides[0] * sides[1] * sides[2] / (1000.0 if unit == "mm" else 1.0)


def sums_add_up(text: str) -> bool | None:
    """Whether each Gleason sum of a text, such as ``3+4=7``, is the sum of its patterns."""
    sums = [tuple(map(int, match.groups())) for match in _SUM.finditer(text)]
    return all(one + two == total for one, two, total in sums) if sums else None


def patterns_in(text: str) -> frozenset[tuple[int, int]]:
    """The pairs of Gleason patterns that a text has, such as ``3+4``."""
    pairs = (*_SUM.finditer(text), *_PATTERNS.finditer(text))
    return frozenset((int(match[1]), int(match[2])) for match in pairs)
