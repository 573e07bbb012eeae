from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.codes import split as faults
from dragon_prep.core.errors import VerifyFault
from dragon_prep.split.folds import Split, dragon2025
from dragon_prep.split.leakage import check_disjoint

SPLIT = Split(test=(0, 1), validation=((2, 3), (4, 5), (6,), (7,), (8,)))


@given(st.lists(st.integers(0, 30).map(str), min_size=60, max_size=120))
def test_our_own_splits_are_clean(groups):
    if len(set(groups)) >= 10:
        check_disjoint(groups, dragon2025(groups))


@pytest.mark.parametrize(
    "groups",
    [
        ["a", "Jansen", "Jansen", "b", "c", "d", "e", "f", "g"],  # test and development
        ["a", "a", "b", "Jansen", "c", "d", "Jansen", "f", "g"],  # two folds
    ],
)
def test_a_patient_on_two_sides_is_found_and_not_named(groups):
    with pytest.raises(VerifyFault) as caught:
        check_disjoint(groups, SPLIT)
    assert caught.value.kind == faults.LEAK
    assert "1 patients" in caught.value.detail
    assert "Jansen" not in f"{caught.value} {caught.value!r}"


@pytest.mark.parametrize("count", [8, 10])
def test_a_split_of_other_rows(count):
    with pytest.raises(VerifyFault) as caught:
        check_disjoint([str(i) for i in range(count)], SPLIT)
    assert caught.value.kind == faults.INCOMPLETE


def test_what_is_wrong_is_told_by_fold_in_numbers():
    groups = ["a", "b", "c", "c", "d", "d", "c", "d", "e"]
    with pytest.raises(VerifyFault) as caught:
        check_disjoint(groups, SPLIT)
    said = "in fold 0, 1 patients are in two of training, validation, test"
    assert caught.value.detail == said
    with pytest.raises(VerifyFault) as caught:
        check_disjoint(groups[:8], SPLIT)
    said = "fold 0 does not place each of the 8 rows exactly once"
    assert caught.value.detail == said
