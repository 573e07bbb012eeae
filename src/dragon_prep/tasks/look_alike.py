"""What a look-alike may have that no real release has: see :mod:`dragon_prep.services.synth`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.steps import Step
from dragon_prep.core.streams import KeyedStream
from dragon_prep.tasks.chosen import choose, nearness
from dragon_prep.tasks.derive import source_of
from dragon_prep.tasks.questions import CaseRow, words_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragon_prep.core.documents import Document
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.tasks.chosen import CaseChoice, Nearness
    from dragon_prep.tasks.derive import Labelled
    from dragon_prep.tasks.task import Task

SPARE = "more than the look-alike is to have"
NOTICE = """\
##############################
NOTICE:
THIS REPORT IS INVENTED. NO PATIENT, NO DOCTOR AND NO HOSPITAL IN IT IS REAL, AND WHERE NAMES, DATES
OR NUMBERS AGREE WITH REAL ONES, THEY DO SO BY CHANCE. IT WAS MADE TO DEVELOP ALGORITHMS; PLEASE DO
NOT USE IT FOR CARE, OR AS A SOURCE ON ANY DISEASE.
##############################

"""
"""What stands at the head of each text, where the benchmark's reports have their disclaimer."""

_FINE = 1 << 30


def contrast_path(task_name: str) -> str:
    """The contrast set of a task, as a path in the look-alike."""
    return f"contrast/{task_name}.jsonl"


@dataclass(frozen=True, slots=True, repr=False)
class ContrastSet:
    """Pairs of reports of a task that differ in the statement that turns the label.

    Attributes:
        content: of the file, JSON lines; empty where there are no pairs.
        pairs: how many.
        rejected: how many differed in more.
    """

    content: bytes = b""
    pairs: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class LookAlike:
    """What is done to the cases of a look-alike.

    Attributes:
        choices: by task, how many cases it has and what they are like; all of them unless said.
        unfollowed: by task, what a release profile says nothing of that could be followed.
        label_noise: by task, how likely a development label is drawn anew.
        notice: whether each text begins with :data:`NOTICE`.
        few_shot: whether there are jobs with few training cases of each class.
        held_out: whether there are jobs that are tested on a centre nobody trained on.
        knobs: how its simulated reports are, where that is not as usual.
        contrast: by task, its pairs of reports that differ in one statement; empty for none.
    """

    choices: Mapping[str, CaseChoice] = field(default_factory=dict)
    unfollowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    label_noise: Mapping[str, float] = field(default_factory=dict)
    notice: bool = False
    few_shot: bool = False
    held_out: bool = False
    knobs: Mapping[str, float] = field(default_factory=dict)
    contrast: Mapping[str, ContrastSet] = field(default_factory=dict)

    def pairs_of(self, task: str) -> int:
        """How many pairs of reports of a task differ in one statement."""
        return self.contrast[task].pairs if task in self.contrast else 0

    def to_json(self) -> dict[str, object]:
        """What the manifest says of it among the options: what is not as usual."""
        said = {
            "rows": {name: choice.rows for name, choice in self.choices.items()},
            "unfollowed": {name: list(left) for name, left in self.unfollowed.items()},
            "label_noise": dict(self.label_noise),
            "notice": self.notice,
            "few_shot": self.few_shot,
            "held_out": self.held_out,
            "knobs": dict(self.knobs),
            "contrast": {
                name: {"pairs": one.pairs, "rejected": one.rejected}
                for name, one in self.contrast.items()
            },
        }
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True, repr=False)
class MadeLike:
    """What came of it for one task.

    Attributes:
        nearness: how near it is to the release profile.
        noisy: how many development labels are others than they were; None without noise.
        pairs: how many pairs of reports differ in one statement; 0 where there are none.
    """

    nearness: tuple[Nearness, ...] = ()
    noisy: int | None = None
    pairs: int = 0

    def to_json(self) -> dict[str, object]:
        """For the task's entry in the manifest; nothing if there is nothing to say."""
        near = {"likeness": [one.to_json() for one in self.nearness]} if self.nearness else {}
        noisy = {} if self.noisy is None else {"labels_changed": self.noisy}
        return {**near, **noisy, **({"contrast_pairs": self.pairs} if self.pairs else {})}


@dataclass(frozen=True, slots=True, repr=False)
class Chosen:
    """Which cases were chosen.

    Attributes:
        rows: their places.
        steps: what was left out for it, per source.
        nearness: how near they come to the release profile.
    """

    rows: tuple[int, ...]
    steps: tuple[Step, ...]
    nearness: tuple[Nearness, ...]


def with_notice(document: Document) -> Document:
    """A document with the notice at its head, and its spans where they are then."""
    by = len(NOTICE)
    return replace(
        document,
        text=NOTICE + document.text,
        phi=tuple((start + by, end + by, label) for start, end, label in document.phi),
        entities=tuple((start + by, end + by, label) for start, end, label in document.entities),
        replaced=tuple((a, b, c + by, d + by) for a, b, c, d in document.replaced),
    )


def choose_cases(
    task: Task, cases: Sequence[Labelled], choice: CaseChoice, key: ProjectKey
) -> Chosen:
    """Which cases a look-alike keeps.

    Raises:
        InputFault: if there are fewer cases than are wanted.
    """
    rows = [row_of(case) for case in cases]
    keep = choose(rows, _ids(cases), choice, key, task.full_name)
    near = nearness([rows[at] for at in keep], choice)
    return Chosen(tuple(keep), _steps(task, cases, [cases[at] for at in keep]), near)


def row_of(case: Labelled) -> CaseRow:
    """What questions look at of a case."""
    return CaseRow(case.label, words_in(case.content), case.document.centre)


def with_label_noise(
    task: Task, cases: Sequence[Labelled], development: Sequence[int], key: ProjectKey, rate: float
) -> tuple[list[Labelled], int]:
    """Cases of which some development labels are drawn anew from the development labels.

    Each annotator who is unsure draws from what is usual: with two such annotators, Krippendorff's
    alpha is ``(1 - rate) ** 2``. Of a label with several positions each is drawn by itself.

    Args:
        task: theirs.
        cases: all of them.
        development: the places of those for development.
        key: the same key, the same labels.
        rate: how likely a label is drawn anew; it may be drawn as it was.

    Returns:
        The cases, and how many labels are others than they were.
    """
    usual = [cases[at].label for at in development]
    made, changed = list(cases), 0
    ids = _ids(cases)
    for at in development:
        stream = KeyedStream(key, KeyPurpose.LOOK_ALIKE, task.full_name, "label noise", ids[at])
        label = _redrawn(cases[at].label, usual, stream, rate)
        changed += label != cases[at].label
        made[at] = replace(cases[at], label=label)
    return made, changed


def _redrawn(label: object, usual: Sequence[Any], stream: KeyedStream, rate: float) -> object:
    if not isinstance(label, list):
        return stream.choice(usual) if stream.below(_FINE) < rate * _FINE else label
    return [
        _redrawn(value, [one[place] for one in usual if place < len(one)], stream, rate)
        for place, value in enumerate(label)
    ]


def _ids(cases: Sequence[Labelled]) -> list[str]:
    """One for each case; a report of several containers gives several."""
    seen: dict[str, count[int]] = {}
    return [
        f"{case.document.case} {next(seen.setdefault(case.document.case, count()))}"
        for case in cases
    ]


def _steps(task: Task, cases: Sequence[Labelled], kept: Sequence[Labelled]) -> tuple[Step, ...]:
    steps = []
    sources = {id(case): source_of(task, case.document) for case in cases}
    for source in dict.fromkeys(sources.values()):
        of = [case for case in cases if sources[id(case)] == source]
        stay = [case.patient for case in kept if sources[id(case)] == source]
        steps.append(Step(source, SPARE, len(of) - len(stay), len(stay), len(set(stay))))
    return tuple(steps)
