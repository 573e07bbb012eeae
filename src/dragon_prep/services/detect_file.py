"""Detection in a file of reports, apart from any task."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.intake import CHANGED
from dragon_prep.core.codes.run import (
    OUTPUT_EXISTS,
    OUTPUT_MISPLACED,
    RECORDS_INVALID,
    REPORT_FAILED,
)
from dragon_prep.core.errors import InputFault, Place, Problem, UsageFault, in_order
from dragon_prep.core.files import (
    absolute,
    require_file_or_nothing,
    scratch_folder,
    staging_of,
    state_of,
    system_faults,
)
from dragon_prep.core.mishaps import costs_only, require_few
from dragon_prep.core.workers import Workers
from dragon_prep.detect.evidence import Evidence
from dragon_prep.detect.raw_text import detect_as_given, reasons_of
from dragon_prep.intake.json_lines import Broken, LineRange, read_json_lines, record_id, record_text
from dragon_prep.pipeline.run import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dragon_prep.core.mishaps import Mishaps
    from dragon_prep.detect.profile import Profile
    from dragon_prep.phi.finding import Detection

_BYTES_IN_A_PART = 4 << 20
_ANOTHER_FILE = "Give another file, or --overwrite to replace this one."


@dataclass(frozen=True, slots=True)
class DetectResult:
    """What was found in a file of reports.

    Attributes:
        reports: how many were searched.
        spans: how many were found, by label.
        problems: the reports that were held back.
    """

    reports: int
    spans: dict[str, int]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _FilePart:
    """Some lines of the input, and where to put what is found in them."""

    source: Path
    piece: LineRange
    target: Path
    profile: Profile | None
    explain: bool


def detect_file(
    source: Path,
    output: Path,
    *,
    profile: Profile | None = None,
    explain: bool = False,
    workers: int = 1,
    overwrite: bool = False,
    progress: Progress = silent,
) -> DetectResult:
    """Detects PHI in a file of JSON lines, one report a line, each report by itself.

    A report in which detection fails is held back: it has no line in the output, and is listed.
    The whole file is checked before anything is looked for. Memory does not grow with it.

    Args:
        source: the file to read, ``{"id", "text"}`` lines in UTF-8; other members are passed over.
        output: the file to write: ``{"id", "spans"}`` lines in the order of the input, spans being
            ``[start, end, label]`` in code points of ``text``.
        profile: of the centre whose reports these are.
        explain: whether a span also has its rule, how far that can be trusted, how likely the
            learned layer finds it, of 1000, and what speaks most for it:
            ``[start, end, label, rule, confidence, likely, [reason, ...]]``.
        workers: how many processes; the bytes stay the same.
        overwrite: whether the output file may be replaced.
        progress: called with a stage, how much of it is done, and how much there is.

    Raises:
        UsageFault: if the input is no such file, or the output is there already or is not a file.
        InputFault: if a line is not such an object, or the file changes while it is read. Nothing
            is written then.
        DragonPrepError: if detection fails in too many reports.
        SystemFault: if a file cannot be read or written.
    """
    _require_fit(source, output, overwrite=overwrite)
    output = absolute(output)
    with system_faults(source.name):
        before = state_of(source)
        pieces = _checked_pieces(source)
    with system_faults(output.name), scratch_folder(staging_of(output)) as staging:
        parts = [
            _FilePart(source, piece, staging / str(number), profile, explain)
            for number, piece in enumerate(pieces)
        ]
        with Workers(workers) as pool:
            pool.run(_detect_part, parts, lambda done: progress("detect", done, len(parts)))
        whole = staging / "whole"
        result = _join(parts, whole)
        whole_file = result.reports + len(result.problems)
        require_few((problem.detail for problem in result.problems), whole_file, "")
        if state_of(source) != before:
            raise InputFault(CHANGED, place=Place(source.name))
        whole.replace(output)
    return result


def _require_fit(source: Path, output: Path, *, overwrite: bool) -> None:
    with system_faults(source.name):
        if not source.is_file():
            raise UsageFault(
                RECORDS_INVALID, "there is no such file", place=Place(source.name or str(source))
            )
    with system_faults(output.name):
        require_file_or_nothing(output)
        if absolute(output) == absolute(source):
            raise UsageFault(OUTPUT_MISPLACED, place=Place(output.name))
        if output.exists() and not overwrite:
            raise UsageFault(OUTPUT_EXISTS, place=Place(output.name), remedy=_ANOTHER_FILE)


def _parse(record: dict[str, Any]) -> tuple[str | int, str]:
    return record_id(record), record_text(record)


def _checked_pieces(source: Path) -> list[LineRange]:
    """The file in pieces of whole lines, once every line has proved usable."""
    broken = Broken(source.name)
    pieces: list[LineRange] = []
    start, number = 0, 1
    end = 0
    for line, _ in read_json_lines(source, _parse, broken):
        end = line.end
        if end - start >= _BYTES_IN_A_PART:
            pieces.append(LineRange(start, end, number))
            start, number = end, line.number + 1
    broken.stop_if_any()
    if end > start:
        pieces.append(LineRange(start, end, number))
    return pieces


def _detect_part(part: _FilePart) -> None:
    """Writes a part: a line with counts, then the lines of the output."""
    broken = Broken(part.source.name)
    evidence = Evidence(profile=part.profile)
    labels: Counter[str] = Counter()
    lines: list[str] = []
    mishaps: Mishaps = {}
    for line, (name, text) in read_json_lines(part.source, _parse, broken, piece=part.piece):
        with costs_only(line.number, mishaps):
            hits = detect_as_given(text, evidence)
            spans = _explained(text, hits, evidence) if part.explain else _spans(hits)
            lines.append(json.dumps({"id": name, "spans": spans}) + "\n")
            labels.update(hit.span.label for hit in hits)
    if broken.count:  # all of them were read once before
        raise InputFault(CHANGED, place=Place(part.source.name))
    counts = json.dumps({"reports": len(lines), "spans": labels, "mishaps": mishaps}) + "\n"
    part.target.write_bytes((counts + "".join(lines)).encode("ascii"))


def _spans(hits: Iterable[Detection]) -> list[list[Any]]:
    return [[h.span.start, h.span.end, h.span.label] for h in hits]


def _explained(text: str, hits: Sequence[Detection], evidence: Evidence) -> list[list[Any]]:
    told = zip(hits, reasons_of(text, hits, evidence), strict=True)
    return [
        [*span, h.rule, h.confidence.name.lower(), h.likely, list(reasons)]
        for span, (h, reasons) in zip(_spans(hits), told, strict=True)
    ]


def _join(parts: Iterable[_FilePart], whole: Path) -> DetectResult:
    reports = 0
    labels: Counter[str] = Counter()
    problems: list[Problem] = []
    with whole.open("wb") as out:
        for part in parts:
            with part.target.open("rb") as file:
                counts = json.loads(file.readline())
                shutil.copyfileobj(file, out)
            part.target.unlink()  # so that the disk need not hold everything twice
            reports += counts["reports"]
            labels.update(counts["spans"])
            problems += (
                Problem(REPORT_FAILED, Place(part.source.name, int(line)), what)
                for line, what in counts["mishaps"].items()
            )
        out.flush()
        os.fsync(out.fileno())
    return DetectResult(reports, dict(sorted(labels.items())), in_order(problems))
