"""Records of reports that people annotated: as ``deidentify`` takes them, or as cohorts do."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragon_prep.annotate.choices import RecordShape
from dragon_prep.annotate.documents import AnswerKind
from dragon_prep.annotate.voting import Answer
from dragon_prep.core.label_origin import LabelOrigin
from dragon_prep.core.phi import canonical_label
from dragon_prep.core.spans import Span
from dragon_prep.intake.annotations import SpanFault, parse_spans
from dragon_prep.intake.json_lines import LineFault, record_id, record_text
from dragon_prep.intake.span_origins import PROVENANCE
from dragon_prep.services.annotate_questions import asks_itself, label_of, own_questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dragon_prep.annotate.documents import DocumentQuestion, Scheme


Answers = dict[str, Answer]
OWN = ("spans", "entities", "choices", "annotator", "annotators", PROVENANCE)


@dataclass(frozen=True, slots=True, repr=False)
class AnnotatedReport:
    """A report with what one annotator, or several together, made of it.

    Attributes:
        record: the report's line, without what annotators make.
        phi: spans of PHI; None where nobody was asked to mark any.
        entities: other spans; None where nobody was asked to mark any.
        answers: about the whole report.
        annotator: who; empty for several.
        annotators: how many.
        spans_from: where each span comes from.
        answers_from: where each answer comes from.
    """

    record: Mapping[str, Any]
    phi: tuple[Span, ...] | None
    entities: tuple[Span, ...] | None
    answers: Answers
    annotator: str = ""
    annotators: int = 1
    spans_from: Mapping[Span, LabelOrigin] = field(default_factory=dict)
    answers_from: Mapping[str, LabelOrigin] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The report's id, as text."""
        return str(self.record["id"])

    @property
    def text(self) -> str:
        """The report."""
        return str(self.record["text"])

    def marks(self) -> frozenset[Span]:
        """All spans."""
        return frozenset((*(self.phi or ()), *(self.entities or ())))

    def provenance(self) -> Counter[str]:
        """How many labels come from where."""
        return Counter(map(str, (*self.spans_from.values(), *self.answers_from.values())))

    def _answered(self) -> dict[str, object]:
        body: dict[str, object] = {"id": self.record["id"]}
        if self.answers or (asks_itself(self.record) and own_questions(self.record)):
            return {**body, "label": label_of(self.record, self.answers)}
        marks = self.phi if self.entities is None else self.entities
        return {**body, "text": self.text, "spans": _listed(marks or ())}

    def line(self, shape: RecordShape) -> str:
        """The report's line in a file."""
        if shape is RecordShape.ANSWERS:
            return json.dumps(self._answered()) + "\n"
        if shape is RecordShape.ANNOTATIONS:
            marks = sorted(self.marks())
            body: dict[str, object] = {
                "text": self.text,
                "label": _listed(marks),
                "meta": {"uid": self.record["id"]},
                PROVENANCE: {"label": [str(self.spans_from[span]) for span in marks]},
            }
            return json.dumps(body) + "\n"
        body = dict(self.record)
        told: dict[str, object] = {}
        for name, spans in (("spans", self.phi), ("entities", self.entities)):
            if spans is not None:
                body[name] = _listed(spans)
                told[name] = [str(self.spans_from[span]) for span in spans]
        if self.answers:
            body["choices"] = dict(sorted(self.answers.items()))
            told["choices"] = {name: str(self.answers_from[name]) for name in sorted(self.answers)}
        if self.annotator:
            body["annotator"] = self.annotator
        if self.annotators > 1:
            body["annotators"] = self.annotators
        return json.dumps({**body, PROVENANCE: told}) + "\n"


def _listed(spans: Iterable[Span]) -> list[list[object]]:
    return [[span.start, span.end, span.label] for span in spans]


def parted(
    spans: Iterable[Span], scheme: Scheme, *, phi: bool
) -> tuple[list[Span], list[Span], list[Span]]:
    """Spans of PHI, under canonical labels, other spans, and those whose label nobody gave out."""
    labels = frozenset(scheme.labels)
    found: tuple[list[Span], list[Span], list[Span]] = ([], [], [])
    for span in spans:
        canonical = canonical_label(span.label)
        if phi and canonical is not None:
            found[0].append(Span(span.start, span.end, canonical))
        else:
            found[1 if span.label in labels else 2].append(span)
    return found


def has_entities(scheme: Scheme, *, phi: bool) -> bool:
    """Whether annotators could mark something else than PHI."""
    return any(not phi or canonical_label(label) is None for label in scheme.labels)


def read_answers(
    given: Sequence[tuple[str, str]], questions: Mapping[str, DocumentQuestion]
) -> tuple[Answers, list[str], list[str]]:
    """Answers by question; the questions nobody asked, and those without one readable answer."""
    found: dict[str, set[Answer]] = {}
    unread: list[str] = []
    for name, told in given:
        question = questions.get(name)
        value = _value(told, question) if question is not None else None
        if question is not None and value is None:
            unread.append(name)
        elif value is not None:
            found.setdefault(name, set()).add(value)
    unread += [name for name, values in found.items() if len(values) > 1]
    answers = {name: next(iter(values)) for name, values in found.items() if len(values) == 1}
    return answers, [name for name, _ in given if name not in questions], unread


def _value(told: str, question: DocumentQuestion) -> Answer | None:
    if question.kind is AnswerKind.CHOICE:
        return told if told in question.choices else None
    try:
        number = float(told.replace(",", "."))
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() else number


def read_annotated(body: dict[str, Any]) -> AnnotatedReport:
    """Reads a line that `annotate import` or `annotate merge` wrote.

    Raises:
        LineFault: if it is none.
    """
    text = record_text(body)
    record_id(body)
    found = {name: _spans(body, name, text) for name in ("spans", "entities")}
    told = body.get(PROVENANCE)
    told = told if isinstance(told, dict) else {}
    spans_from: dict[Span, LabelOrigin] = {}
    for name, spans in found.items():
        spans_from |= dict(
            zip(spans or (), _origins(told.get(name), len(spans or ())), strict=True)
        )
    answers = body.get("choices") or {}
    if not isinstance(answers, dict) or not all(_is_answer(one) for one in answers.values()):
        raise LineFault("its answers are malformed", "choices")
    of_answers = told.get("choices")
    of_answers = of_answers if isinstance(of_answers, dict) else {}
    return AnnotatedReport(
        {name: of for name, of in body.items() if name not in OWN},
        found["spans"],
        found["entities"],
        dict(answers),
        str(body.get("annotator") or ""),
        1,
        spans_from,
        {name: _origins([of_answers.get(name)], 1)[0] for name in answers},
    )


def _spans(body: dict[str, Any], name: str, text: str) -> tuple[Span, ...] | None:
    given = body.get(name)
    if given is None:
        return None
    try:
        return tuple(dict.fromkeys(parse_spans(given, text)))
    except SpanFault as fault:
        raise LineFault(fault.kind.title, name) from None


def _origins(told: object, count: int) -> list[LabelOrigin]:
    """Where labels come from; what is not told was made by somebody."""
    known = {str(origin): origin for origin in LabelOrigin}
    given = told if isinstance(told, list) and len(told) == count else [None] * count
    return [known.get(str(one), LabelOrigin.MANUAL) for one in given]


def _is_answer(told: object) -> bool:
    return isinstance(told, str | int | float) and not isinstance(told, bool)
