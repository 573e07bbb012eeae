"""Intervals: known values, and how often they cover, counted out over all samples there can be."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.stats import binomtest, hypergeom

from dragon_prep.evaluation.intervals import (
    Sampled,
    exact_proportion,
    pooled_proportion,
    stratified_proportion,
    weighted_total,
)


@pytest.mark.parametrize(("hits", "drawn"), [(0, 200), (1, 30), (7, 50), (49, 50), (50, 50)])
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.99])
def test_exact_proportion_is_that_of_clopper_and_pearson(hits, drawn, confidence):
    theirs = binomtest(hits, drawn).proportion_ci(confidence, method="exact")
    assert exact_proportion(hits, drawn, confidence) == pytest.approx((theirs.low, theirs.high))


def test_nothing_found_in_so_many_is_the_rule_of_three():
    assert exact_proportion(0, 300, 0.90)[1] == pytest.approx(3 / 300, rel=0.01)


def hit_chances(sizes, hits, drawn):
    """Every number of hits that can be drawn, with its chance, by stratum."""
    of_each = [
        [(k, hypergeom.pmf(k, size, h, n)) for k in range(min(h, n) + 1)]
        for size, h, n in zip(sizes, hits, drawn, strict=True)
    ]
    for some in itertools.product(*of_each):
        yield [k for k, _ in some], np.prod([chance for _, chance in some])


def ends(sizes, drawn, confidence):
    """The interval of each outcome, computed once."""
    return {
        found: stratified_proportion(
            [Sampled(*each) for each in zip(sizes, drawn, found, strict=True)], confidence
        )
        for found in itertools.product(*(range(n + 1) for n in drawn))
    }


@pytest.mark.parametrize(
    ("sizes", "drawn"),
    [
        ((12,), (6,)),
        ((12, 6), (4, 2)),  # in proportion
        ((10, 4), (3, 3)),  # the small one drawn more thickly
        ((9, 3, 2), (3, 2, 2)),
        ((8, 8), (5, 1)),  # one hardly drawn
    ],
)
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_stratified_interval_covers_in_every_population(sizes, drawn, confidence):
    told = ends(sizes, drawn, confidence)
    tail = (1 - confidence) / 2
    for hits in itertools.product(*(range(size + 1) for size in sizes)):
        truth = sum(hits) / sum(sizes)
        too_low = too_high = 0.0
        for found, chance in hit_chances(sizes, hits, drawn):
            low, high = told[tuple(found)]
            too_low += chance * (high < truth - 1e-12)
            too_high += chance * (low > truth + 1e-12)
        assert too_low <= tail + 1e-12, hits
        assert too_high <= tail + 1e-12, hits


def test_chances_that_differ_need_more_room_where_one_hit_is_all():
    """The one place where Clopper and Pearson's interval is too narrow for a sum of chances."""
    drawn, tail = 20, 0.025
    low, _ = exact_proportion(1, drawn, 0.95)
    # One of twenty has all of the chance: a hit comes more often than for twenty alike.
    chance = low * drawn - 1e-9
    assert chance > tail
    assert pooled_proportion(1, drawn, 0.95)[0] == pytest.approx(tail / drawn)
    assert tail / drawn < low
    assert pooled_proportion(drawn - 1, drawn, 0.95)[1] == pytest.approx(1 - tail / drawn)
    assert pooled_proportion(2, drawn, 0.95) == exact_proportion(2, drawn, 0.95)


def test_strata_in_proportion_are_pooled():
    strata = [Sampled(100, 10, 1), Sampled(300, 30, 2)]
    assert stratified_proportion(strata, 0.9) == pytest.approx(exact_proportion(3, 40, 0.9))


def test_a_thinly_drawn_stratum_widens_the_interval():
    even = stratified_proportion([Sampled(500, 50, 2), Sampled(500, 50, 2)], 0.95)
    odd = stratified_proportion([Sampled(500, 80, 2), Sampled(500, 20, 2)], 0.95)
    assert odd[0] < even[0]
    assert even[1] < odd[1]


def test_gamma_interval_of_one_poisson_count_is_the_exact_one():
    """With weights of 1 it is that of Garwood: counts of 0 and 10 at 95 %."""
    assert weighted_total(0, 0, 1, 0.95) == pytest.approx((0, 3.6889), abs=1e-4)
    assert weighted_total(10, 10, 1, 0.95) == pytest.approx((4.7954, 18.3904), abs=1e-4)


def test_gamma_interval_of_fay_and_feuer_covers_weighted_counts():
    rng = np.random.default_rng(11)
    weights, means = np.array([0.2, 1.0, 5.0]), np.array([30.0, 4.0, 0.3])
    truth = float(weights @ means)
    covered = 0
    for counts in rng.poisson(means, size=(1500, 3)):
        low, high = weighted_total(float(weights @ counts), float(weights**2 @ counts), 5.0, 0.95)
        covered += low <= truth <= high
    assert covered >= 0.95 * 1500


def test_an_odd_sample_counts_the_most_thinly_drawn_strata_first():
    """The low end is that of the thin stratum where this raises it, worked by hand."""
    strata = [Sampled(100, 50, 0), Sampled(900, 50, 10)]
    low, high = stratified_proportion(strata, 0.95)
    # Of the thin one: each drawn stands for 18 of 1000, 50 of them for 0.9 of all.
    assert low == pytest.approx(0.9 * exact_proportion(10, 50, 0.95)[0])
    assert high == pytest.approx(min(1, 18 / 1000 * 100 * exact_proportion(10, 100, 0.95)[1]))
    assert stratified_proportion(strata[::-1], 0.95) == pytest.approx((low, high))


def test_a_proportion_is_never_above_all():
    assert stratified_proportion([Sampled(100, 50, 50), Sampled(900, 50, 50)], 0.95)[1] == 1.0


def test_with_nothing_drawn_everything_is_open():
    assert exact_proportion(0, 0, 0.95) == (0.0, 1.0)
    assert exact_proportion(0, 10, 0.95)[0] == 0.0
    assert exact_proportion(10, 10, 0.95)[1] == 1.0


def test_one_of_one_has_the_bounds_of_one_hit_and_none_of_one_those_of_one_miss():
    assert pooled_proportion(1, 1, 0.9) == pytest.approx((0.05, 1.0))
    assert pooled_proportion(0, 1, 0.9) == pytest.approx((0.0, 0.95))


def test_the_gamma_interval_of_weights_is_in_their_unit():
    low, high = weighted_total(10, 10, 1, 0.95)
    assert weighted_total(30, 90, 3, 0.95) == pytest.approx((3 * low, 3 * high))
