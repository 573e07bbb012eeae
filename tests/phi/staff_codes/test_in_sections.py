"""Codes of staff in the places where reports of pathology have them."""

from __future__ import annotations

import pytest
from rules_alone import detect

from dragon_prep.phi.entry import unmarked
from dragon_prep.phi.staff_codes.in_sections import may_sign


@pytest.mark.parametrize(
    "marked",
    [
        # Behind what was embedded.
        "Geheel ingesloten in 1c. {{BRTR}} MICROSCOPIE: Long.",
        "Gehalveerd, t.i. 8 blokjes. {{MKA}} / {{jsm}}\nMicroscopie: huid.",
        "Alles ingesloten (9 cassettes). {{MSc}}, {{JZi}} MICROSCOPIE: long.",
        "Totaal ingesloten, 1c. {{hst}}.\nMicroscopie: huid.",
        "In toto in een blokje. {{szi}} II: huidpijpje.",
        # Where a section opens, with its date or without.
        "Ontvangen materiaal:\n{{ZABL}} I tot en met VI, op formaline.",
        "Macro: {{05.06}} {{LRU}}/{{elee}}. Er zijn veertien containers.",
        "Inzending:\n{{22 aug 2014}}. {{GBR}}. Totaal 8 potjes.",
        # Beside a date.
        "Beeld als voorheen. {{27 juni 2019}} ({{BRTR}}): coupes compleet.",
        "Geen breuk.\n{{JBE}} {{19 mei 2018}}",
        # With whom something was seen.
        "Gezien met {{WHE}}. Weinig mitosen.",
        "Intercollegiaal {{BVCVR}}. Weefsel vrij.",
        "Dubbele beoordeling: {{cho}}. Vrij.",
        # A sentence of its own before the next section.
        "ALK niet aangetoond. {{BVCVR}}. Bericht telefonisch.",
    ],
)
def test_codes_in_their_places(marked):
    text, spans = unmarked(marked)
    found = [(hit.span.start, hit.span.end) for hit in detect(text)]
    assert found == [tuple(span[:2]) for span in spans]


@pytest.mark.parametrize(
    "text",
    [
        "In 2 cassettes. HUID met litteken.",
        "T.i. 3 blokjes. II: huid.",
        "Alles ingesloten, 4b. Vrij.\nMicroscopie: huid.",
        "Macro: huid van 2 cm.",
        "Ontvangen materiaal:\nhuid II tot en met IV.",
        "Gezien met MRI. Geen haard.",
        "Besproken met SEH. Akkoord.",
        "Beoordeeld met hart. Rustig.",
        "Intercollegiaal overleg. Rustig.",
        "Groep 1. ESC/ERS 2022.\nBeleid volgt.",
        "Vrij. MRI. Besproken op de poli.",
        "TURP. maart 2019 CABG.\nAnamnese volgt.",
    ],
)
def test_words_and_abbreviations_in_these_places_are_no_codes(text):
    assert [hit for hit in detect(text) if hit.rule == "name.sign_off"] == []


@pytest.mark.parametrize(
    ("token", "may"),
    [
        ("MKA", True),
        ("ADI", True),
        ("msc", True),
        ("WÅN", True),
        ("IJja", True),
        ("VIII", False),
        ("HUID", False),
        ("Lever", False),
        ("lever", False),
        ("mm", False),
        ("gHe", False),
    ],
)
def test_what_may_sign(token, may):
    assert may_sign(token) is may
