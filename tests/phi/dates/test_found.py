"""Where the finders see a date, and where scores, ranges, sizes and versions look like one."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked import marked, sentences

from dragon_prep.language.page import read
from dragon_prep.phi.dates.finders import find_dates
from dragon_prep.phi.entry import unmarked


@pytest.mark.parametrize("sentence", sentences(Path(__file__).with_name("found.txt")))
def test_what_is_marked_is_found_and_nothing_else(sentence: str) -> None:
    text, _ = unmarked(sentence)
    hits = find_dates(read(text))
    assert marked(text, hits) == sentence
    assert {hit.span.label for hit in hits} <= {"DATUM"}


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("{{12-03-2019}}", "date.numeric"), ("{{12-03-19}}", "date.numeric"),
        ("{{00-00-1953}}", "date.numeric"), ("{{XX-03-1963}}", "date.numeric"),
        ("geb. {{85/12/03}}", "date.numeric"), ("{{12-III-2019}}", "date.numeric"),
        ("{{12/3-15/3 2019}}", "date.range"), ("{{12-03-2019 - 15-03-2019}}", "date.range"),
        ("{{03-2019}}", "date.month_year"), ("{{3-'12}}", "date.month_year"),
        ("vgl {{11/19}}", "date.month_year"), ("{{2019-03}}", "date.month_year"),
        ("{{2019-03-12}}", "date.iso"), ("{{20190312}}", "date.compact"),
        ("datum {{120319}}", "date.compact"), ("op {{8 06}}", "date.day_month"),
        ("{{12-03}}", "date.day_month"), ("{{6/2}} en 19/12", "date.day_month"),
        ("{{4 okt}}", "date.day_month_name"), ("{{March 5th}}", "date.day_month_name"),
        ("{{derde mei}}", "date.day_month_name"), ("{{feb 2017}}", "date.month_name_year"),
        ("in {{mei}}", "date.month_name"), ("in {{2019}}", "date.year"),
        ("{{2011-2012}}", "date.year"), ("({{'05}})", "date.short_year"),
        ("geb {{41}}", "date.short_year"), ("5,1 (2021) - 6,9 ({{10/22}})", "date.month_year"),
    ],
)  # fmt: skip
def test_a_date_is_found_by_the_rule_of_its_notation(sentence: str, rule: str) -> None:
    text, places = unmarked(sentence)
    hits = {(hit.span.start, hit.span.end): hit.rule for hit in find_dates(read(text))}
    assert hits[places[0]] == rule
