"""Agreement on labels: published, hand-computed and another library's values, intervals."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from dragon_prep.core.targets import TargetType
from dragon_prep.evaluation.answers import AnswerFault, LabelQuestion, Tagged, read_answer, units_of
from dragon_prep.evaluation.chance import Scale, alpha_rows, alphas, kappas, table_rows
from dragon_prep.evaluation.label_agreement import label_agreement

CLASSES = LabelQuestion(TargetType.SINGLE_LABEL_MULTI_CLASS)
ORDERED = LabelQuestion(TargetType.SINGLE_LABEL_MULTI_CLASS, is_ordered=True)
NUMBERS = LabelQuestion(TargetType.SINGLE_LABEL_REGRESSION, epsilon=0.4)
ENTITIES = LabelQuestion(TargetType.NER)

# The example of krippendorff's own pages: three coders, fifteen units.
PUBLISHED = (
    "*    *    *    *    *    3    4    1    2    1    1    3    3    *    3",
    "1    *    2    1    3    3    4    3    *    *    *    *    *    *    *",
    "*    *    2    1    3    4    4    *    2    1    1    3    3    *    4",
)
# Krippendorff's reliability data "C": four observers, twelve units (Computing alpha, 2011).
DATA_C = (
    "1 2 3 3 2 1 4 1 2 * * *",
    "1 2 3 3 2 2 4 1 2 5 * 3",
    "* 3 3 3 2 3 4 2 2 5 1 *",
    "1 2 3 3 2 4 4 1 2 5 1 *",
)


def alpha(rows, scale):
    """Of coders' lines."""
    said = [[None if v == "*" else int(v) for v in row.split()] for row in rows]
    units = [{values: 1} for values in zip(*said, strict=True)]
    domain = sorted({v for row in said for v in row if v is not None})
    return alphas(alpha_rows(units, domain, scale).sum(axis=0, keepdims=True), scale)[0]


@pytest.mark.parametrize(
    ("scale", "value"), [(Scale.NOMINAL, 0.691358), (Scale.INTERVAL, 0.810845)]
)
def test_alpha_of_the_published_example(scale, value):
    assert alpha(PUBLISHED, scale) == pytest.approx(value, abs=5e-7)


@pytest.mark.parametrize(
    ("scale", "value"), [(Scale.NOMINAL, 0.743), (Scale.ORDINAL, 0.815), (Scale.INTERVAL, 0.849)]
)
def test_alpha_of_krippendorffs_own_data(scale, value):
    assert alpha(DATA_C, scale) == pytest.approx(value, abs=5e-4)


def test_alpha_by_hand():
    # Ten units, two coders, eight alike; of the twenty values ten are 0 and ten 1. Two units apart
    # are four ordered pairs apart, and 2 * 10 * 10 of 19 would be by chance.
    rows = ("0 0 0 0 1 1 1 1 0 1", "0 0 0 0 1 1 1 1 1 0")
    values = [v for row in rows for v in row.split()]
    assert (values.count("0"), values.count("1")) == (10, 10)
    by_hand = 1 - 19 * 4 / (2 * 10 * 10)
    for scale in Scale:  # of two values all scales are one
        assert alpha(rows, scale) == pytest.approx(by_hand)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("scale", list(Scale))
def test_alpha_is_that_of_the_library(seed, scale):
    krippendorff = pytest.importorskip("krippendorff")
    rng = np.random.default_rng(seed)
    data = rng.integers(0, 5, size=(rng.integers(2, 5), 30)).astype(float)
    data[:, ::2] = data[0, ::2]
    data[rng.random(data.shape) < 0.2] = np.nan
    lines = [" ".join("*" if np.isnan(v) else str(int(v)) for v in row) for row in data]
    theirs = krippendorff.alpha(reliability_data=data, level_of_measurement=str(scale))
    assert alpha(lines, scale) == pytest.approx(theirs)


def test_kappa_is_that_of_scikit_learn():
    rng = random.Random(4)
    one = [rng.randint(0, 4) for _ in range(200)]
    two = [v if rng.random() < 0.6 else rng.randint(0, 4) for v in one]
    sums = table_rows([{pair: 1} for pair in zip(one, two, strict=True)], range(5)).sum(0)[None]
    assert kappas(sums)[0] == pytest.approx(cohen_kappa_score(one, two))
    linear = cohen_kappa_score(one, two, weights="linear")
    assert kappas(sums, ordered=True)[0] == pytest.approx(linear)


def said(*values):
    return {number: (value,) for number, value in enumerate(values)}


def test_classes_in_all_ways_by_hand():
    one, two = said("a", "a", "b", "b", "c"), said("a", "b", "b", "b", None)
    three = {0: ("a",), 2: ("b",), 9: ("c",)}
    both, *pairs = label_agreement(CLASSES, [one, two, three], said("a", "a", "b", "b", "b"))
    assert both.who == ("1", "2", "3")
    assert (both.overall.reports, both.overall.kappa) == (5, None)
    assert [pair.who for pair in pairs] == [
        *(("1", "2"), ("1", "3"), ("2", "3")),
        *(("1", "benchmark"), ("2", "benchmark"), ("3", "benchmark")),
    ]
    pair = pairs[0]
    assert pair.overall.accuracy.value == 3 / 4
    # By chance: a 2/4 * 1/4, b 2/4 * 3/4, so kappa = (3/4 - 1/2) / (1 - 1/2).
    assert pair.overall.kappa.value == pytest.approx(0.5)
    assert pair.labels["a"].accuracy.value == 3 / 4
    assert [*pair.labels] == ["a", "b", "c"]
    assert pair.labels["c"].kappa.value is None  # neither of them gave it to a report of both
    assert pairs[3].overall.accuracy.value == 4 / 5


def test_an_order_counts_where_there_is_one():
    one, two = said("0", "1", "2", "10"), said("1", "1", "2", "10")
    far = said("10", "1", "2", "10")

    def found(question, other):
        return label_agreement(question, [one, other], resamples=10)[0].overall

    assert found(ORDERED, two).kappa.value > found(ORDERED, far).kappa.value
    assert found(ORDERED, two).alpha.value > found(ORDERED, far).alpha.value
    assert found(CLASSES, two).accuracy == found(CLASSES, far).accuracy


def test_numbers_agree_within_the_tasks_tolerance():
    one, two = said(3.5, 10.0, 7.0, None), said(3.1, 10.5, 7.0, 4.0)
    (pair,) = label_agreement(NUMBERS, [one, two], resamples=10)
    assert pair.overall.accuracy.value == 2 / 3
    assert pair.overall.alpha.value > 0.98
    assert pair.overall.kappa is None


def test_each_position_has_its_figures():
    question = LabelQuestion(TargetType.MULTI_LABEL_BINARY, labels=("cancer", "polyp"))
    one = {n: (n % 2 == 0, n % 3 == 0) for n in range(12)}
    two = {n: (n % 2 == 0, n % 3 != 0) for n in range(12)}
    (pair,) = label_agreement(question, [one, two], resamples=10)
    assert pair.labels["cancer"].kappa.value == 1.0
    assert pair.labels["polyp"].accuracy.value == 0.0
    assert pair.overall.accuracy.value == 0.5


def test_entities_by_hand():
    one = {"r": read_answer(ENTITIES, ["B-X", "I-X", "O", "B-Y", "O"])}
    two = {"r": read_answer(ENTITIES, ["B-X", "O", "O", "B-Y", "B-Y"])}
    (pair,) = label_agreement(ENTITIES, [one, two], resamples=10)
    assert pair.overall.strict_f1.value == pytest.approx(2 * 1 / (2 + 3))
    assert pair.overall.token_f1.value == pytest.approx(2 * 2 / (3 + 3))
    assert pair.labels["X"].strict_f1.value == 0.0
    assert pair.labels["X"].token_f1.value == pytest.approx(2 / 3)
    assert pair.labels["Y"].strict_f1.value == pytest.approx(2 / 3)
    assert pair.overall.accuracy is None
    words = [["X", "X", "", "Y", ""], ["X", "", "", "Y", "Y"]]
    assert pair.overall.kappa.value == pytest.approx(cohen_kappa_score(*words))


def test_layers_of_entities_are_kept_apart():
    question = LabelQuestion(TargetType.MULTI_LABEL_NER)
    tags = [["B-1-a", "B-2-b"], ["I-1-a"], ["O"]]
    assert read_answer(question, tags) == Tagged(3, frozenset({("1-a", 0, 1), ("2-b", 0, 0)}))
    (pair,) = label_agreement(
        question,
        [{1: read_answer(question, tags)}, {1: read_answer(question, [["B-1-a"], ["O"], ["O"]])}],
        resamples=10,
    )
    assert pair.overall.token_f1.value == pytest.approx(2 * 1 / (3 + 1))
    assert pair.labels["2-b"].token_f1.value == 0.0


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (CLASSES, True),
        (CLASSES, ["a", "b"]),
        (NUMBERS, "twaalf"),
        (NUMBERS, True),
        (NUMBERS, "inf"),
        (LabelQuestion(TargetType.SINGLE_LABEL_BINARY), "misschien"),
        (ENTITIES, "B-X"),
        (ENTITIES, [1]),
    ],
)
def test_what_is_no_answer(question, value):
    with pytest.raises(AnswerFault):
        read_answer(question, value)


def test_answers_as_tools_write_them():
    binary = LabelQuestion(TargetType.SINGLE_LABEL_BINARY)
    for value in (True, 1, "1", "true", ["TRUE"], "ja"):
        assert read_answer(binary, value) == (True,)
    assert read_answer(NUMBERS, "3.5") == (3.5,)
    assert read_answer(CLASSES, ["PDAC"]) == ("PDAC",)
    assert read_answer(NUMBERS, None) == (None,)
    assert units_of([(1.0, None), None]) == {(1.0, None): 1, (None, None): 1}


def coverage():
    path = Path(__file__).resolve().parents[2] / "benchmarks" / "agreement_coverage.py"
    spec = importlib.util.spec_from_file_location("coverage_of_agreement", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("kind", ["nominal", "interval", "entities"])
def test_intervals_hold_the_truth(kind):
    # 60 draws: at 95 of 100, fewer than 51 happen once in a thousand.
    held = coverage().covered(kind, draws=60, resamples=100, first_seed=1)
    assert min(held.values()) >= 51
