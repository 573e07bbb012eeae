"""Tasks: one label derived from one cohort."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from dragon_prep.archive.contract import full_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from dragon_prep.core.spans import Span
    from dragon_prep.core.targets import Target
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.intake.raw_file import RawFile

    Mask = Callable[[pd.DataFrame], "pd.Series[bool]"]
    Value = Callable[[Any], object]
    Parts = Callable[[Any], list[str]]
    Tags = Callable[[Any], Sequence[Span]]
    Relabel = Callable[[list[Any]], Callable[[Any], object]]
    Agrees = Callable[[Any, Any], bool | None]

OF_EVERY_ROW = frozenset(("centre", "cohort", "text", "patient", "annotated", "phi", "entities"))
"""What a row has beside the fields of its cohort."""

PHI_SPANS = "PHI spans"
"""What the tags of a task come from that asks for what was replaced."""


@dataclass(slots=True)
class Task:
    """A task reads as a definition: what it asks for, what it leaves out, and its value.

    Rules are registered by decorators, so that a task file is a list of short functions::

        task = Task(number=29, name="example_reg", title="...", cohort=cohort, target=...)

        @task.exclude("value not stated")
        def not_stated(rows):  # a data frame of the cohort's fields -> a mask
            return rows["psa"].isna()

        @task.value("psa")
        def psa(row):  # one row, fields as attributes -> the label
            return number(row.psa, units=("ng/ml",))

    A value that cannot be read raises :class:`dragon_prep.intake.values.ValueProblem`; it costs its
    own row only.

    Rows have the cohort's fields and these: ``centre``, ``cohort`` (its name), ``text`` (as it
    will be in the release), ``patient`` (a keyed stand-in), and ``annotated`` (whether somebody
    marked PHI in it). What is called with one row finds in it ``phi`` and ``entities`` too: the
    surrogates and the entity spans, tuples of :class:`~dragon_prep.core.spans.Span` in ``text``.

    Attributes:
        number: of the task, such as 19; part of its folder names and job ids.
        name: such as ``prostate_volume_reg``.
        title: for people.
        cohort: whose reports it uses.
        target: what it asks for.
        truncation_side: at which end a model should cut a text that is too long.
        draws_on: further cohorts, each with those of its centres whose reports are used.
        tokens: how a text becomes tokens, for a target with one label per token: as in the DRAGON
            challenge (:mod:`dragon_prep.language.tokens`), or ``words`` between white space.
    """

    number: int
    name: str
    title: str
    cohort: Cohort
    target: Target
    truncation_side: Literal["left", "right"] = "left"
    draws_on: tuple[tuple[Cohort, tuple[str, ...]], ...] = ()
    tokens: Literal["dragon", "words"] = "dragon"
    rules: list[tuple[str, Mask]] = field(default_factory=list)
    derive: Value | Tags | None = None
    derived_from: str = ""
    parts: Parts | None = None
    in_test_set: Mask | None = None
    learn_labels: Relabel | None = None
    agreements: list[tuple[str, Agrees]] = field(default_factory=list, repr=False)

    @property
    def full_name(self) -> str:
        """Such as ``Task019_prostate_volume_reg``."""
        return full_name(self.number, self.name)

    @property
    def input_name(self) -> Literal["text", "text_parts"]:
        """What the archives call the input."""
        return "text_parts" if self.parts or self.target.type.is_token_level else "text"

    @property
    def cohorts(self) -> dict[str, tuple[Cohort, tuple[str, ...]]]:
        """By name, all cohorts it uses, with those of their centres whose reports are used."""
        own = (self.cohort, self.cohort.centres)
        return {cohort.name: (cohort, centres) for cohort, centres in (own, *self.draws_on)}

    @property
    def files(self) -> list[RawFile]:
        """All raw files it needs."""
        return [
            raw
            for cohort, centres in self.cohorts.values()
            for raw in cohort.files
            if set(raw.centres) & {*centres}
        ]

    def exclude(self, why: str) -> Callable[[Mask], Mask]:
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
        if self.target.type.is_token_level:
            raise ValueError(f"{self.full_name} has one label per token: it needs @task.tags")

        def register(derive: Value) -> Value:
            self.derive, self.derived_from = derive, field_name
            return derive

        return register

    def tags(self, field_name: str) -> Callable[[Tags], Tags]:
        """Registers the function that gives the spans of one row, for a target of entities.

        The labels of the spans are the tags without ``B-`` and ``I-``; the library makes tokens
        of the text, and tags of the spans.

        Args:
            field_name: what the spans come from, named where they cannot be used.
        """
        if not self.target.type.is_token_level:
            raise ValueError(f"{self.full_name} has no label per token: it needs @task.value")

        def register(derive: Tags) -> Tags:
            self.derive, self.derived_from = derive, field_name
            return derive

        return register

    def agrees(self, what: str) -> Callable[[Agrees], Agrees]:
        """Registers a check of label, text and other fields of one row.

        It is called with a row and its label, and tells whether they agree, or None where there is
        nothing to compare. Rows that do not agree are listed and counted, and stay.

        Args:
            what: is so where they agree, such as ``density is PSA by volume``.
        """

        def register(check: Agrees) -> Agrees:
            self.agreements.append((what, check))
            return check

        return register

    def text_parts(self, parts: Parts) -> Parts:
        """Registers the function that gives the input of one row in parts, in place of its text."""
        self.parts = parts
        return parts

    def test_set(self, mask: Mask) -> Mask:
        """Registers which rows are the test set, where that was fixed beforehand.

        Rows outside it whose patient is in it are left out, as a step of the attrition.
        """
        self.in_test_set = mask
        return mask

    def relabel(self, learn: Relabel) -> Relabel:
        """Registers what is learnt from the labels of the development cases.

        It is called with these labels, and returns a function from label to label that is applied
        to all cases: so that labels of the test set decide nothing.
        """
        self.learn_labels = learn
        return learn
