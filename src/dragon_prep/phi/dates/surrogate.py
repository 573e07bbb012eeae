"""Dates: moved by the patient's shift, in the form they had.

A mention is read from left to right; each rule below takes one notation. What no rule takes is
replaced digit by digit and letter by letter, so that nothing stays as it was.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.language.form import clean, redraw, scramble
from dragon_prep.language.pools import words
from dragon_prep.phi.dates import moves
from dragon_prep.phi.dates.calendar import alternatives, corrected, known
from dragon_prep.phi.times.surrogate import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from dragon_prep.phi.scope import Scope

    Rule = Callable[[re.Match[str], "_Reading"], str]

_WORD = re.compile(r"[A-Za-z]+")
_MISREAD = re.compile(r"(?<![A-Za-z0-9])(?=[OolI]*\d)[\dOolI]*[OolI][\dOolI]*(?![A-Za-z0-9])")
_READ_AS = str.maketrans("OolI", "0011")


def date_surrogate(original: str, scope: Scope, anchor: date | None = None) -> str:
    """The surrogate of one or more dates, full or partial.

    Args:
        original: what the report says.
        scope: the patient's.
        anchor: the nearest full date of the report, as it was before the move; what a partial date
            leaves out is taken from it unless the mention has a full date itself.
    """
    matches, first = _matches(original)
    reading = _Reading(scope, first or anchor)
    for match, rule in matches:
        reading.new.append(rule(match, reading))
    reading.leave_weekday()
    return "".join(reading.new)


def full_date(original: str) -> date | None:
    """The first full date of a mention, None if it has none: an anchor for dates beside it."""
    return _matches(original)[1]


def reads(original: str) -> bool:
    """Whether a rule other than those for leftovers takes each part of a mention."""
    return not any(_is_leftover(match, rule) for match, rule in _matches(original)[0])


def _is_leftover(match: re.Match[str], rule: Rule) -> bool:
    if rule is _compact:
        return _compact_fields(match["compact"]) is None
    if rule is _other_word:
        return match[0].lower() not in words("date")
    return rule is _other_number


def nearest_full(at: int, known: Iterable[tuple[int, date]]) -> date | None:
    """The anchor for a mention: the full date that stands nearest to it, the first of equals.

    Args:
        at: where the mention stands.
        known: where the full dates of its report stand, and which they are.
    """
    return min(known, key=lambda place: (abs(place[0] - at), place), default=(0, None))[1]


def _readable(original: str) -> str:
    text = clean(original)
    if _WORD.search(text):
        text = _MISREAD.sub(lambda m: m[0].translate(_READ_AS), text)
        text = _WORD.sub(_spelt, text)
    return text


@lru_cache(maxsize=4096)  # a date is read for its neighbours as well as for itself
def _matches(original: str) -> tuple[tuple[tuple[re.Match[str], Rule], ...], date | None]:
    """What stands in a mention from left to right, each with the rule that takes it.

    And the first full date among it, if there is one.
    """
    text = _readable(original)
    found: list[tuple[re.Match[str], Rule]] = []
    at = 0
    rules = _rules()
    while at < len(text):
        for pattern, rule in rules:
            if match := pattern.match(text, at):
                found.append((match, rule))
                at = match.end()
                break
    return tuple(found), _first_full(found)


def _first_full(matches: Iterable[tuple[re.Match[str], Rule]]) -> date | None:
    for match, rule in matches:
        if rule is _full:
            day, month, year, _ = _numbers(match)
            return moves.nearest(day, month, year)
        if rule is _compact and (fields := _compact_fields(match["compact"])):
            return fields[1]
    return None


class _Reading:
    """What has been read and written so far."""

    def __init__(self, scope: Scope, anchor: date | None) -> None:
        self.scope = scope
        self.anchor = anchor
        self.new: list[str] = []
        self.weekday: tuple[int, str] | None = None  # where, and the word; waits for its date
        self.last: date | None = None

    def wanted_weekday(self) -> int | None:
        return known("weekday")[self.weekday[1].lower()].number if self.weekday else None

    def settle(self, new: date) -> None:
        """Notes a date that was written, and corrects the weekday before it."""
        if self.weekday:
            at, word = self.weekday
            self.new[at] = known("weekday")[word.lower()].spell(new.isoweekday(), word)
            self.weekday = None
        self.last = new

    def leave_weekday(self) -> None:
        """Replaces a weekday that has no date: whole weeks do not move it."""
        if self.weekday:
            at, word = self.weekday
            stream = self.scope.stream(KeyPurpose.SHIFT, "weekday", word.lower())
            found = known("weekday")[word.lower()]
            self.new[at] = found.spell(stream.other(range(1, 8), found.number), word)
            self.weekday = None


def _spelt(match: re.Match[str]) -> str:
    word = match[0]
    low = word.lower()
    if low in known("month") or low in known("weekday") or low in words("date"):
        return word
    return corrected(word) or word


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Rule], ...]:
    month = rf"(?P<mon>{alternatives('month')})(?![a-z])"
    blank = r"[ \t\n\r]"
    gap = rf"(?:{blank}*[-/.,]{blank}*|{blank}+)"
    loose = rf"(?:\.?{blank}*[-/.,]?{blank}*)"
    verbal = r"t/m|tm|tot en met|tot|en|of|&"
    link = rf"{blank}*(?:{verbal}|[-/+,]){blank}*"
    no_time = r"(?!\d|:\d|u\d)"
    year = rf"(?P<y>'?(?:\d{{4}}|\d{{2}})){no_time}"
    sure_year = rf"(?P<y>\d{{4}}|'\d{{2}}){no_time}"
    day, number, last = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<last>\d{1,2})"
    month_number = r"(?P<m>0?[1-9]|1[0-2])"
    rules: tuple[tuple[str, Rule], ...] = (
        (r"[^A-Za-z\d']+", _as_it_is),
        (rf"(?P<y>\d{{4}})(?P<s>[-/.]){number}(?P=s){day}(?!\d)", _full),
        (
            rf"{day}(?=(?:{link}\d{{1,2}}){{0,8}}{link}{last}{loose}{month}(?:{loose}{year})?)",
            _listed,
        ),
        (
            rf"{day}(?={blank}*(?:{verbal}){blank}*{last}(?P<s>[-/.]){number}(?:(?P=s){year})?)",
            _listed,
        ),
        (rf"{day}(?P<s>[-/.]){number}(?={link}\d{{1,2}}(?P=s)\d{{1,2}}(?P=s){year})", _full),
        (rf"{day}{gap}{number}{gap}{year}", _full),
        (rf"{day}{loose}{month}{loose}{year}", _full),
        (rf"{month}{loose}{day}(?:st|nd|rd|th)?,?{blank}+{sure_year}", _full),
        (r"(?P<compact>\d{8}|\d{6})(?!\d)", _compact),
        (
            r"\d{1,2}(?::\d{2}|u\d{2}|\.\d{2}(?=\s*(?:uur|u|h)(?![a-z])))(?::\d{2})?(?!\d)",
            _time,
        ),
        (rf"{month}{loose}{sure_year}", _month_and_year),
        (rf"{month}{blank}+(?P<y>\d{{2}}){no_time}(?!{blank}*[-/.]?\d)", _month_and_year),
        (rf"{day}{loose}{month}", _day_and_month),
        (rf"{month_number}[-/.](?P<y>\d{{4}})(?!\d)", _month_and_year),
        (rf"(?P<y>\d{{4}})[-/.]{month_number}(?!\d)", _month_and_year),
        (rf"{day}(?:{blank}*[-/.]{blank}*|{blank}+){number}(?!\d)", _day_and_month),
        (r"(?P<y>\d{4})(?:[-/](?P<z>\d{2}))?(?!\d)", _years),
        (r"(?P<y>'\d{2})(?!\d)", _years),
        (month, _month),
        (rf"(?P<w>{alternatives('weekday')})(?![a-z])(?=(?P<date>[.,]*{blank}*\d)?)", _weekday),
        (rf"[1-4](?=e?{blank}+kwartaal{blank}+\d)", _as_it_is),  # the season stays
        (rf"{day}(?!\d)", _day),
        (r"\d+", _other_number),
        (r"[A-Za-z]+", _other_word),
        (r"'", _as_it_is),
    )
    return tuple((re.compile(pattern, re.IGNORECASE), rule) for pattern, rule in rules)


def _as_it_is(match: re.Match[str], reading: _Reading) -> str:  # noqa: ARG001 - a rule
    return match[0]


def _full(match: re.Match[str], reading: _Reading) -> str:
    day, month, year, swapped = _numbers(match)
    new = moves.moved(moves.nearest(day, month, year), reading.scope.days)
    reading.settle(new)
    return _written(match, new, swapped=swapped)


def _day_and_month(match: re.Match[str], reading: _Reading) -> str:
    day, month, _, swapped = _numbers(match)
    year = moves.usual_year(day, month, reading.wanted_weekday(), reading.anchor)
    new = moves.moved(moves.nearest(day, month, year), reading.scope.days)
    reading.settle(new)
    return _written(match, new, swapped=swapped)


def _month_and_year(match: re.Match[str], reading: _Reading) -> str:
    _, month, year, _ = _numbers(match)
    return _written(match, moves.moved_month(month, year, reading.scope.days, reading.anchor))


def _month(match: re.Match[str], reading: _Reading) -> str:
    _, month, _, _ = _numbers(match)
    return _written(match, moves.moved_month(month, None, reading.scope.days, reading.anchor))


def _listed(match: re.Match[str], reading: _Reading) -> str:
    # The first of "3 en 5 mei 2019": month and year stand behind the last. Where the move puts
    # the two into different months, the first gets a month of its own.
    day, month, year, _ = _numbers(match)
    last = int(match["last"])
    taken = year or moves.usual_year(last, month, None, reading.anchor)
    first, final = (
        moves.moved(moves.nearest(d, month, taken), reading.scope.days) for d in (day, last)
    )
    reading.settle(first)
    new = _padded(first.day, match["d"], (match["d"], match["last"]), usual=False)
    if first.month == final.month:
        return new
    if match.groupdict().get("mon"):
        return f"{new} {_month_word(match, first.month)}"
    return f"{new}{match['s']}{first.month:0{len(match['m'])}}"


def _compact(match: re.Match[str], reading: _Reading) -> str:
    digits = match["compact"]
    if not (fields := _compact_fields(digits)):
        return _other_number(match, reading)
    order, when = fields
    new = moves.moved(when, reading.scope.days)
    reading.settle(new)
    year = f"{new.year:04}"[8 - len(digits) :]  # four digits of it, or two
    written = {"d": f"{new.day:02}", "m": f"{new.month:02}", "y": year}
    return "".join(written[name] for name in order)


def _compact_fields(digits: str) -> tuple[str, date] | None:
    """How a date without separators is to be read, and the date; None if it is none."""
    wide = len(digits) - 4  # the digits of the year
    cuts = {"ymd": (wide, wide + 2), "dmy": (2, 4)}
    for order in ("ymd", "dmy") if digits[:2] in ("19", "20") else ("dmy", "ymd"):
        a, b = cuts[order]
        field = dict(zip(order, (digits[:a], digits[a:b], digits[b:]), strict=True))
        day, month, year = int(field["d"]), int(field["m"]), moves.year_of(field["y"])
        if moves.is_date(day, month, year):
            return order, moves.nearest(day, month, year)
    return None


def _time(match: re.Match[str], reading: _Reading) -> str:
    return clock(match[0], reading.scope)


def _years(match: re.Match[str], reading: _Reading) -> str:
    year = moves.year_of(match["y"].lstrip("'"))
    new = moves.moved_year(year, reading.scope.days, reading.anchor)
    values = {"y": _year(new, match["y"])}
    if match.groupdict().get("z"):  # "2018/19"
        values["z"] = f"{(int(match['z']) + new - year) % 100:02}"
    return _spliced(match, values)


def _weekday(match: re.Match[str], reading: _Reading) -> str:
    word = match["w"]
    if reading.last is not None and not match["date"]:  # "7-2-2017 (dinsdag)"
        return known("weekday")[word.lower()].spell(reading.last.isoweekday(), word)
    reading.leave_weekday()
    reading.weekday = (len(reading.new), word)
    return word


def _day(match: re.Match[str], reading: _Reading) -> str:
    new = moves.moved_day(int(match["d"]), reading.scope.days, reading.anchor)
    return _padded(new, match["d"], (match["d"],), usual=False)


def _other_number(match: re.Match[str], reading: _Reading) -> str:
    return redraw(match[0], reading.scope.stream(KeyPurpose.DIGITS, match[0]))


def _other_word(match: re.Match[str], reading: _Reading) -> str:
    stream = reading.scope.stream(KeyPurpose.LETTERS, match[0].lower())
    return scramble(match[0], stream, words("date"))


def _numbers(match: re.Match[str]) -> tuple[int, int, int, bool]:
    """Day, month and year (0 where there is none), and whether the month came first (12/31)."""
    found = match.groupdict()
    word, digits = found.get("mon"), found.get("y")
    day = int(found.get("d") or 0)
    month = known("month")[word.lower()].number if word else int(found["m"])
    year = moves.year_of(digits.lstrip("'")) if digits else 0
    if month > 12 >= day >= 1:
        return month, day, year, True
    return day, month, year, False


def _written(match: re.Match[str], new: date, *, swapped: bool = False) -> str:
    """The mention with another date in it, in the form of the first."""
    found = match.groupdict()
    day, month = (new.month, new.day) if swapped else (new.day, new.month)
    numeric = [digits for name in "dm" if (digits := found.get(name))]
    values = {}
    if "d" in found:
        values["d"] = _padded(day, found["d"], numeric, usual="m" in found)
    if "m" in found:
        values["m"] = _padded(month, found["m"], numeric, usual=True)
    if "mon" in found:
        values["mon"] = _month_word(match, month)
    if digits := found.get("y"):
        values["y"] = _year(new.year, digits)
    return _spliced(match, values)


def _month_word(match: re.Match[str], number: int) -> str:
    model = match["mon"]
    word = known("month")[model.lower()]
    if match.string[match.end("mon") :][:1] == ".":
        word = replace(word, form=1)  # "mei." is short, which the word itself does not show
    return word.spell(number, model)


def _padded(number: int, model: str, beside: Sequence[str], *, usual: bool) -> str:
    # Whether "12" would have been "03" or "3" a few days later is seen from the number beside it,
    # if from anything.
    if model[0] == "0":
        pad = True
    elif len(model) == 1:
        pad = False
    elif any(digits[0] == "0" for digits in beside):
        pad = True
    else:
        pad = usual and all(len(digits) > 1 for digits in beside)
    return f"{number:02}" if pad else str(number)


def _year(year: int, model: str) -> str:
    digits = f"{year % 100:02}" if len(model.lstrip("'")) == 2 else f"{year:04}"
    return "'" + digits if model[0] == "'" else digits


def _spliced(match: re.Match[str], values: Mapping[str, str]) -> str:
    parts: list[str] = []
    at = match.start()
    for name in sorted(values, key=match.start):
        if match.end(name) <= match.end():  # else it is of a date further on
            parts += (match.string[at : match.start(name)], values[name])
            at = match.end(name)
    parts.append(match.string[at : match.end()])
    return "".join(parts)
