"""Where the finder sees an age, and where a number beside a person or a unit is something else."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked import marked, sentences

from dragon_prep.language.number_words import number_words
from dragon_prep.language.page import read
from dragon_prep.phi.ages.finders import find_ages
from dragon_prep.phi.ages.in_words import find_ages_in_words
from dragon_prep.phi.entry import unmarked


@pytest.mark.parametrize("sentence", sentences(Path(__file__).with_name("found.txt")))
def test_what_is_marked_is_found_and_nothing_else(sentence: str) -> None:
    text, _ = unmarked(sentence)
    page = read(text)
    hits = [*find_ages(page), *find_ages_in_words(page)]
    assert marked(text, hits) == sentence
    assert {hit.span.label for hit in hits} <= {"LEEFTIJD"}


@pytest.mark.parametrize("unit", ["jarige", " jarige", "-jarige", " jaar", " jaar oud"])
def test_every_number_in_words_is_read_that_is_looked_for(unit):
    words = sorted(number_words())
    few = [word for word, number in number_words().items() if 0 < number < 10]
    for said in (*words, *(f"{one} {sign} dertig" for one in few for sign in ("en", "ën"))):
        for hit in find_ages_in_words(read(f"mevrouw Bakker, {said}{unit}, komt")):
            assert hit.rule == "age.words"
