"""T6, T12 and T13: what each cell becomes."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from dragon_prep import find_tasks
from dragon_prep.core.codes.intake import VALUE_MISSING, VALUE_UNREADABLE
from dragon_prep.intake.values import ValueProblem

ORIGIN, TYPE, SITE = find_tasks(["T6", "T12", "T13"])


def origin(cell):
    return ORIGIN.derive(SimpleNamespace(cancer_origin=cell))


def sample_type(cell):
    return TYPE.derive(SimpleNamespace(sample_type=cell))


@pytest.mark.parametrize(
    "cell",
    [
        "lung cancer",
        "Lung Cancer",
        "NSCLC",
        "nsclc, adenocarcinoma",
        "Primary: SCLC",
        "Non-small cell lung cancer",
        "lung carcinoma",
        "probably SCLC",
    ],
)
def test_lung_cancer_is_true(cell):
    assert origin(cell) is True


@pytest.mark.parametrize("cell", [None, "colon", "Metastasis in the lung, from colon", "no cancer"])
def test_anything_else_is_false(cell):
    assert origin(cell) is False


@pytest.mark.parametrize(
    "cell", ["no lung cancer", "Not a SCLC", "non-lung cancer", "NSCLC, not SCLC"]
)
def test_lung_cancer_denied_is_for_a_person_to_decide(cell):
    with pytest.raises(ValueProblem) as caught:
        origin(cell)
    assert caught.value.kind is VALUE_UNREADABLE
    assert cell not in str(caught.value)


@pytest.mark.parametrize(
    ("cell", "kind"), [("Biopsy", "Biopsy"), ("resection ", "Resection"), ("EXCISION", "Excision")]
)
def test_type_in_any_case(cell, kind):
    assert sample_type(cell) == kind


@pytest.mark.parametrize(
    ("cell", "kind"), [(None, VALUE_MISSING), (" ", VALUE_MISSING), ("Brush", VALUE_UNREADABLE)]
)
def test_other_types_cost_their_row(cell, kind):
    with pytest.raises(ValueProblem) as caught:
        sample_type(cell)
    assert caught.value.kind is kind


def test_types_that_are_not_asked_for_are_left_out():
    cells = ["Undeterminable", "Frozen section", "frozen Section", "CYTOLOGY", "Biopsy", None]
    ((_, mask),) = TYPE.rules
    found = mask(pd.DataFrame({"sample_type": cells}))
    assert found.tolist() == [True, True, True, True, False, False]


@pytest.mark.parametrize(
    ("cell", "label"), [("Lung", "lung"), ("LYMPH NODE ", "lymph node"), ("i: lung", "i: lung")]
)
def test_site_in_lower_case(cell, label):
    assert SITE.derive(SimpleNamespace(sample_origin=cell)) == label


@pytest.mark.parametrize("cell", [None, " "])
def test_site_missing_costs_its_row(cell):
    with pytest.raises(ValueProblem) as caught:
        SITE.derive(SimpleNamespace(sample_origin=cell))
    assert caught.value.kind is VALUE_MISSING


@pytest.mark.parametrize(
    ("cell", "several"),
    [
        ("I: lung, II: lymph node", True),
        ("lung (I), pleura (II)", True),
        ("Lung IV", True),
        ("X lung", True),
        ("I-III lung", True),
        ("Ileum", False),
        ("i lung, ii pleura", False),
        ("lung", False),
        ("CTXVI", False),
        (None, False),
    ],
)
def test_site_of_several_containers_is_left_out(cell, several):
    ((_, mask),) = SITE.rules
    found = mask(pd.DataFrame({"sample_origin": [cell, "lung"]}))
    assert found.tolist() == [several, False]


def test_sites_of_fewer_than_ten_development_cases_are_other():
    known = ["lung"] * 30 + ["liver"] * 10 + ["skin"] * 9 + ["brain"]
    new = SITE.learn_labels(known)
    sites = ["lung", "liver", "skin", "brain", "only in the test set", "other"]
    assert [new(site) for site in sites] == ["lung", "liver", "other", "other", "other", "other"]


def test_what_the_archive_needs_to_know():
    assert (ORIGIN.full_name, TYPE.full_name, SITE.full_name) == (
        "Task006_pathology_tumor_origin_clf",
        "Task012_pathology_tissue_type_clf",
        "Task013_pathology_tissue_origin_clf",
    )
    assert [t.truncation_side for t in (ORIGIN, TYPE, SITE)] == ["right", "left", "right"]
    assert TYPE.target.labels == ("Biopsy", "Resection", "Excision")
