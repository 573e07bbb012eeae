"""The second step: all reports in keyed order, and which say exactly what an earlier one does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dragon_prep.core.array_file import packed, unpacked
from dragon_prep.core.sealed import is_sealed, map_sealed, write_sealed
from dragon_prep.corpora.dedupe.signs import SKETCH, read_signs

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.core.digests import Array
    from dragon_prep.corpora.dedupe.settings import DedupeWork

_ORDER: dict[str, np.dtype[Any]] = {
    "starts": np.dtype("u4"),
    "ranks": np.dtype("u4"),
    "positions": np.dtype("u4"),
    "offsets": np.dtype("u8"),
    "lengths": np.dtype("u4"),
    "patients": np.dtype("u8"),
    "copies": np.dtype("u1"),
}
_SKETCHES: dict[str, np.dtype[Any]] = {"sketches": np.dtype("u1")}


@dataclass(frozen=True, slots=True, repr=False)
class KeyedOrder:
    """All reports of a corpus. Their numbers are their ranks in keyed order.

    Attributes:
        starts: of each shard, how many reports are in those before it.
        ranks: of each report as it stands in the shards, its number.
        positions: of each number, where it stands in the shards.
        offsets: of each number, where its runs of words begin in those of its shard.
        lengths: of each number, how many runs it has.
        patients: of each number, a digest of its patient.
        copies: of each number, 1 if it says exactly what an earlier one does.
    """

    starts: Array
    ranks: Array
    positions: Array
    offsets: Array
    lengths: Array
    patients: Array
    copies: Array

    def __len__(self) -> int:
        return len(self.ranks)

    def ranks_of(self, shard: int) -> Array:
        """The numbers of the reports of a shard, in its order."""
        end = self.starts[shard + 1] if shard + 1 < len(self.starts) else len(self.ranks)
        return self.ranks[self.starts[shard] : end]


def put_in_order(work: DedupeWork) -> KeyedOrder:
    """All reports in order, from a file of the work if there is one.

    Args:
        work: the first step must be done with each shard.

    Raises:
        SystemFault: if a file is gone or damaged.
        OSError: if the system refuses.
    """
    if not (is_sealed(work.order) and is_sealed(work.sketches)):
        _write(work)
    return read_order(work.order)


def read_order(path: Path) -> KeyedOrder:
    """The order, where it lies.

    Raises:
        SystemFault: if the file is gone or damaged.
    """
    _, arrays = unpacked(map_sealed(path), _ORDER)
    return KeyedOrder(**arrays)


def read_sketches(path: Path) -> Array:
    """The sketch of each report, a row each, where they lie.

    Raises:
        SystemFault: if the file is gone or damaged.
    """
    _, arrays = unpacked(map_sealed(path), _SKETCHES)
    return arrays["sketches"].reshape(-1, SKETCH)


def _write(work: DedupeWork) -> None:
    counts: list[int] = []
    parts: dict[str, list[Array]] = {
        name: [] for name in ("ids", "patients", "same", "lengths", "offsets")
    }
    for shard in range(work.shards):
        count, its = read_signs(work.signs(shard))
        counts.append(count)
        for name in ("ids", "patients", "same", "lengths"):
            parts[name].append(np.array(its[name]))
        ends = np.cumsum(its["lengths"], dtype="u8")
        parts["offsets"].append(ends - its["lengths"])
    flat = {name: np.concatenate(some) for name, some in parts.items()}
    positions = np.argsort(flat["ids"], kind="stable").astype("u4")
    ranks = np.empty_like(positions)
    ranks[positions] = np.arange(len(positions), dtype="u4")
    same = flat.pop("same").reshape(-1, 2)[positions]
    order: dict[str, Array] = {
        "starts": np.cumsum([0, *counts[:-1]], dtype="u4"),
        "ranks": ranks,
        "positions": positions,
        "offsets": flat["offsets"][positions],
        "lengths": flat["lengths"][positions],
        "patients": flat["patients"][positions],
        "copies": _copies(same),
    }
    del flat, same
    write_sealed(work.order, packed({}, order))
    sketches = np.zeros((len(ranks), SKETCH), "u1")
    start = 0
    for shard, count in enumerate(counts):
        _, its = read_signs(work.signs(shard))
        sketches[ranks[start : start + count]] = its["sketches"].reshape(-1, SKETCH)
        start += count
    write_sealed(work.sketches, packed({}, {"sketches": sketches.ravel()}))


def _copies(same: Array) -> Array:
    """Which rows are the same as an earlier one."""
    order = np.lexsort((same[:, 1], same[:, 0]))  # stable: of the same, the earliest comes first
    sorted_ = same[order]
    repeats = np.zeros(len(same), "u1")
    repeats[order[1:]] = (sorted_[1:] == sorted_[:-1]).all(axis=1)
    return repeats
