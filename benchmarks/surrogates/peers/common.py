"""What every runner does; the standard library only, for any environment.

RUNNER --serve [ARGUMENT ...]   reads names of files from stdin, answers one JSON line each
RUNNER --show FILE              prints the first text that comes out

A file has one report on a line: id, text, and whatever else the runner needs.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Records = list[dict[str, Any]]
Prepare = Callable[[Records], Any]
Work = Callable[[Any], list[str]]


def run(load: Callable[[str], tuple[Prepare, Work]]) -> None:
    """Runs as the command line says, on one core.

    Args:
        load: for a way of working, what makes ready (not timed) and what works (timed).
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--show", type=Path)
    parser.add_argument("--way", default="")
    given = parser.parse_args()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # some log to stdout
    logging.disable(logging.CRITICAL)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    prepare, work = load(given.way)
    if given.show:
        print(work(prepare(_records(given.show)))[0], file=answers, flush=True)
    while given.serve and (line := sys.stdin.readline().strip()):
        ready = prepare(_records(Path(line)))
        start = time.process_time()
        done = work(ready)
        seconds = time.process_time() - start
        print(json.dumps({"seconds": seconds, "reports": len(done)}), file=answers, flush=True)


def _records(path: Path) -> Records:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
