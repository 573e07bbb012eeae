"""What the columns of records are called, and rows of tables as lines of JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes import intake as kinds
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.intake.hints import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from dragon_prep.core.errors import ErrorCode

_LIKE = 0.8
_BROKEN = "\0"  # begins a line that stands for a row that cannot be read; no JSON does
_FAULTS = {
    kind.code: kind
    for kind in (
        *(kinds.ROW_WIDTH, kinds.CELL_ENCODING, kinds.ID_ROUNDED, kinds.UID_REPEATED),
        *(kinds.REPORT_ABSENT, kinds.TEXT_PLACEHOLDER, kinds.TEXT_CUT, kinds.TEXT_TOO_LONG),
    )
}


@dataclass(frozen=True, slots=True)
class RecordColumns:
    """The names of the columns, or members, of records.

    Attributes:
        id: of the report.
        patient: of the patient's id; empty where nobody asks for it.
        text: of the text.
        spans: of PHI spans.
        entities: of entity spans.
    """

    id: str = "id"
    patient: str = "patient_id"
    text: str = "text"
    spans: str = "spans"
    entities: str = "entities"

    @property
    def needed(self) -> tuple[str, ...]:
        """Those that must be there."""
        return tuple(name for name in (self.id, self.patient, self.text) if name)

    @property
    def every(self) -> tuple[str, ...]:
        """All that are read."""
        return (*self.needed, self.spans, self.entities)

    @property
    def remedy(self) -> str:
        """What to do where one is missing."""
        return (
            "Say what they are called: --id-field, --patient-field, --text-field. All files of a "
            "run must call them so."
        )

    def require_in(self, header: Collection[str], place: Place) -> None:
        """Sees to it that a table has what it must have.

        Raises:
            InputFault: if not; it names no column but those looked for.
        """
        if missing := [repr(name) for name in self.needed if name not in header]:
            what = "column" if len(missing) == 1 else "columns"
            detail = f"{what} missing: {', '.join(missing)}, of {len(header)} in the file"
            likes = (nearest(name, header, cutoff=_LIKE) for name in self.needed)
            if near := [
                repr(name) for name in likes if name is not None and name not in self.needed
            ]:
                detail += f"; did you mean {', '.join(near)}?"
            raise InputFault(kinds.COLUMN_MISSING, detail, place=place, remedy=self.remedy)


USUAL_COLUMNS = RecordColumns()


def line_of(row: Mapping[str, Any]) -> str:
    """A row of a table as a line of JSON; what is null is not there."""
    return json.dumps({name: _plain(value) for name, value in row.items() if value is not None})


def broken_line(kind: ErrorCode) -> str:
    """What stands for a row that cannot be read."""
    return f"{_BROKEN}{kind.code}"


def fault_of(line: str) -> ErrorCode | None:
    """Why a line cannot be read, if it stands for such a row."""
    return _FAULTS.get(line[1:]) if line.startswith(_BROKEN) else None


def _plain(value: object) -> object:
    """A value of a table as JSON has it: spans as lists, and what it has no form for as null."""
    if isinstance(value, dict):
        return [_plain(value.get(name)) for name in ("start", "end", "label")]
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | float) else None
