"""Checks the release's folder: its manifest, its checksums, and where everything stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import MANIFEST, UNLISTED, listed_files, read_manifest, sha256
from dragon_prep.archive.review import REVIEW, misfit
from dragon_prep.archive.synthetic import key_of_note
from dragon_prep.archive.tree import scan
from dragon_prep.archive.verify.manifest import check_form, check_proof, check_tasks
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.errors import VerifyFault

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.archive.tree import Tree
    from dragon_prep.archive.verify.findings import Findings
    from dragon_prep.core.keys import ProjectKey

_FOLDS = {str(fold): fold for fold in range(contract.FOLDS)}


@dataclass(slots=True)
class TaskFiles:
    """Where one task's files stand, as paths in the release; what is missing is left out.

    Attributes:
        name: the task's full name.
        jobs: for each fold, the path of each of its files, by file name.
        truth: the path of the labelled test set.
    """

    name: str
    jobs: dict[int, dict[str, str]] = field(default_factory=dict)
    truth: str | None = None

    def paths(self) -> list[str]:
        """The paths of all its files."""
        own = [path for files in self.jobs.values() for path in files.values()]
        return [*own, self.truth] if self.truth else own


@dataclass(frozen=True, slots=True)
class ReleaseLayout:
    """What stands in a release.

    Attributes:
        tasks: in the order of their names.
        checksums: of each file.
        manifest: what it says; nothing if it cannot be read.
    """

    tasks: tuple[TaskFiles, ...]
    checksums: dict[str, str]
    manifest: dict[str, Any]

    @property
    def is_synthetic(self) -> bool:
        """Whether the manifest says that this is a look-alike."""
        return bool(self.manifest.get(contract.SYNTHETIC))

    @property
    def is_for_participants(self) -> bool:
        """Whether it is what participants get, who do not get the labelled test set."""
        return self.manifest.get(contract.AUDIENCE) == contract.PARTICIPANTS

    def metric(self, task: str) -> str:
        """The metric of a task, as the manifest says; empty if it does not."""
        return str(self.entry(task).get("metric", ""))

    def entry(self, task: str) -> dict[str, Any]:
        """What the manifest says of a task; nothing if it does not."""
        tasks = self.manifest.get("tasks")
        entry = tasks.get(task) if isinstance(tasks, dict) else None
        return entry if isinstance(entry, dict) else {}


def check_layout(root: Path, findings: Findings, key: ProjectKey | None = None) -> ReleaseLayout:
    """Checks all that can be said without reading what the files say.

    Args:
        root: the release's folder.
        findings: where to put what is wrong.
        key: the project key, if it is at hand.
    """
    if not root.is_dir():
        findings.add(rules.NO_RELEASE, ".", detail="there is no such folder")
        return ReleaseLayout((), {}, {})
    tree = scan(root)
    checksums = _checksums(root, tree, findings)
    manifest = _check_manifest(root, tree, checksums, findings)
    open_key = _synthetic_key(root, tree)
    if manifest and (used := key or (open_key if manifest.get(contract.SYNTHETIC) else None)):
        check_proof(manifest, used, findings)
    tasks = _find_tasks(tree, findings)
    layout = ReleaseLayout(tasks, checksums, manifest)
    for task in tasks:
        _check_complete(task, findings, labelled=not layout.is_for_participants)
    if layout.is_for_participants and contract.TEST_SET in tree.folders:
        findings.add(rules.LABELS_LEFT, contract.TEST_SET)
    if not tasks:
        findings.add(rules.NO_RELEASE, ".")
    check_tasks(manifest, (task.name for task in tasks), findings)
    if layout.is_synthetic is not (contract.SYNTHETIC_NOTE in tree.files):
        findings.add(rules.SYNTHETIC_MARK, contract.SYNTHETIC_NOTE)
    elif layout.is_synthetic:
        of_seed = open_key.fingerprint if open_key else ""
        if manifest.get("key_fingerprint", of_seed) != of_seed:
            detail = "its key is not that of the look-alike that the note tells of"
            findings.add(rules.SYNTHETIC_MARK, contract.SYNTHETIC_NOTE, detail=detail)
    return layout


def _synthetic_key(root: Path, tree: Tree) -> ProjectKey | None:
    """The key of the look-alike that a release says it is; it is no secret."""
    if contract.SYNTHETIC_NOTE not in tree.files:
        return None
    try:
        return key_of_note((root / contract.SYNTHETIC_NOTE).read_bytes())
    except OSError:
        return None


def _checksums(root: Path, tree: Tree, findings: Findings) -> dict[str, str]:
    """The checksum of each file that can be read; what is no file is a finding."""
    for name in tree.odd:
        findings.add(rules.NOT_A_FILE, name)
    for name in tree.unreadable:
        findings.add(rules.UNREADABLE, name)
    checksums: dict[str, str] = {}
    for name in tree.files:
        if name not in UNLISTED:
            try:
                checksums[name] = sha256(root / name)
            except OSError:
                findings.add(rules.UNREADABLE, name)
    return checksums


def _check_manifest(
    root: Path, tree: Tree, checksums: dict[str, str], findings: Findings
) -> dict[str, Any]:
    try:
        manifest = read_manifest(root)
        listed = listed_files(manifest)
    except VerifyFault as fault:
        findings.add(fault.kind, MANIFEST, detail=fault.detail)
        return {}
    check_form(root, manifest, findings)
    for name in tree.files:
        if name not in UNLISTED and name not in listed:
            findings.add(rules.NOT_LISTED, name)
    files = set(tree.files)
    for name, checksum in sorted(listed.items()):
        if name not in files:
            findings.add(rules.LISTED_MISSING, name)
        elif checksums.get(name, checksum) != checksum:
            findings.add(rules.CHECKSUM, name)
    if REVIEW in manifest and (name := misfit(manifest[REVIEW])):
        findings.add(rules.REVIEW_ENTRY, MANIFEST, detail=f"what does not fit: {name}")
    return manifest


def _find_tasks(tree: Tree, findings: Findings) -> tuple[TaskFiles, ...]:
    tasks: dict[str, TaskFiles] = {}
    misplaced: list[str] = []
    own = (contract.ALGORITHM_INPUT, contract.TEST_SET)
    empty = _empty(tree) - {*own}
    is_file = dict.fromkeys(tree.folders, False) | dict.fromkeys(tree.files, True)
    for path in sorted(is_file):  # a folder before what it holds
        if any(path.startswith(f"{above}/") for above in misplaced):
            continue
        match path.split("/"), is_file[path]:
            case [contract.ALGORITHM_INPUT, folder], False if job := _job(folder):
                name, fold = job
                tasks.setdefault(name, TaskFiles(name)).jobs[fold] = {}
            case [contract.ALGORITHM_INPUT, folder, file], True if file in contract.JOB_FILES:
                name, fold = _job(folder) or ("", 0)
                tasks[name].jobs[fold][file] = path
            case [contract.TEST_SET, file], True if contract.TRUTH_FILE.fullmatch(file):
                name = file.removesuffix(".json")
                tasks.setdefault(name, TaskFiles(name)).truth = path
            case [contract.ALGORITHM_INPUT | contract.TEST_SET, _, *_], _:
                misplaced.append(path)
                findings.add(rules.MISPLACED, path)
            case [_, *_], False if path in empty:
                misplaced.append(path)
                findings.add(rules.MISPLACED, path, detail="an empty folder")
    return tuple(tasks[name] for name in sorted(tasks))


def _empty(tree: Tree) -> set[str]:
    """Folders without anything in them; of those that cannot be listed nobody knows."""
    every = (*tree.files, *tree.folders, *tree.odd)
    full = {path.rpartition("/")[0] for path in every} | {*tree.unreadable}
    return {*tree.folders} - full


def _job(folder: str) -> tuple[str, int] | None:
    match = contract.JOB_FOLDER.fullmatch(folder)
    return (match[1], _FOLDS[match[2]]) if match and match[2] in _FOLDS else None


def _check_complete(task: TaskFiles, findings: Findings, *, labelled: bool) -> None:
    for fold in range(contract.FOLDS):
        folder = contract.job_path(task.name, fold)
        if fold not in task.jobs:
            findings.add(rules.JOB_MISSING, folder)
            continue
        for file in contract.JOB_FILES:
            if file not in task.jobs[fold]:
                findings.add(rules.FILE_MISSING, f"{folder}/{file}")
    if labelled and task.truth is None:
        findings.add(rules.FILE_MISSING, contract.truth_path(task.name))
