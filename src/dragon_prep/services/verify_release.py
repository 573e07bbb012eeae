"""The check of a release by whoever has it: its contract, what proves it, and its tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.archive.cases import count_cases
from dragon_prep.archive.manifest import MANIFEST, read_manifest, sha256
from dragon_prep.archive.verify.findings import Findings
from dragon_prep.archive.verify.release import verify
from dragon_prep.archive.zipped import unpacked
from dragon_prep.core.codes.archive import CHECKSUM, TASK_DIFFERS
from dragon_prep.core.errors import DragonPrepError
from dragon_prep.core.version import VERSION
from dragon_prep.services.handed_out import against_sums
from dragon_prep.services.signers import check_signature
from dragon_prep.services.zips import SUMS, stated_sum
from dragon_prep.tasks.published import Sizes
from dragon_prep.tasks.registry import tasks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.core.errors import Problem
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.workers import Workers
    from dragon_prep.tasks.task import Task


def verify_release(
    path: Path,
    *,
    key: ProjectKey | None = None,
    folders: Sequence[Path] = (),
    workers: Workers | None = None,
    signers: Collection[bytes] | None = None,
) -> list[Problem]:
    """Checks a release, and that its manifest says of its tasks what their definitions do.

    Args:
        path: the release's folder, or a zip of it or of what participants get.
        key: the project key it was built with, to prove that nothing was changed.
        folders: of users' task definitions, if some are in the release.
        workers: who read its tasks; this process unless given.
        signers: the public keys of those of whom one must have signed it; nobody need have unless
            given.

    Returns:
        What is wrong, see :func:`dragon_prep.archive.verify.release.verify`.

    Raises:
        UsageFault: if a definition fails.
        VerifyFault: if it is a zip that cannot be read.
    """
    findings = Findings()
    stated = None if path.is_dir() else stated_sum(path)
    if stated is not None and stated != sha256(path):
        findings.add(CHECKSUM, path.name, detail=f"not the zip that {SUMS} tells of")
    beside = against_sums(path) if path.is_dir() else findings.problems()
    with unpacked(path) as root:
        found = verify(root, key=key, workers=workers)
        found += _against_definitions(root, folders)
        found += check_signature(path, root, signers) if signers is not None else []
        return [*beside, *found]


def _against_definitions(root: Path, folders: Sequence[Path]) -> list[Problem]:
    try:
        manifest: Mapping[str, Any] = read_manifest(root)
    except DragonPrepError:  # a finding of its own
        return []
    made_by, told = manifest.get("made_by"), manifest.get("tasks")
    # Definitions may have changed since a release that another version made.
    if not isinstance(told, dict) or not isinstance(made_by, dict):
        return []
    if made_by.get("dragon-prep") != VERSION:
        return []
    findings = Findings()
    for task in tasks(folders).values():
        stated = told.get(task.full_name)
        entry: dict[str, Any] = stated if isinstance(stated, dict) else {}
        for name, value in defined(task).items():
            if name in entry and entry[name] != value:
                detail = f"the {name} is another one than {task.full_name} has"
                findings.add(TASK_DIFFERS, MANIFEST, detail=detail)
    return findings.problems()


def defined(task: Task) -> dict[str, object]:
    """What a manifest says of a task that is its definition's, as JSON gives it."""
    return dict(_defined(task))


def _defined(task: Task) -> Iterator[tuple[str, object]]:
    target = task.target
    yield from (("title", task.title), ("cohort", task.cohort.name), ("input", task.input_name))
    yield from (("truncation_side", task.truncation_side), ("target", target.type.column))
    yield from (("metric", target.metric), ("unit", target.unit), ("epsilon", target.epsilon))
    yield "plausible", list(target.plausible) if target.plausible else None
    yield "labels", list(target.labels) if target.labels else None


@dataclass(frozen=True, slots=True, repr=False)
class About:
    """What a sound release says of itself, and how large its tasks are."""

    manifest: Mapping[str, Any]
    sizes: tuple[tuple[str, Sizes], ...]


def about(path: Path) -> About:
    """What a release is that is a folder or a zip.

    Raises:
        VerifyFault: if its manifest cannot be read.
    """
    with unpacked(path) as root:
        manifest: Mapping[str, Any] = read_manifest(root)
        # Counted, since small ones are hidden in the manifest.
        sizes = tuple((name, Sizes(*count_cases(root, name))) for name in manifest["tasks"])
        return About(manifest, sizes)
