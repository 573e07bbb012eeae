"""The table of look-alikes: how far methods can be told apart on one, figure by figure.

    dragon-prep synth dragon --out look-alike/ --seed 0
    python benchmarks/look_alikes/measured.py trivial look-alike/    # tasks above 0.98
    python benchmarks/look_alikes/measured.py spread look-alike/     # five methods on five tasks
    python benchmarks/look_alikes/measured.py order look-alike/ --classes FILE
    python benchmarks/look_alikes/measured.py samples look-alike/    # the 28 sample reports
    python benchmarks/look_alikes/measured.py pairs look-alike/ T3 FILE   # a contrast set
    python benchmarks/look_alikes/measured.py hypothesis look-alike/ # T14 from one sentence alone
    python benchmarks/look_alikes/measured.py words look-alike/      # T26 by a word list

Each prints markdown. Forms, words, lengths and shared runs: forms.py. ``order`` reads the classes
of the tasks from a JSON file, ``{"T1": "good", ...}``: excellent, good, moderate or poor.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dragon_prep.services

dragon_prep.services.__path__.insert(
    0, str(Path(__file__).resolve().parents[2] / "src" / "dragon_prep" / "services")
)

from dataclasses import replace  # noqa: E402

from simulated import sample_page, sample_text, without_disclaimer  # noqa: E402

from dragon_prep.core.targets import TargetType  # noqa: E402
from dragon_prep.services.probe.cases import ProbeCase  # noqa: E402
from dragon_prep.services.probe.classing import NUMBERS  # noqa: E402
from dragon_prep.services.probe.contrast import contrast, is_right  # noqa: E402
from dragon_prep.services.probe.phrases import giveaway  # noqa: E402
from dragon_prep.services.probe.release import read_task, task_names  # noqa: E402
from dragon_prep.services.probe.scoring import (  # noqa: E402
    FLOOR,
    Told,
    method_names,
    score_task,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragon_prep.services.probe.cases import ProbeTask
    from dragon_prep.services.probe.scoring import MethodScore

TRIVIAL = 0.98
SPREAD_TASKS = ("T1", "T2", "T5", "T6", "T9")
READERS = ("words", "bayes", "phrases", "letters", "neighbours")
"""The five methods; ``numbers`` is no reader of words."""
CLASSES = ("excellent", "good", "moderate", "poor")
_SAMPLE_TASKS = range(1, 29)
_LABEL = re.compile(r"^Label(?: left| right)?: (\S.*)$", re.MULTILINE)
_BLOCK = re.compile(r"```\s*\n(.*?)```", re.DOTALL)


def best(scores: Sequence[MethodScore]) -> MethodScore:
    """The best method, but for the one that knows no text."""
    return max((own for own in scores if own.method != FLOOR), key=lambda own: own.mean)


def scored(
    release: Path, names: Sequence[str] = (), *, every: bool = False
) -> Iterator[tuple[ProbeTask, list[MethodScore]]]:
    """The tasks of a release with the scores of the methods."""
    for name in task_names(release, names):
        task = read_task(release, name)
        yield task, score_task(task, every=every)


def short(name: str) -> str:
    """A task as people call it."""
    return f"T{int(name[4:7])}"


def trivial(args: argparse.Namespace) -> None:
    """Which tasks a simple method has solved."""
    print("| task | majority | words | numbers or tagger | one phrase |")
    print("| --- | ---: | ---: | ---: | ---: |")
    above = []
    for task, scores in scored(args.release):
        found = giveaway(task)
        cells = [f"{own.mean:.3f}" for own in scores]
        print(f"| {short(task.name)} | {' | '.join(cells)} | {_figure(found)} |", flush=True)
        if best(scores).mean > TRIVIAL:
            above.append(short(task.name))
    print(f"\nabove {TRIVIAL}: {len(above)} ({', '.join(above)})")


def _figure(found: Any) -> str:
    return f"{found.score:.3f}" if found else ""


def spread(args: argparse.Namespace) -> None:
    """How far five methods are apart on five tasks."""
    for task, scores in scored(args.release, SPREAD_TASKS, every=True):
        known = {own.method: own.mean for own in scores if own.method in READERS}
        said = ", ".join(f"{method} {value:.3f}" for method, value in known.items())
        apart = max(known.values()) - min(known.values())
        print(f"| {short(task.name)} | {said} | {apart:.3f} |", flush=True)


def order(args: argparse.Namespace) -> None:
    """Whether tasks that are hard in reality are hard here."""
    from scipy.stats import spearmanr

    classes = json.loads(args.classes.read_text(encoding="utf-8"))
    pairs = []
    for task, scores in scored(args.release):
        if (name := short(task.name)) in classes:
            rank = len(CLASSES) - CLASSES.index(classes[name])
            pairs.append((rank, best(scores).mean))
            print(f"| {name} | {classes[name]} | {pairs[-1][1]:.3f} |", flush=True)
    print(
        f"\nSpearman over {len(pairs)} tasks: {spearmanr(*zip(*pairs, strict=True)).statistic:.2f}"
    )


def samples(args: argparse.Namespace) -> None:
    """How many of the sample reports a simple method tells that learned from look-alikes."""
    right: dict[str, int] = {}
    told = 0
    any_right = 0
    print("| task | right |\n| --- | --- |")
    for name in task_names(args.release):
        task = read_task(args.release, name)
        case = sample_case(task)
        if case is None:
            continue
        told += 1
        methods = [m for m in method_names(task.type) if m != FLOOR]
        cases = Told(task.type, (*task.cases, case))
        at = len(task.cases)
        good = []
        for method in methods:
            (said,) = cases.tell(method, range(at), [[at]])
            if _told(task, case.label, said[0]):
                good.append(method)
                right[method] = right.get(method, 0) + 1
        any_right += bool(good)
        print(f"| {short(name)} | {', '.join(good) or '-'} |", flush=True)
    said = ", ".join(f"{method} {count}" for method, count in sorted(right.items()))
    print(f"\n{told} samples; right: {said}; by any method {any_right}")


def _told(task: ProbeTask, truth: Any, said: Any) -> bool:
    """As a pair's label is told; of tags it is enough that most of the entities are right."""
    from dragon_prep.services.probe.metrics import score

    if task.type.is_token_level:
        return score(task.metric, [truth], [said]) >= 0.5
    if task.type is TargetType.MULTI_LABEL_REGRESSION:
        return sum(is_right(task.type, t, s) for t, s in zip(truth, said, strict=True)) * 2 > len(
            truth
        )
    return is_right(task.type, truth, said)


def sample_case(task: ProbeTask) -> ProbeCase | None:
    """The sample report of a task with its label, in the form of the task's cases."""
    number = int(task.name[4:7])
    page, text = sample_page(number), sample_text(number)
    if page is None or text is None:
        return None
    if task.type.is_token_level:
        return _tagged(page)
    lines = _LABEL.findall(page)
    values: list[Any] = [value.strip() for line in lines for value in line.split(", ")]
    if "binary" in task.type.value:
        values = [value == "True" for value in values]
    elif task.type in NUMBERS:
        values = [float(value) for value in values]
    several = isinstance(task.cases[0].label, list)
    content: str | tuple[str, ...] = text
    if isinstance(task.cases[0].content, tuple):
        content = tuple(without_disclaimer(part) for part in _listed(text))
    return ProbeCase("sample", content, values if several else values[0])


def _tagged(page: str) -> ProbeCase | None:
    """A page's tokens and tags, which stand in it as lists."""
    lists = [_listed(block) for block in _BLOCK.findall(page) if block.strip().startswith("[")]
    if len(lists) < 2 or len(lists[0]) != len(lists[-1]):
        return None
    return ProbeCase("sample", tuple(lists[-1]), list(lists[0]))


def _listed(text: str) -> list[Any]:
    """A list as a page shows it: in JSON, perhaps with line ends in its texts, or as Python's."""
    try:
        return list(json.loads(text.strip(), strict=False))
    except ValueError:
        return list(ast.literal_eval(text.strip()))


def pairs(args: argparse.Namespace) -> None:
    """How many pairs of a contrast set are told apart."""
    found = contrast(args.release, args.file, task=args.task, every=True)
    print(
        f"{found.task}, {found.pairs} pairs: "
        + ", ".join(f"{m} {n}" for m, n in found.both.items())
    )


def hypothesis(args: argparse.Namespace) -> None:
    """What T14 tells from the hypothesis alone."""
    task = read_task(args.release, task_names(args.release, ["T14"])[0])
    for which, at in (("hypothesis", -1), ("premise", 0)):
        cases = tuple(replace(case, content=case.content[at]) for case in task.cases)
        scores = score_task(replace(task, cases=cases))
        said = ", ".join(f"{own.method} {own.mean:.3f}" for own in scores)
        print(f"| {which} alone | {said} |", flush=True)


def words(args: argparse.Namespace) -> None:
    """What a word list scores on T26."""
    for _, scores in scored(args.release, ["T26"], every=True):
        print("| T26 | " + ", ".join(f"{own.method} {own.mean:.3f}" for own in scores) + " |")


def main() -> None:
    """Prints one figure of the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(required=True)
    for run in (trivial, spread, order, samples, pairs, hypothesis, words):
        command = commands.add_parser(run.__name__, help=run.__doc__)
        command.add_argument("release", type=Path)
        command.set_defaults(run=run)
        if run is order:
            command.add_argument("--classes", type=Path, required=True)
        if run is pairs:
            command.add_argument("task")
            command.add_argument("file", type=Path)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
