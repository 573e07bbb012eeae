"""Checks a release against the archive contract and its manifest, from its files alone.

What cannot be seen in a release, such as which cases are of one patient, is checked when it is
built (:mod:`dragon_prep.split.leakage`); that it is still what was built, the project key proves.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.archive.verify.configuration import check_configurations
from dragon_prep.archive.verify.debug import DebugCheck, check_debug_layout, debug_checksums
from dragon_prep.archive.verify.findings import Findings
from dragon_prep.archive.verify.layout import check_layout
from dragon_prep.archive.verify.task import TaskCheck
from dragon_prep.archive.verify.told import ToldCheck
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.workers import Workers

if TYPE_CHECKING:
    from dragon_prep.archive.verify.configuration import Shape
    from dragon_prep.archive.verify.layout import TaskFiles
    from dragon_prep.core.errors import Problem
    from dragon_prep.core.keys import ProjectKey


@dataclass(frozen=True, slots=True, repr=False)
class _Job:
    """A task whose files are to be checked; only the checksums of its own files travel."""

    root: Path
    task: TaskFiles
    shape: Shape
    checksums: dict[str, str]
    metric: str
    entry: dict[str, Any]


def verify(
    root: Path, *, key: ProjectKey | None = None, workers: Workers | None = None
) -> list[Problem]:
    """Checks a release.

    Every file is read, and none is changed. A broken file is a finding; it does not keep the
    others from being checked. A record that stands in several files is reported in the first.

    Args:
        root: the release's folder.
        key: the project key it was built with; only with it can be proven that nothing was changed.
        workers: who read its tasks; this process unless given.

    Returns:
        What is wrong, in the order of the manifest, the folders, and then the tasks; nothing for a
        sound release. Findings name files, records, columns and counts, never a text or a label.
    """
    root = Path(root)
    findings = Findings()
    layout = check_layout(root, findings, key)
    check_debug_layout(layout, findings)
    jobids: dict[int, str] = {}
    of_task: dict[str, Findings] = {}
    jobs: list[_Job] = []
    for task in layout.tasks:
        own = of_task[task.name] = Findings()
        synthetic = layout.is_synthetic
        shape = check_configurations(root, task, jobids, own, synthetic=synthetic)
        if shape is not None:
            checksums = {file: layout.checksums.get(file, "") for file in task.paths()}
            checksums |= debug_checksums(layout.checksums, task.name)
            entry = layout.entry(task.name)
            jobs.append(_Job(root, task, shape, checksums, layout.metric(task.name), entry))
    # The largest first, so that nobody waits for it in the end.
    jobs.sort(key=lambda job: -_bytes(job))
    checked = zip(jobs, (workers or Workers()).run(_check, jobs), strict=True)
    cases = {job.task.name: (found, uids) for job, (found, uids) in checked}
    owners: dict[str, str] = {}
    for name, own in of_task.items():
        found, uids = cases.get(name, (Findings(), {}))
        own.take(found)
        for uid, (file, row) in uids.items():
            if owners.setdefault(uid, name) != name:
                detail = f"{owners[uid]} has it too"
                own.add(rules.UID_OF_TWO_TASKS, file, row, contract.UID, detail)
        findings.take(own)
    return findings.problems()


def _check(job: _Job) -> tuple[Findings, dict[str, tuple[str, int]]]:
    """What is wrong with a task's files, and its uids, each with where it was first met."""
    findings = Findings()
    check = TaskCheck(job.root, job.task, job.shape, job.checksums, findings, metric=job.metric)
    check.run()
    if job.entry:
        ToldCheck(job.root, job.task, job.entry, findings).run()
    if contract.DEBUG in job.entry:
        DebugCheck(job.root, job.task, job.shape, job.entry, findings).run(job.checksums)
    return findings, {uid: (known.file, known.row) for uid, known in check.cases()}


def _bytes(job: _Job) -> int:
    try:
        return sum((job.root / file).stat().st_size for file in job.checksums)
    except OSError:
        return 0
