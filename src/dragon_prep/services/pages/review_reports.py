"""The reports of a review page: a sample of them, before and after, and who found what in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.audit.findings import first_pass
from dragon_prep.core.codes.intake import CHANGED
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.phi import category_of
from dragon_prep.detect import detect
from dragon_prep.detect.evidence import Evidence
from dragon_prep.intake.export import read_export
from dragon_prep.intake.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from dragon_prep.core.errors import Problem
    from dragon_prep.core.report import Report
    from dragon_prep.core.spans import Span
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.phi.finding import Detection
    from dragon_prep.pipeline.cohort_release import CohortRelease
    from dragon_prep.pipeline.site import Site
    from dragon_prep.services.prepared_tasks import PreparedTasks

PEOPLE = "people"  # who marked it, where no rule of the detector finds it
ELSEWHERE = "elsewhere"  # told by the export's columns or by other reports
_MOST_CHARACTERS = 20_000  # of a text that is shown


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """One stretch of a text, as the page shows it.

    Attributes:
        text: what stands there.
        kind: ``plain``, ``replaced``, ``kept`` (by policy) or ``left`` (the detector would find
            it, and it was not replaced).
        category: of PHI, empty where it is plain.
        rule: who found it.
        likely: how likely it is PHI by the learned layer, in percent; None where it was not asked.
    """

    text: str
    kind: str = "plain"
    category: str = ""
    rule: str = ""
    likely: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Pair:
    """One report before and after.

    Attributes:
        place: the file and row it comes from.
        centre: whose.
        tasks: in which it is; none if it is held back or no task wants it.
        held: why it is held back: code and title of each problem.
        before: the text as it was cleaned.
        after: as it goes out, or would have.
        annotated: whether people marked PHI in it.
        cut: whether more of it is not shown.
    """

    place: str
    centre: str
    tasks: tuple[str, ...]
    held: tuple[tuple[str, str], ...]
    before: tuple[Shown, ...]
    after: tuple[Shown, ...]
    annotated: bool
    cut: bool

    @property
    def marks(self) -> tuple[Shown, ...]:
        """What is not plain in the text before."""
        return tuple(shown for shown in self.before if shown.kind != "plain")

    @property
    def categories(self) -> list[str]:
        """Of all marks."""
        return sorted({shown.category for shown in self.marks})

    @property
    def rules(self) -> list[str]:
        """Of all marks."""
        return sorted({shown.rule for shown in self.marks})

    @property
    def left(self) -> bool:
        """Whether the detector finds something that was not replaced."""
        return any(shown.kind == "left" for shown in self.marks)

    @property
    def lowest(self) -> int:
        """How likely the least likely mark is, in percent."""
        return min((s.likely for s in self.marks if s.likely is not None), default=100)


@dataclass(frozen=True, slots=True, repr=False)
class _Mark:
    start: int
    end: int
    kind: str
    category: str
    rule: str
    likely: int | None


def review_pairs(found: PreparedTasks, source: Path, site: Site, most: int) -> list[Pair]:
    """A sample of the reports of a build, those held back first.

    Up to half of the sample are reports that are held back; which ones is decided by the key. The
    raw files are read once more, so that no original need be kept in the workspace.

    Args:
        found: what was built.
        source: folder of raw exports.
        site: what decides about bytes.
        most: how many reports.

    Raises:
        InputFault: if a raw file has changed since.
    """
    tasks: dict[str, list[str]] = {}
    for ready in found.tasks:
        for document in ready.documents:
            tasks.setdefault(document.case, []).append(ready.task.full_name)
    held = _held(found.problems)
    private = [each for each in found.releases if not each[0].is_public]
    chosen = _chosen([made for _, _, made in private], site, most)
    pairs: list[tuple[bool, bytes, Pair]] = []
    for cohort, centres, made in private:
        wanted = [d for d in (*made.documents, *made.withheld) if d.case in chosen]
        if not wanted:
            continue
        reports = reports_by_case(cohort, source, centres, made, site)
        own = [reports[document.case] for document in wanted]
        finds = finds_alone(own, site.with_centres(centres))
        withheld = {document.case for document in made.withheld}
        for document, report, hits in zip(wanted, own, finds, strict=True):
            why = held.get((document.place.file, document.place.row), ())
            pair = _pair(document, report, hits, tuple(tasks.get(document.case, ())), why)
            pairs.append((document.case not in withheld, _turn(document, site), pair))
    return [pair for *_, pair in sorted(pairs, key=lambda each: each[:2])]


def _turn(document: Document, site: Site) -> bytes:
    return site.key.digest(KeyPurpose.ORDER, "review page", document.case)


def _chosen(made: Sequence[CohortRelease], site: Site, most: int) -> set[str]:
    def in_turn(documents: Iterable[Document]) -> list[str]:
        return [d.case for d in sorted(documents, key=lambda d: _turn(d, site))]

    withheld = in_turn(d for one in made for d in one.withheld)
    others = in_turn(d for one in made for d in one.documents)
    few = max(most // 2, most - len(others))
    first = withheld[:few]
    return {*first, *others[: most - len(first)]}


def _held(problems: Iterable[Problem]) -> dict[tuple[str, int | None], tuple[tuple[str, str], ...]]:
    why: dict[tuple[str, int | None], dict[tuple[str, str], None]] = {}
    for problem in problems:
        if problem.quarantined:
            place = (problem.place.file, problem.place.row)
            why.setdefault(place, {})[problem.kind.code, problem.kind.title] = None
    return {place: tuple(kinds) for place, kinds in why.items()}


def reports_by_case(
    cohort: Cohort, source: Path, centres: Sequence[str], made: CohortRelease, site: Site
) -> dict[str, Report]:
    """The reports that a cohort was made of, by what stands for each in its documents.

    Raises:
        InputFault: if a raw file has changed since.
    """
    reports = read_export(cohort, source, centres).reports
    after = Source.of(cohort.files, source).fingerprint(made.inputs)
    if changed := next((p for p in made.inputs if made.inputs[p] != after[p]), None):
        raise InputFault(CHANGED, place=Place(changed))
    return {Document.before(report, site.key).case: report for report in reports}


def finds_alone(reports: Sequence[Report], site: Site) -> list[tuple[Detection, ...]]:
    """What the detector finds in each report by itself, annotated or not."""
    alone = [(at, report) for at, report in enumerate(reports) if report.phi is None]
    look = first_pass(alone, site.key, site.by_centre, site.again)
    profiles = site.by_centre
    return [
        look.hits.get(at, ())
        if report.phi is None
        else detect(report.text, Evidence(profiles.get(report.centre)))
        for at, report in enumerate(reports)
    ]


def _pair(
    document: Document,
    report: Report,
    hits: Sequence[Detection],
    tasks: tuple[str, ...],
    held: tuple[tuple[str, str], ...],
) -> Pair:
    before = list(_marks(document, report, hits))
    labels = {(start, end): label for start, end, label in document.phi}
    placed = {(a, b): (c, d) for a, b, c, d in document.replaced}
    after = [
        _Mark(*placed[mark.start, mark.end], mark.kind, mark.category, mark.rule, mark.likely)
        for mark in before
        if (mark.start, mark.end) in placed
    ]
    covered = set(placed.values())
    after += [
        _Mark(start, end, "kept", category_of(label), "", None)
        for (start, end), label in labels.items()
        if (start, end) not in covered
    ]
    return Pair(
        str(document.place),
        document.centre,
        tasks,
        held,
        tuple(_segments(report.text, before)),
        tuple(_segments(document.text, after)),
        document.annotated,
        max(len(report.text), len(document.text)) > _MOST_CHARACTERS,
    )


def _marks(document: Document, report: Report, hits: Sequence[Detection]) -> Iterator[_Mark]:
    """What was replaced in a report, and what the detector finds in it beside that."""
    labels = {(start, end): label for start, end, label in document.phi}
    marked = report.phi or ()
    replaced = [(a, b, labels.get((c, d), "")) for a, b, c, d in document.replaced]
    for start, end, label in replaced:
        hit = max(hits, key=lambda one: overlap_of(one.span, start, end), default=None)
        category = category_of(label) if label else ""
        if hit is not None and overlap_of(hit.span, start, end):
            yield _Mark(start, end, "replaced", category, hit.rule, percent_of(hit))
        else:
            by_people = any(overlap_of(span, start, end) for span in marked)
            rule = PEOPLE if by_people else ELSEWHERE
            yield _Mark(start, end, "replaced", category, rule, None)
    for hit in hits:
        if not any(overlap_of(hit.span, start, end) for start, end, _ in replaced):
            span, category = hit.span, category_of(hit.span.label)
            yield _Mark(span.start, span.end, "left", category, hit.rule, percent_of(hit))


def percent_of(hit: Detection) -> int | None:
    """How likely a finding is PHI, in percent; None where the learned layer was not asked."""
    return None if hit.likely is None else hit.likely // 10


def overlap_of(span: Span, start: int, end: int) -> int:
    """How many code points a span shares with ``[start, end)``."""
    return max(0, min(span.end, end) - max(span.start, start))


def _segments(text: str, marks: Iterable[_Mark]) -> Iterator[Shown]:
    """A text in stretches, as far as it is shown."""
    at = 0
    shown = text[:_MOST_CHARACTERS]
    for mark in sorted(marks, key=lambda one: (one.start, one.end)):
        if mark.start < at or mark.end > len(shown):
            continue
        if mark.start > at:
            yield Shown(shown[at : mark.start])
        stretch = shown[mark.start : mark.end]
        yield Shown(stretch, mark.kind, mark.category, mark.rule, mark.likely)
        at = mark.end
    if at < len(shown):
        yield Shown(shown[at:])
