"""What a build tells about each task: attrition, split sizes, labels."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.archive.label_summary import label_summary
from dragon_prep.tasks.published import Sizes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragon_prep.core.steps import Step
    from dragon_prep.split.folds import Split
    from dragon_prep.tasks.agreeing import AgreedCounts
    from dragon_prep.tasks.bio import BioCounts
    from dragon_prep.tasks.task import Task


@dataclass(frozen=True, slots=True)
class StatedCounts:
    """How many numbers of the labels stand in the texts, in number.

    Attributes:
        stand: the number, or the diameters it is made of, stands in the text.
        nowhere: it stood nowhere in the report: it was computed, rounded or said in words.
    """

    stand: int = 0
    nowhere: int = 0

    def __add__(self, other: StatedCounts) -> StatedCounts:
        return StatedCounts(self.stand + other.stand, self.nowhere + other.nowhere)


@dataclass(frozen=True, slots=True)
class TaskSummary:
    """One task of a build or a check, in numbers.

    Attributes:
        name: the full name.
        title: for people.
        steps: the whole attrition, centre by centre.
        cases: number of cases, by centre.
        patients: number of patients.
        test: number of cases in the test set.
        folds: number of training and validation cases, fold by fold.
        labels: what the labels look like, in words and numbers.
        spans: how many spans were given whole tokens, begin later or were dropped; empty where no
            span did not fit, or the target has no tokens.
        numbers: of a regression, how many numbers of the labels stand in the texts, and how many
            stood nowhere in them.
        agreements: by check and source, in how many cases label, text and other fields agree.
        compromises: what its split could not give, in words and counts.
    """

    name: str
    title: str
    steps: tuple[Step, ...]
    cases: dict[str, int]
    patients: int
    test: int
    folds: tuple[tuple[int, int], ...]
    labels: dict[str, float | int]
    spans: dict[str, int]
    numbers: dict[str, int]
    agreements: Mapping[str, Mapping[str, AgreedCounts]] = field(default_factory=dict, repr=False)
    compromises: tuple[str, ...] = field(default=(), repr=False)

    @property
    def sizes(self) -> Sizes:
        """How many cases there are for development and for testing."""
        return Sizes(sum(self.cases.values()) - self.test, self.test)


def annotated_json(annotated: Mapping[str, Mapping[str, tuple[int, int]]]) -> dict[str, object]:
    """By cohort and centre, how many reports were annotated and how many were not, for machines."""
    return {
        cohort: {
            centre: {"annotated": yes, "left_to_the_detector": no}
            for centre, (yes, no) in counts.items()
        }
        for cohort, counts in annotated.items()
    }


@dataclass(frozen=True, slots=True, repr=False)
class CaseColumns:
    """What a task's cases are, one by one: centre (and cohort), patient and label of each."""

    centres: Sequence[str]
    patients: Sequence[str]
    labels: Sequence[object]


def summarise(
    task: Task,
    steps: Sequence[Step],
    cases: CaseColumns,
    split: Split,
    spans: BioCounts,
    numbers: StatedCounts,
) -> TaskSummary:
    """Puts a task in numbers.

    Args:
        task: the task.
        steps: its attrition, cohort and task.
        cases: of the task.
        split: of the cases.
        spans: what became of spans that do not fit the tokens.
        numbers: of the labels, how many stand in the texts.
    """
    return TaskSummary(
        name=task.full_name,
        title=task.title,
        steps=tuple(steps),
        cases=dict(sorted(Counter(cases.centres).items())),
        patients=len(set(cases.patients)),
        test=len(split.test),
        folds=tuple((len(split.training(k)), len(rows)) for k, rows in enumerate(split.validation)),
        labels=label_summary(cases.labels),
        spans={name: count for name, count in asdict(spans).items() if count},
        numbers={name: count for name, count in asdict(numbers).items() if count},
    )
