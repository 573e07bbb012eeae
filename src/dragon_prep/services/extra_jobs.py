"""Extra jobs of a look-alike: few training cases, and centres that nobody trained on.

They stand apart from the jobs of the benchmark, which remain what the contract says.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from dragon_prep.archive import contract
from dragon_prep.archive.encode import encode_case
from dragon_prep.archive.write import write_array
from dragon_prep.core.targets import TargetType

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.archive.write import TaskArchive
    from dragon_prep.tasks.look_alike import LookAlike
    from dragon_prep.tasks.prepare import Prepared

EXTRA = "extra-jobs"
TRUTHS = "extra-test-set"
SHOTS = (8, 16, 32)
_CLASSES = (TargetType.SINGLE_LABEL_BINARY, TargetType.SINGLE_LABEL_MULTI_CLASS)
_LISTS = (TargetType.MULTI_LABEL_BINARY, TargetType.MULTI_LABEL_MULTI_CLASS)


def write_extra_jobs(
    root: Path, ready: Prepared, archive: TaskArchive, look_alike: LookAlike
) -> None:
    """Writes the extra jobs of a task, below :data:`EXTRA`.

    Args:
        root: the folder that will be the release.
        ready: the task.
        archive: what is written of it otherwise.
        look_alike: which extra jobs there are.
    """
    name = ready.task.full_name
    split = archive.split
    if look_alike.few_shot:
        for fold in range(split.folds):
            training = split.training(fold)
            for shots in SHOTS:
                few = few_of(ready, training, shots)
                folder = f"{contract.job_folder(name, fold)}-shots{shots}"
                _write_job(root, archive, folder, fold, (few, split.validation[fold], split.test))
    if look_alike.held_out:
        for centre, sides in centres_held_out(ready).items():
            _write_job(root, archive, f"{name}-without-{centre}", 0, sides)
            truths = root / TRUTHS
            truths.mkdir(exist_ok=True)
            write_array(
                truths / f"{name}-without-{centre}.json",
                [_encoded(archive, row, labelled=True) for row in sides[2]],
            )


def few_of(ready: Prepared, training: Sequence[int], shots: int) -> list[int]:
    """The first training cases of each class, so many; fewer subsets are in larger ones.

    Of labels with positions, each class of each position has so many, if there are. A number or a
    tagged text has no classes: there are so many cases in all.
    """
    wanted: set[int] = set()
    count: dict[object, int] = defaultdict(int)
    for row in training:  # cases are in keyed order
        classes = _classes(ready.task.target.type, ready.cases[row].label)
        if any(count[one] < shots for one in classes):
            wanted.add(row)
            for one in classes:
                count[one] += 1
    return sorted(wanted)


def centres_held_out(ready: Prepared) -> dict[str, tuple[list[int], list[int], list[int]]]:
    """By centre, training, validation and test rows of the job that is tested on it.

    All of its cases are tested on. Training and validation are those of fold 0 from elsewhere.
    There is none for a task of one centre, and none for a centre without which a side is empty.
    """
    centres = [document.centre for document in ready.documents]
    found = {}
    for centre in sorted(set(centres)):
        test = [row for row, of in enumerate(centres) if of == centre]
        training = [row for row in ready.split.training(0) if centres[row] != centre]
        validation = [row for row in ready.split.validation[0] if centres[row] != centre]
        if training and validation:
            found[centre] = (training, validation, test)
    return found


def _classes(kind: TargetType, label: object) -> list[object]:
    if kind in _CLASSES:
        return [label]
    if kind in _LISTS and isinstance(label, list | tuple):
        return list(enumerate(label))
    return [None]


def _write_job(
    root: Path,
    archive: TaskArchive,
    folder: str,
    fold: int,
    sides: tuple[Sequence[int], Sequence[int], Sequence[int]],
) -> None:
    place = root / EXTRA / folder
    place.mkdir(parents=True)
    configuration = json.dumps(archive.configuration(fold), indent=2)
    (place / contract.CONFIGURATION).write_bytes(configuration.encode("ascii"))
    for file, rows in zip(contract.JOB_FILES[1:], sides, strict=True):
        records = [_encoded(archive, row, labelled=file != contract.TEST) for row in rows]
        write_array(place / file, records)


def _encoded(archive: TaskArchive, row: int, *, labelled: bool) -> bytes:
    column = archive.target_type.column if labelled else None
    return encode_case(archive.cases[row], input_name=archive.input_name, label_column=column)
