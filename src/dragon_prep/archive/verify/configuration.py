"""Checks the configurations of a task's jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.archive import contract
from dragon_prep.archive.verify.load import UNREAD, RepeatedKeys, load_json
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.targets import TargetType

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.archive.verify.findings import Findings
    from dragon_prep.archive.verify.layout import TaskFiles

_COLUMNS = {kind.column: kind for kind in TargetType}
_TOKEN_LEVEL = tuple(kind for kind in TargetType if kind.is_token_level)
_KEYS = tuple(key for key in contract.Configuration.__annotations__ if key != contract.SYNTHETIC)
_SHARED = ("input_name", "label_name", "recommended_truncation_side")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a task's records have: which input, and which target type."""

    input_name: str
    target_type: TargetType

    @property
    def has_tokens(self) -> bool:
        """Whether the input is a list of tokens with one label each."""
        return self.target_type.is_token_level


def check_configurations(
    root: Path, task: TaskFiles, jobids: dict[int, str], findings: Findings, *, synthetic: bool
) -> Shape | None:
    """Checks the configurations of all folds of a task.

    Args:
        root: the release's folder.
        task: where its files stand.
        jobids: the job ids met so far, with the file of each; grows.
        findings: where to put what is wrong.
        synthetic: whether the manifest says that this is a look-alike.

    Returns:
        What the task's records should have; None when no configuration can be used.
    """
    settings: dict[str, dict[str, object]] = {}
    for _, files in sorted(task.jobs.items()):
        if file := files.get(contract.CONFIGURATION):
            document = load_json(root, file, findings)
            if isinstance(document, dict):
                settings[file] = document
                _check_one(task.name, file, document, findings)
                if (document.get(contract.SYNTHETIC) is True) is not synthetic:
                    findings.add(rules.SYNTHETIC_MARK, file, column=contract.SYNTHETIC)
                _check_jobid(file, document, jobids, findings)
            elif document is not UNREAD:
                findings.add(rules.NOT_JSON, file, detail="the file is not a JSON object")
    _check_agreement(settings, findings)
    shapes = (_shape(document) for document in settings.values())
    return next((shape for shape in shapes if shape), None)


def _check_one(task_name: str, file: str, document: dict[str, object], findings: Findings) -> None:
    if isinstance(document, RepeatedKeys):
        findings.add(rules.KEY_REPEATED, file)
    for key in _KEYS:
        if key not in document:
            findings.add(rules.SETTING_MISSING, file, column=key)
    if extra := len(document.keys() - {*_KEYS, contract.SYNTHETIC}):
        findings.add(rules.SETTING_UNEXPECTED, file, detail=f"{extra} settings are not known")
    allowed = {
        "task_name": (task_name,),
        "input_name": contract.INPUT_NAMES,
        "label_name": tuple(_COLUMNS),
        "recommended_truncation_side": contract.TRUNCATION_SIDES,
        "version": (contract.VERSION,),
    }
    for key, values in allowed.items():
        if key in document and document[key] not in values:
            detail = f"the value is none of {', '.join(values)}"
            findings.add(rules.SETTING_VALUE, file, column=key, detail=detail)
    if document.get("input_name") == contract.TEXT and _target(document) in _TOKEN_LEVEL:
        detail = "a target with one label per token needs text_parts"
        findings.add(rules.SETTING_VALUE, file, column="input_name", detail=detail)


def _check_jobid(
    file: str, document: dict[str, object], jobids: dict[int, str], findings: Findings
) -> None:
    if "jobid" not in document:
        return
    jobid = document["jobid"]
    if not isinstance(jobid, int) or isinstance(jobid, bool) or not _is_seed(jobid):
        findings.add(rules.JOBID, file, column="jobid")
    elif jobids.setdefault(jobid, file) != file:
        findings.add(
            rules.JOBID_REPEATED, file, column="jobid", detail=f"{jobids[jobid]} has it too"
        )


def _is_seed(jobid: int) -> bool:
    return 0 <= jobid <= contract.MAX_JOBID


def _check_agreement(settings: dict[str, dict[str, object]], findings: Findings) -> None:
    first = next(iter(settings.values()), {})
    for file, document in settings.items():
        for key in _SHARED:
            if key in first and key in document and document[key] != first[key]:
                findings.add(rules.SETTINGS_DIFFER, file, column=key)


def _shape(document: dict[str, object]) -> Shape | None:
    name, target = document.get("input_name"), _target(document)
    usable = name == contract.TEXT_PARTS or (name == contract.TEXT and target not in _TOKEN_LEVEL)
    return Shape(str(name), target) if usable and target else None


def _target(document: dict[str, object]) -> TargetType | None:
    label = document.get("label_name")
    return _COLUMNS.get(label) if isinstance(label, str) else None
