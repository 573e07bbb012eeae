"""The de-identification of single records, apart from any task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.audit.findings import first_pass, second_pass
from dragon_prep.audit.originals import CohortOriginals
from dragon_prep.audit.second_look import in_given_text, overlooked_problems
from dragon_prep.audit.verdicts import audited
from dragon_prep.core.codes.run import REPORT_FAILED
from dragon_prep.core.errors import Problem
from dragon_prep.core.mishaps import require_few
from dragon_prep.core.second_look import is_held
from dragon_prep.pipeline.patients import in_turn
from dragon_prep.surrogate.cohort import cohort_facts
from dragon_prep.surrogate.deidentify import deidentify_in_turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragon_prep.core.documents import Deidentified
    from dragon_prep.core.second_look import Overlooked
    from dragon_prep.pipeline.input_records import InputRecord
    from dragon_prep.pipeline.site import Site


def deidentify_records(
    records: Sequence[InputRecord],
    site: Site,
    problems: list[Problem],
    overlooked: list[Overlooked] | None = None,
) -> Iterator[tuple[InputRecord, Deidentified]]:
    """De-identifies records as one cohort, and audits them.

    Args:
        records: of one namespace.
        site: what decides about bytes; a profile is of the namespace.
        problems: what is held back, or worth a look, is added.
        overlooked: what the second look found is added.

    Yields:
        The records that may go out, in order.

    Raises:
        DragonPrepError: if too many reports fail.
    """
    reports = [(at, record.report) for at, record in enumerate(records)]
    kept = site.surrogates.kept
    look = first_pass(reports, site.key, site.by_centre, site.again)
    mishaps = look.mishaps
    words = look.words.told(site.key)
    originals = CohortOriginals.of(reports, look.hits, site.key, kept, mishaps, words)
    spread = look.tally.spread(words.small.table)
    detected = second_pass(reports, look.hits, spread, site.key, mishaps, profiles=site.by_centre)
    facts = cohort_facts(reports, look.hits, originals.avoid, mishaps)
    every = in_turn(reports, detected, site.key, site.surrogates, facts, mishaps)
    documents = {at: (report, new) for at, report, new in deidentify_in_turn(every, mishaps)}
    failed = [
        (report, (*(report.phi or ()), *detected.get(at, ())))
        for at, report in reports
        if at in mishaps
    ]
    verdicts = audited(documents, originals, kept, failed=failed, mishaps=mishaps)
    require_few(mishaps.values(), len(reports), records[0].report.centre if records else "")
    for at, what in mishaps.items():
        problems.append(Problem(REPORT_FAILED, records[at].report.place, what))
    for at, verdict in sorted(verdicts.items()):
        report, new = documents[at]
        found = in_given_text(look.overlooked.get(at, ()), report)
        problems += verdict.problems(report.place)
        problems += overlooked_problems(found, report.place, None)
        if overlooked is not None:
            overlooked += found
        if verdict.is_clean and not is_held(found):
            yield records[at], new
