"""Whose a text of a folder is, by the name of its file: by a pattern, or by a table."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import OPTION_INVALID, RECORDS_INVALID
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import system_faults
from dragon_prep.intake.records import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from dragon_prep.intake.record_files.columns import RecordColumns
    from dragon_prep.intake.record_files.files import RecordFile

TEXT = ".txt"
FILE_COLUMN = "file"
"""Of a table, the one with the names of texts."""

_PATIENT, _ID = "{patient}", "{id}"
_PARTS = re.compile(r"(\{[a-z]*\})")


class TextNames:
    """Texts whose folder is the patient's, and whose name is the report's id."""

    def ids_of(self, path: PurePosixPath) -> tuple[str, str | None]:
        """The id of a report, and of its patient if it has one.

        Args:
            path: of the text, within the folder.
        """
        home, *rest = path.parts
        return path.with_suffix("").as_posix(), home if rest else None

    @property
    def listed(self) -> frozenset[str]:
        """The names that ought to be there, as far as that is known."""
        return frozenset()

    @property
    def digest(self) -> str:
        """Of what decides about ids beside the names of files; empty for nothing."""
        return ""


USUAL_NAMES = TextNames()


class PatternNames(TextNames):
    """Texts whose names are made of their ids, such as ``{patient}_{id}``.

    Args:
        pattern: each part stands for as few characters as can be; with a slash it is held against
            the path within the folder, else against the file's name. ``.txt`` may be left out.

    Raises:
        UsageFault: if there is no ``{patient}`` in it, or anything else in braces but ``{id}``.
    """

    def __init__(self, pattern: str) -> None:
        parts = _PARTS.split(pattern.removesuffix(TEXT))
        named = parts[1::2]
        if named.count(_PATIENT) != 1 or named.count(_ID) != len(named) - 1 or len(named) > 2:
            detail = f"--text-names takes a pattern with {_PATIENT}, such as '{_PATIENT}_{_ID}'"
            raise UsageFault(OPTION_INVALID, detail)
        made = (f"(?P<{part[1:-1]}>[^/]+?)" if n % 2 else re.escape(part)
                for n, part in enumerate(parts))  # fmt: skip
        self.pattern, self.is_path = re.compile("".join(made)), "/" in pattern

    def ids_of(self, path: PurePosixPath) -> tuple[str, str | None]:
        """As of :class:`TextNames`; what does not fit the pattern has no patient."""
        whole = path.with_suffix("")
        found = self.pattern.fullmatch(whole.as_posix() if self.is_path else whole.name)
        if found is None:
            return whole.as_posix(), None
        ids = found.groupdict()
        return ids.get("id", whole.as_posix()), ids["patient"]

    @property
    def digest(self) -> str:
        """As of :class:`TextNames`."""
        return self.pattern.pattern


@dataclass(frozen=True, slots=True, repr=False)
class TableNames(TextNames):
    """Texts whose ids stand in a table.

    Attributes:
        ids: of report and patient, by the path within the folder.
        sha256: of the table.
    """

    ids: Mapping[str, tuple[str, str | None]]
    sha256: str

    def ids_of(self, path: PurePosixPath) -> tuple[str, str | None]:
        """As of :class:`TextNames`; what is not in the table has no patient."""
        return self.ids.get(path.as_posix(), (path.with_suffix("").as_posix(), None))

    @property
    def listed(self) -> frozenset[str]:
        """As of :class:`TextNames`."""
        return frozenset(self.ids)

    @property
    def digest(self) -> str:
        """As of :class:`TextNames`."""
        return self.sha256


def names_in(table: RecordFile, columns: RecordColumns) -> TableNames:
    """The ids of texts, as a table has them.

    Args:
        table: a file of rows with a column ``file``, read with :func:`columns_of_table`.
        columns: what it calls the ids.

    Raises:
        InputFault: if it is no table, or lacks a column.
        UsageFault: if it names a file twice.
        SystemFault: if it cannot be read.
    """
    found: dict[str, tuple[str, str | None]] = {}
    place = Place(table.name)
    with system_faults(table.name):
        state = table.survey()
        for row, line in table.lines(state):
            body = as_json(line)
            if not isinstance(body, dict) or not isinstance(name := body.get(FILE_COLUMN), str):
                continue
            name = name.strip().replace("\\", "/")
            name += TEXT if not name.lower().endswith(TEXT) else ""
            if name in found:
                detail = "a file is named twice in the table"
                remedy = "Give each text one row."
                where = replace(place, row=row, column=FILE_COLUMN)
                raise UsageFault(RECORDS_INVALID, detail, place=where, remedy=remedy)
            report, patient = body.get(columns.id), body.get(columns.patient)
            found[name] = (
                name.removesuffix(TEXT) if report is None else str(report),
                None if patient is None else str(patient),
            )
    if not found:
        detail = f"no row has a name of a file in its column {FILE_COLUMN!r}"
        remedy = "Give a table with the columns file, and those of the ids."
        raise UsageFault(RECORDS_INVALID, detail, place=place, remedy=remedy)
    return TableNames(found, hashlib.sha256(state.digest.encode("ascii")).hexdigest())


def columns_of_table(columns: RecordColumns) -> RecordColumns:
    """What is read of a table of names."""
    return replace(columns, text=FILE_COLUMN, spans="", entities="")
