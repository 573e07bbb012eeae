"""The files of a centre's export: where each stands, how it is laid out, what is read of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragon_prep.core.known import KnownKind
    from dragon_prep.intake.reading import ReadingPlan


class Layout(StrEnum):
    """How a raw file is laid out."""

    SHEET = "sheet (csv or xlsx)"
    RECORDS = "records (json lines)"
    ANNOTATIONS = "annotated reports (json lines)"
    UID_LIST = "list of report ids (json)"
    MAPPING = "mapping (toml)"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet, or a member of the objects of a file of JSON lines.

    Attributes:
        name: its header; of a member within a member, both with a slash between them, as in
            ``meta/PatientID``.
        meaning: what a steward should find in it.
        field: the cohort's field it fills; its own name when empty.
        required: whether the sheet cannot be read without it.
        known: what it tells of the patient that is to be found in the texts; None if nothing.
        values: all that it may hold, if that can be said; a cell may be empty besides.
    """

    name: str
    meaning: str
    field: str = ""
    required: bool = True
    known: KnownKind | None = None
    values: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.field:
            object.__setattr__(self, "field", self.name)


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file of a centre's export.

    Attributes:
        centre: who brings it; centres that share a file are joined: ``rumc-jbz``.
        path: where, relative to the source folder, with forward slashes.
        layout: how it is laid out.
        meaning: what it holds.
        columns: of a sheet or of JSON lines, all that are read.
        entities: of annotated reports, a pattern that the labels of entities match in full; empty
            where only PHI is annotated.
        entity_member: of annotated reports, where entity spans stand apart from PHI spans, as in
            ``meta/label``; empty where they do not.
        uid_member: of annotated reports, where the report's id stands; ``meta/uid`` or ``uid``
            when empty.
        header: whether the first row of a sheet names its columns. A sheet without a header is
            text: a row per line, with a cell for each of ``columns`` between tabs, to the letter.
        uid_from: of annotated reports and lists, the fields of the sheet whose values, with ``_``
            between them, are a report's id; of reports that stand in the file itself, its own
            fields. Of every cohort's annotations and lists it can be said.
        uid_else: the same for rows where one of those is missing; empty if such rows have no id.
        stands_for: the path of the layout's file that it takes the place of; of a centre with a
            mapping.
        real: where it is, if that is not to be told: its name may be a patient's.
        reading: how it is read, if not as the layout says.
        is_absent: whether the centre says that it has no such file.
    """

    centre: str
    path: str
    layout: Layout
    meaning: str
    columns: tuple[Column, ...] = ()
    entities: str = ""
    entity_member: str = ""
    uid_member: str = ""
    header: bool = True
    uid_from: tuple[str, ...] = ()
    uid_else: tuple[str, ...] = ()
    stands_for: str = field(default="", repr=False)
    real: str = field(default="", repr=False)
    reading: ReadingPlan | None = field(default=None, repr=False)
    is_absent: bool = False

    @property
    def location(self) -> str:
        """Where it is, relative to the source folder."""
        return self.real or self.path

    @property
    def centres(self) -> tuple[str, ...]:
        """The centres that bring it."""
        return tuple(self.centre.split("-"))

    def column_of(self, field_name: str) -> str:
        """The header of the column that fills a field (the field's name if no column does)."""
        return next((c.name for c in self.columns if c.field == field_name), field_name)
