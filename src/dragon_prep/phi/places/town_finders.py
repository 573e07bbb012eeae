"""Towns: by their names, or behind a word for where somebody lives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.lexicon import cue
from dragon_prep.language.phrases import Phrase, hospital_index, town_index
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.places import notations
from dragon_prep.phi.places.evidence import (
    SHORT_NAME,
    WORD_BEHIND,
    cue_before,
    phrases_at,
    word_behind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page


_COUNTRY = "nederland"  # a hamlet as well
_SHORTEST = 4  # letters of a town that is no abbreviation
_SHORTEST_IN_CAPITALS = 6
_SHORTEST_SMALL = 5
_DATE_BEHIND = re.compile(r",? (?:d\.?d\.? )?\d{1,2}[ ./-](?:\d|([^\W\d_]+))")


def towns(page: Page, hospitals: list[Detection]) -> Iterator[Detection]:
    """Listed towns, where nothing says that they are a word, a name or a method."""
    hospital_ends = {hit.span.end for hit in hospitals}
    for phrase, start, end in phrases_at(page, "town", town_index()):
        if page.classes[word_behind(page, end)] & W.PLACE_DENY_AFTER:
            continue
        part = _part_behind(page, end)
        if not part and _is_head_of_compound(page, end):
            continue
        if _is_capital(page.text[start:end]):
            beside = _is_beside_hospital(page, start, hospital_ends)
            if not beside and not _is_told_from_words(page, phrase, start, end):
                continue
            sure = start - 1 in hospital_ends or _is_sure(page, phrase, start, end)
        elif _lower_case_town(page, phrase, start):
            sure = False
        else:
            continue
        yield found(start, part or end, "PLAATS", "place.town_sure" if sure else "place.town")


def _is_capital(text: str) -> bool:
    """Whether a town starts with a capital, or with an apostrophe in front of one."""
    return text[0].isupper() or (text[0] == "'" and not text.islower())


def _is_told_from_words(page: Page, phrase: Phrase, start: int, end: int) -> bool:
    """Whether a name with a capital means nothing else, or something says that it is a town."""
    text = page.text[start:end]
    if not _needs_a_cue(page, phrase, text):
        return True
    strict = text.isupper() or phrase.name == _COUNTRY
    cues = cue("place_strict" if strict else "place_before")
    return _opens_or_ends(page, start, end) or cue_before(page, start, cues)


def _is_head_of_compound(page: Page, end: int) -> bool:
    """Whether a town is joined to something else: ``Nijmegen-Bethesda``, not ``Sittard-Geleen``."""
    joined = page.text[end : end + 1] == "-" and page.text[end + 1 : end + 2].isalpha()
    return joined and word_behind(page, end) not in town_index()


def _needs_a_cue(page: Page, phrase: Phrase, text: str) -> bool:
    """Whether a town's name may mean something else, even with a capital."""
    if phrase.ambiguous or len(text) < _SHORTEST:
        return True
    if page.classes[phrase.name] & W.EPONYM or phrase.name == _COUNTRY:
        return True
    return text.isupper() and len(text) < _SHORTEST_IN_CAPITALS


def _is_beside_hospital(page: Page, start: int, hospital_ends: set[int]) -> bool:
    """``Laurentius Ziekenhuis Roermond``, ``Isala (Zwolle``."""
    if hospital_ends.isdisjoint(range(start - 3, start)):
        return False
    return page.text[start - 1].isspace() or page.text[start - 1] in "(,|/"


def _opens_or_ends(page: Page, start: int, end: int) -> bool:
    """Whether a town heads a dated letter, or ends what is said of a practice."""
    return _heads_a_date(page, start, end) or _after_general_practitioner(page, start, end)


def _is_sure(page: Page, phrase: Phrase, start: int, end: int) -> bool:
    """Whether nothing but a town is meant."""
    if cue_before(page, start, cue("place_strict")) or _heads_a_date(page, start, end):
        return True
    return " " in phrase.name and not phrase.ambiguous


def _part_behind(page: Page, end: int) -> int:
    """Where ``Rotterdam-Zuid`` and ``Amsterdam Zuidoost`` end; 0 if no such part follows."""
    if page.text[end : end + 1] not in ("-", " ") or not page.text[end + 1 : end + 2].isupper():
        return 0
    match = WORD_BEHIND.match(page.low, end)
    return match.end() if match is not None and page.classes[match[1]] & W.TOWN_PART else 0


def _heads_a_date(page: Page, start: int, end: int) -> bool:
    """``Gent, 29 mei 2021`` at the head of a line."""
    opens = start == 0 or page.text[start - 1] == "\n"
    date = _DATE_BEHIND.match(page.low, end) if opens else None
    # "Een 3 weken oude fractuur" is no letter from Een.
    return date is not None and (date[1] is None or bool(page.classes[date[1]] & W.MONTH))


def _after_general_practitioner(page: Page, start: int, end: int) -> bool:
    """``cc huisarts de Graaf, Soest``: a town that ends what is said of a practice."""
    if page.text[end : end + 1] not in ("", ",", "\n", ";", ")"):
        return False
    line = page.low[max(page.low.rfind("\n", 0, start) + 1, start - 40) : start]
    return "huisarts " in line and page.text[start - 1] == " "


def proper_towns(page: Page) -> Iterator[Detection]:
    """``woonachtig te Lage Vuursche``: a word with a capital that no list of towns has."""
    for index in page.of_kind("town_cue"):
        name = notations.TOWN_NAME.match(page.text, page.end(index))
        if name is None:
            continue
        words = name[1].lower().split(" ")
        part = page.words[index] in ("wijk", "buurt", "stadsdeel", "buurtschap")
        if not part and not _is_unknown_town(page, index, name.end()):
            while words and not page.classes[words[-1]] & W.PROPER:
                words.pop()
        if not words or _is_other_than_town(page, index, words):
            continue
        end = name.start(1) + len(" ".join(words))
        if page.classes[word_behind(page, end)] & W.PLACE_DENY_AFTER:
            continue
        yield found(name.start(1), end, "PLAATS", "place.town_cue")


def _is_other_than_town(page: Page, index: int, words: list[str]) -> bool:
    """Whether words behind a cue for towns are a person, a country, an eponym or a thing."""
    if any(page.classes[word] & W.FIRST_NAME for word in words):
        return True
    if page.classes[words[0]] & (W.NOT_A_PLACE | W.EPONYM | W.NOT_A_NAME):
        return True
    last = page.classes[words[-1]]
    return bool(last & (W.ABROAD | W.SURNAME if page.words[index] == "uit" else last & W.ABROAD))


def _is_unknown_town(page: Page, index: int, end: int) -> bool:
    """``praktijk te Zwaagwesteinde``: a word behind "te" that is nothing else, and no name."""
    word, before = page.word(index + 1), page.word(index - 1)
    if not page.classes[page.words[index]] & W.PLACE_STRICT or page.is_capital(index):
        return False
    if page.gap_before(index) != " " or len(before) < SHORT_NAME or page.end(index + 1) != end:
        return False
    if page.classes[before] & W.FIRST_NAME or page.text[end : end + 2].strip(" ")[:1].isdigit():
        return False
    return len(word) > SHORT_NAME and not _is_known(page, word)


def _is_known(page: Page, word: str) -> bool:
    """Whether a word is something else than a town that no list has."""
    if page.classes[word] & (W.DUTCH | W.NOT_A_NAME | W.KNOWN_NAME):
        return True
    if page.classes[word] & (W.HOSPITAL_GENERIC | W.STUDY_WORD) or word in hospital_index():
        return True
    return word.endswith(("ziekenhuis", "kliniek", "gasthuis"))


def _lower_case_town(page: Page, phrase: Phrase, start: int) -> bool:
    """Whether a report in lower case says that this is a town."""
    cued = cue_before(page, start, cue("place_small"))
    article = cued and phrase.name.startswith(("'t ", "'s"))
    if article or phrase.ambiguous or len(phrase.name) < _SHORTEST_SMALL:
        return article
    telling = not page.classes[phrase.name] & (W.DUTCH | W.FIRST_NAME)
    if (telling and cued) or " " in phrase.name:
        return True
    if _is_field(page.text, start, start + len(phrase.name)):
        return telling
    return _is_lived_in(page, start)


def _is_field(text: str, start: int, end: int) -> bool:
    """Whether a name stands in a field of its own: ``|zwolle|``."""
    return text[start - 1 : start] in (";", "|", "=") and text[end : end + 1] in ";|\n"


def _is_lived_in(page: Page, start: int) -> bool:
    """``woont in woerden``, ``te woerden``: whatever else it means, here it is a town."""
    index = page.index_before(start)
    if page.word(index) in ("in", "uit") and page.word(index - 1).startswith("woon"):
        return True
    strict = cue("place_strict")
    return page.word(index) in strict and cue_before(page, start, strict)
