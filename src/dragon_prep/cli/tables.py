"""Tables of what a build or a check found."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragon_prep.cli.lines import task_number
from dragon_prep.cli.present import manners
from dragon_prep.core.steps import READ

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragon_prep.core.steps import Step
    from dragon_prep.tasks.summary import TaskSummary

_WIDTH_WITHOUT_TERMINAL = 110
_LEAST_FOR_WORDS = 12
_PADDING = 3  # characters between two columns; outside, where the last one is
FEW_TASKS = 4


def console() -> Console:
    """Standard output; as wide as the tables need where there is no terminal."""
    if sys.stdout.isatty():
        return Console(highlight=False, no_color=not manners().color or None)
    return Console(width=_WIDTH_WITHOUT_TERMINAL, highlight=False, soft_wrap=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table, whatever it is shown on.

    Attributes:
        title: above it; may be empty.
        columns: their headers.
        rows: their cells.
        words: how many columns, from the left, hold words and may be broken; the others hold
            numbers, which may not.
        grouped: whether rows with the same first cell belong together.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1
    grouped: bool = False


def show(console: Console, sheet: Sheet) -> None:
    """Shows a table; as plain lines where the console is too narrow for its numbers."""
    if _least_width(sheet) <= console.width:
        console.print(_table(sheet))
        return
    if sheet.title:
        console.print(f"\n{sheet.title}", markup=False, soft_wrap=True)
    words = 1 if sheet.words == len(sheet.columns) else sheet.words
    for row in sheet.rows:
        said = ", ".join(cell for cell in row[:words] if cell)
        console.print(said, markup=False, soft_wrap=True)
        for header, cell in zip(sheet.columns[words:], row[words:], strict=True):
            if cell:
                console.print(f"  {header}: {cell}", markup=False, soft_wrap=True)


def _least_of(sheet: Sheet, column: int) -> int:
    """The least width of a column: words may be broken, numbers not."""
    width = max(map(cell_len, (sheet.columns[column], *(row[column] for row in sheet.rows))))
    return min(width, _LEAST_FOR_WORDS) if column < sheet.words else width


def _least_width(sheet: Sheet) -> int:
    widths = [_least_of(sheet, column) + _PADDING for column in range(len(sheet.columns))]
    return sum(widths)


def _table(sheet: Sheet) -> Table:
    title = Text(sheet.title) if sheet.title else None
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    last_section = ""
    for i, column in enumerate(sheet.columns):
        least = _least_of(sheet, i)
        if i < sheet.words:
            table.add_column(column, justify="left", overflow="fold", min_width=least)
        else:
            table.add_column(column, justify="right", no_wrap=True, min_width=least)
    for row in sheet.rows:
        section = row[0] if sheet.grouped else ""
        if last_section and section != last_section:
            table.add_section()
        shown = ("", *row[1:]) if section and section == last_section else row
        last_section = section
        table.add_row(*map(Text, shown))
    return table


def show_tasks(
    console: Console, tasks: Sequence[TaskSummary], *, details: bool, size: bool = True
) -> None:
    """Shows tasks: of a few the attrition of each, of many what was read and left out.

    Args:
        console: where.
        tasks: any number.
        details: whether each attrition is wanted, however many there are.
        size: whether to show splits and labels, too.
    """
    if details or len(tasks) <= FEW_TASKS:
        for task in tasks:
            show(console, attrition(task))
    else:
        show(console, left_out(tasks))
    if tasks and size:
        show(console, split_sizes(tasks))
        if details or len(tasks) <= FEW_TASKS:
            show(console, labels(tasks))


def left_out(tasks: Sequence[TaskSummary]) -> Sheet:
    """Of each task, what was read, what went in all steps and in the largest one."""
    rows = []
    for task in tasks:
        read = sum(step.rows for step in task.steps if step.name == READ)
        went = [step for step in task.steps if step.name != READ and step.excluded]
        cases = sum(task.cases.values())
        most = max(went, key=lambda step: step.excluded, default=None)
        said = f"{most.centre}: {most.name} ({most.excluded})" if most else ""
        rows.append((task_number(task.name), said, str(read), str(read - cases), str(cases)))
    columns = ("task", "largest step", "read", "left out", "cases")
    title = "What was left out (--details shows each step)"
    return Sheet(title, columns, tuple(rows), words=2)


def attrition(task: TaskSummary) -> Sheet:
    """What was read and left out, centre by centre; steps that left out nothing are not shown."""
    return attrition_of(f"{task.name}: attrition", task.steps)


def attrition_of(title: str, steps: Sequence[Step]) -> Sheet:
    """Steps, centre by centre; those that left out nothing are not shown."""
    rows = [
        (
            step.centre,
            step.name,
            "" if step.name == READ else str(step.excluded),
            str(step.rows),
            str(step.patients),
        )
        for step in steps
        if step.name == READ or step.excluded
    ]
    columns = ("centre", "step", "left out", "rows left", "patients")
    return Sheet(title, columns, tuple(rows), words=2, grouped=True)


def phi_replaced(cohort: str, phi: Mapping[str, Mapping[str, int]]) -> Sheet:
    """How many PHI spans were replaced in a cohort, per category and centre."""
    categories = sorted({category for counts in phi.values() for category in counts})
    rows = [
        (category, *(str(counts.get(category, 0)) for counts in phi.values()))
        for category in categories
    ]
    return Sheet(f"PHI replaced: {cohort}", ("category", *phi), tuple(rows))


def split_sizes(tasks: Sequence[TaskSummary]) -> Sheet:
    """Cases and patients of each task, test set and folds."""
    most = max(len(task.folds) for task in tasks)
    rows = []
    for task in tasks:
        folds = [f"{training}/{validation}" for training, validation in task.folds]
        numbers = (str(sum(task.cases.values())), str(task.patients), str(task.test))
        rows.append((task_number(task.name), *numbers, *folds, *[""] * (most - len(folds))))
    columns = ("task", "cases", "patients", "test", *(f"fold {k}" for k in range(most)))
    return Sheet("Split sizes (training/validation per fold)", columns, tuple(rows))


def labels(tasks: Sequence[TaskSummary]) -> Sheet:
    """What the labels of each task look like."""
    rows = [
        (
            task_number(task.name),
            ", ".join(f"{name}: {_short(value)}" for name, value in task.labels.items()),
        )
        for task in tasks
    ]
    return Sheet("Labels", ("task", "label"), tuple(rows), words=2)


def _short(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.4g}"
