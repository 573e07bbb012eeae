"""The fourth step: which candidates are near, by their runs of words."""

from __future__ import annotations

import os
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.core.array_file import parts_of, unpacked
from dragon_prep.core.distinct import distinct
from dragon_prep.core.sealed import is_sealed, map_sealed, write_sealed_parts
from dragon_prep.core.shingles import jaccard
from dragon_prep.corpora.dedupe.candidates import PAIRS, read_pairs
from dragon_prep.corpora.dedupe.order import read_order

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import BinaryIO

    from dragon_prep.core.digests import Array
    from dragon_prep.corpora.dedupe.order import KeyedOrder
    from dragon_prep.corpora.dedupe.settings import DedupeWork

REPORTS_AT_ONCE = 1 << 15
"""For how many later reports one job verifies the candidates."""

_KEPT = 4096  # reports whose runs stay in memory
_OPEN = 64  # files
_HEAD = 8
_SHIFT = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True, repr=False)
class VerifyJob:
    """Some reports whose candidates are to be verified."""

    work: DedupeWork
    part: int

    @property
    def is_done(self) -> bool:
        """Whether its file is there, undamaged."""
        return is_sealed(self.work.edges(self.part))


def verify(job: VerifyJob) -> None:
    """Does a job: the pairs that are near, in the order and form of the candidates.

    Raises:
        SystemFault: if a file cannot be read or written.
    """
    work = job.work
    bounds = np.array([job.part, job.part + 1], "u8") * REPORTS_AT_ONCE << _SHIFT
    some = [np.zeros(0, "u8")]
    for band in range(work.settings.bands):
        _, pairs = read_pairs(work.pairs(band))
        first, last = pairs.searchsorted(bounds)
        some.append(np.array(pairs[first:last]))
    pairs = distinct(np.concatenate(some))
    near = np.zeros(len(pairs), bool)
    with _Runs(work, read_order(work.order)) as runs:
        for at, (later, earlier) in enumerate(zip(*halves(pairs), strict=True)):
            near[at] = jaccard(runs[int(later)], runs[int(earlier)]) >= work.settings.near
    write_sealed_parts(work.edges(job.part), parts_of({}, {"pairs": pairs[near]}))


def read_edges(path: Path) -> Array:
    """The pairs of a part that are near.

    Raises:
        SystemFault: if the file is gone or damaged.
    """
    _, arrays = unpacked(map_sealed(path), PAIRS)
    return arrays["pairs"]


def halves(pairs: Array) -> tuple[Array, Array]:
    """The later and the earlier numbers of pairs."""
    return pairs >> _SHIFT, pairs & _LOW


class _Runs:
    """The runs of words of reports by their numbers, read as they are needed.

    They are read, not mapped: what is mapped and was looked at would count as memory.
    """

    def __init__(self, work: DedupeWork, order: KeyedOrder) -> None:
        self.work, self.order = work, order
        self.kept: OrderedDict[int, bytes] = OrderedDict()
        self.files: OrderedDict[int, tuple[BinaryIO, int]] = OrderedDict()

    def __enter__(self) -> _Runs:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for file, _ in self.files.values():
            file.close()

    def __getitem__(self, number: int) -> bytes:
        if (said := self.kept.get(number)) is not None:
            self.kept.move_to_end(number)
            return said
        position = self.order.positions[number]
        shard = int(self.order.starts.searchsorted(position, "right")) - 1
        file, start = self._file(shard)
        file.seek(start + 8 * int(self.order.offsets[number]))
        said = file.read(8 * int(self.order.lengths[number]))
        self.kept[number] = said
        if len(self.kept) > _KEPT:
            self.kept.popitem(last=False)
        return said

    def _file(self, shard: int) -> tuple[BinaryIO, int]:
        """A file of runs, and where they begin in it: behind its head."""
        if shard in self.files:
            self.files.move_to_end(shard)
            return self.files[shard]
        file = self.work.runs(shard).open("rb", buffering=0)
        self.files[shard] = file, _HEAD + int.from_bytes(os.pread(file.fileno(), _HEAD, 0), "big")
        if len(self.files) > _OPEN:
            self.files.popitem(last=False)[1][0].close()
        return self.files[shard]
