"""What words are: the table of classes, the lists behind it, and what follows for names."""

from __future__ import annotations

import pytest

from dragon_prep.language import lexicon
from dragon_prep.language.compounds import is_compound
from dragon_prep.language.vocabulary import LISTED, OWN, with_words
from dragon_prep.language.word_kinds import (
    WordKind,
    gives_away,
    is_common,
    is_found_again,
    is_only_a_word,
    is_plain,
    is_term,
    kind_in_place,
    word_kind,
)
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import WordTable, class_of, classes

NAMES = sorted(name for name in vars(W) if name.isupper())
PLAIN, DUTCH, COMMON = WordKind.NAME, WordKind.DUTCH, WordKind.COMMON


def test_each_class_is_a_bit_of_its_own():
    bits = [getattr(W, name) for name in NAMES]
    assert all(bit.bit_count() == 1 for bit in bits)
    assert len(set(bits)) == len(bits)
    assert max(bits) == W.MODALITY_CODE


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("tafel", "DUTCH"),
        ("gleason", "EPONYM"),
        ("ileus", "MEDICAL"),
        ("duitsland", "ABROAD"),
        ("psa", "ABBREVIATION_LISTED"),
        ("biopsie", "NOT_A_NAME"),
        ("januari", "NOT_A_NAME"),
        ("sjoerd", "FIRST_NAME"),
        ("mehmet", "FIRST_NAME"),
        ("sjoerd", "FIRST_NAME_LISTED"),
        ("jansen", "SURNAME"),
        ("jansen", "KNOWN_SURNAME"),
        ("yilmaz", "KNOWN_SURNAME"),
        ("jansen", "KNOWN_NAME"),
        ("sjoerd", "KNOWN_NAME"),
        ("jansen", "STRONG_NAME"),
        ("groen", "NAME_AND_WORD"),
        ("amsterdam", "TOWN"),
        ("best", "TOWN_AMBIGUOUS"),
        ("rijnstate", "HOSPITAL"),
        ("radioloog", "ROLE_WORD"),
        ("radioloog", "ROLE_PHRASE"),
        ("maart", "MONTH"),
        ("mrt", "MONTH"),
        ("maart", "MONTH_FULL"),
        ("mrt", "MONTH_SHORT"),
        ("mm", "UNIT"),
        ("van", "PARTICLE"),
    ],
)
def test_words_have_the_classes_of_their_lists(word, name):
    assert classes[word] & getattr(W, name)
    assert class_of(name.lower()) == getattr(W, name)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("jansen", "DUTCH"),
        ("jansen", "FIRST_NAME"),
        ("mehmet", "SURNAME"),
        ("bos", "STRONG_NAME"),
        ("amsterdam", "KNOWN_SURNAME"),
        ("amsterdam", "TOWN_AMBIGUOUS"),
        ("maart", "MONTH_SHORT"),
        ("mrt", "MONTH_FULL"),
        ("maa", "MONTH_SHORT"),
        ("zwelgmans", "DUTCH"),
    ],
)
def test_words_lack_the_classes_of_other_lists(word, name):
    assert not classes[word] & getattr(W, name)


def test_what_no_list_knows_has_no_class_and_leaves_no_trace():
    assert classes["zwelgmans"] == 0
    assert "zwelgmans" not in classes
    table = WordTable()
    copy = table.copy()
    assert copy == table
    assert copy["jansen"] == classes["jansen"]
    copy["jansen"] = 0
    assert table["jansen"]
    assert copy["zwelgmans"] == 0


@pytest.mark.parametrize("name", ["Dutch", "DUTCH", "no_such_class", "__doc__", ""])
def test_a_class_that_is_none(name):
    with pytest.raises(ValueError, match="there is no class of words"):
        class_of(name)


@pytest.mark.parametrize(
    ("group", "word", "bit", "kinds"),
    [
        ("titles", "qqx", 0, ("title",)),
        ("roles", "qqx", W.ROLE_WORD, ("role",)),
        ("roles", "qqx", W.ROLE_PHRASE, ("role",)),
        ("surnames", "qqx", W.SURNAME, ("surname", "strong")),
        ("surnames", "qqx", W.KNOWN_SURNAME, ("surname", "strong")),
        ("surnames", "qqx", W.KNOWN_NAME, ("surname", "strong")),
        ("surnames", "qqx", W.STRONG_NAME, ("surname", "strong")),
        ("first_names", "qqx", W.FIRST_NAME, ("first",)),
        ("first_names", "qqx", W.FIRST_NAME_LISTED, ("first",)),
        ("first_names", "qqx", W.KNOWN_NAME, ("first",)),
        ("closing", "qqx", W.CLOSING, ("closing",)),
        ("unit", "qqx", W.UNIT, ()),
        (f"{OWN}1", "qqx", 0, (f"{OWN}1",)),
    ],
)
def test_words_that_a_centre_adds(group, word, bit, kinds):
    made = with_words({}, frozenset({"closing"}), ((group, (word,)),))
    assert made.classes[word] & bit == bit
    assert made.kinds.get(word, ()) == kinds
    assert not classes[word]


def test_added_words_keep_what_they_were():
    own = (("surnames", ("tafel",)), ("titles", ("tafel",)), ("titles", ("tafel",)))
    made = with_words({"tafel": ("first", "title")}, frozenset(), own)
    assert made.kinds["tafel"] == ("first", "title", "surname", "strong")
    assert made.classes["tafel"] & W.DUTCH
    assert made.classes["tafel"] & W.SURNAME
    assert list(LISTED) == ["titles", "roles", "surnames", "first_names"]
    with pytest.raises(ValueError, match="no class of words"):
        with_words({}, frozenset(), (("titels", ("x",)),))


@pytest.mark.parametrize(
    ("word", "plain", "common", "kind", "in_place"),
    [
        # Eponyms and towns stand in reports for their own sake; only words of the language are
        # written small.
        ("douglas", False, True, COMMON, COMMON),
        ("gleason", True, True, COMMON, COMMON),
        ("bos", False, True, DUTCH, COMMON),
        ("groen", True, True, COMMON, COMMON),
        ("jansen", False, False, PLAIN, COMMON),
        ("januari", True, True, COMMON, DUTCH),
        ("radioloog", True, True, COMMON, DUTCH),
        ("zwelgmans", False, False, PLAIN, PLAIN),
        ("best", False, True, COMMON, DUTCH),
        ("amsterdam", False, True, COMMON, PLAIN),
        ("rijnstate", False, True, COMMON, PLAIN),
        ("mm", True, True, COMMON, COMMON),
        ("koning", False, True, DUTCH, COMMON),  # no plain word by its ending alone
        ("van", True, True, COMMON, DUTCH),
        ("tak", False, True, DUTCH, DUTCH),
        ("qqbiopt", True, True, COMMON, COMMON),  # by its ending
        ("xbiopt", True, True, COMMON, COMMON),
        ("coecumpoliep", True, True, COMMON, COMMON),  # by its parts
        ("oke", False, True, PLAIN, COMMON),  # written with an accent
        ("ab", False, True, PLAIN, PLAIN),  # too short
    ],
)
def test_what_a_word_is_besides_a_name(word, plain, common, kind, in_place):
    assert is_plain(word) is plain
    assert is_common(word) is common
    assert word_kind(word) is kind
    assert kind_in_place(word) is in_place


@pytest.mark.parametrize(
    ("word", "small", "capital"),
    [
        ("jansen", True, True),
        ("smit", True, True),
        ("qqz", False, True),  # three letters are part of something else
        ("qq", False, False),
        ("bos", False, False),
        ("amsterdam", False, False),
    ],
)
def test_what_gives_somebody_away(word, small, capital):
    assert gives_away(word, capital=False) is small
    assert gives_away(word, capital=True) is capital


@pytest.mark.parametrize(
    ("word", "again"),
    [
        ("jansen", True),
        ("bos", True),
        ("zwelgmans", True),
        ("sjoerd", False),
        ("douglas", False),
        ("amsterdam", False),
        ("rijnstate", False),
        ("radioloog", False),
    ],
)
def test_names_that_are_found_again_wherever_they_stand(word, again):
    assert is_found_again(word) is again


@pytest.mark.parametrize(
    ("town", "is_word"),
    [("best", True), ("echt", True), ("amsterdam", False), ("groesbeek", False), ("mm", True)],
)
def test_towns_that_are_words(town, is_word):
    assert is_only_a_word(town) is is_word


@pytest.mark.parametrize(
    ("token", "is_one"),
    [
        ("MDL-arts", True),
        ("DM-type", True),
        ("SI-gewrichten", True),
        ("AL-sayed", False),
        ("VAN-wijk", False),
        ("MDL-van", False),
        ("M-arts", False),
        ("Mdl-arts", False),
        ("MDL-Arts", False),
        ("MDL-", False),
        ("MDL", False),
        ("MDLarts", False),
    ],
)
def test_an_abbreviation_joined_to_a_word(token, is_one):
    assert is_term(token) is is_one


@pytest.mark.parametrize(
    "word",
    [
        # Small ones, several, and with what links two words.
        "poliepje",
        "poliepjes",
        "biopsietje",
        "leverpunctie",
        "leverpuncties",
        "nierbiopten",
        "borstkwadrant",
        "levensverwachting",
        "longontsteking",
        "factuurnummer",
        "toegangsnr",
        "opnamenrs",
    ],
)
def test_compounds_and_small_ones(word):
    assert is_compound(word)


@pytest.mark.parametrize(
    "word", ["jansen", "wisniowski", "tje", "en", "", "bakkerman", "qqnummer", "qqnr"]
)
def test_names_and_scraps_are_no_compounds(word):
    assert not is_compound(word)


def test_slips_of_months_are_months_and_words_are_not():
    months = lexicon.months()
    for slip in ("septmber", "septtember", "sepetmber", "septenber", "xseptember", "septemberx"):
        assert months[slip] == 9
    assert {months[name] for name in ("jan", "january", "januari", "mrt")} == {1, 3}
    assert "juna" not in months  # of a short name no slip counts
    assert "sptmber" not in months  # nor two slips
    assert [months[name] for name in ("maart", "march", "mei", "may")] == [3, 3, 5, 5]


def test_titles_have_their_flags():
    titles = lexicon.titles()
    assert {"dr", "mw"} <= titles.keys()
    assert all("" not in flags for flags in titles.values())
    assert any(titles.values())
    assert not any("|" in title for title in titles)


def test_names_that_are_strong_mean_nothing_else():
    strong = lexicon.strong_names()
    assert min(map(len, strong)) == 4
    others = (
        *(lexicon.dutch(), lexicon.not_names(), lexicon.eponyms(), lexicon.cue("abbreviation")),
        *(lexicon.phrases("hospitals"), lexicon.phrases("hospitals_ambiguous")),
        *(lexicon.words("brands"), lexicon.titles().keys(), lexicon.phrases("towns")),
    )
    for other in others:
        assert not strong & other
    assert strong <= lexicon.known_surnames() | lexicon.first_names()


def test_names_that_are_words_are_no_roles():
    assert not lexicon.word_names() & lexicon.words("roles")
    assert lexicon.phrases("firstnames_common") <= lexicon.first_names()
    assert lexicon.phrases("firstnames_foreign") <= lexicon.first_names()
    assert not (lexicon.known_surnames() - lexicon.surnames()) & lexicon.first_names()
