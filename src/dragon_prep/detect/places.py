"""Hospitals and other institutions of care, by name and by form, and towns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.detect import lexicon
from dragon_prep.detect.finding import Detection, found
from dragon_prep.detect.letters import compiled
from dragon_prep.detect.lexicon import cue
from dragon_prep.detect.nameparse import is_plain
from dragon_prep.detect.phrases import Phrase, hospital_index, town_index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.detect.page import Page

# "Streekziekenhuis Koningin Beatrix" and "St. Jansziekenhuis", "Sint Lucas Ziekenhuis", "Xyz MC".
_INSTITUTE_WORD = (
    r"(?:[Zz]iekenhui(?:s|zen)|[Gg]asthuis|[Mm]edisch [Cc]entrum|MC|UMC|[Kk]liniek(?:en)?"
    r"|[Cc]linics?|[Hh]ospital)"
)
_INSTITUTE_PARTS = ("ziekenhui", "gasthuis", "kliniek", "clinic", "hospital", " mc", "medisch c")
_NAMED_INSTITUTE = compiled(
    r"(?<![^\W_])((?:(?:St\.|Sint|St|De|Het|Van|den|de|der|van|Onze|Lieve) ){0,3}"
    rf"[A-ZÀ-Þ][\w'’-]{{2,30}}(?: [A-ZÀ-Þ][\w'’-]{{1,30}}){{0,2}}[ -]){_INSTITUTE_WORD}(?![^\W_])"
)
_GLUED_INSTITUTE = compiled(
    r"(?<![^\W_])[A-ZÀ-Þ][\w'’-]{1,30}(?:ziekenhui(?:s|zen)|gasthuis|kliniek|umc)(?![^\W_])"
)
_UMC = compiled(
    r"(?<![^\W_])(?:UMC[A-Z]{1,2}|UZ[AB]|[A-Z]{1,3}umc"
    r"|U?MC [A-ZÀ-Þ][a-zà-ÿ][\w'’-]{2,28})(?![^\W_])"
)
_CENTRE_FIRST = compiled(
    r"(?:Universitair )?Medisch (?:Centrum|Spectrum)(?: [A-ZÀ-Þ][\w'’-]{2,30}){1,2}"
)
_NAME_BEHIND = compiled(
    r"[ \n]((?:(?:St\.|Sint|St|De|Het|de|het|'t|van|Van|den|der|ter) ){0,2}[A-ZÀ-Þ][\w'’-]{2,30}"
    r"(?: [A-ZÀ-Þ][\w'’-]{2,30}){0,2})"
)
# A hospital's name written small must be this long to stand for nothing else.
_LONG_NAME = 7
# An unknown name must be this long to be taken for a hospital's.
_SHORT_NAME = 4
_WORD_BEHIND = re.compile(r"[ \t\xa0\n-]{0,3}([^\W\d_]+)")


def _word_behind(page: Page, end: int) -> str:
    match = _WORD_BEHIND.match(page.low, end)
    return match[1] if match is not None else ""


def _phrases_at(
    page: Page, kind: str, index_of: dict[str, tuple[Phrase, ...]]
) -> Iterator[tuple[Phrase, int, int]]:
    done = 0
    for index in page.of_kind(kind):
        for phrase in index_of[page.words[index]]:
            start = phrase.start_in(page.low, page.starts[index])
            if start >= done:
                done = start + len(phrase.name)
                yield phrase, start, done
                break


def _cue_before(page: Page, start: int, cues: frozenset[str]) -> bool:
    index = page.index_before(start)
    if index < 0 or page.words[index] not in cues:
        return False
    gap = page.low[page.end(index) : start]
    return len(gap) <= 3 and not gap.strip(" \t\n\xa0:")


def _hospitals(page: Page) -> Iterator[Detection]:
    for phrase, start, end in _phrases_at(page, "hospital", hospital_index()):
        text = page.text[start:end]
        if not text[0].isupper() and (phrase.ambiguous or len(text) < _LONG_NAME):
            continue
        behind = _word_behind(page, end)
        if behind in cue("hospital_deny_after"):
            continue
        if phrase.ambiguous and not _is_hospital(page, start, end, behind):
            continue
        # An abbreviation in mixed case is another word: "Etz" is no ETZ.
        if len(text) <= 4 and " " not in text and text.istitle():
            continue
        yield found(start, end, "ZIEKENHUIS", "place.hospital")


def _is_hospital(page: Page, start: int, end: int, behind: str) -> bool:
    """Whether a name that may mean something else is a hospital's here."""
    before = page.index_before(start)
    if page.word(before) in cue("hospital_deny_before"):
        return False
    if behind in town_index() and page.text[end : end + 1] == " ":
        return True
    if not _cue_before(page, start, cue("hospital_before")):
        return False
    # "ruptuur van het MCL", "infarct in de MCA": the word before the article decides as well.
    article = page.word(before) in ("het", "de")
    preposition = page.word(before - 1) if article else page.word(before)
    away = preposition in ("naar", "vanuit", "uit", "via", "elders", "ziekenhuis", "locatie")
    treated = page.word(before - 1 - article) in cue("treated")
    return away or treated or not page.text[start:end].isupper()


def _by_ending(page: Page) -> Iterator[Detection]:
    """``Sint Lucas Ziekenhuis``, ``Bergman Clinics``, ``Flevoziekenhuis``."""
    if not any(part in page.low for part in _INSTITUTE_PARTS):
        return
    for match in _NAMED_INSTITUTE.finditer(page.text):
        name = match[1].strip(" -").split(" ")
        if _is_plain(name[-1].lower()):
            continue
        start = match.start()
        # A word of the sentence may stand in front: "Elders Sint Lucas Ziekenhuis".
        while name[0] not in ("De", "de", "Van", "van") and _is_plain(name[0].lower()):
            start += len(name.pop(0)) + 1
        yield found(start, match.end(), "ZIEKENHUIS", "place.institute")
    for match in _GLUED_INSTITUTE.finditer(page.text):
        if match.group().lower() not in cue("hospital_generic"):
            yield found(match.start(), match.end(), "ZIEKENHUIS", "place.institute")


def _by_beginning(page: Page) -> Iterator[Detection]:
    """``UMCN``, ``Medisch Centrum Leeuwarden``, ``verpleeghuis de Horizon``."""
    if "mc" in page.low or "UZ" in page.text:
        for match in _UMC.finditer(page.text):
            if not _is_plain(match.group().rpartition(" ")[2].lower()):
                yield found(match.start(), match.end(), "ZIEKENHUIS", "place.umc")
    if "Medisch " in page.text:
        for match in _CENTRE_FIRST.finditer(page.text):
            yield found(match.start(), match.end(), "ZIEKENHUIS", "place.institute")
    for index in page.of_kind("institution"):
        name = _NAME_BEHIND.match(page.text, page.end(index))
        if name is None:
            continue
        words = name[1].lower().split(" ")
        if page.text[name.end() : name.end() + 1] == ":":
            continue
        if words[-1] not in lexicon.not_names() and words[0] not in lexicon.eponyms():
            # "Ziekenhuis Maasoord" is a name as a whole, "ziekenhuis Maasoord" a word and one.
            start = page.starts[index] if page.is_capital(index) else name.start(1)
            yield found(start, name.end(1), "ZIEKENHUIS", "place.institution")


def _treated(page: Page) -> Iterator[Detection]:
    """``eerder onderzocht in Lauwersgroep``: an unknown name where patients are treated."""
    for index in page.of_kind("treated"):
        if page.word(index + 1) not in ("in", "naar", "uit", "vanuit", "te"):
            continue
        article = page.word(index + 2) in ("het", "de")
        at = index + 2 + article
        word = page.word(at)
        if len(word) < _SHORT_NAME or not page.is_capital(at) or page.gap_before(at).strip():
            continue
        if _is_plain(word) or is_plain(word) or word in lexicon.eponyms():
            continue
        if word in lexicon.phrases("towns") and not article:
            continue
        name = _NAME_BEHIND.match(page.text, page.starts[at] - 1)
        if name is not None:
            yield found(name.start(1), name.end(1), "ZIEKENHUIS", "place.treated")


def _is_plain(word: str) -> bool:
    return word in cue("hospital_generic") or word in lexicon.not_names()


def _towns(page: Page, hospitals: list[Detection]) -> Iterator[Detection]:
    hospital_ends = {hit.span.end for hit in hospitals}
    for phrase, start, end in _phrases_at(page, "town", town_index()):
        text = page.text[start:end]
        capital = text[0].isupper() or (text[0] == "'" and not text.islower())
        if not capital and not _lower_case_town(page, phrase, start):
            continue
        if _word_behind(page, end) in cue("place_deny_after"):
            continue
        if page.text[end : end + 1] == "-" and page.text[end + 1 : end + 2].islower():
            continue
        unsure = phrase.ambiguous or phrase.name in lexicon.eponyms() or len(text) < 4
        if capital and (unsure or (text.isupper() and len(text) < 6)):
            strict = text.isupper()
            beside_hospital = start - 1 in hospital_ends or start - 2 in hospital_ends
            if not beside_hospital and not _cue_before(
                page, start, cue("place_strict" if strict else "place_before")
            ):
                continue
        yield found(start, end, "PLAATS", "place.town")


def _lower_case_town(page: Page, phrase: Phrase, start: int) -> bool:
    """Whether a report in lower case says that this is a town."""
    if phrase.ambiguous or len(phrase.name) < 5:
        return False
    before = page.word(page.index_before(start))
    if before in ("in", "uit") and page.word(page.index_before(start) - 1).startswith("woon"):
        return True
    return before in cue("place_strict") and _cue_before(page, start, cue("place_strict"))


def find_places(page: Page) -> list[Detection]:
    """Hospitals and institutions of care (ZIEKENHUIS) and towns (PLAATS) of a text."""
    hospitals = [*_hospitals(page), *_by_ending(page), *_by_beginning(page), *_treated(page)]
    return [*hospitals, *_towns(page, hospitals)]
