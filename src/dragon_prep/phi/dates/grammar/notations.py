"""The table of notations: what each looks like, and what it says.

Groups: see :class:`dragon_prep.phi.dates.grammar.value.Slot`; ``last`` is the last day of a list.
The first notation that fits counts, so that a longer one stands before what it begins with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from dragon_prep.language.calendar import alternatives
from dragon_prep.phi.dates.grammar.value import Kind
from dragon_prep.phi.dates.grammar.words import ROMAN_PATTERN, day_words, year_words


@dataclass(frozen=True, slots=True)
class Notation:
    """One way to write a date.

    Attributes:
        name: what detection asks for it by.
        kind: what it says.
        pattern: what it looks like.
    """

    name: str
    kind: Kind
    pattern: re.Pattern[str]


Rows = tuple[tuple[str, Kind, str], ...]


_BLANK = r"[ \t\n\r\xa0]"
_GAP = rf"(?:{_BLANK}*[-/.,]{_BLANK}*|{_BLANK}+)"
_LOOSE = rf"(?:\.?{_BLANK}*[-/.,]?{_BLANK}*)"
_VERBAL = r"t/m|tm|tot en met|tot|en|of|&"
_LINK = rf"(?:-?{_BLANK}*(?:{_VERBAL})|{_BLANK}*[-/+,]){_BLANK}*"
_NO_TIME = r"(?!\d|:\d|u\d)"
_QUOTE = "['’‘`´]"
# A time may be glued to a year: "12-03-201912:04".
_GLUED = r"\d{1,2}[:.]\d\d(?!\d)"
_YEAR = rf"(?P<y>\d{{4}}(?={_GLUED})|{_QUOTE}?(?:\d{{4}}(?!\d)|\d{{2}}{_NO_TIME}))"
_SURE_YEAR = rf"(?P<y>\d{{4}}|{_QUOTE}\d{{2}}){_NO_TIME}"
_ORDINAL = r"(?P<o>ste|de|st|nd|rd|th|e)"
_NUMBER = r"(?P<m>\d{1,2})"
_LAST = r"(?P<last>\d{1,2})"
_MONTH_NUMBER = r"(?P<m>0?[1-9]|1[0-2])"
_NAME = r"(?P<mon>[^\W\d_]{3,13})(?![^\W\d_])"
_DAY = r"(?P<d>\d{1,2})"
_DAY_NAMED = rf"{_DAY}{_ORDINAL}?"
_NOT_SAID = r"(?:00|xx|\?\?)"
_ROMAN = rf"(?P<rom>{ROMAN_PATTERN})"
# Of the digits in front only: "12:03" is no day, "1.2.3" no month.
_ENDS = r"(?!\d)"


# The usual "numeric", which no notation before it in the table reads, whatever stands behind it.
PLAIN = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])([-/.])\d\d?\1"
    rf"(?:\d{{4}}(?!\d)|\d\d(?!\d|:\d|[-/.,]\d|{_LOOSE}[^\W\d_]))"
)


@cache
def in_digits() -> tuple[Notation, ...]:
    """The notations that start with a digit, or with a sign that stands for one."""
    words = year_words()
    # "9 jan. - 30 apr. 2024": the 30 is a day
    no_day = rf"(?!{_LOOSE}(?:{alternatives('month')})(?![^\W\d_]))"
    rows: Rows = (
        # 2019-03-12
        ("year_month_day", Kind.FULL, rf"(?P<y>\d{{4}})(?P<s>[-/. ]){_NUMBER}(?P=s){_DAY}{_ENDS}"),
        # 00-00-1953, XX-03-1963: only what is said
        (
            "placeholder",
            Kind.YEAR,
            rf"{_NOT_SAID}(?P<s>[-/. ]){_NOT_SAID}(?P=s)(?P<y>[12]\d{{3}}){_ENDS}",
        ),
        (
            "placeholder_day",
            Kind.MONTH_YEAR,
            rf"{_NOT_SAID}(?P<s>[-/. ]){_MONTH_NUMBER}(?P=s)(?P<y>[12]\d{{3}}){_ENDS}",
        ),
        # 85/12/03
        (
            "year_first",
            Kind.FULL,
            rf"(?P<y>\d\d)(?P<s>[-/.]){_MONTH_NUMBER}(?P=s)(?P<d>\d\d)(?![\d])",
        ),
        # 3 en 5 mei 2019; 12 t/m 15-3-2019; 12/3-15/3 2019
        (
            "list_named",
            Kind.FULL,
            (
                # "17-09-58 - 13 juni 2024" is a date, and another one
                rf"(?!\d{{1,2}}([-/.])\d{{1,2}}\1(?:\d{{4}}|\d\d)(?!\d|{_LOOSE}[a-z]))"
                rf"{_DAY_NAMED}(?=(?:{_LINK}\d{{1,2}}){{0,8}}{_LINK}{_LAST}"
                rf"(?:ste|de|st|nd|rd|th|e)?{_LOOSE}{_NAME}(?:{_LOOSE}{_YEAR})?)"
            ),
        ),
        (
            "list_numeric",
            Kind.FULL,
            (
                rf"{_DAY}(?=-?{_BLANK}*(?:{_VERBAL}){_BLANK}*{_LAST}(?P<s>[-/.]){_NUMBER}"
                rf"(?:(?P=s){_YEAR})?{_ENDS})"
            ),
        ),
        (
            "list_day_month",
            Kind.FULL,
            (
                rf"{_DAY}(?P<s>[-/.]){_NUMBER}"
                rf"(?={_LINK}\d{{1,2}}(?P=s)\d{{1,2}}(?:(?P=s)|{_BLANK}){_YEAR})"
            ),
        ),
        # 6-X-1987, 12 III 2019
        ("roman", Kind.FULL, rf"{_DAY}(?P<s>[-/. ]){_ROMAN}(?P=s){_YEAR}"),
        # 12-03-2019, 12 3 '19, 11/21/2011
        ("numeric", Kind.FULL, rf"{_DAY}{_GAP}{_NUMBER}{_GAP}{_YEAR}"),
        # 12 maart 2019, 2e juni, 2019, 2okt2019, 3 juni tweeduizend twintig
        ("named", Kind.FULL, rf"{_DAY_NAMED}{_LOOSE}{_NAME}{_LOOSE}{_YEAR}{no_day}"),
        (
            "named_words",
            Kind.FULL,
            rf"{_DAY_NAMED}{_LOOSE}{_NAME}{_LOOSE}(?P<yw>{words})(?![^\W\d_])",
        ),
        # 20190312, 120319
        ("compact", Kind.FULL, rf"(?P<compact>\d{{8}}|\d{{6}}){_ENDS}"),
        # 12 maart, 12-III
        ("day_named", Kind.DAY_MONTH, rf"{_DAY_NAMED}{_LOOSE}{_NAME}"),
        ("day_roman", Kind.DAY_MONTH, rf"{_DAY}[-/.]{_ROMAN}(?![^\W_])"),
        # 03-2019, 2019-03, 3/19
        ("month_year", Kind.MONTH_YEAR, rf"{_MONTH_NUMBER}[-/.](?P<y>\d{{4}}){_ENDS}"),
        ("year_month", Kind.MONTH_YEAR, rf"(?P<y>\d{{4}})[-/.]{_MONTH_NUMBER}{_ENDS}"),
        ("month_quoted", Kind.MONTH_YEAR, rf"{_MONTH_NUMBER}[-/. ]?(?P<y>{_QUOTE}\d\d){_ENDS}"),
        (
            "month_short_year",
            Kind.MONTH_YEAR,
            rf"{_MONTH_NUMBER}(?P<s>[-/])(?P<y>1[3-9]|[2-9]\d){_ENDS}(?!(?P=s)\d)",
        ),
        # 12-3
        (
            "day_month",
            Kind.DAY_MONTH,
            (
                rf"{_DAY}(?P<s>{_BLANK}*[-/.]{_BLANK}*|{_BLANK}+){_NUMBER}{_ENDS}"
                r"(?!(?P=s)\d{1,4}(?![\d:]))"
            ),
        ),
        # 2018/19, 2019, '19
        ("years", Kind.YEAR, rf"(?P<y>\d{{4}})(?:[-/](?P<z>\d{{2}}))?{_ENDS}"),
        ("quoted_year", Kind.YEAR, rf"(?P<y>{_QUOTE}\d{{2}}){_ENDS}"),
    )
    return _table(rows)


@cache
def in_letters() -> tuple[Notation, ...]:
    """The notations that start with a letter."""
    words, weekday = year_words(), rf"(?P<w>{alternatives('weekday')})(?![^\W\d_])"
    rows: Rows = (
        ("placeholder", Kind.YEAR, rf"xx(?P<s>[-/. ])xx(?P=s)(?P<y>[12]\d{{3}}){_ENDS}"),
        (
            "placeholder_day",
            Kind.MONTH_YEAR,
            rf"xx(?P<s>[-/. ]){_MONTH_NUMBER}(?P=s)(?P<y>[12]\d{{3}}){_ENDS}",
        ),
        # maa 12-3: a weekday that is a month elsewhere
        (
            "weekday_before",
            Kind.WEEKDAY,
            rf"{weekday}(?=(?P<next>[.,]*{_BLANK}*\d{{1,2}}{_BLANK}?[-/.]{_BLANK}?\d))",
        ),
        # drie juni tweeduizend twintig, tweeëntwintigste april 2019, de vierde van mei
        (
            "words_year",
            Kind.FULL,
            (
                rf"(?P<dw>{day_words()}){_BLANK}(?:van{_BLANK})?{_NAME}{_LOOSE}"
                rf"(?:(?P<yw>{words})(?![^\W\d_])|{_YEAR})"
            ),
        ),
        ("words", Kind.DAY_MONTH, rf"(?P<dw>{day_words()}){_BLANK}(?:van{_BLANK})?{_NAME}"),
        # Oct 9, 2023; March 5th '19
        (
            "month_first",
            Kind.FULL,
            rf"{_NAME}{_LOOSE}{_DAY}{_ORDINAL}?(?:,?{_BLANK}+|,){_SURE_YEAR}",
        ),
        # mei 2019, nov. '19, mei 19; mei tweeduizend twintig
        ("name_year", Kind.MONTH_YEAR, rf"{_NAME}{_LOOSE}{_SURE_YEAR}"),
        ("name_words", Kind.MONTH_YEAR, rf"{_NAME}{_LOOSE}(?P<yw>{words})(?![^\W\d_])"),
        (
            "name_short_year",
            Kind.MONTH_YEAR,
            rf"{_NAME}{_BLANK}+(?P<y>\d{{2}}){_NO_TIME}(?!{_BLANK}*[-/.]?\d)",
        ),
        # March 5th, Oct 9
        ("name_ordinal", Kind.DAY_MONTH, rf"{_NAME}\.?{_BLANK}(?P<d>\d{{1,2}})(?P<o>st|nd|rd|th)"),
        ("name_day", Kind.DAY_MONTH, rf"{_NAME}\.?{_BLANK}(?P<d>[1-9]){_NO_TIME}(?![-/.,]?\d)"),
        ("name", Kind.MONTH, _NAME),
        ("weekday", Kind.WEEKDAY, rf"{weekday}(?=(?P<next>[.,]*{_BLANK}*\d)?)"),
        ("year_words", Kind.YEAR, rf"(?P<yw>{words})(?![^\W\d_])"),
    )
    return _table(rows)


def _table(rows: Rows) -> tuple[Notation, ...]:
    return tuple(
        Notation(name, kind, re.compile(pattern, re.IGNORECASE)) for name, kind, pattern in rows
    )


@cache
def named(name: str) -> tuple[Notation, ...]:
    """The notations of a name.

    ``compact_year_first`` and ``compact_day_first`` read eight digits from one side alone.
    """
    if name in ("compact_year_first", "compact_day_first"):
        return tuple(replace(row, name=name) for row in named("compact"))
    return tuple(row for row in (*in_digits(), *in_letters()) if row.name == name)


def match_numeric(text: str, at: int) -> re.Match[str] | None:
    """Where ``12-3-2019`` fits at a place, whatever it would say: for who has to look at many."""
    return named("numeric")[0].pattern.match(text, at)


_FOUR = frozenset(("year_month_day", "year_month", "years"))
_LETTERS_FOLLOW = frozenset(
    (
        "placeholder", "placeholder_day", "list_named", "list_numeric", "roman", "named",
        "named_words", "day_named", "day_roman",
    )
)  # fmt: skip
_DIGITS_FOLLOW = frozenset(
    (
        "placeholder", "placeholder_day", "year_first", "list_named", "list_numeric",
        "list_day_month", "numeric", "month_year", "month_quoted", "month_short_year", "day_month",
    )
)  # fmt: skip
_START = re.compile(r"(\d+)(?:[^\w?'’‘`´]{0,6}([^\W_])?)?")


def may_start(text: str, at: int) -> tuple[Notation, ...]:
    """The notations in digits that the first number and what follows it do not rule out."""
    start = _START.match(text, at)
    if start is None:
        return in_digits()
    length = len(start[1])
    if length > len("12"):
        return _subset("four") if length == len("2019") else _subset("compact")
    if start[2] is None:
        return _subset("all")
    return _subset("digits" if start[2].isdigit() else "letters")


@cache
def _subset(which: str) -> tuple[Notation, ...]:
    names = {
        "four": _FOUR,
        "compact": frozenset(("compact",)),
        "letters": _LETTERS_FOLLOW,
        "digits": _DIGITS_FOLLOW,
        "all": frozenset(row.name for row in in_digits()),
    }
    return tuple(row for row in in_digits() if row.name in names[which])
