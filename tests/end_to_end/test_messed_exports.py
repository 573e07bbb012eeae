"""Exports that programs messed up become the release that they would have become without."""

from __future__ import annotations

import csv
import json
import random
import re
import shutil

import pytest
from checkout import tool
from typer.testing import CliRunner
from worlds import KEY

from dragon_prep import build, find_tasks, simulate
from dragon_prep.cli import app
from dragon_prep.core.codes.run import OVERLOOKED_REPLACED
from dragon_prep.core.offsets import substitute
from dragon_prep.core.small_counts import told_throughout
from dragon_prep.core.spans import Span
from dragon_prep.language.cleaning.stage import clean
from dragon_prep.services.deidentify_file import deidentify_file
from dragon_prep.tasks.prepare import Options

messed = tool("messed", "benchmarks/detection")
SHEET = "umcg/prostate/radiology/radiologie_rapporten_JB_mapped.csv"
ANNOTATED = "umcg/prostate/radiology/all_checked.jsonl"
TASK = "Task019_prostate_volume_reg"
UMCG = Options(("umcg",))
KEY_FILE = {"DRAGON_PREP_KEY_FILE": "project.key"}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Exports of one centre, and the release built from them."""
    root = tmp_path_factory.mktemp("plain")
    tasks = find_tasks(["T19"])
    simulate(tasks, root / "raw", reports=160, seed=3)
    result = build(tasks, root / "raw", root / "release", key=KEY, options=UMCG)
    assert not result.cleaned
    return root, result


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def mess_up(raw, kinds):
    """Every report in one of some ways, the same in the sheet and where it was annotated."""
    ways = {}

    def way(text):
        kind = ways.setdefault(" ".join(text.split()), kinds[len(ways) % len(kinds)])
        return substitute(text, list(messed.MESSES[kind](text, random.Random(1))))

    rows = rows_of(raw / SHEET)
    for row in rows:
        row["RadiologyReport"] = way(row["RadiologyReport"])[0]
    with (raw / SHEET).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    lines = []
    for line in (raw / ANNOTATED).read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        text, offsets = way(record["text"])
        for name in ("label", "labels", "label_phi"):
            spans = [offsets.carry(Span(*span)) for span in record.get(name) or ()]
            if name in record:
                record[name] = [[s.start, s.end, s.label] for s in spans if s]
        lines.append(json.dumps({**record, "text": text}) + "\n")
    (raw / ANNOTATED).write_text("".join(lines), encoding="utf-8")


def records(release):
    files = sorted(release.rglob("*.json"))
    return {
        path.relative_to(release).as_posix(): json.loads(path.read_bytes())
        for path in files
        if path.name != "manifest.json"
    }


def test_a_messed_up_export_becomes_the_same_release(plain, tmp_path):
    root, _ = plain
    shutil.copytree(root / "raw", tmp_path / "raw")
    mess_up(tmp_path / "raw", messed.EXACT[::-1])
    result = build(
        find_tasks(["T19"]), tmp_path / "raw", tmp_path / "release", key=KEY, options=UMCG
    )
    assert records(tmp_path / "release") == records(root / "release")
    manifest = json.loads((tmp_path / "release" / "manifest.json").read_bytes())
    counts = manifest["cleaned"]["prostate_mri"][SHEET]
    assert counts == told_throughout(result.cleaned["prostate_mri"][SHEET])
    counts = result.cleaned["prostate_mri"][SHEET]
    assert {"html", "rtf", "invisible characters", "blanks", "dashes and signs"} <= {*counts}
    assert all(0 < one["reports"] <= one["places"] for one in counts.values())


@pytest.mark.parametrize("page", ["cp850", "mac_roman"])
def test_a_file_in_another_code_page_is_read_and_told(plain, tmp_path, page):
    root, _ = plain
    shutil.copytree(root / "raw", tmp_path / "raw")
    sheet = tmp_path / "raw" / SHEET
    said = " Patiënt met één laesie, geïnfiltreerd."
    rows = rows_of(sheet)
    for row in rows:
        row["RadiologyReport"] = clean(row["RadiologyReport"]).text
    with sheet.open("w", encoding=page, errors="replace", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows({**row, "RadiologyReport": row["RadiologyReport"] + said} for row in rows)
    (tmp_path / "raw" / ANNOTATED).write_text("[]", encoding="utf-8")
    result = build(
        find_tasks(["T19"]), tmp_path / "raw", tmp_path / "release", key=KEY, options=UMCG
    )
    assert "Patient met een laesie, geinfiltreerd." in str(records(tmp_path / "release"))
    (count,) = (
        one["places"]
        for kind, one in result.cleaned["prostate_mri"][SHEET].items()
        if kind == "code page of the file"
    )
    assert count >= 4 * len(rows)


def test_check_and_build_tell_the_same_and_no_text(plain, tmp_path, monkeypatch):
    root, _ = plain
    monkeypatch.chdir(tmp_path)
    shutil.copytree(root / "raw", tmp_path / "raw")
    mess_up(tmp_path / "raw", ("HTML", "soft hyphens"))
    (tmp_path / "project.key").write_text(KEY.secret.hex() + "\n", encoding="ascii")
    (tmp_path / "project.key").chmod(0o600)
    said = {}
    for command in (["check", "T19"], ["build", "T19", "--out", "release"]):
        args = [*command, "--source", "raw", "--centre", "umcg"]
        for more in ([], ["--json"]):
            end = ["--overwrite"] if command[0] == "build" else []
            done = CliRunner().invoke(app, [*args, *more, *end], env=KEY_FILE)
            assert done.exit_code == 0, done.output
            said[command[0], bool(more)] = done.stdout
    cleaned = [json.loads(said[name, True])["cleaned"] for name in ("check", "build")]
    assert {"html", "invisible characters"} <= {*cleaned[0]["prostate_mri"][SHEET]}
    assert cleaned[0] == cleaned[1]
    for name in ("check", "build"):
        (line,) = (
            x for x in said[name, False].splitlines() if x.strip().startswith("prostate_mri, umcg/")
        )
        assert "html" in line
        assert "invisible characters" in line


def test_single_records_are_cleaned_with_their_spans(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "project.key").write_text(KEY.secret.hex() + "\n", encoding="ascii")
    (tmp_path / "project.key").chmod(0o600)
    text = "<p>M&uuml;llenders&nbsp;12\u221203\u22122019; prostaat&shy;kanker ↓ \U0001f600</p>"
    at = {word: text.index(word) for word in ("M&uuml;llenders", "12", "prostaat&shy;kanker")}
    spans = [
        [at["M&uuml;llenders"], at["12"] - len("&nbsp;"), "PERSOON"],
        [at["12"], at["12"] + 10, "DATUM"],
    ]
    end = at["prostaat&shy;kanker"] + len("prostaat&shy;kanker")
    record = {"id": 1, "patient_id": "p", "text": text, "spans": spans}
    record["entities"] = [[at["prostaat&shy;kanker"], end, "TERM"]]
    (tmp_path / "in.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    args = ["deidentify", "--input", "in.jsonl", "--output", "out.jsonl"]
    done = CliRunner().invoke(app, args, env=KEY_FILE)
    assert done.exit_code == 0, done.output
    assert "Cleaned in the raw texts" in done.stdout
    assert "characters that ASCII drops 1" in done.stdout
    new = json.loads((tmp_path / "out.jsonl").read_text())
    assert "llenders" not in new["text"]
    assert "12-03-2019" not in new["text"]
    assert [label for *_, label in new["spans"]] == ["PERSOON", "DATUM"]
    ((start, end, _),) = new["entities"]
    assert new["text"][start:end] == "prostaatkanker"
    assert "prostaatkanker (down)" in new["text"]


def test_what_nobody_marked_is_told_by_its_place_in_the_raw_text(tmp_path):
    text = "<p>M&uuml;llenders belt.</p>\r\n<p>Dhr. J. van der Hoogeboezem, tel. 06-48291735.</p>"
    record = {"id": 1, "patient_id": "p", "text": text, "spans": [[3, 18, "PERSOON"]]}
    (tmp_path / "in.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    result = deidentify_file(tmp_path / "in.jsonl", tmp_path / "out.jsonl", key=KEY)
    (told,) = (p.detail for p in result.problems if p.kind is OVERLOOKED_REPLACED)
    lines = text.replace("\r\n", "\n")
    places = re.findall(r"(\d+)-(\d+)", told)
    assert {"06-48291735"} <= {lines[int(start) : int(end)] for start, end in places}
