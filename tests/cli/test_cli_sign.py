"""``sign``, ``key new-signing`` and ``verify --signed-by`` as people meet them."""

from __future__ import annotations

import json
import shutil

import pytest
from typer.testing import CliRunner

from dragon_prep import find_tasks, new_key, simulate
from dragon_prep.cli import app


def run(*args, **more):
    return CliRunner().invoke(app, [str(arg) for arg in args], **more)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A release with zips and two pairs of keys, not to be written to."""
    root = tmp_path_factory.mktemp("made")
    simulate(find_tasks(["T19"]), root / "raw", reports=60, seed=5)
    new_key(root / "key")
    done = run("build", "T19", "--source", root / "raw", "--out", root / "release", "--key-file",
               root / "key", "--workers", 1, "--zip")  # fmt: skip
    assert done.exit_code == 0, done.output
    (root / "pass").write_text("correct horse\n")
    (root / "pass").chmod(0o600)
    for name, more in (("ours", ()), ("theirs", ("--passphrase-file", root / "pass"))):
        done = run("key", "new-signing", root / name, *more)
        assert done.exit_code == 0, done.output
        assert "SHA256:" in done.output
    return root


@pytest.fixture
def world(made, tmp_path):
    return shutil.copytree(made, tmp_path / "w")


def verify(root, what, keys="ours.pub", *more):
    done = run("verify", root / what, "--signed-by", root / keys, "--json", *more)
    return done.exit_code, [f["code"] for f in json.loads(done.stdout)["findings"]]


def test_a_release_and_its_zips_are_signed_and_checked(world):
    assert verify(world, "release") == (4, ["V491"])
    for what, file in (("release", "manifest.json"), ("release-zips", "SHA256SUMS")):
        done = run("sign", world / what, "--signing-key", world / "ours")
        assert done.exit_code == 0, done.output
        assert f"{file}.sig" in done.output
    for what in ("release", "release-zips/participants.zip", "release-zips/organisers.zip"):
        assert verify(world, what) == (0, [])
        assert verify(world, what, "theirs.pub") == (4, ["V492"])
    said = run("verify", world / "release", "--signed-by", world / "ours.pub").output
    assert "It is as it was signed, with a key of ours.pub." in said
    assert "only --key-file can prove" not in said
    assert "only --key-file can prove" in run("verify", world / "release").output
    assert run("sign", world / "release", "--signing-key", world / "ours").exit_code == 2


def test_a_key_with_a_passphrase(world):
    sign = ("sign", world / "release", "--signing-key", world / "theirs")
    done = run(*sign)
    assert (done.exit_code, "E162" in done.stderr) == (2, True)
    assert "--passphrase-file" in done.stderr
    assert run(*sign, "--passphrase-file", world / "pass").exit_code == 0
    assert verify(world, "release", "theirs.pub") == (0, [])
    again = run("sign", world / "release", "--signing-key", world / "ours", "--overwrite")
    assert again.exit_code == 0
    assert verify(world, "release") == (0, [])


def test_what_was_changed_is_not_signed(world):
    (world / "release" / "README.md").write_text("Other words.\n")
    done = run("sign", world / "release", "--signing-key", world / "ours")
    assert done.exit_code == 4
    assert "V406" in done.stderr
    assert not (world / "release" / "manifest.json.sig").exists()
