"""What one process of a run writes for others: signed with the project key, read by it alone.

It is unpickled, which runs whatever the bytes say; so nothing is that was not signed with the key.
"""

from __future__ import annotations

import hashlib
import hmac
import pickle
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.run import WORKSPACE_DAMAGED
from dragon_prep.core.errors import SystemFault
from dragon_prep.core.files import write_atomically
from dragon_prep.core.keys import KeyPurpose

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.core.keys import ProjectKey

_SIZE = hashlib.sha256().digest_size


def write_signed(path: Path, what: object, key: ProjectKey) -> str:
    """Writes a private file, whole or not at all.

    Args:
        path: its place.
        what: to be read elsewhere.
        key: the project key; it must be no part of ``what``.

    Returns:
        The signature, by which a reader tells that it has this very file.

    Raises:
        OSError: if the system refuses.
    """
    data = pickle.dumps(what)
    signature = _signature(path, data, key)
    write_atomically(path, data + signature, private=True, alone=False)
    return signature.hex()


def read_signed(path: Path, signature: str, key: ProjectKey) -> Any:
    """What :func:`write_signed` was given.

    Args:
        path: of the file.
        signature: that it must have.
        key: the project key.

    Raises:
        SystemFault: if it was changed, or is another file.
        OSError: if it cannot be read.
    """
    whole = path.read_bytes()
    data, own = whole[:-_SIZE], bytes.fromhex(signature)
    if not hmac.compare_digest(_signature(path, data, key), own) or whole[-_SIZE:] != own:
        raise SystemFault(WORKSPACE_DAMAGED)
    return pickle.loads(data)  # noqa: S301 - signed with the key


def _signature(path: Path, data: bytes, key: ProjectKey) -> bytes:
    return key.digest(KeyPurpose.HANDED, path.name, hashlib.sha256(data).hexdigest())
