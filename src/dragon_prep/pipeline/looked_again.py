"""The second look by itself: what a build would find in annotated reports that nobody marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.audit.findings import FirstLook, look_again_at
from dragon_prep.audit.second_look import overlooked_problems
from dragon_prep.core.codes.run import REPORT_FAILED
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import Problem
from dragon_prep.core.mishaps import require_few
from dragon_prep.core.second_look import is_held, overlooked_counts
from dragon_prep.pipeline.cohort import with_held_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.core.attrition import Step
    from dragon_prep.core.second_look import OverlookedCounts
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.intake.export import Export
    from dragon_prep.pipeline.site import Site


@dataclass(frozen=True, slots=True, repr=False)
class LookedAgain:
    """A cohort's reports before they are de-identified, without those that would be held back.

    Attributes:
        documents: in source order, as they were read.
        steps: the attrition so far.
        problems: what nobody marked, and reports in which looking failed.
        counts: by centre, how much nobody marked, by what would become of it and by category.
    """

    documents: tuple[Document, ...]
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]
    counts: dict[str, OverlookedCounts]


def look_again(export: Export, cohort: Cohort, centres: Sequence[str], site: Site) -> LookedAgain:
    """Looks at the annotated reports of a cohort once more, and de-identifies nothing.

    Args:
        export: what was read.
        cohort: whose; in public texts nothing is looked for.
        centres: whose reports.
        site: what decides about bytes.

    Raises:
        DragonPrepError: if looking fails in too many reports.
    """
    numbered = list(enumerate(export.reports))
    look = FirstLook()
    if not cohort.is_public:
        look = look_again_at(numbered, site.with_centres(centres).by_centre, site.again)
    stay: list[Document] = []
    problems: list[Problem] = []
    left: list[tuple[Document, list[Problem]]] = []
    for position, report in numbered:
        document = Document.before(report, site.key, cohort.name)
        overlooked = look.overlooked.get(position, ())
        found = overlooked_problems(overlooked, report.place, report.marks)
        if position in look.mishaps:
            found = [Problem(REPORT_FAILED, report.place, look.mishaps[position])]
        problems += found
        if position in look.mishaps or is_held(overlooked):
            left.append((document, [problem for problem in found if problem.quarantined]))
        else:
            stay.append(document)
    counts: dict[str, OverlookedCounts] = {}
    for centre in centres:
        own = [(at, report) for at, report in numbered if report.centre == centre]
        require_few((look.mishaps[at] for at, _ in own if at in look.mishaps), len(own), centre)
        every = [one for at, _ in own for one in look.overlooked.get(at, ())]
        if own:
            counts[centre] = overlooked_counts(every)
    steps = with_held_back(export.steps, stay, left)
    return LookedAgain(tuple(stay), tuple(steps), tuple(problems), counts)
