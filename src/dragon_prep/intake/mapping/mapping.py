"""What a centre's mapping says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.core.codes.mapping import MAPPING_INVALID
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.intake.reading import Opening

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragon_prep.intake.reading import Cell, DateOrder

FILE_NAME = "centre.toml"


@dataclass(frozen=True, slots=True, repr=False)
class JoinMapping:
    """A further file with columns of the same rows, see ``dragon_prep.intake.reading.Join``."""

    files: tuple[str, ...]
    opening: Opening
    on: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, repr=False)
class FileMapping:
    """What stands for one file of the layout.

    Attributes:
        files: patterns below the centre's folder.
        opening: how they are opened.
        columns: by the layout's column or field, what fills it; None where the centre has nothing.
        not_stated: what cells say that are empty, in small letters.
        values: by column or field, what stands for what; in small letters.
        dates: columns or fields with dates.
        date_order: theirs.
        joins: further files.
        id: of annotations, the member with the report's id; the layout's if empty.
        uid: of annotations and lists, how that id is put together.
        is_absent: whether the centre has no such file.
    """

    files: tuple[str, ...] = ()
    opening: Opening = field(default_factory=Opening)
    columns: Mapping[str, Cell | None] = field(default_factory=dict)
    not_stated: frozenset[str] = frozenset()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    date_order: DateOrder | None = None
    joins: tuple[JoinMapping, ...] = ()
    id: str = ""
    uid: str = ""
    is_absent: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class CohortMapping:
    """What a mapping says of one cohort: the layout it follows, and its files by their roles."""

    like: str = ""
    files: Mapping[str, FileMapping] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class CentreMapping:
    """A centre's mapping.

    Attributes:
        centre: whose; the name of its folder.
        like: the centre whose layouts it follows, unless a cohort says otherwise.
        profile: the file of its profile, below its folder; empty if it has none.
        cohorts: by name, what it says of them.
        digest: of the file.
        lines: of the file, for messages.
    """

    centre: str
    like: str = ""
    profile: str = ""
    cohorts: Mapping[str, CohortMapping] = field(default_factory=dict)
    digest: str = ""
    lines: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Where it stands, relative to the source folder."""
        return f"{self.centre}/{FILE_NAME}"

    def fault(self, detail: str, *keys: str, remedy: str = "") -> InputFault:
        """A fault with the line of a key, which is the last of those that lead to it."""
        place = Place(self.path, line_of(self.lines, keys))
        where = f"{'.'.join(keys)}: " if keys else ""
        return InputFault(MAPPING_INVALID, f"{where}{detail}", place=place, remedy=remedy)


def line_of(lines: Sequence[str], keys: Sequence[str]) -> int | None:
    """The line of a key, below the header of the table that it stands in, if that is there."""
    start, rest = 0, list(keys)
    nearest: int | None = None
    for count in range(len(keys), 0, -1):
        header = re.compile(rf"\s*\[+\s*{_dotted(keys[:count])}\s*\]+")
        at = next((n for n, line in enumerate(lines, start=1) if header.match(line)), None)
        if at is not None:
            nearest, start, rest = at, at, list(keys[count:])
            break
    while rest:
        key = re.compile(rf"\s*{_dotted(rest)}\s*[=.]")
        at = next((n for n in range(start, len(lines)) if key.match(lines[n])), None)
        if at is not None:
            return at + 1
        rest.pop()
    return nearest


def _dotted(keys: Sequence[str]) -> str:
    return r"\s*\.\s*".join(rf"[\"']?{re.escape(key)}[\"']?" for key in keys)
