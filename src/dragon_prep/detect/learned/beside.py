"""Words that what stands beside them tells from a name: ``Voorgesch.:``, ``ter plaaatse``."""

from __future__ import annotations

import re

from dragon_prep.language.compounds import is_eponym_compound
from dragon_prep.language.typos import typo_in
from dragon_prep.language.word_kinds import is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes

_REACH = 16  # characters before
_HEADER_BEHIND = re.compile(r"\.\s?:")
_TER_BEFORE = re.compile(r"(?<![^\W_])ter\s\Z", re.IGNORECASE)
_COMPLAINT_BEFORE = re.compile(r"(?<![^\W_])(?:last|klachten)\svan\s\Z", re.IGNORECASE)
_TE_BEFORE = re.compile(r"(?<![^\W_])te\s\Z", re.IGNORECASE)
_BEHIND_TER = (
    "plaatse", "hoogte", "sprake", "beoordeling", "uitsluiting", "controle", "evaluatie",
    "aanvulling", "vergelijking",
)  # fmt: skip
_INFINITIVE_ENDS = ("en", "aan", "zien")
_LISTED_BEHIND = re.compile(r"(?::|,)\s")
_SMALL_BEHIND = re.compile(r"\s([a-zà-ÿ]+)(?![^\W_])")
# What joins a noun or adverb to the next word, and seldom a surname: "Last van", "Net boven".
_JOINED_BEHIND = re.compile(
    r"\s(?:van|boven|onder|binnen|rond|rondom|tussen|achter|voor|bij|het)"
    r"\s(?:(?:de|het|een)\s(?=[a-zà-ÿ]))?(?!(?:de|het|een)\s)[a-zà-ÿ]+(?![^\W_])"
)
_BEHIND_HYPHEN = re.compile(r"[^ ]+-([^\W\d_]+)")
_DIMINUTIVES = ("jes", "je")
_SURE_OF_TOWN = 960
_SURE = 900  # of 1000: what the model takes for a name above stays one


def is_word_beside(text: str, start: int, stop: int, likely: int) -> bool:
    """Whether a single word that may be a name is one of the language by what stands beside it.

    Args:
        text: the report in its plain form.
        start: of the word.
        stop: behind it.
        likely: how likely it is a name, of 1000.
    """
    word = text[start:stop]
    if not word.isalpha():
        return _is_term(word)
    before = text[max(0, start - _REACH) : start]
    if _is_header(text, stop) or _is_slip(word, before) or _is_complaint(word, before):
        return True
    if likely < _SURE_OF_TOWN and _is_infinitive(word, before):
        return True
    return _opens_finding(text, word.lower(), stop, is_doubtful=likely < _SURE)


def _is_term(mention: str) -> bool:
    """``B-cellymfoom``, ``Non-Hodgkinlymfoom``, ``R-CVP``: what stands behind a hyphen tells."""
    found = _BEHIND_HYPHEN.fullmatch(mention)
    if found is None:
        return False
    last, kinds = found[1], classes[found[1].lower()]
    if last.isupper():
        return bool(kinds & (W.ABBREVIATION_LISTED | W.BRAND)) and not kinds & W.KNOWN_NAME
    if last.islower() and is_plain(last):
        return not kinds & W.PARTICLE
    return is_eponym_compound(last.lower())


def _is_header(text: str, stop: int) -> bool:
    """``Voorgesch.:``, ``Med.:``: names are not cut short before a colon."""
    return _HEADER_BEHIND.match(text, stop) is not None


def _is_slip(word: str, before: str) -> bool:
    """``ter plaaatse``, ``ter hogte``: a slip of the typist in a set phrase."""
    if _TER_BEFORE.search(before) is None:
        return False
    return any(word == right or typo_in(right, word) for right in _BEHIND_TER)


def _is_complaint(word: str, before: str) -> bool:
    """``last van jeuk``: a Dutch word in small letters behind what announces a complaint."""
    is_small = word.islower() and bool(classes[word] & W.DUTCH)
    return is_small and _COMPLAINT_BEFORE.search(before) is not None


def _is_infinitive(word: str, before: str) -> bool:
    """``te melden``: a Dutch verb in small letters."""
    is_small = word.islower() and word.endswith(_INFINITIVE_ENDS)
    return is_small and bool(classes[word] & W.DUTCH) and _TE_BEFORE.search(before) is not None


def _opens_finding(text: str, word: str, stop: int, *, is_doubtful: bool) -> bool:
    """``Klein divertikel``; in doubt ``Hart: niet verwijd`` and ``Last van hoesten``, too."""
    kinds = classes[word]
    if kinds & W.SURNAME_TOO:
        behind = _SMALL_BEHIND.match(text, stop)
        if behind is not None:
            return _is_thing(behind[1])
        return is_doubtful and _LISTED_BEHIND.match(text, stop) is not None
    if not is_doubtful or not kinds & W.DUTCH or kinds & W.KNOWN_NAME:
        return False
    return _JOINED_BEHIND.match(text, stop) is not None


def _is_thing(word: str) -> bool:
    """Whether a word in small letters is medical, by lexicon, ending or parts; no verb is."""
    if classes[word] & W.MEDICAL or word.endswith(_DIMINUTIVES):
        return True
    return not classes[word] & W.NOT_A_NAME and is_plain(word)
