"""Annotations as they stand in a file: in which unit their offsets count, and whether they fit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from dragon_prep.core.codes import intake as kinds
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.intake.units import OffsetReadings, OffsetUnit, convert, misfits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.core.spans import Span
    from dragon_prep.intake.raw_file import RawFile

# Where words are cut by so many spans, the offsets are of another text.
_FEWEST_SPANS = 20
_MOST_CUT = 0.25
_OFTEN = 20  # times as often as a slip of the pen
_LONG_NAME = 5
_SLIPS = 2


@dataclass(frozen=True, slots=True, repr=False)
class Marked:
    """An annotation as it stands in its file: its offsets may be in any unit.

    Attributes:
        uid: of the report.
        text: as it stands there.
        phi: the spans of PHI.
        entities: those of entities.
        origins: those that say where marks come from.
        place: the file and row.
        of_phi: the readings of the offsets of its PHI.
        every: those of PHI and entities together.
    """

    uid: str
    text: str
    phi: tuple[Span, ...]
    entities: tuple[Span, ...]
    origins: tuple[Span, ...]
    place: Place
    of_phi: OffsetReadings
    every: OffsetReadings

    @property
    def reading(self) -> OffsetReadings:
        """The readings of its offsets: of all spans if they fit, else of those of its PHI."""
        return self.every if self.every.fitting else self.of_phi

    def unit(self, told: frozenset[OffsetUnit]) -> OffsetUnit | None:
        """The unit to read it in; None if nothing fits, or nothing decides.

        PHI that fits one unit alone decides, for entities may cut words; else the unit that all
        other reports show, if it is among those that fit; else the entities.

        Args:
            told: the units that reports of the file show.
        """
        of_phi = self.of_phi.fitting.keys()
        if self.phi and (len(of_phi) == 1 or (len(told) == 1 and told <= of_phi)):
            return self.of_phi.chosen(told)
        if self.every.fitting or self.phi:
            return self.reading.chosen(told)
        return next(iter(told)) if len(told) == 1 else OffsetUnit.CODE_POINTS


def with_slips(marked: Sequence[Marked]) -> list[Marked]:
    """The reports with a label of an entity that is a common one with a slip of the pen.

    ``1-lokatie naald`` twice, and ``1-locatie naald`` forty times: it would be a class of its own.
    Only labels of a number and a name are compared.
    """
    count = Counter(name for one in marked for span in one.entities if (name := _class_of(span)))
    slips = {
        name
        for name, of in count.items()
        for other, often in count.items()
        if often >= _OFTEN * of and _is_slip(name, other)
    }
    return [one for one in marked if not slips.isdisjoint(map(_class_of, one.entities))]


def _class_of(entity: Span) -> str:
    """The name of a label behind its number; empty if it has none."""
    number, _, name = entity.label.partition("-")
    return name if number.isdecimal() else ""


def _is_slip(name: str, other: str) -> bool:
    """Whether two names differ by a letter or two, or by their capitals."""
    if name == other or min(len(name), len(other)) < _LONG_NAME:
        return False
    if name.casefold() == other.casefold():
        return True
    same = SequenceMatcher(None, name, other, autojunk=False).get_matching_blocks()
    return max(len(name), len(other)) - sum(block.size for block in same) <= _SLIPS


def require_fitting_offsets(marked: Sequence[Marked], raw: RawFile) -> None:
    """Sees to it that the offsets are not of another text: few spans cut words in every unit.

    Raises:
        InputFault: if so many do.
    """
    unfit = [one for one in marked if not one.of_phi.fitting]
    entities_unfit = [one for one in marked if not _entities_fit(one)]
    for of, every, some in (
        ("", [one.phi for one in marked], [(one.text, one.phi) for one in unfit]),
        (
            " of entities",
            [one.entities for one in marked],
            [(one.text, one.entities) for one in entities_unfit],
        ),
    ):
        spans = sum(map(len, every))
        cut = sum(
            misfits(text, [span for span in own if span.end <= len(text)]) for text, own in some
        )
        if spans >= _FEWEST_SPANS and cut > _MOST_CUT * spans:
            detail = f"{cut} of {spans} spans{of} begin or end inside a word"
            raise InputFault(kinds.OFFSETS_UNFIT, detail, place=Place(raw.path))


def _entities_fit(one: Marked) -> bool:
    """Whether the entities of a report cut no word in some unit that its PHI allows."""
    units = one.of_phi.fitting if one.phi else one.every.fitting
    read = (convert(one.text, one.entities, unit) for unit in units)
    return not one.entities or any(s is not None and not misfits(one.text, s) for s in read)
