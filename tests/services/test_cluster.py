"""Work on a Dask cluster of real processes: the same bytes, and nothing readable on the way."""

from __future__ import annotations

import os
import random
import signal
import threading
import time

import pytest
from clusters import Relay, cluster, free_port
from faulty import PLANTED, records
from worlds import KEY, OTHER_KEY, tree

pytest.importorskip("distributed")

from dragon_prep import build, find_tasks, simulate
from dragon_prep.core.errors import KeyFault, SystemFault, UsageFault
from dragon_prep.core.files import discard
from dragon_prep.core.key_file import KeyFile
from dragon_prep.detect.profile import Profile
from dragon_prep.intake.record_files.chosen import record_files
from dragon_prep.pipeline import cluster as pipeline_cluster
from dragon_prep.pipeline import shards
from dragon_prep.pipeline.cluster import ClusterAddress
from dragon_prep.pipeline.input_records import RecordReader
from dragon_prep.services import record_work
from dragon_prep.services.corpus_build import build_corpus
from dragon_prep.services.deidentify_file import deidentify_file

KILLS = int(os.environ.get("DRAGON_PREP_KILLS", "2"))


@pytest.fixture(scope="module", autouse=True)
def _small_parts():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_work, "BYTES_IN_A_PART", 20_000)
        yield


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("cluster")


@pytest.fixture(scope="module")
def source(root):
    return records(root / "records.jsonl", 80)


@pytest.fixture(scope="module")
def key_file(root):
    path = root / "project.key"
    path.write_text(KEY.secret.hex() + "\n")
    path.chmod(0o600)
    return KeyFile(path, KEY.fingerprint)


@pytest.fixture(scope="module")
def hosts(root):
    with cluster(root / "hosts") as running:
        yield running


@pytest.fixture(scope="module")
def expected(source):
    out = source.with_name("expected.jsonl")
    result = deidentify_file(source, out, key=KEY)
    assert result.written > 60
    return out.read_bytes(), result


def made(source, at, **more):
    out = source.with_name("out.jsonl")
    workspace = source.with_name("work")
    more = {"key": KEY, "workspace": workspace, "cluster": at, "overwrite": True, **more}
    result = deidentify_file(source, out, **more)
    return out.read_bytes(), result


def test_two_workers_of_a_cluster_make_the_same_bytes(source, hosts, key_file, expected):
    steps = []
    at = ClusterAddress(hosts.address, key_file)
    assert made(source, at, progress=lambda *told: steps.append(told[1:])) == expected
    done = [number for number, _ in steps]
    assert done == sorted(done)
    assert steps[-1][0] == steps[-1][1] > 9
    assert not list(source.with_name("work").joinpath("records").iterdir())


def test_several_files_and_a_corpus_on_a_cluster_are_the_same(source, root, hosts, key_file):
    folder = root / "several"
    folder.mkdir()
    lines = source.read_bytes().splitlines(keepends=True)
    for name, some in (("a.jsonl", lines[:30]), ("b.jsonl", lines[30:])):
        (folder / name).write_bytes(b"".join(some))
    at = {"cluster": ClusterAddress(hosts.address, key_file), "workspace": root / "several-work"}
    made = []
    for name, more in (("here", {}), ("there", at)):
        out = root / f"{name}.parquet"
        told = deidentify_file(folder, out, key=KEY, **more)
        reader = RecordReader((), "patient_id", "", trust_empty=False)
        files = record_files([folder], reader.columns)
        corpus = build_corpus(files, root / name, key=KEY, reader=reader, **more)
        made.append((told, out.read_bytes(), corpus, tree(root / name)))
    assert made[0] == made[1]
    assert made[0][2].manifest.reports > 60
    with pytest.raises(UsageFault, match="E193"):
        build_corpus(files, root / "not", key=KEY, cluster=at["cluster"])


def test_nothing_readable_goes_through_the_scheduler(source, hosts, key_file, expected):
    # What a profile denies is of the hospital; it is found in the texts as well.
    own = Profile("", deny=(("PERSOON", "Zwelgmans-Hoogeboezem"),))
    with Relay(hosts.host, hosts.port) as relay:
        at = ClusterAddress(f"dask://127.0.0.1:{relay.port}", key_file)
        data, _ = made(source, at, profile=own)
    ours, theirs = relay.heard(), hosts.heard()
    assert len(list(hosts.root.glob("heard-*"))) == 3  # a scheduler and two workers
    ticket, answer = str(source.with_name("work")).encode(), b"checksum"
    assert ticket in ours and ticket in theirs  # both ears hear  # noqa: PT018
    assert answer in ours and answer in theirs  # noqa: PT018
    said = ours + theirs
    texts = source.read_bytes()
    for planted in PLANTED:
        assert planted in texts
        assert planted not in data
        assert planted not in said
    words = {word for word in texts.split() if len(word) > 9 and word.isalpha()}
    assert len(words) > 100
    assert not {word for word in words if word in said}
    assert KEY.secret not in said
    assert KEY.secret.hex().encode() not in said
    assert b"Zwelgmans" not in said


def test_a_build_on_a_cluster_is_the_same_release(root, hosts, key_file, monkeypatch):
    monkeypatch.setattr(shards, "_REPORTS_IN_A_SHARD", 25)
    tasks = find_tasks(["T19", "T101"])  # the reports of T101 are public
    simulate(tasks, root / "raw", reports=60, seed=3)
    there = build(tasks, root / "raw", root / "a", key=KEY)
    at = ClusterAddress(hosts.address, key_file)
    seen = []

    def look(*_):
        seen.extend(path.name for path in (root / "w").rglob("*.signed"))

    far = {"cluster": at, "workspace": root / "w", "progress": look}
    here = build(tasks, root / "raw", root / "b", key=KEY, **far)
    assert tree(here.release) == tree(there.release)
    assert here.problems == there.problems
    assert {name.partition("-")[0] for name in seen} == {"reports", "given"}
    assert not list((root / "w").rglob("*.signed"))
    assert tree(root / "w" / "cohorts") == tree(there.workspace / "cohorts")
    # What a killed run leaves goes with the next one, whatever it builds.
    left = root / "w" / "cohorts" / "other-0" / "reports-00000-of-00001.signed"
    left.parent.mkdir()
    left.write_bytes(b"reports")
    build(tasks, root / "raw", root / "c", key=KEY, workspace=root / "w")
    assert not left.exists()
    with pytest.raises(UsageFault, match="E193"):
        build(tasks, root / "raw", root / "d", key=KEY, cluster=at)


def test_a_fault_of_a_worker_comes_back_in_our_words(source, hosts, key_file, root, monkeypatch):
    at = ClusterAddress(hosts.address, key_file)
    other = root / "other.key"
    other.write_text(OTHER_KEY.secret.hex() + "\n")
    other.chmod(0o600)
    with pytest.raises(KeyFault, match="E507"):
        made(source, ClusterAddress(hosts.address, KeyFile(other, KEY.fingerprint)))
    gone = ClusterAddress(hosts.address, KeyFile(root / "gone.key", KEY.fingerprint))
    with pytest.raises(KeyFault, match="E501"):
        made(source, gone)
    monkeypatch.setattr(pipeline_cluster.tickets, "_made_by", lambda: "another version")
    with pytest.raises(SystemFault, match="E723"):
        made(source, at)


def test_a_cluster_needs_a_scheduler_and_a_workspace(source, key_file, monkeypatch):
    at = ClusterAddress(f"dask://127.0.0.1:{free_port()}", key_file)
    monkeypatch.setattr(pipeline_cluster, "_WAIT", 1)
    with pytest.raises(SystemFault, match="E721"):
        made(source, at)
    with pytest.raises(UsageFault, match="E193"):
        made(source, at, workspace=None)
    for address in ("dask://host", "tls://host:1", "http://host:1", "host:1"):
        with pytest.raises(UsageFault, match="E192"):
            ClusterAddress(address, key_file)


def test_workers_that_are_killed_cost_nothing_but_time(source, key_file, root, expected):
    chance = random.Random(7)
    killed = []

    def kill_one(hosts):
        killed.append(chance.choice(hosts.worker_processes()))
        os.kill(killed[-1], signal.SIGKILL)

    with cluster(root / "killed", workers=0) as hosts:
        for _ in range(2):
            hosts.start_worker(nanny=True)
        at = ClusterAddress(hosts.address, key_file)
        made(source, at)  # when it returns, all workers are there, with the package loaded
        started = time.monotonic()
        made(source, at)
        lasts = time.monotonic() - started
        for _ in range(KILLS):
            discard(source.with_name("work"))
            killer = threading.Timer(chance.uniform(0.1, 0.9) * lasts, kill_one, (hosts,))
            killer.start()
            assert made(source, at) == expected
            killer.join()
    assert len(killed) == KILLS


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "stopped"])
def test_a_scheduler_that_is_gone_ends_the_command_and_another_one_goes_on(
    source, key_file, root, expected, monkeypatch, how
):
    with cluster(root / f"gone-{int(how)}") as hosts:
        at = ClusterAddress(hosts.address, key_file)

        def end_it(_stage, done, _total):
            if done == 3:
                os.killpg(hosts.running[0].pid, how)
                monkeypatch.setattr(pipeline_cluster, "_WAIT", 2)
                monkeypatch.setattr(pipeline_cluster, "_SILENCE", 2)

        with pytest.raises(SystemFault, match=r"E72[12]"):
            made(source, at, progress=end_it)
    assert len([*source.with_name("work").rglob("seen-*.arrays")]) >= 3
    assert not [*source.with_name("work").rglob("given-*")]
    monkeypatch.undo()
    with cluster(root / f"again-{int(how)}") as hosts:
        assert made(source, ClusterAddress(hosts.address, key_file)) == expected


def test_without_a_worker_left_the_work_is_given_up_and_taken_up_again(
    source, key_file, root, expected, monkeypatch
):
    monkeypatch.setattr(pipeline_cluster, "_ATTEMPTS", 2)
    with cluster(root / "lost") as hosts:
        at = ClusterAddress(hosts.address, key_file)

        def end_all(_stage, done, _total):
            if done == 3:
                hosts.end()
                monkeypatch.setattr(pipeline_cluster, "_WAIT", 1)

        with pytest.raises(SystemFault, match=r"E72[12]"):
            made(source, at, progress=end_all)
    left = [*source.with_name("work").rglob("seen-*.arrays")]
    assert len(left) >= 3
    stamps = {path: path.stat().st_mtime_ns for path in left}
    kept = {}

    def look(_stage, _done, _total):
        kept.update({p: p.stat().st_mtime_ns for p in left if p.exists()})

    assert made(source, None, progress=look) == expected
    assert kept == stamps
