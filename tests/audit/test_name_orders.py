"""A name in another order or with initials is the name, and a word that looks like it is none."""

from __future__ import annotations

import pytest

from dragon_prep.audit.name_orders import initials, orders
from dragon_prep.audit.search_terms import search_terms_of, telling
from dragon_prep.audit.verdicts import PatientOriginals
from dragon_prep.core.phi import PhiCategory

NAME = PhiCategory.PERSOON


def leaks(text, *names):
    return PatientOriginals.of([(name, NAME) for name in names], ()).verdict(text, ()).leaks


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Jan Kok", "Volgens KOK JAN bekend."),
        ("Jan Kok", "volgens Kok, Jan bekend."),
        ("Piet de Vries", "Volgens Vries, Piet de bekend."),
        ("Piet de Vries", "Volgens Vries, P. de bekend."),
        ("Jan Pieter Groot", "Volgens JP Groot bekend."),
        ("Jan Pieter Groot", "Volgens Groot JP bekend."),
        ("Jan Pieter Groot", "volgens j.p. groot bekend."),
        ("Jan Pieter de Groot", "Volgens J.P.Groot bekend."),
        ("Jan Groot", "Volgens Groot J. bekend."),
        ("J.P. Groot", "Volgens Groot, J.P. bekend."),
        ("Truus Bos", "Volgens T Bos bekend."),
        ("Els Piet van der Smit", "overleg met e.p. van der smit"),
        ("A. van de Ven", "overleg met van de ven a"),
        ("van de Ven A", "overleg met van de ven, a"),
        ("van de Zwelgmans", "overleg met van de zwelgmans"),
        ("A. van de Ven", "overleg met van de Ven A."),
        ("Pieter Kok", "overleg met kok, pieter"),
        ("Roos van de Ven", "overleg met Ven, Roos van de"),
    ],
)
def test_other_orders_are_found(name, text):
    assert list(leaks(text, name)) == [("R341", "PERSOON")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("R. Lange", "Heeft langer klachten. Langer niet."),  # one word is no initial and surname
        ("Mieke Rechter", "de rechter m. psoas"),
        ("A. van de Ven", "occlusie van de vena lienalis"),
        ("van de Ven A", "occlusie van de vena lienalis"),
        ("Jan Kok", "De kok jankt."),
        ("Jan Pieter de Groot", "De groot opgezette klier, de grote."),
    ],
)
def test_words_that_look_like_one_are_none(name, text):
    assert not leaks(text, name)


def test_orders_are_those_of_names_with_first_names():
    assert not list(orders("Zoetelief"))
    assert not list(orders("Jan"))
    written = {order.written for order in orders("Jan Zoetelief")}
    assert {"zoeteliefjan", "jzoetelief", "zoeteliefj"} <= written
    assert "zoetelief" not in repr(list(orders("Jan Zoetelief")))


def test_orders_are_looked_for_with_their_own_patient_only():
    terms = search_terms_of("Jan Pieter Quaedvlieg", NAME)
    assert {term.folded for term in telling(terms)} == {"janpieterquaedvlieg", "quaedvlieg"}


def test_initials_are_those_of_somebody_with_a_surname():
    assert list(initials("Jan Pieter de Vries")) == ["JPV", "JV"]
    assert list(initials("J. Bakker")) == ["JB"]
    assert not list(initials("Jan"))
    assert not list(initials("Bakker"))
