"""What a review of a sample says in a manifest: figures alone, no text, no id and no centre."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.intake import REVIEW_UNFIT
from dragon_prep.core.codes.run import RECORDS_INVALID
from dragon_prep.core.errors import InputFault, Place, UsageFault
from dragon_prep.core.files import system_faults
from dragon_prep.evaluation.doubt import Doubt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

REVIEW = "review"  # the manifest's member
FORMAT = 1
_LARGEST = 1 << 20
_MOST_STRATA = 10_000
_MEMBERS = "the members it has"
_FIGURE = ("value", "low", "high")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_count_or_none(value: object) -> bool:
    return value is None or _is_count(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_confidence(value: object) -> bool:
    return isinstance(value, float) and 0.5 <= value < 1


def _is_figure(value: object, most: float) -> bool:
    """Whether it is a figure between the ends of its interval, or none at all."""
    if not isinstance(value, dict) or value.keys() != {*_FIGURE}:
        return False
    if all(number is None for number in value.values()):
        return True
    if not all(map(_is_number, value.values())):
        return False
    return bool(0 <= value["low"] <= value["value"] <= value["high"] <= most)


def _is_share(value: object) -> bool:
    return _is_figure(value, 1)


def _is_needed(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != {*_NEEDED}:
        return False
    return all(map(_is_count_or_none, value.values()))


def _is_strata(value: object) -> bool:
    return isinstance(value, list) and 0 < len(value) <= _MOST_STRATA and all(map(_fits, value))


def _fits(stratum: object) -> bool:
    return not _misfit(stratum, _STRATUM)


_NEEDED = ("phi_words_missed", "reports_with_miss")
_COUNTS = ("words_reviewed", "phi_words", "missed_words", "with_miss")
_STRATUM: Mapping[str, Callable[[object], bool]] = MappingProxyType(
    {
        "doubt": lambda value: value in tuple(Doubt),
        "reports": _is_count,
        "reviewed": _is_count,
        **dict.fromkeys(_COUNTS, _is_count),
    }
)
_BODY: Mapping[str, Callable[[object], bool]] = MappingProxyType(
    {
        "format": lambda value: value == FORMAT and not isinstance(value, bool),
        "confidence": _is_confidence,
        "reports": _is_count,
        "reviewed": _is_count,
        **dict.fromkeys(_COUNTS, _is_count),
        "missed_per_1000_words": lambda value: _is_figure(value, 1000),
        "phi_words_missed": _is_share,
        "reports_with_miss": _is_share,
        "reports_needed_below_1_percent": _is_needed,
        "strata": _is_strata,
    }
)


def misfit(body: object) -> str:
    """The member of a review that is not as it should be; empty if all are.

    Args:
        body: the decoded JSON.
    """
    if not isinstance(body, dict):
        return _MEMBERS
    if found := _misfit(body, _BODY):
        return found
    for name in ("reports", "reviewed", *_COUNTS):
        if body[name] != sum(stratum[name] for stratum in body["strata"]):
            return name
    return next((name for part in (body, *body["strata"]) if (name := _unlikely(part))), "")


def _misfit(body: object, members: Mapping[str, Callable[[object], bool]]) -> str:
    if not isinstance(body, dict) or body.keys() != members.keys():
        return _MEMBERS
    return next((name for name, is_fit in members.items() if not is_fit(body[name])), "")


def _unlikely(counts: Mapping[str, Any]) -> str:
    """Which count is larger than that of which it is a part."""
    parts = (
        *(("reviewed", "reports"), ("with_miss", "reviewed")),
        *(("phi_words", "words_reviewed"), ("missed_words", "phi_words")),
    )
    return next((part for part, whole in parts if counts[part] > counts[whole]), "")


def read_review(path: Path) -> dict[str, object]:
    """Reads what ``sample-review estimate`` wrote.

    Raises:
        UsageFault: if there is no such file.
        InputFault: if it is something else.
        SystemFault: if it cannot be read.
    """
    place = Place(path.name or str(path))
    with system_faults(path.name):
        if not path.is_file():
            raise UsageFault(RECORDS_INVALID, "there is no such file", place=place)
        if path.stat().st_size > _LARGEST:
            raise InputFault(REVIEW_UNFIT, "it is too large", place=place)
        data = path.read_bytes()
    try:
        body = json.loads(data.decode("ascii"))
    # What a decoding error says may quote the file.
    except (ValueError, RecursionError):
        raise InputFault(REVIEW_UNFIT, "it is not JSON in ASCII", place=place) from None
    if found := misfit(body):
        raise InputFault(REVIEW_UNFIT, f"what does not fit: {found}", place=place)
    return dict(body)
