"""Spans become BIO tags; what does not fit tokens or other spans is settled by rule and counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.spans import Span
from dragon_prep.core.targets import TargetType, value_fault
from dragon_prep.language.tokens import tokenize
from dragon_prep.tasks.bio import BioCounts, bio, multi_bio

TEXT = "Dr. G. van Veen, 13u45 te Bethesda"
TOKENS = tokenize(TEXT)  # Dr . G . van Veen , 13 u 45 te Bethesda


def span(piece: str, label: str = "X") -> Span:
    start = TEXT.index(piece)
    return Span(start, start + len(piece), label)


def single(*spans: Span) -> str:
    return " ".join(bio(TOKENS, spans)[0])


def test_one_tag_per_token():
    spans = [span("13u45", "TIJD"), span("G. van Veen", "PERSOON")]
    tags, counts = bio(TOKENS, spans)
    assert tags[:6] == ["O", "O", "B-PERSOON", "I-PERSOON", "I-PERSOON", "I-PERSOON"]
    assert tags[6:] == ["O", "B-TIJD", "I-TIJD", "I-TIJD", "O", "O"]
    assert counts == BioCounts()


def test_spans_off_the_borders_grow_to_whole_tokens():
    tags, counts = bio(TOKENS, [span("ee"), span("hes", "Y")])
    assert tags == ["O", "O", "O", "O", "O", "B-X", "O", "O", "O", "O", "O", "B-Y"]
    assert counts == BioCounts(grown=2)


def test_blanks_at_the_border_are_no_growth():
    assert bio(TOKENS, [span(" te ")])[1] == BioCounts()


def test_a_span_of_blanks_is_dropped():
    tags, counts = bio(TOKENS, [Span(3, 4, "X")])
    assert set(tags) == {"O"}
    assert counts == BioCounts(dropped=1)


def test_of_two_spans_the_one_that_begins_first_has_the_shared_tokens():
    spans = [span("van Veen, 13", "LATE"), span("G. van", "EARLY")]
    assert single(*spans) == ("O O B-EARLY I-EARLY I-EARLY B-LATE I-LATE I-LATE O O O O")
    assert bio(TOKENS, spans)[1] == BioCounts(cut=1)


def test_of_two_spans_that_begin_together_the_longer_has_the_tokens():
    spans = [span("G", "SHORT"), span("G. van", "LONG")]
    assert single(*spans) == "O O B-LONG I-LONG I-LONG O O O O O O O"
    assert bio(TOKENS, spans)[1] == BioCounts(dropped=1)


def test_two_halves_of_a_token_go_to_the_first():
    assert bio(TOKENS, [span("Ve", "A"), span("en", "B")]) == (
        ["O", "O", "O", "O", "O", "B-A", "O", "O", "O", "O", "O", "O"],
        BioCounts(grown=2, dropped=1),
    )


def test_lists_of_tags_keep_the_order_of_the_annotation():
    spans = [span("van Veen", "2-b"), span("G. van", "1-a"), span("van", "1-c")]
    tags, counts = multi_bio(TOKENS, [*spans[:2], span("Veen", "1-c")])
    assert tags[2:6] == [["B-1-a"], ["I-1-a"], ["B-2-b", "I-1-a"], ["I-2-b", "B-1-c"]]
    assert tags[0] == ["O"]
    assert counts == BioCounts()


def test_spans_of_a_block_that_begin_together_are_both_kept():
    tags, counts = multi_bio(TOKENS, [span("G", "1-a"), span("G. van", "1-b")])
    assert tags[2:5] == [["B-1-a", "B-1-b"], ["I-1-b"], ["I-1-b"]]
    assert counts == BioCounts()


def test_no_token_has_both_a_first_and_an_inner_tag_of_a_block():
    tags, counts = multi_bio(TOKENS, [span("van Veen", "1-b"), span("G. van", "1-a")])
    assert tags[2:6] == [["B-1-a"], ["I-1-a"], ["I-1-a"], ["B-1-b"]]
    assert counts == BioCounts(cut=1)


def test_the_same_span_twice_counts_once():
    tags, counts = multi_bio(TOKENS, [span("van Veen", "1-b"), span("van Veen", "1-b")])
    assert tags[4:6] == [["B-1-b"], ["I-1-b"]]
    assert counts == BioCounts(dropped=1)


def test_labels_need_a_block_number():
    with pytest.raises(ValueError, match="block number"):
        multi_bio(TOKENS, [span("G", "BCC")])


def test_counts_add_up():
    assert BioCounts(1, 2, 3) + BioCounts(1, 1, 1) == BioCounts(2, 3, 4)


TEXTS = st.text(st.sampled_from("ab1 .-\n"), min_size=1, max_size=40)


@st.composite
def annotated(draw, labels):
    text = draw(TEXTS)
    spans = []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        spans.append(Span(start, end, draw(st.sampled_from(labels))))
    return tokenize(text), spans


@given(annotated(["A", "B"]))
def test_the_tokens_a_span_touches_are_tagged_and_no_others(case):
    tokens, spans = case
    tags, _ = bio(tokens, spans)
    touched = [any(s.start < t.end and t.start < s.end for s in spans) for t in tokens]
    assert [tag != "O" for tag in tags] == touched
    assert not tokens or value_fault(TargetType.NER, tags, len(tokens)) is None
    for before, tag in zip(["O", *tags], tags, strict=False):
        assert not tag.startswith("I-") or before[2:] == tag[2:]


@given(annotated(["1-a", "1-b", "2-a", "12-a"]))
def test_every_token_of_every_span_has_a_tag_of_its_block(case):
    tokens, spans = case
    tags, counts = multi_bio(tokens, spans)
    assert not tokens or value_fault(TargetType.MULTI_LABEL_NER, tags, len(tokens)) is None
    for token, own in zip(tokens, tags, strict=True):
        over = [s for s in spans if s.start < token.end and token.start < s.end]
        blocks = {s.label.split("-")[0] for s in over}
        assert {tag.split("-")[1] for tag in own if tag != "O"} == blocks
        assert {tag[2:] for tag in own if tag != "O"} <= {s.label for s in over}
        assert len(set(own)) == len(own)
    assert counts.dropped + counts.cut <= len(spans)


@given(annotated(["A", "B"]))
def test_the_order_of_spans_of_different_places_means_nothing(case):
    tokens, spans = case
    different = {(s.start, s.end): s for s in spans}
    expected = bio(tokens, list(different.values()))
    assert bio(tokens, sorted(different.values(), reverse=True)) == expected
