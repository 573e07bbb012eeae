"""Loads a task of a release, for those who train on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import read_manifest
from dragon_prep.archive.task_names import task_named
from dragon_prep.archive.verify.findings import Findings
from dragon_prep.archive.verify.load import load_records
from dragon_prep.core.codes.archive import FILE_MISSING
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.errors import Place, UsageFault, VerifyFault

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def load_task(release: Path, task: str, fold: int = 0) -> dict[str, pd.DataFrame]:
    """A task of a release as data frames: ``training``, ``validation`` and ``test``.

    Args:
        release: its folder.
        task: such as ``T10`` or ``Task010_prostate_radiology_clf``.
        fold: whose training and validation cases.

    Returns:
        A row for each case: ``uid``, ``text`` or ``text_parts``, and the label in the column of the
        archives, with the type it has in them. Of a release for participants the test cases have no
        label.

    Raises:
        UsageFault: if the release has no such task, or there is no such fold.
        VerifyFault: if a file cannot be read.
    """
    import pandas as pd

    if fold not in range(contract.FOLDS):
        raise UsageFault(OPTION_INVALID, f"a fold is a number from 0 to {contract.FOLDS - 1}")
    tasks = read_manifest(release).get("tasks")
    name = task_named(tasks if isinstance(tasks, dict) else (), task)
    job = contract.job_path(name, fold)
    files = {
        "training": f"{job}/{contract.TRAINING}",
        "validation": f"{job}/{contract.VALIDATION}",
        "test": contract.truth_path(name),
    }
    if not (release / files["test"]).is_file():
        files["test"] = f"{job}/{contract.TEST}"
    found = {}
    for part, file in files.items():
        records = load_records(release, file, Findings())
        if records is None:
            raise VerifyFault(FILE_MISSING, place=Place(file))
        # Not by pandas' reader: it would make numbers of classes such as "0", and dates of texts.
        found[part] = pd.DataFrame(records)
    return found
