"""Parts of notations that detection meets from the inside: in front of a month and behind it.

Detection looks for a date where a number or a month stands, so that it reads some notations from
the middle. What may stand there is a matter of notation, and is said here.
"""

from __future__ import annotations

import re
from functools import cache

from dragon_prep.phi.dates.grammar.words import weekday_pattern

# Two numbers that may be a day and month: "12-3", "04.10", "24/5", "8 06".
SHORT = re.compile(r"(\d{1,2})([-/.]|[ \xa0])(\d{1,2})(?!\d)")
# The year behind a month: "2019", "'19", "19", ", 2019".
YEAR_BEHIND = re.compile(
    r"(?:[ \t\xa0\n./-]{0,3}|, ?(?=\d{4}))(?:((?:19|20|21)\d\d)|(['’‘`´]?)(\d\d))(?!\d)"
)
YEAR_WORDS = ("tweeduizend", "negentien", "eenentwintig", "twintig")  # a year in words starts so
# Another month behind one: "okt/nov", "mei t/m juli".
MONTH_BEHIND = re.compile(r" ?(?:-|/|t/m|tot) ?([^\W\d_]{3,})")
# "nacht van 11 op 12 januari" is one span, "score 8 op 12 januari" is not.
NIGHT = re.compile(r"(\d+)\D* op \D*(\d+)")
LONGEST_DAYS = 34
LONGEST_WEEKDAY = 12
_DAY = r"(?:[0-2]?\d|3[01])(?:e|ste|de)?"


@cache
def days_before() -> re.Pattern[str]:
    """What ends in front of a month: a day, its weekday, and the days it is listed with."""
    weekday = rf"(?:{weekday_pattern()})\.?,?"
    return re.compile(
        rf"(?:(?<![^\W_]){weekday}\s{{0,2}})?(?<![\d.,/:x+-]){_DAY}(?:-?\s?"
        rf"(?:t/m|tot en met|tot|en|op|[-/&,])\s?(?:{weekday}\s)?{_DAY}){{0,2}}"
        r"[ \t\xa0\n.-]{0,2}\Z"
    )


@cache
def weekday_before() -> re.Pattern[str]:
    """A weekday that ends in front of a day."""
    return re.compile(rf"(?<![^\W_])(?:{weekday_pattern()})\.?,?[ \xa0\n]?\Z")
