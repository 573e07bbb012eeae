"""Faults on purpose, and what becomes of them: flipped bits in the workspace.

python benchmarks/faults.py flips [COUNT]

Half of the bits are flipped in works of `deidentify` that were stopped on the way, half in cohorts
that a build keeps, whole or stopped. Each must be told (R347), and the output be as without.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import pytest
from faulty import records
from flips import flip, notes, put_back, stopped_works
from worlds import KEY, tree

from dragon_prep import build, find_tasks, simulate
from dragon_prep.pipeline import shards
from dragon_prep.services import deidentify_file as service


def flips(count: int, root: Path) -> None:
    chance = random.Random(60)
    found: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "_BYTES_IN_A_PART", 20_000)
        patch.setattr(shards, "_REPORTS_IN_A_SHARD", 20)
        scenes = [_of_records(root, patch), _of_a_build(root, patch)]
        for number in range(count):
            states, make, expected = scenes[number % len(scenes)]
            work, files = chance.choice(states)
            put_back(work, files)
            kind = flip(work, chance).partition("-")[0]
            data, told = make(work)
            found[kind] += len(told) == 1
            wrong[kind] += data != expected or len(told) != 1
    print(
        f"{count} bits flipped, {found.total()} found, {wrong.total()} runs told or gave otherwise"
    )
    print(", ".join(f"{kind} {number}" for kind, number in sorted(found.items())))


def _of_records(root, patch):
    source = records(root / "records.jsonl", 120)

    def make(work=None):
        out = root / "out.jsonl"
        made = service.deidentify_file(source, out, key=KEY, overwrite=True, workspace=work)
        return out.read_bytes(), notes(made.problems)

    expected, _ = make()
    return [(work, tree(work)) for work in stopped_works(source, root, patch)], make, expected


def _of_a_build(root, patch):
    tasks = find_tasks(["T19"])
    simulate(tasks, root / "raw", reports=60, seed=3)

    def make(work):
        release = root / "release"
        made = build(tasks, root / "raw", release, key=KEY, workspace=work, overwrite=True)
        return tree(release), notes(made.problems)

    whole, stopped = root / "whole", root / "stopped"
    expected, _ = make(whole)
    done: list[object] = []

    def work(shard, evidence):
        if len(done) == 1:
            raise KeyboardInterrupt
        done.append(shard)
        return real.work(shard, evidence)

    real = shards.DEIDENTIFY
    with patch.context() as own, suppress(KeyboardInterrupt):
        own.setattr(shards, "DEIDENTIFY", replace(real, work=work))
        make(stopped)
    return [(folder, tree(folder)) for folder in (whole, stopped)], make, expected


def main() -> None:
    what, *rest = sys.argv[1:]
    with tempfile.TemporaryDirectory() as root:
        {"flips": flips}[what](int(rest[0]) if rest else 60, Path(root))


if __name__ == "__main__":
    main()
