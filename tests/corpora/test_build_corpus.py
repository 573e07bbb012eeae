"""Corpora of records: the same bytes whatever stops or damages the work; apart from a release."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from flips import notes
from made_corpora import rows_in
from worlds import KEY, OTHER_KEY, tree

from dragon_prep import Options, build, find_tasks, simulate
from dragon_prep.core.codes.run import MADE_AGAIN
from dragon_prep.core.errors import UsageFault
from dragon_prep.core.key_file import new_key
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.corpora.dedupe.settings import EXACT_ONLY, DedupeSettings
from dragon_prep.corpora.manifest import CorpusManifest
from dragon_prep.corpora.shards import Corpus
from dragon_prep.intake.export import read_export
from dragon_prep.intake.record_files.json_lines import LinesFile
from dragon_prep.pipeline.executor import OnThisHost
from dragon_prep.pipeline.input_records import RecordReader
from dragon_prep.pipeline.workspace import workspace_beside
from dragon_prep.services import corpus_build, record_work
from dragon_prep.services.corpus_build import build_corpus
from dragon_prep.services.corpus_dedupe import dedupe_corpus
from dragon_prep.services.corpus_split import Apart, split_corpus
from dragon_prep.services.release_cases import read_origins

NAMES = ("Quispel", "Hoogeboezem", "Zwelgmans", "Tjepkema", "Okhuijsen")


def record(n):
    name = NAMES[n % len(NAMES)]
    text = f"Gezien door dr. {name} op {1 + n % 28}-03-2019. Nummer {1234567 + n}. {name} belt."
    return json.dumps({"id": f"v-{n}", "patient_id": f"p-{n // 2}", "text": text})


@pytest.fixture
def files(tmp_path):
    """Two files, the patients of which are in both."""
    lines = [record(n) for n in range(80)]
    lines[10:10] = ["", "not json", json.dumps({"id": "x", "text": "no patient"})]
    paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for at, path in enumerate(paths):
        path.write_text("\n".join(lines[at::2]), encoding="utf-8")
    return [LinesFile(path) for path in paths]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(record_work, "BYTES_IN_A_PART", 2000)


def test_a_corpus_has_whole_patients_in_each_shard_and_keyed_ids(files, tmp_path):
    result = build_corpus(files, tmp_path / "corpus", key=KEY)
    corpus = Corpus.open(tmp_path / "corpus")
    shards = [table.to_pylist() for _, table in corpus.tables()]
    assert len(shards) > 3
    homes = Counter(name for rows in shards for name in {row["patient"] for row in rows})
    assert set(homes.values()) == {1}
    own = {KEY.digest(KeyPurpose.PATIENT, "", f"p-{n}").hex()[:32] for n in range(40)}
    assert set(homes) <= own
    assert all(rows == sorted(rows, key=lambda row: row["id"]) for rows in shards)
    steps = {step.name: step for step in result.manifest.steps}
    assert (steps["read"].reports, steps["read"].patients) == (82, 40)
    assert (steps["cannot be used"].left_out, steps["cannot be used"].reports) == (2, 80)
    assert steps["held back"].reports == len(rows_in(corpus)) == result.manifest.reports > 60
    places = {(p.place.file, p.place.row) for p in result.problems if p.quarantined}
    assert {("b.jsonl", 6), ("a.jsonl", 7)} <= places


def test_workers_and_stops_and_damage_make_no_difference(files, tmp_path, monkeypatch):
    expected = build_corpus(files, tmp_path / "one", key=KEY)
    assert build_corpus(files, tmp_path / "two", key=KEY, workers=2) == expected

    def stop(*_):
        raise KeyboardInterrupt

    work = tmp_path / "work"
    with monkeypatch.context() as patch:
        patch.setattr(corpus_build, "totals_of", stop)
        with pytest.raises(KeyboardInterrupt):
            build_corpus(files, tmp_path / "three", key=KEY, workspace=work)
    assert not (tmp_path / "three").exists()
    made = sorted((work / "records").rglob("*.*"))
    assert sum(path.name.startswith("columns-") for path in made) > 3
    chance = random.Random(2)
    for path in chance.sample([path for path in made if path.is_file()], 8):
        data = bytearray(path.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
    again = build_corpus(files, tmp_path / "three", key=KEY, workspace=work)
    (told,) = notes(again.problems)
    assert told.startswith("R347 input: ")
    assert [p for p in again.problems if p.kind is not MADE_AGAIN] == [*expected.problems]
    assert again.manifest == expected.manifest
    assert tree(tmp_path / "one") == tree(tmp_path / "two") == tree(tmp_path / "three")
    build_corpus(files, tmp_path / "other", key=OTHER_KEY)
    assert tree(tmp_path / "one") != tree(tmp_path / "other")


def test_of_shards_that_are_whole_nothing_is_done_again(files, tmp_path, monkeypatch):
    work = tmp_path / "work"

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(corpus_build, "totals_of", stop)
        with pytest.raises(KeyboardInterrupt):
            build_corpus(files, tmp_path / "out", key=KEY, workspace=work)
    done = []
    run = OnThisHost.map
    monkeypatch.setattr(OnThisHost, "map", lambda *given: (done.append(len(given[2])), run(*given)))
    build_corpus(files, tmp_path / "out", key=KEY, workspace=work)
    assert sum(done) == 0
    build_corpus(files, tmp_path / "new", key=KEY)
    assert sum(done) > 9


def test_one_template_with_two_patients_names_is_one_text(tmp_path):
    template = "Gezien door dr. {} op {}-03-2019. Geen aanwijzingen voor een recidief in de {}."
    lines = [
        {"id": f"v-{n}", "patient_id": f"p-{n // 2}",
         "text": template.format(NAMES[n % 5], 1 + n, ("lever", "nier")[n % 2])}
        for n in range(12)
    ]  # fmt: skip
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)))
    build_corpus([LinesFile(tmp_path / "in.jsonl")], tmp_path / "corpus", key=KEY)
    rows = rows_in(Corpus.open(tmp_path / "corpus"))
    assert len(rows) == len({text for *_, text in rows}) > 8
    exact = DedupeSettings(EXACT_ONLY)
    dedupe_corpus(tmp_path / "corpus", tmp_path / "once", settings=exact)
    left = [text for *_, text in rows_in(Corpus.open(tmp_path / "once"))]
    assert sorted("lever" in text for text in left) == [False, True]
    # What goes out of the hospital tells nobody which of its names are surrogates.
    split_corpus(tmp_path / "once", tmp_path / "out", keep_patients=True)
    assert Corpus.open(tmp_path / "out").manifest.columns == ("id", "patient", "text")


def test_nothing_readable_is_in_a_manifest_and_nothing_is_left(files, tmp_path):
    before = {path.name for path in tmp_path.iterdir()}
    build_corpus(files, tmp_path / "corpus", key=KEY)
    assert {path.name for path in tmp_path.iterdir()} == before | {"corpus"}
    written = b"".join(tree(tmp_path / "corpus").values()).decode("latin-1")
    told = "".join(
        (tmp_path / "corpus" / name).read_text() for name in ("corpus.json", "README.md")
    )
    for word in (*NAMES, "a.jsonl", "p-1", "v-1", "Gezien", "belt"):
        assert word not in told
    for name in NAMES:
        assert name not in written
    for *ids, _ in rows_in(Corpus.open(tmp_path / "corpus")):
        assert not any(name in told for name in ids)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A release of prostate reports of one centre, and a file of all reports of its cohort."""
    root = tmp_path_factory.mktemp("world")
    (task,) = find_tasks(["T19"])
    simulate([task], root / "raw", reports=150, seed=3)
    (cohort, centres), *_ = task.cohorts.values()
    reports = read_export(cohort, root / "raw", centres).reports
    centre = reports[0].centre
    options = Options(centres=(centre,))
    build([task], root / "raw", root / "release", key=KEY, options=options)
    lines = [
        json.dumps({"id": r.uid, "patient_id": r.patient, "text": r.text})
        for r in reports if r.centre == centre
    ]  # fmt: skip
    lines += [json.dumps({"id": f"new {n}", "patient_id": f"new {n}", "text": text})
              for n, text in enumerate((reports[0].text, "Een ander verslag."))]  # fmt: skip
    (root / "all.jsonl").write_text("\n".join(lines))
    reader = RecordReader((), "patient_id", centre, trust_empty=False)
    build_corpus([LinesFile(root / "all.jsonl")], root / "corpus", key=KEY, reader=reader)
    return root


def test_a_corpus_is_apart_from_a_release_by_patient(world, tmp_path):
    apart = Apart((world / "release",))
    manifest = split_corpus(world / "corpus", tmp_path / "out", apart=apart, keep_patients=True)
    out = {step.name: step.left_out for step in manifest.steps}
    assert out["a patient of the benchmark"] >= 60
    left = {text for *_, text in rows_in(Corpus.open(tmp_path / "out"))}
    assert "Een ander verslag." in left
    assert len(left) < 20
    there = {
        one.patient
        for cases in read_origins(workspace_beside(world / "release"), world / "release").values()
        for one in cases.values()
    }
    patients = {patient for _, patient, _ in rows_in(Corpus.open(tmp_path / "out"))}
    before = {patient for _, patient, _ in rows_in(Corpus.open(world / "corpus"))}
    assert len(before & there) > 50
    assert not patients & there
    in_release = b"".join(tree(world / "release").values()).decode()
    assert not any(json.dumps(text)[1:-1] in in_release for text in left)


def test_by_text_alone_the_same_reports_are_found(world, tmp_path):
    apart = Apart((world / "release",), by_text_only=True)
    manifest = split_corpus(world / "corpus", tmp_path / "out", apart=apart)
    out = {step.name: step.left_out for step in manifest.steps}
    assert out["a patient of the benchmark"] == 0
    assert out["a text of the benchmark"] + out["nearly a text of the benchmark"] >= 60


def test_by_text_alone_reports_are_found_whose_surrogates_are_other_ones(world, tmp_path):
    """As of another key: nothing but the words tells that they are the same."""
    lines = [json.loads(line) for line in (world / "all.jsonl").read_text().splitlines()]
    more = [{"id": "far", "patient_id": "far", "text": "Een heel ander verslag. " * 20}]
    renamed = [{**line, "id": f"n{at}", "patient_id": f"p{at}"} for at, line in enumerate(lines)]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, [*renamed, *more])))
    build_corpus([LinesFile(tmp_path / "in.jsonl")], tmp_path / "corpus", key=OTHER_KEY)
    apart = Apart((world / "release",), by_text_only=True)
    before = Corpus.open(tmp_path / "corpus").manifest.reports
    manifest = split_corpus(tmp_path / "corpus", tmp_path / "out", apart=apart)
    assert manifest.reports < 0.1 * before
    left = [text for *_, text in rows_in(Corpus.open(tmp_path / "out"))]
    assert any("heel ander verslag" in text for text in left)


def test_a_release_that_does_not_tell_its_patients_is_refused(world, tmp_path, files):
    apart = Apart((world / "release",), workspace=tmp_path)
    with pytest.raises(UsageFault, match="E199"):
        split_corpus(world / "corpus", tmp_path / "out", apart=apart)
    other = tmp_path / "other"
    assert isinstance(build_corpus(files, other, key=OTHER_KEY).manifest, CorpusManifest)
    with pytest.raises(UsageFault, match="another key"):
        split_corpus(other, tmp_path / "out", apart=Apart((world / "release",)))


def start(*words):
    command = [sys.executable, "-m", "dragon_prep", "corpus", *map(str, words)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, **quiet, start_new_session=True)


def killed_when(process, pattern, folder):
    """Kills a process and its workers as soon as there is such a file; False if it ended before."""
    while process.poll() is None:
        if any(folder.rglob(pattern)):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return True
        time.sleep(0.01)
    return False


@pytest.mark.skipif(os.name != "posix", reason="needs process groups")
def test_what_kill_9_leaves_is_taken_up(tmp_path):
    key = tmp_path / "key"
    new_key(key)
    (tmp_path / "in.jsonl").write_text("\n".join(record(n) for n in range(500)))
    build = ("build", tmp_path / "in.jsonl", "--key-file", key, "--workers", 2, "--out")
    assert start(*build, tmp_path / "one").wait() == 0
    work = tmp_path / "work"
    again = (*build, tmp_path / "two", "--workspace", work)
    assert killed_when(start(*again), "seen-*.arrays", tmp_path)
    assert not (tmp_path / "two").exists()
    assert start(*again).wait() == 0
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    once = ("dedupe", tmp_path / "one", "--near", "0.6", "--workers", 2, "--workspace", work)
    assert start(*once, "--out", tmp_path / "three").wait() == 0
    for pattern in ("runs-*", "pairs-*"):
        killed_when(start(*once, "--out", tmp_path / "four", "--overwrite"), pattern, work)
    assert start(*once, "--out", tmp_path / "four", "--overwrite").wait() == 0
    assert tree(tmp_path / "three") == tree(tmp_path / "four")
