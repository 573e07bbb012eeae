"""The files that a pattern of a mapping means, in folders and zip archives."""

from __future__ import annotations

import zipfile
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from dragon_prep.intake.reading import Located

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_WILD = "*?["


def is_pattern(name: str) -> bool:
    """Whether it means whatever fits it, and not one file."""
    return any(sign in name for sign in _WILD)


def is_below(pattern: str) -> bool:
    """Whether a pattern stays within the centre's folder."""
    steps = pattern.split("/")
    return bool(pattern) and not ({"", ".", ".."} & {*steps}) and "\\" not in pattern


def located(root: Path, centre: str, pattern: str) -> list[Located]:
    """The files that fit a pattern, in the order of their paths.

    Args:
        root: the source folder.
        centre: whose folder the pattern begins in.
        pattern: with forward slashes, ``*``, ``?`` and ``[]``; a zip archive counts as a folder.

    Returns:
        Each with what it is to be called: those of a pattern with wild cards by number.
    """
    if not is_pattern(pattern):
        path = f"{centre}/{pattern}"
        return [Located(path, path)]
    found = sorted(_matching(root / centre, centre, pattern.split("/")))
    return [Located(path, f"{centre}/{pattern}[{n}]") for n, path in enumerate(found, start=1)]


def _matching(folder: Path, path: str, steps: list[str]) -> Iterator[str]:
    step, *rest = steps
    if not folder.is_dir():
        if folder.is_file() and zipfile.is_zipfile(folder):
            yield from (f"{path}/{name}" for name in _members(folder, steps))
        return
    for child in folder.iterdir():
        if fnmatchcase(child.name, step):
            if rest:
                yield from _matching(child, f"{path}/{child.name}", rest)
            elif child.is_file():
                yield f"{path}/{child.name}"


def _members(archive: Path, steps: list[str]) -> Iterator[str]:
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            parts = name.split("/")
            if len(parts) == len(steps) and not name.endswith("/"):
                fits = zip(parts, steps, strict=True)
                if all(fnmatchcase(part, step) for part, step in fits):
                    yield name
