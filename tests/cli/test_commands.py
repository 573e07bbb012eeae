"""The commands: names, options, exit codes, and output for people and for machines."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial

import pytest
from typer.testing import CliRunner

from dragon_prep.cli import app
from dragon_prep.core.key_file import read_key
from dragon_prep.pipeline.record_lines import keyed_id


def run(*args, **more):
    return CliRunner().invoke(app, [str(arg) for arg in args], **more)


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "project.key"
    assert run("key", "new", path).exit_code == 0
    return path


@pytest.fixture
def raw(tmp_path):
    done = run("simulate", "T19", "--reports", 60, "--out", tmp_path / "raw", "--seed", 5)
    assert done.exit_code == 0, done.output
    return tmp_path / "raw"


def test_help_imports_nothing_heavy():
    code = "import sys, dragon_prep.cli; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    heavy = {"pandas", "numpy", "pyarrow", "sklearn", "spacy", "faker", "unidecode"}
    assert not heavy & set(loaded.stdout.split())


@pytest.mark.parametrize("name", ["T19", "t19", "19", "Task019_prostate_volume_reg", "TASK019"])
def test_tasks_are_found_by_any_name(name):
    done = run("tasks", name)
    assert done.exit_code == 0
    assert "Task019_prostate_volume_reg" in done.output
    for said in ("rumc/prostate/PICAI", "prostate_volume", "cm3", "rsmapes", "dragon2025"):
        assert said in done.output


def test_list_of_tasks():
    done = run("tasks", "--json")
    numbers = [task["number"] for task in json.loads(done.stdout)]
    assert numbers == sorted(set(numbers))
    assert {8, 9, 10, 17, 19, 20, 21, 22} <= set(numbers)
    assert "Task021_psad_reg" in run("tasks").output


def test_unknown_task_is_answered_with_the_nearest():
    done = run("tasks", "Task019_prostate_volume_regg")
    assert done.exit_code == 2
    assert "did you mean Task019_prostate_volume_reg?" in done.output


def test_build_check_verify(raw, key, tmp_path):
    common = ("T19", "--source", raw, "--key-file", key)
    before = sorted(tmp_path.rglob("*"))
    checked = run("check", *common)
    assert checked.exit_code == 0, checked.output
    assert "Nothing stands in the way" in checked.output
    new = {path.name for path in tmp_path.rglob("*")} - {path.name for path in before}
    assert new <= {
        "dragon-prep-workspace",
        "PRIVATE.txt",
        "in-use.lock",
        "check.html",
        "problems.csv",
    }
    built = run("build", *common, "--out", tmp_path / "release")
    assert built.exit_code == 0, built.output
    for said in ("attrition", "PHI replaced", "Split sizes", "Labels", "Release, verified"):
        assert said in built.output
    verified = run("verify", tmp_path / "release")
    assert verified.exit_code == 0
    finding, proof, _, sizes = verified.output.splitlines()
    assert proof == "That nobody changed it on purpose, only --key-file can prove."
    assert finding == "No finding: the release keeps its contract."
    assert sizes.startswith("  T19: ")
    assert sizes.endswith("; published: 5138 + 2170")
    report = tmp_path / "release" / "test-set" / "Task019_prostate_volume_reg.json"
    report.write_bytes(report.read_bytes().replace(b"prostaat", b"pr\\u00f6staat", 1))
    broken = run("verify", tmp_path / "release", "--json")
    assert broken.exit_code == 4
    codes = {finding["code"] for finding in json.loads(broken.stdout)["findings"]}
    assert "V406" in codes


def test_check_without_a_key_makes_none(raw, tmp_path, monkeypatch):
    monkeypatch.delenv("DRAGON_PREP_KEY_FILE", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    done = run("check", "T19", "--source", raw)
    assert done.exit_code == 0
    assert not list(tmp_path.rglob("project.key"))


@pytest.mark.skipif(sys.platform != "linux", reason="where the config folder is")
def test_first_use_makes_a_key_and_says_where(raw, tmp_path, monkeypatch):
    monkeypatch.delenv("DRAGON_PREP_KEY_FILE", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    first = run("build", "T19", "--source", raw, "--out", tmp_path / "a")
    made = tmp_path / "config" / "dragon-prep" / "project.key"
    assert str(made) in first.output
    assert (made.stat().st_mode & 0o777) == 0o600
    second = run("build", "T19", "--source", raw, "--out", tmp_path / "b", "--json")
    assert second.exit_code == 0
    assert str(made) not in second.output
    assert made.read_text().strip() not in first.output + second.output


def test_key_show_tells_the_fingerprint_only(key):
    done = run("key", "show", "--key-file", key)
    assert done.exit_code == 0
    assert key.read_text().strip() not in done.output
    again = run("key", "new", key)
    assert again.exit_code == 5
    assert "E504" in again.output


def records(tmp_path, *lines):
    path = tmp_path / "in.jsonl"
    path.write_text(
        "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    )
    return path


def test_deidentify_with_and_without_spans(key, tmp_path):
    text = "Dhr. Jansén had op 3-4-2019 een biopt links."
    source = records(
        tmp_path,
        {
            "id": "a",
            "patient_id": 1,
            "text": text,
            "spans": [[5, 11, "<PERSOON>"], [19, 27, "DATUM"]],
            "entities": [[32, 37, "1-biopt"], [5, 11, "who"]],
        },
        {"id": 7, "patient_id": "1", "text": text},
    )
    out = tmp_path / "out.jsonl"
    done = run("deidentify", "--input", source, "--output", out, "--key-file", key, "--keep-ids")
    assert done.exit_code == 0, done.output
    given, found = (json.loads(line) for line in out.read_text(encoding="ascii").splitlines())
    assert (given["id"], found["id"]) == ("a", 7)
    assert set(given) == {"id", "text", "spans", "entities"}
    assert given["text"] == found["text"]  # one patient, one identity, one shift
    (person, date), (biopsy, who) = given["spans"], given["entities"]
    assert (person[2], date[2]) == ("PERSOON", "DATUM")
    assert given["text"][: person[0]] == "Dhr. "
    assert given["text"][date[1] :] == " een biopt links."
    assert given["text"][biopsy[0] : biopsy[1]] == "biopt"
    assert who[:2] == person[:2]
    assert "Jans" not in given["text"]
    assert "3-4-2019" not in given["text"]


def test_deidentify_holds_back_what_it_cannot_use(key, tmp_path):
    good = {"id": "good", "patient_id": "p", "text": "Geen afwijkingen."}
    source = records(
        tmp_path,
        good,
        '{"id": "broken", "text": "Jansen',
        {"id": "no patient", "text": "Jansen"},
        {"id": "no text", "patient_id": "p"},
        {**good, "spans": [[0, 99, "PERSOON"]]},
        {**good, "spans": [[0, 4, "NAAMPJE"]]},
        {**good, "entities": [[4, 0, "x"]]},
        {**good, "text": "Zie <HUISARTSNAAM>."},
    )
    out = tmp_path / "out.jsonl"
    done = run("deidentify", "--input", source, "--output", out, "--key-file", key, "--json")
    assert done.exit_code == 1
    body = json.loads(done.stdout)
    assert [(p["code"], p["row"], p["column"]) for p in body["problems"]] == [
        ("R301", 2, None),
        ("R304", 3, "patient_id"),
        ("R310", 5, "spans"),
        ("R311", 7, "entities"),
        ("R313", 6, "spans"),
        ("R313", 8, None),
        ("R321", 4, "text"),
    ]
    assert "Jansen" not in done.output
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == [
        keyed_id(read_key(key), "", "good")
    ]
    again = run("deidentify", "--input", source, "--output", out, "--key-file", key)
    assert (again.exit_code, "E103" in again.output) == (2, True)


def test_deidentify_writes_no_id_of_a_patient(key, tmp_path):
    number = "4000137"
    texts = [f"Patient {number} komt terug.", "Geen afwijkingen."]
    source = records(
        tmp_path,
        {"id": f"{number}_1", "patient_id": number, "text": texts[0]},
        {"id": "r2", "patient_id": f"{number}.0", "text": texts[1]},
        {"id": "r3", "patient_id": "onbekend", "text": texts[1]},
        {"id": "r4", "patient_id": "5", "text": texts[1], "entities": [[0, 4, "dr. Zwartjes"]]},
    )
    out = tmp_path / "out.jsonl"
    common = ("deidentify", "--input", source, "--output", out, "--key-file", key)
    done = run(*common)
    held = "R304 in.jsonl, row 3", "R366 in.jsonl, row 4"
    assert done.exit_code == 1
    assert all(code.split()[0] in done.output for code in held)
    assert number not in done.output + out.read_text()
    assert "Zwartjes" not in done.output + out.read_text()
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert [line["id"] for line in lines] == [
        keyed_id(read_key(key), "", f"{number}_1"),
        keyed_id(read_key(key), "", "r2"),
    ]
    kept = run(*common, "--keep-ids", "--overwrite", "--json")
    body = json.loads(kept.stdout)
    assert ("R368", 1, "id") in [(p["code"], p["row"], p["column"]) for p in body["problems"]]
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["r2"]


def test_demo_shows_where_to_look(tmp_path):
    done = run("demo", "--out", tmp_path / "demo", "--reports", 100)
    assert done.exit_code == 0, done.output
    assert "Where to look" in done.output
    assert (tmp_path / "demo" / "release" / "manifest.json").is_file()
    assert run("demo", "--out", tmp_path / "demo", "--reports", 100).exit_code == 2
    assert run("demo", "--out", tmp_path / "demo", "--reports", 100, "--overwrite").exit_code == 0


def test_simulate_refuses_what_would_mix_answers_and_exports(tmp_path, raw):
    inside = run(
        "simulate", "T19", "--reports", 60, "--out", tmp_path / "x", "--answers", tmp_path / "x/a"
    )
    assert (inside.exit_code, "E105" in inside.output) == (2, True)
    assert run("simulate", "T19", "--reports", 60, "--out", raw).exit_code == 2
    assert run("simulate", "T19", "--reports", 60, "--out", raw, "--overwrite").exit_code == 0
    few = run("simulate", "T19", "--reports", 3, "--out", tmp_path / "y")
    assert (few.exit_code, "E106" in few.output) == (2, True)


def test_check_stops_where_a_build_would_for_a_key_that_was_named(raw, tmp_path, monkeypatch):
    monkeypatch.setenv("DRAGON_PREP_KEY_FILE", str(tmp_path / "nope"))
    done = run("check", "T19", "--source", raw, "--json")
    assert done.exit_code == 5
    assert json.loads(done.stdout)["error"]["code"] == "E501"


@pytest.mark.parametrize("output", [".", "", "folder", os.devnull])
def test_deidentify_replaces_files_only(key, tmp_path, monkeypatch, output):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    source = records(tmp_path, {"id": 1, "patient_id": 2, "text": "Geen afwijkingen."})
    args = ("--input", source, "--output", output, "--key-file", key, "--overwrite", "--json")
    done = run("deidentify", *args)
    assert done.exit_code == 2, done.output
    assert json.loads(done.stdout)["error"]["code"] == "E111"


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps the working folder")
def test_working_folder_that_is_gone_is_no_fault_of_ours(raw, key, tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    source = records(tmp_path, {"id": 1, "patient_id": 2, "text": "Geen afwijkingen."})
    for args in (
        ("build", "T19", "--source", raw, "--out", "release", "--key-file", key),
        ("simulate", "T19", "--reports", 60, "--out", "raw"),
        ("deidentify", "--input", source, "--output", "out", "--key-file", key),
    ):
        done = run(*args)
        assert (done.exit_code, "E703" in done.output) == (6, True), done.output


def test_fault_of_our_own_is_json_too(raw, key, tmp_path, monkeypatch):
    from dragon_prep.pipeline import archives as stage

    def broken(*_args, **_more):
        raise RuntimeError("Jansen")

    monkeypatch.setattr(stage, "write_task", broken)
    args = ("--source", raw, "--key-file", key, "--out", tmp_path / "release", "--json")
    done = run("build", "T19", *args)
    assert done.exit_code == 70
    error = json.loads(done.stdout)["error"]
    assert (error["code"], error["file"]) == ("E901", None)
    assert "RuntimeError" in error["what"]
    assert "Jansen" not in done.output


def test_findings_of_a_build_are_listed(raw, key, tmp_path, monkeypatch):
    from dragon_prep.core.errors import ErrorCode, Place, Problem
    from dragon_prep.services import build as stage

    found = [
        Problem(ErrorCode("V999", "odd", "Mend it."), Place("a.json", n), "odd") for n in (3, 4)
    ]
    monkeypatch.setattr(stage, "verify", lambda _root, **_: found)
    args = ("--source", raw, "--key-file", key, "--out", tmp_path / "release")
    done = run("build", "T19", *args, "--json")
    assert done.exit_code == 4
    body = json.loads(done.stdout)
    assert [(p["code"], p["row"]) for p in body["problems"]] == [("V999", 3), ("V999", 4)]
    assert body["error"]["code"] == "V999"
    assert "a.json, row 4" in run("build", "T19", *args).stdout


def test_json_has_no_colours(raw, key, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    for args in (("tasks",), ("check", "T19", "--source", raw, "--key-file", key)):
        done = run(*args, "--json")
        assert "\x1b" not in done.stdout
        json.loads(done.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="sends the signal of Ctrl-C")
def test_ctrl_c_stops_a_build_in_a_few_words(key, tmp_path):
    raw, release = tmp_path / "raw", tmp_path / "release"
    assert run("simulate", "T19", "--reports", 5000, "--out", raw).exit_code == 0
    command = [sys.executable, "-m", "dragon_prep", "build", "T19", "--source", str(raw), "--json"]
    command += ["--key-file", str(key), "--out", str(release), "--workers", "2"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    # Whoever runs the tests in the background has let them ignore it.
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    build = subprocess.Popen(command, start_new_session=True, text=True, preexec_fn=heed, **pipes)
    deadline = time.monotonic() + 60
    while not list(tmp_path.rglob("shard-*")) and time.monotonic() < deadline:
        assert build.poll() is None, build.communicate()
        time.sleep(0.02)
    os.killpg(build.pid, signal.SIGINT)  # as a terminal does: to all processes
    out, err = build.communicate(timeout=60)
    assert build.returncode == 130, err
    assert json.loads(out)["error"]["code"] == "E902"
    assert "stopped" in err
    assert "Traceback" not in err
    assert not [p.name for p in tmp_path.iterdir() if "release" in p.name]
