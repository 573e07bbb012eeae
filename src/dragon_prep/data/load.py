"""Reads the package's data files, each checked against its pinned checksum."""

from __future__ import annotations

import gzip
import hashlib
import json
from functools import cache
from importlib import resources

from dragon_prep.core.errors import ErrorCode, Place, SystemFault

DATA_DAMAGED = ErrorCode(
    "E601",
    "a data file of dragon-prep is missing or not the one that was published",
    "Install dragon-prep again.",
)


def content(name: str) -> bytes:
    """The bytes of a data file.

    Args:
        name: its file name, such as ``detector.npz``.

    Raises:
        SystemFault: if the file is missing, or is not the one its checksum was taken of.
    """
    expected = _checksums().get(name)
    try:
        found = resources.files(__package__).joinpath(name).read_bytes()
    except OSError as error:
        raise SystemFault(DATA_DAMAGED, place=Place(name)) from error
    if hashlib.sha256(found).hexdigest() != expected:
        raise SystemFault(DATA_DAMAGED, place=Place(name))
    return found


def names() -> tuple[str, ...]:
    """The names of all data files.

    Raises:
        SystemFault: if the list of checksums is missing or no such list.
    """
    return tuple(sorted(_checksums()))


@cache
def text(name: str) -> str:
    """The content of a data file that is text.

    Args:
        name: its file name, such as ``pool_towns.txt``; one that ends in ``.gz`` is unpacked.

    Raises:
        SystemFault: as :func:`content` does.
    """
    found = content(name)
    return (gzip.decompress(found) if name.endswith(".gz") else found).decode("utf-8")


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a data file, without blank lines and without those that start with ``#``.

    Raises:
        SystemFault: as :func:`text` does.
    """
    return tuple(line for line in text(name).split("\n") if line.strip() and line[0] != "#")


@cache
def _checksums() -> dict[str, str]:
    name = "checksums.json"
    try:
        found = json.loads(resources.files(__package__).joinpath(name).read_bytes())
    except (OSError, ValueError) as error:
        raise SystemFault(DATA_DAMAGED, place=Place(name)) from error
    return {str(file): str(digest) for file, digest in found.items()}
