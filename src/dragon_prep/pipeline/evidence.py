"""What must be known of a whole cohort before any of it is de-identified, and where it lies.

It is made once, of what the first pass says of each shard. Where a cohort has a folder it is one
sealed file there, of digests and counts, which each process maps when it first needs it; so a job
carries a path, however many reports there are.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from dragon_prep.audit.lonely import Lonely
from dragon_prep.audit.originals import Avoided, CohortOriginals
from dragon_prep.audit.other_terms import OtherTerms
from dragon_prep.audit.word_use import UnknownWords
from dragon_prep.core.array_file import parts_of, unpacked
from dragon_prep.core.codes.run import WORKSPACE_DAMAGED
from dragon_prep.core.digests import DIGEST, EMPTY, NO_VALUES, DigestTable
from dragon_prep.core.errors import SystemFault
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.sealed import checksum_of, is_sealed, map_sealed, write_sealed_parts
from dragon_prep.core.weighted import Weighted
from dragon_prep.phi.care_context import CommonOriginals
from dragon_prep.pipeline.workspace import one_at_a_time
from dragon_prep.surrogate.cohort import NO_COHORT, CohortFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from dragon_prep.core.digests import Array
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.mishaps import Mishaps

PATTERN = "evidence.arrays"
_TABLES = {
    "spread": None, "terms": "u2", "prefixes": "u8", "avoid": None, "lonely": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class CohortEvidence:
    """What must be known of the whole cohort before any of it is de-identified.

    Attributes:
        spread: digests of what recurs.
        originals: what is real, as digests.
        mishaps: what failed so far.
        facts: what surrogates follow of the cohort.
    """

    spread: DigestTable = EMPTY
    originals: CohortOriginals = field(default_factory=CohortOriginals)
    mishaps: Mishaps = field(default_factory=dict)
    facts: CohortFacts = NO_COHORT

    def stored(self, folder: Path) -> StoredEvidence:
        """The same in a file of a cohort's folder.

        Raises:
            OSError: if it cannot be written.
        """
        path = folder / PATTERN
        write_sealed_parts(path, _parts_of(self), alone=False)
        return StoredEvidence(path, checksum_of(path))


@dataclass(frozen=True, slots=True, repr=False)
class StoredEvidence:
    """Where the evidence of a cohort lies.

    Attributes:
        path: of the file.
        checksum: of the file, by which a process tells whether it has mapped it already.
    """

    path: Path
    checksum: bytes

    def load(self, key: ProjectKey) -> CohortEvidence:
        """What lies there.

        Args:
            key: the project key.

        Raises:
            SystemFault: if the file is gone or damaged.
        """
        return _loaded(self.path, self.checksum, key)

    def drop(self) -> None:
        """Removes it; Windows keeps what a process still has mapped, until the next run."""
        _loaded.cache_clear()
        with contextlib.suppress(PermissionError):
            self.path.unlink(missing_ok=True)


def shared_evidence(folder: Path, make: Callable[[], CohortEvidence]) -> StoredEvidence:
    """The evidence of a cohort that several processes work on, made by the first that needs it.

    Args:
        folder: of the cohort.
        make: makes it, when the first pass over all shards is done.

    Raises:
        OSError: if the system refuses.
    """
    path = folder / PATTERN
    with one_at_a_time(folder / "evidence.lock"):
        if is_sealed(path):
            return StoredEvidence(path, checksum_of(path))
        return make().stored(folder)


@lru_cache(maxsize=1)
def _loaded(path: Path, checksum: bytes, key: ProjectKey) -> CohortEvidence:
    data = map_sealed(path)
    if checksum_of(path) != checksum:
        raise SystemFault(WORKSPACE_DAMAGED)
    return _from_bytes(data, key)


def _parts_of(evidence: CohortEvidence) -> Iterator[bytes | memoryview]:
    real, facts = evidence.originals, evidence.facts
    tables = {
        "spread": evidence.spread,
        "terms": real.others.terms,
        "prefixes": real.others.prefixes,
        "avoid": real.avoid.table,
        "lonely": real.lonely.words.table,
    }
    arrays: dict[str, Array] = {name: table.keys for name, table in tables.items()}
    arrays |= {f"{n}-values": tables[n].values for n, values in _TABLES.items() if values}
    weights = {c: list(w.pairs()) for c, w in facts.common.weights.items()}
    body = {
        "rough": sorted([str(category), value] for category, value in real.lonely.rough),
        "doubts": {at: dict(counts) for at, counts in sorted(real.doubts.items())},
        "mishaps": dict(sorted(evidence.mishaps.items())),
        "last": facts.last.toordinal() if facts.last else None,
        "common": {c: [weights[c], facts.common.shares[c]] for c in sorted(weights)},
    }
    return parts_of(body, arrays)


def _from_bytes(data: bytes | memoryview, key: ProjectKey) -> CohortEvidence:
    types: dict[str, np.dtype[Any]] = dict.fromkeys(_TABLES, DIGEST)
    types |= {f"{name}-values": np.dtype(values) for name, values in _TABLES.items() if values}
    body, arrays = unpacked(data, types)
    tables = {name: DigestTable(arrays[name], arrays.get(f"{name}-values", NO_VALUES))
              for name in _TABLES}  # fmt: skip
    avoid = Avoided(key, tables["avoid"])
    rough = frozenset((PhiCategory(category), value) for category, value in body["rough"])
    originals = CohortOriginals(
        OtherTerms(key, tables["terms"], tables["prefixes"]),
        avoid,
        {int(at): {PhiCategory(c): n for c, n in counts.items()}
         for at, counts in body["doubts"].items()},
        Lonely(UnknownWords(key, tables["lonely"]), rough),
    )  # fmt: skip
    common = CommonOriginals(
        {
            PhiCategory(c): Weighted.of(map(tuple, pairs))
            for c, (pairs, _) in body["common"].items()
        },
        {PhiCategory(c): share for c, (_, share) in body["common"].items()},
    )
    last = date.fromordinal(body["last"]) if body["last"] is not None else None
    mishaps = {int(at): what for at, what in body["mishaps"].items()}
    facts = CohortFacts(avoid, last, common)
    return CohortEvidence(tables["spread"], originals, mishaps, facts)
