"""``doctor``: what it sees of an installation, a key and a workspace; it changes nothing."""

from __future__ import annotations

import json
import os

import pytest
from filelock import FileLock
from terminal import run
from worlds import KEY

from dragon_prep.core.errors import SystemFault
from dragon_prep.data import load
from dragon_prep.pipeline.workspace import opened
from dragon_prep.services import doctor


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """A folder to stand in, with a key that the environment names."""
    (tmp_path / "key").write_text(KEY.secret.hex())
    (tmp_path / "key").chmod(0o600)
    monkeypatch.setenv("DRAGON_PREP_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.chdir(tmp_path)
    sound = doctor.HealthCheck("detector", "works")
    monkeypatch.setattr(doctor, "_detector", lambda: sound)
    return tmp_path


def checks(*args, code=0):
    done = run("doctor", "--json", *args)
    assert done.exit_code == code, done.output
    body = json.loads(done.stdout)
    assert body["can_work"] is (code == 0)
    return {check["name"]: check for check in body["checks"]}


def test_a_place_that_is_sound(here):
    before = sorted(here.rglob("*"))
    seen = checks()
    assert {check["state"] for name, check in seen.items() if name != "disk"} == {"ok"}
    assert seen["key"]["said"].endswith(f"fingerprint {KEY.fingerprint}")
    assert "dragon-prep" in seen["versions"]["said"]
    assert sorted(here.rglob("*")) == before
    said = run("doctor").stdout
    assert KEY.secret.hex() not in said
    assert said.endswith("\nNothing stands in the way.\n")


def test_the_key(here, monkeypatch):
    assert checks("--key-file", "none", code=5)["key"]["code"] == "E501"
    monkeypatch.delenv("DRAGON_PREP_KEY_FILE")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(here / "config"))
    monkeypatch.setenv("HOME", str(here / "home"))
    seen = checks()["key"]
    assert (seen["state"], seen["said"]) == ("note", "none yet")
    assert not (here / "config").exists()


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_a_key_that_others_can_read(here):
    (here / "key").chmod(0o644)
    seen = checks(code=5)["key"]
    assert (seen["state"], seen["code"]) == ("fault", "E503")


def test_the_workspace(here):
    with opened(here / "w"):
        seen = checks("--workspace", "w")["workspace"]
        assert (seen["state"], "E704" in seen["note"]) == ("note", True)
    assert checks("--workspace", "w")["workspace"]["state"] == "ok"
    with FileLock(here / "w" / "in-use.lock", timeout=0):  # doctor has let go of it
        pass
    (here / "full").mkdir()
    (here / "full" / "file").touch()
    assert checks("--workspace", "full", code=2)["workspace"]["code"] == "E110"


def test_a_folder_that_cannot_be_written(here, monkeypatch):
    def refuse(**more):
        raise PermissionError

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    assert checks(code=6)["workspace"]["code"] == "E702"


def test_little_room_is_told(monkeypatch):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda folder: type("", (), {"free": 1 << 30}))
    assert checks()["disk"]["state"] == "note"


def test_a_data_file_that_is_another(monkeypatch):
    monkeypatch.setattr(load, "_checksums", lambda: {"pool_towns.txt": "0" * 64})
    assert checks(code=6)["data files"]["code"] == "E601"


def test_packages_that_are_missing_or_too_old(monkeypatch):
    needs = ["typer>=0.15", "pandas>=999.1", 'nowhere-to-be-had>=1; extra == "map"', "no-such>=2"]
    monkeypatch.setattr(doctor.metadata, "requires", lambda name: needs)
    seen = checks(code=6)
    assert seen["packages"]["code"] == "E255"
    assert seen["packages"]["said"] == "missing or too old: pandas 999.1, no-such 2"
    assert seen["extras"]["said"] == "installed: none; not installed: map"


def test_the_settings_say_which_key_and_workspace(here, monkeypatch):
    monkeypatch.delenv("DRAGON_PREP_KEY_FILE")
    settings = here / "dragon-prep.toml"
    settings.write_text('key_file = "key"\nworkspace = "elsewhere"\n')
    settings.chmod(0o644)
    seen = checks()
    assert KEY.fingerprint in seen["key"]["said"]
    assert "elsewhere" in seen["workspace"]["said"]
    settings.write_text("kee_file = 1\n")
    assert checks(code=2)["settings"]["code"] == "E252"


def test_a_detector_that_finds_nothing(monkeypatch):
    monkeypatch.undo()
    done = type("", (), {"text": doctor._INVENTED})
    monkeypatch.setattr("dragon_prep.services.in_memory.deidentify", lambda text, **more: done)
    with pytest.raises(SystemFault) as caught:
        doctor._detector()
    assert caught.value.kind.code == "E256"


def test_the_detector_of_this_installation_works(monkeypatch):
    monkeypatch.undo()
    assert "without a network" in doctor._detector().said
