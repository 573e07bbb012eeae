"""Policies of splits side by side, on simulated reports of all 28 tasks.

python benchmarks/splits.py [REPORTS_A_COHORT]

Tells how even the sides are under plain grouping and under `stratified`, how many patients are on
two sides over all tasks, and what becomes of a split when 5 % of the reports leave and 500 patients
join, with `--split-of` and without.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from dragon_prep import ProjectKey, find_tasks, simulate
from dragon_prep.core.workers import Workers
from dragon_prep.pipeline.cohorts import deidentified_cohorts
from dragon_prep.pipeline.run import Run, silent
from dragon_prep.pipeline.site import Site
from dragon_prep.pipeline.workspace import opened
from dragon_prep.split.ledger import sides_from_json, sides_json
from dragon_prep.split.policies import sides_of
from dragon_prep.split.settings import TEST, SplitPolicy, SplitSettings
from dragon_prep.tasks.prepare import CohortDocuments, Options, chosen_centres
from dragon_prep.tasks.sequence import prepare_in_turn

KEY = ProjectKey(bytes(range(32)))
FOLLOWED = ["T1", "T3", "T10", "T19", "T20", "T21"]
GONE, JOINED = 0.05, 500


def read(tasks, folder, reports, seed):
    raw, workspace = folder / f"raw{seed}", folder / f"work{seed}"
    simulate(tasks, raw, reports=reports, seed=seed)
    cohorts = chosen_centres(tasks, ())
    with opened(workspace), Workers(2) as pool:
        run = Run(workspace, pool, silent)
        made = deidentified_cohorts(cohorts, raw, Site.of(KEY, Options()), run)
    found = zip(cohorts, made, strict=True)
    return {c.name: CohortDocuments(of.documents, of.steps) for (c, _), of in found}


def prepared(tasks, documents, settings):
    return prepare_in_turn(tasks, documents, key=KEY, options=Options(split=settings))


def two_sides(made):
    everywhere = {}
    for ready in made:
        for patient, side in sides_of(ready.patients, ready.split).items():
            everywhere.setdefault(patient, set()).add(side)
    return sum(len(sides) > 1 for sides in everywhere.values()), len(everywhere)


def largest(ready, test):
    sides = ready.parting.balance.items()
    return max(max(of.values()) for name, of in sides if (name == "test") is test)


def balance_table(tasks, documents):
    made = {
        policy: prepared(tasks, documents, SplitSettings(policy))
        for policy in (SplitPolicy.DRAGON2025, SplitPolicy.STRATIFIED, SplitPolicy.BENCHMARK)
    }
    print("| task | cases | plain: test, folds | stratified: test, folds |")
    print("| --- | --- | --- | --- |")
    for plain, even in zip(*[made[p] for p in list(made)[:2]], strict=True):
        told = [
            f"{largest(ready, True):.2f}, {largest(ready, False):.2f}" for ready in (plain, even)
        ]
        fixed = " (test set fixed)" if plain.task.in_test_set else ""
        print(f"| T{plain.task.number}{fixed} | {len(plain.cases)} | {told[0]} | {told[1]} |")
    for policy, some in made.items():
        print(f"{policy}: {two_sides(some)} patients on two sides, of all")


def joined(before, more):
    chance = random.Random(1)
    found = {}
    for name, old in before.items():
        stay = [d for d in old.documents if chance.random() >= GONE]
        new = {}
        for document in more[name].documents:
            patient = f"{document.patient[:-2]}zz"
            if len(new) < JOINED or patient in new:
                other = replace(document, patient=patient, case=f"{document.case[:-2]}zz")
                new.setdefault(patient, []).append(other)
        found[name] = CohortDocuments([*stay, *(d for of in new.values() for d in of)], old.steps)
    return found


def follow_table(folder, reports):
    tasks = find_tasks(FOLLOWED)
    before = read(tasks, folder, reports, 11)
    after = joined(before, read(tasks, folder, 900, 12))
    first = prepared(tasks, before, SplitSettings())
    names = [(ready.task.full_name, sides_of(ready.patients, ready.split)) for ready in first]
    earlier = {
        ready.task.full_name: sides_from_json(
            sides_json(ready.patients, ready.split, ready.task.full_name, KEY)
        )
        for ready in first
    }
    follow = SplitSettings(SplitPolicy.EARLIER, earlier=earlier)
    print("| task | policy | test to development | back | other fold | test, share of aim |")
    print("| --- | --- | --- | --- | --- | --- |")
    for settings in (SplitSettings(), follow):
        for ready, (_, old) in zip(prepared(tasks, after, settings), names, strict=True):
            new = sides_of(ready.patients, ready.split)
            moves = Counter(
                (old[p] == TEST, new[p] == TEST)
                for p in ready.patients
                if p in old and old[p] != new[p]
            )
            share = sum(side == TEST for side in new.values()) / (0.3 * len(new))
            told = (moves[True, False], moves[False, True], moves[False, False])
            cells = " | ".join(map(str, told))
            print(f"| T{ready.task.number} | {settings.policy} | {cells} | {share:.3f} |")


def main(reports: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tasks = find_tasks(["dragon"])
        balance_table(tasks, read(tasks, folder, reports, 5))
        follow_table(folder, reports)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
