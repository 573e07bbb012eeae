"""Which side each patient is on, by a keyed digest: over tasks and builds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.split.folds import Split
    from dragon_prep.split.settings import Sides

PATIENTS = "patients_keyed"
"""The member of a manifest's task that says which patients are on which side."""

_LENGTH = 16  # hexadecimal characters: for 100,000 patients one chance in 10^9 that two are alike


def patient_digest(key: ProjectKey, task: str, patient: str) -> str:
    """What stands for a patient of a task in a manifest, or of all tasks in a ledger.

    It is another for each task, so that a manifest does not tell who is in two of them.

    Args:
        key: the project key.
        task: the full name; empty for a ledger.
        patient: the keyed patient.
    """
    return key.digest(KeyPurpose.SPLIT, task, patient).hex()[:_LENGTH]


@dataclass(slots=True, repr=False)
class Ledger:
    """The sides of all patients of a benchmark, which new ones join and nobody leaves.

    Attributes:
        sides: by digest of the patient.
    """

    sides: dict[str, int] = field(default_factory=dict)

    def known(self, patients: Iterable[str], key: ProjectKey) -> Sides:
        """The sides of those of these patients who have one."""
        return known_of({"": self.sides}, "", patients, key)

    def enter(self, sides: Mapping[str, int], key: ProjectKey) -> None:
        """Notes the sides of patients.

        Raises:
            ValueError: if one of them has another side already.
        """
        for patient, side in sides.items():
            if self.sides.setdefault(patient_digest(key, "", patient), side) != side:
                raise ValueError("a patient of the ledger cannot change sides")


def known_of(
    earlier: Mapping[str, Mapping[str, int]], task: str, patients: Iterable[str], key: ProjectKey
) -> Sides:
    """The sides that an earlier release or ledger has of patients.

    Args:
        earlier: sides by task and digest; a ledger stands under the empty name.
        task: the full name.
        patients: the keyed patients.
        key: the project key.
    """
    of = "" if "" in earlier else task
    sides = earlier.get(of, {})
    found = ((patient, sides.get(patient_digest(key, of, patient))) for patient in set(patients))
    return {patient: side for patient, side in found if side is not None}


def sides_json(
    patients: Sequence[str], split: Split, task: str, key: ProjectKey
) -> dict[str, list[str]]:
    """Sides for a manifest: of each the digests of its patients, sorted.

    Each side is told from its own rows, so that a patient on two sides would stand on both.

    Args:
        patients: the keyed patient of each row.
        split: of the rows.
        task: the full name.
        key: the project key.
    """
    rows = {"test": split.test}
    rows |= {f"fold {fold}": own for fold, own in enumerate(split.validation)}
    sides = {name: {patients[row] for row in own} for name, own in rows.items()}
    return {
        name: sorted(patient_digest(key, task, patient) for patient in own)
        for name, own in sides.items()
    }


def patients_told(entry: Mapping[str, object]) -> dict[str, list[str]]:
    """The digests of the patients of each side that a manifest tells of a task.

    Manifests of format 2 may have them as ``grouping``, in digests of another purpose.

    Args:
        entry: what the manifest says of the task; what it says in no such form counts as nothing.
    """
    told = entry.get(PATIENTS)
    if isinstance(told, dict):
        return {
            str(name): [digest for digest in own if isinstance(digest, str)]
            for name, own in told.items()
            if isinstance(own, list)
        }
    old = entry.get("grouping")
    if not isinstance(old, dict):
        return {}
    folds = old.get("validation")
    sides = {"test": old.get("test")}
    sides |= {f"fold {f}": own for f, own in enumerate(folds if isinstance(folds, list) else ())}
    return {name: own.split() for name, own in sides.items() if isinstance(own, str)}


def sides_from_json(body: Mapping[str, Sequence[str]]) -> Sides:
    """What :func:`sides_json` made, by digest.

    Raises:
        ValueError: if a patient is on two sides, or a side has another name.
    """
    found: Sides = {}
    for name, digests in body.items():
        side = -1 if name == "test" else int(name.removeprefix("fold "))
        for digest in digests:
            if found.setdefault(digest, side) != side:
                raise ValueError("a patient is on two sides")
    return found
