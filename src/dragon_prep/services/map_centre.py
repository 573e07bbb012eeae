"""Proposes a centre's mapping, and tells what an existing one reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.centres import NAME_RULE, is_centre_name
from dragon_prep.core.codes.intake import SOURCE_MISSING
from dragon_prep.core.codes.mapping import MAPPING_UNREADABLE, NOTHING_FITS
from dragon_prep.core.codes.run import CENTRE_UNKNOWN, OUTPUT_EXISTS
from dragon_prep.core.errors import InputFault, Place, UsageFault
from dragon_prep.core.files import system_faults, write_atomically
from dragon_prep.intake.annotations import read_annotations, read_uid_list
from dragon_prep.intake.mapped_table import open_mapped
from dragon_prep.intake.mapping.mapping import FILE_NAME
from dragon_prep.intake.mapping.propose import propose
from dragon_prep.intake.mapping.render import TO_DO, mapping_lines
from dragon_prep.intake.mapping.survey import survey
from dragon_prep.intake.raw_file import Layout
from dragon_prep.intake.source import read_rows
from dragon_prep.tasks.mapped import mapped_tasks, spare_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.intake.raw_file import RawFile
    from dragon_prep.intake.sheet_rows import Table
    from dragon_prep.tasks.task import Task


@dataclass(frozen=True, slots=True, repr=False)
class ProposedMapping:
    """A mapping that may fit a centre.

    Attributes:
        text: of the file, with reasons as comments; no cell of the exports stands in it.
        to_do: how many of its lines need a person.
        unfitting: the cohorts for which nothing fits.
    """

    text: str
    to_do: int
    unfitting: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class ReadFile:
    """What a mapping reads of one file.

    Attributes:
        section: of the mapping.
        file: what it reads.
        rows: how many rows can be read; of annotations and lists, how many ids.
        unreadable: how many cannot.
        columns: by field, its headers and the share that is filled, in percent.
    """

    section: str
    file: str
    rows: int
    unreadable: int
    columns: tuple[tuple[str, str, int], ...] = ()


def propose_mapping(
    tasks: Sequence[Task], source: Path, centre: str, *, like: str = ""
) -> ProposedMapping:
    """Looks at a centre's folder, and proposes its mapping for some tasks.

    Args:
        tasks: that the centre is to take part in.
        source: the source folder.
        centre: the name of the folder in it.
        like: the known centre whose layout is to be followed; the best if empty.

    Raises:
        InputFault: if the folder is missing, or nothing in it looks like reports.
        UsageFault: if the names of centres cannot be used.
    """
    _require_folder(source, centre)
    cohorts = {task.cohort.name: task.cohort for task in tasks}
    for cohort in cohorts.values():
        if like and like not in cohort.readers:
            detail = f"the layouts of {cohort.name} are those of {', '.join(cohort.readers)}"
            raise UsageFault(CENTRE_UNKNOWN, detail)
    found = survey(source, centre)
    lines = [
        f"# How the files of {centre} are read: a proposal, see docs/mapping.md.",
        "# Behind # stands why; look at each line before you rely on it.",
    ]
    unfitting: list[str] = []
    for cohort in cohorts.values():
        own = [task for task in tasks if task.cohort is cohort]
        spare = spare_fields(cohort, own)
        choice = propose(cohort, found, spare, like)
        if choice is None:
            unfitting.append(cohort.name)
        else:
            labels = frozenset(n for task in own for n in task.derived_from.split(", "))
            lines += ["", *mapping_lines(choice, spare, labels)]
    if len(unfitting) == len(cohorts):
        detail = f"{len(found.tables)} tables were found, and none has reports with their ids"
        raise InputFault(NOTHING_FITS, detail, place=Place(centre))
    text = "\n".join(lines) + "\n"
    return ProposedMapping(text, text.count(f"# {TO_DO}:"), tuple(unfitting))


def write_mapping(source: Path, centre: str, text: str, *, overwrite: bool = False) -> Path:
    """Puts a mapping into its place.

    Raises:
        UsageFault: if there is one already.
    """
    path = source / centre / FILE_NAME
    with system_faults(FILE_NAME):
        if path.exists() and not overwrite:
            raise UsageFault(OUTPUT_EXISTS, place=Place(f"{centre}/{FILE_NAME}"))
        write_atomically(path, text.encode())
    return path


def read_files(tasks: Sequence[Task], source: Path, centre: str) -> list[ReadFile]:
    """What the mapping of a centre reads for some tasks; nothing is written.

    Raises:
        InputFault: if it cannot be used, or a file cannot be read.
    """
    _require_folder(source, centre)
    if not (source / centre / FILE_NAME).is_file():
        place = Place(f"{centre}/{FILE_NAME}")
        raise InputFault(MAPPING_UNREADABLE, "there is no such file", place=place)
    mapped = mapped_tasks(tasks, source, [centre])
    cohorts = {task.cohort.name: task.cohort for task in mapped}
    return [read for cohort in cohorts.values() for read in _read(cohort, source, centre)]


def _read(cohort: Cohort, source: Path, centre: str) -> Iterator[ReadFile]:
    files = [raw for raw in cohort.files if raw.centre == centre]
    for name in dict.fromkeys(raw.stands_for for raw in files if raw.stands_for):
        raws = [raw for raw in files if raw.stands_for == name]
        raw = raws[0]
        section = raw.reading.section if raw.reading else f"{centre} [{cohort.name}]"
        shown = raw.path if len(raws) == 1 else f"{raw.path} and {len(raws) - 1} more"
        if raw.columns:
            yield _table(section, shown, raws, read_rows(source, raws), source)
        elif raw.layout is Layout.UID_LIST:
            yield ReadFile(section, shown, sum(len(read_uid_list(source, r)) for r in raws), 0)
        else:
            read = [read_annotations(source, r) for r in raws]
            usable = sum(len(one.by_uid) for one in read)
            yield ReadFile(section, shown, usable, sum(len(one.quarantined) for one in read))


def _table(
    section: str, shown: str, raws: Sequence[RawFile], table: Table, source: Path
) -> ReadFile:
    raw = raws[0]
    cells = dict(raw.reading.cells) if raw.reading else {}
    there = open_mapped(source, raws).names if raw.reading else {}
    columns: list[tuple[str, str, int]] = []
    for column in raw.columns:
        filled = sum(bool((row.cells.get(column.field) or "").strip()) for row in table.rows)
        cell = cells.get(column.field)
        headers = cell.columns if cell else (column.name,)
        if filled or column.required or any(name in there for name in headers):
            share = round(100 * filled / len(table.rows))
            columns.append((column.field, " + ".join(headers) or "the same for all", share))
    return ReadFile(section, shown, len(table.rows), len(table.unreadable), tuple(columns))


def _require_folder(source: Path, centre: str) -> None:
    if not is_centre_name(centre):
        detail = f"a centre's name is its folder's: {NAME_RULE}"
        raise UsageFault(CENTRE_UNKNOWN, detail)
    if not (source / centre).is_dir():
        detail = "there is no folder of the centre's name"
        raise InputFault(SOURCE_MISSING, detail, place=Place(f"{source.name}/{centre}"))
