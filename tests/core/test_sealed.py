"""Files that end in their own checksum."""

from __future__ import annotations

import hashlib

import pytest

from dragon_prep.core.errors import SystemFault
from dragon_prep.core.sealed import drop_damaged, is_sealed, read_sealed, write_sealed


@pytest.mark.parametrize("data", [b"", b"x", bytes(range(256))])
def test_what_was_sealed_is_read(tmp_path, data):
    write_sealed(tmp_path / "a", data)
    assert (tmp_path / "a").read_bytes() == data + hashlib.sha256(data).digest()
    assert read_sealed(tmp_path / "a") == data
    assert is_sealed(tmp_path / "a")


def test_damage_and_absence_are_told_and_cleared(tmp_path):
    paths = [tmp_path / name for name in "abcd"]
    for path in paths[:3]:
        write_sealed(path, b"some data")
    (tmp_path / "b").write_bytes(b"Some data" + (tmp_path / "b").read_bytes()[9:])
    (tmp_path / "c").write_bytes((tmp_path / "c").read_bytes()[:-1])
    for path in paths[1:]:
        with pytest.raises(SystemFault) as raised:
            read_sealed(path)
        assert raised.value.kind.code == "E705"
        assert not is_sealed(path)
    assert drop_damaged(paths) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert drop_damaged(paths[:1]) == 0
