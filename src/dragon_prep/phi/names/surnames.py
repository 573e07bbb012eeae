"""Reads the words of a surname, with the first names before it, at a given place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dragon_prep.language.abbreviations import is_abbreviation
from dragon_prep.language.lexicon import cue
from dragon_prep.language.word_kinds import REMEMBERED, is_plain, is_term
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.names import particles, tokens

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

_DIGIT = re.compile(r"-?\d")
_MOST_WORDS = 5
# Between a name and a town these say where somebody lives.
_OF_PLACE = frozenset(("te", "uit", "in", "op", "bij", "aan"))
_FIELD_SIGNS = frozenset(".:|")
_BLANKS = frozenset(" \t\xa0\n")
_DASHES = frozenset("-–")
# Capitals up to this length are a department, a degree or initials rather than a surname.
_SHORT = 3
_SHORT_BEHIND = 4


def read_surname(
    page: Page, position: int, *, lower: bool, code: bool, sure: bool
) -> tuple[int, list[str]]:
    """End of the capitalised words at a place and the words in lower case; -1 if there is none.

    Args:
        page: the text.
        position: where the first of them starts, behind initials and particles.
        lower: whether the first may be in lower case.
        code: whether short capitals may be a surname.
        sure: whether something has announced a name.
    """
    surname = _Surname(page, position, lower, code, sure)
    while surname.goes_on():
        pass
    return surname.end, surname.words


@dataclass(slots=True, repr=False)
class _Surname:
    """The words of a name while they are being read."""

    page: Page
    position: int
    lower: bool
    code: bool
    sure: bool
    end: int = -1
    words: list[str] = field(default_factory=list)
    behind_particle: bool = False

    def goes_on(self) -> bool:
        """Takes the next word or particles; False at the end of the name."""
        text = self.page.text
        match = tokens.WORD.match(text, self.position)
        if match is None or len(self.words) == _MOST_WORDS:
            return False
        if self.words and tokens.is_capital_inside(text, *match.span()):
            self.end, self.words = _with_third_part(text, match.end(), self.end, self.words)
            return False
        capital = self._is_capital(match.group())
        if self.words and (self._is_behind_first_name() or not capital):
            later = _particles_inside(
                self.page, self.position, self.words, capital=capital, sure=self.sure
            )
            if later > self.position:
                self.position, self.behind_particle = later, True
                return True
        if not capital:
            return False
        return self._is_part(match) and self._takes(match)

    def _is_capital(self, token: str) -> bool:
        return token[0].isupper() or (self.lower and not self.words and len(token) > 2)

    def _is_behind_first_name(self) -> bool:
        return bool(self.words) and bool(classes[self.words[-1]] & W.FIRST_NAME)

    def _begins(self) -> bool:
        """Whether a surname begins here, which may be an ordinary word.

        So may the second, "Pronk-de Lange", and the one behind a first name, "Ward Kleine".
        """
        return not self.words or self.behind_particle or self._is_behind_first_name()

    def _is_part(self, match: re.Match[str]) -> bool:
        token, begins = match.group(), self._begins()
        if _is_no_part(self.page.text, match, self.words):
            return False
        if not is_surname_part(token, first=begins, sure=self.sure or self.behind_particle):
            second = self.sure and len(self.words) == 1
            if not second or not _is_word_as_surname(self.page, match, self.words):
                return False
        if not self.words:
            return self.code or not token.isupper() or len(token) > _SHORT
        return not is_place(self.page, match.start(), town=not begins)

    def _takes(self, match: re.Match[str]) -> bool:
        token = match.group().lower()
        self.words.append(token)
        _, dash, last = token.rpartition("-")
        self.behind_particle = bool(dash) and bool(classes[last] & W.PARTICLE)
        self.end = match.end()
        self.position = _next_part(self.page.text, self.end, self.words, sure=self.sure)
        return self.position >= 0


@lru_cache(maxsize=REMEMBERED)
def is_surname_part(token: str, *, first: bool, sure: bool) -> bool:
    """Whether a token that starts with a capital can be (another) part of a name.

    Args:
        token: as it stands.
        first: whether a surname begins with it.
        sure: whether initials and particles, or a title, have announced a name already.
    """
    small = token.lower()
    head = small.partition("-")[0].partition("/")[0]
    if len(token) < 2:
        return False
    if len(head) == 1 and head != small:  # Z-nummer
        return False
    if is_term(token) or _is_role(small):
        return False
    if _is_other_word(head, small) and not _is_known(head, small, announced=first and sure):
        return False
    return first or _may_be_second(token, head)


def _may_be_second(token: str, head: str) -> bool:
    """Whether a token behind a surname may be one more, with a head that means nothing else."""
    # Capitals of two to four letters are a department or a degree there.
    if token.isupper() and len(token) <= _SHORT_BEHIND:
        return False
    return not classes[head] & W.EPONYM and not is_plain(head)


def _is_role(word: str) -> bool:
    """Whether a word is a function and nobody's name: ``J. Jansen, Cardioloog``."""
    kinds = classes[word] & (W.ROLE_WORD | W.KNOWN_NAME)
    return len(word) > _SHORT and kinds == W.ROLE_WORD


def _is_other_word(head: str, word: str) -> bool:
    return bool(classes[head] & W.NOT_A_NAME or classes[word] & W.INSTITUTION)


def _is_known(head: str, word: str, *, announced: bool) -> bool:
    """Whether a word that means something is a name all the same: announced, or ``Al-Sayed``."""
    if announced and classes[head] & (W.SURNAME_TOO | W.KNOWN_NAME):
        return True
    return head != word and bool(classes[head] & W.PARTICLE_INSIDE)


def _is_word_as_surname(page: Page, match: re.Match[str], words: list[str]) -> bool:
    """Whether a word that also means something is the surname of whom a title or line announced.

    ``dr. Renate Mol``, ``Dhr. Rutger Liefting``, ``Radioloog: Piet Gleason``: the less the first
    word looks like a surname itself, the more the second may be an ordinary word.
    """
    token, first = match.group(), page.classes[words[0]]
    if token.isupper() or "\n" in page.text[match.start() - 1 : match.start()]:
        return False
    if page.text[match.end() : match.end() + 2].strip().startswith(":"):
        return False
    kinds = page.classes[token.lower().partition("-")[0]]
    if kinds & (W.INSTITUTION | W.SECTION | W.ROLE_WORD):
        return False
    given = bool(first & W.FIRST_NAME)
    if not first & W.SURNAME:
        if given or kinds & (W.SURNAME | W.SURNAME_TOO):
            return True
        return not kinds & W.NOT_A_NAME
    surname = kinds & (W.SURNAME | W.SURNAME_TOO)
    return bool(surname) and (given or not kinds & W.EPONYM)


def _with_third_part(text: str, at: int, end: int, words: list[str]) -> tuple[int, list[str]]:
    """The end and words of ``Tjon A Ten`` behind its capital; as they are for ``Piet A Jansen``."""
    last = tokens.WORD.match(text, at + 1)
    if last is None or classes[words[-1]] & W.FIRST_NAME:
        return end, words
    return last.end(), [*words, last.group().lower()]


def _is_no_part(text: str, match: re.Match[str], words: list[str]) -> bool:
    """Whether a word opens a field, or behind a name is short for something or names a measure.

    ``dr. Bakker BI-RADS 4``, ``dr. Bakker Ki-67``, ``dhr. Smit Agatston 98``; but ``Piet Gleason``.
    """
    if _opens_a_field(text, match):
        return True
    if not words:
        return False
    if is_abbreviation(match.group()) or _DIGIT.match(text, match.end()):
        return True
    measured = bool(classes[match.group().lower()] & W.MEASURED)
    return measured and not classes[words[-1]] & W.FIRST_NAME


def _opens_a_field(text: str, match: re.Match[str]) -> bool:
    """Whether a word at the start of a line names the next field, such as ``Geb.dat. |``."""
    if text[match.end() : match.end() + 1] not in _FIELD_SIGNS:
        return False
    return text[max(0, match.start() - 3) : match.start()].rstrip(" \t").endswith("\n")


def _particles_inside(
    page: Page, position: int, words: list[str], *, capital: bool, sure: bool
) -> int:
    """Where the particles inside a name end: ``Jansen van der Berg``, ``Abadia y van Breemen``.

    Returns:
        The given position if none stand there.
    """
    behind_first_name = bool(page.classes[words[-1]] & W.FIRST_NAME)
    # Behind a first name any will do, "Anna te Wierik", with a capital in Belgium, "Arie De Smedt".
    any_will_do = not capital and (behind_first_name or sure)
    later, count = read_particles(page, position, "particle" if any_will_do else "particle_inside")
    if not count:
        return position
    if page.word(page.index_from(position)) in _OF_PLACE and is_place(page, later):
        return position  # "O'Brien uit Maastricht"
    if any_will_do and count == 1 and not behind_first_name:
        # "dr. Smit in Zwolle" is no name of one person, "dr. Noor uit den Berg" is.
        later, _ = read_particles(page, position, "particle_inside")
    return later if page.text[later : later + 1].isupper() else position


def _next_part(text: str, end: int, words: list[str], *, sure: bool) -> int:
    """Where the next part of a name can start behind its words; -1 where the name must end."""
    if not _DASHES.isdisjoint(text[end : end + 2]):
        married = particles.MARRIED.match(text, end) or (
            tokens.PARTNER.match(text, end) if sure else None
        )
        if married is not None:
            return married.end()
    called = tokens.CALL_NAME.match(text, end) if text.startswith(" (", end) else None
    if called is not None and _is_called(called[1], words):
        end = called.end()  # "Johanna (Jo) Wobbelink"
    blank = tokens.NEXT.match(text, end) if text[end : end + 1] in _BLANKS else None
    if blank is None:
        return -1
    # A line's end closes a name, but a line may be wrapped between first name and surname.
    if "\n" in blank.group() and not all(bool(classes[word] & W.FIRST_NAME) for word in words):
        return -1
    return blank.end()


def _is_called(name: str, words: list[str]) -> bool:
    """Whether a first name in brackets is what the bearer of first names is called."""
    return all(bool(classes[word] & W.FIRST_NAME) for word in (name.lower(), *words))


def is_place(page: Page, position: int, *, town: bool = True) -> bool:
    """Whether a known hospital, or ``town``, starts here, which closes the name before it."""
    word = page.word(page.index_from(position))
    if page.classes[word] & W.HOSPITAL or page.classes[word] & W.HOSPITAL_AMBIGUOUS:
        return not page.classes[word] & W.KNOWN_NAME
    if not town or not page.classes[word] & W.TOWN:
        return False
    return not page.classes[word] & W.TOWN_AMBIGUOUS or not page.classes[word] & W.KNOWN_NAME


@cache
def _particle_signs(group: str) -> frozenset[str]:
    """What the particles of a group can open with."""
    return frozenset(particles.APOSTROPHES).union(word[0] for word in cue(group))


def read_particles(page: Page, position: int, group: str = "particle") -> tuple[int, int]:
    """Where the particles at a place end, and how many they are."""
    text, count = page.text, 0
    while count < 4:
        if text[position : position + 1] in particles.SHORTENED_SIGNS:
            match = particles.SHORTENED.match(text, position)
            if match is not None and text[match.end() : match.end() + 1].isupper():
                return match.end(), count + 1
        if text[position : position + 1].lower() not in _particle_signs(group):
            break
        match = tokens.WORD.match(text, position)
        if match is None or match.group().lower().strip("'’") not in cue(group):
            break
        blank = tokens.NEXT.match(text, match.end())
        if blank is None or not text[blank.end() : blank.end() + 1].strip():
            break
        position = blank.end()
        count += 1
    return position, count
