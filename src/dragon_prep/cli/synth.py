"""``dragon-prep synth``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dragon_prep.cli.build_options import default_workers
from dragon_prep.cli.common import (
    Json,
    Overwrite,
    TaskFolders,
    TaskNames,
    guarded,
    print_json,
    progress_bars,
)
from dragon_prep.cli.look_options import Difficulty, Length, Noise, knobs_of


@guarded
def command(
    tasks: TaskNames,
    out: Annotated[Path, typer.Option("--out", help="Folder of the look-alike to make.")],
    reports: Annotated[
        int | None,
        typer.Option(
            "--reports",
            min=60,
            help="How many cases each task has, its own rows; at least 60, since folds lack "
            "classes below. Default: as in the benchmark, or as --like says.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.")] = 0,
    workspace: Annotated[
        Path | None,
        typer.Option(
            help="Keep the working data here, for `dragon-prep federate`. Default: removed."
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Processes; the bytes stay the same.")
    ] = None,
    like: Annotated[
        Path | None,
        typer.Option(
            "--like",
            help="A release profile (dragon-prep profile) whose labels, lengths and centres the "
            "look-alike follows as far as its simulator can.",
        ),
    ] = None,
    label_noise: Annotated[
        str,
        typer.Option(
            metavar="RATE",
            help="How likely a development label is drawn anew from all of them, such as 0.1; "
            "`published`: as unsure as the annotators of T6, T14 and T18 were.",
        ),
    ] = "0",
    noise: Noise = 1,
    length: Length = 1,
    difficulty: Difficulty = 0.5,
    disclaimer: Annotated[
        bool,
        typer.Option("--disclaimer", help="A notice at the head of each text, as the benchmark's."),
    ] = False,
    few_shot: Annotated[
        bool,
        typer.Option("--few-shot", help="Extra jobs with 8, 16 and 32 training cases a class."),
    ] = False,
    held_out: Annotated[
        bool,
        typer.Option(
            "--held-out-centres", help="Extra jobs, each tested on a centre it does not train on."
        ),
    ] = False,
    contrast: Annotated[
        int,
        typer.Option(
            "--contrast",
            min=0,
            metavar="N",
            help="N pairs of further reports a task, contrast/TASK.jsonl, both of which differ "
            "in the statements that turn the label alone, for `probe --contrast`.",
        ),
    ] = 0,
    overwrite: Overwrite = False,
    folders: TaskFolders = None,
    as_json: Json = False,
) -> None:
    """Makes a synthetic look-alike of tasks, for those who may not see real data."""
    from dragon_prep.archive.contract import SYNTHETIC_NOTE
    from dragon_prep.cli import tables
    from dragon_prep.cli.build import result_json
    from dragon_prep.services.contrast_sets import pairs_told
    from dragon_prep.services.like import likeness_told
    from dragon_prep.services.release_profile.file import read_release_profile
    from dragon_prep.services.synth import Extras, synth
    from dragon_prep.tasks.registry import find_tasks

    chosen = find_tasks(tasks, folders=folders or ())
    extras = Extras(
        like=read_release_profile(like) if like else None,
        label_noise=label_noise,
        notice=disclaimer,
        few_shot=few_shot,
        held_out=held_out,
        knobs=knobs_of(noise, length, difficulty),
        contrast=contrast,
    )
    with progress_bars(quiet=as_json) as progress:
        result = synth(
            chosen,
            out,
            reports=reports,
            seed=seed,
            workspace=workspace,
            workers=workers or default_workers(),
            overwrite=overwrite,
            extras=extras,
            progress=progress,
        )
    followed = likeness_told(result.release) if like else {}
    pairs = pairs_told(result.release) if contrast else {}
    if as_json:
        more = {"likeness": followed} if like else {}
        print_json({**result_json(result), **more, **({"contrast": pairs} if contrast else {})})
        return
    console = tables.console()
    tables.show(console, tables.split_sizes(result.tasks))
    tables.show(console, tables.labels(result.tasks))
    if like:
        _tell_likeness(followed)
    if contrast:
        _tell_pairs(pairs)
    typer.echo(f"\nLook-alike, verified: {result.release}")
    typer.echo(f"  marked as synthetic in {SYNTHETIC_NOTE}, manifest.json and each configuration")


def _tell_pairs(pairs: dict[str, dict[str, int]]) -> None:
    """Says how many pairs each task has, and which have none."""
    typer.echo("\nPairs of reports that differ in what turns the label (contrast/):")
    for task, told in pairs.items():
        found = f"{told['pairs']}, {told['rejected']} rejected since they differed in more"
        typer.echo(f"  {task}: {found if told['pairs'] else 'none: no writer turns its label'}")


def _tell_likeness(followed: dict[str, dict[str, Any]]) -> None:
    """Says how near the look-alike is to the release profile, and what could not be followed."""
    typer.echo("\nLike the release profile, but for this share of the cases:")
    for task, told in followed.items():
        near = [f"{one['question']} {one['distance']:.1%}" for one in told["likeness"]]
        typer.echo(f"  {task}: {', '.join(near) or 'nothing could be followed'}")
        for one in told["likeness"]:
            if one["short"]:
                typer.echo(f"    {one['question']}: too few of {'; '.join(one['short'])}")
        if told["unfollowed"]:
            typer.echo(f"    the profile does not tell: {', '.join(told['unfollowed'])}")
