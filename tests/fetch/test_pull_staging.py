"""Staged files: whatever stops a fetch, the next one ends with the server's bytes or a fault."""

from __future__ import annotations

import hashlib
import random
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.errors import Place, PullFault
from dragon_prep.fetch import staging
from dragon_prep.fetch.remote import Listing, RemoteFile
from dragon_prep.fetch.staging import Staging

DATA = random.Random(1).randbytes(4000)


class Fake:
    """A place with one file, which stops after some bytes."""

    def __init__(self, data=DATA, stops_after=None, stamp="2026-01-01T00:00:00Z"):
        self.data, self.stops_after = data, stops_after
        self.file = RemoteFile("a", len(data), stamp)
        self.asked = []

    def files(self, *, dry):
        return Listing.of([self.file])

    def look(self, file):
        return self.file

    def read(self, file, offset):
        self.asked.append(offset)
        given_out = 0
        for start in range(offset, len(self.data), 100):
            if self.stops_after is not None and given_out >= self.stops_after:
                raise ConnectionAbortedError
            given_out += 100
            yield self.data[start : start + 100]

    def checksums(self, file):
        return ()


def fetch(folder, remote):
    return Staging(folder).fetch(remote, remote.file, "umcg/a", address="x", told=Place("a"))


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    monkeypatch.setattr(staging, "CHECKPOINT", 1000)


@given(st.lists(st.integers(0, 4000), max_size=5))
def test_any_number_of_stops_ends_with_the_same_bytes(stops):
    with tempfile.TemporaryDirectory() as name:
        for stop in stops:
            try:
                fetch(Path(name) / "s", Fake(stops_after=stop))
            except ConnectionAbortedError:
                continue
        done = fetch(Path(name) / "s", Fake())
        assert done.path.read_bytes() == DATA
        assert done.sha256 == hashlib.sha256(DATA).hexdigest()


def spoilt(path, how):
    data = path.read_bytes()
    return {
        "flipped": bytes([data[0] ^ 1]) + data[1:],
        "cut": data[:-1],
        "zeros": bytes(len(data)),
        "gone": None,
        "longer": data + b"more",
    }[how]


@pytest.mark.parametrize("how", ["flipped", "cut", "zeros", "gone", "longer"])
def test_what_is_spoilt_on_the_disk_is_not_trusted(tmp_path, how):
    with pytest.raises(ConnectionAbortedError):
        fetch(tmp_path / "s", Fake(stops_after=2500))
    (part,) = (tmp_path / "s").glob("*.part")
    data = spoilt(part, how)
    part.unlink() if data is None else part.write_bytes(data)
    remote = Fake()
    assert fetch(tmp_path / "s", remote).path.read_bytes() == DATA
    assert remote.asked == [2500 if how == "longer" else 0]


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b'{"done": 9}', b"\xff\xfe"])
def test_a_spoilt_note_is_not_trusted(tmp_path, note):
    with pytest.raises(ConnectionAbortedError):
        fetch(tmp_path / "s", Fake(stops_after=2500))
    (path,) = (tmp_path / "s").glob("*.json")
    path.write_bytes(note)
    assert fetch(tmp_path / "s", Fake()).path.read_bytes() == DATA


def test_what_has_no_stamp_is_never_gone_on_with(tmp_path):
    with pytest.raises(ConnectionAbortedError):
        fetch(tmp_path / "s", Fake(stops_after=2500, stamp=""))
    remote = Fake(DATA[::-1], stamp="")
    assert fetch(tmp_path / "s", remote).path.read_bytes() == DATA[::-1]
    assert remote.asked == [0]


def test_a_file_that_ends_too_early_is_not_whole(tmp_path):
    remote = Fake(DATA[:-100])
    remote.file = RemoteFile("a", len(DATA), "2026-01-01T00:00:00Z")
    with pytest.raises(PullFault) as fault:
        fetch(tmp_path / "s", remote)
    assert fault.value.kind.code == "E810"


def test_a_whole_file_is_not_fetched_twice(tmp_path):
    fetch(tmp_path / "s", Fake())
    remote = Fake()
    assert fetch(tmp_path / "s", remote).resumed == len(DATA)
    assert remote.asked == []


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512"])
def test_checksums_of_each_kind(tmp_path, name):
    stage = Staging(tmp_path / "s")
    done = fetch(tmp_path / "s", Fake())
    right = hashlib.new(name, DATA).hexdigest()
    stage.compare(done, right.upper(), Place("a"))
    with pytest.raises(PullFault) as fault:
        stage.compare(done, right[::-1], Place("a"))
    assert fault.value.kind.code == "E815"
    assert not list((tmp_path / "s").iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_where_a_file_grows_is_not_followed(tmp_path):
    from dragon_prep.fetch import staging

    (tmp_path / "mine").write_bytes(b"kept")
    (tmp_path / "growing").symlink_to(tmp_path / "mine")
    with staging._opened(tmp_path / "growing", 0) as file:
        file.write(b"fetched")
    assert (tmp_path / "mine").read_bytes() == b"kept"
    assert (tmp_path / "growing").read_bytes() == b"fetched"
    assert not (tmp_path / "growing").is_symlink()
