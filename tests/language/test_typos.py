"""Slips of typing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.language.typos import Typo, TypoKind, typo_in

NAMES = st.text(alphabet="abdeklmnorstv", min_size=5, max_size=12)


@pytest.mark.parametrize(
    ("word", "wrong", "kind"),
    [
        ("jansen", "jasen", TypoKind.DROPPED),
        ("jansen", "jannsen", TypoKind.ADDED),
        ("jansen", "jansenn", TypoKind.ADDED),
        ("jansen", "jasnen", TypoKind.SWAPPED),
        ("jansen", "jansem", TypoKind.OTHER),
        ("jansen", "kansen", TypoKind.OTHER),
    ],
)
def test_what_a_slip_is(word, wrong, kind):
    assert typo_in(word, wrong).kind is kind


@pytest.mark.parametrize("wrong", ["jansen", "janse nn", "jsnaen", "bakker", "jan", "jansenss"])
def test_no_slip_or_more_than_one(wrong):
    assert typo_in("jansen", wrong) is None


@pytest.mark.parametrize(
    ("wrong", "other"),
    [("jasen", "Timerman"), ("jannsen", "Timmeerman"), ("jasnen", "Timemrman")],
)
def test_it_is_made_in_the_same_part_of_another_word(wrong, other):
    slip = typo_in("jansen", wrong)
    made = slip.made_in("Timmerman")
    assert made[0] == "T"
    assert sorted(made.lower()) == sorted(other.lower())
    assert typo_in("timmerman", made.lower()).kind is slip.kind


@given(NAMES, st.sampled_from(list(TypoKind)), st.integers(1, 100))
def test_every_slip_makes_another_word_of_almost_the_same_length(name, kind, part):
    made = Typo(kind, part).made_in(name.capitalize())
    assert abs(len(made) - len(name)) == (kind in (TypoKind.DROPPED, TypoKind.ADDED))
    assert made.lower() != name or len(set(name)) == 1


def test_a_capital_stays_in_front():
    assert typo_in("jansen", "ansen").made_in("Bakker") == "Akker"
    assert typo_in("jansen", "ajnsen").made_in("Bakker") == "Abkker"
