"""The whole road of a corpus, by its size: simulate, build, dedupe, split.

    python benchmarks/corpus_road.py [--reports 10000 100000] [--workers 2] [--work DIR]

Simulates reports of three cohorts, 2,000 characters each, as records; `corpus build` de-identifies
and audits them, `dedupe` and `split` follow. Seconds are of the clock, and of the processors for
all processes together. Memory is the most that the process one starts, and the largest of its
workers, each held (VmHWM), looked at ten times a second. Linux only.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from growth import TOOL, Cost, cost

COHORTS = ("T2", "T9", "T19")
COLUMNS = ("step", "reports", "seconds", "CPU seconds", "ms a report", "MiB", "MiB of a worker")


def told(step: str, reports: int, it: Cost) -> None:
    """Prints what a step took."""
    each = 1000 * it.cpu / reports
    print(f"| {step} | {reports:,} | {it.wall:.0f} | {it.cpu:.0f} | {each:.2f} | "
          f"{it.main:.0f} | {it.worker:.0f} |", flush=True)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--work", type=Path, help="where simulated records are kept")
    given = parser.parse_args()
    root = given.work or Path(tempfile.mkdtemp(prefix="corpus-road-"))
    root.mkdir(exist_ok=True)
    key = root / "project.key"
    try:
        if not key.exists():
            cost(*TOOL, "key", "new", key)
        print(f"| {' | '.join(COLUMNS)} |\n{'| --- ' * len(COLUMNS)}|", flush=True)
        for reports in given.reports:
            made = root / f"made-{reports}"
            shutil.rmtree(made, ignore_errors=True)
            made.mkdir()
            whole, once, parted = made / "whole", made / "once", made / "parted"
            records = root / f"{reports}.jsonl"
            if not records.exists():
                size = -(-reports // len(COHORTS))
                it = cost(*TOOL, "simulate", *COHORTS, "--reports", size, "--length", 1.1,
                          "--records", records)  # fmt: skip
                told("simulate", reports, it)
            many = ("--workers", given.workers, "--workspace")
            steps = {
                "corpus build": ("build", records, "--out", whole, "--key-file", key, *many,
                                 made / "work"),
                "corpus dedupe": ("dedupe", whole, "--out", once, *many, made / "work2"),
                "corpus split": ("split", once, "--out", parted),
                "corpus stats": ("stats", parted),
            }  # fmt: skip
            for step, words in steps.items():
                told(step, reports, cost(*TOOL, "corpus", *words))
            shutil.rmtree(made)
    finally:
        if given.work is None:
            shutil.rmtree(root)


if __name__ == "__main__":
    main()
