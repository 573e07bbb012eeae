"""The first step: what tells the reports of one shard from others, in arrays."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from dragon_prep.core.array_file import parts_of, unpacked
from dragon_prep.core.keys import MINIMUM_LENGTH, ProjectKey
from dragon_prep.core.sealed import is_sealed, map_sealed, write_sealed_parts
from dragon_prep.core.shingles import shingles_of
from dragon_prep.corpora.shards import masked_texts, read_shard
from dragon_prep.split.near import SIGNATURE, is_long, signatures

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.core.digests import Array
    from dragon_prep.corpora.dedupe.settings import DedupeSettings, DedupeWork
    from dragon_prep.corpora.manifest import ShardEntry

SKETCH = 64
"""How many bytes of a signature are kept in memory, one of each number."""

_U8 = np.dtype("u8")
SIGNS: dict[str, np.dtype[Any]] = {
    "ids": _U8,
    "patients": _U8,
    "same": _U8,  # two numbers a report: a digest of its words
    "lengths": np.dtype("u4"),
    "bands": _U8,  # all of the first, then all of the second band
    "sketches": np.dtype("u1"),
}
RUNS: dict[str, np.dtype[Any]] = {"runs": _U8}

# What is compared is de-identified, and the digests go with the work.
NO_SECRET = ProjectKey(bytes(MINIMUM_LENGTH))
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True, repr=False)
class SignsJob:
    """A shard to be looked at.

    Attributes:
        corpus: the folder it is in.
        entry: the shard.
        number: of the shard.
        work: where to.
    """

    corpus: Path
    entry: ShardEntry
    number: int
    work: DedupeWork

    @property
    def is_done(self) -> bool:
        """Whether both files are there, undamaged."""
        return is_sealed(self.work.signs(self.number)) and is_sealed(self.work.runs(self.number))


def make_signs(job: SignsJob) -> None:
    """Does a job.

    Raises:
        VerifyFault: if the shard is gone or damaged.
        SystemFault: if a file cannot be read or written.
    """
    table = read_shard(job.corpus, job.entry)
    as_written = job.work.settings.as_written
    texts = table.column("text").to_pylist() if as_written else masked_texts(table)
    patients = _patients(table.column("patient").to_pylist())
    said = [shingles_of(text, NO_SECRET) for text in texts]
    same = np.frombuffer(b"".join(map(words_digest, texts)), _U8).reshape(-1, 2).copy()
    bands, sketches = _bands(said, job.work.settings)
    if job.work.settings.within:
        same[:, 0] ^= patients
        bands ^= patients[np.newaxis, :]
    arrays: dict[str, Array] = {
        "ids": np.array([int(one, 16) for one in table.column("id").to_pylist()], _U8),
        "patients": patients,
        "same": same.ravel(),
        "lengths": np.array([len(one) // 8 for one in said], "u4"),
        "bands": bands.ravel(),
        "sketches": sketches.ravel(),
    }
    write_sealed_parts(
        job.work.runs(job.number), parts_of({}, {"runs": np.frombuffer(b"".join(said), _U8)})
    )
    write_sealed_parts(job.work.signs(job.number), parts_of({"reports": len(texts)}, arrays))


def read_signs(path: Path) -> tuple[int, dict[str, Array]]:
    """How many reports a shard has, and the arrays of :data:`SIGNS`, where they lie.

    Raises:
        SystemFault: if the file is gone or damaged.
    """
    body, arrays = unpacked(map_sealed(path), SIGNS)
    return body["reports"], arrays


def words_digest(text: str) -> bytes:
    """What texts have in common that differ in white space and case only."""
    words = " ".join(text.casefold().split())
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _patients(names: Sequence[str]) -> Array:
    made = (hashlib.blake2b(name.encode(), digest_size=8).digest() for name in names)
    return np.frombuffer(b"".join(made), _U8)


def _bands(said: Sequence[bytes], settings: DedupeSettings) -> tuple[Array, Array]:
    """Of each band, a number for each report; and a sketch of each signature."""
    bands = np.zeros((settings.bands, len(said)), _U8)
    sketches = np.zeros((len(said), SKETCH), "u1")
    long = [at for at, one in enumerate(said) if is_long(one)]
    if not (long and settings.looks_for_near):
        return bands, sketches
    rows = signatures([said[at] for at in long]).astype(_U8)
    sketches[long] = rows[:, :SKETCH].astype("u1")
    edges = list(accumulate([settings.rows] * settings.bands, initial=0))
    for band, first in enumerate(edges[:-1]):
        mixed = np.full(len(long), band + 1, _U8)
        for at in range(first, min(edges[band + 1], SIGNATURE)):
            mixed = (mixed ^ rows[:, at]) * _MIX  # numpy's integers wrap around, as they should
            mixed ^= mixed >> _HALF
        bands[band, long] = mixed
    return bands, sketches
