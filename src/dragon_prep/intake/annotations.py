"""Annotated reports: doccano-style JSON lines with spans, and lists of report ids."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes import intake as kinds
from dragon_prep.core.errors import InputFault, Place, Problem
from dragon_prep.core.phi import canonical_label
from dragon_prep.core.report import Cleaning
from dragon_prep.core.spans import Span
from dragon_prep.intake.decode import read_text
from dragon_prep.intake.ids import plain_id
from dragon_prep.intake.offsets import Marked, require_fitting_offsets, with_slips
from dragon_prep.intake.records import MEMBER, as_json, member, records
from dragon_prep.intake.span_members import SPAN_KEYS, spans_elsewhere, with_spans
from dragon_prep.intake.span_origins import told_origins
from dragon_prep.intake.units import (
    OffsetUnit,
    convert,
    longest,
    read_offsets,
    units_told,
)
from dragon_prep.language.cleaning.stage import clean, cleaning_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.core.errors import ErrorCode
    from dragon_prep.intake.raw_file import RawFile

# Whole ids only: a file may be cut inside its last one.
_UID = r'"{}"\s*:\s*(?:"([^"\\]{{1,200}})"|([0-9]{{1,200}})\s*[,}}\]])'


@dataclass(frozen=True, slots=True, repr=False)
class Annotation:
    """One annotated report: its clean text, the spans somebody marked, and where they are from."""

    uid: str
    text: str
    phi: tuple[Span, ...]
    entities: tuple[Span, ...]
    place: Place
    cleaned: Cleaning = field(default_factory=Cleaning)
    origins: tuple[Span, ...] = ()

    def says(self) -> tuple[str, tuple[Span, ...], tuple[Span, ...]]:
        """All but where it stands."""
        return self.text, self.phi, self.entities

    def __repr__(self) -> str:
        return f"<Annotation at {self.place}, {len(self.text)} characters, {len(self.phi)} spans>"


@dataclass(slots=True, repr=False)
class Annotations:
    """What a file of annotated reports holds.

    Attributes:
        by_uid: the usable annotations.
        quarantined: ids whose annotation cannot be used: the detector does not get their reports.
        problems: all that is to be listed.
        is_whole: whether each annotation could be told which report it is of. If not, any report
            without an annotation may be the one that somebody marked.
        set_aside: the texts of annotations that cannot be used, by the id they gave.
        unplaced: the ids that are no report's.
        unchanged: the texts that cleaning left as they are, and what it told of them.
    """

    by_uid: dict[str, Annotation] = field(default_factory=dict)
    quarantined: dict[str, Problem] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    is_whole: bool = True
    set_aside: dict[str, list[str]] = field(default_factory=dict)
    unplaced: set[str] = field(default_factory=set)
    unchanged: dict[str, Cleaning] = field(default_factory=dict)

    def quarantine(self, uid: str, problem: Problem, *texts: str) -> None:
        """Makes a report's annotation unusable, for good."""
        self.quarantined[uid] = problem
        earlier = self.by_uid.pop(uid, None)
        found = [*([earlier.text] if earlier else []), *(clean(text).text for text in texts)]
        self.set_aside.setdefault(uid, []).extend(found)

    def texts(self, uid: str) -> tuple[str, ...]:
        """All texts that were annotated under an id."""
        annotation = self.by_uid.get(uid)
        return (annotation.text,) if annotation else tuple(self.set_aside.get(uid, ()))

    def add(self, annotation: Annotation) -> None:
        """Takes an annotation; two different ones of a report hold it back."""
        if annotation.uid in self.quarantined:
            self.set_aside[annotation.uid].append(annotation.text)
            return
        earlier = self.by_uid.setdefault(annotation.uid, annotation)
        if earlier.says() != annotation.says():
            detail = "annotated twice, and not in the same way"
            problem = Problem(kinds.TEXTS_DIFFER, annotation.place, detail)
            self.problems.append(problem)
            self.quarantine(annotation.uid, problem, annotation.text)


class SpanFault(ValueError):
    """Spans that cannot be used, with the kind of problem."""

    def __init__(self, kind: ErrorCode) -> None:
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
    return _offsets(found, len(text))


def spans_in_any_unit(found: object, text: str) -> tuple[Span, ...]:
    """Spans as they stand in the file, in whatever unit their offsets were counted.

    Args:
        found: the decoded JSON.
        text: the text the offsets count in.

    Raises:
        SpanFault: if a span is malformed, empty, reversed, or outside the text in every unit.
    """
    return _offsets(found, longest(text))


def _offsets(found: object, most: int) -> tuple[Span, ...]:
    """Spans with offsets up to ``most``.

    Raises:
        SpanFault: if a span is malformed, empty, reversed, before the text or beyond ``most``.
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
        if start < 0 or end > most:
            raise SpanFault(kinds.SPAN_OUTSIDE)
        spans.append(Span(start, end, label))
    return tuple(spans)


def phi_and_entities(
    spans: Sequence[Span], *, entities: str = ""
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Tells PHI spans, with canonical labels, from entity spans.

    Args:
        spans: as annotated. A label that names a PHI category, with or without angle brackets,
            marks PHI.
        entities: a pattern that the labels of entities match in full; empty where there are none.

    Returns:
        Both without repetitions.

    Raises:
        SpanFault: if a label is neither: it may be a slip of the pen for a PHI tag.
    """
    phi: list[Span] = []
    others: list[Span] = []
    for span in spans:
        canonical = canonical_label(span.label)
        if canonical is not None:
            phi.append(Span(span.start, span.end, canonical))
        elif entities and re.fullmatch(entities, span.label):
            others.append(span)
        else:
            raise SpanFault(kinds.TAG_UNKNOWN)
    return tuple(dict.fromkeys(phi)), tuple(dict.fromkeys(others))


def read_annotations(root: Path, raw: RawFile) -> Annotations:
    """Reads a file of annotated reports.

    Each line is an object with ``text``, spans in ``label``, ``labels`` or ``label_phi`` (all that
    are there count) and in the file's member of entities, if it has one, and the report's id in
    ``meta.uid`` or ``uid``, or where the file has it. A JSON array of such objects is read, too; an
    empty one says that nothing was annotated.

    Raises:
        InputFault: if the file is missing or empty, if it is not such a file, or if so many spans
            cut words that their offsets must be of another text.
    """
    result = Annotations()
    marked: list[Marked] = []
    found = list(records(root, raw))
    readable = 0
    id_of_line = re.compile(_UID.format(re.escape((raw.uid_member or "uid").split(MEMBER)[-1])))
    for number, line, record in found:
        place = Place(raw.path, number)
        if isinstance(record, dict):
            readable += 1
            _take(record, place, raw, result, marked)
            continue
        # Whose annotation it was may still be seen in what is left of it.
        uids = {plain_id(match[1] or match[2]) for match in id_of_line.finditer(line)}
        problem = Problem(kinds.LINE_UNREADABLE, place, quarantined=bool(uids))
        if not raw.columns:  # else the lines are rows of a table, too, and listed there
            result.problems.append(problem)
        if len(uids) != 1:  # none, or several of which any may be the right one
            result.is_whole = False
        for uid in uids:
            result.quarantine(uid, problem)
    if found and not readable:
        raise InputFault(
            kinds.FILE_UNREADABLE, "none of its lines is a JSON object", place=Place(raw.path)
        )
    for one in with_slips(marked):
        detail = "an entity's label is a common one with a letter or two that differ"
        result.problems.append(Problem(kinds.TAG_UNKNOWN, one.place, detail, quarantined=False))
    require_fitting_offsets(marked, raw)
    told = units_told(one.reading for one in marked)
    for one in marked:
        _place_spans(one, told, result)
    return result


def _take(
    record: dict[str, Any],
    place: Place,
    raw: RawFile,
    result: Annotations,
    marked: list[Marked],
) -> None:
    uid = _uid(record, raw)
    text = record.get("text")
    record = with_spans(record, raw)
    keys = [key for key in SPAN_KEYS if record.get(key) is not None]
    if not uid or not isinstance(text, str) or not keys or spans_elsewhere(record, raw):
        problem = Problem(kinds.ANNOTATION_INCOMPLETE, place, quarantined=bool(uid))
        result.problems.append(problem)
        if uid:
            result.quarantine(uid, problem, *([text] if isinstance(text, str) else []))
        else:
            result.is_whole = False
        return
    try:
        found = {key: spans_in_any_unit(record[key], text) for key in keys}
        spans = [span for some in found.values() for span in some]
        phi, entities = phi_and_entities(spans, entities=raw.entities)
        if raw.entity_member:
            # Whatever they are called: here nobody marks PHI.
            apart = spans_in_any_unit(member(record, raw.entity_member), text)
            found[raw.entity_member] = apart
            if not all(re.fullmatch(raw.entities, span.label) for span in apart):
                raise SpanFault(kinds.TAG_UNKNOWN)
            entities = tuple(dict.fromkeys((*entities, *apart)))
    except SpanFault as fault:
        _refuse(uid, text, Problem(fault.kind, place), result)
        return
    origins = told_origins(record, found)
    of_phi = read_offsets(text, phi)
    every = read_offsets(text, (*phi, *entities)) if entities else of_phi
    marked.append(Marked(uid, text, phi, entities, origins, place, of_phi, every))


def _refuse(uid: str, text: str, problem: Problem, result: Annotations) -> None:
    result.problems.append(problem)
    result.quarantine(uid, problem, text)


def _place_spans(one: Marked, told: frozenset[OffsetUnit], result: Annotations) -> None:
    unit = one.unit(told)
    if unit is None:
        kind = kinds.SPANS_CUT if one.of_phi.in_text else kinds.SPAN_OUTSIDE
        _refuse(one.uid, one.text, Problem(kind, one.place), result)
        return
    given = (one.phi, one.entities, one.origins)
    phi, entities, origins = (convert(one.text, spans, unit) for spans in given)
    if phi is None or entities is None or origins is None:
        _refuse(one.uid, one.text, Problem(kinds.SPAN_OUTSIDE, one.place), result)
        return
    if unit is not OffsetUnit.CODE_POINTS:
        detail = f"the offsets were read as {unit}"
        result.problems.append(Problem(kinds.OFFSETS_READ, one.place, detail, quarantined=False))
    if overlap(phi):
        result.problems.append(Problem(kinds.SPANS_OVERLAP, one.place, quarantined=False))
    text = clean(one.text)
    spans, done = (text.carry(phi), text.carry(entities)), cleaning_of(text)
    if not text.steps:
        result.unchanged[one.text] = done
    result.add(Annotation(one.uid, text.text, *spans, one.place, done, text.carry(origins)))


def _uid(record: dict[str, Any], raw: RawFile) -> str:
    names = (raw.uid_member,) if raw.uid_member else ("meta/uid", "uid")
    found = (member(record, name) for name in names)
    return plain_id(str(next((uid for uid in found if uid is not None), "")))


def overlap(spans: Sequence[Span]) -> bool:
    """Whether two of the spans share a code point."""
    ordered = sorted(spans)
    return any(a.overlaps(b) for a, b in pairwise(ordered))


def read_uid_list(root: Path, raw: RawFile) -> frozenset[str]:
    """Reads a JSON list of report ids.

    Raises:
        InputFault: if the file is missing or is not such a list.
    """
    found = as_json(read_text(root, raw.location, raw.path))
    if not isinstance(found, list) or not all(isinstance(uid, str | int) for uid in found):
        raise InputFault(
            kinds.FILE_UNREADABLE, "it is not a JSON list of report ids", place=Place(raw.path)
        )
    return frozenset(plain_id(str(uid)) for uid in found)
