"""What a time means to the second, how it moves, and how another one is written in its notation."""

from __future__ import annotations

import pytest

from dragon_prep.core.keys import ProjectKey
from dragon_prep.language.form import clean
from dragon_prep.phi.names.people import People
from dragon_prep.phi.scope import Scope
from dragon_prep.phi.times.grammar import Time, parse, pieces, possible, reads, render
from dragon_prep.phi.times.moves import moved, moved_part
from dragon_prep.phi.times.parts_of_day import PartOfDay, alone
from dragon_prep.phi.times.surrogate import time_surrogate

KEY = ProjectKey(bytes(range(32)))
NIGHT, MORNING, AFTERNOON, EVENING = range(4)


def read(text: str) -> Time:
    time = parse(text)
    assert time is not None
    return time


def surrogate(text: str, minutes: int) -> str:
    return time_surrogate(text, Scope(KEY, People(KEY), days=7, minutes=minutes))


@pytest.mark.parametrize(
    ("text", "shift", "new"),
    [
        ("12:00", 90, "13:30"), ("12:00", -90, "10:30"), ("12:00:10", 90, "13:30:10"),
        ("12u00", 90, "13u30"), ("1200", -90, "1030"), ("12 uur", 90, "13 uur"),
        ("12 uur", -90, "10 uur"), ("12 uur", 30, "13 uur"), ("12 uur", -30, "11 uur"),
        # From here on times are pressed into the last hour, or the first.
        ("21:29", 90, "22:59"), ("21:30", 90, "23:00"), ("21:35", 90, "23:02"),
        ("22:00", 90, "23:12"), ("23:00", 90, "23:36"), ("23:58", 90, "23:59"),
        ("23:59", 90, "23:58"), ("24:00", 90, "23:58"), ("02:30", -90, "01:00"),
        ("02:29", -90, "00:59"), ("01:00", -90, "00:24"), ("00:01", -90, "00:00"),
        ("00:00", -90, "00:01"),
        # A shift of less than an hour presses into less.
        ("23:00", 30, "23:30"), ("22:59", 30, "23:29"), ("23:40", 30, "23:50"),
        ("23 uur", 90, "22 uur"), ("22 uur", 90, "23 uur"), ("24 uur", 90, "22 uur"),
        ("0 uur", -90, "1 uur"), ("1 uur", -90, "0 uur"),
        ("23:59:59", 90, "23:59:58"), ("00:00:00", -90, "00:00:01"),
        # Of a relation the hour moves; twelve hours later is the same one of twelve.
        ("half drie", 90, "half vier"), ("half drie", -90, "half een"),
        ("half een", -90, "half twaalf"), ("half één", 90, "half twee"),
        ("kwart voor twaalf", 90, "kwart voor een"),
        ("half een 's nachts", -90, "half twee 's nachts"),
        ("9:30 AM", 180, "12:30 PM"), ("9:30 a.m.", 180, "12:30 p.m."), ("1 pm", -120, "11 am"),
        ("12 pm", -60, "11 am"), ("12 am", 60, "1 am"),
    ],
)  # fmt: skip
def test_a_time_moves_by_the_shift_and_within_the_day(text: str, shift: int, new: str) -> None:
    time = read(text)
    assert render(moved(time, shift), like=time) == new


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("00:00", 0), ("00:00:01", 1), ("24:00", 86400), ("23:59:59", 86399), ("0:40", 2400),
        ("12 am", 0), ("12:30 am", 1800), ("1 am", 3600), ("11 am", 39600), ("12 pm", 43200),
        ("12.30 p.m.", 45000), ("1 pm", 46800), ("11 PM", 82800), ("930 u", 34200),
        ("103245", 37965), ("14:30:15.123456", 52215), ("29 over drie", 12540),
        ("vijfentwintig voor drie", 9300), ("1 over 3", 10860), ("half 12", 41400),
        ("vierentwintig uur", 86400), ("drie uur negenenvijftig", 14340), ("nul uur één", 60),
        ("tien over half drie", 9600), ("kwart voor één", 2700), ("half een", 1800),
    ],
)  # fmt: skip
def test_a_time_means_a_second_of_the_day(text: str, second: int) -> None:
    time = read(text)
    assert (time.second, time.end) == (second, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "0 pm", "13 pm", "24:01", "24:00:01", "14:60", "0 over drie", "30 over drie",
        "dertig over drie", "twintigste over drie", "half 13", "half 0", "half dertien",
        "vijfentwintig uur", "derde uur", "three uur", "vIER uur", "acht", "kwart voor", "5 over",
        "1461", "2460", "060 u", "960 u", "12345 uur", "14:30:15:20", "1.2.3", "half drIE",
    ],
)  # fmt: skip
def test_what_no_clock_shows_is_not_read(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("13:30 pm", 5), ("14:30 uurtje", 5), ("10:00Zx", 5), ("10:00 CETA", 5), ("14 uur UTC", 6),
        ("10:00 UTC", 9), ("10:00 GMT", 9), ("10:00UTC", 8), ("10:00 CET", 9), ("10:00 CEST", 10),
        ("10:00Z", 6),
        ("10:00+0100", 10), ("10:00+01:00", 11), ("10:00+01000", 5), ("1000 UTC", 8),
        ("drie uur zestig", 8), ("drie uur dertigste", 8), ("half drie uurtje", 9),
        ("14:30 3.5", 5), ("8 uur 30", 8), ("8 uur 60", 5), ("2 uur 's nachts", 15),
        ("2 uur 's nachtse", 5), ("2 uur in de middag", 18), ("2 uur des avonds", 5),
        ("half drie des middags", 21), ("15 uur 's middags", 17), ("15 uur 's nachts", 6),
        ("3 pm 's middags", 4), ("9:30 in de ochtend", 18), ("9:30 de ochtend", 4),
    ],
)  # fmt: skip
def test_a_time_ends_where_its_notation_does(text: str, end: int) -> None:
    assert read(text).end == end


@pytest.mark.parametrize(
    ("part", "hours"),
    [
        # What 1 to 12 mean beside each; a dot where it is not said so.
        ("'s nachts", "1 2 3 4 5 6 . . 21 22 23 0"),
        ("'s ochtends", "1 2 3 4 5 6 7 8 9 10 11 12"),
        ("'s middags", "13 14 15 16 17 18 . . . . 11 12"),
        ("'s avonds", ". . . 16 17 18 19 20 21 22 23 0"),
    ],
)  # fmt: skip
def test_hours_of_twelve_are_those_of_the_part_of_the_day(part: str, hours: str) -> None:
    for said, meant in enumerate(hours.split(), 1):
        time = read(f"{said} uur {part}")
        if meant == ".":
            assert (time.second, time.notation.part) == (said * 3600, None)
        else:
            assert (time.second, time.notation.part is None) == (int(meant) * 3600, False)


@pytest.mark.parametrize(
    ("text", "shift", "new"),
    [
        ("2 uur 's middags", -180, "11 uur 's middags"),
        ("2 uur 's middags", 300, "7 uur 's avonds"),
        ("11 uur 's middags", -180, "8 uur 's ochtends"),
        ("6 uur 's nachts", 180, "9 uur 's ochtends"),
        ("8 uur in de avond", -300, "3 uur in de middag"),
        ("2 UUR 'S MIDDAGS", 300, "7 UUR 'S AVONDS"),
        ("2 uur 's Middags", 300, "7 uur 's Avonds"),
        ("half 3 des middags", 300, "half 8 des avonds"),
    ],
)  # fmt: skip
def test_the_part_of_the_day_changes_with_the_hour_where_it_must(
    text: str, shift: int, new: str
) -> None:
    time = read(text)
    assert render(moved(time, shift), like=time) == new


@pytest.mark.parametrize(
    ("text", "number", "later", "earlier"),
    [
        ("'s nachts", NIGHT, "'s ochtends", "'s ochtends"),
        ("vannacht", NIGHT, "vanochtend", "vanochtend"),
        ("'s ochtends", MORNING, "'s middags", "'s nachts"),
        ("Vanmorgen", MORNING, "Vanmiddag", "Vannacht"),
        ("in de middag", AFTERNOON, "in de avond", "in de ochtend"),
        ("gisteravond", EVENING, "gistermiddag", "gistermiddag"),
        ("eergisterochtend", MORNING, "eergistermiddag", "eergisternacht"),
        ("des avonds", EVENING, "des middags", "des middags"),
        ("Namiddag", AFTERNOON, "Avond", "Ochtend"),
        ("middernacht", NIGHT, "ochtend", "ochtend"),
        ("VOORMIDDAG", AFTERNOON, "AVOND", "OCHTEND"),
        ("'s-avonds", EVENING, "'s-middags", "'s-middags"),
        ("’s morgens", MORNING, "’s middags", "’s nachts"),
        ("avond", EVENING, "middag", "middag"),
        ("in de MIDDAG", AFTERNOON, "in de AVOND", "in de OCHTEND"),
    ],
)  # fmt: skip
def test_a_part_of_the_day_becomes_the_next_or_the_one_before(
    text: str, number: int, later: str, earlier: str
) -> None:
    part = alone(text, 0)
    assert isinstance(part, PartOfDay)
    assert (part.number, part.written, part.end) == (number, text, len(text))
    assert moved_part(part, 100).written == later
    assert moved_part(part, -100).written == earlier


@pytest.mark.parametrize("text", ["avondje", "nachtzuster", "de avond", "vanavondje"])
def test_a_longer_word_is_no_part_of_the_day(text: str) -> None:
    assert alone(text, 0) is None


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("25:99", "01:39"), ("24:00", "24:00"), ("24:01", "00:01"), ("14:5", "14:05"),
        ("9:60", "9:00"), ("9u61", "9u01"), ("23 : 75", "23 : 15"), ("23:59", "23:59"),
        ("30.10", "06.10"), ("7H75", "7H15"), ("48h5", "00h05"), ("123:99", "123:99"),
        ("12:345", "12:345"), ("24.5 en 8:70", "00.05 en 8:10"),
    ],
)  # fmt: skip
def test_hours_and_minutes_that_no_day_has_become_the_nearest(text: str, new: str) -> None:
    assert possible(text) == new


@pytest.mark.parametrize(
    "text",
    [
        *(f"{word} 9 en 11" for word in ("om", "tot", "tussen", "van", "vanaf", "rond", "na",
        "voor")),
        "9 en 11 uur", "negen en elf uur", "9:30 en 11 uur", "Van 9 tot 11", "14", "acht", "1430",
        "8u",
        "(14)", "9:30, 10:30", "14 of 15 uur", "vanavond", "half drie",
    ],
)  # fmt: skip
def test_numbers_that_can_be_hours_are_read(text: str) -> None:
    assert reads(clean(text))


@pytest.mark.parametrize(
    "text",
    [
        "9 en 11", "om 9 en 10 en 11", "9:30 en kamer", "uur", "en", "12 maart", "9 uur 30 11",
        "1430 1530 9", "x14", "14x", "vijftig",
    ],
)  # fmt: skip
def test_numbers_that_may_be_a_date_are_not(text: str) -> None:
    assert not reads(clean(text))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("tussen 9 en 11 uur", ["9", "11 uur"]), ("om half drie", ["half drie"]),
        ("gisteravond om 8 uur", ["gisteravond", "8 uur"]), ("09:12 - 11:05", ["09:12", "11:05"]),
        ("'s nachts om drie", ["'s nachts", "drie"]), ("14:30x", ["14"]), ("(8u)", ["8u"]),
    ],
)  # fmt: skip
def test_a_mention_is_taken_apart(text: str, values: list[str]) -> None:
    assert [piece.text for piece in pieces(text) if piece.value is not None] == values


@pytest.mark.parametrize(
    ("text", "minutes", "new"),
    [
        ("14:30", 90, "16:00"), ("14:30 - 15:00", 90, "16:00 - 16:30"), ("25:99", 90, "03:09"),
        ("vanavond om 8", 120, "vanavond om 10"), ("vanavond", 90, "vanmiddag"),
        ("om", 90, "09:30"), ("x", 0, ""),
    ],
)  # fmt: skip
def test_a_mention_is_written_with_its_times_moved(text: str, minutes: int, new: str) -> None:
    if new:
        assert surrogate(text, minutes) == new


def test_a_fraction_of_a_second_becomes_another_as_long() -> None:
    new = surrogate("14:30:15,250", 90)
    assert new.startswith("16:00:15,")
    assert len(new) == len("14:30:15,250")
    assert not new.endswith("250")


def test_what_is_no_time_becomes_a_number_as_long_or_a_part_of_the_day() -> None:
    assert surrogate("1234567", 90).isdigit()
    assert len(surrogate("1234567", 90)) == 7
    assert surrogate("Jansen", 90) in {"Nacht", "Ochtend", "Middag", "Avond"}
