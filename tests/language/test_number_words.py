from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.language.number_words import (
    MOST,
    Spelling,
    number_words,
    numbers_in_words,
    read_number,
    spell,
)

SPELLINGS = st.builds(
    Spelling,
    language=st.just("nl"),
    is_ordinal=st.booleans(),
    joint=st.sampled_from(("", "-")),
    accented=st.booleans(),
    hundred_and=st.booleans(),
) | st.builds(
    Spelling,
    language=st.just("en"),
    is_ordinal=st.booleans(),
    joint=st.sampled_from(("", "-", " ")),
)


@given(
    st.integers(1, MOST),
    SPELLINGS,
    st.sampled_from(("klein", "Kapitaal", "GROOT")),
    st.sampled_from(("", " jaar", ".", "-jarige")),
)
def test_what_is_spelt_is_read_back(
    number: int, spelling: Spelling, model: str, behind: str
) -> None:
    text = spell(number, spelling, model)
    read = read_number(f"om {text}{behind}", 3)
    assert read is not None
    assert (read.number, read.end) == (number, 3 + len(text))
    assert spell(read.number, read.spelling, model) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("nul", 0), ("een", 1), ("één", 1), ("Twaalf", 12), ("drieënzestig", 63),
        ("drieenzestig", 63), ("DRIEËNZESTIG", 63), ("tweeëntwintig", 22), ("twee-en-twintig", 22),
        ("honderdeneen", 101), ("honderdeen", 101), ("eerste", 1), ("derde", 3), ("achtste", 8),
        ("eenendertigste", 31), ("tweeëntwintigste", 22), ("ninety-five", 95), ("ninety five", 95),
        ("twentieth", 20), ("twenty-first", 21), ("honderdtwintig", 120),
    ],
)  # fmt: skip
def test_a_word_means_its_number(text: str, number: int) -> None:
    read = read_number(text)
    assert read is not None
    assert (read.number, read.end) == (number, len(text))


@pytest.mark.parametrize(
    "text", ["", "eenheid", "achter", "twintigjes", "honderdeenentwintig", "x"]
)
def test_another_word_is_no_number(text: str) -> None:
    assert read_number(text) is None


def test_the_start_of_a_word_can_be_asked_for() -> None:
    read = read_number("zestigjarige", whole_word=False)
    assert read is not None
    assert (read.number, read.end) == (60, 6)


@pytest.mark.parametrize("text", ["drie en twintig", "twee twintig"])
def test_two_words_are_two_numbers(text: str) -> None:
    read = read_number(text)
    assert read is not None
    assert read.end == text.index(" ")


def test_ordinals_are_listed_apart() -> None:
    assert number_words()["elf"] == 11
    assert number_words(ordinal=True)["elfde"] == 11
    assert not number_words().keys() & number_words(ordinal=True).keys()


def test_measures_in_words_are_found_where_they_stand() -> None:
    text = "Een nodus van dertien mm, Drieëndertig bij twee-en-twintig mm; op de tiende dag"
    found = [(text[start:end], int(value)) for start, end, value in numbers_in_words(text)]
    assert found == [("dertien", 13), ("Drieëndertig", 33), ("twee-en-twintig", 22)]
    assert [int(value) for *_, value in numbers_in_words(text, 20, 40)] == [33]
