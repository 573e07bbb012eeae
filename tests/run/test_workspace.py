"""The workspace: private, for one build at a time, and repaired or refused when damaged."""

from __future__ import annotations

import os

import pytest
from worlds import KEY, tree

from dragon_prep import build, find_tasks, simulate
from dragon_prep.errors import SystemFault, UsageFault
from dragon_prep.run.files import locked
from dragon_prep.run.workspace import opened


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
    made = build(find_tasks(["T19"]), raw, tmp_path / "release", key=KEY)
    if os.name == "posix":
        assert made.workspace.stat().st_mode & 0o777 == 0o700
    assert not any(made.workspace == p or made.workspace in p.parents for p in [made.release])
    import pyarrow.parquet as pq

    from dragon_prep.synthetic.answers import read_answers

    ids = {a.uid for a in read_answers(tmp_path / "raw-answers.jsonl")}
    rows = [row for p in made.workspace.rglob("*.parquet") for row in pq.read_table(p).to_pylist()]
    assert rows
    assert not ids & {value for row in rows for value in row.values() if isinstance(value, str)}
    everything = b"".join(tree(made.workspace).values())
    assert KEY.secret.hex().encode() not in everything
    assert KEY.secret not in everything


def test_shards_of_a_stopped_build_are_taken_up(tmp_path, raw):
    first = build(find_tasks(["T19"]), raw, tmp_path / "a", key=KEY)
    (done,) = first.workspace.rglob("cohort.json")
    done.unlink()  # as if the build had been killed before it could say that it was done
    stamps = {p: p.stat().st_mtime_ns for p in first.workspace.rglob("*.parquet")}
    second = build(find_tasks(["T19"]), raw, tmp_path / "b", key=KEY)
    assert {p: p.stat().st_mtime_ns for p in stamps} == stamps
    assert tree(second.release) == tree(first.release)


def test_damaged_workspace_is_refused(tmp_path, raw):
    first = build(find_tasks(["T19"]), raw, tmp_path / "a", key=KEY)
    for shard in first.workspace.rglob("*.parquet"):
        shard.write_bytes(shard.read_bytes()[:100])
    with pytest.raises(SystemFault, match="E705"):
        build(find_tasks(["T19"]), raw, tmp_path / "b", key=KEY)
    assert not (tmp_path / "b").exists()


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
