"""Numbers of reports, persons, accounts and things: by form, by key word, by check digit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.detect.finding import Detection, found
from dragon_prep.detect.lexicon import cue
from dragon_prep.detect.phrases import IdKey, id_key_index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.detect.page import Page

# T24-81762, T 24-817623, T 14 15616, DPA11-02376, C2019-00231; the year's digits are the anchor.
_REPORT_BEHIND_YEAR = re.compile(r"[ ]?[-‑–.]\s?\d{4,9}(?![\d-]|[.,]\d)|\s\d{5,6}(?![\d-]|[.,]\d)")
_REPORT_PREFIX = re.compile(r"(?<![^\W_])([A-Za-z]{1,4})[ \n.-]?\Z")
_SPACED_PREFIXES = frozenset({"T", "R", "C", "DPA", "RPA"})
_SUBTYPES = frozenset({"T", "R", "C", "DPA", "RPA"})

_KEY_GAP = re.compile(r"(?:\s?(?:is|nr\.?|no\.?))?[\s:.#=*(-]{0,6}")
_VALUE = re.compile(
    r"(?=[A-Za-z.\- /]{0,8}\d)(?:[A-Za-z]{1,6}[-./ ]?)?"
    r"\d[A-Za-z0-9]{0,24}(?:[-./][A-Za-z0-9]{1,16}){0,5}"
)
_BSN_VALUE = re.compile(r"\d{8,9}(?!\d)|\d{2,4}[. ]\d{2,3}[. ]\d{2,3}(?:[. ]\d{2})?(?!\d)")
_LONG_ENOUGH = {"PATIENTNUMMER": 4, "PHINUMMER": 3, "ZNUMMER": 4, "IBAN": 7}

_Z_NUMBER = re.compile(r"\d{5,7}(?!\d)")
_ACCREDITATION = re.compile(r"(?<![A-Za-z0-9])[MLKRPI][ ]?\d{3}(?!\d)")
_IBAN = re.compile(
    r"(?<![^\W_])[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?(?![^\W_])"
)
_UID = re.compile(r"1\.[23]\.\d{1,6}(?:\.\d{1,40}){3,20}")


def _is_bsn(digits: str) -> bool:
    """The 11-proof of a citizen service number of eight or nine digits."""
    if len(digits) not in (8, 9) or not int(digits):
        return False
    weighted = zip(digits.zfill(9), (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)
    return sum(int(digit) * weight for digit, weight in weighted) % 11 == 0


def _is_iban(value: str) -> bool:
    compact = value.replace(" ", "")
    if not 15 <= len(compact) <= 34:
        return False
    return int("".join(str(int(char, 36)) for char in compact[4:] + compact[:4])) % 97 == 1


def _report(page: Page, start: int, end: int) -> Detection | None:
    """A report number whose year is the run of two or four digits at a place."""
    text = page.text
    behind = _REPORT_BEHIND_YEAR.match(text, end)
    if behind is None:
        return None
    prefix = _REPORT_PREFIX.search(text, max(0, start - 6), start)
    blank = text[end].isspace()
    if prefix is None:
        # 24-81762 without its letter: five or six digits, as no phone number or range has them.
        tail = behind.group().strip(" -‑–.")
        bare = not blank and end - start == 2 and len(tail) in (5, 6)
        if bare and not (start and (text[start - 1].isdigit() or text[start - 1] in "-/.+_")):
            return found(start, behind.end(), "RAPPORT_ID", "id.report_bare")
        return None
    letters = prefix[1].upper()
    if letters.lower() in cue("not_date_before", "study") and letters not in _SUBTYPES:
        return None
    if (blank or not text[start - 1].isalnum()) and letters not in _SPACED_PREFIXES:
        return None
    if blank and prefix[1] != letters:
        return None
    label = f"RAPPORT_ID.{letters}_NUMMER" if letters in _SUBTYPES else "RAPPORT_ID"
    return found(prefix.start(1), behind.end(), label, "id.report")


def _by_form(page: Page) -> Iterator[Detection]:
    text = page.text
    done = 0
    for start, end in page.numbers:
        if start < done:
            continue
        length = end - start
        hit = _iban(text, start)
        if hit is not None:
            pass
        elif length in (2, 4):
            hit = _report(page, start, end)
        elif length == 1:
            uid = _UID.match(text, start)
            if uid is not None and not (
                start and (text[start - 1].isalnum() or text[start - 1] == ".")
            ):
                hit = found(start, uid.end(), "PHINUMMER", "id.uid")
        elif 5 <= length <= 12:
            hit = _plain(text, start, end)
        if hit is not None:
            done = hit.span.end
            yield hit


def _plain(text: str, start: int, end: int) -> Detection | None:
    """Z-numbers, citizen service numbers, and long numbers that nothing announces."""
    before = text[start - 1] if start else " "
    if before in "Zz" and not text[max(0, start - 2) : start - 1].isalnum():
        if _Z_NUMBER.match(text, start):
            return found(start - 1, end, "ZNUMMER", "id.z_number")
        return None
    after = text[end : end + 2]
    goes_on = after[:1].isalnum() or (after[:1] in frozenset(".,") and after[1:].isdigit())
    if before.isalnum() or before in "_.,:>+-/<=" or goes_on or after[:1] in frozenset("_>%"):
        return None
    if end - start == 9 and _is_bsn(text[start:end]):
        return found(start, end, "BSN", "id.bsn")
    if end - start >= 7 and text[start:end].strip("0"):
        return found(start, end, "PHINUMMER", "id.bare")
    return None


def key_at(page: Page, index: int) -> tuple[IdKey, int] | None:
    """The longest key whose first word is at an index, and where it ends."""
    for key in id_key_index()[page.words[index]]:
        last = index + len(key.words) - 1
        if tuple(page.words[index : last + 1]) == key.words and all(
            len(gap) <= 3 and not gap.strip(" .-")
            for gap in (page.gap_before(later) for later in range(index + 1, last + 1))
        ):
            return key, page.end(last)
    return None


def _by_key(page: Page) -> Iterator[Detection]:
    for index in page.of_kind("id_key"):
        if page.starts[index] and page.text[page.starts[index] - 1].isdigit():
            continue
        hit = key_at(page, index)
        if hit is None or hit[0].label == "TELEFOONNUMMER":
            continue
        gap = _KEY_GAP.match(page.low, hit[1])
        start = gap.end() if gap is not None else hit[1]
        label = hit[0].label
        if start == hit[1] and label != "ZNUMMER":
            continue
        value = (
            _BSN_VALUE.match(page.text, start) if label == "BSN" else _VALUE.match(page.text, start)
        )
        if value is not None and _long_enough(label, value.group()):
            yield found(start, value.end(), label, f"id.key_{label.partition('.')[0].lower()}")


def _long_enough(label: str, value: str) -> bool:
    signs = sum(char.isalnum() for char in value)
    digits = sum(char.isdigit() for char in value)
    return digits >= 2 and signs >= _LONG_ENOUGH.get(label, 5)


def _iban(text: str, start: int) -> Detection | None:
    """An account number whose first digits are at a place."""
    country = text[max(0, start - 2) : start]
    match = _IBAN.match(text, start - 2) if len(country) == 2 and country.isupper() else None
    if match is None:
        return None
    value = match.group()
    # A word in capitals may have been taken along behind the last group.
    while value and not _is_iban(value):
        value = value.rpartition(" ")[0]
    return found(start - 2, start - 2 + len(value), "IBAN", "id.iban") if value else None


def _accreditations(page: Page) -> Iterator[Detection]:
    text = page.text
    done = -1
    for index in page.of_kind("accreditation"):
        start = page.starts[index]
        for match in _ACCREDITATION.finditer(text, max(done, start), start + 80):
            done = match.end()
            yield found(match.start(), done, "ACCREDITATIE_NUMMER", "id.accreditation")


def find_ids(page: Page) -> list[Detection]:
    """All numbers of reports, persons, accounts and things of a text."""
    if not page.numbers:
        return []
    return [*_by_form(page), *_by_key(page), *_accreditations(page)]
