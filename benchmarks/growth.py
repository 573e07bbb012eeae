"""How time and memory grow with a cohort: `build T19` and `deidentify`, by reports and workers.

    python benchmarks/growth.py [--reports 10000 100000] [--workers 1 2] [--work DIR]

Simulates T19's raw exports, builds T19 from them, and de-identifies the same texts as JSON lines.
Seconds are of the clock, of the processors for all processes together, and of those for the process
that was started alone: what it does while its workers wait is what more workers do not make faster.
Memory is the most that this process, and the largest of its workers, each held (VmHWM), looked at
ten times a second. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

TOOL = (sys.executable, "-m", "dragon_prep")


@dataclass
class Cost:
    """What a command took: seconds, seconds of processors, MiB of it and of its largest worker."""

    wall: float = 0
    cpu: float = 0
    own: float = 0
    main: float = 0
    worker: float = 0


def below(parent: int) -> list[int]:
    """The processes that a process started, and theirs."""
    found, todo = [], [parent]
    while todo:
        try:
            tasks = [*Path(f"/proc/{todo.pop()}/task").iterdir()]
            own = [int(n) for task in tasks for n in (task / "children").read_text().split()]
        except OSError:
            continue  # it has ended
        found += own
        todo += own
    return found


def most(process: int) -> float:
    """The MiB that a process held at most so far."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)


def used(process: int) -> float:
    """The seconds of processors that a process used so far."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cost(*command: object) -> Cost:
    """Runs a command."""
    it, start, before = Cost(), time.perf_counter(), os.times()
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            it.own = max(it.own, used(process.pid))
            it.main = max(it.main, most(process.pid))
            it.worker = max([it.worker, *map(most, below(process.pid))])
            time.sleep(0.1)
    it.wall, after = time.perf_counter() - start, os.times()
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {process.returncode}")
    it.cpu = after.children_user + after.children_system
    it.cpu -= before.children_user + before.children_system
    return it


def records(answers: Path, out: Path) -> None:
    """The texts of an answer key as records."""
    with answers.open(encoding="utf-8") as source, out.open("w", encoding="utf-8") as target:
        for number, line in enumerate(source):
            body = json.loads(line)
            kept = {"id": number, "patient_id": body["patient_id"], "text": body["text"]}
            target.write(json.dumps(kept) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--work", type=Path, help="where exports are kept for the next run")
    parser.add_argument("--only", choices=["build", "deidentify"])
    given = parser.parse_args()
    root = given.work or Path(tempfile.mkdtemp(prefix="growth-"))
    root.mkdir(exist_ok=True)
    try:
        key = root / "project.key"
        if not key.exists():
            cost(*TOOL, "key", "new", key)
        columns = ("command", "reports", "workers", "seconds", "CPU seconds", "of its own",
                   "ms a report", "MiB", "MiB of a worker")  # fmt: skip
        print(f"| {' | '.join(columns)} |\n{'| --- ' * len(columns)}|", flush=True)
        for reports in given.reports:
            raw, lines = root / f"raw-{reports}", root / f"{reports}.jsonl"
            if not raw.exists():
                cost(*TOOL, "simulate", "T19", "--reports", reports, "--out", raw, "--seed", 1)
            if not lines.exists():
                records(root / f"raw-{reports}-answers.jsonl", lines)
            made = root / "made"
            commands = {
                "build": (*TOOL, "build", "T19", "--source", raw, "--out", made / "release",
                          "--key-file", key),
                "deidentify": (*TOOL, "deidentify", "--input", lines, "--output",
                               made / "out.jsonl", "--key-file", key),
            }  # fmt: skip
            for name, command in commands.items():
                if given.only not in (None, name):
                    continue
                for workers in given.workers:
                    shutil.rmtree(made, ignore_errors=True)
                    made.mkdir()
                    it = cost(*command, "--workers", workers)
                    each = 1000 * it.cpu / reports
                    print(f"| {name} | {reports:,} | {workers} | {it.wall:.0f} | {it.cpu:.0f} | "
                          f"{it.own:.0f} | {each:.2f} | {it.main:.0f} | {it.worker:.0f} |",
                          flush=True)  # fmt: skip
    finally:
        if given.work is None:
            shutil.rmtree(root)


if __name__ == "__main__":
    main()
