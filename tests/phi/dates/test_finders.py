"""What is found in no year alone: every window is far from today on both sides."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules_alone import detect

from dragon_prep.phi.dates.surrogate import full_date

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
SHORT = "jan feb mrt apr mei jun jul aug sep okt nov dec".split()  # noqa: SIM905 - easier to read

CARRIERS = {
    "Controle CT op {:%d-%m-%Y}.": "{:%d-%m-%Y}",
    "Controle CT op {0.day}/{0.month}/{0.year}.": "{0.day}/{0.month}/{0.year}",
    "Gezien {:%Y-%m-%d} op de poli.": "{:%Y-%m-%d}",
    "Datum: {:%Y%m%d}.": "{:%Y%m%d}",
    "Geb. 00-00-{:%Y}, man": "00-00-{:%Y}",
    "Sinds {:%m-%Y} klachten.": "{:%m-%Y}",
    "Geopereerd in {:%Y}.": "{:%Y}",
}


def found(text: str) -> list[str]:
    return [text[hit.span.start : hit.span.end] for hit in detect(text)]


@pytest.mark.parametrize("carrier", CARRIERS)
@settings(max_examples=60)
@given(days)
def test_dates_are_found_in_every_year(carrier: str, day: date) -> None:
    assert CARRIERS[carrier].format(day) in found(carrier.format(day))


@settings(max_examples=60)
@given(days)
def test_dates_with_a_month_in_words_are_found_in_every_year(day: date) -> None:
    for written in (
        f"{day.day} {SHORT[day.month - 1]} {day.year}",
        f"{day.day} {SHORT[day.month - 1]}, {day.year}",
        f"{SHORT[day.month - 1]} {day.day}, {day.year}",
    ):
        assert written in found(f"MRI {written} verricht")


@settings(max_examples=60)
@given(st.dates(date(1990, 1, 1), date(2199, 12, 31)))
def test_years_are_found_behind_any_word_and_in_front_of_their_month(day: date) -> None:
    assert f"{day:%Y-%m}" in found(f"MRI {day:%Y-%m} toonde herstel.")
    assert str(day.year) in found(f"Status na mamma li {day.year} (ablatio).")


@given(days, st.integers(-89, 10))
def test_a_year_in_two_digits_is_near_a_full_date_of_the_report(near: date, apart: int) -> None:
    year = near.year + apart
    assert full_date(f"01-02-{year % 100:02}", near) == date(year, 2, 1)


def test_without_one_the_century_is_fixed() -> None:
    assert full_date("01-02-40") == date(2040, 2, 1)
    assert full_date("01-02-41") == date(1941, 2, 1)
