"""A file in shares: looked at, then de-identified, then merged; the same bytes as in one go."""

from __future__ import annotations

import contextlib
import csv
import gzip
import json
import random
import subprocess
import sys
from dataclasses import replace

import pytest
from faulty import records
from flips import flip
from worlds import KEY, OTHER_KEY

from dragon_prep.core.errors import SystemFault, UsageFault
from dragon_prep.core.files import discard
from dragon_prep.intake.record_files.chosen import record_files
from dragon_prep.pipeline.input_records import RecordReader
from dragon_prep.pipeline.site import Site
from dragon_prep.services import record_work
from dragon_prep.services.deidentify_file import deidentify_file, file_work
from dragon_prep.services.deidentify_shares import (
    FileShare,
    deidentify_share,
    merge_shares,
)


@pytest.fixture(scope="module", autouse=True)
def _small_parts():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_work, "BYTES_IN_A_PART", 12_000)
        yield


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return records(tmp_path_factory.mktemp("shares") / "records.jsonl", 120)


@pytest.fixture(scope="module")
def expected(source):
    out = source.with_name("expected.jsonl")
    return deidentify_file(source, out, key=KEY), out.read_bytes()


READER = RecordReader((), "patient_id", "", trust_empty=False)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out.jsonl"


@pytest.fixture
def work(source, out, tmp_path):
    work = file_work([source], record_files([source]), out, READER, Site(KEY), overwrite=False)
    return replace(work, workspace=tmp_path / "work")


def merged(work, out):
    return merge_shares(work, out), out.read_bytes()


def test_four_shares_twice_and_a_merge_make_the_same_bytes(work, out, expected):
    shares = [FileShare(number, 4) for number in range(1, 5)]
    first = [deidentify_share(work, share) for share in shares]
    parts = first[0].parts
    assert parts > 8
    assert sum(made.own for made in first) == parts
    seen = [made.looked_at for made in first]
    assert seen == sorted(seen)
    assert seen[-1] == parts
    # Whoever ends last finds that all are looked at, and goes on.
    assert [made.is_done for made in first] == [False, False, False, True]
    with pytest.raises(UsageFault, match=rf"E194.*{parts - first[3].own} of its {parts} parts"):
        merge_shares(work, out)
    assert not out.exists()
    second = [deidentify_share(work, share) for share in reversed(shares)]
    assert all(made.is_done for made in second)
    assert second[-1].done == parts
    assert merged(work, out) == expected
    assert not any((work.workspace / "records").iterdir())
    with pytest.raises(UsageFault, match="E194"):
        merge_shares(work, out)


def test_any_shares_that_cover_the_file_will_do(work, out, expected):
    for share in (FileShare(2, 3), FileShare(1, 2), FileShare(2, 2), FileShare(1, 1)):
        made = deidentify_share(work, share, workers=2 if share.count == 3 else 1)
    assert made.is_done
    assert made.done == made.own == made.parts
    assert merged(work, out) == expected


def test_a_share_without_a_part_is_done_when_all_are_looked_at(work):
    made = deidentify_share(work, FileShare(99, 99))
    assert (made.own, made.looked_at, made.done) == (0, 0, 0)


def test_shares_of_other_keys_and_options_do_not_meet(work, out, expected):
    other = replace(work, site=Site(OTHER_KEY))
    for each in (work, other):
        assert deidentify_share(each, FileShare(1, 1)).is_done
    with pytest.raises(UsageFault, match="E194"):
        merge_shares(replace(work, reader=replace(READER, keep_ids=True)), out)
    # A run in one go in the same workspace is another work, too.
    other = out.with_name("alone.jsonl")
    alone = deidentify_file(work.files[0].path, other, key=KEY, workspace=work.workspace)
    assert (alone, other.read_bytes()) == expected
    assert merged(work, out) == expected


def test_what_is_damaged_between_the_commands_is_made_again(work, out, expected):
    chance = random.Random(9)
    for _ in range(6):
        deidentify_share(work, FileShare(1, 2))
        flip(work.workspace, chance)
        for share in (FileShare(2, 2), FileShare(1, 2), FileShare(2, 2), FileShare(1, 2)):
            # Damage to another share's files is not this one's to mend.
            with contextlib.suppress(SystemFault):
                deidentify_share(work, share)
        assert merged(work, out) == expected
        out.unlink()
        discard(work.workspace)


def test_a_share_needs_a_workspace_and_is_one_of_as_many_as_there_are(work, out):
    with pytest.raises(UsageFault, match="E193"):
        deidentify_share(replace(work, workspace=None), FileShare(1, 2))
    with pytest.raises(UsageFault, match="E193"):
        merge_shares(replace(work, workspace=None), out)
    mine = out.parent / "mine"
    mine.mkdir()
    (mine / "thesis.docx").touch()
    with pytest.raises(UsageFault, match="E110"):
        deidentify_share(replace(work, workspace=mine), FileShare(1, 2))
    for number, count in ((0, 2), (3, 2), (0, 0)):
        with pytest.raises(UsageFault, match="E106"):
            FileShare(number, count)


def test_files_of_several_forms_are_worked_on_in_shares(source, tmp_path, expected):
    folder = tmp_path / "in"
    folder.mkdir()
    lines = source.read_bytes().splitlines(keepends=True)
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(b"".join(lines[:30])))
    (folder / "b.jsonl").write_bytes(b"".join(lines[30:60]))
    with (folder / "c.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ("id", "patient_id", "text", "spans"))
        writer.writeheader()
        for body in map(json.loads, lines[60:]):
            writer.writerow({**body, "spans": json.dumps(body.get("spans", []))})
    site, reader = Site(KEY), replace(READER, keep_ids=True)
    expected = tmp_path / "expected.parquet"
    told = deidentify_file(folder, expected, key=KEY, keep_ids=True)
    assert told.written > 60
    out = tmp_path / "out.parquet"
    work = file_work([folder], record_files([folder]), out, reader, site, overwrite=False)
    work = replace(work, workspace=tmp_path / "work")
    for _ in range(2):
        made = [deidentify_share(work, FileShare(number, 3)) for number in (1, 2, 3)]
    assert made[0].parts > 5
    assert merged(work, out) == (told, expected.read_bytes())
    with pytest.raises(UsageFault, match="E103"):
        file_work([folder], record_files([folder]), out, reader, site, overwrite=False)


def test_shares_that_begin_at_once_tell_what_comes_next(source, tmp_path, expected):
    key = tmp_path / "key"
    key.write_text(KEY.secret.hex() + "\n")
    key.chmod(0o600)
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "dragon_prep", "deidentify", "--input", source]
    command += ["--output", out, "--key-file", key, "--workspace", tmp_path / "work"]

    def array():
        started = [
            subprocess.Popen([*command, "--workers", "1", "--shard", f"{n}/3", "--json"],
                             stdout=subprocess.PIPE)
            for n in (1, 2, 3)
        ]  # fmt: skip
        said = [process.communicate()[0] for process in started]
        assert [process.returncode for process in started] == [0, 0, 0]
        return [json.loads(text) for text in said]

    first = array()
    assert {(made["of"], made["parts"]) for made in first} == {(3, 1)}
    assert all(made["share_is_done"] for made in array())
    done = subprocess.run([*command, "--merge"], capture_output=True, text=True, check=False)
    assert done.returncode == (1 if expected[0].quarantined else 0)
    assert out.read_bytes() == expected[1]
    again = subprocess.run([*command, "--merge", "--overwrite"], capture_output=True, check=False)
    assert again.returncode == 2
    assert b"E194" in again.stderr
    for wrong in (["--shard", "1/3", "--merge"], ["--shard", "x"], ["--shard", "0/3"]):
        bad = subprocess.run([*command, *wrong, "--overwrite"], capture_output=True, check=False)
        assert (bad.returncode, b"E106" in bad.stderr) == (2, True)
