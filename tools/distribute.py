"""Makes sdist and wheel of the checkout, the same bytes wherever and whenever it is done.

python tools/distribute.py FOLDER

Files that git tracks (in an unpacked sdist: all files) are copied with plain rights, the sdist is
made of the copy, and the wheel of the unpacked sdist. All times are the day of the changelog's
newest version. Prints the checksums. Needs setuptools as pyproject.toml asks for, and no network.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
_RELEASED = re.compile(r"^## (\S+) \((\d{4}-\d\d-\d\d)\)$", re.MULTILINE)
_HOOK = """
import sys
from setuptools import build_meta

print(getattr(build_meta, sys.argv[1])(sys.argv[2]))
"""
_PLAIN, _RUNS = 0o644, 0o755
# Our own archive; Python 3.11.4 and later ask how far one is trusted.
FILTER: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}


def released(changelog: str) -> tuple[str, dt.date]:
    """The newest version that a changelog has a dated section of, and its day.

    Raises:
        SystemExit: if it has none.
    """
    found = _RELEASED.search(changelog)
    if found is None:
        raise SystemExit("CHANGELOG.md has no section such as: ## 1.2.0 (2026-11-29)")
    return found[1], dt.date.fromisoformat(found[2])


def epoch(checkout: Path) -> int:
    """The seconds since 1970 of the day of the newest version, for all times in archives."""
    _, day = released((checkout / "CHANGELOG.md").read_text(encoding="utf-8"))
    return int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp())


def sources(checkout: Path) -> list[str]:
    """The files that are the project's, by their paths: of a clone those of git, otherwise all.

    Raises:
        SystemExit: if git is needed, and is not there.
    """
    if (checkout / ".git").exists():
        if shutil.which("git") is None:
            raise SystemExit("a clone holds more than the project: git is needed to tell")
        command = ["git", "ls-files", "-z"]
        listed = subprocess.run(command, cwd=checkout, capture_output=True, check=True).stdout
        return sorted(name for name in listed.decode().split("\0") if name)
    files = (path for path in checkout.rglob("*") if path.is_file())
    names = (path.relative_to(checkout).as_posix() for path in files)
    return sorted(name for name in names if "__pycache__" not in name)


def lay(checkout: Path, target: Path) -> None:
    """Copies the project's files with rights that depend on nobody's umask."""
    for name in sources(checkout):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(checkout / name, path)
        path.chmod(_RUNS if os.access(checkout / name, os.X_OK) else _PLAIN)


def _made(hook: str, folder: Path, out: Path, seconds: int) -> Path:
    """What a hook of the build backend makes of a folder."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(seconds), "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-W", "ignore", "-c", _HOOK, hook, str(out)]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{hook} failed:\n{done.stderr}")
    return out / done.stdout.split()[-1]


def _settle(sdist: Path, seconds: int) -> None:
    """Writes an sdist again without times, owners and order of the machine it was made on."""
    with tarfile.open(sdist) as archive:
        held = [
            (member, archive.extractfile(member).read())  # type: ignore[union-attr]
            for member in archive.getmembers()
            if member.isfile()
        ]
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for member, content in sorted(held, key=lambda one: one[0].name):
            plain = tarfile.TarInfo(member.name)
            plain.size, plain.mtime = len(content), seconds
            plain.mode = _RUNS if member.mode & 0o100 else _PLAIN
            archive.addfile(plain, io.BytesIO(content))
    sdist.write_bytes(gzip.compress(packed.getvalue(), mtime=seconds))


def make(checkout: Path, out: Path) -> tuple[Path, Path]:
    """Makes sdist and wheel.

    Args:
        checkout: a clone, or an unpacked sdist.
        out: the folder for both.

    Returns:
        The paths of sdist and wheel.

    Raises:
        SystemExit: if the changelog has no dated version, or setuptools fails.
    """
    seconds = epoch(checkout)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        copy, unpacked = Path(work, "copy"), Path(work, "sdist")
        lay(checkout, copy)
        sdist = _made("build_sdist", copy, out.absolute(), seconds)
        _settle(sdist, seconds)
        with tarfile.open(sdist) as archive:
            archive.extractall(unpacked, **FILTER)
        (project,) = unpacked.iterdir()
        wheel = _made("build_wheel", project, out.absolute(), seconds)
    return sdist, wheel


def main() -> int:
    """Makes both in the folder given; returns the exit code."""
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    for path in make(CHECKOUT, Path(sys.argv[1])):
        print(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
