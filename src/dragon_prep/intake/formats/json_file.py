"""JSON: lines of objects, an array of them, an object around one, or a FHIR bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.intake import FILE_UNREADABLE, LINE_UNREADABLE
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.intake.decode import text_of
from dragon_prep.intake.records import as_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.core.errors import ErrorCode
    from dragon_prep.intake.reading import Opening

Found = tuple[Place, dict[str, Any], "ErrorCode | None"]


def json_records(data: bytes, place: Place, opening: Opening) -> list[Found]:
    """The objects of a file, each with its place and, where it is none, what is wrong.

    The resources of a bundle are records, and so are the objects of the only list within an object.

    Raises:
        InputFault: if it is neither JSON nor lines of it.
    """
    text = text_of(data, place, opening.encoding)
    whole = as_json(text)
    if whole is not None:
        return list(_numbered(_unwrapped(whole), place))
    lines = [(n, line) for n, line in enumerate(text.split("\n"), start=1) if line.strip()]
    found: list[Found] = []
    for number, line in lines:
        at, record = Place(place.file, number), as_json(line)
        if isinstance(record, dict):
            found += [(at, one, None) for one in _unwrapped(record) if isinstance(one, dict)]
        else:
            found.append((at, {}, LINE_UNREADABLE))
    if all(fault for _, _, fault in found):
        detail = "it is neither JSON nor lines of JSON objects"
        raise InputFault(FILE_UNREADABLE, detail, place=place)
    return found


def _numbered(records: list[object], place: Place) -> Iterator[Found]:
    for number, record in enumerate(records, start=1):
        at = Place(place.file, number)
        yield (at, record, None) if isinstance(record, dict) else (at, {}, LINE_UNREADABLE)


def _unwrapped(found: object) -> list[object]:
    if isinstance(found, list):
        return [one for item in found for one in _unwrapped_resource(item)]
    if not isinstance(found, dict):
        return [found]
    if "resourceType" in found:
        return _unwrapped_resource(found)
    lists = [value for value in found.values() if _is_list_of_objects(value)]
    scalars_only = all(
        not isinstance(v, dict | list) or _is_list_of_objects(v) for v in found.values()
    )
    return list(lists[0]) if len(lists) == 1 and scalars_only else [found]


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _unwrapped_resource(found: object) -> list[object]:
    """The resources of a bundle, with bundles in it; anything else as it is."""
    if not isinstance(found, dict) or found.get("resourceType") != "Bundle":
        return [found]
    entries = found.get("entry")
    inner = [e.get("resource") if isinstance(e, dict) else e for e in entries or ()]
    return [one for resource in inner for one in _unwrapped_resource(resource)]
