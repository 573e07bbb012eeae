"""How much of the PHI in simulated reports is found, and what is taken for PHI, by cohort.

    python benchmarks/detection/simulated.py [--reports N] [--seed 0] [--answers FOLDER] [--list N]

Every cohort is simulated and treated as if nobody had annotated it. Words are counted as
dragon_prep.evaluation does: PHI whatever its label. --answers takes answer keys (COHORT.jsonl, as
``dragon-prep simulate`` writes them) in place of a simulation, such as those of an earlier version.
--list prints the commonest false alarms and misses too, with what stands around them: the
identifiers in simulated reports are made up.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.core.spans import Span
from dragon_prep.detect import detect
from dragon_prep.evaluation.compare import HitCounts, compare
from dragon_prep.evaluation.cover import WORD
from dragon_prep.evaluation.labels import common_label
from dragon_prep.synthetic import SIMULATORS, simulator
from dragon_prep.synthetic.kit.answers import Answer, read_answers

if TYPE_CHECKING:
    from collections.abc import Iterable

WORKERS = 2
AROUND = 35  # characters


@dataclass
class Found:
    """What was found in the reports of a cohort.

    Attributes:
        reports: how many, each text once.
        words: in them.
        token: words that are PHI against words found.
        alarms: findings of which no word is PHI.
        slips: commonest of them and of what was missed, as shown by ``--list``.
    """

    reports: int = 0
    words: int = 0
    token: HitCounts = field(default_factory=HitCounts)
    alarms: int = 0
    slips: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    around: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def add(self, other: Found) -> None:
        """Adds what was found in other reports."""
        self.reports += other.reports
        self.words += other.words
        self.alarms += other.alarms
        for part in ("hit", "missed", "right", "wrong"):
            total = getattr(self.token, part) + getattr(other.token, part)
            setattr(self.token, part, total)
        self.slips.update(other.slips)
        self.around = other.around | self.around

    def row(self) -> list[str]:
        """Cells of a table: PHI words, recall, precision, false alarms per 1,000 words."""
        token = self.token
        marked, found = token.hit + token.missed, token.right + token.wrong
        return [
            f"{marked:,}",
            f"{token.hit / marked:.3f}" if marked else "",
            f"{token.right / found:.3f}" if marked and found else "",
            f"{1000 * self.alarms / self.words:.2f}",
        ]


def commonly(spans: Iterable[Span]) -> list[Span]:
    """Spans with the labels under which they are scored."""
    return [Span(s.start, s.end, label) for s in spans if (label := common_label(s.label))]


def found_in(text: str, phi: tuple[Span, ...]) -> Found:
    """What is found in one report."""
    hits = detect(text)
    compared = compare(text, commonly(phi), commonly(hit.span for hit in hits))
    whole = [alarm for alarm in compared.false_alarms if not alarm.partly]
    words = sum(1 for _ in WORD.finditer(text))
    found = Found(1, words, compared.overall.token, len(whole))
    rules = {hit.span.start: hit.rule for hit in hits}
    slips = [("alarm", slip.span, rules[slip.span.start]) for slip in compared.false_alarms]
    slips += [("miss", slip.span, slip.span.label) for slip in compared.misses]
    for kind, span, why in slips:
        key = (kind, why, text[span.start : span.end])
        found.slips[key] += 1
        before, after = text[max(0, span.start - AROUND) : span.start], text[span.end :][:AROUND]
        found.around[key] = f"{before}[[{key[2]}]]{after}".replace("\n", "⏎")
    return found


def answers_of(name: str, given: argparse.Namespace) -> list[Answer]:
    """The answer key of a cohort, simulated unless a folder of them is given."""
    if given.answers is not None:
        path = given.answers / f"{name}.jsonl"
        return read_answers(path) if path.exists() else []
    with tempfile.TemporaryDirectory() as folder:
        return simulator(name)(Path(folder) / "raw", reports=given.reports, seed=given.seed)


def cohort(name: str, given: argparse.Namespace) -> Found:
    """What is found in a cohort; a text that several reports share counts once."""
    total = Found()
    for text, phi in {answer.text: answer.phi for answer in answers_of(name, given)}.items():
        total.add(found_in(text, phi))
    return total


def show(name: str, found: Found) -> None:
    """Prints the row of a cohort."""
    print(f"| {name} | {found.reports} | {' | '.join(found.row())} |")


def main() -> None:
    """Prints a table in markdown."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--answers", type=Path)
    parser.add_argument("--list", type=int, default=0, metavar="N")
    parser.add_argument("--cohorts", nargs="*", choices=sorted(SIMULATORS))
    given = parser.parse_args()
    names = given.cohorts or sorted(SIMULATORS)
    print("| cohort | texts | PHI words | recall | precision | false alarms per 1,000 words |")
    print("| --- | --- | --- | --- | --- | --- |")
    everything = Found()
    with ProcessPoolExecutor(WORKERS) as pool:
        for name, found in zip(names, pool.map(partial(cohort, given=given), names), strict=True):
            if found.reports:
                show(name, found)
            if found.token.hit + found.token.missed:
                everything.add(found)
    show("all with identifiers", everything)
    for kind in ("alarm", "miss") if given.list else ():
        own = Counter({key: n for key, n in everything.slips.items() if key[0] == kind})
        print(f"\n{kind}: {own.total()} of {len(own)} spellings\n")
        for key, count in own.most_common(given.list):
            print(f"{count:5} {key[1]:24} {everything.around[key]}")


if __name__ == "__main__":
    main()
