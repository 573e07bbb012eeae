"""What people decided in a local review, laid over the reports of a cohort.

The file ``reviewed/<cohort>.jsonl`` of a source folder goes before what the exports say of PHI in
the reports it has; ``dragon-prep review`` writes it. It is a raw file as any other: its digest is
among the inputs of a build.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.local_review import REVIEWED_UNFIT
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.intake.annotations import SpanFault, parse_spans, phi_and_entities
from dragon_prep.intake.decode import read_bytes
from dragon_prep.intake.span_origins import PROVENANCE, told_origins

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dragon_prep.core.report import Report
    from dragon_prep.core.spans import Span

FOLDER = "reviewed"
_MARKS = "label"
_CLEARED = "no_phi"


@dataclass(frozen=True, slots=True, repr=False)
class ReviewedReport:
    """One report that somebody reviewed.

    Attributes:
        centre: whose.
        uid: its id there.
        text: as it was reviewed.
        phi: what is PHI in it.
        cleared: what was marked, and is none.
        origins: where its marks come from.
        place: of its line.
        line: as it stands in the file, without its end.
    """

    centre: str
    uid: str
    text: str
    phi: tuple[Span, ...]
    cleared: tuple[Span, ...]
    origins: tuple[Span, ...]
    place: Place
    line: str


def reviewed_path(cohort: str) -> str:
    """Where the reviewed reports of a cohort lie in a source folder."""
    return f"{FOLDER}/{cohort}.jsonl"


def reviewed_paths(cohort: str, source: Path) -> tuple[str, ...]:
    """That file, if it is there.

    Raises:
        InputFault: if another file of the folder has reports of the cohort: it was renamed, or is a
            copy, and what somebody decided is never dropped in silence.
    """
    path = reviewed_path(cohort)
    own = source / path
    is_there = own.exists()
    for other in sorted((source / FOLDER).glob("[!.]*")):
        if other.is_file() and not (is_there and other.samefile(own)):
            place = Place(f"{FOLDER}/{other.name}")
            if _has_reports_of(cohort, read_bytes(source, place.file)):
                detail = f"it has reviewed reports of {cohort}, which are read of {path} alone"
                remedy = f"Name it {path}, or move it out of the folder if it is a copy."
                raise InputFault(REVIEWED_UNFIT, detail, place=place, remedy=remedy)
    return (path,) if is_there else ()


def _has_reports_of(cohort: str, data: bytes) -> bool:
    """Whether a line of a file is one that a review writes of a cohort."""
    for line in data.split(b"\n") if cohort.encode() in data else ():
        with contextlib.suppress(ValueError, TypeError, LookupError, RecursionError):
            if json.loads(line)["meta"]["cohort"] == cohort:
                return True
    return False


def read_reviewed(cohort: str, source: Path) -> list[ReviewedReport]:
    """The reviewed reports of a cohort; none where there is no file.

    Raises:
        InputFault: if a line is none that a review writes, or a report stands there twice.
    """
    found: list[ReviewedReport] = []
    for path in reviewed_paths(cohort, source):
        found += _lines(read_bytes(source, path), path)
    seen: set[tuple[str, str]] = set()
    for one in found:
        if (one.centre, one.uid) in seen:
            raise InputFault(REVIEWED_UNFIT, "a report stands there twice", place=one.place)
        seen.add((one.centre, one.uid))
    return found


def with_reviewed(
    reports: Sequence[Report], cohort: str, source: Path, centres: Sequence[str]
) -> tuple[Report, ...]:
    """Reports with the PHI spans that people decided on.

    Args:
        reports: of a cohort, as its exports have them.
        cohort: its name.
        source: the source folder.
        centres: whose reports these are; of others nothing is asked.

    Raises:
        InputFault: if a reviewed report is not among them, or has another text now: what somebody
            decided is never dropped in silence.
    """
    decided = {(r.centre, r.uid): r for r in read_reviewed(cohort, source) if r.centre in centres}
    if not decided:
        return tuple(reports)
    result = []
    for report in reports:
        one = decided.pop((report.centre, report.uid), None)
        if one is None:
            result.append(report)
            continue
        if one.text != report.text:
            raise InputFault(REVIEWED_UNFIT, "the report has another text now", place=one.place)
        origins = (*one.origins, *report.origins)
        made = replace(report, phi=one.phi, cleared=one.cleared, origins=origins, marks=one.place)
        result.append(made)
    if decided:
        first = next(iter(decided.values()))
        detail = f"{len(decided)} reviewed reports are not among the exports that can be used"
        raise InputFault(REVIEWED_UNFIT, detail, place=first.place)
    return tuple(result)


def reviewed_line(
    report: Report,
    phi: Sequence[tuple[Span, str]],
    cleared: Sequence[tuple[int, int]],
    cohort: str,
) -> str:
    """A report with what people decided on, as an annotation file has it.

    Args:
        report: the report.
        phi: what is PHI, each with where it comes from.
        cleared: what was marked, and is none.
        cohort: of the report.
    """
    body = {
        "text": report.text,
        _MARKS: [[span.start, span.end, span.label] for span, _ in phi],
        PROVENANCE: {_MARKS: [origin for _, origin in phi]},
        _CLEARED: [[start, end, _CLEARED] for start, end in cleared],
        "meta": {"uid": report.uid, "centre": report.centre, "cohort": cohort},
    }
    return json.dumps(body, ensure_ascii=True)


def _lines(data: bytes, path: str) -> Iterator[ReviewedReport]:
    for row, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            yield _reviewed(line, Place(path, row))


def _reviewed(line: bytes, place: Place) -> ReviewedReport:
    try:
        said = line.decode("ascii")
        body: Any = json.loads(said)
        text, meta = body["text"], body["meta"]
        names = meta["centre"], meta["uid"]
        if not all(isinstance(each, str) for each in (text, *names)):
            raise TypeError
        marks = parse_spans(body[_MARKS], text)
        phi, _ = phi_and_entities(marks)
        cleared = parse_spans(body.get(_CLEARED, []), text)
        origins = told_origins(body, {_MARKS: marks})
    except (ValueError, TypeError, LookupError, SpanFault, RecursionError):
        detail = "it is no line that a review writes"
        raise InputFault(REVIEWED_UNFIT, detail, place=place) from None
    return ReviewedReport(*names, text, phi, cleared, origins, place, said)
