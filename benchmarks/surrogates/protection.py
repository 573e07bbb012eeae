"""How well surrogates hide what was missed: planted misses, and attackers who look for them.

    python benchmarks/surrogates/protection.py [--reports 3000] [--audit] [--misses kinds]

Simulated reports are de-identified by their planted identifiers less a share that is missed, under
each policy. Attackers see the release alone, take as PHI whatever the public detector finds in it,
and name so many mentions per 100 reports as missed:

reader      clues within a patient and between patients (clues.py), weighed by hand
parrot      a tagger retrained on the release (parrot.py)
pools       whatever no surrogate can be, as the pools are public (clues.py)
rehearsed   has de-identified simulated reports of another seed under the same policy, and learnt
            from them what the clues of the three others are worth together

Prints tables in markdown: precision of the guesses, and share of the leaks found.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from clues import READER, out_of_pool, reader, suspicion
from parrot import surprise
from release import POLICIES, Release, dossiers, release, simulated
from sklearn.ensemble import HistGradientBoostingClassifier

from dragon_prep.core.phi import PhiCategory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.core.report import Report

ATTACKERS = ("reader", "parrot", "pools", "rehearsed")
_CATEGORIES = tuple(PhiCategory)
_REHEARSED_AT = 0.05


@dataclass(slots=True)
class Tally:
    """What an attacker got, summed over draws."""

    guesses: int = 0
    right: int = 0
    leaks: int = 0
    found: int = 0
    reports: int = 0
    reports_open: int = 0

    def __str__(self) -> str:
        precision = f"{self.right / self.guesses:.0%}" if self.guesses else "-"
        return f"{precision} / {self.found / max(1, self.leaks):.0%}"


@dataclass(frozen=True, slots=True)
class Clues:
    """All clues to all mentions of a release."""

    reader: list[float]
    parrot: list[float]
    pools: list[float]
    table: np.ndarray  # one row for each mention

    @classmethod
    def of(cls, released: Release, seed: int) -> Clues:
        """The clues that all attackers have together."""
        clues = reader(released)
        parrot = surprise(released, seed=seed)
        pools = [out_of_pool(mention) for mention in released.mentions]
        table = [
            [*clue, likely, pool, _CATEGORIES.index(mention.category), len(mention.text)]
            for clue, likely, pool, mention in zip(
                clues, parrot, pools, released.mentions, strict=True
            )
        ]
        width = len(READER) + 4
        return cls([suspicion(c) for c in clues], parrot, pools, np.array(table).reshape(-1, width))


def attack(
    released: Release, scores: Sequence[float], per_100: float, tally: Tally, *, seed: int
) -> None:
    """The guesses with the highest scores, of which none may be zero."""
    rng = random.Random(seed)  # equal scores in any order
    order = sorted((-score, rng.random(), at) for at, score in enumerate(scores) if score > 0)
    guesses = [at for _, _, at in order[: round(per_100 * len(released.texts) / 100)]]
    hits = [released.mentions[at].leaks for at in guesses]
    found = {leak for leaks in hits for leak in leaks}
    tally.guesses += len(guesses)
    tally.right += sum(map(bool, hits))
    tally.leaks += len(released.reports_of_leaks)
    tally.found += len(found)
    tally.reports += len(released.texts)
    tally.reports_open += len({released.reports_of_leaks[leak] for leak in found})


def rehearse(
    reports: list[Report], name: str, given: argparse.Namespace
) -> HistGradientBoostingClassifier:
    """What the clues are worth under a policy, learnt from reports that are not the victim's."""
    own = release(
        reports,
        POLICIES[name],
        _REHEARSED_AT,
        seed=given.seed + 1000,
        misses=given.misses,
        audit=given.audit,
    )
    leaks = np.array([bool(mention.leaks) for mention in own.mentions])
    model = HistGradientBoostingClassifier(
        max_iter=60, min_samples_leaf=20, random_state=0, early_stopping=False
    )
    return model.fit(Clues.of(own, given.seed).table, leaks)


def measure(
    reports: list[Report], name: str, rate: float, given: argparse.Namespace, model: object
) -> None:
    """Prints a row for a policy and a rate."""
    tallies = {(a, g): Tally() for a in (*ATTACKERS, "chance") for g in given.guesses}
    quarantined = excluded = 0
    seen: Counter[PhiCategory] = Counter()
    caught: Counter[PhiCategory] = Counter()
    # Rare misses are drawn more often, so that there are enough of them.
    draws = max(1, round(0.01 / rate / 3)) if given.draws is None else given.draws
    for draw in range(draws):
        seed = given.seed + draw
        released = release(
            reports, POLICIES[name], rate, seed=seed, misses=given.misses, audit=given.audit
        )
        quarantined += released.quarantined
        excluded += released.excluded
        clues = Clues.of(released, seed)
        if name == "redact":  # whoever sees the tags need not weigh clues
            everything = [1.0] * len(released.mentions)
            scores = dict.fromkeys(("reader", "rehearsed"), everything)
        else:
            likely = model.predict_proba(clues.table)[:, 1]  # type: ignore[attr-defined]
            scores = {"reader": clues.reader, "rehearsed": likely.tolist()}
        scores |= {"parrot": clues.parrot, "pools": clues.pools}
        scores["chance"] = [1.0] * len(released.mentions)
        for (attacker, per_100), tally in tallies.items():
            attack(released, scores[attacker], per_100, tally, seed=seed)
        for mention, pool in zip(released.mentions, clues.pools, strict=True):
            seen[mention.category] += bool(mention.leaks)
            caught[mention.category] += bool(mention.leaks) and pool > 0
    for per_100 in given.guesses:
        some = [tallies[attacker, per_100] for attacker in ("chance", *ATTACKERS)]
        last = some[-1]
        print(
            f"| {name} | {rate:.1%} | {last.leaks} | {quarantined} | {per_100:g} | "
            + " | ".join(map(str, some))
            + f" | {last.reports_open / max(1, last.reports):.1%} |",
            flush=True,
        )
    if given.categories:
        shares = (f"{c} {caught[c]}/{n}" for c, n in sorted(seen.items()) if n)
        print("  out of pool: " + ", ".join(shares), file=sys.stderr)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reports", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--policies", nargs="*", choices=POLICIES, default=list(POLICIES))
    parser.add_argument("--rates", type=float, nargs="*", default=[0.001, 0.01, 0.05])
    parser.add_argument("--guesses", type=float, nargs="*", default=[5, 25], help="per 100 reports")
    parser.add_argument("--dossiers", type=int, default=0, metavar="N", help="N reports a patient")
    parser.add_argument("--misses", choices=("random", "kinds"), default="random")
    parser.add_argument("--audit", action="store_true", help="leave out what the audit holds back")
    parser.add_argument("--draws", type=int, help="of the missed spans, for each policy and rate")
    parser.add_argument("--categories", action="store_true", help="what is in no pool, to stderr")
    given = parser.parse_args()
    reports = simulated(given.reports, given.seed)
    others = simulated(given.reports, given.seed + 1)
    if given.dossiers:
        reports, others = (dossiers(some, given.dossiers) for some in (reports, others))
    print("Each cell: share of guesses that are right / share of leaks found.\n")
    head = "policy", "missed", "leaks", "in reports the audit holds back", "guesses per 100 reports"
    columns = (*head, "chance", *ATTACKERS, "reports opened")
    print(f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}")
    for name in given.policies:
        model = None if name == "redact" else rehearse(others, name, given)
        for rate in given.rates:
            measure(reports, name, rate, given, model)


if __name__ == "__main__":
    main()
