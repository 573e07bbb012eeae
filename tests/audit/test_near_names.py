"""Names one letter away, and initials alone, hold a report back; other words do not."""

from __future__ import annotations

import pytest

from dragon_prep.audit.verdicts import PatientOriginals
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.spans import Span


def leaks(text, name, category="PERSOON", replaced=(), **more):
    own = PatientOriginals.of([(name, PhiCategory(category))], (), **more)
    return own.verdict(text, replaced).leaks


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Jansen", "Volgens Janssen bekend."),
        ("T. Janssen", "Volgens Jansen bekend."),
        ("Truus Zoetelief", "Volgens Zoetelif bekend."),
        ("Truus Zoetelief", "Volgens Zoeteleif bekend."),
        ("Quaedvlieg", "gezien door quadvlieg"),
        ("Quaedvlieg", "GEZIEN DOOR QUAEDFLIEG"),
        ("Meijer", "Volgens Meyer bekend."),
        ("Smit", "Besproken met Smid."),
        ("Bakker", "Besproken met Backer."),
        ("Müller", "Besproken met Muler."),
    ],
)
def test_a_name_within_one_edit_is_found(name, text):
    assert leaks(text, name).get(("R356", "PERSOON")) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Jansen", "Volgens Hansson bekend."),  # two letters
        ("Bakker", "de bakken staan klaar"),  # a word in small letters
        ("Bakker", "Bakken staan klaar."),  # at the start of a sentence
        ("Truus", "Eerdere TRUS zonder bijzonderheden."),  # an abbreviation
        ("Kuipers", "kuiper"),  # small, and too short for what no list knows
        ("Bos", "Besproken met Bas."),  # too short
        ("Wouters", "echo na 3 weken"),
    ],
)
def test_other_words_are_none(name, text):
    assert ("R356", "PERSOON") not in leaks(text, name)


def test_the_name_itself_is_no_near_name():
    assert leaks("Volgens Quaedvlieg bekend.", "Quaedvlieg") == {("R341", "PERSOON"): 1}
    assert leaks("Volgens Quaedvliegs advies.", "Quaedvlieg") == {("R341", "PERSOON"): 1}


def test_surrogates_are_not_looked_at():
    text = "Volgens Janssen bekend."
    assert not leaks(text, "Jansen", replaced=[Span(8, 15, "PERSOON")])


def test_kept_categories_and_other_things_are_not_compared():
    assert not leaks("Volgens Janssen bekend.", "Jansen", kept={PhiCategory.PERSOON})
    assert not leaks("Volgens M.J.S. bekend.", "Mo Jan Smit", kept={PhiCategory.PERSOON})
    assert not leaks("In de Prospectt-studie.", "PROSPECT", "STUDIE_NAAM")
    assert leaks("Woont te Groesbeec.", "Groesbeek", "PLAATS") == {("R356", "PLAATS"): 1}


@pytest.mark.parametrize(
    ("text", "is_leak"),
    [
        ("Volgens M.J.S. bekend.", True),
        ("volgens M. J. S. bekend", True),
        ("Volgens M.S. bekend.", True),
        ("Gezien door MJS vandaag.", True),
        ("Uitslag naar MJS gestuurd.", True),
        ("Volgens M.J. bekend.", False),
        ("MJS: geen bijzonderheden.", False),
        ("MJS-score 3", False),
        ("Volgens A.M.J.S. bekend.", False),
    ],
)
def test_initials_alone(text, is_leak):
    assert bool(leaks(text, "Mohammed Jan Smit")) is is_leak


def test_initials_that_are_an_abbreviation_count_behind_a_person_word_only():
    assert leaks("Gezien door ATG vandaag.", "Anna Truus Groot")
    assert not leaks("Bij klachten ATG gegeven.", "Anna Truus Groot")
