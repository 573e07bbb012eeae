"""On which side of a split a report is, and which reports of a benchmark stay out."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.core.shingles import shingles_of
from dragon_prep.corpora.benchmark import Benchmark, Templates
from dragon_prep.corpora.dedupe.signs import NO_SECRET
from dragon_prep.corpora.shards import masked_texts, read_shard
from dragon_prep.split.near import NEAR, NearTexts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from dragon_prep.core.digests import Array
    from dragon_prep.corpora.manifest import ShardEntry

PATIENT_THERE, SAME_THERE, NEAR_THERE = 3, 4, 5
"""What stays out, beside the numbers of the sides: reports of patients of the benchmark, texts that
are in it, and texts that nearly are."""


@dataclass(frozen=True, slots=True)
class CorpusSplit:
    """How a corpus is split.

    Attributes:
        shares: of the sides, in their order; they need not add up to 1.
        by_report: whether reports are dealt, so that a patient may be on several sides.
        seed: another one gives another split.
        near: the share of common runs of words from which on a text is nearly one of a benchmark.
    """

    shares: tuple[float, float, float] = (80, 10, 10)
    by_report: bool = False
    seed: int = 0
    near: float = NEAR


@dataclass(frozen=True, slots=True, repr=False)
class SidesJob:
    """A shard whose reports are to be dealt.

    Attributes:
        corpus: the folder it is in.
        entry: the shard.
        split: how.
        apart: the file of the benchmark, if there is one.
    """

    corpus: Path
    entry: ShardEntry
    split: CorpusSplit
    apart: Path | None


def deal(job: SidesJob) -> bytes:
    """Does a job: a byte for each report, the number of its side or why it stays out.

    Raises:
        VerifyFault: if the shard is gone or damaged.
        SystemFault: if a file cannot be read.
    """
    table = read_shard(job.corpus, job.entry)
    by = "id" if job.split.by_report else "patient"
    sides = sides_of(table.column(by).to_pylist(), job.split)
    if job.apart is not None:
        benchmark, near, templates = _opened(job.apart, job.split.near)
        patients = table.column("patient").to_pylist()
        said = [shingles_of(text, NO_SECRET) for text in table.column("text").to_pylist()]
        for at, (_, share) in near.of(said).items():
            sides[at] = SAME_THERE if share == 1 else NEAR_THERE
        for at, text in enumerate(masked_texts(table)):
            if sides[at] < PATIENT_THERE and templates.has_like(text):
                sides[at] = NEAR_THERE
        for at in _of_patients(patients, benchmark.patients):
            sides[at] = PATIENT_THERE
    return sides.tobytes()


def sides_of(names: Sequence[str], split: CorpusSplit) -> Array:
    """The number of the side of each, which depends on its name, the seed and the shares alone.

    So it is the same in every corpus that a patient is in.
    """
    total = sum(split.shares)
    bounds = [part / total for part in accumulate(split.shares)][:-1]
    salt = f"{split.seed}/".encode("ascii")
    digests = (hashlib.blake2b(salt + name.encode(), digest_size=8).digest() for name in names)
    numbers = np.frombuffer(b"".join(digests), "<u8").astype("u8")
    return np.searchsorted(bounds, numbers / 2.0**64, "right").astype("u1")


@functools.lru_cache(maxsize=1)
def _opened(path: Path, near: float) -> tuple[Benchmark, NearTexts, Templates]:
    benchmark = Benchmark.read(path)
    return benchmark, NearTexts(benchmark.runs, near), Templates(path, near)


def _of_patients(patients: Sequence[str], there: Collection[str]) -> list[int]:
    return [at for at, patient in enumerate(patients) if patient in there]
