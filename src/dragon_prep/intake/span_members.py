"""In which members of an annotated report its spans stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.intake.records import MEMBER

if TYPE_CHECKING:
    from dragon_prep.intake.raw_file import RawFile

SPAN_KEYS = ("label", "labels", "label_phi")
_DOCCANO = "entities"


def with_spans(record: dict[str, Any], raw: RawFile) -> dict[str, Any]:
    """A record with its spans in ``label``, where doccano wrote them as ``entities``.

    A project with relations is exported so: ``{"label", "start_offset", "end_offset"}``.
    """
    given = record.get(_DOCCANO)
    if not isinstance(given, list) or raw.entity_member.split(MEMBER)[0] == _DOCCANO:
        return record
    if any(record.get(key) for key in SPAN_KEYS):
        return record
    if not all(isinstance(one, dict) and "start_offset" in one for one in given):
        return record
    spans = [[one.get(name) for name in ("start_offset", "end_offset", "label")] for one in given]
    return {**{name: of for name, of in record.items() if name != _DOCCANO}, "label": spans}


def spans_elsewhere(record: dict[str, Any], raw: RawFile) -> bool:
    """Whether nothing is marked, but a member that is not read holds what may be spans."""
    if any(record.get(key) for key in SPAN_KEYS):
        return False
    known = {*SPAN_KEYS, raw.entity_member.split(MEMBER)[0]}
    known |= {column.name.split(MEMBER)[0] for column in raw.columns}
    return any(
        isinstance(value, list) and any(isinstance(item, list | dict) for item in value)
        for name, value in record.items()
        if name not in known
    )
