"""What a corpus holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragon_prep.core.workers import Workers
from dragon_prep.corpora.card import sides_of
from dragon_prep.corpora.shards import Corpus
from dragon_prep.corpora.stats import CountsJob, SideStats, count, side_stats
from dragon_prep.pipeline.run import silent

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.corpora.manifest import CorpusManifest
    from dragon_prep.pipeline.run import Progress


@dataclass(frozen=True, slots=True, repr=False)
class CorpusStats:
    """What a corpus holds.

    Attributes:
        manifest: what is told of it.
        whole: all of it.
        sides: each of its sides, by name; a corpus that is not split has one.
    """

    manifest: CorpusManifest
    whole: SideStats
    sides: dict[str, SideStats]


def corpus_stats(source: Path, *, workers: int = 1, progress: Progress = silent) -> CorpusStats:
    """Counts a corpus, and verifies each of its shards.

    Args:
        source: the corpus.
        workers: how many processes.
        progress: called with a step, how much of it is done, and how much there is.

    Raises:
        UsageFault: if it is no corpus.
        VerifyFault: if it is damaged.
        SystemFault: if a file cannot be read.
    """
    corpus = Corpus.open(source)
    jobs = [CountsJob(source, entry) for entry in corpus.manifest.shards]
    with Workers(workers) as hands:
        counts = hands.run(count, jobs, lambda n: progress("Counting", n, len(jobs)))
    sides = {}
    for side in sides_of(corpus.manifest):
        own = [one for one in counts if one.entry.side == side]
        others = [one for one in counts if one.entry.side != side]
        found = side_stats(own, others)
        if found.patients is None and side in corpus.manifest.sides:
            found = replace(found, patients=corpus.manifest.sides[side])
        sides[side] = found
    return CorpusStats(corpus.manifest, side_stats(counts, ()), sides)
