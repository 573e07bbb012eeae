"""The metrics, against values worked out by hand; tests/end_to_end compares with dragon_eval."""

from __future__ import annotations

import math

import pytest

from dragon_prep.services.probe.metrics import entities, score

O = "O"  # noqa: E741


@pytest.mark.parametrize(
    ("metric", "truth", "said", "expected"),
    [
        # .9 over .1 and .4, .4 over .1, and level with .4: three and a half of four pairs.
        ("auroc", [False, True, True, False], [0.1, 0.9, 0.4, 0.4], 0.875),
        # The positions together: of 2 x 2 pairs one is the wrong way round.
        ("auroc", [[True, False], [True, False]], [[0.9, 0.5], [0.4, 0.1]], 0.75),
        # The first position is right (1), the second the wrong way round (0).
        ("macro_auroc", [[True, False], [False, True]], [[0.9, 0.5], [0.4, 0.1]], 0.5),
        # 3 of 4 agree; by chance .5 x .25 + .5 x .75.
        ("unweighted_cohen_kappa", list("aabb"), list("abbb"), 0.5),
        ("unweighted_cohen_kappa", [["a", "a"], ["b", "b"]], [["a", "b"], ["b", "b"]], 0.5),
        # Off by one twice: .5 a case; by chance .875.
        ("linear_weighted_cohen_kappa", list("0122"), list("0221"), 1 - 0.5 / 0.875),
        # In the order of numbers 10 comes behind 9: off by 1/3, by chance by 7/9.
        ("linear_weighted_cohen_kappa", ["2", "9", "10"], ["9", "9", "10"], 1 - 3 / 7),
    ],
)
def test_classes(metric, truth, said, expected):
    assert score(metric, truth, said) == pytest.approx(expected)


def test_numbers_are_scored_by_the_part_they_are_off_and_missing_ones_not_at_all():
    expected = 1 - (2 / 26 + 0) / 2
    assert score("rsmapes", [10, 20, None], [12, 20, 5], epsilon=4) == pytest.approx(expected)
    assert score("rsmapes", [[10, None]], [[math.nan, 1]], epsilon=4) == pytest.approx(1 - 10 / 14)


def test_a_metric_without_two_classes_is_not_a_number():
    assert math.isnan(score("auroc", [True, True], [0.1, 0.2]))
    assert math.isnan(score("rsmapes", [None], [1.0], epsilon=4))


def test_entities_begin_at_b_at_another_kind_and_at_an_i_alone():
    tags = [O, "I-X", "I-X", "B-X", "I-Y", O, "B-Y"]
    assert list(entities(tags)) == [("X", 1, 2), ("X", 3, 3), ("Y", 4, 4), ("Y", 6, 6)]


def test_f1_of_whole_entities_is_the_mean_over_kinds_of_either_side():
    truth = [["B-X", "I-X", O, "B-Y"], ["B-X", O]]
    said = [["B-X", O, O, "B-Y"], ["B-X", "B-Z"]]
    # X: one of two right, two said; Y: all; Z: said and not there.
    assert score("macro_f1", truth, said) == pytest.approx((0.5 + 1 + 0) / 3)


def test_f1_of_tags_in_lists_is_weighted_by_entities():
    truth = [[["B-1-a"], ["I-1-a"], [O], ["B-2-b", "B-1-a"]]]
    said = [[["B-1-a"], ["I-1-a"], [O], ["B-2-b"]]]
    # a: one of two, one said: 2/3; b: all of one.
    assert score("weighted_f1", truth, said) == pytest.approx((2 * (2 / 3) + 1 * 1) / 3)


def test_a_tag_takes_in_those_whose_name_holds_its_own_as_in_the_evaluator():
    truth = [[["B-1-a"], [O], ["B-11-a"]]]
    said = [[["B-1-a"], [O], [O]]]
    # For 1-a there are two kinds of one each, of which 11-a is missed; for 11-a one, missed.
    assert score("weighted_f1", truth, said) == pytest.approx((0.5 * 2 + 0.0 * 1) / 3)
