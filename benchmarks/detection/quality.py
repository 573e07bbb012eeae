"""How much PHI each detector finds, on the development sets and on any others that are given.

    python benchmarks/detection/quality.py FOLDER [GOLD.jsonl ...] [--peers deduce ...]

FOLDER is what make_environments.py filled. GOLD is lines of {"id", "text", "spans"}, as in
../shared/data/phi_dev. Scored by dragon_prep.evaluation. Prints tables in markdown.

token     words that are PHI, whatever the label
strict    spans with the same start, end and family of labels (all numbers are one family, since no
          peer tells them apart)
covered   share of the marked spans of which every word was found

Titles in front of a name are left out of what was marked and of what was found.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from make_environments import PEERS, RUNNERS, python_of

from dragon_prep.core.spans import Span
from dragon_prep.evaluation.compare import HitCounts, compare
from dragon_prep.evaluation.evaluate import Evaluation, compared, evaluate
from dragon_prep.evaluation.labels import common_label

OURS = "dragon-prep"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "phi_dev"
SETS = {
    "DRAGON sample reports": ("dragon_samples.jsonl", "dragon_t25.jsonl"),
    "sentences": ("sentences_rra.jsonl",),
    "probe with PHI": ("probe_positive.jsonl",),
    "probe without PHI": ("probe_negative.jsonl",),
}
# Some detectors and annotators count titles to the name, others do not.
TITLES = re.compile(
    r"(?:(?:dhr|mw|mevr|mevrouw|meneer|(?:de )?heer|drs?|prof|ir|ing|mr|arts|dokter|collega"
    r"|radioloog|radiologe|patholoog|assistent|aios|anios)\b[.,]? ?)+(?=\w)",
    re.IGNORECASE,
)
Report = dict[str, Any]


def read(path: Path) -> list[Report]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def write(path: Path, reports: list[Report]) -> Path:
    path.write_text("".join(json.dumps(report) + "\n" for report in reports), "utf-8")
    return path


def gold_sets(given: list[Path]) -> dict[str, list[Report]]:
    """The reports of each set, each with an id that no other set has."""
    files = {path.stem: (path,) for path in given}
    if SHARED.exists():
        shared = {name: tuple(SHARED / file for file in parts) for name, parts in SETS.items()}
        files = shared | files
    sets: dict[str, list[Report]] = {}
    for name, paths in files.items():
        reports = [report for path in paths for report in read(path)]
        sets[name] = [
            {"id": f"{name}/{n}", "text": r["text"], "spans": r["spans"]}
            for n, r in enumerate(reports)
        ]
    return sets


def predictions(python: Path, runner: str, reports: Path, target: Path) -> dict[str, Report]:
    """What a detector finds, by report."""
    command = [python, RUNNERS / f"{runner}.py", reports, target]
    subprocess.run(list(map(str, command)), check=True, stderr=subprocess.DEVNULL)
    return {report["id"]: report for report in read(target)}


def share(part: float, whole: float) -> str:
    return f"{part / whole:.3f}" if whole else ""


def precision(tally: HitCounts) -> str:
    return share(tally.right, tally.right + tally.wrong)


def recall(tally: HitCounts) -> str:
    return share(tally.hit, tally.hit + tally.missed)


def f1(tally: HitCounts) -> str:
    return share(2 * tally.hit, 2 * tally.hit + tally.missed + tally.wrong)


def counted(reports: list[Report]) -> int:
    spans = [span for report in reports for span in report["spans"] if span[2] != "IGNORE"]
    return len(spans)


def spans_of(text: str, listed: list[Any]) -> list[Span]:
    """Spans under common labels; titles in front of a name belong to it neither here nor there."""
    spans = []
    for start, end, label in listed:
        name = common_label(label)
        title = TITLES.match(text, start, end) if name == "PERSOON" else None
        if name and start < end:
            spans.append(Span(title.end() if title else start, end, name))
    return spans


def scored(reports: list[Report], found: dict[str, Report]) -> Evaluation:
    """What a detector found in some reports against what was marked."""
    pairs = [
        compared(
            report["id"],
            "",
            report["text"],
            compare(
                report["text"],
                spans_of(report["text"], report["spans"]),
                spans_of(report["text"], found[report["id"]]["spans"]),
            ),
        )
        for report in reports
    ]
    return evaluate(pairs, seed=0, resamples=0)


def print_sets(sets: dict[str, list[Report]], results: dict[str, dict[str, Evaluation]]) -> None:
    for name, reports in sets.items():
        print(f"\n{name}: {len(reports)} texts, {counted(reports)} marked spans\n")
        print("| detector | precision | recall | strict F1 | covered | false alarms |")
        print("| --- | --- | --- | --- | --- | --- |")
        for tool, evaluations in results.items():
            found = evaluations[name].overall.measures
            token, covered = found["token"].counts, found["covered"].counts
            row = [precision(token), recall(token), f1(found["merged"].counts), recall(covered)]
            if not counted(reports):
                row = [""] * len(row)
            alarms = len(evaluations[name].false_alarms)
            print(f"| {tool} | {' | '.join(row)} | {alarms} |")


def print_labels(everything: list[Report], results: dict[str, Evaluation]) -> None:
    print(f"\nToken recall by label, all {len(everything)} texts\n")
    print(f"| label | spans | {' | '.join(results)} |\n| --- | --- |{' --- |' * len(results)}")
    marked = {name: group.marked for name, group in results[OURS].labels.items() if group.marked}
    for label, spans in sorted(marked.items(), key=lambda item: -item[1]):
        cells = [recall(each.labels[label].measures["token"].counts) for each in results.values()]
        print(f"| {label} | {spans} | {' | '.join(cells)} |")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=list(PEERS))
    given = parser.parse_args()
    sets = gold_sets(given.gold)
    everything = [report for reports in sets.values() for report in reports]
    if not everything:
        parser.error("no gold: ../shared/data/phi_dev is not there and no file is given")
    tools = {OURS: (Path(sys.executable), "ours")}
    tools |= {peer: (python_of(given.folder, peer), peer) for peer in given.peers}
    by_set: dict[str, dict[str, Evaluation]] = {}
    overall: dict[str, Evaluation] = {}
    with tempfile.TemporaryDirectory(prefix="detection-quality-") as name:
        folder = Path(name)
        source = write(folder / "all.jsonl", everything)
        for tool, (python, runner) in tools.items():
            found = predictions(python, runner, source, folder / f"{tool}.jsonl")
            by_set[tool] = {part: scored(reports, found) for part, reports in sets.items()}
            overall[tool] = scored(everything, found)
    print_sets(sets, by_set)
    print_labels(everything, overall)


if __name__ == "__main__":
    main()
