"""Small counts of a corpus: not in the card, and not in what a split says of itself."""

from __future__ import annotations

import json
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_corpora import corpus_of, rows_of, text_of

from dragon_prep.core.small_counts import SMALLEST
from dragon_prep.corpora.manifest import CorpusManifest, CorpusStep, ShardEntry
from dragon_prep.corpora.shards import Corpus
from dragon_prep.corpora.told import told_manifest, told_steps
from dragon_prep.services.corpus_split import split_corpus
from dragon_prep.services.corpus_stats import corpus_stats


def steps_of(reports, patients, losses):
    """Steps that lose as many reports and patients as is said."""
    steps = [CorpusStep("read", 0, reports, patients)]
    for out, gone in losses:
        reports, patients = max(0, reports - out), max(0, patients - gone)
        steps.append(CorpusStep("a step", steps[-1].reports - reports, reports, patients))
    return steps


@given(
    st.integers(0, 500),
    st.integers(0, 200),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 15)), max_size=4),
)
def test_no_small_count_of_a_step_is_told_or_follows(reports, patients, losses):
    steps = steps_of(reports, patients, losses)
    told = told_steps(steps)
    for before, after in pairwise(told):
        for name in ("reports", "patients"):
            one, other = getattr(before, name), getattr(after, name)
            if isinstance(one, int) and isinstance(other, int):
                assert one == other or abs(one - other) >= SMALLEST
    for step in told:
        for count in (step.left_out, step.reports, step.patients):
            assert count == f"<{SMALLEST}" or count == 0 or count >= SMALLEST


def test_what_is_large_is_told_as_it_is_and_nothing_is_told_twice():
    steps = steps_of(1234, 567, [(120, 33), (0, 0)])
    assert told_steps(steps) == tuple(steps)
    few = told_steps(steps_of(1234, 567, [(3, 1)]))
    assert few[1] == CorpusStep("a step", "<10", 1230, 570)
    with pytest.raises(ValueError, match="already"):
        told_steps(few)


def test_patients_of_sides_and_shards_are_told_together():
    shards = (ShardEntry("test/a", "0", 40, 7, 900, 4000), ShardEntry("train/a", "0", 90, 61, 9, 9))
    manifest = CorpusManifest(shards, (), {}, sides={"train": 61, "validation": 0, "test": 7})
    told = told_manifest(manifest)
    assert told.sides == {"train": 60, "validation": 0, "test": "<10"}
    assert [one.patients for one in told.shards] == ["<10", 60]
    assert [one.reports for one in told.shards] == [40, 90]


def test_a_split_corpus_and_its_card_tell_none(tmp_path):
    chance = random.Random(1)
    rows = rows_of([text_of(chance, 30) for _ in range(90)], reports_of_one=3)
    corpus = corpus_of(rows, tmp_path / "corpus")
    exact = split_corpus(corpus.folder, tmp_path / "out")
    few = {side for side, count in exact.sides.items() if 0 < count < SMALLEST}
    assert few
    told = Corpus.open(tmp_path / "out").manifest
    assert {told.sides[side] for side in few} == {"<10"}
    card = (tmp_path / "out" / "README.md").read_text()
    for side in few:
        (line,) = [line for line in card.splitlines() if line.startswith(f"| {side} |")]
        assert "| <10 |" in line
    body = json.loads((tmp_path / "out" / "corpus.json").read_text())
    assert all(shard["patients"] == "<10" or shard["patients"] >= 10 for shard in body["shards"])
    found = corpus_stats(tmp_path / "out").sides
    assert {found[side].patients for side in few} == {"<10"}
    # The corpus itself stays in the hospital and is worked on: it has the counts as they are.
    assert Corpus.open(corpus.folder).manifest.steps[0].patients == 30
