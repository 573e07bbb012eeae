"""What a text says, as keyed digests of its runs of words: enough to compare, nothing to read."""

from __future__ import annotations

import functools
import hashlib
import re
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.core.distinct import distinct
from dragon_prep.core.keys import KeyPurpose

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dragon_prep.core.keys import ProjectKey

WORDS = 3
"""How many words a shingle has: one word changed in a text changes three of its shingles."""

_MOST_WORDS = 50_000  # that are kept; a cohort has some 30,000
_WORD = re.compile(r"\w+")
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_HALF = np.uint64(32)


def shingles_of(text: str, key: ProjectKey) -> bytes:
    """The keyed digests of all runs of three words of a text, each once, sorted.

    Case, punctuation and white space do not count. A text of fewer words is one run. One that
    repeats a run has one digest more, of the whole.

    Args:
        text: as cleaned, before anything of it is replaced.
        key: the project key.

    Returns:
        Eight bytes for each, little-endian; see :func:`as_numbers`.
    """
    known = _words(key)
    words = np.array([known[word] for word in _WORD.findall(text.casefold())], dtype=np.uint64)
    if not len(words):
        return b""
    if len(words) < WORDS:
        words = np.concatenate([words, np.zeros(WORDS - len(words), dtype=np.uint64)])
    runs = len(words) - WORDS + 1
    mixed = np.zeros(runs, dtype=np.uint64)
    for at, factor in enumerate(_FACTORS):  # numpy's integers wrap around, as they should here
        mixed = (mixed ^ words[at : at + runs]) * factor
        mixed ^= mixed >> _HALF
    mixed = mixed * _MIX
    mixed ^= mixed >> _HALF
    found = distinct(mixed)
    if len(found) < runs:  # by its runs alone it could not be told from one that repeats more
        whole = np.array([known.digest(words.tobytes())], dtype=np.uint64)
        found = distinct(np.concatenate([found, whole]))
    return found.astype("<u8").tobytes()


def as_numbers(shingles: bytes) -> NDArray[np.uint64]:
    """The digests as numbers, ascending."""
    return np.frombuffer(shingles, dtype="<u8").astype(np.uint64, copy=False)


def jaccard(one: bytes, other: bytes) -> float:
    """How much of what two texts say they share: shared runs over all runs of both.

    Args:
        one: shingles of a text.
        other: of another.
    """
    a, b = as_numbers(one), as_numbers(other)
    if not (len(a) and len(b)):
        return 0.0
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return shared / (len(a) + len(b) - shared)


class _Words(dict[str, int]):
    """The keyed digest of each word met, so that each is made once."""

    def __init__(self, key: ProjectKey) -> None:
        super().__init__()
        self._secret = key.digest(KeyPurpose.SHINGLE)

    def __missing__(self, word: str) -> int:
        number = self.digest(word.encode("utf-8", "surrogatepass"))
        if len(self) < _MOST_WORDS:
            self[word] = number
        return number

    def digest(self, data: bytes) -> int:
        """The keyed digest of anything, which is not kept."""
        made = hashlib.blake2b(data, digest_size=8, key=self._secret)
        return int.from_bytes(made.digest(), "little")


@functools.lru_cache(maxsize=2)
def _words(key: ProjectKey) -> _Words:
    return _Words(key)
