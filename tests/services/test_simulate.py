"""A simulation replaces simulations, and never anything real."""

from __future__ import annotations

import shutil

import pytest
from worlds import tree

from dragon_prep import find_tasks, simulate
from dragon_prep.core.errors import UsageFault
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
