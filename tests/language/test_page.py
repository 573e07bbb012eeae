"""A text made ready for rules: its words, numbers and cues; phrases, terms and units in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.language import runs
from dragon_prep.language.page import KINDS, classes_with, read
from dragon_prep.language.phrases import (
    IdKey,
    Phrase,
    hospital_index,
    id_key_index,
    key_table,
    town_index,
)
from dragon_prep.language.term_index import TermIndex
from dragon_prep.language.units import is_day, is_year, unit_follows, word_after
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes

TEXTS = st.text(st.sampled_from("abzABZéÉŁłßİ?x1_ .-\n'\u0660\U0001f600"), max_size=30)


@given(TEXTS)
def test_words_are_runs_of_letters(text):
    matches = list(re.finditer(r"[^\W\d_]+", text))
    words, starts, ends = runs.words(text)
    assert words == [match[0] for match in matches]
    assert starts == [match.start() for match in matches]
    assert ends == [match.end() for match in matches]


@given(TEXTS)
def test_inner_capitals_are_found_in_words(text):
    letter = r"[^\W\d_]"
    other = rf"(?:(?![A-Z]){letter})"
    found = {m.start(1) for m in re.finditer(rf"(?<={other})([A-Z])", text)}
    found |= {m.start(1) for m in re.finditer(rf"(?<=[A-Z][A-Z])({other})", text)}
    assert runs.inner_capitals(text) == sorted(found)


@pytest.mark.parametrize(
    ("text", "places"),
    [("vdB", [2]), ("RGer", [2]), ("RGB", []), ("Jan", []), ("aBcD", [1, 3]), ("ABcDE", [2, 3])],
)
def test_inner_capitals(text, places):
    assert runs.inner_capitals(text) == places


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("12 en 1234", ["12", "1234"]),
        ("4,5", ["4"]),  # decimals: the first is told from a decimal by what follows
        ("a 12 mm b", []),
        ("12mm", []),
        ("12 cm, 12 ml 12 mg 12 mmol 12 % 12 cc", []),
        ("12%", []),
        ("12 cc:", ["12"]),
        ("12 cca", ["12"]),
        ("12 x 3", ["3"]),
        ("12x3", ["3"]),
        ("12 x y", ["12"]),
        ("12,a", ["12"]),
        ("12.5", ["12", "5"]),
        ("12  mm", ["12"]),
        ("a1b", ["1"]),
        ("\u0661", []),
    ],
)
def test_numbers_that_are_no_measures(text, numbers):
    page = read(text)
    found = [page.text[start:end] for start, end in page.numbers]
    if text == "4,5":
        numbers = []
    assert found == numbers
    assert page.by_length == {
        length: [start for start, end in page.numbers if end - start == length]
        for length in {end - start for start, end in page.numbers}
    }


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("maart", "month"),
        ("dr", "title"),
        ("radioloog", "role"),
        ("sjoerd", "first"),
        ("jansen", "surname"),
        ("jansen", "strong"),
        ("amsterdam", "town"),
        ("rijnstate", "hospital"),
        ("patientnummer", "id_key"),
        ("tel", "phone_key"),
        ("door", "link"),
        ("met", "link"),
        ("aan", "link"),
        ("kwart", "clock"),
        ("half", "clock"),
        ("over", "clock"),
        ("voor", "clock"),
        ("geboren", "born"),
        ("geb", "born"),
        ("e", "married"),
        ("ev", "married"),
        ("w", "married"),
        *((word, "legal_form") for word in ("bv", "nv", "vof", "bvba", "zn", "zonen")),
        ("uur", "hour"),
        ("om", "at_hour"),
        ("te", "town_cue"),
    ],
)
def test_words_that_rules_look_beside(word, kind):
    page = read(f"qq {word.upper()} qq")
    assert page.of_kind(kind) == [1]
    assert kind in KINDS
    assert read("qq qq").of_kind(kind) == []


def test_a_page_by_its_words():
    page = read("  Dr. Jansen\nbelt, İ")
    assert (page.words[:3], page.starts[:3], page.ends[:3]) == (
        ["dr", "jansen", "belt"],
        [2, 6, 13],
        [4, 12, 17],
    )
    assert len(page.low) == len(page.text)
    assert [page.word(at) for at in (-1, 0, 2, 9)] == ["", "dr", "belt", ""]
    assert [page.gap_before(at) for at in (0, 1, 2)] == ["  ", ". ", "\n"]
    assert [page.index_before(at) for at in (0, 2, 3, 6, 7, 99)] == [-1, -1, 0, 0, 1, 3]
    assert [page.index_from(at) for at in (0, 2, 3, 6, 7, 99)] == [0, 0, 1, 1, 2, 4]
    assert [page.is_capital(at) for at in (0, 1, 2)] == [True, True, False]
    assert page.end(1) == 12
    assert "ansen" not in repr(page)


def test_words_of_a_centre_are_its_own():
    own = (("surnames", ("qqzz",)), ("closing", ("qqxx",)))
    page = read("Qqzz qqxx", own)
    assert (page.of_kind("surname"), page.of_kind("closing")) == ([0], [1])
    assert classes_with(own)["qqzz"] & W.SURNAME
    assert classes_with(()) is classes
    assert read("Qqzz qqxx").hits == {}


@pytest.mark.parametrize(
    ("day", "month", "is_one"),
    [
        (0, 1, False),
        (1, 1, True),
        (31, 1, True),
        (32, 1, False),
        (29, 2, True),
        (30, 2, False),
        (30, 4, True),
        (31, 4, False),
        (31, 12, True),
        (1, 0, False),
        (1, 12, True),
        (1, 13, False),
        *((31, month, month in (1, 3, 5, 7, 8, 10, 12)) for month in range(1, 13)),
        *((30, month, month != 2) for month in range(1, 13)),
    ],
)
def test_days_that_there_are(day, month, is_one):
    assert is_day(day, month) is is_one


@pytest.mark.parametrize(
    ("year", "is_one"), [(1899, False), (1900, True), (2199, True), (2200, False)]
)
def test_years_a_report_can_speak_of(year, is_one):
    assert is_year(year) is is_one


@pytest.mark.parametrize(
    ("behind", "word", "is_unit"),
    [
        (" mm", "mm", True),
        ("mm", "mm", True),
        ("   mm", "mm", True),
        ("      mm", "mm", True),
        ("       mm", "", False),
        ("   \n   mm", "mm", True),
        ("   \n    mm", "", False),
        ("\nmm", "mm", True),
        (" \n mm", "mm", True),
        ("\n\nmm", "", False),
        (" m", "m", True),
        (" M", "m", False),
        ("\nm", "m", False),
        (" %", "%", True),
        ("°", "°", True),
        (" ×", "×", True),
        (" mm2", "mm", True),
        (" cm²", "cm²", True),
        (" jaar", "jaar", True),
        (" Jaar", "jaar", False),  # a longer word with a capital opens something
        (" MM", "mm", True),
        (" tafel", "tafel", False),
        (".mm", "", False),
        (") mm", "", False),
        ("-mm", "", False),
        ("/ml", "", False),
        ("", "", False),
        (" 3", "", False),
    ],
)
def test_what_stands_behind_a_number(behind, word, is_unit):
    page = read(f"12{behind}")
    assert word_after(page, 2) == word
    assert unit_follows(page, 2) is is_unit


@pytest.mark.parametrize(
    ("text", "position", "start"),
    [
        ("den haag", 4, 0),
        ("te den haag.", 7, 3),
        ("aden haag", 5, -1),
        ("den haags", 4, -1),
        ("1den haag", 5, -1),
        ("den haag1", 4, -1),
        ("haag", 0, -1),
        ("den  haag", 5, -1),
    ],
)
def test_where_a_phrase_stands(text, position, start):
    assert Phrase("den haag", 4, ambiguous=False).start_in(text, position) == start


def test_towns_with_their_links_written_short():
    names = {phrase.name for phrases in town_index().values() for phrase in phrases}
    for long in ("capelle aan den ijssel", "alphen aan den rijn"):
        assert long in names
        for sign in ("a/d", "a.d.", "ad", "a d", "a/den", "aan d"):
            assert long.replace("aan den", sign) in names
    (first, *_) = town_index()["haag"]
    assert (first.name, first.offset) in {("den haag", 4), ("'s-gravenhaag", 3)} or first.offset
    for phrases in town_index().values():
        lengths = [len(phrase.name) for phrase in phrases]
        assert lengths == sorted(lengths, reverse=True)
    assert all(p.ambiguous for p in town_index()["best"] if p.name == "best")
    assert not any(p.ambiguous for p in town_index()["amsterdam"])
    assert any(p.ambiguous for phrases in hospital_index().values() for p in phrases)
    assert not any(p.ambiguous for p in hospital_index()["rijnstate"] if p.name == "rijnstate")


@pytest.mark.parametrize(
    ("words", "label"),
    [
        *(
            (words, "PATIENTNUMMER")
            for words in (
                ("patientnummer",),
                ("patientnr",),
                ("patientno",),
                ("patient", "nummer"),
                ("patient", "nr"),
                ("patient", "no"),
                ("patient", "num"),
                ("patient", "id"),
                ("mrn",),
            )
        ),
        (("bsn",), "BSN"),
        (("iban",), "IBAN"),
        (("znummer",), "ZNUMMER"),
    ],
)
def test_keys_of_numbers_in_their_forms(words, label):
    assert IdKey(words, label, weak=False) in id_key_index()[words[0]]


def test_keys_are_in_order_and_by_their_second_word():
    for first, keys in id_key_index().items():
        lengths = [len(key.words) for key in keys]
        assert lengths == sorted(lengths, reverse=True)
        assert all(key.words[0] == first for key in keys)
    assert any(key.weak for keys in id_key_index().values() for key in keys)
    assert not any(
        "weak" in (*key.words, key.label) for ks in id_key_index().values() for key in ks
    )
    patient = key_table(phones=False)["patient"]
    assert {key.words for key in patient["nr"]} == {("patient", "nr")}
    assert patient[""] == ()
    assert [key.words for key in key_table(phones=True)["tel"][""]] == [("tel",)]
    assert "mrn" not in key_table(phones=True)


def terms(text, *given):
    index = TermIndex((term, exact, term) for term, exact in given)
    return sorted((text[s:e], meaning) for s, e, meaning in index.find(read(text)))


@pytest.mark.parametrize(
    ("text", "term", "exact", "found"),
    [
        ("een Wagenmaker score", "Wagenmaker score", False, ["Wagenmaker score"]),
        ("een wagenmaker\n  score", "Wagenmaker score", False, ["wagenmaker\n  score"]),
        ("een wagenmaker     score", "Wagenmaker score", False, []),  # five blanks
        ("een wagenmaker    score", "Wagenmaker  score", False, ["wagenmaker    score"]),
        ("wagenmakers", "wagenmaker", False, []),
        ("1wagenmaker", "wagenmaker", False, []),
        ("_wagenmaker_", "wagenmaker", False, ["wagenmaker"]),
        ("Hja hja", "Hja", True, ["Hja"]),
        ("Hja hja", "Hja", False, ["Hja", "hja"]),
        ("T19-12345 en 19-12345", "19-12345", False, ["19-12345"]),
        ("de a. wagenmaker", "a. wagenmaker", False, ["a. wagenmaker"]),
        ("de a.    wagenmaker", "a. wagenmaker", False, ["a.    wagenmaker"]),
        ("x 1 2 3 wagen", "1 2 3 wagen", False, ["1 2 3 wagen"]),
        ("x 1    2    3    wagen", "1 2 3 wagen", False, ["1    2    3    wagen"]),
        ("c++ en c++", "c++", False, ["c++", "c++"]),
        ("12-34", "12-34", True, ["12-34"]),
    ],
)
def test_terms_are_found_but_for_white_space(text, term, exact, found):
    assert [stretch for stretch, _ in terms(text, (term, exact))] == found


def test_terms_have_their_meaning_and_may_overlap():
    found = terms("Jan de Wit", ("de Wit", False), ("Jan de", False), ("wit", False))
    assert found == [("Jan de", "Jan de"), ("Wit", "wit"), ("de Wit", "de Wit")]
    assert not TermIndex([])
    assert TermIndex([("12", False, 0)])
    assert TermIndex([("ab", False, 0)])
