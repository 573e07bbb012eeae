"""Persons behind a verb (``verwezen door``, ``besproken met``), and who supervised and signed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.letters import compiled
from dragon_prep.language.word_kinds import is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.names.certainty import BLANK, CLAUSE_END, COLON, is_sure_name
from dragon_prep.phi.names.lines import affiliation_behind, codes_at, line_entry
from dragon_prep.phi.names.listed import is_numbered
from dragon_prep.phi.names.lower_case import small_surname
from dragon_prep.phi.names.reader import Reading, person, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

_VERBS = {"door": W.BY_VERB, "met": W.WITH_VERB, "aan": W.TO_VERB}
_PARTICLES = ("van ", "de ", "den ", "der ", "ten ", "ter ", "vd ", "v.d", "'t ", "el ")
_OPENS_NAME = compiled(
    r"[A-ZÀ-Þ]|[a-zà-ÿ]\.|'[ts] |(?:van|den?|ten?|ter|het|in|op|aan|uit|el|von|dos|da|di|du|la) "
)
_LONGEST_CODE = 4
_CLAUSE_OR_NUMBER = re.compile(r"[.,;)/\n]|\Z| \d| op \d| om \d")
# "Verslag: Keizer / MKE", "Verslag: Jonker. Supervisie: Van Veen"
_CLOSES_REPORT = re.compile(r"\n|\Z| ?/ ?[A-Z]|\. ?(?:Superv|Sup\.|Geautor|Autoris)")


def _is_whole_clause(page: Page, name: Reading) -> bool:
    """``Besproken met Kleine.``: a word that is a surname too, with its clause ending there."""
    return (
        bool(page.classes[name.words[0]] & W.SURNAME_TOO)
        and page.text[name.end : name.end + 1] in CLAUSE_END
    )


def _behind_any_verb(page: Page, index: int) -> Iterator[Detection]:
    """``ingezet door Hsu.``: a capitalised word that no list knows, and its clause ends there."""
    gap = BLANK.match(page.text, page.end(index)) if page.words[index] == "door" else None
    if gap is None:
        return
    name = read_name(page, gap.end(), bare=True)
    if name is None:
        yield from codes_at(page, gap.end(), "name.verb", small=False)
        return
    first, mention = name.words[0], page.text[name.start : name.end]
    if len(first) < 3 or page.text[name.end : name.end + 1] not in CLAUSE_END:
        return
    listed = bool(page.classes[first] & (W.DUTCH | W.EPONYM | W.TOWN))
    means_else = listed or is_plain(first) or mention.isupper()
    if name.particles or not means_else:
        yield person(name, "name.verb")


def _is_short_surname(page: Page, code: Detection) -> bool:
    """Whether what has the form of a code is a surname: ``Verslag door: Postma, ...``."""
    token = page.text[code.span.start : code.span.end]
    return (
        token.istitle()
        and len(token) > _LONGEST_CODE
        and bool(page.classes[token.lower()] & W.SURNAME)
    )


def behind_verbs(page: Page) -> Iterator[Detection]:
    """Names and codes behind a verb and ``door``, ``met`` or ``aan``."""
    for index in page.of_kind("link"):
        if not page.classes[page.word(index - 1)] & _VERBS[page.words[index]]:
            yield from _behind_any_verb(page, index)
            continue
        gap = COLON.match(page.text, page.end(index)) or BLANK.match(page.text, page.end(index))
        if gap is None:
            continue
        if page.words[index] == "door" or ":" in gap.group():
            codes = list(codes_at(page, gap.end(), "name.by", small=True))
            if codes and not _is_short_surname(page, codes[0]):
                yield from codes
            elif _OPENS_NAME.match(page.text, gap.end()):
                weak = ":" not in gap.group()  # "Verslag door:" is a line for names
                yield from line_entry(page, gap.end(), "name.by", weak=weak)
            else:
                yield from _word_as_surname(page, gap.end())
            continue
        yield from _behind_verb(page, gap.end())


def _word_as_surname(page: Page, position: int) -> Iterator[Detection]:
    """``gebeld door winter 23u59``, ``ingelicht door zeeman.``: a surname written small."""
    index = page.index_from(position)
    word = page.word(index)
    if not word or page.starts[index] != position or is_plain(word):
        return
    names = page.classes[word] & (W.NAME_AND_WORD | W.SURNAME)
    if names and _CLAUSE_OR_NUMBER.match(page.text, page.end(index)):
        yield found(position, page.end(index), "PERSOON", "name.verb")


def _behind_verb(page: Page, position: int) -> Iterator[Detection]:
    name = read_name(page, position) or read_name(page, position, sure=True)
    if name is None:
        yield from _unusual_behind_verb(page, position)
    elif is_sure_name(page, name) or _is_whole_clause(page, name):
        yield person(name, "name.verb")
        behind = affiliation_behind(page, name.end)
        if behind is not None:
            yield behind


def _unusual_behind_verb(page: Page, position: int) -> Iterator[Detection]:
    """``besproken met HS Koopman``, ``met h.g. de zeeuw``, ``met van dijk``."""
    name = read_name(page, position, bare=True) or read_name(page, position, small=True)
    if name is not None and name.initials and not is_plain(name.words[0]):
        yield person(name, "name.verb")
        return
    small = small_surname(page, position, alone=False)
    if small is not None and page.text[small.end : small.end + 1] in CLAUSE_END | {" "}:
        yield person(small, "name.verb")


def _is_supervisor(page: Page, word: str, name: Reading) -> bool:
    """Whether a name behind ``supervisie``, ``macro`` or ``verslag`` is one."""
    if name.initials:
        return not is_numbered(page, name.start, name.words[0])
    if not is_sure_name(page, name):
        return False
    first = name.words[0]
    if word == "verslag":
        # "Verslag:" opens the findings; a known name that is all of its line is the writer's.
        closes = _CLOSES_REPORT.match(page.text, name.end) is not None
        return bool(page.classes[first] & W.KNOWN_NAME) and closes
    if word in ("micro", "macro"):
        # "Macro: Uitgesneden door": what is said there opens with a capital.
        return not page.classes[first] & W.DUTCH or bool(page.classes[first] & W.SURNAME)
    return True


def behind_supervision(page: Page) -> Iterator[Detection]:
    """``supervisor k. smit``, ``Macro Jbo,``, ``Verslag h. de boer``."""
    for index in page.of_kind("supervision"):
        gap = COLON.match(page.text, page.end(index)) or BLANK.match(page.text, page.end(index))
        if gap is None or not _may_open_name(page, gap.end()):
            continue
        name = read_name(page, gap.end(), small=True)
        if name is None or not _is_supervisor(page, page.words[index], name):
            continue
        if name.initials or not is_plain(name.words[0]):
            label = "PERSOON" if name.initials or len(name.words[0]) > 4 else "PERSOONAFKORTING"
            yield found(name.start, name.end, label, "name.supervision")


def _may_open_name(page: Page, position: int) -> bool:
    """Whether a capital, an initial or a particle stands at a place."""
    first = page.text[position : position + 2]
    if first[:1].isupper() or first[1:] == ".":
        return True
    return page.low.startswith(_PARTICLES, position)
