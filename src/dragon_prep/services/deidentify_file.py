"""De-identification of single records, apart from any task."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.audit.findings import CohortOriginals, first_pass, second_pass
from dragon_prep.audit.verdicts import audited
from dragon_prep.core.codes import intake as kinds
from dragon_prep.core.codes.run import (
    OUTPUT_EXISTS,
    OUTPUT_MISPLACED,
    RECORDS_INVALID,
    REPORT_FAILED,
)
from dragon_prep.core.errors import Place, Problem, UsageFault, in_order, rows_quarantined
from dragon_prep.core.files import (
    absolute,
    require_file_or_nothing,
    system_faults,
    write_atomically,
)
from dragon_prep.core.mishaps import require_few
from dragon_prep.core.phi import category_of
from dragon_prep.core.report import Report
from dragon_prep.core.tags import has_unknown_tag
from dragon_prep.intake.annotations import SpanFault, overlap, parse_spans, phi_and_entities
from dragon_prep.intake.decode import decode
from dragon_prep.intake.records import as_json
from dragon_prep.language.line_ends import normalise_newlines
from dragon_prep.pipeline.patients import in_turn
from dragon_prep.surrogate.deidentify import deidentify_in_turn
from dragon_prep.surrogate.settings import DEFAULT, SurrogateSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dragon_prep.core.documents import Deidentified
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.spans import Span
    from dragon_prep.detect.profile import Profile

_ANOTHER_FILE = "Give another file, or --overwrite to replace this one."


@dataclass(frozen=True, slots=True)
class RecordsResult:
    """What became of a file of records.

    Attributes:
        written: how many records were written.
        phi: how many PHI spans were replaced in them.
        problems: what was held back, or is worth a look.
        trusted: how many records nothing looked for PHI in: their empty lists were trusted.
    """

    written: int
    phi: int
    problems: tuple[Problem, ...]
    trusted: int = 0

    @property
    def quarantined(self) -> int:
        """How many records were held back."""
        return rows_quarantined(self.problems)


class _Unusable(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def deidentify_file(
    source: Path,
    output: Path,
    *,
    key: ProjectKey,
    patient_field: str = "patient_id",
    namespace: str = "",
    overwrite: bool = False,
    profile: Profile | None = None,
    settings: SurrogateSettings = DEFAULT,
    trust_empty: bool = False,
) -> RecordsResult:
    """De-identifies a file of JSON lines, one record a line.

    A record has ``id``, the patient's id, ``text``, and perhaps ``spans`` (PHI) and ``entities``,
    both lists of ``[start, end, label]`` in code points of ``text``. Without ``spans``, or with an
    empty list of them, PHI is detected. A record that cannot be used is held back and listed by its
    line. The file is one cohort: names and codes found in one record are found again in the others.

    Args:
        source: the file to read.
        output: the file to write: ``{"id", "text", "spans", "entities"}`` lines, spans being where
            the surrogates are.
        key: the project key.
        patient_field: the member that holds the patient's id.
        namespace: in which patient ids are unique; a cohort's centres are namespaces of their own.
        overwrite: whether the output file may be replaced.
        profile: of the centre whose reports these are.
        settings: the policies of surrogates.
        trust_empty: whether an empty list of spans says that somebody looked and found no PHI.

    Raises:
        UsageFault: if the input is no such file, or the output is there already or is not a file.
        SystemFault: if a file cannot be read or written.
    """
    place = Place(source.name)
    with system_faults(source.name):
        if not source.is_file():
            raise UsageFault(RECORDS_INVALID, "there is no such file", place=place)
    with system_faults(output.name):
        require_file_or_nothing(output)
        if output.exists() and not overwrite:
            raise UsageFault(OUTPUT_EXISTS, place=Place(output.name), remedy=_ANOTHER_FILE)
        if absolute(output) == absolute(source):
            raise UsageFault(OUTPUT_MISPLACED, place=Place(output.name))
    with system_faults(source.name):
        lines = decode(source.read_bytes()).split("\n")
    problems: list[Problem] = []
    reader = _Reader(source.name, patient_field, namespace, trust_empty=trust_empty)
    records = list(_records(lines, reader, problems))
    reports = [(at, record.report) for at, record in enumerate(records)]
    profiles = {namespace: profile} if profile is not None else {}
    look = first_pass(reports, key, profiles)
    mishaps = look.mishaps
    originals = CohortOriginals.of(reports, look.hits, settings.kept, mishaps)
    detected = second_pass(reports, look.hits, look.tally.spread(), key, mishaps, profiles=profiles)
    documents: dict[int, tuple[Report, Deidentified]] = {}
    phi = 0
    every = in_turn(reports, detected, key, settings, originals.avoid, mishaps)
    for at, report, new in deidentify_in_turn(every, mishaps):
        documents[at] = report, new
    failed = [
        (report, detected.get(at, ()) if report.phi is None else report.phi)
        for at, report in reports
        if at in mishaps
    ]
    verdicts = audited(documents, originals, settings.kept, failed=failed, mishaps=mishaps)
    require_few(len(mishaps), len(reports), namespace)
    for at, what in mishaps.items():
        problems.append(Problem(REPORT_FAILED, records[at].report.place, what))
    done: list[str] = []
    for at, verdict in sorted(verdicts.items()):
        report, new = documents[at]
        if not verdict.is_clean:
            problems += verdict.problems(report.place)
            continue
        phi += sum(category_of(span.label) not in settings.kept for span in new.phi)
        body = {
            "id": records[at].id,
            "text": new.text,
            "spans": [[s.start, s.end, s.label] for s in new.phi],
            "entities": [[s.start, s.end, s.label] for s in new.entities],
        }
        done.append(json.dumps(body) + "\n")
    with system_faults(output.name):
        output.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(output, "".join(done).encode("ascii"))
    trusted = sum(report.phi is not None and not report.phi for report, _ in documents.values())
    return RecordsResult(len(done), phi, in_order(problems), trusted)


@dataclass(frozen=True, slots=True, repr=False)
class _Record:
    """A record: its id as it stands in the file, and what is in it."""

    id: str | int
    report: Report


@dataclass(frozen=True, slots=True)
class _Reader:
    """How the lines of a file of records are read."""

    file: str
    patient_field: str
    namespace: str
    trust_empty: bool


def _records(lines: Sequence[str], reader: _Reader, problems: list[Problem]) -> Iterator[_Record]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = Place(reader.file, number)
        try:
            record = _parse(line, where, reader)
        except _Unusable as unusable:
            problems.append(unusable.problem)
            continue
        phi = record.report.phi
        if phi is not None and not phi:
            problems.append(Problem(kinds.NOTHING_MARKED, where, quarantined=False))
        if phi is not None and overlap(phi):
            problems.append(Problem(kinds.SPANS_OVERLAP, where, quarantined=False))
        yield record


def _parse(line: str, where: Place, reader: _Reader) -> _Record:
    record = as_json(line)
    if not isinstance(record, dict):
        raise _Unusable(Problem(kinds.LINE_UNREADABLE, where))
    patient_field = reader.patient_field
    name, text = record.get("id"), record.get("text")
    patient = record.get(patient_field)
    if not isinstance(name, str | int) or not _is_id(name) or not _is_id(patient):
        column = "id" if not _is_id(name) else patient_field
        raise _Unusable(Problem(kinds.ID_MISSING, Place(where.file, where.row, column)))
    if not isinstance(text, str):
        raise _Unusable(
            Problem(kinds.VALUE_MISSING, Place(where.file, where.row, "text"), "there is no text")
        )
    if has_unknown_tag(text):
        raise _Unusable(Problem(kinds.TAG_UNKNOWN, where))
    phi: Sequence[Span] | None = None
    column = "spans"
    try:
        given = record.get("spans")
        if given is not None and (given != [] or reader.trust_empty):
            phi, _ = phi_and_entities(parse_spans(given, text))
        column = "entities"
        entities = parse_spans(record.get("entities") or [], text)
    except SpanFault as fault:
        raise _Unusable(Problem(fault.kind, Place(where.file, where.row, column))) from None
    text, offsets = normalise_newlines(text)
    report = Report(
        centre=reader.namespace,
        patient=str(patient).strip(),
        uid=str(name),
        text=text,
        phi=None if phi is None else tuple(offsets.carry_all(phi)),
        entities=tuple(offsets.carry_all(entities)),
        fields={},
        place=where,
    )
    return _Record(name, report)


def _is_id(value: Any) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and bool(value.strip()))
