"""What a check found of each raw file: on a terminal, and for machines."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from dragon_prep.cli.json_bodies import problem_json
from dragon_prep.cli.tables import FEW_TASKS, Sheet, show
from dragon_prep.services.file_facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from dragon_prep.intake.doubts.figures import FileFigures

_FEW_FILES = 4 * FEW_TASKS
_LONGEST_NAME = 56


def files_json(files: Sequence[FileFigures]) -> list[dict[str, object]]:
    """What each file is like, for machines."""
    return [
        {**asdict(figures), "doubts": [problem_json(problem) for problem in figures.doubts]}
        for figures in files
    ]


def show_files(console: Console, files: Sequence[FileFigures], *, details: bool) -> None:
    """Shows files: of many only those with a doubt, in full where details are wanted."""
    if details:
        for figures in files:
            title = f"{figures.cohort}: {figures.file}"
            show(console, Sheet(title, ("what", "found"), facts_of(figures), words=2))
    shown = [f for f in files if len(files) <= _FEW_FILES or f.doubts or f.fault]
    if shown:
        show(console, _overview(shown, len(files)))


def _overview(shown: Sequence[FileFigures], of: int) -> Sheet:
    rows = tuple(_row(figures) for figures in shown)
    columns = ("file", "doubts", "encoding", "rows", "texts", "median")
    title = "Raw files" if len(shown) == of else f"Raw files with doubts ({len(shown)} of {of})"
    return Sheet(title, columns, rows, words=3)


def _row(figures: FileFigures) -> tuple[str, ...]:
    codes = dict.fromkeys(problem.kind.code for problem in figures.doubts)
    texts = figures.texts
    return (
        _short(figures.file),
        ", ".join([*codes, *([figures.fault] if figures.fault else [])]),
        figures.encoding,
        "" if figures.fault else str(figures.rows),
        str(texts.filled) if texts else "",
        str(texts.lengths.median) if texts and texts.lengths else "",
    )


def _short(path: str) -> str:
    """A path that fits into a column; the page has it in full."""
    if len(path) <= _LONGEST_NAME:
        return path
    half = (_LONGEST_NAME - 3) // 2
    return f"{path[:half]}...{path[-half:]}"
