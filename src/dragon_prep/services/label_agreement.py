"""How far annotators agree on a task, from their files, and with a release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.archive.manifest import read_manifest
from dragon_prep.archive.task_names import task_named
from dragon_prep.archive.zipped import unpacked
from dragon_prep.core.codes.intake import REPORTS_DIFFER
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.errors import InputFault, Place, UsageFault, number_of
from dragon_prep.evaluation.answers import require_same_size
from dragon_prep.evaluation.label_agreement import label_agreement
from dragon_prep.services.label_files import labelled, question_of, read_answers
from dragon_prep.tasks.registry import find_tasks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dragon_prep.evaluation.answers import LabelQuestion
    from dragon_prep.evaluation.label_agreement import Comparing

_SAME = "Give files of the same reports, told by the same ids, with the same texts."


def labels_agreement(
    task: str,
    files: Sequence[Path],
    *,
    release: Path | None = None,
    folders: Sequence[Path] = (),
    seed: int = 0,
    resamples: int = 1000,
) -> tuple[Comparing, ...]:
    """How far annotators agree on a task's labels, with one another and with a release.

    Args:
        task: such as ``T10``.
        files: one of each annotator, see :func:`dragon_prep.services.label_files.read_answers`.
        release: a folder or zip with labels to compare with; the reports' ids are its uids then.
        folders: of users' task definitions.
        seed: of the bootstrap; same seed, same figures.
        resamples: of the bootstrap.

    Raises:
        UsageFault: if there is no such task or file, or too few files.
        InputFault: if a line cannot be used, or files are not of the same reports.
        VerifyFault: if the release cannot be read.
    """
    if len(files) < 2 and release is None:
        raise UsageFault(OPTION_INVALID, "give two files or more, or one and --release")
    if release is None:
        (asked, *more) = find_tasks([task], folders=folders)
        if more:
            raise UsageFault(OPTION_INVALID, "give one task")
        question = question_of(asked.target)
        given = _read(files, question)
        return compared(question, given, None, seed=seed, resamples=resamples)
    with unpacked(release) as root:
        name, labels = named_task(root, task)
        there = labelled(root, name, labels)
    given = _read(files, there.question)
    unknown = sum(uid not in there.answers for _, answers in given for uid in answers)
    if unknown:
        detail = f"{number_of(unknown, 'answer')} of reports that the release does not have"
        raise InputFault(REPORTS_DIFFER, detail, remedy=_SAME)
    return compared(there.question, given, there.answers, seed=seed, resamples=resamples)


def named_task(root: Path, task: str) -> tuple[str, tuple[str, ...]]:
    """The full name of a task of a release, and its classes or positions where they are told.

    Raises:
        UsageFault: if the release has no such task.
        VerifyFault: if it has no manifest.
    """
    told: Any = read_manifest(root).get("tasks")
    entries = told if isinstance(told, dict) else {}
    name = task_named(entries, task)
    labels = entries[name].get("labels")
    return name, tuple(map(str, labels)) if isinstance(labels, list) else ()


def _read(files: Sequence[Path], question: LabelQuestion) -> list[tuple[str, dict[str, Any]]]:
    return [(path.name, read_answers(path, question)) for path in files]


def compared(
    question: LabelQuestion,
    given: Sequence[tuple[str, Mapping[str, Any]]],
    benchmark: Mapping[str, Any] | None,
    *,
    seed: int,
    resamples: int,
) -> tuple[Comparing, ...]:
    """How far annotators agree whose answers were read.

    Args:
        question: what was asked.
        given: of each annotator, the name of the file and the answers.
        benchmark: the labels of a release.
        seed: of the bootstrap.
        resamples: of the bootstrap.

    Raises:
        InputFault: if two have no report in common, or one has other texts.
    """
    every = [*given, ("", benchmark)] if benchmark is not None else [*given]
    for number, (_, one) in enumerate(every):
        for name, two in every[:number]:
            place = Place(name)
            if not one.keys() & two.keys():
                raise InputFault(REPORTS_DIFFER, "no report is in both", place=place, remedy=_SAME)
            if other := require_same_size(two, one):
                detail = f"{number_of(len(other), 'report')} with other numbers of words or values"
                raise InputFault(REPORTS_DIFFER, detail, place=place, remedy=_SAME)
    answers = [answers for _, answers in given]
    return label_agreement(question, answers, benchmark, seed=seed, resamples=resamples)
