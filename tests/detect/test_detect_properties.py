"""What holds for any text at all."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.phi import canonical_label
from dragon_prep.detect import NO_EVIDENCE, detect, detect_all
from dragon_prep.language.page import read
from dragon_prep.phi.rules import RULES

# Pieces that rules anchor on, so that random texts reach deep into them.
PIECES = (
    "12", "-", "03", ".", "/", "2019", " ", "\n", ":", ",", "(", ")", "'", "05", "mei", "jan.",
    "dr.", "mw.", "van", "de", "der", "Jansen", "A.", "B.", "AB", "Radioloog", "door", "naam",
    "geautoriseerd", "T24-", "817623", "BSN", "123456782", "06", "12345678", "+31", "sein", "3611",
    "@", "umcn.nl", "www.", "6511", "LX", "Nijmegen", "Kerkstraat", "te", "ziekenhuis", "UMC",
    "Sint", "67", "jarige", "jaar", "jr", "man", "om", "uur", "u", "kwart over", "half", "drie",
    "AANVULLING", "MACROSCOPIE", "RGer", "accreditatie", "M123", "NL91", "ABNA", "0417164300", "mm",
    "x", "PI-RADS", "studie", "PRIAS", "werkt bij", "Lbu", "1.2.840.10008.1.2", "Z326708", "groet",
    "A.Jansen ", "uroloog ", "de Boer, ", "(radioloog)", "geboren", "einde verslag.", "echtgenote",
    "Anneke", "t/m", " | ", " / ", "(JtB)", "akkoord", "UMC Oost", "İ", "é", "\u0301", "\U0001f600",
    "\x00", "٣", "\xa0",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
)


@given(TEXTS)
def test_spans_lie_inside_apart_and_in_order(text):
    last = 0
    for hit in detect(text):
        assert last <= hit.span.start < hit.span.end <= len(text)
        assert canonical_label(hit.span.label) == hit.span.label
        assert hit.rule in RULES
        last = hit.span.end


@given(TEXTS)
def test_same_text_same_result(text):
    assert detect(text) == detect(text)


@given(st.lists(TEXTS, max_size=5))
def test_what_is_looked_at_together_is_found_as_if_each_were_alone(texts):
    assert detect_all([(text, NO_EVIDENCE) for text in texts]) == [detect(text) for text in texts]


@given(TEXTS)
def test_page_keeps_the_offsets_of_the_text(text):
    page = read(text)
    assert len(page.low) == len(text)
    for start, word in zip(page.starts, page.words, strict=True):
        assert page.low[start : start + len(word)] == word
    for start, end in page.numbers:
        assert text[start:end].isdigit()


@given(TEXTS)
def test_repr_shows_offsets_labels_and_rules_only(text):
    for hit in detect(text):
        span = hit.span
        shown = f"Span(start={span.start}, end={span.end}, label={span.label!r})"
        assert repr(hit) == f"Detection(span={shown}, rule={hit.rule!r})"


@pytest.mark.parametrize(
    "unit",
    [
        "1", "1 ", "1.", "12-03-", "A. ", "dr. ", "van de ", "@", "a@b.", "(", "NL91 ABNA ", "06 ",
        "\n", "Radioloog: Jansen, ", "AANVULLING (", "1.2.840.", "in 2019, ", "Ziekenhuis ",
        "Sint ", "x\n\n",
    ],
)  # fmt: skip
def test_long_monotonous_text_returns(unit):
    text = unit * (200_000 // len(unit))
    spans = [hit.span for hit in detect(text)]
    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert not spans or spans[-1].end <= len(text)


def test_empty_rubbish_and_a_line_of_digits():
    assert detect("") == ()
    assert detect("7" * 100_000) == ()
    chars = random.Random(7)
    rubbish = "".join(chr(chars.randrange(1, 0xD7FF)) for _ in range(1_000_000))
    spans = [hit.span for hit in detect(rubbish)]
    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert detect(bytes(range(256)).decode("latin-1") * 40) is not None
