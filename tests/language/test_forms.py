"""The outer form of words: case, letters, line ends, ASCII, months as another is spelt."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.keys import KeyPurpose, ProjectKey
from dragon_prep.core.spans import Span
from dragon_prep.core.streams import KeyedStream
from dragon_prep.language.abbreviations import is_abbreviation
from dragon_prep.language.ascii import likeness, to_ascii
from dragon_prep.language.atoms import ATOMS, pattern_of
from dragon_prep.language.calendar import Word, alternatives, known
from dragon_prep.language.capitals import opens_with_capitals
from dragon_prep.language.folding import folded, grown, plain_text
from dragon_prep.language.form import case_of, clean, fold, like, redraw, scramble
from dragon_prep.language.letters import each_char, without_accents
from dragon_prep.language.line_ends import normalise_newlines
from dragon_prep.language.number_words import Spelling, read_number, spell


def stream(number=0):
    return KeyedStream(ProjectKey(bytes(32)), KeyPurpose.LETTERS, str(number))


@pytest.mark.parametrize(
    ("model", "new", "wanted"),
    [
        ("jansen", "Bakker", "bakker"),
        ("JANSEN", "Bakker", "BAKKER"),
        ("Jansen", "bakker", "Bakker"),
        ("Jansen", "deWit", "DeWit"),
        ("jAnsen", "deWit", "deWit"),
        ("J", "bakker", "Bakker"),  # a capital alone is no word in capitals
        ("J", "b", "B"),
        ("j", "B", "b"),
        ("12", "Bakker", "Bakker"),
        ("", "Bakker", "Bakker"),
        ("Jansen", "", ""),
    ],
)
def test_a_word_in_the_case_of_another(model, new, wanted):
    assert like(model, new) == wanted


@pytest.mark.parametrize(
    ("word", "case"),
    [("JAN", "AA"), ("J", "Aa"), ("Jan", "Aa"), ("jan", "aa"), ("jAN", "aa"), ("JA", "AA")],
)
def test_the_case_of_a_word(word, case):
    assert case_of(word) == case


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Jansen", "Jansen"),
        ("Müller", "Muller"),
        ("a\x00b\x0bc\x7fd", "a b c d"),
        ("a\u2028b\u2029c", "a b c"),
        ("a\tb\nc\rd", "a\tb\nc\rd"),
        ("12\xa0maart", "12 maart"),
        ("Jan\xadsen", "Jansen"),
        ("\U0001f600", ""),
    ],
)
def test_a_clean_text_is_printable_ascii(text, wanted):
    assert clean(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Jan-Willem", "janwillem"), ("12.34 AB", "1234ab"), ("Zoë", "zoe"), ("_", ""), ("J1", "j1")],
)
def test_a_folded_text_is_its_letters_and_digits(text, wanted):
    assert fold(text) == wanted


def test_scrambled_letters_and_digits_are_others_of_their_kind():
    text = "Ab-9z 10 van"
    for number in range(20):
        new = scramble(text, stream(number), keep=("van",))
        assert re.fullmatch(r"[A-Z][a-z]-\d[a-z] \d\d van", new)
        assert all(a != b for a, b in zip(text[:8], new[:8], strict=True) if a.isalnum())
    assert scramble("VAN", stream(), keep=("van",)) == "VAN"
    assert scramble("van", stream()) != "van"
    assert scramble("", stream()) == ""


@pytest.mark.parametrize(
    ("digits", "form"),
    [
        ("0012", r"00[1-9]\d"),
        ("012", r"0[1-9]\d"),
        ("01", r"[1-9]\d"),  # one digit is too few to keep a zero before it
        ("00", r"[1-9]\d"),
        ("7", r"[1-9]"),
        ("1234567", r"[1-9]\d{6}"),
    ],
)
def test_another_number_of_as_many_digits(digits, form):
    made = {redraw(digits, stream(number)) for number in range(60)}
    assert all(re.fullmatch(form, new) for new in made)
    assert digits not in made
    assert len(made) > 5


def test_changed_case_keeps_the_length():
    assert each_char("İstanbul", str.lower) == "İstanbul"
    assert each_char("STRAße", str.upper) == "STRAßE"
    assert each_char("ABC", str.lower) == "abc"


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("Hélène", "helene"),
        ("JANSEN", "jansen"),
        ("Øster", "oster"),
        ("Łukasz", "lukasz"),
        ("Straße", "strasse"),
        ("Đorđe", "dorde"),
        ("Işık", "isik"),
    ],
)
def test_words_without_accents(word, plain):
    assert without_accents(word) == plain


def test_line_ends_become_line_feeds_and_spans_follow():
    text, offsets = normalise_newlines("a\r\nb\rc\n\r\nd")
    assert text == "a\nb\nc\n\nd"
    assert offsets.carry(Span(3, 4, "x")) == Span(2, 3, "x")
    assert offsets.carry(Span(9, 10, "x")) == Span(7, 8, "x")
    same, offsets = normalise_newlines("a\nb")
    assert (same, offsets.carry(Span(2, 3, "x"))) == ("a\nb", Span(2, 3, "x"))


@pytest.mark.parametrize(
    ("char", "wanted"),
    [
        *((char, " ") for char in "\x00\x07\x1b\x7f\r"),
        ("é", "e"),
        ("½", " 1/2"),
        ("\U0001f600", ""),
        ("\ud800", ""),
        ("\ud7a3", likeness("\ud7a3")),
    ],
)
def test_a_character_in_ascii(char, wanted):
    text, offsets = to_ascii(f"a{char}b")
    assert text == f"a{wanted}b"
    assert offsets.carry(Span(2, 3, "x")) == Span(1 + len(wanted), 2 + len(wanted), "x")
    assert to_ascii("\t a~\n")[0] == "\t a~\n"


@pytest.mark.parametrize(
    ("source", "text", "fits"),
    [
        ("{capital}{small}+", "Łódź", True),
        ("{letter}", "é", True),
        ("{letter}", "_", False),
        ("{letter}", "1", False),
        ("a{alone}b", "ab", False),
        ("-{alone}b", "-b", True),
        ("_{alone}b", "_b", True),
        ("a{ends}", "a", True),
        ("{initials}", "J.P. A.", True),
        ("{initials}", "A.B.C.D.E.", True),
        ("{initials}", "A.B.C.D.E.F.", False),
        ("{initials}", "j.", False),
        ("{particles}", "van de der ", True),
        ("{particles}", "", True),
        ("{particles}", "van van van van ", False),
        ("{particles}", "Van ", False),
        *(("{particles}", f"{word} ", True) for word in ("von", "den", "ter", "ten", "DER")),
        ("{surname}", "O'Neill-Ångström", True),
        ("{surname}", "J", False),
        ("{surname}", "jansen", False),
        ("{surname}", "A" + "b" * 30, True),
        ("{surname}", "A" + "b" * 31, False),
        ("{two_capitals}", "PROspect", True),
        ("{two_capitals}", "Prospect", False),
        ("{two_capitals}", "ProSpect", True),
        ("{two_capitals}", "AB", False),
        ("{firm}", "V&D", True),
        ("{firm}", "&D", False),
        ("{firm_more}", "&", True),
        ("{firm_more}", "Zn", True),
        ("{firm_more}", "zn", False),
    ],
)
def test_atoms_of_patterns(source, text, fits):
    assert (pattern_of(source).fullmatch(text) is not None) is fits


def test_atoms_look_at_what_stands_behind():
    assert pattern_of("a{line_ends}").match("a  \n")
    assert pattern_of("a{line_ends}").match("a \t ")
    assert not pattern_of("a{line_ends}").match("a    ")
    assert not pattern_of("a{line_ends}").match("a b")
    assert not pattern_of("a{ends}").match("ab")
    assert pattern_of("a{ends}").match("a_")
    assert pattern_of("a{2}").fullmatch("aa")
    assert ATOMS["capital"] == "[A-ZÀ-Þ]"
    with pytest.raises(ValueError, match="there is no atom nothing"):
        pattern_of("{nothing}")
    with pytest.raises(ValueError, match="this is no pattern"):
        pattern_of("(")


@pytest.mark.parametrize(
    ("spelling", "number", "other", "wanted"),
    [
        ("maart", 3, 5, "mei"),
        ("mrt", 3, 1, "jan"),
        ("MAART", 3, 12, "DECEMBER"),
        ("march", 3, 1, "january"),
        ("ma", 1, 2, "di"),
        ("maandag", 1, 7, "zondag"),
        ("Monday", 1, 7, "Sunday"),
    ],
)
def test_another_of_its_kind_is_spelt_alike(spelling, number, other, wanted):
    kind = "month" if spelling.lower() in known("month") else "weekday"
    word = known(kind)[spelling.lower()]
    assert (word.kind, word.number) == (kind, number)
    assert word.spell(other, spelling) == wanted


def test_a_month_without_so_many_forms_has_its_last():
    assert Word("month", 3, "nl", 5).spell(5, "x") == "mei"
    assert known("month")["april"] == Word("month", 4, "nl", 0)  # of both languages the first
    words = alternatives("month").split("|")
    assert words == sorted(words, key=lambda word: (-len(word), word))
    assert set(words) == known("month").keys()


@pytest.mark.parametrize(
    ("token", "is_one"),
    [
        ("Volume", False),
        ("VOLUME", True),
        ("volume", True),
        ("Hb", True),
        ("HB", True),
        ("PSA", True),
        ("psa", True),
        ("Psa", True),
        ("MRI", True),
        ("BOS", False),
        ("LV-EF", True),
        ("PSA-Jansen", False),
        ("JANSEN-PSA", False),
        ("AL-PSA", False),
        ("x-EF", True),
        ("HbA-x", True),
    ],
)
def test_abbreviations_by_their_letters_and_case(token, is_one):
    assert is_abbreviation(token) is is_one


@pytest.mark.parametrize(
    ("numbers", "spelling", "wanted"),
    [
        (
            range(21),
            Spelling("nl"),
            (
                "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien "
                "vijftien zestien zeventien achttien negentien twintig"
            ),
        ),
        (
            range(1, 21),
            Spelling("nl", is_ordinal=True),
            (
                "eerste tweede derde vierde vijfde zesde "
                "zevende achtste negende tiende elfde twaalfde "
                "dertiende veertiende vijftiende zestiende zeventiende achttiende negentiende "
                "twintigste"
            ),
        ),
        (
            range(30, 131, 10),
            Spelling("nl"),
            (
                "dertig veertig vijftig zestig zeventig tachtig negentig honderd honderdtien "
                "honderdtwintig"
            ),
        ),
        (
            range(21),
            Spelling("en"),
            (
                "zero one two three four five six seven "
                "eight nine ten eleven twelve thirteen fourteen "
                "fifteen sixteen seventeen eighteen nineteen twenty"
            ),
        ),
        (
            range(1, 21),
            Spelling("en", is_ordinal=True),
            (
                "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
                "thirteenth fourteenth fifteenth sixteenth "
                "seventeenth eighteenth nineteenth twentieth"
            ),
        ),
        (
            range(30, 101, 10),
            Spelling("en"),
            "thirty forty fifty sixty seventy eighty ninety hundred",
        ),
        (
            (21, 22, 23, 99, 100, 101, 119, 120),
            Spelling("nl", accented=True),
            (
                "eenentwintig tweeëntwintig drieëntwintig negenennegentig honderd honderdéén "
                "honderdnegentien honderdtwintig"
            ),
        ),
        (
            (21, 22, 101, 120),
            Spelling("nl", joint="-", hundred_and=True),
            "een-en-twintig twee-en-twintig honderd-en-een honderd-en-twintig",
        ),
        (
            (22, 100, 101, 103, 120),
            Spelling("nl", is_ordinal=True, hundred_and=True),
            "tweeentwintigste honderdste honderdeneerste honderdenderde honderdentwintigste",
        ),
        (
            (21, 30, 45, 100, 101),
            Spelling("en", is_ordinal=True, joint="-"),
            "twenty-first thirtieth forty-fifth hundredth hundred-first",
        ),
    ],
)
def test_numbers_in_words(numbers, spelling, wanted):
    numbers = [number for number in numbers if number <= 120]
    assert " ".join(spell(number, spelling) for number in numbers) == wanted


def test_numbers_beyond_have_no_word():
    for number in (-1, 121):
        with pytest.raises(KeyError):
            spell(number, Spelling())
    assert read_number("nulde") is None  # no ordinal is of zero
    assert read_number("zestig", 1) is None
    found = read_number("x honderdnegentien jaar", 2)
    assert (found.number, found.end) == (119, 18)
    assert read_number("zestigjarige") is None


@pytest.mark.parametrize(
    ("chars", "sign"),
    [
        ("\x1e\u2212\u2043\u02d7\u207b\u208b\u2500\u2501\u30fc\u2010\u2011\u2013\u2014", "-"),
        ("\u2044\u2215\u29f8\u2571\uff0f", "/"),
        ("\u2236\ua789\u02d0\u05c3\uff1a", ":"),
        ("\u2024\u06d4\u3002\uff61\uff0e", "."),
        ("\u201a\u060c\u3001\uff64\u066b\uff0c", ","),
        ("\xb4\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u02c8\u2032\u2035\ua78c", "'"),
        ("\v\f\x1c\x1d\x85\u2800\xa0\u2003\u202f", " "),
        ("\u2028\u2029", "\n"),
        ("\u115f\u1160\u3164\uffa0\xad\u200b\u200e\ufeff\x00\x07", ""),
    ],
)
def test_what_a_reader_sees_of_a_sign(chars, sign):
    for char in chars:
        assert plain_text(f"a{char}b") == f"a{sign}b", ascii(char)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("→ \u2190 \u21ff", "→ \u2190 \u21ff"),  # an arrow is no hyphen
        ("\u2460", "1"),
        ("\u00b2", "2"),
        ("\u2169", "X"),
        ("\u212b", "\xc5"),
        ("\ufb01", "fi"),
        ("\uff34", "T"),
        ("АВЕЅІЈКМНОРСТХҮ", "ABESIJKMHOPCTXY"),
        ("аеѕіјорсухһԁԛԝӏ", "aesijopcyxhdqwl"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
        ("б", "б"),  # a letter alone of another script that is like none
        ("Иван", "Ivan"),
        ("Jα", "Jα"),
        ("a\u0301", "\xe1"),
        ("x\u0336", "x"),
    ],
)
def test_letters_in_their_plain_form(text, plain):
    assert plain_text(text) == plain


def test_the_way_back_and_forth_by_hand():
    fold = folded("a\xad\xadb\u2212c\xad")
    assert (fold.text, list(fold.places)) == ("ab-c", [0, 3, 4, 5, 7])
    assert [fold.back(at, at + 1) for at in range(4)] == [(0, 3), (1, 4), (4, 5), (5, 7)]
    assert fold.back(0, 4) == (0, 7)
    assert [fold.forward(*place) for place in ((0, 1), (1, 3), (1, 4), (2, 4), (4, 7))] == [
        (0, 1),
        (1, 1),
        (1, 2),
        (1, 2),
        (2, 4),
    ]
    assert repr(fold) == "<Folded, 7 characters into 4>"
    plain = folded("abc")
    assert plain.is_same
    assert (plain.back(1, 2), plain.forward(1, 2)) == ((1, 2), (1, 2))


@pytest.mark.parametrize(
    ("text", "span", "wanted"),
    [
        ("Tjep\xadkema", (0, 4), (0, 9)),
        ("Tjep\xadkema", (0, 5), (0, 9)),
        ("Tjep\xadkema", (5, 9), (0, 9)),
        ("Tjep\xadkema", (4, 9), (0, 9)),
        ("Tjep\xadkema", (4, 5), (4, 5)),  # nothing of it is seen
        ("Tjep\xadkema", (0, 3), (0, 3)),  # a cut that is seen
        ("Tjep\xad kema", (0, 4), (0, 5)),
        ("a Tjep\xadkema b", (2, 6), (2, 11)),
        ("12\u200b34-56", (0, 2), (0, 5)),
        ("x\xad\xad\xady", (4, 5), (0, 5)),
    ],
)
def test_spans_grow_over_cuts_that_nobody_sees(text, span, wanted):
    (found,) = grown(text, [Span(*span, "PERSOON")])
    assert (found.start, found.end, found.label) == (*wanted, "PERSOON")


@given(st.text(max_size=30))
def test_clean_is_printable_and_its_own_clean_form(text):
    once = clean(text)
    assert once.isascii()
    assert clean(once) == once


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("", False),
        ("Jan belt.", True),
        ("jan belt.", False),
        ("Jan belt. hij komt.", False),  # half are not most
        ("Jan belt. Hij komt. dan", True),
        ("12. Jan! hij? Zij\nWij", True),
        ("Jan, hij", True),
        ("Jan:\n\n  hij. zij", False),
    ],
)
def test_who_writes_with_capitals(text, does):
    assert opens_with_capitals(text) is does
