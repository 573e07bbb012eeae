"""How a word stands in a text: announced, at the start of a sentence, as a name inside one."""

from __future__ import annotations

import re

from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes

_ANNOUNCED = re.compile(
    r"(?:(?<![A-Za-z])(?:dr|drs|prof|mw|mevr|dhr|mevrouw|heer|dokter|collega)\.?"
    r"|(?<![A-Za-z])[A-LN-Z]\.)\s{0,2}(?:(?:van|de|der|den|ten|ter|het)\s){0,3}\Z",
    re.IGNORECASE,
)
_WITHIN = 30  # characters before a name
_SENTENCE_START = re.compile(r"(?:[.!?\n*-]|\A)\s*\Z")
_GOES_ON = re.compile(r"(?<![\w.-])([A-Za-z]+),? \(?(?:(?:van|de|der|den|ten|ter|het)\s){0,3}\Z")
_RIGHT_BEFORE = re.compile(r"(?<![A-Za-z])([A-Za-z]+)[:=]? ?\(?\Z")
# Behind these stands who does something, or to whom it is done.
_PERSON_BEHIND = frozenset(("bij", "door", "met", "aan", "namens", "collega", "via", "volgens"))
_VERB = re.compile(r"([A-Za-z]+) (?:met|door) (?:(?:van|de|der|den|ten|ter|het)\s){0,3}\Z")
_VERB_BEFORE = {"met": W.WITH_VERB, "door": W.BY_VERB}  # "besproken met", "gezien door"
_NAME_BEHIND = re.compile(
    r"(?<![\w.-])(?:bij|aan|namens|collega|naar|te|uit|Volgens"
    r"|(?:verzoek|advies|brief|bericht|aanvraag|verwijzing|overdracht|zoon|dochter) van)"
    r" \(?(?:(?:van|de|der|den|ten|ter|het)\s){0,3}\Z"
)
_NAMED = W.ROLE_WORD | W.TITLE_OF_PATIENT | W.RELATIVE | W.TOWN_CUE
_JOINS = frozenset("-/@0123456789")
_OF_SIGNS = frozenset(("met", "volgens", "bij"))  # "bij Crohn", "volgens Gleason"
# What is written with a capital for its own sake.
_PROPER = (
    W.EPONYM
    | W.TOWN
    | W.HOSPITAL
    | W.ABBREVIATION
    | W.MONTH
    | W.BRAND
    | W.ABROAD
    | W.PROPER
    | W.UNIT
    | W.INSTITUTION
)


def is_announced(text: str, start: int) -> bool:
    """Whether a title or an initial stands before a word."""
    return _ANNOUNCED.search(_before(text, start)) is not None


def starts_sentence(text: str, start: int) -> bool:
    """Whether a word is the first of a sentence, a line or an item."""
    return _SENTENCE_START.search(_before(text, start)) is not None


def word_before(text: str, start: int) -> str:
    """The word of the same sentence before a word and its particles; empty if there is none.

    A word with a capital counts only where it opens the sentence: what stands among capitals is a
    heading or a list.
    """
    match = _GOES_ON.search(_before(text, start))
    if match is None:
        return ""
    word = match[1]
    at = max(0, start - _WITHIN) + match.start()
    opens = word[1:].islower() or len(word) == 1
    if word.islower() or (opens and starts_sentence(text, at)):
        return word.lower()
    return ""


def last_word(text: str, start: int) -> str:
    """The word right before a place in the same line, in lower case; empty if there is none."""
    match = _RIGHT_BEFORE.search(_before(text, start))
    return match[1].lower() if match is not None else ""


def stands_as_name(text: str, start: int) -> bool:
    """Whether a capital opens a word inside a sentence, and is not one of many."""
    return text[start : start + 1].isupper() and bool(word_before(text, start))


def is_person_here(word: str, text: str, start: int) -> bool:
    """Whether a word that has another meaning is somebody's name by where it stands.

    A word that is written small means a person wherever a capital opens it inside a sentence
    (``Controle bij Groot``), a town, month or abbreviation only behind a word such as ``door``, an
    eponym only where no disease is spoken of.

    Args:
        word: in lower case.
        text: in which it stands.
        start: where.
    """
    if not stands_as_name(text, start):
        return False
    before = word_before(text, start)
    if not classes[word] & _PROPER:
        return True
    if before not in _PERSON_BEHIND:
        return False
    return not (classes[word] & W.EPONYM and before in _OF_SIGNS and not _is_surname(word))


def is_behind_person_word(text: str, start: int) -> bool:
    """Whether a word such as ``door`` stands before something."""
    return word_before(text, start) in _PERSON_BEHIND


def is_announced_by_place(text: str, start: int, end: int) -> bool:
    """Whether an unknown word can hardly be anything but a name, by what stands before it.

    Devices, drugs and scores are unknown words with a capital, too; but behind ``van``, ``bij``,
    ``door``, ``collega``, ``te`` or ``besproken met`` stand names.

    Args:
        text: in which it stands.
        start: of the word.
        end: of the word.
    """
    word = text[start:end]
    if not word.istitle() or not word.isalpha() or text[end : end + 1] in _JOINS:
        return False
    if _NAME_BEHIND.search(_before(text, start)) is not None:
        return True
    match = _GOES_ON.search(_before(text, start))
    if match is None or not match[1].islower():
        return False
    before = match[1]
    if classes[before] & _NAMED:
        return True
    kind = _VERB_BEFORE.get(before, 0)
    verb = _VERB.search(_before(text, start)) if kind else None
    return verb is not None and bool(classes[verb[1].lower()] & kind)


def _is_surname(word: str) -> bool:
    return bool(classes[word] & W.KNOWN_SURNAME)


def _before(text: str, start: int) -> str:
    return text[max(0, start - _WITHIN) : start]
