"""A model of the detector's learned layer for one hospital, from reports that people marked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.core.codes.intake import TOO_FEW_MARKED
from dragon_prep.core.codes.run import (
    MODEL_MISPLACED,
    OPTION_INVALID,
    OUTPUT_MISPLACED,
    RECORDS_INVALID,
)
from dragon_prep.core.errors import InputFault, Place, UsageFault, in_order
from dragon_prep.core.files import absolute, system_faults, write_atomically
from dragon_prep.core.recall import Recall
from dragon_prep.core.spans import Span
from dragon_prep.core.workers import Workers
from dragon_prep.detect.by_rules import by_rules
from dragon_prep.detect.learned.model import Scorer
from dragon_prep.detect.learned.model_file import from_bytes, to_bytes
from dragon_prep.detect.learned.models import scorer, shipped_model
from dragon_prep.detect.learned.training import OF_A_HOSPITAL, MarkedText, train
from dragon_prep.detect.registry import plan
from dragon_prep.detect.with_weights import with_weights
from dragon_prep.evaluation.compare import compare
from dragon_prep.evaluation.evaluate import compared, evaluate
from dragon_prep.evaluation.labels import IGNORE, common_label
from dragon_prep.intake.json_lines import Broken, LineFault
from dragon_prep.intake.marked_reports import read_marked_reports
from dragon_prep.language.page import read
from dragon_prep.language.words import classes
from dragon_prep.pipeline.run import Progress, silent
from dragon_prep.services.private_place import require_private_place
from dragon_prep.services.simulate import MARKER
from dragon_prep.tasks.registry import builtin_tasks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dragon_prep.detect.learned.training import Settings
    from dragon_prep.evaluation.compare import Comparison
    from dragon_prep.evaluation.evaluate import Group
    from dragon_prep.intake.marked_reports import TrainingReport

_MARKED_OTHERWISE = "its {} stands in an earlier line, too, {}"


@dataclass(frozen=True, slots=True, repr=False)
class Figures:
    """How well a detector does, on words and spans.

    Attributes:
        overall: over all labels.
        labels: by label.
    """

    overall: Group
    labels: dict[str, Group]


@dataclass(frozen=True, slots=True, repr=False)
class TrainResult:
    """What a model was made from, and what it is worth.

    Attributes:
        reports: how many it learned from.
        patients: whose they are.
        unmarked: reports left out, since nothing is marked in them.
        repeated: reports left out, since another one has the same text and marks.
        unnamed: reports of those used that do not tell their patient.
        before: how well the model that comes with dragon-prep does on the reports.
        after: how well models do that learned from the reports of other patients.
        fewest_patients: in how many patients' reports what it learned of words must stand.
        features: how many features of words it has beyond those that it began with.
        fingerprint: SHA-256 of the file.
    """

    reports: int
    patients: int
    unmarked: int
    repeated: int
    unnamed: int
    before: Figures
    after: Figures
    fewest_patients: int
    features: int
    fingerprint: str


@dataclass(frozen=True, slots=True, repr=False)
class _Round:
    """What to learn from, and what to measure on; with nothing to measure on the model is kept."""

    learn: tuple[MarkedText, ...]
    measure: tuple[MarkedText, ...]
    settings: Settings


@dataclass(frozen=True, slots=True, repr=False)
class _Outcome:
    """A model's file, and of each report that was measured on what was found before and after."""

    model: bytes
    before: tuple[Comparison, ...]
    after: tuple[Comparison, ...]


def train_detector(
    annotations: Sequence[Path],
    output: Path,
    *,
    folds: int = 5,
    seed: int = 0,
    trust_empty: bool = False,
    workers: int = 1,
    overwrite: bool = False,
    settings: Settings = OF_A_HOSPITAL,
    progress: Progress = silent,
) -> TrainResult:
    """Makes a model of the learned layer for one hospital, and tells what it is worth there.

    The weights that come with dragon-prep go on learning from the hospital's annotated reports. The
    same files, options and version give the same bytes.

    Args:
        annotations: files of annotated reports, see
            :func:`~dragon_prep.intake.marked_reports.read_marked_reports`.
        output: the file to write, readable by its owner only.
        folds: how many times the reports of some patients are set aside to measure on.
        seed: of the folds and of the bootstrap.
        trust_empty: whether a report in which nothing is marked holds no PHI; such reports are
            left out otherwise.
        workers: how many processes; the bytes and figures stay the same.
        overwrite: whether a file that is there may be replaced.
        settings: how it learns.
        progress: called with a stage, how much of it is done, and how much there is.

    Raises:
        UsageFault: if an option has an impossible value, a file of annotations is missing, or the
            output is there already, is not a file, or lies where it may not lie.
        InputFault: if a line cannot be used, or there are too few reports or patients.
        SystemFault: if a file cannot be read or written.
    """
    if folds < 2 or workers < 1 or seed < 0:
        raise UsageFault(OPTION_INVALID, "folds must be at least 2, workers 1, and seed 0")
    output = absolute(output)
    _require_place(output, annotations, overwrite=overwrite)
    read_in = _read(annotations, trust_empty=trust_empty)
    texts = read_in.texts
    _require_enough(texts, folds, annotations[0])
    sides = dealt([text.patient for text in texts], folds, seed)
    rounds = [
        _Round(
            tuple(text for text, side in zip(texts, sides, strict=True) if side != fold),
            tuple(text for text, side in zip(texts, sides, strict=True) if side == fold),
            settings,
        )
        for fold in range(folds)
    ]
    rounds.append(_Round(tuple(texts), (), settings))
    with Workers(workers) as pool:
        done = pool.run(_learned, rounds, lambda count: progress("Training", count, len(rounds)))
    content = done[-1].model
    with system_faults(output.name):
        output.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(output, content, private=True)
    model = from_bytes(content)
    return TrainResult(
        len(texts),
        len({text.patient for text in texts}),
        read_in.unmarked,
        read_in.repeated,
        read_in.unnamed,
        _figures([each for outcome in done for each in outcome.before], seed),
        _figures([each for outcome in done for each in outcome.after], seed),
        settings.fewest_patients,
        len(model.features) - len(shipped_model().features),
        model.fingerprint,
    )


def dealt(patients: Sequence[str], folds: int, seed: int) -> list[int]:
    """The fold of each report: a patient's reports stay together, folds are of nearly one size.

    Args:
        patients: of each report, whose it is.
        folds: how many there are.
        seed: same seed and patients, same folds.
    """
    counts = Counter(patients)
    names = sorted(counts)
    chance = np.random.default_rng(seed).permutation(len(names)).tolist()
    order = sorted(zip(names, chance, strict=True), key=lambda each: (-counts[each[0]], each[1]))
    sizes = [0] * folds
    fold_of: dict[str, int] = {}
    for name, _ in order:
        fold_of[name] = fold = sizes.index(min(sizes))
        sizes[fold] += counts[name]
    return [fold_of[patient] for patient in patients]


def measured(text: MarkedText, weights: Scorer) -> Comparison:
    """What a model and the rules find in a report against what is marked in it."""
    hits, _ = with_weights(read(text.text), plan(), weights, Recall.HIGH)
    spans = (hit.span for hit in hits)
    return compare(text.text, tuple(_common(text.spans)), tuple(_common(spans)))


def _common(spans: Iterable[Span]) -> Iterable[Span]:
    for span in spans:
        yield Span(span.start, span.end, common_label(span.label) or span.label)


def _learned(job: _Round) -> _Outcome:
    model = train(job.learn, by_rules, classes, base=shipped_model(), settings=job.settings)
    if not job.measure:
        return _Outcome(to_bytes(model), (), ())
    before, after = scorer(), Scorer(model, classes)
    return _Outcome(
        b"",
        tuple(measured(text, before) for text in job.measure),
        tuple(measured(text, after) for text in job.measure),
    )


def _figures(found: Sequence[Comparison], seed: int) -> Figures:
    reports = [
        compared(number, "", "", comparison) for number, comparison in enumerate(found, start=1)
    ]
    evaluation = evaluate(reports, seed=seed, resamples=1000)
    return Figures(evaluation.overall, evaluation.labels)


@dataclass(slots=True, repr=False)
class _ReadIn:
    """The reports of all files, each text once, and how many were left out."""

    texts: list[MarkedText]
    unmarked: int = 0
    repeated: int = 0
    unnamed: int = 0


def _read(annotations: Sequence[Path], *, trust_empty: bool) -> _ReadIn:
    """The reports of files, in an order that does not depend on that of the files' lines.

    Raises:
        InputFault: if a line cannot be used.
    """
    faults: list[Broken] = []
    texts: dict[str, TrainingReport] = {}
    read_in = _ReadIn([])
    for path in annotations:
        broken = Broken(path.name)
        faults.append(broken)
        ids: dict[str, str] = {}
        with system_faults(path.name):
            reports = read_marked_reports(path, broken)
        for report in reports:
            if ids.setdefault(report.id, report.text) != report.text:
                detail = _MARKED_OTHERWISE.format("id", "with another text")
                broken.add(report.line, LineFault(detail, "id"))
                continue
            if not report.spans and not trust_empty:
                read_in.unmarked += 1
                continue
            earlier = texts.setdefault(report.text, report)
            if earlier is report:
                continue
            if set(earlier.spans) != set(report.spans):
                detail = _MARKED_OTHERWISE.format("text", "with other spans")
                broken.add(report.line, LineFault(detail, "spans"))
            read_in.repeated += 1
    _stop_if_any(faults)
    kept = sorted(texts.values(), key=lambda report: (report.patient, report.id, report.text))
    read_in.texts = [MarkedText(one.text, tuple(sorted(one.spans)), one.patient) for one in kept]
    read_in.unnamed = sum(not report.names_patient for report in kept)
    return read_in


def _stop_if_any(faults: Sequence[Broken]) -> None:
    """Ends the work if any file has a line that cannot be used; lists those of all files."""
    found = [broken for broken in faults if broken.count]
    if found:
        problems = list(in_order(problem for broken in found for problem in broken.problems))
        count = sum(broken.count for broken in found)
        Broken(problems[0].place.file, problems=problems, count=count).stop_if_any()


def _require_enough(texts: Sequence[MarkedText], folds: int, first: Path) -> None:
    patients = {text.patient for text in texts}
    if not any(span.label != IGNORE for text in texts for span in text.spans):
        raise InputFault(TOO_FEW_MARKED, "nothing is marked in any report", place=Place(first.name))
    if len(patients) < folds:
        raise InputFault(
            TOO_FEW_MARKED,
            f"{len(texts)} reports of {len(patients)} patients are too few for {folds} folds",
            place=Place(first.name),
        )


def _require_place(output: Path, annotations: Sequence[Path], *, overwrite: bool) -> None:
    if not annotations:
        raise UsageFault(RECORDS_INVALID, "there is no file of annotations")
    for path in annotations:
        with system_faults(path.name):
            if not path.is_file():
                place = Place(path.name or str(path))
                raise UsageFault(RECORDS_INVALID, "there is no such file", place=place)
    with system_faults(output.name):
        if output in map(absolute, annotations):
            raise UsageFault(OUTPUT_MISPLACED, place=Place(output.name))
        raw = [folder for folder in output.parents if _is_raw(folder)]
        require_private_place(output, MODEL_MISPLACED, apart=raw, overwrite=overwrite)


def _is_raw(folder: Path) -> bool:
    """Whether a folder is one of raw exports, by a file of any cohort."""
    if (folder / MARKER).is_file():
        return True
    cohorts = (cohort for task in builtin_tasks().values() for cohort, _ in task.cohorts.values())
    paths = {raw.path for cohort in cohorts for raw in cohort.files}
    return any((folder / path).is_file() for path in paths)
