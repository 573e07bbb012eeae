"""Numbers that a key word, or a laboratory, in front of them gives away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.phrases import IdKey, key_table
from dragon_prep.language.units import unit_follows
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.numbers import notations
from dragon_prep.phi.numbers.evidence import DATE_FORM, FIELD_DIGITS, NOT_BEHIND, is_bsn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

_PHONE_FORM = re.compile(r"0[1-9]\d{0,2}-\d")
_PHONE_START = re.compile(r"0[1-9]")
_KEY_GAP = re.compile(r"(?:\s?(?:is|nr\.?|no\.?))?[\s:.#=*(;|-]{0,20}")
# "clientnr. BVO C0047129930": whose number it is.
_SOURCE = re.compile(r"[A-Z][A-Za-z]{1,7}[.:]? (?=[A-Z]{0,2}\d{5})")
# "serienummer pacemaker PJN123456S": what it is the number of.
_SERIAL_KEYS = ("serienummer", "serienr", "serieno", "serial", "sn")
_THING = re.compile(r"(?:(?:van|de|het) ){0,2}[a-zé-]{3,24}[:.]? ")
_LONG_ENOUGH_ALONE = 5
_LONG_ENOUGH_GLUED = 6
_LONG_ENOUGH = {"PATIENTNUMMER": 4, "PHINUMMER": 3, "ZNUMMER": 4, "IBAN": 7}


def keys_in(
    page: Page, kind: str, table: dict[str, dict[str, tuple[IdKey, ...]]]
) -> Iterator[tuple[int, IdKey, int]]:
    """The longest keys of a table whose first words are of a kind, each with its index and end."""
    words, last = page.words, len(page.words) - 1
    for index in page.of_kind(kind):
        seconds = table[words[index]]
        keys = seconds.get(words[index + 1]) if index < last else None
        for key in seconds[""] if keys is None else keys:
            end = _end_of_key(page, index, key)
            if end > 0:
                yield index, key, end
                break


def _end_of_key(page: Page, index: int, key: IdKey) -> int:
    """Where a key ends whose first word is at an index; -1 if its other words are not there."""
    last = index + len(key.words) - 1
    if last == index:
        return page.ends[index]
    if tuple(page.words[index : last + 1]) != key.words:
        return -1
    for later in range(index + 1, last + 1):
        gap = page.gap_before(later)
        if len(gap) > 3 or gap.strip(" .-"):
            return -1
    return page.ends[last]


def by_key(page: Page) -> Iterator[Detection]:
    """``patientnr. 4417203``: what a key announces, as far as it has the form of a number."""
    table = key_table(phones=False)
    for index, key, stop in keys_in(page, "id_key", table):
        if key.label == "TELEFOONNUMMER" or _is_behind_digit(page, index):
            continue
        gap = _KEY_GAP.match(page.low, stop)
        start = gap.end() if gap is not None else stop
        if key.weak and page.text[stop:start] == "-":
            continue  # "PAT-22-04471" is a number as a whole
        value = _announced(page, index, key, start)
        if value is None or not _long_enough(key.label, value.group()):
            continue
        if start == stop and not _is_glued_number(key, value.group()):
            continue
        if not key.weak or _speaks_for_itself(page, index, value):
            rule = f"id.key_{key.label.partition('.')[0].lower()}"
            yield found(value.start(), value.end(), key.label, rule)


def _is_behind_digit(page: Page, index: int) -> bool:
    """Whether a word is the tail of something with digits, as in ``12nr``."""
    start = page.starts[index]
    return start > 0 and page.text[start - 1].isdigit()


def _announced(page: Page, index: int, key: IdKey, start: int) -> re.Match[str] | None:
    """What stands behind a key, or behind the word for whose number or what thing's it is."""
    # "V-nummer 281 904 7716" is announced by more than its last word.
    if key.weak and index and page.gap_before(index) in (".", "-", ""):
        return notations.VALUE.match(page.text, start)
    value = _value(page.text, start, key.label)
    if value is not None or key.weak:
        return value
    source = _SOURCE.match(page.text, start)
    if source is not None:
        return notations.VALUE.match(page.text, source.end())
    if key.words[-1] in _SERIAL_KEYS:
        thing = _THING.match(page.text, start)
        return notations.SERIAL.match(page.text, thing.end() if thing is not None else start)
    return None


def _is_glued_number(key: IdKey, value: str) -> bool:
    """Whether what is glued to a key is a number, and the two together no word: ``pid443901``."""
    if key.label == "ZNUMMER":
        return True
    return value[0].isdigit() and len(value) >= _LONG_ENOUGH_GLUED


def _value(text: str, start: int, label: str) -> re.Match[str] | None:
    """What stands behind a key, in the forms that its kind of number has."""
    if label == "BSN":
        return notations.CITIZEN.match(text, start) or notations.BSN_BEHIND_KEY.match(text, start)
    if label == "IBAN":
        account = notations.DUTCH_IBAN.match(text, start)
        if account is not None:
            return account
    if label in ("PATIENTNUMMER", "PHINUMMER", "RAPPORT_ID"):
        groups = notations.LETTERS_AND_GROUPS.match(text, start) or notations.GROUPS.match(
            text, start
        )
        phone = label == "RAPPORT_ID" and _PHONE_START.match(text, start) is not None
        digits = sum(map(str.isdigit, groups.group())) if groups is not None else 0
        if digits >= FIELD_DIGITS - 1 and not phone:
            return groups
    return notations.VALUE.match(text, start)


def _speaks_for_itself(page: Page, index: int, value: re.Match[str]) -> bool:
    """Whether what a word such as "nr" announces is a number of a report, not a date or count."""
    text = value.group()
    digits = sum(map(str.isdigit, text))
    if is_bsn(text) or DATE_FORM.match(text) or _PHONE_FORM.match(text):
        return False
    if page.classes[page.word(index - 1)] & W.NUMBER_WORD_DENY:
        return False
    if unit_follows(page, value.end()) or page.text[value.end() : value.end() + 1] in NOT_BEHIND:
        return False
    if not text.isdigit() and not text[0].isdigit() and not text[0].isupper():
        return False
    return digits >= _LONG_ENOUGH_ALONE


def _long_enough(label: str, value: str) -> bool:
    signs = sum(map(str.isalnum, value))
    digits = sum(map(str.isdigit, value))
    return digits >= 2 and signs >= _LONG_ENOUGH.get(label, 5)
