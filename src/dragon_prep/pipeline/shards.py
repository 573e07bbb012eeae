"""A cohort on its way through both passes, in shards of whole patients."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragon_prep.audit import findings
from dragon_prep.audit.verdicts import Verdict, audited
from dragon_prep.core.documents import Document
from dragon_prep.core.files import system_faults
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.mishaps import costs_only
from dragon_prep.core.sealed import read_sealed, write_sealed
from dragon_prep.detect.recurrence import Tally
from dragon_prep.pipeline.patients import in_turn
from dragon_prep.surrogate.deidentify import deidentify_in_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dragon_prep.core.documents import Deidentified
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.mishaps import Mishaps
    from dragon_prep.core.report import Report
    from dragon_prep.core.spans import Span
    from dragon_prep.core.workers import Workers
    from dragon_prep.detect.profile import Profile
    from dragon_prep.intake.export import Export
    from dragon_prep.surrogate.settings import SurrogateSettings

_REPORTS_IN_A_SHARD = 1000


@dataclass(frozen=True, slots=True, repr=False)
class Shard:
    """Some patients' reports on their way: what they are, and the files of both passes."""

    cohort: str
    key: ProjectKey
    profiles: Mapping[str, Profile]
    settings: SurrogateSettings
    is_public: bool
    reports: tuple[tuple[int, Report], ...] = ()
    seen: Path = Path()
    done: Path = Path()


def deidentify_into(
    folder: Path,
    export: Export,
    shared: Shard,
    workers: Workers,
    progress: Callable[[int, int], None],
) -> list[Path]:
    """De-identifies an export in shards, each a sealed file that is there whole or not at all.

    Args:
        folder: where the shards go; those that are there already are left as they are,
            and must be undamaged.
        export: what was read.
        shared: what all shards have in common.
        workers: who do it.
        progress: called with the number of steps done and in all, two for each shard.

    Returns:
        The files of the shards.
    """
    # A patient's reports share a shard, and which one depends on the patient alone.
    count = max(1, math.ceil(len(export.reports) / _REPORTS_IN_A_SHARD))
    dealt: list[list[tuple[int, Report]]] = [[] for _ in range(count)]
    for position, report in enumerate(export.reports):
        patient = shared.key.digest(KeyPurpose.PATIENT, report.centre, report.patient)
        dealt[int.from_bytes(patient[:8], "big") % count].append((position, report))
    shards = [
        replace(
            shared,
            reports=tuple(reports),
            seen=folder / f"seen-{number:05}-of-{count:05}.json",
            done=folder / f"shard-{number:05}-of-{count:05}.parquet",
        )
        for number, reports in enumerate(dealt)
    ]
    todo = [shard for shard in shards if not shard.done.exists()]
    # Of what is public, nothing is looked for, and nothing needs to be known.
    look = todo and not shared.is_public
    unseen = [shard for shard in shards if not shard.seen.exists()] if look else []
    steps, total = 2 * count - len(unseen) - len(todo), 2 * count
    progress(steps, total)
    workers.run(_look, unseen, lambda n: progress(steps + n, total))
    steps += len(unseen)
    # What recurs, and what only one patient has, is known when every shard has been looked at.
    cohort = _whole(shards) if look else _Whole(frozenset(), findings.CohortOriginals())
    jobs = [(shard, cohort) for shard in todo]
    workers.run(_deidentify_shard, jobs, lambda n: progress(steps + n, total))
    for shard in shards:
        shard.seen.unlink(missing_ok=True)
    return [shard.done for shard in shards]


def _look(shard: Shard) -> None:
    """The first pass over a shard: offsets, labels and digests are kept, no text."""
    look = findings.first_pass(shard.reports, shard.key, shard.profiles)
    body: dict[str, Any] = {"hits": findings.to_json(look.hits), "tally": look.tally.to_json()}
    body["mishaps"] = {str(position): what for position, what in look.mishaps.items()}
    with system_faults("workspace"):
        write_sealed(shard.seen, json.dumps(body).encode("ascii"))


@dataclass(frozen=True, slots=True, repr=False)
class _Whole:
    """What must be known of the whole cohort before any of it is de-identified.

    Attributes:
        spread: digests of what recurs.
        originals: what is real; handed to workers through memory, never written.
        mishaps: what failed so far.
    """

    spread: frozenset[bytes]
    originals: findings.CohortOriginals
    mishaps: Mishaps = field(default_factory=dict)


def _whole(shards: Sequence[Shard]) -> _Whole:
    tally = Tally()
    hits: dict[int, Any] = {}
    mishaps: Mishaps = {}
    for shard in shards:
        seen = _read_seen(shard)
        tally.add_json(seen["tally"])
        hits |= findings.from_json(seen["hits"])
        mishaps |= {int(position): what for position, what in seen["mishaps"].items()}
    reports = (numbered for shard in shards for numbered in shard.reports)
    kept = shards[0].settings.kept
    originals = findings.CohortOriginals.of(reports, hits, kept, mishaps)
    return _Whole(tally.spread(), originals, mishaps)


def _read_seen(shard: Shard) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(read_sealed(shard.seen))
    return body


def _deidentify_shard(job: tuple[Shard, _Whole]) -> None:
    from dragon_prep.core.document_table import demand_writable
    from dragon_prep.pipeline.shard_table import Row, to_parquet

    shard, cohort = job
    key = shard.key
    own = {position for position, _ in shard.reports}
    mishaps = {position: what for position, what in cohort.mishaps.items() if position in own}
    detected: dict[int, list[Span]] = {}
    if not shard.is_public:
        with system_faults("workspace"):
            hits = findings.from_json(_read_seen(shard)["hits"])
        detected = findings.second_pass(
            shard.reports, hits, cohort.spread, key, mishaps, profiles=shard.profiles
        )
    documents: dict[int, tuple[Report, Deidentified]] = {}
    avoid = cohort.originals.avoid
    every = in_turn(shard.reports, detected, key, shard.settings, avoid, mishaps)
    for position, report, done in deidentify_in_turn(every, mishaps):
        documents[position] = report, done
    verdicts = {position: Verdict({}, {}) for position in documents}
    if not shard.is_public:
        failed = [
            (report, detected.get(position, ()) if report.phi is None else report.phi)
            for position, report in shard.reports
            if position in mishaps
        ]
        kept = shard.settings.kept
        verdicts = audited(documents, cohort.originals, kept, failed=failed, mishaps=mishaps)
    rows: list[Row] = []
    for position, (report, done) in documents.items():
        if position not in mishaps:
            document = Document.after(report, done, key, shard.cohort)
            with costs_only(position, mishaps):
                demand_writable(document)
                rows.append(Row(position, document, verdicts[position]))
    rows += (
        Row(position, Document.failed(report, key, shard.cohort), Verdict(), mishaps[position])
        for position, report in shard.reports
        if position in mishaps
    )
    with system_faults("workspace"):
        write_sealed(shard.done, to_parquet(rows))
