"""Whether dragon-prep can work here: installation, key, workspace, disk. Nothing is changed."""

from __future__ import annotations

import os
import platform
import re
import shutil
import stat
import tempfile
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import NO_PERMISSION, WORKSPACE_NOT_OURS
from dragon_prep.core.codes.settings import DETECTOR_FAILS, PACKAGE_MISSING
from dragon_prep.core.errors import DragonPrepError, Place, SystemFault, UsageFault
from dragon_prep.core.files import absolute
from dragon_prep.core.key_file import find_key_path, read_key
from dragon_prep.core.keys import MINIMUM_LENGTH, ProjectKey
from dragon_prep.core.version import VERSION
from dragon_prep.pipeline.workspace import in_use, is_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_NAME = "dragon-prep"
_REQUIREMENT = re.compile(r"([\w.-]+)(?:\[[\w,.-]*\])?(?:[>=]=([\d.]+))?(?:; extra == \"(\w+)\")?")
_FOR_DEVELOPERS = frozenset({"test", "tools", "dev"})
_INVENTED = "Deze zin is verzonnen: dhr. Jansen werd op 3 mei 2019 gezien."
_LITTLE = 2 << 30
"""Bytes; a build of the whole benchmark leaves less than that in its workspace."""


@dataclass(frozen=True, slots=True, repr=False)
class HealthCheck:
    """What was looked at, and what was seen.

    Attributes:
        name: what was looked at.
        said: what was seen.
        note: what is worth a thought, and stops nothing.
        fault: what stands in the way of work.
    """

    name: str
    said: str
    note: str = ""
    fault: DragonPrepError | None = None


def examine(
    key_file: Path | None, workspace: Path, environ: Mapping[str, str]
) -> list[HealthCheck]:
    """Looks at everything that a build needs beside its exports.

    Args:
        key_file: as the command line or the settings give it.
        workspace: the folder of working data; it need not be there.
        environ: the environment variables.
    """
    looks: tuple[tuple[str, Callable[[], HealthCheck]], ...] = (
        ("versions", _versions),
        ("packages", _packages),
        ("data files", _data_files),
        ("detector", _detector),
        ("key", lambda: _key(key_file, environ)),
        ("workspace", lambda: _workspace(absolute(workspace))),
        ("disk", lambda: _disk(absolute(workspace))),
        ("extras", _extras),
    )
    return [_looked(name, look) for name, look in looks]


def _looked(name: str, look: Callable[[], HealthCheck]) -> HealthCheck:
    try:
        return look()
    except DragonPrepError as fault:
        return HealthCheck(name, fault.detail, fault=fault)
    except OSError:
        return HealthCheck(name, NO_PERMISSION.title, fault=SystemFault(NO_PERMISSION))


def _versions() -> HealthCheck:
    system = f"{platform.system()} {platform.machine()}"
    return HealthCheck(
        "versions", f"{_NAME} {VERSION}, Python {platform.python_version()}, {system}"
    )


def _packages() -> HealthCheck:
    """What the package needs in any case."""
    needed = [(name, least) for name, least, extra in _requirements() if not extra]
    lacking = [f"{name} {least}".strip() for name, least in needed if not _is_there(name, least)]
    if lacking:
        raise SystemFault(PACKAGE_MISSING, f"missing or too old: {', '.join(lacking)}")
    return HealthCheck("packages", f"all {len(needed)} that are needed are installed")


def _extras() -> HealthCheck:
    """Which optional parts can be used."""
    extras: dict[str, bool] = {}
    for name, least, extra in _requirements():
        if extra and extra not in _FOR_DEVELOPERS:
            extras[extra] = extras.get(extra, True) and _is_there(name, least)
    there = ", ".join(sorted(extra for extra, is_there in extras.items() if is_there))
    lacking = ", ".join(sorted(extra for extra, is_there in extras.items() if not is_there))
    said = f"installed: {there or 'none'}" + (f"; not installed: {lacking}" if lacking else "")
    return HealthCheck("extras", said)


def _requirements() -> list[tuple[str, str, str]]:
    """Of each requirement the package, the least version, and the extra it belongs to."""
    found = [_REQUIREMENT.match(one) for one in metadata.requires(_NAME) or ()]
    return [(one[1], one[2] or "", one[3] or "") for one in found if one is not None]


def _is_there(name: str, least: str) -> bool:
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return _release(version) >= _release(least)


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.match(r"[\d.]*", version)[0].split(".") if number)  # type: ignore[index]


def _data_files() -> HealthCheck:
    from dragon_prep.data.load import content, names

    for name in names():
        content(name)
    return HealthCheck("data files", f"all {len(names())} have their checksums")


def _detector() -> HealthCheck:
    """Whether a report can be de-identified with what is here."""
    from dragon_prep.services.in_memory import deidentify

    done = deidentify(_INVENTED, key=ProjectKey(bytes(MINIMUM_LENGTH)))
    if "Jansen" in done.text or "2019" in done.text:
        raise SystemFault(DETECTOR_FAILS)
    return HealthCheck("detector", "works without a network and without a spaCy model")


def _key(key_file: Path | None, environ: Mapping[str, str]) -> HealthCheck:
    path, who = find_key_path(key_file, environ)
    if who == "the default" and not path.exists():
        return HealthCheck("key", "none yet", "the first build makes one, and says where")
    key = read_key(path)
    mode = f", mode {stat.S_IMODE(path.stat().st_mode):04o}" if os.name == "posix" else ""
    return HealthCheck("key", f"{path}{mode}, fingerprint {key.fingerprint}")


def _workspace(folder: Path) -> HealthCheck:
    """Whether a build could work in the folder."""
    place = Place(folder.name)
    if not folder.exists():
        _require_writable(_nearest(folder))
        return HealthCheck("workspace", f"{folder} is not there yet and can be made")
    if not folder.is_dir() or (any(folder.iterdir()) and not is_workspace(folder)):
        raise UsageFault(WORKSPACE_NOT_OURS, place=place)
    _require_writable(folder)
    note = ""
    if os.name == "posix" and folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        note = "others can look into it; the next build closes it"
    if in_use(folder):
        note = "another build is using it (E704)"
    return HealthCheck("workspace", f"{folder} can be written", note)


def _require_writable(folder: Path) -> None:
    """Tries, since rights alone do not tell of every disk."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        raise SystemFault(NO_PERMISSION, place=Place(folder.name)) from None


def _disk(folder: Path) -> HealthCheck:
    free = shutil.disk_usage(_nearest(folder)).free
    note = "less than 2 GiB is little for a build of many tasks" if free < _LITTLE else ""
    return HealthCheck("disk", f"{free / (1 << 30):.1f} GiB free where the workspace is", note)


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest above that is there."""
    return next(place for place in (folder, *folder.parents) if place.exists())
