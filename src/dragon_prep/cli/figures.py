"""Figures with their intervals, in cells of tables and in files for machines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dragon_prep.evaluation.score import Figure


def figure_cell(figure: Figure, *, interval: bool = False) -> str:
    """A figure in a cell of a table, with its interval where there is room."""
    if figure.value is None:
        return "-"
    if not interval:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} ({figure.low:.3f}-{figure.high:.3f})"


def printable(text: str) -> str:
    """A string without line ends, and without what would command a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def require_json_place(path: Path, inputs: Iterable[Path], *, overwrite: bool) -> None:
    """Sees to it that a file of figures can be put in a place.

    Args:
        path: the place.
        inputs: what is read.
        overwrite: whether a file that is there may be replaced.

    Raises:
        UsageFault: if something else is there, or it is one of the inputs.
    """
    from dragon_prep.core.codes.run import OUTPUT_EXISTS, OUTPUT_MISPLACED
    from dragon_prep.core.errors import Place, UsageFault
    from dragon_prep.core.files import absolute, require_file_or_nothing, system_faults

    with system_faults(path.name):
        require_file_or_nothing(path)
        if absolute(path) in map(absolute, inputs):
            raise UsageFault(OUTPUT_MISPLACED, place=Place(path.name))
        if path.exists() and not overwrite:
            remedy = "Give another file, or --overwrite to replace this one."
            raise UsageFault(OUTPUT_EXISTS, place=Place(path.name), remedy=remedy)


def write_json(path: Path, body: Mapping[str, object], *, private: bool = False) -> None:
    """Puts a file of figures in place.

    Args:
        path: the place.
        body: what it says.
        private: whether only its owner may read it, since texts stand in it.

    Raises:
        SystemFault: if it cannot be written.
    """
    from dragon_prep.core.files import system_faults, write_atomically

    with system_faults(path.name):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, (json.dumps(body, indent=1) + "\n").encode("ascii"), private=private)
