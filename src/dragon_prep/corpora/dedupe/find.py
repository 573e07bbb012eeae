"""All steps, one after the other: which reports of a corpus are copies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.files import system_faults
from dragon_prep.corpora.dedupe.candidates import BandJob, find_candidates, read_pairs
from dragon_prep.corpora.dedupe.choose import chosen
from dragon_prep.corpora.dedupe.order import put_in_order
from dragon_prep.corpora.dedupe.settings import DedupeWork
from dragon_prep.corpora.dedupe.signs import SignsJob, make_signs
from dragon_prep.corpora.dedupe.verify import REPORTS_AT_ONCE, VerifyJob, verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dragon_prep.core.workers import Workers
    from dragon_prep.corpora.dedupe.choose import Fates
    from dragon_prep.corpora.dedupe.order import KeyedOrder
    from dragon_prep.corpora.dedupe.settings import DedupeSettings
    from dragon_prep.corpora.shards import Corpus


@dataclass(frozen=True, slots=True, repr=False)
class Copies:
    """What was found: the order of the reports, and what becomes of each."""

    order: KeyedOrder
    fates: Fates


def find_copies(
    corpus: Corpus,
    settings: DedupeSettings,
    folder: Path,
    workers: Workers,
    progress: Callable[[str, int, int], None],
) -> Copies:
    """Finds the copies of a corpus that says whose its reports are.

    Args:
        corpus: to be looked through.
        settings: what counts as a copy.
        folder: for the files of the work; what is there undamaged is not made again.
        workers: who do it.
        progress: told of a step, how much of it is done, and how much there is.

    Raises:
        VerifyFault: if a shard is gone or damaged.
        SystemFault: if a file cannot be read or written.
    """
    entries = corpus.manifest.shards
    work = DedupeWork(folder, len(entries), settings)
    with system_faults("workspace"):
        signs = [SignsJob(corpus.folder, entry, n, work) for n, entry in enumerate(entries)]
        todo = [job for job in signs if not job.is_done]
        workers.run(make_signs, todo, lambda n: progress("Reading reports", n, len(todo)))
        order = put_in_order(work)
        if not settings.looks_for_near:
            return Copies(order, chosen(order, ()))
        bands = [BandJob(work, band) for band in range(settings.bands)]
        left = [job for job in bands if not job.is_done]
        workers.run(find_candidates, left, lambda n: progress("Comparing", n, len(left)))
        parts = [VerifyJob(work, part) for part in range(-(-len(order) // REPORTS_AT_ONCE))]
        open_ = [job for job in parts if not job.is_done]
        workers.run(verify, open_, lambda n: progress("Verifying", n, len(open_)))
        uncompared = max(read_pairs(work.pairs(job.band))[0] for job in bands)
        return Copies(order, chosen(order, [work.edges(job.part) for job in parts], uncompared))
