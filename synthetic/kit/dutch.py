"""Dutch inflection of the terms of word lists: articles, plurals, adjectives, numbers in words.

A noun stands in a word list as ``de cyste/cysten`` or ``het concrement/concrementen``, without a
plural as ``de ascites``; an adjective as ``klein``, or with its own other form as ``grijs/grijze``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

_VOWELS = "aeiouy"
_AS_IT_IS = re.compile(r".?.|.*e|.*(?<!e)en")  # `open`, but `heterogene`
_WORDS = ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien",
          "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien",
          "negentien", "twintig")  # fmt: skip
_TENS = {3: "dertig", 4: "veertig", 5: "vijftig", 6: "zestig", 7: "zeventig", 8: "tachtig",
         9: "negentig", 2: "twintig"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun with its article and plural; a plural that is empty is never asked for."""

    article: str
    singular: str
    plural: str

    @property
    def is_neuter(self) -> bool:
        """Whether it goes with ``het``."""
        return self.article == "het"


@cache
def noun(entry: str) -> Noun:
    """A noun of a word list.

    Raises:
        ValueError: if it does not start with ``de`` or ``het``.
    """
    article, _, words = entry.partition(" ")
    if article not in ("de", "het") or not words:
        raise ValueError("a noun is written as `de cyste/cysten`")
    singular, _, plural = words.partition("/")
    return Noun(article, singular, plural)


@cache
def inflected(entry: str) -> str:
    """An adjective with its ``-e``: ``klein`` gives ``kleine``, ``groot`` gives ``grote``."""
    base, slash, other = entry.partition("/")
    if slash:
        return other
    if _AS_IT_IS.fullmatch(base):
        return base
    if base.endswith("ief"):
        return f"{base[:-1]}ve"
    return f"{base}e" if base[-1] in _VOWELS else _closed(base)


def _closed(base: str) -> str:
    """The form with ``-e`` of an adjective that ends in a consonant."""
    before, vowel, last = tuple(f" {base}"[-3:])
    if vowel in "aeou" and before == vowel:  # groot, vaag, breed: the long vowel stands once
        return f"{base[:-2]}{_voiced(last)}e"
    short = vowel in _VOWELS and before not in _VOWELS
    syllables = sum(a in _VOWELS and b not in _VOWELS for a, b in pairwise(base))
    if short and syllables == 1 and last not in "wxj":
        return f"{base}{last}e"  # wit, dof: the short vowel stays short
    return f"{base}e"


def _voiced(last: str) -> str:
    return {"f": "v", "s": "z"}.get(last, last)


def adjective(entry: str) -> str:
    """An adjective as it stands alone."""
    return entry.partition("/")[0]


def phrase(entry: str, adjectives: tuple[str, ...] = (), *, number: int = 1, the: str = "") -> str:
    """A noun with adjectives: ``een kleine cyste``, ``drie kleine cysten``, ``de kleine cyste``.

    Args:
        entry: the noun as a word list has it.
        adjectives: as a word list has them.
        number: how many; 0 for some without a number (``kleine cysten``).
        the: what stands before it in place of a number or ``een``: ``de`` gives the right
            article, ``-`` nothing at all, other words themselves.

    Raises:
        ValueError: if a plural is asked for of a noun that has none.
    """
    what = noun(entry)
    several = number != 1
    if several and not what.plural:
        raise ValueError("a noun without a plural was to stand in it")
    bare = not several and what.is_neuter and the in ("", "-")
    said = [adjective(a) if bare else inflected(a) for a in adjectives]
    lead = the
    if the == "de":
        lead = "de" if several else what.article
    elif the == "-":
        lead = ""
    elif not the:
        lead = "" if number == 0 else in_words(number)
    return " ".join(filter(None, (lead, *said, what.plural if several else what.singular)))


def in_words(number: int) -> str:
    """A whole number from 0 to 99 in words; the figure from 100 up."""
    if number < len(_WORDS):
        return _WORDS[number]
    tens, ones = divmod(number, 10)
    if tens > max(_TENS):
        return str(number)
    if not ones:
        return _TENS[tens]
    link = "\u00ebn" if _WORDS[ones].endswith("e") else "en"
    return f"{_WORDS[ones]}{link}{_TENS[tens]}"
