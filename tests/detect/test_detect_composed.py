"""Letters in two pieces, as some exports hold them, hide nothing."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.detect import detect
from dragon_prep.detect.composed import compose

CASES = Path(__file__).with_name("cases") / "PERSOON.jsonl"


def test_a_name_with_combining_accents_is_found_whole():
    text = unicodedata.normalize("NFD", "Radioloog: M\u00fcller, dhr. \u00c7elik.")
    found = [text[hit.span.start : hit.span.end] for hit in detect(text)]
    assert [unicodedata.normalize("NFC", name) for name in found] == ["M\u00fcller", "\u00c7elik"]


def test_cases_are_found_the_same_in_pieces():
    for line in CASES.read_text(encoding="utf-8").splitlines():
        text = json.loads(line)["text"]
        pieces = unicodedata.normalize("NFD", text)
        whole = [text[hit.span.start : hit.span.end] for hit in detect(text)]
        found = [pieces[hit.span.start : hit.span.end] for hit in detect(pieces)]
        assert [unicodedata.normalize("NFC", name) for name in found] == whole


@given(
    st.text(
        alphabet=st.sampled_from("aeunC\u0308\u0301\u0327\u00fc\u212b\u0958 .1\u05bc\u05e9"),
        max_size=30,
    )
)
def test_places_are_in_order_and_within_the_text(text):
    composed = compose(text)
    if composed is None:
        return
    clean, places = composed
    assert len(places) == len(clean) + 1
    assert places == sorted(places)
    assert places[-1] == len(text)
    for hit in detect(text):
        assert 0 <= hit.span.start < hit.span.end <= len(text)
