"""How long the whole benchmark takes at the paper's size, and how much memory.

    python benchmarks/build_speed.py [TASK ...] [--reports N] [--workers 2] [--peer PYTHON]

Simulates the raw exports of the tasks (all unless given), builds them from nothing, builds them
again from the workspace, and verifies the release. Every figure is of whole processes; memory is
what all of them hold together, looked at ten times a second. With --peer, the Python of an
environment that has deduce, its detection alone is timed on the same reports, in as many processes,
without the time it takes to start. Linux only, as the memory of processes is read from /proc.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEER = """
import json, multiprocessing, sys, time
from deduce import Deduce
deduce = Deduce()
def detect(text):
    deduce.deidentify(text)
if __name__ == "__main__":
    texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
    texts = [text for text in texts if text]
    with multiprocessing.get_context("fork").Pool(int(sys.argv[2])) as pool:
        pool.map(detect, texts[:100], 1)
        start = time.perf_counter()
        pool.map(detect, texts, 50)
        print(len(texts), time.perf_counter() - start)
"""


def held(parent: int) -> int:
    """The KiB that a process and all below it hold."""
    total, below = 0, [parent]
    while below:
        process = Path(f"/proc/{below.pop()}")
        try:
            pages = int((process / "statm").read_text().split()[1])
            children = [int(n) for task in (process / "task").iterdir()
                        for n in (task / "children").read_text().split()]  # fmt: skip
        except OSError:
            continue  # it has ended
        total += pages * 4
        below += children
    return total


def timed(*command: object) -> tuple[float, float]:
    """Wall seconds of a command, and the peak MiB of all its processes together."""
    start, peak = time.perf_counter(), 0
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, held(process.pid))
            time.sleep(0.1)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return time.perf_counter() - start, peak / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tasks", nargs="*", default=["all"])
    parser.add_argument("--reports", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--peer", type=Path)
    given = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="build-speed-"))
    tool = (sys.executable, "-m", "dragon_prep")
    try:
        raw, key = root / "raw", root / "project.key"
        timed(*tool, "key", "new", key)
        size = ("--reports", given.reports) if given.reports else ()
        rows = [("simulate", *timed(*tool, "simulate", *given.tasks, *size, "--out", raw))]
        build = (*tool, "build", *given.tasks, "--source", raw, "--key-file", key)
        build += ("--workers", given.workers, "--out")
        rows.append(("build, from nothing", *timed(*build, root / "a")))
        rows.append(("build, from the workspace", *timed(*build, root / "b")))
        rows.append(("verify", *timed(*tool, "verify", root / "a")))
        cases = json.loads((root / "a" / "manifest.json").read_bytes())["tasks"]
        total = sum(sum(task["cases"].values()) for task in cases.values())
        print(f"{len(cases)} tasks with {total} cases, {given.workers} workers\n")
        print("| stage | seconds | peak MiB of all processes |\n| --- | --- | --- |")
        for stage, seconds, peak in rows:
            print(f"| {stage} | {seconds:.1f} | {peak:.0f} |")
        if given.peer:
            script = root / "peer.py"
            script.write_text(PEER)
            command = [given.peer, script, root / "raw-answers.jsonl", str(given.workers)]
            peer = subprocess.run(command, check=True, capture_output=True, text=True)
            count, theirs = peer.stdout.split()[-2:]
            print(f"| deduce, detection alone on the same {count} texts | {float(theirs):.1f} | |")
            print(f"\nOur whole build takes {rows[1][1] / float(theirs):.2f} of that time.")
    finally:
        shutil.rmtree(root)


if __name__ == "__main__":
    main()
