"""A file of records in parts: the same bytes whatever the parts and workers; nothing is left."""

from __future__ import annotations

import json
import os
import random
from dataclasses import replace

import pytest
from flips import flip, notes, put_back, stopped_works
from worlds import KEY, OTHER_KEY, tree

from dragon_prep.core.codes.run import MADE_AGAIN
from dragon_prep.core.errors import InputFault, SystemFault
from dragon_prep.intake.record_files import files
from dragon_prep.pipeline import record_lines, record_parts
from dragon_prep.services import deidentify_file as service
from dragon_prep.services import record_work
from dragon_prep.services.deidentify_file import deidentify_file

FLIPS = int(os.environ.get("DRAGON_PREP_FLIPS", "20"))
"""How many random bits are flipped, one a run."""

NAMES = ("Quispel", "Hoogeboezem", "Zwelgmans", "Tjepkema", "Okhuijsen")


def record(n):
    name = NAMES[n % len(NAMES)]
    text = f"Gezien door dr. {name} op {1 + n % 28}-03-2019. Nummer {1234567 + n}. {name} belt."
    body = {"id": n, "patient_id": f"p{n // 2}", "text": text}
    if n % 7 == 3:
        body["spans"] = [[16, 16 + len(name), "PERSOON"]]
    return json.dumps(body)


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "reports.jsonl"
    lines = [record(n) for n in range(60)]
    lines[10:10] = ["", "not json", json.dumps({"id": "x", "text": "no patient"})]
    path.write_text("\ufeff" + "\r\n".join(lines) + "\n", encoding="utf-8", newline="")
    return path


def made(source, name="out.jsonl", **more):
    out = source.with_name(name)
    result = deidentify_file(source, out, key=KEY, overwrite=True, **more)
    return out.read_bytes(), result


def test_parts_workers_and_workspace_make_no_difference(source, tmp_path, monkeypatch):
    expected, told = made(source)
    assert told.written > 50
    rows = [p.place.row for p in told.problems if p.quarantined]
    assert {12, 13} <= set(rows)
    monkeypatch.setattr(record_work, "BYTES_IN_A_PART", 700)
    assert made(source) == (expected, told)
    assert made(source, workers=2, workspace=tmp_path / "work") == (expected, told)
    ids = [json.loads(line)["id"] for line in made(source, keep_ids=True)[0].splitlines()]
    assert ids == sorted(ids)


def test_of_the_work_nothing_stays(source, tmp_path, monkeypatch):
    before = set(tmp_path.rglob("*"))
    made(source)
    assert set(tmp_path.rglob("*")) == before | {tmp_path / "out.jsonl"}
    made(source, workspace=tmp_path / "work")
    assert not list((tmp_path / "work" / "records").rglob("*"))

    def fail(*_):
        raise SystemFault(record_parts.WORKSPACE_DAMAGED)

    monkeypatch.setattr(service, "joined", fail)
    with pytest.raises(SystemFault):
        made(source, "other.jsonl")
    assert not list(tmp_path.glob(".*"))
    assert not (tmp_path / "other.jsonl").exists()


def test_no_record_is_ever_beside_the_output(source, tmp_path, monkeypatch):
    out = tmp_path / "outbox" / "out.jsonl"
    out.parent.mkdir()
    seen = []

    def look(*_):
        seen.extend(path.name for path in out.parent.iterdir())
        raise KeyboardInterrupt

    monkeypatch.setattr(service, "LINES", replace(record_lines.LINES, work=look))
    with pytest.raises(KeyboardInterrupt):
        deidentify_file(source, out, key=KEY)
    assert seen == list(out.parent.iterdir()) == []
    monkeypatch.setattr(record_work.os, "access", lambda *_: False)
    with pytest.raises(SystemFault, match="--workspace"):
        deidentify_file(source, out, key=KEY)


def stopped_before_the_last_stage(source, workspace, monkeypatch):
    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(service, "LINES", replace(record_lines.LINES, work=die))
        with pytest.raises(KeyboardInterrupt):
            made(source, workspace=workspace)


def test_a_run_that_was_stopped_goes_on(source, tmp_path, monkeypatch):
    monkeypatch.setattr(record_work, "BYTES_IN_A_PART", 700)
    expected = made(source)
    work = tmp_path / "work"
    stopped_before_the_last_stage(source, work, monkeypatch)
    (folder,) = (work / "records").iterdir()
    assert list(folder.glob("shard-*.parquet"))
    with monkeypatch.context() as patch:
        patch.setattr(record_parts, "_Writer", None)  # nothing is dealt again
        assert made(source, workspace=work) == expected
    # With another key it is another work.
    stopped_before_the_last_stage(source, work, monkeypatch)
    out = source.with_name("other.jsonl")
    deidentify_file(source, out, key=OTHER_KEY, workspace=work)
    assert out.read_bytes() != expected[0]


def test_no_flipped_bit_gets_into_the_output(source, tmp_path, monkeypatch):
    monkeypatch.setattr(record_work, "BYTES_IN_A_PART", 1200)
    expected, told = made(source)
    states = [(stopped, tree(stopped)) for stopped in stopped_works(source, tmp_path, monkeypatch)]
    kinds = {name.rpartition("/")[2].partition("-")[0] for _, files in states for name in files}
    assert kinds >= {"part", "parts.json", "seen", "evidence.arrays", "shard", "lines"}
    chance = random.Random(5)
    for _ in range(FLIPS):
        work, files = chance.choice(states)
        put_back(work, files)
        flip(work, chance)
        data, again = made(source, workspace=work)
        assert data == expected
        assert notes(again.problems) == ["R347 reports.jsonl: 1 of its files"]
        assert replace(again, problems=told.problems) == told
        assert [p for p in again.problems if p.kind is not MADE_AGAIN] == [*told.problems]


def test_a_file_that_changes_while_it_is_read_is_refused(source, monkeypatch):
    states = iter([(source.stat().st_size, 1), (source.stat().st_size, 2)])
    monkeypatch.setattr(files, "state_of", lambda _: next(states))
    with pytest.raises(InputFault):
        made(source)
    assert not source.with_name("out.jsonl").exists()


def test_another_code_page_is_read_as_ever(tmp_path):
    text = json.dumps({"id": 1, "patient_id": "1", "text": "Oedeem, caf\u00e9, op 3-4-2019."},
                      ensure_ascii=False)  # fmt: skip
    for encoding in ("cp1252", "utf-16"):
        source = tmp_path / f"{encoding}.jsonl"
        source.write_bytes((text + "\n").encode(encoding))
        data, told = made(source)
        assert told.written == 1
        assert "cafe" in json.loads(data)["text"]


def test_which_part_a_patient_is_in_depends_on_the_patient(source, tmp_path, monkeypatch):
    monkeypatch.setattr(record_work, "BYTES_IN_A_PART", 700)
    stopped_before_the_last_stage(source, tmp_path / "work", monkeypatch)
    parts = list((tmp_path / "work").rglob("part-*.lines"))
    assert len(parts) > 5
    seen = {}
    for path in parts:
        for line in path.read_text().splitlines():
            body = json.loads(line.partition("\t")[2]) if "{" in line else {}
            if "patient_id" in body:
                assert seen.setdefault(body["patient_id"], path) == path
    assert len(seen) == 30
