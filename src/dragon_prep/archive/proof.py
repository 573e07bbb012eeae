"""What a manifest carries to prove itself: a digest of all it says, and keyed digests of each part.

The digest tells whoever has the release that nothing was changed by accident or by halves; anybody
who changes a release on purpose can compute it anew. The keyed digests (HMAC-SHA256) only somebody
with the project key can, and they tell which part was changed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

from dragon_prep.core.keys import KeyPurpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dragon_prep.core.keys import ProjectKey

FILES = "files"
TASKS = "tasks"
DIGEST = "digest"
HMAC = "hmac"
OF_ALL = "release"
OF_PARTS = "parts"
_PART_LENGTH = 32  # hexadecimal characters


def written(manifest: Mapping[str, object]) -> bytes:
    """A manifest in the one form in which it is written.

    Raises:
        ValueError: if it holds a number that is not finite.
    """
    return (json.dumps(manifest, indent=2, allow_nan=False) + "\n").encode("ascii")


def proven(manifest: Mapping[str, object], key: ProjectKey | None) -> dict[str, object]:
    """A manifest with its digest, and with the keyed ones where there is a key."""
    body = unproven(manifest)
    digest = hashlib.sha256(written(body)).hexdigest()
    if key is None:
        return {**body, DIGEST: digest}
    parts = {name: _keyed(key, name, value) for name, value in _parts(body)}
    return {**body, DIGEST: digest, HMAC: {OF_ALL: _whole(key, digest), OF_PARTS: parts}}


def unproven(manifest: Mapping[str, object]) -> dict[str, object]:
    """A manifest without what proves it."""
    return {name: value for name, value in manifest.items() if name not in (DIGEST, HMAC)}


def is_intact(manifest: Mapping[str, object]) -> bool:
    """Whether its digest is that of what it says."""
    digest = hashlib.sha256(written(unproven(manifest))).hexdigest()
    return manifest.get(DIGEST) == digest


def parts_changed(manifest: Mapping[str, object], key: ProjectKey) -> list[str] | None:
    """Which parts are not what somebody with the key wrote.

    Args:
        manifest: what was read.
        key: the project key.

    Returns:
        Names of members, ``tasks/<task>`` and ``files/<path>``; those that are in the manifest or
        among its keyed digests only, too. Nothing if all is as it was; None if it has no keyed
        digests. An empty name stands for what no single part shows, such as their order.
    """
    body = unproven(manifest)
    proof = manifest.get(HMAC)
    if not isinstance(proof, dict):
        return None
    digest = hashlib.sha256(written(body)).hexdigest()
    if _is_same(proof.get(OF_ALL), _whole(key, digest)):
        return []
    stated = proof.get(OF_PARTS)
    known: dict[str, Any] = stated if isinstance(stated, dict) else {}
    now = {name: _keyed(key, name, value) for name, value in _parts(body)}
    changed = [n for n in {**now, **known} if not _is_same(known.get(n), now.get(n, "-"))]
    return changed or [""]


def _parts(body: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """What a manifest says, part by part: its members, its tasks and its files."""
    for name, value in body.items():
        if name in (FILES, TASKS) and isinstance(value, dict):
            yield from ((f"{name}/{inner}", one) for inner, one in value.items())
        else:
            yield name, value


def _keyed(key: ProjectKey, name: str, value: object) -> str:
    said = json.dumps(value, allow_nan=False)
    return key.digest(KeyPurpose.MANIFEST, name, said).hex()[:_PART_LENGTH]


def _whole(key: ProjectKey, digest: str) -> str:
    return key.digest(KeyPurpose.MANIFEST, digest).hex()


def _is_same(stated: object, computed: str) -> bool:
    if not isinstance(stated, str):
        return False
    return hmac.compare_digest(stated.encode("utf-8", "surrogatepass"), computed.encode())
