"""PHI categories and the spellings of their tags (one place for each name)."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import NamedTuple


class PhiCategory(StrEnum):
    """What sort of protected health information a span holds."""

    PERSOON = "PERSOON"
    PERSOONAFKORTING = "PERSOONAFKORTING"
    DATUM = "DATUM"
    TIJD = "TIJD"
    LEEFTIJD = "LEEFTIJD"
    TELEFOONNUMMER = "TELEFOONNUMMER"
    EMAIL = "EMAIL"
    URL = "URL"
    ADRES = "ADRES"
    POSTCODE = "POSTCODE"
    PLAATS = "PLAATS"
    ZIEKENHUIS = "ZIEKENHUIS"
    PATIENTNUMMER = "PATIENTNUMMER"
    ZNUMMER = "ZNUMMER"
    BSN = "BSN"
    IBAN = "IBAN"
    RAPPORT_ID = "RAPPORT_ID"
    PHINUMMER = "PHINUMMER"
    STUDIE_NAAM = "STUDIE_NAAM"
    ACCREDITATIE_NUMMER = "ACCREDITATIE_NUMMER"
    BEDRIJF = "BEDRIJF"

    # Members are text, and are looked up by the million: Enum's own hash is no faster than Python.
    __hash__ = str.__hash__


# Spellings met in the centres' annotation files, after "-" has become "_".
_ALIASES = {
    "NAAM": "PERSOON",
    "TNUMMER": "RAPPORT_ID.T_NUMMER",
    "T_NUMMER": "RAPPORT_ID.T_NUMMER",
    "ACCREDATIE_NUMMER": "ACCREDITATIE_NUMMER",
    "EMAILADRES": "EMAIL",
    "INSTELLING": "ZIEKENHUIS",
}
_SUBTYPES = {"T_NUMMER", "R_NUMMER", "C_NUMMER", "DPA_NUMMER", "RPA_NUMMER"}

# A tag in a text: a label in any case, perhaps with a number that tells whose it is.
TAG = re.compile(
    r"</?(?P<name>[A-Za-z][A-Za-z_.\-]{0,48}[A-Za-z])"
    r"(?:[ \xa0_.\-]{0,2}(?P<number>[0-9]{1,9}))?>"
)
_LIKE_A_TAG = re.compile(r"</?(?P<inside>[^\W\d_](?:[^\W_]|[\s_.\-/]){0,49})>")
_ONE_WORD = re.compile(r"[^\W\d_]+(?=[\s_.\-]{0,2}[0-9]*/?\Z)")
_FEWEST_LETTERS = 4  # shorter words in brackets are anything, such as <BR>


class Tag(NamedTuple):
    """A PHI tag in a text, ``[start, end)`` in code points.

    Attributes:
        start: where it starts.
        end: where it ends.
        label: its canonical label, None if it looks like a PHI tag and is none we know.
        number: the digits behind its label, empty if there are none.
    """

    start: int
    end: int
    label: str | None
    number: str


def find_tags(text: str) -> list[Tag]:
    """The PHI tags of a text, in order: known ones, and what looks like one.

    What looks like one is at most 50 letters, digits, blanks and ``. _ - /`` in angle brackets
    that are in capitals (four letters or more), that begin with a label, or that are one
    capitalised word, such as ``<PATIENT NAAM>``, ``</PERSOON>``, ``<persoon a>`` and
    ``<Onbekend>``. Other things in angle brackets are no tags.
    """
    if "<" not in text:
        return []
    found: list[Tag] = []
    for match in _LIKE_A_TAG.finditer(text):
        known = TAG.fullmatch(text, match.start(), match.end())
        label = canonical_label(known["name"]) if known and known[0][1] != "/" else None
        if label or _looks_like_a_label(match["inside"]):
            number = known["number"] if known and label else None
            found.append(Tag(match.start(), match.end(), label, number or ""))
    return found


def _looks_like_a_label(inside: str) -> bool:
    if inside.upper().replace("-", "_").replace(" ", "_").startswith(_names()):
        return True
    if sum(map(str.isalpha, inside)) < _FEWEST_LETTERS:
        return False
    word = _ONE_WORD.match(inside)
    return inside.isupper() or (word is not None and word[0].istitle())


@cache
def _names() -> tuple[str, ...]:
    return (*PhiCategory.__members__, *_ALIASES)


def canonical_label(tag: str) -> str | None:
    """The one spelling of a PHI label, or None when it is not a PHI label.

    Args:
        tag: a label as annotation files have it, with or without angle brackets, such as
            ``<PERSOON>``, ``RAPPORT-ID.T-NUMMER`` or ``naam``.

    Returns:
        A category's name, for report ids with the sub-type behind a dot.
    """
    name = tag.strip().removeprefix("<").removesuffix(">").upper().replace("-", "_")
    name = _ALIASES.get(name, name)
    category, _, subtype = name.partition(".")
    if category not in PhiCategory.__members__:
        return None
    if subtype and (category != PhiCategory.RAPPORT_ID or subtype not in _SUBTYPES):
        return None
    return name


@cache
def category_of(label: str) -> PhiCategory:
    """The category of a canonical label.

    Raises:
        ValueError: if the label is not canonical.
    """
    return PhiCategory(label.partition(".")[0])
