"""Where the finders see a time of the day, and where what is written like one is something else."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked import marked, sentences

from dragon_prep.language.page import read
from dragon_prep.phi.dates.finders import find_dates
from dragon_prep.phi.entry import unmarked
from dragon_prep.phi.times.finders import find_times


@pytest.mark.parametrize("sentence", sentences(Path(__file__).with_name("found.txt")))
def test_what_is_marked_is_found_and_nothing_else(sentence: str) -> None:
    text, _ = unmarked(sentence)
    page = read(text)
    hits = find_times(page, find_dates(page))
    assert marked(text, hits) == sentence
    assert {hit.span.label for hit in hits} <= {"TIJD"}
