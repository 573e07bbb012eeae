"""The manifest of a release: what it is, the checksum of each of its files, and what proves it."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NoReturn

from dragon_prep.archive.proof import DIGEST, FILES, HMAC, proven, written
from dragon_prep.archive.tree import scan, shown
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.errors import Place, VerifyFault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dragon_prep.core.keys import ProjectKey

MANIFEST = "manifest.json"
SIGNATURE = f"{MANIFEST}.sig"
"""The signature of the manifest, where there is one; the manifest cannot list it."""

FORMAT = 3
READABLE = (2, FORMAT)
"""Formats that this version reads. In format 2 a task's patients stand twice (``grouping``)."""

MEMBERS = ("format", "synthetic", "made_by", "options", "key_fingerprint", "tasks")
"""What every manifest has; a build's has more."""

UNLISTED = (MANIFEST, SIGNATURE)
_SHA256 = re.compile(r"[0-9a-f]{64}")


def write_manifest(
    root: Path, body: Mapping[str, object], *, key: ProjectKey | None = None
) -> None:
    """Writes the manifest, with the sha256 of every other file of the release, and what proves it.

    The bytes depend on the body and the files only: no clock, no order of a folder.

    Args:
        root: the release's folder, all of whose other files are there.
        body: what else the manifest says, in JSON's types; written first, in its own order.
        key: the project key, for keyed digests; without it there are none.

    Raises:
        ValueError: if the body has a member of its own that is the manifest's (``files``,
            ``digest``, ``hmac``), or a number that is not finite.
        VerifyFault: if the release holds a link, or something that cannot be read.
    """
    if own := next((name for name in (FILES, DIGEST, HMAC) if name in body), None):
        raise ValueError(f"{own!r} is the manifest's own list")
    tree = scan(root)
    if tree.odd or tree.unreadable:
        kind = rules.NOT_A_FILE if tree.odd else rules.UNREADABLE
        raise VerifyFault(kind, place=Place(shown((tree.odd or tree.unreadable)[0])))
    checksums = {name: sha256(root / name) for name in tree.files if name not in UNLISTED}
    (root / MANIFEST).write_bytes(written(proven({**body, FILES: checksums}, key)))


def read_manifest(root: Path) -> dict[str, object]:
    """Reads the manifest; its member ``files`` maps relative paths to checksums.

    Raises:
        VerifyFault: if there is no manifest, or it cannot be read as one.
    """
    place = Place(MANIFEST)
    path = root / MANIFEST
    if path.is_symlink() or not path.is_file():
        raise VerifyFault(rules.NO_MANIFEST, place=place)
    try:
        document = json.loads(path.read_bytes().decode("utf-8"), parse_constant=_refuse)
        written(document)  # what is nested too deeply to be written is nothing that was
    # Decoding errors are ValueErrors. They are not passed on: they quote what they stumbled over.
    except (ValueError, OSError, RecursionError):
        raise VerifyFault(
            rules.MANIFEST_UNREADABLE, "it is not a readable JSON document", place=place
        ) from None
    if not isinstance(document, dict) or not _is_listing(document.get(FILES)):
        raise VerifyFault(
            rules.MANIFEST_UNREADABLE,
            f"its member {FILES!r} does not map relative paths to sha256 checksums",
            place=place,
        )
    return document


def listed_files(manifest: Mapping[str, object]) -> dict[str, str]:
    """The checksum of each file a manifest lists, by its path in the release."""
    listing = manifest[FILES]
    if not isinstance(listing, dict):
        raise TypeError("this is not what read_manifest gives")
    return listing


def sha256(path: Path) -> str:
    """The checksum of a file, as the manifest gives it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _is_listing(listing: object) -> bool:
    return isinstance(listing, dict) and all(
        _is_inside(name) and isinstance(value, str) and _SHA256.fullmatch(value)
        for name, value in listing.items()
    )


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return path.as_posix() == name and not path.is_absolute() and ".." not in path.parts
