"""Planted identifiers of simulated reports that the detector misses, per thousand and by label.

    python benchmarks/detection/leaks.py [--reports 7600] [--seed 0]

Every simulated cohort is treated as if nobody had annotated it.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from pathlib import Path

from dragon_prep.detect import detect
from dragon_prep.synthetic import SIMULATORS, simulator

WORD = re.compile(r"\w+")


def leaks(text: str, phi: list[tuple[int, int, str]]) -> list[str]:
    """Labels of the planted spans of which a word is left."""
    found = bytearray(len(text))
    for hit in detect(text):
        found[hit.span.start : hit.span.end] = b"\1" * (hit.span.end - hit.span.start)
    return [
        label
        for start, end, label in phi
        if any(0 in found[w.start() : w.end()] for w in WORD.finditer(text, start, end))
    ]


def main() -> None:
    """Prints a table in markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=7600)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    print("| cohort | label | planted | missed | per 1,000 |\n| --- | --- | --- | --- | --- |")
    for name in sorted(SIMULATORS):
        planted: Counter[str] = Counter()
        missed: Counter[str] = Counter()
        with tempfile.TemporaryDirectory() as folder:
            answers = simulator(name)(Path(folder) / "raw", reports=given.reports, seed=given.seed)
        for answer in answers:
            phi = [(span.start, span.end, span.label) for span in answer.phi]
            planted.update(label for _, _, label in phi)
            missed.update(leaks(answer.text, phi))
        for label, count in sorted(planted.items()):
            rate = 1000 * missed[label] / count
            print(f"| {name} | {label} | {count} | {missed[label]} | {rate:.1f} |")
        total, left = planted.total(), missed.total()
        if not total:  # a cohort with nothing personal in it
            continue
        print(f"| {name} | all | {total} | {left} | {1000 * left / total:.1f} |")


if __name__ == "__main__":
    main()
