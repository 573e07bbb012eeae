"""Do intervals of agreement hold the truth: two annotators are simulated at known noise.

python benchmarks/agreement_coverage.py [DRAWS]

Reports are drawn, and what two annotators say of them, whose noise is known, so that the figure
that endless reports would give follows by a formula. Told is in how many draws of 100 the interval
of 95 % holds it, for alpha, accuracy, kappa, and F1 of entities.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.core.targets import TargetType
from dragon_prep.evaluation.answers import LabelQuestion, Tagged
from dragon_prep.evaluation.label_agreement import label_agreement

if TYPE_CHECKING:
    from dragon_prep.evaluation.label_agreement import Agreeing

REPORTS = 200
SHARES = (0.5, 0.3, 0.2)  # of the classes
WRONG = 0.2  # chance that an annotator draws a class anew
SPREAD, SLIP = 10.0, 4.0  # of numbers, and of what an annotator adds to them
KEPT, ADDED, SPANS = 0.85, 0.4, 4.0  # of entities: kept, added a report, there a report


def nominal(rng: np.random.Generator) -> list[dict[int, tuple[str, ...]]]:
    truth = rng.choice(3, REPORTS, p=SHARES)
    said = []
    for _ in range(2):
        anew = rng.random(REPORTS) < WRONG
        found = np.where(anew, rng.choice(3, REPORTS, p=SHARES), truth)
        said.append({n: (str(v),) for n, v in enumerate(found)})
    return said


def interval(rng: np.random.Generator) -> list[dict[int, tuple[float, ...]]]:
    truth = rng.normal(50, SPREAD, REPORTS)
    slips = (truth + rng.normal(0, SLIP, REPORTS) for _ in range(2))
    return [{n: (float(v),) for n, v in enumerate(found)} for found in slips]


def entities(rng: np.random.Generator) -> list[dict[int, Tagged]]:
    said: list[dict[int, Tagged]] = [{}, {}]
    for report in range(REPORTS):
        count = rng.poisson(SPANS)
        for side, found in enumerate(said):
            kept = [("X", 10 * n, 10 * n + 1) for n in range(count) if rng.random() < KEPT]
            # What they add is in places of their own, so that it is never the same.
            places = [500 + 10 * n + 5 * side for n in range(rng.poisson(ADDED))]
            added = [("X", at, at + 1) for at in places]
            found[report] = Tagged(1000, frozenset([*kept, *added]))
    return said


def truths(kind: str) -> dict[str, float]:
    """What endless reports would give."""
    if kind == "nominal":
        alike = (1 - WRONG) ** 2
        by_chance = sum(share**2 for share in SHARES)
        return {"alpha": alike, "accuracy": alike + (1 - alike) * by_chance, "kappa": alike}
    if kind == "interval":
        return {"alpha": SPREAD**2 / (SPREAD**2 + SLIP**2)}
    f1 = KEPT**2 * SPANS / (KEPT * SPANS + ADDED)
    return {"strict_f1": f1, "token_f1": f1}


KINDS = {
    "nominal": (nominal, LabelQuestion(TargetType.SINGLE_LABEL_MULTI_CLASS)),
    "interval": (interval, LabelQuestion(TargetType.SINGLE_LABEL_REGRESSION, epsilon=4)),
    "entities": (entities, LabelQuestion(TargetType.NER)),
}


def covered(kind: str, *, draws: int, resamples: int, first_seed: int = 0) -> dict[str, int]:
    """In how many draws each figure's interval holds the truth.

    Args:
        kind: of :data:`KINDS`.
        draws: how many.
        resamples: of each bootstrap.
        first_seed: of the first draw.
    """
    draw, question = KINDS[kind]
    held = dict.fromkeys(truths(kind), 0)
    for seed in range(first_seed, first_seed + draws):
        said = draw(np.random.default_rng(seed))
        found: Agreeing = label_agreement(question, said, seed=seed, resamples=resamples)[0].overall
        for name, truth in truths(kind).items():
            figure = getattr(found, name)
            held[name] += figure.low <= truth <= figure.high
    return held


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    print(f"{number} draws of {REPORTS} reports; in 100, how many intervals hold the truth\n")
    print("| | figure | truth | held |\n| --- | --- | --- | --- |")
    for name in KINDS:
        for figure_, count in covered(name, draws=number, resamples=1000).items():
            truth_ = truths(name)[figure_]
            print(f"| {name} | {figure_} | {truth_:.3f} | {100 * count / number:.1f} |")
