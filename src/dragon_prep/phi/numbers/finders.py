"""Numbers of reports, persons, accounts and things: by form, by key word, by check digit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.phrases import IdKey, key_table
from dragon_prep.language.units import is_year, unit_follows
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.dates.grammar import parse_as
from dragon_prep.phi.finding import Detection, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

# T24-81762, T 24-817623, T 14 15616, DPA11-02376, C2019-00231; the year's digits are the anchor.
_REPORT_BEHIND_YEAR = re.compile(r"[ ]?[-‑–.]\s?\d{4,9}(?![\d-]|[.,]\d)|\s\d{5,6}(?![\d-]|[.,]\d)")
# T22-10926 I and T22-10926 II: the pots of a sending.
_PART = re.compile(r" (?:I{1,3}|IV|VI{0,3})(?![\w.:)-])(?! [a-z])")
_REPORT_PREFIX = re.compile(r"(?<![^\W_])([A-Za-z]{1,4})[ \n.-]?\Z")
_CENTRE_BEFORE = re.compile(r"(?<![^\W_])([A-Z]{2,4}-)\Z")
_SPACED_PREFIXES = frozenset({"T", "R", "C", "DPA", "RPA"})
_SUBTYPES = frozenset({"T", "R", "C", "DPA", "RPA"})

# What a report number looks like anywhere: a year of two or four digits, letters around it, and a
# running number. Each alternative is one habit: 15C04219, B21M0319, 19-M-31806, 201705-3391,
# LF23/018205, AZN-T16.22087, PA-2014-55120, HL220119-44, B2105561, BAR-00871.
_YEAR = r"(?:\d\d|19[89]\d|2[01]\d\d)"
_SUFFIX = r"(?:[-.][A-Z]?\d{0,2})?"
_DAY_MONTH_YEAR = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])[-./]([^\W\d_]{3,9})[-./](?:19|20|21)\d\d\Z"
    r"|(?:19|20|21)\d\d[-./]([^\W\d_]{3,9})[-./]\d{1,2}\Z"
)
_REPORT_FORM = re.compile(
    rf"{_YEAR}[A-Z]{{1,4}}[-.]?\d{{4,7}}{_SUFFIX}"
    rf"|[A-Z]{{1,3}}{_YEAR}[A-Z]{{1,2}}[-.]?\d{{3,6}}{_SUFFIX}"
    rf"|{_YEAR}[-./][A-Z]{{1,4}}[-./]?\d{{3,7}}{_SUFFIX}"
    r"|2[01]\d\d(?:0[1-9]|1[0-2])[-./]\d{4,6}"
    rf"|(?:19|20|21)\d\d[-/]\d{{5,8}}{_SUFFIX}"
    rf"|(?:[A-Z]{{1,4}}[-.])?[A-Z]{{1,5}}[-./]?{_YEAR}[-./]\d{{3,8}}{_SUFFIX}"
    r"|[A-Z]{1,4}\d{6}-\d{1,4}"
    rf"|[A-Z]{{1,2}}{_YEAR}\d{{5,6}}"
    r"|[A-Z]{2,4}-0\d{4,6}"
    r"|[A-Z]{1,3}-\d{6,8}"
    r"|[A-Z]{2,4}00?\d{5,8}"
    r"|[A-Z]{1,3}-\d{3,6}/[0-3]\d"
)
# Without a separator, a number with these in front is one of a catalogue, gene or disease.
_NO_REPORT_BEFORE = frozenset(
    {
        "NM",
        "NP",
        "NC",
        "NG",
        "NR",
        "XM",
        "LRG",
        "RS",
        "COSM",
        "COSV",
        "CD",
        "CK",
        "ISO",
        "NEN",
        "NCT",
        *("ENST", "ENSG", "ENSP", "HGNC", "OMIM", "MIM", "PMID", "EU", "ATC", "ICD", "GO"),
        *("CAS", "HPO", "HP", "ORPHA", "CHR", "REF", "LOT", "SN", "SRR", "GSM", "UZOVI"),
    }
)
_DATE_HEAD = re.compile(r"[^\w./-]\d{1,2}([-/.])\d{1,2}\1\Z")
_TOKEN_BEFORE = re.compile(r"[A-Za-z0-9./-]{1,16}\Z")
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-./][A-Za-z0-9]+){0,4}")
_LETTERS_AT = re.compile(r"[A-Za-z]+")
_LETTERS_AND_YEAR = re.compile(r"(?<![^\W_])[A-Z]{2,3}\d\d\Z")
# 1-48821-06-140: a Belgian caregiver; 85.07.30-033.28: a Belgian citizen.
_RIZIV = re.compile(r"(?<![\d.-])\d[-/]\d{5}[-/]\d{2}[-/]\d{3}(?![\d-])")
_RIJKSREGISTER = re.compile(r"(?<![\d.-])\d{2}[.]\d{2}[.]\d{2}[- .]\d{3}[-. ]\d{2}(?![\d-])")
# 310 774 2 in a field of its own.
_FIELD_OF_GROUPS = re.compile(
    r"(?:(?<=[|;\t])|(?<=[|;] )|(?<=\n))\d{2,4}[ .]\d{2,4}[ .]\d{1,4}(?=[ ]?[|;\t])"
)
_CODE_IN_FIELD = re.compile(r"[A-Z]{0,2}-?\d{2,6}[A-Z]?(?:[-./][A-Z0-9]{1,6}){1,3}")
_THREE_GROUPS = re.compile(r"(?<=[a-z], )[1-9] \d{3} \d{3}(?=[,;)\n])")
_BEFORE_FIELD = ("|", ";", "| ", "; ", "/ ")
_BEHIND_FIELD = re.compile(r"[ ]?(?:[|;/\n]|\Z)")
# XA 0018 3390, 04 061122: letters or a pair of digits, and groups.
_LETTERS_AND_GROUPS = re.compile(
    r"[A-Z]{1,3} \d{2,5}(?: \d{2,5}){1,3}(?![-/.:,]?\d)|\d{2}[ .-]\d{6}(?![-/.:,]?\d)"
)
_GROUPS = re.compile(
    r"\d{1,4}(?:[ .-]\d{1,4}){0,3}[ .-]\d{1,5}(?: [A-EG-LN-UWYZ](?![\w.]))?(?![-/.:,]?\d|%)"
)

# What may stand behind the two digits of a year, or a digit alone, in a number of several parts.
_HYPHENS = frozenset("-‑–.")
_BEHIND_YEAR = frozenset(" \t\n\xa0-‑–.")
_AFTER_MEASURE = frozenset({"", ",", ";", ")", ":", "/", "%", "x"})
_BEHIND_DIGIT = frozenset(" -/.")
_FIELD_EDGES = ("", "|", ";", "\n", "\t", "|\n")
_FIELD_DIGITS = 7
_SHORTEST_TAIL = 4
_NOT_BEHIND = ("_", ">", "%", "+")
_PHONE_FORM = re.compile(r"0[1-9]\d{0,2}-\d")
_PHONE_START = re.compile(r"0[1-9]")
_DATE_FORM = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\Z")

_KEY_GAP = re.compile(r"(?:\s?(?:is|nr\.?|no\.?))?[\s:.#=*(;|-]{0,20}")
_VALUE = re.compile(
    r"(?=[A-Za-z.\- /]{0,8}\d)(?:[A-Z]{2,4}-[A-Z]{2}-|[A-Za-z]{1,6}[-./]?|[A-Z]{1,6} )?"
    r"\d[A-Za-z0-9]{0,24}(?:[-./][A-Za-z0-9]{1,16}){0,5}"
)
# "clientnr. BVO C0047129930": whose number it is.
_SOURCE = re.compile(r"[A-Z][A-Za-z]{1,7}[.:]? (?=[A-Z]{0,2}\d{5})")
_BSN_VALUE = re.compile(r"\d{8,9}(?!\d)|\d{2,4}[. ]\d{2,3}[. ]\d{2,3}(?:[. ]\d{2})?(?!\d)")
_LONG_ENOUGH_ALONE = 5
_LONG_ENOUGH_GLUED = 6
_LONG_ENOUGH = {"PATIENTNUMMER": 4, "PHINUMMER": 3, "ZNUMMER": 4, "IBAN": 7}

_Z_NUMBER = re.compile(r"\d{5,7}(?!\d)")
_ACCREDITATION = re.compile(r"(?<![A-Za-z0-9])[MLKRPI][ ]?\d{3}(?![\d-]|[.,]\d)")
_ACCREDITATION_BEHIND_LAB = re.compile(r"[ ]?[,|(/;-][ ]?(?=[ML]\d{3}(?![\w-]))")
_NL_IBAN = re.compile(r"(?:NL\d{2}[ ]?[A-Z]{4}|BE\d{2})(?:[ ]?\d{2,4}){3,5}(?!\w)")
_IBAN = re.compile(
    r"(?<![^\W_])[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?(?![^\W_])"
)
_IBAN_LENGTHS = (16, 18)
_UID = re.compile(r"1\.[23]\.\d{1,6}(?:\.\d{1,40}){3,20}")


def _is_bsn(digits: str) -> bool:
    """Whether eight or nine digits pass the 11-proof of a citizen service number."""
    if len(digits) not in (8, 9) or not digits.isdecimal():
        return False
    from stdnum.nl import bsn  # here, because only some reports have such a number

    return bool(bsn.is_valid(digits))


def _is_iban(value: str) -> bool:
    """Whether an account number has right check digits; countries' own rules are not asked."""
    compact = value.replace(" ", "")
    if not 15 <= len(compact) <= 34:
        return False
    from stdnum.iso7064 import mod_97_10  # here, because only some reports have such a number

    return bool(mod_97_10.is_valid(compact[4:] + compact[:4]))


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
    if page.classes[letters.lower()] & (W.NOT_DATE_BEFORE | W.STUDY) and letters not in _SUBTYPES:
        return None
    if (blank or not text[start - 1].isalnum()) and letters not in _SPACED_PREFIXES:
        return None
    if blank and prefix[1] != letters:
        return None
    centre = _CENTRE_BEFORE.search(text, max(0, prefix.start(1) - 6), prefix.start(1))
    part = _PART.match(text, behind.end())
    last = part.end() if part is not None else behind.end()
    if centre is not None:
        return found(centre.start(1), last, "RAPPORT_ID", "id.report")
    label = f"RAPPORT_ID.{letters}_NUMMER" if letters in _SUBTYPES else "RAPPORT_ID"
    return found(prefix.start(1), last, label, "id.report")


def _by_form(page: Page) -> Iterator[Detection]:
    text = page.text
    forms = _FORMS
    done = 0
    for start, end in page.numbers:
        if start < done:
            continue
        if end - start == 1:
            # "3,5 x 2 cm": nearly all single digits end here.
            if text[end : end + 1] not in _BEHIND_DIGIT or not text[end + 1 : end + 2].isdigit():
                continue
        elif end - start == 2 and text[end : end + 1] in _AFTER_MEASURE:
            continue
        hit = None
        if start > 1 and text[start - 1].isupper() and text[start - 2].isupper():
            hit = _iban(text, start)
        if hit is None:
            form = forms.get(end - start)
            hit = form(page, start, end) if form is not None else None
        if hit is not None:
            done = hit.span.end
            yield hit


def _two(page: Page, start: int, end: int) -> Detection | None:
    if page.text[end : end + 1] not in _BEHIND_YEAR:
        return None
    behind = page.text[end : end + 9].lstrip(" \t\n\xa0-‑–.")
    hit = _report(page, start, end) if behind[:4].isdigit() and len(behind) > 3 else None
    return hit or _spaced(page.text, start, end) if behind[:2].isdigit() else hit


def _three(page: Page, start: int, end: int) -> Detection | None:
    return _spaced(page.text, start, end) or _report_form(page, start, end)


def _four(page: Page, start: int, end: int) -> Detection | None:
    after = page.text[end : end + 1]
    hit = _report(page, start, end) if after.isspace() or after in _HYPHENS else None
    return hit or _report_form(page, start, end)


def _long(page: Page, start: int, end: int) -> Detection | None:
    hit = _plain(page.text, start, end)
    if hit is None or hit.rule == "id.bare":
        hit = _report_form(page, start, end) or hit
    return hit


def _uid(page: Page, start: int, end: int) -> Detection | None:
    """A number of many parts, or a Belgian caregiver's, whose first digit is at a place."""
    text = page.text
    after = text[end : end + 1]
    if after in ("-", "/"):
        riziv = _RIZIV.match(text, start)
        return riziv and found(start, riziv.end(), "PHINUMMER", "id.form")
    if after == " ":
        groups = _THREE_GROUPS.match(text, start)
        return groups and found(start, groups.end(), "PATIENTNUMMER", "id.field")
    uid = _UID.match(text, start)
    if uid is None or (start and (text[start - 1].isalnum() or text[start - 1] == ".")):
        return None
    return found(start, uid.end(), "PHINUMMER", "id.uid")


def _spaced(text: str, start: int, end: int) -> Detection | None:
    """Numbers in groups that need no key: a Belgian citizen's, a patient's in its own field."""
    if text[end : end + 1] == "." and end - start == 2:
        citizen = _RIJKSREGISTER.match(text, start)
        return citizen and found(start, citizen.end(), "BSN", "id.form")
    if text[end : end + 1] == " " and text[max(0, start - 2) : start].strip(" ") in _FIELD_EDGES:
        field = _FIELD_OF_GROUPS.match(text, start)
        if field is not None and sum(map(str.isdigit, field.group())) >= _FIELD_DIGITS:
            return found(start, field.end(), "PATIENTNUMMER", "id.field")
    return None


def _report_form(page: Page, start: int, end: int) -> Detection | None:
    """A report number of some other habit that a run of three digits or more is part of."""
    text = page.text
    before = text[start - 1] if start else " "
    if before == " " and text[start] == "0" and end - start >= _SHORTEST_TAIL:
        # ZS25 0447: letters and a year, a blank, and a number with a leading nought.
        glued = _LETTERS_AND_YEAR.search(text, max(0, start - 6), start - 1)
        if glued is not None:
            return found(glued.start(), end, "RAPPORT_ID", "id.report_form")
    if not before.isalnum() and before not in "-./" and text[end : end + 1] not in ("-", "/"):
        return _behind_number_word(page, start, end)
    if before in "-/." and _ends_a_date(text, start, end):
        return None
    token = _token_around(text, start, end)
    if token is None:
        return None
    first = token.start()
    value = token.group()
    day = _DAY_MONTH_YEAR.match(value)
    if day is not None and page.classes[(day[1] or day[2]).lower()] & W.MONTH:
        return None  # "22-mrt-2017"
    if _is_date_with_letters(text, first, token.end()):
        return None
    if not _REPORT_FORM.fullmatch(value.upper()) or not _is_report(value, text[start:end]):
        if _is_field(text, first, token):
            return found(first, token.end(), "PATIENTNUMMER", "id.field")
        return _behind_number_word(page, start, end) if first == start else None
    return found(first, token.end(), "RAPPORT_ID", "id.report_form")


def _is_date_with_letters(text: str, start: int, end: int) -> bool:
    """Whether a code is a date with a Roman month or an unknown day: ``12-III-2019``."""
    dates = (parse_as(name, text, start) for name in ("roman", "placeholder", "placeholder_day"))
    return any(date is not None and date.end == end for date in dates)


def _ends_a_date(text: str, start: int, end: int) -> bool:
    """Whether a number is the year of ``23-07-2020``."""
    if _DATE_HEAD.search(text, max(0, start - 7), start) is None:
        return False
    after = text[end : end + 2]
    return not after[:1].isalnum() and not (after[:1] in "-./" and after[1:].isalnum())


def _token_around(text: str, start: int, end: int) -> re.Match[str] | None:
    """The code that a run of digits is part of, if nothing beside it speaks against one."""
    head = _TOKEN_BEFORE.search(text, max(0, start - 16), start)
    first = head.start() if head is not None else start
    while not text[first].isalnum():
        first += 1
    if first and (text[first - 1] in "_+>" or text[first - 1].isalnum()):
        return None
    token = _TOKEN.match(text, first)
    if token is None or token.end() < end or text[token.end() : token.end() + 1] in _NOT_BEHIND:
        return None
    return token


def _is_field(text: str, first: int, token: re.Match[str]) -> bool:
    """Whether a code stands in a field of its own: ``|31B-0046|``."""
    value = token.group()
    if not _CODE_IN_FIELD.fullmatch(value) or _DATE_FORM.match(value):
        return False
    if sum(map(str.isdigit, value)) < _FIELD_DIGITS - 1:
        return False
    edge = text[max(0, first - 2) : first]
    return edge.endswith(_BEFORE_FIELD) and _BEHIND_FIELD.match(text, token.end()) is not None


def _is_report(value: str, tail: str) -> bool:
    """Whether what has a report number's form is none of a classification, unit or image."""
    letters = _LETTERS_AT.search(value)
    if letters is None:
        return True
    name = letters.group().lower()
    denied = name.upper() in _NO_REPORT_BEFORE or (
        name == letters.group() and bool(classes[name] & W.UNIT)
    )
    if denied or (len(name) > 1 and classes[name] & (W.YEAR_DENY | W.NOT_DATE_BEFORE)):
        return False
    if name != letters.group() and not letters.group().isupper():
        return False
    if len(tail) < _SHORTEST_TAIL or name == letters.group():
        # S17-044, SF-21-017: a short one has a nought in front, or more letters.
        apart = value.count("-") + value.count("/") + value.count(".")
        return tail[0] == "0" or apart > 1 or len(tail) > _SHORTEST_TAIL
    return not (is_year(int(tail[:4])) and len(tail) == _SHORTEST_TAIL and "20" in value[:-4])


def _behind_number_word(page: Page, start: int, end: int) -> Detection | None:
    """``vochtnr 61804``: a number behind a word of its own that ends in "nr" or "nummer"."""
    if not 4 <= end - start <= 9 or page.text[start - 1 : start] not in (" ", ":"):
        return None
    if page.low[max(0, start - 5) : start].rstrip(" .:")[-1:] != "r":
        return None
    index = page.index_before(start)
    word = page.word(index)
    if not word.endswith(("nr", "nummer")) or page.classes[word] & W.NUMBER_WORD_DENY:
        return None
    if word in ("nr", "nummer") or page.low[page.end(index) : start].strip(" .:"):
        return None
    after = page.text[end : end + 2]
    if after[:1].isalnum() or (after[:1] in (".", "-", "/", ",") and after[1:].isdigit()):
        return None
    return found(start, end, "RAPPORT_ID", "id.number_word")


def _plain(text: str, start: int, end: int) -> Detection | None:
    """Z-numbers, citizen service numbers, and long numbers that nothing announces."""
    before = text[start - 1] if start else " "
    if before in "Zz" and not text[max(0, start - 2) : start - 1].isalnum():
        if _Z_NUMBER.match(text, start):
            return found(start - 1, end, "ZNUMMER", "id.z_number")
        return None
    after = text[end : end + 2]
    goes_on = after[:1].isalnum() or (after[:1] in (".", ",") and after[1:].isdigit())
    if before.isalnum() or before in "_.,:>+-/<=" or goes_on or after[:1] in ("_", ">", "%"):
        return None
    if end - start == 9 and _is_bsn(text[start:end]):
        return found(start, end, "BSN", "id.bsn")
    if end - start >= 7 and text[start:end].strip("0"):
        return found(start, end, "PHINUMMER", "id.bare")
    return None


# What a number of so many digits may be.
_FORMS = dict.fromkeys(range(5, 13), _long) | {1: _uid, 2: _two, 3: _three, 4: _four}


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


def _by_key(page: Page) -> Iterator[Detection]:
    table = key_table(phones=False)
    for index, key, stop in keys_in(page, "id_key", table):
        if key.label == "TELEFOONNUMMER":
            continue
        if page.starts[index] and page.text[page.starts[index] - 1].isdigit():
            continue
        gap = _KEY_GAP.match(page.low, stop)
        start = gap.end() if gap is not None else stop
        label = key.label
        if key.weak and page.text[stop:start] == "-":
            continue  # "PAT-22-04471" is a number as a whole
        glued = start == stop and label != "ZNUMMER"
        # "V-nummer 281 904 7716" is announced by more than its last word.
        if key.weak and index and page.gap_before(index) in (".", "-", ""):
            value = _VALUE.match(page.text, start)
        else:
            value = _value(page.text, start, label)
        if value is None and not key.weak:
            source = _SOURCE.match(page.text, start)
            start = source.end() if source is not None else start
            value = _VALUE.match(page.text, start) if source is not None else None
        if value is None or not _long_enough(label, value.group()):
            continue
        if glued and (not value.group()[0].isdigit() or value.end() - start < _LONG_ENOUGH_GLUED):
            continue
        if not key.weak or _speaks_for_itself(page, index, value):
            yield found(start, value.end(), label, f"id.key_{label.partition('.')[0].lower()}")


def _value(text: str, start: int, label: str) -> re.Match[str] | None:
    """What stands behind a key, in the forms that its kind of number has."""
    if label == "BSN":
        return _BSN_VALUE.match(text, start) or _RIJKSREGISTER.match(text, start)
    if label == "IBAN":
        account = _NL_IBAN.match(text, start)
        if account is not None:
            return account
    if label in ("PATIENTNUMMER", "PHINUMMER", "RAPPORT_ID"):
        groups = _LETTERS_AND_GROUPS.match(text, start) or _GROUPS.match(text, start)
        phone = label == "RAPPORT_ID" and _PHONE_START.match(text, start) is not None
        digits = sum(map(str.isdigit, groups.group())) if groups is not None else 0
        if digits >= _FIELD_DIGITS - 1 and not phone:
            return groups
    return _VALUE.match(text, start)


def _speaks_for_itself(page: Page, index: int, value: re.Match[str]) -> bool:
    """Whether what a word such as "nr" announces is a number of a report, not a date or count."""
    text = value.group()
    digits = sum(map(str.isdigit, text))
    if _is_bsn(text) or _DATE_FORM.match(text) or _PHONE_FORM.match(text):
        return False
    if page.classes[page.word(index - 1)] & W.NUMBER_WORD_DENY:
        return False
    if unit_follows(page, value.end()) or page.text[value.end() : value.end() + 1] in _NOT_BEHIND:
        return False
    if not text.isdigit() and not text[0].isdigit() and not text[0].isupper():
        return False
    return digits >= _LONG_ENOUGH_ALONE


def _long_enough(label: str, value: str) -> bool:
    signs = sum(map(str.isalnum, value))
    digits = sum(map(str.isdigit, value))
    return digits >= 2 and signs >= _LONG_ENOUGH.get(label, 5)


def _iban(text: str, start: int) -> Detection | None:
    """An account number whose first digits are at a place."""
    country = text[max(0, start - 2) : start]
    match = None
    if country in ("NL", "BE"):
        # With its own form it counts even if the check digits were invented or mistyped.
        domestic = _NL_IBAN.match(text, start - 2)
        if domestic is not None and len(domestic.group().replace(" ", "")) in _IBAN_LENGTHS:
            return found(start - 2, domestic.end(), "IBAN", "id.iban")
    if len(country) == len("NL") and country.isupper():
        match = _IBAN.match(text, start - 2)
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
        line = max(done, start - 30, text.rfind("\n", 0, start) + 1)
        for match in _ACCREDITATION.finditer(text, max(line, 0), start + 80):
            done = match.end()
            yield found(match.start(), done, "ACCREDITATIE_NUMMER", "id.accreditation")
    for index in page.of_kind("laboratory"):
        # "Isala Zwolle, pathologie, M133"
        gap = _ACCREDITATION_BEHIND_LAB.match(text, page.end(index))
        if gap is not None:
            yield found(gap.end(), gap.end() + 4, "ACCREDITATIE_NUMMER", "id.accreditation")


def find_ids(page: Page) -> list[Detection]:
    """All numbers of reports, persons, accounts and things of a text."""
    if not page.numbers:
        return []
    return [*_by_form(page), *_by_key(page), *_accreditations(page)]
