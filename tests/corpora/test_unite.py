"""Several corpora as one: whole patients, each report once, whatever the workers."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest
from made_corpora import corpus_of, id_of, patient_of, rows_in
from terminal import run
from worlds import KEY, OTHER_KEY, tree

from dragon_prep.core.errors import UsageFault, VerifyFault
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.corpora import dealt
from dragon_prep.corpora.shards import Corpus
from dragon_prep.intake.record_files.json_lines import LinesFile
from dragon_prep.pipeline.input_records import RecordReader
from dragon_prep.services.corpus_build import build_corpus
from dragon_prep.services.corpus_dedupe import dedupe_corpus
from dragon_prep.services.corpus_split import split_corpus
from dragon_prep.services.corpus_unite import unite_corpora


def rows(numbers, said="verslag"):
    return [(id_of(n), patient_of(n // 4), f"{said} {n} van Naam", [(0, 3)]) for n in numbers]


@pytest.fixture
def three(tmp_path):
    """Corpora that have patients in common, and reports."""
    made = (rows(range(40)), rows(range(30, 70), "ander"), rows(range(2, 90, 9), "derde"))
    return [corpus_of(some, tmp_path / f"corpus-{n}", 3).folder for n, some in enumerate(made)]


def test_each_report_is_there_once_and_each_patient_in_one_shard(three, tmp_path):
    manifest = unite_corpora(three, tmp_path / "out")
    corpus = Corpus.open(tmp_path / "out")
    homes = defaultdict(set)
    found = {}
    for entry, table in corpus.tables():
        ids = table.column("id").to_pylist()
        assert ids == sorted(ids)
        for row in table.to_pylist():
            homes[row["patient"]].add(entry.file)
            assert row["id"] not in found
            found[row["id"]] = row["text"], [tuple(one.values()) for one in row["phi"]]
    assert {len(files) for files in homes.values()} == {1}
    expected = {}
    for some in (rows(range(40)), rows(range(30, 70), "ander"), rows(range(2, 90, 9), "derde")):
        for name, _, text, phi in some:
            expected.setdefault(name, (text, phi))
    assert found == expected
    read, left = manifest.steps
    assert (read.reports, read.patients) == (40 + 40 + 10, len(homes))
    assert (left.left_out, left.reports) == (90 - len(found), len(found))


def test_workers_and_what_waits_make_no_difference_and_nothing_stays(three, tmp_path, monkeypatch):
    before = {path.name for path in tmp_path.iterdir()}
    for name, workers, held in (("one", 1, 1 << 26), ("two", 2, 1 << 26), ("small", 1, 100)):
        monkeypatch.setattr(dealt, "_HELD", held)
        unite_corpora(three, tmp_path / name, workers=workers)
    assert tree(tmp_path / "one") == tree(tmp_path / "two") == tree(tmp_path / "small")
    assert {path.name for path in tmp_path.iterdir()} == before | {"one", "two", "small"}


def record(n, name, patient):
    text = f"Gezien door dr. {name} op {1 + n % 28}-03-2019. Nodule van {n} mm in de lever."
    return json.dumps({"id": f"v-{n}", "patient_id": patient, "text": text})


def test_one_patient_of_two_inputs_is_one_patient_and_goes_on_to_one_side(tmp_path):
    for n, numbers in enumerate((range(30), range(20, 60))):
        lines = [record(m, "Zwelgmans", f"p-{m % 12}") for m in numbers]
        (tmp_path / f"{n}.jsonl").write_text("\n".join(lines))
        build_corpus([LinesFile(tmp_path / f"{n}.jsonl")], tmp_path / f"corpus-{n}", key=KEY)
    both = unite_corpora([tmp_path / "corpus-0", tmp_path / "corpus-1"], tmp_path / "both")
    own = {KEY.digest(KeyPurpose.PATIENT, "", f"p-{n}").hex()[:32] for n in range(12)}
    assert {patient for _, patient, _ in rows_in(Corpus.open(tmp_path / "both"))} <= own
    assert both.steps[0].patients <= 12
    assert both.steps[1].left_out > 5
    dedupe_corpus(tmp_path / "both", tmp_path / "once")
    split_corpus(tmp_path / "once", tmp_path / "sides", keep_patients=True)
    sides = defaultdict(set)
    for entry, table in Corpus.open(tmp_path / "sides").tables():
        for patient in table.column("patient").to_pylist():
            sides[patient].add(entry.side)
    assert {len(one) for one in sides.values()} == {1}


def test_what_cannot_become_one_is_refused(three, tmp_path):
    (tmp_path / "in.jsonl").write_text("\n".join(record(n, "Bos", f"p-{n}") for n in range(4)))
    for name, key in (("a", KEY), ("b", OTHER_KEY)):
        build_corpus([LinesFile(tmp_path / "in.jsonl")], tmp_path / name, key=key)
    with pytest.raises(UsageFault, match=r"E189 b: .*another key"):
        unite_corpora([tmp_path / "a", tmp_path / "b"], tmp_path / "out")
    with pytest.raises(UsageFault, match="E189"):
        unite_corpora(three[:1], tmp_path / "out")
    with pytest.raises(UsageFault, match="E105"):
        unite_corpora(three, three[0])
    with pytest.raises(UsageFault, match="E195"):
        unite_corpora([three[0], tmp_path], tmp_path / "out")
    split_corpus(three[1], tmp_path / "split")
    with pytest.raises(UsageFault, match="E198"):
        unite_corpora([three[0], tmp_path / "split"], tmp_path / "out")
    path = next(three[2].glob("data/*"))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(VerifyFault, match="E196"):
        unite_corpora(three, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_command_line_tells_of_namespaces(tmp_path):
    for n, namespace in enumerate(("umcg", "rumc")):
        (tmp_path / "in.jsonl").write_text(
            "\n".join(record(m, "Bos", f"p-{m}") for m in range(n, n + 4))
        )
        reader = RecordReader((), "patient_id", namespace, trust_empty=False)
        files = [LinesFile(tmp_path / "in.jsonl")]
        build_corpus(files, tmp_path / namespace, key=KEY, reader=reader)
    places = (tmp_path / "umcg", tmp_path / "rumc")
    done = run("corpus", "unite", *places, "--out", tmp_path / "both", "--workers", 1)
    assert done.exit_code == 0, done.output
    assert "8 reports in 2 shards:" in done.stdout
    assert "'rumc', 'umcg'. A patient who is in two of them counts as two." in done.stdout
    done = run("corpus", "unite", *places, "--out", tmp_path / "both")
    assert "E103" in done.stderr
