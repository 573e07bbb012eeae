"""What looks like PHI to the model and is something else."""

from __future__ import annotations

import pytest
from made_weighed import weighed

from dragon_prep.detect.learned.look_alikes import is_product, means_else
from dragon_prep.detect.learned.pieces import (
    PIECE,
)
from dragon_prep.phi.finding import found


def means(text, stretch, family, likely=900):
    pieces = [match.span() for match in PIECE.finditer(text)]
    start = text.index(stretch)
    first = next(at for at, (a, _) in enumerate(pieces) if a == start)
    end = next(at for at, (_, b) in enumerate(pieces, 1) if b == start + len(stretch))
    told = {text[a:b]: (likely, family) for a, b in pieces[first:end]}
    return means_else(text, weighed(text, told).listed(), first, end)


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
    assert not means("Kok 12", "12", "age")
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


@pytest.mark.parametrize(
    ("text", "stretch", "family"),
    [
        ("Vraag: M. Bowen? BCC?", "M", "person"),
        ("Voorgeschiedenis: M. Bowen.", "M. Bowen", "person"),
        ("Voorgeschiedenis: M. Bowen.", "Bowen", "person"),
        ("aspect van de m. coccygeus.", "m. coccygeus", "person"),
        ("positief. V-VII, rechts", "VII", "study"),
        ("door JdJo. VIII: een pijpje", "VIII", "code"),
        ("beoordeeld door JKa. I t/m VI", "I", "person"),
        ("w.g. van den Broek", "g", "person"),
        ("CT thorax d.d. 25 aug", "d.d", "person"),
        ("non-Hodgkinlymfoom in 2013", "Hodgkinlymfoom", "person"),
        ("Met behulp van TrueFISP-opnamen", "TrueFISP", "person"),
        ("verricht voor CAPOX-bevacizumab", "CAPOX", "study"),
    ],
)
def test_diseases_numerals_and_parts_of_words_are_nobody(text, stretch, family):
    assert means(text, stretch, family)


@pytest.mark.parametrize(
    ("text", "stretch", "family"),
    [
        ("Gezien door M. Smit", "M. Smit", "person"),
        ("par. iv\n", "iv", "code"),
        ("met a.r. van der zanden besproken", "r. van der zanden", "person"),
        ("was Verhagen-Plomp bekend", "Verhagen", "person"),
        ("in de LUNA-registratie", "LUNA", "study"),
        ("vlakbij GGD-teststraat Bemmel", "teststraat", "institution"),
        ("OL-jk", "jk", "code"),
    ],
)
def test_what_is_like_them_and_may_be_somebody(text, stretch, family):
    assert not means(text, stretch, family)


@pytest.mark.parametrize(
    ("text", "else_"),
    [
        ("Man, 70 jr.", True),
        ("Man (70)", True),
        ("Man 70: hoest", True),
        ("Man, 06-12345678", False),
        ("Man 4417", False),
        ("Man 12-3-2020", False),
        ("Man, 12u30", False),
        ("Man belt", False),
    ],
)
def test_a_sex_in_front_of_an_age_is_nobody(text, else_):
    assert means(text, "Man", "person", 900) is else_
