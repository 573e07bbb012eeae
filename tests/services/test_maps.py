"""Maps for the hospital: to whom they are sealed, who opens them, and where they may lie."""

from __future__ import annotations

import json
import os
import sys

import pytest
from file_lines import fault, said

from dragon_prep.core.codes.run import MAP_MISPLACED, MODEL_MISPLACED
from dragon_prep.services.private_place import require_private_place
from dragon_prep.services.relink import MapFile, require_map_place, write_map
from dragon_prep.services.seal import SHORTEST_PASSPHRASE, Seal, open_map, read_secret

pyrage = pytest.importorskip("pyrage")

PASSPHRASE = "twaalf-tekens"[:12]
LINES = ["{}\n", '{"report": "é\ud800"}\n']
TWO_LINES = ["{}", '{"report": "é\ud800"}']


def test_a_map_opens_with_its_passphrase_only(tmp_path):
    path = tmp_path / "deeper" / "map.age"
    write_map(MapFile(path, Seal(PASSPHRASE)), LINES)
    assert open_map(path, passphrase=PASSPHRASE) == TWO_LINES
    assert said(open_map, path, passphrase=PASSPHRASE + "x")[:3] == ("E116", 2, "map.age")
    assert said(open_map, path, identity="")[:3] == ("E116", 2, "map.age")
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_map_opens_with_any_of_its_identities(tmp_path):
    own, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    path = tmp_path / "map.age"
    seal = Seal(recipients=(f" {own.to_public()}\n", str(other.to_public())))
    write_map(MapFile(path, seal), LINES)
    for identity in (own, other):
        assert open_map(path, identity=f"# made today\n{identity}\n") == TWO_LINES
    strange = str(pyrage.x25519.Identity.generate())
    for identity in (strange, "AGE-SECRET-KEY-1", "nothing"):
        assert said(open_map, path, identity=identity)[:3] == ("E116", 2, "map.age")
    assert (repr(seal), repr(Seal(PASSPHRASE))) == ("<Seal to 2 recipients>", "<Seal>")


def test_what_is_no_map_is_told(tmp_path):
    path = tmp_path / "map.age"
    assert said(open_map, path, passphrase=PASSPHRASE)[:3] == ("E703", 6, "map.age")
    path.write_bytes(b"{}")
    assert said(open_map, path, passphrase=PASSPHRASE)[:3] == ("E116", 2, "map.age")


def test_a_seal_is_to_a_passphrase_or_to_recipients():
    own = str(pyrage.x25519.Identity.generate().to_public())
    assert SHORTEST_PASSPHRASE == len(PASSPHRASE) == 12
    for given in ({}, {"passphrase": PASSPHRASE, "recipients": (own,)}):
        assert said(Seal, **given)[:3] == ("E114", 2, "")
    short = "the passphrase has fewer than 12 characters"
    assert said(Seal, PASSPHRASE[1:])[3] == short
    none = "a recipient is not of the form age1..."
    assert said(Seal, recipients=(own, own[:-1])) == ("E114", 2, "", none)


def test_without_the_library_there_is_no_seal(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyrage", None)
    assert said(Seal, PASSPHRASE)[:2] == ("E115", 2)
    assert said(open_map, tmp_path / "map.age", passphrase=PASSPHRASE)[:2] == ("E115", 2)


@pytest.mark.skipif(os.name != "posix", reason="files are protected in another way")
def test_a_secret_is_read_from_a_file_of_its_owner(tmp_path):
    path = tmp_path / "secret"
    path.write_bytes(" é\n".encode())
    for mode in (0o640, 0o604, 0o610, 0o601):
        path.chmod(mode)
        error = fault(read_secret, path)
        assert (error.kind.code, str(error.place)) == ("E114", "secret")
        assert error.detail == "others may read the file with the passphrase or identity"
        assert error.remedy == "Run: chmod 600 FILE"
    path.chmod(0o600)
    assert read_secret(path) == "é"
    path.write_bytes(b"x" * (1 << 16) + b"y")
    assert read_secret(path) == "x" * (1 << 16)
    path.write_bytes(b"\xff")
    detail = "the file with the passphrase or identity cannot be read"
    for broken in (path, tmp_path / "none", tmp_path):
        assert said(read_secret, broken) == ("E114", 2, broken.name, detail)


def test_places_of_private_files(tmp_path):
    path = tmp_path / "a" / "b" / "private"
    require_private_place(path, MAP_MISPLACED, overwrite=False)
    for apart in (path, path.parent, tmp_path):
        error = fault(require_private_place, path, MODEL_MISPLACED, apart=[apart], overwrite=True)
        assert error.kind is MODEL_MISPLACED
    require_private_place(path, MAP_MISPLACED, apart=[tmp_path / "other"], overwrite=False)
    path.parent.mkdir(parents=True)
    path.write_text("earlier")
    require_private_place(path, MAP_MISPLACED, overwrite=True)
    error = fault(require_private_place, path, MAP_MISPLACED, overwrite=False)
    assert (error.kind.code, str(error.place)) == ("E103", "private")
    assert error.remedy == "Give another file, or --overwrite to replace this one."
    folder = path.parent
    assert said(require_private_place, folder, MAP_MISPLACED, overwrite=True)[0] == "E111"


@pytest.mark.parametrize("marker", ["manifest.json", "PRIVATE.txt"])
@pytest.mark.parametrize("home", ["a/b", "a", "."])
def test_no_private_file_below_a_release_or_a_workspace(tmp_path, marker, home):
    path = tmp_path / "a" / "b" / "private"
    path.parent.mkdir(parents=True)
    (tmp_path / home / marker).write_text("{}")
    assert said(require_map_place, path, overwrite=True)[:2] == (MAP_MISPLACED.code, 2)


@pytest.mark.parametrize("strange", ["\u2028", "\u2029", "\x85", "\x0b\x0c\x1c\x1d\x1e", "\r"])
def test_what_other_programs_take_for_a_line_end_ends_no_line(tmp_path, strange):
    lines = [json.dumps({"original": f"Jan{strange}sen"}, ensure_ascii=False), '{"x": 1}']
    write_map(MapFile(tmp_path / "map", Seal(PASSPHRASE)), (line + "\n" for line in lines))
    opened = open_map(tmp_path / "map", passphrase=PASSPHRASE)
    assert [json.loads(line) for line in opened] == [{"original": f"Jan{strange}sen"}, {"x": 1}]


def test_a_map_of_nothing(tmp_path):
    write_map(MapFile(tmp_path / "map", Seal(PASSPHRASE)), ())
    assert open_map(tmp_path / "map", passphrase=PASSPHRASE) == []
