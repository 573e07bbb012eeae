"""How fast detection is, side by side with the peers: the same reports, one core, one run.

    python benchmarks/detection/speed.py FOLDER [--peers deduce ...] [--reports 1000] [--rounds 3]
        [--texts FILE.jsonl ...]

FOLDER is what make_environments.py filled. Every detector is a process of its own, all on the same
core; they take turns, so that what else the machine does strikes all alike, and the median of the
rounds counts. Seconds are processor time. What is searched: simulated prostate MRI reports, and the
development samples where ../shared/data is there, strung together in a fixed order and cut at line
ends into reports of one length; with ``--texts`` the texts of files of {"text"} as they are
instead, three times a round. Ours is timed report by report, and with many at once. Start is the
wall time from the call to the end of the first report, imports included. Prints tables in markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

from make_environments import PEERS, RUNNERS, python_of

LENGTHS = (500, 1_500, 5_000, 50_000)
USUAL = 1_521  # characters, the length of the reports in earlier measurements
SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "phi_dev" / "dragon_samples.jsonl"
OURS = "dragon-prep"
TOGETHER = "dragon-prep, many at once"


class Detector:
    """A detector in a process of its own, ready to be timed."""

    def __init__(self, name: str, python: Path, runner: Path) -> None:
        self.name = name
        command = [python, runner, "--serve", "--started", repr(time.time())]
        self._process = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in: IO[str] = self._process.stdin
        self._out: IO[str] = self._process.stdout
        self.start = self._answer()["start"]
        self.peak = 0.0

    def _answer(self) -> dict[str, float]:
        line = self._out.readline()
        if not line:
            raise SystemExit(f"{self.name} ended early: run make_environments.py once more")
        answer: dict[str, float] = json.loads(line)
        return answer

    def seconds(self, reports: Path) -> float:
        """Processor time of one pass over a file of reports."""
        self._in.write(f"{reports}\n")
        self._in.flush()
        answer = self._answer()
        self.peak = answer["peak"]
        return answer["seconds"]

    def close(self) -> None:
        """Ends the process, and waits for it."""
        self._in.close()
        self._process.wait()


def texts(folder: Path, characters: int) -> str:
    """So many characters of reports, or somewhat more, strung together in a fixed order."""
    answers = folder / "answers.jsonl"
    command = [sys.executable, "-m", "dragon_prep", "simulate", "T19", "--out", folder / "raw"]
    command += ["--reports", str(characters // 1_000 + 100), "--answers", answers]
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL)
    pool = [json.loads(line)["text"] for line in answers.read_text("utf-8").splitlines()]
    if SAMPLES.exists():
        samples = [json.loads(line)["text"] for line in SAMPLES.read_text("utf-8").splitlines()]
        # One report in ten, so that other kinds than prostate MRI are in every text.
        pool += samples * (len(pool) // 10 // len(samples))
    random.Random(0).shuffle(pool)
    joined = "\n\n".join(pool)
    while len(joined) < characters:
        joined += "\n\n" + joined
    return joined


def cut(text: str, length: int, most: int) -> list[str]:
    """At most so many pieces of about a length, ended at a line end or blank where there is one."""
    pieces: list[str] = []
    start = 0
    while start + length <= len(text) and len(pieces) < most:
        low = start + length * 9 // 10
        end = text.rfind("\n", low, start + length)
        end = end if end > 0 else text.rfind(" ", low, start + length)
        end = end if end > 0 else start + length
        pieces.append(text[start:end])
        start = end + 1
    return pieces


def write(folder: Path, name: str, pieces: list[str]) -> Path:
    path = folder / f"{name}.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number, piece in enumerate(pieces):
            out.write(json.dumps({"id": str(number), "text": piece}) + "\n")
    return path


def side_by_side(detectors: list[Detector], reports: Path, pieces: list[str], rounds: int) -> None:
    times: dict[str, list[float]] = {detector.name: [] for detector in detectors}
    for _ in range(rounds):
        for detector in detectors:
            times[detector.name].append(detector.seconds(reports))
    mean = statistics.mean(map(len, pieces))
    ours = statistics.median(times[TOGETHER])
    print(f"{len(pieces)} reports of {mean:.0f} characters on average, {rounds} rounds in turn\n")
    print("| detector | reports/s | ours is faster by | start, s | peak MiB |")
    print("| --- | --- | --- | --- | --- |")
    for detector in detectors:
        taken = statistics.median(times[detector.name])
        print(
            f"| {detector.name} | {len(pieces) / taken:,.0f} | {taken / ours:.1f} "
            f"| {detector.start:.1f} | {detector.peak:,.0f} |"
        )


def by_length(ours: Detector, folder: Path, text: str, rounds: int) -> None:
    print("\n| characters per report | reports/s | thousand characters/s | of that at 1,500 |")
    print("| --- | --- | --- | --- |")
    rates: dict[int, tuple[float, float]] = {}
    for length in LENGTHS:
        pieces = cut(text, length, len(text) // length)
        path = write(folder, f"of-{length}", pieces)
        taken = statistics.median(ours.seconds(path) for _ in range(rounds))
        rates[length] = len(pieces) / taken, sum(map(len, pieces)) / taken
    for length, (reports, characters) in rates.items():
        share = characters / rates[1_500][1]
        print(f"| {length:,} | {reports:,.0f} | {characters / 1_000:,.0f} | {share:.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=list(PEERS))
    parser.add_argument("--reports", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--texts", type=Path, nargs="*", default=())
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="detection-speed-") as name:
        folder = Path(name)
        detectors = [
            Detector(OURS, Path(sys.executable), RUNNERS / "ours.py"),
            Detector(TOGETHER, Path(sys.executable), RUNNERS / "ours_together.py"),
        ]
        for peer in given.peers:
            detectors.append(Detector(peer, python_of(given.folder, peer), RUNNERS / f"{peer}.py"))
        try:
            for path in given.texts:
                pieces = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
                print(f"\n{path.name}:", end=" ")
                side_by_side(detectors, write(folder, "own", 3 * pieces), 3 * pieces, given.rounds)
            if not given.texts:
                text = texts(folder, given.reports * (USUAL + 1))
                pieces = cut(text, USUAL, given.reports)
                side_by_side(detectors, write(folder, "usual", pieces), pieces, given.rounds)
                by_length(detectors[0], folder, text, given.rounds)
        finally:
            for detector in detectors:
                detector.close()


if __name__ == "__main__":
    main()
