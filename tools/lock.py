"""Reads uv.lock: which packages an installation has, in which versions, with which checksums.

uv lock                              after a change of requirements in pyproject.toml
uv lock --upgrade                    for newer packages
python tools/lock.py [EXTRA ...]     prints them as pip takes them, for this Python and system:
                                     pip install --require-hashes -r FILE

Needs ``packaging``, which comes with the extra ``test``; and no network.
"""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from packaging.markers import Marker, default_environment
from packaging.utils import parse_wheel_filename

if TYPE_CHECKING:
    from packaging.tags import Tag

CHECKOUT = Path(__file__).resolve().parents[1]
LOCK = CHECKOUT / "uv.lock"
PROJECT = "dragon-prep"
FOR_DEVELOPERS = ("test", "tools", "dev", "site")
# What markers ask of each system that is supported; the rest is as on this machine.
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    "macos": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
}

_PLATFORMS = {
    "linux": r"manylinux.*_x86_64",
    "windows": "win_amd64",
    "macos": r"macosx_.*_(arm64|universal2)",
}


class File(NamedTuple):
    """A file of a package on the index.

    Attributes:
        name: its name.
        digest: its sha256.
        url: where it is.
    """

    name: str
    digest: str
    url: str


@dataclass(frozen=True, slots=True)
class Locked:
    """A package as the lock has it.

    Attributes:
        name: as the index has it.
        version: the one version.
        files: of that version, wheels and the sdist.
        needs: the names of the packages it needs here.
    """

    name: str
    version: str
    files: tuple[File, ...]
    needs: tuple[str, ...]


def read(path: Path = LOCK) -> dict[str, Any]:
    """The lock as it stands in its file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def environment(python: str = "", system: str = "") -> dict[str, str]:
    """What markers are held against.

    Args:
        python: such as ``3.12``; the running one if empty.
        system: one of ``SYSTEMS``; this machine's if empty.
    """
    here = {name: str(value) for name, value in default_environment().items()}
    if python:
        here |= {"python_version": python, "python_full_version": f"{python}.0"}
    return here | SYSTEMS.get(system, {})


def closure(
    lock: dict[str, Any], extras: tuple[str, ...] = (), where: dict[str, str] | None = None
) -> list[Locked]:
    """The packages of an installation, sorted, without the project itself.

    Args:
        lock: see ``read``.
        extras: of the project.
        where: see ``environment``; this Python and machine if None.
    """
    here = where or environment()
    by_name: dict[str, list[dict[str, Any]]] = {}
    for package in lock["package"]:
        by_name.setdefault(package["name"], []).append(package)
    found: dict[str, dict[str, Any]] = {}
    done: set[tuple[str, str]] = set()
    needs: dict[str, set[str]] = {}
    waiting = [(by_name[PROJECT][0], extra) for extra in ("", *extras)]
    while waiting:
        package, extra = waiting.pop()
        if (package["name"], extra) in done:
            continue
        done.add((package["name"], extra))
        found[package["name"]] = package
        for asked in _asked(package, extra):
            if "marker" in asked and not Marker(asked["marker"]).evaluate(here):
                continue
            needs.setdefault(package["name"], set()).add(asked["name"])
            (needed,) = (
                one
                for one in by_name[asked["name"]]
                if one.get("version") == asked.get("version", one.get("version"))
            )
            waiting += [(needed, more) for more in ("", *asked.get("extra", ()))]
    found.pop(PROJECT)
    return [_locked(found[name], needs.get(name, set())) for name in sorted(found)]


def direct(lock: dict[str, Any]) -> list[str]:
    """The names of what the project itself asks for, without extras."""
    own = next(one for one in lock["package"] if one["name"] == PROJECT)
    return sorted({asked["name"] for asked in own["dependencies"]})


def wheel_for(package: Locked, python: str, system: str) -> File | None:
    """The wheel of a package for x86-64 (macOS: Apple's processors); None if there is none."""
    fitting = [
        (all(tag.platform != "any" for tag in tags), file)
        for file in package.files
        if file.name.endswith(".whl")
        for tags in [parse_wheel_filename(file.name)[3]]
        if any(_fits(tag, python, system) for tag in tags)
    ]
    return max(fitting)[1] if fitting else None


def _fits(tag: Tag, python: str, system: str) -> bool:
    least = re.fullmatch(r"(?:cp|py)3(\d*)", tag.interpreter)
    if least is None or not re.fullmatch(f"any|{_PLATFORMS[system]}", tag.platform):
        return False
    minor, here = int(least[1] or 0), int(python.partition(".")[2])
    return minor == here or (minor < here and tag.abi in ("none", "abi3"))


def _asked(package: dict[str, Any], extra: str) -> list[dict[str, Any]]:
    if not extra:
        return list(package.get("dependencies", ()))
    return list(package.get("optional-dependencies", {}).get(extra, ()))


def _locked(package: dict[str, Any], needs: set[str]) -> Locked:
    listed = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]
    files = (
        File(one["url"].rpartition("/")[2], one["hash"].removeprefix("sha256:"), one["url"])
        for one in listed
    )
    return Locked(package["name"], package["version"], tuple(sorted(files)), tuple(sorted(needs)))


def main() -> int:
    """Prints the packages with their checksums; returns the exit code."""
    extras = tuple(sys.argv[1:])
    lock = read()
    known = next(one for one in lock["package"] if one["name"] == PROJECT)["optional-dependencies"]
    if unknown := [extra for extra in extras if extra not in known]:
        print(f"no such extra: {', '.join(unknown)}\n\n{__doc__}", file=sys.stderr)
        return 2
    for package in closure(lock, extras):
        hashes = " ".join(f"--hash=sha256:{file.digest}" for file in package.files)
        print(f"{package.name}=={package.version} {hashes}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
