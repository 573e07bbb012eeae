"""Persons by the form of the name alone, and the codes and names that close a section.

Away from a title or a line for names only a form that means nothing else counts: initials with a
known or unmistakable surname, a first name with a surname, a code where reports are signed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language import lexicon
from dragon_prep.language.letters import compiled
from dragon_prep.language.lexicon import cue
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.names.certainty import CLAUSE_END
from dragon_prep.phi.names.initials import before_initials, by_initials, initial_starts
from dragon_prep.phi.names.reader import is_place, is_plain, person, read_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.language.page import Page

_INITIALS_BEFORE = compiled(r"(?<![^\W_])(?:[A-ZÀ-Þ]\.[ ]?){1,5}\Z")
# "bloeding, Van Dongen belt": no sentence starts behind a comma, a bracket or a small letter.
_IN_A_SENTENCE = compiled(r"[a-zà-ÿ,;(/] ?\(?\Z|[:(] ?\Z")
# "Barcelona-strategie", "Milan-criteria".
_COMPOUND = compiled(r"-[a-zà-ÿ]{4}")
_LETTERS = re.compile(r"[^\W\d_]+")
_NOTHING_FOLLOWS = re.compile(r"[ ]?(?:[,.;)/|\n]|\Z|\d)")
_INNER_PARTICLES = frozenset(("der", "den", "de"))
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
        if any(is_plain(word) or bool(page.classes[word] & W.EPONYM) for word in rest) and not (
            page.classes[rest[0]] & W.SURNAME_TOO and not page.classes[name.words[0]] & W.DUTCH
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
        sentence = len(capitals) == 1 and page.text[
            max(0, before.start() - 2) : before.start()
        ].strip() in ("", ".")
        lone = len(capitals) == 1 and " " not in before.group().rstrip()
        numeral = len(capitals) > 1 and _ROMAN.match(capitals)
        if numeral or page.classes[capitals] & W.ROLE_WORD:  # "AIOS Jansen", "Steinberg II. ARCO"
            return
        known = not page.classes[capitals] & W.ABBREVIATION or (
            len(capitals) == 1 and _is_initial(page, before.start(), word, lone=lone)
        )
        if known and not sentence:
            yield found(before.start(), end, "PERSOON", "name.capitals")
            return
    after = _INITIALS_AFTER.match(page.text, end)
    own = after is not None and after.group().startswith(",") and "." in window[-4:]
    if own and _INITIALS_BEFORE.search(page.text, max(0, start - 16), start):
        return  # "H. Bos, P. de Wit": the initial behind is the next one's
    if after is not None:
        particles = _PARTICLES_BEFORE.search(page.text, max(0, start - 10), start)
        begin = particles.start() if particles is not None else start
        yield found(begin, end + len(after.group().rstrip()), "PERSOON", "name.surname_first")


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
    return _IN_A_SENTENCE.search(page.text, max(0, start - 3), start) is not None or (
        page.text[start - 1 : start] == " " and page.text[start - 2 : start - 1].isupper()
    )


def _begin_of_name(page: Page, index: int) -> int:
    """Where the name starts whose part stands at an index: its initials, particles, first names."""
    first = index
    while first > 0 and index - first < _MOST_PARTS and page.gap_before(first) in (" ", "-"):
        word = page.words[first - 1]
        if page.classes[word] & W.PARTICLE_INSIDE or (
            page.is_capital(first - 1)
            and page.classes[word] & W.KNOWN_NAME
            and (not page.classes[word] & W.DUTCH or page.classes[word] & W.FIRST_NAME_LISTED)
            and not is_plain(word)
            and not page.classes[word] & W.EPONYM
        ):
            first -= 1
        else:
            break
    # "van Jansen" is a sentence's word before a name as often as a part of it.
    while first < index and not page.is_capital(first) and page.words[first] == "van":
        first += 1
    if first and _is_unknown_first_name(page, first - 1):
        first -= 1
    initials = _INITIALS_BEFORE.search(
        page.text, max(0, page.starts[first] - 16), page.starts[first]
    )
    return initials.start() if initials is not None else page.starts[first]


def _is_initial(page: Page, start: int, surname: str, *, lone: bool) -> bool:
    """Whether a capital that is an abbreviation elsewhere is an initial: ``van A Hendrix``."""
    if page.classes[surname] & W.DUTCH:
        return False
    return not lone or not page.classes[page.word(page.index_before(start))] & (
        W.NOT_DATE_BEFORE | W.TYPED
    )


def _by_particles(page: Page) -> Iterator[Detection]:
    """``gebeld, Van Dongen``: a particle with a capital in the middle of a sentence."""
    text, words, starts = page.text, page.words, page.starts
    for index in page.of_kind("particle_capital"):
        start = starts[index]
        if not text[start].isupper():
            # Two particles and a capital, a shortened one or an article and a capital.
            behind = index + 1
            if behind < len(starts) and (
                text[starts[behind]].isupper() or words[behind] in _INNER_PARTICLES
            ):
                yield from _small_particles(page, index)
            continue
        if not _IN_A_SENTENCE.search(page.text, max(0, start - 3), start):
            continue
        name = read_name(page, start, sure=True)
        if name is None or not name.particles or is_place(page, name.start):
            continue
        if not is_plain(name.words[0]) and not page.text[name.start : name.end].isupper():
            yield person(name, "name.particle")


def _small_particles(page: Page, index: int) -> Iterator[Detection]:
    """``pt. vd Wal``, ``OK van der Oirschot``: two particles, or a shortened one, and a capital."""
    word, behind = page.words[index], page.words[index + 1]
    several = word == "van" and behind in _INNER_PARTICLES
    if not (page.word(index + 1 + several) and page.is_capital(index + 1 + several)):
        return
    surname_too = (
        word == "de"
        and bool(page.classes[behind] & W.SURNAME)
        and page.gap_before(index + 1) == " "
    )
    if not (surname_too or several or word in ("vd", "ter")):
        return
    name = read_name(page, page.starts[index], sure=True)
    if name is None or not name.particles or is_place(page, name.start):
        return
    surname = name.words[0]
    # "van de Prostaat" is a sentence.
    means_else = bool(page.classes[surname] & W.DUTCH) or bool(page.classes[surname] & W.TOWN)
    if means_else and "de" in (word, behind) and not surname_too:
        return
    last = page.text[page.starts[index + 1 + several] : name.end]
    place = is_place(page, page.starts[index + 1 + several])
    if not (is_plain(surname) or page.classes[surname] & W.EPONYM or place or last.isupper()):
        yield person(name, "name.particle")


def _small() -> frozenset[str]:
    return cue("particle_inside")


def _lower_pairs(page: Page) -> Iterator[Detection]:
    """``kees lange``, ``lotte mol``: first name and surname, both in lower case."""
    for index in page.of_kind("first"):
        word, behind = page.words[index], page.word(index + 1)
        if page.is_capital(index) or not behind or page.is_capital(index + 1):
            continue
        if (
            not page.classes[word] & W.FIRST_NAME_LISTED
            or page.classes[word] & W.DUTCH
            or is_plain(word)
        ):
            continue
        surname = index + 1
        while page.word(surname) in _small() and surname < index + 4:
            surname += 1
        last = page.word(surname)
        known = bool(page.classes[last] & W.SURNAME) or bool(page.classes[last] & W.NAME_AND_WORD)
        known = known or bool(page.classes[last] & W.STRONG_NAME) or surname > index + 1
        if page.gap_before(index + 1) == " " and known and last and not is_plain(last):
            yield found(page.starts[index], page.end(surname), "PERSOON", "name.first_last")


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
        *_by_particles(page),
        *before_initials(page, initials),
        *_lower_pairs(page),
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
