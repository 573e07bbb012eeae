"""Looks at each raw file of a cohort once, when it has been read."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import IDENTITY_UNUSED
from dragon_prep.core.errors import DragonPrepError
from dragon_prep.core.known import KnownKind
from dragon_prep.intake.decode import read_bytes
from dragon_prep.intake.doubts.encoding import encoding_of
from dragon_prep.intake.doubts.figures import FileFigures, RowsFound
from dragon_prep.intake.doubts.masks import DATES, IDS, filled_cells, forms_of
from dragon_prep.intake.doubts.texts import RowText, text_figures, usual_lengths
from dragon_prep.intake.raw_file import Layout
from dragon_prep.intake.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dragon_prep.core.report import Report
    from dragon_prep.intake.annotations import Annotation
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.intake.doubts.figures import ColumnForms, TextFigures
    from dragon_prep.intake.raw_file import Column, RawFile
    from dragon_prep.intake.sheet_rows import SheetRow, Table

_TEXT = re.compile("(?:.*_)?(?:text|report)")
_ID = re.compile("(?:.*_)?(?:id|uid|study|patient|group)")
_DATE = re.compile("(?:.*_)?date")
# Where a report has several rows, its text need not stand in each, and rows may be alike.
_SEVERAL_ROWS = re.compile("one row per (?!report|study|patient|case|record)")
_PATIENT = ("patient_id", "patient", "group")
_MAPPED = "as centre.toml says"
_KNOWN_IDS = (KnownKind.NUMBER, KnownKind.REPORT_NUMBER)


@dataclass(frozen=True, slots=True, repr=False)
class _Read:
    """What was read of a cohort.

    Attributes:
        source: with what its readers have seen.
        reports: that came of it, by file and row.
        patients: whose each report is, by its id.
        notes: of each file, the annotations that can be used, and how many cannot.
    """

    source: Source
    reports: Mapping[tuple[str, int | None], Report]
    patients: Mapping[str, str]
    notes: Mapping[str, tuple[Sequence[Annotation], int]]


@dataclass(slots=True, repr=False)
class FileLook:
    """Looks at the files of a cohort, to be shown what was read of it.

    Attributes:
        cohort: whose files.
        centres: whose files are wanted.
        figures: of each file that was looked at, in the order of the cohort.
    """

    cohort: Cohort
    centres: Sequence[str]
    figures: list[FileFigures] = field(default_factory=list)

    def __call__(self, source: Source, reports: Sequence[Report]) -> None:
        """Looks at what a source's readers have seen and the reports they made of it."""
        read = _read(source, reports)
        texts = {raw.path: _texts(raw, read) for raw in self._files()}
        usual = usual_lengths(text for of_file in texts.values() for text in of_file)
        for raw in self._files():
            found = None
            if of_file := texts[raw.path]:
                found = text_figures(of_file, usual, needed=_needs_text(raw))
            self.figures.append(_figures(self.cohort.name, raw, read, found))

    def at_files(self, root: Path) -> None:
        """Looks at the files of a cohort that cannot be read as a whole, each alone."""
        try:
            source = Source.of(self.cohort.files, root)
        except DragonPrepError:
            return
        faults: dict[str, str] = {}
        for raw in self._files():
            try:
                _read_alone(source, raw)
            except DragonPrepError as fault:
                faults[raw.path] = fault.kind.code
        self(source, ())
        self.figures = [_with_fault(f, faults.get(f.file, "")) for f in self.figures]

    def _files(self) -> list[RawFile]:
        """The files that centres have; of several that stand for one of the layout, the first."""
        there = (f for f in self.cohort.files if {*f.centres} & {*self.centres})
        firsts: dict[str, RawFile] = {}
        for raw in there:
            if not raw.is_absent and raw.layout is not Layout.MAPPING:
                firsts.setdefault(raw.stands_for or raw.path, raw)
        return list(firsts.values())


def _read_alone(source: Source, raw: RawFile) -> None:
    if raw.layout is Layout.UID_LIST:
        source.uid_list(raw.path, ())
    if raw.layout in (Layout.SHEET, Layout.RECORDS) or raw.columns:
        source.table(raw.path)
    if raw.layout is Layout.ANNOTATIONS:
        source.annotations(raw.path)


def _with_fault(figures: FileFigures, code: str) -> FileFigures:
    if not code:
        return figures
    return FileFigures(figures.cohort, figures.file, figures.layout, figures.encoding, fault=code)


def _read(source: Source, reports: Sequence[Report]) -> _Read:
    notes: dict[str, tuple[list[Annotation], int]] = {}
    for found in source.seen.annotations:
        for annotation in found.by_uid.values():
            notes.setdefault(annotation.place.file, ([], 0))[0].append(annotation)
        unusable = Counter(problem.place.file for problem in found.quarantined.values())
        for file, count in unusable.items():
            notes[file] = (notes.get(file, ([], 0))[0], count)
    return _Read(
        source,
        {(report.place.file, report.place.row): report for report in reports},
        {report.uid: report.patient for report in reports},
        notes,
    )


def _figures(cohort: str, raw: RawFile, read: _Read, found: TextFigures | None) -> FileFigures:
    source = read.source
    table = source.seen.tables.get(raw.path)
    notes, unusable = read.notes.get(raw.path, ((), 0))
    rows = source.seen.listed.get(raw.path, len(notes)) if table is None else len(table.rows)
    placed = None
    if raw.layout is Layout.ANNOTATIONS:
        of = len(notes) + unusable
        placed = (of - source.seen.unplaced.get(raw.path, 0), of)
    return FileFigures(
        cohort=cohort,
        file=raw.path,
        layout=raw.layout.value if raw.reading is None else _MAPPED,
        encoding=_encoding(source.root, raw),
        rows=rows,
        unreadable=unusable if table is None else len(table.unreadable),
        repeated=RowsFound() if _SEVERAL_ROWS.match(raw.meaning) else _repeated(table),
        texts=found,
        forms=_forms(raw, table, notes),
        identity=source.identity.get(raw.path),
        identity_unused=_unused(source, raw.path),
        annotated=sum(report.marks is not None for report in _reports(table, read)),
        placed=placed,
    )


def _reports(table: Table | None, read: _Read) -> list[Report]:
    """What came of the rows of a table."""
    rows = table.rows if table else ()
    found = (read.reports.get((row.place.file, row.place.row)) for row in rows)
    return [report for report in found if report is not None]


def _encoding(root: Path, raw: RawFile) -> str:
    """The encoding of a file of text; empty of any other."""
    try:
        return encoding_of(read_bytes(root, raw.location, raw.path))
    except (DragonPrepError, UnicodeError):
        return ""


def _repeated(table: Table | None) -> RowsFound:
    seen: set[tuple[str | None, ...]] = set()
    again: list[int | None] = []
    for row in table.rows if table else ():
        cells = tuple(row.cells.values())
        if cells in seen:
            again.append(row.place.row)
        seen.add(cells)
    return RowsFound.of(again)


def _unused(source: Source, path: str) -> tuple[str, ...]:
    kinds = (p for p in source.problems if p.kind is IDENTITY_UNUSED)
    return tuple(sorted({p.place.column or "" for p in kinds if p.place.file == path}))


def _forms(
    raw: RawFile, table: Table | None, notes: Sequence[Annotation]
) -> tuple[ColumnForms, ...]:
    found = []
    for column in raw.columns if table else ():
        what = _holds(column)
        cells = filled_cells(table.rows if table else (), column.field) if what else []
        if cells:
            found.append(forms_of(column.name, what, cells))
    if notes and not raw.columns:
        ids = [(note.place.row, note.uid) for note in notes]
        found.append(forms_of(raw.uid_member or "uid", IDS, ids))
    return tuple(found)


def _holds(column: Column) -> str:
    """Whether a column holds ids or dates; empty if neither."""
    name = column.field.lower()
    if column.known is KnownKind.BIRTH_DATE or _DATE.fullmatch(name):
        return DATES
    return IDS if column.known in _KNOWN_IDS or _ID.fullmatch(name) else ""


def _text_columns(raw: RawFile) -> list[Column]:
    return [c for c in raw.columns if c.known is None and _TEXT.fullmatch(c.field.lower())]


def _needs_text(raw: RawFile) -> bool:
    if _SEVERAL_ROWS.match(raw.meaning):
        return False
    columns = _text_columns(raw)
    return not columns or any(column.required for column in columns)


def _texts(raw: RawFile, read: _Read) -> list[RowText]:
    """The texts of a file: of its column of texts, or those that were annotated."""
    table = read.source.seen.tables.get(raw.path)
    columns = _text_columns(raw)
    if table is None:
        notes, _ = read.notes.get(raw.path, ((), 0))
        return [_annotated(note, read) for note in notes]
    if not columns:
        return []
    patient = next((c.field for c in raw.columns if c.field in _PATIENT), "")
    return [_of_row(row, columns[0].field, patient, read) for row in table.rows]


def _of_row(row: SheetRow, field: str, patient: str, read: _Read) -> RowText:
    raw = row.cells.get(field) or ""
    report = read.reports.get((row.place.file, row.place.row))
    # Where no report came of the row, its text is looked at as it stands.
    clean = report.text if report else raw
    whose = row.id(patient) if patient else ""
    return RowText(row.place.row, whose, raw, clean, changes(raw, report))


def _annotated(note: Annotation, read: _Read) -> RowText:
    whose = read.patients.get(note.uid, "")
    return RowText(note.place.row, whose, note.text, note.text, changes(note.text, None))


def changes(raw: str, report: Report | None) -> dict[str, int]:
    """What of a raw text does not stay as it is, by kind: places cleaned, characters replaced.

    Args:
        raw: the text as it stands in the file.
        report: what came of it, if something did.
    """
    return {
        "beyond ASCII": len(raw) - len(raw.encode("ascii", "ignore")),
        "ends of lines": raw.count("\r"),
        **(report.cleaned.counts if report else {}),
    }
