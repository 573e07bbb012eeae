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
from dragon_prep.phi.names.reader import person, read_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.language.page import Page

_INITIALS_BEFORE = compiled(r"(?<![^\W_])(?:[A-ZÀ-Þ]\.[ ]?){1,5}\Z")
# "Barcelona-strategie", "Milan-criteria".
_COMPOUND = compiled(r"-[a-zà-ÿ]{4}")
_LETTERS = re.compile(r"[^\W\d_]+")
_NOTHING_FOLLOWS = re.compile(r"[ ]?(?:[,.;)/|\n]|\Z|\d)")
_MOST_PARTS = 5
# "Nancy 1", "Sanders II", "Kudo IV": what a grade follows is a scale.
_GRADE = re.compile(r"[ -](?:[IVX]{1,4}[a-d]?|[0-9]{1,2}[a-d]?)(?![\w/]|[-.:][0-9])")
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
    firsts = lexicon.first_names()
    for index in page.of_kind("first"):
        start = page.starts[index]
        if (
            start < done
            or not page.is_capital(index)
            or page.text[start : page.end(index)].isupper()
        ):
            continue
        name = read_name(page, start)
        if (
            name is None
            or name.start != start
            or len(name.words) < 2
            or name.words[0] not in firsts
        ):
            continue
        rest = name.words[1:]
        particles = len(page.text[start : name.end].split()) > len(name.words)  # "Kees de Groot"
        if any(is_plain(word) or bool(page.classes[word] & W.EPONYM) for word in rest) and not (
            page.classes[rest[0]] & W.SURNAME_TOO
            and (particles or not page.classes[name.words[0]] & W.DUTCH)
        ):
            continue
        if is_plain(name.words[0]) or page.word(index - 1) in ("sister", "syndroom", "ziekte"):
            continue
        if page.classes[name.words[0]] & W.EPONYM and not page.classes[rest[-1]] & W.KNOWN_NAME:
            continue
        if page.classes[name.words[0]] & W.BRAND and not page.classes[rest[-1]] & W.SURNAME:
            continue  # "Archer Lung", "Artis Zee"
        done = name.end
        yield person(name, "name.first_last")
    for index in page.of_kind("surname"):
        if page.starts[index] >= done and page.is_capital(index):
            yield from _around_surname(page, index)
            yield from _beside_first_name(page, index)


def _beside_first_name(page: Page, index: int) -> Iterator[Detection]:
    """``Hendrix, Ward`` and ``Ward (Hendrix)``: punctuation between surname and first name."""
    word = page.words[index]
    if is_plain(word) or page.classes[word] & W.EPONYM or page.classes[word] & W.DUTCH:
        return
    start, end = page.starts[index], page.end(index)
    for other, gaps in ((index - 1, (" (", ") ")), (index + 1, (", ", " ("))):
        name = page.word(other)
        if not page.classes[name] & W.FIRST_NAME_LISTED or not page.is_capital(other):
            continue
        if is_plain(name) or page.classes[name] & W.DUTCH or page.classes[name] & W.TOWN:
            continue
        if page.gap_before(max(index, other)) in gaps:
            first = min(start, page.starts[other])
            last = max(end, page.end(other))
            yield found(first, last, "PERSOON", "name.surname_first")


def _around_surname(page: Page, index: int) -> Iterator[Detection]:
    """``AB Jansen``, ``Jansen, A.B.``: initials in an unusual form beside a surname of the list."""
    start, end, word = page.starts[index], page.end(index), page.words[index]
    if is_plain(word) or page.classes[word] & W.EPONYM or len(word) < 3:
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
    before, after = page.word(index - 1), page.word(index + 1)
    gap = page.gap_before(index)
    if gap == "-" and page.classes[before] & W.EPONYM:
        return True
    close = len(gap) <= 2 and not gap.strip(" -")
    if _GRADE.match(page.text, page.end(index)) or _COMPOUND.match(page.text, page.end(index)):
        return True
    if close and (
        page.classes[before] & W.EPONYM_BEFORE
        or (
            before in ("van", "de", "volgens", "vlgs")
            and page.classes[page.word(index - 2)] & W.EPONYM_BEFORE
        )
    ):
        return True
    behind = page.low[page.end(index) : page.starts[index + 1]] if after else ""
    return (
        len(behind) <= 3
        and not behind.strip(" -'’s")
        and (bool(page.classes[after] & (W.EPONYM_AFTER | W.PLACE_DENY_AFTER)))
    )


def _is_unknown_first_name(page: Page, index: int) -> bool:
    """Whether a word before a known surname is a first name that no list has: ``VS Grietje Wijma``.

    It must have a capital in the middle of a sentence, where a word has none.
    """
    word, start = page.words[index], page.starts[index]
    if page.gap_before(index + 1) != " " or not page.text[start : page.end(index)].istitle():
        return False
    if len(word) < _SHORTEST_FIRST or is_plain(word) or page.classes[word] & W.ROLE_WORD:
        return False
    if page.classes[word] & W.EPONYM or page.classes[word] & W.TOWN:
        return False
    return IN_A_SENTENCE.search(page.text, max(0, start - 3), start) is not None or (
        page.text[start - 1 : start] == " " and page.text[start - 2 : start - 1].isupper()
    )


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
