"""Tasks: one label derived from one cohort."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from dragon_prep.archive.contract import full_name

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from dragon_prep.model.cohort import Cohort
    from dragon_prep.model.targets import Target

    Mask = Callable[[pd.DataFrame], "pd.Series[bool]"]
    Value = Callable[[Any], object]


@dataclass(slots=True)
class Task:
    """A task reads as a definition: what it asks for, what it leaves out, and its value.

    Rules are registered by decorators, so that a task file is a list of short functions::

        task = Task(number=29, name="example_reg", title="...", cohort=cohort, target=...)

        @task.leave_out("value not stated")
        def not_stated(rows):  # a data frame of the cohort's fields -> a mask
            return rows["psa"].isna()

        @task.value("psa")
        def psa(row):  # one row, fields as attributes -> the label
            return number(row.psa, units=("ng/ml",))

    A value that cannot be read raises :class:`dragon_prep.read.values.ValueProblem`; it costs its
    own row only.

    Attributes:
        number: of the task, such as 19; part of its folder names and job ids.
        name: such as ``prostate_volume_reg``.
        title: for people.
        cohort: whose reports it uses.
        target: what it asks for.
        truncation_side: at which end a model should cut a text that is too long.
    """

    number: int
    name: str
    title: str
    cohort: Cohort
    target: Target
    truncation_side: Literal["left", "right"] = "left"
    rules: list[tuple[str, Mask]] = field(default_factory=list)
    derive: Value | None = None
    derived_from: str = ""

    @property
    def full_name(self) -> str:
        """Such as ``Task019_prostate_volume_reg``."""
        return full_name(self.number, self.name)

    def leave_out(self, why: str) -> Callable[[Mask], Mask]:
        """Registers a rule; the rows of its mask are left out, as one step of the attrition."""

        def register(mask: Mask) -> Mask:
            self.rules.append((why, mask))
            return mask

        return register

    def value(self, field_name: str) -> Callable[[Value], Value]:
        """Registers the function that gives the label of one row.

        Args:
            field_name: the field the value comes from, named where it cannot be read.
        """

        def register(derive: Value) -> Value:
            self.derive, self.derived_from = derive, field_name
            return derive

        return register
