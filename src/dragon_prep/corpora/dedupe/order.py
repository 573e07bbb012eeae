"""The second step: all reports in keyed order, and which say exactly what an earlier one does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dragon_prep.core.array_file import parts_of, unpacked
from dragon_prep.core.sealed import is_sealed, map_sealed, write_sealed_parts
from dragon_prep.corpora.dedupe.signs import read_signs

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
    if not is_sealed(work.order):
        _write(work)
    return read_order(work.order)


def read_order(path: Path) -> KeyedOrder:
    """The order, where it lies.

    Raises:
        SystemFault: if the file is gone or damaged.
    """
    _, arrays = unpacked(map_sealed(path), _ORDER)
    return KeyedOrder(**arrays)


def _write(work: DedupeWork) -> None:
    """Writes the order; of all reports, few numbers are in memory at a time."""
    counts = [read_signs(work.signs(shard))[0] for shard in range(work.shards)]
    starts = np.cumsum([0, *counts], dtype="u4")
    positions = np.argsort(_in_shards(work, starts), kind="stable").astype("u4")
    ranks = np.empty_like(positions)
    ranks[positions] = np.arange(len(positions), dtype="u4")
    same = np.zeros((len(ranks), 2), "u8")
    lengths, offsets = np.zeros(len(ranks), "u4"), np.zeros(len(ranks), "u8")
    patients = np.zeros(len(ranks), "u8")
    for shard in range(work.shards):
        its = read_signs(work.signs(shard))[1]
        own = ranks[starts[shard] : starts[shard + 1]]
        same[own] = its["same"].reshape(-1, 2)
        lengths[own], patients[own] = its["lengths"], its["patients"]
        offsets[own] = np.cumsum(its["lengths"], dtype="u8") - its["lengths"]
    order: dict[str, Array] = {
        "starts": starts[:-1],
        "ranks": ranks,
        "positions": positions,
        "offsets": offsets,
        "lengths": lengths,
        "patients": patients,
        "copies": _copies(same),
    }
    write_sealed_parts(work.order, parts_of({}, order))


def _in_shards(work: DedupeWork, starts: Array) -> Array:
    """The ids of all reports as they stand in the shards."""
    ids = np.zeros(int(starts[-1]), "u8")
    for shard in range(work.shards):
        ids[starts[shard] : starts[shard + 1]] = read_signs(work.signs(shard))[1]["ids"]
    return ids


def _copies(same: Array) -> Array:
    """Which rows are the same as an earlier one."""
    order = np.lexsort((same[:, 1], same[:, 0]))  # stable: of the same, the earliest comes first
    equal = np.ones(max(len(same) - 1, 0), bool)
    for half in range(2):
        sorted_ = same[order, half]
        equal &= sorted_[1:] == sorted_[:-1]
    repeats = np.zeros(len(same), "u1")
    repeats[order[1:]] = equal
    return repeats
