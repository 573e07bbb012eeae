"""The tokens that names are made of, and particles in all their spellings."""

from __future__ import annotations

import pytest

from dragon_prep.phi.names import particles, tokens
from dragon_prep.phi.names.certainty import BLANK, COLON
from dragon_prep.phi.names.extent import end_of_name


@pytest.mark.parametrize(
    ("mention", "words"),
    [
        ("J. Jansen", "J|. |Jansen"),
        ("O'Brien-de Wit", "O'Brien|-|de| |Wit"),
        ("Jansen's", "Jansen|'s"),
        ("'s-Gravesande", "'s|-|Gravesande"),
        ("'t Hart", "'t| |Hart"),
        ("J3 Jansen", "J|3 |Jansen"),
        ("Jansen_3", "Jansen|_3"),
        ("'Jansen'", "'|Jansen|'"),
        ("", ""),
    ],
)
def test_a_mention_is_split_into_words_and_what_stands_between(mention, words):
    assert tokens.split(mention) == [word for word in words.split("|") if word]
    assert "".join(tokens.split(mention)) == mention


@pytest.mark.parametrize(
    ("text", "is_title"),
    [("dr.", True), ("prof. dr.", True), ("radioloog", True), ("dr. Jansen", False), ("12", True)],
)
def test_titles_alone_are_nobody(text, is_title):
    assert tokens.is_title(text) is is_title


@pytest.mark.parametrize(
    ("token", "letters"),
    [("A", "A"), ("AB", "AB"), ("Chr", "C"), ("IJ", "I"), ("Th", "T"), ("IJB", "IJB"), ("j", "j")],
)
def test_a_token_of_initials_is_short_for_so_many_first_names(token, letters):
    assert tokens.letters_of(token) == letters


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Tjin A Tsoi", True),
        ("Tjin E Tsoi", True),
        ("Tjin O Tsoi", True),
        ("Tjin U Tsoi", False),
        ("Tjin A TSOI", False),
        ("Tjin A tsoi", False),
        ("Tjin A T", False),
        ("Tjin A. Tsoi", False),
        ("Tjin-A Tsoi", False),
    ],
)
def test_one_capital_inside_a_surname(text, inside):
    assert tokens.is_capital_inside(text, 5, 6) is inside


def test_two_letters_are_no_capital_inside():
    assert not tokens.is_capital_inside("Tjin Ab Tsoi", 5, 7)


@pytest.mark.parametrize(
    ("word", "short"),
    [("v", True), ("d", True), ("vd", True), ("VDR", True), ("van", False), ("de", False)],
)
def test_shortened_particles_suit_every_surname_of_their_kind(word, short):
    assert particles.is_abbreviated(word) is short


@pytest.mark.parametrize(
    ("word", "kind", "core"),
    [
        ("devries", "de", "vries"),
        ("vandenberg", "vd", "berg"),
        ("vanderberg", "vd", "berg"),
        ("vandeberg", "vd", "berg"),
        ("vandijk", "van", "dijk"),
        ("dekker", "none", "dekker"),
        ("vanxyzabo", "none", "vanxyzabo"),
        ("jansen", "none", "jansen"),
    ],
)
def test_a_particle_is_parted_from_a_surname_that_has_one(word, kind, core):
    assert particles.particle_and_core(word) == (kind, core)


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        ("de vries", "devries"),
        ("van den berg", "vandenberg"),
        ("piet de vries van der laan", "devries vanderlaan"),
        ("o brien", "obrien"),
        ("d ancona", "dancona"),
        ("ter braak", "terbraak"),
        ("ten brink", "tenbrink"),
        ("jansen", ""),
        ("jansen van", ""),
    ],
)
def test_particles_are_written_as_one_word_with_the_surname(words, joined):
    assert particles.glued(words.split()) == joined.split()


def test_which_words_are_particles():
    assert {"van", "de", "der", "'t", "el", "ten", "ter", "von"} <= particles.in_mentions()
    assert {"van", "de", "v", "d", "vd", "t", "s"} <= particles.bare()
    assert "van" in particles.with_capital()
    assert not {"al", "in"} & particles.with_capital()


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Jansen, P. van den", 18),
        ("Jansen P. van den", 9),
        ("Jansen, P. van den Berg", 23),
        ("Jansen, P. te", 13),
        ("Jansen, P. van,", 14),
        ("Jansen, P. van 3", 10),
        ("Jansen, P. van der van de", 10),
        ("jansen", 0),
        ("j. jansen", 9),
        ("j. jansen bakker", 9),
        ("J. jansen", 2),
        ("(Jan)", 0),
        ("Jansen:", 6),
        ("Jansen Bakker:", 6),
        ("Jansen MRI", 6),
        ("Jansen-Bakker", 13),
        ("Jansen (Jan)", 12),
        ("Jansen  (Jan)", 13),
        ("J. (Jan) Jansen", 2),
        ("Piet " * 24 + "Piet", 124),
        ("Piet " * 25 + "Piet", 124),
    ],
)
def test_a_name_that_is_known_to_stand_somewhere_ends(text, end):
    assert end_of_name(text, 0) == end


@pytest.mark.parametrize(
    "sign",
    [":", ": ", ".: ", "=", " : ", "(dienst): ", " i.o.: ", " io: ", " 2: ", " | ", "|", "\t", ";"],
)
def test_what_joins_a_word_for_names_to_one(sign):
    match = COLON.match(f"Arts{sign}Jansen", 4)
    assert match is not None
    assert match.end() == len(f"Arts{sign}")


@pytest.mark.parametrize("sign", ["", " ", ", ", "; ", " 5: ", " (een veel te lange haak): ", "-"])
def test_what_does_not(sign):
    assert COLON.match(f"Arts{sign}Jansen", 4) is None


@pytest.mark.parametrize(
    ("gap", "end"),
    [(" ", 1), ("   ", 3), ("      ", 5), (" \n ", 3), ("\n", 1), ("\n   ", 3), ("", None)],
)
def test_blanks_between_a_sign_and_a_name(gap, end):
    match = BLANK.match(f"{gap}Jansen")
    assert (match and match.end()) == end
