"""Tables of keyed digests: what must be known of a whole cohort, in arrays that nobody can read.

A table is sorted, so that it is searched where it lies, in memory or in a file that every process
maps. Parts of it are made shard by shard and merged; the order of the parts makes no difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dragon_prep.core.distinct import distinct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import TypeAlias

    Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]
    Rows: TypeAlias = "Array | StoredRows"

SIZE = 16
"""Bytes of a digest."""

DIGEST = np.dtype(f"S{SIZE}")
AT_ONCE = 1 << 17
"""Rows of parts that are in memory at once, about, of some hundred bytes each."""

_RANGES = 256


@dataclass(frozen=True, slots=True, repr=False)
class StoredRows:
    """An array of a file, of which no more is in memory than is asked for.

    Attributes:
        path: of the file.
        type: of the array.
        count: how many rows it has.
        at: where it begins in the file, in bytes.
    """

    path: Path
    type: np.dtype[Any]
    count: int
    at: int

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, rows: slice) -> Array:
        """Some rows, read from the file.

        Raises:
            OSError: if it cannot be read.
        """
        start, stop, _ = rows.indices(self.count)
        size = self.type.itemsize
        return np.fromfile(
            self.path, self.type, max(0, stop - start), offset=self.at + start * size
        )


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class DigestTable:
    """Digests, each with a value.

    Attributes:
        keys: sorted, of type :data:`DIGEST`, each once.
        values: an array of as many rows; empty where only membership is asked for.
    """

    keys: Array
    values: Array

    def __repr__(self) -> str:
        return f"<DigestTable of {len(self.keys)}>"

    def __len__(self) -> int:
        return len(self.keys)

    def __contains__(self, digest: object) -> bool:
        return isinstance(digest, bytes) and self.at(digest) >= 0

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, DigestTable)
            and np.array_equal(self.keys, other.keys)
            and np.array_equal(self.values, other.values)
        )

    def __hash__(self) -> int:
        return hash(self.keys[:2].tobytes())

    def at(self, digest: bytes) -> int:
        """The row of a digest; -1 if it is not there."""
        # Searching for the array's own type spares a conversion of all of it.
        wanted = np.frombuffer(digest, DIGEST)
        row = int(self.keys.searchsorted(wanted)[0])
        return row if row < len(self.keys) and self.keys[row] == wanted[0] else -1


def digests(some: Iterable[bytes]) -> Array:
    """Digests as an array, in the order given."""
    return np.frombuffer(b"".join(some), DIGEST)


def table(some: Iterable[bytes]) -> DigestTable:
    """A table of digests without values."""
    return DigestTable(distinct(digests(some)), NO_VALUES)


NO_VALUES: Array = np.zeros(0, "u1")
EMPTY = DigestTable(np.zeros(0, DIGEST), NO_VALUES)


def groups(keys: Array) -> Array:
    """Where each run of equal digests starts in a sorted array."""
    if not len(keys):
        return np.zeros(0, np.intp)
    return np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))


def merged(
    parts: Sequence[Rows], reduce: Callable[[Array], Array], *, at_once: int = AT_ONCE
) -> Array:
    """Rows of many sorted parts, reduced digest by digest, without all of them in memory at once.

    Args:
        parts: as of :func:`in_ranges`.
        reduce: makes of rows sorted by digest, all of each digest's among them, the rows that stay.
        at_once: as there.
    """
    done = [reduce(rows) for rows in in_ranges(parts, at_once=at_once)]
    return np.concatenate(done) if done else np.zeros(0)


def in_ranges(parts: Sequence[Rows], *, at_once: int = AT_ONCE) -> Iterator[Array]:
    """Rows of many sorted parts, a range of digests at a time, sorted; all of a digest's at once.

    Args:
        parts: structured arrays with a field ``digest``, each sorted by it, in memory or in files.
        at_once: about how many rows are taken at once.
    """
    steps = min(_RANGES, max(1, sum(map(len, parts)) // at_once)) if parts else 0
    bounds = [bytes([_RANGES * step // steps]) for step in range(1, steps)]
    edges = np.array(bounds, DIGEST)
    cuts = [[0, *part[:]["digest"].searchsorted(edges).tolist(), len(part)] for part in parts]
    for step in range(steps):
        rows = np.concatenate(
            [part[cut[step] : cut[step + 1]] for part, cut in zip(parts, cuts, strict=True)]
        )
        # Ties are told apart by all that a row says, so that the order of the parts is none of it.
        yield rows[np.argsort(rows["digest"], kind="stable")]
