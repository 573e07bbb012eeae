"""How a word stands: as somebody's name inside a sentence, or as a word."""

from __future__ import annotations

import pytest

from dragon_prep.audit.surroundings import is_person_here, stands_as_name, word_before
from dragon_prep.audit.verdicts import PatientOriginals
from dragon_prep.core.phi import PhiCategory


def at(text, word):
    return text, text.rindex(word)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("controle bij Bos", "bij"),
        ("controle bij van der Bos", "bij"),
        ("Volgens Bos", "volgens"),
        ("gezien, Bos", "gezien"),
        ("Biopsie Links Bos", ""),
        ("BIJ Bos", ""),
        ("bij: Bos", ""),
        ("gezien. Bos", ""),
        ("bij\nBos", ""),
        ("Bos", ""),
    ],
)
def test_the_word_before(text, wanted):
    assert word_before(*at(text, "Bos")) == wanted
    assert stands_as_name(*at(text, "Bos")) is bool(wanted)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Controle bij Zoetelief.", True),
        ("Zoals Groot al zei.", True),
        ("Controle bij Zutphen.", True),
        ("Woont in Zutphen.", False),
        ("Controle bij Groot", True),
        ("Groot ongemak.", False),
        ("Een grote; Groot letsel", False),
        ("CONTROLE BIJ GROOT", False),
        ("Nagekeken door Douglas.", True),
        ("Cavum Douglas vrij.", False),
        ("bekend met Crohn", False),
    ],
)
def test_a_word_that_is_the_patients_name(text, is_one):
    name = next(
        word
        for word in ("Zoetelief", "Zutphen", "Groot", "GROOT", "Douglas", "Crohn")
        if word in text
    )
    assert is_person_here(name.lower(), *at(text, name)) is is_one
    own = PatientOriginals.of([(f"A. {name.title()}", PhiCategory.PERSOON)], ())
    verdict = own.verdict(text, ())
    assert verdict.leaks == ({("R341", "PERSOON"): 1} if is_one else {})
    assert verdict.coincidences == ({} if is_one else {("word", "PERSOON"): 1})
