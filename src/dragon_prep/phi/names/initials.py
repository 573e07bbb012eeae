"""Persons by initials before or behind a surname: ``J. Jansen``, ``Ng, K.H.``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.letters import compiled
from dragon_prep.language.lexicon import cue
from dragon_prep.language.word_kinds import is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.names.listed import in_lettered_list, is_numbered
from dragon_prep.phi.names.reader import Reading, person, read_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.language.page import Page

_INITIAL = compiled(
    r"(?<![^\W_.])(?<![^\W_]\.)(?:[A-ZÀ-Þ]|Th|Chr|Ph|IJ)\.(?:, |[ -])?(?=[^\s\d.,;:)(])"
)
_COMMA_INITIALS = compiled(r", ?(?:[A-ZÀ-Þ]\.[ ]?){1,5}(?![^\W_])")
_SURNAME_BEFORE = compiled(
    r"(?<![^\W_])((?:(?:van|de|der|den|ter|ten|el|VAN|DE|DER|DEN|Van|De) ){0,3}[A-ZÀ-Þ][\w'’]{1,24}"
    r"(?:(?:[- ](?:van|de|der|den|ter|ten|el))+ [A-ZÀ-Þ][\w'’]{1,24}"
    r"|[ ]?-[ ]?[A-ZÀ-Þ][\w'’]{1,24})?)\Z"
)
_INITIALS_BEFORE = compiled(r"(?<![^\W_])(?:[A-ZÀ-Þ]\.[ ]?){1,5}\Z")
_LETTERS = re.compile(r"[^\W\d_]+")
_NOTHING_FOLLOWS = re.compile(r"[ ]?(?:[,.;)/|\n]|\Z|\d)")
_ROMAN = re.compile(r"[ivx]+(?:[-/][ivx]+)?\Z")
_GOES_ON_IN_DIGITS = re.compile(r"\d|-\d\d")
_SHORTEST_FIRST = 3


def by_initials(page: Page, initials: Iterable[int], whole: frozenset[int]) -> Iterator[Detection]:
    """``J. Jansen``: initials and a surname that is known, or can be nothing else.

    Args:
        page: the text.
        initials: where initials may start.
        whole: where names start that nothing can make longer.
    """
    done = 0
    for start in initials:
        if start < done or start in whole or _INITIAL.match(page.text, start) is None:
            continue
        name = read_name(page, start)
        if name is None or not name.initials or name.start != start:
            continue
        done = name.end
        if _initials_are_name(page, name):
            yield person(name, "name.initials")


def initial_starts(page: Page) -> list[int]:
    """Where initials may start: capitals that a dot follows, and ``Th.``, ``Chr.``, ``Ö.``."""
    text = page.text
    starts = []
    dot = text.find(".", 1)
    while dot > 0:
        last = text[dot - 1]
        if last.isupper():
            starts.append(dot - 2 if text.endswith("IJ", 0, dot) else dot - 1)
        elif last in "hr":
            end = dot - 1 if last == "h" else dot - 2
            small = end > 0 and text.startswith("h", end) and "A" <= text[end - 1] <= "Z"
            if small:
                starts.append(end - 1)
        dot = text.find(".", dot + 1)
    return starts


def _initials_are_name(page: Page, name: Reading) -> bool:
    surname = name.words[0]
    if len(surname) < 2 or not _may_follow_initials(page, name):
        return False
    if _ROMAN.match(surname) or _GOES_ON_IN_DIGITS.match(page.text, name.end):
        return False
    if is_numbered(page, name.start, surname):
        return False
    if name.initials == 1:
        return _is_initial(page, name)
    sure = bool(page.classes[surname] & W.STRONG_NAME) or name.particles > 0
    return sure or not _is_abbreviation(page, name)


def _is_initial(page: Page, name: Reading) -> bool:
    """Whether the one letter before a surname is short for a first name."""
    surname = name.words[0]
    kinds = page.classes[surname]
    # "M. Hodgkin" and "N. Vidianus" are a disease and a nerve, "J. Hartmann" is somebody.
    if kinds & W.EPONYM and page.low[name.start] in "anmv":
        return False
    if _is_grade(page, name.start):
        return False
    if name.particles or kinds & W.KNOWN_NAME:
        return True
    if in_lettered_list(page, name.start):
        return False
    return "-" in surname or _is_unknown_surname(page, name)


def _is_abbreviation(page: Page, name: Reading) -> bool:
    """Whether the initials of a name together are an abbreviation that reports use."""
    window = page.low[name.start : name.start + 3 * name.initials]
    letters = "".join(filter(str.isalpha, window))
    return bool(page.classes[letters[: name.initials]] & W.ABBREVIATION)


def _is_unknown_surname(page: Page, name: Reading) -> bool:
    """Whether one initial and a word that no list knows are a name here."""
    surname = name.words[0]
    # One initial and a word that no list knows: "A. Prostaat" opens a list, "door A. Hendrix" is
    # in the middle of a sentence.
    gap = page.text[max(0, name.start - 3) : name.start]
    if gap[-1:] == " " and gap.rstrip(" ")[-1:].islower():
        return True
    # ";J. Wisse;": a word may be a surname where the two fill a field.
    field = gap.rstrip(" ")[-1:] in frozenset(";|/(\n") and _NOTHING_FOLLOWS.match(
        page.text, name.end
    )
    known = (bool(page.classes[surname] & W.DUTCH) and not field) or page.low[name.start] == "i"
    return not known and len(surname) > _SHORTEST_FIRST


def _is_grade(page: Page, start: int) -> bool:
    """Whether a letter belongs to what stands before it: ``graad B``, ``type A``, ``Dorr B``."""
    index = page.index_before(start)
    before = page.word(index)
    if page.classes[before] & (W.NOT_DATE_BEFORE | W.TYPED) and before != "vs":
        return True
    scale = bool(page.classes[before] & W.EPONYM) and not page.classes[before] & W.SURNAME
    return scale and page.text[page.end(index) : start] == " "


def _may_follow_initials(page: Page, name: Reading) -> bool:
    """Whether a surname is no ordinary word, or stands as only a name would: ``J. Wit, arts``."""
    surname = name.words[0]
    if not is_plain(surname):
        return True
    if name.particles:
        return True
    too = bool(page.classes[surname] & W.SURNAME_TOO) or bool(
        page.classes[surname] & W.NAME_AND_WORD
    )
    return too and _NOTHING_FOLLOWS.match(page.text, name.end) is not None


def before_initials(page: Page, initials: Iterable[int]) -> Iterator[Detection]:
    """``Kuipers-van der Laan, E.`` and ``Ng, K.H.``: the form of a name in any list of patients."""
    for start in initials:
        comma = start - 1 if page.text[start - 1] == "," else start - 2
        match = _COMMA_INITIALS.match(page.text, comma) if comma >= 0 else None
        if match is None:
            continue
        surname = _SURNAME_BEFORE.search(page.text, max(0, match.start() - 50), match.start())
        if surname is None:
            continue
        # "V. Idrissi, X. Aksoy": the initial before a surname is its own.
        if _INITIALS_BEFORE.search(page.text, max(0, surname.start() - 16), surname.start()):
            continue
        particles = cue("particle_inside")
        words = [word for word in _LETTERS.findall(surname[1].lower()) if word not in particles]
        several = match.group().count(".") > 1
        if words and (several or not (is_plain(words[0]) or page.classes[words[0]] & W.EPONYM)):
            end = match.end() - (match.group()[-1] == " ")
            yield found(surname.start(1), end, "PERSOON", "name.surname_first")
