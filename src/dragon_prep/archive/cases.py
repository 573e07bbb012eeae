"""The cases of a task as its files have them: what tells them apart, and on which side each is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from dragon_prep.archive import contract
from dragon_prep.archive.verify.findings import Findings
from dragon_prep.archive.verify.load import load_records

if TYPE_CHECKING:
    from pathlib import Path

TEST_SIDE = "test"


@dataclass(frozen=True, slots=True, repr=False)
class FiledCase:
    """One case of a release.

    Attributes:
        uid: its uid.
        content: digest of its text or text parts.
        label: digest of its label; empty where it has none.
        side: ``test``, or the fold in whose validation file it is, such as ``fold 3``.
    """

    uid: str
    content: bytes
    label: bytes
    side: str

    @property
    def is_test(self) -> bool:
        """Whether it is in the test set."""
        return self.side == TEST_SIDE


def read_cases(root: Path, task: str) -> list[FiledCase]:
    """The cases of a task, test set first; what cannot be read has none.

    Args:
        root: the release's folder.
        task: the task's full name.
    """
    truth = contract.truth_path(task)
    if not (root / truth).is_file():  # what participants get
        truth = f"{contract.job_path(task, 0)}/{contract.TEST}"
    found = _cases(root, truth, TEST_SIDE)
    for fold in range(contract.FOLDS):
        file = f"{contract.job_path(task, fold)}/{contract.VALIDATION}"
        found += _cases(root, file, f"fold {fold}")
    return found


def count_cases(root: Path, task: str) -> tuple[int, int]:
    """How many cases a task has for development, and for testing."""
    first = contract.job_path(task, 0)
    names = (contract.TRAINING, contract.VALIDATION, contract.TEST)
    counts = [len(load_records(root, f"{first}/{name}", Findings()) or ()) for name in names]
    return counts[0] + counts[1], counts[2]


def _cases(root: Path, file: str, side: str) -> list[FiledCase]:
    cases = []
    for record in load_records(root, file, Findings()) or []:
        if isinstance(record, dict) and isinstance(record.get(contract.UID), str):
            content = [record.get(name) for name in contract.INPUT_NAMES]
            label = [v for k, v in record.items() if k.endswith(contract.LABEL_SUFFIX)]
            digest = _digest(label) if label else b""
            cases.append(FiledCase(record[contract.UID], _digest(content), digest, side))
    return cases


def _digest(value: object) -> bytes:
    return blake2b(json.dumps(value).encode("ascii"), digest_size=16).digest()
