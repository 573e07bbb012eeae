"""Options for work on several hosts: what does not go together is refused before any work."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner
from worlds import KEY

from dragon_prep.cli import app
from dragon_prep.cli.cluster_options import open_cluster
from dragon_prep.core.key_file import KeyFile


@pytest.fixture
def options(tmp_path):
    source, key = tmp_path / "in.jsonl", tmp_path / "key"
    source.write_text(json.dumps({"id": 1, "patient_id": "a", "text": "Goed."}) + "\n")
    key.write_text(KEY.secret.hex() + "\n")
    key.chmod(0o600)
    return ["--input", source, "--output", tmp_path / "out.jsonl", "--key-file", key]


def said(command, options, *more):
    done = CliRunner().invoke(app, [command, *map(str, options), *map(str, more)])
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--executor", "tls://host:1"), "E192"),
        (("--executor", "dask://host"), "E192"),
        (("--executor", "slurm"), "E192"),
        (("--tls-ca", "ca.pem"), "E192"),
        (("--tls-ca", "a", "--tls-cert", "b", "--tls-key", "c"), "E192"),
        (
            ("--executor", "dask://host:1", "--tls-ca", "a", "--tls-cert", "b", "--tls-key", "c"),
            "E192",
        ),
        (("--executor", "dask://host:1"), "E193"),
        (("--shard", "1/2"), "E193"),
        (("--merge",), "E193"),
        (("--shard", "1/2", "--executor", "dask://host:1"), "E106"),
        (("--shard", "3/2"), "E106"),
        (("--shard", "1-2"), "E106"),
        (("--shard", "1/2", "--merge"), "E106"),
    ],
)
def test_what_does_not_go_together_is_refused(options, tmp_path, more, code):
    exit_code, told = said("deidentify", options, *more)
    assert exit_code == 2
    assert f"Error {code}" in told
    assert not (tmp_path / "out.jsonl").exists()


def test_a_share_has_no_key_made_for_it(options, tmp_path):
    (tmp_path / "key").unlink()
    exit_code, told = said("deidentify", options, "--shard", "1/2", "--workspace", tmp_path / "w")
    assert (exit_code, "E501" in told) == (5, True)


def test_shares_tell_what_comes_next(options, tmp_path):
    more = ("--workspace", tmp_path / "w", "--workers", "1")
    first = said("deidentify", options, "--shard", "2/2", *more)
    assert first[0] == 0
    assert "Share 2 of 2: nothing to do, the file has 1 part." in first[1]
    done = said("deidentify", options, "--shard", "1/2", *more)
    assert "Share 1 of 2: de-identified. Of the file, 1 of 1 parts are." in done[1]
    assert "with --merge" in done[1]
    merged = said("deidentify", options, "--merge", *more)
    assert (merged[0], "1 records written" in merged[1]) == (0, True)


def test_a_cluster_is_told_where_the_key_file_is(tmp_path):
    files = tuple(tmp_path / name for name in ("ca", "cert", "own"))
    at = open_cluster("tls://host:8786", files, tmp_path / "key", KEY)
    assert (at.url, at.tls) == ("tls://host:8786", files)
    assert at.key_file == KeyFile(tmp_path / "key", KEY.fingerprint)
    assert open_cluster("dask://host:1", (None, None, None), None, KEY).url == "tcp://host:1"
    assert open_cluster("local", (None, None, None), None, KEY) is None
