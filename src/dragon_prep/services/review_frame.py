"""The reports that a sample is drawn from, and how likely it is that something in each was missed.

The whole input is read once and checked before anything is weighed; texts are held one at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.intake import CHANGED, REPORTS_DIFFER
from dragon_prep.core.errors import InputFault, Place, Problem
from dragon_prep.core.files import system_faults
from dragon_prep.core.phi import canonical_label
from dragon_prep.core.spans import Span
from dragon_prep.core.workers import Workers
from dragon_prep.detect.doubt import likeliest_unfound
from dragon_prep.detect.evidence import Evidence
from dragon_prep.evaluation.cover import WORD
from dragon_prep.evaluation.evaluate import NO_CENTRE
from dragon_prep.intake.json_lines import (
    Broken,
    LineFault,
    LineRange,
    read_json_lines,
    record_id,
    record_text,
)
from dragon_prep.services.marked_file import MOST_LISTED, common_spans, repeated

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.detect.profile import Profile
    from dragon_prep.pipeline.run import Progress

ReportId = str | int
Findings = dict[ReportId, tuple[int, Any]]  # by id, the line and what it says
_BYTES_IN_A_PART = 1 << 20


@dataclass(frozen=True, slots=True, repr=False)
class Weighable:
    """A report of the input, without its text.

    Attributes:
        id: its id.
        centre: who handed it in, ``?`` if it does not say.
        words: how many words it has.
        doubt: how likely the likeliest word that was not found is PHI, of 1000.
    """

    id: ReportId
    centre: str
    words: int
    doubt: int


@dataclass(frozen=True, slots=True, repr=False)
class _DoubtPart:
    """Some lines of the input, and what was found in them."""

    source: Path
    piece: LineRange
    found: Mapping[ReportId, Sequence[Span]]
    profile: Profile | None


@dataclass(frozen=True, slots=True, repr=False)
class Frame:
    """Two files of the same reports: their texts, and what was found in them.

    Attributes:
        source: ``{"id", "text", "centre"?}`` lines.
        found: ``{"id", "spans"}`` lines, in any order.
        profile: with which the findings were made.
    """

    source: Path
    found: Path
    profile: Profile | None

    def weighed(self, workers: int, progress: Progress) -> list[Weighable]:
        """Every report, in the order of the source.

        Args:
            workers: how many processes.
            progress: called with a stage, how much of it is done, and how much there is.

        Raises:
            InputFault: if a line cannot be used, or the two files are not of the same reports.
            SystemFault: if a file cannot be read.
        """
        findings = _read_findings(self.found)
        with system_faults(self.source.name):
            parts = self._parts(findings)
        with Workers(workers) as pool:
            done = pool.run(_weigh, parts, lambda count: progress("weigh", count, len(parts)))
        return [report for part in done for report in part]

    def texts(self, wanted: Container[ReportId]) -> dict[ReportId, tuple[str, tuple[Span, ...]]]:
        """The texts of some reports, by id, and what was found in them under its own labels."""
        findings = _read_findings(self.found)
        broken = Broken(self.source.name)
        with system_faults(self.source.name):
            texts = {
                uid: (text, _as_found(findings[uid][1]))
                for _, (uid, text, _) in read_json_lines(self.source, _parse_report, broken)
                if uid in wanted
            }
        broken.stop_if_any()
        return texts

    def state(self) -> list[tuple[int, int]]:
        """What changes when somebody writes to one of the files."""
        states = []
        for path in (self.source, self.found):
            with system_faults(path.name):
                state = path.stat()
            states.append((state.st_size, state.st_mtime_ns))
        return states

    def _parts(self, findings: Findings) -> list[_DoubtPart]:
        """The source in pieces of whole lines, once every line of both files has proved usable."""
        broken = Broken(self.source.name, MOST_LISTED)
        unfit = Broken(self.found.name, MOST_LISTED)
        alone: list[Problem] = []
        parts: list[_DoubtPart] = []
        seen: set[ReportId] = set()
        spans: dict[ReportId, Sequence[Span]] = {}
        start, number = 0, 1
        end = 0
        for line, (uid, text, _) in read_json_lines(self.source, _parse_report, broken):
            if uid in seen:
                broken.add(line.number, repeated())
            elif uid not in findings:
                place = Place(self.source.name, line.number, "id")
                detail = "its id is not in the findings"
                alone.append(Problem(REPORTS_DIFFER, place, detail, quarantined=False))
            else:
                spans[uid] = _fitting(findings[uid], text, unfit)
            seen.add(uid)
            end = line.end
            if end - start >= _BYTES_IN_A_PART:
                piece = LineRange(start, end, number)
                parts.append(_DoubtPart(self.source, piece, spans, self.profile))
                start, number, spans = end, line.number + 1, {}
        if end > start:
            piece = LineRange(start, end, number)
            parts.append(_DoubtPart(self.source, piece, spans, self.profile))
        broken.stop_if_any()
        self._require_same(alone, len(findings.keys() - seen))
        unfit.stop_if_any()
        return parts

    def _require_same(self, alone: Sequence[Problem], more: int) -> None:
        if alone or more:
            detail = (
                f"{len(alone)} reports have no line of findings, {more} lines of findings are of "
                "no report"
            )
            raise InputFault(REPORTS_DIFFER, detail, problems=tuple(alone[:MOST_LISTED]))


def _fitting(finding: tuple[int, Any], text: str, unfit: Broken) -> Sequence[Span]:
    number, spans = finding
    try:
        return common_spans(spans, text, ignore=False)
    except LineFault as fault:
        unfit.add(number, fault)
        return ()


def _as_found(spans: list[list[Any]]) -> tuple[Span, ...]:
    """Spans that have proved usable, where a person's initials are not a name."""
    return tuple(Span(start, end, canonical_label(label) or "") for start, end, label, *_ in spans)


def _read_findings(path: Path) -> Findings:
    broken = Broken(path.name, MOST_LISTED)
    found: Findings = {}
    with system_faults(path.name):
        for line, (uid, spans) in read_json_lines(path, _parse_findings, broken):
            if uid in found:
                broken.add(line.number, repeated())
            found[uid] = line.number, spans
    broken.stop_if_any()
    return found


def _parse_findings(record: dict[str, Any]) -> tuple[ReportId, object]:
    return record_id(record), record.get("spans")


def _parse_report(record: dict[str, Any]) -> tuple[ReportId, str, str]:
    centre = record.get("centre")
    if centre is not None and not isinstance(centre, str):
        raise LineFault("its centre is not a string", "centre")
    return record_id(record), record_text(record), (centre or "").strip() or NO_CENTRE


def _weigh(part: _DoubtPart) -> list[Weighable]:
    broken = Broken(part.source.name)
    evidence = Evidence(profile=part.profile)
    reports: list[Weighable] = []
    for _, (uid, text, centre) in read_json_lines(
        part.source, _parse_report, broken, piece=part.piece
    ):
        if uid not in part.found:  # all of them were read once before
            raise InputFault(CHANGED, place=Place(part.source.name))
        doubt = likeliest_unfound(text, part.found[uid], evidence)
        reports.append(Weighable(uid, centre, len(WORD.findall(text)), doubt))
    if broken.count:
        raise InputFault(CHANGED, place=Place(part.source.name))
    return reports
