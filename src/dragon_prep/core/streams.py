"""Choices made by a key: the same key and context, the same choices, on every machine."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from dragon_prep.core.keys import stream_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.core.keys import KeyPurpose, ProjectKey

_T = TypeVar("_T")
_BLOCK = 32  # bytes of one HMAC-SHA256


class KeyedStream:
    """Uniform choices out of HMAC-SHA256 in counter mode (NIST SP 800-108, section 4.1).

    Args:
        key: whose choices.
        use: what the choices are for.
        context: what they are about.
    """

    __slots__ = ("_at", "_block", "_counter", "_key", "_message")

    def __init__(self, key: ProjectKey, use: KeyPurpose, *context: str) -> None:
        self._key = key
        self._message = stream_message(use, context)
        self._counter = 0
        self._block = b""
        self._at = _BLOCK

    def __repr__(self) -> str:
        return "<KeyedStream>"

    def below(self, n: int) -> int:
        """A whole number from 0 to ``n - 1``, each as likely as the others.

        Raises:
            ValueError: if ``n`` is not positive.
        """
        width, limit = _drawn_from(n)
        while True:
            end = self._at + width
            if end <= _BLOCK:
                number = int.from_bytes(self._block[self._at : end], "big")
                self._at = end
            else:
                number = int.from_bytes(self._take(width), "big")
            if number < limit:
                return number % n

    def choice(self, options: Sequence[_T]) -> _T:
        """One of the options, each as likely as the others.

        Raises:
            ValueError: if there is none.
        """
        return options[self.below(len(options))]

    def other(self, options: Sequence[_T], than: _T) -> _T:
        """One of the options that is not ``than``.

        Raises:
            ValueError: if there is none.
        """
        chosen = self.choice(options)
        if chosen == than and all(option == than for option in options):
            raise ValueError("nothing else to choose from")
        while chosen == than:
            chosen = self.choice(options)
        return chosen

    def _take(self, count: int) -> bytes:
        start = self._at
        end = start + count
        if end <= _BLOCK:
            self._at = end
            return self._block[start:end]
        taken = self._block[start:]
        while end > _BLOCK:
            end -= _BLOCK
            self._block = self._key.block(self._message, self._counter)
            self._counter += 1
            taken += self._block[:end]
        self._at = end
        return taken


@lru_cache(maxsize=1024)
def _drawn_from(n: int) -> tuple[int, int]:
    """How many bytes to draw for a number below ``n``, and below what they must stay.

    Numbers at or above the largest multiple of n are drawn again: they would favour the small
    remainders.

    Raises:
        ValueError: if there is no such number.
    """
    if n < 1:
        raise ValueError("nothing to choose from")
    width = ((n - 1).bit_length() + 7) // 8
    return width, 256**width // n * n
