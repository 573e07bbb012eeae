"""A cohort with the centres that have a mapping: their files, and readers for them."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import FILE_MISSING
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.core.known import KnownKind
from dragon_prep.core.toml_file import did_you_mean
from dragon_prep.intake.mapped_table import template_fields
from dragon_prep.intake.mapping.located import is_below, located, tells_nobody
from dragon_prep.intake.mapping.mapping import CohortMapping, FileMapping
from dragon_prep.intake.raw_file import Layout, RawFile
from dragon_prep.intake.reading import Cell, Join, Located, ReadingPlan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.core.attrition import Funnel
    from dragon_prep.core.errors import Problem
    from dragon_prep.core.report import Report
    from dragon_prep.intake.cohort import Cohort, Reader
    from dragon_prep.intake.mapping.mapping import CentreMapping
    from dragon_prep.intake.raw_file import Column
    from dragon_prep.intake.source import Source

_ROLES = {
    Layout.SHEET: "sheet",
    Layout.RECORDS: "records",
    Layout.ANNOTATIONS: "annotations",
    Layout.UID_LIST: "list",
}
_JOINED = (KnownKind.NAME, KnownKind.ADDRESS)
_OF_DATES = (KnownKind.BIRTH_DATE,)


def roles(cohort: Cohort, centre: str) -> dict[str, RawFile]:
    """A centre's files by what a mapping calls them: ``sheet``, ``sheet_2``, ``annotations`` ..."""
    count: Counter[str] = Counter()
    found: dict[str, RawFile] = {}
    for raw in cohort.files:
        if centre in raw.centres and raw.layout in _ROLES:
            name = _ROLES[raw.layout]
            count[name] += 1
            found[name if count[name] == 1 else f"{name}_{count[name]}"] = raw
    return found


def layout_of(cohort: Cohort, mapping: CentreMapping) -> str:
    """The centre whose layout a mapped centre follows in a cohort; empty if it takes no part.

    Raises:
        InputFault: if a mapping says something of the cohort and names no centre of it.
    """
    said = mapping.cohorts.get(cohort.name)
    like = (said.like if said else "") or mapping.like or mapping.centre
    if like in cohort.readers:
        return like
    if said is None:
        return ""
    keys = [cohort.name, "like"] if said.like else ["like"] if mapping.like else [cohort.name]
    detail = f"the layouts of {cohort.name} are those of {', '.join(cohort.readers)}"
    remedy = f'Write like = "{cohort.centres[0]}", or another of them, under [{cohort.name}].'
    raise mapping.fault(detail, *keys, remedy=remedy)


def with_centre(
    cohort: Cohort, mapping: CentreMapping, root: Path, spare: Iterable[str] = ()
) -> Cohort:
    """The cohort with a centre that has a mapping, in place of what was known of that centre.

    Args:
        cohort: as it is defined, or with other centres that have mappings.
        mapping: the centre's.
        root: the source folder.
        spare: the fields that no task needs; their columns may be missing.

    Raises:
        InputFault: if the mapping cannot be used for the cohort, or a file that it names is
            missing.
    """
    like = layout_of(cohort, mapping)
    if not like:
        return cohort
    centre = mapping.centre
    said = mapping.cohorts.get(cohort.name, CohortMapping())
    known = roles(cohort, like)
    for role in said.files:
        if role not in known:
            detail = f"the layout of {like} has {', '.join(known)}{did_you_mean(role, known)}"
            raise mapping.fault(detail, cohort.name, role)
    maker = _Maker(mapping, cohort.name, root, frozenset(spare), known)
    files = [raw for role in known for raw in maker.files(role, _said(role, known, said))]
    kept = tuple(raw for raw in cohort.files if raw.centre != centre)
    own = RawFile(centre, mapping.path, Layout.MAPPING, "how the files are read")
    there = (*(raw for raw in files if not raw.is_absent), own)
    reader = _reader(centre, like, cohort.readers[like], tuple(files))
    digest = f"{mapping.digest} {' '.join(sorted(spare))}"
    return replace(
        cohort,
        files=(*kept, *there),
        readers={**cohort.readers, centre: reader},
        made_by=(*cohort.made_by, (centre, digest)),
    )


def _said(role: str, known: Mapping[str, RawFile], said: CohortMapping) -> FileMapping | None:
    """What a mapping says of a file; of a second one like the first, that it is not there."""
    if role in said.files:
        return said.files[role]
    first, _, number = role.partition("_")
    is_like_first = bool(number) and known[first].columns == known[role].columns
    if is_like_first and first in said.files and known[role].layout is not Layout.UID_LIST:
        return FileMapping(is_absent=True)
    return None


def _reader(centre: str, like: str, read: Reader, files: tuple[RawFile, ...]) -> Reader:
    """The reader of a layout, over another centre's files."""

    @functools.wraps(read)
    def mapped(source: Source) -> Funnel[Report]:
        own = replace(source, files=files)
        funnel = read(own)
        source.problems = own.problems
        funnel.centre = centre
        funnel.items = [replace(report, centre=centre) for report in funnel.items]
        funnel.steps = [replace(step, centre=centre) for step in funnel.steps]
        funnel.problems = [_renamed(problem, like, centre) for problem in funnel.problems]
        return funnel

    return mapped


def _renamed(problem: Problem, like: str, centre: str) -> Problem:
    """A problem of a whole centre, by that centre's own name."""
    if problem.place.file != like:
        return problem
    return replace(problem, place=Place(centre), detail=problem.detail.replace(like, centre))


class _Maker:
    """Makes the files of a centre out of those of the layout."""

    def __init__(
        self,
        mapping: CentreMapping,
        cohort: str,
        root: Path,
        spare: frozenset[str],
        known: Mapping[str, RawFile],
    ) -> None:
        self.mapping, self.cohort, self.root = mapping, cohort, root
        self.spare, self.known = spare, known

    def files(self, role: str, said: FileMapping | None) -> list[RawFile]:
        """What stands for one file of the layout."""
        raw = self.known[role]
        centre = self.mapping.centre
        if said is None:
            path = f"{centre}/{raw.path.partition('/')[2]}"
            columns = tuple(self._relaxed(column) for column in raw.columns)
            return [replace(raw, centre=centre, path=path, columns=columns, stands_for=raw.path)]
        if said.is_absent:
            return [replace(raw, centre=centre, path="", stands_for=raw.path, is_absent=True)]
        columns, cells = self._columns(role, raw, said)
        reading = ReadingPlan(
            section=f"{self.mapping.path} [{self.cohort}.{role}]",
            opening=said.opening,
            cells=tuple(cells.items()),
            not_stated=said.not_stated,
            values=self._values(role, raw, said),
            dates=self._dates(role, raw, said),
            date_order=said.date_order,
            joins=tuple(
                Join(tuple(self._parts(role, join.files, "join")), join.opening, join.on)
                if join.files
                else Join((self._of_url(role, "join"),), join.opening, join.on)
                for join in said.joins
            ),
            uid=self._uid(role, raw, said),
            sheets=tuple(sheet.path for sheet in self._sheets(raw)),
            own_uid=tuple(filter(None, (raw.uid_from, raw.uid_else))),
        )
        parts = self._parts(role, said.files) if said.files else [self._of_url(role)]
        made = replace(
            raw,
            centre=centre,
            columns=columns,
            uid_member=said.id or raw.uid_member,
            header=True,
            stands_for=raw.path,
            reading=reading,
        )
        return [
            replace(made, path=p.shown, real="" if p.path == p.shown else p.path) for p in parts
        ]

    def _sheets(self, raw: RawFile) -> list[RawFile]:
        """The files whose fields the ids of annotations or a list are put together of."""
        if not raw.uid_from:
            return []
        kinds = (Layout.SHEET, Layout.RECORDS)
        every = [raw] if raw.columns else [r for r in self.known.values() if r.layout in kinds]
        return [r for r in every if {*raw.uid_from} <= {column.field for column in r.columns}]

    def _relaxed(self, column: Column) -> Column:
        return replace(column, required=column.required and column.field not in self.spare)

    def _columns(
        self, role: str, raw: RawFile, said: FileMapping
    ) -> tuple[tuple[Column, ...], dict[str, Cell]]:
        """The columns, by the centre's own headers, and what fills their fields."""
        told = {self._field(role, raw, key, "columns"): c for key, c in said.columns.items()}
        columns: list[Column] = []
        cells: dict[str, Cell] = {}
        for column in raw.columns:
            if column.field not in told:
                columns.append(self._relaxed(column))
                continue
            cell = told[column.field]
            if cell is None or cell.value is not None:
                cells[column.field] = Cell(value="") if cell is None else cell
                columns.append(replace(column, required=False))
                continue
            for number, one in enumerate(_apart(column, cell), start=1):
                field = column.field if number == 1 else f"{column.field} {number}"
                name = one.columns[0]
                columns.append(replace(column, name=name, field=field, required=True))
                cells[field] = one
        return tuple(columns), cells

    def _field(self, role: str, raw: RawFile, key: str, table: str) -> str:
        """The field that a key means: its name, or that of the layout's column."""
        for column in raw.columns:
            if key in (column.field, column.name):
                return column.field
        known = [column.field for column in raw.columns]
        detail = f"the layout has no such column{did_you_mean(key, known)}"
        remedy = f"Its columns: {', '.join(known)}." if known else ""
        raise self.mapping.fault(detail, self.cohort, role, table, key, remedy=remedy)

    def _values(
        self, role: str, raw: RawFile, said: FileMapping
    ) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        return tuple(
            (self._field(role, raw, key, "values"), tuple(pairs.items()))
            for key, pairs in said.values.items()
        )

    def _dates(self, role: str, raw: RawFile, said: FileMapping) -> tuple[str, ...]:
        if said.date_order is None:
            return ()
        if said.dates:
            return tuple(self._field(role, raw, key, "dates") for key in said.dates)
        return tuple(
            column.field
            for column in raw.columns
            if column.known in _OF_DATES or column.field == "date"
        )

    def _uid(self, role: str, raw: RawFile, said: FileMapping) -> str:
        if not said.uid:
            return ""
        keys = (self.cohort, role, "uid")
        sheets = self._sheets(raw)
        if not sheets:
            detail = "the layout does not say how its own ids are put together"
            raise self.mapping.fault(detail, *keys, remedy="Leave uid out.")
        fields = [column.field for column in sheets[0].columns]
        named = list(template_fields(said.uid))
        unknown = [name for name in named if name not in fields]
        if unknown or not named:
            detail = "it must name fields of the sheet in braces, such as {patient_id}_{study_id}"
            remedy = f"The fields: {', '.join(fields)}."
            raise self.mapping.fault(detail, *keys, remedy=remedy)
        return said.uid

    def _of_url(self, role: str, *more: str) -> Located:
        name = f"{self.mapping.centre}/[{'.'.join((self.cohort, role, *more))}]"
        return Located(name, name)

    def _parts(self, role: str, patterns: Sequence[str], *more: str) -> list[Located]:
        found: list[Located] = []
        for pattern in patterns:
            keys = (self.cohort, role, *more, "files")
            if not is_below(pattern):
                detail = "a path begins in the centre's folder, has forward slashes and no .."
                raise self.mapping.fault(detail, *keys)
            parts = located(self.root, self.mapping.centre, pattern)
            if not parts:
                place = Place(f"{self.mapping.centre}/{pattern}")
                detail = "no file fits this pattern"
                remedy = (
                    f"Put the files there, or mend files under [{'.'.join(keys[:-1])}] of "
                    f"{self.mapping.path}."
                )
                raise InputFault(FILE_MISSING, detail, place=place, remedy=remedy)
            found += parts
        name = f"{self.mapping.centre}/[{'.'.join((self.cohort, role, *more))}]"
        told = [tells_nobody(part.shown.partition("/")[2]) for part in found]
        return [
            part if as_it_is else Located(part.path, f"{name}[{number}]")
            for number, (part, as_it_is) in enumerate(zip(found, told, strict=True), start=1)
        ]


def _apart(column: Column, cell: Cell) -> list[Cell]:
    """One cell for each of several columns that identify a patient; else the cell itself."""
    if column.known is None:
        return [cell]
    if column.known in _JOINED:
        return [replace(cell, join=" ") if cell.join == "\n" else cell]
    return [Cell((name,)) for name in cell.columns]
