"""What the model is told of each piece."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from made_weighed import weighed

from dragon_prep.core.recall import Recall
from dragon_prep.detect.learned.context import FIELDS, FIRST_CODES, PLACE_NAMES, surroundings
from dragon_prep.detect.learned.families import FAMILIES, LABELS, family_of
from dragon_prep.detect.learned.layer import reconsidered
from dragon_prep.detect.learned.pieces import (
    CASES,
    PIECE,
    case_of,
    coarse_names,
    coarse_of,
    features_of,
    shape_of,
)
from dragon_prep.detect.learned.spellings import Spellings
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.finding import found

NAMES = coarse_names()


KINDS = len(NAMES)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("person", "PERSOON"),
        ("code", "PERSOONAFKORTING"),
        ("date", "DATUM"),
        ("time", "TIJD"),
        ("age", "LEEFTIJD"),
        ("phone", "TELEFOONNUMMER"),
        ("email", "EMAIL"),
        ("address", "ADRES"),
        ("postcode", "POSTCODE"),
        ("town", "PLAATS"),
        ("institution", "ZIEKENHUIS"),
        ("company", "BEDRIJF"),
        ("study", "STUDIE_NAAM"),
        ("report", "RAPPORT_ID"),
        ("patient", "PATIENTNUMMER"),
        ("number", "PHINUMMER"),
    ],
)
def test_families_of_labels(name, label):
    assert FAMILIES[family_of(label)] == name
    assert LABELS[name] == label
    text = "De Qqzz belt"  # of an address a capital within a sentence
    told = weighed(text, {"Qqzz": (999, name)})
    (hit,) = reconsidered(text, (), told, Recall.HIGH)
    assert (hit.span.label, hit.rule) == ("URL" if name == "email" else label, f"learned.{name}")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("URL", "email"),
        ("RAPPORT_ID.T_NUMMER", "report"),
        ("BSN", "number"),
        ("IBAN", "number"),
        ("ZNUMMER", "number"),
        ("ACCREDITATIE_NUMMER", "number"),
    ],
)
def test_labels_without_a_family_of_their_own(label, name):
    assert FAMILIES[family_of(label)] == name
    assert FAMILIES[0] == "none"


@pytest.mark.parametrize(
    ("digits", "kind"),
    [
        *((digits, "hour") for digits in ("0", "12", "09", "00")),
        *((digits, "day") for digits in ("13", "31")),
        *((digits, "minute") for digits in ("32", "59")),
        *((digits, "two") for digits in ("60", "99")),
        ("123", "three"),
        *((digits, "year") for digits in ("1900", "1999", "2000", "2099")),
        *((digits, "four") for digits in ("1899", "2100", "0000")),
        *((digits, "six") for digits in ("12345", "123456")),
        *((digits, "eight") for digits in ("1234567", "12345678")),
        *((digits, "many") for digits in ("123456789", "1" * 30)),
    ],
)
def test_sorts_of_numbers(digits, kind):
    assert NAMES[coarse_of(digits, 0)] == kind


@pytest.mark.parametrize("sign", list(".,:;/-()[]|<>@+=%'\"*_&^~#?!\\\t\n"))
def test_signs_are_told_apart(sign):
    assert NAMES[coarse_of(sign, 0)] == repr(sign)


@pytest.mark.parametrize(
    ("bits", "kind"),
    [
        (W.MONTH_FULL, "month"),
        (W.MONTH_SHORT, "month"),
        (W.WEEKDAY_ANY, "weekday"),
        (W.RELATIVE, "kin"),
        (W.KIN, "kin"),
        (W.PARTICLE, "particle"),
        (W.ROLE_WORD, "role"),
        (W.ROLE_PHRASE, "role"),
        (W.ROLE_SHORT, "role"),
        (W.INSTITUTION, "institution"),
        (W.HOSPITAL_GENERIC, "institution"),
        (W.INSTITUTION_SHORT, "institution"),
        (W.UNIT, "unit"),
        (W.COUNTED, "unit"),
        (W.MEASURED, "unit"),
        (W.HOSPITAL, "hospital"),
        (W.TOWN_AMBIGUOUS, "town_and_word"),
        (W.NAME_AND_WORD, "name_and_word"),
        (W.STRONG_NAME, "name"),
        (W.EPONYM, "eponym"),
        (W.ABBREVIATION, "abbreviation"),
        (W.ABBREVIATION_LISTED, "abbreviation"),
        (W.BRAND, "brand"),
        (W.ABROAD, "brand"),
        (W.TOWN, "town"),
        (W.MEDICAL, "plain"),
        (W.NOT_A_NAME, "plain"),
        (W.FIRST_NAME, "dutch_first_name"),
        (W.KNOWN_SURNAME, "dutch_surname"),
        (W.DUTCH, "dutch"),
        (0, "unknown"),
        (W.SURNAME, "unknown"),
        # The first that fits.
        (W.TOWN | W.DUTCH, "town"),
        (W.MONTH_FULL | W.DUTCH, "month"),
        (W.STRONG_NAME | W.TOWN, "name"),
    ],
)
def test_sorts_of_words(bits, kind):
    for piece, case in (
        ("qqz", "small"),
        ("Qqz", "capital"),
        ("QQZ", "capitals"),
        ("qQz", "mixed"),
    ):
        assert NAMES[coarse_of(piece, bits)] == f"{case} {kind}"
        assert case_of(piece) == case
    assert NAMES[coarse_of("dr", bits)] == "small title"


@pytest.mark.parametrize(
    ("word", "case"), [("J", "capital"), ("j", "small"), ("JJ", "capitals"), ("JJj", "mixed")]
)
def test_cases_of_words(word, case):
    assert case_of(word) == case
    assert CASES == {"small": 1, "capital": 2, "capitals": 3, "mixed": 4}


@pytest.mark.parametrize(
    ("piece", "shape"),
    [
        ("abcdef", "xxxxxx"),
        ("abcdefg", "x+"),
        ("Abcdef", "Xxxxxx"),
        ("Abcdefg", "Xx+"),
        ("ABcDefg", "X+xXx+"),
    ],
)
def test_shapes(piece, shape):
    assert shape_of(piece) == shape


@pytest.mark.parametrize(
    ("piece", "bits", "features"),
    [
        ("", 0, ["f ", "k outside"]),
        ("012", 0, ["f 012", "k three", "n 3", "z True"]),
        ("1" * 13, 0, [f"f {'1' * 13}", "k many", "n 12", "z False"]),
        ("\n", 0, ["f '\\n'", "k '\\n'"]),
        ("§", 0, ["f '\\xa7'", "k sign"]),
        ("a", 0, ["f a", "k small unknown", "s x", "l 1", "c NONE"]),
        (
            "Qqz",
            W.DUTCH | W.TOWN,
            [
                *("f qqz", "k capital town", "s Xxx", "l 3", "p q", "e z", "p qq", "e qz"),
                *("c DUTCH", "c TOWN"),
            ],
        ),
    ],
)
def test_features_of_a_piece_by_itself(piece, bits, features):
    assert features_of(piece, bits) == features


def test_affixes_have_four_letters_at_most_and_never_the_whole_word():
    def affixes(word):
        return [f for f in features_of(word, 0) if f[:2] in ("p ", "e ")]

    assert affixes("qqzzx") == ["p q", "e x", "p qq", "e zx", "p qqz", "e zzx", "p qqzz", "e qzzx"]
    assert len(affixes("qqzzxxw")) == 8
    assert "l 12" in features_of("q" * 20, 0)


def seen(text, *hits):
    spellings = Spellings(classes)
    made_of = surroundings(text, hits, spellings)
    codes = dict(zip(FIELDS, (made_of.codes - FIRST_CODES).tolist(), strict=True))
    at = {
        name: [spellings.names[row] for row in rows]
        for name, rows in zip(PLACE_NAMES, made_of.spellings.tolist(), strict=True)
    }
    return codes, at


def kind(name):
    return NAMES.index(name)


def test_neighbours_of_a_piece():
    _, at = seen("a b c d e f")
    assert at["here"] == list("abcdef")
    assert at["-1"] == ["", *"abcde"]
    assert at["+1"] == [*"bcdef", ""]
    assert at["-4"] == ["", "", "", "", "a", "b"]
    assert at["+4"] == ["e", "f", "", "", "", ""]
    assert list(at) == [
        *("-4", "-3", "-2", "-1", "here", "+1", "+2", "+3", "+4", "at the head of the line"),
        *("before the colon", "as the word before", "as the word behind"),
    ]


def test_the_head_of_a_line_its_key_and_the_nearest_words():
    text = "Naam: x 1\nArts: y (2): z"
    _, at = seen(text)
    pieces = PIECE.findall(text)
    assert pieces == ["Naam", ":", "x", "1", "\n", "Arts", ":", "y", "(", "2", ")", ":", "z"]
    assert at["at the head of the line"] == ["Naam"] * 5 + ["Arts"] * 8
    assert at["before the colon"] == [
        *("", "", "Naam", "Naam", "Naam"),
        *("", "", "Arts", "Arts", "Arts", "Arts", "", ")"),
    ]
    assert at["as the word before"] == [
        *("", "Naam", "Naam", "x", "x", "x", "Arts", "Arts", "y", "y", "y", "y", "y"),
    ]
    assert at["as the word behind"] == [
        *("x", "x", "Arts", "Arts", "Arts", "y", "y", "z", "z", "z", "z", "z", ""),
    ]


def test_gaps_are_none_a_blank_more_or_a_border():
    codes, _ = seen("a-b  c d\ne")
    # a - b c d \n e: a border, none, none, more, a blank, borders around the line feed.
    gaps = [3, 0, 0, 2, 1, 3, 3, 3]
    assert codes["gaps"] == [a * 4 + b for a, b in pairwise(gaps)]
    kinds = [here % KINDS for here in codes["gap and kind"]]
    assert [NAMES[k] for k in kinds][5] == repr("\n")
    assert [code // KINDS for code in codes["gap and kind"]] == gaps[:-1]


def test_kinds_of_neighbours():
    codes, _ = seen("3 mei 2019")
    hour, may, year = kind("hour"), kind("small month"), kind("year")
    outside = kind("outside")
    assert codes["kinds -1 +0"] == [outside * KINDS + hour, hour * KINDS + may, may * KINDS + year]
    assert codes["kinds +0 +1"] == [hour * KINDS + may, may * KINDS + year, year * KINDS + outside]
    assert codes["kinds -1 +1"] == [may, hour * KINDS + year, may * KINDS]
    assert codes["kinds -2 -1"] == [0, hour, hour * KINDS + may]
    assert codes["kinds +1 +2"] == [may * KINDS + year, year * KINDS, 0]


@pytest.mark.parametrize(
    ("count", "places"),
    [
        # From the first and to the end at most 4, and whether the line has 3 or 7 pieces.
        (1, [(0, 1, 0)]),
        (2, [(0, 2, 0), (1, 1, 0)]),
        (3, [(0, 3, 1), (1, 2, 1), (2, 1, 1)]),
        (6, [(0, 4, 1), (1, 4, 1), (2, 4, 1), (3, 3, 1), (4, 2, 1), (4, 1, 1)]),
        (7, [(0, 4, 2), (1, 4, 2), (2, 4, 2), (3, 4, 2), (4, 3, 2), (4, 2, 2), (4, 1, 2)]),
    ],
)
def test_the_place_in_a_line(count, places):
    line = " ".join(["ab"] * count)
    wanted = [(first * 5 + end) * 3 + sort for first, end, sort in places]
    for text in (line, f"{line}\n"):
        codes, _ = seen(text)
        assert codes["in_line"][:count] == wanted
    codes, _ = seen(f"x\n{line}")
    assert codes["in_line"][2:] == wanted


@pytest.mark.parametrize(
    ("lines", "zones"),
    [
        (1, [4]),
        (2, [3, 4]),
        (4, [3, 3, 3, 4]),
        (5, [0, 3, 3, 3, 4]),
        (8, [0, 1, 1, 1, 3, 3, 3, 4]),
        (10, [0, 1, 1, 1, 2, 2, 3, 3, 3, 4]),
    ],
)
def test_the_zone_of_a_line(lines, zones):
    codes, _ = seen("\n".join(["ab"] * lines))
    assert [code // KINDS for code in codes["zone and kind"]][::2] == zones


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("12 34", 2),
        ("ab cd", 0),
        ("ab " * 49 + "Cd", 1),  # 98 in a hundred are not more than that
        ("ab " * 99 + "Cd", 0),
        ("ab " * 9 + "Cd", 2),
        ("ab " * 10 + "Cd", 1),
        ("AB CD ef", 3),
        ("AB ef", 2),
        ("A B C ab", 2),  # a capital alone is no word in capitals
    ],
)
def test_the_style_of_a_text(text, style):
    codes, _ = seen(text)
    assert {code // KINDS for code in codes["style and kind"]} == {style}


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("a (b c) d", [0, 1, 1, 1, 0, 0]),
        ("a [b] c", [0, 1, 1, 0, 0]),
        ("(b) c", [0, 0, 0, 0]),  # it is the first of its line
        ("a (b\nc", [0, 1, 1, 1, 0]),
        ("a (b (c) d) e", [0, 1, 1, 1, 1, 1, 1, 0, 0]),
    ],
)
def test_what_stands_in_brackets(text, inside):
    codes, _ = seen(text)
    told = [code // KINDS for code in codes["bracket and kind"]]
    if "\n" in text:
        assert told[:4] == inside[:4]
        assert told[4] == 0
        return
    assert told == inside


def test_what_rules_found_is_told_with_its_trust_and_borders():
    text = "dr A de Wit belt"
    family = FAMILIES.index("person")
    for rule in ("name.title", "name.role", "name.known"):
        hit = found(3, 11, "PERSOON", rule)
        codes, _ = seen(text, hit)
        told = family * 3 + hit.confidence
        assert codes["rule +0"] == [0, told, told, told, 0]
        assert codes["rule +1"] == [told, told, told, 0, 0]
        assert codes["rule -1"] == [0, 0, told, told, told]
        assert codes["rule +2"] == [told, told, 0, 0, 0]
        assert codes["rule -2"] == [0, 0, 0, told, told]
        assert [code % 4 for code in codes["rule and its borders"]] == [0, 2, 0, 1, 0]
        assert [code // 4 for code in codes["rule and its borders"]] == codes["rule +0"]
        assert [code // KINDS for code in codes["rule and kind"]] == codes["rule +0"]
    codes, _ = seen(text, found(9, 11, "PERSOON", "name.title"))
    assert [code % 4 for code in codes["rule and its borders"]] == [0, 0, 0, 3, 0]


def test_what_was_found_of_a_word_elsewhere():
    text = "Wit en wit en WIT en Bos"
    person = FAMILIES.index("person")
    codes, _ = seen(text, found(0, 3, "PERSOON", "name.title"))
    told = [code // KINDS for code in codes["elsewhere and kind"]]
    assert told == [0, 0, person, 0, person, 0, 0]
    codes, _ = seen(text)
    assert not any(code // KINDS for code in codes["elsewhere and kind"])


def test_notes_of_words_are_gone_with_their_text():
    spellings = Spellings(classes)
    rows, texts = np.array(spellings.rows_of(["Wit", "wit", "bos"])), np.zeros(3, np.int64)
    notes = np.array([3, 0, 0])
    assert spellings.noted_elsewhere(rows, notes, texts).tolist() == [0, 3, 0]
    assert spellings.noted_elsewhere(rows, np.zeros(3, np.int64), texts).tolist() == [0, 0, 0]
    twice = np.array([3, 5, 0])
    assert spellings.noted_elsewhere(rows, twice, texts).tolist() == [0, 0, 0]


def test_notes_of_words_are_of_their_text_alone():
    spellings = Spellings(classes)
    rows = np.array(spellings.rows_of(["wit", "wit", "bos", "wit", "wit", "bos"]))
    texts = np.array([0, 0, 0, 1, 1, 1])
    notes = np.array([3, 0, 0, 5, 0, 4])
    assert spellings.noted_elsewhere(rows, notes, texts).tolist() == [0, 3, 0, 0, 5, 0]


def test_spellings_have_a_row_each_and_share_their_lower_case():
    spellings = Spellings(classes)
    assert (len(spellings), spellings.names) == (1, [""])
    assert spellings.rows_of(["Wit", "wit", "12", "Wit"]) == [2, 1, 3, 2]
    assert spellings.names == ["", "wit", "Wit", "12"]
    assert spellings.small().tolist() == [0, 1, 1, 3]
    assert spellings.cases().tolist() == [0, 1, 2, 0]
    assert [NAMES[k] for k in spellings.kinds()][3] == "hour"
    spellings.rows_of(["BOS"])
    assert spellings.cases().tolist() == [0, 1, 2, 0, 1, 3]
    assert surroundings("  ", (), spellings) is None
