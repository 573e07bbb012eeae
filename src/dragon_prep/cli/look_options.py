"""How simulated reports are to be: options that ``simulate`` and ``synth`` have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dragon_prep.synthetic.kit.knobs import Knobs

Noise = Annotated[
    float, typer.Option("--noise", min=0, help="Times as many slips of typing; 0 for none.")
]
Length = Annotated[
    float, typer.Option("--length", min=0.1, max=10, help="Times as many words a report.")
]
Difficulty = Annotated[
    float,
    typer.Option(
        "--difficulty",
        min=0,
        max=1,
        help="From 0, where a phrase tells the label, to 1, where it takes reading.",
    ),
]


def knobs_of(noise: float, length: float, difficulty: float, *, stress: bool = False) -> Knobs:
    """The options as one."""
    from dragon_prep.synthetic.kit.knobs import Knobs

    return Knobs(noise=noise, length=length, difficulty=difficulty, stress=stress)
