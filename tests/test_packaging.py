"""What an installation holds: every package of the tree, and data files that can be made again."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
ROOTS = {
    "dragon_prep": CHECKOUT / "src" / "dragon_prep",
    "dragon_prep.synthetic": CHECKOUT / "synthetic",
    "dragon_prep.task_definitions": CHECKOUT / "task_definitions",
}


def packages():
    """Every folder with Python modules, by the name of its package."""
    return {
        ".".join((name, *path.parent.relative_to(root).parts)): path.parent
        for name, root in ROOTS.items()
        for path in root.rglob("*.py")
    }


def test_every_package_of_the_tree_is_installed():
    code = (
        "import runpy, setuptools\n"
        "setuptools.setup = lambda packages, **_: print(*packages)\n"
        "runpy.run_path('setup.py')"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    if "No module named 'setuptools'" in done.stderr:
        pytest.skip("needs setuptools")
    assert set(done.stdout.split()) == set(packages())


def test_every_package_is_imported_from_the_checkout():
    for name, folder in packages().items():
        module = importlib.import_module(name)
        assert Path(str(module.__file__)).resolve() == folder / "__init__.py"


def test_making_the_data_files_again_changes_nothing():
    tool = CHECKOUT / "tools" / "remake_data.py"
    done = subprocess.run(
        [sys.executable, str(tool), "--check"], capture_output=True, text=True, check=False
    )
    if done.returncode == 2:
        pytest.skip(done.stderr.strip())
    assert (done.returncode, done.stdout) == (0, "")
