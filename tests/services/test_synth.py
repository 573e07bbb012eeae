"""Look-alikes: the same bytes for the same seed, marked wherever one looks."""

from __future__ import annotations

import json
import shutil

import pytest
from file_lines import said
from typer.testing import CliRunner
from worlds import KEY, tree

from dragon_prep import build, find_tasks, simulate, verify
from dragon_prep.archive.contract import CONFIGURATION, SYNTHETIC, SYNTHETIC_NOTE
from dragon_prep.archive.manifest import MANIFEST
from dragon_prep.cli import app
from dragon_prep.core.codes.archive import SYNTHETIC_MARK
from dragon_prep.core.codes.intake import CLASS_MISSING, COHORT_EMPTY
from dragon_prep.core.errors import InputFault, Place, UsageFault
from dragon_prep.core.targets import TargetType
from dragon_prep.services.synth import synth
from dragon_prep.tasks.scaffold import NewCohort, new_task

REPORTS = 100


def names():
    return ["T3", "T106"]  # of a centre, and of an example


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder in which a look-alike was made, and the look-alike."""
    folder = tmp_path_factory.mktemp("synth")
    result = synth(find_tasks(names()), folder / "alike", reports=REPORTS, seed=4)
    return folder, result.release


def test_same_seed_same_bytes_with_any_number_of_workers(made, tmp_path):
    again = run(
        "synth", *names(), "--reports", REPORTS, "--seed", 4, "--workers", 2,
        "--out", tmp_path / "again",
    )  # fmt: skip
    assert again.exit_code == 0, again.output
    assert "marked as synthetic" in again.output
    assert tree(tmp_path / "again") == tree(made[1])


def test_another_seed_other_bytes(made, tmp_path):
    other = synth(find_tasks(names()), tmp_path / "other", reports=REPORTS, seed=5).release
    ours, theirs = tree(made[1]), tree(other)
    assert ours.keys() == theirs.keys()
    same = {path for path in ours if ours[path] == theirs[path]}
    assert {path.rpartition("/")[2] for path in same} <= {CONFIGURATION, "labels.json"}


def test_every_part_says_that_it_is_synthetic(made):
    release = made[1]
    assert json.loads((release / MANIFEST).read_bytes())[SYNTHETIC] is True
    assert "Nothing in this folder is real" in (release / SYNTHETIC_NOTE).read_text("ascii")
    settings = [json.loads(path.read_bytes()) for path in release.rglob(CONFIGURATION)]
    assert len(settings) == 5 * len(names())
    assert all(one[SYNTHETIC] is True for one in settings)
    assert not verify(release)
    done = run("verify", release)
    assert "It is synthetic: nothing of it is real." in done.output


def test_nothing_is_left_beside_it(made):
    folder, release = made
    beside = {path.name for path in folder.iterdir()} - {release.name}
    assert not {name for name in beside if not name.endswith(".lock")}, beside


def reseal(release):
    """The manifest as somebody would write it who changed files by hand."""
    from dragon_prep.archive.manifest import write_manifest

    about = json.loads((release / MANIFEST).read_bytes())
    (release / MANIFEST).unlink()
    for name in ("files", "digest", "hmac"):
        about.pop(name)
    write_manifest(release, about)


def without_note(release):
    (release / SYNTHETIC_NOTE).unlink()


def without_mark_of_the_manifest(release):
    path = release / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {SYNTHETIC: False}), "utf-8")


def without_mark_of_one_job(release):
    path = sorted(release.rglob(CONFIGURATION))[3]
    settings = json.loads(path.read_bytes())
    del settings[SYNTHETIC]
    path.write_text(json.dumps(settings), "utf-8")


def with_a_mark_that_is_no_truth(release):
    path = sorted(release.rglob(CONFIGURATION))[3]
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {SYNTHETIC: "true"}), "utf-8")


@pytest.mark.parametrize(
    ("change", "marks"),
    [
        (without_note, 1),
        (without_mark_of_the_manifest, 11),  # the note and ten jobs say otherwise
        (without_mark_of_one_job, 1),
        (with_a_mark_that_is_no_truth, 1),
    ],
)
def test_a_mark_that_is_missing_is_found(made, tmp_path, change, marks):
    release = tmp_path / "alike"
    shutil.copytree(made[1], release)
    change(release)
    reseal(release)
    found = [finding for finding in verify(release) if finding.kind is SYNTHETIC_MARK]
    assert len(found) == marks
    assert SYNTHETIC_MARK.code == "V427"
    assert run("verify", release).exit_code == 4


def with_note(release):
    (release / SYNTHETIC_NOTE).write_text("SYNTHETIC", "ascii")


def with_mark_of_the_manifest(release):
    path = release / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {SYNTHETIC: True}), "utf-8")


def with_mark_of_one_job(release):
    path = sorted(release.rglob(CONFIGURATION))[3]
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {SYNTHETIC: True}), "utf-8")


def test_a_real_release_that_carries_a_mark_is_found(tmp_path):
    tasks = find_tasks(["T3"])
    simulate(tasks, tmp_path / "raw", reports=REPORTS, seed=4)
    real = build(tasks, tmp_path / "raw", tmp_path / "real", key=KEY).release
    assert not verify(real)
    assert SYNTHETIC.encode() not in b"".join(
        data for path, data in tree(real).items() if path.endswith(CONFIGURATION)
    )
    for change, marks in (
        (with_note, 1),
        (with_mark_of_the_manifest, 6),
        (with_mark_of_one_job, 1),
    ):
        release = tmp_path / change.__name__
        shutil.copytree(real, release)
        change(release)
        reseal(release)
        found = [finding for finding in verify(release) if finding.kind is SYNTHETIC_MARK]
        assert len(found) == marks


def test_too_few_reports_are_a_fault_of_usage_and_leave_nothing(tmp_path):
    done = run("synth", "T3", "--reports", 5, "--out", tmp_path / "alike")
    assert done.exit_code == 2
    fewest = "a task of a look-alike has at least 60 cases"
    assert said(synth, find_tasks(["T3"]), tmp_path / "alike", reports=59) == (
        "E106",
        2,
        "",
        fewest,
    )
    assert not [path for path in tmp_path.iterdir() if path.suffix != ".lock"]


def test_a_cohort_without_a_simulator_is_a_fault_of_usage(tmp_path):
    new_task(
        901, TargetType.SINGLE_LABEL_REGRESSION, folder=tmp_path / "tasks",
        cohort=NewCohort("hips", "umcn"),
        name="own_reg",
    )  # fmt: skip
    tasks = find_tasks(["T901"], folders=[tmp_path / "tasks"])
    with pytest.raises(UsageFault, match="E106 there is no simulator of the cohort hips"):
        synth(tasks, tmp_path / "alike", reports=REPORTS)


def test_an_earlier_release_stays_unless_it_may_be_replaced(made, tmp_path):
    release = tmp_path / "alike"
    shutil.copytree(made[1], release)
    before = tree(release)
    with pytest.raises(UsageFault, match="E103"):
        synth(find_tasks(["T3"]), release, reports=REPORTS)
    assert tree(release) == before
    synth(find_tasks(["T3"]), release, reports=REPORTS, overwrite=True)
    assert not verify(release)


def test_a_folder_that_may_not_be_replaced_is_told_of_before_anything_is_simulated(
    tmp_path, monkeypatch
):
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "mine.txt").write_text("mine")
    monkeypatch.setattr("dragon_prep.services.synth.simulate", None)
    with pytest.raises(UsageFault, match="E104"):
        synth(find_tasks(["T1"]), tmp_path / "release", reports=100)
    assert [path.name for path in tmp_path.rglob("*")] == ["release", "mine.txt"]


def test_what_a_killed_run_left_goes_with_the_next(tmp_path):
    left = tmp_path / ".release.simulated" / "raw"
    left.mkdir(parents=True)
    (left / "half.csv").write_text("half")
    synth(find_tasks(["T101"]), tmp_path / "release", reports=60)
    assert [path.name for path in tmp_path.iterdir()] == ["release"]


@pytest.fixture
def short_once(monkeypatch):
    """Builds of T24 are short of a class at the first attempt, which is chance."""
    tried = []

    def at_first(*args, **more):
        tried.append(1)
        if len(tried) % 2:
            raise InputFault(CLASS_MISSING, place=Place("Task024_recist_lesion_size_reg"))
        return build(*args, **more)

    monkeypatch.setattr("dragon_prep.services.synth.build", at_first)
    return tried


def test_a_cohort_that_is_short_of_a_class_by_chance_is_simulated_again(tmp_path, short_once):
    tasks = find_tasks(["T24", "T106"])
    release = synth(tasks, tmp_path / "alike", reports=150, seed=4).release
    assert len(short_once) == 2
    assert not verify(release)
    assert "with seed 4:" in (release / SYNTHETIC_NOTE).read_text("ascii")
    again = synth(tasks, tmp_path / "again", reports=150, seed=4).release
    assert tree(again) == tree(release)


def test_only_the_cohort_that_was_short_has_another_seed(tmp_path, short_once):
    both = synth(find_tasks(["T24", "T106"]), tmp_path / "both", reports=150, seed=4).release
    assert len(short_once) == 2
    short_once.append(1)  # the next build is none that fails
    plain = synth(find_tasks(["T24", "T106"]), tmp_path / "plain", reports=150, seed=4).release
    assert len(short_once) == 4
    same, other = (
        f"algorithm-input/{job}-fold0/nlp-training-dataset.json"
        for job in ("Task106_Example_sl_reg", "Task024_recist_lesion_size_reg")
    )
    assert tree(both)[same] == tree(plain)[same]
    assert tree(both)[other] != tree(plain)[other]


def test_what_is_no_chance_is_not_tried_again(tmp_path, monkeypatch):
    tried = []

    def failing(*_args, **_more):
        tried.append(1)
        raise InputFault(COHORT_EMPTY, place=Place("Task024_recist_lesion_size_reg"))

    monkeypatch.setattr("dragon_prep.services.synth.build", failing)
    assert said(synth, find_tasks(["T24"]), tmp_path / "alike", reports=150)[0] == "E211"
    assert len(tried) == 1


def test_chance_is_not_tried_for_ever(tmp_path, monkeypatch):
    tried = []

    def failing(*_args, **_more):
        tried.append(1)
        raise InputFault(CLASS_MISSING, place=Place("Task106_Example_sl_reg"))

    monkeypatch.setattr("dragon_prep.services.synth.build", failing)
    assert said(synth, find_tasks(["T106"]), tmp_path / "alike", reports=60)[0] == "E212"
    assert len(tried) == 20
