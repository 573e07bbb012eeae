"""What two annotators or more made of the same reports, brought together to one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from dragon_prep.annotate.choices import MergeBy, RecordShape
from dragon_prep.annotate.voting import (
    agreed_answer,
    agreed_spans,
    most_answer,
    most_spans,
)
from dragon_prep.core.codes import annotate as codes
from dragon_prep.core.codes.intake import FILE_EMPTY, REPORTS_DIFFER
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.errors import (
    InputFault,
    Place,
    Problem,
    UsageFault,
    in_order,
    rows_quarantined,
)
from dragon_prep.core.files import absolute, system_faults, write_atomically
from dragon_prep.core.label_origin import LabelOrigin, of_several
from dragon_prep.intake.json_lines import Broken, read_json_lines
from dragon_prep.services.annotate_records import AnnotatedReport, read_annotated
from dragon_prep.services.marked_file import MOST_LISTED, repeated, require_files
from dragon_prep.services.private_place import require_private_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.annotate.voting import Answer
    from dragon_prep.core.spans import Span
    from dragon_prep.services.annotate_records import Answers


class Work(NamedTuple):
    """A report as an annotator has it, and where."""

    place: Place
    report: AnnotatedReport


Works = dict[str, Work]


@dataclass(frozen=True, slots=True, repr=False)
class HowToMerge:
    """How annotators are brought together.

    Attributes:
        by: what decides where they differ.
        adjudicated: decisions, as records; they go before all else.
        keep_single: whether a report that one alone annotated is taken as it is.
        shape: what is written.
        overwrite: whether a file that is there may be replaced.
    """

    by: MergeBy
    adjudicated: Path | None = None
    keep_single: bool = False
    shape: RecordShape = RecordShape.RECORDS
    overwrite: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Merged:
    """What annotators made together.

    Attributes:
        records: how many were written.
        decided: in how many of them annotators differed.
        provenance: how many labels come from where.
        problems: what was held back, by row of the first file that has it, and offset.
    """

    records: int
    decided: int
    provenance: dict[str, int]
    problems: tuple[Problem, ...]

    @property
    def quarantined(self) -> int:
        """How many records were held back."""
        return rows_quarantined(self.problems)


def merge_annotations(files: Sequence[Path], out: Path, how: HowToMerge) -> Merged:
    """Brings the records of annotators together.

    Args:
        files: of two annotators or more, as `annotate import` writes them.
        out: the file to write.
        how: how.

    Raises:
        UsageFault: if there is no such file, there are not two, or the output is there already.
        InputFault: if a line cannot be used, or the texts of a report differ.
        SystemFault: if a file cannot be read or written.
    """
    _require_fit(files, how)
    works = [_read(path) for path in files]
    decisions = _read(how.adjudicated) if how.adjudicated is not None else {}
    merging = _Merging(how, decisions)
    done: list[AnnotatedReport] = []
    ids = dict.fromkeys(uid for some in works for uid in some)
    if not ids:
        raise InputFault(FILE_EMPTY, place=Place(files[0].name))
    for uid in ids:
        own = [some[uid] for some in works if uid in some]
        if (one := merging.merged(uid, own)) is not None:
            done.append(one)
    out = absolute(out)
    with system_faults(out.name):
        require_private_place(out, codes.EXPORT_MISPLACED, overwrite=how.overwrite)
        out.parent.mkdir(parents=True, exist_ok=True)
        data = "".join(one.line(how.shape) for one in done)
        write_atomically(out, data.encode("ascii"), private=True)
    told = sum((one.provenance() for one in done), Counter[str]())
    return Merged(
        len(done), merging.decided, dict(sorted(told.items())), in_order(merging.problems)
    )


def _require_fit(files: Sequence[Path], how: HowToMerge) -> None:
    if len(set(map(absolute, files))) < 2:
        raise UsageFault(codes.ANNOTATORS_FEW)
    if how.by is MergeBy.ADJUDICATOR and how.adjudicated is None:
        raise UsageFault(OPTION_INVALID, "--by adjudicator needs --adjudicated")
    if how.by is MergeBy.AGREED_ONLY and how.adjudicated is not None:
        detail = "--by agreed-only takes no decisions: leave --adjudicated out"
        raise UsageFault(OPTION_INVALID, detail)
    require_files(*files, *([how.adjudicated] if how.adjudicated is not None else []))


def _read(path: Path) -> Works:
    broken = Broken(path.name, MOST_LISTED)
    found: Works = {}
    with system_faults(path.name):
        for line, report in read_json_lines(path, read_annotated, broken):
            if report.id in found:
                broken.add(line.number, repeated())
            found[report.id] = Work(Place(path.name, line.number), report)
    broken.stop_if_any()
    return found


@dataclass(slots=True, repr=False)
class _Merging:
    """Reports as they are brought together."""

    how: HowToMerge
    decisions: Works
    decided: int = 0
    problems: list[Problem] = field(default_factory=list)

    def merged(self, uid: str, works: Sequence[Work]) -> AnnotatedReport | None:
        """What is to be written of a report; None if it is held back.

        Raises:
            InputFault: if its texts differ.
        """
        place = works[0].place
        decision = self.decisions.get(uid)
        _require_one_text([*works, *([decision] if decision else [])])
        if decision is not None:
            return self._adjudicated(decision.report, works)
        if len(works) == 1 and not self.how.keep_single:
            self.problems.append(Problem(codes.ANNOTATED_ALONE, place))
            return None
        votes = (most_spans if self._by_votes else agreed_spans)([w.report.marks() for w in works])
        if votes.undecided:
            self.problems += [_differ(place, span) for span in sorted(votes.undecided)]
            return None
        answers = self._answers(works, place)
        self.decided += not votes.agreed
        return _together(works, votes.kept, answers, self._of_spans(works, votes.kept))

    @property
    def _by_votes(self) -> bool:
        return self.how.by is MergeBy.MAJORITY

    def _answers(self, works: Sequence[Work], place: Place) -> Answers:
        """The answers that are decided; the others are left out, and listed."""
        names = dict.fromkeys(name for work in works for name in work.report.answers)
        found: Answers = {}
        for name in names:
            given = [work.report.answers.get(name) for work in works]
            answer = most_answer(given) if self._by_votes else agreed_answer(given)
            if answer is None:
                where = Place(place.file, place.row, name)
                self.problems.append(Problem(codes.ANNOTATORS_DIFFER, where, quarantined=False))
            else:
                found[name] = answer
        return found

    def _adjudicated(self, decision: AnnotatedReport, works: Sequence[Work]) -> AnnotatedReport:
        """What somebody decided; what all annotators have is not his doing."""
        marks = decision.marks()
        self.decided += any(work.report.marks() != marks for work in works)
        origins = self._of_spans(works, marks)
        return _together(works, marks, decision.answers, origins, decision)

    def _of_spans(self, works: Sequence[Work], kept: Iterable[Span]) -> Mapping[Span, LabelOrigin]:
        every = [work.report.spans_from for work in works]
        return {span: _origin([origins.get(span) for origins in every]) for span in kept}


def _origin(told: Sequence[LabelOrigin | None]) -> LabelOrigin:
    """Where a label comes from that some gave: of what not all gave, somebody decided."""
    known = [origin for origin in told if origin is not None]
    return of_several(known) if len(known) == len(told) else LabelOrigin.ADJUDICATED


def _together(
    works: Sequence[Work],
    marks: Iterable[Span],
    answers: Answers,
    origins: Mapping[Span, LabelOrigin],
    decision: AnnotatedReport | None = None,
) -> AnnotatedReport:
    every = [*(work.report for work in works), *([decision] if decision else [])]
    others = {span for report in every for span in report.entities or ()}
    ordered = sorted(marks)
    phi = tuple(span for span in ordered if span not in others)
    entities = tuple(span for span in ordered if span in others)
    return AnnotatedReport(
        works[0].report.record,
        None if all(report.phi is None for report in every) else phi,
        None if all(report.entities is None for report in every) else entities,
        dict(answers),
        "",
        len(works),
        origins,
        {name: _of_answer(name, answer, works) for name, answer in answers.items()},
    )


def _of_answer(name: str, answer: Answer, works: Sequence[Work]) -> LabelOrigin:
    return _origin(
        [
            work.report.answers_from[name] if work.report.answers.get(name) == answer else None
            for work in works
        ]
    )


def _require_one_text(works: Sequence[Work]) -> None:
    for work in works[1:]:
        if work.report.text != works[0].report.text:
            raise InputFault(REPORTS_DIFFER, place=work.place)


def _differ(place: Place, span: Span) -> Problem:
    kind = codes.ANNOTATORS_DIFFER
    return Problem(kind, place, f"{kind.title}, from {span.start} to {span.end}")
