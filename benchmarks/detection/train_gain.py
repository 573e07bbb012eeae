"""What a hospital gains by training on its own annotated reports (`dragon-prep train-detector`).

python benchmarks/detection/train_gain.py             five hospitals, 50, 100 and 200 reports
python benchmarks/detection/train_gain.py --writers   each of the writers kept aside, in five folds
python benchmarks/detection/train_gain.py --prior     strengths of the prior, on three others
python benchmarks/detection/train_gain.py --time      the command on 200 reports of usual length

Models of the made-up hospitals learn from reports of some patients and are measured on 150 later
ones of other patients; a third of the sentences of these stands in none of the earlier ones.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from hospitals import Hospital, Writer, hospitals

from dragon_prep.core.spans import Span
from dragon_prep.detect.by_rules import by_rules
from dragon_prep.detect.learned.model import Model, Scorer
from dragon_prep.detect.learned.model_file import from_bytes
from dragon_prep.detect.learned.models import shipped_model
from dragon_prep.detect.learned.training import OF_A_HOSPITAL, MarkedText, Settings, train
from dragon_prep.evaluation.score import measures
from dragon_prep.intake.marked_reports import plain_form
from dragon_prep.language.words import classes
from dragon_prep.services.train_detector import measured, train_detector

SIZES = (50, 100, 200)
PRIORS = (0.5, 2.0, 8.0, 32.0, 128.0)
LATER = 150
OF_EACH_WRITER = 30
LONG = 5  # reports in a row that make one of usual length
WRITERS = Path(__file__).resolve().parents[2] / "tests" / "detect" / "writers"

Line = dict[str, object]


def text_of(line: Line) -> MarkedText:
    text, spans = plain_form(line["text"], [Span(*span) for span in line["spans"]])
    return MarkedText(text, spans, str(line["id"]).partition("_")[0])


def figures(texts: list[MarkedText], model: Model) -> tuple[float, float]:
    """Recall and precision of words."""
    scorer = Scorer(model, classes)
    counts = [measured(text, scorer).overall for text in texts]
    token = measures(counts, seed=0, resamples=1)["token"]
    return token.recall.value, token.precision.value


def cell(pair: tuple[float, float]) -> str:
    return " / ".join(f"{value:.3f}" for value in pair)


def aside() -> dict[str, list[Line]]:
    """The texts of the writers from whom the shipped model did not learn."""
    names = (WRITERS / "aside.txt").read_text(encoding="utf-8").split()
    return {
        name: [*map(json.loads, (WRITERS / f"{name}.jsonl").read_text("utf-8").splitlines())]
        for name in names
    }


def of_other_writers() -> list[MarkedText]:
    """Texts that are of no such hospital."""
    return [text_of(line) for lines in aside().values() for line in lines[:OF_EACH_WRITER]]


def written(path: Path, lines: list[Line]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def gain(folder: Path) -> None:
    others = of_other_writers()
    print("| hospital | before |", " | ".join(f"after {size}" for size in SIZES), end=" |")
    print(" by the folds of 200 | other writers | seconds |\n" + "| --- " * 8 + "|")
    print(f"| (none) | | | | | | {cell(figures(others, shipped_model()))} | |", flush=True)
    for hospital in hospitals(chosen_on=False):
        lines = Writer(hospital, later=False).reports(max(SIZES))
        later = [text_of(line) for line in Writer(hospital, later=True).reports(LATER)]
        row = [hospital.name.capitalize(), cell(figures(later, shipped_model()))]
        for size in SIZES:
            out = folder / "centre.model"
            source = written(folder / "marked.jsonl", lines[:size])
            started = time.perf_counter()
            told = train_detector([source], out, trust_empty=True, workers=2, overwrite=True)
            seconds = time.perf_counter() - started
            model = from_bytes(out.read_bytes())
            row.append(cell(figures(later, model)))
        token = told.after.overall.measures["token"]
        row.append(cell((token.recall.value, token.precision.value)))
        row += [cell(figures(others, model)), f"{seconds:.0f}"]
        print("|", " | ".join(row), "|", flush=True)


def by_writer(folder: Path) -> None:
    print("| writer | texts | before | after | seconds |\n| --- | --- | --- | --- | --- |")
    for name, lines in aside().items():
        own = [{**line, "id": str(number)} for number, line in enumerate(lines)]
        source = written(folder / "marked.jsonl", own)
        started = time.perf_counter()
        told = train_detector([source], folder / "own", trust_empty=True, workers=2, overwrite=True)
        seconds = time.perf_counter() - started
        row = [name.replace("_", " "), str(told.reports)]
        for side in (told.before, told.after):
            token = side.overall.measures["token"]
            row.append(cell((token.recall.value, token.precision.value)))
        print("|", " | ".join([*row, f"{seconds:.0f}"]), "|", flush=True)


def priors() -> None:
    others = of_other_writers()
    print("| prior |", " | ".join(f"after {size}" for size in SIZES), "| mean F1 | other writers |")
    print("| --- " * (len(SIZES) + 3) + "|")
    for prior in PRIORS:
        settings = Settings(prior, OF_A_HOSPITAL.fewest_patients, rounds=OF_A_HOSPITAL.rounds)
        at_size = {size: [] for size in SIZES}
        elsewhere = []
        for hospital in hospitals(chosen_on=True):
            earlier = [text_of(line) for line in Writer(hospital, later=False).reports(max(SIZES))]
            later = [text_of(line) for line in Writer(hospital, later=True).reports(LATER)]
            for size in SIZES:
                model = train(
                    earlier[:size], by_rules, classes, base=shipped_model(), settings=settings
                )
                at_size[size].append(figures(later, model))
            elsewhere.append(figures(others, model))
        every = [pair for pairs in at_size.values() for pair in pairs]
        f1 = mean([2 * recall * precision / (recall + precision) for recall, precision in every])
        cells = [cell(means(pairs)) for pairs in (*at_size.values(), elsewhere)]
        print("|", " | ".join([f"{prior:g}", *cells[:-1], f"{f1:.4f}", cells[-1]]), "|", flush=True)


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def means(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    recalls, precisions = zip(*pairs, strict=True)
    return mean(recalls), mean(precisions)


def timed(folder: Path) -> None:
    hospital = hospitals(chosen_on=False)[0]
    lines = long_reports(hospital, max(SIZES))
    length = sum(len(line["text"]) for line in lines) // len(lines)
    source = written(folder / "marked.jsonl", lines)
    for workers in (1, 2):
        started, used = time.perf_counter(), sum(os.times()[:4])
        out = folder / "centre.model"
        train_detector([source], out, trust_empty=True, workers=workers, overwrite=True)
        seconds, used = time.perf_counter() - started, sum(os.times()[:4]) - used
        print(
            f"{len(lines)} reports of {length} characters, {workers} workers: {seconds:.0f} s, "
            f"{used:.0f} s of processor time"
        )


def long_reports(hospital: Hospital, count: int) -> list[Line]:
    lines = Writer(hospital, later=False).reports(count * LONG)
    whole = []
    for first in range(0, len(lines), LONG):
        text, spans = "", []
        for line in lines[first : first + LONG]:
            spans += [[start + len(text), end + len(text), of] for start, end, of in line["spans"]]
            text += f"{line['text']}\n"
        whole.append({"id": str(first), "text": text, "spans": spans})
    return whole


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--writers", action="store_true")
    parser.add_argument("--prior", action="store_true")
    parser.add_argument("--time", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.prior:
            priors()
        elif given.writers:
            by_writer(Path(folder))
        elif given.time:
            timed(Path(folder))
        else:
            gain(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
