"""Names and numbers seen once, to be found again: in the same report they mean the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.core.spans import Span
from dragon_prep.language.folding import folded, plain_text
from dragon_prep.language.letters import each_char
from dragon_prep.language.word_kinds import is_found_again

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SHORTEST = 5  # letters and digits; shorter strings stand anywhere by chance
_TELLING = frozenset(
    {
        PhiCategory.PERSOON,
        PhiCategory.TELEFOONNUMMER,
        PhiCategory.EMAIL,
        PhiCategory.PATIENTNUMMER,
        PhiCategory.ZNUMMER,
        PhiCategory.BSN,
        PhiCategory.IBAN,
        PhiCategory.RAPPORT_ID,
        PhiCategory.PHINUMMER,
    }
)
_CAPITALISED = re.compile(r"[^\W\d_a-z][^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True, repr=False)
class RepeatedTerm:
    """A string that would give somebody away wherever it stands.

    Attributes:
        words: its words; any white space may stand between them.
        label: what it is.
        any_case: whether it may be written in any case. A surname alone may not: many are words.
    """

    words: tuple[str, ...]
    label: str
    any_case: bool

    @property
    def tells(self) -> bool:
        """Whether it is long enough not to stand somewhere by chance."""
        return sum(char.isalnum() for word in self.words for char in word) >= _SHORTEST

    def places(self, text: str, low: str) -> Iterator[tuple[int, int]]:
        """Where it stands in a text as a whole word.

        Args:
            text: the text.
            low: the text in lower case, of the same length.
        """
        spellings = {" ".join(self.words), " ".join(self.words).upper()}
        if self.any_case:
            text, spellings = low, {" ".join(self.words).lower()}
        for spelling in sorted(spellings):
            yield from _whole_words(text, spelling.split(" "))


def _whole_words(text: str, words: list[str]) -> Iterator[tuple[int, int]]:
    """Where words stand behind one another, white space apart, none of them part of a longer one.

    Without a regular expression: one for each name costs more to compile than to search for.
    """
    first, *others = words
    at = text.find(first)
    while at >= 0:
        end = at + len(first)
        for word in others:
            behind = end
            while behind < len(text) and text[behind].isspace():
                behind += 1
            if behind == end or not text.startswith(word, behind):
                end = -1
                break
            end = behind + len(word)
        if end > 0 and not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            yield at, end
            at = text.find(first, end)
        else:
            at = text.find(first, at + 1)


def needles(text: str, phi: Iterable[Span]) -> set[RepeatedTerm]:
    """What names and numbers of a report to look for elsewhere.

    Names in full, numbers, and surnames of five letters or more that are no ordinary word, town or
    eponym.

    Args:
        text: the report.
        phi: what was found or marked in it.
    """
    found: set[RepeatedTerm] = set()
    for span in phi:
        category = category_of(span.label)
        if category not in _TELLING:
            continue
        mention = plain_text(text[span.start : span.end])
        words = tuple(mention.split())
        if category is not PhiCategory.PERSOON:
            found.add(RepeatedTerm(words, span.label, any_case=True))
            continue
        if len(words) > 1:
            found.add(RepeatedTerm(words, span.label, any_case=True))
        found.update(
            RepeatedTerm((word,), span.label, any_case=False)
            for word in _CAPITALISED.findall(mention)
            if is_found_again(word.lower())
        )
    return {needle for needle in found if needle.tells}


def repeats(text: str, phi: Iterable[Span]) -> list[Span]:
    """The further mentions of what was found in a report; some may overlap it."""
    fold = folded(text)
    low = each_char(fold.text, str.lower)
    return [
        Span(*fold.back(start, end), needle.label)
        for needle in needles(text, phi)
        for start, end in needle.places(fold.text, low)
    ]
