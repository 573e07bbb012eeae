"""evaluate-detection with a second annotator: files of both kinds in, figures out, no text."""

from __future__ import annotations

import json
import os

import pytest
from typer.testing import CliRunner

from dragon_prep import annotator_agreement
from dragon_prep.cli import app

TEXT = "Dhr. Jan Jansen, 3-4-2019, dr. Crohn"
ONE = [
    {"id": "a", "centre": "umcg", "text": TEXT, "spans": [[5, 15, "PERSOON"], [17, 25, "DATUM"]]},
    {"id": 7, "text": "Geen bijzonderheden.", "spans": [], "label": 3},
]
TWO = [
    {"id": 1, "text": "Geen bijzonderheden.", "label": [], "uid": 7},
    {
        "id": 2,
        "text": TEXT,
        "label": [[9, 15, "<NAAM>"], [17, 25, "DATUM"]],
        "meta": {"uid": "a"},
    },
]


def write(path, lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def compare(tmp_path, one, two, *more):
    one, two = write(tmp_path / "one.jsonl", one), write(tmp_path / "two.jsonl", two)
    args = ["evaluate-detection", "--gold", one, "--second", two, *more]
    return CliRunner().invoke(app, [str(arg) for arg in args])


def test_figures_and_differences_of_a_plain_file_and_one_of_doccano(tmp_path):
    out = tmp_path / "figures.json"
    done = compare(tmp_path, ONE, TWO, "--json", out, "--resamples", 50)
    assert done.exit_code == 0, done.output
    for said in (
        "2 reports, 2 spans marked by the first",
        "kappa",
        "By label",
        "Spans that differ",
    ):
        assert said in done.output
    for text in ("Jansen", "Crohn"):
        assert text not in done.output + out.read_text(encoding="ascii")
    body = json.loads(out.read_text(encoding="ascii"))
    assert (body["seed"], body["resamples"]) == (0, 50)
    assert list(body["centres"]) == ["umcg", "?"]
    assert list(body["labels"]) == ["DATUM", "PERSOON"]
    assert body["overall"]["span_f1"]["value"] == 0.5
    assert body["labels"]["DATUM"]["kappa"]["value"] == 1.0
    assert body["differences"] == [
        {"id": "a", "start": 5, "end": 15, "label": "PERSOON", "by": "first"}
        | {"other": "other bounds"},
        {"id": "a", "start": 9, "end": 15, "label": "PERSOON", "by": "second"}
        | {"other": "other bounds"},
    ]
    again = compare(tmp_path, ONE, TWO, "--json", tmp_path / "2", "--resamples", 50)
    assert again.exit_code == 0
    assert (tmp_path / "2").read_bytes() == out.read_bytes()


def test_text_only_where_asked(tmp_path):
    done = compare(tmp_path, ONE, TWO, "--show-text", "--json", tmp_path / "figures.json")
    assert "Jan Jansen" in done.output
    body = json.loads((tmp_path / "figures.json").read_text(encoding="ascii"))
    assert [item["text"] for item in body["differences"]] == ["Jan Jansen", "Jansen"]
    if os.name == "posix":  # texts stand in it
        assert (tmp_path / "figures.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("one", "two", "code"),
    [
        (ONE, TWO[1:], "E216"),
        (ONE[1:], TWO, "E216"),
        ([*ONE, ONE[0]], TWO, "E215"),
        (ONE, [*TWO, TWO[0]], "E215"),
        (ONE, [TWO[0], {**TWO[1], "text": TEXT + " "}], "E215"),
        (ONE, [TWO[0], {"uid": "a", "text": TEXT}], "E215"),
        (ONE, [TWO[0], {**TWO[1], "label": [[9, 15, "Jansen"]]}], "E215"),
        (ONE, [TWO[0], {**TWO[1], "meta": {"uid": True}}], "E215"),
        ([], [], "E207"),
    ],
)
def test_files_that_cannot_be_compared(tmp_path, one, two, code):
    done = compare(tmp_path, one, two, "--json", tmp_path / "figures.json")
    assert (done.exit_code, code in done.output) == (3, True), done.output
    assert "Jansen" not in done.output
    assert not (tmp_path / "figures.json").exists()


def test_one_of_prediction_and_second_is_given(tmp_path):
    gold = write(tmp_path / "gold.jsonl", ONE)
    for more in ([], ["--pred", gold, "--second", gold]):
        args = ["evaluate-detection", "--gold", gold, *more]
        done = CliRunner().invoke(app, [str(arg) for arg in args])
        assert (done.exit_code, "E106" in done.output) == (2, True), done.output
    done = compare(tmp_path, ONE, TWO, "--json", tmp_path / "two.jsonl")
    assert (done.exit_code, "E105" in done.output) == (2, True)


def test_gold_may_be_what_doccano_exports(tmp_path):
    gold = write(tmp_path / "gold.jsonl", TWO)
    found = [{"id": 7, "spans": []}, {"id": "a", "spans": [[9, 15, "PERSOON"]]}]
    pred = write(tmp_path / "pred.jsonl", found)
    args = ["evaluate-detection", "--gold", gold, "--pred", pred, "--json", tmp_path / "out"]
    done = CliRunner().invoke(app, [str(arg) for arg in args])
    assert done.exit_code == 0, done.output
    token = json.loads((tmp_path / "out").read_text(encoding="ascii"))["overall"]["token"]
    assert (token["hit"], token["missed"], token["wrong"]) == (1, 3, 0)


def test_agreement_from_python(tmp_path):
    one, two = write(tmp_path / "1", ONE), write(tmp_path / "2", TWO)
    found = annotator_agreement(one, two, resamples=5)
    assert found.overall.reports == 2
    assert "Jansen" not in repr(found)
