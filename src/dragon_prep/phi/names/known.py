"""Known names in any spelling: order, initials, particles, case, accents, a small typo."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from dragon_prep.language.letters import without_accents
from dragon_prep.phi.names import tokens
from dragon_prep.phi.names.grammar import mention
from dragon_prep.phi.names.particles import glued
from dragon_prep.phi.names.tokens import Role
from dragon_prep.phi.staff_codes.grammar import is_code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragon_prep.phi.names.grammar import Name

_SEVERAL = re.compile(r"\s*(?:[;|\n]|\s/\s|\s(?:en|and)\s)\s*")
TYPO_LENGTH = 6  # letters from which on a typo may be one; shorter words are too close to others
SHORTEST = 3


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
        # The word before a comma is a surname, though a register writes it as a title: "Arts, J."
        for read in mention(name).names:
            self._add_tokens(read)
        if "van" in self.particles:
            self.particles |= {"vd", "vdr"}
        words = [without_accents(word) for word in tokens.LETTERS.findall(name)]
        self.surnames |= {word for word in glued(words) if len(word) > TYPO_LENGTH}

    def _add_tokens(self, name: Name) -> None:
        for token in name.tokens:
            small = without_accents(token.text.replace("’", "'"))
            words = {part for part in tokens.LETTERS.findall(small) if len(part) > 1}
            match token.role:
                case Role.PARTICLE:
                    self.particles.update(tokens.LETTERS.findall(small))
                case Role.INITIALS:
                    self.initials.update(without_accents(tokens.letters_of(token.text)))
                case Role.GIVEN:
                    self.given |= words
                    self.initials.add(small[0])
                case Role.SURNAME:
                    self.surnames |= words | {small.replace("'", "")}
                case _:
                    pass


def is_near(word: str, known: str) -> bool:
    """Whether two words differ by one letter more, less or other, or by two changing places."""
    return word != known and OSA.distance(word, known, score_cutoff=1) == 1
