"""Reports in which people marked what is PHI, for the detector to learn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.intake import SPAN_OUTSIDE, SPANS_CUT
from dragon_prep.core.phi import find_tags
from dragon_prep.core.spans import Span
from dragon_prep.evaluation.labels import IGNORE
from dragon_prep.intake.annotations import (
    SpanFault,
    parse_spans,
    phi_and_entities,
    spans_in_any_unit,
)
from dragon_prep.intake.json_lines import LineFault, record_id, record_text
from dragon_prep.intake.raw_file import Layout, RawFile
from dragon_prep.intake.records import member, records
from dragon_prep.intake.span_members import SPAN_KEYS
from dragon_prep.intake.units import convert, read_offsets, units_told
from dragon_prep.language.cleaning.stage import clean
from dragon_prep.language.folding import folded, grown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dragon_prep.intake.json_lines import Broken
    from dragon_prep.intake.units import OffsetReadings, OffsetUnit


@dataclass(frozen=True, slots=True, repr=False)
class TrainingReport:
    """A report in its plain form, with what people marked in it.

    Attributes:
        id: as its file has it.
        line: its number in the file.
        patient: whose it is.
        names_patient: whether its line says so; if not, its id stands for a patient of its own.
        text: the report, with line feeds only.
        spans: with canonical labels, or ``IGNORE`` where nothing is to be learned.
    """

    id: str
    line: int
    patient: str
    names_patient: bool
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, repr=False)
class _Line:
    """A line as it stands in its file.

    Attributes:
        reading: of offsets that may be in any unit; None where they are in code points.
    """

    id: str
    number: int
    patient: str
    names_patient: bool
    text: str
    spans: tuple[Span, ...]
    reading: OffsetReadings | None


def read_marked_reports(path: Path, broken: Broken) -> list[TrainingReport]:
    """Reads annotated reports: lines of doccano, or the gold of ``evaluate-detection``.

    A line has ``text`` and either spans in ``label``, ``labels`` or ``label_phi`` with the report's
    id in ``meta.uid`` or ``uid``, as docs/annotations.md has it, or ``spans`` and ``id``. Offsets
    of the first are read in the unit that cuts no word, those of the second in code points. The
    patient is the member ``patient``, else what stands in the id before its first ``_``, else the
    whole id.

    Args:
        path: the file; a JSON array of such objects is read, too.
        broken: takes the lines that cannot be used.

    Raises:
        InputFault: if the file is empty or no such file at all.
        SystemFault: if it may not be read.
    """
    lines: list[_Line] = []
    for number, _, record in records(path.parent, RawFile("", path.name, Layout.ANNOTATIONS, "")):
        try:
            lines.append(_parse(number, record))
        except LineFault as fault:
            broken.add(number, fault)
    readings = [line.reading for line in lines if line.reading is not None]
    told = units_told(readings)
    reports: list[TrainingReport] = []
    for line in lines:
        try:
            reports.append(_report(line, told))
        except LineFault as fault:
            broken.add(line.number, fault)
    return reports


def _parse(number: int, record: object) -> _Line:
    if not isinstance(record, dict):
        raise LineFault("it is not a JSON object, or a member stands twice in it")
    text = record_text(record)
    if not any(map(str.isalnum, text)):
        raise LineFault("its text is blank", "text")
    keys = [key for key in SPAN_KEYS if record.get(key) is not None]
    gold = record.get("spans")
    if gold is not None and keys:
        raise LineFault("it has spans in two members", "spans")
    if gold is None and not keys:
        raise LineFault("it has no list of spans")
    name = str(record_id(record)).strip() if gold is not None else _uid(record)
    try:
        if gold is not None:
            spans, reading = _labelled(parse_spans(_bare(gold), text)), None
        else:
            given = [span for key in keys for span in spans_in_any_unit(record[key], text)]
            spans = _labelled(given)
            reading = read_offsets(text, spans)
    except SpanFault as fault:
        raise LineFault(fault.kind.title, "spans" if gold is not None else keys[0]) from None
    return _Line(name, number, *_patient(record, name), text, spans, reading)


def _bare(gold: object) -> object:
    """Spans without what `detect --explain` writes behind their labels."""
    if not isinstance(gold, list):
        return gold
    return [item[:3] if isinstance(item, list) else item for item in gold]


def _uid(record: dict[str, Any]) -> str:
    for place in ("meta/uid", "uid"):
        uid = member(record, place)
        if uid is not None:
            return str(record_id({"id": uid})).strip()
    raise LineFault("it has no id", "uid")


def _patient(record: dict[str, Any], name: str) -> tuple[str, bool]:
    """Whose report it is, and whether the line says so."""
    given = record.get("patient")
    if given is not None:
        if isinstance(given, bool) or not isinstance(given, str | int) or not str(given).strip():
            raise LineFault("its patient is neither a string nor a whole number", "patient")
        return str(given).strip(), True
    patient, cut, _ = name.partition("_")
    return (patient, True) if cut and patient else (name, False)


def _labelled(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans with canonical labels.

    Raises:
        SpanFault: if a label is neither one of PHI nor ``IGNORE``.
    """
    phi, _ = phi_and_entities([span for span in spans if span.label != IGNORE])
    return (*phi, *dict.fromkeys(span for span in spans if span.label == IGNORE))


def _report(line: _Line, told: frozenset[OffsetUnit]) -> TrainingReport:
    spans: tuple[Span, ...] | None = line.spans
    if line.reading is not None:
        unit = line.reading.chosen(told)
        if unit is None:
            kind = SPANS_CUT if line.reading.in_text else SPAN_OUTSIDE
            raise LineFault(kind.title)
        spans = convert(line.text, line.spans, unit)
        if spans is None:
            raise LineFault(SPAN_OUTSIDE.title)
    text, plain = plain_form(line.text, spans or ())
    return TrainingReport(line.id, line.number, line.patient, line.names_patient, text, plain)


def plain_form(text: str, spans: Iterable[Span]) -> tuple[str, tuple[Span, ...]]:
    """A text as the detector reads it, with its spans; a tag in it is ``IGNORE``.

    Args:
        text: as it was given.
        spans: of it. Of a word that an invisible character cuts they get the rest, too; those of
            which nothing can be seen are dropped.
    """
    cleaned = clean(text)
    text = cleaned.text
    tags = (Span(tag.start, tag.end, IGNORE) for tag in find_tags(text))
    carried = [*grown(text, cleaned.carry(spans)), *tags]
    fold = folded(text)
    places = [(*fold.forward(span.start, span.end), span.label) for span in carried]
    return fold.text, tuple(Span(*place) for place in places if place[0] < place[1])
