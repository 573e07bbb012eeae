"""A corpus without its copies."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.core.codes.corpora import ALREADY_SPLIT, NO_PATIENTS
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.distinct import distinct
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import absolute
from dragon_prep.core.workers import Workers
from dragon_prep.corpora.dedupe.choose import NEARLY, SAME
from dragon_prep.corpora.dedupe.find import find_copies
from dragon_prep.corpora.dedupe.settings import EXACT_ONLY, LEAST_NEAR, DedupeSettings
from dragon_prep.corpora.manifest import CorpusStep
from dragon_prep.corpora.shards import Corpus, read_shard
from dragon_prep.corpora.writing import CorpusWriter, new_corpus
from dragon_prep.pipeline.run import silent
from dragon_prep.pipeline.workspace import code_digest, work_folder

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.core.digests import Array
    from dragon_prep.corpora.dedupe.find import Copies
    from dragon_prep.corpora.manifest import CorpusManifest, ShardEntry
    from dragon_prep.pipeline.run import Progress

DEFAULT_DEDUPE = DedupeSettings()


def dedupe_corpus(
    source: Path,
    out: Path,
    *,
    settings: DedupeSettings = DEFAULT_DEDUPE,
    overwrite: bool = False,
    workers: int = 1,
    workspace: Path | None = None,
    progress: Progress = silent,
) -> CorpusManifest:
    """Writes a corpus without the reports that are the same as another one, or nearly so.

    Of copies the first in keyed order stays. What goes is the same as, or near to, one that stays.

    Args:
        source: the corpus.
        out: the folder to make.
        settings: what counts as a copy.
        overwrite: whether a corpus that is there may be replaced.
        workers: how many processes; the bytes stay the same.
        workspace: a private folder where the work lies until it is done: what a killed run left
            there is taken up. Without one it lies beside the output, for the time of the run.
        progress: called with a step, how much of it is done, and how much there is.

    Raises:
        UsageFault: if the source is no corpus, is split or does not say whose its reports are, or
            something is there that may not be replaced.
        VerifyFault: if the corpus is damaged.
        SystemFault: if a file cannot be read or written.
    """
    if settings.near != EXACT_ONLY and not LEAST_NEAR <= settings.near <= 1:
        raise UsageFault(OPTION_INVALID, f"--near takes {LEAST_NEAR} to 1")
    corpus = Corpus.open(source)
    require_whole(corpus)
    out = absolute(out)
    apart = [source, *([workspace] if workspace else [])]
    name = _name(corpus, settings)
    with (
        new_corpus(out, overwrite=overwrite, apart_from=apart) as writer,
        work_folder(workspace, "dedupe", name, out.with_name(f".{out.name}.work")) as folder,
        Workers(workers) as hands,
    ):
        found = find_copies(corpus, settings, folder, hands, progress)
        jobs = [
            _WriteJob(source, entry, writer.folder, found.fates.of[found.order.ranks_of(number)])
            for number, entry in enumerate(corpus.manifest.shards)
        ]
        made = hands.run(_write, jobs, lambda n: progress("Writing", n, len(jobs)))
        manifest = replace(
            corpus.manifest,
            shards=tuple(entry for entry in made if entry is not None),
            steps=(*corpus.manifest.steps, *_steps(found)),
            options={
                **corpus.manifest.options,
                "dedupe": {
                    "near": settings.near if settings.looks_for_near else None,
                    "within_patients": settings.within,
                    "as_written": settings.as_written,
                    "uncompared": found.fates.uncompared,
                },
            },
        )
        writer.finish(manifest)
    return manifest


def require_whole(corpus: Corpus) -> None:
    """Sees to it that a corpus is not split, and says whose its reports are.

    Raises:
        UsageFault: if it is, or does not.
    """
    place = Place(corpus.folder.name)
    if corpus.manifest.is_split:
        raise UsageFault(ALREADY_SPLIT, place=place)
    if not corpus.has_patients:
        raise UsageFault(NO_PATIENTS, place=place)


def _name(corpus: Corpus, settings: DedupeSettings) -> str:
    """Of the work: it depends on the shards, on what is asked for, and on the code."""
    made_of = [shard.sha256 for shard in corpus.manifest.shards]
    made_of += [repr(settings), code_digest()]
    return hashlib.sha256("\n".join(made_of).encode("ascii")).hexdigest()[:24]


@dataclass(frozen=True, slots=True, repr=False)
class _WriteJob:
    """A shard of which some reports stay: those whose fate is 0."""

    corpus: Path
    entry: ShardEntry
    out: Path
    fates: Array


def _write(job: _WriteJob) -> ShardEntry | None:
    """Writes what stays of a shard; None if nothing does."""
    import pyarrow as pa

    table = read_shard(job.corpus, job.entry).filter(pa.array(job.fates == 0))
    if not table.num_rows:
        return None
    name, _, form = job.entry.file.rpartition(".")
    return CorpusWriter(job.out).add(name, table, form)


def _steps(found: Copies) -> tuple[CorpusStep, ...]:
    fates, patients = found.fates.of, found.order.patients
    steps = []
    goes = np.zeros(len(fates), bool)
    for fate, name in ((SAME, "the same text"), (NEARLY, "nearly the same text")):
        goes |= fates == fate
        left = patients[~goes]
        count = int((fates == fate).sum())
        steps.append(CorpusStep(name, count, len(left), len(distinct(left))))
    return tuple(steps)
