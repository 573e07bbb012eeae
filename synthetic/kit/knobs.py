"""What a user may turn of a simulation, beside its size and its seed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Knobs:
    """How a simulation is to be; as it comes, like the reports of the benchmark.

    Attributes:
        noise: times as many slips of typing, from 0 up.
        length: times as many words a report, more than 0.
        difficulty: from 0, where a phrase tells the label, to 1, where each report has statements
            that look like another label (denied, doubtful, of earlier, of another place) and says
            its own in the way that is hardest to read.
        stress: whether there are identifiers and signs that such reports hardly ever have: what
            tests a step of the pipeline, and nothing an algorithm should learn from.

    Raises:
        ValueError: if one of them is out of its range.
    """

    noise: float = 1.0
    length: float = 1.0
    difficulty: float = 0.5
    stress: bool = False

    def __post_init__(self) -> None:
        if not (self.noise >= 0 and self.length > 0 and 0 <= self.difficulty <= 1):
            raise ValueError("noise from 0, length above 0, difficulty from 0 to 1")

    def to_json(self) -> dict[str, float]:
        """What a manifest says of them: those that are turned."""
        told = {"noise": self.noise, "length": self.length, "difficulty": self.difficulty}
        turned = {name: value for name, value in told.items() if value != getattr(STANDARD, name)}
        return {**turned, **({"stress": True} if self.stress else {})}


STANDARD = Knobs()
