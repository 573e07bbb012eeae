"""Release profiles: what they tell, what they cost, and that nobody's rare value is in one."""

from __future__ import annotations

import builtins
import json
import math
import os
import stat
from collections import Counter
from decimal import Decimal

import pytest
from file_lines import fault
from typer.testing import CliRunner
from worlds import KEY

from dragon_prep import build, find_tasks, simulate
from dragon_prep.cli import app
from dragon_prep.core.errors import UsageFault
from dragon_prep.core.sealed import write_sealed
from dragon_prep.core.targets import Target, TargetType
from dragon_prep.services.release_cases import CaseOrigin, read_origins
from dragon_prep.services.release_profile.file import read_release_profile
from dragon_prep.services.release_profile.groups import in_groups, smallest_told
from dragon_prep.services.release_profile.ledger import (
    LEDGER_FILE,
    PrivacyLedger,
    Spending,
    read_privacy_ledger,
    spend,
)
from dragon_prep.services.release_profile.noise import (
    NoisyCounts,
    measurement_of,
    most_noise,
    noisy_counts,
)
from dragon_prep.services.release_profile.profile import (
    PrivatePlaces,
    ProfiledCase,
    answers_of,
    bounded,
    profile_release,
    shares,
    told_of,
)
from dragon_prep.tasks.questions import CaseRow, questions, words_in

pytest.importorskip("opendp")

DRAWS = 10_000
CLASSES = ("0", "1", "2", "3")


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def target(**more):
    kind = TargetType.SINGLE_LABEL_MULTI_CLASS
    return Target(kind, "unweighted_cohen_kappa", **{"labels": CLASSES, **more})


def of(counts, scale):
    return NoisyCounts(tuple(counts), scale, 1.0)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A release of two tasks, with the workspace it was built with."""
    root = tmp_path_factory.mktemp("profiled")
    tasks = find_tasks(["T10", "T19"])
    simulate(tasks, root / "raw", reports=400, seed=8)
    build(tasks, root / "raw", root / "release", key=KEY)
    return root


# What is counted


def test_cells_follow_from_the_definition_alone():
    label, words, centre = questions(target(), ["umcg", "avl"])
    assert label.cells == (*CLASSES, "other")
    assert centre.cells == ("umcg", "avl", "other")
    assert words.cells[0] == "below 5"
    assert words.cells[-1] == "2000 or more"
    row = CaseRow("Zoetelief", 2000, "olvg")
    assert [q.cells[q.of(row)] for q in (label, words, centre)] == [
        "other",
        words.cells[-1],
        "other",
    ]
    assert words.cells[words.of(CaseRow("0", 4, ""))] == "below 5"
    assert words.cells[words.of(CaseRow("0", 5, ""))] == "5 to 10"
    assert [q.name for q in questions(target(), ["umcg"])] == ["label", "words"]


def test_a_number_is_counted_in_steps_of_what_is_plausible():
    volume = Target(TargetType.SINGLE_LABEL_REGRESSION, "rsmapes", plausible=(5, 1000))
    label = questions(volume, ["rumc"])[0]
    assert label.cells[:3] == ("below 7", "7 to 10", "10 to 15")
    assert label.cells[-1] == "700 or more"
    assert label.cells[label.of(CaseRow(48.5, 9, ""))] == "30 to 50"
    assert label.cells[label.of(CaseRow(50, 9, ""))] == "50 to 70"


@pytest.mark.parametrize(
    ("kind", "names", "label", "answers"),
    [
        (TargetType.SINGLE_LABEL_BINARY, None, True, ["True"]),
        (TargetType.MULTI_LABEL_BINARY, ("a", "b"), [True, False], ["True", "False"]),
        (TargetType.MULTI_LABEL_REGRESSION, ("a", "b"), [12.0, None], ["1 to 2", "10 to 15"]),
        (TargetType.NER, None, ["B-x", "I-x", "O", "B-y"], ["2 to 3"]),
        (TargetType.MULTI_LABEL_NER, None, [["B-1-x", "B-2-y"], ["O"], ["B-3-x"]], ["3 to 5"]),
    ],
)
def test_every_kind_of_label_has_cells(kind, names, label, answers):
    asked = questions(Target(kind, "m", labels=names), ["rumc"])[:-1]
    assert [q.cells[q.of(CaseRow(label, 1, "rumc"))] for q in asked] == answers


def test_classes_that_no_definition_knows_are_not_asked_for():
    assert [q.name for q in questions(target(labels=None), ["rumc"])] == ["words"]
    known = questions(target(labels=None, known_classes=(("x",),)), ["rumc"])[0]
    assert known.cells == ("x", "other")


def test_every_classification_of_the_benchmark_has_cells_for_labels():
    for task in find_tasks(["all"]):
        names = [q.name for q in questions(task.target, task.cohort.centres)]
        assert names[0].startswith("label"), task.full_name


def test_words_are_counted_over_all_parts():
    assert words_in("een  twee\ndrie") == words_in(["een twee", "drie"]) == 3


def test_a_patient_counts_for_three_reports_whoever_else_is_there():
    def case(patient, report):
        return ProfiledCase(CaseRow("0", 1, "a"), CaseOrigin(patient, report, "a"))

    alone = [case("p", report) for report in "fabedc"]
    others = [case(f"q{at}", f"{at}") for at in range(5)]
    mine = [one.origin.report for one in bounded(others + alone) if one.origin.patient == "p"]
    assert mine == ["a", "b", "c"]
    assert mine == [one.origin.report for one in bounded(alone)]
    assert len(bounded(others + alone)) == 8


# What is told


def test_no_group_is_smaller_than_noise_can_make_one_patients_reports():
    assert smallest_told(1, 0.01) == 10  # without noise to speak of
    # The noise of one cell is beyond this with a chance of less than 10^-8.
    assert smallest_told(1, 6.0) == math.ceil(3 + 1 + 6 * math.log(1e8 / 2))
    assert smallest_told(4, 6.0) > smallest_told(1, 6.0)


def test_the_bound_on_noise_holds():
    """Against 20,000 draws of eight cells."""
    counts = noisy_counts([], 8 * 20_000, 1.0).counts
    draws = [sum(counts[at : at + 8]) for at in range(0, len(counts), 8)]
    rare, frequent = most_noise(8, 3.0, 1e-3), most_noise(8, 3.0, 0.1)
    assert sum(draw > rare for draw in draws) / len(draws) < 2e-3
    assert sum(draw > frequent for draw in draws) / len(draws) > 0.01  # nor more than it takes


def test_small_classes_are_told_together_with_the_next_larger():
    noisy = of([200, 4, 90, 60], scale=3.0)  # from 59 on alone, from 77 on two together
    groups = in_groups(noisy, ordered=False)
    assert [(g.cells, g.reports) for g in groups] == [((0,), 200), ((1, 3), 64), ((2,), 90)]
    two = in_groups(of([200, 42, 41], scale=3.0), ordered=False)
    assert [(g.cells, g.reports) for g in two] == [((0,), 200), ((1, 2), 83)]


def test_neighbours_are_put_together_until_they_are_enough():
    groups = in_groups(of([1, -3, 70, 30, 30, 2, 90, 5], scale=3.0), ordered=True)
    told = [(g.cells, g.reports) for g in groups]
    assert told == [((0, 1, 2), 68), ((3, 4, 5, 6, 7), 157)]


def test_nothing_is_told_of_too_few():
    (group,) = in_groups(of([9, 3, 1], scale=2.0), ordered=True)
    assert group.reports is None
    assert group.cells == (0, 1, 2)


@pytest.mark.parametrize("epsilon", [0.5, 2.0])
def test_rare_values_of_one_patient_are_never_told(epsilon):
    """No mock: the noise is drawn 10,000 times (5,000 for each epsilon)."""
    others = [CaseRow(CLASSES[at % 3 % 2], 60 + at % 200, "umcg") for at in range(1000)]
    rare = [CaseRow("3", 5000, "avl"), CaseRow("Zoetelief", 5000, "avl"), CaseRow("3", 1, "avl")]
    asked = questions(target(), ["umcg", "avl"])
    of_others = {q.name: {q.cells[q.of(row)] for row in others} for q in asked}
    let_through, told_of_others = [], Counter()
    answers = answers_of(others + rare, asked)
    for _ in range(DRAWS // 2):
        for question in told_of(answers, epsilon):
            for group in question.groups:
                if group.reports is None:
                    continue
                told_of_others[question.name] += 1
                if not of_others[question.name] & {*group.cells}:
                    let_through.append((question.name, group))
            assert "Zoetelief" not in str(question)
    assert let_through == []
    assert told_of_others["label"] > 0.9 * DRAWS  # and profiles that say something


def test_a_profile_is_near_the_truth():
    rows = [CaseRow(CLASSES[at % 10 // 6], 60 + at % 200, "umcg") for at in range(2000)]
    asked = questions(target(), ["umcg"])
    label, words = told_of(answers_of(rows, asked), 2.0)
    told = {cell: group.reports for group in label.groups for cell in group.cells[:1]}
    assert abs(told["0"] - 1200) < 60
    assert abs(told["1"] - 800) < 60
    assert abs(words.total - 2000) < 300
    assert len(words.groups) > 4


# What it costs


def test_the_noise_is_what_opendp_says_it_must_be():
    epsilon = 0.37
    made = noisy_counts([0, 1, 1], 3, epsilon)
    assert made.scale == pytest.approx(3 / epsilon)
    assert made.epsilon <= epsilon
    # Twice the reports of a patient would cost twice as much.
    assert measurement_of(3, made.scale).map(d_in=6) == pytest.approx(2 * epsilon)


def test_the_questions_of_a_task_cost_what_the_task_may_cost():
    """By OpenDP's own composition, for three reports of a patient."""
    import opendp.prelude as dp

    asked = questions(target(), ["umcg", "avl"])
    for epsilon in (0.1, 0.3, 1.0, 7.7):
        parts = [measurement_of(len(q.cells), 3 / e) for q, e in shares(asked, epsilon).items()]
        whole = dp.c.make_composition(parts)
        assert whole.map(d_in=3) == pytest.approx(epsilon)
        told = told_of(answers_of([], asked), epsilon)
        assert sum(question.epsilon for question in told) <= epsilon
        assert sum(question.epsilon for question in told) == pytest.approx(epsilon)
    of_labels = [q for q in shares(asked, 1.0) if q.is_of_labels]
    assert [shares(asked, 1.0)[q] for q in of_labels] == [pytest.approx(0.5)]


def test_what_one_patient_changes_is_within_epsilon():
    """Frequencies of outcomes with and without one patient, against exp(epsilon)."""
    epsilon, draws = 1.0, 20_000
    without = Counter(noisy_counts([*range(draws)] * 5, draws, epsilon).counts)
    with_one = Counter(noisy_counts([*range(draws)] * 8, draws, epsilon).counts)
    often = [value for value in range(-2, 16) if min(without[value], with_one[value]) > 300]
    assert len(often) > 8
    ratios = [abs(math.log(with_one[value] / without[value])) for value in often]
    assert max(ratios) < epsilon + 0.25  # which the draws' own spread allows for
    assert max(ratios) > epsilon - 0.25  # and no more noise than it takes


def test_a_budget_is_spent_once(tmp_path):
    ledger = tmp_path / LEDGER_FILE

    def one(epsilon, task="T1"):
        return Spending("abc", (task,), Decimal(epsilon))

    for _ in range(3):
        spend(ledger, one("0.1"), Decimal("0.7"))
    after = spend(ledger, one("0.4", "T2"))
    assert (after.spent, after.left) == (Decimal("0.7"), Decimal(0))
    refused = fault(spend, ledger, one("0.001"))
    assert refused.kind.code == "E172"
    assert "0.0 of 0.7 is left" in refused.detail
    assert read_privacy_ledger(ledger) == after
    assert [e.tasks for e in after.entries] == [("T1",), ("T1",), ("T1",), ("T2",)]
    if os.name == "posix":
        assert stat.S_IMODE(ledger.stat().st_mode) == 0o600
    assert fault(spend, ledger, one("0.001"), Decimal(9)).kind.code == "E106"
    assert {path.name for path in tmp_path.iterdir()} == {LEDGER_FILE}


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        "[]",
        '{"format": 2, "budget": "3", "entries": []}',
        '{"format": 1, "budget": "-3", "entries": []}',
        '{"format": 1, "budget": "3", "entries": {}}',
        '{"format": 1, "budget": "3", "entries": [{"release": "", "tasks": [], "epsilon": "NaN"}]}',
    ],
)
def test_a_ledger_that_cannot_be_read_lets_nothing_be_spent(tmp_path, body):
    ledger = tmp_path / LEDGER_FILE
    write_sealed(ledger, body.encode())
    assert fault(spend, ledger, Spending("a", (), Decimal(1))).kind.code == "E176"
    ledger.write_bytes(b"damaged")
    assert fault(spend, ledger, Spending("a", (), Decimal(1))).kind.code == "E176"


def test_a_new_ledger_has_the_usual_budget(tmp_path):
    after = spend(tmp_path / "one", Spending("a", (), Decimal(1)))
    assert after == PrivacyLedger(Decimal(3), (Spending("a", (), Decimal(1)),))


# The command


def test_a_profile_of_a_release(world, tmp_path):
    ledger = tmp_path / "ledger"
    args = ("profile", world / "release", "--ledger", ledger, "--budget", "4")
    done = run(*args, "--epsilon", "3", "--out", tmp_path / "p.json")
    assert done.exit_code == 0, done.output
    assert "spent: epsilon 3; 1 of 4 is left" in done.output
    told = read_release_profile(tmp_path / "p.json")
    assert [*told.tasks] == ["Task010_prostate_radiology_clf", "Task019_prostate_volume_reg"]
    spent = sum(q.epsilon for asked in told.tasks.values() for q in asked)
    assert 2.99 < spent <= 3
    label = told.tasks["Task010_prostate_radiology_clf"][0]
    counts = {group.cells[0]: group.reports for group in label.groups}
    manifest = json.loads((world / "release/manifest.json").read_bytes())
    true = manifest["tasks"]["Task010_prostate_radiology_clf"]["label_summary"]
    assert abs(counts["0"] - true["0"]) < 70
    # Another one costs again, and there is not enough left for it.
    again = run(*args, "--epsilon", "3", "--out", tmp_path / "q.json")
    assert again.exit_code == 2
    assert "E172" in again.output
    assert not (tmp_path / "q.json").exists()
    body = run(*args, "--epsilon", "1", "--task", "T19", "--out", tmp_path / "r.json", "--json")
    assert json.loads(body.output)["left"] == "0"
    assert [*json.loads(body.output)["tasks"]] == ["Task019_prostate_volume_reg"]


def test_a_profile_holds_nothing_but_cells_and_counts(world, tmp_path):
    places = PrivatePlaces(tmp_path / "p.json", ledger=tmp_path / "ledger")
    result = profile_release(world / "release", places, Decimal(1))
    words = json.loads((tmp_path / "p.json").read_bytes())
    assert {*words} == {"kind", "format", "epsilon", "noise", "tasks"}
    known = {
        task.full_name: {q.name: {*q.cells} for q in questions(task.target, task.cohort.centres)}
        for task in find_tasks(["T10", "T19"])
    }
    for task, asked in words["tasks"].items():
        assert {question["question"] for question in asked} == {*known[task]}
        for question in asked:
            assert {*question} == {"question", "epsilon", "scale", "groups"}
            cells = [cell for group in question["groups"] for cell in group["cells"]]
            assert sorted(cells) == sorted(known[task][question["question"]])
    assert read_release_profile(result.file) == result.profile


def test_origins_are_kept_for_the_owner_and_name_no_real_patient(world):
    (file,) = (world / "dragon-prep-workspace").glob("release-cases-*.sealed")
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    origins = read_origins(world / "dragon-prep-workspace", world / "release")
    manifest = json.loads((world / "release/manifest.json").read_bytes())
    for task, cases in origins.items():
        entry = manifest["tasks"][task]
        assert len({origin.patient for origin in cases.values()}) == entry["patients"]
        assert len(cases) == sum(len(v) for v in [cases])
    raw = b"".join(path.read_bytes() for path in (world / "raw").rglob("*.jsonl"))
    one = next(iter(cases.values()))
    assert one.patient.encode() not in raw


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("--epsilon", "0"), "E106"),
        (("--epsilon", "much"), "E106"),
        (("--epsilon", "nan"), "E106"),
        (("--epsilon", "1", "--task", "T11"), "E101"),
        (("--epsilon", "1", "--workspace", "elsewhere"), "E173"),
        (("--epsilon", "1", "--out", "INSIDE"), "E175"),
        (("--epsilon", "1", "--ledger", "INSIDE"), "E175"),
    ],
)
def test_what_cannot_be_asked(world, tmp_path, given, code):
    inside = world / "release" / "p.json"
    args = [inside if arg == "INSIDE" else arg for arg in given]
    usual = {"--out": tmp_path / "p.json", "--ledger": tmp_path / "ledger"}
    for option, value in usual.items():
        if option not in args:
            args += [option, value]
    done = run("profile", world / "release", *args)
    assert done.exit_code == 2, done.output
    assert code in done.output
    assert not (tmp_path / "ledger").exists()  # nothing was spent


def test_a_changed_release_has_no_profile(world, tmp_path):
    import shutil

    changed = shutil.copytree(world / "release", tmp_path / "release")
    file = next((changed / "test-set").iterdir())
    file.write_bytes(file.read_bytes() + b"\n")
    workspace = world / "dragon-prep-workspace"
    args = ("--workspace", workspace, "--epsilon", "1", "--out", tmp_path / "p.json")
    done = run("profile", changed, *args, "--ledger", tmp_path / "ledger")
    assert done.exit_code == 4
    assert "V406" in done.output
    assert not (tmp_path / "ledger").exists()


def test_without_opendp_there_is_a_remedy_and_nothing_is_spent(world, tmp_path, monkeypatch):
    plain = builtins.__import__

    def without(name, *args, **more):
        if name.startswith("opendp"):
            raise ImportError
        return plain(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    places = PrivatePlaces(tmp_path / "p.json", ledger=tmp_path / "ledger")
    with pytest.raises(UsageFault) as caught:
        profile_release(world / "release", places, Decimal(1))
    assert caught.value.kind.code == "E171"
    assert 'pip install ".[profile]"' in caught.value.remedy
    assert not (tmp_path / "ledger").exists()


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b'{"kind": "dragon-prep release profile", "format": 9, "tasks": {}}'],
)
def test_what_is_no_profile(tmp_path, body):
    (tmp_path / "p.json").write_bytes(body)
    assert fault(read_release_profile, tmp_path / "p.json").kind.code == "E174"
