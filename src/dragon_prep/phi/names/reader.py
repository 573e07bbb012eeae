"""Reads one person's name at a given place: initials, particles, surname, or a staff code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.language.word_kinds import is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.names import particles, tokens
from dragon_prep.phi.names.surnames import read_particles, read_surname

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

_NEXT_LETTERS = re.compile(r"[^\W\d_]+")
_NUMERAL = re.compile(r"[IVX]{1,5}")
_CODE = re.compile(r"(?:[A-Z][A-Za-z]{1,5}|[A-Z]{2,4})(?:[/][A-Za-z]{2,5})?(?![^\W_])(?!-[^\W_])")
# What stands right behind a name that goes on.
_GOES_ON = frozenset(", ")
_CALLS = frozenset(" (")


@dataclass(frozen=True, slots=True, repr=False)
class Reading:
    """Where a name stands in a text, and what tells that it is one.

    Attributes:
        start: its first code point, behind any title.
        end: behind its last code point.
        initials: how many initials it has.
        particles: how many words such as "van" and "der" it has.
        words: its surname and first names, lower case.
    """

    start: int
    end: int
    initials: int
    particles: int
    words: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<Reading [{self.start}, {self.end}), {self.initials} initials>"


def person(name: Reading, rule: str) -> Detection:
    """A detection over a name that was read."""
    return found(name.start, name.end, "PERSOON", rule)


def is_ordinary(name: Reading, *, by_ending: bool = False) -> bool:
    """Whether what was read is a single ordinary word: ``collega Radiologie``, ``Patiënt: Man``.

    Args:
        name: what was read.
        by_ending: whether a medical ending is enough; not where a title or function announces a
            person, because many surnames end alike.
    """
    if name.initials or name.particles or len(name.words) > 1:
        return False
    word = name.words[0]
    if classes[word] & W.SURNAME_TOO:
        return False
    if by_ending:
        return is_plain(word)
    return bool(classes[word] & W.NOT_A_NAME) and not classes[word] & W.SURNAME


def skip_titles(page: Page, position: int) -> int:
    """Where a name starts behind up to five titles."""
    for _ in range(5):
        if page.low[position : position + 1] not in tokens.TITLE_LETTERS:
            break
        match = tokens.TITLE.match(page.text, position)
        if match is None or match.end() == position:
            break
        position = match.end()
    return position


def read_name(
    page: Page,
    position: int,
    *,
    small: bool = False,
    code: bool = False,
    bare: bool = False,
    sure: bool = False,
) -> Reading | None:
    """The name at a place, or None.

    Args:
        page: the text.
        position: where the name or its titles start.
        small: whether initials and surname may be in lower case, as in ``h. de boer``.
        code: whether capitals alone may be a surname (a line for names says so).
        bare: whether capitals without dots may be initials, as in ``AB de Vries``.
        sure: whether a surname may be an ordinary word, because a title stands before it.
    """
    text = page.text
    opening = text[position : position + 1]
    if not opening.isalnum() and opening not in particles.APOSTROPHES:
        return None
    start = skip_titles(page, position)
    titled = start > position
    position, initials = _read_initials(page, start, small=small, bare=bare, sure=sure)
    position, count = read_particles(page, position)
    if titled or count or initials > 1:
        sure = True
    end, words = read_surname(page, position, lower=small and initials > 0, code=code, sure=sure)
    if end < 0:
        return None
    if text[end : end + 1] in _GOES_ON:
        bare = code and len(words) == 1
        behind = _initials_behind(text, end, bare=bare) if not initials else None
        if behind is not None:
            initials = sum(map(str.isalpha, behind.group(1)))
            end = behind.start(1) + len(behind.group(1).rstrip())
        else:
            end = _given_behind(page, end)
    if text[end : end + 1] in _CALLS:
        end = _call_name_behind(page, end, initials=initials, words=words)
    return Reading(start, end, initials, count, tuple(words))


def _read_initials(
    page: Page, position: int, *, small: bool, bare: bool, sure: bool
) -> tuple[int, int]:
    """Where the initials at a place and what belongs to them end, and how many they are."""
    text = page.text
    match = (tokens.DOTTED_SMALL if small else tokens.DOTTED).match(text, position)
    if match is None and bare:
        match = _bare_capitals(text, position, sure=sure)
    if match is None:
        return position, 0
    blank = tokens.NEXT.match(text, match.end())
    end = _behind_initials(page, blank.end() if blank is not None else match.end())
    return end, sum(map(str.isalpha, match.group()))


def _given_behind(page: Page, end: int) -> int:
    """Where the first names behind a surname and comma end: ``Jansen, Piet van der``."""
    first = tokens.GIVEN_BEHIND.match(page.text, end)
    known = first is not None and page.classes[first[1].lower()] & W.FIRST_NAME
    return first.end() if first is not None and known else end


def _call_name_behind(page: Page, end: int, *, initials: int, words: list[str]) -> int:
    """Where a name ends with the call name in brackets: ``Jansen, J.P. (Jan)``.

    In brackets behind a name stands a code, a town or a function as often.
    """
    called = tokens.CALL_NAME.match(page.text, end)
    if called is None:
        return end
    small = called[1].lower()
    if not page.classes[small] & W.FIRST_NAME or page.classes[small] & (W.ROLE_WORD | W.TOWN):
        return end
    known = initials or "," in page.text[end - 20 : end] or page.classes[words[-1]] & W.FIRST_NAME
    return called.end() if known else end


def _initials_behind(text: str, end: int, *, bare: bool) -> re.Match[str] | None:
    """The initials behind a surname; ``bare`` where they may stand without dots."""
    match = tokens.BARE_BEHIND.match(text, end) if bare else None
    if match is not None and not _is_abbreviation(match[1].lower()):
        return match
    return tokens.DOTTED_BEHIND.match(text, end)


def _behind_initials(page: Page, position: int) -> int:
    """Where the surname starts behind initials: ``J., Smit``, ``A.B. (Anna) de Boer``."""
    if page.text.startswith(", ", position) and _is_known_at(page, position + 2):
        return position + 2
    called = tokens.CALL_NAME.match(page.text, position)
    if called is None:
        return position
    blank = tokens.NEXT.match(page.text, called.end())
    return blank.end() if blank is not None else position


def _is_abbreviation(capitals: str) -> bool:
    """Whether capitals behind a surname are a department or degree; a single one is neither."""
    if len(capitals) < 2:
        return False
    kinds = classes[capitals] & (W.ABBREVIATION | W.ABBREVIATION_LISTED | W.ROLE_WORD)
    return bool(kinds) or is_plain(capitals)


def _is_known_at(page: Page, position: int) -> bool:
    """Whether a known name with a capital, perhaps behind a particle, starts here."""
    index = page.index_from(position)
    if page.classes[page.word(index)] & W.PARTICLE_INSIDE:
        index += 1
    return bool(page.classes[page.word(index)] & W.KNOWN_NAME) and page.is_capital(index)


def _bare_capitals(text: str, position: int, *, sure: bool) -> re.Match[str] | None:
    match = tokens.BARE.match(text, position)
    if match is None:
        return None
    if match.group().endswith("\n") and not sure:
        return None
    capitals = match.group().strip(". \n").lower()
    if "." in match.group() and len(capitals) > 2:
        word = _NEXT_LETTERS.match(text, match.end())
        if word is not None and _opens_sentence(word.group()):
            return None  # "Tweede lezer: MCDU. Divertikels van": a code ends its sentence
    taken = W.PARTICLE | W.ROLE_WORD | (0 if sure else W.ABBREVIATION)
    return None if classes[capitals] & taken else match


def _opens_sentence(word: str) -> bool:
    """Whether a word behind capitals and a dot is none of a name: ``Aanwezig``, ``VII``."""
    small = word.lower()
    if is_plain(small) or _NUMERAL.fullmatch(word):
        return True
    kinds = classes[small]
    return bool(kinds & W.DUTCH) and not kinds & (W.KNOWN_NAME | W.NAME_AND_WORD | W.SURNAME_TOO)


def read_code(page: Page, position: int) -> int:
    """End of a staff code at a place, such as ``Lbu``, ``RGer`` or ``AB/cd``; -1 if there is none.

    The place must say that a person stands here: any short capitalised word has the form.
    """
    match = _CODE.match(page.text, position)
    if match is None:
        return -1
    parts = match.group().split("/")
    if any(
        is_plain(part.lower()) or bool(page.classes[part.lower()] & W.ABBREVIATION)
        for part in parts
    ):
        return -1
    return match.end()
