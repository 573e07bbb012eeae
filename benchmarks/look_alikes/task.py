"""What simple methods score on a look-alike of one task, made on the spot.

    python benchmarks/look_alikes/task.py T3 --reports 600
    python benchmarks/look_alikes/task.py T1 T5 T9 --every     # five methods, and their spread

The methods are those of the checkout that this file is in, also where another checkout's package
is installed: so a simulator can be measured in the checkout where it is written.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import dragon_prep.services

dragon_prep.services.__path__.insert(
    0, str(Path(__file__).resolve().parents[2] / "src" / "dragon_prep" / "services")
)

from dragon_prep.services.probe.phrases import giveaway  # noqa: E402
from dragon_prep.services.probe.release import read_tasks  # noqa: E402
from dragon_prep.services.probe.scoring import FLOOR, score_task  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.services.probe.cases import ProbeTask


def look_alike(names: Sequence[str], out: Path, *, reports: int | None, seed: int) -> Path:
    """Makes a look-alike of tasks, and gives its folder."""
    from dragon_prep.services.synth import synth
    from dragon_prep.tasks.registry import find_tasks

    return synth(find_tasks(list(names)), out, reports=reports, seed=seed, workers=2).release


def table(tasks: Sequence[ProbeTask], *, every: bool) -> str:
    """The scores of tasks as a table of markdown."""
    lines = []
    for task in tasks:
        scores = score_task(task, every=every)
        known = [found.mean for found in scores if found.method != FLOOR]
        best = giveaway(task)
        cells = [task.name, str(len(task.cases))]
        cells += [f"{found.method} {found.mean:.3f} +- {found.spread:.3f}" for found in scores]
        cells += [f"spread {max(known) - min(known):.3f}" if every else ""]
        cells += [f"one phrase {best.score:.3f}" if best else ""]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def show_phrase(task: ProbeTask) -> None:
    """Shows what the best single phrase is; look-alikes hold nothing to be hidden."""
    best = giveaway(task)
    contents = {case.uid: case.content for case in task.cases}
    for uid, start, end in best.places if best else ():
        content = contents[uid]
        text = content if isinstance(content, str) else "|".join(content)
        shown = " ".join(text[max(0, start - 30) : end + 30].split())
        print(f"   {uid} {start}-{end}: [{text[start:end]}] in: {shown}")


def main() -> None:
    """Makes a look-alike and prints what the methods score on it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tasks", nargs="+", metavar="TASK")
    parser.add_argument(
        "--reports", type=int, help="of each cohort; as in the benchmark if left out"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--every", action="store_true", help="all methods, and their spread")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        release = look_alike(
            args.tasks, Path(folder) / "look-alike", reports=args.reports, seed=args.seed
        )
        for task in read_tasks(release):
            print(table([task], every=args.every), flush=True)
            show_phrase(task)


if __name__ == "__main__":
    main()
