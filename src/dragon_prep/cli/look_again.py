"""The option of the second look, shared by the commands that take it."""

from __future__ import annotations

from typing import Annotated

import typer

from dragon_prep.core.second_look import SecondLook

USUAL = SecondLook.REPLACE
LookAgain = Annotated[
    SecondLook,
    typer.Option(
        "--second-look",
        help="What becomes of what the detector is sure of in an annotated report and nobody "
        "marked: it is replaced, or listed only, or holds the report back; off: the detector does "
        "not read these reports.",
    ),
]
