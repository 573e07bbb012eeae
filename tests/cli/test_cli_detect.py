"""The commands detect and evaluate-detection: files in, files out, faults without text."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from dragon_prep import DragonPrepError, detect_file, evaluate_detection
from dragon_prep.cli import app
from dragon_prep.detect import detect
from dragon_prep.services import detect_file as stage

REPORT = "Dhr. Jansen is op 3-4-2019 gezien door dr. A.B. de Vries.\nTel. 020-1234567"


def run(*args, **more):
    return CliRunner().invoke(app, [str(arg) for arg in args], **more)


def write(path, *lines):
    path.write_text(
        "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines),
        encoding="utf-8",
        newline="",
    )
    return path


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]


def spans(text):
    return [[hit.span.start, hit.span.end, hit.span.label] for hit in detect(text)]


@pytest.fixture
def source(tmp_path):
    lines = [{"id": "a", "text": REPORT}, {"id": 7, "text": "Geen afwijkingen.", "more": [1]}]
    return write(tmp_path / "in.jsonl", *lines, "", {"id": "z\u00e9", "text": ""})


def test_spans_in_the_order_of_the_input(source, tmp_path):
    out = tmp_path / "new" / "out.jsonl"
    done = run("detect", "--input", source, "--output", out)
    assert done.exit_code == 0, done.output
    assert read(out) == [
        {"id": "a", "spans": spans(REPORT)},
        {"id": 7, "spans": []},
        {"id": "z\u00e9", "spans": []},
    ]
    assert len(spans(REPORT)) == 4
    for said in ("3 reports, 4 PHI spans", "reports per second", "PERSOON", "DATUM"):
        assert said in done.output
    assert "Jansen" not in done.output
    assert [path.name for path in out.parent.iterdir()] == ["out.jsonl"]


def test_explained_spans_tell_rule_and_confidence(source, tmp_path):
    out = tmp_path / "out.jsonl"
    done = run("detect", "--input", source, "--output", out, "--explain", "--json")
    assert json.loads(done.stdout) == {
        "reports": 3,
        "spans": {"DATUM": 1, "PERSOON": 2, "TELEFOONNUMMER": 1},
        "problems": [],
        "rules_off": {},
        "detectors": {},
    }
    hits = detect(REPORT)
    spans = read(out)[0]["spans"]
    assert [span[:6] for span in spans] == [
        [h.span.start, h.span.end, h.span.label, h.rule, h.confidence.name.lower(), h.likely]
        for h in hits
    ]
    assert all(span[5] > 900 for span in spans)
    reasons = [reason for span in spans for reason in span[6]]
    assert "rule +0" in reasons
    assert not {word.lower() for reason in reasons for word in reason.split()} & {
        word.strip(".,").lower() for word in REPORT.split()
    }


def test_offsets_count_in_the_text_as_given(tmp_path):
    text = "Verslag\r\n\r\nDhr. Jansen,\rop 3-4-2019\r\r\ndoor dr. A.B. de Vries\r\n"
    source = write(tmp_path / "in.jsonl", "\ufeff" + json.dumps({"id": 1, "text": text}) + "\r")
    assert run("detect", "--input", source, "--output", tmp_path / "out").exit_code == 0
    (line,) = read(tmp_path / "out")
    assert [text[start:end] for start, end, _ in line["spans"]] == [
        "Jansen",
        "3-4-2019",
        "A.B. de Vries",
    ]


def test_profile_is_used(source, tmp_path):
    profile = tmp_path / "centre.toml"
    profile.write_text('centre = "here"\nallow = ["Jansen"]\n', encoding="utf-8")
    args = ("--input", source, "--output", tmp_path / "out", "--profile", profile)
    assert run("detect", *args).exit_code == 0
    assert read(tmp_path / "out")[0]["spans"] == spans(REPORT)[1:]
    profile.write_text("centre = 1", encoding="utf-8")
    done = run("detect", *args, "--overwrite")
    assert (done.exit_code, "E214" in done.output) == (3, True)


def test_rules_that_are_switched_off_find_nothing_and_are_told(source, tmp_path):
    args = ("--input", source, "--output", tmp_path / "out", "--explain")
    done = run("detect", *args, "--disable-rule", "name.title", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["rules_off"] == {"all": ["name.title"]}
    assert "Rules switched off for all: name.title" in done.output
    assert "name.title" not in {span[3] for span in read(tmp_path / "out")[0]["spans"]}
    done = run("detect", *args, "--disable-rule", "name.titel", "--overwrite")
    assert (done.exit_code, "E119" in done.output, "name.title" in done.output) == (2, True, True)


BROKEN = [
    ('{"id": "Jansen", "text": "Jansen', None, "not a JSON object"),
    ("[1]", None, "not a JSON object"),
    ("[" * 100_000, None, "not a JSON object"),
    ('{"id": 1' + "0" * 5000 + "}", None, "not a JSON object"),
    ({"text": "Jansen"}, "id", "no id"),
    ({"id": " ", "text": "Jansen"}, "id", "no id"),
    ({"id": True, "text": "Jansen"}, "id", "no id"),
    ({"id": "Jansen"}, "text", "no text"),
    ({"id": "Jansen", "text": None}, "text", "no text"),
]


@pytest.mark.parametrize(("line", "column", "what"), BROKEN)
def test_broken_line_stops_everything_and_is_not_quoted(tmp_path, line, column, what):
    good = {"id": 1, "text": "Dhr. Jansen"}
    source = write(tmp_path / "in.jsonl", good, line, good)
    out = tmp_path / "out.jsonl"
    done = run("detect", "--input", source, "--output", out, "--json")
    assert done.exit_code == 3
    error = json.loads(done.stdout)["error"]
    assert (error["code"], error["file"], error["row"], error["column"]) == (
        *("E215", "in.jsonl", 2),
        column,
    )
    assert what in error["what"]
    assert "Jansen" not in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_all_broken_lines_are_listed_and_an_earlier_output_stays(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_bytes(b'{"id": 1, "text": "Jans\xe9n"}\n\n{"id": 2, "text": "a"}\nx\n\x00\xff')
    out = write(tmp_path / "out.jsonl", "earlier")
    done = run("detect", "--input", source, "--output", out, "--overwrite", "--json")
    body = json.loads(done.stdout)
    assert [(p["code"], p["row"]) for p in body["problems"]] == [
        ("E215", 1),
        ("E215", 4),
        ("E215", 5),
    ]
    assert "3 lines" in body["error"]["what"]
    assert out.read_text(encoding="utf-8") == "earlier\n"


@pytest.mark.parametrize("data", ["\ufeffx".encode("utf-16-le"), "\ufeffx".encode("utf-32-be")])
def test_other_encodings_are_told(tmp_path, data):
    (tmp_path / "in.jsonl").write_bytes(data)
    done = run("detect", "--input", tmp_path / "in.jsonl", "--output", tmp_path / "out")
    assert (done.exit_code, "E206" in done.output) == (3, True)


def test_files_that_do_not_fit(source, tmp_path):
    out = write(tmp_path / "out.jsonl", "earlier")
    empty = tmp_path / "empty"
    empty.mkdir()
    for args, code in (
        (("--input", tmp_path / "nope", "--output", tmp_path / "x"), "E107"),
        (("--input", empty, "--output", tmp_path / "x"), "E107"),
        (("--input", tmp_path, "--output", tmp_path / "x"), "E105"),
        (("--input", source, "--output", out), "E103"),
        (("--input", source, "--output", source, "--overwrite"), "E105"),
        (("--input", source, "--output", tmp_path, "--overwrite"), "E111"),
    ):
        done = run("detect", *args)
        assert (done.exit_code, code in done.output) == (2, True), done.output
    assert run("detect", "--input", source, "--output", out, "--overwrite").exit_code == 0
    assert len(read(out)) == 3


def test_empty_file_has_no_reports(tmp_path):
    source = write(tmp_path / "in.jsonl")
    done = run("detect", "--input", source, "--output", tmp_path / "out")
    assert (done.exit_code, (tmp_path / "out").read_bytes()) == (0, b"")


def test_bytes_do_not_depend_on_parts_or_workers(tmp_path, monkeypatch):
    lines = [{"id": number, "text": f"{REPORT} {number}"} for number in range(40)]
    source = write(tmp_path / "in.jsonl", *lines[:7], "", *lines[7:])
    whole = detect_file(source, tmp_path / "whole")
    monkeypatch.setattr(stage, "_BYTES_IN_A_PART", 500)
    steps = []
    parts = detect_file(
        source, tmp_path / "parts", progress=lambda *step: steps.append(step), workers=2
    )
    assert parts == whole
    assert (tmp_path / "parts").read_bytes() == (tmp_path / "whole").read_bytes()
    assert [line["id"] for line in read(tmp_path / "parts")] == list(range(40))
    assert len(steps) > 4
    assert steps[-1] == ("detect", len(steps), len(steps))
    broken = write(tmp_path / "broken.jsonl", *lines, "x")
    with pytest.raises(DragonPrepError, match="row 41"):
        detect_file(broken, tmp_path / "no")


def test_input_that_changes_meanwhile_is_a_fault(source, tmp_path, monkeypatch):
    def slow(part):
        detected(part)
        write(source, {"id": 1, "text": ""})

    detected = stage._detect_part
    monkeypatch.setattr(stage, "_detect_part", slow)
    done = run("detect", "--input", source, "--output", tmp_path / "out")
    assert (done.exit_code, "E210" in done.output) == (3, True)
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_memory_does_not_grow_with_the_file(tmp_path):
    resource = pytest.importorskip("resource", reason="asks the system for the peak of memory")
    del resource
    code = (
        "import resource, sys; from pathlib import Path; from dragon_prep import detect_file\n"
        "import dragon_prep.services.detect_file as stage\n"
        "stage.detect_all_as_given = lambda texts, *_: [()] * len(texts)\n"
        "detect_file(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peaks = []
    for size in (1, 64):
        source = tmp_path / f"{size}.jsonl"
        line = json.dumps({"id": "x", "text": "woord " * 10_000}) + "\n"
        with source.open("w", encoding="ascii") as file:
            for _ in range(size * 17):
                file.write(line)
        args = [sys.executable, "-c", code, str(source), str(tmp_path / f"{size}.out")]
        done = subprocess.run(args, capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] * 1.2


@pytest.mark.parametrize("command", [(), ("detect",), ("build",)])
def test_help_starts_without_the_heavy_libraries(command):
    code = (
        "import atexit, sys, dragon_prep.cli; import dragon_prep.detect\n"
        "atexit.register(lambda: print(*{name.partition('.')[0] for name in sys.modules}))\n"
        f"sys.argv = {['dragon-prep', *command, '--help']}\n"
        "dragon_prep.cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    *shown, loaded = done.stdout.splitlines()
    assert "Usage" in "".join(shown)
    assert "typer" in loaded.split()
    assert not {"spacy", "pandas", "sklearn"} & set(loaded.split())


GOLD = [
    {"id": "a", "text": REPORT, "spans": spans(REPORT), "centre": "umcg"},
    {"id": 7, "text": "Jan Jansen", "spans": [[0, 10, "<NAAM>"]], "centre": "avl"},
    {"id": "n", "text": "Geen Crohn", "spans": [], "centre": "avl"},
]
PRED = [
    {"id": "n", "spans": [[5, 10, "PERSOON", "name.title", "sure"]]},
    {"id": 7, "spans": [[4, 10, "PERSOONAFKORTING"]]},
    {"id": "a", "spans": spans(REPORT)},
]


def evaluate(tmp_path, gold, pred, *more):
    gold, pred = write(tmp_path / "gold.jsonl", *gold), write(tmp_path / "pred.jsonl", *pred)
    return run("evaluate-detection", "--gold", gold, "--pred", pred, *more)


def test_evaluation_in_figures_and_slips(tmp_path):
    out = tmp_path / "figures.json"
    done = evaluate(tmp_path, GOLD, PRED, "--json", out, "--seed", 4, "--resamples", 50)
    assert done.exit_code == 0, done.output
    for said in ("3 reports, 5 spans marked, 6 found", "By label", "By centre", "umcg"):
        assert said in done.output
    assert "Misses (1)" in done.output
    assert "False alarms (1)" in done.output
    assert "Crohn" not in done.output
    assert "Jansen" not in done.output
    body = json.loads(out.read_text(encoding="ascii"))
    assert (body["seed"], body["resamples"]) == (4, 50)
    assert body["misses"] == [{"id": 7, "start": 0, "end": 10, "label": "PERSOON", "partly": True}]
    assert body["false_alarms"] == [
        {"id": "n", "start": 5, "end": 10, "label": "PERSOON", "partly": False}
    ]
    token = body["overall"]["token"]
    assert (token["missed"], token["wrong"]) == (1, 1)
    assert token["recall"]["low"] <= token["recall"]["value"] <= token["recall"]["high"]
    assert list(body["centres"]) == ["avl", "umcg"]
    assert body["centres"]["umcg"]["covered"]["value"] == 1.0
    assert body["labels"]["PERSOON"]["marked"] == 3
    assert "merged" in body["overall"]
    assert "merged" not in body["labels"]["PERSOON"]
    again = evaluate(tmp_path, GOLD, PRED, "--json", tmp_path / "2", "--seed", 4, "--resamples", 50)
    assert again.exit_code == 0
    assert (tmp_path / "2").read_bytes() == out.read_bytes()


def test_text_of_slips_only_where_asked(tmp_path):
    done = evaluate(tmp_path, GOLD, PRED, "--show-text", "--json", tmp_path / "figures.json")
    assert "Jan Jansen" in done.output
    body = json.loads((tmp_path / "figures.json").read_text(encoding="ascii"))
    assert body["misses"][0]["text"] == "Jan Jansen"
    assert body["false_alarms"][0]["text"] == "Crohn"
    if os.name == "posix":  # texts stand in it
        assert (tmp_path / "figures.json").stat().st_mode & 0o777 == 0o600


def test_text_that_is_shown_commands_no_terminal(tmp_path):
    gold = [{"id": "a\x1b[2J", "text": "J\x1b[31m", "spans": [[0, 6, "PERSOON"]]}]
    done = evaluate(tmp_path, gold, [{"id": "a\x1b[2J", "spans": []}], "--show-text")
    assert done.exit_code == 0
    assert "\x1b" not in done.output


@pytest.mark.parametrize(
    ("gold", "pred", "code", "file"),
    [
        (GOLD, PRED[1:], "E216", None),
        (GOLD[1:], PRED, "E216", None),
        ([*GOLD, GOLD[0]], PRED, "E215", "gold.jsonl"),
        (GOLD, [*PRED, PRED[0]], "E215", "pred.jsonl"),
        ([{"id": 1, "text": "Jansen"}], [{"id": 1, "spans": []}], "E215", "gold.jsonl"),
        ([{**GOLD[1], "centre": 5}], [PRED[1]], "E215", "gold.jsonl"),
        ([{**GOLD[1], "spans": [[0, 11, "NAAM"]]}], [PRED[1]], "E215", "gold.jsonl"),
        ([GOLD[1]], [{"id": 7, "spans": [[0, 11, "PERSOON"]]}], "E215", "pred.jsonl"),
        ([GOLD[1]], [{"id": 7, "spans": [[3, 3, "PERSOON"]]}], "E215", "pred.jsonl"),
        ([GOLD[1]], [{"id": 7, "spans": [[0, 3, "Jansen"]]}], "E215", "pred.jsonl"),
        ([GOLD[1]], [{"id": 7, "spans": [[0, 3, "IGNORE"]]}], "E215", "pred.jsonl"),
        ([GOLD[1]], [{"id": 7, "spans": {"0": 3}}], "E215", "pred.jsonl"),
        ([GOLD[1]], [{"id": 7, "spans": [5]}], "E215", "pred.jsonl"),
        ([GOLD[1]], ["Jansen"], "E215", "pred.jsonl"),
        ([], [], "E207", "gold.jsonl"),
    ],
)
def test_files_that_cannot_be_scored(tmp_path, gold, pred, code, file):
    done = evaluate(tmp_path, gold, pred, "--json", tmp_path / "figures.json")
    assert (done.exit_code, code in done.output) == (3, True), done.output
    assert file is None or file in done.output
    assert "Jansen" not in done.output
    assert not (tmp_path / "figures.json").exists()


def test_figures_file_is_not_put_over_another(tmp_path):
    for name, code in (("gold.jsonl", "E105"), ("figures.json", "E103"), (".", "E111")):
        write(tmp_path / "figures.json", "earlier")
        done = evaluate(tmp_path, GOLD, PRED, "--json", tmp_path / name)
        assert (done.exit_code, code in done.output) == (2, True), done.output
    args = (tmp_path, GOLD, PRED, "--json", tmp_path / "figures.json", "--overwrite")
    assert evaluate(*args).exit_code == 0
    missing = run("evaluate-detection", "--gold", tmp_path / "no", "--pred", tmp_path / "no")
    assert (missing.exit_code, "E107" in missing.output) == (2, True)


def test_evaluation_from_python(tmp_path):
    gold, pred = write(tmp_path / "g", *GOLD), write(tmp_path / "p", *PRED)
    found = evaluate_detection(gold, pred, resamples=5)
    assert found.overall.reports == 3
    assert "Jansen" not in repr(found)


@pytest.mark.skipif(os.name != "posix", reason="files are protected in another way")
def test_staging_is_private(source, tmp_path, monkeypatch):
    modes = []

    def looked(part):
        modes.append(part.target.parent.stat().st_mode & 0o777)
        detected(part)

    detected = stage._detect_part
    monkeypatch.setattr(stage, "_detect_part", looked)
    detect_file(source, tmp_path / "out")
    assert modes == [0o700]
