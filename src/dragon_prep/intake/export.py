"""What centres handed in for a cohort, read and checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.core.attrition import Funnel
from dragon_prep.core.codes.intake import PATIENT_SHARED
from dragon_prep.core.definitions import own_faults
from dragon_prep.core.errors import Place, Problem, in_order
from dragon_prep.intake.cleaned import cleaned_counts, with_encodings
from dragon_prep.intake.reviewed import with_reviewed
from dragon_prep.intake.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dragon_prep.core.report import Report
    from dragon_prep.core.steps import Step
    from dragon_prep.intake.cleaned import CleanedCounts
    from dragon_prep.intake.cohort import Cohort

    Look = Callable[[Source, Sequence[Report]], None]


@dataclass(frozen=True, slots=True, repr=False)
class Export:
    """What the centres handed in for one cohort, read and checked.

    Attributes:
        reports: all reports that can be used, in source order.
        steps: the attrition so far, centre by centre.
        problems: everything that is to be listed.
        identity: by file, the columns with the patient's own data that were used.
        cleaned: what was cleaned in their texts, by file and kind.
    """

    reports: tuple[Report, ...]
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]
    identity: dict[str, tuple[str, ...]]
    cleaned: CleanedCounts = field(default_factory=dict)


def read_export(
    cohort: Cohort, source: Path, centres: Sequence[str], look: Look | None = None
) -> Export:
    """Reads a cohort's raw files.

    Args:
        cohort: what to read.
        source: the source folder.
        centres: whose reports.
        look: is shown what was read, before all but the reports is let go.

    Raises:
        InputFault: if the source folder, a file or a column is missing or cannot be read, or what
            people reviewed does not fit it.
        UsageFault: if a reader fails.
    """
    opened = Source.of(cohort.files, source)
    funnels = []
    for centre in centres:
        read = cohort.readers[centre]
        with own_faults(f"the reader of {centre}", read, allowed=(OSError,)):
            funnels.append(read(opened))
            if not isinstance(funnels[-1], Funnel):
                raise TypeError("a reader returns a Funnel of reports")
            values = (value for report in funnels[-1].items for value in report.fields.values())
            if not all(value is None or isinstance(value, str | bool) for value in values):
                raise TypeError("a field is text, a truth value or None")
    problems = opened.problems + [p for funnel in funnels for p in funnel.problems]
    seen: dict[str, str] = {}
    shared = {
        report.patient
        for funnel in funnels
        for report in funnel.items
        if seen.setdefault(report.patient, report.centre) != report.centre
    }
    if shared:
        detail = f"{len(shared)} patient ids occur at more than one centre"
        problems.append(Problem(PATIENT_SHARED, Place(cohort.name), detail, quarantined=False))
    reports = tuple(report for funnel in funnels for report in funnel.items)
    reports = with_reviewed(reports, cohort.name, source, centres)
    paths = [raw.path for raw in cohort.files if {*raw.centres} & {*centres}]
    if look is not None:
        look(opened, reports)
    return Export(
        reports,
        tuple(step for funnel in funnels for step in funnel.steps),
        in_order(problems),
        dict(sorted(opened.identity.items())),
        with_encodings(cleaned_counts(reports), source, paths),
    )
