"""What a corpus holds, in numbers: counted from its shards, each of which is verified."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from dragon_prep.core.distinct import distinct
from dragon_prep.corpora.dedupe.signs import words_digest
from dragon_prep.corpora.shards import read_shard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.core.digests import Array
    from dragon_prep.corpora.manifest import ShardEntry

_AT = (0, 5, 25, 50, 75, 95, 100)  # percent of the reports that are not longer


@dataclass(frozen=True, slots=True, repr=False)
class CountsJob:
    """A shard to be counted."""

    corpus: Path
    entry: ShardEntry


@dataclass(frozen=True, slots=True, repr=False)
class ShardCounts:
    """What a shard holds: of each report its lengths, and digests of patient and words."""

    entry: ShardEntry
    words: Array
    characters: Array
    patients: Array
    same: Array


def count(job: CountsJob) -> ShardCounts:
    """Counts a shard.

    Raises:
        VerifyFault: if it is gone or damaged.
        SystemFault: if it cannot be read.
    """
    table = read_shard(job.corpus, job.entry)
    texts = table.column("text").to_pylist()
    names = table.column("patient").to_pylist() if "patient" in table.column_names else []
    same = b"".join(map(words_digest, texts))
    return ShardCounts(
        job.entry,
        np.array([len(text.split()) for text in texts], "u4"),
        np.array([len(text) for text in texts], "u4"),
        np.array([int(name[:16], 16) for name in names], "u8"),
        np.frombuffer(same, "S16"),
    )


@dataclass(frozen=True, slots=True, repr=False)
class SideStats:
    """What a side of a corpus holds, or all of it.

    Attributes:
        reports: how many.
        patients: of how many patients; None where the corpus does not say.
        words: as white space parts them.
        characters: of all texts.
        words_at: how many words the shortest report has, the one at 5 % and so on, by percent.
        characters_at: the same of characters.
        duplicates: how many reports of the side say exactly what another does, beside the first.
        elsewhere: how many say exactly what a report of another side does.
    """

    reports: int
    patients: int | str | None
    words: int
    characters: int
    words_at: dict[str, int] = field(default_factory=dict)
    characters_at: dict[str, int] = field(default_factory=dict)
    duplicates: int = 0
    elsewhere: int = 0


def side_stats(own: Sequence[ShardCounts], others: Sequence[ShardCounts]) -> SideStats:
    """What some shards hold.

    Args:
        own: of these shards.
        others: of those of other sides.
    """
    words, characters = _all(own, "words", "u4"), _all(own, "characters", "u4")
    patients, same = _all(own, "patients", "u8"), _all(own, "same", "S16")
    once = distinct(same)
    theirs = distinct(_all(others, "same", "S16"))
    return SideStats(
        len(words),
        len(distinct(patients)) if len(patients) else None,
        int(words.sum(dtype="u8")),
        int(characters.sum(dtype="u8")),
        _spread(words),
        _spread(characters),
        len(same) - len(once),
        int(np.isin(same, theirs).sum()),
    )


def _all(counts: Sequence[ShardCounts], name: str, kind: str) -> Array:
    return np.concatenate([np.zeros(0, kind), *(getattr(one, name) for one in counts)])


def _spread(lengths: Array) -> dict[str, int]:
    if not len(lengths):
        return {}
    found: Any = np.percentile(lengths, _AT, method="lower")
    return {str(at): int(length) for at, length in zip(_AT, found, strict=True)}
