"""The words that a text is read with: those of the lists, and those that a centre adds."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import WordTable, class_of, classes

if TYPE_CHECKING:
    from collections.abc import Mapping

# Groups of a centre's words, by name: a group of lex_cues.txt, one of these, or the words that a
# rule of its own looks beside.
Words = tuple[tuple[str, tuple[str, ...]], ...]
OWN = "own."
_SURNAME = W.SURNAME | W.KNOWN_SURNAME | W.KNOWN_NAME | W.STRONG_NAME
_FIRST_NAME = W.FIRST_NAME | W.FIRST_NAME_LISTED | W.KNOWN_NAME
# Their classes, and the kinds of words that rules ask for.
LISTED: Mapping[str, tuple[int, tuple[str, ...]]] = MappingProxyType(
    {
        "titles": (0, ("title",)),
        "roles": (W.ROLE_WORD | W.ROLE_PHRASE, ("role",)),
        "surnames": (_SURNAME, ("surname", "strong")),
        "first_names": (_FIRST_NAME, ("first",)),
    }
)


@dataclass(frozen=True, slots=True, repr=False)
class Vocabulary:
    """What words are, and which of them rules look beside.

    Attributes:
        classes: of each word, see ``words.py``.
        kinds: of the words that rules look beside.
    """

    classes: WordTable
    kinds: Mapping[str, tuple[str, ...]]


def with_words(
    kinds: Mapping[str, tuple[str, ...]], cue_kinds: frozenset[str], own: Words
) -> Vocabulary:
    """The words of the lists with others laid over them.

    Args:
        kinds: of the words that rules look beside, without the others.
        cue_kinds: the groups of cue words that are such kinds.
        own: the others.

    Raises:
        ValueError: if there is no such group of words.
    """
    table, mine = classes.copy(), dict(kinds)
    for group, words in own:
        bits, more = _meaning(group, cue_kinds)
        for word in words:
            if bits:
                table[word] = table[word] | bits
            if more:
                mine[word] = tuple(dict.fromkeys((*mine.get(word, ()), *more)))
    return Vocabulary(table, mine)


def _meaning(group: str, cue_kinds: frozenset[str]) -> tuple[int, tuple[str, ...]]:
    if group.startswith(OWN):
        return 0, (group,)
    if group in LISTED:
        return LISTED[group]
    return class_of(group), (group,) if group in cue_kinds else ()
