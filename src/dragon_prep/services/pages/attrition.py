"""The flow of a task's reports: what was read, what was left out and why, what is in the task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.small_counts import SMALLEST, is_small, rounded, shown
from dragon_prep.core.steps import READ
from dragon_prep.services.pages.blocks import Chart, count, table, text, told
from dragon_prep.services.pages.drawing import Stop, flow_chart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragon_prep.core.steps import Step
    from dragon_prep.tasks.summary import TaskSummary


@dataclass(frozen=True, slots=True, repr=False)
class Flow:
    """The flow of one centre's reports.

    Attributes:
        centre: whose.
        read: how many rows there were, as it may be told.
        leaving: why and how many were left out, as it may be told.
        kept: how many cases the task has of them.
        patients: of how many patients.
    """

    centre: str
    read: str
    leaving: tuple[tuple[str, int], ...]
    kept: int
    patients: int


def flows(steps: Sequence[Step]) -> list[Flow]:
    """The flow of each centre."""
    found = []
    for centre in dict.fromkeys(step.centre for step in steps):
        own = [step for step in steps if step.centre == centre]
        leaving = tuple((s.name, s.excluded) for s in own if s.name != READ and s.excluded)
        kept, patients = own[-1].rows, own[-1].patients
        found.append(Flow(centre, _read(own[0].rows, kept, leaving), leaving, kept, patients))
    return found


def _read(rows: int, kept: int, leaving: Sequence[tuple[str, int]]) -> str:
    """How many rows were read; rounded where the exact number would give a small one away."""
    hidden = [count for _, count in leaving if is_small(count)]
    if is_small(kept):
        return rounded(rows)
    # All of them fewest, or all of them most: either would be told by their sum.
    most = (SMALLEST - 1) * (len(hidden) - 1)
    tells_nothing = not hidden or SMALLEST <= sum(hidden) <= most
    return shown(rows) if tells_nothing else rounded(rows)


def flow_charts(summary: TaskSummary, name: str) -> Iterator[Chart]:
    """A flow chart for each centre of a task, with its table.

    Args:
        summary: the task in numbers.
        name: for the charts' names.
    """
    for at, flow in enumerate(flows(summary.steps)):
        title = f"Reports of {flow.centre}: from what was read to the task's cases"
        leaving = tuple(f"left out: {why} ({shown(n)})" for why, n in flow.leaving)
        kept = f"In the task: {shown(flow.kept)} cases of {shown(flow.patients)} patients"
        stops = [Stop(f"Read: {flow.read} rows of {flow.centre}", leaving), Stop(kept)]
        rows = [
            (text("read"), told(flow.read)),
            *((text(f"left out: {why}"), count(n)) for why, n in flow.leaving),
            (text("in the task, cases"), count(flow.kept)),
            (text("in the task, patients"), count(flow.patients)),
        ]
        chart = f"{name}-flow-{at}"
        beneath = table(f"The same in figures, {flow.centre}", ("step", "rows"), rows)
        yield Chart(chart, title, flow_chart(chart, title, stops), beneath)
