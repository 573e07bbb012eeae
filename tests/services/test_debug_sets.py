"""Debug sets: development cases dealt once more by patient, to try a model without the test set."""

from __future__ import annotations

import json
import shutil
import zipfile

import pytest
from broken_releases import T19, Copy
from typer.testing import CliRunner
from worlds import KEY, archives, tree

from dragon_prep import find_tasks
from dragon_prep.archive import contract
from dragon_prep.archive.debug import can_be_used
from dragon_prep.archive.encode import Case
from dragon_prep.cli import app
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.targets import TargetType
from dragon_prep.services.rebuild import rebuild
from dragon_prep.services.release_leakage import audit_leakage
from dragon_prep.services.verify_release import verify_release
from dragon_prep.services.zips import ORGANISERS_ZIP, PARTICIPANTS_ZIP, zips_beside
from dragon_prep.split.debug import debug_splits
from dragon_prep.split.folds import Split, dragon2025
from dragon_prep.tasks.debug import debug_set
from dragon_prep.tasks.prepare import Options

DEBUG = Options(debug=True)
INPUT = f"debug-input/{T19}-fold0"
TRUTH = f"debug-test-set/{T19}.json"
FILES = (contract.TRAINING, contract.VALIDATION, contract.TEST)


@pytest.fixture(scope="module")
def drawn(built, tmp_path_factory):
    """A release with debug sets and zips, not to be written to."""
    folder = tmp_path_factory.mktemp("debug")
    more = {"options": DEBUG, "zips": True, "workspace": folder / "w"}
    return built.build(folder / "release", **more).release


@pytest.fixture
def copy(drawn, tmp_path):
    shutil.copytree(drawn, tmp_path / "b")
    return Copy(tmp_path / "b")


def records(root, name):
    return json.loads((root / name).read_bytes())


def development(root):
    job = f"algorithm-input/{T19}-fold0"
    found = [r for f in FILES[:2] for r in records(root, f"{job}/{f}")]
    return sorted(found, key=lambda record: int(record["uid"].rpartition("case")[2]))


def test_it_is_the_development_cases_dealt_once_more(drawn):
    sets = [records(drawn, f"{INPUT}/{file}") for file in FILES]
    truth = records(drawn, TRUTH)
    assert [{k: r[k] for k in ("uid", "text")} for r in truth] == sets[2]
    together = sorted(
        [*sets[0], *sets[1], *truth], key=lambda r: int(r["uid"].rpartition("case")[2])
    )
    assert together == development(drawn)
    usual = records(drawn, f"algorithm-input/{T19}-fold0/{contract.CONFIGURATION}")
    own = records(drawn, f"{INPUT}/{contract.CONFIGURATION}")
    assert own == usual | {"jobid": 2190}
    assert list(own) == list(usual)
    entry = records(drawn, "manifest.json")["tasks"][T19]["debug"]
    sizes = [len(one) for one in sets]
    assert [entry[name] for name in ("training", "validation", "test")] == [
        n if n >= 10 else "<10" for n in sizes
    ]


def test_no_patient_is_on_two_sides(drawn, built):
    entry = records(drawn, "manifest.json")["tasks"][T19]
    sides = entry["debug"]["patients_keyed"]
    every = [digest for digests in sides.values() for digest in digests]
    whole = entry["patients_keyed"]
    assert len(set(every)) == len(every)
    assert set(every) == {d for name, own in whole.items() if name != "test" for d in own}
    # 30 % of the patients are tested on, a fifth of the others validate.
    tested = int(0.3 * len(every))
    assert len(sides["test"]) == tested
    assert len(sides["validation"]) == -(-(len(every) - tested) // 5)


def test_all_else_is_as_it_was_and_the_bytes_are_the_same_again(drawn, built, tmp_path):
    plain = built.result.release
    assert archives(drawn) == archives(plain)
    assert not [name for name in tree(plain) if "debug" in name]
    again = built.build(
        tmp_path / "release", options=DEBUG, workers=2, zips=True, workspace=tmp_path / "w"
    ).release
    assert tree(again) == tree(drawn)
    assert tree(zips_beside(again)) == tree(zips_beside(drawn))
    assert rebuild(drawn, built.raw, key=KEY) == []


def test_it_is_verified_and_leaks_nothing(drawn, built):
    assert verify_release(drawn, key=KEY) == []
    codes = {p.kind.code for p in audit_leakage(built.result.release).information}
    found = audit_leakage(drawn)
    assert (found.is_clean, {p.kind.code for p in found.information}) == (True, codes)


def test_participants_get_no_label_of_its_test_set(drawn):
    for name in (PARTICIPANTS_ZIP, ORGANISERS_ZIP):
        path = zips_beside(drawn) / name
        assert verify_release(path, key=KEY) == []
        with zipfile.ZipFile(path) as zipped:
            names = set(zipped.namelist())
            about = json.loads(zipped.read("manifest.json"))
        assert {f"{INPUT}/{file}" for file in contract.JOB_FILES} <= names
        assert (TRUTH in names) is (name == ORGANISERS_ZIP)
        keyed = "patients_keyed" in about["tasks"][T19]["debug"]
        assert keyed is (name == ORGANISERS_ZIP)


def test_the_usual_deal_is_that_of_the_challenge_by_patient():
    groups = [f"p{i // 2}" for i in range(60)]
    split = dragon2025(groups)
    rows = sorted(row for fold in split.validation for row in fold)
    first, second, *_ = debug_splits(groups, split)
    usual = dragon2025([groups[row] for row in rows], seed=42)
    assert first.test == tuple(rows[at] for at in usual.test)
    assert first.validation == tuple(rows[at] for at in usual.validation[0])
    assert sorted((*first.training, *first.validation, *first.test)) == rows
    assert second != first
    assert second.test == tuple(
        rows[at] for at in dragon2025([groups[row] for row in rows], seed=43).test
    )


def case(number, label):
    return Case(f"Task001_x_case{number}", f"Verslag {number}.", label)


def test_a_deal_without_a_class_is_dealt_again(built):
    task = next(task for task in built.tasks if task.number == 19)
    kind = TargetType.SINGLE_LABEL_BINARY
    labels = [i in (3, 17, 31, 44) for i in range(60)]
    cases = [case(i, label) for i, label in enumerate(labels)]
    groups = [f"p{i}" for i in range(60)]
    split = Split((), tuple(tuple(range(k, 60, 5)) for k in range(5)))
    deals = list(debug_splits(groups, split))
    usable = [can_be_used(cases, deal, kind) for deal in deals]
    sound = [
        any(labels[r] for r in deal.training) and any(labels[r] for r in deal.test)
        for deal in deals
    ]
    assert usable == sound
    assert len(set(usable)) == 2
    # Numbers have no classes; with too few patients nothing can be dealt.
    numbers = [case(i, float(i)) for i in range(60)]
    assert debug_set(task, numbers, groups, split) == (deals[0], "")
    few, why = debug_set(task, numbers[:6], groups[:6], Split((0,), ((1,), (2,), (3,), (4,), (5,))))
    assert few is None
    assert why == "there is no debug set: the development cases are of too few patients"


def test_a_task_that_cannot_have_one_says_so():
    (task,) = find_tasks(["T2"])
    cases = [case(i, False) for i in range(60)]
    split = Split((), tuple(tuple(range(k, 60, 5)) for k in range(5)))
    found, why = debug_set(task, cases, [f"p{i}" for i in range(60)], split)
    assert (found, why) == (
        None,
        "there is no debug set: its training or test cases would lack a class",
    )


def of_test_set(copy):
    return copy.load(contract.truth_path(T19))[0]


def moved_in(copy):
    copy.edit(f"{INPUT}/{contract.TRAINING}", lambda own: own.append(of_test_set(copy)))


def first_from_training(copy):
    case = copy.load(f"{INPUT}/{contract.TRAINING}")[0]
    for name in (f"{INPUT}/{contract.TEST}", TRUTH):
        columns = ("uid", "text") if name != TRUTH else tuple(case)
        copy.edit(name, lambda own, c=columns: own.insert(0, {k: case[k] for k in c}))


BROKEN = {
    "a test case": (moved_in, {rules.DEBUG_DIFFERS}),
    "a case in two": (first_from_training, {rules.UID_SHARED}),
    "a case gone": (
        lambda copy: copy.edit(f"{INPUT}/{contract.TRAINING}", lambda own: own.pop()),
        {rules.DEBUG_DIFFERS},
    ),
    "a label": (
        lambda copy: copy.edit(TRUTH, lambda own: own[0].update({copy.label(T19): 63.5})),
        {rules.DEBUG_DIFFERS},
    ),
    "labels in the test": (
        lambda copy: copy.save(f"{INPUT}/{contract.TEST}", copy.load(TRUTH)),
        {rules.LABEL_IN_TEST},
    ),
    "a text": (
        lambda copy: copy.edit(f"{INPUT}/{contract.TRAINING}", lambda own: own[0].update(text="x")),
        {rules.DEBUG_DIFFERS},
    ),
    "jobid": (
        lambda copy: copy.save(
            f"{INPUT}/{contract.CONFIGURATION}",
            copy.load(f"{INPUT}/{contract.CONFIGURATION}") | {"jobid": 190},
        ),
        {rules.DEBUG_DIFFERS},
    ),
    "a file gone": (
        lambda copy: (copy.root / INPUT / contract.VALIDATION).unlink(),
        {rules.FILE_MISSING},
    ),
    "the test set gone": (lambda copy: (copy.root / TRUTH).unlink(), {rules.FILE_MISSING}),
    "a file more": (
        lambda copy: copy.save("debug-test-set/Task999_x.json", []),
        {rules.MISPLACED},
    ),
    "no word of it": (
        lambda copy: copy.manifest(lambda m: m["tasks"][T19].pop("debug")),
        {rules.MISPLACED},
    ),
    "counts": (
        lambda copy: copy.manifest(lambda m: m["tasks"][T19]["debug"].update(training=99)),
        {rules.COUNTS_DIFFER},
    ),
    "a patient on two sides": (
        lambda copy: copy.manifest(
            lambda m: m["tasks"][T19]["debug"]["patients_keyed"]["test"].append(
                m["tasks"][T19]["debug"]["patients_keyed"]["training"][0]
            )
        ),
        {rules.PATIENT_SHARED},
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_was_changed_is_found_without_the_key(copy, name):
    change, expected = BROKEN[name]
    change(copy)
    copy.renew_all()
    found = {problem.kind for problem in verify_release(copy.root)}
    assert expected <= found


def test_a_debug_test_set_among_what_participants_get_is_found(drawn, tmp_path):
    with zipfile.ZipFile(zips_beside(drawn) / PARTICIPANTS_ZIP) as zipped:
        zipped.extractall(tmp_path / "p")
    (tmp_path / "p" / "debug-test-set").mkdir()
    shutil.copy(drawn / TRUTH, tmp_path / "p" / TRUTH)
    assert rules.LABELS_LEFT in {p.kind for p in verify_release(tmp_path / "p")}


def test_the_command(built, tmp_path):
    key = tmp_path / "key"
    key.write_text(KEY.secret.hex())
    key.chmod(0o600)
    args = ["build", "T19", "--source", built.raw, "--out", tmp_path / "r", "--key-file", key]
    done = CliRunner().invoke(app, [str(arg) for arg in (*args, "--debug")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "r" / TRUTH).is_file()
    assert "debug-input/TASK-fold0/" in (tmp_path / "r" / "report.html").read_text()
