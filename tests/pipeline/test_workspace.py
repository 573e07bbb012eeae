"""The workspace: private, for one build at a time, and repaired or refused when damaged."""

from __future__ import annotations

import hashlib
import os
import random
from dataclasses import replace

import pytest
from worlds import KEY, tree

from dragon_prep import ProjectKey, build, find_tasks, simulate
from dragon_prep.core.codes.run import MADE_AGAIN
from dragon_prep.core.errors import SystemFault, UsageFault
from dragon_prep.core.files import locked
from dragon_prep.core.sealed import read_sealed
from dragon_prep.pipeline import shards as stage
from dragon_prep.pipeline.cohort import deidentified_cohort
from dragon_prep.pipeline.run import Run
from dragon_prep.pipeline.site import Site
from dragon_prep.pipeline.workspace import opened


@pytest.fixture
def raw(tmp_path):
    simulate(find_tasks(["T19"]), tmp_path / "raw", reports=60, seed=3)
    return tmp_path / "raw"


def test_second_build_in_one_workspace_is_refused(tmp_path):
    first = opened(tmp_path / "work")
    with first, pytest.raises(SystemFault, match="E704"), opened(tmp_path / "work"):
        pass
    with opened(tmp_path / "work"):
        pass


def test_workspace_is_private_and_holds_no_id_or_key(tmp_path, raw):
    # The usual key of the tests, 00 01 02 ..., is also what numbers in a row look like in a file.
    key = ProjectKey(hashlib.sha256(b"a key").digest())
    made = build(find_tasks(["T19"]), raw, tmp_path / "release", key=key)
    if os.name == "posix":
        assert made.workspace.stat().st_mode & 0o777 == 0o700
    assert not any(made.workspace == p or made.workspace in p.parents for p in [made.release])
    import pyarrow as pa
    import pyarrow.parquet as pq

    from dragon_prep.synthetic.kit.answers import read_answers

    ids = {a.uid for a in read_answers(tmp_path / "raw-answers.jsonl")}
    shards = [read_sealed(path) for path in made.workspace.rglob("*.parquet")]
    rows = [row for s in shards for row in pq.read_table(pa.BufferReader(s)).to_pylist()]
    assert rows
    assert not ids & {value for row in rows for value in row.values() if isinstance(value, str)}
    everything = b"".join(tree(made.workspace).values())
    assert key.secret.hex().encode() not in everything
    assert key.secret not in everything


def test_shards_of_a_stopped_build_are_taken_up(tmp_path, raw):
    first = build(find_tasks(["T19"]), raw, tmp_path / "a", key=KEY)
    (done,) = first.workspace.rglob("cohort.json")
    done.unlink()  # as if the build had been killed before it could say that it was done
    stamps = {p: p.stat().st_mtime_ns for p in first.workspace.rglob("*.parquet")}
    second = build(find_tasks(["T19"]), raw, tmp_path / "b", key=KEY)
    assert {p: p.stat().st_mtime_ns for p in stamps} == stamps
    assert tree(second.release) == tree(first.release)


def notes(problems):
    return [str(p) for p in problems if p.kind is MADE_AGAIN and not p.quarantined]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("names", ["shard-*.parquet", "cohort.json", "*/*"])
def test_what_is_damaged_is_made_again_and_told(tmp_path, raw, monkeypatch, names, workers):
    monkeypatch.setattr(stage, "_REPORTS_IN_A_SHARD", 20)
    first = build(find_tasks(["T19"]), raw, tmp_path / "a", key=KEY)
    files = [path for path in first.workspace.rglob(names) if path.is_file()]
    for path in files:
        path.write_bytes(path.read_bytes()[:100])
    again = build(find_tasks(["T19"]), raw, tmp_path / "b", key=KEY, workers=workers)
    assert tree(again.release) == tree(first.release)
    assert not notes(first.problems)
    assert notes(again.problems) == [f"R347 prostate_mri: {len(files)} of its files"]
    assert not notes(build(find_tasks(["T19"]), raw, tmp_path / "c", key=KEY).problems)


def test_damage_that_a_worker_finds_is_told(tmp_path):
    tasks = find_tasks(["T1", "T3", "T8", "T19"])
    simulate(tasks, tmp_path / "raw", reports=100, seed=3)
    first = build(tasks, tmp_path / "raw", tmp_path / "a", key=KEY, workers=2)
    for path in first.workspace.rglob("shard-*.parquet"):
        path.write_bytes(path.read_bytes() + b"?")
    again = build(tasks, tmp_path / "raw", tmp_path / "b", key=KEY, workers=2)
    assert tree(again.release) == tree(first.release)
    assert len(notes(again.problems)) == 4


def of_the_workspace(raw, workspace):
    cohort = find_tasks(["T19"])[0].cohort
    with opened(workspace):
        return deidentified_cohort(cohort, raw, cohort.centres, Site(KEY), Run(workspace))


def without_notes(release):
    return replace(release, problems=[p for p in release.problems if p.kind is not MADE_AGAIN])


@pytest.mark.parametrize("stopped", [False, True])
def test_no_flipped_bit_gets_into_a_document(tmp_path, monkeypatch, stopped):
    monkeypatch.setattr(stage, "_REPORTS_IN_A_SHARD", 10)
    raw = tmp_path / "raw"
    simulate(find_tasks(["T19"]), raw, reports=30, seed=3)
    expected = without_notes(of_the_workspace(raw, tmp_path / "reference"))
    if stopped:
        done, deidentify = [], stage.DEIDENTIFY

        def die_at_the_third(shard, evidence):
            if len(done) == 2:
                raise KeyboardInterrupt
            done.append(shard)
            return deidentify.work(shard, evidence)

        with monkeypatch.context() as patch:
            patch.setattr(stage, "DEIDENTIFY", replace(deidentify, work=die_at_the_third))
            with pytest.raises(KeyboardInterrupt):
                of_the_workspace(raw, tmp_path / "work")
    else:
        of_the_workspace(raw, tmp_path / "work")
    sound = tree(tmp_path / "work")
    names = sorted(name for name in sound if name.startswith("cohorts/"))
    assert {name.rpartition("/")[2].partition("-")[0] for name in names} == (
        {"seen", "shard", "evidence.arrays"} if stopped else {"cohort.json", "shard"}
    )
    chance = random.Random(5)
    for _ in range(100):
        for left in set(tree(tmp_path / "work")) - set(sound):
            (tmp_path / "work" / left).unlink()
        for name in names:
            (tmp_path / "work" / name).write_bytes(sound[name])
        name = chance.choice(names)
        data = bytearray(sound[name])
        bit = chance.randrange(8 * len(data))
        data[bit // 8] ^= 1 << bit % 8
        (tmp_path / "work" / name).write_bytes(data)
        release = of_the_workspace(raw, tmp_path / "work")
        assert notes(release.problems) == ["R347 prostate_mri: 1 of its files"]
        assert without_notes(release) == expected


def test_changed_export_is_not_taken_from_the_workspace(tmp_path, raw):
    first = build(find_tasks(["T19"]), raw, tmp_path / "a", key=KEY)
    sheet = raw / "umcg/prostate/radiology/radiologie_rapporten_JB_mapped.csv"
    lines = sheet.read_bytes().splitlines(keepends=True)
    sheet.write_bytes(lines[0])
    with pytest.raises(Exception, match="E207"):
        build(find_tasks(["T19"]), raw, tmp_path / "b", key=KEY)
    sheet.write_bytes(b"".join(lines))
    again = build(find_tasks(["T19"]), raw, tmp_path / "c", key=KEY)
    assert tree(again.release) == tree(first.release)


def test_folder_of_the_users_own_is_left_alone(tmp_path, raw):
    mine = tmp_path / "mine"
    mine.mkdir(mode=0o755)
    (mine / "thesis.docx").write_bytes(b"ten years of work")
    mode = mine.stat().st_mode
    with pytest.raises(UsageFault, match="E110"):
        build(find_tasks(["T19"]), raw, tmp_path / "a", key=KEY, workspace=mine)
    with pytest.raises(UsageFault, match="E110"), opened(mine / "thesis.docx"):
        pass
    assert mine.stat().st_mode == mode
    assert [p.name for p in mine.iterdir()] == ["thesis.docx"]


def test_empty_folder_and_half_made_workspace_are_taken(tmp_path):
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / ".PRIVATE.txt.partial").write_bytes(b"This fol")
    with opened(tmp_path / "work"):
        assert (tmp_path / "work" / "PRIVATE.txt").is_file()
    assert not (tmp_path / "work" / ".PRIVATE.txt.partial").exists()


def test_two_builds_of_one_release_do_not_meet(tmp_path, raw):
    with locked(tmp_path / "a"):
        staged = tmp_path / ".a.staging"  # of the build that is running
        staged.mkdir()
        with pytest.raises(SystemFault, match="E707"):
            build(find_tasks(["T19"]), raw, tmp_path / "a", key=KEY, workspace=tmp_path / "w")
        assert staged.is_dir()
    build(find_tasks(["T19"]), raw, tmp_path / "a", key=KEY, workspace=tmp_path / "w")
    assert {p.name for p in tmp_path.iterdir()} == {"raw", "raw-answers.jsonl", "a", "w"}
