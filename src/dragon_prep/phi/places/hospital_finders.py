"""Hospitals by the names they are known by."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language import lexicon
from dragon_prep.language.lexicon import cue
from dragon_prep.language.phrases import hospital_index, town_index
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.places.evidence import SHORT_NAME, cue_before, phrases_at, word_behind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page


# A hospital's name written small must be this long to stand for nothing else.
_LONG_NAME = 7
_AWAY = ("naar", "vanuit", "uit", "via", "elders", "ziekenhuis", "locatie", "dichterbij")
_SPECIALIST_ENDS = ("oloog", "chirurg", "arts", "heelkunde", "ologie", "cardioloog")


def hospitals(page: Page) -> Iterator[Detection]:
    """Listed hospitals, where nothing says that their name means something else."""
    for phrase, start, end in phrases_at(page, "hospital", hospital_index()):
        text = page.text[start:end]
        behind = word_behind(page, end)
        if page.classes[behind] & W.HOSPITAL_DENY_AFTER:
            continue
        small = not text[0].isupper() and not _is_small_name(text)
        if (phrase.ambiguous or small) and not _is_hospital(page, start, end, behind):
            continue
        # An abbreviation in mixed case is another word: "Etz" is no ETZ.
        if len(text) < SHORT_NAME and text.istitle():
            continue
        # "laboratorium Pathologie Friesland": a kind written small stays outside.
        if text[0].islower() and not text.islower():
            start += len(text) - len(text.lstrip("abcdefghijklmnopqrstuvwxyz '"))
        yield found(start, end, "ZIEKENHUIS", "place.hospital")


def _is_hospital(page: Page, start: int, end: int, behind: str) -> bool:
    """Whether a name that may mean something else is a hospital's here."""
    before = page.index_before(start)
    if page.classes[page.word(before)] & W.HOSPITAL_DENY_BEFORE or _is_first_name(page, start, end):
        return False
    if behind in town_index() and page.text[end : end + 1] == " ":
        return True
    text = page.text[start:end]
    if page.classes[text.lower()] & W.FIRST_NAME:
        return page.word(before) in ("het", "in", "uit", "locatie")
    if _beside_department(page, start, end, behind) or _is_behind_specialist(page, start, before):
        return True
    if page.text[start - 1 : start] == "(" and not _is_short_anatomy(page, text.lower()):
        return page.text[end : end + 1] in (")", ",") and _is_own_name(text)
    return _is_gone_to(page, text, start)


def _is_behind_specialist(page: Page, start: int, before: int) -> bool:
    """``cardioloog Rijnstate``: whose specialist somebody is."""
    if not page.word(before).endswith(_SPECIALIST_ENDS):
        return False
    return page.text[start - 1] == " " and page.end(before) == start - 1


def _is_short_anatomy(page: Page, low: str) -> bool:
    """Whether a name is the abbreviation of a vessel or ligament: ``MCL``."""
    return len(low) < SHORT_NAME and bool(page.classes[low] & W.ANATOMICAL)


def _is_own_name(text: str) -> bool:
    """Whether a name in brackets is a hospital's, and no disease's or scale's."""
    if text.lower() in _eponyms():
        return False
    if text.islower():
        return text in _bare_names()
    return text[0].isupper() and not text.isupper()


def _is_gone_to(page: Page, text: str, start: int) -> bool:
    """Whether the words before say that somebody went to a place, was seen or sent there.

    "ruptuur van het MCL", "infarct in de MCA": the word before the article decides as well.
    """
    if text.islower() and page.classes[text] & W.DUTCH:
        return False
    if not cue_before(page, start, cue("hospital_before")):
        return False
    anatomy = _is_short_anatomy(page, text.lower())
    if not anatomy and (len(text) < SHORT_NAME or not text.isupper()):
        return True
    before = page.index_before(start)
    article = page.word(before) in ("het", "de")
    preposition = page.word(before - article)
    treated = page.classes[page.word(before - 1 - article)] & W.TREATED
    return preposition in _AWAY or bool(treated)


@cache
def _bare_names() -> frozenset[str]:
    """Short names of hospitals that are no other word."""
    return lexicon.phrases("hospitals_ambiguous") - lexicon.dutch() - lexicon.first_names()


@cache
def _eponyms() -> frozenset[str]:
    """Names that are more often those of a disease, scale or vessel."""
    return lexicon.eponyms() | lexicon.cue("anatomical")


def _is_small_name(text: str) -> bool:
    """Whether a hospital's name means nothing else even when written small: ``umcg``, ``isala``."""
    return len(text) >= _LONG_NAME or (
        len(text) >= SHORT_NAME and not classes[text] & W.DUTCH and not classes[text] & W.FIRST_NAME
    )


@cache
def _titles() -> frozenset[str]:
    return frozenset(line.partition("|")[0] for line in lexicon.lines("titles"))


def _beside_department(page: Page, start: int, end: int, behind: str) -> bool:
    return (
        behind in ("locatie", "loc", "ziekenhuis")
        or page.low.startswith((", afd", ", dienst ", ", poli "), end)
        or cue_before(page, start, cue("department"))
    )


def _is_first_name(page: Page, start: int, end: int) -> bool:
    """Whether a hospital's name is somebody's here: ``dr. Elisabeth Mol``, ``mw. Maria Bos``."""
    titled = page.word(page.index_before(start)) in _titles()
    return titled and bool(page.classes[page.text[start:end].lower()] & W.FIRST_NAME)
