"""How often the intervals of `sample-review estimate` cover the truth, over a grid of populations.

python benchmarks/review_coverage.py [SAMPLES]

Populations and draws are those of tests/evaluation/test_miss_rate.py. Prints, for each confidence,
the least and the median share of samples in which words of PHI per 1,000 words, words of PHI
missed, and reports with a miss are covered. Four minutes with the 500 samples a cell it takes
unless told otherwise.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np

TESTS = Path(__file__).resolve().parents[1] / "tests" / "evaluation" / "test_miss_rate.py"
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
NUMBERS = (50, 100, 200, 400)
CONFIDENCES = (0.8, 0.95)
SEEDS = (1, 2)


def main(samples: int = 500) -> None:
    spec = importlib.util.spec_from_file_location("test_miss_rate", TESTS)
    tests = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tests)
    kinds = (tests.words_alone, tests.in_clusters, tests.whole_reports, tests.the_largest)
    cells = {confidence: [] for confidence in CONFIDENCES}
    for kind in kinds:
        for rate in RATES:
            for seed in SEEDS:
                strata, truth = tests.population(kind, rate, seed)
                for number in NUMBERS:
                    for confidence, found in cells.items():
                        rng = np.random.default_rng(seed + 100)
                        covered = np.zeros(3)
                        for _ in range(samples):
                            figures = tests.drawn_once(strata, number, confidence, rng)
                            covered += [
                                f.low <= t <= f.high for f, t in zip(figures, truth, strict=True)
                            ]
                        found.append(covered / samples)
    for confidence, found in cells.items():
        least, median = np.min(found, axis=0), np.median(found, axis=0)
        print(f"{confidence}: {len(found)} cells, least {least}, median {median}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
