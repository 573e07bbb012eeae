"""Folders are there whole or not at all, at whatever point a run ends."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from dragon_prep.core import files
from dragon_prep.core.errors import SystemFault, UsageFault
from dragon_prep.core.files import (
    absolute,
    discard,
    flush_tree,
    locked,
    make_private,
    old_of,
    partial_of,
    put_in_place,
    recover,
    replaced_atomically,
    require_file_or_nothing,
    scratch_folder,
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
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.name != "posix", reason="file modes of POSIX")
def test_private_folder_is_closed_to_others_even_if_it_was_open(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir(mode=0o755)
    make_private(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_failed_second_rename_brings_the_earlier_folder_back(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_exchange", lambda _a, _b: False)
    release = tmp_path / "release"
    make(release, "earlier")
    make(staging_of(release), "new")
    rename = type(release).rename

    def stubborn(self, target):
        if self == staging_of(release):
            raise OSError(errno.EACCES, "in use")
        return rename(self, target)

    monkeypatch.setattr(type(release), "rename", stubborn)
    with pytest.raises(OSError, match="in use"):
        put_in_place(staging_of(release), release)
    assert (release / "file").read_text() == "earlier"
    assert not old_of(release).exists()


@pytest.mark.skipif(os.name != "posix", reason="file modes of POSIX")
def test_closed_earlier_folder_is_replaced_and_removed(tmp_path, way):
    release = tmp_path / "release"
    (release / "inner" / "deep").mkdir(parents=True)
    (release / "inner" / "deep" / "file").write_text("earlier")
    for folder in (release / "inner" / "deep", release / "inner", release):
        folder.chmod(0o500)
    make(staging_of(release), "new")
    put_in_place(staging_of(release), release)
    assert (release / "file").read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["release"]


def test_earlier_folder_that_cannot_be_removed_does_not_undo_the_new_one(
    tmp_path, way, monkeypatch
):
    release = tmp_path / "release"
    make(release, "earlier")
    make(staging_of(release), "new")
    with monkeypatch.context() as refused:
        refused.setattr(files.shutil, "rmtree", lambda *_args, **_more: None)
        put_in_place(staging_of(release), release)
        assert (release / "file").read_text() == "new"
        with pytest.raises(SystemFault, match=r"E702 \.release\.(old|staging)"):
            recover(release)
    recover(release)
    assert [p.name for p in tmp_path.iterdir()] == ["release"]


def test_links_in_a_discarded_folder_are_not_followed(tmp_path):
    make(tmp_path / "mine", "keep me")
    make(tmp_path / "old", "earlier")
    try:
        (tmp_path / "old" / "link").symlink_to(tmp_path / "mine", target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    mode = (tmp_path / "mine").stat().st_mode
    files._open_up(tmp_path / "old")
    assert (tmp_path / "mine").stat().st_mode == mode
    assert discard(tmp_path / "old")
    assert (tmp_path / "mine" / "file").read_text() == "keep me"


def test_second_run_for_one_folder_is_refused_and_no_lock_is_left(tmp_path):
    with locked(tmp_path / "release"), pytest.raises(SystemFault, match="E707"):  # noqa: SIM117
        with locked(tmp_path / "release"):
            pass
    with locked(tmp_path / "release"):
        pass
    assert not list(tmp_path.iterdir())


def test_only_files_are_replaced_by_files(tmp_path):
    with pytest.raises(UsageFault, match="E111"):
        write_atomically(tmp_path, b"new")
    if os.name == "posix":
        with pytest.raises(UsageFault, match="E111"):
            write_atomically(Path(os.devnull), b"new")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps the working folder")
def test_working_folder_that_is_gone_is_told_of(tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(SystemFault, match="E703"):
        absolute(Path("release"))


def test_a_replacement_is_put_in_place_once_and_nothing_is_left_beside_it(tmp_path):
    place = tmp_path / "release"
    place.mkdir()
    (place / "old").write_bytes(b"")
    (tmp_path / ".release.staging").mkdir()  # of a killed run
    with replaced_atomically(place, lambda: None) as new:
        assert not new.staging.exists()
        new.staging.mkdir()
        (new.staging / "new").write_bytes(b"")
        new.put_in_place()
        assert [path.name for path in place.iterdir()] == ["new"]
    assert [path.name for path in place.iterdir()] == ["new"]
    assert [path.name for path in tmp_path.iterdir()] == ["release"]


@pytest.mark.parametrize("refused", [True, False])
def test_whatever_is_raised_leaves_the_place_as_it_was(tmp_path, refused):
    place = tmp_path / "release"
    place.mkdir()
    (place / "old").write_bytes(b"")

    def require():
        if refused:
            raise KeyboardInterrupt

    def replace_half_way():
        with replaced_atomically(place, require) as new:
            new.staging.mkdir()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_half_way()
    assert [path.name for path in place.iterdir()] == ["old"]
    assert [path.name for path in tmp_path.iterdir()] == ["release"]


def test_a_scratch_folder_is_there_for_one_run_at_a_time_and_gone_afterwards(tmp_path):
    folder = tmp_path / ".work"
    folder.mkdir()
    (folder / "left").write_bytes(b"")
    with scratch_folder(folder) as given:
        assert list(given.iterdir()) == []
        with pytest.raises(SystemFault, match="E707"), scratch_folder(folder):
            pass
        assert given.is_dir()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (getattr(errno, "EDQUOT", errno.ENOSPC), "E701"),
        (errno.EPERM, "E702"),
        (errno.ENOENT, "E703"),
        (None, "E703"),
    ],
)
def test_every_refusal_has_a_code_and_the_place(number, code):
    with pytest.raises(SystemFault) as caught, system_faults("release"):
        raise OSError(number, "no")
    assert (caught.value.kind.code, str(caught.value.place)) == (code, "release")
    with pytest.raises(KeyError), system_faults("release"):
        raise KeyError


@pytest.mark.skipif(os.name != "posix", reason="file modes of POSIX")
@pytest.mark.parametrize(("private", "mode"), [(True, 0o600), (False, 0o644)])
def test_a_private_file_is_so_from_its_first_byte(tmp_path, monkeypatch, private, mode):
    modes = []
    sync = os.fsync

    def looked(descriptor):
        modes.append(os.fstat(descriptor).st_mode & 0o777)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", looked)
    (tmp_path / ".file.partial").write_bytes(b"of a killed run")
    old = os.umask(0o022)
    try:
        write_atomically(tmp_path / "file", b"new", private=private)
    finally:
        os.umask(old)
    assert modes == [mode]
    assert (tmp_path / "file").stat().st_mode & 0o777 == mode
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"new")]
    write_atomically(tmp_path / "public", b"")
    assert (tmp_path / "public").stat().st_mode & 0o077


def test_names_beside_a_place():
    place = Path("a") / "release"
    assert old_of(place) == Path("a") / ".release.old"
    assert staging_of(place) == Path("a") / ".release.staging"
    assert partial_of(place) == Path("a") / ".release.partial"


def test_what_stands_where_a_file_is_to_go(tmp_path):
    require_file_or_nothing(tmp_path / "nothing")
    (tmp_path / "file").write_bytes(b"")
    require_file_or_nothing(tmp_path / "file")
    with pytest.raises(UsageFault) as caught:
        require_file_or_nothing(tmp_path)
    assert (caught.value.kind.code, str(caught.value.place)) == ("E111", tmp_path.name)
    with pytest.raises(UsageFault) as caught:
        require_file_or_nothing(Path("/"))
    assert caught.value.place is None


def test_every_file_of_a_tree_is_flushed(tmp_path, monkeypatch):
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("x", "a/y", "a/b/z"):
        (tmp_path / name).write_bytes(b"kept")
    flushed = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: flushed.append(os.fstat(descriptor).st_ino))
    flush_tree(tmp_path)
    assert sorted(flushed) == sorted(p.stat().st_ino for p in tmp_path.rglob("*") if p.is_file())
    assert (tmp_path / "x").read_bytes() == b"kept"


def test_folders_on_the_way_are_made(tmp_path):
    for number, make_it in enumerate((scratch_folder, lambda f: replaced_atomically(f, int))):
        folder = tmp_path / str(number) / "deep" / "folder"
        with make_it(folder) as made:
            if number:
                made.staging.mkdir()
                (made.staging / "file").write_bytes(b"")
        assert folder.exists() is bool(number)
    if os.name == "posix":
        make_private(tmp_path / "p" / "q")
        assert (tmp_path / "p" / "q").stat().st_mode & 0o777 == 0o700


def test_discarding_what_is_not_there_or_is_a_file(tmp_path):
    assert discard(tmp_path / "nothing") is True
    (tmp_path / "file").write_bytes(b"")
    assert discard(tmp_path / "file") is False


@pytest.mark.skipif(sys.platform != "linux", reason="Linux swaps in one step")
def test_two_folders_are_swapped_in_one_step(tmp_path):
    make(tmp_path / "a", "first")
    make(tmp_path / "b", "second")
    if not files._exchange(tmp_path / "a", tmp_path / "b"):
        pytest.skip("the file system cannot")
    assert (tmp_path / "a" / "file").read_text() == "second"
    assert not files._exchange(tmp_path / "a", tmp_path / "nothing")


def test_links_in_a_circle_are_told(tmp_path, monkeypatch):
    def circle(_path):
        raise RuntimeError("Jansen")

    monkeypatch.setattr(Path, "resolve", circle)
    with pytest.raises(SystemFault, match="links lead in a circle") as caught:
        absolute(tmp_path)
    assert (caught.value.kind.code, caught.value.place) == ("E703", None)
    assert caught.value.remedy == "Change to a folder that exists, or give paths in full."


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("name", [".rel.staging", ".rel.old", ".rel.lock"])
@pytest.mark.parametrize("target", ["folder", "file", "nowhere"])
def test_a_link_in_a_place_of_ours_is_not_followed(tmp_path, name, target):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "thesis").write_text("years of work")
    (tmp_path / "folder").chmod(0o750)
    (tmp_path / "file").write_text("kept")
    (tmp_path / name).symlink_to(tmp_path / target)
    with replaced_atomically(tmp_path / "rel", lambda: None) as new:
        make(new.staging, "new")
    assert (tmp_path / "rel" / "file").read_text() == "new"
    assert not (tmp_path / "rel").is_symlink()
    assert (tmp_path / "folder" / "thesis").read_text() == "years of work"
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "file").read_text() == "kept"
    assert not (tmp_path / "nowhere").exists()
    assert {p.name for p in tmp_path.iterdir()} == {"folder", "file", "rel"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_where_a_file_grows_is_not_followed(tmp_path):
    (tmp_path / "mine").write_text("kept")
    partial_of(tmp_path / "out").symlink_to(tmp_path / "mine")
    write_atomically(tmp_path / "out", b"new", private=True)
    assert (tmp_path / "out").read_bytes() == b"new"
    assert (tmp_path / "mine").read_text() == "kept"
    assert not (tmp_path / "out").is_symlink()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_in_place_of_a_scratch_folder_is_not_followed(tmp_path):
    make(tmp_path / "mine", "kept")
    (tmp_path / ".scratch").symlink_to(tmp_path / "mine")
    with scratch_folder(tmp_path / ".scratch") as folder:
        (folder / "x").write_text("working")
    assert {p.name for p in (tmp_path / "mine").iterdir()} == {"file"}
    assert not (tmp_path / ".scratch").exists()
