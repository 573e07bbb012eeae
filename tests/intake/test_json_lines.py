"""JSON lines as a stream: pieces of a file, lines that cannot be used, members of records."""

from __future__ import annotations

import pytest

from dragon_prep.core.errors import InputFault, Place
from dragon_prep.intake.json_lines import (
    Broken,
    Line,
    LineFault,
    LineRange,
    read_json_lines,
    record_id,
    record_text,
)
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.records import as_json, member, read_records

RAW = RawFile(
    "x",
    "r.jsonl",
    Layout.RECORDS,
    "",
    (Column("meta/a", "", "a"), Column("b", "", required=False)),
)


def read(path, data, piece=None):
    path.write_bytes(data)
    broken = Broken(path.name)
    more = {} if piece is None else {"piece": piece}
    return list(read_json_lines(path, lambda record: record["n"], broken, **more)), broken


def test_lines_with_their_numbers_and_ends(tmp_path):
    data = b'\xef\xbb\xbf{"n": 1}\r\n \n{"n": 2}'
    found, broken = read(tmp_path / "a", data)
    assert found == [(Line(1, 13), 1), (Line(3, 23), 2)]
    assert broken.count == 0


def test_a_piece_of_a_file_is_whole_lines_with_the_numbers_of_the_file(tmp_path):
    rows = [b'{"n": %d}\n' % n for n in range(5)]
    data, size = b"".join(rows), len(rows[0])
    for first in range(5):
        for last in range(first, 6):
            piece = LineRange(first * size, last * size, first + 1)
            found, _ = read(tmp_path / "a", data, piece)
            assert [n for _, n in found] == list(range(first, min(last, 5)))
            assert [line.number for line, _ in found] == [n + 1 for _, n in found]
    assert [n for _, n in read(tmp_path / "a", data, LineRange(3 * size, None, 4))[0]] == [3, 4]
    assert [n for _, n in read(tmp_path / "a", data, LineRange(0, 3 * size - 1))[0]] == [0, 1, 2]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"n": 1', "it is not a JSON object, or a member stands twice in it"),
        (b'{"n": 1, "n": 2}', "it is not a JSON object, or a member stands twice in it"),
        (b"[1]", "it is not a JSON object"),
        (b'{"n": "\xff"}', "it holds bytes that are not UTF-8"),
        (b"[" * 100_000, "it is not a JSON object, or a member stands twice in it"),
    ],
)
def test_lines_that_cannot_be_used(tmp_path, data, said):
    found, broken = read(tmp_path / "a", b'{"n": 0}\n' + data + b'\n{"n": 2}\n')
    assert [n for _, n in found] == [0, 2]
    assert (broken.count, [(p.place, p.detail) for p in broken.problems]) == (
        1,
        [(Place("a", 2), said)],
    )
    assert not broken.problems[0].quarantined


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-32-be"])
def test_another_encoding_is_told_at_the_first_line(tmp_path, encoding):
    data = '{"n": 1}\n' if encoding in ("utf-16", "utf-32") else '\ufeff{"n": 1}\n'
    with pytest.raises(InputFault) as caught:
        read(tmp_path / "a", data.encode(encoding))
    fault = caught.value
    assert (fault.kind.code, fault.place, fault.remedy) == (
        "E206",
        Place("a"),
        "Save it as UTF-8.",
    )


def test_broken_lines_are_counted_and_the_first_are_kept():
    broken = Broken("f", most=2)
    broken.stop_if_any()
    for number in (3, 5, 8):
        broken.add(number, LineFault(f"fault {number}", "id" if number == 3 else ""))
    assert (broken.count, [p.place for p in broken.problems]) == (
        3,
        [Place("f", 3, "id"), Place("f", 5)],
    )
    with pytest.raises(InputFault) as caught:
        broken.stop_if_any()
    fault = caught.value
    assert (fault.place, len(fault.problems)) == (Place("f", 3, "id"), 2)
    assert "fault 3; 3 lines cannot be used" in str(fault)


def test_one_broken_line_is_told_without_a_list():
    broken = Broken("f")
    broken.add(4, LineFault("no id"))
    with pytest.raises(InputFault) as caught:
        broken.stop_if_any()
    assert caught.value.problems == ()
    assert "f, row 4: no id" in str(caught.value)
    assert "cannot be used" not in str(caught.value).splitlines()[0].removeprefix("E")[4:]


@pytest.mark.parametrize("given", ["a", "0", 0, 7])
def test_ids_are_strings_or_whole_numbers(given):
    assert record_id({"id": given}) == given


@pytest.mark.parametrize("given", [None, True, False, 1.5, "", "  ", [1]])
def test_what_is_no_id(given):
    with pytest.raises(LineFault) as caught:
        record_id({"id": given})
    assert (caught.value.detail, caught.value.column) == ("it has no id", "id")


def test_a_text_may_be_empty_and_must_be_there():
    assert record_text({"text": ""}) == ""
    for given in (None, 5, ["a"]):
        with pytest.raises(LineFault) as caught:
            record_text({"text": given})
        assert (caught.value.detail, caught.value.column) == ("it has no text", "text")


@pytest.mark.parametrize(
    ("name", "value"), [("uid", 1), ("meta/uid", 2), ("meta/x", None), ("uid/x", None)]
)
def test_members_within_members(name, value):
    assert member({"uid": 1, "meta": {"uid": 2}}, name) == value


def test_json_with_a_member_twice_or_a_damaged_byte_says_nothing():
    assert as_json('{"a": 1}') == {"a": 1}
    for source in ('{"a": 1, "a": 1}', '{"a": "\udc80"}', "{", "[" * 100_000):
        assert as_json(source) is None


def table(root, *lines):
    (root / "r.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return read_records(root, RAW)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ('"x"', "x"),
        ('" x "', " x "),
        ('" "', None),
        ("null", None),
        ("true", "True"),
        ("7", "7"),
        ("7.0", "7"),
        ("7.5", "7.5"),
        ("999999999999999.0", "999999999999999"),
        ("1e15", "1000000000000000.0"),
        ("NaN", None),
        ("Infinity", None),
        ('["a", 1, null, [2], 1.5]', "a,1,,1.5"),
        ("[]", None),
        ("{}", None),
    ],
)
def test_members_become_cells(tmp_path, value, cell):
    found = table(tmp_path, f'{{"meta": {{"a": "x"}}, "b": {value}}}')
    assert [(row["a"], row["b"], row.place) for row in found.rows] == [
        ("x", cell, Place("r.jsonl", 1))
    ]


def test_lines_that_are_no_records_are_listed_and_others_read(tmp_path):
    found = table(tmp_path, '{"meta": {"a": "x"}}', "", "oops", '{"b": 1}')
    assert [(row["a"], row["b"], row.place.row) for row in found.rows] == [
        ("x", None, 1),
        (None, "1", 4),
    ]
    assert [(p.kind.code, p.place.row) for p in found.unreadable] == [("R301", 3)]
    assert found.damaged == ()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["oops"], "E206 r.jsonl: none of its lines is a JSON object"),
        (["[]"], "E207 r.jsonl"),
        (["[1"], "E206 r.jsonl: it is not a JSON array, or a member stands twice"),
        (['{"b": 1}', '{"meta": {}}'], "E203 r.jsonl: member missing in all records: 'meta/a'"),
        ([" "], "E207 r.jsonl"),
    ],
)
def test_files_of_records_that_cannot_be_used(tmp_path, lines, said):
    with pytest.raises(InputFault) as caught:
        table(tmp_path, *lines)
    assert said in str(caught.value)


def test_all_members_that_are_missing_are_named(tmp_path):
    raw = RawFile("x", "r.jsonl", Layout.RECORDS, "", (Column("a", ""), Column("b", "")))
    (tmp_path / "r.jsonl").write_text('{"c": 1}', encoding="utf-8")
    with pytest.raises(InputFault, match="members missing in all records: 'a', 'b'"):
        read_records(tmp_path, raw)
