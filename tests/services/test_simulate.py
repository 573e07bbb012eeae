"""A simulation replaces simulations, and never anything real."""

from __future__ import annotations

import functools
import gc
import json
import shutil

import pytest
from file_lines import fault, said
from own_tasks import a_task
from typer.testing import CliRunner
from worlds import tree

from dragon_prep import find_tasks, simulate
from dragon_prep.cli import app
from dragon_prep.core.errors import UsageFault
from dragon_prep.core.targets import TargetType
from dragon_prep.services import simulate_records as module
from dragon_prep.services.simulate import MARKER
from dragon_prep.services.simulate_records import simulate_records
from dragon_prep.synthetic.kit.answers import read_answers


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


def records_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_records_are_the_texts_of_the_exports_with_ids_of_their_own(tmp_path, monkeypatch):
    tasks = find_tasks(["T1", "T19"])
    exports = simulate(tasks, tmp_path / "raw", reports=60, seed=4)
    made = simulate_records(
        tasks, tmp_path / "r.jsonl", reports=60, seed=4, answers=tmp_path / "a.jsonl"
    )
    lines, answers = records_of(tmp_path / "r.jsonl"), read_answers(tmp_path / "a.jsonl")
    assert [r["text"] for r in lines] == [a.text for a in read_answers(exports.answers)]
    assert (made.reports, made.phi) == (len(lines), exports.phi)
    for number, (line, answer) in enumerate(zip(lines, answers, strict=True), 1):
        assert (answer.file, answer.row) == ("r.jsonl", number)
        assert line == {"id": answer.uid, "patient_id": answer.patient_id, "text": answer.text}
    # More come in rounds, the same each time, and neither a round nor a seed repeats an id.
    monkeypatch.setattr(module, "_AT_ONCE", 60)
    simulate_records(tasks, tmp_path / "more.jsonl", reports=120, seed=4)
    simulate_records(tasks, tmp_path / "again.jsonl", reports=120, seed=4)
    simulate_records(tasks, tmp_path / "other.jsonl", reports=120, seed=5)
    more, other = records_of(tmp_path / "more.jsonl"), records_of(tmp_path / "other.jsonl")
    assert (tmp_path / "more.jsonl").read_bytes() == (tmp_path / "again.jsonl").read_bytes()
    every = [*more, *other]
    assert len(every) == 480
    assert len({line["id"] for line in every}) == 480
    assert len({line["text"] for line in every}) > 470  # some are short
    assert not {m["patient_id"] for m in more} & {o["patient_id"] for o in other}


def test_records_replace_nothing_by_themselves(tmp_path):
    tasks = find_tasks(["T19"])
    thesis = tmp_path / "thesis.jsonl"
    thesis.write_bytes(b"ten years of work")
    with pytest.raises(UsageFault, match=r"E103.*thesis\.jsonl"):
        simulate_records(tasks, thesis, reports=30)
    with pytest.raises(UsageFault, match=r"E103.*thesis\.jsonl"):
        simulate_records(tasks, tmp_path / "r.jsonl", reports=30, answers=thesis)
    with pytest.raises(UsageFault, match="E105"):
        simulate_records(tasks, tmp_path / "r.jsonl", reports=30, answers=tmp_path / "r.jsonl")
    with pytest.raises(UsageFault, match="E106"):
        simulate_records(tasks, tmp_path / "r.jsonl", reports=1)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.jsonl"]
    assert thesis.read_bytes() == b"ten years of work"
    simulate_records(tasks, thesis, reports=30, overwrite=True)
    assert len(records_of(thesis)) == 30


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ((), "one of --out and --records"),
        (("--out", "o", "--records", "r.jsonl", "--reports", "30"), "one of --out and --records"),
        (("--records", "r.jsonl"), "--records needs --reports"),
    ],
)
def test_exports_or_records_are_asked_for(tmp_path, monkeypatch, given, why):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["simulate", "T19", *given])
    assert (done.exit_code, why in done.output) == (2, True)
    assert [*tmp_path.iterdir()] == []


def test_simulated_records_go_into_a_corpus(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for words in (
        "simulate T19 --reports 60 --records r.jsonl --answers a.jsonl",
        "key new project.key",
        "corpus build r.jsonl --out corpus --key-file project.key --workers 1",
    ):
        done = CliRunner().invoke(app, words.split())
        assert done.exit_code in (0, 1), done.output
    assert "60" in done.output


def unbounded_caches():
    """How much each cache of the simulators without a bound holds."""
    return {
        f"{cache.__module__}.{cache.__qualname__}": cache.cache_info().currsize
        for cache in gc.get_objects()
        if isinstance(cache, functools._lru_cache_wrapper)
        and cache.__module__.startswith("dragon_prep.synthetic")
        and cache.cache_info().maxsize is None
    }


def test_what_simulators_remember_does_not_grow_with_the_rounds(tmp_path):
    tasks = find_tasks(["T1", "T2", "T5", "T6", "T9", "T14", "T19", "T23", "T26"])
    held = []
    for seed in (1, 2, 3):
        simulate_records(tasks, tmp_path / f"{seed}.jsonl", reports=150, seed=seed)
        held.append(unbounded_caches())
    # Words are met one by one; there is an end of them.
    grown = {name: (held[1][name], size) for name, size in held[2].items() if size > held[1][name]}
    assert all(size - before < 50 for before, size in grown.values()), (
        grown
    )  # words: there is an end
