"""What people annotated in a tool, back to records: checked against the reports, by annotator."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.annotate.choices import CountUnit, RecordShape, ToolFormat
from dragon_prep.annotate.fit import HandedReport, Unfit, fitted
from dragon_prep.annotate.packed import members
from dragon_prep.annotate.tools import CODECS, UNITS
from dragon_prep.core.codes import annotate as codes
from dragon_prep.core.codes.intake import FILE_EMPTY
from dragon_prep.core.errors import (
    InputFault,
    Place,
    Problem,
    in_order,
    rows_quarantined,
)
from dragon_prep.core.files import absolute, system_faults, write_atomically
from dragon_prep.core.label_origin import LabelOrigin
from dragon_prep.services.annotate_records import (
    OWN,
    AnnotatedReport,
    has_entities,
    parted,
    read_answers,
)
from dragon_prep.services.annotate_table import digest_of, read_reports, read_table, table_of
from dragon_prep.services.private_place import require_private_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragon_prep.annotate.documents import Returned, Scheme
    from dragon_prep.annotate.packed import Member
    from dragon_prep.core.errors import ErrorCode
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.spans import Span
    from dragon_prep.services.annotate_table import DocumentRow, ReportLine, WayBack

_NO_ANNOTATOR = "?"


@dataclass(frozen=True, slots=True, repr=False)
class HowToRead:
    """How what came back is read.

    Attributes:
        tool: whose format it has.
        unit: what its offsets count in; None for what the tool is known to count in.
        finished: whether every document was looked at, though the tool does not say so.
        shape: what is written.
        overwrite: whether files that are there may be replaced.
    """

    tool: ToolFormat
    unit: CountUnit | None = None
    finished: bool = False
    shape: RecordShape = RecordShape.RECORDS
    overwrite: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class CameBack:
    """What came back from annotators.

    Attributes:
        files: what was written, by annotator; of a single one, the file that was asked for.
        records: how many there are of each annotator.
        provenance: how many labels come from where.
        problems: what is wrong, by document and offset.
    """

    files: dict[str, Path]
    records: dict[str, int]
    provenance: dict[str, int]
    problems: tuple[Problem, ...]

    @property
    def quarantined(self) -> int:
        """How many documents were held back, or are missing."""
        return rows_quarantined(self.problems)


def import_annotations(
    exports: Sequence[Path | Sequence[Member]],
    reports: Path,
    out: Path,
    how: HowToRead,
    *,
    key: ProjectKey,
    table: Path | None = None,
) -> CameBack:
    """Reads what a tool exported back to records, each held against its report.

    Args:
        exports: files, folders or archives; or the files of what a server exported.
        reports: the file that was handed out.
        out: the file to write; with several annotators one for each, numbered in the order of
            their names: ``records-1.jsonl``.
        how: how it is read.
        key: the project key of then.
        table: the way back; beside the reports if not given.

    Raises:
        UsageFault: if there is no such file, or something is there already.
        InputFault: if an export is not of this tool, or nothing in it can be used.
        SystemFault: if a file cannot be read or written.
    """
    handed = read_table(table or table_of(reports), key)
    lines = {str(line.id): line for line in read_reports(reports)}
    back = _Back(handed, lines, how, key)
    for export in exports:
        given = members(export) if isinstance(export, Path) else export
        read = CODECS[how.tool].read(given)
        back.problems += [
            Problem(codes.ANNOTATION_CANCELLED, place, quarantined=False)
            for place in read.cancelled
        ]
        for one in read.documents:
            back.take(one)
    back.tell_missing()
    found = back.annotated()
    if not found:
        problems = in_order(back.problems)
        detail = "nothing of it can be used"
        name = exports[0].name if isinstance(exports[0], Path) else exports[0][0].export
        raise InputFault(FILE_EMPTY, detail, place=Place(name), problems=problems)
    files = _files(absolute(out), list(found))
    with system_faults(out.name):
        for path in files.values():
            require_private_place(path, codes.EXPORT_MISPLACED, overwrite=how.overwrite)
        for annotator, some in found.items():
            data = "".join(one.line(how.shape) for one in some)
            files[annotator].parent.mkdir(parents=True, exist_ok=True)
            write_atomically(files[annotator], data.encode("ascii"), private=True)
    told = sum((one.provenance() for some in found.values() for one in some), Counter[str]())
    counts = {annotator: len(some) for annotator, some in found.items()}
    return CameBack(files, counts, dict(sorted(told.items())), in_order(back.problems))


def _files(out: Path, annotators: Sequence[str]) -> dict[str, Path]:
    if len(annotators) == 1:
        return {annotators[0]: out}
    return {
        annotator: out.with_name(f"{out.stem}-{number}{out.suffix}")
        for number, annotator in enumerate(annotators, start=1)
    }


@dataclass(slots=True, repr=False)
class _Back:
    """What came back, as it is sorted."""

    handed: WayBack
    lines: dict[str, ReportLine]
    how: HowToRead
    key: ProjectKey
    problems: list[Problem] = field(default_factory=list)
    works: dict[tuple[str, str], list[Returned]] = field(default_factory=dict)

    def take(self, one: Returned) -> None:
        """Sorts a document by annotator."""
        if one.name not in self.handed.rows:
            # It may be anything: neither its name nor its text is told.
            self.problems.append(Problem(codes.DOCUMENT_UNKNOWN, one.place))
            return
        self.works.setdefault((one.annotator or _NO_ANNOTATOR, one.name), []).append(one)

    def tell_missing(self) -> None:
        """Tells which documents nobody gave back."""
        came = {name for _, name in self.works}
        self.problems += [
            Problem(codes.DOCUMENT_MISSING, Place(name))
            for name in self.handed.rows
            if name not in came
        ]

    def annotated(self) -> dict[str, list[AnnotatedReport]]:
        """The reports of each annotator, in the order of the file they were read from."""
        order = {str(name): at for at, name in enumerate(self.lines)}
        found: dict[str, list[tuple[int, AnnotatedReport]]] = {}
        for (annotator, name), some in sorted(self.works.items(), key=lambda item: item[0]):
            row = self.handed.rows[name]
            try:
                one = self._report(some, row)
            except Unfit as fault:
                self.problems += fault.problems
                continue
            found.setdefault(annotator, []).append((order[str(row.id)], one))
        return {
            annotator: [one for _, one in sorted(some, key=lambda item: item[0])]
            for annotator, some in found.items()
        }

    def _report(self, some: Sequence[Returned], row: DocumentRow) -> AnnotatedReport:
        """A report as one annotator gave it back.

        Raises:
            Unfit: if it cannot be used.
        """
        line = self.lines.get(str(row.id))
        place = Place(row.name)
        if line is None or digest_of(self.key, row.name, line.text) != row.text:
            detail = "the report is not the one that was handed out, or is gone"
            raise Unfit([Problem(codes.TEXT_CHANGED, place, detail)])
        every = [self._read(one, row, line) for one in some]
        if any(one.marks() != every[0].marks() or one.answers != every[0].answers for one in every):
            raise Unfit([Problem(codes.DOCUMENT_TWICE, place, "and not in the same way")])
        if len(every) > 1:
            detail = "both say the same; the first is read"
            self.problems.append(Problem(codes.DOCUMENT_TWICE, place, detail, quarantined=False))
        return every[0]

    def _read(self, one: Returned, row: DocumentRow, line: ReportLine) -> AnnotatedReport:
        unit = UNITS[self.how.unit or CODECS[self.how.tool].unit]
        spans = fitted(one, HandedReport(line.text, frozenset(row.spans)), unit)
        if one.pieces:
            self.problems.append(Problem(codes.SPAN_IN_PIECES, Place(row.name), quarantined=False))
        scheme, phi = self.handed.scheme, self.handed.phi
        marked, entities, unknown = parted(spans, scheme, phi=phi)
        questions = {question.name: question for question in scheme.questions}
        answers, not_asked, unread = read_answers(one.answers, questions)
        wrong = [_at(codes.LABEL_UNKNOWN, row, span) for span in unknown]
        wrong += [Problem(codes.LABEL_UNKNOWN, Place(row.name)) for _ in not_asked]
        wrong += [Problem(codes.ANSWERS_DIFFER, Place(row.name, column=name)) for name in unread]
        if wrong:
            raise Unfit(wrong)
        handed_out = _canonical(row.spans, scheme, phi=phi)
        every = (*marked, *entities)
        is_seen = self.how.finished or one.finished or bool(answers) or {*every} != handed_out
        reviewed = LabelOrigin.REVIEWED if is_seen else LabelOrigin.AUTOMATIC
        record = {name: of for name, of in line.record.items() if name not in OWN}
        return AnnotatedReport(
            record,
            tuple(dict.fromkeys(marked)) if phi else None,
            tuple(entities) if has_entities(scheme, phi=phi) else None,
            answers,
            one.annotator,
            1,
            {span: reviewed if span in handed_out else LabelOrigin.MANUAL for span in every},
            dict.fromkeys(answers, LabelOrigin.MANUAL),
        )


def _canonical(spans: Iterable[Span], scheme: Scheme, *, phi: bool) -> set[Span]:
    marked, entities, others = parted(spans, scheme, phi=phi)
    return {*marked, *entities, *others}


def _at(kind: ErrorCode, row: DocumentRow, span: Span) -> Problem:
    where = f"{kind.title}, from {span.start} to {span.end}"
    return Problem(kind, Place(row.name), where)
