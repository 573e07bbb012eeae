"""Ids of patients and reports: one of several spellings, and what stands where there is none."""

from __future__ import annotations

import re
import unicodedata

JOINT = "_"  # between the ids that a report's id is put together of

_PLAIN = re.compile(r"[A-Za-z0-9_-]*")
_APOSTROPHES = "'`\u2018\u2019\u201b"  # what a spreadsheet's sign for text leaves behind
_ROUNDED = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE][+][0-9]+")
_WHOLE = re.compile(r"([0-9]+)[.,]0+")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3}){2,}")
_NONE = frozenset(
    (
        *("x", "xx", "xxx", "na", "nan", "none", "null", "nil", "nvt", "leeg", "geen", "ntb"),
        *("onbekend", "onb", "unknown", "nietbekend", "nietingevuld", "nognietbekend", "anoniem"),
        *("geenid", "geennummer", "missing", "ontbreekt", "empty", "undefined"),
    )
)


def plain_id(cell: str | None) -> str:
    """An id in the one spelling that stands for all of its.

    ``4000137.0``, ``'4000137``, ``4.000.137``, digits of full width and ids with invisible
    characters in them are all ``4000137``: they are what programs make of one id. Each of the ids
    that :data:`JOINT` puts together is spelled so. Leading zeros, case and signs between the parts
    of an id stay, since they may tell two patients apart; see :func:`alike`.

    Args:
        cell: as it stands in the export; None is empty.
    """
    if cell is None:
        return ""
    cell = cell.strip()
    if _PLAIN.fullmatch(cell):
        return cell
    text = unicodedata.normalize("NFKC", cell)
    seen = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Mn"))
    return JOINT.join(_part(part) for part in seen.strip().split(JOINT))


def _part(part: str) -> str:
    part = part.strip().lstrip(_APOSTROPHES).strip()
    if whole := _WHOLE.fullmatch(part):
        return whole[1]
    return re.sub("[.,]", "", part) if _THOUSANDS.fullmatch(part) else part


def is_no_id(text: str) -> bool:
    """Whether a text is no id, or says that there is none: ``-``, ``onbekend``, ``#N/A``.

    A nought is one: where numbers were given out, they often begin with it.
    """
    said = "".join(filter(str.isalnum, text)).casefold()
    return not said or said in _NONE


def is_rounded(text: str) -> bool:
    """Whether a text is what a spreadsheet makes of a long id: ``9,00E+07``."""
    return _ROUNDED.fullmatch(text.strip()) is not None


def alike(text: str) -> str:
    """What two ids have in common that may be one's: all but leading zeros, case and signs."""
    return "".join(filter(str.isalnum, text)).lstrip("0").casefold()
