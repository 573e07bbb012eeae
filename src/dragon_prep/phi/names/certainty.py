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
    if is_plain(first):
        too = bool(page.classes[first] & W.SURNAME_TOO) or bool(page.classes[first] & W.SURNAME)
        both = bool(name.initials and name.particles)
        article = page.low.startswith("het ", name.start)  # "chirurg het Hart"
        return both or (too and bool(name.initials or name.particles) and not article)
    if page.classes[first] & W.EPONYM:
        return bool(name.initials or name.particles)
    if page.text[name.start : name.end].isupper():
        return bool(name.particles) or bool(page.classes[first.partition("-")[0]] & W.KNOWN_SURNAME)
    place = bool(page.classes[first] & W.TOWN) or bool(page.classes[first] & W.HOSPITAL)
    place = place or bool(page.classes[first] & W.HOSPITAL_AMBIGUOUS)
    if place and not name.initials and _PREPOSITION.match(page.text, name.start):
        return False  # "uroloog in het Gelre", "huisarts te Ede"
    return bool(name.initials or name.particles) or not place
