"""How many cases change sides against an earlier release, whatever policies made the two."""

from __future__ import annotations

import json
import shutil

import pytest
from typer.testing import CliRunner
from worlds import KEY, OTHER_KEY

from dragon_prep.cli import app
from dragon_prep.services.moved import Moved, moved_against
from dragon_prep.services.split_memory import earlier_sides
from dragon_prep.services.zips import ORGANISERS_ZIP, PARTICIPANTS_ZIP
from dragon_prep.split.settings import SplitPolicy, SplitSettings
from dragon_prep.tasks.prepare import Options

T19, T20 = "Task019_prostate_volume_reg", "Task020_psa_reg"
STILL = {"test_to_development": 0, "development_to_test": 0, "other_fold": 0, "new": 0, "gone": 0}


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


@pytest.fixture(scope="module")
def stratified(built, tmp_path_factory):
    """The same cases by another policy, with zips."""
    folder = tmp_path_factory.mktemp("stratified")
    split = Options(split=SplitSettings(SplitPolicy.STRATIFIED))
    return built.build(folder / "release", options=split, workspace=folder / "w", zips=True).release


def sides(release, task):
    """The side of each case, from the files alone."""
    read = {}
    for side in ("test", *range(5)):
        name = f"algorithm-input/{task}-fold{side}/nlp-validation-dataset.json"
        file = release / (f"test-set/{task}.json" if side == "test" else name)
        read.update((record["uid"], side) for record in json.loads(file.read_bytes()))
    return read


def patients(release, task):
    manifest = json.loads((release / "manifest.json").read_bytes())
    keyed = manifest["tasks"][task]["patients_keyed"]
    return {digest: side for side, digests in keyed.items() for digest in digests}


def counted(before, now):
    both = [(before[one], now[one]) for one in now if one in before]
    return {
        "test_to_development": sum(a == "test" != b for a, b in both),
        "development_to_test": sum(a != "test" == b for a, b in both),
        "other_fold": sum("test" not in (a, b) and a != b for a, b in both),
        "new": len(now.keys() - before.keys()),
        "gone": len(before.keys() - now.keys()),
    }


def test_between_two_policies(built, stratified):
    old = built.result.release
    found = moved_against(stratified, old)
    assert (found.split, found.same_key) == (("dragon2025", "stratified"), True)
    for task in (T19, T20):
        expected = counted(sides(old, task), sides(stratified, task))
        assert found.cases[task] == expected
        assert found.patients[task] == counted(patients(old, task), patients(stratified, task))
    assert min(found.cases[T19][name] for name in list(STILL)[:3]) > 0
    assert moved_against(old, old).cases == {T19: STILL, T20: STILL}


def test_when_reports_come_and_go(built, tmp_path):
    old = built.result.release
    fewer = Options(centres=("rumc", "avl"))
    reshuffled = built.build(tmp_path / "a", options=fewer, workspace=tmp_path / "w").release
    follows = Options(
        centres=("rumc", "avl"),
        split=SplitSettings(SplitPolicy.EARLIER, earlier=earlier_sides(old, KEY)),
    )
    kept = built.build(tmp_path / "b", options=follows, workspace=tmp_path / "w").release
    found, followed = moved_against(reshuffled, old), moved_against(kept, old)
    assert followed.split == ("dragon2025", "split-of")
    for task in (T19, T20):
        gone = len(sides(old, task)) - len(sides(kept, task))
        assert gone > 0
        assert followed.cases[task] == STILL | {"gone": gone}
        assert followed.patients[task] == counted(patients(old, task), patients(kept, task))
        assert found.cases[task]["gone"] == gone
        assert found.cases[task]["test_to_development"] > 0
        assert found.patients[task] == counted(patients(old, task), patients(reshuffled, task))
    back = moved_against(old, kept).cases[T19]
    assert (back["new"], back["gone"]) == (followed.cases[T19]["gone"], 0)


def test_with_another_key_nothing_is_told(built, tmp_path):
    other = built.build(tmp_path / "r", key=OTHER_KEY, workspace=tmp_path / "w").release
    assert moved_against(other, built.result.release) == Moved(("dragon2025",) * 2, same_key=False)
    done = run("verify", other, "--against", built.result.release)
    assert (done.exit_code, "another project key" in done.stdout) == (0, True)


def test_zips_are_compared_too(built, stratified):
    folder = stratified.with_name("release-zips")
    whole = moved_against(folder / ORGANISERS_ZIP, built.result.release)
    assert whole == moved_against(stratified, built.result.release)
    part = moved_against(folder / PARTICIPANTS_ZIP, built.result.release)
    # Participants are not told who is where; cases are found by their texts.
    assert (part.cases, part.patients) == (whole.cases, {})


def test_the_command_says_so(built, stratified, tmp_path):
    old = built.result.release
    found = moved_against(stratified, old)
    done = run("verify", stratified, "--against", old)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    at = lines.index(
        "Cases that change sides against the earlier release (split by dragon2025 before, by "
        "stratified now)"
    )
    count = found.cases[T19]
    assert lines[at + 1] == (
        f"  Task019: {count['test_to_development']} from test to development, "
        f"{count['development_to_test']} from development to test, {count['other_fold']} to "
        "another fold; 0 new, 0 gone"
    )
    assert lines[at + 2].startswith("    patients: ")
    body = json.loads(run("verify", stratified, "--against", old, "--json").stdout)
    assert body["against"]["cases"] == found.cases
    assert body["against"]["split"] == ["dragon2025", "stratified"]
    broken = shutil.copytree(stratified, tmp_path / "broken")
    (broken / "manifest.json").write_text("{}")
    done = run("verify", broken, "--against", old, "--json")
    assert (done.exit_code, "against" in done.stdout) == (4, False)
    assert run("verify", stratified, "--against", tmp_path / "none").exit_code == 2
