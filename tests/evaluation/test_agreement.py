"""Two people who marked the same reports: figures against plain computations, what differs."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, f1_score

from dragon_prep.core.spans import Span
from dragon_prep.evaluation.agreement import agreement, twice_marked
from dragon_prep.evaluation.cover import WORD
from dragon_prep.evaluation.labels import IGNORE

TEXT = "Dhr. Jan de Vries, 3-4-2019, tel 1234"
NAME, DATE, PHONE = Span(5, 17, "PERSOON"), Span(19, 27, "DATUM"), Span(33, 37, "TELEFOONNUMMER")


def marked(first, second, text=TEXT, centre=""):
    return twice_marked("a", centre, text, first, second)


def agreed(*reports, seed=0, resamples=20):
    return agreement(reports, seed=seed, resamples=resamples)


def random_reports(seed, count=40):
    rng = random.Random(seed)
    reports = []
    for number in range(count):
        words = [rng.choice(("Jan", "12", "ok", "MRI")) for _ in range(rng.randint(3, 30))]
        text = " ".join(words)
        sides = []
        places = [match.span() for match in WORD.finditer(text)]
        truth = {p: rng.choice(("PERSOON", "DATUM", "BSN")) for p in places if rng.random() < 0.3}
        for _ in range(2):
            spans = [Span(*p, label) for p, label in truth.items() if rng.random() < 0.8]
            spans += [Span(*p, "DATUM") for p in places if p not in truth and rng.random() < 0.05]
            sides.append(spans)
        reports.append((text, *sides, ("umcg", "avl")[number % 2]))
    return reports


def word_labels(text, spans):
    return [
        next((s.label for s in spans if s.start < m.end() and m.start() < s.end), "")
        for m in WORD.finditer(text)
    ]


def test_figures_are_those_of_scikit_learn():
    reports = random_reports(3)
    done = agreed(*(marked(a, b, text, centre) for text, a, b, centre in reports))
    for group, some in (
        (done.overall, reports),
        (done.centres["umcg"], [r for r in reports if r[3] == "umcg"]),
    ):
        one = [label for text, a, _, _ in some for label in word_labels(text, a)]
        two = [label for text, _, b, _ in some for label in word_labels(text, b)]
        any_one, any_two = ([label != "" for label in side] for side in (one, two))
        assert group.words == len(one)
        assert group.word_f1.value == pytest.approx(f1_score(any_one, any_two))
        assert group.kappa.value == pytest.approx(cohen_kappa_score(any_one, any_two))
        assert group.kappa_labels.value == pytest.approx(cohen_kappa_score(one, two))
        alike = sum(len({*a} & {*b}) for _, a, b, _ in some)
        spans = sum(len(a) + len(b) for _, a, b, _ in some)
        assert group.span_f1.value == pytest.approx(2 * alike / spans)
        if group is done.overall:
            for label, of_label in done.labels.items():
                is_one, is_two = ([got == label for got in side] for side in (one, two))
                assert of_label.word_f1.value == pytest.approx(f1_score(is_one, is_two))
                assert of_label.kappa.value == pytest.approx(cohen_kappa_score(is_one, is_two))
                assert of_label.kappa_labels == of_label.kappa


def test_interval_is_that_of_a_plain_bootstrap_over_reports():
    reports = random_reports(8, count=15)
    pairs = [
        ([x != "" for x in word_labels(t, a)], [x != "" for x in word_labels(t, b)])
        for t, a, b, _ in reports
    ]
    generator = np.random.default_rng(5)
    found = []
    for _ in range(200):
        drawn = [pairs[i] for i in generator.integers(len(pairs), size=len(pairs))]
        one, two = ([x for pair in drawn for x in pair[side]] for side in (0, 1))
        found.append(cohen_kappa_score(one, two))
    done = agreed(*(marked(a, b, t) for t, a, b, _ in reports), seed=5, resamples=200)
    wanted = np.percentile(found, (2.5, 97.5))
    assert (done.overall.kappa.low, done.overall.kappa.high) == pytest.approx(wanted)


def test_neither_of_the_two_is_taken_to_be_right():
    reports = random_reports(4)
    there = agreed(*(marked(a, b, t, c) for t, a, b, c in reports))
    back = agreed(*(marked(b, a, t, c) for t, a, b, c in reports))
    for name in ("word_f1", "kappa", "kappa_labels", "span_f1"):
        assert getattr(there.overall, name) == getattr(back.overall, name)
    assert (there.overall.first, there.overall.second) == (back.overall.second, back.overall.first)
    assert len(there.differences) == len(back.differences)


def test_what_differs_is_told_from_both_sides():
    done = agreed(marked([NAME, DATE, PHONE], [Span(9, 17, "PERSOON"), Span(33, 37, "BSN")]))
    assert [(d.difference.span, d.difference.by, d.difference.other) for d in done.differences] == [
        (NAME, "first", "other bounds"),
        (Span(9, 17, "PERSOON"), "second", "other bounds"),
        (DATE, "first", "nothing"),
        (Span(33, 37, "BSN"), "second", "another label"),
        (PHONE, "first", "another label"),
    ]
    assert [d.text for d in done.differences][:2] == ["Jan de Vries", "de Vries"]
    assert "Vries" not in repr(done) + repr(done.differences)
    assert agreed(marked([NAME, DATE], [DATE, NAME])).differences == ()


def test_a_label_counts_where_both_gave_it():
    done = agreed(marked([NAME, PHONE], [NAME, Span(33, 37, "BSN")]))
    assert done.overall.word_f1.value == done.overall.kappa.value == 1.0
    assert done.overall.kappa_labels.value < 1.0
    assert done.overall.span_f1.value == 0.5
    assert done.labels["BSN"].word_f1.value == 0.0
    assert done.labels["PERSOON"].word_f1.value == 1.0
    assert done.labels["BSN"].reports == done.labels["BSN"].second == 1


def test_nothing_to_agree_on_is_no_figure():
    done = agreed(marked([], []))
    assert (
        done.overall.word_f1.value is done.overall.kappa.value is done.overall.span_f1.low is None
    )
    assert (done.labels, done.centres) == ({}, {})


@pytest.mark.parametrize("side", [0, 1])
def test_what_either_ignores_counts_for_neither(side):
    ignoring, other = [NAME, Span(19, 37, IGNORE)], [NAME, DATE, PHONE]
    sides = (ignoring, other) if side == 0 else (other, ignoring)
    done = agreed(marked(*sides))
    assert done.overall.word_f1.value == done.overall.span_f1.value == 1.0
    assert (done.overall.first, done.overall.second, done.differences) == (1, 1, ())
    assert done.overall.words == 4  # Dhr Jan de Vries


def test_same_seed_same_figures():
    reports = [marked(a, b, t) for t, a, b, _ in random_reports(2)]
    assert agreed(*reports, seed=1) == agreed(*reports, seed=1)
    assert agreed(*reports, seed=1) != agreed(*reports, seed=2)


PLACES = st.tuples(
    st.integers(0, len(TEXT) - 1),
    st.integers(1, len(TEXT)),
    st.sampled_from(["PERSOON", "DATUM", IGNORE]),
).filter(lambda found: found[0] < found[1])
SPANS = st.lists(PLACES.map(lambda found: Span(*found)), max_size=5)


@given(SPANS, SPANS)
def test_counts_agree_with_each_other(first, second):
    report = marked(first, second)
    assert sum(report.words.values()) <= len(WORD.findall(TEXT))
    unlike = sum(ones + twos - 2 * alike for alike, ones, twos in report.spans.values())
    assert len(report.differences) == unlike
    same = marked(first, first)
    assert same.differences == ()
    assert all(one == two for one, two in same.words)
