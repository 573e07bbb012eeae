"""The notations of numbers, each by name: the only patterns of numbers there are.

The detector asks for one where something speaks for it; the grammar reads whole mentions.
"""

from __future__ import annotations

import re

# ---- Reports.
# T24-81762, T 24-817623, T 14 15616, DPA11-02376, C2019-00231: what follows the year.
BEHIND_YEAR = re.compile(r"[ ]?[-‑–.]\s?\d{4,9}(?![\d-]|[.,]\d)|\s\d{5,6}(?![\d-]|[.,]\d)")
BEHIND_YEAR_SIGNS = frozenset(" \t\n\xa0-‑–.")
# T22-10926 I and T22-10926 II: the pots of a sending.
POT = re.compile(r" (?:I{1,3}|IV|VI{0,3})(?![\w.:)-])(?! [a-z])")
PREFIX = re.compile(r"(?<![^\W_])([A-Za-z]{1,4})[ \n.-]?\Z")
CENTRE_BEFORE = re.compile(r"(?<![^\W_])([A-Z]{2,4}-)\Z")
SUBTYPES = frozenset({"T", "R", "C", "DPA", "RPA"})
LETTERS_AND_YEAR = re.compile(r"(?<![^\W_])[A-Z]{2,3}\d\d\Z")  # the head of ZS25 0447

# What a report number looks like anywhere: a year of two or four digits, letters around it, and a
# running number. Each alternative is one habit: 15C04219, B21M0319, 19-M-31806, 201705-3391,
# 2019-0412345, LF23/018205, AZN-T16.22087, RAD-20250212-83472, HL220119-44, B2105561, BAR-00871.
_YEAR = r"(?:\d\d|19[89]\d|2[01]\d\d)"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = rf"(?:19|20|21)\d\d{_MONTH}(?:0[1-9]|[12]\d|3[01])"
_SUFFIX = r"(?:[-.][A-Z]?\d{0,2})?"
REPORT_FORM = re.compile(
    rf"{_YEAR}[A-Z]{{1,4}}[-.]?\d{{4,7}}{_SUFFIX}"
    rf"|[A-Z]{{1,3}}{_YEAR}[A-Z]{{1,2}}[-.]?\d{{3,6}}{_SUFFIX}"
    rf"|{_YEAR}[-./][A-Z]{{1,4}}[-./]?\d{{3,7}}{_SUFFIX}"
    rf"|2[01]\d\d{_MONTH}[-./]\d{{4,6}}"
    rf"|(?:19|20|21)\d\d[-/]\d{{5,8}}{_SUFFIX}"
    rf"|(?:[A-Z]{{1,4}}[-.])?[A-Z]{{1,5}}[-./]?{_YEAR}[-./]\d{{3,8}}{_SUFFIX}"
    rf"|[A-Z]{{1,5}}[-./]?{_DAY}[-./]\d{{3,8}}"
    r"|[A-Z]{1,4}\d{6}-\d{1,4}"
    rf"|[A-Z]{{1,2}}{_YEAR}\d{{5,6}}"
    r"|[A-Z]{2,4}-0\d{4,6}"
    r"|[A-Z]{1,3}-\d{6,8}"
    r"|[A-Z]{2,4}00?\d{5,8}"
    r"|[A-Z]{1,3}-\d{3,6}/\d\d"
)
# The year, the month or the day within one, which move as dates do.
MADE = re.compile(
    rf"(?<!\d){_DAY}(?=[-./]\d{{3,8}}(?!\d))"
    rf"|(?<![^\W_])2[01]\d\d{_MONTH}(?=[-./]\d{{4,6}}(?!\d))"
    r"|(?<!\d)(?:\d{2}|(?:19|20|21)\d{2})(?=[ ./-]{1,3}\d{3})"
    rf"|(?<![^\W_]){_YEAR}(?=[-./]?[A-Z]{{1,4}}[-./]?\d{{3,7}}(?!\d))"
    rf"|(?<=[A-Za-z])\d\d(?=[A-Za-z]{{1,2}}[-.]?\d{{3,6}}(?!\d))"
    r"|(?<=\d{3}/)\d\d\Z"
)

# ---- Persons and institutions.
# 85.07.30-033.28: a Belgian citizen; 1-48821-06-140: a Belgian caregiver.
CITIZEN = re.compile(r"(?<![\d.-])\d{2}[.]\d{2}[.]\d{2}[- .]\d{3}[-. ]\d{2}(?![\d-])")
CAREGIVER = re.compile(r"(?<![\d.-])\d[-/]\d{5}[-/]\d{2}[-/]\d{3}(?![\d-])")
BSN = re.compile(r"(?<!\d)\d(?:[ .-]?\d){8}(?!\d)")
BSN_BEHIND_KEY = re.compile(
    r"\d{8}-\d(?!\d)|\d{8,9}(?!\d)|\d{2,4}[. ]\d{2,3}[. ]\d{2,3}(?:[. ]\d{2})?(?!\d)"
)
Z_DIGITS = re.compile(r"\d{5,7}(?!\d)")
ACCREDITATION = re.compile(r"(?<![A-Za-z0-9])[MLKRPI][ ]?\d{3}(?![\d-]|[.,]\d)")
UID = re.compile(r"1\.[23]\.\d{1,6}(?:\.\d{1,40}){3,20}")

# 123.456.782, 1234 56 782, 12345678-2: a citizen's number in groups.
GROUPED_BSN = re.compile(
    r"\d{3}(?:\.\d{3}\.| \d{3} |-\d{3}-)\d{3}|\d{4}(?:\.\d\d\.| \d\d |-\d\d-)\d{3}|\d{8}-\d"
)

# ---- Accounts.
DUTCH_IBAN = re.compile(r"(?:NL\d{2}[ ]?[A-Z]{4}|BE\d{2})(?:[ ]?\d{2,4}){3,5}(?!\w)")
IBAN = re.compile(
    r"(?<![^\W_])[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?(?![^\W_])"
)
IBAN_LENGTHS = (16, 18)  # of a Belgian and of a Dutch one
# In a mention that is one, blanks, dots and hyphens stand anywhere, in either case.
DUTCH_IBAN_LOOSE = re.compile(
    r"(?<![A-Z\d])NL[ .-]?\d\d[ .-]?(?:[A-Z][ .-]?){4}(?:\d[ .-]?){9}\d(?!\d)", re.IGNORECASE
)
IBAN_LOOSE = re.compile(
    r"(?<![A-Z\d])[A-Z]{2}\d\d(?:[ .-]?[A-Z\d]){10,30}(?![A-Z\d])", re.IGNORECASE
)

# ---- Anything.
GAP = re.compile(r"[ \xa0]?[-–./() \xa0]{0,2}[ \xa0]?")  # between the groups of one number
# A whole mention: runs of letters and digits, up to the next of a list.
CODE = re.compile(r"[A-Za-z0-9]+(?:(?!/[A-Za-z]{1,4} ?\d\d[-.])[ \xa0\n_.:/-]{1,3}[A-Za-z0-9]+)*")
# One word of it, as it stands behind a key, in a field, or anywhere.
VALUE = re.compile(
    r"(?=[A-Za-z.\- /]{0,8}\d)(?:[A-Z]{2,4}-[A-Z]{2}-|[A-Za-z]{1,6}[-./]?|[A-Z]{1,6} )?"
    r"\d[A-Za-z0-9]{0,24}(?:[-./][A-Za-z0-9]{1,16}){0,5}"
)
TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-./][A-Za-z0-9]+){0,4}")
TOKEN_BEFORE = re.compile(r"[A-Za-z0-9./-]{1,16}\Z")
CODE_IN_FIELD = re.compile(r"[A-Z]{0,2}-?\d{2,6}[A-Z]?(?:[-./][A-Z0-9]{1,6}){1,3}")
# PJN123456S: the serial number of a device.
SERIAL = re.compile(r"(?=[A-Z0-9-]{0,20}\d{4})[A-Z]{1,4}[A-Z0-9-]{4,20}(?![^\W_])")
# XA 0018 3390, 04 061122: letters or a pair of digits, and groups.
LETTERS_AND_GROUPS = re.compile(
    r"[A-Z]{1,3} \d{2,5}(?: \d{2,5}){1,3}(?![-/.:,]?\d)|\d{2}[ .-]\d{6}(?![-/.:,]?\d)"
)
GROUPS = re.compile(
    r"\d{1,4}(?:[ .-]\d{1,4}){0,3}[ .-]\d{1,5}(?: [A-EG-LN-UWYZ](?![\w.]))?(?![-/.:,]?\d|%)"
)
# 310 774 2 in a field of its own.
FIELD_OF_GROUPS = re.compile(
    r"(?:(?<=[|;\t])|(?<=[|;] )|(?<=\n))\d{2,4}[ .]\d{2,4}[ .]\d{1,4}(?=[ ]?[|;\t])"
)
THREE_GROUPS = re.compile(r"(?<=[a-z], )[1-9] \d{3} \d{3}(?=[,;)\n])")
