"""One name read at a place: how far it goes, and what tells that it is one."""

from __future__ import annotations

import pytest

from dragon_prep.language.page import read
from dragon_prep.phi.names.initials import initial_starts
from dragon_prep.phi.names.listed import in_lettered_list
from dragon_prep.phi.names.reader import Reading, is_ordinary, read_code, read_name, skip_titles


@pytest.mark.parametrize(
    ("text", "options", "found"),
    [
        ("J. Jansen", "", ("J. Jansen", 1, 0, "jansen")),
        ("j. jansen", "", None),
        ("j. jansen", "small", ("j. jansen", 1, 0, "jansen")),
        ("j.p. de boer", "small", ("j.p. de boer", 2, 1, "boer")),
        ("jansen", "small", None),
        ("J. jansen", "small", ("J. jansen", 1, 0, "jansen")),
        ("J. xy", "small", None),
        ("J. xyz", "small", ("J. xyz", 1, 0, "xyz")),
        ("AB Jansen", "", None),
        ("AB Jansen", "bare", ("AB Jansen", 2, 0, "jansen")),
        ("AB\nJansen", "bare", None),
        ("AB\nJansen", "bare sure", ("AB\nJansen", 2, 0, "jansen")),
        ("A B Jansen", "bare", None),
        ("MRI Jansen", "bare", None),
        ("MRI Jansen", "bare sure", ("MRI Jansen", 3, 0, "jansen")),
        ("ARTS Jansen", "bare sure", ("Jansen", 0, 0, "jansen")),
        ("VAN Jansen", "bare sure", ("VAN Jansen", 0, 1, "jansen")),
        ("MCDU. Lever", "bare", ("MCDU", 0, 0, "mcdu")),
        ("MCDU. Xyzabo", "bare", ("MCDU. Xyzabo", 4, 0, "xyzabo")),
        ("MC. Lever", "bare", ("MC. Lever", 2, 0, "lever")),
        ("JAN", "", None),
        ("JAN", "code", ("JAN", 0, 0, "jan")),
        ("JANS", "", ("JANS", 0, 0, "jans")),
        ("KDW Jansen", "", None),
        ("Tafel", "", ("Tafel", 0, 0, "tafel")),
        ("Lever", "", None),
        ("Lever", "sure", ("Lever", 0, 0, "lever")),
        ("Mol", "sure", ("Mol", 0, 0, "mol")),
        ("Mol", "", None),
        ("dr. Mol", "", ("Mol", 0, 0, "mol")),
        ("van der Mol", "", ("van der Mol", 0, 2, "mol")),
        ("van Mol", "", ("van Mol", 0, 1, "mol")),
        ("A.B. Mol", "", ("A.B. Mol", 2, 0, "mol")),
        ("A. Mol", "", None),
        ("Jansen P", "code", ("Jansen P", 1, 0, "jansen")),
        ("Jansen P", "", ("Jansen", 0, 0, "jansen")),
        ("Jansen, P", "code", ("Jansen, P", 1, 0, "jansen")),
        ("Jansen P.", "", ("Jansen P.", 1, 0, "jansen")),
        ("Jansen, P.J.", "", ("Jansen, P.J.", 2, 0, "jansen")),
        ("Jansen,  P.J.", "", ("Jansen,  P.J.", 2, 0, "jansen")),
        ("Jansen, Piet", "", ("Jansen, Piet", 0, 0, "jansen")),
        ("Jansen, Xyzabo", "", ("Jansen", 0, 0, "jansen")),
        ("A. Jansen, P.J.", "", ("A. Jansen", 1, 0, "jansen")),
        ("Jansen MC", "code", ("Jansen", 0, 0, "jansen")),
        ("Piet Jansen P", "code", ("Piet Jansen", 0, 0, "piet jansen")),
        ("Jansen (Jan)", "", ("Jansen", 0, 0, "jansen")),
        ("J. Jansen (Jan)", "", ("J. Jansen (Jan)", 1, 0, "jansen")),
        ("Jansen, J. (Jan)", "", ("Jansen, J. (Jan)", 1, 0, "jansen")),
        ("Piet Jansen (Jan)", "", ("Piet Jansen", 0, 0, "piet jansen")),
        ("Jansen Piet (Jan)", "", ("Jansen Piet (Jan)", 0, 0, "jansen piet")),
        ("J. Jansen (Xyz)", "", ("J. Jansen", 1, 0, "jansen")),
        ("J. Jansen (Arts)", "", ("J. Jansen", 1, 0, "jansen")),
        ("J. Jansen (Huizen)", "", ("J. Jansen", 1, 0, "jansen")),
        ("J., Smit", "", ("J., Smit", 1, 0, "smit")),
        ("J., van Smit", "", ("J., van Smit", 1, 1, "smit")),
        ("J., smit", "", None),
        ("A.B. (Anna) de Boer", "", ("A.B. (Anna) de Boer", 2, 1, "boer")),
        ("A.B. (Anna)\nde Boer", "", ("A.B. (Anna)\nde Boer", 2, 1, "boer")),
        ("A.B. (Anna)Boer", "", None),
        ("dr. J. Jansen", "", ("J. Jansen", 1, 0, "jansen")),
        ("prof. dr. ir. mr. ing. Jansen", "", ("Jansen", 0, 0, "jansen")),
        ("prof. dr. ir. mr. ing. mw. Jansen", "", None),
        ("dr.", "", None),
        ("dr. 3", "", None),
        ("'t Hart", "", ("'t Hart", 0, 1, "hart")),
        ("’t Hart", "", ("’t Hart", 0, 1, "hart")),
        ("-Jansen", "", None),
        (" Jansen", "", None),
        ("3 Jansen", "", None),
        ("", "", None),
        ("van van van van Jansen", "", ("van van van van Jansen", 0, 4, "jansen")),
        ("van van van van van Jansen", "", None),
        ("vd Berg", "", ("vd Berg", 0, 1, "berg")),
        ("v.d. Berg", "", ("v.d. Berg", 0, 1, "berg")),
        ("v.d. berg", "", None),
        ("van der", "", None),
        ("van  der  Berg", "", ("van  der  Berg", 0, 2, "berg")),
        ("van\nBerg", "", ("van\nBerg", 0, 1, "berg")),
        ("Jansen-de Vries", "", ("Jansen-de Vries", 0, 0, "jansen-de vries")),
        ("Jansen - de Vries", "", ("Jansen - de Vries", 0, 0, "jansen vries")),
        ("Jansen - Vries", "", ("Jansen", 0, 0, "jansen")),
        ("Jansen - Vries", "sure", ("Jansen - Vries", 0, 0, "jansen vries")),
        ("Jansen-\nVries", "", ("Jansen", 0, 0, "jansen")),
        ("Piet\nJansen", "", ("Piet\nJansen", 0, 0, "piet jansen")),
        ("Xyzabo\nJansen", "", ("Xyzabo", 0, 0, "xyzabo")),
        ("Piet Kees Bas Cor Dik Eef", "", ("Piet Kees Bas", 0, 0, "piet kees bas")),
        ("Tjon A Ten", "", ("Tjon A Ten", 0, 0, "tjon ten")),
        ("Piet A Ten", "", ("Piet", 0, 0, "piet")),
        ("Anna De Smedt", "", ("Anna De Smedt", 0, 0, "anna smedt")),
        ("Xyzabo de Smedt", "", ("Xyzabo de Smedt", 0, 0, "xyzabo smedt")),
        ("Xyzabo te Smedt", "", ("Xyzabo", 0, 0, "xyzabo")),
        ("Xyzabo te Smedt", "sure", ("Xyzabo", 0, 0, "xyzabo")),
        ("Anna te Smedt", "", ("Anna te Smedt", 0, 0, "anna smedt")),
        ("Anna te smedt", "", ("Anna", 0, 0, "anna")),
        ("Jansen BI-RADS", "", ("Jansen", 0, 0, "jansen")),
        ("Jansen Xyzabo-3", "", ("Jansen", 0, 0, "jansen")),
        ("Jansen Ki-67", "", ("Jansen", 0, 0, "jansen")),
        ("Jansen Agatston", "", ("Jansen", 0, 0, "jansen")),
        ("Piet Agatston", "sure", ("Piet Agatston", 0, 0, "piet agatston")),
        ("Jansen\nXyzabo:", "", ("Jansen", 0, 0, "jansen")),
        ("Jansen Zwolle", "", ("Jansen", 0, 0, "jansen")),
        ("Piet Zwolle", "", ("Piet Zwolle", 0, 0, "piet zwolle")),
        ("Jansen Isala", "", ("Jansen", 0, 0, "jansen")),
        ("Jansen MDL", "", ("Jansen", 0, 0, "jansen")),
        ("Jansen MDLA", "", ("Jansen", 0, 0, "jansen")),
        ("Jansen MDLAB", "", ("Jansen MDLAB", 0, 0, "jansen mdlab")),
        ("Jansen Parkinson", "", ("Jansen", 0, 0, "jansen")),
        ("Z-nummer", "", None),
        ("MDL-arts", "", None),
        ("X", "", None),
        ("Cardioloog", "", None),
        ("Jansen Cardioloog", "", ("Jansen", 0, 0, "jansen")),
        ("Al-Sayed", "", ("Al-Sayed", 0, 0, "al-sayed")),
        ("Apotheek", "", None),
        ("Jansen/Bakker", "", ("Jansen/Bakker", 0, 0, "jansen/bakker")),
    ],
)
def test_a_name_is_read_with_what_it_is_made_of(text, options, found):
    name = read_name(read(text), 0, **dict.fromkeys(options.split(), True))
    shown = name and (
        text[name.start : name.end],
        name.initials,
        name.particles,
        " ".join(name.words),
    )
    assert shown == found


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("RGer", 4),
        ("Lbu", 3),
        ("AB/cd", 5),
        ("AB/c", 2),
        ("AB/cdefg", 8),
        ("AB/cdefgh", 2),
        ("A", -1),
        ("Ab", 2),
        ("Abcdefg", -1),
        ("ABCD", 4),
        ("ABCDE", 5),
        ("rger", -1),
        ("RGer-x", -1),
        ("RGer-3", -1),
        ("RGer1", -1),
        ("MRI", -1),
        ("Vrij", -1),
        ("AB/vrij", -1),
        ("MRI/AB", -1),
        ("AB/MRI", -1),
        ("Lbu.", 3),
        ("AB/1", 2),
    ],
)
def test_a_code_is_read_to_its_end(text, end):
    assert read_code(read(text), 0) == end


def test_five_titles_are_skipped():
    text = "prof. dr. ir. mr. ing. mw. Jansen"
    assert text[skip_titles(read(text), 0) :] == "mw. Jansen"
    assert skip_titles(read("Jansen"), 0) == 0
    assert skip_titles(read("x Jansen"), 2) == 2


@pytest.mark.parametrize(
    ("name", "ordinary", "by_ending"),
    [
        (Reading(0, 5, 0, 0, ("radiologie",)), True, True),
        (Reading(0, 5, 0, 0, ("lever",)), False, False),
        (Reading(0, 5, 1, 0, ("lever",)), False, False),
        (Reading(0, 5, 0, 1, ("lever",)), False, False),
        (Reading(0, 5, 0, 0, ("lever", "milt")), False, False),
        (Reading(0, 5, 0, 0, ("mol",)), False, True),
        (Reading(0, 5, 0, 0, ("jansen",)), False, False),
        (Reading(0, 5, 0, 0, ("xyzabografie",)), False, True),
    ],
)
def test_a_single_ordinary_word_is_no_name(name, ordinary, by_ending):
    assert is_ordinary(name) is ordinary
    assert is_ordinary(name, by_ending=True) is by_ending


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("J. Jansen", [0]),
        ("x J.P. y", [2, 4]),
        (". J", []),
        ("Th. en Chr. en Ph.", [0, 7, 15]),
        ("IJ. en J.", [0, 7]),
        ("h. r. hr. Xr. Xhr.", [14]),
        ("j. 3.", []),
        ("Ö. A", [0]),
        ("Öh.", []),
        ("Jo.", []),
    ],
)
def test_initials_start_at_capitals_that_a_dot_follows(text, starts):
    assert initial_starts(read(text)) == starts


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("C. Huid\nD. Stapler", True),
        ("C. Huid\nE. Stapler", True),
        ("B. Huid\nD. Stapler", True),
        ("E. Huid\nD. Stapler", True),
        ("F. Huid\nD. Stapler", True),
        ("G. Huid\nD. Stapler", False),
        ("A. Huid\nD. Stapler", False),
        ("C. Xyzabo\nD. Stapler", False),
        ("C) Huid\nD. Stapler", True),
        ("C: Huid\nD. Stapler", True),
        ("C, Huid\nD. Stapler", False),
        ("C. Hu\nD. Stapler", False),
        ("van C. Huid\nD. Stapler", False),
        ("x; C. Huid\nD. Stapler", True),
        ("x, C. Huid\nD. Stapler", True),
        ("C. Huid en D. Stapler", False),
        ("C. Huid. D. Stapler", True),
        ("C. Huid:  D. Stapler", True),
        ("C. Huid:   D. Stapler", True),
        ("IV. Huid\nV. Stapler", True),
        ("VI. Xyzabo\nV. Stapler", True),
        ("II. Xyzabo\nI. Stapler", True),
        ("XI. Xyzabo\nX. Stapler", True),
        ("IX. Xyzabo\nX. Stapler", True),
        ("IX. Xyzabo\nD. Stapler", False),
        ("C. Huid" + 1982 * " " + "\nD. Stapler", True),
        ("C. Huid" + 1992 * " " + "\nD. Stapler", True),
        ("C. Huid" + 1993 * " " + "\nD. Stapler", False),
    ],
)
def test_a_letter_near_another_that_numbers_a_word_is_no_initial(text, listed):
    at = text.rindex(". Stapler") - 1
    assert in_lettered_list(read(text), at) is listed
