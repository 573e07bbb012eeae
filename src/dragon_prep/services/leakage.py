"""The leakage audit of a build: what it finds, what stops, what a steward answers for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dragon_prep.core.codes import leakage as kinds
from dragon_prep.core.errors import UsageFault, VerifyFault, in_order
from dragon_prep.services.reasons import phi_in_reason
from dragon_prep.split.leaks.audit import find_leaks, grade_in
from dragon_prep.split.leaks.cases import GRADES, AuditedCase, AuditedTask, Grade
from dragon_prep.split.settings import TEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragon_prep.core.errors import Problem
    from dragon_prep.split.leaks.audit import Findings
    from dragon_prep.tasks.prepare import Prepared

LEAKAGE = "leakage"
Accepted = tuple[tuple[str, str], ...]
_LONGEST_REASON = 300


def audited(tasks: Sequence[Prepared]) -> tuple[list[AuditedTask], Findings]:
    """What the leakage audit finds in the tasks of a build, by task."""
    seen = [_audited_task(ready) for ready in tasks]
    return seen, find_leaks(seen)


def require_acceptable(accepted: Accepted) -> None:
    """Sees to it that what is accepted can be, and says why in words that may leave.

    Raises:
        UsageFault: if a code needs no word or cannot be accepted, or a reason is missing, too long
            or holds what looks like PHI.
    """
    for code, reason in accepted:
        if GRADES.get(code) is not Grade.WORD:
            raise UsageFault(kinds.ACCEPT_UNFIT, "a code given is none that needs a word")
        if not reason.strip() or len(reason) > _LONGEST_REASON or not reason.isprintable():
            raise UsageFault(
                kinds.ACCEPT_UNFIT,
                f"{code} needs a reason of one line, of {_LONGEST_REASON} characters at most",
            )
        if found := sorted(phi_in_reason(reason)):
            detail = f"the reason for {code} may hold PHI ({', '.join(found)}), and it leaves"
            remedy = "Say it without names, numbers of patients and dates, in small letters."
            raise UsageFault(kinds.ACCEPT_UNFIT, detail, remedy=remedy)


def graded(tasks: Sequence[AuditedTask], found: Findings, grade: Grade) -> tuple[Problem, ...]:
    """The findings of one grade."""
    return in_order(
        problem
        for task in tasks
        for problem in found.get(task.name, ())
        if grade_in(task, problem) is grade
    )


def require_accepted(tasks: Sequence[AuditedTask], found: Findings, accepted: Accepted) -> None:
    """Stops a build for what may not go out, or for what nobody answers for.

    Raises:
        VerifyFault: if there is such a finding; its problems are these findings.
    """
    codes = {code for code, _ in accepted}
    left = list(graded(tasks, found, Grade.STOPS))
    left += [p for p in graded(tasks, found, Grade.WORD) if p.kind.code not in codes]
    if left:
        count = Counter(problem.kind.code for problem in left)
        detail = ", ".join(f"{code}: {number}" for code, number in sorted(count.items()))
        raise VerifyFault(kinds.UNACCEPTED, detail, problems=in_order(left))


def leakage_json(
    tasks: Sequence[AuditedTask], found: Findings, accepted: Accepted
) -> dict[str, object]:
    """What the manifest says of the audit: by code its grade and how often in which task."""
    by_code: dict[str, dict[str, object]] = {}
    for task in tasks:
        count = Counter(problem.kind.code for problem in found.get(task.name, ()))
        for code, number in sorted(count.items()):
            entry = by_code.setdefault(code, {"grade": str(GRADES[code]), "tasks": {}})
            of = entry["tasks"]
            if isinstance(of, dict):
                of[task.name] = number
    said = [{"code": code, "reason": reason} for code, reason in accepted]
    return {"findings": dict(sorted(by_code.items())), "accepted": said}


def _audited_task(ready: Prepared) -> AuditedTask:
    side = dict.fromkeys(ready.split.test, TEST)
    for fold, rows in enumerate(ready.split.validation):
        side.update(dict.fromkeys(rows, fold))
    cases = [
        AuditedCase(
            uid=case.uid,
            text=joined(case.content),
            label=case.label,
            side=side[row],
            place=document.place,
            report=document.case,
            patient=document.patient,
            shingles=document.shingles,
            links=document.links,
        )
        for row, (case, document) in enumerate(zip(ready.cases, ready.documents, strict=True))
    ]
    public = all(cohort.is_public for cohort, _ in ready.task.cohorts.values())
    return AuditedTask(ready.task.full_name, ready.task.target.type, cases, public)


def joined(content: str | Iterable[str]) -> str:
    """What a model reads, as one text."""
    return content if isinstance(content, str) else " ".join(content)
