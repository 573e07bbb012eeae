"""Reasons that stewards give: plain Dutch and English pass, names, numbers and dates do not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from dragon_prep.core.spans import Span
from dragon_prep.language.english import english, is_english
from dragon_prep.services import reasons
from dragon_prep.services.reasons import phi_in_reason

ENGLISH = """
two ids of one patient
same text because the system copies the conclusion
Repeated measurements of the same lesion, seen by both readers
the test set was published before and cannot be changed
Copy of the benchmark's own example
labels were made from the text on purpose
Known duplicates; will be mended in the next release
one of two ids was given at an earlier admission
PI-RADS and PSA are copied into the header by HiX
approved by the METC: reports of twins have the same wording
it's a template. Both centres use it, and may go on
Reason: same form for all. Read by the board
the class (benign or malignant) stands in a header that all reports have
"""
DUTCH = """
twee nummers van een patient
normale bevindingen uit een standaardverslag
bekend en besproken met de opdrachtgever
de lengte verschilt omdat positieve verslagen langer zijn
Dubbele export van hetzelfde onderzoek, gezien door beide lezers
de testset was al gepubliceerd. Herhaalde metingen van dezelfde laesie
standaardtekst uit HiX
akkoord van de METC
sjabloon van de afdeling Radiologie
komt uit het oude systeem, wordt later hersteld
verslagen van een tweeling
PI-RADS staat met opzet in de kop
Elke afdeling gebruikt dit formulier
"""
SPEAKING = """
Seen by Jan de Vries
agreed with hoekstra
Mrs Turner and her twin have two ids
asked ms. Zoetelief, who has two ids -- Ms Zoetelief
two ids of Kees Mulder
patient 4000137 has two ids
the same as on 12-03-2019
checked on 3 May 2021
ask j.bakker@umcg.nl
call 06-12345678
akkoord van Annelies Smit
BSN 123456782 staat er twee keer
known as Zwetselaar before
Zwetselaar agreed
overleg met annelies
we asked Mark and Will
Mark agreed
it was agreed by Reason and Early
two ids of the early Hoekstra
the METC asked dr. Hoekstra
zie verslag T19-12345
pt geb. 3 mei 1950
akkoord van METC en JHG
"""


def lines(text):
    return [line for line in text.split("\n") if line]


@pytest.mark.parametrize("reason", lines(ENGLISH) + lines(DUTCH))
def test_plain_words_pass(reason):
    assert phi_in_reason(reason) == frozenset()


@pytest.mark.parametrize("reason", lines(SPEAKING))
def test_what_may_be_phi_does_not(reason):
    assert phi_in_reason(reason)


def test_what_it_may_be_is_told():
    assert phi_in_reason("patient 4000137 of 12-03-2019") == {"PHINUMMER", "DATUM"}
    assert phi_in_reason("Mrs Turner and her twin") == {"PERSOON"}


def test_a_word_that_no_list_knows_needs_a_small_letter():
    assert phi_in_reason("the brelzak of the export") == frozenset()
    assert phi_in_reason("the Brelzak of the export") == {"PERSOON"}
    assert phi_in_reason("Brelzak of the export") == {"PERSOON"}
    assert phi_in_reason("the BRELZAK-X of the export") == frozenset()


def refused_alone(monkeypatch, reason, mention="", rule=""):
    """What is refused in a reason in which the detector finds one mention, or nothing."""
    at = reason.index(mention)
    spans = [Span(at, at + len(mention), "PERSOON")] if mention else []
    hits = [SimpleNamespace(span=span, rule=rule) for span in spans]
    monkeypatch.setattr(reasons, "detect", lambda _: hits)
    return bool(phi_in_reason(reason))


@pytest.mark.parametrize(
    ("reason", "mention", "rule", "refused"),
    [
        ("the two ids", "two ids", "learned.person", False),
        ("the two ids", "two ids", "name.known", False),
        ("the two ids", "two ids", "name.title", True),  # a rule that goes by more than words
        ("the 12 ids", "12 ids", "learned.person", True),
        ("the bakker", "bakker", "learned.person", True),  # a word that is a name, too
        ("de verslagen", "verslagen", "learned.person", False),
        ("Verslagen zijn", "Verslagen", "learned.person", False),
        ("the Ids of it", "Ids", "learned.person", True),  # a capital within a sentence
        ("the xqzwv", "xqzwv", "learned.code", True),  # no word
        ("read by the METC", "by the METC", "name.supervision", False),
        ("the METC JHG", "METC JHG", "name.code", True),
        ("the . of it", ".", "learned.code", True),
    ],
)
def test_what_becomes_of_a_mention(monkeypatch, reason, mention, rule, refused):
    assert refused_alone(monkeypatch, reason, mention, rule) is refused


@pytest.mark.parametrize(
    ("reason", "refused"),
    [
        ("agreed with hoekstra", True),  # small, and nothing but a name
        ("agreed with Mark", True),
        ("Mark agreed", True),
        ("will be mended", False),
        ("the English template and the Dutch one", False),
        ("Elke afdeling", False),
        ("the template of Reason", True),
        ("Reason: a template", False),
        ("dr hoe", False),
        ("Dr hoe", True),
        ("Mrs. hoe", True),
        ("mrs hoe", True),
        ("ms and mr", False),
    ],
)
def test_what_the_detector_overlooks(monkeypatch, reason, refused):
    assert refused_alone(monkeypatch, reason) is refused


@pytest.mark.parametrize(
    "word",
    ["same", "duplicates", "copies", "copied", "coding", "mapped", "splitting", "noted", "exactly",
     "probably", "patient's", "boxes"],
)  # fmt: skip
def test_english_words_with_regular_endings(word):
    assert is_english(word)


@pytest.mark.parametrize("word", ["hoekstra", "jansen", "willem", "zwetselaar", "s", "ed", ""])
def test_names_and_ends_are_no_english(word):
    assert not is_english(word)


def test_the_list_is_small_and_in_plain_form():
    assert all(word == word.lower() for word in english())
    assert len(english()) > 1000
