"""A source folder: the raw exports of all centres, and what is wrong with them."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dragon_prep.core.codes import intake as kinds
from dragon_prep.core.errors import InputFault, Place, Problem
from dragon_prep.core.known import KnownFact
from dragon_prep.core.phi import find_tags
from dragon_prep.intake.annotations import Annotations, read_annotations, read_uid_list
from dragon_prep.intake.decode import read_bytes
from dragon_prep.intake.identity import likely_identity
from dragon_prep.intake.ids import plain_id
from dragon_prep.intake.mapped_table import open_mapped, own_ids, read_mapped
from dragon_prep.intake.raw_file import Layout
from dragon_prep.intake.records import read_records, told_of_annotations
from dragon_prep.intake.reviewed import FOLDER
from dragon_prep.intake.seen import SeenFiles
from dragon_prep.intake.sheet_rows import Table
from dragon_prep.intake.tables import read_named_sheet, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.intake.raw_file import Column, RawFile
    from dragon_prep.intake.sheet_rows import SheetRow

_UNKNOWN = "\x00"  # before an id that no row has

_FEW_IDS = 3  # of a list; fewer may all be of reports that another file has
_MOST_NUMBERS = 20  # rows that one message names
_SAME_WORDS = 0.8  # of the longer of two versions of a text


@dataclass(slots=True)
class Source:
    """The files of one cohort in a source folder.

    Attributes:
        root: the source folder.
        files: what may be read from it.
        problems: what was found wrong without a row of the attrition to show for it.
        identity: by file, the columns with the patient's own data that are used.
        seen: what was read.
    """

    root: Path
    files: tuple[RawFile, ...]
    problems: list[Problem] = field(default_factory=list)
    identity: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    seen: SeenFiles = field(default_factory=SeenFiles, repr=False)

    @classmethod
    def of(cls, files: tuple[RawFile, ...], root: Path) -> Source:
        """A source folder, which must be there.

        Raises:
            InputFault: if it is not, or is a centre's own folder.
        """
        place = Place(str(root))
        if not root.is_dir():
            detail = "it is a file" if root.exists() else "there is no such folder"
            raise InputFault(kinds.SOURCE_MISSING, detail, place=place)
        here = [raw.path.split("/")[1:] for raw in files if raw.centre == root.name]
        if any(root.joinpath(*path).exists() for path in here):
            detail = f"this is the folder of the centre {root.name}: give the folder above it"
            raise InputFault(kinds.SOURCE_MISSING, detail, place=place)
        return cls(root, files)

    def raw_files(self, path: str) -> tuple[RawFile, ...]:
        """The file at a path, or those that take its place at a centre with a mapping.

        Raises:
            KeyError: if the cohort has no such file.
        """
        found = tuple(raw for raw in self.files if path in (raw.stands_for, raw.path))
        if not found:
            raise KeyError(path)
        return found

    def raw_file(self, path: str) -> RawFile:
        """The first of them."""
        return self.raw_files(path)[0]

    def table(self, path: str) -> Table:
        """Reads a sheet or records of the cohort; rows that cannot be read are listed."""
        raws = self.raw_files(path)
        with told_of_annotations(raws[0]):
            table = read_rows(self.root, raws)
        self.problems += (*table.unreadable, *table.notes)
        self._note_identity(raws[0], table)
        self.seen.tables[raws[0].path] = table
        return table

    def _note_identity(self, raw: RawFile, table: Table) -> None:
        """Notes which columns tell of the patient; lists those that seem to and are not read."""
        own = [column for column in raw.columns if column.known is not None]
        used = (c.field for c in own if any(row.cells.get(c.field) for row in table.rows))
        if own:
            self.identity[raw.path] = tuple(used)
        for header, name in likely_identity(table.others, raw.columns).items():
            detail = f"it may be what `{name}` is here"
            place = Place(raw.path, None, header)
            problem = Problem(kinds.IDENTITY_UNUSED, place, detail, quarantined=False)
            self.problems.append(problem)

    def named_sheet(self, path: str, sheet: str, columns: tuple[Column, ...]) -> Table:
        """Reads a further sheet of a workbook of the cohort."""
        raw = self.raw_file(path)
        if raw.is_absent:
            return Table((), (), ())
        return read_named_sheet(self.root, replace(raw, columns=columns), sheet)

    def known(self, row: SheetRow) -> tuple[KnownFact, ...]:
        """What a row of a sheet says of the patient, in columns that are marked for it."""
        columns = self._columns_of(row.place.file)
        values = ((c.known, (row.cells.get(c.field) or "").strip()) for c in columns)
        return tuple(KnownFact(kind, value) for kind, value in values if kind and value)

    def annotations(self, *paths: str) -> Annotations:
        """Reads files of annotated reports into one; what cannot be read is listed.

        A report annotated in two files in different ways is held back.
        """
        raws = [raw for path in paths for raw in self.raw_files(path)]
        read = [self._own_ids(raw, read_annotations(self.root, raw)) for raw in present(raws)]
        first, *more = read or [Annotations()]
        for other in more:
            first.is_whole &= other.is_whole
            first.problems += other.problems
            first.unchanged |= other.unchanged
            for annotation in other.by_uid.values():
                first.add(annotation)
            for uid, problem in other.quarantined.items():
                first.quarantine(uid, problem, *other.texts(uid))
        self.problems += first.problems
        self.seen.annotations.append(first)
        return first

    def uid_list(self, path: str, known: Iterable[str]) -> frozenset[str]:
        """Reads a list of report ids; ids that are in no row are listed as a count."""
        uids: frozenset[str] = frozenset()
        for raw in present(self.raw_files(path)):
            ids = self._translation(raw)
            uids |= {_translated(uid, ids) for uid in read_uid_list(self.root, raw)}
            self.seen.listed[raw.path] = len(uids)
        if unknown := len(uids.difference(map(plain_id, known))):
            if unknown == len(uids) >= _FEW_IDS:
                # Whatever was to be left out would go out.
                detail = f"none of its {unknown} ids is in the sheet"
                raise InputFault(kinds.ANNOTATIONS_UNFIT, detail, place=Place(path))
            detail = f"{unknown} of {len(uids)} ids are in no row of the sheet"
            problem = Problem(kinds.LIST_UNKNOWN, Place(path), detail, quarantined=False)
            self.problems.append(problem)
        return uids

    def list_unused(self, annotations: Annotations, known: Iterable[str]) -> None:
        """Notes the annotations of reports that no sheet knows, and lists them by file.

        Args:
            annotations: of a centre; changed in place.
            known: the ids of all rows of its sheets, usable or not.

        Raises:
            InputFault: if most annotations of a file are of no row.
        """
        rows = set(map(plain_id, known))
        places = {uid: a.place for uid, a in annotations.by_uid.items()}
        places |= {uid: problem.place for uid, problem in annotations.quarantined.items()}
        of_file = Counter(place.file for place in places.values())
        unused: dict[str, list[int]] = defaultdict(list)
        for uid, place in places.items():
            if uid not in rows:
                annotations.unplaced.add(uid)
                unused[place.file].append(place.row or 0)
        self.seen.unplaced.update({file: len(numbers) for file, numbers in unused.items()})
        for file, numbers in unused.items():
            detail = f"{len(numbers)} of {of_file[file]} annotations are of no report in the sheet"
            if 2 * len(numbers) > of_file[file]:
                raise InputFault(kinds.ANNOTATIONS_UNFIT, detail, place=Place(file))
            numbers.sort()
            more = ", ..." if len(numbers) > _MOST_NUMBERS else ""
            detail += f": row {', '.join(map(str, numbers[:_MOST_NUMBERS]))}{more}"
            place = Place(file, numbers[0])
            self.problems.append(
                Problem(kinds.ANNOTATION_UNKNOWN, place, detail, quarantined=False)
            )
        # What is of no row holds back no row of its own.
        nobodys = {
            annotations.quarantined[u] for u in annotations.unplaced & {*annotations.quarantined}
        }
        self.problems = [
            replace(p, quarantined=False) if p in nobodys else p for p in self.problems
        ]

    def fingerprint(self, paths: Iterable[str]) -> dict[str, bytes]:
        """SHA-256 of each file, by path.

        Raises:
            InputFault: if a file is missing.
        """
        raws = {raw.path: raw for raw in self.files}
        found: dict[str, bytes] = {}
        for path in paths:
            if path.startswith(f"{FOLDER}/"):
                data = read_bytes(self.root, path)
                found[path] = hashlib.sha256(data).digest()
                continue
            with told_of_annotations(raws[path]):
                found[path] = self._digest(raws[path])
        return found

    def _digest(self, raw: RawFile) -> bytes:
        if raw.reading and raw.reading.opening.url:
            rows = open_mapped(self.root, [raw]).rows
            return hashlib.sha256(repr([row.cells for row in rows]).encode()).digest()
        return hashlib.sha256(read_bytes(self.root, raw.location, raw.path)).digest()

    def _columns_of(self, file: str) -> tuple[Column, ...]:
        """The columns of a file, or of the one that has a sheet: ``x.xlsx[2]``."""
        name = next((raw.path for raw in self.files if raw.path == file), file.rpartition("[")[0])
        return self.raw_file(name).columns

    def _translation(self, raw: RawFile) -> dict[str, str] | None:
        """By a file's own ids, the layout's; None where they are the same."""
        if raw.reading is None or not raw.reading.uid:
            return None
        tables = [read_rows(self.root, self.raw_files(path)) for path in raw.reading.sheets]
        return own_ids(tables, raw.reading)

    def _own_ids(self, raw: RawFile, annotations: Annotations) -> Annotations:
        ids = self._translation(raw)
        if ids is None:
            return annotations
        by_uid, held = annotations.by_uid, annotations.quarantined
        return Annotations(
            {(new := _translated(u, ids)): replace(a, uid=new) for u, a in by_uid.items()},
            {_translated(uid, ids): problem for uid, problem in held.items()},
            annotations.problems,
            annotations.is_whole,
            {_translated(uid, ids): texts for uid, texts in annotations.set_aside.items()},
            unchanged=annotations.unchanged,
        )


def present(raws: Iterable[RawFile]) -> list[RawFile]:
    """The files that a centre has."""
    return [raw for raw in raws if not raw.is_absent]


def read_rows(root: Path, raws: Sequence[RawFile]) -> Table:
    """The rows of a sheet or of records, or of a centre's own files that stand for it."""
    raw = raws[0]
    if raw.is_absent:
        return Table((), (), ())
    if raw.reading is not None:
        return read_mapped(root, raws)
    return (read_table if raw.layout is Layout.SHEET else read_records)(root, raw)


def _translated(uid: str, ids: Mapping[str, str] | None) -> str:
    """An id of the layout; one that nobody knows is none of the layout's either."""
    return uid if ids is None else ids.get(uid, f"{_UNKNOWN}{uid}")


def same_text(sheet: str, annotated: str) -> bool:
    """Whether the annotated text is the sheet's, but for white space and for tags.

    Where the annotated text has a PHI tag such as ``<PERSOON>``, the sheet's may have anything.
    """
    if sheet.split() == annotated.split():
        return True
    pieces, at = [], 0
    for tag in find_tags(annotated):
        if tag.label:
            pieces.append(annotated[at : tag.start])
            at = tag.end
    pieces.append(annotated[at:])
    if len(pieces) == 1:
        return False
    first, *middle, last = (" ".join(piece.split()) for piece in pieces)
    rest = " ".join(sheet.split())
    if not rest.startswith(first) or not rest.endswith(last):
        return False
    end = len(rest) - len(last)
    at = len(first)
    for piece in middle:
        at = rest.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return at <= end


def is_version(sheet: str, annotated: str) -> bool:
    """Whether one text is the other after some editing: most words are the same."""
    ours, theirs = Counter(sheet.split()), Counter(annotated.split())
    return (ours & theirs).total() >= _SAME_WORDS * max(ours.total(), theirs.total())
