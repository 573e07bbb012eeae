"""Checks a release against the archive contract, from its files alone.

What cannot be seen in a release, such as which cases are of one patient, is checked when it is
built (:mod:`dragon_prep.split.leakage`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.archive import contract, rules
from dragon_prep.archive.findings import Findings
from dragon_prep.archive.verify_configuration import check_configurations
from dragon_prep.archive.verify_layout import check_layout
from dragon_prep.archive.verify_task import TaskCheck

if TYPE_CHECKING:
    from dragon_prep.errors import Problem


def verify(root: Path) -> list[Problem]:
    """Checks a release.

    Every file is read, and none is changed. A broken file is a finding; it does not keep the
    others from being checked. A record that stands in several files is reported in the first.

    Args:
        root: the release's folder.

    Returns:
        What is wrong, in the order of the manifest, the folders, and then the tasks; nothing for a
        sound release. Findings name files, records, columns and counts, never a text or a label.
    """
    root = Path(root)
    findings = Findings()
    layout = check_layout(root, findings)
    jobids: dict[int, str] = {}
    owners: dict[str, str] = {}
    for task in layout.tasks:
        synthetic = layout.is_synthetic
        shape = check_configurations(root, task, jobids, findings, synthetic=synthetic)
        if shape is None:
            continue
        check = TaskCheck(
            root, task, shape, layout.checksums, findings, metric=layout.metric(task.name)
        )
        check.run()
        for uid, known in check.cases():
            if owners.setdefault(uid, task.name) != task.name:
                detail = f"{owners[uid]} has it too"
                findings.add(rules.UID_OF_TWO_TASKS, known.file, known.row, contract.UID, detail)
    return findings.problems()
