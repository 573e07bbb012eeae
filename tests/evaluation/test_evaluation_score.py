"""Figures over reports: shares, intervals, groups; and those of the scorer in ../shared/tools."""

from __future__ import annotations

import importlib.util
import json
import random

import numpy as np
import pytest

from dragon_prep.core.spans import Span
from dragon_prep.detect import detect
from dragon_prep.evaluation.compare import Counts, HitCounts, compare
from dragon_prep.evaluation.evaluate import compared, evaluate
from dragon_prep.evaluation.labels import IGNORE, common_label
from dragon_prep.evaluation.score import measures


def counts(hit, missed, wrong):
    found = Counts.zero()
    found.token = HitCounts(hit, missed, hit, wrong)
    return found


def test_shares_and_intervals():
    reports = [counts(9, 1, 0), counts(5, 5, 2), counts(8, 2, 1), None] * 10
    token = measures(reports, seed=0, resamples=500)["token"]
    assert token.counts == HitCounts(220, 80, 220, 30)
    assert token.recall.value == 220 / 300
    assert token.precision.value == 220 / 250
    for figure in (token.recall, token.precision, token.f1):
        assert 0 < figure.low < figure.value < figure.high < 1


def test_interval_is_that_of_a_plain_bootstrap():
    rng = np.random.default_rng(5)
    sizes = rng.integers(1, 20, size=60)
    hits = [int(rng.binomial(n, 0.9)) for n in sizes]
    reports = [counts(h, int(n) - h, 0) for n, h in zip(sizes, hits, strict=True)]
    got = measures(reports, seed=3, resamples=400)["token"].recall
    plain = np.random.default_rng(3)
    shares = []
    for _ in range(400):
        drawn = plain.integers(60, size=60)
        shares.append(sum(hits[i] for i in drawn) / sum(int(sizes[i]) for i in drawn))
    assert (got.low, got.high) == tuple(np.percentile(shares, (2.5, 97.5)))


def test_same_seed_same_figures_and_no_global_state():
    reports = [counts(i % 5 + 1, i % 3, i % 2) for i in range(30)]
    before = np.random.get_state()[1].tolist()  # noqa: NPY002 - the state that must not move
    first = measures(reports, seed=1, resamples=50)
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002
    assert measures(reports, seed=1, resamples=50) == first
    assert measures(reports, seed=2, resamples=50) != first


def test_nothing_to_divide_by_is_no_figure():
    for reports in ([], [None], [counts(0, 0, 0)]):
        token = measures(reports, seed=0, resamples=10)["token"]
        assert token.recall.value is token.precision.low is token.f1.high is None
    wrong = measures([counts(0, 0, 3)], seed=0, resamples=10)["token"]
    assert (wrong.recall.value, wrong.precision.value, wrong.f1.value) == (None, 0.0, None)
    none = measures([counts(0, 2, 3)], seed=0, resamples=10)["token"]
    assert none.f1.value == 0.0


def test_groups_by_label_and_centre():
    text = "Jansen 3-4-2019"
    name, date = Span(0, 6, "PERSOON"), Span(7, 15, "DATUM")
    reports = [
        compared("a", "umcg", text, compare(text, [name, date], [name])),
        compared("b", "", text, compare(text, [name], [name, date])),
    ]
    done = evaluate(reports, seed=0, resamples=10)
    assert list(done.labels) == ["DATUM", "PERSOON"]
    assert list(done.centres) == ["umcg", "?"]
    assert (done.overall.marked, done.overall.found) == (3, 3)
    assert done.labels["DATUM"].measures["token"].recall.value == 0.0
    assert done.centres["umcg"].measures["token"].recall.value == 1 / 4
    assert done.centres["?"].measures["token"].precision.value == 1 / 4
    assert [(s.id, s.slip.span, s.text) for s in done.misses] == [("a", date, "3-4-2019")]
    assert [(s.id, s.slip.span) for s in done.false_alarms] == [("b", date)]
    assert "Jansen" not in repr(done) + repr(reports) + repr(done.misses)
    without = [compared("a", "", text, compare(text, [name], [name]))]
    assert evaluate(without, seed=0, resamples=10).centres == {}


@pytest.fixture(scope="module")
def score_phi(shared_data):
    path = shared_data.parent / "tools" / "score_phi.py"
    if not path.is_file():
        pytest.skip("needs the scorer, ../shared/tools/score_phi.py beside the checkout")
    spec = importlib.util.spec_from_file_location("score_phi", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def perturbed(text, spans, rng):
    """Predictions with slips of every kind, so that agreement means something."""
    found = []
    for start, end, label in spans:
        kind = rng.choice(("keep", "drop", "shrink", "grow", "relabel"))
        if kind == "shrink":
            end = max(start + 1, end - rng.randint(1, 8))
        elif kind == "grow":
            start = max(0, start - rng.randint(1, 8))
        elif kind == "relabel":
            label = rng.choice(("PERSOON", "DATUM", "BSN", "URL"))
        if kind != "drop":
            found.append([start, end, label])
    for _ in range(rng.randint(0, 2)):
        start = rng.randrange(len(text))
        found.append([start, min(len(text), start + rng.randint(1, 9)), "PLAATS"])
    return found


@pytest.mark.parametrize("slips", [False, True])
@pytest.mark.parametrize(
    "name", ["dragon_samples", "dragon_t25", "sentences_rra", "probe_positive", "probe_negative"]
)
def test_figures_are_those_of_the_shared_scorer(shared_data, score_phi, name, slips):
    path = shared_data / "phi_dev" / f"{name}.jsonl"
    documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rng = random.Random(7)
    predictions = []
    for document in documents:
        spans = [[hit.span.start, hit.span.end, hit.span.label] for hit in detect(document["text"])]
        if slips:
            marked = [span for span in document["spans"] if span[2] != IGNORE]
            spans = perturbed(document["text"], marked, rng)
        predictions.append(spans)
    theirs, _, _ = score_phi.score(documents, predictions)
    reports = []
    for document, spans in zip(documents, predictions, strict=True):
        gold, found = (
            [Span(start, end, common_label(label)) for start, end, label in some]
            for some in (document["spans"], spans)
        )
        done = compare(document["text"], gold, found)
        reports.append(compared(document["id"], "", document["text"], done))
    ours = evaluate(reports, seed=0, resamples=5).overall
    token = ours.measures["token"]
    for short, figure in (("p", token.precision), ("r", token.recall), ("f1", token.f1)):
        assert figure.value == theirs[f"token_{short}"]
    of = theirs["counts"]
    assert [token.counts.hit, token.counts.missed, token.counts.wrong] == [
        of.get(f"token_{kind}", 0) for kind in ("tp", "fn", "fp")
    ]
    for mine, name_there in (("merged", "strict"), ("boundary", "bound")):
        measure = ours.measures[mine]
        for short in ("p", "r", "f1"):
            figure = {"p": measure.precision, "r": measure.recall, "f1": measure.f1}[short]
            assert figure.value == theirs[f"{name_there}_{short}"]
