"""A corpus in sides: for training, validation and testing."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from dragon_prep.archive.manifest import read_manifest
from dragon_prep.core.codes.corpora import NOT_APART
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.errors import DragonPrepError, Place, UsageFault
from dragon_prep.core.files import absolute, scratch_folder, system_faults
from dragon_prep.core.workers import Workers
from dragon_prep.corpora.benchmark import Benchmark
from dragon_prep.corpora.card import SIDES
from dragon_prep.corpora.manifest import CorpusStep
from dragon_prep.corpora.shards import INNER, JSON_LINES, PARQUET, Corpus
from dragon_prep.corpora.sides import (
    NEAR_THERE,
    PATIENT_THERE,
    SAME_THERE,
    CorpusSplit,
    SidesJob,
    deal,
)
from dragon_prep.corpora.writing import CorpusWriter, new_corpus
from dragon_prep.pipeline.run import silent
from dragon_prep.pipeline.workspace import workspace_beside
from dragon_prep.services.corpus_dedupe import require_whole
from dragon_prep.services.release_cases import read_origins
from dragon_prep.services.release_leakage import read_tasks
from dragon_prep.split.near import NEAR

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

    from dragon_prep.core.digests import Array
    from dragon_prep.corpora.manifest import CorpusManifest, ShardEntry
    from dragon_prep.pipeline.run import Progress

_A_RELEASE = "Give the folder of a release, as `dragon-prep build` wrote it."
CHARACTERS_IN_A_SHARD = 32 << 20

_OUT = {
    PATIENT_THERE: "a patient of the benchmark",
    SAME_THERE: "a text of the benchmark",
    NEAR_THERE: "nearly a text of the benchmark",
}


@dataclass(frozen=True, slots=True, repr=False)
class Apart:
    """Releases that a corpus must have nothing of.

    Attributes:
        releases: their folders.
        workspace: the one they were built with; None for the one beside each.
        by_text_only: whether it is enough to compare texts.
    """

    releases: tuple[Path, ...] = ()
    workspace: Path | None = None
    by_text_only: bool = False


DEFAULT_CORPUS_SPLIT = CorpusSplit()
FROM_NOTHING = Apart()


def split_corpus(
    source: Path,
    out: Path,
    *,
    split: CorpusSplit = DEFAULT_CORPUS_SPLIT,
    apart: Apart = FROM_NOTHING,
    form: str = PARQUET,
    keep_patients: bool = False,
    overwrite: bool = False,
    workers: int = 1,
    progress: Progress = silent,
) -> CorpusManifest:
    """Writes a corpus in three folders, train, validation and test.

    Args:
        source: the corpus.
        out: the folder to make.
        split: how it is split.
        apart: releases that it must have nothing of.
        form: of the files: parquet or jsonl.
        keep_patients: whether what stands for the patients is written, too.
        overwrite: whether a corpus that is there may be replaced.
        workers: how many processes; the bytes stay the same.
        progress: called with a step, how much of it is done, and how much there is.

    Raises:
        UsageFault: if the source is no corpus, is split or does not say whose its reports are, if a
            release does not tell whose its cases are, or something is there that may not be
            replaced.
        VerifyFault: if the corpus is damaged.
        SystemFault: if a file cannot be read or written.
    """
    _require_possible(split, form)
    corpus = Corpus.open(source)
    require_whole(corpus)
    out = absolute(out)
    entries = corpus.manifest.shards
    with (
        new_corpus(out, overwrite=overwrite, apart_from=[source, *apart.releases]) as writer,
        scratch_folder(out.with_name(f".{out.name}.work")) as folder,
        Workers(workers) as hands,
    ):
        benchmark = _benchmark(apart, corpus.manifest.key, folder)
        jobs = [SidesJob(source, entry, split, benchmark) for entry in entries]
        dealt = hands.run(deal, jobs, lambda n: progress("Dealing reports", n, len(jobs)))
        sides = [np.frombuffer(data, "u1") for data in dealt]
        kept = ("patient",) if keep_patients else ()
        columns = [c for c in corpus.manifest.columns if c in kept or c not in INNER]
        pieces = _Pieces(writer, form, columns)
        for n, (entry, own) in enumerate(zip(entries, sides, strict=True), start=1):
            pieces.add(corpus.read(entry), own)
            progress("Writing", n, len(entries))
        manifest = replace(
            corpus.manifest,
            shards=pieces.finish(),
            steps=(*corpus.manifest.steps, *pieces.steps(bool(apart.releases))),
            sides={side: len(pieces.patients[at]) for at, side in enumerate(SIDES)},
            options={**corpus.manifest.options, "split": _options(split, apart)},
            columns=tuple(columns),
            form=form,
        )
        writer.finish(manifest, goes_out=True)
    return manifest


def _require_possible(split: CorpusSplit, form: str) -> None:
    if min(split.shares) < 0 or sum(split.shares) <= 0:
        raise UsageFault(OPTION_INVALID, "--shares takes three numbers such as 80/10/10")
    if not NEAR <= split.near <= 1:  # the bands of the search find what is as near as that
        raise UsageFault(OPTION_INVALID, f"--near takes {NEAR} to 1")
    if form not in (PARQUET, JSON_LINES):
        raise UsageFault(OPTION_INVALID, f"--format takes {PARQUET} or {JSON_LINES}")


def _options(split: CorpusSplit, apart: Apart) -> dict[str, Any]:
    told = asdict(split)
    return {**told, "releases": len(apart.releases), "by_text_only": apart.by_text_only}


def _benchmark(apart: Apart, key: str, folder: Path) -> Path | None:
    """A file of what the releases hold; None without any."""
    if not apart.releases:
        return None
    patients: set[str] = set()
    runs: dict[bytes, None] = {}
    for release in apart.releases:
        _require_release(release)
        if not apart.by_text_only:
            patients |= _patients(release, apart.workspace, key)
        cases = [case for task in read_tasks(release) for case in task.cases]
        if not cases:
            detail = "there is no case of a task in it"
            raise UsageFault(NOT_APART, detail, place=Place(release.name), remedy=_A_RELEASE)
        runs |= dict.fromkeys(case.shingles for case in cases if case.shingles)
    path = folder / "benchmark.arrays"
    with system_faults("workspace"):
        Benchmark(frozenset(patients), tuple(runs)).write(path)
    return path


def _require_release(release: Path) -> None:
    detail = "" if release.is_dir() else "there is no such folder"
    if detail or not any(release.iterdir()):
        detail = detail or "the folder is empty"
        raise UsageFault(NOT_APART, detail, place=Place(release.name), remedy=_A_RELEASE)


def _patients(release: Path, workspace: Path | None, key: str) -> set[str]:
    """What stands for the patients of a release, as its workspace has them."""
    place = Place(release.name)
    try:
        if read_manifest(release).get("key_fingerprint") != key:
            detail = "the release was made with another key than the corpus"
            raise UsageFault(NOT_APART, detail, place=place)
        origins = read_origins(workspace or workspace_beside(release), release)
    except DragonPrepError as fault:
        if fault.kind is NOT_APART:
            raise
        raise UsageFault(NOT_APART, place=place) from None
    return {origin.patient for cases in origins.values() for origin in cases.values()}


@dataclass(slots=True, repr=False)
class _Pieces:
    """The shards of the sides as they fill."""

    writer: CorpusWriter
    form: str
    columns: Sequence[str]
    waiting: list[list[pa.Table]] = field(default_factory=lambda: [[] for _ in SIDES])
    sizes: list[int] = field(default_factory=lambda: [0 for _ in SIDES])
    counts: list[int] = field(default_factory=lambda: [0 for _ in SIDES])
    patients: list[set[int]] = field(default_factory=lambda: [set() for _ in SIDES])
    out: Counter[int] = field(default_factory=Counter)
    gone: dict[int, set[int]] = field(default_factory=lambda: {why: set() for why in _OUT})
    entries: list[ShardEntry] = field(default_factory=list)

    def add(self, table: pa.Table, sides: Array) -> None:
        """Adds the reports of a shard, each to its side."""
        import pyarrow as pa

        hashes = [int(name[:16], 16) for name in table.column("patient").to_pylist()]
        for at in range(len(SIDES)):
            own = table.filter(pa.array(sides == at))
            self.patients[at].update(hashes[row] for row in np.flatnonzero(sides == at))
            if own.num_rows:
                self.waiting[at].append(own)
                self.sizes[at] += own.nbytes
            if self.sizes[at] > CHARACTERS_IN_A_SHARD:
                self._flush(at)
        for why in _OUT:
            self.gone[why].update(hashes[row] for row in np.flatnonzero(sides == why))
            self.out[why] += int((sides == why).sum())

    def finish(self) -> tuple[ShardEntry, ...]:
        """Writes what waits; all shards."""
        for at in range(len(SIDES)):
            self._flush(at)
        return tuple(sorted(self.entries, key=lambda entry: entry.file))

    def _flush(self, at: int) -> None:
        import pyarrow as pa

        if not self.waiting[at]:
            return
        table = pa.concat_tables(self.waiting[at])
        name = f"{SIDES[at]}/part-{self.counts[at]:05}"
        entry = self.writer.add(name, table.select(self.columns).combine_chunks(), self.form)
        whose = len(set(table.column("patient").to_pylist()))
        self.entries.append(replace(entry, patients=whose))
        self.waiting[at], self.sizes[at] = [], 0
        self.counts[at] += 1

    def steps(self, is_apart: bool) -> list[CorpusStep]:
        """What stayed out for the benchmark, step by step."""
        if not is_apart:
            return []
        left = sum(entry.reports for entry in self.entries) + self.out.total()
        stay = set[int]().union(*self.patients)
        found = []
        for at, (why, name) in enumerate(_OUT.items()):
            left -= self.out[why]
            later = [self.gone[other] for other in list(_OUT)[at + 1 :]]
            found.append(CorpusStep(name, self.out[why], left, len(stay.union(*later))))
        return found
