"""What a corpus is to be apart from: patients, and texts whatever surrogates stand in them.

Where the surrogates of a release are nobody knows, but those of the corpus are known. Runs of words
around them are taken to be shared in the same part as the others.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from dragon_prep.core.array_file import packed, unpacked
from dragon_prep.core.distinct import distinct
from dragon_prep.core.sealed import map_sealed, write_sealed
from dragon_prep.core.shingles import WORDS, as_numbers, shingles_of
from dragon_prep.corpora.dedupe.signs import NO_SECRET
from dragon_prep.corpora.masked import MASK
from dragon_prep.split.near import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dragon_prep.core.digests import Array

_ARRAYS: dict[str, np.dtype[Any]] = {
    "patients": np.dtype("S32"),
    "runs": np.dtype("u8"),
    "ends": np.dtype("u8"),
    "sorted": np.dtype("u8"),  # all runs, and which text each is of
    "owners": np.dtype("u4"),
}
_APART = re.compile(rf"\w*{MASK}\w*")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, repr=False)
class Benchmark:
    """What a corpus is to be apart from.

    Attributes:
        patients: what stands for its patients.
        runs: the runs of words of its texts.
    """

    patients: frozenset[str]
    runs: tuple[bytes, ...]

    def write(self, path: Path) -> None:
        """Writes it to a file of the work, with an index of the runs.

        Raises:
            OSError: if the system refuses.
        """
        every = np.frombuffer(b"".join(self.runs), "<u8").astype("u8")
        sizes = [len(said) // 8 for said in self.runs]
        order = np.argsort(every, kind="stable")
        arrays: dict[str, Array] = {
            "patients": np.array(sorted(self.patients), "S32"),
            "runs": every,
            "ends": np.cumsum(sizes, dtype="u8"),
            "sorted": every[order],
            "owners": np.repeat(np.arange(len(sizes), dtype="u4"), sizes)[order],
        }
        write_sealed(path, packed({}, arrays), private=True)

    @classmethod
    def read(cls, path: Path) -> Benchmark:
        """What :meth:`write` wrote.

        Raises:
            SystemFault: if the file is gone or damaged.
        """
        _, arrays = unpacked(map_sealed(path), _ARRAYS)
        runs = (own.astype("<u8").tobytes() for own in _parts(arrays))
        return cls(frozenset(name.decode() for name in arrays["patients"].tolist()), tuple(runs))


class Templates:
    """Texts of a benchmark that others are held against, whatever surrogates stand in either.

    Args:
        path: of the file that :meth:`Benchmark.write` wrote.
        near: the share of common runs from which on a text is nearly one of these.

    Raises:
        SystemFault: if the file is gone or damaged.
    """

    def __init__(self, path: Path, near: float) -> None:
        _, arrays = unpacked(map_sealed(path), _ARRAYS)
        self.near = near
        self._sorted, self._owners = arrays["sorted"], arrays["owners"]
        self._runs = list(_parts(arrays))

    def has_like(self, text: str) -> bool:
        """Whether a text is nearly one of these.

        Args:
            text: masked; with fewer than 20 runs of words beside its masks it is like none.
        """
        if MASK not in text or len(runs := _runs_beside(text)) < FEWEST:
            return False
        likely = self._likely(runs)
        if not len(likely):
            return False
        whole = len(as_numbers(shingles_of(text, NO_SECRET)))
        return any(self._share(runs, whole, self._runs[at]) >= self.near for at in likely)

    def _likely(self, runs: Array) -> Array:
        """Texts that may share enough: those that have one of the runs that fewest texts have."""
        first = self._sorted.searchsorted(runs)
        count = self._sorted.searchsorted(runs, "right") - first
        few = len(runs) - math.ceil(self.near * len(runs)) + 1
        rarest = np.argsort(count, kind="stable")[:few]
        found = [self._owners[first[at] : first[at] + count[at]] for at in rarest if count[at]]
        return distinct(np.concatenate([np.zeros(0, "u4"), *found]))

    def _share(self, runs: Array, whole: int, there: Array) -> float:
        common = len(np.intersect1d(runs, there, assume_unique=True))
        common_of_all = common * max(1.0, whole / len(runs))
        return common_of_all / max(whole + len(there) - common_of_all, common_of_all, 1)


def _runs_beside(text: str) -> Array:
    """The runs of words of a masked text in which no mask is."""
    parts = (part for part in _APART.split(text) if len(_WORD.findall(part)) >= WORDS)
    found = [as_numbers(shingles_of(part, NO_SECRET)) for part in parts]
    return distinct(np.concatenate([np.zeros(0, "u8"), *found]))


def _parts(arrays: dict[str, Array]) -> Iterator[Array]:
    ends: Sequence[int] = [0, *arrays["ends"].tolist()]
    yield from (arrays["runs"][a:b] for a, b in pairwise(ends))
