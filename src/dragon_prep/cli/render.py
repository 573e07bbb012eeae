"""Tables of what a build or a check found."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragon_prep.core.attrition import READ
from dragon_prep.core.errors import in_order, rows_quarantined
from dragon_prep.tasks.published import compared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dragon_prep.audit.verdicts import Totals
    from dragon_prep.core.errors import ErrorCode, Problem
    from dragon_prep.tasks.published import Sizes
    from dragon_prep.tasks.summary import TaskSummary

_WIDTH_WITHOUT_TERMINAL = 110
_WIDER_THAN_ANY = 10_000
_LEAST_FOR_WORDS = 12
_PLACES_SHOWN = 10
_OFF_TOKENS = {"grown": "grown to whole tokens", "cut": "begin later", "dropped": "dropped"}


def console() -> Console:
    """Standard output; as wide as the tables need where there is no terminal."""
    if sys.stdout.isatty():
        return Console(highlight=False)
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
    table = _table(sheet)
    wide = console.options.update(width=_WIDER_THAN_ANY)
    if console.measure(table, options=wide).minimum <= console.width:
        console.print(table)
        return
    if sheet.title:
        console.print(f"\n{sheet.title}", markup=False, soft_wrap=True)
    words = 1 if sheet.words == len(sheet.columns) else sheet.words
    for row in sheet.rows:
        console.print(", ".join(cell for cell in row[:words]), markup=False, soft_wrap=True)
        for header, cell in zip(sheet.columns[words:], row[words:], strict=True):
            if cell:
                console.print(f"  {header}: {cell}", markup=False, soft_wrap=True)


def _table(sheet: Sheet) -> Table:
    title = Text(sheet.title) if sheet.title else None
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    last_section = ""
    for i, column in enumerate(sheet.columns):
        width = max(map(cell_len, (column, *(row[i] for row in sheet.rows))))
        if i < sheet.words:
            least = min(width, _LEAST_FOR_WORDS)
            table.add_column(column, justify="left", overflow="fold", min_width=least)
        else:
            table.add_column(column, justify="right", no_wrap=True, min_width=width)
    for row in sheet.rows:
        section = row[0] if sheet.grouped else ""
        if last_section and section != last_section:
            table.add_section()
        shown = ("", *row[1:]) if section and section == last_section else row
        last_section = section
        table.add_row(*map(Text, shown))
    return table


def attrition(task: TaskSummary) -> Sheet:
    """What was read and left out, centre by centre; steps that left out nothing are not shown."""
    rows = [
        (
            step.centre,
            step.name,
            "" if step.name == READ else str(step.excluded),
            str(step.rows),
            str(step.patients),
        )
        for step in task.steps
        if step.name == READ or step.excluded
    ]
    columns = ("centre", "step", "left out", "rows left", "patients")
    return Sheet(f"{task.name}: attrition", columns, tuple(rows), words=2, grouped=True)


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
        rows.append((_short_name(task), *numbers, *folds, *[""] * (most - len(folds))))
    columns = ("task", "cases", "patients", "test", *(f"fold {k}" for k in range(most)))
    return Sheet("Split sizes (training/validation per fold)", columns, tuple(rows))


def published(tasks: Iterable[tuple[str, Sizes]]) -> str:
    """How the sizes of tasks compare with those that were published; nothing if none was."""
    found = compared(tasks)
    if not found:
        return ""
    same = [_number(name) for name, sizes, known in found if sizes == known]
    lines = ["Cases for development + test, compared with the published benchmark"]
    if same:
        lines.append(f"  as published: {', '.join(same)}")
    lines += [
        f"  {_number(name)}: {sizes}; published: {known}"
        for name, sizes, known in found
        if sizes != known
    ]
    return "\n".join(lines)


def labels(tasks: Sequence[TaskSummary]) -> Sheet:
    """What the labels of each task look like."""
    rows = [
        (
            _short_name(task),
            ", ".join(f"{name}: {_short(value)}" for name, value in task.labels.items()),
        )
        for task in tasks
    ]
    return Sheet("Labels", ("task", "label"), tuple(rows), words=2)


def spans(tasks: Sequence[TaskSummary]) -> str:
    """What became of spans that do not fit the tokens; nothing if all did."""
    lines = [
        f"  {_short_name(task)}: "
        + ", ".join(f"{count} {_OFF_TOKENS[what]}" for what, count in task.spans.items())
        for task in tasks
        if task.spans
    ]
    return "\n".join(["Spans off the borders of tokens", *lines]) if lines else ""


def numbers(tasks: Sequence[TaskSummary]) -> str:
    """How many numbers of labels stand nowhere in their texts; nothing if all do."""
    lines = [
        f"  {_short_name(task)}: {nowhere} of {sum(task.numbers.values())}"
        for task in tasks
        if (nowhere := task.numbers.get("nowhere"))
    ]
    return "\n".join(["Numbers of labels that the texts do not state", *lines]) if lines else ""


def _short_name(task: TaskSummary) -> str:
    """Such as T19, which tasks are called by, too."""
    return _number(task.name)


def _number(full_name: str) -> str:
    return f"T{int(full_name.removeprefix('Task').partition('_')[0])}"


def _short(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.4g}"


def problems(found: Sequence[Problem]) -> str:
    """Problems by kind, with what to do and the places; some places stand for very many."""
    by_kind: dict[ErrorCode, list[Problem]] = {}
    for problem in in_order(found):
        by_kind.setdefault(problem.kind, []).append(problem)
    lines = ["Problems"]
    for kind, some in by_kind.items():
        lines += ["", f"  {kind.code} {kind.title}{_how_many(some)}", f"    {kind.remedy}"]
        for problem in some[:_PLACES_SHOWN]:
            detail = problem.detail if problem.detail != kind.title else ""
            lines.append(f"    - {problem.place}" + (f": {detail}" if detail else ""))
        if len(some) > _PLACES_SHOWN:
            lines.append(f"    - and {len(some) - _PLACES_SHOWN} more; --json lists all")
    return "\n".join(lines)


def _how_many(some: Sequence[Problem]) -> str:
    if some[0].kind.code.startswith("V"):  # a finding of a release; no row is kept or held back
        return f" ({len(some)})"
    quarantined = rows_quarantined(some)
    return f" ({quarantined} rows held back)" if quarantined else f" ({len(some)}, listed only)"


def unread(found: Mapping[str, Mapping[str, Mapping[str, int]]]) -> str:
    """How many replaced mentions no grammar reads, in one line; nothing if all are read."""
    counts: Counter[str] = Counter()
    for centres in found.values():
        for by_category in centres.values():
            counts.update(by_category)
    if not counts.total():
        return ""
    listed = ", ".join(f"{category} {count}" for category, count in sorted(counts.items()))
    return f"Replaced, but in no notation that can be read: {listed}"


def annotated(found: Mapping[str, Mapping[str, tuple[int, int]]]) -> str:
    """How many reports somebody annotated, and a warning of those the detector alone has seen."""
    lines = []
    for cohort, centres in found.items():
        lines += [
            f"{cohort}, {centre}: {yes} reports annotated, {no} left to the detector"
            for centre, (yes, no) in centres.items()
        ]
    alone = sum(no for centres in found.values() for _, no in centres.values())
    if alone:
        lines.append(
            f"Mind: PHI in {alone} reports was looked for by the detector alone. Have people read "
            "them, or annotate them, before the release leaves the hospital."
        )
    return "\n".join(["Reports", *(f"  {line}" for line in lines)])


def audit(found: Mapping[str, Mapping[str, Totals]]) -> str:
    """What the audit found left, and what it took for coincidences, by cohort and centre."""
    lines = ["Audit after replacement"]
    for cohort, centres in found.items():
        for centre, counts in centres.items():
            left, passed = (
                sum(sum(by_category.values()) for by_category in counts[name].values())
                for name in ("held_back_for", "coincidences")
            )
            said = f"{left} mentions left, their reports held back; {passed} coincidences"
            lines.append(f"  {cohort}, {centre}: {said}")
    return "\n".join(lines)


def coincidences(found: Mapping[str, Mapping[str, int]]) -> str:
    """What the audit took for coincidences, by rule and category."""
    lines = [
        f"  {rule}: " + ", ".join(f"{category} {count}" for category, count in counts.items())
        for rule, counts in found.items()
    ]
    return "\n".join(["Coincidences" if lines else "No coincidences", *lines])


def problem_json(problem: Problem) -> dict[str, object]:
    """A problem, for machines."""
    return {
        "code": problem.kind.code,
        "file": problem.place.file,
        "row": problem.place.row,
        "column": problem.place.column,
        "what": problem.detail or problem.kind.title,
        "remedy": problem.kind.remedy,
        "held_back": problem.quarantined,
    }


def task_json(task: TaskSummary) -> dict[str, object]:
    """A task in numbers, for machines."""
    return {
        "name": task.name,
        "title": task.title,
        "cases": task.cases,
        "patients": task.patients,
        "test": task.test,
        "folds": [{"training": t, "validation": v} for t, v in task.folds],
        "labels": task.labels,
        "spans_off_tokens": task.spans,
        "numbers_in_text": task.numbers,
        "attrition": [
            {
                "centre": s.centre,
                "step": s.name,
                "left_out": s.excluded,
                "rows": s.rows,
                "patients": s.patients,
            }
            for s in task.steps
        ],
    }
