"""Word lists of the detector, read once from ``dragon_prep.data`` when first needed."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from dragon_prep.data import load
from dragon_prep.language.pools import calendar

if TYPE_CHECKING:
    from collections.abc import Mapping

# Shorter names are abbreviations, or parts of codes, as often.
_SHORTEST_STRONG = 4
# Shorter names of months are too close to other words.
_SHORTEST_MISSPELT = 6


def lines(name: str) -> tuple[str, ...]:
    """The lines of a data file without comments and blank lines.

    Args:
        name: the file's name without ``lex_`` and ``.txt``.

    Raises:
        SystemFault: if the file is missing, or is not the one its checksum was taken of.
    """
    return load.lines(f"lex_{name}.txt")


@cache
def phrases(name: str) -> frozenset[str]:
    """The lines of a data file in lower case."""
    return frozenset(line.lower() for line in lines(name))


@cache
def words(name: str) -> frozenset[str]:
    """The words of a data file with several words a line, in lower case."""
    return frozenset(word for line in lines(name) for word in line.lower().split())


@cache
def titles() -> Mapping[str, frozenset[str]]:
    """Titles and forms of address that stand before a name, with their flags, in lower case."""
    table = {}
    for line in lines("titles"):
        title, *flags = line.split("|")
        table[title] = frozenset(flags)
    return MappingProxyType(table)


@cache
def _groups() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for line in lines("cues"):
        group, _, members = line.partition(":")
        groups.setdefault(group, set()).update(members.split())
    return {group: frozenset(members) for group, members in groups.items()}


@cache
def cue_groups() -> frozenset[str]:
    """The groups of ``lex_cues.txt``."""
    return frozenset(_groups())


@cache
def cue(*groups: str) -> frozenset[str]:
    """The words of one or more groups of ``lex_cues.txt``.

    Raises:
        KeyError: if there is no such group.
    """
    known = _groups()
    return frozenset().union(*(known[group] for group in groups))


@cache
def months() -> dict[str, int]:
    """Spelling of a month to its number, 1 to 12; also spellings one slip away from its name."""
    listed = {word: int(number) for number, word in map(str.split, lines("months"))}
    for language in ("en", "nl"):
        for number, spellings in enumerate(calendar("month", language), 1):
            listed |= dict.fromkeys(spellings, number)
    slips = {
        slip: listed[name]
        for name in sorted(full_months())
        if len(name) >= _SHORTEST_MISSPELT
        for slip in _one_slip(name)
    }
    others = dutch() | known_names() | phrases("towns")
    return {slip: month for slip, month in slips.items() if slip not in others} | listed


def _one_slip(name: str) -> set[str]:
    """What a name becomes with one letter left out, put in, changed or swapped with the next."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = [(name[:at], name[at:]) for at in range(len(name) + 1)]
    slips = {left + right[1:] for left, right in cuts if right}
    slips |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    slips |= {left + letter + right[1:] for left, right in cuts if right for letter in letters}
    return slips | {left + letter + right for left, right in cuts for letter in letters}


@cache
def full_months() -> frozenset[str]:
    """Spellings that are a month without a day beside them."""
    return frozenset(full for full, *_ in calendar("month", "nl"))


@cache
def short_months() -> frozenset[str]:
    """The usual abbreviations of months, but those that are a weekday as well (``maa``)."""
    weekdays = {word for spellings in calendar("weekday", "nl") for word in spellings}
    short = {word for _, *others in calendar("month", "nl") for word in others}
    return frozenset(short - weekdays)


@cache
def surnames() -> frozenset[str]:
    """Known surnames, the last word of each."""
    return phrases("surnames") | words("surnames_common")


@cache
def word_names() -> frozenset[str]:
    """Names that are ordinary words too: a title, function or initials must announce them."""
    return (words("surnames_words") | phrases("proper_ambiguous")) - words("roles")


@cache
def known_surnames() -> frozenset[str]:
    """Surnames, and words that are always written with a capital and are no town."""
    others = phrases("surnames_foreign") | proper()
    return surnames() | (others - phrases("towns") - first_names())


@cache
def first_names() -> frozenset[str]:
    """Known first names, Dutch and foreign."""
    own = phrases("firstnames_common")
    return own | phrases("firstnames") | phrases("firstnames_foreign")


@cache
def known_names() -> frozenset[str]:
    """Known surnames and first names, Dutch and foreign."""
    return known_surnames() | first_names()


@cache
def strong_names() -> frozenset[str]:
    """Known names that mean nothing else: no word, town, eponym or abbreviation."""
    others = dutch() | not_names() | eponyms() | cue("abbreviation") | phrases("hospitals")
    others = others | phrases("hospitals_ambiguous") | words("brands")
    others = others | titles().keys()
    return frozenset(
        name for name in known_names() - others - phrases("towns") if len(name) >= _SHORTEST_STRONG
    )


@cache
def dutch() -> frozenset[str]:
    """Dutch words that are written small, of 3 to 13 letters."""
    return frozenset(load.lines("lex_dutch.txt.gz"))


@cache
def proper() -> frozenset[str]:
    """Words that are always written with a capital: surnames, first names, towns, brands."""
    return phrases("proper")


@cache
def eponyms() -> frozenset[str]:
    """Words of surnames that stand for a disease, sign, score or operation."""
    return words("eponyms")


@cache
def not_names() -> frozenset[str]:
    """Words that are no part of a name although a capital may open them."""
    return (
        words("not_names")
        | words("medical")
        | words("abroad")
        | full_months()
        | cue("unit", "study")
    )
