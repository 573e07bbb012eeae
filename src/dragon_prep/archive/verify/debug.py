"""Checks debug sets: whole, sound, and nothing but development cases of their task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.archive.verify.findings import Findings
from dragon_prep.archive.verify.layout import TaskFiles
from dragon_prep.archive.verify.load import load_json, load_records
from dragon_prep.archive.verify.task import TaskCheck
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.small_counts import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dragon_prep.archive.verify.configuration import Shape
    from dragon_prep.archive.verify.layout import ReleaseLayout

Records = dict[str, dict[str, Any]]
_FOLDERS = (f"{contract.DEBUG_INPUT}/", f"{contract.DEBUG_TEST_SET}/")
_SETS = {"training": contract.TRAINING, "validation": contract.VALIDATION, "test": contract.TEST}


def check_debug_layout(layout: ReleaseLayout, findings: Findings) -> None:
    """Checks that the debug sets of which the manifest tells are there, and no others."""
    stated = {task.name for task in layout.tasks if contract.DEBUG in layout.entry(task.name)}
    expected = {path for name in stated for path in _paths(name)}
    truths = {contract.debug_truth_path(name) for name in stated}
    if layout.is_for_participants:
        expected -= truths
    found = {path for path in layout.checksums if path.startswith(_FOLDERS)}
    for path in sorted(found - expected):
        if layout.is_for_participants and path in truths:
            findings.add(rules.LABELS_LEFT, path)
        else:
            findings.add(rules.MISPLACED, path)
    for path in sorted(expected - found):
        findings.add(rules.FILE_MISSING, path)


def _paths(task: str) -> Iterable[str]:
    yield from (f"{contract.debug_path(task)}/{file}" for file in contract.JOB_FILES)
    yield contract.debug_truth_path(task)


def debug_checksums(checksums: Mapping[str, str], task: str) -> dict[str, str]:
    """The checksums of the files of a task's debug set, of those of a release."""
    return {path: checksums[path] for path in _paths(task) if path in checksums}


class DebugCheck:
    """The check of the debug set of one task.

    Args:
        root: the release's folder.
        task: where the task's own files stand.
        shape: what its records have.
        entry: what the manifest says of the task.
        findings: where to put what is wrong.
    """

    def __init__(
        self,
        root: Path,
        task: TaskFiles,
        shape: Shape,
        entry: Mapping[str, Any],
        findings: Findings,
    ) -> None:
        self._root = root
        self._task = task
        self._shape = shape
        self._metric = str(entry.get("metric", ""))
        stated = entry.get(contract.DEBUG)
        self._stated: Mapping[str, Any] = stated if isinstance(stated, dict) else {}
        self._findings = findings
        self._folder = contract.debug_path(task.name)

    def run(self, checksums: dict[str, str]) -> None:
        """Checks its files by themselves, and against those of the task.

        Args:
            checksums: of the files of the release.
        """
        files = {file: f"{self._folder}/{file}" for file in contract.JOB_FILES}
        there = {file: path for file, path in files.items() if (self._root / path).is_file()}
        truth = contract.debug_truth_path(self._task.name)
        own = TaskFiles(self._task.name, {0: there}, truth if truth in checksums else None)
        check = TaskCheck(
            *(self._root, own, self._shape, checksums, self._findings), metric=self._metric
        )
        check.run()
        self._check_configuration(files[contract.CONFIGURATION])
        sets = {files[file]: name for name, file in _SETS.items()}
        self._check_cases(sets | ({own.truth: "test"} if own.truth else {}))
        self._check_patients()

    def _check_configuration(self, file: str) -> None:
        first = self._task.jobs.get(0, {}).get(contract.CONFIGURATION)
        if first is None or not (self._root / file).is_file():
            return
        usual, own = (load_json(self._root, name, Findings()) for name in (first, file))
        if not isinstance(usual, dict) or not isinstance(usual.get("jobid"), int):
            return
        if own != usual | {"jobid": usual["jobid"] + contract.DEBUG_JOBS}:
            detail = "not that of the task's first fold, with 2000 more as jobid"
            self._differs(file, detail)

    def _check_cases(self, files: Mapping[str, str]) -> None:
        jobs = self._task.jobs.get(0, {})
        development: Records = {}
        for name in (contract.TRAINING, contract.VALIDATION):
            if name in jobs:
                development |= self._records(jobs[name])
        left = set(development)
        for file, name in files.items():
            records = self._records(file)
            if not records:  # a finding of its own
                return
            left -= set(records)
            if strange := sum(uid not in development for uid in records):
                self._differs(file, f"{strange} cases are none of the task's development cases")
            changed = sum(
                record != {k: v for k, v in development[uid].items() if k in record}
                for uid, record in records.items()
                if uid in development
            )
            if changed:
                self._differs(file, f"{changed} cases are not as in the task's own files")
            if self._stated.get(name) != told(len(records)):
                detail = f"{name} cases of the debug set: {told(len(records))} in the file"
                self._findings.add(rules.COUNTS_DIFFER, file, detail=detail)
        if left:
            self._differs(self._folder, f"{len(left)} development cases are in none of its files")

    def _records(self, file: str) -> Records:
        found = load_records(self._root, file, Findings()) or []
        return {str(r.get(contract.UID)): r for r in found if isinstance(r, dict)}

    def _check_patients(self) -> None:
        keyed = self._stated.get("patients_keyed")
        sides = [set(s) for s in keyed.values()] if isinstance(keyed, dict) else []
        if shared := sum(map(len, sides)) - len(set().union(*sides)):
            detail = f"{shared} patients are on two sides of the debug set"
            self._findings.add(rules.PATIENT_SHARED, self._folder, detail=detail)

    def _differs(self, file: str, detail: str) -> None:
        self._findings.add(rules.DEBUG_DIFFERS, file, detail=detail)
