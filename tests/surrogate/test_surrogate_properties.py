"""What holds for every surrogate, whatever the original."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.keys import ProjectKey
from dragon_prep.core.phi import PhiCategory
from dragon_prep.surrogate.fresh import TEMPLATES
from dragon_prep.surrogate.patient import MAKERS, PatientSurrogates

KEY = ProjectKey(bytes(range(32)))
PATIENT = PatientSurrogates(KEY, "rumc", "1")
OTHER_KEY = PatientSurrogates(ProjectKey(bytes(32)), "rumc", "1")
labels = st.sampled_from(sorted(PhiCategory))
any_text = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(codec=None), max_size=20),  # half surrogate pairs included
    st.text("aB1 .,-/:'@<>\n\t", max_size=40),
    st.from_regex(r"[0-3]?[0-9][-/. ][01]?[0-9]([-/. ][0-9]{2,4})?", fullmatch=True),
)
TYPICAL = {
    "PERSOON": "dr. J.P. van den Heuvel",
    "DATUM": "12-03-2019",
    "PATIENTNUMMER": "6038251",
    "PLAATS": "Nijmegen",
    "ZIEKENHUIS": "Rijnstate",
    "RAPPORT_ID": "T23-401852",
    "TELEFOONNUMMER": "06-12345678",
    "ADRES": "Kerkstraat 12, 6511 LX Nijmegen",
}


def test_every_category_has_a_surrogate_and_a_usual_form() -> None:
    assert set(MAKERS) == set(PhiCategory)
    assert set(TEMPLATES) == set(PhiCategory)


def check(original: str, label: str) -> None:
    new = PATIENT.surrogate(original, label)
    assert new
    assert all(" " <= letter <= "~" or letter in "\t\n\r" for letter in new)
    for line_end in "\n\r":
        assert line_end in original or line_end not in new
    if label != PhiCategory.LEEFTIJD:
        assert new.casefold() != original.casefold()
    assert PATIENT.surrogate(original, label) == new


@given(any_text, labels)
def test_any_original(original: str, label: str) -> None:
    check(original, label)


@pytest.mark.parametrize("label", PhiCategory)
@pytest.mark.parametrize(
    "unit", ["a", "1", " ", "1,", "1-", "é", "12-", "1 en ", "J. ", "a.", "x@", "\n", "\U0001f600"]
)
def test_originals_of_ten_thousand_characters(label: str, unit: str) -> None:
    check((unit * 10_000)[:10_000], label)


@pytest.mark.parametrize(
    "original",
    ["", " ", "--", "...", "\u2014", "\x00", "\ud800", "\U0001f600", "''", "<>", "x", "X"],
)
@pytest.mark.parametrize("label", PhiCategory)
def test_originals_with_hardly_anything_in_them(label: str, original: str) -> None:
    check(original, label)


@pytest.mark.parametrize("label", TYPICAL)
def test_another_key_namespace_or_patient_gives_another_surrogate(label: str) -> None:
    others = [OTHER_KEY, PatientSurrogates(KEY, "jbz", "1"), PatientSurrogates(KEY, "rumc", "2")]
    found = {p.surrogate(TYPICAL[label], label) for p in (PATIENT, *others)}
    assert len(found) > 2  # there are but seventy hospitals to choose from


def test_order_does_not_matter() -> None:
    one, other = PatientSurrogates(KEY, "rumc", "9"), PatientSurrogates(KEY, "rumc", "9")
    forward = {label: one.surrogate(text, label) for label, text in TYPICAL.items()}
    backward = {label: other.surrogate(TYPICAL[label], label) for label in reversed(TYPICAL)}
    assert forward == backward


def test_global_random_state_is_neither_used_nor_touched() -> None:
    states = []
    results = []
    for seed in (1, 2):
        random.seed(seed)
        np.random.seed(seed)  # noqa: NPY002 - the state under test
        before = random.getstate(), np.random.get_state()[1].tolist()  # type: ignore[index,union-attr]  # noqa: NPY002
        results.append([PATIENT.surrogate(text, label) for label, text in TYPICAL.items()])
        after = random.getstate(), np.random.get_state()[1].tolist()  # type: ignore[index,union-attr]  # noqa: NPY002
        states.append(before == after)
    assert states == [True, True]
    assert results[0] == results[1]
