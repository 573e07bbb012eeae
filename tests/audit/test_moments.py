"""Dates, times and ages at the bounds of their notations, and whether their form is sure."""

from __future__ import annotations

import re

import pytest

from dragon_prep.audit.dates import date_in_words, dates_at, meanings
from dragon_prep.audit.in_words import places
from dragon_prep.audit.moments import Moment, moments, values_of
from dragon_prep.audit.times import age_at, age_in_words, ages_of, time_from, times_at, times_of
from dragon_prep.core.phi import PhiCategory

DATUM, TIJD, LEEFTIJD = PhiCategory.DATUM, PhiCategory.TIJD, PhiCategory.LEEFTIJD


def found(text, category=DATUM):
    return [(m.start, m.value, m.sure) for m in moments(text) if m.category is category]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12-03-2019", [(0, (19, 3, 12), True)]),
        ("zie 12-03 nu", [(4, (3, 12), True)]),
        ("zie 2/6 nu", [(4, (6, 2), False)]),  # without padding it may be a score
        ("zie 2-06 nu", [(4, (6, 2), False)]),
        ("zie 02-6 nu", [(4, (6, 2), False)]),
        ("zie 31-12 nu", [(4, (12, 31), True)]),
        ("zie 32-12 nu", []),
        ("zie 31-13 nu", []),
        ("zie 00-12 nu", []),
        ("zie 12-00 nu", []),
        ("zie 30-2 nu", []),
        # A number that goes on beside it.
        ("zie .12-03 nu", []),
        ("zie ,12-03 nu", []),
        ("zie /12-03 nu", []),
        ("zie -12-03 nu", []),
        ("zie 12-03/ nu", []),
        ("zie 12-03- nu", []),
        ("zie 12-03.5 nu", []),
        ("zie 12-03,5 nu", []),
        ("zie 12-03. nu", [(4, (3, 12), True)]),
        ("zie 12-03, nu", [(4, (3, 12), True)]),
        ("zie 12-03.x nu", [(4, (3, 12), True)]),
        ("zie 45.12-03-2019", []),
        ("zie 45,12-03-2019", []),
        ("zie x.12-03-2019", [(6, (19, 3, 12), True)]),
        # Month in words.
        ("zie 3 mei nu", [(4, (5, 3), True)]),
        ("zie 3mei nu", [(4, (5, 3), True)]),
        ("zie 3e mei nu", [(4, (5, 3), True)]),
        ("zie 3de mei nu", [(4, (5, 3), True)]),
        ("zie 3ste mei nu", [(4, (5, 3), True)]),
        ("zie 3\nmei nu", [(4, (5, 3), True)]),
        ("zie 3-mei-2019", [(4, (19, 5, 3), True)]),
        ("zie 3/mei nu", [(4, (5, 3), True)]),
        ("zie 3 mm nu", []),
        ("zie 3 maal nu", []),
        ("zie mei 3, 2019", [(4, (19, 5, 3), True)]),
        ("zie Mar. 3, 2019", [(4, (19, 3, 3), True)]),
        ("zie hoest 3, 2019", []),
        # Roman months.
        ("zie 12-III-2019", [(4, (19, 3, 12), True)]),
        ("zie 12-iii-2019", [(4, (19, 3, 12), True)]),
        # Without signs.
        ("zie 20190312 nu", [(4, (19, 3, 12), True)]),
        ("zie 12032019 nu", [(4, (19, 3, 12), True)]),
        ("zie 2019-03-12", [(4, (19, 3, 12), True)]),
        ("zie 2019031 nu", []),
        ("zie 201903121 nu", []),
        # With blanks a year must tell.
        ("zie 12 03 2019", [(4, (19, 3, 12), True)]),
        ("zie 12 03 19 nu", []),
        ("zie 12.03.19 nu", [(4, (19, 3, 12), True)]),
        ("zie 12.3 en 15.3", []),
    ],
)
def test_dates_by_what_they_mean(text, wanted):
    assert found(text) == wanted


@pytest.mark.parametrize(
    ("mention", "values"),
    [
        ("12-03-2019", {(19, 3, 12)}),
        ("12-03-19", {(19, 3, 12)}),
        ("12 maart", {(3, 12)}),
        ("maart 2019", set()),
        ("2019", set()),
        ("12-03-2019 en 15-04-2020", {(19, 3, 12), (20, 4, 15)}),
        ("drie juni 2019", {(19, 6, 3)}),
        ("99-99-2019", set()),
    ],
)
def test_dates_of_a_mention(mention, values):
    assert set(meanings(mention)) == values
    with_days = values | {value[1:] for value in values if len(value) == 3}
    assert {value for _, value in values_of(mention, DATUM)} >= with_days


def test_a_date_in_words_ends_where_it_ends():
    text = "op drie juni tweeduizend twintig gezien"
    assert date_in_words(text, 3) == ((20, 6, 3), text.index(" gezien"))
    assert date_in_words("op drie juni gezien", 3) == ((6, 3), 12)
    assert date_in_words("op drie meter", 3) is None
    assert dates_at("x 123 y", 2, 5) == ()
    assert dates_at("x 12 y", 2, 4) == ()


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("drie juni", [0]),
        ("op drie juni", [3]),
        ("op half vier", [3]),
        ("kwart over drie", [0]),
        ("op tien over", [3]),
        ("op drie uur", [3]),
        ("op drie u", [3]),
        ("op drie minuten", [3]),
        ("op drie voor", [3]),
        ("op drie half", [3]),
        ("op negentig jaar", [3]),
        ("op drie\njuni", [3]),
        ("op drie 4", [3]),
        ("op drie 0", []),
        ("op drie stuks", []),
        ("op drie  juni", []),
        ("opdrie juni", []),
        ("op-drie juni", []),
        ("1drie juni", []),
        ("op Drie Juni", [3]),
        # The rest of "5 over half 3".
        ("5 over half 3", []),
        ("5 voor half 3", []),
        ("5 minuten over half 3", []),
        ("5 meter over half 3", [13]),
        ("5  over half 3", [8]),
    ],
)
def test_places_where_something_may_start_in_words(text, starts):
    assert list(places(text)) == starts


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("om 14:30 nu", [(3, (14, 30), True)]),
        ("om 14.30 nu", [(3, (14, 30), False)]),
        ("om 14.30 uur", [(3, (14, 30), True)]),
        ("om 1430 uur", [(3, (14, 30), True)]),
        ("om 1430u nu", [(3, (14, 30), True)]),
        ("om 430 uur", []),  # three digits are no time
        ("om 14 uur", [(3, (14, 0), False)]),
        ("om 14u30", [(3, (14, 30), True)]),
        ("om 14h30", [(3, (14, 30), True)]),
        ("om 14H30", [(3, (14, 30), True)]),
        ("om 14U30", [(3, (14, 30), True)]),
        ("om 0:00 nu", [(3, (0, 0), True)]),
        ("om 23:59 nu", [(3, (23, 59), True)]),
        ("om 24:30 nu", []),
        ("om 14:60 nu", []),
        ("om 14:30:15 nu", [(3, (14, 30), True)]),
        ("om .14:30 nu", []),
        ("om ,14:30 nu", []),
        ("om :14:30 nu", []),
        ("om 14:x nu", []),
        ("om 14 over 3", [(3, (3, 14), False), (3, (15, 14), False)]),
        ("om 10 voor 3", [(3, (2, 50), False), (3, (14, 50), False)]),
        ("om 10 minuten voor 3", [(3, (2, 50), False), (3, (14, 50), False)]),
        ("om 10 minder 3", []),
        ("om 14:30x nu", []),
    ],
)
def test_times_by_what_they_mean(text, wanted):
    assert found(text, TIJD) == wanted


def test_times_of_mentions_and_places():
    assert set(times_of("14:30 - 15.00 uur")) == {(14, 30), (15, 0)}
    assert set(times_of("3 uur")) == {(3, 0)}
    assert set(times_of("half 3")) == {(2, 30), (14, 30)}
    assert list(times_of("9-4-23")) == []
    assert times_at("om 14:30", 3, 5) == (((14, 30), True),)
    assert times_at("om 14:30", 6, 8) == ()
    assert time_from("om 14:30", 3).end == 8
    assert time_from("om 1430", 3) is None
    assert time_from("om x", 3) is None


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("een 90-jarige man", 90),
        ("een 89-jarige man", None),
        ("een 119-jarige man", 119),
        ("een 120-jarige man", None),
        ("een 92 jaar oud", 92),
        ("een 92 nu", None),
        ("een .92 jaar", None),
        ("een ,92 jaar", None),
        ("een 1.92 jaar", None),
        ("een 92 maanden", None),
        ("een 0092 jaar", None),
        ("een 092 jaar", None),
    ],
)
def test_high_ages(text, age):
    digits = re.search(r"[0-9]+(?= |-)", text)
    start, end = digits.span()
    assert age_at(text, start, end) == age
    assert found(text, LEEFTIJD) == ([(start, (age,), True)] if age else [])


def test_ages_of_mentions_and_in_words():
    assert list(ages_of("92 jaar")) == [92]
    assert list(ages_of("92")) == [92]
    assert list(ages_of("89")) == []
    assert list(ages_of("90 en 119")) == [90, 119]
    assert list(ages_of("120")) == []
    text = "een tweeennegentig jaar oude man"
    assert age_in_words(text, 4) == (92, len("een tweeennegentig jaar oude"))
    assert age_in_words("een tachtig jaar", 4) is None
    assert age_in_words("een man", 4) is None


def test_a_moment_shows_no_value():
    shown = repr(Moment(7, (19, 3, 12), DATUM, sure=True))
    assert shown == "<Moment DATUM at 7>"


def test_what_is_in_words_is_read_once():
    assert [m.value for m in moments("op drie juni drie uur")] == [(6, 3), (3, 0), (15, 0)]
    assert [m.value for m in moments("kwart over drie uur")] == [(3, 15), (15, 15)]


@pytest.mark.parametrize(
    ("original", "category", "values"),
    [
        ("12-03-2019", DATUM, {(19, 3, 12), (3, 12)}),
        ("12 maart 2019", DATUM, {(19, 3, 12), (3, 12)}),
        ("12-03", DATUM, {(3, 12)}),
        ("14:30", TIJD, {(14, 30)}),
        ("92 jaar", LEEFTIJD, {(92,)}),
        ("52 jaar", LEEFTIJD, set()),
        ("onzin", DATUM, set()),
    ],
)
def test_values_of_an_original(original, category, values):
    assert values_of(original, category) == {(category, value) for value in values}
