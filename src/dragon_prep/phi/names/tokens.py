"""The tokens of a person's name: words, initials, titles and call names, and what joins them.

The only patterns of how a name is written. Detection reads on from token to token, see
:mod:`dragon_prep.phi.names.reader`; of a mention the grammar finds out what each token is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from dragon_prep.language.letters import compiled
from dragon_prep.language.pools import words

# What stands for one first name: mostly its first letter.
_INITIAL = "(?:[A-ZÀ-Þ]|Th|Ch|Chr|Ph|IJ|Jos|Yv)"
WORD = re.compile(r"[^\W\d_]+(?:(?:['’-]|/(?![A-Z]\.))[^\W\d_]+){0,4}|['’]t|['’]s")
LETTERS = re.compile(r"[^\W\d_]+")
DOTTED = compiled(rf"(?:{_INITIAL}\.[ \n-]?){{1,6}}")
DOTTED_SMALL = compiled(r"(?:[a-zà-ÿA-ZÀ-Þ]\.[ ]?){1,5}")
BARE = compiled(r"(?:[A-ZÀ-Þ]{1,5}\.?|[A-ZÀ-Þ](?: [A-ZÀ-Þ]){1,4})[ \n](?=[^\W\d_])")
DOTTED_BEHIND = compiled(rf"(?:,?[ ]{{1,2}}|,\n)((?:{_INITIAL}\.[ ]?){{1,6}})(?![^\W_])")
# "JANSEN P", "de Boer, AB": where nothing but the end of the line or field follows. A lone M or V
# is the patient's sex as often.
BARE_BEHIND = compiled(r",? (?![MV](?![^\W_]))([A-ZÀ-Þ]{1,3})(?=[ \t]*(?:[\n|;/(,]|\Z))")
DOTTED_BEFORE = compiled(rf"(?<![^\W_])(?:{_INITIAL}\.[ ]?){{1,6}}\Z")
SMALL_BEFORE = re.compile(r"(?<![^\W_])(?:[a-z]\.[ ]?){1,5}\Z")
BARE_BEFORE = compiled(r"(?<![^\W_])([A-ZÀ-Þ]{1,5}) \Z")
KNOWN_BARE_BEHIND = compiled(r",?[ ]{1,2}([A-ZÀ-Þ]{1,5})(?![^\W_]|\.)")
# "Jansen, Piet van der": the first names behind a comma, in one case.
GIVEN_BEHIND = compiled(
    r", ([A-ZÀ-Þ][a-zà-ÿ]{2,20}|[A-ZÀ-Þ]{3,15})"
    r"(?: [A-ZÀ-Þ][a-zà-ÿ]{2,20}| (?<=[A-ZÀ-Þ] )[A-ZÀ-Þ]{3,15}){0,2}(?![^\W_])"
    r"(?: (?:van|de|der|den|ten|ter|'t|el)(?![^\W_])){0,3}"
)
# What somebody is called, in brackets: "(Jo)", "(PIET)"; a word of capitals may be a code.
CALL_NAME = compiled(r" ?\(([A-ZÀ-Þ](?:[a-zà-ÿ]{1,14}|[A-ZÀ-Þ]{2,14}))\)")
TITLE = re.compile(
    r"(?:(?:prof|drs?|ir|ing|mr|dhr|mw|mevr|msc|phd|bsc)(?:\.|(?![^\W_]))|(?-i:h\.\s?c\.)|de heer"
    r"|mevrouw|dokter|collega|arts)[,]?[ \t\xa0]{0,3}\n?[ \t\xa0]{0,3}",
    re.IGNORECASE,
)
TITLE_LETTERS = frozenset("pdimbhca")
NEXT = re.compile(r"[ \t\xa0]{1,2}|[ \t\xa0]?\n[ \t\xa0]{0,2}")
PARTNER = compiled(r" [-–] (?=[A-ZÀ-Þ][a-zà-ÿ])")
# Several persons in one mention stand apart by these.
SEVERAL = re.compile(
    r"(\s+(?:en|of|and)\s+|[;&+|]+"
    r"|\s*/\s*(?=(?i:dr|drs|prof|ir|mw|mevr|dhr)\b)"  # "dr. Jansen/dr. Bakker"
    r"|,\s+(?=(?:[A-Z]\.\s?){1,5}(?:[a-z' ]+ )?[A-Z][a-z]{2}))"  # "A. Jansen, B. de Wit"
)
_INSIDE = re.compile(r" [AEO] [^\W\d_]{2}")
_TOKEN = re.compile(
    r"['’][^\W\d_]{1,2}(?![^\W\d_])"
    r"|[^\W\d_]+(?:['’](?!s(?![^\W\d_]))[^\W\d_]+)*|(?:[\d_]|[^\w'’])+|['’]"
)


class Role(Enum):
    """What a token of a name is."""

    GAP = auto()
    TITLE = auto()
    INITIALS = auto()
    GIVEN = auto()
    PARTICLE = auto()
    SURNAME = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, repr=False)
class NamePart:
    """A word of a name, or what stands between two words."""

    text: str
    role: Role

    def __repr__(self) -> str:
        return f"<{self.role.name}, {len(self.text)} characters>"


def split(mention: str) -> list[str]:
    """The words of a mention and what stands between them; joined they are the mention."""
    return _TOKEN.findall(mention)


def is_title(text: str) -> bool:
    """Whether a text has no word but titles, such as "dr." or "radioloog"."""
    return all(word.lower() in words("title") for word in LETTERS.findall(text))


def letters_of(initials: str) -> str:
    """The initials in a token: "AB" is two first names in short; "Chr." and "IJ." are one."""
    return initials if initials.isupper() and initials != "IJ" else initials[0]


def is_capital_inside(text: str, start: int, end: int) -> bool:
    """Whether one capital stands inside a surname: ``Tjin A Tsoi``, ``Tjon A Ten``.

    Surinamese Chinese names have three parts, of which the middle one looks like an initial.
    """
    if end - start != 1 or text[start - 1 : start] != " " or _INSIDE.match(text, start - 1) is None:
        return False
    return text[end + 1 : end + 3].istitle()
