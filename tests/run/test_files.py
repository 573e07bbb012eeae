"""Folders are there whole or not at all, at whatever point a run ends."""

from __future__ import annotations

import errno
import os

import pytest

from dragon_prep.errors import SystemFault
from dragon_prep.run import files
from dragon_prep.run.files import (
    make_private,
    old_of,
    put_in_place,
    recover,
    staging_of,
    system_faults,
    write_atomically,
)


def make(folder, says):
    folder.mkdir()
    (folder / "file").write_text(says)


@pytest.fixture(params=["exchange", "two renames"])
def way(request, monkeypatch):
    if request.param == "two renames":
        monkeypatch.setattr(files, "_exchange", lambda _a, _b: False)


def test_new_folder_takes_the_place_of_the_old(tmp_path, way):
    release = tmp_path / "release"
    for says in ("first", "second"):
        make(staging_of(release), says)
        put_in_place(staging_of(release), release)
        assert (release / "file").read_text() == says
        assert [p.name for p in tmp_path.iterdir()] == ["release"]


def test_run_that_ended_between_two_renames_is_mended(tmp_path):
    release = tmp_path / "release"
    make(old_of(release), "earlier")
    make(staging_of(release), "new, perhaps not whole")
    recover(release)
    assert (release / "file").read_text() == "earlier"
    assert [p.name for p in tmp_path.iterdir()] == ["release"]


def test_run_that_ended_after_the_exchange_is_cleared_up(tmp_path):
    release = tmp_path / "release"
    make(release, "new")
    make(old_of(release), "earlier")
    recover(release)
    assert (release / "file").read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["release"]


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "E701"), (errno.EACCES, "E702"), (errno.EROFS, "E702"), (errno.EIO, "E703")],
)
def test_refusals_of_the_system_become_faults_without_a_path(tmp_path, number, code):
    with pytest.raises(SystemFault) as caught, system_faults("release"):
        raise OSError(number, os.strerror(number), str(tmp_path / "Jansen.json"))
    assert caught.value.kind.code == code
    assert "Jansen" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_file_is_never_half_written(tmp_path, monkeypatch):
    path = tmp_path / "file"
    write_atomically(path, b"old")

    def fail(_descriptor):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="full"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


@pytest.mark.skipif(os.name != "posix", reason="file modes of POSIX")
def test_private_folder_is_closed_to_others_even_if_it_was_open(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir(mode=0o755)
    make_private(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
