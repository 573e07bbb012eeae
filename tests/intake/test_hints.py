"""What messages quote of an export: names that are like ours, with nobody in them."""

from __future__ import annotations

from dragon_prep.intake.hints import may_be_told, nearest


def test_the_nearest_name_in_any_case():
    assert nearest("patient_id", ["Patient_ID", "volume"], cutoff=0.75) == "Patient_ID"
    assert nearest("patient_id", ["volume"], cutoff=0.75) is None


def test_names_with_somebody_in_them_are_not_told():
    sheet = "radiologie_rapporten_JB_mapped.csv"
    assert nearest(sheet, ["Radiologie rapporten JB mapped (2).csv"], cutoff=0.8)
    assert nearest(sheet, ["radiologie_rapporten_JB_mapped_Smit.csv"], cutoff=0.8) is None
    assert may_be_told("annot_consecutives.csv", "annot_consecutive.csv")
    assert not may_be_told("annot_Zwartjes.csv", "annot_consecutive.csv")
    assert nearest("patient_id", ["patient_id_40137", "patient_ids"], cutoff=0.6) == "patient_ids"


def test_a_name_that_is_like_a_word_of_ours_is_not_told():
    assert nearest("maat", ["Maas"], cutoff=0.7) is None
    assert nearest("grootte", ["Groot"], cutoff=0.7) is None
    assert nearest("grootte", ["Grotte"], cutoff=0.7) == "Grotte"
    assert nearest("grootte_mm", ["Groote mm"], cutoff=0.7) is None
