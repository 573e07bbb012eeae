"""Lines of fields between tabs: every character stands for itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.errors import InputFault
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.tables import read_table

RAW = RawFile(
    "centre",
    "file.txt",
    Layout.SHEET,
    "pairs",
    (Column("first", "one"), Column("second", "other")),
    header=False,
)


def table(root, content):
    data = content if isinstance(content, bytes) else content.encode()
    (root / "file.txt").write_bytes(data)
    return read_table(root, RAW)


def rows(root, content):
    return [(row["first"], row["second"]) for row in table(root, content).rows]


@pytest.mark.parametrize(
    "cell", ['"', '"open', 'a "b" c', '""', "NA", "nan", "null", "None", "a;b,c|d", "0", "'", "1e5"]
)
def test_a_field_is_what_it_is(tmp_path, cell):
    content = f"x\ty\n{cell}\tz\nv\t{cell}\nv\tw\n"
    assert rows(tmp_path, content) == [("x", "y"), (cell, "z"), ("v", cell), ("v", "w")]


@given(st.lists(st.text(st.characters(exclude_characters="\t\r\n", exclude_categories=["Cs", "Cc"]),
                        min_size=1).filter(str.strip), min_size=2, max_size=2))  # fmt: skip
def test_any_two_fields_come_back(tmp_path_factory, cells):
    root = tmp_path_factory.mktemp("any")
    assert rows(root, "a\tb\n" + "\t".join(cells) + "\n") == [("a", "b"), tuple(cells)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_blank_lines_and_rows(tmp_path, end):
    found = table(tmp_path, f"a\tb{end}{end} \t {end}c\td")
    assert [(row["first"], row.place.row) for row in found.rows] == [("a", 1), ("c", 4)]
    assert not found.unreadable


def test_white_space_alone_is_an_empty_field_and_other_blanks_stay(tmp_path):
    assert rows(tmp_path, "a\t \n b \tc\n") == [("a", None), (" b ", "c")]


def test_lines_of_other_widths_are_listed_and_kept_apart(tmp_path):
    found = table(tmp_path, "a\tb\nalone\nc\td\te\nf\tg\t\n")
    assert [row["first"] for row in found.rows] == ["a", "f"]
    assert [(p.kind.code, p.place.row) for p in found.unreadable] == [("R336", 2), ("R336", 3)]
    assert [row["first"] for row in found.damaged] == ["alone", "c"]


def test_encodings(tmp_path):
    assert rows(tmp_path, "é\tx\n".encode("cp1252")) == [("é", "x")]
    assert rows(tmp_path, b"\xef\xbb\xbfa\tb\n") == [("a", "b")]
    found = table(tmp_path, "é\tè\nü\tx\n".encode() + b"a\xff\tb\n")
    assert [(p.kind.code, p.place.row) for p in found.unreadable] == [("R303", 3)]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "E207"), (b" \n\t\n", "E207"), (b"one field\nonly", "E206"), (b"\x00\x01\t", "E206")],
)
def test_file_that_cannot_be_used(tmp_path, content, code):
    with pytest.raises(InputFault, match=code) as caught:
        table(tmp_path, content)
    assert caught.value.place.file == "file.txt"
    assert caught.value.remedy


def test_missing_file(tmp_path):
    with pytest.raises(InputFault, match="E202"):
        read_table(tmp_path, RAW)
