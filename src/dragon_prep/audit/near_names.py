"""Names of a patient's within one edit, and initials: what a slip of the pen leaves unmarked."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from dragon_prep.audit.name_orders import initials
from dragon_prep.audit.search_terms import Form
from dragon_prep.audit.surroundings import is_behind_person_word, stands_as_name
from dragon_prep.audit.thresholds import (
    BARE_INITIALS,
    DOTTED_INITIALS,
    EDITS,
    NEAR_CAPITAL,
    NEAR_NAME,
    NEAR_SMALL,
)
from dragon_prep.core.phi import PhiCategory
from dragon_prep.language.word_kinds import WordKind, word_kind
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.names.tokens import DOTTED, letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.audit.search_terms import SearchTerm

_NAMES = (PhiCategory.PERSOON, PhiCategory.PLAATS, PhiCategory.ZIEKENHUIS, PhiCategory.ADRES)
# What is written with a capital for its own sake.
_NO_NAME = W.ABBREVIATION | W.ABBREVIATION_LISTED | W.BRAND | W.EPONYM | W.MONTH | W.INSTITUTION
_WORDS = re.compile(rf"[A-Za-z]{{{NEAR_CAPITAL},}}")
_CAPITALS = re.compile(rf"(?<![A-Za-z0-9.-])[A-Z]{{{BARE_INITIALS},4}}(?![A-Za-z0-9-])")
_DOTTED_START = re.compile(r"(?<![A-Za-z0-9.-])[A-Z]\.[ ]?[A-Z]\.")


@dataclass(frozen=True, slots=True, repr=False)
class NearNames:
    """The words of a patient's names, to be compared with what is nearly the same.

    Attributes:
        names: words in lower case with their categories, by their first letter and by their last.
        initials: in capitals.
        known: all that is looked for as it is, which is no near name.
    """

    names: dict[str, tuple[tuple[str, PhiCategory], ...]] = field(default_factory=dict)
    initials: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, terms: Iterable[SearchTerm], persons: Iterable[str], known: frozenset[str]
    ) -> NearNames:
        """Those of one patient.

        Args:
            terms: what is looked for.
            persons: names of persons as they were written.
            known: what is looked for, folded.
        """
        by_end: dict[str, set[tuple[str, PhiCategory]]] = defaultdict(set)
        for term in terms:
            if term.category in _NAMES and term.form is Form.WORD and len(term.folded) >= NEAR_NAME:
                for end in _ends(term.folded):
                    by_end[end].add((term.folded, term.category))
        names = {end: tuple(sorted(some)) for end, some in sorted(by_end.items())}
        short = frozenset(letters for name in persons for letters in initials_of(name))
        return cls(names, short, known)

    def find(self, text: str) -> Iterator[PhiCategory]:
        """What is nearly a name in a text, or a person's initials.

        Args:
            text: ASCII, without the surrogates.
        """
        if self.names:
            yield from self._near(text)
        if self.initials:
            yield from self._initials(text)

    def _near(self, text: str) -> Iterator[PhiCategory]:
        for word in {word for word in _WORDS.findall(text) if not _is_known_word(word)}:
            low = word.lower()
            near = self._near_to(low)
            if near is None or low in self.known or low.removesuffix("s") in self.known:
                continue
            for match in re.finditer(rf"(?<![A-Za-z]){word}(?![A-Za-z])", text):
                if _may_be_small(low) or _is_name_there(word, text, match.start()):
                    yield near

    def _near_to(self, low: str) -> PhiCategory | None:
        """What a word is nearly: no edit changes both its first letter and its last."""
        first, last = _ends(low)
        for name, category in (*self.names.get(first, ()), *self.names.get(last, ())):
            if abs(len(name) - len(low)) <= EDITS and _is_near(low, name):
                return category
        return None

    def _initials(self, text: str) -> Iterator[PhiCategory]:
        for match in _DOTTED_START.finditer(text):
            dotted = DOTTED.match(text, match.start())
            if dotted is not None and _joined(dotted[0]) in self.initials:
                yield PhiCategory.PERSOON
        for match in _CAPITALS.finditer(text):
            if match[0] in self.initials and _are_initials(text, match):
                yield PhiCategory.PERSOON


def _is_name_there(word: str, text: str, start: int) -> bool:
    """Whether a word of any kind is somebody's name by its capital."""
    if word.isupper():
        return False
    if classes[word.lower()] & _NO_NAME:
        return is_behind_person_word(text, start)
    return stands_as_name(text, start)


def _ends(word: str) -> tuple[str, str]:
    """The first letter and the last, told apart."""
    return word[0], f"-{word[-1]}"


def _is_near(word: str, name: str) -> bool:
    """Whether two names are one but for an edit, or ``ij`` and ``y``."""
    if OSA.distance(word, name, score_cutoff=EDITS) <= EDITS:
        return True
    return word.replace("ij", "y") == name.replace("ij", "y")


def _are_initials(text: str, match: re.Match[str]) -> bool:
    """Whether capitals inside a sentence are no abbreviation that a list knows."""
    if not classes[match[0].lower()]:
        return stands_as_name(text, match.start())
    return is_behind_person_word(text, match.start())


@lru_cache(maxsize=1 << 12)
def initials_of(name: str) -> tuple[str, ...]:
    """The initials of a mention of persons that tell who is meant."""
    return tuple(letters for letters in initials(name) if len(letters) >= DOTTED_INITIALS)


def _joined(dotted: str) -> str:
    return "".join(letters_of(part) for part in re.findall(r"[A-Za-z]+", dotted)).upper()


@lru_cache(maxsize=1 << 15)
def _is_known_word(word: str) -> bool:
    """Whether a word, as it is written, is no name however it stands."""
    low = word.lower()
    return word.islower() and not _may_be_small(low)


@lru_cache(maxsize=1 << 15)
def _may_be_small(low: str) -> bool:
    """Whether a word is a name or unknown, so that its case tells nothing."""
    if len(low) < NEAR_SMALL or word_kind(low) is not WordKind.NAME:
        return False
    return not classes[low] & W.MEDICAL
