"""A fresh environment outside the checkout, with a wheel and what it asks for, made offline.

What the wheel asks for is linked from the environment that runs the tests: those packages, and none
that only tests or developers need. So a package that is used but not asked for is missing here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement


class Fresh:
    """An environment in a folder of its own, with a home and a working folder that are empty."""

    def __init__(self, folder: Path) -> None:
        self.work, self.home = folder / "work", folder / "home"
        self.work.mkdir(parents=True)
        self.home.mkdir()
        venv.create(folder / "venv", symlinks=os.name != "nt")
        scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
        self.python = scripts / Path(sys.executable).name
        self.command = scripts / "dragon-prep"
        self.site = next((folder / "venv").rglob("site-packages"))

    def install(self, wheel: Path) -> None:
        """Installs a wheel with pip, and links the packages that it asks for."""
        offline = ["--no-deps", "--no-index", "--no-compile", "--quiet"]
        pip = [sys.executable, "-m", "pip", "--isolated", "--python", str(self.python)]
        subprocess.run([*pip, "install", *offline, str(wheel)], check=True)
        (asking,) = metadata.distributions(path=[str(self.site)])
        for distribution in _asked_for(asking.requires or []):
            for entry in {file.parts[0] for file in distribution.files or ()}:
                there, here = Path(str(distribution.locate_file(entry))), self.site / entry
                if entry not in ("..", "__pycache__") and not here.exists():
                    here.symlink_to(there, target_is_directory=there.is_dir())

    def run(self, *args: object) -> subprocess.CompletedProcess[str]:
        """Runs a program of the environment, which knows nothing of whoever runs the tests."""
        environment = {"HOME": str(self.home), "PATH": "/usr/bin:/bin", "COLUMNS": "100"}
        environment |= {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
        return subprocess.run(
            [str(arg) for arg in args],
            cwd=self.work,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


def _asked_for(requirements: list[str]) -> list[metadata.Distribution]:
    """The installed distributions of requirements, of theirs, and so on."""
    found: dict[str, metadata.Distribution] = {}
    waiting = _that_hold(requirements, {""})
    while waiting:
        one = waiting.pop()
        if one.name not in found:
            found[one.name] = metadata.distribution(one.name)
            waiting += _that_hold(found[one.name].requires or [], {"", *one.extras})
    return list(found.values())


def _that_hold(requirements: list[str], extras: set[str]) -> list[Requirement]:
    """Those requirements that hold on this machine with these extras."""
    read = [Requirement(text) for text in requirements]
    return [
        one
        for one in read
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in extras)
    ]
