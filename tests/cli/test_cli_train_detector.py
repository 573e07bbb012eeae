"""The command train-detector: what it says, and what it never says."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from dragon_prep import DragonPrepError, train_detector
from dragon_prep.cli import app

NAMES = ("vexquola", "bruzhomij", "kwelpiff", "dryjamuz", "gostwexin", "plofyrin")


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def line(number, **more):
    text = f"onderzoek {NAMES[number % 6]} nr {number}, akkoord krb{number % 3}"
    at = text.index("krb")
    spans = [[10, text.index(" nr"), "PERSOON"], [at, at + 4, "<PERSOONAFKORTING>"]]
    return {"text": text, "label": spans, "meta": {"uid": f"{number % 6}_{number}"}, **more}


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "marked.jsonl"
    lines = [*map(line, range(18)), line(18, label=[]), line(0)]
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return path


def test_tells_what_it_is_worth_and_that_it_must_stay(source, tmp_path):
    out = tmp_path / "centre.model"
    done = run("train-detector", "--annotations", source, "--out", out, "--folds", 2)
    assert done.exit_code == 0, done.output
    said = " ".join(done.stdout.split())
    for words in (
        "18 reports of 6 patients, in 2 folds by patient",
        "words that are PHI recall precision F1 spans wholly covered",
        "PERSOON 36",
        "1 reports left out: nothing is marked in them",
        "1 reports left out: they repeat the text of another one",
        "it can hold words that stand in the reports of 3 patients or more",
        "It must stay in the hospital",
    ):
        assert words in said, words
    assert "do not tell their patient" not in said
    assert not any(name in done.output for name in NAMES)
    detected = tmp_path / "found.jsonl"
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": 1, "text": "akkoord krb1"}) + "\n")
    done = run(
        *("detect", "--input", tmp_path / "in.jsonl", "--output", detected, "--detector", out)
    )
    assert json.loads(detected.read_text()) == {"id": 1, "spans": [[8, 12, "PERSOONAFKORTING"]]}


def test_json_has_the_figures_of_both_models(source, tmp_path):
    out = tmp_path / "centre.model"
    done = run("train-detector", "--annotations", source, "--out", out, "--folds", 2, "--json")
    body = json.loads(done.stdout)
    told = train_detector([source], tmp_path / "other", folds=2)
    assert body["model"] == told.fingerprint
    assert (body["reports"], body["patients"], body["folds"], body["seed"]) == (18, 6, 2, 0)
    assert body["left_out"] == {"unmarked": 1, "repeated": 1}
    for side, figures in (("before", told.before), ("after", told.after)):
        token = figures.overall.measures["token"]
        assert body[side]["overall"]["token"]["recall"] == {
            "value": token.recall.value,
            "low": token.recall.low,
            "high": token.recall.high,
        }
        assert body[side]["labels"].keys() == figures.labels.keys()


def test_warns_of_reports_without_a_patient(source, tmp_path):
    lines = [{"id": n, "text": line(n)["text"], "spans": line(n)["label"]} for n in range(4)]
    source.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    done = run("train-detector", "--annotations", source, "--out", tmp_path / "o", "--folds", 2)
    assert "4 reports do not tell their patient" in done.stdout


def test_lists_the_lines_that_cannot_be_used(source, tmp_path):
    with source.open("a", encoding="utf-8") as file:
        file.write('{"text": "vexquola"}\n{"vexquola"\n')
    out = tmp_path / "centre.model"
    done = run("train-detector", "--annotations", source, "--out", out)
    assert done.exit_code == 3
    for said in ("marked.jsonl, row 21", "marked.jsonl, row 22", "2 lines cannot be used"):
        assert said in done.output
    assert "vexquola" not in done.output
    assert not out.exists()
    done = run("train-detector", "--annotations", source, "--out", out, "--json")
    body = json.loads(done.stdout)
    assert [problem["row"] for problem in body["problems"]] == [21, 22]


@pytest.mark.parametrize(
    ("more", "code", "exit_code"),
    [
        (("--folds", 7), "E228", 3),
        (("--folds", 1), "", 2),
        (("--annotations", "absent"), "E107", 2),
    ],
)
def test_says_what_to_do(source, tmp_path, more, code, exit_code):
    done = run("train-detector", "--annotations", source, "--out", tmp_path / "o", *more)
    assert done.exit_code == exit_code
    assert code in done.output
    assert not (tmp_path / "o").exists()


def test_is_in_the_python_api(source, tmp_path):
    with pytest.raises(DragonPrepError) as fault:
        train_detector([source], source)
    assert fault.value.kind.code == "E105"
