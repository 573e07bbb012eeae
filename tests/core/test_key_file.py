from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from dragon_prep.core.errors import KeyFault
from dragon_prep.core.key_file import find_key_path, new_key, read_key

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX file modes")


def write_key(path: Path, content: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(content)
    path.chmod(mode)
    return path


def fault_of(path: Path) -> KeyFault:
    with pytest.raises(KeyFault) as fault:
        read_key(path)
    return fault.value


def test_a_new_key_can_be_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "project.key"
    key = new_key(path)
    assert read_key(path) == key
    assert path.read_bytes() == key.secret.hex().encode() + b"\n"
    assert new_key(tmp_path / "other.key") != key


@posix
def test_a_new_key_is_private(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        new_key(tmp_path / "a" / "b" / "project.key")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a" / "b" / "project.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "project.key"
    key = new_key(path)
    with pytest.raises(KeyFault) as fault:
        new_key(path)
    assert fault.value.kind.code == "E504"
    assert read_key(path) == key


def test_no_half_key_is_left_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KeyFault) as fault:
        new_key(tmp_path / "project.key")
    assert fault.value.kind.code == "E505"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_key(tmp_path: Path) -> None:
    fault = fault_of(tmp_path / "project.key")
    assert fault.kind.code == "E501"
    assert fault.place is not None
    assert fault.exit_code == 5


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"ab" * 31 + b"\n",
        b"ab" * 33 + b"\n",
        b"xy" * 32 + b"\n",
        bytes(range(32)),
        b"ab" * 32 + b"\n\n",
        b"ab" * 32 + b" \n",
        "\u0661".encode() * 64,
    ],
)
def test_a_malformed_key_is_refused_without_being_shown(tmp_path: Path, content: bytes) -> None:
    fault = fault_of(write_key(tmp_path / "project.key", content))
    assert fault.kind.code == "E502"
    assert not content or content.decode("latin-1")[:16] not in str(fault) + repr(fault)


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_the_line_end_does_not_matter(tmp_path: Path, end: bytes) -> None:
    assert read_key(write_key(tmp_path / "k", b"ABCD" * 16 + end)).secret == b"\xab\xcd" * 16


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    marked = b"\xef\xbb\xbf" + b"ABCD" * 16 + b"\r\n"
    assert read_key(write_key(tmp_path / "k", marked)).secret == b"\xab\xcd" * 16


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o602])
def test_a_key_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    path = write_key(tmp_path / "project.key", b"abcd" * 16 + b"\n", mode)
    assert fault_of(path).kind.code == "E503"


def test_what_is_no_file_cannot_be_read(tmp_path: Path) -> None:
    assert fault_of(tmp_path).kind.code == "E505"
    (tmp_path / "file").write_text("x", encoding="ascii")
    with pytest.raises(KeyFault) as fault:
        new_key(tmp_path / "file" / "project.key")
    assert fault.value.kind.code == "E505"


def test_which_key_file_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = tmp_path / "given.key"
    named = {"DRAGON_PREP_KEY_FILE": str(tmp_path / "named.key")}
    assert find_key_path(given, named) == (given, "--key-file")
    assert find_key_path(None, named) == (tmp_path / "named.key", "DRAGON_PREP_KEY_FILE")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path, why = find_key_path(None, {"DRAGON_PREP_KEY_FILE": ""})
    assert path.name == "project.key"
    assert path.parent.name == "dragon-prep"
    assert why == "the default"


def test_faults_name_the_file(tmp_path: Path) -> None:
    path = tmp_path / "project.key"
    assert str(fault_of(path).place) == str(path)
    assert str(fault_of(write_key(path, b"ab")).place) == str(path)
    assert str(fault_of(tmp_path).place) == str(tmp_path)
    for taken in (path, path / "deeper"):
        with pytest.raises(KeyFault) as fault:
            new_key(taken)
        assert str(fault.value.place) == str(taken)


@pytest.mark.parametrize("path", ["nul\0byte"])
def test_a_name_that_cannot_be(path: str) -> None:
    assert fault_of(Path(path)).kind.code == "E505"
    with pytest.raises(KeyFault) as fault:
        new_key(Path(path))
    assert fault.value.kind.code == "E505"


@posix
@pytest.mark.parametrize("mode", [0o610, 0o601, 0o620, 0o700, 0o400])
def test_any_right_of_others_is_too_much(tmp_path: Path, mode: int) -> None:
    path = write_key(tmp_path / "project.key", b"abcd" * 16, mode)
    if mode & 0o77:
        assert fault_of(path).kind.code == "E503"
        assert str(fault_of(path).place) == str(path)
    else:
        assert read_key(path).secret == b"\xab\xcd" * 16


def test_the_default_is_in_the_config_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    import platformdirs

    def config(name: str, *, appauthor: bool) -> Path:
        return Path("config") / f"{name} {appauthor}"

    monkeypatch.setattr(platformdirs, "user_config_path", config)
    where = Path("config") / "dragon-prep False" / "project.key"
    assert find_key_path(None, {}) == (where, "the default")


@pytest.mark.parametrize("byte", [b"00", b"ff", b"2a"])
def test_a_key_that_anybody_can_guess_is_refused(tmp_path, byte):
    with pytest.raises(KeyFault) as caught:
        read_key(write_key(tmp_path / "k", byte * 32))
    assert caught.value.kind.code == "E506"
