"""The tasks of a release: its own, or published archives without a manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import MANIFEST, read_manifest
from dragon_prep.archive.verify.findings import Findings
from dragon_prep.archive.verify.load import load_records
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.codes.run import TASK_UNKNOWN
from dragon_prep.core.errors import Place, UsageFault, VerifyFault
from dragon_prep.core.targets import TargetType, value_fault
from dragon_prep.services.probe.cases import Fold, ProbeCase, ProbeTask
from dragon_prep.services.probe.metrics import BY_TYPE, METRICS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def task_names(root: Path, wanted: Sequence[str] = ()) -> list[str]:
    """The full names of a release's tasks, by number.

    Args:
        root: the release's folder.
        wanted: full names or numbers such as ``T19`` of those to take; all unless given.

    Raises:
        VerifyFault: if it is no release.
        UsageFault: if it has no task of a name.
    """
    jobs = _jobs(root)
    folders = [path.name for path in jobs.iterdir()] if jobs.is_dir() else []
    found = (contract.JOB_FOLDER.fullmatch(folder) for folder in folders)
    there = sorted({match[1] for match in found if match})
    if not there:
        raise VerifyFault(rules.NO_RELEASE, place=Place(root.name))
    short = {f"t{int(name.split('_')[0][4:])}": name for name in there}
    chosen = {short.get(name.lower(), name) for name in wanted}
    if not chosen <= set(there):
        detail = f"the release has no such task; it has {', '.join(short).upper()}"
        raise UsageFault(TASK_UNKNOWN, detail)
    return [name for name in there if not chosen or name in chosen]


def _jobs(root: Path) -> Path:
    """Where the folders of jobs stand; published archives have them at the top."""
    jobs = root / contract.ALGORITHM_INPUT
    return jobs if jobs.is_dir() else root


def read_tasks(root: Path) -> list[ProbeTask]:
    """The tasks of a release by number.

    Raises:
        VerifyFault: if it is no release, or a file of a task cannot be read.
    """
    return [read_task(root, name) for name in task_names(root)]


def read_task(root: Path, name: str) -> ProbeTask:
    """A task of a release with the labels of all cases that have one.

    Args:
        root: the release's folder.
        name: the task's full name.

    Raises:
        VerifyFault: if a file of the task cannot be read.
    """
    said = read_manifest(root).get("tasks") if (root / MANIFEST).is_file() else {}
    entry = said.get(name) if isinstance(said, dict) else None
    return _Files(root, name, entry if isinstance(entry, dict) else {}).task()


class _Files:
    """Reads the files of one task."""

    def __init__(self, root: Path, name: str, entry: dict[str, Any]) -> None:
        self._root, self._jobs, self._name, self._entry = root, _jobs(root), name, entry
        self._places: dict[str, int] = {}
        self._cases: list[ProbeCase] = []
        self._type: TargetType | None = None

    def task(self) -> ProbeTask:
        folds = tuple(self._folds())
        test = tuple(self._test())
        if self._type is None:
            raise VerifyFault(rules.NO_RELEASE, "no case has a label", place=Place(self._name))
        metric = str(self._entry.get("metric") or "")
        epsilon = self._entry.get("epsilon")
        return ProbeTask(
            name=self._name,
            type=self._type,
            metric=metric if metric in METRICS else BY_TYPE[self._type],
            epsilon=float(epsilon) if isinstance(epsilon, int | float) else None,
            cases=tuple(self._cases),
            folds=folds,
            test=test,
        )

    def _folds(self) -> Iterator[Fold]:
        for fold in range(contract.FOLDS):
            folder = contract.job_folder(self._name, fold)
            if not (self._jobs / folder).is_dir():
                continue
            train = tuple(self._read(self._jobs, f"{folder}/{contract.TRAINING}"))
            validation = tuple(self._read(self._jobs, f"{folder}/{contract.VALIDATION}"))
            yield Fold(train, validation)

    def _test(self) -> Iterator[int]:
        truths = (contract.truth_path(self._name), f"{self._name}.json")
        for file in truths:
            if (self._root / file).is_file():
                yield from self._read(self._root, file)
                return

    def _read(self, root: Path, file: str) -> Iterator[int]:
        """The places of a file's cases; each is kept once, however many folds have it."""
        records = load_records(root, file, Findings())
        if records is None:
            raise VerifyFault(rules.UNREADABLE, place=Place(file))
        for row, record in enumerate(records, 1):
            case = self._case(record)
            if case is None:
                detail = "it is no case with a text and a label"
                raise VerifyFault(rules.NOT_RECORDS, detail, place=Place(file, row))
            if case.uid not in self._places:
                self._places[case.uid] = len(self._cases)
                self._cases.append(case)
            yield self._places[case.uid]

    def _case(self, record: object) -> ProbeCase | None:
        if not isinstance(record, dict) or not isinstance(record.get(contract.UID), str):
            return None
        content = _content(record)
        columns = [name for name in record if name.endswith(contract.LABEL_SUFFIX)]
        if content is None or len(columns) != 1:
            return None
        kind = self._type or _type_of(columns[0])
        if kind is None or columns[0] != kind.column:
            return None
        self._type = kind
        label = record[columns[0]]
        parts = None if isinstance(content, str) else len(content)
        return None if value_fault(kind, label, parts) else ProbeCase(record["uid"], content, label)


def _type_of(column: str) -> TargetType | None:
    return next((kind for kind in TargetType if kind.column == column), None)


def _content(record: dict[str, Any]) -> str | tuple[str, ...] | None:
    text = record.get(contract.TEXT)
    if isinstance(text, str):
        return text
    parts = record.get(contract.TEXT_PARTS)
    if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
        return tuple(parts)
    return None
