"""Times and high ages are compared by what they mean."""

from __future__ import annotations

import pytest

from dragon_prep.audit.moments import moments, values_of
from dragon_prep.core.phi import PhiCategory


def found(text: str, category: PhiCategory) -> set[tuple[int, ...]]:
    return {moment.value for moment in moments(text) if moment.category is category}


@pytest.mark.parametrize(
    "text",
    ["14:30", "14.30 uur", "14u30", "14 u 30", "1430 uur", "14 uur 30", "2:30 PM", "14:30:15"],
)
def test_one_time_is_one_value_however_it_is_written(text: str) -> None:
    assert found(f"gezien om {text}, hoest", PhiCategory.TIJD) == {(14, 30)}
    assert {value for _, value in values_of(text, PhiCategory.TIJD)} == {(14, 30)}


def test_an_hour_of_twelve_is_looked_for_twice() -> None:
    values = {value for _, value in values_of("half drie", PhiCategory.TIJD)}
    assert values == {(2, 30), (14, 30)}
    assert values == {value for _, value in values_of("half 3", PhiCategory.TIJD)}


@pytest.mark.parametrize("text", ["15.30", "14 uur", "15 15 stuks"])
def test_what_may_be_something_else_is_not_sure(text: str) -> None:
    assert not any(m.sure for m in moments(text) if m.category is PhiCategory.TIJD)


@pytest.mark.parametrize("text", ["1.14:30", "14305", "1430", "25:10", "14:30x"])
def test_parts_of_numbers_are_no_times(text: str) -> None:
    assert not found(text, PhiCategory.TIJD)


def test_a_date_marked_as_a_time_is_no_hour() -> None:
    assert not values_of("9-4-23", PhiCategory.TIJD)
    assert {v for _, v in values_of("12-03-2019 14:05", PhiCategory.TIJD)} == {(14, 5)}


@pytest.mark.parametrize("text", ["92", "92-jarige", "92 jr", "tweeennegentig jaar", "M92"])
def test_high_ages_are_values_and_others_are_not(text: str) -> None:
    assert values_of(text, PhiCategory.LEEFTIJD) == {(PhiCategory.LEEFTIJD, (92,))}
    assert not values_of(text.replace("92", "82").replace("negentig", "tachtig"),
                         PhiCategory.LEEFTIJD)  # fmt: skip


@pytest.mark.parametrize("text", ["92 weken", "95 dagen", "1992", "92,5 mm", "92e percentiel"])
def test_other_numbers_are_no_high_ages(text: str) -> None:
    assert not found(text, PhiCategory.LEEFTIJD)


@pytest.mark.parametrize("text", ["92-jarige", "92 jaar", "92jr", "92 jaar oud"])
def test_a_high_age_left_in_a_text_is_found(text: str) -> None:
    assert found(f"Een {text} vrouw", PhiCategory.LEEFTIJD) == {(92,)}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("kwart over drie", (3, 15)),
        ("Half vier", (3, 30)),
        ("vijf over half drie", (2, 35)),
        ("drie uur dertig", (3, 30)),
        ("kwart voor 4", (3, 45)),
    ],
)
def test_a_time_in_words_is_found_in_a_text(text: str, first: tuple[int, int]) -> None:
    hour, minute = first
    assert found(f"gezien om {text}, hoest", PhiCategory.TIJD) == {first, (hour + 12, minute)}
    assert found(text, PhiCategory.TIJD) == {first, (hour + 12, minute)}
    assert all(moment.sure for moment in moments(text))


@pytest.mark.parametrize(
    "text", ["elf uur", "tien voor drie", "10 over drie", "5 over half 3", "10 minuten voor 4"]
)
def test_a_time_in_words_that_may_be_something_else_is_not_sure(text: str) -> None:
    times = list(moments(f"gezien {text} gebeld"))
    assert len(times) == 2  # of the two halves of a day
    assert not any(moment.sure for moment in times)


@pytest.mark.parametrize(
    "text", ["een kwart over", "half april", "zeven over de lijn", "twee uurtjes", "drie 4 vijf"]
)
def test_numbers_in_words_alone_are_no_moments(text: str) -> None:
    assert not list(moments(text))


def test_a_high_age_in_words_is_found_in_a_text() -> None:
    assert found("Een vrouw van tweeennegentig jaar", PhiCategory.LEEFTIJD) == {(92,)}
    assert not found("Een vrouw van tweeentachtig jaar", PhiCategory.LEEFTIJD)
