"""The report's part on tasks: flow, labels, lengths and balance of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.small_counts import shown, told_together
from dragon_prep.services.pages.attrition import flow_charts
from dragon_prep.services.pages.blocks import (
    Chart,
    Heading,
    PageTable,
    Section,
    count,
    number,
    table,
    text,
    told,
)
from dragon_prep.services.pages.drawing import bar_chart, counted
from dragon_prep.services.pages.spread import centre_spread, label_spreads, lengths
from dragon_prep.services.pages.words import KINDS, METRICS, definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.services.pages.blocks import Block
    from dragon_prep.services.pages.facts import ReleaseFacts
    from dragon_prep.services.pages.spread import Spread
    from dragon_prep.tasks.prepare import Prepared

_SERIES = ("development", "test")
_TOO_FEW = "too few"


def overview(facts: ReleaseFacts) -> Section:
    """All tasks at a glance."""
    rows = []
    for ready in facts.found.tasks:
        summary = ready.summary
        name = text(f"{summary.name}: {summary.title}")
        sizes = (summary.patients, summary.sizes.development, summary.sizes.test)
        rows.append((name, *map(count, sizes)))
    columns = ("task", "patients", "development cases", "test cases")
    lead = (
        f"This release holds {len(rows)} task{'s' if len(rows) > 1 else ''}. All cases of a "
        "patient are on one side: either for development or for testing."
    )
    return Section("overview", "Overview", (lead, table("Tasks of this release", columns, rows)))


def tasks_section(facts: ReleaseFacts) -> Section:
    """Each task by itself."""
    parts = tuple(_task(ready) for ready in facts.found.tasks)
    lead = (
        "For each task: which reports came in and why some were left out, how labels and lengths "
        "are spread, and how alike development and test cases are."
    )
    return Section("tasks", "Tasks", (lead,), parts)


def _task(ready: Prepared) -> Section:
    name = f"t{ready.task.number}"
    return Section(name, f"{ready.summary.name}: {ready.summary.title}", tuple(_blocks(ready)))


def _blocks(ready: Prepared) -> Iterator[Block]:
    name, target = f"t{ready.task.number}", ready.task.target
    metric = METRICS.get(target.metric, "")
    said = f"Measured by {target.metric}{f' ({metric})' if metric else ''}."
    yield f"{definition(ready.task)} The label: {KINDS[target.type]}. {said}".strip()
    yield Heading("From reports to cases")
    yield from flow_charts(ready.summary, name)
    yield Heading("Labels")
    for at, spread in enumerate(label_spreads(ready)):
        yield _spread_chart(f"{name}-labels-{at}", spread)
    if ready.summary.agreements:
        yield _agreements(ready)
    yield Heading("Lengths of the inputs")
    yield _lengths(ready)
    yield Heading("Folds")
    yield _folds(ready)
    yield Heading("Balance")
    spread = centre_spread(ready)
    if len(spread.rows) > 1:
        yield _spread_chart(f"{name}-centres", spread)
    else:
        yield "All reports are of one centre. How labels are balanced is told with them, above."


def _spread_chart(name: str, spread: Spread) -> Chart:
    both = list(zip(spread.rows, spread.told(), strict=True))
    bars = [counted(label, counts, figures) for (label, *counts), figures in both]
    rows = [
        (text(label), *map(told, figures), number(_said(difference)))
        for ((label, *_), figures), difference in zip(both, spread.differences(), strict=True)
    ]
    columns = ("label", *_SERIES, "standardised difference")
    note = (
        f"Of {shown(spread.of[0])} development and {shown(spread.of[1])} test cases. A "
        "standardised difference below 0.1 is usually taken as small; it is told only where at "
        "least ten cases on either side have the label, and ten have not."
    )
    beneath = table(f"{spread.title}: in figures", columns, rows, note)
    return Chart(name, spread.title, bar_chart(name, spread.title, bars, _SERIES), beneath)


def _agreements(ready: Prepared) -> PageTable:
    """In how many cases label, text and other annotations agree."""
    names, counts = [], []
    for what, sources in ready.summary.agreements.items():
        for source, found in sources.items():
            names.append((text(what), text(source)))
            counts.append((found.agree, found.differ, found.untold))
    cells = told_together(counts)
    rows = [(*name, *map(told, row)) for name, row in zip(names, cells, strict=True)]
    columns = ("what is so where they agree", "centre", "so", "not so", "nothing to compare")
    return table("Whether labels agree with texts and other annotations", columns, rows)


def _said(difference: float | None) -> str:
    return _TOO_FEW if difference is None else f"{difference:.2f}"


def _lengths(ready: Prepared) -> PageTable:
    unit, both = lengths(ready)
    rows = [(text(part), *map(number, found)) for part, found in zip(_SERIES, both, strict=True)]
    columns = ("part", "5 % are shorter than", "median", "5 % are longer than")
    return table(f"Lengths in {unit}", columns, rows)


def _folds(ready: Prepared) -> PageTable:
    rows = [
        (text(f"fold {fold}"), count(training), count(validation), count(ready.summary.test))
        for fold, (training, validation) in enumerate(ready.summary.folds)
    ]
    return table("Cases by fold", ("fold", "training", "validation", "test"), rows)
