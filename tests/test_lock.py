"""The lock is of the requirements as they are now, and has what every supported machine needs."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from urllib.parse import urlsplit

import pytest
from checkout import CHECKOUT, tool
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

reader = tool("lock")
LOCK = reader.read()
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OWN = next(one for one in LOCK["package"] if one["name"] == reader.PROJECT)
FOR_DEVELOPERS = set(reader.FOR_DEVELOPERS)
EXTRAS = tuple(sorted(set(PROJECT["optional-dependencies"]) - FOR_DEVELOPERS))
PYTHONS = [
    line.rpartition(" ")[2]
    for line in PROJECT["classifiers"]
    if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", line)
]


def asked():
    """What pyproject.toml asks for: name, extras, versions, and the extra that asks."""
    extras = {"": PROJECT["dependencies"]} | PROJECT["optional-dependencies"]
    for extra, lines in extras.items():
        for line in lines:
            one = Requirement(line)
            yield canonicalize_name(one.name), frozenset(one.extras), one.specifier, extra


def of_extra(line):
    marker = line.get("marker", "")
    return next((extra for extra in PROJECT["optional-dependencies"] if f"'{extra}'" in marker), "")


def test_the_lock_is_of_these_requirements():
    locked = {
        (line["name"], frozenset(line.get("extras", ())), line.get("specifier", ""), of_extra(line))
        for line in OWN["metadata"]["requires-dist"]
    }
    now = {(name, extras, str(specifier), extra) for name, extras, specifier, extra in asked()}
    assert locked == now, "another requirement: run `uv lock`"
    assert OWN["version"] == PROJECT["version"], "another version: run `uv lock`"
    assert LOCK["requires-python"] == PROJECT["requires-python"]


def test_every_version_is_one_that_is_asked_for():
    versions = {}
    for package in LOCK["package"]:
        versions.setdefault(package["name"], []).append(package["version"])
    for name, _, specifier, _ in asked():
        assert all(specifier.contains(one, prereleases=True) for one in versions[name]), name


def test_the_lock_names_the_public_index_alone_and_a_checksum_of_every_file():
    for package in LOCK["package"]:
        if package is OWN:
            continue
        assert package["source"] == {"registry": "https://pypi.org/simple"}
        for file in [*package.get("wheels", ()), *filter(None, [package.get("sdist")])]:
            assert urlsplit(file["url"]).hostname == "files.pythonhosted.org"
            assert re.fullmatch(r"sha256:[0-9a-f]{64}", file["hash"])


@pytest.mark.parametrize("system", reader.SYSTEMS)
def test_nothing_has_to_be_compiled(system):
    assert PYTHONS[0] == PROJECT["requires-python"].removeprefix(">=")
    for python in PYTHONS:
        packages = reader.closure(LOCK, EXTRAS, reader.environment(python, system))
        assert len(packages) > len(PROJECT["dependencies"])
        for package in packages:
            assert reader.wheel_for(package, python, system), (package.name, python)


def test_a_wheel_is_one_of_that_machine():
    def package(*names):
        return reader.Locked("x", "1", tuple(reader.File(name, "", "") for name in names), ())

    linux = "x-1-cp312-cp312-manylinux_2_28_x86_64.whl"
    both = package(linux, "x-1-cp312-cp312-win_amd64.whl", "x-1.tar.gz")
    assert reader.wheel_for(both, "3.12", "linux").name == linux
    assert reader.wheel_for(both, "3.13", "linux") is None
    assert reader.wheel_for(both, "3.12", "macos") is None
    assert reader.wheel_for(package("x-1-cp310-abi3-win_amd64.whl"), "3.14", "windows")
    assert reader.wheel_for(package("x-1-py2.py3-none-any.whl"), "3.11", "macos")
    assert (
        reader.wheel_for(package("x-1-cp312-cp312-musllinux_1_2_x86_64.whl"), "3.12", "linux")
        is None
    )


def test_what_is_needed_follows_from_what_is_asked():
    plain = {package.name for package in reader.closure(LOCK)}
    assert {name for name, _, _, extra in asked() if not extra} <= plain
    assert plain.isdisjoint({"faker", "pytest", "distributed"})
    extra = {package.name for package in reader.closure(LOCK, ("cluster",))}
    assert extra - plain >= {"distributed", "dask", "tornado"}
    windows = {p.name for p in reader.closure(LOCK, (), reader.environment("3.11", "windows"))}
    assert "colorama" in windows - {
        p.name for p in reader.closure(LOCK, (), reader.environment("3.11", "linux"))
    }


def test_the_lock_is_printed_as_pip_takes_it():
    command = [sys.executable, str(CHECKOUT / "tools" / "lock.py"), "map"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    for line in lines:
        assert re.fullmatch(r"[a-z0-9.-]+==\S+( --hash=sha256:[0-9a-f]{64})+", line)
    assert any(line.startswith("pyrage==") for line in lines)
    done = subprocess.run([*command, "nothing"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
