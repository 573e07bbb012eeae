"""Names and keys of several words, indexed by one word of each so that they are found at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dragon_prep.language import lexicon

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name in lower case and how far into it its index word stands.

    Attributes:
        name: the whole name.
        offset: code points from the name's start to the index word.
        ambiguous: whether it needs a cue beside it.
    """

    name: str
    offset: int
    ambiguous: bool

    def start_in(self, low: str, position: int) -> int:
        """Where the name starts if its index word is at a position of a text, else -1."""
        start = position - self.offset
        if start < 0 or not low.startswith(self.name, start):
            return -1
        end = start + len(self.name)
        if (start and low[start - 1].isalnum()) or (end < len(low) and low[end].isalnum()):
            return -1
        return start


def _index(names: frozenset[str], ambiguous: frozenset[str]) -> dict[str, tuple[Phrase, ...]]:
    index: dict[str, list[Phrase]] = {}
    for name in sorted(names):
        # The longest word is the rarest: "de" would hit in every sentence, "meern" hardly ever.
        key = max(_WORD.finditer(name), key=lambda match: len(match.group()))
        phrase = Phrase(name, key.start(), name in ambiguous)
        index.setdefault(key.group(), []).append(phrase)
    return {
        word: tuple(sorted(found, key=lambda phrase: (-len(phrase.name), phrase.name)))
        for word, found in index.items()
    }


@cache
def town_index() -> dict[str, tuple[Phrase, ...]]:
    """Towns by their longest word, longest name first."""
    names = lexicon.phrases("towns")
    # "Capelle a/d IJssel", "Alphen a.d. Rijn"
    short = {
        name.replace(f" {link} ", f" {sign} ")
        for name in names
        for link in ("aan den", "aan de")
        for sign in ("a/d", "a.d.", "ad", "a d", "a/den", "aan d")
        if f" {link} " in name
    }
    return _index(names | short, lexicon.phrases("towns_ambiguous"))


@cache
def hospital_index() -> dict[str, tuple[Phrase, ...]]:
    """Hospitals by their longest word, longest name first."""
    ambiguous = lexicon.phrases("hospitals_ambiguous")
    return _index(lexicon.phrases("hospitals") | ambiguous, ambiguous)


@dataclass(frozen=True, slots=True)
class IdKey:
    """Words that announce a number, its label, and whether the number needs a form of its own."""

    words: tuple[str, ...]
    label: str
    weak: bool


def _forms(key: tuple[str, ...]) -> list[tuple[str, ...]]:
    """A key and, if it ends in "nummer", its forms with "nr" and "no", joined and apart."""
    last = key[-1]
    if not last.endswith("nummer") or last == "nummer":
        return [key]
    stem = last.removesuffix("nummer")
    short = [(*key[:-1], stem + end) for end in ("nummer", "nr", "no")]
    return short + [(*key[:-1], stem, end) for end in ("nummer", "nr", "no", "num")]


@cache
def id_key_index() -> dict[str, tuple[IdKey, ...]]:
    """Keys of numbers by their first word, most words first."""
    index: dict[str, list[IdKey]] = {}
    for line in lexicon.lines("id_keys"):
        parts = line.split()
        weak = parts[-1] == "weak"
        *key, label = parts[:-1] if weak else parts
        for form in _forms(tuple(key)):
            index.setdefault(form[0], []).append(IdKey(form, label, weak))
    return {word: tuple(sorted(keys, key=lambda k: -len(k.words))) for word, keys in index.items()}


@cache
def key_table(*, phones: bool) -> dict[str, dict[str, tuple[IdKey, ...]]]:
    """Keys by their first word and the word behind it, of words that open a phone's or another key.

    Keys of one word stand under the second word ``""`` and, in order, beside the longer ones.
    """
    return {
        word: {
            second: tuple(key for key in keys if key.words[1:2] in ((), (second,)))
            for second in {"".join(key.words[1:2]) for key in keys} | {""}
        }
        for word, keys in id_key_index().items()
        if any((key.label == "TELEFOONNUMMER") is phones for key in keys)
    }
