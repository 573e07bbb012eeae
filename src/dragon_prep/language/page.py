"""A text prepared for detection: its words, its numbers, and where the cue words stand.

Everything a rule anchors on is found here in two passes over the text, so that no rule has to scan
it again: rules look at the numbers and cue words, and match forward from there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dragon_prep.language import lexicon, runs
from dragon_prep.language.letters import each_char
from dragon_prep.language.phrases import hospital_index, key_table, town_index
from dragon_prep.language.vocabulary import Vocabulary, Words, with_words
from dragon_prep.language.words import WordTable, classes

if TYPE_CHECKING:
    from collections.abc import Iterable

# Measures and decimals are no identifier of any kind, and most of a radiology report's numbers.
_NUMBER = re.compile(
    r"[0-9](?<![0-9],[0-9])[0-9]*+"
    r"(?!(?=[, mcx%])(?:,[0-9]|[ ]?(?:mm|cm|ml|mg|mmol|%|x[ ]?[0-9]|cc(?![a-z:]))))"
)

# Cue groups that rules ask for by position.
_CUE_KINDS = (
    "section", "study_word", "employer_before", "accreditation", "institution", "supervision",
    "closing", "name_line", "relative", "treated",
    "code_before", "laboratory", "modality_code", "call", "address_key", "study_before",
    "employed", "town_cue", "particle_capital", "other_name", "asks",
)  # fmt: skip

# All kinds of words that rules can ask for, those of the lists included.
KINDS = frozenset(
    (
        *_CUE_KINDS,
        *("month", "title", "role", "first", "surname", "strong", "town", "hospital"),
        *("id_key", "phone_key", "link", "clock", "born", "married", "legal_form"),
        *("hour", "at_hour"),
    )
)


@dataclass(frozen=True, slots=True)
class Page:
    """A text and what rules anchor on. All offsets are code points of ``text``.

    Attributes:
        text: the text as given.
        low: the text in lower case, of the same length.
        words: its runs of letters, in lower case.
        starts: where each word starts.
        ends: where each word ends.
        numbers: its runs of digits but measures and decimals, as ``(start, end)``.
        by_length: where they start, by how many digits they have.
        hits: for each kind of cue, the indices of the words of that kind.
        classes: what each word is, see :mod:`dragon_prep.language.words`.
    """

    text: str = field(repr=False)
    low: str = field(repr=False)
    words: list[str] = field(repr=False)
    starts: list[int] = field(repr=False)
    ends: list[int] = field(repr=False)
    numbers: list[tuple[int, int]] = field(repr=False)
    by_length: dict[int, list[int]] = field(repr=False)
    hits: dict[str, list[int]] = field(repr=False)
    classes: WordTable = field(repr=False)

    def of_kind(self, kind: str) -> list[int]:
        """Indices of the words of a kind, in order."""
        return self.hits.get(kind, [])

    def end(self, index: int) -> int:
        """Where a word ends."""
        return self.ends[index]

    def index_before(self, position: int) -> int:
        """The last word that starts before a position, -1 if none does."""
        return bisect_left(self.starts, position) - 1

    def index_from(self, position: int) -> int:
        """The first word that starts at a position or behind it (may be past the last)."""
        return bisect_left(self.starts, position)

    def word(self, index: int) -> str:
        """A word in lower case, empty outside the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def gap_before(self, index: int) -> str:
        """What stands between a word and the one before it."""
        start = self.ends[index - 1] if index > 0 else 0
        return self.low[start : self.starts[index]]

    def is_capital(self, index: int) -> bool:
        """Whether a word starts with a capital."""
        return self.text[self.starts[index]].isupper()


@cache
def _kinds() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}

    def add(kind: str, members: Iterable[str]) -> None:
        for member in members:
            table.setdefault(member, []).append(kind)

    add("month", lexicon.months())
    add("title", lexicon.titles())
    add("role", (line.rpartition("-")[2] for line in lexicon.phrases("roles")))
    add("first", lexicon.first_names())
    add("surname", lexicon.known_surnames())
    add("strong", lexicon.strong_names())
    add("town", town_index())
    add("hospital", hospital_index())
    add("id_key", key_table(phones=False))
    add("phone_key", key_table(phones=True))
    add("link", ("door", "met", "aan"))
    add("clock", ("kwart", "half", "over", "voor"))
    add("born", ("geboren", "geb"))
    add("married", ("e", "ev", "w"))
    add("legal_form", ("bv", "nv", "vof", "bvba", "zn", "zonen"))
    add("hour", ("uur",))
    add("at_hour", ("om",))
    for kind in _CUE_KINDS:
        add(kind, lexicon.cue(kind))
    return {word: tuple(dict.fromkeys(kinds)) for word, kinds in table.items()}


@lru_cache(maxsize=32)
def _vocabulary(own: Words) -> Vocabulary:
    if not own:
        return Vocabulary(classes, _kinds())
    return with_words(_kinds(), frozenset(_CUE_KINDS), own)


def classes_with(own: Words) -> WordTable:
    """What each word is where a centre adds its own."""
    return _vocabulary(own).classes


def read(text: str, own: Words = ()) -> Page:
    """Prepares a text. Linear in its length.

    Args:
        text: in its plain form.
        own: words that a centre adds to those of the lists, by group.
    """
    vocabulary = _vocabulary(own)
    low = each_char(text, str.lower)
    words, starts, ends = runs.words(low)
    numbers = [match.span() for match in _NUMBER.finditer(text)]
    by_length: dict[int, list[int]] = {}
    for start, end in numbers:
        if end - start in by_length:
            by_length[end - start].append(start)
        else:
            by_length[end - start] = [start]
    hits: dict[str, list[int]] = {}
    # Most words are of no kind: this passes over them at the speed of C.
    for index, kinds in enumerate(map(vocabulary.kinds.get, words)):
        if kinds is not None:
            for kind in kinds:
                if kind in hits:
                    hits[kind].append(index)
                else:
                    hits[kind] = [index]
    return Page(text, low, words, starts, ends, numbers, by_length, hits, vocabulary.classes)
