"""How fast surrogates are, side by side with the peers: the same reports, one core, one run.

    python benchmarks/surrogates/speed.py FOLDER [--reports 2000] [--rounds 5]

FOLDER gets one environment per peer (dutch-med-hips 1.0.1, deduce 3.0.6) unless it has them; it
may be the folder of the detection benchmark. Every one is a process of its own on the same core.
They take turns over simulated prostate MRI reports, other ones in each round, and the median of the
rounds counts, in processor time. dutch-med-hips works on tagged text: it gets the same reports
with its tags in the places of the identifiers. Prints a table in markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import IO, TYPE_CHECKING

from release import simulated

if TYPE_CHECKING:
    from dragon_prep.core.report import Report

PACKAGES = {"dutch_med_hips": "dutch-med-hips==1.0.1", "deduce": "deduce==3.0.6"}
RUNNERS = Path(__file__).parent / "peers"
WAYS = {
    "replace": "surrogates for given spans",
    "replace-build": "the same as in a build: real names avoided, ASCII",
    "detect": "detection, surrogates, ASCII",
    "detect-build": "the same as in a build: two passes, real names avoided",
}
_TAGS = {"POSTCODE": "<ADRES>"}  # it has none for postcodes


def python_of(folder: Path, name: str) -> Path:
    """The interpreter of a peer's environment, which is made if it is not there."""
    inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    python = folder.joinpath(name, *inside)
    if not python.exists():
        print(f"making the environment of {name} ...", file=sys.stderr)
        venv.create(folder / name, with_pip=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*map(str, pip), PACKAGES[name]], check=True)
    return python


def tagged(report: Report) -> str:
    """A report with dutch-med-hips' tags for its identifiers."""
    pieces: list[str] = []
    at = 0
    for span in report.phi or ():
        pieces += (report.text[at : span.start], _TAGS.get(span.label, f"<{span.label}>"))
        at = span.end
    return "".join((*pieces, report.text[at:]))


def write(path: Path, reports: list[Report]) -> None:
    """Writes what the runners read."""
    with path.open("w", encoding="utf-8") as out:
        for report in reports:
            record = {
                "id": report.uid,
                "centre": report.centre,
                "patient": report.patient,
                "text": report.text,
                "phi": [[s.start, s.end, s.label] for s in report.phi or ()],
                "tagged": tagged(report),
            }
            out.write(json.dumps(record) + "\n")


class Runner:
    """A process that is ready to be timed."""

    def __init__(self, python: Path, name: str, way: str = "") -> None:
        self.name = way or name
        command = [str(python), str(RUNNERS / f"{name}.py"), "--serve", "--way", way]
        self._process = subprocess.Popen(
            command,
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
        self.times: list[float] = []

    def take_turn(self, reports: Path) -> None:
        """Times one pass over the reports."""
        self._in.write(f"{reports}\n")
        self._in.flush()
        line = self._out.readline()
        if not line:
            raise SystemExit(f"{self.name} ended early")
        self.times.append(json.loads(line)["seconds"])

    @property
    def seconds(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.times)

    def close(self) -> None:
        """Ends the process, and waits for it."""
        self._in.close()
        self._process.wait()


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    pythons = {name: python_of(given.folder, name) for name in PACKAGES}
    with tempfile.TemporaryDirectory(prefix="surrogates-speed-") as name:
        # Whoever keeps what it has seen must not meet it again.
        rounds = [simulated(given.reports, seed) for seed in range(given.rounds)]
        paths = [Path(name) / f"round-{n}.jsonl" for n in range(given.rounds)]
        for path, reports in zip(paths, rounds, strict=True):
            write(path, reports)
        runners = [Runner(Path(sys.executable), "ours", way) for way in WAYS]
        runners += [Runner(python, name) for name, python in pythons.items()]
        try:
            for path in paths:
                for runner in runners:
                    runner.take_turn(path)
        finally:
            for runner in runners:
                runner.close()
    count = statistics.mean(map(len, rounds))
    every = [report for reports in rounds for report in reports]
    length = statistics.mean(len(report.text) for report in every)
    spans = statistics.mean(len(report.phi or ()) for report in every)
    print(
        f"{count:,.0f} reports of {length:,.0f} characters and {spans:.1f} spans on average,",
        end="",
    )
    print(f" {given.rounds} rounds in turn\n")
    taken = {runner.name: runner.seconds for runner in runners}
    print("| what | reports/s | times dutch-med-hips | times deduce's detection |")
    print("| --- | --- | --- | --- |")
    for name, seconds in taken.items():
        hips, deduce = (taken[peer] / seconds for peer in PACKAGES)
        # Replacing is compared with replacing, and detection with detection.
        cells = (f"{hips:.1f}" if "detect" not in name else "", f"{deduce:.1f}")
        if name.startswith("replace") or name == "dutch_med_hips":
            cells = (f"{hips:.1f}", "")
        elif name == "deduce":
            cells = ("", "1.0")
        print(f"| {WAYS.get(name, name)} | {count / seconds:,.0f} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
