"""Pieces of a text and what each is by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.detect.learned.context import FIELDS, FIRST_CODES, PLACES, surroundings
from dragon_prep.detect.learned.pieces import PIECE, coarse_names, coarse_of, features_of, shape_of
from dragon_prep.detect.learned.spellings import Spellings
from dragon_prep.language.words import classes


@given(st.text(max_size=200))
def test_pieces_are_all_of_a_text_that_is_not_blank(text):
    joined = "".join(PIECE.findall(text))
    assert "".join(joined.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("piece", "kind"),
    [
        ("Jansen", "capital name"),
        ("JANSEN", "capitals name"),
        ("dr", "small title"),
        ("radioloog", "small role"),
        ("mei", "small month"),
        ("2019", "year"),
        ("12", "hour"),
        ("31", "day"),
        ("61804", "six"),
        ("/", "'/'"),
        ("\n", "'\\n'"),
        ("", "outside"),
        ("§", "sign"),
    ],
)
def test_coarse_class(piece, kind):
    assert coarse_names()[coarse_of(piece, classes[piece.lower()])] == kind


def test_features_of_a_word():
    features = features_of("KDor", classes["kdor"])
    assert {"f kdor", "s XXxx", "l 4", "p k", "p kdo", "e or", "c NONE"} <= {*features}
    assert "e kdor" not in features


def test_shape_of_a_long_word_has_runs():
    assert shape_of("Noordermeer") == "Xx+"
    assert shape_of("vdBerg") == "xxXxxx"


@given(st.text(max_size=120))
def test_every_code_belongs_to_its_field(text):
    spellings = Spellings(classes)
    seen = surroundings(text, (), spellings)
    if seen is None:
        assert not PIECE.findall(text)
        return
    codes = seen.codes - FIRST_CODES
    for values, size in zip(codes, FIELDS.values(), strict=True):
        assert values.min() >= 0
        assert values.max() < size
    assert seen.spellings.shape == (PLACES, len(PIECE.findall(text)))
    assert [text[a:b] for a, b in zip(seen.starts, seen.ends, strict=True)] == PIECE.findall(text)
