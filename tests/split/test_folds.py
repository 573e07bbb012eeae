"""The challenge's split: golden vectors, scikit-learn, and a second implementation."""

# ruff: noqa: NPY002 - the challenge used numpy's legacy generator

from __future__ import annotations

from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.model_selection import KFold

from dragon_prep.core.codes import split as faults
from dragon_prep.core.errors import InputFault
from dragon_prep.split.folds import Split, dragon2025

GROUPS = st.lists(st.integers(0, 40).map(str), min_size=1, max_size=120)


def by_the_book(groups, fraction=0.3, folds=5, seed=42):
    """Spec D7, step by step, in numpy's and scikit-learn's own words."""
    ids = np.array(list(dict.fromkeys(groups)), dtype=object)
    state = np.random.get_state()
    np.random.seed(seed)
    np.random.shuffle(ids)
    np.random.set_state(state)
    test_ids = set(ids[: int(fraction * len(ids))])
    test = [row for row, group in enumerate(groups) if group in test_ids]
    dev = [row for row, group in enumerate(groups) if group not in test_ids]
    dev_ids = np.array(list(dict.fromkeys(groups[row] for row in dev)), dtype=object)
    validation, training = [], []
    for train, val in KFold(folds, shuffle=True, random_state=seed).split(dev_ids):
        validation.append(tuple(r for r in dev if groups[r] in set(dev_ids[val])))
        training.append(tuple(r for r in dev if groups[r] in set(dev_ids[train])))
    return tuple(test), tuple(validation), tuple(training)


def test_golden_vectors_of_the_legacy_shuffle():
    # 0..9 shuffled are 8 1 5 0 7 2 9 4 3 6, and the first of them are the test set.
    for count in range(1, 6):
        split = dragon2025([f"P{i}" for i in range(10)], test_fraction=count / 10)
        assert set(split.test) == set([8, 1, 5, 0, 7][:count])
    # 0..11 shuffled are 10 9 0 8 5 2 1 11 4 7 3 6, and slices of that are the folds.
    extra = [*(f"P{i}" for i in range(12)), "test"]
    split = dragon2025(extra, separate_test=[False] * 12 + [True])
    assert split.test == (12,)
    assert split.validation == ((0, 9, 10), (2, 5, 8), (1, 11), (4, 7), (3, 6))


def test_golden_vector_of_twenty_rows():
    groups = [f"P{i // 2}" for i in range(20)]
    split = dragon2025(groups)
    assert {groups[r] for r in split.test} == {"P1", "P5", "P8"}
    folds = [{groups[r] for r in rows} for rows in split.validation]
    assert folds == [{"P0", "P2"}, {"P3", "P7"}, {"P6"}, {"P4"}, {"P9"}]


@pytest.mark.parametrize(
    ("rows", "development", "test"),
    [(500, 350, 150), (1000, 700, 300), (750, 525, 225), (1500, 1050, 450), (100, 70, 30)],
)
def test_golden_sizes(rows, development, test):
    split = dragon2025([f"case{i}" for i in range(rows)])
    assert len(split.test) == test
    for fold in range(5):
        assert len(split.validation[fold]) == development // 5
        assert len(split.training(fold)) == development * 4 // 5


@pytest.mark.parametrize(
    ("rows", "test", "validation"),
    [
        (500, (0, 2, 9, 11, 15), (5, 7, 13, 37, 41)),
        (1000, (2, 3, 5, 7, 9), (4, 12, 16, 36, 43)),
        (750, (2, 6, 7, 10, 18), (0, 3, 9, 13, 14)),
        (1500, (15, 23, 29, 30, 31), (2, 3, 10, 12, 25)),
        (100, (0, 4, 9, 10, 12), (1, 6, 7, 14, 16)),
    ],
)
def test_golden_first_cases(rows, test, validation):
    split = dragon2025([f"case{i}" for i in range(rows)])
    assert split.test[:5] == test
    assert split.validation[0][:5] == validation


def test_golden_first_cases_of_premises_with_three_rows_each():
    split = dragon2025([f"premise {i % 100}" for i in range(300)])  # T103's own order
    assert split.test[:5] == (0, 4, 9, 10, 12)
    assert split.validation[0][:5] == (1, 6, 7, 14, 16)
    assert len(split.test) == 90


@given(
    GROUPS,
    st.floats(0, 0.9, allow_nan=False),
    st.integers(2, 7),
    st.integers(0, 2**32 - 1),
)
def test_same_as_by_the_book(groups, fraction, folds, seed):
    distinct = len(set(groups))
    tested = int(fraction * distinct)
    options = {"test_fraction": fraction, "folds": folds, "seed": seed}
    if distinct - tested < folds or not tested:
        with pytest.raises(InputFault) as caught:
            dragon2025(groups, **options)
        few = distinct - tested < folds
        assert caught.value.kind == (faults.TOO_FEW_GROUPS if few else faults.NO_TEST)
        return
    split = dragon2025(groups, **options)
    test, validation, training = by_the_book(groups, fraction, folds, seed)
    assert split.test == test
    assert split.validation == validation
    assert tuple(split.training(fold) for fold in range(folds)) == training


@given(st.integers(5, 400))
def test_same_folds_as_scikit_learn(rows):
    groups = [*map(str, range(rows)), "test"]
    split = dragon2025(groups, separate_test=[False] * rows + [True])
    folds = KFold(5, shuffle=True, random_state=42).split(range(rows))
    assert split.validation == tuple(tuple(val.tolist()) for _, val in folds)


def test_the_global_generator_is_neither_read_nor_seeded():
    np.random.seed(7)
    before = np.random.get_state()
    first = dragon2025([str(i) for i in range(30)])
    after = np.random.get_state()
    assert before[0] == after[0]
    assert (before[1] == after[1]).all()
    assert before[2:] == after[2:]
    np.random.seed(8)
    assert dragon2025([str(i) for i in range(30)]) == first


@given(st.lists(st.tuples(st.integers(0, 30).map(str), st.booleans()), min_size=8))
def test_separate_test_set(rows):
    groups = [f"{'test' if out else 'dev'}{group}" for group, out in rows]
    flags = [out for _, out in rows]
    development = {group for group, out in zip(groups, flags, strict=True) if not out}
    if len(development) < 5 or not any(flags):
        with pytest.raises(InputFault):
            dragon2025(groups, separate_test=flags)
        return
    split = dragon2025(groups, separate_test=flags)
    assert [row in split.test for row in range(len(rows))] == flags
    assert split.rows == len(rows)
    for part in split.validation:
        outside = set(range(len(rows))) - set(part)
        assert {groups[r] for r in part}.isdisjoint({groups[r] for r in outside})


def test_separate_test_set_sharing_a_patient_is_refused():
    groups = ["Jansen", *map(str, range(10)), "Jansen"]
    with pytest.raises(InputFault) as caught:
        dragon2025(groups, separate_test=[False] * 11 + [True])
    assert caught.value.kind == faults.SHARED_GROUPS
    assert "1 of the 1 patients" in caught.value.detail
    assert "Jansen" not in f"{caught.value} {caught.value!r}"


def test_a_row_without_patient_is_refused():
    with pytest.raises(InputFault) as caught:
        dragon2025(["a", "", *map(str, range(20))])
    assert caught.value.kind == faults.NO_GROUP


def test_no_rows_at_all():
    with pytest.raises(InputFault) as caught:
        dragon2025([])
    assert caught.value.kind == faults.TOO_FEW_GROUPS


@pytest.mark.parametrize(
    "options",
    [{"folds": 1}, {"test_fraction": 1.0}, {"test_fraction": -0.1}, {"separate_test": [True]}],
)
def test_options_out_of_range(options):
    with pytest.raises(ValueError):
        dragon2025([str(i) for i in range(20)], **options)


@pytest.mark.parametrize(
    ("test", "validation"),
    [
        ((0, 1), ((1, 2), (3,))),  # a row twice
        ((0,), ((1,), (3,))),  # row 2 is nowhere
        ((1, 0), ((2,), (3,))),  # not ascending
        ((0,), ((2, 1), (3,))),
    ],
)
def test_a_split_is_checked_at_birth(test, validation):
    with pytest.raises(ValueError):
        Split(test, validation)


@given(GROUPS)
def test_training_and_validation_make_the_development_set(groups):
    if len(set(groups)) < 10:
        return
    split = dragon2025(groups)
    development = sorted(chain.from_iterable(split.validation))
    for fold in range(split.folds):
        assert sorted((*split.training(fold), *split.validation[fold])) == development


@given(st.lists(st.sampled_from("abcdefghijkl"), min_size=30, max_size=60), st.randoms())
def test_reordered_split_keeps_every_row_where_it_was(groups, chance):
    groups = [*"abcdefghijkl", *groups]
    split = dragon2025(groups)
    order = list(range(len(groups)))
    chance.shuffle(order)
    again = split.reordered(order)
    assert sorted(order[row] for row in again.test) == list(split.test)
    for fold in range(split.folds):
        assert sorted(order[row] for row in again.validation[fold]) == list(split.validation[fold])
        assert sorted(order[row] for row in again.training(fold)) == list(split.training(fold))


@pytest.mark.parametrize(
    ("groups", "options", "said"),
    [
        (["a", "", *map(str, range(20)), ""], {}, "2 of 23 rows name no patient"),
        (
            ["a", "b", "c", "d"],
            {"test_fraction": 0.5, "folds": 3},
            "2 patients are left for 3 folds, beside the test set",
        ),
        (
            ["x", "y", "x", "z", "1", "2"],
            {"folds": 2, "separate_test": [True, True, False, True, False, False]},
            "1 of the 3 patients of the separate test set have reports among the others too",
        ),
    ],
)
def test_what_is_wrong_is_told_in_numbers(groups, options, said):
    with pytest.raises(InputFault) as caught:
        dragon2025(groups, **options)
    assert caught.value.detail == said


def test_as_many_patients_as_folds_are_enough():
    flags = [False, False, True]
    split = dragon2025(["a", "b", "t"], folds=2, separate_test=flags)
    assert split.test == (2,)
    assert sorted(split.validation) == [(0,), (1,)]
    assert (split.folds, split.rows) == (2, 3)
    with pytest.raises(InputFault) as caught:
        dragon2025(["a", "b"], folds=2, test_fraction=0)
    assert caught.value.kind == faults.NO_TEST


def test_thirty_in_a_hundred_patients_in_five_folds_is_the_usual():
    groups = [str(n) for n in range(50)]
    assert dragon2025(groups) == dragon2025(groups, test_fraction=0.3, folds=5, seed=42)
    assert dragon2025(groups) != dragon2025(groups, seed=41)
