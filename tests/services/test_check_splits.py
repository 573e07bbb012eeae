"""What a check says of a split is what a build does, by every policy."""

from __future__ import annotations

import json

import pytest
from file_lines import fault
from typer.testing import CliRunner
from worlds import KEY, OTHER_KEY

from dragon_prep.cli import app
from dragon_prep.services.check import check
from dragon_prep.services.split_memory import LEDGER, earlier_sides, read_ledger
from dragon_prep.split.ledger import Ledger
from dragon_prep.split.settings import SplitPolicy, SplitSettings
from dragon_prep.tasks.prepare import Options

SPLITS = {
    "dragon2025": SplitSettings(),
    "stratified": SplitSettings(SplitPolicy.STRATIFIED, fields=("pirads",)),
    "centre": SplitSettings(SplitPolicy.EXTERNAL, test_centres=("avl",)),
    "benchmark": SplitSettings(SplitPolicy.BENCHMARK),
}


def sizes(tasks):
    return [(task.patients, task.test, task.folds) for task in tasks]


@pytest.fixture(scope="module")
def key_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("key") / "key"
    path.write_text(KEY.secret.hex())
    path.chmod(0o600)
    return path


@pytest.fixture(scope="module")
def found(built):
    """What a check says, by policy."""
    options = {name: Options(split=split) for name, split in SPLITS.items()}
    return {n: check(built.tasks, built.raw, key=KEY, options=o) for n, o in options.items()}


@pytest.mark.parametrize("name", SPLITS)
def test_as_a_build(built, tmp_path, found, name):
    options = Options(split=SPLITS[name])
    made = built.build(tmp_path / "r", options=options, workspace=tmp_path / "w")
    assert found[name].tasks == made.tasks
    assert (found[name].leaks, found[name].faults) == (made.leaks, ())
    assert name == "dragon2025" or sizes(made.tasks) != sizes(found["dragon2025"].tasks)


def test_what_a_policy_cannot_give_is_said(built, tmp_path, found):
    assert found["dragon2025"].tasks[0].compromises == ()
    assert any("were aimed at" in s for t in found["benchmark"].tasks for s in t.compromises)
    release = tmp_path / "r"
    benchmark = Options(split=SPLITS["benchmark"])
    manifest = built.build(release, options=benchmark, workspace=tmp_path / "w").release
    told = json.loads((manifest / "manifest.json").read_bytes())["tasks"]
    said = {task.name: list(task.compromises) for task in found["benchmark"].tasks}
    assert said == {name: entry["compromises"] for name, entry in told.items()}


def test_an_earlier_release_and_a_ledger_are_followed(built, tmp_path, key_file):
    some = Options(centres=("rumc", "umcg"), split=SPLITS["benchmark"])
    work = tmp_path / "w"
    first = built.build(tmp_path / "first", options=some, workspace=work).release
    before = (work / LEDGER).read_bytes()
    ways = {
        "ledger": (SPLITS["benchmark"], ["--split", "benchmark", "--workspace", work]),
        "release": (
            SplitSettings(SplitPolicy.EARLIER, earlier=earlier_sides(first, KEY)),
            ["--split-of", first, "--workspace", tmp_path / "other"],
        ),
    }
    said = {}
    for name, (split, args) in ways.items():
        checked = run_check(built, key_file, *args)
        assert (work / LEDGER).read_bytes() == before
        options = Options(split=split)
        place = tmp_path / f"w-{name}"
        if name == "ledger":
            own = read_ledger(work, KEY)
            sides = dict(own.sides)
            of = check(built.tasks, built.raw, key=KEY, options=options, ledger=own)
            assert own == Ledger(sides)
            place = work
        else:
            of = check(built.tasks, built.raw, key=KEY, options=options)
        made = built.build(tmp_path / name, options=options, workspace=place)
        assert of.tasks == made.tasks
        said[name] = [(t["patients"], t["test"]) for t in checked["tasks"]]
        assert said[name] == [(task.patients, task.test) for task in made.tasks]
        before = (work / LEDGER).read_bytes()


def run_check(built, key_file, *args):
    common = ["check", "T19", "T20", "--source", built.raw, "--key-file", key_file, "--json"]
    done = CliRunner().invoke(app, [str(arg) for arg in (*common, *args)])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_command_takes_the_options_of_a_build(built, tmp_path, key_file, found):
    args = {
        "stratified": ["--split", "stratified", "--stratify-by", "pirads"],
        "centre": ["--split", "external", "--test-centre", "avl"],
    }
    for name, more in args.items():
        body = run_check(built, key_file, *more, "--workspace", tmp_path / "w")
        folds = [[(f["training"], f["validation"]) for f in t["folds"]] for t in body["tasks"]]
        assert folds == [list(task.folds) for task in found[name].tasks]
        assert [t["compromises"] for t in body["tasks"]] == [
            list(task.compromises) for task in found[name].tasks
        ]
    ids = sorted(a.uid for a in built.answers.values() if a.centre == "rumc")[:12]
    (tmp_path / "ids.txt").write_text("\n".join(ids))
    given = ["--test-ids", tmp_path / "ids.txt", "--workspace", tmp_path / "w"]
    body = run_check(built, key_file, "--split", "external", *given)
    tested = sum(f"T{n}" in built.answers[i].targets for i in ids for n in (19, 20))
    assert sum(task["test"] for task in body["tasks"]) == tested > 0


@pytest.mark.parametrize(
    "split",
    [
        SplitSettings(SplitPolicy.STRATIFIED, fields=("shoe_size",)),
        SplitSettings(SplitPolicy.EXTERNAL, test_centres=("jbz",)),
        SplitSettings(SplitPolicy.EXTERNAL, test_centres=("rumc", "avl", "umcg")),
    ],
)
def test_it_stops_where_a_build_stops(built, tmp_path, split):
    options = Options(split=split)
    stopped = fault(built.build, tmp_path / "r", options=options, workspace=tmp_path / "w")
    first = check(built.tasks, built.raw, key=KEY, options=options).faults[0]
    assert (first.exit_code, str(first)) == (stopped.exit_code, str(stopped))


def test_an_earlier_release_needs_its_key(built, tmp_path, monkeypatch):
    monkeypatch.delenv("DRAGON_PREP_KEY_FILE", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    common = ["check", "T19", "--source", str(built.raw), "--workspace", str(tmp_path / "w")]
    done = CliRunner().invoke(app, [*common, "--split-of", str(built.result.release)])
    assert (done.exit_code, "E501" in done.output) == (5, True), done.output
    assert not list(tmp_path.rglob("project.key"))
    other = tmp_path / "other"
    other.write_text(OTHER_KEY.secret.hex())
    other.chmod(0o600)
    key = ["--key-file", str(other), "--split-of", str(built.result.release)]
    assert CliRunner().invoke(app, [*common, *key]).exit_code == 5
