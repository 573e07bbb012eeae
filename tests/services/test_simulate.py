"""A simulation replaces simulations, and never anything real."""

from __future__ import annotations

import json
import shutil

import pytest
from file_lines import fault, said
from own_tasks import a_task
from worlds import tree

from dragon_prep import find_tasks, simulate
from dragon_prep.core.errors import UsageFault
from dragon_prep.core.targets import TargetType
from dragon_prep.services.simulate import MARKER


def run(tmp_path, **more):
    return simulate(find_tasks(["T19"]), tmp_path / "raw", reports=60, **more)


def test_exports_say_that_they_are_simulated_and_may_be_replaced(tmp_path):
    first = run(tmp_path)
    assert "Nothing of it is real" in (first.source / MARKER).read_text()
    before = tree(first.source)
    with pytest.raises(UsageFault, match="E103"):
        run(tmp_path)
    run(tmp_path, overwrite=True)
    assert tree(first.source) == before
    assert {p.name for p in tmp_path.iterdir()} == {"raw", "raw-answers.jsonl"}


def test_real_exports_are_never_replaced(tmp_path):
    made = run(tmp_path)
    (made.source / MARKER).unlink()  # now they are as a hospital would bring them
    before = tree(tmp_path)
    with pytest.raises(UsageFault, match="E104"):
        run(tmp_path, overwrite=True)
    with pytest.raises(UsageFault, match="E104"):
        run(tmp_path, overwrite=True, answers=made.answers)
    assert tree(tmp_path) == before


def test_a_file_is_not_taken_for_an_answer_key(tmp_path):
    thesis = tmp_path / "thesis.docx"
    thesis.write_bytes(b"ten years of work")
    for overwrite in (False, True):
        with pytest.raises(UsageFault, match="E103"):
            run(tmp_path, answers=thesis, overwrite=overwrite)
    assert thesis.read_bytes() == b"ten years of work"
    assert not (tmp_path / "raw").exists()
    run(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageFault, match="E111"):
        run(tmp_path, answers=tmp_path / "folder", overwrite=True)


def test_simulation_that_lost_its_answers_can_be_made_again(tmp_path):
    made = run(tmp_path)
    made.answers.unlink()
    run(tmp_path, overwrite=True)
    assert made.answers.is_file()
    shutil.rmtree(made.source)
    with pytest.raises(UsageFault, match="answer key exists"):
        run(tmp_path, overwrite=True)


def test_what_is_told_and_where_it_is(tmp_path):
    made = simulate(find_tasks(["T19", "T20"]), tmp_path / "a" / "raw", reports=60, seed=3)
    assert made.source == tmp_path / "a" / "raw"
    assert made.answers == tmp_path / "a" / "raw-answers.jsonl"
    lines = [json.loads(line) for line in made.answers.read_text().splitlines()]
    assert (made.reports, len(lines)) == (60, 60)
    assert made.phi > 60
    again = simulate(find_tasks(["T20"]), tmp_path / "b", reports=60, seed=3)
    assert tree(again.source) == tree(made.source)  # a cohort once, whatever its tasks
    none = simulate(find_tasks(["T19"]), tmp_path / "c", reports=60)
    nought = simulate(find_tasks(["T19"]), tmp_path / "d", reports=60, seed=0)
    assert tree(none.source) == tree(nought.source) != tree(made.source)


def test_answers_may_lie_elsewhere_but_not_inside(tmp_path):
    inside = "the answer key may not lie inside the exports"
    for answers in (tmp_path / "raw", tmp_path / "raw" / "x", tmp_path / "raw" / "x" / "y"):
        assert said(run, tmp_path, answers=answers) == ("E105", 2, "", inside)
    made = run(tmp_path, answers=tmp_path / "deep" / "er" / "answers")
    assert made.answers.is_file()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["deep", "raw"]


def test_why_something_is_not_replaced(tmp_path):
    made = run(tmp_path)
    assert said(run, tmp_path)[:2] == ("E103", 2)
    shutil.rmtree(made.source)
    error = fault(run, tmp_path)
    assert error.detail == "the file for the answer key exists"
    remedy = "Give another file with --answers; --overwrite replaces it with its simulation."
    assert error.remedy == remedy
    made.answers.unlink()
    made.source.mkdir()
    run(tmp_path)  # an empty folder is nothing
    (made.source / MARKER).unlink()
    error = fault(run, tmp_path, overwrite=True)
    detail = "the output folder exists and is no simulation: it has no SIMULATED.txt"
    assert (error.kind.code, error.detail) == ("E104", detail)
    assert error.remedy == "Give another folder: --overwrite replaces simulations only."
    shutil.rmtree(made.source)
    made.source.write_bytes(b"a file")
    assert said(run, tmp_path, overwrite=True)[:2] == ("E104", 2)


def test_too_few_reports_and_cohorts_without_a_simulator(tmp_path):
    error = fault(simulate, find_tasks(["T19"]), tmp_path / "raw", reports=1)
    assert (error.kind.code, error.exit_code) == ("E106", 2)
    own = a_task(TargetType.SINGLE_LABEL_BINARY)
    error = fault(simulate, [own], tmp_path / "raw", reports=60)
    assert error.detail == "there is no simulator of the cohort hips"
    remedy = "Leave its tasks out, or write its raw files by hand (docs/task29.md)."
    assert (error.kind.code, error.remedy) == ("E106", remedy)
    assert list(tmp_path.iterdir()) == []


OWN = "2 files of the folder are not as they were simulated"


def test_a_users_own_files_in_a_marked_folder_are_kept(tmp_path):
    made = run(tmp_path)
    sheet = next(path for path in made.source.rglob("*.csv"))
    sheet.write_bytes(b"real exports, in the place of simulated ones")
    (made.source / "rumc" / "centre.toml").write_text("mine")
    before = tree(tmp_path)
    error = fault(run, tmp_path, overwrite=True)
    assert (error.kind.code, error.detail) == ("E104", OWN)
    assert "centre.toml" not in str(error)
    assert tree(tmp_path) == before


def test_a_mark_that_lists_nothing_lets_nothing_be_replaced(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / MARKER).write_text("Simulated raw exports")
    (folder / "thesis.docx").write_text("ten years of work")
    assert said(run, tmp_path, overwrite=True)[:2] == ("E104", 2)
    assert (folder / "thesis.docx").exists()
