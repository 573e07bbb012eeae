"""What a date means, how it moves, and how another one is written in its notation, exactly."""

from __future__ import annotations

from datetime import date

import pytest

from dragon_prep.core.keys import ProjectKey
from dragon_prep.phi.dates import moves
from dragon_prep.phi.dates.grammar import (
    Beside,
    DateValue,
    Kind,
    end_of_stamp,
    full_dates,
    of_day,
    parse,
    parse_as,
    parse_plain,
    read,
    reads,
    render,
    written,
)
from dragon_prep.phi.dates.grammar.feasts import in_case_of, is_feast, others_like
from dragon_prep.phi.dates.grammar.words import (
    misspelt_weekday,
    month_number,
    ordinal_ending,
    spell_day,
    spell_year,
    usual_month,
    usual_weekday,
    year_in_words,
)
from dragon_prep.phi.dates.surrogate import date_surrogate, full_date
from dragon_prep.phi.names.people import People
from dragon_prep.phi.scope import Scope

KEY = ProjectKey(bytes(range(32)))


def surrogate(text: str, days: int, anchor: date | None = None) -> str:
    return date_surrogate(text, Scope(KEY, People(KEY), days=days, minutes=90), anchor)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        # Year, month, day and weekday.
        ("12-03-2019", (2019, 3, 12, 0)), ("12/3/19", (2019, 3, 12, 0)),
        ("12.3.'19", (2019, 3, 12, 0)),
        ("12 3 2019", (2019, 3, 12, 0)), ("12/31/2019", (2019, 12, 31, 0)),
        ("01-02-41", (1941, 2, 1, 0)),
        ("01-02-40", (2040, 2, 1, 0)), ("2019-03-12", (2019, 3, 12, 0)),
        ("2019 3 12", (2019, 3, 12, 0)),
        ("20190312", (2019, 3, 12, 0)), ("12032019", (2019, 3, 12, 0)),
        ("120319", (2019, 3, 12, 0)),
        ("200312", (2020, 3, 12, 0)), ("210312", (2012, 3, 21, 0)), ("190312", (2019, 3, 12, 0)),
        ("180312", (2012, 3, 18, 0)),
        ("21010203", (2101, 2, 3, 0)), ("22010203", (2003, 1, 22, 0)),
        ("00-00-1953", (1953, 0, 0, 0)), ("xx-03-1963", (1963, 3, 0, 0)),
        ("??-??-2011", (2011, 0, 0, 0)),
        ("85/12/03", (1985, 12, 3, 0)), ("32/12/03", (2032, 12, 3, 0)),
        ("00/12/03", (2000, 12, 3, 0)),
        ("31/12/03", (2003, 12, 31, 0)), ("6-X-1987", (1987, 10, 6, 0)),
        ("6 viii 87", (1987, 8, 6, 0)),
        ("12 maart 2019", (2019, 3, 12, 0)), ("2e juni, 2019", (2019, 6, 2, 0)),
        ("2okt2019", (2019, 10, 2, 0)),
        ("3 juni tweeduizend twintig", (2020, 6, 3, 0)),
        ("drie juni tweeduizend twintig", (2020, 6, 3, 0)),
        ("tweeëntwintigste april 2019", (2019, 4, 22, 0)), ("drie juni", (0, 6, 3, 0)),
        ("Oct 9, 2023", (2023, 10, 9, 0)),
        ("March 5th '19", (2019, 3, 5, 0)), ("March 5th", (0, 3, 5, 0)), ("Oct 9", (0, 10, 9, 0)),
        ("12 maart", (0, 3, 12, 0)),
        ("12-III", (0, 3, 12, 0)), ("03-2019", (2019, 3, 0, 0)), ("2019/3", (2019, 3, 0, 0)),
        ("12-'19", (2019, 12, 0, 0)),
        ("3/19", (2019, 3, 0, 0)), ("3/13", (2013, 3, 0, 0)), ("3/12", (0, 12, 3, 0)),
        ("3-99", (1999, 3, 0, 0)),
        ("12-3", (0, 3, 12, 0)), ("12 - 3", (0, 3, 12, 0)), ("2018/19", (2018, 0, 0, 0)),
        ("2019", (2019, 0, 0, 0)), ("'19", (2019, 0, 0, 0)),
        ("mei 2019", (2019, 5, 0, 0)), ("nov. '19", (2019, 11, 0, 0)), ("mei 19", (2019, 5, 0, 0)),
        ("mei tweeduizend", (2000, 5, 0, 0)),
        ("mei", (0, 5, 0, 0)), ("zondag", (0, 0, 0, 7)), ("tweeduizend", (2000, 0, 0, 0)),
        ("negentien zesenvijftig", (1956, 0, 0, 0)),
        ("maandag 12-03-2019", (2019, 3, 12, 1)), ("di., 12 maart", (0, 3, 12, 2)),
        ("maa 12-3", (0, 3, 12, 1)), ("zo\n12-3-19", (2019, 3, 12, 7)),
        ("31 december 1900", (1900, 12, 31, 0)), ("31 december 2199", (2199, 12, 31, 0)),
        ("29-02-2019", (2019, 2, 29, 0)),
    ],
)  # fmt: skip
def test_what_a_date_means(text: str, meaning: tuple[int, int, int, int]) -> None:
    value = parse(text)
    assert value is not None
    assert value.meaning == meaning
    assert value.end == len(text)
    assert render(value, like=value) == text


@pytest.mark.parametrize(
    "text",
    [
        "31-04-2019", "30-02-2019", "32-01-2019",   "12-03-1899",
        "12-03-2200",
        "31/02/03", "1899", "2200", "mrtx", "x", "", "-12", "3/12/4", "32-1", "achtste", "10:30",
        "XIII",
    ],
)  # fmt: skip
def test_what_is_no_date_is_not_read(text: str) -> None:
    value = parse(text)
    assert value is None or value.end < len(text)


@pytest.mark.parametrize(
    ("text", "end", "kind"),
    [
        ("12-03-201912:04", 10, Kind.FULL), ("12-03-2019-5", 10, Kind.FULL),
        ("12-03-19:30", 5, Kind.DAY_MONTH),
        ("3 en 5 mei 2019", 1, Kind.FULL), ("3 en 5 mei", 1, Kind.DAY_MONTH),
        ("12 t/m 15-3-2019", 2, Kind.FULL), ("12/3-15/3 2019", 4, Kind.FULL),
        ("9 jan. - 30 apr. 2019", 5, Kind.DAY_MONTH), ("17-09-58 - 13 juni 2024", 8, Kind.FULL),
        ("maandag", 7, Kind.WEEKDAY), ("maandag 3", 7, Kind.WEEKDAY),
        ("maandag en 3-4", 7, Kind.WEEKDAY), ("maandag 3 en 5 mei", 7, Kind.WEEKDAY),
        ("mei 19:30", 3, Kind.MONTH),
        ("mei 1900", 8, Kind.MONTH_YEAR), ("mei 3", 5, Kind.DAY_MONTH),
        ("mei 3.5", 3, Kind.MONTH), ("2018/199", 4, Kind.YEAR), ("maandag....3-4", 7, Kind.WEEKDAY),
    ],
)  # fmt: skip
def test_a_date_ends_where_its_notation_does(text: str, end: int, kind: Kind) -> None:
    value = parse(text)
    assert value is not None
    assert (value.end, value.kind) == (end, kind)


@pytest.mark.parametrize(
    ("like", "new"),
    [
        # 5 November 2020 in the notation of each.
        ("12-03-2019", "05-11-2020"), ("12-3-2019", "5-11-2020"), ("2-3-2019", "5-11-2020"),
        ("12-12-2019", "05-11-2020"),
        ("2-12-2019", "5-11-2020"), ("02-12-2019", "05-11-2020"), ("12/3/19", "5/11/20"),
        ("12 maart 2019", "5 november 2020"),
        ("02 maart 2019", "05 november 2020"), ("12 mrt. 2019", "5 nov. 2020"),
        ("12 mei. 2019", "5 nov. 2020"), ("12 Mrt 2019", "5 Nov 2020"),
        ("12 MAART 2019", "5 NOVEMBER 2020"), ("12e maart", "5e november"),
        ("1ste maart", "5de november"), ("2nd March 2019", "5th November 2020"),
        ("March 1st, 2019", "November 5th, 2020"), ("Mar 1, 2019", "Nov 5, 2020"),
        ("6-X-1987", "5-XI-2020"), ("6-x-87", "5-xi-20"),
        ("20190312", "20201105"), ("120319", "051120"), ("12.3.'19", "5.11.'20"),
        ("12.3.’19", "5.11.’20"), ("03-2019", "11-2020"),
        ("3-2019", "11-2020"), ("2018/19", "2020/21"), ("2019-03-12", "2020-11-05"),
        ("drie maart", "vijf november"),
        ("derde maart 2019", "vijfde november 2020"),
        ("mei negentien zesenvijftig", "november twintig twintig"),
        ("mei tweeduizend en drie", "november tweeduizend en twintig"), ("maart", "november"),
        ("Mei", "November"),
        ("maandag 12-03-2019", "donderdag 05-11-2020"), ("ma 12-03-2019", "do 05-11-2020"),
        ("Ma. 12 maart", "Do. 5 november"),
        ("12/31/2019", "11/05/2020"), ("85/12/03", "20/11/05"),
    ],
)  # fmt: skip
def test_another_date_in_the_notation_of_one(like: str, new: str) -> None:
    model = parse(like)
    assert model is not None
    assert render(of_day(date(2020, 11, 5)), like=model) == new


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("12-3-2019", "3-12-2019"), ("12-03-2019", "03-12-2019"), ("2-3-2019", "3-12-2019"),
        ("12-12-2019", "03-12-2019"),
        ("12 maart", "3 december"), ("5 en 12 maart", "3"), ("12/3-15/3 2019", "3/12"),
    ],
)  # fmt: skip
def test_a_number_gets_a_nought_where_the_one_beside_it_has_one(text: str, new: str) -> None:
    model = parse(text)
    assert model is not None
    assert render(of_day(date(2019, 12, 3)), like=model) == new


@pytest.mark.parametrize(
    ("digits", "near", "year"),
    [
        ("2019", None, 2019), ("1800", None, 1800), ("1799", None, 1999), ("2200", None, 2200),
        ("2201", None, 2001), ("40", None, 2040),
        ("41", None, 1941), ("00", None, 2000), ("99", None, 1999), ("30", date(2020, 1, 1), 2030),
        ("31", date(2020, 1, 1), 1931),
        ("20", date(2020, 1, 1), 2020), ("09", date(1999, 1, 1), 2009),
        ("10", date(1999, 1, 1), 1910), ("2019", date(1950, 1, 1), 2019),
    ],
)  # fmt: skip
def test_the_year_that_digits_mean(digits: str, near: date | None, year: int) -> None:
    assert moves.year_of(digits, near) == year


@pytest.mark.parametrize(
    ("day", "month", "year", "exists", "nearest"),
    [
        (1, 1, 2019, True, date(2019, 1, 1)), (31, 12, 2019, True, date(2019, 12, 31)),
        (0, 1, 2019, False, date(2019, 1, 1)),
        (32, 1, 2019, False, date(2019, 1, 31)), (29, 2, 2019, False, date(2019, 2, 28)),
        (29, 2, 2020, True, date(2020, 2, 29)),
        (5, 0, 2019, False, date(2019, 1, 5)), (5, 13, 2019, False, date(2019, 12, 5)),
    ],
)  # fmt: skip
def test_days_that_exist_and_the_nearest_to_those_that_do_not(
    day: int, month: int, year: int, exists: bool, nearest: date
) -> None:
    assert moves.is_date(day, month, year) is exists
    assert moves.nearest(day, month, year) == nearest


@pytest.mark.parametrize(
    ("day", "month", "weekday", "anchor", "year"),
    [
        (12, 3, None, None, 2015), (29, 2, None, None, 2016), (12, 3, 4, None, 2015),
        (12, 3, 3, None, 2014), (12, 3, 6, None, 2016),
        (12, 3, 1, None, 2012), (12, 3, None, date(2019, 6, 1), 2019),
        (28, 12, None, date(2020, 1, 5), 2019), (3, 1, None, date(2019, 12, 28), 2020),
        (12, 3, 2, date(2019, 3, 1), 2019), (12, 3, 4, date(2019, 3, 1), 2020),
        (12, 3, 1, date(2019, 3, 1), 2018), (12, 3, 3, date(2019, 3, 1), 2019),
        (29, 2, None, date(2019, 3, 1), 2020), (29, 2, None, date(2018, 3, 1), 2016),
        (1, 7, None, date(2019, 12, 31), 2019),
    ],
)  # fmt: skip
def test_the_year_that_a_date_without_one_is_taken_in(
    day: int, month: int, weekday: int | None, anchor: date | None, year: int
) -> None:
    assert moves.usual_year(day, month, weekday, anchor) == year


@pytest.mark.parametrize(
    ("month", "year", "days", "anchor", "new"),
    [
        (3, 2019, 364, None, date(2020, 3, 13)), (3, 2019, 7, None, date(2019, 4, 14)),
        (3, 2019, -7, None, date(2019, 2, 13)),
        (3, 2019, 21, None, date(2019, 4, 5)), (3, None, 364, None, date(2016, 2, 14)),
        (3, None, 371, None, date(2016, 4, 14)),
        (3, None, 7, None, date(2015, 4, 14)), (3, 2019, 21, date(2019, 3, 5), date(2019, 4, 14)),
        (3, 2019, 28, date(2019, 3, 5), date(2019, 4, 2)),
        (3, 2019, 21, date(2018, 3, 5), date(2019, 4, 5)),
        (3, 2019, 21, date(2019, 4, 5), date(2019, 4, 5)),
    ],
)  # fmt: skip
def test_where_a_month_moves_to(
    month: int, year: int | None, days: int, anchor: date | None, new: date
) -> None:
    assert moves.moved_month(month, year, days, anchor) == new


@pytest.mark.parametrize(
    ("year", "days", "anchor", "new"),
    [
        (2019, 364, None, 2020), (2019, 7, None, 2020), (2019, -7, None, 2018),
        (2019, 183, None, 2020), (2019, 184, None, 2020),
        (2019, 548, None, 2020), (2019, 549, None, 2020), (2019, 550, None, 2021),
        (2019, 400, date(2019, 12, 31), 2021),
        (2019, 400, date(2018, 12, 31), 2020), (2019, -182, None, 2018),
        (2019, -400, date(2019, 1, 1), 2017),
    ],
)  # fmt: skip
def test_where_a_year_moves_to(year: int, days: int, anchor: date | None, new: int) -> None:
    assert moves.moved_year(year, days, anchor) == new


@pytest.mark.parametrize(
    ("day", "days", "anchor", "new"),
    [
        (5, 7, None, 12), (5, 371, None, 11), (28, 7, None, 7), (29, 28, None, 1),
        (1, -7, None, 22), (5, 28, None, 6), (28, 28, None, 1),
        (5, 7, date(2019, 3, 1), 12), (30, 7, date(2019, 2, 1), 9), (31, 7, date(2019, 3, 1), 7),
        (5, 31, date(2019, 3, 1), 8), (0, 7, date(2019, 3, 1), 7),
    ],
)  # fmt: skip
def test_where_a_day_without_a_month_moves_to(
    day: int, days: int, anchor: date | None, new: int
) -> None:
    assert moves.moved_day(day, days, anchor) == new


@pytest.mark.parametrize(
    ("days", "rest"), [(7, 7), (364, -1), (371, 6), (-364, 1), (735, 5), (182, 182), (183, -182)]
)
def test_what_is_left_of_a_shift_without_its_years(days: int, rest: int) -> None:
    assert moves.residue(days) == rest


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("12-03-2019", "full"), ("gezien 12 maart 2019", "letters filler full"),
        ("op 12-3", "filler filler day and month"),
        ("gisteren", "word"), ("Goede Vrijdag", "word"),
        ("3 maanden geleden", "count filler word filler filler"),
        ("drie weken terug", "count filler word filler filler"),
        ("12-03-2019 14:05", "full filler clock"),
        ("12-03-2019 14.05 uur", "full filler clock filler filler"),
        ("2019-03-12T10:00Z", "full filler clock filler"), ("14:05Z", "clock filler"),
        ("14.05 uur", "clock filler filler"), ("12345", "number"), ("17", "day"),
        ("2e kerstdag", "filler filler filler word"),
        ("1e kwartaal 2019", "filler filler filler word filler year"),
        ("q1 2019", "filler filler year"),
        ("vrijdag j.l.", "weekday filler filler"), ("mandag", "weekday"), ("20l9", "year"),
        ("l2-03-2019", "full"), ("?", "filler"), ("Jansen", "letters"),
        ("3 en 5 mei 2019", "full filler filler filler full"), ("oud & nieuw", "word"),
        ("gisteren avond", "word"), ("3 dagen", "count filler word"), ("4-9-23", "full"),
    ],
)  # fmt: skip
def test_what_a_mention_is_made_of(text: str, sorts: str) -> None:
    items = read(text)
    assert " ".join(item.sort if isinstance(item, Beside) else item.kind for item in items) == sorts
    assert len("".join(map(written, items))) == len(text)


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("12-03-2019", True), ("gisteren", True), ("3 dagen", True), ("14:05", True),
        ("op", False), ("12345", False), ("Jansen", False),
        ("12-03-2019 Jansen", False), ("gisteren 12345", False), ("17", True), ("", False),
        ("-", False),
    ],
)  # fmt: skip
def test_whether_a_mention_says_when(text: str, is_read: bool) -> None:
    assert reads(text) is is_read


def test_the_full_dates_of_a_mention() -> None:
    assert [value.written for value in full_dates("mei, 13-03-2019 en 3 mei '19")] == [
        "13-03-2019",
        "3 mei '19",
    ]
    assert not list(full_dates("3 en 5-2019"))
    assert full_date("3 mei '19", date(1925, 1, 1)) == date(1919, 5, 3)
    assert full_date("3 mei '19 en 4 mei 2018", sure_only=True) == date(2018, 5, 4)
    assert full_date("31-02-2019") == date(2019, 2, 28)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2019-03-12T10:00", 16), ("2019-03-12T10:00:05", 19), ("2019-03-12T1000", 15),
        ("2019-03-12T100005", 17), ("2019-03-12t10:00Z", 17),
        ("2019-03-12T10:00+01:00", 22), ("2019-03-12T10:00-0100", 21), ("2019-03-12T10:00+01", 19),
        ("2019-03-12T10:00.123Z", 21),
        ("2019-03-12T10:00,5", 18), ("2019-03-12 10:00", 10), ("2019-03-12T10", 10),
        ("2019-03-12T10:000", 10), ("2019-03-12T10:00Zx", 16),
        ("2019-03-12T10:00+011", 16),
    ],
)  # fmt: skip
def test_the_stamp_behind_a_date(text: str, end: int) -> None:
    assert end_of_stamp(text, 10) == end


@pytest.mark.parametrize(
    ("name", "text", "end"),
    [
        ("compact_year_first", "20190312", 8), ("compact_year_first", "12032019", None),
        ("compact_day_first", "12032019", 8), ("compact_day_first", "20190312", None),
        ("year_words", "tweeduizend twintig x", 19), ("month_year", "12-2019", 7),
        ("month_year", "13-2019", None), ("roman", "12-3-2019", None),
        ("placeholder", "xx-xx-1963", 10), ("placeholder", "XX.XX.1963", 10),
        ("placeholder", "xx-xx.1963", None), ("month_quoted", "3'12", 4),
        ("month_short_year", "3-12", None),
    ],
)  # fmt: skip
def test_a_date_in_one_notation(name: str, text: str, end: int | None) -> None:
    value = parse_as(name, text, 0)
    assert (value and value.end) == end


def test_a_whole_text_of_the_usual_notation() -> None:
    value = parse_plain("12-03-2019")
    assert isinstance(value, DateValue)
    assert value.written == "12-03-2019"
    for text in ("12-03-2019 ", "12 maart", "32-03-2019", "31-02-2019", "12-03/2019"):
        assert parse_plain(text) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("12-03-2019", "12 maart 2019", True), ("12-03-2019", "12-03-2018", False),
        ("12-03-19", "12-03-1919", True), ("12-03-19", "12-03-20", False),
        ("12-03-2019", "13-03-2019", False), ("12-03-2019", "12-04-2019", False),
        ("12-03", "12-03-2019", False), ("12-03-1919", "12-03-2019", False),
    ],
)  # fmt: skip
def test_two_dates_that_are_one_day(one: str, other: str, same: bool) -> None:
    first, second = parse(one), parse(other)
    assert first is not None
    assert second is not None
    assert first.is_same_day(second) is same


@pytest.mark.parametrize(
    ("word", "lenient", "month"),
    [
        ("Maart", False, 3), ("mrt", False, 3), ("october", False, 10), ("febrari", False, 2),
        ("febrari", True, 2), ("xyz", True, 0), ("mar", False, 3),
        ("novenber", True, 11), ("mei", True, 5), ("mie", True, 0), ("zondag", True, 0),
        ("decembermaanden", True, 0),
    ],
)  # fmt: skip
def test_the_month_that_a_word_names(word: str, lenient: bool, month: int) -> None:
    assert month_number(word, lenient=lenient) == month


@pytest.mark.parametrize(
    ("word", "right"),
    [("Febrari", "Februari"), ("NOVENBER", "NOVEMBER"), ("mrt", "mrt"), ("maart", "maart")],
)
def test_the_right_spelling_of_a_month(word: str, right: str) -> None:
    assert usual_month(word) == right


@pytest.mark.parametrize(
    ("word", "day", "right"),
    [("mandag", 1, "maandag"), ("Dinsdg", 2, "Dinsdag"), ("wo", 0, "wo"), ("zondag", 7, "zondag")],
)
def test_the_right_spelling_of_a_weekday(word: str, day: int, right: str) -> None:
    assert misspelt_weekday(word) == day
    assert usual_weekday(word) == right


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("tweeduizend", 2000), ("tweeduizend twintig", 2020), ("tweeduizend en drie", 2003),
        ("tweeduizendtwintig", 2020), ("negentienhonderd", 1900),
        ("negentien zesenvijftig", 1956), ("negentienhonderd zesenvijftig", 1956),
        ("achttienhonderd tien", 1810), ("twintig twintig", 2020),
        ("eenentwintighonderd", 2100), ("eenentwintig tien", 2110), ("negentien", 0),
        ("twintig", 0), ("tweeduizend honderd", 0), ("tien", 0),
        ("tweeduizend twintig jaar", 0), ("Tweeduizend Negentien", 2019),
    ],
)  # fmt: skip
def test_the_year_that_words_mean(text: str, year: int) -> None:
    assert year_in_words(text) == year


@pytest.mark.parametrize(
    ("year", "model", "words"),
    [
        (2020, "tweeduizend negentien", "tweeduizend twintig"),
        (2020, "tweeduizendnegentien", "tweeduizendtwintig"),
        (2003, "tweeduizend en een", "tweeduizend en drie"),
        (2000, "tweeduizend twintig", "tweeduizend"), (2020, "tweeduizend", "tweeduizend twintig"),
        (1956, "negentien zestig", "negentien zesenvijftig"),
        (2020, "negentien zestig", "twintig twintig"),
        (1900, "negentien zestig", "negentienhonderd"),
        (1899, "negentien zestig", "achttienhonderd negenennegentig"),
        (1956, "tweeduizend twintig", "negentienhonderd zesenvijftig"),
        (2110, "twintig twintig", "eenentwintig tien"),
        (2020, "Tweeduizend negentien", "Tweeduizend twintig"),
    ],
)  # fmt: skip
def test_a_year_in_words_is_joined_as_another(year: int, model: str, words: str) -> None:
    assert spell_year(year, model) == words


@pytest.mark.parametrize(
    ("day", "model", "ending"),
    [
        *((day, "e", "e") for day in (1, 2, 20)), (1, "de", "ste"), (2, "ste", "de"), (8, "de",
        "ste"), (7, "ste", "de"), (9, "ste", "de"), (19, "ste", "de"),
        (20, "de", "ste"), (31, "de", "ste"), (1, "th", "st"), (2, "th", "nd"), (3, "th", "rd"),
        (4, "st", "th"), (10, "st", "th"), (11, "st", "th"),
        (12, "nd", "th"), (13, "rd", "th"), (14, "rd", "th"), (21, "th", "st"), (22, "th", "nd"),
        (23, "th", "rd"), (31, "th", "st"), (1, "DE", "STE"),
    ],
)  # fmt: skip
def test_the_ending_of_a_day(day: int, model: str, ending: str) -> None:
    assert ordinal_ending(day, model) == ending


def test_a_day_in_words_is_spelt_as_another() -> None:
    assert spell_day(5, "drie") == "vijf"
    assert spell_day(5, "Derde") == "Vijfde"


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("Pasen", {"pinksteren", "hemelvaart", "hemelvaartsdag"}),
        ("paasdag", {"pinksterdag", "kerstdag"}), ("paaszondag", {"pinksterzondag"}),
        ("pinkstermaandag", {"paasmaandag"}),
        ("goede-vrijdag", {"witte donderdag", "stille zaterdag"}),
        ("oud & nieuw", {"kerst", "kerstmis", "nieuwjaar", "sinterklaas", "oudjaar"}),
        ("suikerfeest", {"offerfeest", "ramadan"}), ("carnaval", {"vastenavond"}),
        ("easter", {"christmas", "thanksgiving"}), ("vandaag", {"gisteren", "eergisteren"}),
        ("overmorgen", {"morgen"}), ("today", {"yesterday", "tomorrow"}),
        ("begin", {"medio", "eind"}), ("half", {"einde", "midden"}), ("week", {"dag", "maand"}),
        ("kwartaal", {"jaar", "weekend"}), ("weken", {"dagen", "maanden"}), ("jaren", {"maanden"}),
        ("month", {"day", "week", "year"}), ("months", {"days", "weeks", "years"}),
        ("zomer", {"voorjaar", "najaar", "herfst", "winter", "lente"}),
        ("morgen avond", {"morgen ochtend", "morgen middag", "morgen nacht"}),
        ("paasweekend", {"pinksterweekend", "hemelvaartweekend"}),
        ("vaderdag", {"moederdag", "valentijnsdag", "dierendag", "sint nicolaas",
            "dag van de arbeid"}),
        ("koningsdag", {"bevrijdingsdag", "dodenherdenking", "koninginnedag", "prinsjesdag"}),
        ("kerstavond", {"oudejaarsavond", "oudejaarsdag", "nieuwjaarsdag", "pakjesavond"}),
        ("aswoensdag", {"palmzondag", "driekoningen", "allerheiligen", "allerzielen",
            "sint maarten"}), ("Jansen", set()), ("", set()),
        ("zondagnacht", {f"{day}nacht" for day in ("maandag", "dinsdag", "woensdag", "donderdag",
            "vrijdag", "zaterdag")}),
    ],
)  # fmt: skip
def test_what_can_stand_for_a_word_that_says_when(word: str, others: set[str]) -> None:
    assert set(others_like(word)) == others


@pytest.mark.parametrize(
    ("model", "new", "written_so"),
    [
        ("Goede Vrijdag", "witte donderdag", "Witte Donderdag"),
        ("goede\nvrijdag", "witte donderdag", "witte\ndonderdag"),
        ("GOEDE VRIJDAG", "oud en nieuw", "OUD EN NIEUW"),
        ("Moederdag", "dag van de arbeid", "Dag van de Arbeid"),
        ("Goede-Vrijdag", "stille zaterdag", "Stille-Zaterdag"),
        ("Pasen", "hemelvaart", "Hemelvaart"), ("pasen", "oud en nieuw", "oud en nieuw"),
        ("Goede vrijdag", "witte donderdag", "Witte donderdag"),
    ],
)  # fmt: skip
def test_a_feast_is_written_as_another(model: str, new: str, written_so: str) -> None:
    assert in_case_of(model, new) == written_so


def test_a_feast_says_more_than_a_day_or_week() -> None:
    assert is_feast("Goede-Vrijdag")
    assert not is_feast("gisteren")
    assert not is_feast("week")


@pytest.mark.parametrize(
    ("text", "days", "anchor", "new"),
    [
        ("12-03-2019", 364, None, "10-03-2020"),
        ("12-03-2019 14:05", 364, None, "10-03-2020 15:35"),
        ("maandag 12-03-2019", 364, None, "dinsdag 10-03-2020"),
        ("12-03-2019 (maandag)", 364, None, "10-03-2020 (dinsdag)"),
        ("kerst 25-12-2019", 364, None, "woensdag 23-12-2020"),
        ("3-5 mei 2019", 364, None, "1-3 mei 2020"),
        ("30 april en 2 mei 2019", 7, None, "7 mei en 9 mei 2019"),
        ("28 en 30 april 2019", 7, None, "5 en 7 mei 2019"),
        ("24 en 30 april 2019", 4, None, "28 april en 4 mei 2019"),
        ("24/4-30/4 2019", 4, None, "28/4-4/5 2019"),
        ("24 t/m 30-04-2019", 4, None, "28-04 t/m 04-05-2019"), ("12-3", 7, None, "19-3"),
        ("12-3", 7, date(2020, 3, 1), "19-3"),
        ("28-2", 7, date(2020, 3, 1), "6-3"), ("28-2", 7, date(2019, 3, 1), "7-3"),
        ("maart 2019", 364, None, "maart 2020"), ("maart", 14, None, "april"),
        ("2019", 364, None, "2020"),
        ("2019", -7, None, "2018"), ("17", 7, None, "24"), ("17", 7, date(2019, 3, 12), "24"),
        ("01-02-19", 364, date(1920, 1, 1), "31-01-20"), ("op 12 maart", 7, None, "op 19 maart"),
        ("31-02-2019", 7, None, "07-03-2019"),
        ("mandag 11-03-2019", 8, None, "dinsdag 19-03-2019"), ("2 aprl", 7, None, "9 april"),
        ("20l9", 364, None, "2020"),
    ],
)  # fmt: skip
def test_what_becomes_of_a_mention(text: str, days: int, anchor: date | None, new: str) -> None:
    assert surrogate(text, days, anchor) == new


@pytest.mark.parametrize(
    ("text", "can_be"),
    [
        ("week terug", {"dag terug", "maand terug"}),
        ("3 maanden geleden", {"2 maanden geleden", "4 maanden geleden", "5 maanden geleden"}),
        ("drie weken terug", {"twee weken terug", "vier weken terug", "vijf weken terug"}),
        ("03 dagen", {"02 dagen", "04 dagen", "05 dagen"}), ("2 dagen", {"3 dagen", "4 dagen"}),
        ("0 dagen", {"2 dagen"}), ("gisteren", {"eergisteren", "vandaag"}),
        ("maandag", {"dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"}),
        ("afgelopen ma", {f"afgelopen {day}" for day in ("di", "wo", "do", "vr", "za", "zo")}),
    ],
)  # fmt: skip
def test_what_says_when_becomes_another_of_its_kind(text: str, can_be: set[str]) -> None:
    found = {
        date_surrogate(text, Scope(KEY.derived(str(at)), People(KEY), days=7, minutes=90))
        for at in range(60)
    }
    assert found <= can_be
    assert len(found) == len(can_be) or len(can_be) > 5


def test_what_nothing_reads_becomes_digits_or_a_month() -> None:
    months = {surrogate(f"Jansen{letter}", 7) for letter in "abcdefghijklmnopqrstuvw"}
    assert len(months) > 3
    assert all(reads(month) and month[0].isupper() for month in months)
    new = surrogate("998877", 7)
    assert new.isdigit()
    assert len(new) == 6
    assert new != "998877"
