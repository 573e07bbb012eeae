"""Sides of a corpus: of patients, apart from a benchmark, read by `datasets`, counted."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from made_corpora import corpus_of, edited, patient_of, rows_in, rows_of, text_of
from worlds import tree

from dragon_prep.core.errors import UsageFault, VerifyFault
from dragon_prep.core.shingles import shingles_of
from dragon_prep.corpora.benchmark import Benchmark
from dragon_prep.corpora.card import SIDES
from dragon_prep.corpora.dedupe.signs import NO_SECRET
from dragon_prep.corpora.shards import Corpus
from dragon_prep.corpora.sides import CorpusSplit, SidesJob, deal
from dragon_prep.services import corpus_split as service
from dragon_prep.services.corpus_split import Apart, split_corpus
from dragon_prep.services.corpus_stats import corpus_stats


def texts(number, seed=1):
    chance = random.Random(seed)
    return [text_of(chance, chance.randrange(30, 80)) for _ in range(number)]


@pytest.fixture
def corpus(tmp_path):
    return corpus_of(rows_of(texts(600), reports_of_one=3), tmp_path / "corpus")


def sides_in(folder):
    """The ids of each side."""
    corpus = Corpus.open(folder)
    found = {side: [] for side in SIDES}
    for entry, table in corpus.tables():
        found[entry.side] += table.to_pylist()
    return found


def test_a_patient_is_on_one_side_and_every_report_is_there(corpus, tmp_path):
    manifest = split_corpus(corpus.folder, tmp_path / "out", keep_patients=True)
    sides = sides_in(tmp_path / "out")
    patients = {side: {row["patient"] for row in rows} for side, rows in sides.items()}
    assert not set.intersection(patients["train"], patients["test"] | patients["validation"])
    assert not patients["validation"] & patients["test"]
    assert rows_in(Corpus.open(tmp_path / "out")) == rows_in(corpus)
    assert {side: len(own) for side, own in patients.items()} == manifest.sides
    shares = [len(sides[side]) / 600 for side in SIDES]
    assert shares == pytest.approx([0.8, 0.1, 0.1], abs=0.06)


def test_who_joins_moves_nobody(corpus, tmp_path):
    split_corpus(corpus.folder, tmp_path / "out", keep_patients=True)
    more = corpus_of(rows_of(texts(900), reports_of_one=3), tmp_path / "more")
    split_corpus(more.folder, tmp_path / "later", keep_patients=True)
    before, after = (sides_in(tmp_path / name) for name in ("out", "later"))
    for side in SIDES:
        assert {r["id"] for r in before[side]} <= {r["id"] for r in after[side]}
    other = split_corpus(corpus.folder, tmp_path / "seed", split=CorpusSplit(seed=1))
    assert other.sides != {side: len(before[side]) // 3 for side in SIDES}


def test_by_report_patients_may_be_on_several_sides(corpus, tmp_path):
    shares = CorpusSplit((50, 25, 25), by_report=True)
    split_corpus(corpus.folder, tmp_path / "out", split=shares, keep_patients=True)
    sides = sides_in(tmp_path / "out")
    assert len(sides["train"]) == pytest.approx(300, abs=50)
    patients = [{row["patient"] for row in sides[side]} for side in SIDES]
    assert patients[0] & patients[1]


def test_patients_are_left_out_unless_asked_for(corpus, tmp_path):
    split_corpus(corpus.folder, tmp_path / "out")
    assert Corpus.open(tmp_path / "out").manifest.columns == ("id", "text")
    for rows in sides_in(tmp_path / "out").values():
        assert all(set(row) == {"id", "text"} for row in rows)
    written = b"".join(tree(tmp_path / "out").values())
    assert patient_of(0).encode() not in written


def test_workers_make_no_difference_and_shards_are_bounded(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(service, "CHARACTERS_IN_A_SHARD", 20_000)
    for name, workers, form in (
        ("one", 1, "parquet"),
        ("two", 2, "parquet"),
        ("lines", 1, "jsonl"),
    ):
        split_corpus(corpus.folder, tmp_path / name, workers=workers, form=form)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    entries = Corpus.open(tmp_path / "one").manifest.shards
    assert len(entries) > 5
    assert rows_in(Corpus.open(tmp_path / "one")) == rows_in(Corpus.open(tmp_path / "lines"))


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_datasets_reads_the_folder(corpus, tmp_path, monkeypatch, form):
    pytest.importorskip("datasets", reason="the library datasets is not installed")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    split_corpus(corpus.folder, tmp_path / "out", form=form)
    import datasets

    read = datasets.load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))
    for side, rows in sides_in(tmp_path / "out").items():
        assert [*read[side]] == rows
    read = datasets.load_dataset(str(corpus.folder), cache_dir=str(tmp_path / "cache"))
    assert len(read["train"]) == 600


def test_nothing_of_a_benchmark_is_left(tmp_path):
    chance = random.Random(4)
    rows = rows_of(texts(40), reports_of_one=2)
    corpus = corpus_of(rows, tmp_path / "corpus", shards=1)
    near = edited(rows[20][2] * 3, chance, 0.01)
    rows[20] = (*rows[20][:2], rows[20][2] * 3)
    corpus = corpus_of(rows, tmp_path / "corpus", shards=1)
    benchmark = Benchmark(
        frozenset({patient_of(3)}),
        tuple(shingles_of(text, NO_SECRET) for text in (rows[10][2].upper(), near, "iets anders")),
    )
    benchmark.write(tmp_path / "benchmark")
    (entry,) = corpus.manifest.shards
    dealt = deal(SidesJob(corpus.folder, entry, CorpusSplit(), tmp_path / "benchmark"))
    fate = dict(zip(corpus.read(entry).column("id").to_pylist(), dealt, strict=True))
    out = {n: fate[row[0]] for n, row in enumerate(rows) if fate[row[0]] > 2}
    assert out == {6: 3, 7: 3, 10: 4, 20: 5}


def test_what_stays_out_for_a_benchmark_is_told_step_by_step(corpus, tmp_path, monkeypatch):
    rows = rows_in(corpus)
    said = tuple(shingles_of(text, NO_SECRET) for _, _, text in rows[:5])
    there = frozenset(patient for _, patient, _ in rows[100:110])

    def benchmark(apart, key, folder):
        Benchmark(there, said).write(folder / "benchmark")
        return folder / "benchmark"

    monkeypatch.setattr(service, "_benchmark", benchmark)
    apart = Apart((tmp_path / "release",))
    manifest = split_corpus(corpus.folder, tmp_path / "out", apart=apart, keep_patients=True)
    left = rows_in(Corpus.open(tmp_path / "out"))
    assert left == [r for r in rows if r[1] not in there and r not in rows[:5]]
    steps = manifest.steps[1:]
    gone = sum(patient in there for _, patient, _ in rows)
    assert [step.left_out for step in steps] == [gone, 600 - gone - len(left), 0]
    assert [step.reports for step in steps] == [600 - gone, len(left), len(left)]
    assert steps[0].patients == 200 - len(there)
    assert steps[2].patients == len({patient for _, patient, _ in left})


def test_what_cannot_be_done_is_refused(corpus, tmp_path):
    split_corpus(corpus.folder, tmp_path / "out")
    with pytest.raises(UsageFault, match="E198"):
        split_corpus(tmp_path / "out", tmp_path / "again")
    with pytest.raises(UsageFault, match="E106"):
        split_corpus(corpus.folder, tmp_path / "bad", split=CorpusSplit((0, 0, 0)))
    with pytest.raises(UsageFault, match="E106"):
        split_corpus(corpus.folder, tmp_path / "bad", form="csv")
    with pytest.raises(UsageFault, match="E106"):
        split_corpus(corpus.folder, tmp_path / "bad", split=CorpusSplit(near=0.7))
    with pytest.raises(UsageFault, match="E103"):
        split_corpus(corpus.folder, tmp_path / "out")
    with pytest.raises(UsageFault, match="E199"):
        split_corpus(corpus.folder, tmp_path / "bad", apart=Apart((tmp_path / "nothing",)))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["corpus", "out"]


def test_stats_count_what_is_there(tmp_path):
    rows = rows_of([*texts(50), *texts(50)[:5]], reports_of_one=1)
    corpus = corpus_of(rows, tmp_path / "corpus")
    found = corpus_stats(corpus.folder, workers=2)
    assert (found.whole.reports, found.whole.patients) == (55, 55)
    assert found.whole.duplicates == 5
    lengths = sorted(len(text.split()) for *_, text in rows)
    assert found.whole.words == sum(lengths)
    assert found.whole.words_at["0"], found.whole.words_at["100"] == (lengths[0], lengths[-1])
    assert found.whole.words_at["50"] == lengths[27]
    assert found.whole.characters == sum(len(text) for *_, text in rows)
    split_corpus(corpus.folder, tmp_path / "out")
    sides = corpus_stats(tmp_path / "out").sides
    assert sum(one.reports for one in sides.values()) == 55
    assert {side: one.patients for side, one in sides.items()} == (
        Corpus.open(tmp_path / "out").manifest.sides
    )
    copies = sum(one.duplicates for one in sides.values())
    assert 2 * (5 - copies) == sum(one.elsewhere for one in sides.values())


def test_stats_find_a_damaged_shard(corpus):
    path = next(corpus.folder.glob("data/*"))
    data = bytearray(path.read_bytes())
    data[-40] ^= 1
    path.write_bytes(data)
    with pytest.raises(VerifyFault, match="E196"):
        corpus_stats(corpus.folder)


def test_the_manifest_has_no_id_and_no_text(corpus, tmp_path):
    split_corpus(corpus.folder, tmp_path / "out", keep_patients=True)
    said = "".join(
        (folder / name).read_text()
        for folder in (corpus.folder, tmp_path / "out")
        for name in ("corpus.json", "README.md")
    )
    for name, patient, text in rows_in(corpus):
        assert name not in said
        assert patient not in said
        assert text[:20] not in said
    body = json.loads((tmp_path / "out" / "corpus.json").read_text())
    assert replace(Corpus.open(tmp_path / "out").manifest).reports == 600
    assert body["options"]["split"]["shares"] == [80, 10, 10]
