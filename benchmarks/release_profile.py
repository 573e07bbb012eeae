"""How near a release profile is to the truth, by epsilon and number of reports.

    python benchmarks/release_profile.py RELEASE T10

RELEASE has its workspace beside it. Cases are drawn from it, of a patient three at most. Figures
are means over 50 profiles, each of other cases and with other noise.
"""

from __future__ import annotations

import random
import statistics
import sys
from pathlib import Path

from dragon_prep.pipeline.workspace import workspace_beside
from dragon_prep.services.release_cases import read_origins
from dragon_prep.services.release_profile.profile import answers_of, bounded, read_cases, told_of
from dragon_prep.tasks.questions import OTHER, WORDS, questions
from dragon_prep.tasks.registry import find_tasks

EPSILONS = (0.5, 1, 2)
SIZES = (200, 1000, 5000)
PROFILES = 50


def true_shares(question, answers):
    """The share of each cell."""
    return [answers.count(cell) / len(answers) for cell in range(len(question.cells))]


def distances(told, question, answers):
    """Total variation between what is told and what is true: of groups, and of their cells.

    The cells of a group share it evenly, but for `other`, which gets nothing of it.
    """
    true = dict(zip(question.cells, true_shares(question, answers), strict=True))
    groups, cells, total = 0.0, 0.0, told.total or 1
    for group in told.groups:
        share = (total if group.reports is None else group.reports) / total
        groups += abs(share - sum(true[cell] for cell in group.cells))
        named = [cell for cell in group.cells if cell != OTHER] or [OTHER]
        cells += sum(
            abs((share / len(named) if cell in named else 0.0) - true[cell]) for cell in group.cells
        )
    return groups / 2, cells / 2


def median(told):
    """The median length by a profile: even by ratio within a group."""
    edges = [2, *WORDS, WORDS[-1] * 1.5]
    at, left = 0, told.total / 2
    for group in told.groups:
        start, end = edges[at], edges[at + len(group.cells)]
        if (group.reports or 0) >= left:
            return start * (end / start) ** (left / group.reports)
        left -= group.reports or 0
        at += len(group.cells)
    return float("nan")


def main(release, name):
    """Prints the table of a task."""
    (task,) = find_tasks([name])
    origins = read_origins(workspace_beside(release), release)
    cases = bounded(read_cases(release, task, origins))
    centres = sorted({case.row.centre for case in cases})
    asked = questions(task.target, centres)
    labels = [q for q in asked if q.is_of_labels]
    rng = random.Random(1)
    labels_said = "labels: TV of groups | TV of cells | groups | untold"
    print(f"| reports | epsilon | {labels_said} | lengths: median off by | groups | untold |")
    print("| ---: " * 9 + "|")
    for size in SIZES:
        for epsilon in EPSILONS:
            off, fine, groups, medians, bins = [], [], [], [], []
            for _ in range(PROFILES):
                rows = [case.row for case in rng.sample(cases, min(size, len(cases)))]
                answers = answers_of(rows, asked)
                told = {one.name: one for one in told_of(answers, epsilon)}
                both = [
                    distances(told[q.name], q, answers[q]) for q in labels if told[q.name].is_told
                ]
                off += [groups_off for groups_off, _ in both]
                fine += [cells_off for _, cells_off in both]
                groups += [len(told[q.name].groups) for q in labels]
                true = statistics.median(row.words for row in rows)
                bins.append(len(told["words"].groups))
                if told["words"].is_told:
                    medians.append(abs(median(told["words"]) - true))
            asked_of_labels = PROFILES * len(labels)
            print(
                f"| {size:,} | {epsilon:g} | {_mean(off, 3)} | {_mean(fine, 3)} | "
                f"{_mean(groups, 1)} | {1 - len(off) / asked_of_labels:.0%} | "
                f"{_mean(medians, 1)} | {_mean(bins, 1)} | {1 - len(medians) / PROFILES:.0%} |"
            )


def _mean(values, digits):
    return f"{statistics.mean(values):.{digits}f}" if values else "-"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
