"""Persons by the form of the name alone, and the codes and names that close a section.

Away from a title or a line for names only a form that means nothing else counts: initials with a
known or unmistakable surname, a first name with a surname, a code where reports are signed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.detect import lexicon
from dragon_prep.detect.finding import Detection, found
from dragon_prep.detect.letters import compiled
from dragon_prep.detect.lexicon import cue
from dragon_prep.detect.nameparse import Name, is_plain, person, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.detect.page import Page

_INITIAL = compiled(r"(?<![^\W_.])(?<![^\W_]\.)(?:[A-ZÀ-Þ]|Th|Chr|Ph|IJ)\.(?:, |[ -])?(?=[^\s\d.,;:)(])")
_ROMAN = re.compile(r"[ivx]+(?:[-/][ivx]+)?\Z")
_BORN = compiled(
    r"(?<![^\W_])((?:(?:van|von|de|der|den|ter|ten|VAN|DE|DER|DEN|TER|TEN) ){0,3}"
    r"[A-ZÀ-Þ][\w'’-]{1,30}, (?:(?:[A-ZÀ-Þ]\.[ ]?){1,5}|[A-ZÀ-Þ][a-zà-ÿ]{2,20})),?[ ]?\(?\Z"
)
_CAPITALS_BEFORE = compiled(
    r"(?<![^\W_])(?:[A-ZÀ-Þ]{1,5}\.?|[A-ZÀ-Þ](?: [A-ZÀ-Þ]){1,4}) "
    r"(?:(?:[vV]an|[dD]e[rn]?|ten|ter|el|v\.?d\.?) ){0,3}\Z"
)
_PARTICLES_BEFORE = re.compile(r"(?<![^\W_])(?:[Vv]an|[Dd]e)(?: (?:de[rn]?|het|'t))? \Z")
_INITIALS_AFTER = compiled(r"(?:, ?| )((?:[A-ZÀ-Þ]\.[ ]?){1,5})(?![^\W_])")


def _by_initials(page: Page) -> Iterator[Detection]:
    done = 0
    for match in _INITIAL.finditer(page.text):
        if match.start() < done:
            continue
        name = read_name(page, match.start())
        if name is None or not name.initials or name.start != match.start():
            continue
        done = name.end
        if _initials_are_name(page, name):
            yield person(name, "name.initials")


def _initials_are_name(page: Page, name: Name) -> bool:
    surname = name.words[0]
    if is_plain(surname) or surname in lexicon.eponyms() or len(surname) < 2:
        return False
    if _ROMAN.match(surname) or page.text[name.end : name.end + 1].isdigit():
        return False
    # "graad B. Paris", "type A. Stenose": the letter belongs to what stands before it.
    if name.initials == 1 and page.word(page.index_before(name.start)) in cue("not_date_before"):
        return False
    letters = "".join(
        c for c in page.low[name.start : name.start + 3 * name.initials] if c.isalpha()
    )
    if letters[: name.initials] in cue("abbreviation") and name.initials > 1:
        return False
    if name.particles or surname in lexicon.known_names() or name.initials > 1 or "-" in surname:
        return True
    # One initial and a word that no list knows: "A. Prostaat" opens a list, "door A. Hendrix" is
    # in the middle of a sentence.
    before = page.text[max(0, name.start - 3) : name.start]
    return before[-1:] == " " and before.rstrip(" ")[-1:].islower()


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
        if any(is_plain(word) or word in lexicon.eponyms() for word in rest) and not (
            rest[0] in cue("surname_too") and name.words[0] not in lexicon.dutch()
        ):
            continue
        if is_plain(name.words[0]) or page.word(index - 1) in ("sister", "syndroom", "ziekte"):
            continue
        done = name.end
        yield person(name, "name.first_last")
    for index in page.of_kind("surname"):
        if page.starts[index] >= done and page.is_capital(index):
            yield from _around_surname(page, index)
            yield from _beside_first_name(page, index)


def _beside_first_name(page: Page, index: int) -> Iterator[Detection]:
    """``Hendrix, Ward`` and ``Ward (Hendrix)``: punctuation between surname and first name."""
    word = page.words[index]
    if is_plain(word) or word in lexicon.eponyms() or word in lexicon.dutch():
        return
    start, end = page.starts[index], page.end(index)
    for other, gaps in ((index - 1, (" (", ") ")), (index + 1, (", ", " ("))):
        name = page.word(other)
        if name not in lexicon.phrases("firstnames") or not page.is_capital(other):
            continue
        if is_plain(name) or name in lexicon.dutch() or name in lexicon.phrases("towns"):
            continue
        if page.gap_before(max(index, other)) in gaps:
            first = min(start, page.starts[other])
            last = max(end, page.end(other))
            yield found(first, last, "PERSOON", "name.surname_first")


def _around_surname(page: Page, index: int) -> Iterator[Detection]:
    """``AB Jansen``, ``Jansen, A.B.``: initials in an unusual form beside a surname of the list."""
    start, end, word = page.starts[index], page.end(index), page.words[index]
    if is_plain(word) or word in lexicon.eponyms() or len(word) < 3:
        return
    before = _CAPITALS_BEFORE.search(page.text, max(0, start - 24), start)
    if before is not None:
        capitals = before.group().split(" ")[0].strip(".").lower()
        sentence = len(capitals) == 1 and page.text[
            max(0, before.start() - 2) : before.start()
        ].strip() in ("", ".")
        lone = len(capitals) == 1 and " " not in before.group().rstrip()
        known = capitals not in cue("abbreviation") or (
            len(capitals) == 1 and _is_initial(page, before.start(), word, lone=lone)
        )
        if known and not sentence:
            yield found(before.start(), end, "PERSOON", "name.capitals")
            return
    after = _INITIALS_AFTER.match(page.text, end)
    if after is not None:
        particles = _PARTICLES_BEFORE.search(page.text, max(0, start - 10), start)
        begin = particles.start() if particles is not None else start
        yield found(begin, end + len(after.group().rstrip()), "PERSOON", "name.surname_first")


def _is_initial(page: Page, start: int, surname: str, *, lone: bool) -> bool:
    """Whether a capital that is an abbreviation elsewhere is an initial: ``van A Hendrix``."""
    if surname in lexicon.dutch():
        return False
    return not lone or page.word(page.index_before(start)) not in cue("not_date_before", "typed")


def _born(page: Page) -> Iterator[Detection]:
    """``JANSEN, P. geboren ...``."""
    for index in page.of_kind("born"):
        start = page.starts[index]
        match = _BORN.search(page.text, max(0, start - 60), start)
        if match is not None:
            end = match.start(1) + len(match[1].rstrip())
            yield found(match.start(1), end, "PERSOON", "name.born")


def by_form(page: Page) -> list[Detection]:
    """Names and codes that their form or their place at the end of a section gives away."""
    return [
        *_by_initials(page),
        *_by_known_names(page),
        *_born(page),
    ]
