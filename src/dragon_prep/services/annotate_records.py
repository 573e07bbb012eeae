"""Records of reports that people annotated: as ``deidentify`` takes them, or as cohorts do."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from dragon_prep.annotate.choices import RecordShape
from dragon_prep.annotate.documents import AnswerKind
from dragon_prep.core.phi import canonical_label
from dragon_prep.core.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dragon_prep.annotate.documents import DocumentQuestion, Scheme


class LabelOrigin(StrEnum):
    """Where a label comes from."""

    AUTOMATIC = "automatic"
    REVIEWED = "reviewed"
    MANUAL = "manual"
    ADJUDICATED = "adjudicated"


Answers = dict[str, "str | float"]
OWN = ("spans", "entities", "choices", "annotator", "provenance")


@dataclass(frozen=True, slots=True, repr=False)
class AnnotatedReport:
    """A report with what one annotator, or several together, made of it.

    Attributes:
        record: the report's line, without what annotators make.
        phi: spans of PHI; None where nobody was asked to mark any.
        entities: other spans; None where nobody was asked to mark any.
        answers: about the whole report.
        annotator: who; empty for several.
        spans_from: where each span comes from.
        answers_from: where each answer comes from.
    """

    record: Mapping[str, Any]
    phi: tuple[Span, ...] | None
    entities: tuple[Span, ...] | None
    answers: Answers
    annotator: str
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

    def line(self, shape: RecordShape) -> str:
        """The report's line in a file."""
        if shape is RecordShape.ANNOTATIONS:
            body: dict[str, object] = {
                "text": self.text,
                "label": _listed(sorted(self.marks())),
                "meta": {"uid": self.record["id"]},
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
        return json.dumps({**body, "provenance": told}) + "\n"


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
    found: dict[str, set[str | float]] = {}
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


def _value(told: str, question: DocumentQuestion) -> str | float | None:
    if question.kind is AnswerKind.CHOICE:
        return told if told in question.choices else None
    try:
        number = float(told.replace(",", "."))
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() else number
