"""Which patient, centre and report each case of a release is of: kept in the workspace."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.archive.manifest import read_manifest
from dragon_prep.archive.proof import DIGEST
from dragon_prep.core.codes.likeness import CASES_UNKNOWN
from dragon_prep.core.errors import Place, SystemFault, UsageFault
from dragon_prep.core.files import system_faults
from dragon_prep.core.sealed import read_sealed, write_sealed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dragon_prep.tasks.prepare import Prepared

_FORMAT = 1


@dataclass(frozen=True, slots=True, repr=False)
class CaseOrigin:
    """Where a case comes from, by keyed stand-ins.

    Attributes:
        patient: stands for the patient.
        report: stands for the report.
        centre: who handed it in.
    """

    patient: str
    report: str
    centre: str


def keep_cases(workspace: Path, release: Path, tasks: Iterable[Prepared]) -> None:
    """Writes where the cases of a release come from, for its owner only.

    Args:
        workspace: a folder that is there.
        release: the folder of the release, with its manifest.
        tasks: of the release.

    Raises:
        SystemFault: if it cannot be written.
    """
    body = {
        "format": _FORMAT,
        "tasks": {
            ready.task.full_name: {
                case.uid: (document.patient, document.case, document.centre)
                for case, document in zip(ready.cases, ready.documents, strict=True)
            }
            for ready in tasks
        },
    }
    path = _file(workspace, digest_of(release))
    with system_faults("workspace"):
        write_sealed(path, json.dumps(body).encode("ascii"), private=True)


def read_origins(workspace: Path, release: Path) -> dict[str, dict[str, CaseOrigin]]:
    """Where the cases of a release come from, by task and uid.

    Args:
        workspace: the one it was built with.
        release: its folder.

    Raises:
        UsageFault: if the workspace does not say.
        VerifyFault: if the release has no manifest that can be read.
    """
    path = _file(workspace, digest_of(release))
    unknown = UsageFault(CASES_UNKNOWN, place=Place(release.name))
    try:
        body = json.loads(read_sealed(path))
    except (SystemFault, OSError, ValueError):
        raise unknown from None
    if body.get("format") != _FORMAT:
        raise unknown
    return {
        task: {uid: CaseOrigin(*origin) for uid, origin in cases.items()}
        for task, cases in body["tasks"].items()
    }


def digest_of(release: Path) -> str:
    """The digest that proves the manifest of a release: it is another one for each release.

    Raises:
        VerifyFault: if there is no manifest that can be read.
    """
    return str(read_manifest(release).get(DIGEST, ""))


def _file(workspace: Path, digest: str) -> Path:
    name = "".join(sign for sign in digest if sign in "0123456789abcdef")[:16]
    return workspace / f"release-cases-{name}.sealed"
