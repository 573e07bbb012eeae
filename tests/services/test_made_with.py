"""A release built again by any policy, from what its manifest says and what it followed."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest
from file_lines import said
from typer.testing import CliRunner
from worlds import KEY

from dragon_prep.cli import app
from dragon_prep.core.codes import archive as rules
from dragon_prep.services.made_with import options_of, site_file_of
from dragon_prep.services.pages.site_facts import read_site_facts
from dragon_prep.services.rebuild import rebuild
from dragon_prep.services.split_memory import LEDGER, earlier_sides
from dragon_prep.split.settings import SplitPolicy, SplitSettings
from dragon_prep.tasks.prepare import Options


def manifest_of(release):
    return json.loads((release / "manifest.json").read_bytes())


def options(policy, **more):
    return Options(split=SplitSettings(policy, **more))


@pytest.fixture(scope="module")
def earlier(built):
    return earlier_sides(built.root / "release", KEY)


@pytest.fixture(scope="module")
def ids(built):
    """Some reports of one centre, as the export names them."""
    found = sorted(a.uid for a in built.answers.values() if a.centre == "rumc")
    return frozenset(found[:12])


SPLITS = {
    "stratified": SplitSettings(SplitPolicy.STRATIFIED, fields=("pirads",), seed=5),
    "shares": SplitSettings(SplitPolicy.STRATIFIED, test_fraction=0.2),
    "centre": SplitSettings(SplitPolicy.EXTERNAL, test_centres=("rumc",)),
    "benchmark": SplitSettings(SplitPolicy.BENCHMARK),
}


@pytest.mark.parametrize("split", SPLITS.values(), ids=SPLITS)
def test_built_again_by_any_policy(built, tmp_path, split):
    release = built.build(
        tmp_path / "release", options=Options(split=split), workspace=tmp_path / "w"
    )
    assert rebuild(release.release, built.raw, key=KEY) == []
    # The policy decides: by another one it is another release.
    other = shutil.copytree(release.release, tmp_path / "other")
    said_of = manifest_of(other)
    said_of["options"].update(split="dragon2025", split_settings={})
    (other / "manifest.json").write_text(json.dumps(said_of, indent=2) + "\n")
    found = {(p.kind, p.place.file.partition("/")[0]) for p in rebuild(other, built.raw, key=KEY)}
    assert (rules.REBUILT_DIFFERS, "test-set") in found


def test_built_again_with_the_ids_of_its_test_set(built, tmp_path, ids):
    split = SplitSettings(SplitPolicy.EXTERNAL, test_ids=ids)
    made = built.build(tmp_path / "r", options=Options(split=split), workspace=tmp_path / "w")
    assert rebuild(made.release, built.raw, key=KEY, options=Options(split=split)) == []
    fewer = Options(split=replace(split, test_ids=frozenset(sorted(ids)[1:])))
    for given in (None, fewer):
        code, _, _, detail = said(rebuild, made.release, built.raw, key=KEY, options=given)
        assert (code, detail) == ("E123", "the ids of the test set are others: give --test-ids")


def test_built_again_with_the_release_that_it_followed(built, tmp_path, earlier):
    follows = options(SplitPolicy.EARLIER, earlier=earlier)
    made = built.build(tmp_path / "r", options=follows, workspace=tmp_path / "w")
    assert rebuild(made.release, built.raw, key=KEY, options=follows) == []
    assert said(rebuild, made.release, built.raw, key=KEY)[0] == "E123"
    # And what follows none is not built again with one.
    assert said(rebuild, built.result.release, built.raw, key=KEY, options=follows)[0] == "E123"


def test_built_again_with_the_ledger_as_it_is_now(built, tmp_path):
    """Patients of some centres joined the benchmark first, and others since."""
    work, benchmark = tmp_path / "w", options(SplitPolicy.BENCHMARK)
    few = Options(centres=("rumc", "umcg"), split=benchmark.split)
    built.build(tmp_path / "first", options=few, workspace=work)
    made = built.build(tmp_path / "r", options=benchmark, workspace=work)
    ledger = earlier_sides(work / LEDGER, KEY)
    given = options(SplitPolicy.EARLIER, earlier=ledger)
    assert rebuild(made.release, built.raw, key=KEY, options=given) == []
    more = {**ledger[""], "0123456789abcdef": 3}
    given = options(SplitPolicy.EARLIER, earlier={"": more})
    assert rebuild(made.release, built.raw, key=KEY, options=given) == []
    # Without it, those who came later would be dealt together with the first.
    found = rebuild(made.release, built.raw, key=KEY)
    assert rules.REBUILT_DIFFERS in {problem.kind for problem in found}
    # An earlier release is no ledger.
    release = options(SplitPolicy.EARLIER, earlier=earlier_sides(made.release, KEY))
    assert said(rebuild, made.release, built.raw, key=KEY, options=release)[0] == "E123"


def test_what_was_accepted_and_said_of_it_is_said_again(built, tmp_path):
    site = tmp_path / "site.toml"
    site.write_text(
        'name = "Prostaat \\"MR\\" \U0001f3e5"\npublished = 2026-03-01\n'
        'limits = """two\nlines"""\n[ethics]\nrumc = "CMO 2016-3045"\n'
        '[labels]\n"T19/umcg" = "manual"\n',
        encoding="utf-8",
    )
    accepted = Options(accepted=(("V503", "one form for all normal findings"),))
    made = built.build(
        tmp_path / "r", options=accepted, site_file=site, workspace=tmp_path / "w"
    ).release
    assert options_of(manifest_of(made), Options(), KEY).accepted == accepted.accepted
    again = site_file_of(manifest_of(made), tmp_path)
    assert again == site
    assert read_site_facts(again).to_json() == manifest_of(made)["site"]
    assert rebuild(made, built.raw, key=KEY) == []


@pytest.mark.parametrize(
    "told", [{"split": "fairly"}, {"split": "external"}, {"split_settings": {"test_fraction": 2}}]
)
def test_a_manifest_whose_split_cannot_be(built, told):
    manifest = manifest_of(built.result.release)
    manifest["options"].update(told)
    assert said(options_of, manifest, Options(), KEY)[0] in ("E123", "E233")


def test_the_command_takes_what_was_followed(built, tmp_path, earlier, ids):
    key = tmp_path / "key"
    key.write_text(KEY.secret.hex())
    key.chmod(0o600)
    (tmp_path / "ids.txt").write_text("".join(f"{one}\n" for one in ids))
    ways = {
        "earlier": (
            options(SplitPolicy.EARLIER, earlier=earlier),
            "--split-of",
            built.root / "release",
        ),
        "ids": (options(SplitPolicy.EXTERNAL, test_ids=ids), "--test-ids", tmp_path / "ids.txt"),
    }
    for name, (split, option, file) in ways.items():
        made = built.build(tmp_path / name, options=split, workspace=tmp_path / "w").release
        common = ["verify", made, "--rebuild", "--source", built.raw, "--key-file", key]
        done = CliRunner().invoke(app, [str(arg) for arg in (*common, option, file)])
        assert done.exit_code == 0, done.output
        assert "Built again, it has the same bytes." in done.stdout
        without = CliRunner().invoke(app, [str(arg) for arg in common])
        assert (without.exit_code, "E123" in without.stderr) == (2, True)
