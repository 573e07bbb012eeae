"""The plain form of a text, and the way back to the text as given."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.spans import Span
from dragon_prep.language.ascii import to_ascii
from dragon_prep.language.folding import folded, grown, plain_text

PIECES = st.sampled_from(
    "aeJn1/- \n.,\u0301\u0308\xad\u200b\ufeff\x1f\x1e\xa0\u2009\u2212\u2014\uff11\uff21\ufb01\u0133"
    "\u0430\u0431\u03bc\u2168\u212b\u0958\u05bc\u05e9\U0001d7d9\U0001f600\ud800\u2028\u3164"
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join))


@pytest.mark.parametrize(
    ("given_text", "plain"),
    [
        ("Tjep\xadkema M\xfcl\u200blenders", "Tjepkema M\xfcllenders"),
        ("\ufeffJan\u200dsen\x1f Jan\x1eWillem", "Jansen Jan-Willem"),
        ("12\u221203\u22122019 12\u204403\u20442019", "12-03-2019 12/03/2019"),
        ("\uff11\uff12-\uff10\uff13 \u0661 \U0001d7d9 \uff2a\uff20\uff0e", "12-03 1 1 J@."),
        ("a\xa0b\u2007c\u2009d\u3000e", "a b c d e"),
        ("a\u2010b\u2011c\u2012d\u2013e\u2014f", "a-b-c-d-e-f"),
        ("Mu\u0308ller, Mu\u200b\u0308ller, x\u0336y", "M\xfcller, M\xfcller, xy"),
        ("T\u0458e\u0440k\u0435m\u0430, \u0412\u043e\u0455", "Tjepkema, Bos"),
        ("dhr. \u0418\u0432\u0430\u043d\u043e\u0432", "dhr. Ivanov"),
        ("\u0132sbrand van \u2019t Sant, 6-\u2169-1987", "IJsbrand van 't Sant, 6-X-1987"),
        ("12\u2028regel", "12\nregel"),
        ("200 \u03bcm, TNF\u03b1, \u03b2-blokker, 14\xd79 mm, \u2640 54, 5 \xb1 1", None),
        ("patiënt Ş. Łukasiewicz-Öz, 37 °C", None),
    ],
)
def test_plain_forms(given_text, plain):
    assert plain_text(given_text) == (given_text if plain is None else plain)


@given(TEXTS)
def test_the_plain_form_is_its_own_plain_form(text):
    plain = folded(text).text
    assert folded(plain).is_same
    assert unicodedata.is_normalized("NFC", plain) or any(map(unicodedata.combining, plain))


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=80))
def test_printable_ascii_stays(text):
    assert folded(text).is_same or not text.replace("\t", "").replace("\n", "").isprintable()


@given(TEXTS, st.data())
def test_a_stretch_comes_back_with_the_invisible_around_it(text, data):
    fold = folded(text)
    if not fold.text:
        return
    start = data.draw(st.integers(0, len(fold.text) - 1))
    end = data.draw(st.integers(start + 1, len(fold.text)))
    first, last = fold.back(start, end)
    assert 0 <= first < last <= len(text)
    again = fold.forward(first, last)
    assert again[0] <= start < end <= again[1]
    # But for an accent without a letter, at the very start.
    assert first == 0 or folded(text[first - 1]).text or unicodedata.combining(text[first - 1])
    assert last == len(text) or folded(text[last]).text


@given(TEXTS, st.data())
def test_any_stretch_goes_forward_and_covers_its_own_way_back(text, data):
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    fold = folded(text)
    first, last = fold.forward(start, end)
    assert 0 <= first <= len(fold.text)
    assert last <= len(fold.text)
    if first < last:
        back = fold.back(first, last)
        visible = [at for at in range(start, end) if folded(text[at]).text]
        assert not visible or not fold.text[first:last].strip() or back[0] <= max(visible)
    whole = grown(text, [Span(start, end, "PERSOON")])[0]
    assert whole.start <= start
    assert whole.end >= end


@pytest.mark.parametrize("cut", ["\xad", "\u200b", "\u200d", "\ufeff", "\x1f", "\xad\u200b"])
@pytest.mark.parametrize("inside", [False, True])
def test_half_a_word_grows_where_nobody_sees_the_cut(cut, inside):
    text = f"dhr. Tjep{cut}kema, Jansen"
    middle, end = text.index(cut) + len(cut) * inside, text.index(",")
    for span in (Span(5, middle, "PERSOON"), Span(text.index(cut) + len(cut), end, "PERSOON")):
        (whole,) = grown(text, [span])
        assert (whole.start, whole.end) == (5, end)


def test_half_a_word_stays_where_the_cut_is_seen():
    text = "dhr. Tjep\xadkema en Jansens"
    spans = [Span(text.index("Jansens"), len(text) - 1, "PERSOON")]
    assert grown(text, spans) == spans


def test_what_the_ascii_step_makes_a_digit_is_one_in_the_plain_form():
    for code in range(0x80, 0x1FFFF):
        char = chr(code)
        if unicodedata.category(char)[0] == "N" and to_ascii(char)[0].isdigit():
            assert plain_text(char).isascii()
