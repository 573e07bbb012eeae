"""The project key: the site's secret from which every surrogate, shift and id is derived."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from dragon_prep.core.codes.surrogates import KEY_MALFORMED
from dragon_prep.core.errors import KeyFault

if TYPE_CHECKING:
    from collections.abc import Iterable

MINIMUM_LENGTH = 32  # bytes


class KeyPurpose(StrEnum):
    """What a digest is for: digests for different uses have nothing to do with each other."""

    FINGERPRINT = "fingerprint"
    SUBKEY = "subkey"
    IDENTITY = "identity"
    STAFF = "staff"
    SHIFT = "shift"
    CLOCK = "clock"
    DIGITS = "digits"
    LETTERS = "letters"
    CONTACT = "contact"
    PLACE = "place"
    NAME = "name"
    TAG = "tag"
    ORDER = "order"
    LOOK_ALIKE = "look alike"
    CASE = "case"
    PATIENT = "patient"
    INPUT = "input"
    CACHE = "cache"
    RECURRENCE = "recurrence"
    MENTION = "mention"
    MARKOV = "markov"
    AGAIN = "again"
    NUMBER = "number"
    ORIGINAL = "original"
    WORD_USE = "word use"
    MANIFEST = "manifest"
    SPLIT = "split"
    SHINGLE = "shingle"
    LINK = "link"
    ANNOTATION = "annotation"
    HANDED = "handed"


# What every message starts with: all of this project's, and the use with its length.
_HEADS = {
    use: b"dragon-prep/1" + len(use.value).to_bytes(8, "big") + use.value.encode()
    for use in KeyPurpose
}

_NO_LENGTH = b"\xff" * 8  # where the length of a part would stand; none is so long


@dataclass(frozen=True, slots=True, repr=False)
class ProjectKey:
    """A secret of at least 32 bytes, shown as its fingerprint only.

    Attributes:
        secret: from a generator of random bytes; it is never shown.

    Raises:
        KeyFault: if the secret is too short.
    """

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) < MINIMUM_LENGTH:
            raise KeyFault(KEY_MALFORMED)

    def __repr__(self) -> str:
        return f"<ProjectKey {self.fingerprint}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ProjectKey):
            return NotImplemented
        return hmac.compare_digest(self.secret, other.secret)

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal characters that tell keys apart and give nothing of the key away."""
        return self.digest(KeyPurpose.FINGERPRINT).hex()[:16]

    @property
    def is_guessable(self) -> bool:
        """Whether it is one byte over and over, such as zeros of a disk that was never written."""
        return len(set(self.secret)) == 1

    def digest(self, use: KeyPurpose, *context: str) -> bytes:
        """HMAC-SHA256 (RFC 2104) of a context, 32 bytes.

        Args:
            use: what it is for.
            context: what it is about. Its parts are told apart by their length, so that
                ``("ab", "c")`` and ``("a", "bc")`` differ.
        """
        return hmac.digest(self.secret, _message(use, context), "sha256")

    def block(self, message: bytes, number: int) -> bytes:
        """HMAC-SHA256 of a numbered block of a stream, 32 bytes.

        Args:
            message: what the stream is about, see :func:`stream_message`.
            number: of the block.
        """
        return hmac.digest(self.secret, message + number.to_bytes(8, "big"), "sha256")

    def derived(self, *context: str) -> ProjectKey:
        """A key for a narrower purpose, from which this one cannot be computed."""
        return ProjectKey(self.digest(KeyPurpose.SUBKEY, *context))


def stream_message(use: KeyPurpose, context: Iterable[str]) -> bytes:
    """What a stream is about; unlike any message that :meth:`ProjectKey.digest` makes."""
    return _message(use, context) + _NO_LENGTH


def _message(use: KeyPurpose, context: Iterable[str]) -> bytes:
    message = _HEADS[use]
    for part in context:
        # Text from JSON may hold half of a surrogate pair; it needs a digest as any other.
        encoded = part.encode("utf-8", "surrogatepass")
        message += len(encoded).to_bytes(8, "big") + encoded
    return message
