"""The other half of what was replaced: names, numbers and dates that were marked in part only.

What stands beside a marked name, number or date in the report goes out as it is, beside the
surrogate: ``{Jan} Zoetelief``, ``{Jansen}-Zoetelief``, ``{548.291}.736``, ``{12 maart} 2021``.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from dragon_prep.audit.surroundings import starts_sentence
from dragon_prep.audit.thresholds import REST_OF_NAME, REST_OF_NUMBER, REST_ON_LINE
from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.language.ascii import to_ascii
from dragon_prep.language.word_kinds import WordKind, word_kind
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.dates.grammar import Kind, parse
from dragon_prep.phi.names.grammar import mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.core.spans import Span

_LETTERS = r"[^\W\d_]"
_WHOLE = rf"{_LETTERS}{{{REST_OF_NAME},}}"
_BEHIND = re.compile(rf"(?P<gap> ?- ?|-?\n|\.? |\.)(?P<word>{_WHOLE}|(?<=-\n){_LETTERS}+)(?![\w@])")
_BEFORE = re.compile(rf"(?<![\w@])(?P<word>{_LETTERS}{{{REST_OF_NAME},}})(?P<gap> ?- ?|-\n| )\Z")
_DIGITS_BEHIND = re.compile(rf"[.-][0-9]{{{REST_OF_NUMBER},}}(?![0-9]*[.,/-]?[0-9]*[A-Za-z%])")
_INITIAL_LAST = re.compile(rf"(?<!{_LETTERS}){_LETTERS}\Z")
_WITHIN = 40
_NUMBERS = frozenset(
    {
        PhiCategory.BSN,
        PhiCategory.PATIENTNUMMER,
        PhiCategory.TELEFOONNUMMER,
        PhiCategory.IBAN,
        PhiCategory.ZNUMMER,
    }
)
# What a capital opens beside a name without being part of it.
_NO_NAME = (
    W.ROLE_WORD | W.ABBREVIATION | W.ABBREVIATION_LISTED | W.MONTH | W.SECTION | W.INSTITUTION
    | W.HOSPITAL | W.WEEKDAY_ANY | W.TITLE_OF_PATIENT | W.DEPARTMENT | W.NAME_LINE | W.TOWN
    | W.BRAND | W.MEDICAL
)  # fmt: skip


def beside(text: str, replaced: Sequence[Span]) -> Counter[PhiCategory]:
    """How many names, numbers and dates were replaced in part, by category.

    Args:
        text: the report, before replacement.
        replaced: what was replaced in it, disjoint and in order.
    """
    found: Counter[PhiCategory] = Counter()
    ends = [0, *(span.end for span in replaced)]
    starts = [*(span.start for span in replaced[1:]), len(text)]
    for span, before, behind in zip(replaced, ends, starts, strict=False):
        category = category_of(span.label)
        if category is PhiCategory.PERSOON:
            found[category] += _rest_of_name(text, span, before, behind)
        elif category in _NUMBERS:
            found[category] += _DIGITS_BEHIND.match(text, span.end, behind) is not None
        elif category is PhiCategory.DATUM:
            found[category] += _rest_of_date(text, span, behind)
    return +found


def _rest_of_name(text: str, span: Span, before: int, behind: int) -> bool:
    name = text[span.start : span.end]
    after = _BEHIND.match(text, span.end, behind)
    if after is not None and _goes_on(name, after["gap"], after["word"]):
        return True
    front = _BEFORE.search(text, max(before, span.start - _WITHIN), span.start)
    return front is not None and _begins(text, front, name)


def _goes_on(name: str, gap: str, word: str) -> bool:
    """Whether a word behind a name is part of it."""
    low = _plain(word)
    if word.islower():
        return _goes_on_small(name, gap, low)
    if "\n" in gap or not _is_written_alike(name, word):
        return False
    if classes[low] & _NO_NAME and not _is_known(low):
        return False
    if "-" in gap:
        return gap == "-"
    if "." in gap and not _INITIAL_LAST.search(name):
        return False  # a sentence ends
    return _is_rest(name, word, low)


def _goes_on_small(name: str, gap: str, low: str) -> bool:
    """Whether small letters are the end of a name that a blank or a line cuts."""
    is_name = word_kind(low) is WordKind.NAME
    if gap == "-\n":
        return is_name or len(low) <= REST_ON_LINE
    whole = _last_word(name) + low
    return gap == " " and is_name and bool(classes[whole] & W.KNOWN_SURNAME)


def _is_rest(name: str, word: str, low: str) -> bool:
    """Whether a word with a capital is the surname that is missing in a name."""
    if word.isupper():  # among capitals a capital tells nothing
        return word_kind(low) is WordKind.NAME and _is_known(low)
    if word_kind(low) is WordKind.NAME or not _has_name(name):
        return True
    return _is_known(low) and bool(classes[_last_word(name)] & W.FIRST_NAME)


def _begins(text: str, front: re.Match[str], name: str) -> bool:
    """Whether a word in front of a name is part of it."""
    word, gap = front["word"], front["gap"]
    low = _plain(word)
    if not _is_written_alike(name, word) or classes[low] & _NO_NAME:
        return False
    if "-" in gap:
        return text[front.start() - 1 : front.start()] != "-"
    if word_kind(low) is not WordKind.NAME or not classes[low] & W.FIRST_NAME:
        return False
    return bool(classes[low] & W.FIRST_NAME_LISTED) or not starts_sentence(text, front.start())


def _is_written_alike(name: str, word: str) -> bool:
    """Whether a word has capitals as the words of a name have."""
    if not word[0].isupper():
        return False
    return word[1:].islower() or (name.isupper() and len(name) > REST_OF_NAME)


def _has_name(name: str) -> bool:
    """Whether a first name or surname is in a mention, and not initials and particles alone."""
    for one in mention(name).names:
        words = [*one.person.given, *(core for _, core in one.person.surnames)]
        if any(not classes[_plain(word)] & W.PARTICLE for word in words):
            return True
    return False


def _last_word(name: str) -> str:
    return _plain(re.split(r"\W+", name)[-1])


def _is_known(low: str) -> bool:
    return bool(classes[low] & W.KNOWN_NAME)


def _plain(word: str) -> str:
    return to_ascii(word)[0].lower()


def _rest_of_date(text: str, span: Span, behind: int) -> bool:
    """Whether a year stands behind a day and month, as part of the same date."""
    if not any(map(str.isdigit, text[span.end : min(span.end + 2, behind)])):
        return False
    value = parse(text, span.start)
    if value is None or not span.end < value.end <= behind:
        return False
    return value.kind is Kind.FULL and value.has_century
