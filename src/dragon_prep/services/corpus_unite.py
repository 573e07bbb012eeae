"""Several corpora as one: reports of a patient in one shard, each report once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.codes.corpora import CORPORA_UNLIKE
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import absolute, scratch_folder, system_faults
from dragon_prep.core.workers import Workers
from dragon_prep.corpora.dealt import Dealt, Pile
from dragon_prep.corpora.manifest import WHOLE, CorpusManifest, CorpusStep
from dragon_prep.corpora.shards import SCHEMA, Corpus
from dragon_prep.corpora.writing import CorpusWriter, new_corpus
from dragon_prep.pipeline.run import silent
from dragon_prep.services.corpus_dedupe import require_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.corpora.manifest import ShardEntry
    from dragon_prep.pipeline.run import Progress


def unite_corpora(
    sources: Sequence[Path],
    out: Path,
    *,
    overwrite: bool = False,
    workers: int = 1,
    progress: Progress = silent,
) -> CorpusManifest:
    """Writes several corpora of one key as one.

    What stands for a patient follows from key, namespace and id, so the same patient of several
    corpora is one. A report that several have is taken from the first of them.

    Args:
        sources: the corpora, two or more.
        out: the folder to make.
        overwrite: whether a corpus that is there may be replaced.
        workers: how many processes; the bytes stay the same.
        progress: called with a step, how much of it is done, and how much there is.

    Raises:
        UsageFault: if one is no corpus, is split or does not say whose its reports are, they are of
            different keys, or something is there that may not be replaced.
        VerifyFault: if one is damaged.
        SystemFault: if a file cannot be read or written.
    """
    corpora = [Corpus.open(source) for source in sources]
    _require_alike(corpora)
    out = absolute(out)
    count = sum(len(corpus.manifest.shards) for corpus in corpora)
    with (
        new_corpus(out, overwrite=overwrite, apart_from=sources) as writer,
        scratch_folder(out.with_name(f".{out.name}.work")) as folder,
        Workers(workers) as hands,
    ):
        patients = _deal(corpora, Dealt(folder, count), progress)
        jobs = [_PileJob(Pile(folder, number), count, writer.folder) for number in range(count)]
        made = hands.run(_write, jobs, lambda n: progress("Writing", n, count))
        entries = tuple(entry for entry in made if entry is not None)
        reports = sum(corpus.manifest.reports for corpus in corpora)
        left = sum(entry.reports for entry in entries)
        manifest = CorpusManifest(
            entries,
            (
                CorpusStep("in all corpora", 0, reports, patients),
                CorpusStep("in an earlier one, too", reports - left, left, patients),
            ),
            {"unite": {"of": [corpus.manifest.options for corpus in corpora]}},
            key=corpora[0].manifest.key,
            columns=tuple(SCHEMA.names),
        )
        writer.finish(manifest)
    return manifest


def namespaces_of(manifest: CorpusManifest) -> list[str]:
    """In which namespaces the patients of a united corpus are; those of two are never one."""
    found = set()
    waiting = [manifest.options]
    while waiting:
        options = waiting.pop()
        waiting += options.get("unite", {}).get("of", [])
        if "build" in options:
            found.add(str(options["build"]["namespace"]))
    return sorted(found)


def _require_alike(corpora: Sequence[Corpus]) -> None:
    for corpus in corpora:
        require_whole(corpus)
    if len(corpora) < 2:
        raise UsageFault(CORPORA_UNLIKE, "there is one corpus only; give two or more")
    first, *others = corpora
    for corpus in others:
        if corpus.manifest.key != first.manifest.key:
            detail = "it was made with another key than the first one"
            raise UsageFault(CORPORA_UNLIKE, detail, place=Place(corpus.folder.name))


def _deal(corpora: Sequence[Corpus], dealt: Dealt, progress: Progress) -> int:
    """Deals all reports by patient; how many patients there are."""
    whose: set[int] = set()
    done, steps = 0, sum(len(corpus.manifest.shards) for corpus in corpora)
    with system_faults("work"):
        for corpus in corpora:
            for _, table in corpus.tables():
                whose.update(dealt.add(table))
                progress("Dealing reports", done := done + 1, steps)
        dealt.flush()
    return len(whose)


@dataclass(frozen=True, slots=True, repr=False)
class _PileJob:
    """What was dealt to one shard."""

    pile: Pile
    count: int
    out: Path


def _write(job: _PileJob) -> ShardEntry | None:
    """Writes a shard, each report once; None if there is none."""
    table = job.pile.read()
    if table is None:
        return None
    name = f"{WHOLE}/part-{job.pile.number:05}-of-{job.count:05}"
    return CorpusWriter(job.out).add(name, table)
