"""A source folder: the raw exports of all centres, and what is wrong with them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.errors import InputFault, Place, Problem
from dragon_prep.model.cohort import Layout
from dragon_prep.model.known import KnownFact
from dragon_prep.model.phi import find_tags
from dragon_prep.read import kinds
from dragon_prep.read.annotations import read_annotations, read_uid_list
from dragon_prep.read.decode import read_bytes
from dragon_prep.read.records import read_records
from dragon_prep.read.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dragon_prep.model.cohort import Cohort
    from dragon_prep.read.annotations import Annotation, Annotations
    from dragon_prep.read.tables import Row, Table


@dataclass(slots=True)
class Source:
    """The files of one cohort in a source folder.

    Attributes:
        root: the source folder.
        cohort: what is read from it.
        problems: what was found wrong without a row of the attrition to show for it.
    """

    root: Path
    cohort: Cohort
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def of(cls, cohort: Cohort, root: Path) -> Source:
        """A source folder, which must be there.

        Raises:
            InputFault: if it is not, or is a centre's own folder.
        """
        place = Place(str(root))
        if not root.is_dir():
            detail = "it is a file" if root.exists() else "there is no such folder"
            raise InputFault(kinds.SOURCE_MISSING, detail, place=place)
        here = [raw.path.split("/")[1:] for raw in cohort.files if raw.centre == root.name]
        if any(root.joinpath(*path).exists() for path in here):
            detail = f"this is the folder of the centre {root.name}: give the folder above it"
            raise InputFault(kinds.SOURCE_MISSING, detail, place=place)
        return cls(root, cohort)

    def table(self, path: str) -> Table:
        """Reads a sheet or records of the cohort; rows that cannot be read are listed."""
        raw = self.cohort.raw_file(path)
        read = read_table if raw.layout is Layout.SHEET else read_records
        table = read(self.root, raw)
        self.problems += table.unreadable
        return table

    def known(self, row: Row) -> tuple[KnownFact, ...]:
        """What a row of a sheet says of the patient, in columns that are marked for it."""
        columns = self.cohort.raw_file(row.place.file).columns
        values = ((c.known, (row.cells.get(c.field) or "").strip()) for c in columns)
        return tuple(KnownFact(kind, value) for kind, value in values if kind and value)

    def annotations(self, *paths: str) -> Annotations:
        """Reads files of annotated reports into one; what cannot be read is listed.

        A report annotated in two files in different ways is held back.
        """
        first, *more = [read_annotations(self.root, self.cohort.raw_file(path)) for path in paths]
        for other in more:
            first.is_whole &= other.is_whole
            first.problems += other.problems
            for annotation in other.by_uid.values():
                first.add(annotation)
            for uid, problem in other.held_back.items():
                first.hold_back(uid, problem)
        self.problems += first.problems
        return first

    def uid_list(self, path: str, known: Iterable[str]) -> frozenset[str]:
        """Reads a list of report ids; ids that are in no row are listed as a count."""
        uids = read_uid_list(self.root, self.cohort.raw_file(path))
        if unknown := len(uids.difference(known)):
            detail = f"{unknown} of {len(uids)} ids are in no row of the sheet"
            problem = Problem(kinds.LIST_UNKNOWN, Place(path), detail, held_back=False)
            self.problems.append(problem)
        return uids

    def list_unused(self, annotations: Annotations, known: Iterable[str]) -> None:
        """Lists annotations of reports that no sheet knows."""
        rows = set(known)
        self.problems += [
            Problem(kinds.ANNOTATION_UNKNOWN, annotation.place, held_back=False)
            for uid, annotation in annotations.by_uid.items()
            if uid not in rows
        ]

    def fingerprint(self, paths: Iterable[str]) -> dict[str, bytes]:
        """SHA-256 of each file, by path.

        Raises:
            InputFault: if a file is missing.
        """
        return {path: hashlib.sha256(read_bytes(self.root, path)).digest() for path in paths}


def same_text(sheet: str, annotation: Annotation) -> bool:
    """Whether the annotated text is the sheet's, but for white space and for tags.

    Where the annotated text has a PHI tag such as ``<PERSOON>``, the sheet's may have anything.
    """
    if sheet.split() == annotation.text.split():
        return True
    pieces, at = [], 0
    for tag in find_tags(annotation.text):
        if tag.label:
            pieces.append(annotation.text[at : tag.start])
            at = tag.end
    pieces.append(annotation.text[at:])
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
