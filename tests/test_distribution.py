"""Sdist and wheel hold what the tree holds, are the same bytes again, and work when installed."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import tomllib
import zipfile

import pytest
from checkout import CHECKOUT, tool
from fresh import Fresh

from dragon_prep.services.documents.shelf import all_pages

if (CHECKOUT / ".git").exists() and shutil.which("git") is None:
    pytest.skip("needs git, to tell the project's files in a clone", allow_module_level=True)
distribute = tool("distribute")
PLACES = {"src/dragon_prep/": "dragon_prep/"} | {
    f"{folder}/": f"dragon_prep/{folder}/" for folder in ("synthetic", "task_definitions")
}
VERSION = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
    "version"
]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The sdist and the wheel of the checkout."""
    return distribute.make(CHECKOUT, tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="module")
def fresh(made, tmp_path_factory):
    """An environment with the wheel."""
    environment = Fresh(tmp_path_factory.mktemp("fresh"))
    environment.install(made[1])
    return environment


def in_wheel(name):
    """Where a file of the checkout lies in the wheel; None if it is no file of the package."""
    for folder, place in PLACES.items():
        if name.startswith(folder):
            return place + name.removeprefix(folder)
    return None


def named_documents():
    """The pages of ``dragon-prep docs``, their order and their images."""
    images = (CHECKOUT / "docs" / "images").iterdir()
    pages = (page.path for page in all_pages())
    return {"zensical.toml", *pages, *(f"docs/images/{image.name}" for image in images)}


def test_the_wheel_holds_every_file_of_the_package_and_no_other(made):
    with zipfile.ZipFile(made[1]) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    documents = {f"dragon_prep/documents/{name}" for name in named_documents()}
    assert held - documents == {in_wheel(name) for name in distribute.sources(CHECKOUT)} - {None}
    assert documents <= held


def test_the_sdist_holds_every_file_of_the_project(made):
    with tarfile.open(made[0]) as sdist:
        held = {name.partition("/")[2] for name in sdist.getnames()}
    left_out = set(distribute.sources(CHECKOUT)) - held
    assert {name for name in left_out if not name.startswith(".git")} == set()


def test_the_sdist_makes_the_same_bytes_elsewhere_and_later(made, tmp_path):
    with tarfile.open(made[0]) as sdist:
        sdist.extractall(tmp_path, **distribute.FILTER)
    (project,) = tmp_path.iterdir()
    for path in project.rglob("*"):
        os.utime(path, (2_000_000_000, 2_000_000_000))
        path.chmod(path.stat().st_mode & 0o700)
    _, wheel = distribute.make(project, tmp_path / "made")
    assert wheel.name == made[1].name
    assert wheel.read_bytes() == made[1].read_bytes()


def test_the_package_is_not_that_of_the_checkout(fresh):
    code = "import dragon_prep, pathlib; print(pathlib.Path(dragon_prep.__file__).parent)"
    assert fresh.run(fresh.python, "-c", code).stdout.strip() == str(fresh.site / "dragon_prep")


def test_the_version_is_that_of_the_project(fresh):
    assert fresh.run(fresh.command, "--version").stdout == f"dragon-prep {VERSION}\n"


def test_everything_public_can_be_imported(fresh):
    code = "import dragon_prep\nfor name in dir(dragon_prep): getattr(dragon_prep, name)"
    done = fresh.run(fresh.python, "-W", "error", "-c", code)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_simulated_cohort_is_built(fresh):
    done = fresh.run(fresh.command, "demo", "--reports", 150)
    assert done.returncode == 0, done.stderr
    release = fresh.work / "dragon-prep-demo" / "release"
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["tasks"]
    assert (release / "report.html").stat().st_size > 0


def test_the_doctor_finds_nothing_in_the_way(fresh):
    done = fresh.run(fresh.command, "doctor", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 0, told
