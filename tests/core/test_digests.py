"""Tables of keyed digests: what is in them, and that parts and their order make no difference."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.array_file import packed, stored, unpacked
from dragon_prep.core.digests import (
    DIGEST,
    EMPTY,
    NO_VALUES,
    DigestTable,
    groups,
    in_ranges,
    merged,
    table,
)

ROW = np.dtype([("digest", DIGEST), ("count", "u4")])


def digest(n):
    return hashlib.sha256(str(n).encode()).digest()[:16]


def counted(rows):
    starts = groups(rows["digest"])
    made = rows[starts].copy()
    if len(starts):
        made["count"] = np.add.reduceat(rows["count"], starts)
    return made


def part(numbers):
    rows = np.array([(digest(n), 1) for n in numbers], ROW)
    return rows[np.argsort(rows["digest"])]


def test_a_table_knows_what_is_in_it():
    some = [digest(n) for n in range(300)]
    made = table([*some, *some[:5]])
    assert len(made) == 300
    assert all(one in made for one in some)
    assert not any(digest(n) in made for n in range(300, 600))
    assert some[0] not in EMPTY
    assert "no bytes" not in made
    assert repr(made) == "<DigestTable of 300>"
    assert made == table(reversed(some))
    assert hash(made) == hash(table(reversed(some)))
    assert made != table(some[1:])
    assert made != some


def test_digests_that_end_in_zeros_are_told_apart():
    ends = [b"x" * 15 + b"\0", b"x" * 14 + b"\0\0", b"x" * 16, b"\0" * 16]
    made = table(ends[:2])
    assert [one in made for one in ends] == [True, True, False, False]


def test_values_go_with_their_digests():
    keys = np.sort(np.array([digest(n) for n in range(50)], DIGEST))
    made = DigestTable(keys, np.arange(50, dtype="u8"))
    assert [made.at(digest(n)) for n in range(50)] == list(keys.searchsorted(
        np.array([digest(n) for n in range(50)], DIGEST)))  # fmt: skip
    assert made.at(digest(51)) == -1


@given(st.lists(st.integers(0, 40), max_size=60), st.integers(1, 5), st.sampled_from([1, 7, 1000]))
def test_parts_order_and_steps_make_no_difference(numbers, shards, at_once):
    parts = [part(numbers[n::shards]) for n in range(shards)]
    whole = counted(part(numbers))
    for some in (parts, parts[::-1]):
        assert np.array_equal(merged(some, counted, at_once=at_once), whole)
    assert sorted(whole["count"]) == sorted(map(numbers.count, set(numbers)))


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_parts_may_lie_in_files(tmp_path, at_once):
    parts = [part(range(n, 60, 3)) for n in range(3)] + [part([])]
    files = []
    for number, rows in enumerate(parts):
        path = tmp_path / str(number)
        path.write_bytes(packed({"said": number}, {"other": np.arange(number), "rows": rows}))
        body, arrays = stored(path, {"other": np.dtype("i8"), "rows": ROW})
        assert body == {"said": number}
        files.append(arrays["rows"])
        assert np.array_equal(files[-1][1:3], rows[1:3])
        with pytest.raises(ValueError, match="other arrays"):
            stored(path, {"rows": ROW})
    assert [*map(len, files)] == [*map(len, parts)]
    for some in (files, files[::-1], [files[0], *parts[1:]]):
        whole = merged(some, counted, at_once=at_once)
        assert np.array_equal(whole, merged(parts, counted))
    assert [len(rows) > 0 for rows in in_ranges(files, at_once=1000)] == [True]
    assert list(in_ranges([])) == []


def test_arrays_come_back_from_a_file_as_they_were():
    arrays = {"a": part(range(7)), "b": np.arange(3, dtype="u2"), "none": np.zeros(0, DIGEST)}
    types = {"a": ROW, "b": np.dtype("u2"), "none": DIGEST}
    data = packed({"said": [1, "x"]}, arrays)
    body, back = unpacked(memoryview(data), types)
    assert body == {"said": [1, "x"]}
    assert all(np.array_equal(back[name], arrays[name]) for name in arrays)
    assert data == packed({"said": [1, "x"]}, arrays)
    assert len(data) % 16 == 0
    with pytest.raises(ValueError, match="other arrays"):
        unpacked(data, {"a": ROW})
    assert NO_VALUES.size == 0
