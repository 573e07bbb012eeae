"""Words of the language that the model takes for names, told by how and where they are written."""

from __future__ import annotations

import pytest
from made_weighed import weighed

from dragon_prep.core.recall import Recall
from dragon_prep.detect.learned.layer import reconsidered
from dragon_prep.phi.finding import found


def left(text, word, likely=700, family="person", hits=()):
    marks = dict.fromkeys(word.split(), (likely, family))
    after = reconsidered(text, hits, weighed(text, marks), Recall.HIGH)
    return [text[hit.span.start : hit.span.end] for hit in after]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        # The capital of a sentence, of a line in a list, of what stands behind a heading.
        ("Lever vrij. Leverkoepel glad.", "Leverkoepel"),
        ("Skelet:\n- Ribeiland.\n- Ribhaakje rechts.", "Ribhaakje"),
        ("Verslag:\nDriefasen opname gemaakt.", "Driefasen"),
        ("Verslag: Multislice opname gemaakt.", "Multislice"),
        ("Gezien.\n\nSpijsverteringskanaal vrij.", "Spijsverteringskanaal"),
        # In small letters among capitals.
        ("Normaal beeld. Aan de nierkelk niets.", "nierkelk"),
        ("Niets te zien. Te klein om te karakteriseren.", "karakteriseren"),
    ],
)
def test_a_word_is_no_name_where_a_word_would_be_written_so(text, word):
    assert left(text, word) == []
    assert left(text, word, 999) == [word]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Gezien met Leverkoepel en vrij.", "Leverkoepel"),  # a capital inside a sentence
        ("Gezien door van der\nKraan op de poli.", "Kraan"),  # a line that was wrapped
        ("Vrij. Oetraveld belde terug.", "Oetraveld"),  # no word that a list knows
        ("Vrij. Bakker belde terug.", "Bakker"),  # a name that is a word
        ("Vrij. Hst. Klaar.", "Hst"),
    ],
)
def test_what_may_be_a_name_stays(text, word):
    assert left(text, word) == [word]


def test_small_letters_tell_less_of_who_writes_no_capitals():
    assert left("de kraan belde. de zus ook.", "kraan", 550) == ["kraan"]
    assert left("De kraan belde. De zus ook.", "kraan", 550) == []
    assert left("normaal. de nierkelk vrij.", "nierkelk", 929) == []
    assert left("normaal. de nierkelk vrij.", "nierkelk", 930) == ["nierkelk"]


def test_towns_and_codes_in_small_letters():
    assert left("Gezien. Verkregen door: stansbiopt", "stansbiopt", 700, "code") == []
    assert left("Gezien. Akkoord hst", "hst", 700, "code") == ["hst"]
    assert left("Er zijn geen bijzonderheden te melden.", "melden", 690, "town") == []
    assert left("Woont in Goes. Ging te zomeren.", "zomeren", 990, "town") == ["zomeren"]


def test_an_institution_may_have_a_word_of_medicine_but_not_as_its_only_one():
    assert left("Omhoog door de Middenkwab.", "Middenkwab", 690, "institution") == []
    assert left("Omhoog door de Middenkwab.", "Middenkwab", 700, "institution") == ["Middenkwab"]
    assert left("Bij Middenkwab Oost gezien.", "Middenkwab", 690, "institution") == ["Middenkwab"]
    assert left("Behandeld bij Hodgkinlymfoom.", "Hodgkinlymfoom", 690, "company") == []
    assert left("Werkt bij Zaadhandel.", "Zaadhandel", 690, "company") == ["Zaadhandel"]


@pytest.mark.parametrize(
    ("text", "mention", "rest", "family", "label"),
    [
        ("gezien op 3 mei 2019", "3 mei 2019", "op", "date", "DATUM"),
        ("MRI november 2019", "november 2019", "MRI", "date", "DATUM"),
        ("beelden van Waalstate MC", "Waalstate MC", "van", "institution", "ZIEKENHUIS"),
    ],
)
def test_a_finding_does_not_grow_over_the_word_that_stands_before_it(
    text, mention, rest, family, label
):
    at = text.index(mention)
    hit = found(at, at + len(mention), label, "date.iso" if family == "date" else "place.umc")
    marks = dict.fromkeys([rest, *mention.split()], (900, family))
    (after,) = reconsidered(text, [hit], weighed(text, marks), Recall.HIGH)
    assert text[after.span.start : after.span.end] == mention


def test_what_joins_two_findings_of_one_is_no_edge():
    text = "op een en twintig mei"
    hits = [found(10, 21, "DATUM", "date.day_month_name")]
    marks = {"een": (900, "date"), "en": (900, "date"), "twintig": (900, "date")}
    (after,) = reconsidered(text, hits, weighed(text, marks), Recall.HIGH)
    assert text[after.span.start : after.span.end] == "een en twintig mei"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Verwezen. Grootcellig longcarcinoom.", "Grootcellig"),
        ("Voormalig kunststofarbeider. Afkomstig uit Utrecht.", "kunststofarbeider"),
        ("Laesie naast de achterrandvoet.", "achterrandvoet"),
    ],
)
def test_an_address_has_a_number_the_end_of_a_street_or_a_capital_within_a_sentence(text, word):
    assert left(text, word, 950, "address") == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Woont Lange Voorhout met partner.", "Lange Voorhout"),
        ("verblijft kerkstraat boven.", "kerkstraat"),
        ("adres: achter de brug 12 te Zwolle", "achter de brug"),
    ],
)
def test_what_may_be_an_address_stays(text, word):
    assert left(text, word, 950, "address") == [word]
