from __future__ import annotations

import hashlib
import json

import pytest

from dragon_prep.archive.manifest import MANIFEST, listed_files, read_manifest, write_manifest
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.errors import VerifyFault


@pytest.fixture
def release(tmp_path):
    root = tmp_path / "release"
    (root / "b" / "deep").mkdir(parents=True)
    (root / "b" / "deep" / "x.json").write_bytes(b"[]")
    (root / "b.txt").write_bytes(b"")
    (root / "B.txt").write_bytes(b"card")
    return root


def test_lists_every_other_file_with_its_checksum(release):
    write_manifest(release, {"z": 1, "a": "\u00e9"})
    raw = (release / MANIFEST).read_bytes()
    assert raw.isascii()
    assert raw.endswith(b"}\n")
    assert b"\r" not in raw
    document = json.loads(raw)
    assert list(document) == ["z", "a", "files", "digest"]
    assert list(document["files"]) == ["B.txt", "b.txt", "b/deep/x.json"]
    assert document["files"]["b/deep/x.json"] == hashlib.sha256(b"[]").hexdigest()
    assert read_manifest(release) == document
    assert listed_files(document) == document["files"]


def test_same_bytes_when_written_again(release):
    write_manifest(release, {"a": 1})
    before = (release / MANIFEST).read_bytes()
    write_manifest(release, {"a": 1})
    assert (release / MANIFEST).read_bytes() == before


def test_files_is_not_to_be_given(release):
    with pytest.raises(ValueError):
        write_manifest(release, {"files": {}})


def test_a_link_is_refused(release):
    (release / "b" / "link").symlink_to(release / "b.txt")
    with pytest.raises(VerifyFault) as caught:
        write_manifest(release, {})
    assert caught.value.kind == rules.NOT_A_FILE
    assert caught.value.place.file == "b/link"


def test_no_manifest(release):
    with pytest.raises(VerifyFault) as caught:
        read_manifest(release)
    assert caught.value.kind == rules.NO_MANIFEST


GOOD = "0" * 64


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"files": []}',
        b'{"files": {"a": 1}}',
        b'{"files": {"a": "xyz"}}',
        b'{"files": {"/etc/passwd": "%s"}}' % GOOD.encode(),
        b'{"files": {"../a": "%s"}}' % GOOD.encode(),
        b'{"files": {"./a": "%s"}}' % GOOD.encode(),
        b"[" * 100_000,
    ],
)
def test_not_a_manifest(release, raw):
    (release / MANIFEST).write_bytes(raw)
    with pytest.raises(VerifyFault) as caught:
        read_manifest(release)
    assert caught.value.kind == rules.MANIFEST_UNREADABLE
    assert caught.value.__context__ is None or caught.value.__suppress_context__
