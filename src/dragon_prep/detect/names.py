"""Persons: behind titles, in lines for names, behind verbs, by initials and first names, and codes.

What is a name is decided by its place first. Away from such a place only a form that means nothing
else counts (initials with a known or unmistakable surname, a first name with a surname).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.detect import lexicon
from dragon_prep.detect.finding import Detection, found
from dragon_prep.detect.letters import compiled
from dragon_prep.detect.lexicon import cue
from dragon_prep.detect.nameforms import by_form
from dragon_prep.detect.namelines import affiliation_behind, code_behind, line_entry, one_entry
from dragon_prep.detect.nameparse import (
    Name,
    is_ordinary,
    is_plain,
    person,
    read_name,
)
from dragon_prep.detect.signatures import find_signatures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.detect.page import Page

_COLON = re.compile(r"[ \t\xa0]{0,2}(?:\([^()\n]{0,20}\)[ \t\xa0]?)?[:=][\s]{0,4}")
_BLANK = re.compile(r"[ \t\xa0]{1,3}\n?[ \t\xa0]{0,2}|\n[ \t\xa0]{0,2}")
_TITLE_GAP = re.compile(r"\.,?[ \t\xa0]{0,3}\n?[ \t\xa0]{0,2}|,?[ \t\xa0]{1,3}\n?[ \t\xa0]{0,2}|\n")
_CLOSING_GAP = re.compile(r"[,.:]?\s{1,4}")
_OPENS_NAME = compiled(
    r"[A-ZÀ-Þ]|[a-zà-ÿ]\.|'[ts] |(?:van|den?|ten?|ter|het|in|op|aan|uit|el|von|dos|da|di|du|la) "
)
_CAPITALS_FIRST = compiled(r"[A-ZÀ-Þ]{1,3} ")
_PREPOSITION = re.compile(r"(?:in|te|uit|op|aan|bij|onder|van het)\s", re.IGNORECASE)
_CLAUSE_END = frozenset(("", ".", ",", ")", "\n", ";"))
_WORD_BREAK = re.compile(r"[ .]+")
_NAME_BEFORE_ROLE = compiled(
    r"(?<![^\W_.])((?:(?:[A-ZÀ-Þ]\.[ ]?){1,5}|[A-ZÀ-Þ]{1,3} )?"
    r"(?:(?:van|de|der|den|ten|ter|el|'t) ){0,3}"
    r"[A-ZÀ-Þ][\w'’-]{1,30}(?: [A-ZÀ-Þ][\w'’-]{1,30}){0,2})(, ?| \(| )\Z"
)
_SMALL_NAME_BEFORE_ROLE = compiled(
    r"(?<![^\W_.])((?:[a-zà-ÿ]\. ?){1,5}(?:(?:van|de|der|den|ten|ter|el|'t) ){0,3}"
    r"[^\W\d_]{3,30})(, ?| \()\Z"
)
_SURNAME_FIRST_BEFORE_ROLE = compiled(
    r"(?<![^\W_.])((?:(?:van|de|der|den|ten|ter|el|'t) ){0,3}"
    r"[A-ZÀ-Þ][\w'’-]{1,30}, (?:[A-ZÀ-Þ]\.[ ]?){1,5})(, ?| \(| |)\Z"
)


@cache
def _titles() -> dict[str, frozenset[str]]:
    table = {}
    for line in lexicon.lines("titles"):
        title, *flags = line.split("|")
        table[title] = frozenset(flags)
    return table


def _after_titles(page: Page) -> Iterator[Detection]:
    for index in page.of_kind("title"):
        word, start, end = page.words[index], page.starts[index], page.end(index)
        flags = _titles()[word]
        dotted = page.text[end : end + 1] == "."
        # "MR" and "DR" in capitals are techniques, "ing" and "mr" without a dot no titles.
        if (("." in flags or page.text[start:end].isupper()) and not dotted) or (
            start and page.text[start - 1].isdigit()
        ):
            continue
        if word == "heer" and page.word(index - 1) not in ("de", "meneer"):
            continue
        gap = _TITLE_GAP.match(page.text, end)
        if gap is None:
            continue
        position = gap.end()
        small = "lower" in flags
        name = read_name(page, position, small=small, bare=True, code=dotted, sure=True)
        if name is None and small:
            name = _small_surname(page, position, alone=dotted and word != "mw")
        if name is not None and not is_ordinary(name):
            yield person(name, "name.title")


def _small_surname(page: Page, position: int, *, alone: bool) -> Name | None:
    """A surname in lower case behind a title: ``mw. van der veen-smit``, ``dr. jansen``.

    Without particles it must be a known name, or stand ``alone`` behind a title with a dot.
    """
    index = page.index_from(position)
    if index >= len(page.words) or page.starts[index] != position:
        return None
    particles = 0
    while page.word(index + particles) in cue("particle") and particles < 3:
        particles += 1
    last = index + particles
    word = page.word(last)
    if len(word) < 3 or page.is_capital(last) or page.gap_before(last).strip():
        return None
    known = word in lexicon.surnames()
    if not known and (
        is_plain(word) or len(word) < 4 or not (particles > 1 or (alone and not particles))
    ):
        return None
    if not particles and not (known and not is_plain(word)) and not alone:
        return None
    end = page.end(last)
    if page.text[end : end + 1] == "-" and page.word(last + 1) and page.starts[last + 1] == end + 1:
        end = page.end(last + 1)
    return Name(position, end, 0, particles, (word,))


def _by_roles(page: Page) -> Iterator[Detection]:
    for kind in ("role", "name_line"):
        for index in page.of_kind(kind):
            end = page.end(index)
            colon = _COLON.match(page.text, end)
            if colon is not None:
                # "Naam onderzoek:" is no line for names, and "naam" must open its line or field.
                yield from line_entry(page, colon.end(), "name.line", weak=kind == "name_line")
            elif kind == "role":
                yield from _beside_role(page, index)


def _beside_role(page: Page, index: int) -> Iterator[Detection]:
    start, end = page.starts[index], page.end(index)
    if page.text.startswith((" / ", "/ "), end):
        yield from line_entry(page, page.text.index("/", end) + 2, "name.role")
    comma = page.text.startswith(", ", end)
    gap = _BLANK.match(page.text, end + comma)
    if gap is not None and page.text[gap.end() : gap.end() + 1].strip():
        name = read_name(page, gap.end())
        announced = name is not None and (
            not comma
            or bool(name.initials or name.particles)
            or name.words[0] in lexicon.known_names()
        )
        if name is not None and announced and _is_sure(page, name):
            yield person(name, "name.role")
            for behind in (code_behind(page, name.end), affiliation_behind(page, name.end)):
                if behind is not None:
                    yield behind
            return
    before = _SURNAME_FIRST_BEFORE_ROLE.search(page.text, max(0, start - 60), start)
    before = before or _SMALL_NAME_BEFORE_ROLE.search(page.text, max(0, start - 40), start)
    before = before or _NAME_BEFORE_ROLE.search(page.text, max(0, start - 60), start)
    if before is None:
        return
    words = [
        word.strip(",") for word in _WORD_BREAK.split(before[1].lower()) if len(word.strip(",")) > 1
    ]
    words = [word for word in words if word not in cue("particle")] or words
    initials = "." in before[1] or _CAPITALS_FIRST.match(before[1]) is not None
    # "Kleine, radioloog": an adjective that is a surname too has no noun behind it here.
    too = initials or (before[2].startswith(",") and page.text[before.start() - 1 : before.start()])
    if words[-1] in lexicon.eponyms() or any(
        is_plain(word) and not (too and word in cue("surname_too")) for word in words
    ):
        return
    known = words[0] in lexicon.known_names() or words[-1] in lexicon.known_names()
    if before[2] == " " and not (initials or known):
        return
    end = before.start(1) + len(before[1].rstrip())
    yield found(before.start(1), end, "PERSOON", "name.role")


def _is_sure(page: Page, name: Name) -> bool:
    """Whether what was read beside a weak sign is a name and no department, place or eponym."""
    first = name.words[0]
    if is_plain(first) or first in lexicon.eponyms() or page.text[name.start : name.end].isupper():
        return bool(name.initials and name.particles)
    place = first in lexicon.phrases("towns") or first in lexicon.phrases("hospitals")
    place = place or first in lexicon.phrases("hospitals_ambiguous")
    if place and not name.initials and _PREPOSITION.match(page.text, name.start):
        return False  # "uroloog in het Gelre", "huisarts te Ede"
    return bool(name.initials or name.particles) or not place


def _is_whole_clause(page: Page, name: Name) -> bool:
    """``Besproken met Kleine.``: a word that is a surname too, with its clause ending there."""
    return name.words[0] in cue("surname_too") and page.text[name.end : name.end + 1] in _CLAUSE_END


def _behind_verbs(page: Page) -> Iterator[Detection]:
    groups = {"door": cue("by_verb"), "met": cue("with_verb"), "aan": cue("to_verb")}
    for index in page.of_kind("link"):
        if page.word(index - 1) not in groups[page.words[index]]:
            continue
        gap = _COLON.match(page.text, page.end(index)) or _BLANK.match(page.text, page.end(index))
        if gap is None:
            continue
        if page.words[index] == "door" or ":" in gap.group():
            if _OPENS_NAME.match(page.text, gap.end()):
                weak = ":" not in gap.group()  # "Verslag door:" is a line for names
                yield from line_entry(page, gap.end(), "name.by", weak=weak)
            continue
        name = read_name(page, gap.end()) or read_name(page, gap.end(), sure=True)
        if name is not None and (_is_sure(page, name) or _is_whole_clause(page, name)):
            yield person(name, "name.verb")
            behind = affiliation_behind(page, name.end)
            if behind is not None:
                yield behind


def _behind_supervision(page: Page) -> Iterator[Detection]:
    """``supervisor k. smit``, ``Macro Jbo,``, ``Verslag h. de boer``."""
    for index in page.of_kind("supervision"):
        gap = _COLON.match(page.text, page.end(index)) or _BLANK.match(page.text, page.end(index))
        if gap is None:
            continue
        name = read_name(page, gap.end(), small=True)
        sure = name is not None and (name.initials or _is_sure(page, name))
        if page.words[index] == "verslag" and name is not None and not name.initials:
            # "Verslag:" opens the findings; a known name that is all of its line is the writer's.
            known = name.words[0] in lexicon.known_names()
            sure = sure and known and page.text[name.end : name.end + 1] in ("", "\n")
        if name is not None and sure:
            label = "PERSOON" if name.initials or len(name.words[0]) > 4 else "PERSOONAFKORTING"
            if name.initials or not is_plain(name.words[0]):
                yield found(name.start, name.end, label, "name.supervision")
    for index in page.of_kind("closing"):
        gap = _CLOSING_GAP.match(page.text, page.end(index))
        if gap is not None:
            hit = one_entry(page, gap.end(), "name.closing")
            if hit is not None and hit.span.label == "PERSOON":
                yield hit


def _relatives(page: Page) -> Iterator[Detection]:
    """``echtgenote Anneke``, ``dochter Lisa``: a known first name behind a word for kin."""
    for index in page.of_kind("relative"):
        word = page.word(index + 1)
        if len(word) == 1 and page.gap_before(index + 1) == " ":
            name = read_name(page, page.starts[index + 1])
            if name is not None and name.initials and not is_plain(name.words[0]):
                yield person(name, "name.relative")
                continue
        if word and page.is_capital(index + 1) and not is_plain(word):
            gap = page.gap_before(index + 1)
            known = word in lexicon.first_names()
            unknown_too = gap == " " and page.words[index] not in cue("relative_weak")
            start = page.starts[index + 1]
            upper = page.text[start : page.end(index + 1)].isupper()
            if upper or word in lexicon.eponyms():
                continue
            if (known and gap in (" ", " (", ", ", ": ")) or unknown_too:
                name = read_name(page, start, bare=True)
                end = name.end if name is not None else page.end(index + 1)
                yield found(start, end, "PERSOON", "name.relative")


def find_names(page: Page, moments: list[Detection]) -> list[Detection]:
    """All persons of a text (PERSOON) and their codes (PERSOONAFKORTING), without titles.

    Args:
        page: the text.
        moments: its dates and times, beside which reports are signed.
    """
    return [
        *_after_titles(page),
        *_by_roles(page),
        *_behind_verbs(page),
        *_behind_supervision(page),
        *_relatives(page),
        *by_form(page),
        *find_signatures(page, moments),
    ]
