"""Which files of records somebody named: files, folders of them, and patterns of names."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import OPTION_INVALID, RECORDS_INVALID
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import system_faults
from dragon_prep.intake.file_kind import FileKind, kind_of
from dragon_prep.intake.record_files.columns import USUAL_COLUMNS
from dragon_prep.intake.record_files.csv_file import CsvFile
from dragon_prep.intake.record_files.database import QUERY, DatabaseFile, require_database
from dragon_prep.intake.record_files.foreign import ENDINGS, require_readable
from dragon_prep.intake.record_files.json_lines import LinesFile
from dragon_prep.intake.record_files.parquet_file import ParquetFile
from dragon_prep.intake.record_files.streams import PACKED, PackedFile
from dragon_prep.intake.record_files.text_folder import TextFolder
from dragon_prep.intake.record_files.text_names import (
    TEXT,
    USUAL_NAMES,
    PatternNames,
    columns_of_table,
    names_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.intake.record_files.columns import RecordColumns
    from dragon_prep.intake.record_files.files import RecordFile
    from dragon_prep.intake.record_files.text_names import TextNames

    AnyFile = LinesFile | CsvFile | ParquetFile | DatabaseFile | TextFolder

_CSV = (".csv", ".tsv")
_ENDINGS = (".jsonl", ".ndjson", ".json", ".parquet", *_CSV)
_PATTERN = "*?["


def record_files(
    paths: Iterable[Path],
    columns: RecordColumns = USUAL_COLUMNS,
    names: TextNames = USUAL_NAMES,
    database: str = "",
) -> tuple[RecordFile, ...]:
    """The files of records that paths name, in the order given; those of a folder by their names.

    Args:
        paths: of files, of folders, or patterns such as ``exports/*.csv.gz``. A folder has files of
            records, or texts in a folder for each patient.
        columns: what the columns of tables are called.
        names: how the names of texts tell whose they are.
        database: what the queries among the files are of; see :class:`DatabaseFile`.

    Raises:
        UsageFault: if one names no file of records, or names of texts, or a database, are told and
            there are none, or there is a query and no database.
        InputFault: if a file is packed, and damaged.
        SystemFault: if the system refuses to look.
    """
    found: list[AnyFile] = []
    for path in paths:
        with system_faults(path.name):
            found += _named(path, columns, names)
    found = _with_database(found, database)
    if names is not USUAL_NAMES and not any(isinstance(file, TextFolder) for file in found):
        detail = "--text-names and --text-table are for folders of .txt files, and there is none"
        raise UsageFault(OPTION_INVALID, detail)
    many = Counter(file.name for file in found)
    # Messages tell files by name, and what is held back is counted by it.
    return tuple(
        replace(file, shown=f"{number}:{file.name}") if many[file.name] > 1 else file
        for number, file in enumerate(found, start=1)
    )


def _with_database(found: list[AnyFile], database: str) -> list[AnyFile]:
    """The same with what the queries among them are of."""
    require_database(database)
    queries = {
        number: file
        for number, file in enumerate(found)
        if isinstance(file, DatabaseFile) and _ending(file.path) == QUERY
    }
    if queries and not database:
        place = Place(next(iter(queries.values())).name)
        remedy = "Say with --database what it is a query of: an SQLite file, or env:NAME."
        raise UsageFault(RECORDS_INVALID, "it is a query", place=place, remedy=remedy)
    if database and not queries:
        detail = f"--database is for files with a query ({QUERY}), and there is none"
        raise UsageFault(OPTION_INVALID, detail)
    return [
        replace(queries[number], database=database) if number in queries else file
        for number, file in enumerate(found)
    ]


def text_names(pattern: str | None, table: Path | None, columns: RecordColumns) -> TextNames:
    """How the names of texts tell whose they are, as it was asked for.

    Args:
        pattern: such as ``{patient}_{id}``.
        table: with a column ``file``, and those of the ids.
        columns: what the columns of the ids are called.

    Raises:
        UsageFault: if both are given, or one cannot be used.
        InputFault: if the table is none, or lacks a column.
        SystemFault: if the table cannot be read.
    """
    if pattern is not None and table is not None:
        raise UsageFault(OPTION_INVALID, "--text-names and --text-table do not go together")
    if pattern is not None:
        return PatternNames(pattern)
    if table is None:
        return USUAL_NAMES
    (file,) = record_files([table], columns_of_table(columns))
    return names_in(file, columns)


def _named(path: Path, columns: RecordColumns, names: TextNames) -> list[AnyFile]:
    if path.is_file():
        return [_of_kind(path, columns)]
    if path.is_dir():
        return _in_folder(path, columns, names)
    if any(sign in path.name for sign in _PATTERN):
        there = sorted(one for one in path.parent.glob(path.name) if one.is_file())
        if there:
            return [_of_kind(one, columns) for one in there]
    remedy = "Check the path. With a pattern, put it in quotation marks."
    place = Place(path.name or str(path))
    raise UsageFault(RECORDS_INVALID, "there is no such file", place=place, remedy=remedy)


def _in_folder(folder: Path, columns: RecordColumns, names: TextNames) -> list[AnyFile]:
    files = sorted(path for path in folder.iterdir() if path.is_file() and _is_records(path))
    has_texts = any(path.suffix.lower() == TEXT for path in folder.rglob("*"))
    if others := sorted({path.suffix.lower() for path in _others(folder)} & {*ENDINGS}):
        detail = f"the folder has files that are not read: {', '.join(others)}"
        remedy = "Give what is to be read by a pattern such as 'folder/*.csv', or export them anew."
        raise UsageFault(RECORDS_INVALID, detail, place=Place(folder.name), remedy=remedy)
    if bool(files) == has_texts:
        detail = "the folder has neither files of records nor texts"
        remedy = f"Files of records end in {', '.join(_ENDINGS)}, texts in {TEXT}."
        if files:
            detail = "the folder has both files of records and texts"
            remedy = "Give the files by a pattern such as 'folder/*.csv', or move the texts out."
        raise UsageFault(RECORDS_INVALID, detail, place=Place(folder.name), remedy=remedy)
    return [_of_kind(path, columns) for path in files] or [TextFolder(folder, columns, names=names)]


def _others(folder: Path) -> Iterator[Path]:
    yield from (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith((".", "~")))


def _is_records(path: Path) -> bool:
    return not path.name.startswith(".") and _ending(path) in _ENDINGS


def _ending(path: Path) -> str:
    plain = Path(path.stem) if path.suffix.lower() in PACKED else path
    return plain.suffix.lower()


def _of_kind(path: Path, columns: RecordColumns) -> AnyFile:
    head = PackedFile(path, path.name).head(4096)
    require_readable(path, path.name, head)
    kind = kind_of(head)
    if kind is FileKind.PARQUET:
        return ParquetFile(path, columns)
    if kind is FileKind.SQLITE or (_ending(path) == QUERY and kind is FileKind.TEXT):
        return DatabaseFile(path, columns)
    if _ending(path) in _CSV and kind is FileKind.TEXT:
        return CsvFile(path, columns)
    return LinesFile(path, columns)
