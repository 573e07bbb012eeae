"""What is found once more, elsewhere in a report."""

from __future__ import annotations

import pytest

from dragon_prep.core.spans import Span
from dragon_prep.detect.elsewhere import names_again, numbers_again
from dragon_prep.detect.repeats import needles, repeats
from dragon_prep.language.page import read
from dragon_prep.phi.finding import found


def told(text, hits):
    return [(text[h.span.start : h.span.end], h.span.label, h.rule) for h in hits]


def again(find, text, *hits):
    return told(text, find(read(text), hits))


@pytest.mark.parametrize(
    ("text", "mention", "label", "more"),
    [
        ("12345 en 12345", "12345", "BSN", 2),
        ("12345 en 112345", "12345", "BSN", 1),
        ("1234 en 1234", "1234", "BSN", 0),  # too short
        ("T24-817 en T24-817", "T24-817", "RAPPORT_ID", 2),
        ("T24-817 en xT24-817", "T24-817", "RAPPORT_ID", 1),
        ("T24-817 en T24-817x", "T24-817", "RAPPORT_ID", 1),
        ("T24-817 en t24-817", "T24-817", "RAPPORT_ID", 1),
        ("12-03-2019 en 12-03-2019", "12-03-2019", "DATUM", 0),
        *(
            ("12345 en 12345", "12345", label, 2)
            for label in (
                *("TELEFOONNUMMER", "PATIENTNUMMER", "ZNUMMER", "IBAN", "RAPPORT_ID", "PHINUMMER"),
            )
        ),
        ("12345 en 12345", "12345", "POSTCODE", 0),
        ("12345 en 12345", "12345", "ACCREDITATIE_NUMMER", 0),
    ],
)
def test_numbers_once_more(text, mention, label, more):
    hit = found(0, len(mention), label, "id.bsn")
    got = again(numbers_again, text, hit)
    assert len(got) == more
    assert all(one == (mention, label, "again.number") for one in got)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("dr. Zwelgmans en Zwelgmans", ["Zwelgmans"]),
        ("dr. Zwelgmans en zwelgmans", ["zwelgmans"]),
        ("dr. Çwelgmans en cwelgmans", ["cwelgmans"]),
        ("dr. Bakker en de bakker", []),
        ("dr. Zwel en zwel", []),
        ("dr. Jansen en jansen", ["jansen"]),  # a name that means nothing else
        ("dr. Bos en Bos", []),  # three letters
        ("dr. Koning en Koning", ["Koning"]),
        ("dr. Koning. Koning", []),  # it opens a sentence
        ("dr. Koning\nKoning", []),
        ("dr. Koning\n- Koning", []),
        ("dr. Sjoerd en Sjoerd", []),
        ("dr. Douglas en Douglas", []),
    ],
)
def test_names_once_more(text, more):
    end = (
        text.index(" en")
        if " en" in text
        else next(at for at, char in enumerate(text) if at > 4 and not char.isalpha())
    )
    got = again(names_again, text, found(4, end, "PERSOON", "name.title"))
    assert [m for m, *_ in got] == more
    assert {rule for *_, rule in got} <= {"again.name"}
    assert again(names_again, text, found(4, end, "PLAATS", "place.town")) == []


def test_a_name_that_is_a_word_behind_its_particle():
    text = "mw. De Groot en De Groot. De Groot, de Groot"
    got = again(names_again, text, found(4, 12 - 1, "PERSOON", "name.title"))
    assert [m for m, *_ in got][:1] == ["De Groot"]


@pytest.mark.parametrize(
    ("mention", "label", "wanted"),
    [
        ("J. Zwelgmans", "PERSOON", {("J.", "Zwelgmans"): True, ("Zwelgmans",): False}),
        ("Zwelgmans", "PERSOON", {("Zwelgmans",): False}),
        ("Smit", "PERSOON", {}),  # four letters
        ("Smits", "PERSOON", {("Smits",): False}),
        ("Amsterdam", "PERSOON", {}),
        ("12345", "BSN", {("12345",): True}),
        ("1234", "BSN", {}),
        ("12 345", "BSN", {("12", "345"): True}),
        *(("12345", label, {("12345",): True}) for label in
          ("TELEFOONNUMMER", "EMAIL", "PATIENTNUMMER", "ZNUMMER", "IBAN", "RAPPORT_ID",
           "PHINUMMER")),
        ("12345", "DATUM", {}),
        ("12345", "URL", {}),
        ("Zwelgmans", "PERSOONAFKORTING", {}),
    ],
)  # fmt: skip
def test_what_is_looked_for_elsewhere_in_a_report(mention, label, wanted):
    got = needles(mention, [Span(0, len(mention), label)])
    assert {one.words: one.any_case for one in got} == wanted
    assert all(one.label == label for one in got)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("J. Zwelgmans", ["J. Zwelgmans", "Zwelgmans"]),
        ("J. Zwelgmans; j.  zwelgmans", ["J. Zwelgmans", "Zwelgmans", "j.  zwelgmans"]),
        ("J. Zwelgmans; j.zwelgmans", ["J. Zwelgmans", "Zwelgmans"]),
        ("J. Zwelgmans; ZWELGMANS, zwelgmans", ["J. Zwelgmans", "ZWELGMANS", "Zwelgmans"]),
        ("J. Zwelgmans; xZwelgmans Zwelgmansx", ["J. Zwelgmans", "Zwelgmans"]),
        ("J. Zwelgmans; Zwelgmans-Zwelgmans",
         ["J. Zwelgmans", "Zwelgmans", "Zwelgmans", "Zwelgmans"]),
    ],
)  # fmt: skip
def test_where_it_stands_again(text, there):
    got = repeats(text, [Span(0, 12, "PERSOON")])
    assert sorted(text[s.start : s.end] for s in got) == sorted(there)
