"""Lines that tell what a build or a check found."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dragon_prep.core.errors import in_order, number_of, rows_quarantined
from dragon_prep.evaluation.unseen import told_in_words
from dragon_prep.tasks.published import compared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.audit.verdicts import Totals
    from dragon_prep.core.errors import ErrorCode, Problem
    from dragon_prep.core.second_look import OverlookedCounts
    from dragon_prep.intake.cleaned import CleanedCounts
    from dragon_prep.tasks.published import Sizes
    from dragon_prep.tasks.summary import TaskSummary

_PLACES_SHOWN = 10
_PLACES_SHOWN_OF_LISTED = 3
_OFF_TOKENS = {"grown": "grown to whole tokens", "cut": "begin later", "dropped": "dropped"}


def published(tasks: Iterable[tuple[str, Sizes]]) -> str:
    """How the sizes of tasks compare with those that were published; nothing if none was."""
    found = compared(tasks)
    if not found:
        return ""
    same = [task_number(name) for name, sizes, known in found if sizes == known]
    lines = ["Cases for development + test, compared with the published benchmark"]
    if same:
        lines.append(f"  as published: {', '.join(same)}")
    lines += [
        f"  {task_number(name)}: {sizes}; published: {known}"
        for name, sizes, known in found
        if sizes != known
    ]
    return "\n".join(lines)


def spans(tasks: Sequence[TaskSummary]) -> str:
    """What became of spans that do not fit the tokens; nothing if all did."""
    lines = [
        f"  {task_number(task.name)}: "
        + ", ".join(f"{count} {_OFF_TOKENS[what]}" for what, count in task.spans.items())
        for task in tasks
        if task.spans
    ]
    return "\n".join(["Spans off the borders of tokens", *lines]) if lines else ""


def numbers(tasks: Sequence[TaskSummary]) -> str:
    """How many numbers of labels stand nowhere in their texts; nothing if all do."""
    lines = [
        f"  {task_number(task.name)}: {nowhere} of {sum(task.numbers.values())}"
        for task in tasks
        if (nowhere := task.numbers.get("nowhere"))
    ]
    return "\n".join(["Numbers of labels that the texts do not state", *lines]) if lines else ""


def agreements(tasks: Sequence[TaskSummary]) -> str:
    """In how many cases labels do not agree with texts or other cells; nothing if all do."""
    lines = []
    for task in tasks:
        for what, sources in task.agreements.items():
            differ = {s: counts.differ for s, counts in sources.items() if counts.differ}
            if differ:
                of = sum(counts.agree + counts.differ for counts in sources.values())
                centres = ", ".join(f"{source} {count}" for source, count in differ.items())
                line = f"{what}: not in {sum(differ.values())} of {of} ({centres})"
                lines.append(f"  {task_number(task.name)}: {line}")
    return "\n".join(["Labels that do not agree (R369)", *lines]) if lines else ""


def compromises(tasks: Sequence[TaskSummary]) -> str:
    """What the split of tasks could not give; nothing if there is nothing to be said."""
    lines = [f"  {task_number(t.name)}: {said}" for t in tasks for said in t.compromises]
    return "\n".join(["What is to be said of the split", *lines]) if lines else ""


def problems(found: Sequence[Problem], listed: Path | None = None) -> str:
    """Problems by kind, with what to do and the places; some places stand for very many.

    Args:
        found: all of them.
        listed: the file that lists all, if there is one.
    """
    most = _PLACES_SHOWN_OF_LISTED if listed else _PLACES_SHOWN
    where = f"see {listed.name}" if listed else "--json lists all"
    by_kind: dict[ErrorCode, list[Problem]] = {}
    for problem in in_order(found):
        by_kind.setdefault(problem.kind, []).append(problem)
    lines = ["Problems"]
    for kind, some in by_kind.items():
        lines += ["", f"  {kind.code} {kind.title}{_how_many(some)}", f"    {kind.remedy}"]
        for problem in some[:most]:
            detail = problem.detail if problem.detail != kind.title else ""
            lines.append(f"    - {problem.place}" + (f": {detail}" if detail else ""))
        if len(some) > most:
            lines.append(f"    - and {len(some) - most} more; {where}")
    if listed:
        lines += ["", f"All are listed in {listed}", "`dragon-prep explain CODE` says more."]
    return "\n".join(lines)


def _how_many(some: Sequence[Problem]) -> str:
    if some[0].kind.code.startswith("V"):  # a finding of a release; no row is kept or held back
        return f" ({len(some)})"
    quarantined = rows_quarantined(some)
    if not quarantined:
        return f" ({len(some)}, listed only)"
    return f" ({number_of(quarantined, 'row')} held back)"


def phi_sums(found: Mapping[str, Mapping[str, Mapping[str, int]]]) -> str:
    """How many mentions were replaced, by cohort."""
    sums = {
        cohort: sum(sum(counts.values()) for counts in centres.values())
        for cohort, centres in found.items()
    }
    lines = [f"  {cohort}: {count}" for cohort, count in sums.items() if count]
    return "\n".join(["PHI replaced (--details shows categories and centres)", *lines])


def unread(found: Mapping[str, Mapping[str, Mapping[str, int]]]) -> str:
    """How many replaced mentions no grammar reads, in one line; nothing if all are read."""
    counts: Counter[str] = Counter()
    for centres in found.values():
        for by_category in centres.values():
            counts.update(by_category)
    if not counts.total():
        return ""
    listed = ", ".join(f"{category} {count}" for category, count in sorted(counts.items()))
    return f"Replaced, but in no notation that can be read: {listed}"


def annotated(found: Mapping[str, Mapping[str, tuple[int, int]]]) -> str:
    """How many reports somebody annotated; nothing if no cohort was read."""
    lines = []
    for cohort, centres in found.items():
        lines += [
            f"{cohort}, {centre}: {yes} reports annotated, {no} left to the detector"
            for centre, (yes, no) in centres.items()
        ]
    return "\n".join(["Reports", *(f"  {line}" for line in lines)]) if lines else ""


def alone(found: Mapping[str, Mapping[str, tuple[int, int]]]) -> str:
    """A warning of the reports that the detector alone has seen, set apart; nothing if none is."""
    count = sum(no for centres in found.values() for _, no in centres.values())
    if not count:
        return ""
    missed = told_in_words().replace("; ", ";\n    ")
    return (
        f"\nMind: PHI in {count} reports was looked for by the detector alone.\n"
        f"  Of writers it had not seen it misses, of the words of PHI:\n    {missed}.\n"
        "  Have people read these reports, or annotate them, before the release\n"
        "  leaves the hospital; `dragon-prep sample-review` estimates how much is missed."
    )


def after_build(release: Path, listed: Path, found: Sequence[Problem]) -> str:
    """What to do after a build.

    Args:
        release: that was made.
        listed: the file of all problems.
        found: the problems.
    """
    steps = [f"Look at {release / 'report.html'}."]
    if rows := rows_quarantined(found):
        held = number_of(rows, "row")
        steps.append(
            f"Mend what {listed} says of {held}\n    held back, and build again with --overwrite."
        )
    steps.append(
        "Give algorithm-input to participants, and test-set to organisers alone:\n"
        "    build --audiences parts them, and dragon-prep upload sends them."
    )
    return "\n".join(["", "What to do next", *(f"  - {step}" for step in steps)])


def identity(found: Mapping[str, Sequence[str]]) -> str:
    """Which columns with the patients' own data are used, and of how many files none is."""
    lines = [f"  {file}: {', '.join(names)}" for file, names in found.items() if names]
    without = sum(not names for names in found.values())
    if without:
        lines.append(f"  in {without} of {len(found)} files: none (see `dragon-prep tasks TASK`)")
    title = "Columns by which the patient is looked for in the texts, beside the ids"
    return "\n".join([title, *lines]) if lines else ""


def cleaned(found: Mapping[str, CleanedCounts]) -> str:
    """What was cleaned in the raw texts, by cohort, file and kind; nothing if nothing was."""
    lines: list[str] = []
    for cohort, files in found.items():
        for file, by_kind in files.items():
            said = "; ".join(
                f"{kind} {counts['places']}"
                + (f" in {counts['reports']} reports" if "reports" in counts else "")
                for kind, counts in by_kind.items()
            )
            lines.append(f"  {cohort}{', ' if cohort else ''}{file}: {said}")
    return "\n".join(["Cleaned in the raw texts", *lines]) if lines else ""


_FATES = {
    "replaced": "replaced",
    "listed": "left in the text and listed",
    "in_label": "left and listed, since a label's value stands there",
    "deleted": "left and listed, since a reviewer deleted the mark",
    "held_back": "their reports held back",
}


def second_look(found: Mapping[str, Mapping[str, OverlookedCounts]]) -> str:
    """What nobody had marked in annotated reports, by cohort and centre; nothing if all was."""
    lines = [
        f"  {cohort}, {centre}: {_overlooked(counts)}"
        for cohort, centres in found.items()
        for centre, counts in centres.items()
        if counts
    ]
    return "\n".join(["Found by the second look, marked by nobody", *lines]) if lines else ""


def second_look_at_records(counts: OverlookedCounts) -> str:
    """The same of single records."""
    return f"Found by the second look, given by nobody: {_overlooked(counts)}" if counts else ""


def _overlooked(counts: OverlookedCounts) -> str:
    said = (
        ", ".join(f"{category} {count}" for category, count in by_category.items())
        + f": {_FATES[fate]}"
        for fate, by_category in counts.items()
    )
    return "; ".join(said)


def audit(found: Mapping[str, Mapping[str, Totals]]) -> str:
    """What the audit found left, and what it took for coincidences, by cohort and centre."""
    lines: list[str] = []
    for cohort, centres in found.items():
        for centre, counts in centres.items():
            left, passed, doubted = (
                sum(sum(by_category.values()) for by_category in counts[name].values())
                for name in ("held_back_for", "coincidences", "doubted")
            )
            said = f"{left} mentions left, their reports held back; {passed} coincidences"
            said += f"; {doubted} words taken for names" if doubted else ""
            lines.append(f"  {cohort}, {centre}: {said}")
    return "\n".join(["Audit after replacement", *lines]) if lines else ""


def coincidences(found: Mapping[str, Mapping[str, int]]) -> str:
    """What the audit took for coincidences, by rule and category."""
    lines = [
        f"  {rule}: " + ", ".join(f"{category} {count}" for category, count in counts.items())
        for rule, counts in found.items()
    ]
    return "\n".join(["Coincidences" if lines else "No coincidences", *lines])


def task_number(full_name: str) -> str:
    """A task as people call it, such as T19."""
    return f"T{int(full_name.removeprefix('Task').partition('_')[0])}"
