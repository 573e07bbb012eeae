"""What a look-alike can be asked for: a release profile, sizes, noise, a notice, extra jobs."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from file_lines import fault
from typer.testing import CliRunner
from worlds import tree

from dragon_prep import find_tasks, verify
from dragon_prep.archive.contract import JOB_FILES
from dragon_prep.cli import app
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import Place
from dragon_prep.core.keys import ProjectKey
from dragon_prep.core.targets import Target, TargetType
from dragon_prep.services.extra_jobs import EXTRA, SHOTS, TRUTHS
from dragon_prep.services.like import likeness_of, likeness_told, sizes_of
from dragon_prep.services.release_profile.file import (
    ReleaseProfile,
    ToldGroup,
    ToldQuestion,
    write_release_profile,
)
from dragon_prep.services.synth import Extras, label_noise_of, synth
from dragon_prep.tasks.chosen import CaseChoice, Wish, choose, nearness
from dragon_prep.tasks.derive import Labelled
from dragon_prep.tasks.look_alike import NOTICE, with_label_noise
from dragon_prep.tasks.questions import CaseRow, questions

KEY = ProjectKey(bytes(range(32)))
T10 = "Task010_prostate_radiology_clf"
T28 = "Task028_skin_pathology_ner"
REPORTS = 150


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def profile(counts, task=T10, question="label", cells="0123"):
    """A release profile of one question, a cell a group."""
    groups = [ToldGroup((cell,), count) for cell, count in zip(cells, counts, strict=True)]
    return ReleaseProfile("1", "none", {task: (ToldQuestion(question, 1.0, 6.0, tuple(groups)),)})


def records(path):
    return json.loads(path.read_bytes())


def job(release, task, fold=0):
    return release / "algorithm-input" / f"{task}-fold{fold}"


def cases_of(release, task):
    """All cases with their labels, by uid."""
    files = [job(release, task, fold) / JOB_FILES[2] for fold in range(5)]
    files.append(release / "test-set" / f"{task}.json")
    return {record["uid"]: record for file in files for record in records(file)}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A look-alike without extras."""
    out = tmp_path_factory.mktemp("plain") / "alike"
    return synth(find_tasks(["T10", "T28"]), out, reports=REPORTS, seed=6).release


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A look-alike after a profile, with all extras; and what the command said."""
    folder = tmp_path_factory.mktemp("told")
    write_release_profile(folder / "p.json", profile([50, 60, 40], cells="012"))
    done = run(
        "synth", "T10", "T28", "--like", folder / "p.json", "--reports", REPORTS, "--seed", 6,
        "--disclaimer", "--label-noise", "0.5", "--few-shot", "--held-out-centres",
        "--out", folder / "alike",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return folder / "alike", done.output


# Choosing


def rows_of(counts):
    return [CaseRow(label, 50 + at % 90, "rumc") for label, n in counts for at in range(n)]


def wish(**shares):
    kind = TargetType.SINGLE_LABEL_MULTI_CLASS
    asked = questions(Target(kind, "m", labels=tuple(shares)), ["rumc"])
    groups = [((at,), share) for at, share in enumerate(shares.values())]
    rest = (len(shares),)
    return Wish(asked[0], (*groups, (rest, 0.0)))


def test_what_is_chosen_has_the_shares_that_are_wanted():
    rows = rows_of([("a", 700), ("b", 250), ("c", 50)])
    ids = [str(at) for at in range(len(rows))]
    choice = CaseChoice(200, (wish(a=0.3, b=0.5, c=0.2),))
    keep = choose(rows, ids, choice, KEY, "T")
    assert len(keep) == len(set(keep)) == 200
    assert keep == sorted(keep)
    labels = Counter(rows[at].label for at in keep)
    assert abs(labels["a"] - 60) <= 1
    assert abs(labels["b"] - 100) <= 1
    assert abs(labels["c"] - 40) <= 1
    assert keep == choose(rows, ids, choice, KEY, "T")
    assert keep != choose(rows, ids, choice, ProjectKey(bytes(range(1, 33))), "T")


def test_what_cannot_be_followed_is_told():
    rows = rows_of([("a", 700), ("b", 290), ("c", 10)])
    choice = CaseChoice(200, (wish(a=0.3, b=0.3, c=0.4),))
    keep = choose(rows, [str(at) for at in range(len(rows))], choice, KEY, "T")
    labels = Counter(rows[at].label for at in keep)
    assert labels["c"] == 10  # all there are
    (near,) = nearness([rows[at] for at in keep], choice)
    assert near.short == ("c",)
    assert near.distance == pytest.approx(0.35, abs=0.01)


def test_two_questions_are_followed_at_once():
    rows = [
        CaseRow(label, 60, centre) for label in "ab" for centre in ("x", "y") for _ in range(99)
    ]
    kind = TargetType.SINGLE_LABEL_MULTI_CLASS
    label, _, centre = questions(Target(kind, "m", labels=("a", "b")), ["x", "y"])
    wishes = (
        Wish(label, (((0,), 0.8), ((1, 2), 0.2))),
        Wish(centre, (((0,), 0.25), ((1, 2), 0.75))),
    )
    choice = CaseChoice(80, wishes)
    keep = [rows[at] for at in choose(rows, [*map(str, range(396))], choice, KEY, "T")]
    assert abs(sum(row.label == "a" for row in keep) - 64) <= 1
    assert abs(sum(row.centre == "x" for row in keep) - 20) <= 1


def test_fewer_rows_than_are_wanted_are_a_fault():
    rows = rows_of([("a", 9)])
    assert fault(choose, rows, [*"123456789"], CaseChoice(10), KEY, "T").kind.code == "E177"
    assert choose(rows, [*"123456789"], CaseChoice(9), KEY, "T") == [*range(9)]


# Sizes


def test_reports_counts_the_rows_of_each_task(plain, told):
    for release in (plain, told[0]):
        assert len(cases_of(release, T10)) == REPORTS
        assert len(cases_of(release, T28)) == REPORTS
    manifest = records(plain / "manifest.json")
    assert manifest["options"]["look_alike"] == {"rows": {T10: REPORTS, T28: REPORTS}}
    steps = [step["step"] for step in manifest["tasks"][T10]["attrition"]]
    assert "more than the look-alike is to have" in steps


def test_more_is_simulated_where_there_were_too_few():
    tasks = find_tasks(["T10"])
    likeness = likeness_of(tasks, None, 500)
    first = sizes_of(tasks, likeness, {})
    assert first["prostate_mri"] > 500
    assert sizes_of(tasks, likeness, {"prostate_mri": 1})["prostate_mri"] > first["prostate_mri"]
    assert sizes_of(tasks, likeness_of(tasks, None, None), {}) == {}


def test_the_profile_says_how_many_there_are():
    likeness = likeness_of(find_tasks(["T10", "T19"]), profile([30, 60, 400, 20]), None)
    assert likeness.choices[T10].rows == 510
    assert [*likeness.choices] == [T10]  # of T19 it says nothing
    assert [*likeness.unfollowed] == ["Task019_prostate_volume_reg"]


# After a profile


def test_a_look_alike_follows_a_profile(told):
    release, output = told
    assert not verify(release)
    test = records(release / "test-set" / f"{T10}.json")
    assert 30 < len(test) < 60
    said = likeness_told(release)
    (near,) = said[T10]["likeness"]
    assert near["question"] == "label"
    assert near["distance"] < 0.05
    assert said[T28] == {"likeness": [], "unfollowed": ["all: it is not in the profile"]}
    assert f"{T10}: label {near['distance']:.1%}" in output
    assert "the profile does not tell: all: it is not in the profile" in output


def test_questions_of_another_definition_are_not_followed():
    tasks = find_tasks(["T10"])
    odd = likeness_of(tasks, profile([5, 6], question="label: left", cells="ab"), 100)
    assert odd.choices[T10].wishes == ()
    assert odd.unfollowed == {T10: ("label: left",)}
    untold = ToldQuestion("label", 1.0, 6.0, (ToldGroup(("0", "1", "2", "3", "other"), 90),))
    quiet = likeness_of(tasks, ReleaseProfile("1", "", {T10: (untold,)}), None)
    assert quiet.choices[T10].rows == 90
    assert quiet.unfollowed == {T10: ("label",)}


# Label noise


def labelled(case, label):
    document = Document(case, case, "rumc", "", (), (), {}, Place("a.csv"), annotated=True)
    return Labelled(document, "", label, is_test=False)


def test_label_noise_touches_development_labels_alone(told):
    release, _ = told
    manifest = records(release / "manifest.json")
    changed = manifest["tasks"][T10]["labels_changed"]
    # Of about 105 development labels half are drawn anew, and a third of these as they were.
    assert 20 < changed < 55
    assert manifest["options"]["look_alike"]["label_noise"] == {T10: 0.5}  # T28 has tags
    assert "labels_changed" not in manifest["tasks"][T28]


def test_label_noise_keeps_test_labels(tmp_path, plain):
    tasks = find_tasks(["T10", "T28"])
    extras = Extras(label_noise=0.5)
    noisy = synth(tasks, tmp_path / "noisy", reports=REPORTS, seed=6, extras=extras).release
    for task, differ in ((T10, True), (T28, False)):
        before, after = cases_of(plain, task), cases_of(noisy, task)
        tested = {record["uid"] for record in records(noisy / "test-set" / f"{task}.json")}
        others = {uid for uid in before if before[uid] != after[uid]}
        assert not others & tested
        assert bool(others) is differ
        entry = records(noisy / "manifest.json")["tasks"][task]
        assert entry.get("labels_changed", 0) == len(others)


def test_published_rates_give_the_published_agreement():
    tasks = find_tasks(["T6", "T14", "T18", "T10"])
    rates = label_noise_of(tasks, "published")
    alphas = {name[:7]: (1 - rate) ** 2 for name, rate in rates.items()}
    assert alphas == {
        "Task006": pytest.approx(0.33, abs=0.002),
        "Task014": pytest.approx(0.55, abs=0.002),
        "Task018": pytest.approx(0.56, abs=0.002),
    }
    for rate in ("1.5", "-0.1", "much", "nan"):
        assert fault(label_noise_of, tasks, rate).kind.code == "E106"
    assert label_noise_of(tasks, "0") == {}


def alpha(one, other):
    """Krippendorff's alpha of two annotators, for labels without an order."""
    differ = sum(a != b for a, b in zip(one, other, strict=True)) / len(one)
    every = Counter([*one, *other])
    total = sum(every.values())
    alike = sum(count * (count - 1) for count in every.values()) / (total * (total - 1))
    return 1 - differ / (1 - alike)


@pytest.mark.parametrize("wanted", [0.33, 0.55, 0.9])
def test_two_annotators_with_the_noise_agree_as_the_rate_says(wanted):
    task = find_tasks(["T14"])[0]
    labels = ["entailment", "neutral", "neutral", "contradiction", "entailment", "neutral"] * 800
    cases = [labelled(str(at), label) for at, label in enumerate(labels)]
    rows = [*range(len(cases))]
    said = []
    for key in (KEY, ProjectKey(bytes(range(1, 33)))):
        noisy, changed = with_label_noise(task, cases, rows, key, 1 - wanted**0.5)
        said.append([case.label for case in noisy])
        assert changed == sum(a != b for a, b in zip(said[-1], labels, strict=True))
    assert alpha(*said) == pytest.approx(wanted, abs=0.04)
    assert Counter(said[0]).keys() == Counter(labels).keys()


def test_each_position_of_a_label_is_drawn_by_itself():
    task = find_tasks(["T18"])[0]
    cases = [labelled(str(at), ["0", "p"] if at % 2 else ["4", "n"]) for at in range(400)]
    noisy, changed = with_label_noise(task, cases, [*range(300)], KEY, 1.0)
    assert {tuple(case.label) for case in noisy} == {(a, b) for a in "04" for b in "pn"}
    assert 180 < changed < 270  # of 300 three quarters
    assert noisy[300:] == cases[300:]


# The notice


def test_the_notice_stands_at_the_head_and_labels_stay_where_they_were(plain, told):
    release, _ = told
    assert all(case["text"].startswith(NOTICE) for case in cases_of(release, T10).values())
    before, after = cases_of(plain, T28), cases_of(release, T28)
    column = "multi_label_named_entity_recognition_target"
    for uid, case in before.items():
        head = len(after[uid]["text_parts"]) - len(case["text_parts"])
        assert head > 40
        assert after[uid]["text_parts"][head:] == case["text_parts"]
        assert after[uid][column][head:] == case[column]
        assert all(tags == ["O"] for tags in after[uid][column][:head])


# Extra jobs


def test_few_shot_jobs_have_so_many_of_each_class_and_the_fold_else(told):
    release, _ = told
    column = "single_label_multi_class_classification_target"
    for fold in range(5):
        whole = {
            record["uid"]: record for record in records(job(release, T10, fold) / JOB_FILES[1])
        }
        classes = Counter(record[column] for record in whole.values())
        smaller: set[str] = set()
        for shots in SHOTS:
            folder = release / EXTRA / f"{T10}-fold{fold}-shots{shots}"
            few = records(folder / JOB_FILES[1])
            assert all(record == whole[record["uid"]] for record in few)
            have = Counter(record[column] for record in few)
            assert have == {name: min(shots, count) for name, count in classes.items()}
            assert smaller <= (smaller := {record["uid"] for record in few})
            for file in (JOB_FILES[0], *JOB_FILES[2:]):
                usual = job(release, T10, fold) / file
                assert (folder / file).read_bytes() == usual.read_bytes()
    assert len(records(release / EXTRA / f"{T28}-fold0-shots16" / JOB_FILES[1])) == 16


def test_a_centre_that_is_held_out_is_tested_on_and_nothing_else(told):
    release, _ = told
    jobs = {path.name for path in (release / EXTRA).glob(f"{T10}-without-*")}
    assert jobs == {f"{T10}-without-{centre}" for centre in ("avl", "rumc", "umcg")}
    assert not [*(release / EXTRA).glob(f"{T28}-without-*")]  # it has one centre
    sizes = 0
    for name in sorted(jobs):
        sides = [
            {record["uid"] for record in records(release / EXTRA / name / file)}
            for file in JOB_FILES[1:]
        ]
        training, validation, test = sides
        assert len(training | validation | test) == sum(map(len, sides))
        truth = records(release / TRUTHS / f"{name}.json")
        assert {record["uid"] for record in truth} == test
        assert all(
            "target" not in " ".join(r) for r in records(release / EXTRA / name / JOB_FILES[3])
        )
        sizes += len(test)
    assert sizes == REPORTS  # each case is of one centre
    assert set(cases_of(release, T10)) >= test


def test_without_extras_nothing_of_them_is_there(plain):
    assert not (plain / EXTRA).exists()
    assert not (plain / TRUTHS).exists()
    text = next(iter(cases_of(plain, T10).values()))["text"]
    assert NOTICE[:30] not in text


def test_the_same_seed_gives_the_same_bytes_with_all_extras(told, tmp_path):
    folder = told[0].parent
    again = run(
        "synth", "T10", "T28", "--like", folder / "p.json", "--reports", REPORTS, "--seed", 6,
        "--disclaimer", "--label-noise", "0.5", "--few-shot", "--held-out-centres",
        "--out", tmp_path / "again", "--workers", 2,
    )  # fmt: skip
    assert again.exit_code == 0, again.output
    assert tree(tmp_path / "again") == tree(told[0])


# Pairs of reports


def test_pairs_are_beside_the_rest_told_and_read_by_probe(tmp_path):
    names = ("T3", "T106")
    plain = synth(find_tasks(names), tmp_path / "plain", reports=60, seed=3).release
    done = run(
        "synth", *names, "--reports", 60, "--seed", 3, "--contrast", 6, "--out", tmp_path / "out"
    )
    assert done.exit_code == 0, done.output
    assert "Task003_kidney_clf: 6, " in done.output
    assert "Task106_Example_sl_reg: none" in done.output
    file = tmp_path / "out" / "contrast" / "Task003_kidney_clf.jsonl"
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    options = records(tmp_path / "out" / "manifest.json")["options"]
    assert options["look_alike"]["contrast"]["Task003_kidney_clf"]["pairs"] == 6
    assert options["look_alike"]["contrast"]["Task106_Example_sl_reg"]["pairs"] == 0
    card = (tmp_path / "out" / "cards" / "Task003_kidney_clf" / "README.md").read_text("utf-8")
    assert "6 pairs of further reports" in card
    ours, others = tree(tmp_path / "out"), tree(plain)
    own = {path for path in ours if ours[path] != others.get(path)}
    # Only what tells of the pairs differs, and the pairs themselves.
    assert {path.split("/")[0] for path in own} <= {"contrast", "manifest.json", "cards"}, own
    assert not verify(tmp_path / "out")

    probed = run("probe", tmp_path / "out", "--contrast", file, "--task", "T3", "--json")
    body = json.loads(probed.stdout)
    assert (body["pairs"], body["both"]["majority"]) == (6, 0)
