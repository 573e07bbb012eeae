"""Who may sign releases, and whether one of them did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.archive.manifest import MANIFEST, SIGNATURE
from dragon_prep.archive.signature import (
    KEY_TYPE,
    SUFFIX,
    read_signature,
    require_library,
)
from dragon_prep.core.codes import signing as kinds
from dragon_prep.core.errors import Place, Problem, UsageFault
from dragon_prep.services.zips import SUMS, stated_sum

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_LARGEST = 1 << 16  # bytes of a file of keys or a signature


def read_public_keys(path: Path) -> frozenset[bytes]:
    """Reads who may sign: lines ``ssh-ed25519 AAAA... comment``; blank ones and ``#`` do not count.

    Raises:
        UsageFault: if it cannot be read, has another line, or none; or the library is missing.
    """
    require_library()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_ssh_public_key

    place = Place(path.name)
    try:
        with path.open("rb") as file:
            lines = file.read(_LARGEST).removeprefix(b"\xef\xbb\xbf").splitlines()
    except OSError:
        raise UsageFault(kinds.PUBLIC_KEY, "it cannot be read", place=place) from None
    found: set[bytes] = set()
    for row, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith(b"#"):
            continue
        try:
            key = load_ssh_public_key(line.strip())
        except (ValueError, UnsupportedAlgorithm):
            key = None
        if not isinstance(key, Ed25519PublicKey):
            detail = f"not a line that begins with {KEY_TYPE.decode()}"
            raise UsageFault(kinds.PUBLIC_KEY, detail, place=Place(path.name, row))
        found.add(key.public_bytes_raw())
    if not found:
        raise UsageFault(kinds.PUBLIC_KEY, "there is no key in it", place=place)
    return frozenset(found)


def check_signature(path: Path, root: Path, signers: Collection[bytes]) -> list[Problem]:
    """Checks that a release is signed by one of those who may, as it is.

    Args:
        path: the folder, or the zip, that was given; of a zip the checksums beside it may be
            signed, or the manifest in it.
        root: the folder, or what is in the zip.
        signers: the public keys.

    Returns:
        What is wrong; nothing for a release that is signed. What the manifest or the checksums say
        is checked elsewhere.
    """
    signed = root / MANIFEST
    sums = path.with_name(SUMS)
    if path != root and stated_sum(path) is not None and sums.with_name(SUMS + SUFFIX).is_file():
        signed = sums
    try:
        with signed.with_name(signed.name + SUFFIX).open("rb") as file:
            found = read_signature(file.read(_LARGEST))
        data = signed.read_bytes()
    except OSError:
        return [Problem(kinds.NOT_SIGNED, Place(SIGNATURE), "there is no signature", False)]
    place = Place(signed.name + SUFFIX)
    if found is None:
        detail = "it is no signature of OpenSSH with an Ed25519 key"
        return [Problem(kinds.SIGNATURE_DIFFERS, place, detail, False)]
    if found.public_key not in signers:
        return [Problem(kinds.SIGNED_BY_ANOTHER, place, "", False)]
    if not found.is_of(data):
        return [Problem(kinds.SIGNATURE_DIFFERS, place, "", False)]
    return []
