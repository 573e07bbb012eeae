"""What keeps simulated reports out of tasks, and in how many of them it is planted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Defect:
    """Something that keeps a report out of some tasks.

    Attributes:
        name: what it is.
        tasks: which tasks it concerns.
        reason: why, in words.
        count: how many there are in a cohort of the benchmark's size.
    """

    name: str
    tasks: tuple[str, ...]
    reason: str
    count: int

    def count_in(self, reports: int, *, full_size: int, floor: int) -> int:
        """How many there are in a simulation: at least one from ``floor`` reports on."""
        return max(round(self.count * reports / full_size), int(reports >= floor))
