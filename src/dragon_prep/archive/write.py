"""The files of a task: five jobs and the labelled test set."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal

from dragon_prep.archive import contract
from dragon_prep.archive.encode import Case, encode_case
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.errors import Place, VerifyFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dragon_prep.core.targets import TargetType
    from dragon_prep.split.debug import DebugSplit
    from dragon_prep.split.folds import Split

__all__ = ["Case", "TaskArchive", "encode_case", "write_array", "write_task"]

_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True, repr=False)
class TaskArchive:
    """All that is written of one task.

    Attributes:
        number: of the task.
        name: of the task, without its number.
        input_name: ``text`` or ``text_parts``.
        target_type: what kind of label the cases have.
        truncation_side: at which end a model should cut a text that is too long.
        cases: all records of the task; the split's rows are positions in it.
        split: which cases are test, and which validate in which fold.
        synthetic: whether each configuration says that nothing of this is real.
        debug: which development cases stand where in the debug set, if there is one.
    """

    number: int
    name: str
    input_name: Literal["text", "text_parts"]
    target_type: TargetType
    truncation_side: Literal["left", "right"]
    cases: Sequence[Case]
    split: Split
    synthetic: bool = False
    debug: DebugSplit | None = None

    def configuration(self, fold: int) -> contract.Configuration:
        """The configuration of one of its jobs."""
        plain = contract.configuration(
            number=self.number,
            name=self.name,
            fold=fold,
            input_name=self.input_name,
            label_name=self.target_type.column,
            truncation_side=self.truncation_side,
        )
        return contract.marked_synthetic(plain) if self.synthetic else plain


def write_task(root: Path, task: TaskArchive) -> None:
    """Writes one task's archives: four files for each fold, and the labelled test set.

    The records of a file keep the order of the cases. Each record is encoded once.

    Args:
        root: the folder that will be the release; ``algorithm-input`` and ``test-set`` are made
            in it as needed. The task must not be there yet.
        task: what is written.

    Raises:
        VerifyFault: if one of the files would be empty; nothing is written then.
        FileExistsError: if the task is there already.
        ValueError: if the split is of other cases, or has not five folds.
    """
    cases, split, input_name = task.cases, task.split, task.input_name
    if split.rows != len(cases) or split.folds != contract.FOLDS:
        raise ValueError(f"the split is not one of {len(cases)} cases in {contract.FOLDS} folds")
    task_name = contract.full_name(task.number, task.name)
    parts = {
        fold: {
            contract.TRAINING: split.training(fold),
            contract.VALIDATION: split.validation[fold],
            contract.TEST: split.test,
        }
        for fold in range(split.folds)
    }
    folders = {fold: contract.job_folder(task_name, fold) for fold in parts}
    for fold, files in parts.items():
        for file, rows in files.items():
            if not rows:
                place = Place(f"{contract.ALGORITHM_INPUT}/{folders[fold]}/{file}")
                raise VerifyFault(rules.EMPTY_FILE, place=place)

    column = task.target_type.column
    labelled = [encode_case(c, input_name=input_name, label_column=column) for c in cases]
    unlabelled = {
        row: encode_case(cases[row], input_name=input_name, label_column=None) for row in split.test
    }
    for fold, files in parts.items():
        folder = root / contract.ALGORITHM_INPUT / folders[fold]
        folder.mkdir(parents=True)
        configuration = json.dumps(task.configuration(fold), indent=2)
        (folder / contract.CONFIGURATION).write_bytes(configuration.encode("ascii"))
        for file, rows in files.items():
            records = unlabelled if file == contract.TEST else labelled
            write_array(folder / file, (records[row] for row in rows))
    truth = root / contract.TEST_SET
    truth.mkdir(parents=True, exist_ok=True)
    write_array(truth / f"{task_name}.json", (labelled[row] for row in split.test))


def write_array(path: Path, records: Iterable[bytes]) -> None:
    """Writes encoded records as one array, each on lines of its own.

    Raises:
        FileExistsError: if the file is there already.
    """
    # Each record after what parts it from the one before; no line end after the last bracket.
    parted = chain.from_iterable((b",\n" if i else b"[\n", r) for i, r in enumerate(records))
    with path.open("xb", buffering=_BUFFER) as file:
        file.writelines(parted)
        file.write(b"\n]")
