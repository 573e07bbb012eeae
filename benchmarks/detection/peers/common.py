"""What every runner does with a detector; the standard library only, for any environment.

RUNNER IN.jsonl OUT.jsonl   reads {"id", "text"}, writes {"id", "spans"}
RUNNER --serve              times: reads names of files from stdin, answers one JSON line each
RUNNER --warm-up            starts once, so that the detector builds what it keeps
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

Spans = Iterable[tuple[int, int, str]]
Find = Callable[[str], Spans]
FindAll = Callable[[list[str]], object]
FIRST = "Patiënt gezien op 12 maart 2019 door dr. A.B. Jansen, radioloog te Nijmegen."


def peak_mib() -> float:
    """Most memory this process has used so far, in MiB."""
    try:
        import resource
    except ImportError:  # Windows has no such module
        return float("nan")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def texts_of(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write(find: Find, source: str, target: str) -> None:
    with Path(target).open("w", encoding="utf-8") as out:
        for report in texts_of(source):
            # Some detectors return offsets of a type of numpy.
            spans = [[int(start), int(end), label] for start, end, label in find(report["text"])]
            out.write(json.dumps({"id": report["id"], "spans": spans}) + "\n")


def one_by_one(find: Find) -> FindAll:
    """Looks at each text, and at each finding, as a caller would."""

    def find_all(texts: list[str]) -> None:
        for text in texts:
            for _ in find(text):
                pass

    return find_all


def serve(find_all: FindAll, answer: Callable[[dict[str, float]], None]) -> None:
    """Times one pass over each file named on stdin, in seconds of processor time, on one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for line in sys.stdin:
        texts = [report["text"] for report in texts_of(line.strip())]
        start = time.process_time()
        find_all(texts)
        answer({"seconds": time.process_time() - start, "peak": peak_mib()})


def run(load: Callable[[], Find], find_all: FindAll | None = None) -> None:
    """Runs a detector as the command line says.

    Args:
        load: imports and starts the detector, and gives what finds spans in a text.
        find_all: what is timed, if it looks at many texts at once.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*")
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--warm-up", action="store_true")
    parser.add_argument("--started", type=float, default=time.time(), help="when it was called")
    given = parser.parse_args()
    # Some detectors log to stdout, every step of theirs; answers go where nothing else does.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)

    def answer(figures: dict[str, float]) -> None:
        answers.write(json.dumps(figures) + "\n")
        answers.flush()

    find = load()
    for _ in find(FIRST):
        pass
    if given.serve:
        answer({"start": time.time() - given.started, "peak": peak_mib()})
        serve(find_all or one_by_one(find), answer)
    elif not given.warm_up:
        write(find, *given.files)
    answers.close()
