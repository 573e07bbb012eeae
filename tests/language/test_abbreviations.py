"""A name ends before an abbreviation or a score, and a double name is no abbreviation."""

from __future__ import annotations

import pytest
from rules_alone import detect

from dragon_prep.language import lexicon
from dragon_prep.language.abbreviations import in_mixed_case, is_abbreviation

SCORES = [
    "PI-RADS",
    "BI-RADS",
    "LI-RADS",
    "TI-RADS",
    "O-RADS",
    "Lung-RADS",
    "PIRADS",
    "BIRADS",
    "Hb",
    "HbA1c",
    "Ki-67",
    "TUR-P",
    "ECOG",
    "WHO",
    "ASA",
    "ASA-II",
    "CT",
    "MRI",
    "PSMA-PET",
    "PET-CT",
    "FDG-PET",
    "TNM",
    "PSA",
    "PSAD",
    "CEA",
    "CRP",
    "EF",
    "LVEF",
    "LV-EF",
    "SUV",
    "SUVmax",
    "GFR",
    "eGFR",
    "MDRD",
    "INR",
    "BMI",
    "RR",
    "NYHA",
    "KPS",
    "ISUP",
    "IPSS",
    "MMSE",
    "GCS",
    "DAS28",
    "NT-proBNP",
    "CK-MB",
    "CA-125",
    "CA-19-9",
    "HER2",
    "CK7",
    "TTF-1",
    "AJCC",
    "RECIST",
    "HU",
    "ADC",
    "T2W",
    "DWI",
    "DCE",
    "FIGO",
    "VAS",
    "NRS",
    "X-thorax",
]
# In capitals these are names of people as well.
NAMES_TOO = {"ELISA", "HELIOS", "TAMIS"}
LISTED = {word.upper() for word in lexicon.words("abbreviations")} - NAMES_TOO
ALL = sorted({*LISTED, *in_mixed_case(), *SCORES})


@pytest.mark.parametrize("name", ["dr. Bakker", "dr. J. de Wit", "Mw. Bakker", "Jan Bakker"])
def test_a_name_ends_before_every_abbreviation(name):
    text = f"Verwezen door {name}"
    taken = []
    for word in ALL:
        people = [hit.span for hit in detect(f"{text} {word} 4") if hit.span.label == "PERSOON"]
        if any(span.start < len(text) < span.end for span in people):
            taken.append(word)
    assert taken == []


def test_the_list_is_long():
    assert len(ALL) > 4000


@pytest.mark.parametrize(
    "name",
    [
        "de Vries-Jansen",
        "DE VRIES-JANSEN",
        "AL-Sayed",
        "AL-SAYED",
        "El-Khatib",
        "VOS-BAL",
        "BOS-KOK",
        "BEN-ALI",
        "VAN DER BERG-TEN CATE",
        "McArdle",
        "Bakker - de Wit",
        "Jan de Vries-Jansen",
        "Piet Gleason",
    ],
)
def test_double_and_odd_names_stay_whole(name):
    hits = [(hit.span.start, hit.span.end, hit.span.label) for hit in detect(f"dr. {name} belt")]
    assert hits == [(4, 4 + len(name), "PERSOON")]


@pytest.mark.parametrize("token", ["Bakker", "VRIES-JANSEN", "AL-SAYED", "Gleason", "P", "Smit"])
def test_a_name_is_no_abbreviation(token):
    assert not is_abbreviation(token)


@pytest.mark.parametrize("token", ["BI-RADS", "TUR-P", "LV-EF", "ASA-II", "HbA", "Hb", "eGFR"])
def test_an_abbreviation_is_one_by_its_letters(token):
    assert is_abbreviation(token)
