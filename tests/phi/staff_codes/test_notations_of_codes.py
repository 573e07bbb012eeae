"""Codes of staff in a mention, and how much their form and place tell."""

from __future__ import annotations

import pytest

from dragon_prep.phi.staff_codes.grammar import (
    codes_in,
    is_code,
    is_code_and_no_name,
    may_be_code,
    mention,
    parse,
    reads,
    render,
)


@pytest.mark.parametrize(
    ("text", "first", "whole", "all_of_it"),
    [
        ("KDij", "KDij", True, "KDij"),
        ("KD/ro", "KD|/|ro", True, "KD|/|ro"),
        ("KD / ro", "KD| / |ro", True, "KD| / |ro"),
        ("KD, ro", "KD|, |ro", True, "KD|, |ro"),
        ("KD;ro", "KD|;|ro", True, "KD|;|ro"),
        ("KD+ro", "KD|+|ro", True, "KD|+|ro"),
        ("KD & ro", "KD| & |ro", True, "KD| & |ro"),
        ("KD en ro", "KD| en |ro", True, "KD| en |ro"),
        ("KD ro", "KD", False, "KD ro"),
        ("R", None, False, "R"),
        ("R/kd", "R|/|kd", True, "R|/|kd"),
        ("kd/R", "kd|/|R", True, "kd|/|R"),
        ("KD.", "KD.", True, "KD."),
        ("KD./ro.", "KD.|/|ro.", True, "KD.|/|ro."),
        ("KDijabc", None, False, "KDijabc"),
        ("KDijab", "KDijab", True, "KDijab"),
        ("KDij-2", None, False, "KDij-2"),
        ("KDij-x", None, False, "KDij-x"),
        ("KDij1", None, False, "KDij1"),
        ("KDij/", "KDij", False, "KDij|/|"),
        ("KD/ro/ab", "KD|/|ro|/|ab", True, "KD|/|ro|/|ab"),
        ("1KD", None, False, "1KD"),
        (" KD", None, False, " KD"),
        ("KD/1", "KD", False, "KD|/|1"),
        ("KD enro", "KD", False, "KD enro"),
        ("", None, False, ""),
    ],
)
def test_codes_stand_between_signs(text, first, whole, all_of_it):
    found = parse(text)
    assert (found and "|".join(found.parts)) == first
    assert found is None or found.end == len(first.replace("|", ""))
    assert reads(text) is whole
    assert "|".join(mention(text).parts) == all_of_it


def test_a_code_is_read_from_where_it_starts():
    assert parse("xKD", 1) is None
    assert parse("(R)", 1) is None
    found = parse("(KD)", 1)
    assert (found.start, found.end, found.codes) == (1, 3, ("KD",))


# f: its form tells anywhere, p: where a place for codes tells, s: where it leaves little doubt
@pytest.mark.parametrize(
    ("token", "enough"),
    [
        ("RGer", "fps"),
        ("rGer", "fps"),
        ("RG", "s"),
        ("RGE", "ps"),
        ("Rge", "ps"),
        ("rge", "ps"),
        ("RGerabc", ""),
        ("RGerab", "fps"),
        ("RGe1", ""),
        ("CTs", ""),
        ("MRIs", ""),
        ("ECGtje", ""),
        ("ECGen", ""),
        ("ECGtjes", ""),
        ("IIa", ""),
        ("IVb", ""),
        ("XId", ""),
        ("IJsl", ""),
        ("kPa", ""),
        ("mL", ""),
        ("KDij", "fps"),
        ("JvdB", "fps"),
        ("ABs", ""),
        ("ABen", ""),
        ("abC", "fps"),
        ("mmHg", ""),
        ("aBc", "fps"),
        ("lbu", "ps"),
        ("LBU", "ps"),
        ("van", ""),
        ("mei", ""),
        ("arts", ""),
        ("cm", ""),
        ("mri", ""),
        ("MRI", ""),
        ("Parkinson", ""),
        ("bloch", ""),
        ("BLOCH", "s"),
        ("tnm", ""),
        ("dr", ""),
        ("DR", ""),
        ("l", ""),
        ("lb", "ps"),
        ("lbuabcd", ""),
        ("lbuabc", "ps"),
        ("lb1", ""),
        ("lever", ""),
        ("KD", "s"),
        ("kd", "ps"),
        ("PA", ""),
        ("pa", ""),
        ("PSA", ""),
        ("AVL", "s"),
        ("ISS", "s"),
        ("xyz", "ps"),
        ("XYZ", "ps"),
        ("Bo", "ps"),
        ("BO", "s"),
        ("Rbo", "ps"),
        ("Smit", "ps"),
        ("Jan", ""),
        ("Bos", ""),
        ("Rb.", ""),
        ("Kr.", ""),
        ("Str", "ps"),
        ("Schr", "ps"),
        ("Ng", ""),
        ("Rho", "ps"),
        ("IJbo", ""),
        ("AEb", "fps"),
        ("Ab", "ps"),
        ("Abe", "ps"),
        ("Rbod", "ps"),
        ("Rbodx", "ps"),
        ("Knx", "ps"),
        ("Zwx", "ps"),
        ("Brx", "ps"),
        ("Tsx", "ps"),
        ("Bsx", "ps"),
        ("ysx", "ps"),
        ("R", ""),
        ("R.", ""),
        ("Rx", ""),
        ("12", ""),
    ],
)
def test_how_much_must_tell_that_a_token_is_a_code(token, enough):
    by_form, in_place, sure = is_code(token), may_be_code(token), may_be_code(token, sure=True)
    found = {"f": by_form, "p": in_place, "s": sure}
    assert "".join(key for key, is_one in found.items() if is_one) == enough


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        ("RGer", True),
        ("Rbo", True),
        ("rge", True),
        ("KDij", True),
        ("RGE", True),
        ("Rbod", True),
        ("Rbodx", True),
        ("RGerab", False),
        ("Bo", False),
        ("Xy", False),
        ("Smit", False),
        ("Jan", False),
        ("Bos", False),
        ("Str", False),
        ("Schr", False),
        ("Knx", False),
        ("Brx", False),
        ("Tsx", False),
        ("Bsx", True),
        ("Abe", False),
        ("AEb", True),
        ("Rb.", False),
        ("R.", False),
        ("Rbo.", True),
        ("IJbo", False),
        ("kd", False),
        ("KDw", True),
        ("Kwx1", False),
        ("xyz", False),
    ],
)
def test_a_lone_word_called_a_person_may_be_a_code(word, is_one):
    assert is_code_and_no_name(word) is is_one


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("KDij", ["KDij"]),
        ("KD/ro", ["KD", "ro"]),
        ("KD, ro", ["KD", "ro"]),
        ("Jansen", ["Jansen"]),
        ("Jansen/KD", ["Jansen", "KD"]),
        ("KD ro", []),
        ("KD en ro", ["KD", "ro"]),
        (" KD ", ["KD"]),
        ("R. Smit", []),
        ("KDijab", ["KDijab"]),
        ("KDijabc", []),
    ],
)
def test_a_mention_called_a_code_may_be_a_name(text, codes):
    assert codes_in(text) == codes


@pytest.mark.parametrize(
    ("like", "codes", "written"),
    [
        ("KDij", ["abcd"], "ABcd"),
        ("KD/ro", ["ab", "cd"], "AB/cd"),
        ("K.D.", ["ab"], "A.B."),
        ("K1D", ["ab"], "A1B"),
        ("KDij", ["ab"], "ABij"),
        ("kd en RO", ["AB", "cd"], "ab en CD"),
    ],
)
def test_other_codes_take_signs_and_capitals(like, codes, written):
    assert render(codes, like=mention(like)) == written
