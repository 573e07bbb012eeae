"""Bytes to text, whatever a hospital's programs made of it, and files that are none."""

from __future__ import annotations

import pytest

from dragon_prep.core.errors import InputFault, SystemFault
from dragon_prep.intake.decode import decode, is_damaged, read_bytes, read_text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"]
)
def test_a_byte_order_mark_tells_the_encoding_and_is_taken_off(encoding):
    marked = encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32")
    data = ("é€\n" if marked else "\ufeffé€\n").encode(encoding)
    assert decode(data) == "é€\n"
    assert not is_damaged(decode(data))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"caf\xe9", "café"),
        # As many stray bytes as well-formed characters: cp1252; fewer, and they stay visible.
        ("é".encode() + b"\xe9", "Ã©é"),
        ("éé".encode() + b"\xe9", "éé\udce9"),
        (b"\x80", "€"),
        (b"\x81\xe9", "\udc81é"),  # one of the five bytes that mean nothing there
        ("\xff".encode(), "\xff"),
    ],
)
def test_stray_bytes(data, text):
    assert decode(data) == text
    assert is_damaged(decode(data)) is any("\udc80" <= char <= "\udcff" for char in text)


def test_the_first_and_the_last_stray_byte_are_damage():
    assert is_damaged("a\udc80b")
    assert is_damaged("a\udcffb")
    assert not is_damaged("a\ud800b")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_text_has_zeros_and_other_text_has_none(tmp_path, encoding):
    (tmp_path / "wide").write_bytes("ja".encode(encoding))
    assert read_text(tmp_path, "wide") == "ja"
    (tmp_path / "wide").write_bytes("ja".encode(encoding)[:-1])
    with pytest.raises(InputFault, match="E206 wide: it is not a text file"):
        read_text(tmp_path, "wide")
    (tmp_path / "zero").write_bytes(b"ja\x00")
    with pytest.raises(InputFault, match="E206 zero: it is not a text file"):
        read_text(tmp_path, "zero")


def test_what_stands_in_place_of_a_file_is_told(tmp_path, monkeypatch):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "reports.csv").write_bytes(b"x")

    def said(path):
        with pytest.raises(InputFault) as caught:
            read_bytes(tmp_path, path)
        assert caught.value.place.file == path
        return caught.value.detail

    assert said("a/b") == "it is a folder"
    assert said("a/report.csv").startswith("the file is missing; did you mean 'reports.csv', which")
    assert said("a/geheim.csv") == "the file is missing"  # no name that is there is like it
    assert said("a/c/d/x.csv") == ("the file is missing, and so is the folder 'c' it should be in")
    # A file where a folder should be.
    assert "the folder 'reports.csv'" in said("a/reports.csv/x.csv")
    assert read_bytes(tmp_path, "a/reports.csv") == b"x"


def test_a_file_that_may_not_be_read_is_no_fault_of_the_input(tmp_path, monkeypatch):
    def refuse(self):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    with pytest.raises(SystemFault) as caught:
        read_bytes(tmp_path, "x.csv")
    assert caught.value.place.file == "x.csv"
    assert "may not be read" in str(caught.value)
