"""Where the values stand that labels are read from, and what nobody may touch."""

from __future__ import annotations

import pytest

from dragon_prep.audit.label_values import ValuePlaces
from dragon_prep.core.errors import Place
from dragon_prep.core.report import Report
from dragon_prep.core.spans import Span


def report(text, *, entities=(), **fields):
    return Report("a", "1", "1_1", text, (), entities, fields, Place("x", 1))


def meets(text, found, label, **fields):
    """Whether a label may be read from the first mention of a string."""
    places = ValuePlaces.of([report(text, **fields)])
    start = text.index(found)
    return places.meet(text, Span(start, start + len(found), label))


@pytest.mark.parametrize(
    ("text", "found", "label", "fields"),
    [
        ("PSA 98", "98", "LEEFTIJD", {"psa": "98"}),
        ("PSA 4,2 ng/ml", "4,2", "DATUM", {"psa": "4.2"}),
        ("volume 1.234 cc", "1.234", "PHINUMMER", {"volume": "1234"}),
        ("laesie van 2,3 cm", "2,3", "DATUM", {"size": "23 mm"}),
        ("laesie van 23 mm", "23", "LEEFTIJD", {"size": "2,3"}),
        ("PI-RADS 4", "4", "PATIENTNUMMER", {"pirads": "3,4"}),
        ("PI-RADS 3-4", "3-4", "DATUM", {"pirads": "4"}),
        # Sums and products are values whatever the cells say.
        ("Gleason 3+4=7", "4=7", "DATUM", {}),
        ("meet 4,4 x 3,8 x 4,1 cm", "3,8", "TIJD", {"volume": "36"}),
        ("NSCLC, zie onder", "NSCLC", "PERSOONAFKORTING", {"origin": "nsclc"}),
        ("Thuis met 8 mm", "8", "LEEFTIJD", {"size": "8 mm (axiaal)"}),
    ],
)
def test_a_value_of_a_cell_is_met(text, found, label, fields):
    assert meets(text, found, label, **fields)


@pytest.mark.parametrize(
    ("text", "found", "label", "fields"),
    [
        ("Op 4-3-2021 gezien", "4-3-2021", "DATUM", {"psa": "4"}),
        ("Op 4 maart gezien", "4 maart", "DATUM", {"psa": "4"}),
        ("Om 10:45 gebeld", "10:45", "TIJD", {"volume": "45"}),
        ("Om 14.30 uur gebeld", "14.30 uur", "TIJD", {"psa": "14,3"}),
        ("T24-81762", "T24-81762", "RAPPORT_ID", {"volume": "24"}),
        ("Stationsweg 33", "Stationsweg 33", "ADRES", {"volume": "33"}),
        ("1234 AB Zwolle", "1234 AB", "POSTCODE", {"volume": "1234"}),
        ("sein 4417, volume 33", "4417", "TELEFOONNUMMER", {"volume": "33"}),
        ("dr. V. Jansen", "V. Jansen", "PERSOON", {"container": "V"}),
        ("In 2019 gezien", "2019", "DATUM", {"flag": True, "none": None, "empty": ""}),
        ("kamer 0", "0", "PHINUMMER", {"psa": "0"}),
    ],
)
def test_a_number_within_a_longer_sign_is_none(text, found, label, fields):
    assert not meets(text, found, label, **fields)


def test_a_number_alone_is_a_value_even_if_it_may_be_a_date_or_an_identifier():
    assert meets("nr 4417", "4417", "PATIENTNUMMER", volume="4417")
    assert meets("sinds 24", "24", "DATUM", volume="24")
    # A full date and something else are more than a date.
    assert meets("4-3-2021 33", "4-3-2021 33", "DATUM", volume="33")


def test_entities_are_values():
    text = "Huidexcisie li bovenarm: basaalcelcarcinoom."
    places = ValuePlaces.of([report(text, entities=(Span(25, 43, "1-BCC"),))])
    assert places.meet(text, Span(12, 27, "PLAATS"))
    assert not places.meet(text, Span(0, 11, "PLAATS"))


def test_the_cells_of_all_reports_of_one_text_count():
    text = "Container I: 12 mm. Container II: 15 mm."
    places = ValuePlaces.of([report(text, size="12"), report(text, size="15")])
    assert places.meet(text, Span(13, 15, "LEEFTIJD"))
    assert places.meet(text, Span(34, 36, "LEEFTIJD"))
