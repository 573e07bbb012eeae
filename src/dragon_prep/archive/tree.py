"""What stands in a release's folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Tree:
    """What a folder holds, at any depth; paths relative to it, with ``/``, sorted.

    Attributes:
        files: plain files.
        folders: folders, but for the root itself.
        odd: links, sockets and the like. Nothing is followed, nothing is opened.
        unreadable: folders that may not be listed.
    """

    files: tuple[str, ...]
    folders: tuple[str, ...]
    odd: tuple[str, ...]
    unreadable: tuple[str, ...]


def scan(root: Path) -> Tree:
    """Looks through a folder; the answer does not depend on the order in which it is listed."""
    found: dict[str, list[str]] = {"files": [], "folders": [], "odd": [], "unreadable": []}
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(root / folder) as entries:
                sorts = {f"{folder}{entry.name}": _sort(entry) for entry in entries}
        except OSError:
            found["unreadable"].append(folder.rstrip("/") or ".")
            continue
        for path, sort in sorts.items():
            found[sort].append(path)
            if sort == "folders":
                waiting.append(f"{path}/")
    files, folders, odd, unreadable = (tuple(sorted(paths)) for paths in found.values())
    return Tree(files, folders, odd, unreadable)


def _sort(entry: os.DirEntry[str]) -> str:
    if entry.is_dir(follow_symlinks=False):
        return "folders"
    return "files" if entry.is_file(follow_symlinks=False) else "odd"


def shown(name: str) -> str:
    """A path as a message may show it: no line ends, no escape sequences, ASCII only."""
    return ascii(name)[1:-1]
