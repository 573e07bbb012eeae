"""What an age means, how a mention of several is read, and what becomes of it, exactly."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from dragon_prep.core.keys import ProjectKey
from dragon_prep.language.form import clean
from dragon_prep.phi.ages.grammar import Unit, capped, parse, pieces, reads, render
from dragon_prep.phi.ages.notations import unit_behind
from dragon_prep.phi.ages.surrogate import age
from dragon_prep.phi.names.people import People
from dragon_prep.phi.scope import Rules, Scope

KEY = ProjectKey(bytes(range(32)))
SCOPE = Scope(KEY, People(KEY), days=364, minutes=90)
Y, D, M, W, DAYS = Unit.YEARS, Unit.DECADE, Unit.MONTHS, Unit.WEEKS, Unit.DAYS


@pytest.mark.parametrize(
    ("word", "unit"),
    [
        *((word, Y) for word in ("jaar", "jaren", "jr", "jrs", "j", "jm", "jv", "y", "yo", "y/o",
        "yr", "yrs", "year", "years")),
        *((word, M) for word in ("maand", "maanden", "mnd", "mndn", "mnds", "mo")),
        *((word, W) for word in ("week", "weken", "wkn", "wk", "w")),
        *((word, DAYS) for word in ("dag", "dagen", "dgn", "d")),
    ],
)  # fmt: skip
def test_what_a_unit_counts(word: str, unit: Unit) -> None:
    for text in (f"6 {word}", f"6{word}.", f"6-{word.upper()}"):
        found = parse(text)
        assert found is not None
        assert (found.unit, found.amount, found.end) == (unit, 6, len(text))


@pytest.mark.parametrize(
    ("text", "meaning", "end"),
    [
        ("57", (Y, 57, 0, M), 2), ("0", (Y, 0, 0, M), 1), ("999", (Y, 999, 0, M), 3),
        ("1,5 jaar", (Y, "1.5", 0, M), 8), ("91.25", (Y, "91.25", 0, M), 5),
        ("57-jarige", (Y, 57, 0, M), 9), ("57 \njarigen", (Y, 57, 0, M), 11),
        ("57jarig", (Y, 57, 0, M), 7), ("57   jarig", (Y, 57, 0, M), 2),
        ("57 jaargang", (Y, 57, 0, M), 2),
        ("57 jaar oud", (Y, 57, 0, M), 11), ("57 jaar oude", (Y, 57, 0, M), 12),
        ("57-year-old", (Y, 57, 0, M), 11), ("57 jaar ouder", (Y, 57, 0, M), 7),
        ("57 - jaar", (Y, 57, 0, M), 9),
        ("62e", (Y, 62, 0, M), 3), ("62ste", (Y, 62, 0, M), 5), ("62de", (Y, 62, 0, M), 4),
        ("62ers", (D, 62, 0, M), 5), ("70'er", (D, 70, 0, M), 5), ("70-er", (D, 70, 0, M), 5),
        ("70’ertje", (D, 70, 0, M), 8),
        ("60-plusser", (Y, 60, 0, M), 10), ("60 plus", (Y, 60, 0, M), 7),
        ("60plussers", (Y, 60, 0, M), 10), ("60 plussen", (Y, 60, 0, M), 2),
        ("2 jaar en 3 maanden", (Y, 2, 3, M), 19), ("2 jr 6 wk", (Y, 2, 6, W), 9),
        ("2 j, 5 dagen", (Y, 2, 5, DAYS), 12), ("1j6m", (Y, 1, 0, M), 1),
        ("1 j 6 mnd", (Y, 1, 6, M), 9),
        ("2 jaar and 3 mo", (Y, 2, 3, M), 15), ("2 jaar en 3 jaar", (Y, 2, 0, M), 6),
        ("2 jaar en 3", (Y, 2, 0, M), 6), ("2 jaar en 1,5 maand", (Y, 2, 0, M), 6),
        ("3 maanden en 2 dagen", (M, 3, 0, M), 9),
        ("0;6", (Y, 0, 6, M), 3), ("3;11 jaar", (Y, 3, 11, M), 9), ("19;0", (Y, 19, 0, M), 4),
        ("3;12", (Y, 3, 0, M), 1), ("3;6.5", (Y, 3, 0, M), 1),
        ("drieënzestig jaar", (Y, 63, 0, M), 17), ("zestigjarige", (Y, 60, 0, M), 12),
        ("tachtiger", (D, 80, 0, M), 9), ("zes mnd", (M, 6, 0, M), 7), ("zes", (Y, 6, 0, M), 3),
        ("Zestig Jaar", (Y, 60, 0, M), 11),
    ],
)  # fmt: skip
def test_what_an_age_means_and_where_it_ends(
    text: str, meaning: tuple[object, ...], end: int
) -> None:
    found = parse(text)
    assert found is not None
    unit, amount, rest, unit_of_rest = meaning
    assert found.meaning == (unit, Decimal(str(amount)), rest, unit_of_rest)
    assert found.end == end
    assert render(found) == text[:end]


@pytest.mark.parametrize(
    "text",
    [
        "007",
        "1000",
        "12:34",
        "12.3.4",
        "12,345",
        "zESTIG jaar",
        "zesde",
        "zestigx",
        "jaar",
    ],
)
def test_what_is_no_age_is_not_read(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "word", "old", "end"),
    [
        ("57 jaar", "jaar", "", 7), ("57 JR. oud", "jr", "oud", 10),
        ("57-jarige", "jarige", "", 9), ("57-year-old", "year", "old", 11),
        ("57 jaar oude", "jaar", "oude", 12),
        ("57 j.o", "j", "", 4), ("57 y/o", "y/o", "", 6), ("57 jaren", "jaren", "", 8),
    ],
)  # fmt: skip
def test_the_unit_behind_a_number(text: str, word: str, old: str, end: int) -> None:
    unit = unit_behind(text, 2)
    assert unit is not None
    assert (unit.word, unit.old, unit.start, unit.end) == (word, old, 2, end)


@pytest.mark.parametrize("text", ["57 x", "57  jaar", "57 jaa", "57 jarigen4", "57_jaar", "57"])
def test_no_unit_stands_behind(text: str) -> None:
    assert unit_behind(text, 2) is None


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("67", True), ("50-60 jaar", True), ("60/65 jr", True), ("50-60", False), ("60/65", False),
        ("leeftijd 50-60", True), ("lft 50-60", True), ("50 en 60", False), ("50 en 60 jr", True),
        ("4, 9 en 13 jaar", True), ("4-9-13 jaar", False), ("4/9/13 jaar", False),
        ("4.9.13 jaar", False), ("12.10", False), ("12,1", False), ("1,5 jaar", True),
        ("'54", False), ("M67", True), ("70+", True),
        ("zestig a zeventig jaar", True), ("pasgeborene", True), ("jaar", False),
        ("67 Jansen", False), ("begin 60", True), ("", False), ("-", False), ("Jansen", False),
        ("67x", False), ("m 67", True),
        ("12.10 jaar", True), ("50 jaar 60", False), ("jr 50-60", True), ("jaar 50-60", True),
    ],
)  # fmt: skip
def test_whether_a_mention_is_of_ages(text: str, is_read: bool) -> None:
    assert reads(clean(text)) is is_read


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("6-9 mnd", [M, M]), ("6 of 9 weken", [W, W]), ("6 mnd - 9 jaar", [M, Y]),
        ("50-60 jaar", [Y, Y]), ("60 - 70'er", [Y, D]),
        ("6 jaar, 9 mnd 2", [Y, Y]),
        ("6", [Y]), ("3 en 6 mnd en 9", [M, M, Y]),
    ],
)  # fmt: skip
def test_a_number_without_a_unit_has_that_of_the_next(text: str, units: list[Unit]) -> None:
    assert [piece.age.unit for piece in pieces(text) if piece.age is not None] == units


@pytest.mark.parametrize(
    ("text", "oldest", "new"),
    [
        ("90", 90, "90"), ("91", 90, "90"), ("89", 90, "89"), ("89,5 jaar", 90, "89,5 jaar"),
        ("90,5 jaar", 90, "90 jaar"), ("95 mnd", 90, "95 mnd"), ("95 dagen", 90, "95 dagen"),
        ("negentiger", 90, "negentiger"),
        ("negentiger", 85, "tachtiger"), ("tachtiger", 85, "tachtiger"), ("90'er", 89, "80'er"),
        ("zestiger", 60, "zestiger"), ("91 jaar en 3 maanden", 90, "90 jaar en 3 maanden"),
        ("95 jr 6 mnd", 90, "90 jr 6 mnd"),
    ],
)  # fmt: skip
def test_an_age_as_old_as_the_oldest_is_told_as_that(text: str, oldest: int, new: str) -> None:
    found = parse(text)
    assert found is not None
    assert render(capped(found, oldest)) == new


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Jansen", r"\d\d jaar"), ("1234567", r"\d\d"), ("67", "67"),
        ("95", "90"), ("vrouw 95 jaar", "vrouw 90 jaar"), ("12-03-2019", r"\d\d-\d\d-2020"),
        ("pasgeborene", "pasgeborene"), ("12:99", r"\d\d:\d\d|\d\d"),
    ],
)  # fmt: skip
def test_what_becomes_of_a_mention(text: str, form: str) -> None:
    assert re.fullmatch(form, age(text, SCOPE))


def test_a_drawn_age_is_one_of_an_adult_below_the_oldest_and_not_what_was_said() -> None:
    scope = Scope(KEY, People(KEY), days=364, minutes=90, rules=Rules(oldest=21))
    drawn = {age(f"Jansen{letter} 19", scope) for letter in "abcdefghijklmnopqrstuvwxyz"}
    assert drawn == {"18 jaar", "20 jaar"}
