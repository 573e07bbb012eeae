"""Texts made to trouble patterns: long runs, deep nesting, many titles, dots, commas and breaks.

How time grows with length is checked by ``benchmarks/detection/scaling.py``, not here.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragon_prep.detect import detect

FEW = settings(max_examples=30, deadline=None)

# Each alphabet stands for one sort of trouble; texts over it are long and hold little else.
ALPHABETS = {
    "digits": ("0", "1", "12", "2019", "06", "123456782", "-", "/", ".", " "),
    "digits and breaks": ("1", "31", "12", "\n", " ", ",", "'", ":", "u", "h"),
    "other digits": ("٣", "१", "²", "½", "１", "Ⅷ", "-", ".", " ", "1", "2019"),
    "capitals": ("A", "B", "AB", "ABC", "ABCDEF", "É", "İ", " ", "-", "JANSEN"),
    "initials": ("A.", "B.", "A", "J", ".", ",", " ", "Jansen", "van", "de"),
    "particles": ("van ", "de ", "der ", "den ", "in ", "'t ", "ter ", "el ", "Vries", "h."),
    "titles": ("dr. ", "mw. ", "prof. ", "de heer ", "dr", ".", "Jansen", "jansen", "RGer", "\n"),
    "roles": ("Radioloog", "radioloog", ": ", "/", ", ", "Naam", "door ", "aan ", "met ", "Jansen"),
    "codes": ("RGer", "JvdB", "Lbu", "(", ")", "/", ", ", "\n", ".", "hja"),
    "brackets": ("(", ")", "[", "]", "<", ">", "{", "}", "A", "1"),
    "nested": ("((", "))", "(A", "A)", "(AB/", "cd)", "AANVULLING ", "macroscopie ", "\n", "9-"),
    "hyphens": ("-", "--", "A-", "a-", "1-", "x-", "‐", "–", "Jansen-", " "),
    "dots": (".", "..", "a.", "www.", "a.b", "@", "1.", "nl", "http://", "_"),
    "commas": (",", ", ", "Jansen, ", "A.", "2019, ", "en ", ";", "|", " ", "1"),
    "blank lines": ("\n", "\n\n", "\r\n", " ", "\t", "\xa0", "\u2028", "Ab", "Ab.", "1"),
    "dates": ("12", "jan", " ", "mei", "'05", "-", "2019", "ma ", "t/m", "okt."),
    "ages and times": ("67", " jr", " jarige", ":", "45", " uur", "kwart over ", "half ", "om "),
    "keys": ("BSN", ":", " ", "nr.", "tel", "T24-", "sein ", "NL91", "ABNA", "123456"),
    "places": ("Ziekenhuis ", "Sint ", "te ", "Best", "UMC", "MC ", "Medisch Centrum ", "1234AB"),
    "letters that grow": ("İ", "ß", "ﬁ", "e\u0301", "\u0301", "Σ", "\U0001f600", "ŉ", "A", " "),
}  # fmt: skip


def check(text: str) -> None:
    """Spans lie in the text, apart and in order, and are the same the second time."""
    hits = detect(text)
    last = 0
    for hit in hits:
        assert last <= hit.span.start < hit.span.end <= len(text)
        last = hit.span.end
    assert detect(text) == hits


def long_runs(pieces: Sequence[str]) -> st.SearchStrategy[str]:
    """Some pieces, each repeated up to 60 times."""
    run = st.tuples(st.sampled_from(pieces), st.integers(1, 60)).map(lambda run: run[0] * run[1])
    return st.lists(run, max_size=12).map("".join)


def mixtures(pieces: Sequence[str]) -> st.SearchStrategy[str]:
    """Pieces in any order, few of them or many: lists are short unless told otherwise."""
    piece = st.sampled_from(pieces)
    few, many = st.lists(piece, max_size=12), st.lists(piece, min_size=30, max_size=120)
    return st.one_of(few, many).map("".join)


@pytest.mark.parametrize("pieces", ALPHABETS.values(), ids=ALPHABETS)
@FEW
@given(data=st.data())
def test_any_text_of_few_pieces(pieces, data):
    check(data.draw(st.one_of(mixtures(pieces), long_runs(pieces))))


@settings(max_examples=150, deadline=None)
@given(mixtures(sorted({piece for pieces in ALPHABETS.values() for piece in pieces})))
def test_any_pieces_together(text):
    check(text)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.text(min_size=100, max_size=400)))
def test_any_text(text):
    check(text)


@FEW
@given(st.text(alphabet=st.characters(categories=["Nd", "Nl", "No", "P", "Z", "Cc"]), min_size=20))
def test_any_digits_punctuation_and_blanks(text):
    check(text)


@FEW
@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lt", "Lm", "Mn"]), min_size=20))
def test_any_letters_and_marks(text):
    check(text)


@FEW
@given(st.binary(max_size=1_000))
def test_any_bytes_as_latin_1(data):
    check(data.decode("latin-1"))


@settings(max_examples=20, deadline=None)
@given(st.sampled_from("17AaÉé.-/(),: \n\t\xa0"), st.integers(1_000, 8_000))
def test_one_character_many_times(char, times):
    check(char * times)


@pytest.mark.parametrize(
    "text",
    [
        "7" * 100_000,
        "A" * 100_000,
        "(" * 20_000 + ")" * 20_000,
        "1" + " " * 50_000 + "1",
        "BSN: " + "1." * 20_000,
        "Radioloog: " + "A." * 20_000,
        "dr. " + "van de " * 5_000,
        "a@" + "b." * 20_000,
        "tel. " + "0 " * 20_000,
        bytes(range(256)).decode("latin-1") * 200,
        # Found by fuzzing: each of these once failed, or took for ever.
        "Jansen, A.B. " * 300,
        "x 2019/33",
        "2019 t/m " * 20,
        "  \n" * 50,
        "\x1c\x1c",
    ],
    ids=lambda text: repr(text[:8]),
)
def test_one_long_line(text):
    check(text)
