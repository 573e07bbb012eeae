"""``dragon-prep check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from dragon_prep.cli.common import (
    Centres,
    DetectorModel,
    DisableRules,
    HowMuch,
    Json,
    KeyFile,
    MinClassPatients,
    Profiles,
    SourceFolder,
    Surrogates,
    TaskFolders,
    TaskNames,
    fault_json,
    guarded,
    key_named,
    open_key,
    open_profiles,
    open_settings,
    print_json,
    tell,
)
from dragon_prep.cli.look_again import USUAL, LookAgain

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.services.check import CheckResult


@guarded
def command(
    tasks: TaskNames,
    source: SourceFolder,
    key_file: KeyFile = None,
    centres: Centres = None,
    profiles: Profiles = None,
    disable_rules: DisableRules = None,
    recall: HowMuch = None,
    detector: DetectorModel = None,
    surrogates: Surrogates = None,
    second_look: LookAgain = USUAL,
    min_class_patients: MinClassPatients = 0,
    folders: TaskFolders = None,
    as_json: Json = False,
) -> None:
    """Reads and validates raw exports, and writes nothing.

    Ends with exit code 0 if a build would go through, else with that of the first thing that would
    stop it.
    """
    from dragon_prep.detect.profile import detectors, rules_off
    from dragon_prep.services.check import check
    from dragon_prep.tasks.prepare import Options
    from dragon_prep.tasks.registry import find_tasks

    chosen = find_tasks(tasks, folders=folders or ())
    options = Options(
        tuple(centres or ()),
        min_class_patients=min_class_patients,
        profiles=open_profiles(profiles, disable_rules, recall, detector),
        surrogates=open_settings(surrogates),
        second_look=second_look,
    )
    result = check(chosen, source, key=_key(key_file), options=options)
    if as_json:
        told = {"rules_off": rules_off(options.profiles), "detectors": detectors(options.profiles)}
        print_json({**_json(result), **told})
    else:
        _show(result)
    if result.faults:
        raise typer.Exit(result.faults[0].exit_code)


def _key(key_file: Path | None) -> ProjectKey:
    """The project key, or a stand-in where there is none yet: a check makes no key."""
    from dragon_prep.core.codes.surrogates import KEY_MISSING
    from dragon_prep.core.errors import KeyFault
    from dragon_prep.core.keys import ProjectKey

    try:
        return open_key(key_file, make=False)
    except KeyFault as fault:
        if key_named(key_file) or fault.kind != KEY_MISSING:
            raise
        return ProjectKey(bytes(32))


def _json(result: CheckResult) -> dict[str, object]:
    from dragon_prep.cli import json_bodies
    from dragon_prep.tasks.summary import annotated_json

    return {
        "tasks": [json_bodies.task_json(task) for task in result.tasks],
        "reports": annotated_json(result.annotated),
        "second_look": result.second_look,
        "problems": [json_bodies.problem_json(problem) for problem in result.problems],
        "faults": [fault_json(fault) for fault in result.faults],
    }


def _show(result: CheckResult) -> None:
    from dragon_prep.cli import lines, tables

    console = tables.console()
    for task in result.tasks:
        tables.show(console, tables.attrition(task))
    if result.tasks:
        tables.show(console, tables.split_sizes(result.tasks))
        tables.show(console, tables.labels(result.tasks))
    typer.echo(lines.annotated(result.annotated))
    if line := lines.second_look(result.second_look):
        typer.echo(line)
    if result.problems:
        typer.echo(lines.problems(result.problems))
    if not result.faults:
        typer.echo("Nothing stands in the way of a build.")
    for fault in result.faults:
        tell(fault)
