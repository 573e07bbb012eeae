"""Persons by the form of the name alone, and the codes and names that close a section.

Away from a title or a line for names only a form that means nothing else counts: initials with a
known or unmistakable surname, a first name with a surname, a code where reports are signed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language import lexicon
from dragon_prep.language.letters import compiled
from dragon_prep.language.word_kinds import is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.names.certainty import CLAUSE_END
from dragon_prep.phi.names.initials import before_initials, by_initials, initial_starts
from dragon_prep.phi.names.lower_case import lower_pairs
from dragon_prep.phi.names.particle_forms import IN_A_SENTENCE, by_particles
from dragon_prep.phi.names.reader import Reading, person, read_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.language.page import Page

_INITIALS_BEFORE = compiled(r"(?<![^\W_])(?:[A-ZÀ-Þ]\.[ ]?){1,5}\Z")
# "Barcelona-strategie", "Milan-criteria".
_COMPOUND = compiled(r"-[a-zà-ÿ]{4}")
_MOST_PARTS = 5
# "Nancy 1", "Sanders II", "Kudo IV": what a grade follows is a scale.
_GRADE = re.compile(r"[ -](?:[IVX]{1,4}[a-d]?|[0-9]{1,2}[a-d]?)(?![\w/]|[-.:][0-9])")
# Between an eponym and the word beside it that says so: "ziekte van-", "'s syndroom".
_CLOSE_BEFORE = re.compile(r"[ -]{0,2}")
_CLOSE_BEHIND = re.compile(r"[ '’s-]{0,3}")
_BEFORE_EPONYMS = frozenset(("sister", "syndroom", "ziekte"))
_OF = frozenset(("van", "de"))
_LONG = 6
_SHORTEST_FIRST = 3
_ROMAN = re.compile(r"[ivx]+(?:[-/][ivx]+)?\Z")
_CAPITALS_BEFORE = compiled(
    r"(?<![^\W_])(?:[A-ZÀ-Þ]{1,5}\.?|[A-ZÀ-Þ](?: [A-ZÀ-Þ]){1,4}) "
    r"(?:(?:[vV]an|[dD]e[rn]?|ten|ter|el|v\.?d\.?) ){0,3}\Z"
)
_PARTICLES_BEFORE = re.compile(r"(?<![^\W_])(?:[Vv]an|[Dd]e)(?: (?:de[rn]?|het|'t))? \Z")
_INITIALS_AFTER = compiled(r"(?:, ?| )((?:[A-ZÀ-Þ]\.[ ]?){1,5})(?![^\W_])")


def _by_known_names(page: Page) -> Iterator[Detection]:
    done = 0
    for index in page.of_kind("first"):
        if page.starts[index] < done:
            continue
        name = _first_and_last(page, index)
        if name is not None and _names_a_person(page, index, name):
            done = name.end
            yield person(name, "name.first_last")
    for index in page.of_kind("surname"):
        if page.starts[index] >= done and page.is_capital(index):
            yield from _around_surname(page, index)
            yield from _beside_first_name(page, index)


def _first_and_last(page: Page, index: int) -> Reading | None:
    """A first name of the lists with a surname behind it: ``Kees de Groot``."""
    start = page.starts[index]
    if not page.is_capital(index) or page.text[start : page.end(index)].isupper():
        return None
    name = read_name(page, start)
    if name is None or name.start != start:
        return None
    listed = name.words[0] in lexicon.first_names()
    return name if listed and len(name.words) > 1 else None


def _names_a_person(page: Page, index: int, name: Reading) -> bool:
    """Whether a first name and surname are no words, disease or brand: ``Archer Lung``."""
    first, *rest = name.words
    kinds, last = page.classes[first], page.classes[rest[-1]]
    if is_plain(first) or page.word(index - 1) in _BEFORE_EPONYMS:
        return False
    if any(_means_else(page, word) for word in rest):
        # "Kees de Groot": a word is a surname where a particle or a sure first name says so.
        particles = len(page.text[name.start : name.end].split()) > len(name.words)
        sure = particles or not kinds & W.DUTCH
        if not sure or not page.classes[rest[0]] & W.SURNAME_TOO:
            return False
    if kinds & W.EPONYM and not last & W.KNOWN_NAME:
        return False
    return not kinds & W.BRAND or bool(last & W.SURNAME)


def _means_else(page: Page, word: str) -> bool:
    """Whether a surname is a word too, or stands for a disease, sign, score or operation."""
    return is_plain(word) or bool(page.classes[word] & W.EPONYM)


def _beside_first_name(page: Page, index: int) -> Iterator[Detection]:
    """``Hendrix, Ward`` and ``Ward (Hendrix)``: punctuation between surname and first name."""
    word = page.words[index]
    if is_plain(word) or page.classes[word] & (W.EPONYM | W.DUTCH):
        return
    start, end = page.starts[index], page.end(index)
    for other, gaps in ((index - 1, (" (", ") ")), (index + 1, (", ", " ("))):
        name = page.word(other)
        if not page.classes[name] & W.FIRST_NAME_LISTED or not page.is_capital(other):
            continue
        if is_plain(name) or page.classes[name] & (W.DUTCH | W.TOWN):
            continue
        if page.gap_before(max(index, other)) in gaps:
            first = min(start, page.starts[other])
            last = max(end, page.end(other))
            yield found(first, last, "PERSOON", "name.surname_first")


def _around_surname(page: Page, index: int) -> Iterator[Detection]:
    """``AB Jansen``, ``Jansen, A.B.``: initials in an unusual form beside a surname of the list."""
    start, end, word = page.starts[index], page.end(index), page.words[index]
    if len(word) < 3 or _means_else(page, word):
        return
    window = page.text[max(0, start - 24) : start]
    before = None
    if window[-1:] == " " and window != window.lower():
        before = _CAPITALS_BEFORE.search(page.text, max(0, start - 24), start)
    if before is not None:
        capitals = before.group().split(" ")[0].strip(".").lower()
        if _is_numeral_or_role(page, capitals):  # "AIOS Jansen", "Steinberg II. ARCO"
            return
        if _are_initials(page, before, capitals, word):
            yield found(before.start(), end, "PERSOON", "name.capitals")
            return
    after = _INITIALS_AFTER.match(page.text, end)
    if after is None or _belong_to_the_next(page, after, start):
        return
    particles = _PARTICLES_BEFORE.search(page.text, max(0, start - 10), start)
    begin = particles.start() if particles is not None else start
    yield found(begin, end + len(after.group().rstrip()), "PERSOON", "name.surname_first")


def _is_numeral_or_role(page: Page, capitals: str) -> bool:
    if len(capitals) > 1 and _ROMAN.match(capitals):
        return True
    return bool(page.classes[capitals] & W.ROLE_WORD)


def _are_initials(page: Page, before: re.Match[str], capitals: str, surname: str) -> bool:
    """Whether capitals before a surname are initials; one alone may open a sentence."""
    if len(capitals) > 1:
        return not page.classes[capitals] & W.ABBREVIATION
    opening = page.text[max(0, before.start() - 2) : before.start()].strip()
    if opening in ("", "."):
        return False
    lone = " " not in before.group().rstrip()
    abbreviation = page.classes[capitals] & W.ABBREVIATION
    return not abbreviation or _is_initial(page, before.start(), surname, lone=lone)


def _belong_to_the_next(page: Page, after: re.Match[str], start: int) -> bool:
    """``H. Bos, P. de Wit``: the initial behind a surname is the next one's."""
    if not after.group().startswith(",") or "." not in page.text[max(0, start - 4) : start]:
        return False
    return _INITIALS_BEFORE.search(page.text, max(0, start - 16), start) is not None


def _by_strong_names(page: Page, whole: frozenset[int]) -> Iterator[Detection]:
    """A known name that is no word, wherever it stands, with what belongs to it."""
    done = 0
    for index in page.of_kind("strong"):
        start, end = page.starts[index], page.end(index)
        if start < done or start in whole or not page.is_capital(index):
            continue
        if is_plain(page.words[index]) or _is_eponym_here(page, index):
            continue
        if _may_be_an_abbreviation(page, index):
            continue
        begin = _begin_of_name(page, index)
        name = read_name(page, begin, bare=True, sure=True)
        if name is not None and name.start == begin and name.end >= end:
            end = name.end
        else:
            begin = start
        done = end
        yield found(begin, end, "PERSOON", "name.known")


def _may_be_an_abbreviation(page: Page, index: int) -> bool:
    """Whether a name in capitals is short, no common one, or among other words in capitals."""
    word = page.words[index]
    if not page.text[page.starts[index] : page.end(index)].isupper():
        return False
    if len(word) < _LONG or not (page.classes[word] & W.SURNAME or page.classes[word] & W.PROPER):
        return True
    for other in (index - 1, index + 1):
        beside = page.word(other)
        if len(beside) > 3 and page.text[page.starts[other] : page.end(other)].isupper():
            return not page.classes[beside] & W.KNOWN_NAME
    return False


def _is_eponym_here(page: Page, index: int) -> bool:
    """Whether the words around a name make it a scale, sign, operation or disease."""
    gap, end = page.gap_before(index), page.end(index)
    if gap == "-" and page.classes[page.word(index - 1)] & W.EPONYM:
        return True
    if _GRADE.match(page.text, end) or _COMPOUND.match(page.text, end):
        return True
    if _CLOSE_BEFORE.fullmatch(gap) and _announces_eponym(page, index - 1):
        return True
    after = page.word(index + 1)
    if not page.classes[after] & (W.EPONYM_AFTER | W.PLACE_DENY_AFTER):
        return False
    return _CLOSE_BEHIND.fullmatch(page.low, end, page.starts[index + 1]) is not None


def _announces_eponym(page: Page, index: int) -> bool:
    """Whether an eponym follows a word: ``ziekte``, or ``van`` behind it."""
    word = page.word(index)
    if page.classes[word] & W.EPONYM_BEFORE:
        return True
    return word in _OF and bool(page.classes[page.word(index - 1)] & W.EPONYM_BEFORE)


def _is_unknown_first_name(page: Page, index: int) -> bool:
    """Whether a word before a known surname is a first name that no list has: ``VS Grietje Wijma``.

    It must have a capital in the middle of a sentence, where a word has none.
    """
    word, start = page.words[index], page.starts[index]
    if page.gap_before(index + 1) != " " or not page.text[start : page.end(index)].istitle():
        return False
    if len(word) < _SHORTEST_FIRST or is_plain(word):
        return False
    if page.classes[word] & (W.ROLE_WORD | W.EPONYM | W.TOWN):
        return False
    if IN_A_SENTENCE.search(page.text, max(0, start - 3), start) is not None:
        return True
    return page.text[start - 1 : start] == " " and page.text[start - 2 : start - 1].isupper()


def _begin_of_name(page: Page, index: int) -> int:
    """Where the name starts whose part stands at an index: its initials, particles, first names."""
    first = index
    while first > max(0, index - _MOST_PARTS) and _goes_before(page, first):
        first -= 1
    # "van Jansen" is a sentence's word before a name as often as a part of it.
    while first < index and page.words[first] == "van" and not page.is_capital(first):
        first += 1
    if first and _is_unknown_first_name(page, first - 1):
        first -= 1
    initials = _INITIALS_BEFORE.search(
        page.text, max(0, page.starts[first] - 16), page.starts[first]
    )
    return initials.start() if initials is not None else page.starts[first]


def _goes_before(page: Page, index: int) -> bool:
    """Whether the word before a part of a name is one, too: a particle or a known name."""
    if page.gap_before(index) not in (" ", "-"):
        return False
    word = page.words[index - 1]
    own = page.classes[word]
    if own & W.PARTICLE_INSIDE:
        return True
    if not page.is_capital(index - 1) or not own & W.KNOWN_NAME or own & W.EPONYM:
        return False
    listed = bool(own & W.FIRST_NAME_LISTED) or not own & W.DUTCH
    return listed and not is_plain(word)


def _is_initial(page: Page, start: int, surname: str, *, lone: bool) -> bool:
    """Whether a capital that is an abbreviation elsewhere is an initial: ``van A Hendrix``."""
    if page.classes[surname] & W.DUTCH:
        return False
    return not lone or not page.classes[page.word(page.index_before(start))] & (
        W.NOT_DATE_BEFORE | W.TYPED
    )


def by_form(page: Page, names: Iterable[Detection]) -> list[Detection]:
    """Names that their form gives away.

    Args:
        page: the text.
        names: those that were found already, beside titles, functions and verbs.
    """
    whole = _whole(page, names)
    initials = initial_starts(page)
    return [
        *by_initials(page, initials, whole),
        *_by_known_names(page),
        *_by_strong_names(page, whole),
        *by_particles(page),
        *before_initials(page, initials),
        *lower_pairs(page),
    ]


def _whole(page: Page, names: Iterable[Detection]) -> frozenset[int]:
    """Where words and initials stand of names that nothing can make longer."""
    places: list[int] = []
    for name in names:
        start, end = name.span.start, name.span.end
        if page.text[end : end + 1] in CLAUSE_END:
            first = page.index_from(start)
            places += (start, *page.starts[first : page.index_from(end)])
    return frozenset(places)
