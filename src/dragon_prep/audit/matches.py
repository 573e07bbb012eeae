"""Looks for originals in a text that is to go out, and tells leaks from coincidences."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from dragon_prep.audit.search_terms import (
    LONG_NUMBER,
    SHORTEST,
    SHORTEST_NUMBER,
    Form,
    SearchTerm,
)
from dragon_prep.audit.surroundings import (
    is_announced,
    is_behind_person_word,
    is_person_here,
    starts_sentence,
)
from dragon_prep.audit.thresholds import SHORT_NAME
from dragon_prep.core.phi import PhiCategory
from dragon_prep.language.form import clean
from dragon_prep.language.word_kinds import WordKind, word_kind
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.names import particles
from dragon_prep.phi.staff_codes.grammar import may_be_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.core.spans import Span

HIDDEN = "\0"  # stands for what a surrogate covers; no ASCII text of ours holds it
_KEY = 4  # characters by which needles are looked up
_WIDEST_GAP = 4  # between the words of one mention
# A capital inside a word starts another one: "DrJansen", "JJansen".
_TOKEN = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+|\0+")
_LETTERS = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2,6}(?![A-Za-z0-9])")
_NO_LETTER = re.compile(r"[^A-Za-z]")
_INITIALS = 3  # that stand behind a surname, at most
_DECIMAL_SIGNS = frozenset(".,")
_UNIT = re.compile(r"\s{0,2}([A-Za-z%]{1,8})")


class Rule(StrEnum):
    """Why an original that stands in a text is a coincidence (docs/audit.md)."""

    SHORT = "short"
    WORD = "word"
    QUANTITY = "quantity"
    BARE_MOMENT = "bare date or time"
    SHIFTED_MOMENT = "shifted date or time"


class Match(NamedTuple):
    """An original in a text.

    Attributes:
        start: where it starts.
        needle: what was found.
        rule: why it is a coincidence; None for a leak.
    """

    start: int
    needle: SearchTerm
    rule: Rule | None


@dataclass(frozen=True, slots=True, repr=False)
class NormalisedText:
    """A text made ready to be searched.

    Attributes:
        text: ASCII, with :data:`HIDDEN` for each character that a surrogate covers.
        folded: its letters and digits in lower case; what is far apart stands apart here, too.
        starts: where each word starts in ``folded``, and in ``text``.
        ends: where each word ends in ``text``, by where it ends in ``folded``.
    """

    text: str
    folded: str
    starts: tuple[tuple[int, int], ...]
    ends: dict[int, int]

    @classmethod
    def of(cls, text: str, hidden: Iterable[Span] = ()) -> NormalisedText:
        """Makes a text ready.

        Args:
            text: ASCII. If it is not, it came after the replacement, and may spell an original with
                its accents: it is looked at without them, and nothing of it is hidden.
            hidden: what not to look at, disjoint and in order.
        """
        if not text.isascii():
            text, hidden = clean(text), ()
        parts: list[str] = []
        at = 0
        for span in hidden:
            parts += (text[at : span.start], HIDDEN * (span.end - span.start))
            at = span.end
        rest = "".join([*parts, text[at:]]) if parts else text
        words: list[str] = []
        starts: list[tuple[int, int]] = []
        ends: dict[int, int] = {}
        at = last = 0
        for match in _TOKEN.finditer(rest):
            start, end = match.span()
            word = rest[start:end]
            if word[0] == HIDDEN or start - last > _WIDEST_GAP:
                words.append(HIDDEN)
                at += 1
                if word[0] == HIDDEN:
                    last = end
                    continue
            words.append(word)
            starts.append((at, start))
            if word[0] == "0" and (zeros := len(word) - len(word.lstrip("0"))) < len(word):
                starts.append((at + zeros, start + zeros))
            at += end - start
            ends[at] = last = end
        return cls(rest, "".join(words).lower(), tuple(starts), ends)


class SearchTerms:
    """Needles by their first characters, so that a text is gone through once for all of them."""

    __slots__ = ("_by_key", "_codes", "_lengths")

    def __init__(self, needles: Iterable[SearchTerm]) -> None:
        by_key: dict[str, dict[str, SearchTerm]] = defaultdict(dict)
        codes: dict[str, SearchTerm] = {}
        for needle in needles:
            if needle.form is Form.CODE:
                codes.setdefault(needle.folded, needle)
            elif needle.folded:
                # The whole number goes before a part of one, the name before a word of it.
                there = by_key[needle.folded[:_KEY]].get(needle.folded)
                if there is None or needle.sort.value < there.sort.value:
                    by_key[needle.folded[:_KEY]][needle.folded] = needle
        self._by_key = {key: _by_length(same) for key, same in by_key.items()}
        self._codes = codes
        self._lengths = tuple(sorted({len(key) for key in self._by_key}, reverse=True))

    def find(self, hay: NormalisedText) -> Iterator[Match]:
        """Where they stand in a text. Linear in the text's length."""
        folded, by_key = hay.folded, self._by_key
        for length in self._lengths:
            there = [pair for pair in hay.starts if folded[pair[0] : pair[0] + length] in by_key]
            for at, start in there:
                for wide, needles in by_key[folded[at : at + length]]:
                    needle = needles.get(folded[at : at + wide])
                    if needle is not None and (end := end_of(hay, start, at + wide, needle)):
                        yield Match(start, needle, coincidence(needle, hay.text, start, end))
        if self._codes:
            for match in _LETTERS.finditer(hay.text):
                code = self._codes.get(match.group())
                if code is not None:
                    rule = coincidence(code, hay.text, *match.span())
                    yield Match(match.start(), code, rule)


def _by_length(needles: dict[str, SearchTerm]) -> tuple[tuple[int, dict[str, SearchTerm]], ...]:
    """The needles of one key by their length, so that each length costs one look-up."""
    by_length: dict[int, dict[str, SearchTerm]] = defaultdict(dict)
    for folded, needle in needles.items():
        by_length[len(folded)][folded] = needle
    return tuple(sorted(by_length.items()))


def end_of(hay: NormalisedText, start: int, at: int, needle: SearchTerm) -> int:
    """Where a mention ends in the text; 0 if that is inside a word."""
    end = hay.ends.get(at, 0) or _end_with_s(hay, start, at, needle)
    if not end:
        return 0
    if needle.category in (PhiCategory.EMAIL, PhiCategory.URL):
        # One character more, and it is another one's.
        around = hay.text[start - 1 : start] + hay.text[end : end + 1]
        return 0 if any(map(str.isalnum, around)) else end
    if needle.form is Form.WORD and len(needle.folded) <= SHORTEST + 1:
        # A short word is one word: "Smit" is not in "is mits".
        return end if end - start == len(needle.folded) else 0
    return end


def _end_with_s(hay: NormalisedText, start: int, at: int, needle: SearchTerm) -> int:
    """Where a name ends to which a word adds an "s"; 0 if it is none.

    "Wagenmakers voorstel": whoever writes a name with a capital means the person.
    """
    if needle.form not in (Form.NAME, Form.WORD) or hay.folded[at : at + 1] != "s":
        return 0
    end = hay.ends.get(at + 1, 1) - 1
    return end if hay.text[start].isupper() else 0


def coincidence(needle: SearchTerm, text: str, start: int, end: int) -> Rule | None:
    """Why a mention is none of the person's, or None.

    Args:
        needle: what was found.
        text: where.
        start: of the mention.
        end: of the mention.
    """
    said = text[start:end]
    match needle.form:
        case Form.NUMBER:
            return _of_number(needle, text, start, end)
        case Form.CODE:
            return _of_code(needle, said)
        case Form.STRING:
            if needle.category is PhiCategory.POSTCODE and classes[said[-2:]] & W.UNIT:
                return Rule.QUANTITY
            return Rule.WORD if needle.sort is not WordKind.NAME else None
        case Form.NAME | Form.TURNED if _ends_in_a_word(needle.form, said):
            return Rule.WORD
        case Form.NAME | Form.TURNED:
            if needle.sort is WordKind.NAME or said[said.rfind(" ") + 1].isupper():
                return Rule.WORD if said.islower() and len(said) <= SHORTEST + 1 else None
            return Rule.WORD
        case Form.WORD:
            if " " in said and said.islower():  # "de winter" is not "DeWinter"
                return Rule.WORD
            return _of_word(needle, text, start)


def _ends_in_a_word(form: Form, said: str) -> bool:
    """Whether what could be an initial is the end of a word in small letters.

    "Langer" is not "Lange R", and "van de vena" not "van de Ven A".
    """
    if form is Form.TURNED and said.isalpha():
        return said[1:].islower()
    *before, last = _NO_LETTER.split(said)
    words = [word for word in before if word]
    return bool(words) and all(map(_is_particle, words)) and _is_plain_word(last)


def _is_particle(word: str) -> bool:
    # A particle of one letter is an initial as often.
    return len(word) > 1 and word in particles.bare()


def _is_plain_word(word: str) -> bool:
    if len(word) <= _INITIALS or not word.islower() or classes[word] & W.FIRST_NAME:
        return False
    return word_kind(word) is WordKind.COMMON


def _of_code(needle: SearchTerm, said: str) -> Rule | None:
    if len(said) < SHORTEST - 1:
        return Rule.SHORT
    is_one = needle.sort is WordKind.NAME and may_be_code(said, sure=True)
    return None if is_one else Rule.WORD


def _of_word(needle: SearchTerm, text: str, start: int) -> Rule | None:
    if not text[start].isupper():
        return _of_small_word(needle)
    if needle.category is PhiCategory.PERSOON and _is_somebody(needle, text, start):
        return None
    if len(needle.folded) < SHORTEST:
        return Rule.SHORT
    if needle.sort is WordKind.COMMON:
        return Rule.WORD
    # Dutch writes a noun with a capital at the start of a sentence only.
    is_noun = needle.sort is WordKind.DUTCH and starts_sentence(text, start)
    return Rule.WORD if is_noun else None


def _of_small_word(needle: SearchTerm) -> Rule | None:
    if len(needle.folded) < SHORTEST:
        return Rule.SHORT
    is_short = len(needle.folded) <= SHORTEST + 1
    return Rule.WORD if is_short or needle.sort is not WordKind.NAME else None


def _is_somebody(needle: SearchTerm, text: str, start: int) -> bool:
    """Whether a word with a capital, whatever else it may mean, is the person's name there."""
    if is_announced(text, start):
        return True
    if len(needle.folded) < SHORTEST:
        is_long_enough = len(needle.folded) >= SHORT_NAME
        return is_long_enough and is_behind_person_word(text, start)
    return needle.sort is WordKind.COMMON and is_person_here(needle.folded, text, start)


def _of_number(needle: SearchTerm, text: str, start: int, end: int) -> Rule | None:
    if len(needle.folded) < SHORTEST_NUMBER:
        return Rule.SHORT
    if len(needle.folded) >= LONG_NUMBER:
        return None
    return Rule.QUANTITY if is_quantity(text, start, end) else None


def is_quantity(text: str, start: int, end: int) -> bool:
    """Whether digits are apart, have decimals on either side or a unit behind them."""
    said = text[start:end]
    if not said.isdigit() and not set(said) <= set("0123456789-"):
        return True
    before, behind = text[start - 2 : start], text[end : end + 2]
    if before[-1:] in _DECIMAL_SIGNS and before[:1].isdigit():
        return True
    if behind[:1] in _DECIMAL_SIGNS and behind[1:].isdigit():
        return True
    unit = _UNIT.match(text, end)
    if unit is None:
        return False
    return unit[1] == "%" or bool(classes[unit[1].lower()] & W.UNIT)
