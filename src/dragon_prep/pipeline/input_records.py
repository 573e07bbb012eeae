"""The records of a file of JSON lines that is to be de-identified."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dragon_prep.audit.beside_text import beside_texts
from dragon_prep.core.codes import intake as kinds
from dragon_prep.core.errors import ErrorCode, Place, Problem
from dragon_prep.core.label_origin import counted
from dragon_prep.core.report import Report
from dragon_prep.core.tags import has_unknown_tag
from dragon_prep.intake.annotations import SpanFault, overlap, parse_spans, phi_and_entities
from dragon_prep.intake.ids import alike, is_no_id, plain_id
from dragon_prep.intake.record_files.columns import RecordColumns
from dragon_prep.intake.record_files.files import place_of
from dragon_prep.intake.records import as_json
from dragon_prep.language.cleaning.stage import clean, cleaning_of
from dragon_prep.tasks.label_faults import phi_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dragon_prep.core.spans import Span


_TELLING = 4  # characters; a shorter id stands in others by chance


class _Unusable(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True, repr=False)
class InputRecord:
    """A record.

    Attributes:
        id: as it stands in the file.
        report: what is in it.
        position: in the input.
        origins: how many of its labels come from where, as far as it says so.
    """

    id: str | int
    report: Report
    position: int = 0
    origins: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordReader:
    """How the lines of a file of records are read.

    Attributes:
        files: their names, as positions count them.
        patient_field: the member that holds the patient's id.
        namespace: in which patient ids are unique.
        trust_empty: whether an empty list of spans says that somebody looked and found no PHI.
        keep_ids: whether ids go out as they are, so that none may hold a patient's.
        id_field: the member that holds the id.
        text_field: the member that holds the text.
        spans_field: the member that holds PHI spans.
    """

    files: tuple[str, ...]
    patient_field: str
    namespace: str
    trust_empty: bool
    keep_ids: bool = False
    id_field: str = "id"
    text_field: str = "text"
    spans_field: str = "spans"

    @property
    def columns(self) -> RecordColumns:
        """What the columns of tables are called."""
        return RecordColumns(self.id_field, self.patient_field, self.text_field, self.spans_field)

    def records(self, lines: Iterable[str], problems: list[Problem]) -> Iterator[InputRecord]:
        """The records of lines; problems gets what cannot be used, or is worth a look."""
        bodies = ((at, as_json(line)) for at, line in enumerate(lines, start=1) if line.strip())
        return self.read(bodies, problems)

    def read(
        self, bodies: Iterable[tuple[int, object]], problems: list[Problem]
    ) -> Iterator[InputRecord]:
        """The records of decoded bodies, each with its position; problems as above.

        A body that is a code stands for a row that could not be read.
        """
        for number, body in bodies:
            where = place_of(self.files, number)
            if isinstance(body, ErrorCode):
                problems.append(Problem(body, where))
                continue
            try:
                record = replace(_parse(body, where, self), position=number)
            except _Unusable as unusable:
                problems.append(unusable.problem)
                continue
            phi = record.report.phi
            if phi is not None and not phi:
                problems.append(Problem(kinds.NOTHING_MARKED, where, quarantined=False))
            if phi is not None and overlap(phi):
                problems.append(Problem(kinds.SPANS_OVERLAP, where, quarantined=False))
            yield record


def _parse(record: object, where: Place, reader: RecordReader) -> InputRecord:
    if not isinstance(record, dict):
        raise _Unusable(Problem(kinds.LINE_UNREADABLE, where))
    name, patient = _ids(record, where, reader)
    text = record.get(reader.text_field)
    if not isinstance(text, str):
        raise _Unusable(
            Problem(
                kinds.VALUE_MISSING, replace(where, column=reader.text_field), "there is no text"
            )
        )
    phi: Sequence[Span] | None = None
    column = reader.spans_field
    try:
        given = record.get(column)
        if given is not None and (given != [] or reader.trust_empty):
            phi, _ = phi_and_entities(parse_spans(given, text))
        column = "entities"
        entities = parse_spans(record.get("entities") or [], text)
        if any(phi_in(span.label) for span in entities):
            raise SpanFault(kinds.LABEL_SPEAKS)
    except SpanFault as fault:
        raise _Unusable(Problem(fault.kind, Place(where.file, where.row, column))) from None
    cleaned = clean(text)
    if has_unknown_tag(cleaned.text):
        raise _Unusable(Problem(kinds.TAG_UNKNOWN, where))
    report = Report(
        centre=reader.namespace,
        patient=patient,
        uid=str(name),
        text=cleaned.text,
        phi=None if phi is None else cleaned.carry(phi),
        entities=cleaned.carry(entities),
        fields={},
        place=where,
        cleaned=cleaning_of(cleaned),
    )
    if entities and beside_texts([(0, report)]):
        raise _Unusable(Problem(kinds.LABEL_SPEAKS, Place(where.file, where.row, "entities")))
    return InputRecord(name, report, origins=counted(record.get("provenance")))


def _ids(record: dict[str, Any], where: Place, reader: RecordReader) -> tuple[str | int, str]:
    """The ids of a record, as it has it, and of its patient, in the one spelling.

    Raises:
        _Unusable: if one is missing, or the first holds the second and may not.
    """
    name, patient = record.get(reader.id_field), record.get(reader.patient_field)
    own_place = Place(where.file, where.row, reader.id_field)
    if not isinstance(name, str | int) or not _is_id(name):
        raise _Unusable(Problem(kinds.ID_MISSING, own_place))
    if not _is_id(patient) or (isinstance(patient, str) and is_no_id(patient)):
        place = Place(where.file, where.row, reader.patient_field)
        raise _Unusable(Problem(kinds.ID_MISSING, place))
    own = plain_id(str(patient))
    if reader.keep_ids and len(own) >= _TELLING and alike(own) in alike(str(name)):
        raise _Unusable(Problem(kinds.ID_SPEAKS, own_place))
    return name, own


def _is_id(value: Any) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and bool(value.strip()))
