"""Hospitals and other institutions of care by their form, kind or surroundings."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language import lexicon
from dragon_prep.language.openings import matches
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.places import notations
from dragon_prep.phi.places.evidence import is_generic

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from dragon_prep.language.page import Page


_INSTITUTE_PARTS = (
    *("ziekenhui", "gasthuis", "kliniek", "clinic"),
    *("hospital", "medisch ", "mc", "uz"),
)
_CENTRES = ("medisch ", "universitair medisch ")
_BEFORE_PART, _BEHIND_PART = 130, 48


def windows_of(page: Page) -> list[tuple[int, int]]:
    """Stretches of a text around words of an institution with a capital near, disjoint."""
    text, low = page.text, page.low
    places = []
    for part in _INSTITUTE_PARTS:
        at = low.find(part)
        while at >= 0:
            first = max(0, at - _BEFORE_PART)
            blank = low.rfind(" ", first, max(0, at - 1))
            token = slice(max(first, blank + 1), at + len(part))
            if text[token] != low[token]:
                places.append(at)
            at = low.find(part, at + 1)
    if not places:
        return []
    windows: list[tuple[int, int]] = []
    for at in sorted(places):
        start, end = max(0, at - _BEFORE_PART), at + _BEHIND_PART
        if windows and windows[-1][1] >= start:
            start = windows.pop()[0]
        windows.append((start, end))
    return windows


def _in_windows(
    pattern: re.Pattern[str], text: str, windows: list[tuple[int, int]]
) -> Iterator[re.Match[str]]:
    for start, end in windows:
        yield from pattern.finditer(text, start, end)


def by_ending(page: Page, windows: list[tuple[int, int]]) -> Iterator[Detection]:
    """``Sint Lucas Ziekenhuis``, ``Bergman Clinics``, ``Flevoziekenhuis``."""
    worded = [window for window in windows if notations.INSTITUTE.search(page.text, *window)]
    for match in _in_windows(notations.NAMED_INSTITUTE, page.text, worded):
        name = match[1].strip(" -").split(" ")
        if is_generic(name[-1].lower()):
            continue
        start = match.start()
        # A word of the sentence may stand in front: "Elders Sint Lucas Ziekenhuis".
        while name[0] not in ("De", "de", "Van", "van") and is_generic(name[0].lower()):
            start += len(name.pop(0)) + 1
        yield found(start, match.end(), "ZIEKENHUIS", "place.institute")
    for match in _in_windows(notations.GLUED_INSTITUTE, page.text, windows):
        if not page.classes[match.group().lower()] & W.HOSPITAL_GENERIC:
            yield found(match.start(), match.end(), "ZIEKENHUIS", "place.institute")


def by_beginning(page: Page) -> Iterator[Detection]:
    """``Medisch Centrum Leeuwarden``."""
    if "Medisch " in page.text:
        for match in matches(notations.CENTRE_FIRST, page.text, page.low, _CENTRES):
            yield found(match.start(), match.end(), "ZIEKENHUIS", "place.institute")


def institutions(page: Page) -> Iterator[Detection]:
    """``verpleeghuis de Horizon``, ``Apotheek Het Anker``: a kind and a name."""
    for index in page.of_kind("institution"):
        name = notations.NAME_BEHIND.match(page.text, page.end(index))
        if name is None or page.text[page.starts[index] - 1 : page.starts[index]] == "-":
            continue
        words = name[1].lower().split(" ")
        if page.text[name.end() : name.end() + 1] == ":" or not _is_named(page, index, words):
            continue
        if not page.classes[words[-1]] & W.NOT_A_NAME and not page.classes[words[0]] & W.EPONYM:
            # "Ziekenhuis Maasoord" is a name as a whole, "ziekenhuis Maasoord" a word and one.
            start = page.starts[index] if page.is_capital(index) else name.start(1)
            end = name.end(1)
            if page.classes[words[-1]] & W.TOWN:
                # "Apotheek Het Anker Huizen", "Laurentius Ziekenhuis Roermond": the town is apart.
                if len(words) == 1 and index and page.is_capital(index - 1):
                    continue
                end -= len(words[-1]) + 1 if len(words) > 1 else 0
            yield found(start, end, "ZIEKENHUIS", "place.institution")


def _is_named(page: Page, index: int, words: list[str]) -> bool:
    """Whether such a name is that of an institution, and not what ``Kliniek:`` tells."""
    if page.words[index] == "kliniek" and _is_told(page, index, words[0]):
        return False
    return _is_kind(page, index, words)


def _is_kind(page: Page, index: int, words: list[str]) -> bool:
    """Whether a word is a kind of institution in front of such a name."""
    kind, start = page.words[index], page.starts[index]
    first = words[0]
    given = first in _plain_words() or bool(page.classes[first] & W.FIRST_NAME)
    if page.classes[kind] & W.INSTITUTION_SHORT and not page.is_capital(index):
        return False
    # "AZ Sint-Elooi", "Fysio Maasbuurt"; but "Fysio Griet", "Labo Uitslag"
    if page.classes[kind] & W.INSTITUTION_SHORT and (given or first.endswith("logie")):
        return False
    if page.classes[kind] & W.INSTITUTION_CAPITALS:
        return page.text[start : start + len(kind)].isupper()
    if page.text[page.end(index) : page.end(index) + 1] != ":":
        return True
    return not given and not page.classes[words[-1]] & W.KNOWN_SURNAME


def _is_told(page: Page, index: int, first: str) -> bool:
    """Whether ``kliniek`` is what is known of the patient: ``Kliniek: SUVmax verhoogd``."""
    if page.text[page.end(index) : page.end(index) + 1] == ":" or page.word(index - 1) == "zie":
        return True
    return bool(page.classes[first] & (W.MEASURED | W.ROLE_WORD))


@cache
def _plain_words() -> frozenset[str]:
    return lexicon.dutch() | lexicon.not_names()
