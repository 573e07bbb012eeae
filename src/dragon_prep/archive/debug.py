"""The files of a task's debug set: one job and its labelled test set, of development cases."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dragon_prep.archive import contract
from dragon_prep.archive.encode import encode_case
from dragon_prep.archive.verify.findings import Findings
from dragon_prep.archive.verify.labels import POOLED, Labels
from dragon_prep.archive.write import write_array

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.archive.encode import Case
    from dragon_prep.archive.write import TaskArchive
    from dragon_prep.core.targets import TargetType
    from dragon_prep.split.debug import DebugSplit


def write_debug(root: Path, task: TaskArchive, debug: DebugSplit) -> None:
    """Writes the debug set of a task beside its archives.

    Args:
        root: the folder that will be the release.
        task: whose cases they are.
        debug: which of its rows stand where.
    """
    name, column = contract.full_name(task.number, task.name), task.target_type.column
    folder = root / contract.debug_path(name)
    folder.mkdir(parents=True)
    configuration = contract.for_debugging(task.configuration(0))
    written = json.dumps(configuration, indent=2).encode("ascii")
    (folder / contract.CONFIGURATION).write_bytes(written)

    def write(path: Path, rows: Sequence[int], label_column: str | None) -> None:
        cases = (task.cases[row] for row in rows)
        write_array(
            path,
            (encode_case(c, input_name=task.input_name, label_column=label_column) for c in cases),
        )

    write(folder / contract.TRAINING, debug.training, column)
    write(folder / contract.VALIDATION, debug.validation, column)
    write(folder / contract.TEST, debug.test, None)
    truth = root / contract.debug_truth_path(name)
    truth.parent.mkdir(parents=True, exist_ok=True)
    write(truth, debug.test, column)


def can_be_used(
    cases: Sequence[Case], debug: DebugSplit, kind: TargetType, metric: str = ""
) -> bool:
    """Whether clients can train on a debug set and score it, as far as its labels decide.

    Args:
        cases: of the task.
        debug: which of them stand where.
        kind: what their labels are.
        metric: the evaluator's.
    """
    findings = Findings()
    labels = Labels(kind, findings, pooled=metric == POOLED)
    trained, validated, tested = (
        frozenset().union(*(labels.check(cases[r].label, cases[r].content, "", 0) for r in rows))
        for rows in (debug.training, debug.validation, debug.test)
    )
    labels.check_training(trained, "")
    labels.check_validation(validated, trained, "")
    labels.check_truth(tested, "")
    for says in (trained, validated, tested):
        labels.check_numbers(says, "")
    return not findings.count
