"""How well surrogates hide what was missed: planted misses, and attackers who look for them.

    python benchmarks/surrogates/attacks.py [--rates 0.01] [--policies consistent] [--misses tagger]

Simulated reports of people as there are (natural.py) are de-identified by their planted identifiers
less a share that is missed, odd forms ten times as often as others. Attackers see the release
alone, recognise every surrogate and leak as PHI, and say which they take for real:

reader      clues of form, within a patient and between patients (clues.py), with a feeling for
            what each is worth: weights learnt from reports of other people
frequency   what is likelier among people than among surrogates, or too common (frequency.py)
parrot      a tagger retrained on the release, cross-fitted (parrot.py)
linkage     dates against the calendar, ages, births and the years of numbers (linkage.py)
pools       whatever no surrogate can be, as the pools are public (clues.py)
rehearsed   has de-identified reports of other people under the same policy, and learnt from them
            what all those clues are worth together

Two tables in markdown: of a fixed budget of guesses the share that is right and the share of leaks
found; and the most leaks that are found while 37 % of what is marked is right, which was the
precision of the human readers of Carrell 2020 (doi 10.1093/jamia/ocaa095; they found 27 %). Each is
given for the release as it is and for what the audit lets out.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from clues import name_words, out_of_pool, reader
from frequency import Made, frequency
from linkage import linkage, mismatch, unique_patients
from natural import natural
from parrot import surprise
from release import POLICIES, Release, release, simulated
from sklearn.ensemble import HistGradientBoostingClassifier

from dragon_prep.core.phi import PhiCategory, category_of

if TYPE_CHECKING:
    from dragon_prep.core.report import Report

ATTACKERS = ("reader", "frequency", "parrot", "linkage", "pools", "rehearsed")
_CATEGORIES = tuple(PhiCategory)
_REHEARSED_AT = 0.05
_KEYS = 4
_PRECISION = 0.372


@dataclass(frozen=True, slots=True, repr=False)
class Rehearsal:
    """What an attacker has learnt from reports of other people under another key.

    Attributes:
        made: how often surrogates are what.
        words: all words of names among surrogates.
        models: what clues are worth to whom; empty where nobody need weigh them.
    """

    made: Made
    words: frozenset[str]
    models: dict[str, HistGradientBoostingClassifier] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class Clues:
    """All clues to all mentions of a release."""

    scores: dict[str, list[float]]
    tables: dict[str, np.ndarray]  # of those who weigh clues, one row for each mention

    @classmethod
    def of(cls, released: Release, known: Rehearsal, seed: int) -> Clues:
        """The clues that all attackers have together."""
        mentions = released.mentions
        read, linked = np.array(reader(released)), np.array(linkage(released))
        scores = {
            "frequency": frequency(released, known.made),
            "parrot": surprise(released, seed=seed),
            "linkage": [mismatch(clues) for clues in linked],
            "pools": [out_of_pool(mention, known.words) for mention in mentions],
        }
        own = np.array([[_CATEGORIES.index(m.category), len(m.text)] for m in mentions])
        others = np.array([scores[name] for name in ("frequency", "parrot", "pools")]).T
        every = np.hstack((read, linked, others, own))
        return cls(scores, {"reader": np.hstack((read, own)), "rehearsed": every})


@dataclass(slots=True)
class Tally:
    """What an attacker got, summed over draws."""

    guesses: int = 0
    right: int = 0
    leaks: int = 0
    marked: list[tuple[float, bool, PhiCategory]] = field(default_factory=list, repr=False)

    def add(self, released: Release, scores: list[float], per_100: float, seed: int) -> None:
        """The guesses with the highest scores, of which none may be the lowest of all."""
        rng = random.Random(seed)  # equal scores in any order
        least = min(scores, default=0.0)
        missed = [mention.missed for mention in released.mentions]
        order = sorted((-s, rng.random(), at) for at, s in enumerate(scores) if s > least)
        guesses = [at for _, _, at in order[: round(per_100 * len(released.texts) / 100)]]
        self.guesses += len(guesses)
        self.right += sum(missed[at] for at in guesses)
        self.leaks += released.leaks
        categories = (mention.category for mention in released.mentions)
        self.marked += zip(scores, missed, categories, strict=True)

    @property
    def budget(self) -> str:
        """Share of guesses that are right, and share of leaks found."""
        right = f"{self.right / self.guesses:.0%}" if self.guesses else "-"
        return f"{right} / {self.right / max(1, self.leaks):.0%}".replace("%", "")

    def found(self) -> Counter[PhiCategory]:
        """Leaks that the lowest threshold finds which is precise enough, by category."""
        ordered = sorted(self.marked, key=lambda item: -item[0])
        nexts = [score for score, *_ in ordered[1:]] + [-np.inf]
        found = most = 0
        for seen, ((score, missed, _), after) in enumerate(zip(ordered, nexts, strict=True), 1):
            found += missed
            if after < score and found / seen >= _PRECISION:
                most = seen
        return Counter(category for _, missed, category in ordered[:most] if missed)

    @property
    def at_best(self) -> str:
        """The share of leaks that it finds."""
        return f"{self.found().total() / max(1, self.leaks):.0%}".replace("%", "")


def rehearse(reports: list[Report], name: str, given: argparse.Namespace) -> Rehearsal:
    """What can be learnt from reports that are not the victim's, under a policy."""
    keys = [given.seed + 1000 + number for number in range(_KEYS)]
    own, *more = (
        release(reports, POLICIES[name], _REHEARSED_AT, seed=k, misses=given.misses, audit=False)
        for k in keys
    )
    # What was made under other keys, as the victim's was.
    known = _of([pair for one in more for pair in one.pairs])
    if name != "redact":  # whoever sees the tags need not weigh clues
        leaks = np.array([mention.missed for mention in own.mentions])
        for who, table in Clues.of(own, known, given.seed).tables.items():
            model = HistGradientBoostingClassifier(
                max_iter=60, min_samples_leaf=20, random_state=0, early_stopping=False
            )
            known.models[who] = model.fit(table, leaks)
    return known


def _of(pairs: list[tuple[str, str, str]]) -> Rehearsal:
    made = [(category_of(label), new) for _, new, label in pairs]
    return Rehearsal(Made.of(made), name_words(new for _, new in made))


def scores_of(released: Release, known: Rehearsal, seed: int) -> dict[str, list[float]]:
    """How suspicious each mention is to each attacker."""
    rng = random.Random(seed)
    chance = [rng.random() for _ in released.mentions]
    if not known.models:
        return dict.fromkeys((*ATTACKERS, "chance"), chance)
    clues = Clues.of(released, known, seed)
    likely = {
        who: model.predict_proba(clues.tables[who])[:, 1].tolist()
        for who, model in known.models.items()
    }
    return clues.scores | likely | {"chance": chance}


def measure(
    reports: list[Report], name: str, rate: float, given: argparse.Namespace, known: Rehearsal
) -> list[tuple[str, str]]:
    """A row of either table, before and after the audit."""
    tallies: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
    unique = np.zeros(3, int)
    # Rare misses are drawn more often, so that there are enough of them.
    draws = max(1, round(0.01 / rate / 3)) if given.draws is None else given.draws
    for draw in range(draws):
        seed = given.seed + draw
        whole = release(reports, POLICIES[name], rate, seed=seed, misses=given.misses)
        unique += unique_patients(whole)
        for when, released in (("all", whole), ("audited", whole.audited())):
            for attacker, scores in scores_of(released, known, seed).items():
                tallies[when, attacker].add(released, scores, given.guesses, seed)
    rows = []
    for when in ("all", "audited"):
        some = [tallies[when, attacker] for attacker in ("chance", *ATTACKERS)]
        head = f"| {name} | {rate:.1%} | {when} | {some[-1].leaks} | "
        end = f" | {unique[1]} of {unique[0]} ({unique[2]}) |"
        if given.categories:
            _tell_categories(head, {name: tallies[when, name] for name in ATTACKERS})
        rows.append(
            (
                head + " | ".join(tally.budget for tally in some) + end,
                head + " | ".join(tally.at_best for tally in some) + " |",
            )
        )
    return rows


def _tell_categories(head: str, tallies: dict[str, Tally]) -> None:
    """Says on standard error which leaks are found at that precision."""
    leaks = Counter(c for _, missed, c in tallies["rehearsed"].marked if missed)
    for attacker, tally in tallies.items():
        found = tally.found()
        said = ", ".join(f"{c} {found[c]}/{leaks[c]}" for c in sorted(leaks) if found[c])
        print(f"{head}{attacker}: {said or 'nothing'}", file=sys.stderr)


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reports", type=int, default=3000, help="a third has no date to go by")
    parser.add_argument("--of", type=int, default=6, metavar="N", help="N reports a patient")
    parser.add_argument("--seed", type=int, default=0)
    some = ["consistent", "per-mention", "markov 0.5", "redact"]
    parser.add_argument("--policies", nargs="*", choices=POLICIES, default=some)
    parser.add_argument("--rates", type=float, nargs="*", default=[0.001, 0.01, 0.05])
    parser.add_argument("--guesses", type=float, default=5, help="per 100 reports")
    parser.add_argument("--misses", choices=("odd", "random", "kinds", "tagger"), default="odd")
    parser.add_argument("--draws", type=int, help="of the missed spans, for each policy and rate")
    parser.add_argument("--categories", action="store_true", help="what is found, to stderr")
    given = parser.parse_args()
    reports, others = (
        natural(simulated(given.reports, seed), given.of, seed)
        for seed in (given.seed, given.seed + 1)
    )
    rows = []
    for name in given.policies:
        known = rehearse(others, name, given)
        for rate in given.rates:
            rows += measure(reports, name, rate, given, known)
    columns = ["policy", "missed", "reports", "leaks", "chance", *ATTACKERS]
    print(f"{len(reports)} reports. Guesses that are right / leaks found, in %, of the leaks\n")
    for at, more in ((0, ["alone with age, year and town (town real)"]), (1, [])):
        print(f"| {' | '.join(columns + more)} |\n|{' --- |' * len(columns + more)}")
        print("\n".join(row[at] for row in rows))
        if not at:
            print(f"\nLeaks found, in %, while {_PRECISION:.0%} of what is marked is right\n")


if __name__ == "__main__":
    main()
