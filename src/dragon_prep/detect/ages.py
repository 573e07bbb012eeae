"""Ages, the number only: ``67-jarige``, ``vrouw, 41jr``; no durations (``sinds 3 jaar``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.detect.finding import Detection, found
from dragon_prep.detect.lexicon import cue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.detect.page import Page

_OLDEST = 115
_ADULT = 16
_LAST_DAY = 31
_BEHIND = re.compile(
    r"(?:[ -]{0,2}(jarig(?:e|en)?)"
    r"|\s?(?:-\s?)?(jaar|jaren|jr|j|maanden|maand|mnd|weken|wkn|wk|dagen|years?)\.?)"
    r"(?![^\W_])(?:[ -](oude?|old))?(?![^\W_])"
)
_ORDINAL = re.compile(r"(?:e|ste|de)(?![^\W_])")


def _word_after(page: Page, end: int) -> str:
    index = page.index_from(end)
    if page.word(index) and not page.low[end : page.starts[index]].strip(" \t\n-"):
        return page.words[index]
    return ""


def _unit_is_age(page: Page, start: int, match: re.Match[str]) -> bool:
    """Whether ``N jaar``, ``N jr`` or ``N maanden oud`` is somebody's age."""
    index = page.index_before(start)
    gap = page.low[page.end(index) : start] if index >= 0 else ""
    word = page.word(index) if len(gap) <= 4 and not gap.strip(" \t\n\xa0.,:;(†") else ""
    if match[3] == "oude":
        # "een 3 weken oude fractuur" is no patient.
        return _word_after(page, match.end()) in cue("person")
    person = word in cue("person") or (word == "van" and page.word(index - 1) in cue("person"))
    if match[3] == "old":
        return match[2].startswith("year")
    if match[3] == "oud":
        return match[2] in ("jaar", "jr", "j") or person or page.word(index - 1) in cue("person")
    if match[2] not in ("jaar", "jr", "j"):
        return False
    if word in cue("duration_before") or _word_after(page, match.end()) in cue("duration_after"):
        return False
    if word in cue("age_before") or person:
        return True
    if word == "op" and match[2] == "jaar":
        return True
    # "67 jr, PSA 9": at the head of a line or clause, and no short time.
    head = page.low[max(0, start - 3) : start].rstrip(" \t")
    at_head = not head or head[-1] in "\n.:;"
    short = (
        match[2] == "j"
        and page.text[match.end() - 1] != "."
        and page.text[match.end() : match.end() + 1] != ","
    )
    return at_head and int(page.text[start : match.start()]) >= _ADULT and not short


def _is_age(page: Page, start: int, end: int) -> bool:
    after = page.low[end : end + 3].lstrip(" -\xa0\n")[:1]
    if after and after in "jmwdy":
        match = _BEHIND.match(page.low, end)
        if match is not None:
            if match[1] is not None:
                return not _word_after(page, match.end()).startswith(_things())
            return _unit_is_age(page, start, match)
    return _is_bare_age(page, start, end)


def _things() -> tuple[str, ...]:
    return tuple(sorted(cue("thing_after")))


def _is_bare_age(page: Page, start: int, end: int) -> bool:
    """``leeftijd: 67``, ``man (67)``, ``op zijn 63e``."""
    index = page.index_before(start)
    word = page.word(index)
    gap = page.low[page.end(index) : start] if index >= 0 else ""
    if not word or len(gap) > 3:
        return False
    rest = page.text[end : end + 2]
    if word in ("leeftijd", "lft") and not gap.strip(" :=("):
        return not (rest[:1].isalnum() or (rest[:1] in frozenset(".,") and rest[1:].isdigit()))
    if word in cue("person") and gap.strip() == "(":
        return rest[:1] == ")"
    if gap != " ":
        return False
    if word == "is" and page.word(index - 1) in cue("subject"):
        return rest[:1] in frozenset(".,") and not rest[1:].isdigit()
    # "op 62e" and "op haar 62e"; up to 31 it may be a day.
    own = word in ("zijn", "haar") and page.word(index - 1) == "op"
    old = word == "op" and int(page.text[start:end]) > _LAST_DAY
    return (own or old) and _ORDINAL.match(page.low, end) is not None


def _numbers(page: Page) -> Iterator[tuple[int, int]]:
    for start, end in page.numbers:
        if end - start <= 3 and int(page.text[start:end]) <= _OLDEST:
            before = page.text[start - 1] if start else " "
            if not (before.isalnum() or before in "_-/+=<>"):
                decimal = before in ".," and start > 1 and page.text[start - 2].isdigit()
                if not decimal:
                    yield start, end


def find_ages(page: Page) -> list[Detection]:
    """All ages of a text, as LEEFTIJD, the digits only."""
    return [
        found(start, end, "LEEFTIJD", "age.number")
        for start, end in _numbers(page)
        if _is_age(page, start, end)
    ]
