"""Texts that are nearly the same, among many: MinHash for candidates, then compared exactly."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from dragon_prep.core.shingles import as_numbers, jaccard
from dragon_prep.split.groups import Joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    _Keys = np.ndarray[Any, np.dtype[Any]]

NEAR = 0.8
"""From this share of common runs of words on, two texts count as nearly the same."""

SIGNATURE = 126
"""How many numbers a signature has."""

_BANDS, _ROWS = 21, 6  # of two texts at 0.8, one pair in 600 is missed; at 0.9 none in 10^6
_SEED = 1
_AT_ONCE = 500  # texts whose signatures are made together
FEWEST = 20
"""Runs of words; of texts with fewer, two are the same or they are not near."""


def near_clusters(shingles: Sequence[bytes], threshold: float = NEAR) -> list[list[int]]:
    """Texts that are the same or nearly so, as lists of their places, each of two or more.

    What is near to one of a cluster is in it, so two texts of it may be further apart.

    Args:
        shingles: of each text, see :func:`dragon_prep.core.shingles.shingles_of`; texts without any
            are near to nothing.
        threshold: the least Jaccard similarity.
    """
    same: dict[bytes, list[int]] = defaultdict(list)
    for at, said in enumerate(shingles):
        if said:
            same[said].append(at)
    distinct = sorted(same)
    joined = Joined()
    names = [f"{at:09d}" for at in range(len(distinct))]
    long = [at for at, said in enumerate(distinct) if is_long(said)]
    for a, b in _candidates([distinct[at] for at in long]):
        one, other = names[long[a]], names[long[b]]
        if joined.root(one) == joined.root(other):
            continue
        if jaccard(distinct[long[a]], distinct[long[b]]) >= threshold:
            joined.join(one, other)
    clusters: dict[str, list[int]] = defaultdict(list)
    for name, said in zip(names, distinct, strict=True):
        clusters[joined.root(name)] += same[said]
    return sorted(sorted(places) for places in clusters.values() if len(places) > 1)


def near_in(
    own: Sequence[bytes], others: Sequence[bytes], threshold: float = NEAR
) -> dict[int, tuple[int, float]]:
    """Which texts are the same as one of another set, or nearly so.

    Both are compared themselves: that each is near to a third text is not enough.

    Args:
        own: shingles of each text, as :func:`near_clusters` takes them.
        others: of each text of the other set.
        threshold: the least Jaccard similarity.

    Returns:
        By place of the text, the place of one that is near to it and how near it is. The same comes
        before what is nearly the same.
    """
    return NearTexts(others, threshold).of(own)


class NearTexts:
    """Texts that others can be held against, some at a time.

    Args:
        texts: shingles of each, as :func:`near_clusters` takes them.
        threshold: the least Jaccard similarity.
    """

    def __init__(self, texts: Sequence[bytes], threshold: float = NEAR) -> None:
        self.texts, self.threshold = texts, threshold
        self.first: dict[bytes, int] = {}
        for at, said in enumerate(texts):
            self.first.setdefault(said, at)
        self.long = np.array(sorted(at for said, at in self.first.items() if is_long(said)), int)
        self.bands: list[tuple[_Keys, NDArray[np.intp]]] = []
        for keys in _band_keys([texts[at] for at in self.long]):
            order = np.argsort(keys, kind="stable")
            self.bands.append((keys[order], order))

    def of(self, own: Sequence[bytes]) -> dict[int, tuple[int, float]]:
        """Which texts are near to one of these; arguments and result as of :func:`near_in`."""
        first = self.first
        found = {at: (first[said], 1.0) for at, said in enumerate(own) if said and said in first}
        mine = [at for at, said in enumerate(own) if at not in found and is_long(said)]
        bands = _band_keys([own[at] for at in mine])
        for keys, (theirs, order) in zip(bands, self.bands, strict=False):
            starts, ends = theirs.searchsorted(keys), theirs.searchsorted(keys, "right")
            for place in np.flatnonzero(ends > starts):
                at = mine[place]
                if at not in found:
                    there = self.long[order[starts[place] : ends[place]]]
                    self._compare(own[at], at, there, found)
        return dict(sorted(found.items()))

    def _compare(
        self, said: bytes, at: int, there: NDArray[np.intp], found: dict[int, tuple[int, float]]
    ) -> None:
        shares = ((int(other), jaccard(said, self.texts[other])) for other in there)
        if near := next((pair for pair in shares if pair[1] >= self.threshold), None):
            found[at] = near


def is_long(said: bytes) -> bool:
    """Whether a text has runs enough to be nearly the same as another; else it is or it is not."""
    return len(said) >= 8 * FEWEST


def _candidates(texts: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Pairs that agree in a band of their signatures; those next to each other in a bucket first.

    A bucket of n texts gives every pair, but :func:`near_clusters` compares only those that nothing
    has joined yet.
    """
    for bucket in _buckets(texts):
        yield from _pairs(bucket)


def _buckets(texts: Sequence[bytes]) -> Iterator[list[int]]:
    """Places of texts that agree in a band of their signatures, ascending, two or more of them."""
    for keys in _band_keys(texts) if len(texts) > 1 else ():
        order = np.argsort(keys, kind="stable")
        edges = np.flatnonzero(keys[order][1:] != keys[order][:-1]) + 1
        starts, ends = np.append(0, edges), np.append(edges, len(order))
        shared = ends - starts > 1
        for start, end in zip(starts[shared].tolist(), ends[shared].tolist(), strict=True):
            yield order[start:end].tolist()


def _band_keys(texts: Sequence[bytes]) -> Iterator[_Keys]:
    """Of each band, what the texts have in it."""
    if not texts:
        return
    rows = signatures(texts)
    for band in range(_BANDS):
        # As one number of several bytes each: they are compared and sorted, and mean nothing.
        part = np.ascontiguousarray(rows[:, band * _ROWS : (band + 1) * _ROWS])
        yield part.view(np.dtype(f"S{part.dtype.itemsize * _ROWS}")).ravel()


def _pairs(bucket: list[int]) -> Iterator[tuple[int, int]]:
    for step in range(1, len(bucket)):
        for at in range(len(bucket) - step):
            yield bucket[at], bucket[at + step]


def signatures(texts: Sequence[bytes]) -> NDArray[np.uint32]:
    """The MinHash signature of each text: the share in which two agree tells how near they are.

    Args:
        texts: shingles of each, one or more.
    """
    from rensa import RMinHash

    made = np.empty((len(texts), SIGNATURE), np.uint32)
    for start in range(0, len(texts), _AT_ONCE):  # as Python's numbers a signature takes 5 KiB
        numbers = [as_numbers(text) for text in texts[start : start + _AT_ONCE]]
        ends = np.cumsum([0, *map(len, numbers)], dtype=np.uint64)
        flat = np.concatenate(numbers)
        some = RMinHash.digest_matrix_from_flat_token_hashes(flat, ends, SIGNATURE, _SEED)
        made[start : start + _AT_ONCE] = some.to_rows()
    return made
