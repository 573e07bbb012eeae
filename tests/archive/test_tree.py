from __future__ import annotations

import os

import pytest

from dragon_prep.archive.tree import scan, shown


def test_everything_with_slashes_in_order(tmp_path):
    (tmp_path / "b" / "a").mkdir(parents=True)
    (tmp_path / "b" / "a" / "x").touch()
    (tmp_path / "a.txt").touch()
    (tmp_path / "link").symlink_to(tmp_path / "b")
    tree = scan(tmp_path)
    assert tree.files == ("a.txt", "b/a/x")
    assert tree.folders == ("b", "b/a")
    assert tree.odd == ("link",)
    assert tree.unreadable == ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert scan(tmp_path).odd == ("pipe",)


def test_a_folder_that_cannot_be_listed(tmp_path):
    assert scan(tmp_path / "missing").unreadable == (".",)


def test_names_are_shown_without_control_characters():
    assert shown("a/b c.json") == "a/b c.json"
    assert shown("a\n\x1b\u00e9\udcff") == "(a name of 5 characters)"
