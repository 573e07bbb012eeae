"""The reports of a review: the texts of the exports, and what a build made of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dragon_prep.core.codes.local_review import NOTHING_TO_REVIEW
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import absolute, system_faults
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.spans import Span
from dragon_prep.pipeline.cohort import kept_cohort, load_cohort
from dragon_prep.pipeline.site import Site
from dragon_prep.pipeline.workspace import is_workspace
from dragon_prep.services.mapped_source import with_mappings
from dragon_prep.services.pages.review_reports import (
    ELSEWHERE,
    PEOPLE,
    finds_alone,
    overlap_of,
    percent_of,
    reports_by_case,
)
from dragon_prep.tasks.prepare import chosen_centres

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dragon_prep.core.documents import Document
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.report import Report
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.phi.finding import Detection
    from dragon_prep.tasks.prepare import Options
    from dragon_prep.tasks.task import Task

REPLACED, KEPT, LEFT = "replaced", "kept", "left"
_ANY = "PHINUMMER"


@dataclass(frozen=True, slots=True, repr=False)
class SpanMark:
    """What is marked in a report before anybody decided anything.

    Attributes:
        span: in the text before, with its label.
        kind: ``replaced``, ``kept`` (people marked it, and a policy leaves it) or ``left`` (the
            detector finds it, and it was not replaced).
        rule: who found it.
        likely: how likely it is PHI by the learned layer, in percent; None where it was not asked.
    """

    span: Span
    kind: str
    rule: str
    likely: int | None


@dataclass(frozen=True, slots=True, repr=False)
class ReviewReport:
    """One report to look through.

    Attributes:
        number: of it on the page, from 0.
        cohort: its name.
        report: as the exports have it.
        case: keyed, stands for it.
        digest: keyed, of its text.
        after: the text that goes out, or would.
        placed: where in it stands what was replaced, by the borders before.
        marks: in order.
        held: whether the audit or the second look holds it back.
    """

    number: int
    cohort: str
    report: Report
    case: str
    digest: str
    after: str
    placed: dict[tuple[int, int], tuple[int, int]]
    marks: tuple[SpanMark, ...]
    held: bool
    lower: str = field(default="")  # the text in small letters, to be searched


def read_reports(
    tasks: Sequence[Task], workspace: Path, source: Path, key: ProjectKey, options: Options
) -> list[ReviewReport]:
    """All reports that a build left in its workspace, with the texts of the exports.

    The texts before are read into memory and written nowhere. They are those the build read, or
    there is nothing to review: the workspace keeps a cohort by digest of raw files, key, profiles,
    settings and code.

    Args:
        tasks: of whose cohorts; those that were not built are left out.
        workspace: of the build.
        source: the folder of raw exports it was built from.
        key: the project key.
        options: of the build.

    Raises:
        UsageFault: if the workspace is none, or has no cohort of these exports, key and options.
        InputFault: if a raw file cannot be read.
        SystemFault: if the workspace is damaged.
    """
    workspace, source = absolute(workspace), absolute(source)
    if not is_workspace(workspace):
        raise UsageFault(NOTHING_TO_REVIEW, "it is no workspace", place=Place(workspace.name))
    tasks, options = with_mappings(tasks, source, options)
    site = Site.of(key, options)
    found: list[ReviewReport] = []
    for cohort, centres in chosen_centres(_of_centres(tasks, options.centres), options.centres):
        if not cohort.is_public and any(workspace.glob(f"cohorts/{cohort.name}-*")):
            found += _of_cohort(cohort, centres, workspace, source, site)
    if not found:
        raise UsageFault(NOTHING_TO_REVIEW, place=Place(workspace.name))
    found.sort(key=lambda one: (not one.held, one.cohort, one.case))
    return [replace(one, number=at) for at, one in enumerate(found)]


def _of_centres(tasks: Sequence[Task], wanted: Sequence[str]) -> Sequence[Task]:
    """Those over a cohort of a wanted centre; all of them where no cohort is, to be told so."""
    names = {centre.strip().lower() for centre in wanted}
    return [task for task in tasks if names & set(task.cohort.centres)] or tasks


def _of_cohort(
    cohort: Cohort, centres: Sequence[str], workspace: Path, source: Path, site: Site
) -> Iterator[ReviewReport]:
    kept = kept_cohort(cohort, source, centres, site, workspace)
    with system_faults("workspace"):
        if not kept.is_whole:
            return
        made = load_cohort(kept)
    reports = reports_by_case(cohort, source, centres, made, site)
    documents = (*made.documents, *made.withheld)
    held = {document.case for document in made.withheld}
    own = [reports[document.case] for document in documents]
    finds = finds_alone(own, site.with_centres(centres))
    for document, report, hits in zip(documents, own, finds, strict=True):
        digest = site.key.digest(KeyPurpose.ANNOTATION, "review", report.text).hex()[:32]
        yield ReviewReport(
            0,
            cohort.name,
            report,
            document.case,
            digest,
            document.text,
            {(a, b): (c, d) for a, b, c, d in document.replaced},
            tuple(sorted(_marks(document, report, hits), key=lambda mark: mark.span)),
            document.case in held,
            report.text.lower(),
        )


def _marks(document: Document, report: Report, hits: Sequence[Detection]) -> Iterator[SpanMark]:
    labels = {(start, end): label for start, end, label in document.phi}
    given = report.phi or ()
    spans = [hit.span for hit in hits]
    replaced: list[Span] = []
    for start, end, new, stop in document.replaced:
        # What lost its label on the way is still PHI: nothing that was replaced is ever dropped.
        others = (one.label for one in (*given, *spans) if overlap_of(one, start, end))
        span = Span(start, end, labels.get((new, stop)) or next(others, _ANY))
        replaced.append(span)
        yield _replaced(span, hits, any(overlap_of(one, start, end) for one in given))
    kept: list[Span] = []
    for span in given:
        if not _touches(span, [*replaced, *kept]):
            kept.append(span)
            yield SpanMark(span, KEPT, PEOPLE, None)
    for hit in hits:
        if not _touches(hit.span, [*replaced, *kept]):
            yield SpanMark(hit.span, LEFT, hit.rule, percent_of(hit))


def _replaced(span: Span, hits: Sequence[Detection], by_people: bool) -> SpanMark:
    touching = [hit for hit in hits if overlap_of(hit.span, span.start, span.end)]
    hit = max(touching, key=lambda h: overlap_of(h.span, span.start, span.end), default=None)
    if hit is None:
        return SpanMark(span, REPLACED, PEOPLE if by_people else ELSEWHERE, None)
    return SpanMark(span, REPLACED, hit.rule, percent_of(hit))


def _touches(span: Span, others: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for other in others)
