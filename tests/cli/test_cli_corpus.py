"""``dragon-prep corpus`` from records to a split corpus, and what it says."""

from __future__ import annotations

import json

import pytest
from terminal import run

from dragon_prep.core.key_file import new_key


def record(n):
    text = f"Nodule in de rechter onderkwab van {3 + n % 40} mm. Gezien door dr. Zwelgmans."
    return {"id": f"v-{n}", "patient_id": f"p-{n // 2}", "text": text}


@pytest.fixture
def corpus(tmp_path):
    new_key(tmp_path / "key")
    lines = [*(json.dumps(record(n)) for n in range(60)), "no json"]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    place = ("--out", tmp_path / "corpus", "--key-file", tmp_path / "key", "--workers", 1)
    done = run("corpus", "build", tmp_path / "in.jsonl", *place)
    assert done.exit_code == 1, done.output  # a record was held back, and is told by its row
    assert "in.jsonl" in done.output
    assert "61" in done.output
    assert "Zwelgmans" not in done.output
    assert "1 record held back." in done.stderr
    return tmp_path / "corpus"


def test_from_records_to_sides(corpus, tmp_path):
    once, sides = tmp_path / "once", tmp_path / "sides"
    done = run("corpus", "dedupe", corpus, "--out", once, "--exact-only", "--json")
    told = json.loads(done.stdout)
    steps = {step["name"]: step for step in told["steps"]}
    assert steps["read"]["reports"] == 61
    assert steps["cannot be used"]["left_out"] == 1
    assert told["reports"] == steps["nearly the same text"]["reports"] <= 60
    done = run("corpus", "split", once, "--out", sides, "--shares", "50/25/25", "--by", "report")
    assert done.exit_code == 0, done.output
    assert "validation" in done.stdout
    done = run("corpus", "stats", sides, "--json")
    body = json.loads(done.stdout)
    assert sum(side["reports"] for side in body["sides"].values()) == told["reports"]
    assert body["options"]["split"]["by_report"] is True
    assert body["options"]["dedupe"]["near"] is None
    assert {shard["file"].split("/")[0] for shard in body["shards"]} == set(body["sides"])
    done = run("corpus", "stats", sides)
    assert (done.exit_code, "elsewhere" in done.stdout) == (0, True), done.output


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("split", "{corpus}", "--out", "{out}", "--shares", "80-20"), "E106"),
        (("split", "{corpus}", "--out", "{out}", "--by", "centre"), "E106"),
        (("dedupe", "{corpus}", "--out", "{out}", "--near", "0.1"), "E106"),
        (("dedupe", "{corpus}", "--out", "{corpus}"), "E105"),
        (("stats", "{out}"), "E195"),
        (("split", "{corpus}", "--out", "{out}", "--apart-from", "{corpus}.1"), "no such folder"),
        (("split", "{corpus}", "--out", "{out}", "--apart-from", "{corpus}"), "E199"),
        (("unite", "{corpus}", "--out", "{out}"), "E189"),
    ],
)
def test_what_cannot_be_done_has_a_code(corpus, tmp_path, words, code):
    places = {"corpus": corpus, "out": tmp_path / "out"}
    done = run("corpus", *(word.format(**places) for word in words))
    assert (done.exit_code, code in done.stderr) == (2, True), done.output
