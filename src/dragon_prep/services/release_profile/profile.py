"""Makes the profile of a release: reads its cases, bounds each patient's part, spends, draws."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import listed_files, read_manifest, sha256
from dragon_prep.archive.task_names import task_named
from dragon_prep.archive.verify.findings import Findings
from dragon_prep.archive.verify.load import load_records
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.codes.likeness import CASES_UNKNOWN, LIKENESS_MISPLACED
from dragon_prep.core.errors import Place, UsageFault, VerifyFault
from dragon_prep.core.files import absolute, system_faults
from dragon_prep.pipeline.workspace import workspace_beside
from dragon_prep.services.private_place import require_private_place
from dragon_prep.services.release_cases import CaseOrigin, digest_of, read_origins
from dragon_prep.services.release_profile.file import (
    ReleaseProfile,
    ToldGroup,
    ToldQuestion,
    write_release_profile,
)
from dragon_prep.services.release_profile.groups import in_groups
from dragon_prep.services.release_profile.ledger import LEDGER_FILE, PrivacyLedger, Spending, spend
from dragon_prep.services.release_profile.noise import (
    MOST_OF_A_PATIENT,
    noisy_counts,
    require_noise,
)
from dragon_prep.tasks.questions import CENTRE, LENGTH, CaseRow, questions, words_in
from dragon_prep.tasks.registry import find_tasks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from dragon_prep.tasks.questions import Question
    from dragon_prep.tasks.task import Task

_SHARES = {LENGTH: 0.35, CENTRE: 0.15}  # of a task's epsilon; what is left is the labels'


@dataclass(frozen=True, slots=True, repr=False)
class ProfiledCase:
    """A case with where it comes from."""

    row: CaseRow
    origin: CaseOrigin


@dataclass(frozen=True, slots=True, repr=False)
class ProfileResult:
    """A profile that was made.

    Attributes:
        profile: what it says.
        file: where it is.
        ledger: what is spent now.
        ledger_file: where that is kept.
    """

    profile: ReleaseProfile
    file: Path
    ledger: PrivacyLedger
    ledger_file: Path


@dataclass(frozen=True, slots=True, repr=False)
class PrivatePlaces:
    """Where a profile looks and what it writes.

    Attributes:
        out: file for the profile.
        workspace: the one that the release was built with; the usual one unless given.
        ledger: file of the budget; in the workspace unless given.
    """

    out: Path
    workspace: Path | None = None
    ledger: Path | None = None


def profile_release(
    release: Path,
    places: PrivatePlaces,
    epsilon: Decimal,
    *,
    budget: Decimal | None = None,
    tasks: Sequence[str] = (),
    folders: Sequence[Path] = (),
) -> ProfileResult:
    """Makes the profile of a release, with differential privacy for each of its patients.

    Args:
        release: its folder, with the labelled test sets.
        places: of the files; see there.
        epsilon: what the whole profile may cost, for all tasks together.
        budget: of a ledger that is made.
        tasks: which ones it is of, such as ``T10``; all unless given.
        folders: of the hospital's own task files.

    Returns:
        The profile, which is written.

    Raises:
        UsageFault: if OpenDP is not installed, the budget does not reach, the workspace does not
            know the release, a file may not be where it is asked for, or a task is not there.
        VerifyFault: if the release is not as it was built.
    """
    require_noise()
    release, out = absolute(release), absolute(places.out)
    workspace = absolute(places.workspace) if places.workspace else workspace_beside(release)
    ledger = absolute(places.ledger) if places.ledger else workspace / LEDGER_FILE
    origins = read_origins(workspace, release)
    with system_faults("release profile"):
        require_private_place(out, LIKENESS_MISPLACED, apart=(release,), overwrite=False)
        if release in ledger.parents:
            raise UsageFault(LIKENESS_MISPLACED)
    chosen = find_tasks(_wanted(origins, tasks), folders=folders)
    cases = {task.full_name: read_cases(release, task, origins) for task in chosen}
    asked = {task.full_name: questions(task.target, _centres(release, task)) for task in chosen}
    spending = Spending(digest_of(release), tuple(cases), epsilon)
    after = spend(ledger, spending, budget)
    share = float(epsilon) / len(chosen)
    told = {
        name: told_of(answers_of([case.row for case in bounded(cases[name])], asked[name]), share)
        for name in cases
    }
    profile = ReleaseProfile(f"{epsilon:f}", _noise_name(), told)
    with system_faults("release profile"):
        out.parent.mkdir(parents=True, exist_ok=True)
        write_release_profile(out, profile)
    return ProfileResult(profile, out, after, ledger)


def bounded(cases: Iterable[ProfiledCase]) -> list[ProfiledCase]:
    """Of each patient at most :data:`MOST_OF_A_PATIENT` cases.

    Which ones depends on nobody else: the first by the keyed stand-ins of their reports.
    """
    of_patient: dict[str, list[ProfiledCase]] = defaultdict(list)
    for case in cases:
        of_patient[case.origin.patient].append(case)
    return [
        case
        for own in of_patient.values()
        for case in sorted(own, key=lambda one: one.origin.report)[:MOST_OF_A_PATIENT]
    ]


def answers_of(rows: Sequence[CaseRow], asked: Sequence[Question]) -> dict[Question, list[int]]:
    """The cell of each row, for each question."""
    return {question: [question.of(row) for row in rows] for question in asked}


def told_of(answers: Mapping[Question, Sequence[int]], epsilon: float) -> tuple[ToldQuestion, ...]:
    """What a profile says of a task.

    Args:
        answers: of its cases, to each question, of no patient more than
            :data:`MOST_OF_A_PATIENT`.
        epsilon: what all answers together may cost.
    """
    costs = shares([*answers], epsilon)
    return tuple(_told(question, own, costs[question]) for question, own in answers.items())


def shares(asked: Sequence[Question], epsilon: float) -> dict[Question, float]:
    """What each question may cost: lengths and centres a little, labels the rest."""
    weights = {q: _SHARES[q.name] for q in asked if q.name in _SHARES}
    labels = [q for q in asked if q.is_of_labels]
    own = (1 - sum(weights.values())) / max(1, len(labels))
    weights |= dict.fromkeys(labels, own)
    whole = sum(weights.values())
    return {question: epsilon * weights[question] / whole for question in asked}


def _told(question: Question, answers: Sequence[int], epsilon: float) -> ToldQuestion:
    noisy = noisy_counts(answers, len(question.cells), epsilon)
    groups = tuple(
        ToldGroup(tuple(question.cells[cell] for cell in group.cells), group.reports)
        for group in in_groups(noisy, ordered=question.ordered)
    )
    return ToldQuestion(question.name, noisy.epsilon, noisy.scale, groups)


def _wanted(origins: Mapping[str, object], names: Sequence[str]) -> list[str]:
    """The full names of the tasks of a release that are asked for."""
    return sorted({task_named(origins, name) for name in names} if names else origins)


def _centres(release: Path, task: Task) -> list[str]:
    """Whose exports were read: what the definition says, and centres that a mapping added.

    Which exports there are is a fact of the hospital, not of a patient.
    """
    entry = read_manifest(release).get("tasks", {})
    steps = entry.get(task.full_name, {}).get("attrition", ()) if isinstance(entry, dict) else ()
    read = [str(step["centre"]).partition(",")[0] for step in steps]
    defined = [centre for _, centres in task.cohorts.values() for centre in centres]
    return sorted({*read, *defined})


def read_cases(
    release: Path, task: Task, origins: Mapping[str, Mapping[str, CaseOrigin]]
) -> list[ProfiledCase]:
    """All cases of a task, development and test.

    Raises:
        VerifyFault: if a file is not the one that was built.
        UsageFault: if nobody knows where a case comes from.
    """
    name, known = task.full_name, origins[task.full_name]
    files = [contract.truth_path(name)]
    files += [f"{contract.job_path(name, k)}/{contract.VALIDATION}" for k in range(contract.FOLDS)]
    listed = listed_files(read_manifest(release))
    cases = []
    for file in files:
        if not (release / file).is_file() or sha256(release / file) != listed.get(file):
            raise VerifyFault(rules.CHECKSUM, place=Place(file))
        for record in load_records(release, file, Findings()) or ():
            if not isinstance(record, dict) or record.get(contract.UID) not in known:
                raise UsageFault(CASES_UNKNOWN, place=Place(release.name))
            origin = known[record[contract.UID]]
            label = record[task.target.type.column]
            row = CaseRow(label, words_in(record[task.input_name]), origin.centre)
            cases.append(ProfiledCase(row, origin))
    return cases


def _noise_name() -> str:
    from importlib.metadata import version

    return f"discrete Laplace, OpenDP {version('opendp')}, the system's own randomness"
