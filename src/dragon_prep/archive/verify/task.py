"""Checks the files of one task against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from dragon_prep.archive import contract
from dragon_prep.archive.verify.labels import POOLED, Labels
from dragon_prep.archive.verify.records import Known, Side
from dragon_prep.archive.verify.uids import Uids
from dragon_prep.core.codes import archive as rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dragon_prep.archive.verify.configuration import Shape
    from dragon_prep.archive.verify.findings import Findings
    from dragon_prep.archive.verify.layout import TaskFiles


_Rows: TypeAlias = "dict[str, int]"  # the row of each uid of a file


@dataclass(frozen=True, slots=True, repr=False)
class _Fold:
    """What could be read of one fold's training and validation files."""

    training: _Rows | None
    validation: _Rows | None


class TaskCheck:
    """The check of one task's files.

    Args:
        root: the release's folder.
        files: where the task's files stand.
        shape: what its records should have.
        checksums: of each file of the release.
        findings: where to put what is wrong.
        metric: the evaluator's; empty where it is not known.
    """

    def __init__(
        self,
        root: Path,
        files: TaskFiles,
        shape: Shape,
        checksums: dict[str, str],
        findings: Findings,
        *,
        metric: str = "",
    ) -> None:
        self._root = root
        self._files = files
        self._shape = shape
        self._checksums = checksums
        self._findings = findings
        self._labels = Labels(shape.target_type, findings, pooled=metric == POOLED)
        self._uids = Uids(files.name, findings)
        self._test = Side(shape, self._labels, self._uids, findings, is_test=True)
        self._development = Side(shape, self._labels, self._uids, findings, is_test=False)

    def run(self) -> None:
        """Checks all of the task's files."""
        truth, test = self._read_test()
        folds = {fold: self._read_fold(fold) for fold in sorted(self._files.jobs)}
        complete = {
            number: (fold.training, fold.validation)
            for number, fold in folds.items()
            if fold.training and fold.validation
        }
        for number, fold in folds.items():
            self._check_disjoint(number, fold, test)
        if len(complete) == contract.FOLDS:
            self._check_partition(complete)
            if truth and test:
                self._uids.check_numbers()
        self._check_labels(truth, folds)

    def cases(self) -> Iterator[tuple[str, Known]]:
        """Every uid of the task, with the first place where it stands."""
        yield from self._test.known.items()
        yield from self._development.known.items()

    def _read_test(self) -> tuple[_Rows | None, _Rows | None]:
        truth: _Rows | None = None
        test: _Rows | None = None
        if self._files.truth:
            truth = self._test.read(self._root, self._files.truth, None)
        first: str | None = None
        for _, files in sorted(self._files.jobs.items()):
            file = files.get(contract.TEST)
            if file is None:
                continue
            if first is None:
                first = file
                test = self._test.read(self._root, file, rules.TRUTH_DIFFERS)
                if truth and test and list(truth) != list(test):
                    detail = "not the same cases, or not in the same order"
                    self._findings.add(rules.TRUTH_DIFFERS, file, detail=detail)
            elif self._checksums.get(file) != self._checksums.get(first):
                self._findings.add(rules.TEST_DIFFERS, file, detail=f"not as in {first}")
                self._test.read(self._root, file, None)
        return truth, test

    def _read_fold(self, fold: int) -> _Fold:
        files = self._files.jobs[fold]
        read = {
            name: self._development.read(self._root, files[name], rules.RECORD_DIFFERS)
            for name in (contract.TRAINING, contract.VALIDATION)
            if name in files
        }
        return _Fold(read.get(contract.TRAINING), read.get(contract.VALIDATION))

    def _check_disjoint(self, number: int, fold: _Fold, test: _Rows | None) -> None:
        sides = {
            contract.TRAINING: fold.training,
            contract.VALIDATION: fold.validation,
            contract.TEST: test,
        }
        before: set[str] = set()
        for name, records in sides.items():
            if records:
                place = f"{contract.job_path(self._files.name, number)}/{name}"
                file = self._files.jobs[number].get(name, place)
                for uid in (uid for uid in records if uid in before):
                    self._findings.add(rules.UID_SHARED, file, records[uid], contract.UID)
                before |= records.keys()

    def _check_partition(self, folds: dict[int, tuple[_Rows, _Rows]]) -> None:
        development = self._development.known.keys()
        validated: set[str] = set()
        for number, (training, validation) in folds.items():
            path = contract.job_path(self._files.name, number)
            if absent := len(development - training.keys() - validation.keys()):
                detail = f"{absent} cases of other folds are neither for training nor validation"
                self._findings.add(rules.NO_PARTITION, path, detail=detail)
            file = f"{path}/{contract.VALIDATION}"
            for uid in (uid for uid in validation if uid in validated):
                row = validation[uid]
                detail = "the case is in the validation file of an earlier fold"
                self._findings.add(rules.NO_PARTITION, file, row, contract.UID, detail)
            validated |= validation.keys()
        if never := len(development - validated):
            path = contract.job_path(self._files.name, 0)
            detail = f"{never} cases are in the validation file of no fold"
            self._findings.add(rules.NO_PARTITION, path, detail=detail)

    def _check_labels(self, truth: _Rows | None, folds: dict[int, _Fold]) -> None:
        labels, side = self._labels, self._development
        if truth and self._files.truth:
            says = self._test.says(truth)
            labels.check_truth(says, self._files.truth)
            labels.check_numbers(says, self._files.truth)
        for number, fold in folds.items():
            files = self._files.jobs[number]
            trained = side.says(fold.training) if fold.training else frozenset()
            if fold.training:
                labels.check_training(trained, files[contract.TRAINING])
                labels.check_numbers(trained, files[contract.TRAINING])
            if fold.validation:
                validated = side.says(fold.validation)
                labels.check_validation(validated, trained, files[contract.VALIDATION])
                labels.check_numbers(validated, files[contract.VALIDATION])
        everything = frozenset().union(*(known.says for _, known in self.cases()))
        labels.check_task(everything, contract.job_path(self._files.name, 0))
