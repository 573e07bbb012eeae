"""How sure a name is that a weak sign announces, and the gaps between sign and name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.word_kinds import is_plain
from dragon_prep.language.words import WordClass as W

if TYPE_CHECKING:
    from dragon_prep.language.page import Page
    from dragon_prep.phi.names.reader import Reading

COLON = re.compile(
    r"[ \t\xa0.]{0,16}(?:\([^()\n]{0,20}\)[ \t\xa0]?|i\.?o\.?[ ]?|[1-4](?=[ ]?:)[ ]?)?"
    r"(?:\.?[:=][\s]{0,4}|[ ]?\|[ ]?|\t|;(?=[^\s]))"
)
BLANK = re.compile(r"[ \t\xa0]{1,3}\n?[ \t\xa0]{0,2}|\n[ \t\xa0]{0,2}")
_PREPOSITION = re.compile(r"(?:in|te|uit|op|aan|bij|onder|van het)\s", re.IGNORECASE)
CLAUSE_END = frozenset(("", ".", ",", ")", "\n", ";"))


def is_sure_name(page: Page, name: Reading) -> bool:
    """Whether what was read beside a weak sign is a name and no department, place or eponym."""
    first = name.words[0]
    announced = bool(name.initials or name.particles)
    if is_plain(first):
        return _is_word_and_name(page, name)
    if page.classes[first] & W.EPONYM:
        return announced
    if page.text[name.start : name.end].isupper():
        known = page.classes[first.partition("-")[0]] & W.KNOWN_SURNAME
        return bool(name.particles or known)
    if not page.classes[first] & (W.TOWN | W.HOSPITAL | W.HOSPITAL_AMBIGUOUS):
        return True
    if not name.initials and _PREPOSITION.match(page.text, name.start):
        return False  # "uroloog in het Gelre", "huisarts te Ede"
    return announced


def _is_word_and_name(page: Page, name: Reading) -> bool:
    """Whether a name that is an everyday word stands as only a name would: ``H. van der Licht``."""
    if name.initials and name.particles:
        return True
    if page.low.startswith("het ", name.start):
        return False  # "chirurg het Hart"
    too = page.classes[name.words[0]] & (W.SURNAME_TOO | W.SURNAME)
    return bool(too and (name.initials or name.particles))
