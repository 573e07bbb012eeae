"""How a mention of a person is put together: titles, initials, first names, particles, surnames."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise

from dragon_prep.language import name_pools as names
from dragon_prep.language.pools import words

_TOKEN = re.compile(
    r"'[A-Za-z]{1,2}(?![A-Za-z])|[A-Za-z]+(?:'(?!s(?![A-Za-z]))[A-Za-z]+)*|[^A-Za-z']+|'"
)
_SHORT = frozenset(("v", "d"))  # "v.d. Berg", "collega v Dam"


class Role(Enum):
    """What a piece of a mention is."""

    GAP = auto()
    TITLE = auto()
    INITIALS = auto()
    GIVEN = auto()
    PARTICLE = auto()
    SURNAME = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, repr=False)
class Piece:
    """A word of a mention, or what stands between two words."""

    text: str
    role: Role

    def __repr__(self) -> str:
        return f"<{self.role.name}, {len(self.text)} characters>"


@lru_cache(maxsize=4096)  # a few doctors make up most mentions
def parse(mention: str) -> tuple[Piece, ...]:
    """Takes the mention of one person apart.

    Args:
        mention: clean text (see :func:`dragon_prep.language.form.clean`), of one person.

    Returns:
        The pieces; joined they are the mention. If it has a word at all, there is something among
        them to replace: initials, a first name or a surname.
    """
    tokens = _Tokens(mention)
    tokens.mark_titles()
    tokens.mark_particles()
    tokens.mark_initials()
    tokens.mark_names()
    return tuple(Piece(*piece) for piece in zip(tokens.texts, tokens.roles, strict=True))


def is_title(text: str) -> bool:
    """Whether a text has no word but titles, such as "dr." or "radioloog"."""
    return all(word.lower() in words("title") for word in re.findall("[A-Za-z]+", text))


def is_first_name(word: str) -> bool:
    """Whether a word, in lower case, is known as a first name and not as a surname by itself."""
    return names.first_name_origin(word) is not None and not names.is_surname(word)


class _Tokens:
    """The words of a mention while their roles are being found out, one kind after another."""

    def __init__(self, mention: str) -> None:
        self.texts: list[str] = _TOKEN.findall(mention)
        self.low = [text.lower() for text in self.texts]
        self.roles = [
            Role.UNKNOWN if low[-1].isalpha() and not self._genitive(i) else Role.GAP
            for i, low in enumerate(self.low)
        ]
        self.words = [i for i, role in enumerate(self.roles) if role is Role.UNKNOWN]

    def _genitive(self, i: int) -> bool:
        return self.low[i] == "'s" and i > 0 and self.low[i - 1][-1].isalpha()

    def _unknown(self) -> list[int]:
        return [i for i in self.words if self.roles[i] is Role.UNKNOWN]

    def mark_titles(self) -> None:
        titles = words("title")
        for i in self.words:
            if self.low[i] in titles and not self._is_somebody(i):
                self.roles[i] = Role.TITLE
                if i > 1 and self.low[i - 2] == "de":  # "de heer"
                    self.roles[i - 2] = Role.TITLE
        if not any(len(self.texts[i]) > 1 for i in self._unknown()):
            # "dr. Arts": the last word that can be a surname is one. A mention of titles only
            # ("radioloog") has its last word replaced, since it must not stay.
            capital = [i for i in self.words if self.texts[i] != self.low[i]]
            surname = [i for i in capital if self.low[i] in names.surnames_alone()]
            for i in surname[-1:] or (self.words[-1:] if not self._unknown() else []):
                self.roles[i] = Role.SURNAME

    def _is_somebody(self, i: int) -> bool:
        """Whether a title with a capital is a name: "J. Arts", "Anna Arts", "Arts-Jansen"."""
        if self.texts[i] == self.low[i]:
            return False
        if i > 1 and self.texts[i - 1].strip() in ("", ".", "-"):
            before = self.texts[i - 2]
            if (len(before) == 1 and before.isupper()) or is_first_name(before.lower()):
                return True
        gap = self.texts[i + 1] if i + 2 < len(self.texts) else ""
        if "," in gap and i == self.words[0]:
            return self.low[i] in names.surnames_alone()  # "Arts, J."
        if gap != "-":
            return False
        after = self.texts[i + 2]
        return after[0].isupper() and after.lower() not in words("title")

    def mark_particles(self) -> None:
        particles, capital = words("particle"), words("particle_capital")
        unknown = self._unknown()
        for at, i in enumerate(unknown):
            text, low = self.texts[i], self.low[i]
            if text in _SHORT:
                found = at + 1 < len(unknown)
            elif low in capital:
                found = True
            else:  # with a capital, "Al" or "In" is a first name, initials or a surname
                behind = 0 < at < len(unknown) - 1 and text == "Al"  # "Ahmed Al Hassan"
                small = low in particles and text == low and at + 1 < len(unknown)
                found = behind or small
            if found:
                self.roles[i] = Role.PARTICLE
        named = Role.SURNAME in self.roles or any(len(self.texts[i]) > 1 for i in self._unknown())
        if not named and unknown and self.roles[unknown[-1]] is Role.PARTICLE:
            self.roles[unknown[-1]] = Role.UNKNOWN  # nothing else could be the name

    def mark_initials(self) -> None:
        unknown = self._unknown()
        long = [i for i in unknown if len(self.texts[i]) > 1]
        mixed = [i for i in long if not self.texts[i].isupper()]
        for i in unknown:
            text = self.texts[i]
            dotted = self.texts[i + 1 : i + 2] and self.texts[i + 1].startswith(".")
            others = any(j != i and len(self.texts[j]) > 2 for j in long)
            if (
                len(text) == 1
                or (text.isupper() and len(text) == 2 and others)
                or (text.isupper() and len(text) <= 5 and any(j > i for j in mixed))
                or (dotted and len(text) <= 5 and text.isupper() and others)
                or (dotted and len(text) <= 3 and any(j > i for j in long))
            ):
                self.roles[i] = Role.INITIALS

    def mark_names(self) -> None:
        found = self._unknown()
        start, end = self._surname(found)
        for at, i in enumerate(found):
            role = Role.SURNAME if start <= at < end else Role.GIVEN
            low = self.low[i]
            if role is Role.GIVEN and low in names.surnames_alone():
                role = Role.SURNAME  # "Jansen Piet", "Jansen de Vries"
            elif role is Role.SURNAME and at < len(found) - 1 and is_first_name(low):
                role = Role.GIVEN  # "J. Peter Jansen"
            self.roles[i] = role
        for left, last in pairwise(found[-2:]):
            both = self.roles[left] is Role.SURNAME and self.roles[last] is Role.SURNAME
            if both and is_first_name(self.low[last]) and not self._hyphenated(left, last):
                self.roles[last] = Role.GIVEN  # "Jansen Piet"

    def _surname(self, names: list[int]) -> tuple[int, int]:
        """Which of the names are surnames: from where, up to where."""
        count = len(names)
        alone = Role.PARTICLE not in self.roles and Role.INITIALS not in self.roles
        if Role.SURNAME in self.roles or (alone and self._only_first_names(names)):
            return 0, 0
        comma = next((i for i, text in enumerate(self.texts) if "," in text), len(self.texts))
        initials = [i for i, role in enumerate(self.roles) if role is Role.INITIALS]
        before = sum(i < comma for i in names)
        if 0 < before < count and not any(i < comma for i in initials):
            return 0, before  # "Jansen, Piet"
        if initials:
            # "A. Abadia y van Breemen", "van der Meer Hendriks A."; but "Jan P. Jansen"
            before = sum(i < initials[0] for i in names)
            return (before if before < count else 0), count
        return self._surname_last(names), count

    def _only_first_names(self, names: list[int]) -> bool:
        # "Anna", "Jan-Willem"; of "Jan Peter", the second may well be the surname.
        known = all(is_first_name(self.low[i]) for i in names)
        return known and all(self._hyphenated(left, right) for left, right in pairwise(names))

    def _surname_last(self, names: list[int]) -> int:
        # A surname reaches back over hyphens ("Jansen-de Vries") and starts at the latest where
        # the first particle does ("Piet van den Berg").
        start = max(len(names) - 1, 0)
        while start > 0 and self._hyphenated(names[start - 1], names[start]):
            start -= 1
        for at in range(1, start):
            between = range(names[at - 1], names[at])
            if any(self.roles[i] is Role.PARTICLE for i in between):
                return at
        return start

    def _hyphenated(self, left: int, right: int) -> bool:
        return self.texts[left + 1].strip() in ("-", "/") and all(
            self.roles[i] in (Role.PARTICLE, Role.GAP) for i in range(left + 1, right)
        )
