"""What counts as a copy, and where the work lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.split.near import NEAR, SIGNATURE

if TYPE_CHECKING:
    from pathlib import Path

LEAST_NEAR = 0.5
"""The least similarity that can be asked for: below it, too many pairs agree in a band."""

EXACT_ONLY = 2.0
"""As similarity, it says that only what is exactly the same is looked for."""


@dataclass(frozen=True, slots=True)
class DedupeSettings:
    """What counts as a copy.

    Attributes:
        near: the share of common runs of words from which on reports count as nearly the same, or
            :data:`EXACT_ONLY`.
        within: whether only reports of one patient can be copies of each other.
        as_written: whether surrogates count as they stand; if not, one is like any other.
    """

    near: float = NEAR
    within: bool = False
    as_written: bool = False

    @property
    def rows(self) -> int:
        """How many numbers of a signature a band has; the fewer, the more pairs agree in one."""
        if self.near >= NEAR:
            return 6  # of two texts at 0.8, one pair in 600 is missed
        return 4 if self.near >= 0.65 else 3  # at 0.65 one in 500, at 0.5 one in 300

    @property
    def bands(self) -> int:
        """How many bands there are."""
        return SIGNATURE // self.rows

    @property
    def looks_for_near(self) -> bool:
        """Whether what is nearly the same is looked for at all."""
        return self.near <= 1


@dataclass(frozen=True, slots=True, repr=False)
class DedupeWork:
    """Where the work of a corpus lies, and what is asked for.

    Attributes:
        folder: of the files of the work.
        shards: how many shards the corpus has.
        settings: what counts as a copy.
    """

    folder: Path
    shards: int
    settings: DedupeSettings

    def signs(self, shard: int) -> Path:
        """The digests and bands of a shard."""
        return self.folder / f"signs-{shard:05}.arrays"

    def runs(self, shard: int) -> Path:
        """The runs of words of a shard."""
        return self.folder / f"runs-{shard:05}.arrays"

    @property
    def order(self) -> Path:
        """All reports in keyed order."""
        return self.folder / "order.arrays"

    def pairs(self, band: int) -> Path:
        """The candidates of a band."""
        return self.folder / f"pairs-{band:03}.arrays"

    def edges(self, part: int) -> Path:
        """The pairs of some reports that are near."""
        return self.folder / f"edges-{part:05}.arrays"
