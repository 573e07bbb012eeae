"""Detection in a file of reports, apart from any task."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.run import REPORT_FAILED
from dragon_prep.core.errors import Problem, in_order
from dragon_prep.core.files import absolute, scratch_folder, staging_of, system_faults
from dragon_prep.core.mishaps import costs_only, require_few
from dragon_prep.core.sealed import drop_damaged, read_sealed, write_sealed
from dragon_prep.core.workers import Workers
from dragon_prep.detect.evidence import Evidence
from dragon_prep.detect.raw_text import detect_all_as_given, detect_as_given, reasons_of
from dragon_prep.intake.record_files.chosen import record_files
from dragon_prep.intake.record_files.columns import RecordColumns
from dragon_prep.intake.record_files.files import RecordFiles, place_of
from dragon_prep.pipeline.run import Progress, silent
from dragon_prep.pipeline.workspace import code_digest, work_folder
from dragon_prep.services.detect_input import as_lines
from dragon_prep.services.record_output import is_table, require_output, write_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dragon_prep.core.mishaps import Mishaps
    from dragon_prep.detect.profile import Profile
    from dragon_prep.intake.json_lines import LineRange
    from dragon_prep.phi.finding import Detection
    from dragon_prep.services.detect_input import DetectInput

_BYTES_IN_A_PART = 4 << 20
_KIND = "detect"  # of work, in a workspace


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


@dataclass(frozen=True, slots=True, repr=False)
class _FilePart:
    """Some lines of the input, and where to put what is found in them."""

    given: DetectInput
    piece: LineRange
    target: Path
    profile: Profile | None
    explain: bool


def detect_file(
    source: Path | Sequence[Path],
    output: Path,
    *,
    id_field: str = "id",
    text_field: str = "text",
    database: str = "",
    profile: Profile | None = None,
    explain: bool = False,
    workers: int = 1,
    overwrite: bool = False,
    workspace: Path | None = None,
    progress: Progress = silent,
) -> DetectResult:
    """Detects PHI in files of records: JSON lines, csv, Parquet, databases, or folders of texts.

    Each report is looked at by itself. One in which detection fails is held back: it has no line in
    the output, and is listed. All files are checked before anything is looked for. Memory does not
    grow with them.

    Args:
        source: the files to read, folders of them, or patterns of their names; see
            :func:`~dragon_prep.intake.record_files.chosen.record_files`. They may be packed with
            gzip or zstd. Of JSON lines, in UTF-8, other members than the two are passed over.
        output: the file to write: ``{"id", "spans"}`` lines in the order of the input, spans being
            ``[start, end, label]`` in code points of ``text``; or Parquet, if its name ends so.
        id_field: the member, or column, that holds the id.
        text_field: the one that holds the text.
        database: what queries among the sources are of: an SQLite file, a URL, or ``env:NAME``.
        profile: of the centre whose reports these are.
        explain: whether a span also has its rule, how far that can be trusted, how likely the
            learned layer finds it, of 1000, and what speaks most for it:
            ``[start, end, label, rule, confidence, likely, [reason, ...]]``.
        workers: how many processes; the bytes stay the same.
        overwrite: whether the output file may be replaced.
        workspace: a private folder where what was found in each part of the input lies until all
            is done: a run that was stopped goes on where it was. Records that are not plain JSON
            lines lie there as such for the time of the run. Without one, the work lies beside input
            and output, for the time of the run.
        progress: called with a stage, how much of it is done, and how much there is.

    Raises:
        UsageFault: if the input is no such file, or the output is there already or is not a file.
        InputFault: if a record has no id or no text, or a file changes while it is read. Nothing
            is written then.
        DragonPrepError: if detection fails in too many reports.
        SystemFault: if a file cannot be read or written, or another run uses the workspace.
    """
    sources = [source] if isinstance(source, Path) else list(source)
    files = record_files(sources, RecordColumns(id_field, "", text_field), database=database)
    places = [*sources, *(file.path for file in files)]
    require_output(output, places, overwrite=overwrite)
    output = absolute(output)
    with contextlib.ExitStack() as held:
        held.enter_context(system_faults(output.name))
        staging = held.enter_context(scratch_folder(staging_of(output)))
        folder = staging
        if workspace is not None:
            made_of = (id_field, text_field, profile.digest if profile else "", str(explain))
            name = _name_of(RecordFiles.of(files), made_of)
            folder = held.enter_context(work_folder(workspace, _KIND, name, staging))
        beside = folder if workspace is not None else None
        given = held.enter_context(as_lines(files, id_field, text_field, beside))
        pieces = given.pieces(_BYTES_IN_A_PART)
        parts = [
            _FilePart(given, piece, folder / f"found-{number:05}", profile, explain)
            for number, piece in enumerate(pieces)
        ]
        drop_damaged(part.target for part in parts if part.target.exists())
        todo = [part for part in parts if not part.target.exists()]
        there = len(parts) - len(todo)
        with Workers(workers) as pool:
            pool.run(_detect_part, todo, lambda n: progress("detect", there + n, len(parts)))
        whole = staging / "whole"
        result = _join(parts, whole, explain=explain, table=is_table(output))
        whole_file = result.reports + len(result.problems)
        require_few((problem.detail for problem in result.problems), whole_file, "")
        given.require_unchanged()
        whole.replace(output)
    return result


def _name_of(given: RecordFiles, made_of: Iterable[str]) -> str:
    """A name that tells the work on an input from any other."""
    every = (code_digest(), given.digest, *given.names, *made_of)
    return hashlib.sha256(json.dumps(every).encode("ascii")).hexdigest()[:24]


def _detect_part(part: _FilePart) -> None:
    """Writes a part: a line with counts, then the lines of the output."""
    evidence = Evidence(profile=part.profile)
    labels: Counter[str] = Counter()
    lines: list[str] = []
    mishaps: Mishaps = {}
    given = list(part.given.read(part.piece))
    ahead: dict[int, tuple[Detection, ...]] = {}
    # Many at once take less time; where that fails, each is looked at by itself.
    with costs_only(0, {}):
        every = detect_all_as_given([text for _, _, text in given], evidence)
        ahead = {position: own for (position, _, _), own in zip(given, every, strict=True)}
    for position, name, text in given:
        with costs_only(position, mishaps):
            hits = ahead[position] if position in ahead else detect_as_given(text, evidence)
            spans = _explained(text, hits, evidence) if part.explain else _spans(hits)
            lines.append(json.dumps({"id": name, "spans": spans}) + "\n")
            labels.update(hit.span.label for hit in hits)
    counts = json.dumps({"reports": len(lines), "spans": labels, "mishaps": mishaps}) + "\n"
    write_sealed(part.target, (counts + "".join(lines)).encode("ascii"))


def _spans(hits: Iterable[Detection]) -> list[list[Any]]:
    return [[h.span.start, h.span.end, h.span.label] for h in hits]


def _explained(text: str, hits: Sequence[Detection], evidence: Evidence) -> list[list[Any]]:
    told = zip(hits, reasons_of(text, hits, evidence), strict=True)
    return [
        [*span, h.rule, h.confidence.name.lower(), h.likely, list(reasons)]
        for span, (h, reasons) in zip(_spans(hits), told, strict=True)
    ]


def _join(parts: Sequence[_FilePart], whole: Path, *, explain: bool, table: bool) -> DetectResult:
    reports = 0
    labels: Counter[str] = Counter()
    problems: list[Problem] = []

    def lines() -> Iterator[bytes]:
        nonlocal reports
        for part in parts:
            counts_line, *found = read_sealed(part.target).splitlines(keepends=True)
            counts = json.loads(counts_line)
            yield from found
            reports += counts["reports"]
            labels.update(counts["spans"])
            problems.extend(
                Problem(REPORT_FAILED, place_of(part.given.names, int(position)), what)
                for position, what in counts["mishaps"].items()
            )

    with whole.open("wb") as out:
        if table:
            write_table(out, lines(), ("id",), ("spans",), explained=explain)
        else:
            out.writelines(lines())
        out.flush()
        os.fsync(out.fileno())
    return DetectResult(reports, dict(sorted(labels.items())), in_order(problems))
