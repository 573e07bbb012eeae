"""Which centre each case of a release is of: in the workspace alone, for views of the release."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dragon_prep.archive.manifest import read_manifest
from dragon_prep.archive.proof import DIGEST
from dragon_prep.core.codes.run import CENTRES_UNKNOWN
from dragon_prep.core.errors import DragonPrepError, Place, UsageFault
from dragon_prep.core.sealed import read_sealed, write_sealed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dragon_prep.tasks.prepare import Prepared

Cases = dict[str, list[str]]
"""Uids by task."""

_LENGTH = 16  # hexadecimal characters of the manifest's digest


def keep_case_centres(workspace: Path, release: Path, tasks: Sequence[Prepared]) -> None:
    """Writes whose cases are whose to the workspace, under the digest of the release's manifest.

    Args:
        workspace: the workspace, which is in use by this build.
        release: the folder of the release, with its manifest.
        tasks: of it.
    """
    centres: dict[str, Cases] = {}
    for ready in tasks:
        for case, document in zip(ready.cases, ready.documents, strict=True):
            of = centres.setdefault(document.centre, {})
            of.setdefault(ready.task.full_name, []).append(case.uid)
    body = {"centres": dict(sorted(centres.items()))}
    path = _place(workspace, read_manifest(release))
    write_sealed(path, json.dumps(body).encode("ascii"))


def read_case_centres(workspace: Path, manifest: Mapping[str, Any]) -> dict[str, Cases]:
    """The uids of each centre, by task.

    Args:
        workspace: in which the release was built.
        manifest: of the release.

    Raises:
        UsageFault: if it was not built there, or what was kept of it is damaged.
    """
    unknown = UsageFault(CENTRES_UNKNOWN, place=Place(workspace.name))
    try:
        centres = json.loads(read_sealed(_place(workspace, manifest)))["centres"]
    except (DragonPrepError, OSError, ValueError, KeyError, TypeError):
        raise unknown from None
    if not isinstance(centres, dict):
        raise unknown
    return centres


def _place(workspace: Path, manifest: Mapping[str, Any]) -> Path:
    return workspace / f"case-centres-{str(manifest.get(DIGEST))[:_LENGTH]}.sealed"
