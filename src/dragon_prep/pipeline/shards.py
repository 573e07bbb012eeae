"""A cohort on its way through its stages, in shards of whole patients."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.pipeline.report_parts import ReportPart
from dragon_prep.pipeline.stage import Shard
from dragon_prep.pipeline.stages import DEIDENTIFY, LOOK, evidence_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dragon_prep.core.report import Report
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.pipeline.executor import Executor
    from dragon_prep.pipeline.site import Site

_REPORTS_IN_A_SHARD = 1000


def dealt(reports: Sequence[Report], cohort: Cohort, site: Site, folder: Path) -> list[Shard]:
    """A cohort's reports in shards: which one a patient's are in depends on the patient alone.

    The reports of each are written to a private file, until :func:`drop_handed`.

    Args:
        reports: of the cohort, in source order.
        cohort: whose.
        site: what decides about bytes.
        folder: where the shards' files go.

    Raises:
        OSError: if the system refuses.
    """
    count = max(1, math.ceil(len(reports) / _REPORTS_IN_A_SHARD))
    hands: list[list[tuple[int, Report]]] = [[] for _ in range(count)]
    for position, report in enumerate(reports):
        patient = site.key.digest(KeyPurpose.PATIENT, report.centre, report.patient)
        hands[int.from_bytes(patient[:8], "big") % count].append((position, report))
    shards = []
    for number, hand in enumerate(hands):
        part = ReportPart.written(folder, f"reports-{number:05}-of-{count:05}", hand, site.key)
        shards.append(Shard(site, cohort.name, cohort.is_public, folder, number, count, part))
    return shards


def deidentify_shards(
    shards: Sequence[Shard], executor: Executor, progress: Callable[[int, int], None]
) -> None:
    """De-identifies shards, each into a sealed file that is there whole or not at all.

    Args:
        shards: all of a cohort; files of theirs that are there already are left as they are, and
            must be undamaged.
        executor: who does it.
        progress: called with the number of steps done and in all, two for each shard.
    """
    todo = [shard for shard in shards if not DEIDENTIFY.is_done(shard)]
    # Of what is public, nothing is looked for, and nothing needs to be known.
    look = bool(todo) and not shards[0].is_public
    unseen = [shard for shard in shards if not LOOK.is_done(shard)] if look else []
    total = 2 * len(shards)
    steps = total - len(unseen) - len(todo)
    progress(steps, total)
    executor.map(LOOK, unseen, None, lambda n: progress(steps + n, total))
    seen = steps + len(unseen)
    # What recurs, and what only one patient has, is known when every shard has been looked at.
    stored = evidence_of(shards).stored(shards[0].folder) if look else None
    executor.map(DEIDENTIFY, todo, stored, lambda n: progress(seen + n, total))
    if stored is not None:
        stored.drop()
    for shard in shards:
        LOOK.drop(shard)
