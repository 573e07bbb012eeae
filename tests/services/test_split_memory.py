"""Splits that remember an earlier release or a ledger, and what changes against what is there."""

from __future__ import annotations

import json
import shutil

import pytest
from file_lines import fault
from worlds import KEY, OTHER_KEY, tree

from dragon_prep.archive.manifest import read_manifest, write_manifest
from dragon_prep.core.sealed import write_sealed
from dragon_prep.services.split_memory import LEDGER, earlier_sides, read_ids, read_ledger
from dragon_prep.services.verify_release import verify_release
from dragon_prep.split.settings import SplitPolicy, SplitSettings
from dragon_prep.tasks.prepare import Options


def sides_in(release):
    manifest = json.loads((release / "manifest.json").read_bytes())
    return {name: entry["patients_keyed"] for name, entry in manifest["tasks"].items()}


def options(policy, **more):
    return Options(split=SplitSettings(policy, **more))


def test_an_earlier_release_is_followed_and_the_manifest_says_who_was_where(built, tmp_path):
    earlier = earlier_sides(built.root / "release", KEY)
    assert list(earlier) == ["Task019_prostate_volume_reg", "Task020_psa_reg"]
    split = options(SplitPolicy.EARLIER, earlier=earlier)
    again = built.build(tmp_path / "again", options=split, workspace=tmp_path / "w")
    assert sides_in(again.release) == sides_in(built.root / "release")
    manifest = json.loads((again.release / "manifest.json").read_bytes())
    assert manifest["options"]["split"] == "split-of"
    other = earlier_sides(built.root / "release", KEY)
    # Without some reports nobody who stays changes sides.
    exports = shutil.copytree(built.raw, tmp_path / "exports")
    umcg = exports / "umcg"
    shutil.rmtree(umcg)
    fewer = Options(
        centres=("rumc", "avl"), split=SplitSettings(SplitPolicy.EARLIER, earlier=other)
    )
    made = built.build(tmp_path / "fewer", exports, options=fewer, workspace=tmp_path / "w")
    for task, found in sides_in(made.release).items():
        before = sides_in(built.root / "release")[task]
        assert all(set(found[side]) <= set(before[side]) for side in before)
    # A release or a ledger of another key tells nothing.
    assert fault(earlier_sides, again.release, OTHER_KEY).kind.code == "E117"


def test_a_benchmark_keeps_a_ledger_in_the_workspace(built, tmp_path):
    work = tmp_path / "w"
    first = built.build(tmp_path / "one", options=options(SplitPolicy.BENCHMARK), workspace=work)
    ledger = read_ledger(work, KEY)
    assert len(ledger.sides) == max(task.patients for task in first.tasks)
    again = built.build(tmp_path / "two", options=options(SplitPolicy.BENCHMARK), workspace=work)
    assert tree(again.release) == tree(first.release)
    assert read_ledger(work, KEY) == ledger
    assert earlier_sides(work / LEDGER, KEY) == {"": ledger.sides}
    assert fault(read_ledger, work, OTHER_KEY).kind.code == "E117"


def test_overwriting_tells_how_many_cases_change_sides(built, tmp_path):
    release = tmp_path / "release"
    first = built.build(release)
    assert first.moved == {}
    same = built.build(release, overwrite=True)
    still = {"test_to_development": 0, "development_to_test": 0, "other_fold": 0, "new": 0}
    assert same.moved == dict.fromkeys(sides_in(release), still)
    other = built.build(release, overwrite=True, options=options(SplitPolicy.STRATIFIED))
    volume = other.moved["Task019_prostate_volume_reg"]
    assert volume["new"] == 0
    assert min(volume["test_to_development"], volume["development_to_test"]) > 0
    back = built.build(release, overwrite=True, key=OTHER_KEY, workspace=tmp_path / "w")
    assert back.moved == {}


@pytest.mark.parametrize("text", [b"{}", b"[]", b"nothing", b'{"sides": {"a": "b"}}'])
def test_what_is_no_ledger(tmp_path, text):
    write_sealed(tmp_path / LEDGER, text)
    assert fault(read_ledger, tmp_path, KEY).kind.code == "E236"


def test_a_release_that_does_not_tell(tmp_path, built):
    release = shutil.copytree(built.root / "release", tmp_path / "release")
    manifest = json.loads((release / "manifest.json").read_bytes())
    for entry in manifest["tasks"].values():
        del entry["patients_keyed"]
    (release / "manifest.json").write_text(json.dumps(manifest), encoding="ascii")
    assert fault(earlier_sides, release, KEY).kind.code == "E236"


def test_a_release_of_an_earlier_format(tmp_path, built):
    """Format 2 has `grouping`, too; with that alone it is checked, but cannot be followed."""
    release = shutil.copytree(built.root / "release", tmp_path / "release")
    manifest = read_manifest(release)
    before = earlier_sides(release, KEY)

    def write(**changed):
        body = {n: v for n, v in manifest.items() if n not in ("files", "digest", "hmac")}
        write_manifest(release, body | {"format": 2} | changed, key=KEY)

    write()
    assert verify_release(release, key=KEY) == []
    assert earlier_sides(release, KEY) == before
    tasks = manifest["tasks"]
    for entry in tasks.values():
        sides = [" ".join(digests) for digests in entry.pop("patients_keyed").values()]
        entry["grouping"] = {"test": sides[0], "validation": sides[1:]}
    write()
    assert verify_release(release, key=KEY) == []
    assert fault(earlier_sides, release, KEY).kind.code == "E236"
    next(iter(tasks.values()))["grouping"]["test"] += " " + sides[1].split()[0]
    write()
    assert {problem.kind.code for problem in verify_release(release, key=KEY)} == {"V445"}
    write(format=1)
    assert "V429" in {problem.kind.code for problem in verify_release(release, key=KEY)}


def test_a_list_of_ids(tmp_path):
    (tmp_path / "ids.txt").write_text("\ufeff4000137\r\n\n 77 \n", encoding="utf-8")
    assert read_ids(tmp_path / "ids.txt") == {"4000137", "77"}
    assert fault(read_ids, tmp_path / "none.txt").kind.code == "E233"
