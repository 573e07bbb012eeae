"""Known names in any spelling: order, initials, particles, case, accents, a small typo."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from dragon_prep.language import lexicon
from dragon_prep.language.letters import without_accents
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.staff_codes.finders import is_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SEVERAL = re.compile(r"\s*(?:[;|\n]|\s/\s|\s(?:en|and)\s)\s*")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
PART = re.compile(r"[^\W\d_]+")
TYPO_LENGTH = 6  # letters from which on a typo may be one; shorter words are too close to others
SHORTEST = 3


@cache
def titles() -> frozenset[str]:
    """Words that stand before a name and are none of it, in lower case."""
    return frozenset(line.partition("|")[0] for line in lexicon.lines("titles"))


@dataclass(frozen=True, slots=True, repr=False)
class KnownNames:
    """The parts of the names of one patient, and of those who treat them.

    Attributes:
        surnames: words of surnames, folded.
        given: first names, folded.
        particles: such as ``van`` and ``der``.
        initials: first letters of first names, lower case.
        codes: staff codes, in their very case.
        near: the words that may stand with a typo, by their first and by their last two letters.
    """

    surnames: frozenset[str]
    given: frozenset[str]
    particles: frozenset[str]
    initials: frozenset[str]
    codes: frozenset[str]
    near: dict[str, tuple[str, ...]]

    def __repr__(self) -> str:
        return f"<KnownNames, {len(self.surnames)} surnames>"

    @classmethod
    def of(cls, values: Iterable[str]) -> KnownNames | None:
        """The parts of names in any form; None if there is nothing to look for.

        Args:
            values: such as ``Jansen, P.J. van``, ``dr. Piet de Wit-van Dam`` or ``RGer``; several
                in one value stand apart by ``;``, ``|``, ``/`` or ``en``.
        """
        parts = _Parts()
        for value in values:
            for name in _SEVERAL.split(value):
                parts.add(name.strip())
        if not parts.surnames and not parts.given and not parts.codes:
            return None
        near: dict[str, set[str]] = {}
        for word in parts.surnames | parts.given:
            if len(word) >= TYPO_LENGTH:
                near.setdefault(word[:2], set()).add(word)
                near.setdefault("-" + word[-2:], set()).add(word)
        return cls(
            frozenset(parts.surnames),
            frozenset(parts.given),
            frozenset(parts.particles),
            frozenset(parts.initials),
            frozenset(parts.codes),
            {key: tuple(sorted(words)) for key, words in sorted(near.items())},
        )


@dataclass(slots=True, repr=False)
class _Parts:
    """The parts of names while they are being collected."""

    surnames: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    particles: set[str] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)

    def add(self, name: str) -> None:
        """Takes one name apart."""
        if is_code(name):
            self.codes.add(name)
            return
        before, comma, _ = name.partition(",")
        words: list[str] = []
        first_words = 0  # before the comma
        for match in _TOKEN.finditer(name):
            token = match.group().replace("’", "'")
            small = without_accents(token)
            is_title = small in titles() and not (words and token[0].isupper())
            if not is_title and not self._is_particle_or_initials(token, small, name):
                words.append(small)
                first_words += match.start() < len(before)
        if "van" in self.particles:
            self.particles |= {"vd", "vdr"}
        if not words:
            return
        family = _family_names(words, first_words if comma else 0)
        for small in words:
            parts = {without_accents(part) for part in PART.findall(small)}
            if small in family:
                self.surnames |= {part for part in parts if len(part) > 1}
                self.surnames.add(small.replace("'", ""))
            else:
                self.given |= parts
                self.initials.add(small[0])
        self.surnames |= {glued for glued in _glued(name) if len(glued) > TYPO_LENGTH}

    def _is_particle_or_initials(self, token: str, small: str, name: str) -> bool:
        short = token.isupper() and len(token) <= 2
        if (classes[small] & W.PARTICLE or small in ("v", "d")) and not short:
            self.particles.add(small)
        elif len(token) == 1 or (token.isupper() and len(token) <= 3 and not name.isupper()):
            self.initials.update(small)
        elif len(token) <= 3 and f"{token}." in name and token[0].isupper():
            self.initials.add(small[0])  # Th., Chr.
        else:
            return False
        return True


def _family_names(words: list[str], before_comma: int) -> list[str]:
    """Which words of a name are surname: those before a comma, else all but first names."""
    if before_comma:
        return words[:before_comma]
    if len(words) > 1 and classes[words[0]] & W.FIRST_NAME:
        middle = [word for word in words[1:-1] if not classes[word] & W.FIRST_NAME]
        return [*middle, words[-1]]
    return words


def _glued(name: str) -> Iterator[str]:
    """``de Vries`` and ``van den Berg`` written as one word."""
    words = [without_accents(part) for part in PART.findall(name)]
    glued = ""
    for word in words:
        if word in ("van", "de", "den", "der", "ter", "ten", "o", "d"):
            glued += word
        else:
            if glued:
                yield glued + word
            glued = ""


def is_near(word: str, known: str) -> bool:
    """Whether two words differ by one letter more, less or other, or by two changing places."""
    return word != known and OSA.distance(word, known, score_cutoff=1) == 1
