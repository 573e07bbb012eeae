"""What ``dragon-prep probe`` prints, and that nothing of a text is in it."""

from __future__ import annotations

import json

from made_probes import FILLERS, add_task, by_many, by_phrase, by_side, by_word, cases
from typer.testing import CliRunner

from dragon_prep.cli import app

PLANTED = {*FILLERS, "groene", "draad", "knoop", "links", "rechts", "ster", "boot"}


def run(*args):
    return CliRunner().invoke(app, ["probe", *map(str, args), "--workers", "1"])


def test_scores_and_verdicts_fit_a_terminal_and_hold_no_word_of_a_text(tmp_path):
    add_task(tmp_path, 1, cases(by_phrase, 120))
    add_task(tmp_path, 2, cases(by_many, 120))
    shown = run(tmp_path)
    assert shown.exit_code == 0, shown.output
    assert max(map(len, shown.output.splitlines())) <= 80
    assert "T1 trivial" in shown.output
    assert "T1 given away by one phrase (such as at case" in shown.output
    assert not PLANTED & set(shown.output.split())


def test_json_has_every_fold_and_no_word_of_a_text(tmp_path):
    add_task(tmp_path, 1, cases(by_phrase, 120))
    shown = run(tmp_path, "--json")
    (task,) = json.loads(shown.stdout)["tasks"]
    assert task["verdicts"] == ["trivial", "given_away"]
    assert task["methods"]["words"]["test"] == [1.0] * 5
    assert set(task["phrase"]["places"][0]) == {"uid", "start", "end"}
    assert not PLANTED & set(shown.stdout.replace('"', " ").split())


def test_a_look_alike_on_a_release_gives_five_numbers_a_task(tmp_path):
    add_task(tmp_path / "a", 1, cases(by_side, 120))
    add_task(tmp_path / "b", 1, cases(by_word, 120))
    shown = run(tmp_path / "a", "--on", tmp_path / "b", "--json")
    (task,) = json.loads(shown.stdout)["tasks"]
    five = [task[name] for name in ("on_a", "on_b", "across", "order", "lost")]
    assert five[0] > 0.9 > five[1]
    assert five[3] < 0 < five[4]
    methods = ["words", "numbers", "bayes", "phrases", "letters", "neighbours"]
    assert list(task["methods"]) == methods


def test_pairs_are_counted(tmp_path):
    add_task(tmp_path / "a", 1, cases(by_side, 120))
    file = tmp_path / "pairs.jsonl"
    texts = {True: "echo links 5 wand rechts 3", False: "echo links 3 wand rechts 5"}
    rows = [{"uid": str(k), "pair": 1, "text": t, "label": k} for k, t in texts.items()]
    file.write_text("\n".join(map(json.dumps, rows)))
    shown = run(tmp_path / "a", "--contrast", file, "--json")
    body = json.loads(shown.stdout)
    assert (body["pairs"], body["both"]["numbers"], body["both"]["words"]) == (1, 1, 0)


def test_two_questions_at_once_and_a_folder_that_is_no_release_are_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    both = run(tmp_path, "--on", tmp_path, "--contrast", tmp_path / "x")
    assert (both.exit_code, "E106" in both.output) == (2, True)
    none = run(tmp_path / "empty")
    assert (none.exit_code, "V401" in none.output) == (4, True)
