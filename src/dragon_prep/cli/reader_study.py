"""``dragon-prep reader-study``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.common import Json, KeyFile, Overwrite, guarded, open_key, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.services.reader_study.draw import StudyDrawn

app = typer.Typer(
    help="Reports for people to label once more, blinded, and how far they agree.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_GROUP = re.compile(r"([A-Za-z0-9_-]+)=((?:T?[0-9]+,)*T?[0-9]+)")


@app.command("draw")
@guarded
def draw(
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="Folder or zip, with labels.")],
    roster: Annotated[
        Path, typer.Option("--roster", help="CSV: reader, annotated, groups, blocks.")
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder of the study to make.")],
    key_file: KeyFile = None,
    tasks: Annotated[
        list[str] | None, typer.Option("--task", help="Only these; may be given repeatedly.")
    ] = None,
    groups: Annotated[
        list[str] | None,
        typer.Option(
            "--group",
            metavar="NAME=TASKS",
            help="Tasks that one person can read, such as prostate=T10,T19; may be repeated.",
        ),
    ] = None,
    blocks: Annotated[int, typer.Option("--blocks", min=1, help="Of each group.")] = 1,
    size: Annotated[int, typer.Option("--size", help="Reports in a block, 30 to 50.")] = 40,
    each: Annotated[int, typer.Option("--readers", min=1, help="Readers of a block.")] = 2,
    sheets: Annotated[bool, typer.Option("--csv", help="Write each block as CSV, too.")] = False,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Draws blocks of reports, and who reads which: nobody a task that they annotated.

    Readers get text and question under ids that tell nothing, in an order of their own
    (docs/reader_study.md).
    """
    from dragon_prep.services.reader_study.draw import StudyPlan, draw_study

    plan = StudyPlan(blocks, size, each, _groups(groups or ()), tasks or (), sheets)
    key = open_key(key_file, make=False)
    drawn = draw_study(release, roster, out, key=key, plan=plan, overwrite=overwrite)
    if as_json:
        loads = {reader: list(names) for reader, names in drawn.readers.items()}
        sizes = {name: {"group": g, "reports": n} for name, (g, n) in drawn.blocks.items()}
        print_json({"blocks": sizes, "readers": loads})
        return
    typer.echo("\n".join(_lines(drawn)))


def _groups(given: Sequence[str]) -> dict[str, list[int]]:
    from dragon_prep.core.codes.run import OPTION_INVALID
    from dragon_prep.core.errors import UsageFault

    found: dict[str, list[int]] = {}
    for one in given:
        match = _GROUP.fullmatch(one)
        if match is None or match[1] in found:
            raise UsageFault(OPTION_INVALID, "--group takes a name and tasks: prostate=T10,T19")
        found[match[1]] = [int(task.lstrip("T")) for task in match[2].split(",")]
    numbers = [number for group in found.values() for number in group]
    if len(numbers) != len({*numbers}):
        raise UsageFault(OPTION_INVALID, "a task is in one group")
    return found


def _lines(drawn: StudyDrawn) -> list[str]:
    lines = [f"{name}: {size} reports of {group}" for name, (group, size) in drawn.blocks.items()]
    lines += [
        f"{reader}: {', '.join(names) or 'nothing to read'}"
        for reader, names in drawn.readers.items()
    ]
    lines.append(
        f"Hand out each folder in {drawn.folder / 'readers'} to its reader. Who that is, and what "
        f"the ids are, stands in {drawn.folder / 'study.json'}: keep it."
    )
    return lines


@app.command("score")
@guarded
def score(
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="The folder that draw made.")],
    release: Annotated[Path, typer.Option("--release", help="The one it was drawn from.")],
    returned: Annotated[
        Path, typer.Option("--returned", help="Folder with reader-01/block-01.jsonl and so on.")
    ],
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all figures to this file.")
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, help="Of the bootstrap; same seed, same figures.")
    ] = 0,
    resamples: Annotated[int, typer.Option(min=1, help="Of the bootstrap.")] = 1000,
    overwrite: Overwrite = False,
) -> None:
    """Tells, task by task, how far readers agree with one another and with the benchmark."""
    from dragon_prep.cli.figures import require_json_place, write_json
    from dragon_prep.cli.labels_agree import comparing_json, show_comparing
    from dragon_prep.services.reader_study.score import score_study, told_returned

    if json_file is not None:
        require_json_place(json_file, (), overwrite=overwrite)
    found = score_study(study, release, returned, seed=seed, resamples=resamples)
    for name, comparing in found.tasks.items():
        show_comparing(comparing, f"{name} (95 % intervals in brackets)")
    for line in told_returned(found):
        typer.echo(line)
    if found.left_out:
        typer.echo(f"Nothing came back of {', '.join(found.left_out)}.")
    if json_file is not None:
        counts = [[*who, *numbers] for who, numbers in found.returned.items()]
        tasks = {name: comparing_json(one) for name, one in found.tasks.items()}
        body = {"seed": seed, "resamples": resamples, "returned": counts, "tasks": tasks}
        write_json(json_file, body)
