"""Scores a reader study: how far readers agree with one another and with the benchmark."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.archive.manifest import MANIFEST, sha256
from dragon_prep.archive.zipped import unpacked
from dragon_prep.core.codes.intake import REPORTS_DIFFER
from dragon_prep.core.codes.reader_study import STUDY_UNFIT
from dragon_prep.core.errors import InputFault, Place, UsageFault, number_of
from dragon_prep.evaluation.answers import require_same_size
from dragon_prep.evaluation.label_agreement import label_agreement
from dragon_prep.services.label_files import read_each
from dragon_prep.services.reader_study.draw import FORM, STUDY, study_tasks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dragon_prep.evaluation.answers import LabelQuestion
    from dragon_prep.evaluation.label_agreement import Comparing
    from dragon_prep.services.reader_study.blocks import StudyTask

_ENDINGS = (".jsonl", ".csv")


@dataclass(frozen=True, slots=True, repr=False)
class StudyScore:
    """What came of a study.

    Attributes:
        returned: of each reader and block, how many reports came back with an answer, of how many.
        tasks: of each task, by full name, how far the first reader of a report, the second, and the
            benchmark agree; readers of one block are in the order of the study, whoever they are.
        left_out: tasks of which nothing came back that could be compared.
    """

    returned: Mapping[tuple[str, str], tuple[int, int]]
    tasks: Mapping[str, tuple[Comparing, ...]]
    left_out: tuple[str, ...]


def score_study(
    study: Path, release: Path, returned: Path, *, seed: int = 0, resamples: int = 1000
) -> StudyScore:
    """Scores what readers brought back.

    Args:
        study: the folder that :func:`dragon_prep.services.reader_study.draw.draw_study` made.
        release: the one it was drawn from.
        returned: a folder with the readers' files, under the names they were handed out with:
            ``reader-01/block-02.jsonl``; or ``.csv``, which is taken where both are there.
        seed: of the bootstrap.
        resamples: of the bootstrap.

    Raises:
        UsageFault: if they do not belong together, or nothing came back.
        InputFault: if a line cannot be used, or a text has other words than it was given with.
        VerifyFault: if the release cannot be read.
    """
    body = _read(study / STUDY)
    with unpacked(release) as root:
        if sha256(root / MANIFEST) != body["release"]:
            raise UsageFault(STUDY_UNFIT, "it was drawn from another release")
        tasks = {task.name: task for task in study_tasks(root)}
    back = _Back(body["blocks"], tasks)
    for name, block in body["blocks"].items():
        for slot, reader in enumerate(block["readers"]):
            back.read(returned, reader, name, slot)
    if not back.answers:
        raise UsageFault(STUDY_UNFIT, "nothing came back", place=Place(returned.name))
    scored = {}
    for name in sorted(back.answers):
        found = _scored(tasks[name], back.answers[name], seed=seed, resamples=resamples)
        if found:
            scored[name] = found
    wanted = {task for b in body["blocks"].values() for task, _ in b["reports"].values()}
    return StudyScore(back.counts, scored, tuple(sorted(wanted - scored.keys())))


def _read(path: Path) -> Any:
    try:
        body = json.loads(path.read_bytes())
        if body["form"] != FORM or not isinstance(body["blocks"], dict):
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageFault(STUDY_UNFIT, "there is no study in it", place=Place(STUDY)) from None
    return body


class _Back:
    """What came back: of each task, the answers of each slot by uid."""

    def __init__(self, blocks: Mapping[str, Any], tasks: Mapping[str, StudyTask]) -> None:
        self._blocks = blocks
        self._tasks = tasks
        self.answers: dict[str, dict[int, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
        self.counts: dict[tuple[str, str], tuple[int, int]] = {}

    def read(self, folder: Path, reader: str, name: str, slot: int) -> None:
        reports: dict[str, list[str]] = self._blocks[name]["reports"]
        path = self._path(folder, reader, name)
        given = read_each(path, lambda one: self._asked(reports, one)) if path else {}
        self.counts[reader, name] = (len(given), len(reports))
        for one, answer in given.items():
            task, uid = reports[one]
            truth = self._tasks[task].labelled.answers
            if require_same_size({uid: answer}, truth):
                detail = "a report has other words or values than it was given with"
                raise InputFault(REPORTS_DIFFER, detail, place=Place(f"{reader}/{name}"))
            self.answers[task][slot][uid] = answer

    def _path(self, folder: Path, reader: str, name: str) -> Path | None:
        paths = [folder / reader / f"{name}{ending}" for ending in reversed(_ENDINGS)]
        return next((path for path in paths if path.is_file()), None)

    def _asked(self, reports: Mapping[str, list[str]], one: str) -> LabelQuestion | None:
        return self._tasks[reports[one][0]].labelled.question if one in reports else None


def _scored(
    task: StudyTask, answers: Mapping[int, Mapping[str, Any]], *, seed: int, resamples: int
) -> tuple[Comparing, ...]:
    slots = [answers[slot] for slot in sorted(answers)]
    uids = {uid for slot in slots for uid in slot}
    truth = {uid: answer for uid, answer in task.labelled.answers.items() if uid in uids}
    return label_agreement(task.labelled.question, slots, truth, seed=seed, resamples=resamples)


def told_returned(score: StudyScore) -> list[str]:
    """Which blocks did not come back whole, in words."""
    return [
        f"{reader}, {name}: {came} of {number_of(there, 'report')} answered"
        for (reader, name), (came, there) in score.returned.items()
        if came < there
    ]
