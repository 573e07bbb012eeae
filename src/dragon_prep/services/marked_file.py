"""Files of reports in which people marked PHI: a line each, as dragon-prep or doccano writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.annotate.tools import UNITS
from dragon_prep.core.codes.intake import SPAN_OUTSIDE
from dragon_prep.core.codes.run import RECORDS_INVALID
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import system_faults
from dragon_prep.core.spans import Span
from dragon_prep.evaluation.labels import IGNORE, common_label
from dragon_prep.intake.annotations import SpanFault, spans_in_any_unit
from dragon_prep.intake.json_lines import LineFault, record_id, record_text
from dragon_prep.intake.units import OffsetUnit, convert

if TYPE_CHECKING:
    from pathlib import Path

MOST_LISTED = 10
_OURS = "spans"
OFFSETS = "offsets"
"""What a line may say that the offsets of doccano's members count in, if not in code points."""

_OF_DOCCANO = ("label", "labels", "label_phi")


@dataclass(frozen=True, slots=True, repr=False)
class MarkedReport:
    """A report in which somebody marked PHI.

    Attributes:
        id: its id.
        text: the report.
        spans: what was marked, under common labels or ``IGNORE``.
        centre: who handed it in, empty if it does not say.
    """

    id: str | int
    text: str
    spans: tuple[Span, ...]
    centre: str


def require_files(*paths: Path) -> None:
    """Sees to it that there are such files.

    Raises:
        UsageFault: if there is none of a name.
        SystemFault: if that cannot be told.
    """
    for path in paths:
        with system_faults(path.name):
            if not path.is_file():
                place = Place(path.name or str(path))
                raise UsageFault(RECORDS_INVALID, "there is no such file", place=place)


def marked_report(record: dict[str, Any]) -> MarkedReport:
    """Reads a line: ``{"id", "text", "spans", "centre"?}``, or what doccano exports.

    Spans are ``[start, end, label]`` in code points of ``text``. A line without ``spans`` is
    doccano's: those of ``label``, ``labels`` and ``label_phi`` count, all that are there, in the
    unit that it notes as ``offsets``.

    Raises:
        LineFault: if it is no such line.
    """
    text = record_text(record)
    centre = noted(record, "centre")
    if centre is not None and not isinstance(centre, str):
        raise LineFault("its centre is not a string", "centre")
    members = [name for name in _OF_DOCCANO if record.get(name) is not None]
    is_doccanos = bool(members) and _OURS not in record
    unit = _unit(record) if is_doccanos else OffsetUnit.CODE_POINTS
    spans: list[Span] = []
    for name in members if is_doccanos else [_OURS]:
        spans += common_spans(record.get(name), text, ignore=True, unit=unit)
    return MarkedReport(_marked_id(record), text, tuple(spans), (centre or "").strip())


def _unit(record: dict[str, Any]) -> OffsetUnit:
    said = noted(record, OFFSETS)
    found = next((unit for name, unit in UNITS.items() if said in (None, str(name))), None)
    if found is None:
        raise LineFault("what its offsets count in is not known", OFFSETS)
    return found


def _marked_id(record: dict[str, Any]) -> str | int:
    # doccano numbers the lines of each project anew (``id``), so what it was given goes first.
    uid = None if _OURS in record else noted(record, "uid")
    return record_id(record if uid is None else {"id": uid})


def noted(record: dict[str, Any], name: str) -> object:
    """What a line says beside text and spans: in ``meta``, or beside them as later doccanos do."""
    meta = record.get("meta")
    found = meta.get(name) if isinstance(meta, dict) else None
    return record.get(name) if found is None else found


def common_spans(
    found: object,
    text: str,
    *,
    ignore: bool,
    unit: OffsetUnit = OffsetUnit.CODE_POINTS,
) -> tuple[Span, ...]:
    """Spans under common labels; what a span has behind its label is passed over.

    Args:
        found: the decoded JSON.
        text: the text the offsets count in.
        ignore: whether ``IGNORE`` may be among the labels.
        unit: what they count in.

    Raises:
        LineFault: if they are malformed, outside the text, or have an unknown label.
    """
    if isinstance(found, list):
        found = [item[:3] if isinstance(item, list) else item for item in found]
    try:
        spans = convert(text, spans_in_any_unit(found, text), unit)
        if spans is None:
            raise SpanFault(SPAN_OUTSIDE)
    except SpanFault as fault:
        raise LineFault(fault.kind.title, "spans") from None
    common: list[Span] = []
    for span in spans:
        label = common_label(span.label)
        if label is None or (label == IGNORE and not ignore):
            raise LineFault("a span has a label that docs/annotations.md does not list", "spans")
        common.append(Span(span.start, span.end, label))
    return tuple(common)


def repeated() -> LineFault:
    """Why a line cannot be used whose id an earlier one has."""
    return LineFault("its id stands in an earlier line, too", "id")
