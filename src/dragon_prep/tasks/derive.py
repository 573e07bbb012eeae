"""A task's cases: rows left out by its rules, input and label of each row that stays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from dragon_prep.core.attrition import Funnel
from dragon_prep.core.codes.intake import NUMBER_LOST
from dragon_prep.core.codes.run import LABEL_FAILED
from dragon_prep.core.definitions import fault_of, own_faults
from dragon_prep.core.errors import DragonPrepError, Place, Problem, UsageFault, in_order
from dragon_prep.core.mishaps import is_too_many
from dragon_prep.core.spans import Span
from dragon_prep.core.targets import TargetType
from dragon_prep.intake.values import ValueProblem
from dragon_prep.language.tokens import tokenize, words
from dragon_prep.tasks import agreeing
from dragon_prep.tasks.bio import BioCounts, bio, multi_bio
from dragon_prep.tasks.label_faults import label_fault
from dragon_prep.tasks.stated import stated
from dragon_prep.tasks.summary import StatedCounts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from dragon_prep.core.documents import Document
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.steps import Step
    from dragon_prep.tasks.task import Task

SINGLE_CLASS = (TargetType.SINGLE_LABEL_BINARY, TargetType.SINGLE_LABEL_MULTI_CLASS)
_OF_THE_TEST_SET = "patient of the separate test set"


@dataclass(frozen=True, slots=True, repr=False)
class Labelled:
    """A document with its input and label.

    Attributes:
        document: what it comes from.
        content: the text, or the text parts.
        label: what the target asks for.
        is_test: whether it belongs to a test set that was fixed beforehand.
    """

    document: Document
    content: str | tuple[str, ...]
    label: object
    is_test: bool

    @property
    def patient(self) -> str:
        """The keyed patient."""
        return self.document.patient


@dataclass(frozen=True, slots=True, repr=False)
class Derived:
    """A task's cases, its part of the attrition, and what was held back.

    Attributes:
        cases: in source order.
        steps: those that follow the steps of the cohort, per source.
        problems: what was held back.
        spans: what became of spans that do not fit the tokens.
        numbers: of the labels, how many stand in the texts.
        agreements: by check and source, in how many cases label, text and other fields agree.
    """

    cases: tuple[Labelled, ...]
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]
    spans: BioCounts
    numbers: StatedCounts
    agreements: Mapping[str, Mapping[str, agreeing.AgreedCounts]]


class Row:
    """One row, as a task's functions see it: the fields of its cohort as attributes."""

    __slots__ = ("_document", "_fields")

    def __init__(self, document: Document, fields: Mapping[str, object]) -> None:
        self._document = document
        self._fields = fields

    def __getattr__(self, name: str) -> Any:
        try:
            return self._fields[name]
        except KeyError:
            raise AttributeError(f"the cohort has no field {name!r}") from None

    @property
    def phi(self) -> tuple[Span, ...]:
        """The surrogates in the text."""
        return tuple(Span(*span) for span in self._document.phi)

    @property
    def entities(self) -> tuple[Span, ...]:
        """The entity spans in the text."""
        return tuple(Span(*span) for span in self._document.entities)


def source_of(task: Task, document: Document) -> str:
    """What the attrition of a task calls the source of a document."""
    return source_name(task, document.centre, document.cohort)


def source_name(task: Task, centre: str, cohort: str) -> str:
    """The centre; with the cohort where the task draws on several."""
    return f"{centre}, {cohort}" if task.draws_on else centre


def derive(
    task: Task, documents: Sequence[Document], *, key: ProjectKey, min_class_patients: int = 0
) -> Derived:
    """Applies a task's rules to its cohorts.

    Args:
        task: the definition.
        documents: its cohorts, in source order.
        key: the project key, which the documents were made with.
        min_class_patients: leave out classes with fewer patients than this; 0 keeps all. Targets
            without a single class, and tasks that pool rare classes themselves, have nothing to
            leave out.

    Returns:
        The cases, and the steps that follow those of the cohort, per source.

    Raises:
        UsageFault: if a function of the definition fails.
    """
    rows = _rows(task, documents)
    why, tested = _masks(task, rows)
    steps = [name for name, _ in task.rules]
    cases: dict[int, Labelled] = {}
    problems: list[Problem] = []
    spans, numbers = BioCounts(), StatedCounts()
    faults: list[UsageFault] = []
    tried = sum(not reason for reason in why)
    for i, document in enumerate(documents):
        if not why[i]:
            made = _case_or_fault(task, Row(document, rows[i]), document, tested[i], faults)
            if isinstance(made, Problem):
                problems.append(made)
                why[i] = made.kind.title
                continue
            stands = stated(task, document, made[0].label, key)
            if stands is None:
                problems.append(Problem(NUMBER_LOST, _where(task, document)))
                why[i] = NUMBER_LOST.title
                continue
            cases[i], counts = made
            spans += counts
            numbers += stands
    if faults and (len(faults) == tried or is_too_many(len(faults), tried)):
        raise faults[0]  # it is the function, not the reports
    steps += sorted({problem.kind.title for problem in problems})
    for name, going in _left_out_of_cases(task, cases, min_class_patients).items():
        steps.append(name)
        for i in going:
            why[i] = name

    taken: list[Step] = []
    sources = [source_of(task, d) for d in documents]
    for source in dict.fromkeys(sources):
        items = [_Item(d.patient, why[i]) for i, d in enumerate(documents) if sources[i] == source]
        funnel = Funnel(source, items)
        for step in steps:
            funnel.exclude(step, partial(_is_excluded_by, step))
        taken += funnel.steps[1:]  # the first, "read", is the cohort's
    kept = {i: case for i, case in cases.items() if not why[i]}
    asked = [(documents[i], Row(documents[i], rows[i]), case.label) for i, case in kept.items()]
    agreements, differ = _agreements(task, asked)
    every = in_order([*problems, *differ])
    return Derived(tuple(kept.values()), tuple(taken), every, spans, numbers, agreements)


def _agreements(
    task: Task, asked: Sequence[tuple[Document, Row, object]]
) -> tuple[dict[str, dict[str, agreeing.AgreedCounts]], list[Problem]]:
    """What the checks of a task say of its cases, and what is to be listed."""
    said = [(document, agreeing.agreed(task, row, label)) for document, row, label in asked]
    judged = agreeing.judges([(source_of(task, d), d.fields) for d, _ in said])
    counts = agreeing.agreed_counts(zip(judged, (found for _, found in said), strict=True))
    listed = [
        p for document, found in said for p in agreeing.disagreements(_where(task, document), found)
    ]
    return counts, listed


@dataclass(frozen=True, slots=True, repr=False)
class _Item:
    patient: str
    why: str


def _is_excluded_by(step: str, item: _Item) -> bool:
    return item.why == step


def _rows(task: Task, documents: Sequence[Document]) -> list[dict[str, object]]:
    # A cohort's own fields are missing in the rows of another.
    none = {name: None for c, _ in task.cohorts.values() for name, _ in c.fields}
    return [
        {
            **none,
            **d.fields,
            "centre": d.centre,
            "cohort": d.cohort,
            "patient": d.patient,
            "annotated": d.annotated,
            "text": d.text,
        }
        for d in documents
    ]


def _masks(task: Task, rows: Sequence[Mapping[str, object]]) -> tuple[list[str], list[bool]]:
    """For each row, the first rule that leaves it out, if any; and whether it is for testing."""
    import pandas as pd

    why, tested = [""] * len(rows), [False] * len(rows)
    if not rows:
        return why, tested
    frame = pd.DataFrame([{**row, "text": None} for row in rows])
    frame["text"] = pd.Series([row["text"] for row in rows], dtype=object)  # not copied

    def truths(mask: pd.Series[bool]) -> list[bool]:
        return [bool(value) for value in mask.eq(True)]

    for name, mask in task.rules:
        with own_faults(task.full_name, mask):
            reasons = zip(why, truths(mask(frame)), strict=True)
            why = [old or (name if excluded else "") for old, excluded in reasons]
    if task.in_test_set is not None:
        with own_faults(task.full_name, task.in_test_set):
            tested = truths(task.in_test_set(frame))
    return why, tested


def _case_or_fault(
    task: Task,
    row: Row,
    document: Document,
    is_test: bool,
    faults: list[UsageFault],
) -> tuple[Labelled, BioCounts] | Problem:
    """The case of one row, or the problem; what the task's functions raise is added to faults."""
    try:
        return _case(task, row, document, is_test=is_test)
    except (DragonPrepError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - it costs the row, and is listed
        place = document.place
        what = f"{task.full_name} fails for {place.file}, row {place.row}"
        faults.append(fault_of(error, what, task.derive))
        name = getattr(task.derive, "__name__", "the task")
        return Problem(LABEL_FAILED, _where(task, document), f"{type(error).__name__} in {name}")


def _case(
    task: Task, row: Row, document: Document, *, is_test: bool
) -> tuple[Labelled, BioCounts] | Problem:
    """The case of one row, or the problem that there is with it."""
    if task.derive is None:
        raise ValueError("there is neither a @task.value nor a @task.tags function")
    counts = BioCounts()
    content: str | tuple[str, ...] = document.text
    try:
        if task.target.type.is_token_level:
            content, label, counts = _tagged(task, row)
        else:
            label = task.derive(row)
            if task.parts is not None:
                content = tuple(task.parts(row))
    except ValueProblem as problem:
        return Problem(problem.kind, _where(task, document), problem.detail)
    if fault := label_fault(task, document, content, label):
        return Problem(fault[0], _where(task, document), fault[1])
    return Labelled(document, content, label, is_test), counts


def _where(task: Task, document: Document) -> Place:
    """The cell that a label comes from."""
    place = document.place
    raw = next((f for f in task.files if f.path == place.file), None)
    column = raw.column_of(task.derived_from) if raw else task.derived_from
    return Place(place.file, place.row, column)


def _tagged(task: Task, row: Row) -> tuple[tuple[str, ...], object, BioCounts]:
    """Tokens, and what each is labelled with."""
    tokens = (tokenize if task.tokens == "dragon" else words)(row.text)
    if not tokens:
        raise ValueProblem("the text has no tokens")
    spans: Any = task.derive(row) if task.derive else []
    tag = bio if task.target.type is TargetType.NER else multi_bio
    tags, counts = tag(tokens, spans)
    return tuple(token.text for token in tokens), tags, counts


def _left_out_of_cases(
    task: Task, cases: Mapping[int, Labelled], min_class_patients: int
) -> dict[str, list[int]]:
    """By step, which cases go that have a label."""
    steps: dict[str, list[int]] = {}
    staying = dict(cases)
    if task.in_test_set is not None:
        theirs = {case.patient for case in cases.values() if case.is_test}
        going = [i for i, c in cases.items() if not c.is_test and c.patient in theirs]
        steps[_OF_THE_TEST_SET] = going
        for i in going:
            del staying[i]
    if min_class_patients and task.target.type in SINGLE_CLASS and task.learn_labels is None:
        name = f"class with fewer than {min_class_patients} patients"
        steps[name] = _in_rare_classes(staying, min_class_patients)
    return steps


def _in_rare_classes(cases: Mapping[int, Labelled], min_class_patients: int) -> list[int]:
    patients: dict[object, set[str]] = defaultdict(set)
    for case in cases.values():
        patients[case.label].add(case.patient)
    return [i for i, case in cases.items() if len(patients[case.label]) < min_class_patients]


def missing_class(task: Task, labels: Sequence[object], training: Sequence[Sequence[int]]) -> str:
    """Tells of a class that a model needs and does not get; empty when there is none.

    Args:
        task: whose labels they are.
        labels: of all cases.
        training: the cases of each fold's training set.
    """
    if task.target.type not in SINGLE_CLASS:
        return ""
    if len(set(labels)) < 2:
        return "all cases that are left are of one class"
    classes = {True, False} if task.target.type == TargetType.SINGLE_LABEL_BINARY else set(labels)
    for fold, rows in enumerate(training):
        absent = classes - {labels[row] for row in rows}
        if absent:
            return f"{len(absent)} of {len(classes)} classes have no case in training fold {fold}"
    return ""
