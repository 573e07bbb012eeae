"""Checks the files of a task against what the manifest says of it.

Only what the manifest says is compared: that it says enough is proven by its digests.
"""

from __future__ import annotations

import math
from itertools import chain
from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.archive.label_summary import is_spread, label_summary
from dragon_prep.archive.verify.findings import Findings
from dragon_prep.archive.verify.load import load_json, load_pieces, load_records
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.small_counts import SMALLEST, told
from dragon_prep.core.targets import TargetType
from dragon_prep.split.ledger import patients_told

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.archive.verify.layout import TaskFiles

_SETTINGS = {
    "label_name": "target",
    "input_name": "input",
    "recommended_truncation_side": "truncation_side",
}
_BY_POSITION = (
    TargetType.MULTI_LABEL_BINARY,
    TargetType.MULTI_LABEL_MULTI_CLASS,
    TargetType.MULTI_LABEL_REGRESSION,
)
_CLOSE = 1e-6  # of the numbers of a summary: archives have ten decimals, and quartiles are computed
Rows = list[dict[str, Any]]


class ToldCheck:
    """The check of one task against its entry in the manifest.

    Args:
        root: the release's folder.
        files: where the task's files stand.
        entry: what the manifest says of the task.
        findings: where to put what is wrong.
    """

    def __init__(
        self, root: Path, files: TaskFiles, entry: Mapping[str, Any], findings: Findings
    ) -> None:
        self._root = root
        self._files = files
        self._entry = entry
        self._findings = findings

    def run(self) -> None:
        """Checks configurations, counts, groups of patients and labels."""
        for fold, files in sorted(self._files.jobs.items()):
            if file := files.get(contract.CONFIGURATION):
                self._check_configuration(fold, file)
        self._check_counts()
        self._check_groups()
        first = self._files.jobs.get(0, {})
        parts = [first.get(contract.TRAINING), first.get(contract.VALIDATION), self._files.truth]
        rows = [self._rows(file) if file else [] for file in parts]
        if rows[0] and rows[1]:
            self._check_labels(list(chain.from_iterable(rows)))

    def _rows(self, file: str) -> Rows:
        # What cannot be read was found by the check of the files.
        records = load_records(self._root, file, Findings()) or []
        return [record for record in records if isinstance(record, dict)]

    def _count(self, file: str | None) -> int:
        """How many records a file has; nothing is made of them. None if it cannot be read."""
        if file is None:
            return 0
        pieces = load_pieces(self._root, file)
        return len(pieces) if pieces is not None else len(self._rows(file))

    def _check_configuration(self, fold: int, file: str) -> None:
        document = load_json(self._root, file, Findings())
        if not isinstance(document, dict):
            return
        for setting, member in _SETTINGS.items():
            if member in self._entry and document.get(setting) != self._entry[member]:
                detail = "not what the manifest says of the task"
                self._findings.add(rules.CONFIGURATION_DIFFERS, file, None, setting, detail)
        number = int(self._files.name.partition("_")[0].removeprefix("Task"))
        if document.get("jobid") != contract.jobid(number, fold):
            detail = f"it is {contract.jobid(number, fold)} by the numbers of task and fold"
            self._findings.add(rules.CONFIGURATION_DIFFERS, file, None, "jobid", detail)

    def _check_counts(self) -> None:
        truth = self._files.truth or self._files.jobs.get(0, {}).get(contract.TEST)
        test = self._count(truth)
        self._check_count("test", self._entry.get("test"), test)
        stated = self._entry.get("folds")
        folds = stated if isinstance(stated, list) else []
        if stated is not None and len(folds) != contract.FOLDS:
            self._differs("folds", f"there are {len(folds)} folds in it")
        development = 0
        for fold in range(contract.FOLDS):
            files = self._files.jobs.get(fold, {})
            training = self._count(files.get(contract.TRAINING))
            validation = self._count(files.get(contract.VALIDATION))
            development = development or training + validation
            entry = folds[fold] if fold < len(folds) else None
            told_of = entry if isinstance(entry, dict) else {}
            self._check_count(f"training cases of fold {fold}", told_of.get("training"), training)
            self._check_count(
                f"validation cases of fold {fold}", told_of.get("validation"), validation
            )
        by_centre = self._entry.get("cases")
        whole = development + test
        if isinstance(by_centre, dict) and whole and not _may_sum_to(by_centre.values(), whole):
            self._differs("cases", "the cases of the centres are not those of the files")

    def _check_count(self, what: str, stated: object, found: int) -> None:
        # A file that is missing or cannot be read is a finding of its own.
        if found and stated is not None and stated != told(found):
            self._differs(what, f"{what}: {told(found)} in the files")

    def _differs(self, what: str, detail: str) -> None:
        file = contract.job_path(self._files.name, 0)
        if what == "test":
            file = contract.truth_path(self._files.name)
        self._findings.add(rules.COUNTS_DIFFER, file, detail=detail)

    def _check_groups(self) -> None:
        stated = patients_told(self._entry)
        if not stated:
            return
        seen: dict[str, str] = {}
        shared = 0
        for name, digests in stated.items():
            for digest in digests:
                shared += seen.setdefault(digest, name) != name
        if shared:
            detail = f"{shared} patients are on two sides"
            file = contract.job_path(self._files.name, 0)
            self._findings.add(rules.PATIENT_SHARED, file, detail=detail)
        patients = self._entry.get("patients")
        if patients is not None and patients != told(len(seen)):
            self._differs("patients", f"patients: {told(len(seen))} by their keyed digests")

    def _check_labels(self, rows: Rows) -> None:
        column = str(self._entry.get("target", ""))
        labels = [row[column] for row in rows if column in row]
        kind = next((kind for kind in TargetType if kind.column == column), None)
        if not labels or kind is None:
            return
        truth = contract.truth_path(self._files.name)
        if outside := sum(not self._is_plausible(label) for label in labels):
            detail = f"{outside} labels lie outside what the manifest says is plausible"
            self._findings.add(rules.LABEL_IMPLAUSIBLE, truth, None, column, detail)
        if unlisted := sum(not self._is_listed(kind, label) for label in labels):
            detail = f"{unlisted} labels are none of those the manifest lists"
            self._findings.add(rules.LABEL_UNLISTED, truth, None, column, detail)
        stated = self._entry.get("label_summary")
        if isinstance(stated, dict) and not _is_like(stated, label_summary(labels)):
            self._findings.add(rules.LABELS_DIFFER, truth, None, column)

    def _is_plausible(self, label: object) -> bool:
        span = self._entry.get("plausible")
        if not isinstance(span, list) or [*map(_is_number, span)] != [True, True]:
            return True
        numbers = label if isinstance(label, list) else [label]
        return all(span[0] <= n <= span[1] for n in numbers if isinstance(n, int | float))

    def _is_listed(self, kind: TargetType, label: object) -> bool:
        listed = self._entry.get("labels")
        if not isinstance(listed, list):
            return True
        if kind is TargetType.SINGLE_LABEL_MULTI_CLASS:
            return label in listed
        if kind in _BY_POSITION and isinstance(label, list):
            return len(label) == len(listed)
        return True


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _may_sum_to(parts: Collection[object], whole: int) -> bool:
    """Whether parts of which some may be hidden, and the others rounded, can make a whole."""
    numbers = [n for n in parts if isinstance(n, int)]
    hidden = len(parts) - len(numbers)
    if not hidden:
        return sum(numbers) == whole
    off = len(numbers) * SMALLEST // 2 + hidden * (SMALLEST - 1)
    return abs(whole - sum(numbers)) <= off


def _is_like(stated: Mapping[str, object], found: Mapping[str, float | int]) -> bool:
    """Whether a summary of labels is one that was written of these."""
    if not is_spread(found):
        return dict(stated) == {name: told(int(count)) for name, count in found.items()}
    numbers: Sequence[object] = list(stated.values())
    return [*stated] == [*found] and all(
        isinstance(a, int | float) and math.isclose(a, b, rel_tol=_CLOSE, abs_tol=_CLOSE)
        for a, b in zip(numbers, found.values(), strict=True)
    )
