"""Studies and employers are found where a word beside them says so, and only the name of them."""

from __future__ import annotations

import pytest
from told import told, unmarked


@pytest.mark.parametrize(
    "marked",
    [
        "Deelnemer aan de <affiliation.study A1-B2-C3-D4> studie.",
        "Deelnemer aan <affiliation.study TULP> trial.",
        "De patient in MRI studie is gezien.",
        'Deelname: "<affiliation.study ZILVER 2>" studie',
        "Deelname aan de <affiliation.study ZILVER> 12.",
        "Neemt deel aan <affiliation.study ZILVER> 12,5.",
        "Neemt deel in ZILVER.",
        "Deelname <affiliation.study ZILVER-2-B4> akkoord.",
        "Doet mee aan <affiliation.study ZILVER>.",
        "Doet mee met ZILVER.",
        "Behandeld volgens <affiliation.study ZILVER>.",
        "Behandeld in <place.treated ZILVER>.",
        "Geincludeerd in <affiliation.study LUNAR>.",
        "Geincludeerd in CT.",
        "Kreeg (<affiliation.study MERIDIO>, arm 2) medicatie.",
        "Kreeg <affiliation.study MERIDIO>, arm E medicatie.",
        "Kreeg MERIDIO, arm 5 medicatie.",
    ],
)
def test_studies_stand_beside_a_word_that_says_so(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Deelname aan <place.hospital Isala> besproken.",
        "Deelname aan <place.hospital UMCG> besproken.",
        "Deelname aan AMC besproken.",
    ],
)
def test_hospitals_are_no_studies(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "In de <affiliation.study TULP> studie (<affiliation.inclusion AB12>).",
        "In de <affiliation.study TULP> studie (AB1).",
        "In de <affiliation.study TULP> studie (<affiliation.inclusion ABCDE-12345678>).",
        "In de <affiliation.study TULP>-studie (ABCDEF12).",
        "In de <affiliation.study TULP>-studie (AB-123456789).",
        "In deze studie (AB12).",
    ],
)
def test_numbers_of_inclusion_stand_in_brackets_behind_a_study(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Lasser bij de <affiliation.employer Gebr. Roelfs>.",
        "Lasser voor <affiliation.employer Fa. Roelfs>.",
        "Lasser (<affiliation.employer Roelfs Staal>).",
        "Lasser bij Radiologie.",
        "Stukadoor, vroeger bij <affiliation.employer Bouwgroep Roelfs>, nu thuis.",
        "Werkzaam bij <affiliation.employer Roelfs & Zn>.",
        "Werkgever: de <affiliation.employer Staalwerken Ypma BV>.",
        "Voorheen Roelfs.",
        "Voorheen <affiliation.employer Roelfs Staal>.",
        "Patient werkt voor <affiliation.employer Janssen BV>.",
    ],
)
def test_employers_stand_behind_an_occupation(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Keuring <affiliation.company Fa. Janssen & Zn>.",
        "Keuring <affiliation.company Gebr. Janssen & Zonen>.",
        "<affiliation.company Keuring Janssen B.V>.",
        "<affiliation.company Keuring Janssen NV>.",
        "<affiliation.company Keuring Janssen N.V>.",
        "<affiliation.company Keuring Janssen VOF>.",
        "<affiliation.company Keuring Janssen V.O.F>.",
        "Keuring <name.particle Van> <affiliation.company Dalfsen en Janssen bvba>.",
        "Keuring <name.known Janssen> BVX.",
        "Medewerker <affiliation.company Janssen BV>.",
    ],
)
def test_companies_are_told_by_their_legal_form(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Eigenaar <affiliation.company Bakkerij Jansen>.",
        "Eigenaar van Honden.",
        "Eigenaar van Mooie Honden.",
        "Eigenaar van <affiliation.company Mooie Oude Honden>.",
        "Eigenaar van Radiologie Nu Eens.",
        "Eigenaar van <affiliation.company Kapsalon>.",
        "Eigenaar van <affiliation.company Taxibedrijf>.",
        "Eigenaar van <affiliation.company Taxibedrijven>.",
        "Eigenaar van <affiliation.company Metaalfabriek>.",
        "Eigenaar van <affiliation.company Metaalfabrieken>.",
        "Eigenaar van <affiliation.company Staalwerken>.",
        "Eigenaar van <affiliation.company Woningbouw>.",
        "Eigenaar van <affiliation.company Transport>.",
        "Eigenaar van <affiliation.company Sanering>.",
        "Eigenaar van <affiliation.company Slijterij>.",
        "Eigenaar van <affiliation.company Groothandel>.",
        "Eigenaar van <affiliation.company Techniek>.",
        "Eigenaar van <affiliation.company Bandenservice>.",
        "Eigenaar van <affiliation.company Garage>.",
        "Eigenaar van <affiliation.company Restaurant>.",
        "Eigenaar van <affiliation.company Hotel>.",
    ],
)
def test_companies_of_an_owner_are_told_by_how_their_name_ends(marked):
    assert told(unmarked(marked)) == marked
