"""How long the four prostate MRI tasks take at the paper's size, and how much memory.

    python benchmarks/build_speed.py [--reports 7600] [--workers 2] [--peer PYTHON_WITH_DEDUCE]

Simulates the raw exports, builds T10 from nothing, then T19 from the cached cohort, then all four
from nothing. Every figure is of a whole process, children included. With --peer, the Python of an
environment that has deduce, its detection alone is timed on the same reports, on one core.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEER = """
import json, sys, time
from deduce import Deduce
deduce = Deduce()
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
deduce.deidentify(texts[0])
start = time.perf_counter()
for text in texts:
    deduce.deidentify(text)
print(len(texts) / (time.perf_counter() - start))
"""


def timed(*command: object) -> tuple[float, float]:
    """Wall seconds of a command, and the peak MiB of its largest process so far."""
    start = time.perf_counter()
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=7600)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--peer", type=Path)
    given = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="build-speed-"))
    tool = (sys.executable, "-m", "dragon_prep")
    try:
        raw, key = root / "raw", root / "project.key"
        timed(*tool, "key", "new", key)
        simulate = ("simulate", "T19", "--reports", given.reports, "--out", raw)
        rows = [("simulate", *timed(*tool, *simulate))]
        build = ("--source", raw, "--key-file", key, "--workers", given.workers, "--out")
        rows.append(("T10, from nothing", *timed(*tool, "build", "T10", *build, root / "a")))
        rows.append(("T19, cached cohort", *timed(*tool, "build", "T19", *build, root / "b")))
        shutil.rmtree(root / "dragon-prep-workspace")
        four = ("T10", "T19", "T20", "T21")
        rows.append(("four tasks, from nothing", *timed(*tool, "build", *four, *build, root / "c")))
        rows.append(("verify", *timed(*tool, "verify", root / "c")))
        cases = json.loads((root / "c" / "manifest.json").read_bytes())["tasks"]
        print(f"{given.reports} raw reports, {given.workers} workers")
        print(", ".join(f"{name}: {sum(task['cases'].values())}" for name, task in cases.items()))
        print(f"{'stage':26} {'seconds':>8} {'peak MiB, largest process':>26}")
        for stage, seconds, peak in rows:
            print(f"{stage:26} {seconds:8.1f} {peak:26.0f}")
        if given.peer:
            answers = root / "raw-answers.jsonl"
            peer = subprocess.run(
                [given.peer, "-c", PEER, answers], check=True, capture_output=True, text=True
            )
            theirs = given.reports / float(peer.stdout.split()[-1])
            print(f"deduce, detection alone on the same reports, one core: {theirs:.1f} s")
            print(f"  = {theirs / rows[3][1]:.1f} times our whole build of four tasks")
    finally:
        shutil.rmtree(root)


if __name__ == "__main__":
    main()
