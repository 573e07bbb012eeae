"""The leakage audit of a release that is there, or of published archives, from the files alone."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeGuard

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import MANIFEST, read_manifest
from dragon_prep.archive.verify.findings import Findings as FileFindings
from dragon_prep.archive.verify.load import load_records
from dragon_prep.archive.zipped import unpacked
from dragon_prep.core.codes import leakage as kinds
from dragon_prep.core.codes.run import RECORDS_INVALID
from dragon_prep.core.errors import DragonPrepError, Place, Problem, UsageFault, in_order
from dragon_prep.core.keys import MINIMUM_LENGTH, ProjectKey
from dragon_prep.core.shingles import shingles_of
from dragon_prep.core.targets import TargetType
from dragon_prep.services.leakage import LEAKAGE, graded, joined
from dragon_prep.split.leaks.audit import find_leaks
from dragon_prep.split.leaks.cases import TRAINED_ONLY, AuditedCase, AuditedTask, Grade
from dragon_prep.split.ledger import patients_told
from dragon_prep.split.settings import TEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

# What leaves is no secret: these digests are compared and forgotten.
_NO_SECRET = ProjectKey(bytes(MINIMUM_LENGTH))


@dataclass(frozen=True, slots=True)
class LeakageResult:
    """What the leakage audit of a release found.

    Attributes:
        tasks: how many tasks it looked at.
        stops: what may not go out.
        needs_word: what somebody has to answer for, and nobody does in the manifest.
        accepted: what somebody answers for there.
        information: everything else.
    """

    tasks: int
    stops: tuple[Problem, ...]
    needs_word: tuple[Problem, ...]
    accepted: tuple[Problem, ...]
    information: tuple[Problem, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing stands in the way of the release."""
        return not (self.stops or self.needs_word)


def audit_leakage(release: Path, against: Sequence[Path] = ()) -> LeakageResult:
    """Looks for leaks in a release: a folder of jobs and test sets, with or without a manifest.

    Args:
        release: the folder, or a zip.
        against: other releases, as folders or zips, or files of records, that its cases are held
            against.

    Raises:
        UsageFault: if there is no case in one of them: nothing would be found in it.
        VerifyFault: if a zip cannot be read.
    """
    with unpacked(release) as root:
        return _audited(root, release.name, against)


def _audited(root: Path, name: str, against: Sequence[Path]) -> LeakageResult:
    tasks = read_tasks(root)
    if not any(task.cases for task in tasks):
        raise UsageFault(RECORDS_INVALID, "there is no case of a task in it", place=Place(name))
    given = [case for path in against for case in _given(path)]
    found = find_leaks(tasks, given)
    stops = [*graded(tasks, found, Grade.STOPS), *_within_folds(root), *_patients(root)]
    codes = _accepted(root)
    word = graded(tasks, found, Grade.WORD)
    return LeakageResult(
        len(tasks),
        in_order(stops),
        tuple(problem for problem in word if problem.kind.code not in codes),
        tuple(problem for problem in word if problem.kind.code in codes),
        graded(tasks, found, Grade.INFORMATION),
    )


def read_tasks(root: Path) -> list[AuditedTask]:
    """The tasks whose jobs are in a folder or the folders in it, by name."""
    cases: dict[str, dict[tuple[str, int], AuditedCase]] = {}
    kinds_of: dict[str, TargetType] = {}
    for task, side, name in _datasets(root):
        own = cases.setdefault(task, {})
        for case, kind in _records(root, name, side):
            if kind is not None:
                kinds_of[task] = kind
            own.setdefault((case.uid, case.side), case)
    return [
        AuditedTask(name, kinds_of.get(name, TargetType.NER), _placed(own))
        for name, own in sorted(cases.items())
    ]


def _placed(own: Mapping[tuple[str, int], AuditedCase]) -> list[AuditedCase]:
    """The cases in the order of their numbers; one in training that also validates is not twice."""
    sides: dict[str, set[int]] = {}
    for uid, side in own:
        sides.setdefault(uid, set()).add(side)
    return [
        _compared(case)
        for (uid, side), case in sorted(own.items(), key=lambda item: _number(item[0]))
        if side != TRAINED_ONLY or all(of in (TRAINED_ONLY, TEST) for of in sides[uid])
    ]


def _number(key: tuple[str, int]) -> tuple[int, str, int]:
    uid, side = key
    digits = uid.rpartition("case")[2]
    return (int(digits) if digits.isdecimal() else 0, uid, side)


def _datasets(root: Path) -> Iterator[tuple[str, int, str]]:
    """The data files of a folder: task, side, and path; labelled test sets first."""
    every = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.json"))
    # Debug sets are development cases once more; of one that is looked at by itself all counts.
    names = [name for name in every if not _DEBUG & {*name.split("/")}]
    for name in names:
        if match := contract.TRUTH_FILE.fullmatch(name.rpartition("/")[2]):
            yield match[1], TEST, name
    for name in names:
        folder, _, base = name.rpartition("/")
        job = contract.JOB_FOLDER.fullmatch(folder.rpartition("/")[2])
        if job and base in _SIDES:
            side = _SIDES[base]
            yield job[1], int(job[2]) if side is None else side, name


_DEBUG = {contract.DEBUG_INPUT, contract.DEBUG_TEST_SET}
_SIDES: dict[str, int | None] = {
    contract.VALIDATION: None,
    contract.TEST: TEST,
    contract.TRAINING: TRAINED_ONLY,
}


def _records(root: Path, name: str, side: int) -> Iterator[tuple[AuditedCase, TargetType | None]]:
    for row, record in enumerate(load_records(root, name, FileFindings()) or [], start=1):
        if not isinstance(record, dict) or not isinstance(record.get(contract.UID), str):
            continue
        content = next((record[key] for key in contract.INPUT_NAMES if key in record), None)
        if not _is_content(content):
            continue
        kind, label = _label(record)
        place = Place(name, row)
        yield AuditedCase(record[contract.UID], joined(content), label, side, place), kind


def _is_content(content: object) -> TypeGuard[str | list[str]]:
    parts = content if isinstance(content, list) else [content]
    return all(isinstance(part, str) for part in parts)


def _label(record: Mapping[str, Any]) -> tuple[TargetType | None, object]:
    for kind in TargetType:
        if kind.column in record:
            return kind, record[kind.column]
    return None, None


def _within_folds(root: Path) -> Iterator[Problem]:
    """Cases that stand in two datasets of one job."""
    first: dict[tuple[str, str], str] = {}
    for _, side, name in _datasets(root):
        folder, _, base = name.rpartition("/")
        if side == TEST and base != contract.TEST:
            continue
        for case, _ in _records(root, name, side):
            other = first.setdefault((folder, case.uid), name)
            if other != name:
                detail = f"as in {other.rpartition('/')[2]}"
                yield Problem(kinds.UID_ON_TWO_SIDES, case.place, detail, False)


def _patients(root: Path) -> Iterator[Problem]:
    """Patients whom the manifest has on two sides of a task, by their keyed digests."""
    for name, entry in _manifest(root).get("tasks", {}).items():
        sides = patients_told(entry) if isinstance(entry, dict) else {}
        every = [digest for digests in sides.values() for digest in digests]
        if twice := len(every) - len(set(every)):
            detail = f"{name}: {twice}"
            yield Problem(kinds.PATIENT_ON_TWO_SIDES, Place(MANIFEST), detail, False)


def _accepted(root: Path) -> set[str]:
    leakage = _manifest(root).get(LEAKAGE, {})
    said = leakage.get("accepted", []) if isinstance(leakage, dict) else []
    return {entry.get("code", "") for entry in said if isinstance(entry, dict)}


def _manifest(root: Path) -> dict[str, Any]:
    try:
        return read_manifest(root)
    except DragonPrepError:
        return {}


def _given(path: Path) -> list[AuditedCase]:
    """The cases of another release, or of a file of records, whose test sets are named so."""
    found = _of_release(path) if path.is_dir() or zipfile.is_zipfile(path) else _of_file(path)
    if not found:
        detail = "there is no record in it whose text could be compared"
        raise UsageFault(RECORDS_INVALID, detail, place=Place(path.name))
    return found


def _of_release(path: Path) -> list[AuditedCase]:
    with unpacked(path) as root:
        return [case for task in read_tasks(root) for case in task.cases]


def _of_file(path: Path) -> list[AuditedCase]:
    is_test = path.name == contract.TEST or contract.TRUTH_FILE.fullmatch(path.name) is not None
    side = TEST if is_test else TRAINED_ONLY
    cases = (case for case, _ in _records(path.parent, path.name, side))
    return [_compared(case) for case in cases]


def _compared(case: AuditedCase) -> AuditedCase:
    return replace(case, shingles=shingles_of(case.text, _NO_SECRET))
