"""What the second look finds again of marks that were taken away, and what it replaces by mistake.

    python benchmarks/detection/second_look.py [--reports 300] [--seed 0] [--share 0.08]
    python benchmarks/detection/second_look.py --writers [--sure 990]

The first simulates the cohorts that people annotate, takes away a share of the marks, and looks at
labels, too. The identifiers in them have forms that the detector knows, so that the share found
again is none of a hospital's. The second does it with the texts of tests/detect, each with a model
that has learned nothing from its writer (trained in five rounds, which takes twenty minutes).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("OMP_NUM_THREADS", "1")  # training: sums in one order

from dragon_prep import ProjectKey, find_tasks, simulate
from dragon_prep.audit.findings import first_pass
from dragon_prep.core.phi import PhiCategory, canonical_label, category_of
from dragon_prep.core.second_look import Fate, SecondLook
from dragon_prep.intake.export import read_export
from dragon_prep.intake.raw_file import Layout
from dragon_prep.pipeline.cohort import deidentified_cohort
from dragon_prep.pipeline.run import Run
from dragon_prep.pipeline.site import Site
from dragon_prep.tasks.derive import derive

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragon_prep.core.report import Report
    from dragon_prep.core.spans import Span
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.pipeline.cohort_release import CohortRelease
    from dragon_prep.tasks.derive import Labelled
    from dragon_prep.tasks.task import Task

KEY = ProjectKey(bytes(range(32)))
TASKS = ("T4", "T6", "T9", "T10", "T11", "T12", "T13", "T17", "T19", "T20", "T21", "T22", "T25",
         "T26", "T27", "T28")  # fmt: skip
SPAN_KEYS = ("label", "labels", "label_phi")
SHARE = 0.08


@dataclass
class Counts:
    """What became of the marks that were taken away, and what else was found.

    Attributes:
        reports: how many were looked at.
        taken: marks taken away, by category.
        again: those of which every letter and digit is replaced.
        in_label: those that are only listed, since a label's value stands there.
        wrong: findings that touch no mark that ever was, but would be replaced.
    """

    reports: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)
    in_label: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def add(
        self,
        text: str,
        gold: Iterable[Span],
        left: Iterable[Span],
        found: Iterable[tuple[Span, Fate]],
    ) -> None:
        """Counts one report.

        Args:
            text: the report.
            gold: all that is PHI in it.
            left: the marks that were left.
            found: by the second look.
        """
        self.reports += 1
        found = list(found)
        replaced = mask(text, (span for span, fate in found if fate is Fate.REPLACED))
        seen = mask(text, (span for span, _ in found))
        for span in {*gold} - {*left}:
            category = category_of(span.label)
            self.taken[category] += 1
            if covers(text, replaced, span):
                self.again[category] += 1
            elif covers(text, seen, span):
                self.in_label[category] += 1
        known = mask(text, gold)
        self.wrong.update(
            category_of(span.label)
            for span, fate in found
            if fate is Fate.REPLACED and not any(known[span.start : span.end])
        )

    def show(self) -> None:
        """Prints a table in markdown."""
        print("| category | marks taken | replaced again | listed | falsely replaced, per 1,000 |")
        print("| --- | --- | --- | --- | --- |")
        for category in [*sorted({*self.taken, *self.wrong}), ""]:
            counts = (self.taken, self.again, self.in_label, self.wrong)
            taken, again, listed, wrong = (
                count[category] if category else count.total() for count in counts
            )
            share = f"{again} ({100 * again / taken:.0f} %)" if taken else ""
            rate = f"{1000 * wrong / self.reports:.1f}"
            print(f"| {category or 'all'} | {taken} | {share} | {listed or ''} | {rate} |")
        print(f"\n{self.reports} reports")


def mask(text: str, spans: Iterable[Span]) -> bytearray:
    """The characters of a text that spans cover."""
    covered = bytearray(len(text))
    for span in spans:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    return covered


def covers(text: str, covered: bytearray, span: Span) -> bool:
    """Whether every letter and digit of a span is covered."""
    return all(covered[at] for at in range(span.start, span.end) if text[at].isalnum())


def take_marks(source: Path, cohorts: Iterable[Cohort], share: float, seed: int) -> None:
    """Takes marks out of the annotation files of exports; one of a report is left at least."""
    draw = random.Random(seed)
    paths = {raw.path for c in cohorts for raw in c.files if raw.layout is Layout.ANNOTATIONS}
    for path in sorted(paths):
        lines = []
        for line in (source / path).read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            marks = [
                (key, at)
                for key in SPAN_KEYS
                for at, (_, _, label) in enumerate(record.get(key) or ())
                if canonical_label(label) is not None
            ]
            gone = {mark for mark in marks if draw.random() < share}
            if len(gone) < len(marks):
                for key in {key for key, _ in gone}:
                    spans = enumerate(record[key])
                    record[key] = [span for at, span in spans if (key, at) not in gone]
            lines.append(json.dumps(record, ensure_ascii=False) + "\n")
        (source / path).write_text("".join(lines), encoding="utf-8", newline="\n")


def by_id(cohort: Cohort, source: Path) -> dict[tuple[str, str], Report]:
    """The reports of a cohort by centre and id."""
    reports = read_export(cohort, source, cohort.centres).reports
    return {(report.centre, report.uid): report for report in reports}


def looked_at(cohort: Cohort, whole: Path, less: Path, counts: Counts) -> None:
    """Counts what the second look finds in the annotated reports of a cohort."""
    gold, left = by_id(cohort, whole), by_id(cohort, less)
    look = first_pass(list(enumerate(left.values())), KEY, {})
    for position, (name, report) in enumerate(left.items()):
        # A broken mark that was taken away makes an annotation usable that was not.
        before = gold[name].phi if name in gold else None
        if before and report.phi:
            found = [(one.span, one.fate) for one in look.overlooked.get(position, ())]
            counts.add(report.text, before, report.phi, found)


def labels(
    tasks: Sequence[Task],
    cohorts: Sequence[Cohort],
    source: Path,
    choice: SecondLook,
    workspace: Path,
) -> tuple[dict[str, dict[str, Any]], list[CohortRelease]]:
    """The labels of each task by the stand-in of the report, and the cohorts they come from."""
    site = Site(KEY, second_look=choice)
    made = [deidentified_cohort(c, source, c.centres, site, Run(workspace)) for c in cohorts]
    documents = {c.name: release.documents for c, release in zip(cohorts, made, strict=True)}
    found = {}
    for task in tasks:
        own = [
            document
            for name, (_, centres) in task.cohorts.items()
            for document in documents[name]
            if document.centre in centres
        ]
        cases = derive(task, own, key=KEY).cases
        found[f"T{task.number}"] = {case.document.case: said_of(task, case) for case in cases}
    return found, made


def said_of(task: Task, case: Labelled) -> object:
    """The label of a case; of tokens, what the spans are called, and what stands in entities.

    Tags of tokens differ wherever a surrogate has more tokens than what it stands for.
    """
    if not task.target.type.is_token_level:
        return case.label
    document = case.document
    if task.number == 25:
        return [label for _, _, label in document.phi]
    return [(document.text[start:end], label) for start, end, label in document.entities]


def compared(cohorts: Sequence[Cohort], whole: Path, less: Path, folder: Path) -> None:
    """Prints whether labels changed, and how many reports the audit holds back."""
    tasks = find_tasks(TASKS)
    truth, _ = labels(tasks, cohorts, whole, SecondLook.OFF, folder / "workspace")
    print("\n| labels against those of all marks | off | replace |\n| --- | --- | --- |")
    found = {}
    held = {}
    for choice in (SecondLook.OFF, SecondLook.REPLACE):
        found[choice], made = labels(tasks, cohorts, less, choice, folder / "workspace")
        held[choice] = sum(len(release.withheld) for release in made)
    for name, cases in truth.items():
        said = []
        for of in found.values():
            shared = cases.keys() & of[name].keys()
            other = sum(cases[case] != of[name][case] for case in shared)
            said.append(f"{other} of {len(shared)}")
        print(f"| {name}: labels that differ | {said[0]} | {said[1]} |")
    print(
        f"| reports held back by the audit | {held[SecondLook.OFF]} | {held[SecondLook.REPLACE]} |"
    )


def simulated(reports: int, share: float, seed: int) -> None:
    """Prints the tables of simulated reports."""
    tasks = find_tasks(TASKS)
    cohorts = list({name: c for task in tasks for name, (c, _) in task.cohorts.items()}.values())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole, less = folder / "whole", folder / "less"
        for source in (whole, less):
            simulate(tasks, source, reports=reports, seed=seed)
        take_marks(less, cohorts, share, seed)
        counts = Counts()
        for cohort in cohorts:
            looked_at(cohort, whole, less, counts)
        counts.show()
        compared(cohorts, whole, less, folder)


def written(share: float, seed: int, sure: int | None) -> None:
    """Prints the table of texts by writers whom the model did not learn from."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
    import train_detector

    import dragon_prep.detect
    from dragon_prep.detect import Evidence
    from dragon_prep.detect import sure as judged
    from dragon_prep.detect.learned.model import Scorer
    from dragon_prep.language.words import classes

    texts = train_detector.all_texts()
    names = [name for name in texts if name not in train_detector.aside()]
    random.Random(1).shuffle(names)
    draw = random.Random(seed)
    counts = Counts()
    if sure is not None:
        judged.SURE, judged.SURE_OF = sure, {}
    for number in range(train_detector.ROUNDS):
        out = names[number :: train_detector.ROUNDS]
        model = train_detector.trained({name: texts[name] for name in names if name not in out})
        scorer = Scorer(model, classes)
        dragon_prep.detect.scorer = lambda *_, scorer=scorer: scorer
        for text in (text for name in out for text in texts[name]):
            gold = [span for span in text.spans if span.label in PhiCategory.__members__]
            left = [span for span in text.spans if span not in gold or draw.random() >= share]
            hits = judged.sure_of(text.text, Evidence(), left)
            found = [(hit.span, Fate.REPLACED) for hit in hits]
            counts.add(text.text, text.spans, left, found)
    counts.show()


def main() -> None:
    """Prints tables in markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=300, help="of each cohort")
    parser.add_argument("--share", type=float, default=SHARE, help="of the marks, taken away")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--writers", action="store_true")
    parser.add_argument("--sure", type=int, help="one bound for all categories, of 1000")
    given = parser.parse_args()
    if given.writers:
        written(given.share, given.seed, given.sure)
    else:
        simulated(given.reports, given.share, given.seed)


if __name__ == "__main__":
    main()
