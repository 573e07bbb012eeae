"""Words that the model takes for names, told by what stands beside them."""

from __future__ import annotations

import re

import pytest
from made_weighed import weighed

from dragon_prep.core.recall import Recall
from dragon_prep.detect.learned.layer import reconsidered


def left(text, word, likely=700, family="person"):
    marks = dict.fromkeys(word.split(), (likely, family))
    after = reconsidered(text, (), weighed(text, marks), Recall.HIGH)
    return [text[hit.span.start : hit.span.end] for hit in after]


@pytest.mark.parametrize(
    ("text", "word", "family"),
    [
        ("Zestigjarige. Voorgesch.: eczeem.", "Voorgesch", "person"),
        ("Zestigjarige. Med. : ijzer.", "Med", "person"),
        ("Verdikt, ter plaaatse van het duodenum.", "plaaatse", "person"),
        ("Verdikt, ter hogte van het duodenum.", "hogte", "person"),
        ("Gebruikt dit wegens Hodgkinlymfoom.", "Hodgkinlymfoom", "person"),
        ("Gebruikt dit wegens Hodgkinlymfoom.", "Hodgkinlymfoom", "institution"),
        ("Moe en last van jeuk in bed.", "jeuk", "person"),
        ("Vrij.\n* Klein divertikel te zien.", "Klein", "person"),
        ("Beeld als bij klein kliertje links.", "klein", "person"),
        ("Gemeten in (1) longtop; (2) linker long.", "2", "age"),
    ],
)
def test_what_stands_beside_a_word_tells_however_likely_a_name_is(text, word, family):
    assert left(text, word, 700, family) == []
    assert left(text, word, 999, family) == []


@pytest.mark.parametrize(
    ("text", "word", "family"),
    [
        ("Vrij.\n- Hart: vorm behouden.", "Hart", "person"),
        ("Vrij.\n- Hart, long vrij.", "Hart", "person"),
        ("Zwak. Last van hoesten.", "Last", "person"),
        ("Vrij. Net boven de hiatus.", "Net", "person"),
    ],
)
def test_what_stands_beside_a_word_tells_unless_a_name_is_all_but_sure(text, word, family):
    assert left(text, word, 899, family) == []
    assert left(text, word, 900, family) == [word]


def test_a_verb_behind_te_is_no_town_unless_one_is_all_but_sure():
    text = "Er is niets te\nmelden. Ook links niet."
    assert left(text, "melden", 959, "town") == []
    assert left(text, "melden", 960, "town") == ["melden"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Vrij. Klein belt morgen terug.", "Klein"),
        ("Vrij. Oetraveld van hoesten.", "Oetraveld"),  # no word
        ("Vrij. Jansen van de poli belde.", "Jansen"),  # a surname
        ("Vrij. Last van Rijn belde.", "Last"),  # a capital behind what joins
        ("Vrij. Last van de Rijn belde.", "Last"),
        ("Gezien ter Plaat belde.", "Plaat"),  # more than one slip away
        ("Brief van Hodgkinsma gekregen.", "Hodgkinsma"),
    ],
)
def test_what_may_be_a_name_stays(text, word):
    assert left(text, word) == [word]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Gebruikt dit (tot nu 9 maanden) met effect.", "9"),
        ("Dit loopt, tot nu toe 33 weken.", "33"),
        ("Dit helpt, nu 16 maanden verder.", "16"),
        ("Erna groei; nu 13 maanden venetoclax.", "13"),
        ("Onder abirateron (6 maanden) respons.", "6"),
    ],
)
def test_how_long_a_treatment_lasts_is_no_age(text, word):
    assert left(text, word, 990, "age") == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Zuigeling, nu 9 maanden, met koorts.", "9"),
        ("Zuigeling, nu 9 maanden oud.", "9"),
        ("Gezien met broertje (6 maanden) en moeder.", "6"),
    ],
)
def test_the_age_of_a_child_stays_one(text, word):
    assert left(text, word, 990, "age") == [word]


def marked_together(text, mention, likely=990):
    """A mention with signs in it, all pieces of which the model takes for a name."""
    marks = dict.fromkeys(re.findall(r"\w+|-", mention), (likely, "person"))
    after = reconsidered(text, (), weighed(text, marks), Recall.HIGH)
    return [text[hit.span.start : hit.span.end] for hit in after]


@pytest.mark.parametrize("word", ["B-cellymfoom", "Non-Hodgkinlymfoom", "R-CVP"])
def test_what_stands_behind_a_hyphen_tells(word):
    assert marked_together(f"Behandeld met {word} elders.", word) == []


def test_a_double_surname_stays_one():
    assert marked_together("Gebeld met Kraan-Oetraveld.", "Kraan-Oetraveld") == ["Kraan-Oetraveld"]
