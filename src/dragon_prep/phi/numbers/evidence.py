"""What speaks for or against a number: its check digits, and what stands around it."""

from __future__ import annotations

import re

from dragon_prep.language.units import is_year
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.numbers import notations

# Without a separator, a number with these in front is one of a catalogue, gene or disease.
_NO_REPORT_BEFORE = frozenset(
    {
        *("NM", "NP", "NC", "NG", "NR", "XM", "LRG", "RS", "COSM", "COSV", "CD", "CK", "ISO"),
        *("NEN", "NCT", "ENST", "ENSG", "ENSP", "HGNC", "OMIM", "MIM", "PMID", "EU", "ATC"),
        *("ICD", "GO", "CAS", "HPO", "HP", "ORPHA", "CHR", "REF", "LOT", "SN", "SRR", "GSM"),
        "UZOVI",
    }
)
_DATE_HEAD = re.compile(r"[^\w./-]\d{1,2}([-/.])\d{1,2}\1\Z")
DATE_FORM = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\Z")
_LETTERS_AT = re.compile(r"[A-Za-z]+")
_BEFORE_FIELD = ("|", ";", "| ", "; ", "/ ")
_BEHIND_FIELD = re.compile(r"[ ]?(?:[|;/\n]|\Z)")
FIELD_DIGITS = 7
SHORTEST_TAIL = 4
NOT_BEHIND = ("_", ">", "%", "+")


def is_bsn(digits: str) -> bool:
    """Whether eight or nine digits pass the 11-proof of a citizen service number."""
    if len(digits) not in (8, 9) or not digits.isdecimal():
        return False
    from stdnum.nl import bsn  # here, because only some reports have such a number

    return bool(bsn.is_valid(digits))


def is_iban(value: str) -> bool:
    """Whether an account number has right check digits; countries' own rules are not asked."""
    compact = value.replace(" ", "")
    if not 15 <= len(compact) <= 34:
        return False
    from stdnum.iso7064 import mod_97_10  # here, because only some reports have such a number

    return bool(mod_97_10.is_valid(compact[4:] + compact[:4]))


def ends_a_date(text: str, start: int, end: int) -> bool:
    """Whether a number is the year of ``23-07-2020``."""
    if _DATE_HEAD.search(text, max(0, start - 7), start) is None:
        return False
    after = text[end : end + 2]
    return not after[:1].isalnum() and not (after[:1] in "-./" and after[1:].isalnum())


def token_around(text: str, start: int, end: int) -> re.Match[str] | None:
    """The code that a run of digits is part of, if nothing beside it speaks against one."""
    head = notations.TOKEN_BEFORE.search(text, max(0, start - 16), start)
    first = head.start() if head is not None else start
    while not text[first].isalnum():
        first += 1
    if first and (text[first - 1] in "_+>" or text[first - 1].isalnum()):
        return None
    token = notations.TOKEN.match(text, first)
    if token is None or token.end() < end or text[token.end() : token.end() + 1] in NOT_BEHIND:
        return None
    return token


def is_report(value: str, tail: str) -> bool:
    """Whether what has a report number's form is none of a classification, unit or image.

    Args:
        value: what has the form.
        tail: the run of digits in it that it was found by.
    """
    letters = _LETTERS_AT.search(value)
    if letters is None:
        return True
    name = letters.group()
    if _is_catalogue(name) or name not in (name.lower(), name.upper()):
        return False
    if len(tail) < SHORTEST_TAIL or name.islower():
        # S17-044, SF-21-017: a short one has a nought in front, or more letters.
        apart = sum(map(value.count, "-/."))
        return tail[0] == "0" or apart > 1 or len(tail) > SHORTEST_TAIL
    if len(tail) > SHORTEST_TAIL or not is_year(int(tail)):
        return True
    return "20" not in value[:-4]  # "CT-2018/2020" is two years


def _is_catalogue(name: str) -> bool:
    """Whether letters stand before the numbers of a catalogue, a gene, a score or a measure."""
    low = name.lower()
    if name.upper() in _NO_REPORT_BEFORE:
        return True
    if name.islower() and classes[low] & W.UNIT:
        return True
    return len(name) > 1 and bool(classes[low] & (W.YEAR_DENY | W.NOT_DATE_BEFORE))
