"""What replacement leaves beside a surrogate, and what the ASCII step alone makes readable.

An annotation that ends inside a word leaves the rest of it glued to the surrogate (``Tjepk`` of
``Tjepkema``). And the ASCII step writes out what no rule reads: fractions, letters of other
scripts; such texts are searched once more as they will be released.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from dragon_prep.audit.beside import beside
from dragon_prep.core.codes.run import BESIDE_SURROGATE, MADE_READABLE, WORD_CUT
from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.core.recall import Recall
from dragon_prep.core.spans import Span
from dragon_prep.detect import Evidence, detect
from dragon_prep.language.ascii import likeness, to_ascii
from dragon_prep.language.folding import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Signs and letters of Latin stand in every second report (µg, °C, é); of these only fractions can
# be read as something else.
_RARE = re.compile("[^\x00-\xbb\xbf-\u024f\u1e00-\u1eff\u2000-\u206f]")

_ENDINGS = {
    PhiCategory.PERSOON: re.compile(r"s(?![^\W_])", re.IGNORECASE),
    PhiCategory.LEEFTIJD: re.compile(r"jarige?n?(?![^\W_])", re.IGNORECASE),
}

# By its form: nobody wrote what stands there, so that its surroundings tell nothing.
_BY_FORM = Evidence(recall=Recall.RULES)


def leftovers(text: str, replaced: Sequence[Span]) -> dict[tuple[str, str], int]:
    """Both, by kind's code and category, as verdicts count leaks.

    Args:
        text: the report, before replacement.
        replaced: what was replaced in it, disjoint and in order.
    """
    found = {
        WORD_CUT.code: cut_words(text, replaced),
        BESIDE_SURROGATE.code: beside(text, replaced),
        MADE_READABLE.code: made_readable(text, replaced),
    }
    return {(code, str(c)): n for code, counts in found.items() for c, n in counts.items()}


def cut_words(text: str, replaced: Sequence[Span]) -> Counter[PhiCategory]:
    """How many words and numbers were replaced in part only, by category.

    A word ends where an inner capital starts another (``DrJansen``), and between letters and digits
    (``MRN7401938``, ``65jr``). The ``s`` of a genitive, and ``jarige`` behind an age, may stay.

    Args:
        text: the report, before replacement.
        replaced: what was replaced in it, disjoint and in order.
    """
    found: Counter[PhiCategory] = Counter()
    ends = [0, *(span.end for span in replaced)]
    starts = [*(span.start for span in replaced[1:]), len(text)]
    for span, before, behind in zip(replaced, ends, starts, strict=False):
        category = category_of(span.label)
        opens = before < span.start and _in_one_word(text, span.start)
        closes = span.end < behind and _in_one_word(text, span.end)
        if opens or (closes and not _is_ending(text, span.end, category)):
            found[category] += 1
    return found


def _in_one_word(text: str, at: int) -> bool:
    """Whether the characters around a place belong to one word or number."""
    left, right = text[at - 1], text[at]
    if left.isdigit() or right.isdigit():
        return left.isdigit() and right.isdigit()
    if not (left.isalpha() and right.isalpha()):
        return False
    return not (left.islower() and right.isupper())


def _is_ending(text: str, end: int, category: PhiCategory) -> bool:
    """Whether what stands behind a replaced part is an ending: ``Jansens``, ``zestigjarige``."""
    ending = _ENDINGS.get(category)
    return ending is not None and ending.match(text, end) is not None


def made_readable(text: str, known: Sequence[Span]) -> Counter[PhiCategory]:
    """What the detector finds only in what the ASCII step writes for rare characters, by category.

    Args:
        text: the report, before replacement.
        known: what is PHI in it; nothing is looked for there.
    """
    rare = list(_rare(text))
    if not rare:
        return Counter()
    ascii_text, offsets = to_ascii(text)
    covered = offsets.carry_all(known)
    places = [at for at in offsets.carry_all(rare) if not any(map(at.overlaps, covered))]
    hits = detect(ascii_text, _BY_FORM) if places else ()
    return Counter(
        category_of(hit.span.label) for hit in hits if any(map(hit.span.overlaps, places))
    )


def _rare(text: str) -> Iterator[Span]:
    """Characters that the ASCII step writes in another way than the plain form.

    Letters and digits it makes, and what it drops or makes a sign of between two of them.
    """
    for match in _RARE.finditer(text):
        character = match.group()
        written = likeness(character)
        if plain_text(character) == written:
            continue
        start, end = match.span()
        if any(map(str.isalnum, written)):
            yield Span(start, end, "")
        elif text[max(start - 1, 0) : start].isalnum() and text[end : end + 1].isalnum():
            yield Span(start - 1, end + 1, "")
