"""A line of an attrition."""

from __future__ import annotations

from dataclasses import dataclass

READ = "read"  # the name of each centre's first step


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an attrition table.

    Attributes:
        centre: whose reports.
        name: what happened, such as "read" or why rows were left out.
        left_out: how many rows went in this step (0 for what was read).
        rows: how many are left.
        patients: of how many patients.
    """

    centre: str
    name: str
    excluded: int
    rows: int
    patients: int
