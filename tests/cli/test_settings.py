"""The settings file: where it is found, what goes before it, and that nothing of it is silent."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from checkout import CHECKOUT
from terminal import run
from worlds import KEY

from dragon_prep.cli import defaults
from dragon_prep.core.codes.run import OUTPUT_EXISTS
from dragon_prep.core.errors import UsageFault
from dragon_prep.services.own_settings import (
    SETTINGS,
    find_settings_file,
    settings_held,
)


@pytest.fixture(autouse=True)
def site(tmp_path, monkeypatch):
    """A folder of settings, and the folder in it to stand in."""
    for name in SETTINGS:
        monkeypatch.delenv(f"DRAGON_PREP_{name.upper()}", raising=False)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    (tmp_path / "key").write_text(KEY.secret.hex())
    (tmp_path / "key").chmod(0o600)
    return tmp_path


def write(folder, text):
    path = folder / "dragon-prep.toml"
    path.write_text(text)
    path.chmod(0o644)
    return path


def built_with(monkeypatch, *args):
    """What a build would have been called with."""
    calls = []

    def build(tasks, source, out, **more):
        calls.append({"source": source, **more})
        raise UsageFault(OUTPUT_EXISTS)

    monkeypatch.setattr("dragon_prep.services.build.build", build)
    done = run("build", "T19", "--out", "release", *args)
    return (calls[0] if calls else None), done


def test_the_nearest_file_above_holds(site):
    assert find_settings_file(Path()) is None
    outer = write(site, "workers = 3\n")
    assert find_settings_file(Path()) == outer
    inner = write(site / "here", "")
    assert find_settings_file(Path()) == inner
    assert settings_held(inner, {}) == {}


def test_command_line_before_environment_before_file(site, monkeypatch):
    write(site, 'source = "raw"\nworkers = 3\ncentres = ["rumc", "umcg"]\nkey_file = "key"\n')
    given, done = built_with(monkeypatch)
    assert (given["source"], given["workers"], given["key"]) == (site / "raw", 3, KEY)
    assert given["options"].centres == ("rumc", "umcg")
    told = f"Settings of {site / 'dragon-prep.toml'}: source, centres, key_file, workers\n"
    assert told in done.stderr

    monkeypatch.setenv("DRAGON_PREP_WORKERS", "4")
    monkeypatch.setenv("DRAGON_PREP_CENTRES", "avl, jbz")
    given, done = built_with(monkeypatch)
    assert (given["workers"], given["options"].centres) == (4, ("avl", "jbz"))
    assert "Settings of DRAGON_PREP_WORKERS: workers\n" in done.stderr
    assert "dragon-prep.toml: source, key_file\n" in done.stderr

    given, done = built_with(monkeypatch, "--workers", 5, "--centre", "rumc", "--source", "other")
    assert (given["workers"], given["options"].centres) == (5, ("rumc",))
    assert given["source"] == Path("other")
    assert "dragon-prep.toml: key_file\n" in done.stderr

    given, done = built_with(monkeypatch, "--source", "x", "--no-settings", "--key-file", "../key")
    assert (given["workers"], given["options"].centres) == (min(2, os.cpu_count() or 1), ())
    assert "Settings" not in done.stderr
    assert run("--no-settings", "build", "T19", "--out", "x").exit_code == 2


def test_the_environment_names_the_key_before_the_file_does(site, monkeypatch):
    write(site, 'source = "raw"\nkey_file = "none"\n')
    assert built_with(monkeypatch)[1].exit_code == 5
    monkeypatch.setenv("DRAGON_PREP_KEY_FILE", "../key")
    given, done = built_with(monkeypatch)
    assert given["key"] == KEY
    assert "dragon-prep.toml: source\n" in done.stderr


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("wrkers = 2", "E252", "there is no setting 'wrkers'; did you mean workers?"),
        ("[build]\nworkers = 2", "E252", "there is no setting 'build'"),
        ("workers = 0", "E253", "workers is not a whole number of 1 or more"),
        ("workers = true", "E253", "workers is not a whole number of 1 or more"),
        ("source = ['a']", "E253", "source is not a text"),
        ("source = ' '", "E253", "source is not a text"),
        ("centres = [1]", "E253", "centres is not a list of texts"),
        ("source = ", "E251", "it is not TOML"),
    ],
)
def test_what_cannot_hold_is_refused(site, text, code, said):
    write(site, text)
    done = run("check", "T19", "--source", "raw", "--json")
    fault = json.loads(done.stdout)["error"]
    assert (done.exit_code, fault["code"], fault["what"]) == (2, code, said)
    assert run("check", "T19", "--help").exit_code == 0
    meaning = run("explain", code).stdout
    assert "Nothing was written" in meaning
    assert "exports cannot" not in meaning
    assert run("config").exit_code == 2


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_a_file_that_anybody_may_write_is_refused(site):
    path = write(site, "workers = 2\n")
    path.chmod(0o666)
    with pytest.raises(UsageFault) as caught:
        settings_held(path, {})
    assert caught.value.kind.code == "E254"


@pytest.mark.skipif(os.name != "posix", reason="owners of files")
def test_a_file_of_somebody_else_in_an_open_folder_is_refused(site, monkeypatch):
    path = write(site, "workers = 2\n")
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    if path.stat().st_uid == 0:
        os.chown(path, 12345, -1)
    assert settings_held(path, {})["workers"].value == 2
    site.chmod(0o1777)
    with pytest.raises(UsageFault) as caught:
        settings_held(path, {})
    assert caught.value.kind.code == "E254"


def test_config_shows_what_holds_and_from_where(site, monkeypatch):
    path = write(site, 'source = "raw"\nprofiles = ["a.toml", "b.toml"]\n')
    monkeypatch.setenv("DRAGON_PREP_WORKERS", "4")
    lines = run("config").stdout.splitlines()
    assert lines[0] == f"Settings file: {path}"
    assert f"  source      {site / 'raw'}  [the file]" in lines
    assert "  workers     4  [DRAGON_PREP_WORKERS]" in lines
    assert "  centres     all  [default]" in lines
    body = json.loads(run("config", "--json").stdout)
    assert body["file"] == str(path)
    assert list(body["settings"]) == list(SETTINGS)
    assert body["settings"]["profiles"] == {
        "value": [str(site / "a.toml"), str(site / "b.toml")],
        "from": str(path),
    }
    assert body["settings"]["surrogates"] == {"value": None, "from": "default"}
    without = json.loads(run("--no-settings", "config", "--json").stdout)
    assert without["file"] is None
    assert {one["value"] for one in without["settings"].values()} == {None}


def test_every_setting_of_a_command_is_an_option_of_it_and_told_in_the_docs():
    from typer.main import get_command

    from dragon_prep.cli import app

    page = (CHECKOUT / "docs" / "settings.md").read_text(encoding="utf-8")
    table = page[page.index("| command |") :]
    for name, takes in defaults._TAKES.items():
        command = get_command(app)
        for part in name.split():
            command = command.commands[part]
        assert set(takes) <= {param.name for param in command.params}, name
        row = next(line for line in table.splitlines() if f"`{name}`" in line)
        assert takes == SETTINGS or all(f"`{setting}`" in row for setting in takes), name


def test_backslashes_and_line_ends_of_windows(site):
    text = "source = 'exports\\2026'\r\nprofiles = ['p\\a.toml']\r\nworkers = 3\r\n"
    path = site / "dragon-prep.toml"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    path.chmod(0o644)
    held = settings_held(path, {})
    assert held["source"].value == str(site / "exports" / "2026")
    assert held["profiles"].value == (str(site / "p" / "a.toml"),)
    assert held["workers"].value == 3
