"""What stands in a release's folder."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.archive.contract import JOB_FOLDER, TRUTH_FILE

if TYPE_CHECKING:
    from pathlib import Path

_WORD = re.compile(r"[a-z]{2,}|[0-9]{3,}")  # shorter ones are nobody's
_OURS = frozenset(
    (
        # what a release holds, what systems and people put beside it, and nobody's name
        *("algorithm", "input", "test", "set", "nlp", "task", "configuration", "training"),
        *(
            "validation",
            "dataset",
            "predictions",
            "manifest",
            "synthetic",
            "fold",
            "card",
            "readme",
        ),
        *("report", "reports", "croissant", "labels", "license", "licence", "sha256sums", "sha"),
        *("sums", "participants", "organisers", "release", "notes", "extra", "copy", "old", "new"),
        *("data", "export", "map", "key", "workspace", "private", "hidden", "empty", "linked"),
        *(
            "json",
            "jsonl",
            "sig",
            "csv",
            "tsv",
            "txt",
            "md",
            "html",
            "xml",
            "pdf",
            "doc",
            "docx",
            "xlsx",
        ),
        *(
            "xls",
            "zip",
            "tar",
            "gz",
            "tmp",
            "bak",
            "lock",
            "locked",
            "partial",
            "staging",
            "git",
            "log",
        ),
        *(
            "uid",
            "text",
            "parts",
            "target",
            "custom",
            "tagged",
            "single",
            "multi",
            "label",
            "class",
        ),
        *("binary", "classification", "regression", "named", "entity", "recognition", "center"),
        *("centres", "debug", "views", "audiences"),
        *("centre", "date", "datetime", "time", "timestamp", "modified", "at", "created", "study"),
        *("volume", "index", "id", "ids", "patient", "patientid", "name", "names", "x", "y", "z"),
        *("ds", "store", "thumbs", "db", "desktop", "ini", "macosx", "links", "link", "more"),
    )
)


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
    """A path as a message may show it: each of its names as it is if all its words are ours.

    Of other names, which may be a person's, only how long they are is told, so that they can be
    found.
    """
    return "/".join(part if is_ours(part) else _unnamed(part) for part in name.split("/"))


def is_ours(part: str) -> bool:
    """Whether the name of a file, a folder or a column has no word that could be a person's."""
    if JOB_FOLDER.fullmatch(part) or TRUTH_FILE.fullmatch(part):
        return True
    return part.isascii() and part.isprintable() and not {*_WORD.findall(part.lower())} - _OURS


def _unnamed(part: str) -> str:
    return f"(a name of {len(part)} characters)"
