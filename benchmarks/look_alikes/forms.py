"""How varied a cohort's look-alikes are: sentence forms, words, lengths, runs shared with samples.

    python benchmarks/look_alikes/forms.py kidney_ct --reports 3000
    python benchmarks/look_alikes/forms.py kidney_ct --top 20 --runs 5   # what to work on

A form is a sentence in small letters with its identifiers and numbers masked. ``half`` is how many
of the commonest forms make half of all sentences. ``heaps`` is the slope of the logarithm of
distinct words over that of words between a half and all of the reports: 0 where no new word comes.
Words that are one slip of the fingers away from a commoner one count for neither. In a shared run
every number is the same word, and identifiers count as they stand.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import statistics
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from simulated import PHI, SAMPLES, folded, sample_text, simulate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")  # in folded text
_RUN_TOKEN = re.compile(r"[a-z]+|\d+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ENDS = re.compile(r"(?<=[.?!;])\s+|\n")
_WRAP = re.compile(r"(?<=[^\n.:;?!]{55})(?<![.:;?!])\n(?=[a-z0-9(])")
_LONG = 1000
_COMMON = 10  # a slip is of a word at least so many times as common, in so many reports
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Variety:
    """The figures of one cohort.

    Attributes:
        cohort: which.
        reports: how many.
        sentences: how many in all.
        half: how many forms make half of them.
        forms: how many different forms.
        words: distinct words outside of identifiers.
        heaps: how fast new words come, between half of the reports and all.
        median: words of the median report.
        p90: of the report that nine in ten are no longer than.
        longest: of the longest.
        over_1000: share of reports of more than a thousand words.
        sample_median: words of the median sample report.
        run: the longest run of words shared with any sample report.
        run_task: the task of that sample.
    """

    cohort: str
    reports: int
    sentences: int
    half: int
    forms: int
    words: int
    heaps: float
    median: float
    p90: int
    longest: int
    over_1000: float
    sample_median: float | None
    run: int | None
    run_task: str | None


def measure(cohort: str, *, reports: int, seed: int) -> Variety:
    """The figures of a cohort."""
    made = simulate(cohort, reports=reports, seed=seed)
    masked = [folded(report.masked) for report in made]
    counts = Counter(form for text in masked for form in forms(text))
    words, heaps = vocabulary(masked)
    lengths = sorted(len(report.text.split()) for report in made)
    runs = shared_runs(folded(report.text) for report in made)
    return Variety(
        cohort=cohort,
        reports=len(made),
        sentences=counts.total(),
        half=half(counts),
        forms=len(counts),
        words=words,
        heaps=round(heaps, 2),
        median=statistics.median(lengths),
        p90=lengths[int(0.9 * (len(lengths) - 1))],
        longest=lengths[-1],
        over_1000=round(sum(n > _LONG for n in lengths) / len(lengths), 4),
        sample_median=_sample_median(cohort),
        run=len(runs[0][0]) if runs else None,
        run_task=runs[0][1] if runs else None,
    )


def forms(text: str) -> Iterator[str]:
    """The forms of a text's sentences; lines that were only wrapped are joined."""
    for sentence in _ENDS.split(_WRAP.sub(" ", text)):
        form = " ".join(_NUMBER.sub("0", sentence).replace(PHI, "@").split()).strip(" .-*:;,")
        if any(c.isalpha() for c in form):
            yield form


def half(counts: Counter[str]) -> int:
    """How many of the commonest forms make half of all sentences."""
    wanted, seen = counts.total() / 2, 0
    for n, (_, count) in enumerate(counts.most_common(), 1):
        seen += count
        if seen >= wanted:
            return n
    return 0


def vocabulary(texts: Sequence[str]) -> tuple[int, float]:
    """Distinct words, and how fast they still grow at the end."""
    reports = [_WORD.findall(text) for text in texts]
    odd = slips(Counter(word for words in reports for word in set(words)))
    known: set[str] = set()
    total = 0
    at_half = (1, 1)
    for n, words in enumerate(reports, 1):
        found = [word for word in words if word not in odd]
        total += len(found)
        known.update(found)
        if n == max(1, len(texts) // 2):
            at_half = (total, len(known))
    if total <= at_half[0]:
        return len(known), 0.0
    slope = math.log(len(known) / at_half[1]) / math.log(total / at_half[0])
    return len(known), slope


def slips(seen: Counter[str]) -> set[str]:
    """Words that look like typing slips: in few reports, and one edit from a far commoner word.

    Args:
        seen: in how many reports each word stands.
    """
    common = {word for word, count in seen.items() if count >= _COMMON}
    near: dict[str, list[str]] = {}
    for word in common:
        for part in _shortened(word):
            near.setdefault(part, []).append(word)
    return {
        word
        for word, count in seen.items()
        if word not in common
        and len(word) > _SHORT
        and any(
            _COMMON * count <= seen[other] and _one_edit(word, other)
            for part in _shortened(word)
            for other in near.get(part, ())
        )
    }


def _shortened(word: str) -> set[str]:
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def _one_edit(a: str, b: str) -> bool:
    """Whether one letter was changed, left out, added, or swapped with its neighbour."""
    if len(a) != len(b):
        shorter, longer = sorted((a, b), key=len)
        return shorter in _shortened(longer)
    differ = [i for i in range(len(a)) if a[i] != b[i]]
    if len(differ) == 2:
        i, j = differ
        return j == i + 1 and a[i] == b[j] and a[j] == b[i]
    return len(differ) == 1


def shared_runs(texts: Iterable[str], *, most: int = 1) -> list[tuple[tuple[str, ...], str]]:
    """The longest runs of words that stand in a sample report, too, with its task.

    Args:
        texts: folded.
        most: how many different runs.
    """
    samples = _sample_tokens()
    places: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for s, (_, tokens) in enumerate(samples):
        for at in range(len(tokens) - 2):
            places.setdefault(tuple(tokens[at : at + 3]), []).append((s, at))
    best: dict[tuple[str, ...], str] = {}
    for text in texts:
        tokens = _run_tokens(text)
        at = 0
        while at < len(tokens) - 2:
            found = [
                (_length(tokens, at, samples[s][1], there), s)
                for s, there in places.get(tuple(tokens[at : at + 3]), ())
            ]
            length, s = max(found, key=lambda hit: (hit[0], -hit[1]), default=(0, 0))
            if length:
                best.setdefault(tuple(tokens[at : at + length]), samples[s][0])
            at += max(1, length - 2)
    ranked = sorted(best.items(), key=lambda item: (-len(item[0]), item[0]))
    return ranked[:most]


def _length(left: Sequence[str], i: int, right: Sequence[str], j: int) -> int:
    n = 0
    while i + n < len(left) and j + n < len(right) and left[i + n] == right[j + n]:
        n += 1
    return n


def _sample_tokens() -> list[tuple[str, list[str]]]:
    found = []
    for number in range(1, 29):
        text = sample_text(number)
        if text:
            found.append((f"T{number}", _run_tokens(folded(text))))
    return found


def _run_tokens(text: str) -> list[str]:
    return ["0" if token.isdigit() else token for token in _RUN_TOKEN.findall(text)]


def _sample_median(cohort: str) -> float | None:
    texts = [text for number in SAMPLES.get(cohort, ()) if (text := sample_text(number))]
    return statistics.median(len(text.split()) for text in texts) if texts else None


def table(found: Sequence[Variety]) -> str:
    """The figures as a table of markdown."""
    heads = ("cohort", "forms of half", "words", "Heaps", "median words", "of samples")
    heads += ("90 %", "longest", "over 1,000", "shared run")
    lines = ["| " + " | ".join(heads) + " |", "| --- |" + " ---: |" * (len(heads) - 1)]
    for v in found:
        run = "" if v.run is None else f"{v.run} ({v.run_task})"
        cells = (v.cohort, v.half, v.words, f"{v.heaps:.2f}", f"{v.median:g}")
        sample = "" if v.sample_median is None else f"{v.sample_median:g}"
        cells += (sample, v.p90, v.longest, f"{v.over_1000:.1%}", run)
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Measures cohorts and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("cohorts", nargs="*", metavar="COHORT", help="all of the benchmark's")
    parser.add_argument("--reports", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="print lines of JSON")
    parser.add_argument("--top", type=int, default=0, help="show the commonest forms")
    parser.add_argument("--runs", type=int, default=0, help="show the longest shared runs")
    args = parser.parse_args()
    found = []
    for cohort in args.cohorts or sorted(SAMPLES):
        found.append(measure(cohort, reports=args.reports, seed=args.seed))
        if args.json:
            print(json.dumps(asdict(found[-1])))
        if args.top or args.runs:
            _show(cohort, args)
    if not args.json:
        print(table(found))
        halves = statistics.median(v.half for v in found)
        print(
            f"\nmedian of the forms of half: {halves:g}; seed {args.seed}, {args.reports} reports"
        )


def _show(cohort: str, args: argparse.Namespace) -> None:
    made = simulate(cohort, reports=args.reports, seed=args.seed)
    masked = [folded(report.masked) for report in made]
    counts = Counter(form for text in masked for form in forms(text))
    for form, count in counts.most_common(args.top):
        print(f"{count / counts.total():7.2%}  {form}")
    if args.runs:
        for run, task in shared_runs((folded(r.text) for r in made), most=args.runs):
            print(f"{len(run):3} {task:4} {' '.join(run)}")


if __name__ == "__main__":
    main()
