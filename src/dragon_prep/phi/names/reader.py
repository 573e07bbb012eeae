"""Reads one person's name at a given place: initials, particles, surname, or a staff code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dragon_prep.language.abbreviations import is_abbreviation
from dragon_prep.language.lexicon import cue
from dragon_prep.language.word_kinds import REMEMBERED, is_plain, is_term
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.names import particles, tokens

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

_DIGIT = re.compile(r"-?\d")
_CODE = re.compile(r"(?:[A-Z][A-Za-z]{1,5}|[A-Z]{2,4})(?:[/][A-Za-z]{2,5})?(?![^\W_])(?!-[^\W_])")
_MOST_WORDS = 5
# What stands right behind a name that goes on.
_GOES_ON = frozenset(", ")
_CALLS = frozenset(" (")
# Between a name and a town these say where somebody lives.
_OF_PLACE = frozenset(("te", "uit", "in", "op", "bij", "aan"))
_FIELD_SIGNS = frozenset(".:|")
_BLANKS = frozenset(" \t\xa0\n")
_DASHES = frozenset("-–")
# Capitals up to this length are a department, a degree or initials rather than a surname.
_SHORT = 3


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


@lru_cache(maxsize=REMEMBERED)
def _is_surname_part(token: str, *, first: bool, sure: bool) -> bool:
    """Whether a token that starts with a capital can be (another) part of a name.

    ``sure``: initials and particles, or a title, have announced it already.
    """
    small = token.lower()
    head = small.partition("-")[0].partition("/")[0]
    if len(head) == 1 and head != small:  # Z-nummer
        return False
    if is_term(token):
        return False
    known = (
        first
        and sure
        and (bool(classes[head] & W.SURNAME_TOO) or bool(classes[head] & W.KNOWN_NAME))
    )
    if len(small) > _SHORT and classes[small] & W.ROLE_WORD and not classes[small] & W.KNOWN_NAME:
        return False  # "J. Jansen, Cardioloog"
    known = known or (
        head != small and bool(classes[head] & W.PARTICLE_INSIDE)
    )  # Al-Sayed, El-Khatib
    if not known and (classes[head] & W.NOT_A_NAME or classes[small] & W.INSTITUTION):
        return False
    if not first:
        # Behind a surname, capitals of two to four letters are a department or a degree.
        if token.isupper() and len(token) <= 4:
            return False
        if is_plain(head) or classes[head] & W.EPONYM:
            return False
    return len(token) > 1


def _is_word_as_surname(page: Page, match: re.Match[str], words: list[str]) -> bool:
    """Whether a word that also means something is the surname of whom a title or line announced.

    ``dr. Renate Mol``, ``Dhr. Rutger Liefting``, ``Radioloog: Piet Gleason``: the less the first
    word looks like a surname itself, the more the second may be an ordinary word.
    """
    token, first = match.group(), words[0]
    if token.isupper() or "\n" in page.text[match.start() - 1 : match.start()]:
        return False
    if page.text[match.end() : match.end() + 2].strip().startswith(":"):
        return False
    head = token.lower().partition("-")[0]
    if page.classes[head] & (W.INSTITUTION | W.SECTION) or page.classes[head] & W.ROLE_WORD:
        return False
    given = bool(page.classes[first] & W.FIRST_NAME)
    if given and not page.classes[first] & W.SURNAME:
        return True
    if page.classes[head] & W.SURNAME or page.classes[head] & W.SURNAME_TOO:
        return not page.classes[head] & W.EPONYM or given or not page.classes[first] & W.SURNAME
    return not page.classes[first] & W.SURNAME and not page.classes[head] & W.NOT_A_NAME


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
    begin = position
    opening = text[position : position + 1]
    if not opening.isalnum() and opening not in particles.APOSTROPHES:
        return None
    position = start = skip_titles(page, position)
    dotted = (tokens.DOTTED_SMALL if small else tokens.DOTTED).match(text, position)
    match = dotted or (_bare_capitals(text, position, sure=sure) if bare else None)
    initials = 0
    if match is not None:
        initials = sum(map(str.isalpha, match.group()))
        blank = tokens.NEXT.match(text, match.end())
        position = _behind_initials(page, blank.end() if blank is not None else match.end())
    position, count = _particles(page, position)
    sure = sure or bool(count) or start > begin or initials > 1
    end, words = _surname(page, position, lower=small and bool(initials), code=code, sure=sure)
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
    return len(capitals) > 1 and (
        bool(classes[capitals] & W.ABBREVIATION)
        or bool(classes[capitals] & W.ABBREVIATION_LISTED)
        or bool(classes[capitals] & W.ROLE_WORD)
        or is_plain(capitals)
    )


def _is_known_at(page: Page, position: int) -> bool:
    """Whether a known name with a capital, perhaps behind a particle, starts here."""
    index = page.index_from(position)
    if page.classes[page.word(index)] & W.PARTICLE_INSIDE:
        index += 1
    return bool(page.classes[page.word(index)] & W.KNOWN_NAME) and page.is_capital(index)


def _bare_capitals(text: str, position: int, *, sure: bool) -> re.Match[str] | None:
    match = tokens.BARE.match(text, position)
    if match is None or (match.group().endswith("\n") and not sure):
        return None
    capitals = match.group().strip(". \n").lower()
    taken = (
        bool(classes[capitals] & W.PARTICLE)
        or bool(classes[capitals] & W.ROLE_WORD)
        or (bool(classes[capitals] & W.ABBREVIATION) and not sure)
    )
    return None if taken else match


@cache
def _particle_signs(group: str) -> frozenset[str]:
    """What the particles of a group can open with."""
    return frozenset(particles.APOSTROPHES).union(word[0] for word in cue(group))


def _particles(page: Page, position: int, group: str = "particle") -> tuple[int, int]:
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


def _surname(
    page: Page, position: int, *, lower: bool, code: bool, sure: bool
) -> tuple[int, list[str]]:
    """End of the capitalised words at a place and the words; -1 if there is none."""
    text = page.text
    end, words, behind_particle = -1, list[str](), False
    while len(words) < _MOST_WORDS:
        match = tokens.WORD.match(text, position)
        if match is None:
            break
        token = match.group()
        if words and tokens.is_capital_inside(text, *match.span()):
            return _with_third_part(text, match.end(), end, words)
        behind_first_name = bool(words) and bool(page.classes[words[-1]] & W.FIRST_NAME)
        capital = token[0].isupper() or (lower and not words and len(token) > 2)
        if words and (behind_first_name or not capital):
            later = _particles_inside(page, position, words, capital=capital, sure=sure)
            if later > position:
                position, behind_particle = later, True
                continue
        if not capital or _is_no_part(text, match, words):
            break
        # "Pronk-de Lange": the second surname may be an ordinary word as well.
        # So may the surname behind a first name: "Ward Kleine".
        begins = not words or behind_particle or behind_first_name
        part = _is_surname_part(token, first=begins, sure=sure or behind_particle)
        if not part and not (sure and len(words) == 1 and _is_word_as_surname(page, match, words)):
            break
        lone_capitals = not words and token.isupper() and len(token) <= _SHORT and not code
        if lone_capitals or (words and is_place(page, match.start(), town=not begins)):
            break
        words.append(token.lower())
        behind_particle = "-" in token and bool(
            page.classes[token.lower().rpartition("-")[2]] & W.PARTICLE
        )
        end = match.end()
        position = _next_part(text, end, words, sure=sure)
        if position < 0:
            break
    return end, words


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
    return not classes[words[-1]] & W.FIRST_NAME and bool(
        classes[match.group().lower()] & W.MEASURED
    )


def _opens_a_field(text: str, match: re.Match[str]) -> bool:
    """Whether a word at the start of a line names the next field, such as ``Geb.dat. |``."""
    if text[match.end() : match.end() + 1] not in _FIELD_SIGNS:
        return False
    return text[max(0, match.start() - 3) : match.start()].rstrip(" \t").endswith("\n")


def _is_preposition(page: Page, position: int) -> bool:
    return page.word(page.index_from(position)) in _OF_PLACE


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
    later, count = _particles(page, position, "particle" if any_will_do else "particle_inside")
    town = later > position and is_place(page, later)
    if town and _is_preposition(page, position):
        return position  # "O'Brien uit Maastricht"
    if any_will_do and count == 1 and not behind_first_name:
        # "dr. Smit in Zwolle" is no name of one person, "dr. Noor uit den Berg" is.
        later, count = _particles(page, position, "particle_inside")
    return later if count and page.text[later : later + 1].isupper() else position


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
