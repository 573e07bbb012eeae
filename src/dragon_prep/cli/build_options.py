"""Options that a build and a check have in common."""

from __future__ import annotations

import os
from typing import Annotated

import typer

Strict = Annotated[bool, typer.Option("--strict", help="Stop if a single row has to be held back.")]
WorkerCount = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes; the result stays the same.")
]
Details = Annotated[
    bool,
    typer.Option("--details", help="Show all tables, also where there are many tasks."),
]


def default_workers() -> int:
    """Two processes where there are two processors; more need to be asked for."""
    return min(2, os.cpu_count() or 1)
