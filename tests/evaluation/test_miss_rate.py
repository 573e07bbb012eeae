"""Estimates from reviewed samples: figures worked by hand, and how often intervals cover."""

from __future__ import annotations

import numpy as np
import pytest

from dragon_prep.evaluation.allocation import allocated
from dragon_prep.evaluation.intervals import exact_proportion, weighted_total
from dragon_prep.evaluation.miss_rate import Reviewed, Stratum, miss_rate

SIZES = (1500, 700, 150, 2000, 500, 40)
RISKS = (0.5, 1.0, 3.0, 0.5, 1.0, 3.0)  # of strata, beside the miss rate of all


def stratum(reports, drawn, *, words=10_000, doubt="low"):
    return Stratum("umcg", doubt, reports, words, drawn)


def test_a_report_stands_for_as_many_as_its_stratum_has_for_each_drawn():
    found = miss_rate(
        {
            stratum(100, 2, words=2000): [Reviewed(20, 4, 1), Reviewed(20, 6, 0)],
            stratum(30, 1, words=1000, doubt="high"): [Reviewed(50, 10, 5)],
        },
        0.95,
    )
    missed, phi = 50 * 1 + 30 * 5, 50 * 10 + 30 * 10
    assert found.per_1000_words.value == pytest.approx(1000 * missed / 3000, abs=1e-6)
    assert found.phi_missed.value == pytest.approx(missed / phi)
    assert found.with_miss.value == pytest.approx((100 * 0.5 + 30) / 130, abs=1e-6)
    counted = found.counted
    assert (counted.words, counted.phi, counted.missed, counted.with_miss) == (90, 20, 6, 2)
    # One more event of the largest kind: all PHI words of the largest report, at the most weight.
    high = weighted_total(missed, 50**2 + (30 * 5) ** 2, 50 * 10, 0.95)[1]
    assert found.per_1000_words.high == pytest.approx(1000 * high / 3000, abs=1e-6)


def test_one_stratum_is_the_plain_proportion_of_its_reports():
    reviewed = [Reviewed(50, 5, missed) for missed in (2, 1, *[0] * 38)]
    found = miss_rate({stratum(4000, 40): reviewed}, 0.9)
    assert (found.with_miss.low, found.with_miss.high) == pytest.approx(
        exact_proportion(2, 40, 0.9), abs=1e-6
    )
    assert found.with_miss.value == 2 / 40


def test_nothing_missed_is_no_promise():
    found = miss_rate({stratum(4000, 100, words=200_000): [Reviewed(50, 5, 0)] * 100}, 0.95)
    assert found.phi_missed.value == found.per_1000_words.value == found.with_miss.value == 0.0
    assert found.phi_missed.low == 0.0
    # As if reports were missed as a whole: about what the reports themselves say.
    assert found.phi_missed.high == pytest.approx(found.with_miss.high, abs=0.002)
    assert found.with_miss.high == pytest.approx(exact_proportion(0, 100, 0.95)[1], abs=1e-6)


def test_all_missed_is_told_too():
    found = miss_rate({stratum(4000, 100): [Reviewed(50, 5, 5)] * 100}, 0.95)
    assert (found.phi_missed.value, found.phi_missed.high) == (1.0, 1.0)
    assert 0.95 < found.phi_missed.low < 1.0


def test_without_phi_there_is_no_share_and_the_rate_stays_open():
    found = miss_rate({stratum(400, 20, words=8000): [Reviewed(20, 0, 0)] * 20}, 0.95)
    assert found.phi_missed.value is found.phi_missed.low is found.phi_missed.high is None
    assert found.needed.phi_missed is None
    assert found.per_1000_words.high > 100  # whole reports may be PHI


def test_a_higher_confidence_is_a_wider_interval():
    reviewed = {stratum(900, 60): [Reviewed(40, 6, i % 7 == 0) for i in range(60)]}
    at_80, at_99 = miss_rate(reviewed, 0.8), miss_rate(reviewed, 0.99)
    for name in ("per_1000_words", "phi_missed", "with_miss"):
        narrow, wide = getattr(at_80, name), getattr(at_99, name)
        assert wide.low < narrow.low < narrow.value == wide.value < narrow.high < wide.high


def test_needed_reports_suffice_if_all_are_alike():
    clean = [Reviewed(50, 5, 0)] * 100
    found = miss_rate({stratum(50_000, 100): clean}, 0.95)
    # (1 - 0.01)^n = 0.025, the rule of three for the high end of a two-sided interval
    assert found.needed.with_miss == 368
    again = miss_rate({stratum(50_000, 368): clean[:1] * 368}, 0.95)
    assert again.with_miss.high < 0.01
    fewer = miss_rate({stratum(50_000, 367): clean[:1] * 367}, 0.95)
    assert fewer.with_miss.high >= 0.01
    enough = found.needed.phi_missed
    assert miss_rate({stratum(50_000, enough): clean[:1] * enough}, 0.95).phi_missed.high < 0.01


def test_no_number_of_reports_makes_a_high_rate_low():
    often = [Reviewed(50, 5, i % 10 == 0) for i in range(100)]
    found = miss_rate({stratum(50_000, 100): often}, 0.95)
    assert found.phi_missed.value == 0.02
    assert (found.needed.phi_missed, found.needed.with_miss) == (None, None)


def test_more_than_all_need_not_be_reviewed():
    found = miss_rate({stratum(120, 100): [Reviewed(50, 5, 0)] * 100}, 0.95)
    assert found.needed.with_miss == found.needed.phi_missed == 120


# -- how often intervals cover, where the truth is known


def words_alone(rng, phi, rate):
    """Each word is missed or not, whatever becomes of the others."""
    return rng.binomial(phi, rate)


def in_clusters(rng, phi, rate):
    """Some reports are hard and others easy."""
    return rng.binomial(phi, rng.beta(rate, 1 - rate, size=len(phi)))


def whole_reports(rng, phi, rate):
    """A report is missed as a whole, or nothing of it."""
    return phi * (rng.random(len(phi)) < rate)


def the_largest(rng, phi, rate):
    """All that is missed is missed in the reports with most PHI."""
    missed = np.zeros_like(phi)
    largest = np.argsort(-phi, kind="stable")[: max(1, int(rate * len(phi) / 5))]
    missed[largest] = phi[largest]
    return missed


def population(kind, rate, seed):
    """Reports of each stratum: words, PHI words and missed ones, and the figures of them all."""
    rng = np.random.default_rng(seed)
    strata = []
    for size, risk in zip(SIZES, RISKS, strict=True):
        words = rng.gamma(4, 30, size).astype(int) + 20
        phi = np.minimum(rng.gamma(1.5, 5, size).round().astype(int), words)
        strata.append((words, phi, kind(rng, phi, min(0.9, rate * risk))))
    words, phi, missed = (np.concatenate([s[part] for s in strata]) for part in range(3))
    share = missed.sum() / phi.sum()
    truth = (1000 * missed.sum() / words.sum(), share, (missed > 0).mean())
    return strata, truth


def drawn_once(strata, number, confidence, rng):
    counts = allocated(SIZES, number, 3)
    reviewed = {}
    for at, ((words, phi, missed), count) in enumerate(zip(strata, counts, strict=True)):
        some = rng.choice(len(words), count, replace=False)
        rows = zip(*(side[some].tolist() for side in (words, phi, missed)), strict=True)
        key = Stratum(str(at), "low", len(words), int(words.sum()), count)
        reviewed[key] = [Reviewed(*row) for row in rows]
    found = miss_rate(reviewed, confidence)
    return found.per_1000_words, found.phi_missed, found.with_miss


@pytest.mark.parametrize("kind", [words_alone, in_clusters, whole_reports, the_largest])
@pytest.mark.parametrize(
    ("rate", "number", "confidence"),
    [(0.002, 150, 0.95), (0.02, 60, 0.95), (0.08, 150, 0.95), (0.08, 60, 0.8), (0.3, 60, 0.95)],
)
def test_intervals_cover_at_least_as_often_as_stated(kind, rate, number, confidence):
    strata, truth = population(kind, rate, seed=7)
    rng = np.random.default_rng(13)
    times = 600
    covered = np.zeros(3)
    for _ in range(times):
        figures = drawn_once(strata, number, confidence, rng)
        covered += [f.low <= t <= f.high for f, t in zip(figures, truth, strict=True)]
    assert min(covered) >= confidence * times, covered / times


def test_most_missed_is_what_is_left_of_most_found():
    """The rarer of the two is what is uncertain, whichever it is."""
    few = [Reviewed(50, 5, 1 if at < 8 else 0) for at in range(40)]
    most = [Reviewed(50, 5, report.phi - report.missed) for report in few]
    found, turned = (miss_rate({stratum(4000, 40): some}, 0.9).phi_missed for some in (few, most))
    assert found.value == pytest.approx(8 / 200)
    assert turned.value == pytest.approx(1 - 8 / 200)
    assert (turned.low, turned.high) == pytest.approx((1 - found.high, 1 - found.low), abs=2e-6)


def test_figures_are_told_to_six_places_and_never_beyond_all():
    found = miss_rate({stratum(3, 3, words=3): [Reviewed(1, 1, 1), *[Reviewed(1, 1, 0)] * 2]}, 0.95)
    assert found.per_1000_words.value == 333.333333
    assert found.per_1000_words.high == 1000.0
    assert found.with_miss.value == found.phi_missed.value == 0.333333
    assert found.with_miss.low == round(exact_bound(1, 3), 6)


def exact_bound(hits, drawn):
    """The low end for one hit is Markov's bound."""
    assert hits == 1
    return 0.025 / drawn


def test_reports_without_words_have_no_rate():
    found = miss_rate({stratum(5, 1, words=0): [Reviewed(0, 0, 0)]}, 0.95)
    assert found.per_1000_words.value == found.per_1000_words.high == 0.0


def test_the_rate_that_is_wanted_can_be_another():
    clean = {stratum(50_000, 100): [Reviewed(50, 5, 0)] * 100}
    usual, wider = miss_rate(clean, 0.95).needed, miss_rate(clean, 0.95, wanted=0.05).needed
    assert (usual.with_miss, wider.with_miss) == (368, 72)  # 0.95 ** 72 < 0.025
    assert wider.phi_missed < usual.phi_missed
    # A rate that is just what is wanted is not below it.
    one_in_100 = {stratum(50_000, 100): [Reviewed(50, 5, 5), *[Reviewed(50, 5, 0)] * 99]}
    assert miss_rate(one_in_100, 0.95, wanted=0.01).needed.with_miss is None
    assert miss_rate(one_in_100, 0.95, wanted=0.0101).needed.with_miss is not None


def test_what_was_counted_stands_beside_its_stratum():
    one, two = stratum(100, 2), stratum(50, 1, doubt="high")
    found = miss_rate({one: [Reviewed(9, 4, 2), Reviewed(8, 0, 0)], two: [Reviewed(7, 1, 1)]}, 0.9)
    told = [(s, (c.words, c.phi, c.missed, c.with_miss)) for s, c in found.strata]
    assert told == [(one, (17, 4, 2, 1)), (two, (7, 1, 1, 1))]
    assert found.confidence == 0.9


def test_where_nothing_is_phi_whole_reports_may_be():
    short = miss_rate({stratum(400, 20, words=8000): [Reviewed(20, 0, 0)] * 20}, 0.95)
    high = weighted_total(0, 0, 20 * 20, 0.95)[1]
    assert short.per_1000_words.high == pytest.approx(1000 * high / 8000, abs=1e-6)
    # A single word of PHI anywhere says how much there may be.
    one = [Reviewed(20, 1, 0), *[Reviewed(20, 0, 0)] * 19]
    found = miss_rate({stratum(400, 20, words=8000): one}, 0.95)
    assert found.per_1000_words.high == pytest.approx(1000 * high / 20 / 8000, abs=1e-6)
