"""Annotated reports: doccano-style JSON lines with spans, and lists of report ids."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dragon_prep.errors import InputFault, Place, Problem
from dragon_prep.model.phi import canonical_label
from dragon_prep.model.span import Span
from dragon_prep.read import kinds
from dragon_prep.read.decode import decode, is_damaged, read_bytes
from dragon_prep.text.newlines import normalise_newlines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.errors import Kind
    from dragon_prep.model.cohort import RawFile

_SPAN_KEYS = ("label", "labels", "label_phi")  # the first that is there counts


@dataclass(frozen=True, slots=True, repr=False)
class Annotation:
    """One annotated report: its text with line feeds, and the spans somebody marked."""

    uid: str
    text: str
    phi: tuple[Span, ...]
    entities: tuple[Span, ...]
    place: Place

    def __repr__(self) -> str:
        return f"<Annotation at {self.place}, {len(self.text)} characters, {len(self.phi)} spans>"


@dataclass(slots=True)
class Annotations:
    """What an annotation file holds.

    Attributes:
        by_uid: the usable annotations.
        held_back: report ids whose annotation cannot be used. Their reports are held back, not
            handed to the detector: somebody did mark PHI in them.
        problems: all that is to be listed.
    """

    by_uid: dict[str, Annotation] = field(default_factory=dict)
    held_back: dict[str, Problem] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def hold_back(self, uid: str, problem: Problem) -> None:
        """Makes a report's annotation unusable, for good."""
        self.held_back[uid] = problem
        self.by_uid.pop(uid, None)


class SpanFault(ValueError):
    """Spans that cannot be used, with the kind of problem."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind.title)
        self.kind = kind


def parse_spans(found: object, text: str) -> tuple[Span, ...]:
    """Spans out of ``[start, end, label]`` lists, with their labels as they are.

    Args:
        found: the decoded JSON.
        text: the text the offsets count in, in code points.

    Raises:
        SpanFault: if a span is malformed, empty, reversed or outside the text.
    """
    if not isinstance(found, list):
        raise SpanFault(kinds.SPAN_MALFORMED)
    spans: list[Span] = []
    for item in found:
        match item:
            case [int(start), int(end), str(label)] if not isinstance(start, bool):
                pass
            case _:
                raise SpanFault(kinds.SPAN_MALFORMED)
        if end <= start:
            raise SpanFault(kinds.SPAN_REVERSED)
        if start < 0 or end > len(text):
            raise SpanFault(kinds.SPAN_OUTSIDE)
        spans.append(Span(start, end, label))
    return tuple(spans)


def phi_and_entities(
    spans: Sequence[Span], *, all_phi: bool = False
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Tells PHI spans, with canonical labels, from entity spans.

    A label that names a PHI category, with or without angle brackets, marks PHI. Any other label
    in angle brackets is an unknown tag. What is left are entities.

    Args:
        spans: as annotated.
        all_phi: whether every span must be PHI.

    Raises:
        SpanFault: if a tag is unknown.
    """
    phi: list[Span] = []
    entities: list[Span] = []
    for span in spans:
        canonical = canonical_label(span.label)
        if canonical is not None:
            phi.append(Span(span.start, span.end, canonical))
        elif all_phi or ("<" in span.label and ">" in span.label):
            raise SpanFault(kinds.TAG_UNKNOWN)
        else:
            entities.append(span)
    return tuple(phi), tuple(entities)


def read_annotations(root: Path, raw: RawFile) -> Annotations:
    """Reads a file of annotated reports.

    Each line is an object with ``text``, spans in ``label``, ``labels`` or ``label_phi``, and the
    report's id in ``meta.uid`` or ``uid``.

    Raises:
        InputFault: if the file is missing or is not a file of JSON lines.
    """
    lines = [
        (number, line)
        for number, line in enumerate(decode(read_bytes(root, raw.path)).split("\n"), start=1)
        if line.strip()
    ]
    result = Annotations()
    unreadable = 0
    for number, line in lines:
        place = Place(raw.path, number)
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        if not isinstance(record, dict) or is_damaged(line):
            unreadable += 1
            result.problems.append(Problem(kinds.LINE_UNREADABLE, place, held_back=False))
            continue
        _take(record, place, result)
    if lines and unreadable == len(lines):
        raise InputFault(
            kinds.FILE_UNREADABLE, "none of its lines is a JSON object", place=Place(raw.path)
        )
    return result


def _take(record: dict[str, Any], place: Place, result: Annotations) -> None:
    meta = record.get("meta")
    uid = meta.get("uid") if isinstance(meta, dict) else None
    uid = str(uid if uid is not None else record.get("uid") or "").strip()
    text = record.get("text")
    found = next((record[key] for key in _SPAN_KEYS if key in record), None)
    if not uid or not isinstance(text, str) or found is None:
        problem = Problem(kinds.ANNOTATION_INCOMPLETE, place, held_back=bool(uid))
        result.problems.append(problem)
        if uid:
            result.hold_back(uid, problem)
        return
    try:
        phi, entities = phi_and_entities(parse_spans(found, text))
    except SpanFault as fault:
        problem = Problem(fault.kind, place)
        result.problems.append(problem)
        result.hold_back(uid, problem)
        return
    if overlap(phi):
        result.problems.append(Problem(kinds.SPANS_OVERLAP, place, held_back=False))
    text, offsets = normalise_newlines(text)
    annotation = Annotation(uid, text, offsets.carry_all(phi), offsets.carry_all(entities), place)
    if uid in result.held_back:
        return
    earlier = result.by_uid.setdefault(uid, annotation)
    if (earlier.text, earlier.phi) != (annotation.text, annotation.phi):
        problem = Problem(kinds.TEXTS_DIFFER, place, "annotated twice, and not in the same way")
        result.problems.append(problem)
        result.hold_back(uid, problem)


def overlap(spans: Sequence[Span]) -> bool:
    """Whether two of the spans share a code point."""
    ordered = sorted(spans)
    return any(a.overlaps(b) for a, b in pairwise(ordered))


def read_uid_list(root: Path, raw: RawFile) -> frozenset[str]:
    """Reads a JSON list of report ids.

    Raises:
        InputFault: if the file is missing or is not such a list.
    """
    data = read_bytes(root, raw.path)
    try:
        found = json.loads(decode(data))
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(isinstance(uid, str | int) for uid in found):
        raise InputFault(
            kinds.FILE_UNREADABLE, "it is not a JSON list of report ids", place=Place(raw.path)
        )
    return frozenset(str(uid).strip() for uid in found)
