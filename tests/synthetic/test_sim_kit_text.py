"""Passages: identifiers are where they were planted, whatever is done to the text."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.synthetic.kit.noise import slip
from dragon_prep.synthetic.kit.text import Passage, expand, fill, join, planted, wrap

WORDS = st.text("abcdé é\u00a0(),.x\U0001f642 ", min_size=1, max_size=12)
PIECES = st.lists(st.tuples(WORDS, st.sampled_from(["", "PERSOON", "DATUM"])), max_size=12)


def passage_of(pieces):
    return join(" ", [planted(t, label) if label else Passage(t) for t, label in pieces])


def plants(passage):
    return [(passage.text[s.start : s.end], s.label) for s in passage.phi]


@given(PIECES)
def test_joined_passages_keep_what_was_planted(pieces):
    passage = passage_of(pieces)
    assert passage.text == " ".join(t for t, _ in pieces)
    assert plants(passage) == [(t, label) for t, label in pieces if label]


@given(PIECES, st.integers(5, 40))
def test_wrapping_changes_blanks_into_newlines_and_nothing_else(pieces, width):
    passage = passage_of(pieces)
    wrapped = wrap(passage, width, keep_phi_whole=False)
    assert wrapped.text.replace("\n", " ") == passage.text
    assert wrapped.phi == passage.phi
    for line in wrapped.text.split("\n"):
        assert len(line) <= width or " " not in line.strip(" ")


@given(PIECES, st.integers(5, 40))
def test_wrapping_can_keep_identifiers_whole(pieces, width):
    passage = passage_of(pieces)
    wrapped = wrap(passage, width, keep_phi_whole=True)
    assert plants(wrapped) == plants(passage)
    assert all(wrapped.text[s.start - 1 : s.start] != "\n" for s in wrapped.phi)


def test_wrapping_keeps_lines_that_are_there():
    passage = Passage("een twee drie\nvier vijf zes zeven")
    assert wrap(passage, 9, keep_phi_whole=False).text == "een twee\ndrie\nvier vijf\nzes zeven"


def test_a_template_is_expanded_and_filled():
    template = expand(Random(1), "[Gebeld met|Overleg met] {arts}[ ([nu|later])|], {tijd}.")
    slots = {"arts": planted("J. Bos", "PERSOON"), "tijd": planted("13:45", "TIJD")}
    passage = fill(template, slots.__getitem__)
    assert passage.text.endswith(", 13:45.")
    assert plants(passage) == [("J. Bos", "PERSOON"), ("13:45", "TIJD")]


def test_an_empty_identifier_cannot_be_planted():
    with pytest.raises(ValueError, match="not a span"):
        planted("", "PERSOON")


def test_a_passage_does_not_show_its_text():
    assert "Bos" not in repr(planted("J. Bos", "PERSOON"))


@given(st.integers(0, 300))
def test_a_slip_leaves_figures_and_capitals_alone(seed):
    sentence = "PI-RADS 4 afwijking van 13 mm rechts dorsolateraal."
    slipped = slip(Random(seed), sentence)
    assert slipped != sentence
    kept = [c for c in sentence if c.isdigit() or c.isupper()]
    assert [c for c in slipped if c.isdigit() or c.isupper()] == kept
