"""What the model is told of each piece, and the bounds at which the layer decides."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from dragon_prep.core.recall import Recall
from dragon_prep.core.spans import Span
from dragon_prep.detect.learned.context import FIELDS, FIRST_CODES, PLACE_NAMES, surroundings
from dragon_prep.detect.learned.families import FAMILIES, LABELS, family_of
from dragon_prep.detect.learned.layer import reconsidered
from dragon_prep.detect.learned.look_alikes import is_product, means_else
from dragon_prep.detect.learned.model import CERTAIN, Model, Scorer, Weighed, _likely
from dragon_prep.detect.learned.models import shipped_model
from dragon_prep.detect.learned.pieces import (
    CASES,
    PIECE,
    case_of,
    coarse_names,
    coarse_of,
    features_of,
    shape_of,
)
from dragon_prep.detect.learned.reasons import reasons
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
    text = "Qqzz belt"
    weighed = made(text, {"Qqzz": (999, name)})
    (hit,) = reconsidered(text, (), weighed, Recall.HIGH)
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
    rows = np.array(spellings.rows_of(["Wit", "wit", "bos"]), np.int32)
    notes = np.array([3, 0, 0], np.int32)
    assert spellings.noted_elsewhere(rows, notes).tolist() == [0, 3, 0]
    assert spellings.noted_elsewhere(rows, np.zeros(3, np.int32)).tolist() == [0, 0, 0]
    twice = np.array([3, 5, 0], np.int32)
    assert spellings.noted_elsewhere(rows, twice).tolist() == [0, 0, 0]


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


# -- the layer


def made(text, marks):
    places = [match.span() for match in PIECE.finditer(text)]
    told = [marks.get(text[start:end], (0, "person")) for start, end in places]
    return Weighed(
        np.array([start for start, _ in places], np.int32),
        np.array([end for _, end in places], np.int32),
        np.array([likely for likely, _ in told], np.int32),
        np.array([FAMILIES.index(family) for _, family in told], np.int32),
    )


def left(text, hits, marks, recall=Recall.HIGH):
    after = reconsidered(text, hits, made(text, marks), recall)
    return [(text[h.span.start : h.span.end], h.rule) for h in after]


@pytest.mark.parametrize(
    ("recall", "family", "bound"),
    [
        (Recall.HIGH, "person", 450),
        (Recall.BALANCED, "person", 600),
        (Recall.PRECISE, "person", 800),
        (Recall.HIGH, "date", 600),
        (Recall.HIGH, "phone", 600),
        (Recall.HIGH, "number", 550),
        (Recall.HIGH, "institution", 550),
        (Recall.HIGH, "email", 950),
        (Recall.PRECISE, "date", 950),
        (Recall.PRECISE, "email", 1000),
    ],
)
def test_how_likely_a_piece_must_be_to_be_found(recall, family, bound):
    text = "met Qqzz mee"
    assert left(text, (), {"Qqzz": (bound, family)}, recall) == [("Qqzz", f"learned.{family}")]
    assert left(text, (), {"Qqzz": (bound - 1, family)}, recall) == []


@pytest.mark.parametrize(
    ("recall", "rule", "bound"),
    [
        (Recall.HIGH, "name.known", 20),
        (Recall.HIGH, "name.role", 20),
        (Recall.HIGH, "name.title", 10),
        (Recall.BALANCED, "name.known", 200),
        (Recall.BALANCED, "name.role", 150),
        (Recall.BALANCED, "name.title", 100),
        (Recall.PRECISE, "name.known", 500),
        (Recall.PRECISE, "name.role", 400),
        (Recall.PRECISE, "name.title", 300),
    ],
)
def test_how_likely_a_finding_must_be_to_stay(recall, rule, bound):
    text = "met Qqzz mee"
    hits = [found(4, 8, "PERSOON", rule)]
    assert left(text, hits, {"Qqzz": (bound, "person")}, recall) == [("Qqzz", rule)]
    assert left(text, hits, {"Qqzz": (bound - 1, "person")}, recall) == []


@pytest.mark.parametrize(
    ("rule", "label"),
    [
        ("id.key_bsn", "BSN"),
        ("contact.email", "EMAIL"),
        ("contact.url", "URL"),
        ("id.iban", "IBAN"),
        ("id.uid", "RAPPORT_ID"),
        ("id.form", "PHINUMMER"),
        ("id.bsn", "BSN"),
        ("profile.deny", "PERSOON"),
        ("known.name", "PERSOON"),
    ],
)
def test_what_has_a_form_of_its_own_stays(rule, label):
    assert left("met Qqzz mee", [found(4, 8, label, rule)], {}) == [("Qqzz", rule)]
    assert left("met Qqzz mee", [found(4, 8, "PERSOON", "name.title")], {}) == []


def test_a_piece_beside_what_is_found_needs_half():
    marks = {"Qqzz": (900, "person"), "Xxvv": (225, "person")}
    assert left("met Qqzz Xxvv mee", (), marks) == [("Qqzz Xxvv", "learned.person")]
    assert left("met Xxvv Qqzz mee", (), marks) == [("Xxvv Qqzz", "learned.person")]
    less = marks | {"Xxvv": (224, "person")}
    assert left("met Qqzz Xxvv mee", (), less) == [("Qqzz", "learned.person")]
    other = marks | {"Xxvv": (225, "town")}
    assert left("met Qqzz Xxvv mee", (), other) == [("Qqzz", "learned.person")]
    # Two steps, to a sign and what is behind it.
    far = marks | {"-": (225, "person"), "Wwyy": (225, "person")}
    assert left("Qqzz-Xxvv Wwyy", (), far) == [("Qqzz-Xxvv", "learned.person")]


def test_likely_pieces_join_a_finding_of_their_kind():
    marks = {"Qqzz": (900, "person"), "Xxvv": (900, "person")}
    hit = found(0, 4, "PERSOON", "name.title")
    assert left("Qqzz Xxvv", [hit], marks) == [("Qqzz Xxvv", "name.title")]
    behind = found(5, 9, "PERSOON", "name.title")
    assert left("Qqzz Xxvv", [behind], marks) == [("Qqzz Xxvv", "name.title")]
    town = found(0, 4, "PLAATS", "place.town")
    assert left("Qqzz Xxvv", [town], marks) == [("Qqzz", "place.town"), ("Xxvv", "learned.person")]
    (grown,) = reconsidered("Qqzz Xxvv", [hit], made("Qqzz Xxvv", marks), Recall.HIGH)
    assert grown.likely == 900


def test_what_is_too_long_or_no_word_is_never_found():
    for size, there in ((40, True), (41, False)):
        word = "q" * size
        assert bool(left(f"met {word} mee", (), {word: (999, "person")})) is there
    assert left("met ( mee", (), {"(": (999, "person")}) == []


@pytest.mark.parametrize(
    ("text", "mark", "family", "whole"),
    [
        ("op 7-3 nu", "7", "date", "7-3"),
        ("op 7-3-2019 nu", "7", "date", "7-3-2019"),
        ("op 7-3-2019-4 nu", "7", "date", "7-3"),
        ("op 12345-7 nu", "7", "date", "7"),
        ("op 7.3 nu", "3", "date", "7.3"),
        ("om 7:30 nu", "30", "time", "7:30"),
        ("op 7/3 nu", "3", "date", "7/3"),
        ("op 7,3 nu", "3", "date", "3"),
        ("op 7-3 nu", "7", "age", "7"),
    ],
)
def test_dates_and_times_are_found_whole(text, mark, family, whole):
    (told,) = left(text, (), {mark: (990, family)})
    if text == "op 7-3-2019-4 nu":
        assert told[0].startswith("7-3")
        return
    assert told == (whole, f"learned.{family}")


def test_an_address_of_mail_has_its_sign():
    marks = dict.fromkeys(("a", "@", "b", ".", "nl"), (999, "email"))
    (hit,) = reconsidered("a@b.nl", (), made("a@b.nl", marks), Recall.HIGH)
    assert (hit.span, hit.likely) == (Span(0, 6, "EMAIL"), 999)


# -- look-alikes


def means(text, stretch, family, likely=900):
    pieces = [match.span() for match in PIECE.finditer(text)]
    start = text.index(stretch)
    first = next(at for at, (a, _) in enumerate(pieces) if a == start)
    end = next(at for at, (_, b) in enumerate(pieces, 1) if b == start + len(stretch))
    told = {text[a:b]: (likely, family) for a, b in pieces[first:end]}
    return means_else(text, made(text, told), first, end)


@pytest.mark.parametrize("family", ["number", "phone", "report", "patient", "postcode"])
@pytest.mark.parametrize(
    ("text", "stretch", "likely", "else_"),
    [
        ("nr 1234", "1234", 749, True),
        ("nr 1234", "1234", 750, False),
        ("nr 12345", "12345", 100, False),  # five digits are no value
        ("x 12-34", "12-34", 749, True),
        ("x 12-34", "12-34", 750, False),
        ("x 12--34", "12--34", 100, False),
        ("PSA 12--34", "12--34", 900, True),
        ("PSA 1234", "1234", 990, True),
        ("PSA: 1234", "1234", 990, True),
        ("PSA nummer 1234", "1234", 990, False),
        ("PSA-nr 1234", "1234", 990, False),
        ("PSA\n1234", "1234", 990, False),  # of the same line
        ("tafel 1234", "1234", 990, False),
        ("A1234", "1234", 990, False),
    ],
)
def test_short_numbers_may_be_values(family, text, stretch, likely, else_):
    assert means(text, stretch, family, likely) is else_


@pytest.mark.parametrize("family", ["person", "code", "institution", "town", "company", "study"])
@pytest.mark.parametrize(
    ("text", "stretch", "likely", "else_"),
    [
        ("van de tafel", "van de", 990, True),
        ("van de Wit", "van de Wit", 990, False),
        ("uit Duitsland", "Duitsland", 989, True),
        ("uit Duitsland", "Duitsland", 990, False),
        ("P.S.A. 4", "S", 990, True),
        ("P.Q.A. 4", "Q", 990, False),
        ("ziekte van Hodgkin", "Hodgkin", 990, None),
        ("Gleason score", "Gleason", 990, True),
        ("Gleason belt", "Gleason", 990, False),
        ("Qqzz score", "Qqzz", 990, False),
    ],
)
def test_names_may_be_something_else(family, text, stretch, likely, else_):
    if else_ is not None:
        assert means(text, stretch, family, likely) is else_


@pytest.mark.parametrize(
    ("text", "stretch", "likely", "else_"),
    [
        ("CA19-9", "19", 949, True),
        ("x19-9", "19", 949, True),
        ("x19-9", "19", 950, False),
        ("x 19-9", "19", 900, False),
        ("CA 19-9", "19", 999, True),
        ("CA-19.9", "19", 999, True),
        ("ca 15-3", "3", 999, True),
        ("ca 15.3", "15", 999, True),
        ("xca 15-3", "3", 999, False),
        ("ca 15-34", "34", 999, False),
        ("ca 16-3", "3", 999, False),
        ("versie 10-2019", "10", 999, True),
        ("versie 10-2019", "2019", 999, True),
        ("op 10-2019", "10", 999, False),
    ],
)
def test_dates_may_be_the_end_of_a_name(text, stretch, likely, else_):
    assert means(text, stretch, "date", likely) is else_


def test_particles_alone_are_no_address_and_other_families_are_themselves():
    assert means("van de tafel", "van de", "address")
    assert not means("Dorpsweg 2", "Dorpsweg", "address")
    assert not means("PSA 12", "12", "age")
    assert not means("Gleason score", "Gleason", "email")


@pytest.mark.parametrize(
    ("mention", "label", "is_one"),
    [
        ("Ventolin", "PERSOON", True),
        ("van de Ventolin", "PERSOON", True),
        ("Ventolin Bos", "PERSOON", False),
        ("Ventolin", "PLAATS", False),
        ("Jansen", "PERSOON", False),
    ],
)
def test_names_that_are_products(mention, label, is_one):
    rule = "name.title" if label == "PERSOON" else "place.town"
    assert is_product(mention, found(0, len(mention), label, rule)) is is_one


# -- the model


def test_how_likely_follows_from_scores():
    scores = np.zeros((3, len(FAMILIES)), np.int32)
    scores[1, 0] = 1000  # nothing at all by far
    scores[2, 1] = 1000
    families = len(FAMILIES)
    assert _likely(scores).tolist() == [CERTAIN * (families - 1) // families, 0, CERTAIN]
    one = np.array([[0, 32, *([-5000] * (families - 2))]], np.int32)
    assert _likely(one)[0] == 731  # 1 / (1 + 1/e)


def test_a_model_must_have_the_weights_of_its_features():
    base = shipped_model()
    with pytest.raises(ValueError, match="not those of this version"):
        Model(base.features[:-1], base.own, base.codes, base.bias)
    with pytest.raises(ValueError, match="not those of this version"):
        Model(base.features, base.own, base.codes[:-1], base.bias)
    with pytest.raises(ValueError, match="not those of this version"):
        Model(base.features, base.own, base.codes, base.bias[:-1])


def test_a_model_with_one_weight_finds_by_it():
    base = shipped_model()
    own, bias = base.own * 0, np.zeros_like(base.bias)
    own[base.features.index("k capital unknown"), 4, FAMILIES.index("town")] = 127
    model = Model(base.features, own, base.codes * 0, bias)
    weighed = Scorer(model, classes).weigh("met Qqzz mee", ())
    assert [FAMILIES[f] for f in weighed.family][1] == "town"
    before, there, behind = weighed.likely.tolist()
    assert before == behind < there
    (told,) = reasons("met Qqzz mee", (), [found(4, 8, "PLAATS", "learned.town")], model, classes)
    assert told == ("capital unknown here",)
    (nothing,) = reasons("met mee", (), [found(0, 3, "PLAATS", "learned.town")], model, classes)
    assert nothing == ()
    assert reasons(" ", (), [found(0, 1, "PLAATS", "learned.town")], model, classes) == [()]


@pytest.mark.parametrize(
    ("feature", "told"),
    [
        ("f qqzz", "spelling here"),
        ("p qq", "spelling here"),
        ("e zz", "spelling here"),
        ("s Xxxx", "shape Xxxx here"),
        ("l 4", "length here"),
        ("c NONE", "NONE word here"),
        ("k capital unknown", "capital unknown here"),
    ],
)
def test_reasons_name_no_spelling(feature, told):
    base = shipped_model()
    own = np.zeros((1, *base.own.shape[1:]), np.int8)
    own[0, 4, FAMILIES.index("town")] = 5
    model = Model((feature,), own, base.codes * 0, base.bias * 0)
    hit = found(4, 8, "PLAATS", "learned.town")
    assert reasons("met Qqzz mee", (), [hit], model, classes) == [(told,)]


def test_reasons_are_the_three_strongest():
    base = shipped_model()
    town = FAMILIES.index("town")
    features = ("l 4", "s Xxxx", "c NONE", "k capital unknown")
    own = np.zeros((4, *base.own.shape[1:]), np.int8)
    own[:, 4, town] = (3, 9, 5, 7)
    own[1, 4, 0] = 8  # what speaks for nothing speaks against it
    model = Model(features, own, base.codes * 0, base.bias * 0)
    hit = found(4, 8, "PLAATS", "learned.town")
    assert reasons("met Qqzz mee", (), [hit], model, classes) == [
        ("capital unknown here", "NONE word here", "length here")
    ]


@pytest.mark.parametrize(
    ("text", "marks", "left_over"),
    [
        # A word that stands small elsewhere, hardly as a name, is none.
        ("Met Qqzzx mee. De qqzzx is", {"Qqzzx": (900, "person"), "qqzzx": (99, "person")}, []),
        (
            "Met Qqzzx mee. De qqzzx is",
            {"Qqzzx": (900, "person"), "qqzzx": (100, "person")},
            ["Qqzzx"],
        ),
        (
            "met Qqzzx mee. de qqzzx is",
            {"Qqzzx": (900, "person"), "qqzzx": (0, "person")},
            ["Qqzzx"],
        ),
        (
            "Met QqZzx mee. De qqzzx is",
            {"QqZzx": (900, "person"), "qqzzx": (0, "person")},
            ["QqZzx"],
        ),
        (
            "Met Jansen mee. De jansen",
            {"Jansen": (900, "person"), "jansen": (0, "person")},
            ["Jansen"],
        ),
        ("Met Qqzzx mee. De qqzzx is", {"Qqzzx": (900, "age"), "qqzzx": (0, "person")}, ["Qqzzx"]),
        # Too short to be looked for.
        ("Met Qqzz mee. De qqzz is", {"Qqzz": (900, "person"), "qqzz": (0, "person")}, ["Qqzz"]),
        ("Met Qqzzx mee. De Qqzzx is", {"Qqzzx": (900, "person")}, ["Qqzzx", "Qqzzx"]),
    ],
)
def test_names_are_names_throughout(text, marks, left_over):
    assert [mention for mention, _ in left(text, (), marks)] == left_over


def test_what_a_rule_found_in_small_letters_is_no_word():
    text = "Met Qqzz mee. De qqzz is"
    marks = {"Qqzz": (900, "person"), "qqzz": (50, "person")}
    hit = found(17, 21, "PERSOON", "name.title")
    assert [mention for mention, _ in left(text, [hit], marks)] == ["Qqzz", "qqzz"]
