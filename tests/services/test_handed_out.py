"""A folder for each audience: what the zips hold, unpacked, with checksums of every file."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile

import pytest
from file_lines import said
from typer.testing import CliRunner
from worlds import KEY, OTHER_KEY, tree

from dragon_prep.cli import app
from dragon_prep.core.codes import archive as rules
from dragon_prep.services.handed_out import AUDIENCES, audiences_beside
from dragon_prep.services.verify_release import verify_release
from dragon_prep.services.zips import SUMS, zips_beside
from dragon_prep.tasks.prepare import Options


@pytest.fixture(scope="module")
def handed(built, tmp_path_factory):
    """A release with debug sets, zips and folders, not to be written to."""
    folder = tmp_path_factory.mktemp("handed")
    more = {"options": Options(debug=True), "workspace": folder / "w"}
    made = built.build(folder / "release", zips=True, audiences=True, **more)
    assert made.audiences == audiences_beside(made.release)
    return made.release


@pytest.fixture
def copy(handed, tmp_path):
    return shutil.copytree(audiences_beside(handed), tmp_path / "handed")


def codes(path, key=KEY):
    return {problem.kind for problem in verify_release(path, key=key)}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_folder_holds_what_the_zip_does(handed, audience):
    with zipfile.ZipFile(zips_beside(handed) / f"{audience}.zip") as zipped:
        expected = {name: zipped.read(name) for name in zipped.namelist()}
    assert tree(audiences_beside(handed) / audience) == expected


def test_organisers_get_the_release_and_participants_no_label_of_a_test_set(handed):
    folder = audiences_beside(handed)
    assert tree(folder / "organisers") == tree(handed)
    part = tree(folder / "participants")
    assert {name.partition("/")[0] for name in part} == {
        "algorithm-input",
        "debug-input",
        "manifest.json",
    }
    for name, data in part.items():
        if name.endswith("nlp-test-dataset.json"):
            assert all(set(record) == {"uid", "text"} for record in json.loads(data))
    tested = {
        record["uid"]
        for name, data in tree(handed).items()
        if name.startswith("test-set/")
        for record in json.loads(data)
    }
    labelled = [
        record["uid"]
        for data in part.values()
        for record in (json.loads(data) if data.startswith(b"[") else [])
        if any(column.endswith("_target") for column in record)
    ]
    assert tested
    assert labelled
    assert not tested & set(labelled)


def test_the_sums_list_every_file(handed):
    folder = audiences_beside(handed)
    lines = (folder / SUMS).read_text("ascii").splitlines()
    expected = {n: hashlib.sha256(d).hexdigest() for n, d in tree(folder).items() if n != SUMS}
    assert {line[66:]: line[:64] for line in lines} == expected
    assert [line[66:] for line in lines] == sorted(expected)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_verify_reads_them(handed, audience):
    folder = audiences_beside(handed) / audience
    assert verify_release(folder) == []
    assert verify_release(folder, key=KEY) == []
    assert codes(folder, OTHER_KEY) == {rules.NOT_AS_BUILT}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_the_sums_do_not_tell_of_is_found(copy, handed, audience):
    """What another release has in its place is sound by itself."""
    root = copy / audience
    other = AUDIENCES[audience == AUDIENCES[0]]
    shutil.rmtree(root)
    shutil.copytree(audiences_beside(handed) / other, root)
    found = [(p.kind, p.place.file) for p in verify_release(root, key=KEY)]
    assert (rules.CHECKSUM, "manifest.json") in found
    kind = rules.NOT_LISTED if audience == "participants" else rules.LISTED_MISSING
    assert {k for k, _ in found} == {rules.CHECKSUM, kind}
    assert any(file.startswith("test-set/") for _, file in found)


def test_labels_among_what_participants_get_are_found(copy):
    shutil.copytree(copy / "organisers" / "test-set", copy / "participants" / "test-set")
    assert {rules.LABELS_LEFT, rules.NOT_LISTED} <= codes(copy / "participants", None)


def test_a_folder_of_that_name_elsewhere_has_no_sums(copy, tmp_path):
    alone = tmp_path / "alone"
    shutil.copytree(copy / "participants", alone / "participants")
    assert verify_release(alone / "participants", key=KEY) == []
    (alone / SUMS).write_text(f"{'0' * 64}  thesis.pdf\n")
    assert verify_release(alone / "participants", key=KEY) == []


def test_the_same_bytes_again(handed, built, tmp_path):
    again = built.build(
        *(tmp_path / "release",),
        options=Options(debug=True),
        audiences=True,
        workspace=tmp_path / "w",
    ).release
    assert tree(audiences_beside(again)) == tree(audiences_beside(handed))
    assert not zips_beside(again).exists()


def test_what_stands_where_they_go(built, tmp_path):
    folder = tmp_path / "release-audiences"
    folder.mkdir()
    (folder / "thesis").write_text("ten years of work")
    for more in ({"audiences": True}, {"audiences": True, "overwrite": True}, {}):
        assert said(built.build, tmp_path / "release", **more)[:2] == ("E104", 2)
    assert not (tmp_path / "release").exists()
    (folder / "thesis").unlink()
    built.build(tmp_path / "release", audiences=True)
    before = tree(tmp_path)
    assert said(built.build, tmp_path / "release", audiences=True)[0] == "E103"
    # Without --audiences, those of the earlier release would stay beside another.
    assert said(built.build, tmp_path / "release", overwrite=True)[0] == "E122"
    # Somebody's own file among them is not lost.
    (folder / "organisers" / "notes.txt").write_text("mine")
    assert said(built.build, tmp_path / "release", audiences=True, overwrite=True)[0] == "E109"
    assert (folder / "organisers" / "notes.txt").read_text() == "mine"
    (folder / "organisers" / "notes.txt").unlink()
    built.build(tmp_path / "release", audiences=True, overwrite=True)
    assert tree(tmp_path) == before


def test_the_command(built, tmp_path):
    key = tmp_path / "key"
    key.write_text(KEY.secret.hex())
    key.chmod(0o600)
    args = ["build", "T19", "--source", built.raw, "--out", tmp_path / "r", "--key-file", key]
    done = CliRunner().invoke(app, [str(arg) for arg in (*args, "--audiences")])
    assert done.exit_code == 0, done.output
    assert f"  for each audience {tmp_path / 'r-audiences'}" in done.stdout.splitlines()
    checked = CliRunner().invoke(app, ["verify", str(tmp_path / "r-audiences" / "participants")])
    assert checked.exit_code == 0
    assert "no label of the test set" in checked.stdout
