"""The third step: pairs that agree in a band of their signatures and may be near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dragon_prep.core.array_file import parts_of, unpacked
from dragon_prep.core.digests import groups
from dragon_prep.core.distinct import distinct
from dragon_prep.core.sealed import is_sealed, map_sealed, write_sealed_parts
from dragon_prep.corpora.dedupe.order import read_order
from dragon_prep.corpora.dedupe.signs import SKETCH, read_signs
from dragon_prep.split.near import FEWEST

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.core.digests import Array
    from dragon_prep.corpora.dedupe.order import KeyedOrder
    from dragon_prep.corpora.dedupe.settings import DedupeWork

PAIRS: dict[str, np.dtype[Any]] = {"pairs": np.dtype("u8")}

_CROWD = 256  # reports of a bucket; in a larger one not every pair is looked at
_PIVOTS = 2000  # of a crowd that the others are held against
_SLACK = 0.15  # a sketch is off by so much once in a thousand pairs at 0.8, by chance
_SURE = 0.08  # so much above what is asked for, a sketch is trusted where there is a crowd
_AT_ONCE = 1 << 17
_PIECES = 4096  # of found pairs, before they are put together
_SHIFT = np.uint64(32)


@dataclass(frozen=True, slots=True, repr=False)
class BandJob:
    """A band whose candidates are to be found."""

    work: DedupeWork
    band: int

    @property
    def is_done(self) -> bool:
        """Whether its file is there, undamaged."""
        return is_sealed(self.work.pairs(self.band))


def find_candidates(job: BandJob) -> None:
    """Does a job: sorted pairs, each as the later number and, in the low half, the earlier one.

    Raises:
        SystemFault: if a file cannot be read or written.
    """
    work = job.work
    order = read_order(work.order)
    keys, numbers = _band(work, job.band, order)
    lengths = order.lengths[numbers]
    found = _Pairs(numbers, lengths, _sketches(work, numbers, order), work.settings.near)
    starts = groups(keys)
    sizes = np.diff(np.append(starts, len(keys)))
    found.add_few(keys, np.repeat(sizes > _CROWD, sizes))
    uncompared = 0
    for start, size in zip(starts[sizes > _CROWD], sizes[sizes > _CROWD], strict=True):
        uncompared += found.add_crowd(np.arange(start, start + size))
    told = {"uncompared": uncompared}
    write_sealed_parts(work.pairs(job.band), parts_of(told, {"pairs": found.sorted()}))


def read_pairs(path: Path) -> tuple[int, Array]:
    """How many reports of crowds were not held against all others, and the pairs of a band.

    Raises:
        SystemFault: if the file is gone or damaged.
    """
    body, arrays = unpacked(map_sealed(path), PAIRS)
    return body["uncompared"], arrays["pairs"]


def _band(work: DedupeWork, band: int, order: KeyedOrder) -> tuple[Array, Array]:
    """What reports have in a band, sorted, and their numbers; only what several have."""
    keys = np.zeros(len(order), "u8")
    for shard in range(work.shards):
        count, its = read_signs(work.signs(shard))
        keys[order.ranks_of(shard)] = its["bands"][band * count : (band + 1) * count]
    numbers = np.flatnonzero((order.copies == 0) & (order.lengths >= FEWEST)).astype("u4")
    keys = keys[numbers]
    sorting = np.argsort(keys, kind="stable")  # in a bucket the numbers ascend
    keys, numbers = keys[sorting], numbers[sorting]
    same = keys[1:] == keys[:-1]
    several = np.zeros(len(keys), bool)
    several[1:] |= same
    several[:-1] |= same
    return keys[several], numbers[several]


def _sketches(work: DedupeWork, numbers: Array, order: KeyedOrder) -> Array:
    """The sketches of some reports, a row each."""
    made = np.zeros((len(numbers), SKETCH), "u1")
    places = np.full(len(order), -1, "i4")
    places[numbers] = np.arange(len(numbers), dtype="i4")
    for shard in range(work.shards):
        own = places[order.ranks_of(shard)]
        wanted = own >= 0
        if wanted.any():
            _, its = read_signs(work.signs(shard))
            made[own[wanted]] = its["sketches"].reshape(-1, SKETCH)[wanted]
    return made


class _Pairs:
    """Candidates so far, of reports that lie bucket by bucket: they are told by their places.

    Args:
        numbers: of the reports; in a bucket they ascend.
        lengths: how many runs of words each has.
        sketches: of each.
        near: what is asked for.
    """

    def __init__(self, numbers: Array, lengths: Array, sketches: Array, near: float) -> None:
        self.numbers, self.lengths, self.sketches = numbers, lengths, sketches
        self.near = near
        self.found: list[Array] = []

    def add_few(self, keys: Array, is_crowd: Array) -> None:
        """Adds of all pairs of each bucket, but of crowds, those that may be near.

        Args:
            keys: what each report has in the band.
            is_crowd: whether its bucket is a crowd.
        """
        at = np.flatnonzero(~is_crowd)
        step = 0
        while len(at):
            step += 1
            at = at[at + step < len(keys)]
            at = at[keys[at + step] == keys[at]]
            for some in np.array_split(at, -(-len(at) // _AT_ONCE) or 1):
                self._add(some, some + step)

    def add_crowd(self, places: Array) -> int:
        """The same of a crowd, but what is surely near to one is held against no other.

        Returns:
            How many reports were left when enough of them had been held against the others.
        """
        for _ in range(_PIVOTS):
            if len(places) < 2:
                return 0
            pivot, others = places[:1], places[1:]
            alike = self._add(np.repeat(pivot, len(others)), others)
            places = others[alike < self.near + _SURE]
        return len(places)

    def sorted(self) -> Array:
        """All that were found, each once."""
        return distinct(np.concatenate([np.zeros(0, "u8"), *self.found]))

    def _add(self, earlier: Array, later: Array) -> Array:
        """Adds what may be near; how much the sketches of each pair agree."""
        ones, others = self.lengths[earlier], self.lengths[later]
        # Of two texts that share so much, neither is much longer.
        fits = np.minimum(ones, others) >= self.near * np.maximum(ones, others)
        alike = np.zeros(len(earlier), "f4")
        for some in np.array_split(np.flatnonzero(fits), -(-int(fits.sum()) // _AT_ONCE) or 1):
            agree = self.sketches[earlier[some]] == self.sketches[later[some]]
            alike[some] = agree.sum(axis=1, dtype="u2") / np.float32(SKETCH)
        may = fits & (alike >= self.near - _SLACK)
        high, low = self.numbers[later[may]].astype("u8"), self.numbers[earlier[may]].astype("u8")
        self.found.append(high << _SHIFT | low)
        if len(self.found) > _PIECES:
            self.found = [self.sorted()]
        return alike
