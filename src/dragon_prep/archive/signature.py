"""Signatures of releases: Ed25519 in the form of OpenSSH (PROTOCOL.sshsig), beside what is signed.

Whoever has no dragon-prep checks them with ``ssh-keygen -Y verify``, which Windows has, too.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.codes.signing import SIGN_LIBRARY
from dragon_prep.core.errors import UsageFault

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SUFFIX = ".sig"
NAMESPACE = "dragon-prep"
"""What the signatures are for: one that was made for something else is none of a release."""

KEY_TYPE = b"ssh-ed25519"
_MAGIC = b"SSHSIG"
_VERSION = 1
_HASHES = {b"sha512": hashlib.sha512, b"sha256": hashlib.sha256}
_HASH = b"sha512"
_FIRST, _LAST = b"-----BEGIN SSH SIGNATURE-----", b"-----END SSH SIGNATURE-----"
_WIDTH = 70  # characters of a line, as ssh-keygen writes them
_LENGTH = 4  # bytes in which the length of a part stands


@dataclass(frozen=True, slots=True, repr=False)
class Signature:
    """A signature that was read, and nothing of which is believed yet.

    Attributes:
        public_key: whose it says it is, 32 bytes.
        namespace: what it was made for.
        hash_name: how what is signed was hashed.
        value: the signature itself.
    """

    public_key: bytes
    namespace: bytes
    hash_name: bytes
    value: bytes

    def is_of(self, data: bytes) -> bool:
        """Whether the key signed these data, for releases.

        Raises:
            UsageFault: if the library is missing.
        """
        require_library()
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        if self.namespace != NAMESPACE.encode():
            return False
        try:
            key = Ed25519PublicKey.from_public_bytes(self.public_key)
            key.verify(self.value, _message(data, self.hash_name))
        except (InvalidSignature, ValueError):
            return False
        return True


def require_library() -> None:
    """Sees to it that signatures can be made and checked.

    Raises:
        UsageFault: if the library is missing.
    """
    try:
        import cryptography.hazmat.primitives.asymmetric.ed25519  # noqa: F401
    except ImportError:
        raise UsageFault(SIGN_LIBRARY) from None


def signature_of(data: bytes, key: Ed25519PrivateKey) -> bytes:
    """The signature of data, the same each time, in the bytes that ssh-keygen writes.

    Args:
        data: what is signed.
        key: the private key.
    """
    owner = _parts(KEY_TYPE, key.public_key().public_bytes_raw())
    value = _parts(KEY_TYPE, key.sign(_message(data, _HASH)))
    body = _MAGIC + _VERSION.to_bytes(_LENGTH, "big")
    body += _parts(owner, NAMESPACE.encode(), b"", _HASH, value)
    said = base64.b64encode(body)
    rows = [said[at : at + _WIDTH] for at in range(0, len(said), _WIDTH)]
    return b"\n".join([_FIRST, *rows, _LAST, b""])


def read_signature(armoured: bytes) -> Signature | None:
    """A signature in the form of :func:`signature_of`; None if it is none, or not of Ed25519."""
    lines = [line.strip() for line in armoured.strip().split(b"\n")]
    if len(lines) < 3 or (lines[0], lines[-1]) != (_FIRST, _LAST):
        return None
    head = _MAGIC + _VERSION.to_bytes(_LENGTH, "big")
    try:
        body = base64.b64decode(b"".join(lines[1:-1]), validate=True)
        if not body.startswith(head):
            return None
        owner, namespace, _, hash_name, value = _read(body[len(head) :], 5)
        (key_type, public_key), (value_type, signed) = _read(owner, 2), _read(value, 2)
    except (binascii.Error, ValueError):
        return None
    if {key_type, value_type} != {KEY_TYPE} or hash_name not in _HASHES:
        return None
    return Signature(public_key, namespace, hash_name, signed)


def fingerprint(public_key: bytes) -> str:
    """What ``ssh-keygen -l`` calls a key."""
    digest = hashlib.sha256(_parts(KEY_TYPE, public_key)).digest()
    return "SHA256:" + base64.b64encode(digest).decode("ascii").rstrip("=")


def _message(data: bytes, hash_name: bytes) -> bytes:
    digest = _HASHES[hash_name](data).digest()
    return _MAGIC + _parts(NAMESPACE.encode(), b"", hash_name, digest)


def _parts(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(_LENGTH, "big") + part for part in parts)


def _read(data: bytes, count: int) -> list[bytes]:
    """The parts that some bytes are made of, and nothing else.

    Raises:
        ValueError: if they are not so many, or one is longer than what is there.
    """
    found: list[bytes] = []
    while data:
        end = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
        if end > len(data):
            raise ValueError("a part is longer than what is there")
        found.append(data[_LENGTH:end])
        data = data[end:]
    if len(found) != count:
        raise ValueError("not so many parts")
    return found
