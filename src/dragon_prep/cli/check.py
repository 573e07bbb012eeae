"""``dragon-prep check``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.build_options import Details, SiteOptions, Strict, WorkerCount, default_workers
from dragon_prep.cli.common import (
    Centres,
    Json,
    KeyFile,
    MinClassPatients,
    SourceFolder,
    TaskFolders,
    TaskNames,
    fault_json,
    guarded,
    key_named,
    open_key,
    print_json,
    progress_bars,
    tell,
)
from dragon_prep.cli.look_again import USUAL, LookAgain
from dragon_prep.cli.mappings import open_mappings
from dragon_prep.cli.option_groups import grouped
from dragon_prep.cli.present import manners
from dragon_prep.cli.split_options import (
    Accept,
    Reason,
    SplitBy,
    SplitOf,
    StratifyBy,
    TestCentres,
    TestIds,
    open_accepted,
    open_split,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.services.check import CheckResult


@guarded
@grouped
def command(
    *,
    tasks: TaskNames,
    source: SourceFolder,
    key_file: KeyFile = None,
    centres: Centres = None,
    site: SiteOptions,
    second_look: LookAgain = USUAL,
    min_class_patients: MinClassPatients = 0,
    strict: Strict = False,
    workers: WorkerCount = None,
    workspace: Annotated[
        Path | None,
        typer.Option(
            help="Where check.html goes, and problems.csv if there are problems, and where the "
            "ledger of a benchmark is. Default: dragon-prep-workspace beside --source."
        ),
    ] = None,
    split: SplitBy = "dragon2025",
    split_of: SplitOf = None,
    stratify_by: StratifyBy = None,
    test_centres: TestCentres = None,
    test_ids: TestIds = None,
    accept: Accept = None,
    reason: Reason = None,
    details: Details = False,
    folders: TaskFolders = None,
    as_json: Json = False,
) -> None:
    """Does all that a build does: reads, de-identifies, audits, derives and splits.

    Nothing stays but a page about the raw files and the list of problems. Ends with exit code
    0 if a build would go through, else with that of the first thing that would stop it.
    """
    from dragon_prep.detect.profile import detectors, rules_off
    from dragon_prep.services.check import check
    from dragon_prep.services.split_memory import read_ledger
    from dragon_prep.tasks.prepare import Options
    from dragon_prep.tasks.registry import find_tasks

    chosen = find_tasks(tasks, folders=folders or ())
    options = Options(
        tuple(centres or ()),
        min_class_patients=min_class_patients,
        strict=strict,
        profiles=site.opened_profiles(),
        surrogates=site.opened_surrogates(),
        second_look=second_look,
        accepted=open_accepted(accept, reason),
    )
    options = open_mappings(source, options)
    if workspace is not None:
        _require_apart(source, workspace)
    ledger = _ledger(source, workspace) if split == "benchmark" else None
    key = _key(key_file, is_needed=(split_of or ledger) is not None)
    splitting = open_split(key, split, split_of, stratify_by, test_centres, test_ids)
    with progress_bars(quiet=as_json) as progress:
        result = check(
            chosen,
            source,
            key=key,
            options=replace(options, split=splitting),
            ledger=read_ledger(ledger.parent, key) if ledger else None,
            workers=workers or default_workers(),
            progress=progress,
        )
    kept = keep_findings(result, source, workspace)
    if as_json:
        told = {"rules_off": rules_off(options.profiles), "detectors": detectors(options.profiles)}
        files = {f"{name}_file": str(path) if path else None for name, path in kept.items()}
        print_json({**_json(result), **told, **files})
    else:
        _show(result, kept, details=details)
    if result.faults:
        raise typer.Exit(result.faults[0].exit_code)


def _ledger(source: Path, workspace: Path | None) -> Path | None:
    """The ledger of a benchmark, if there is one in the workspace."""
    from dragon_prep.core.files import absolute
    from dragon_prep.pipeline.workspace import workspace_beside
    from dragon_prep.services.split_memory import LEDGER

    file = (workspace or workspace_beside(absolute(source))) / LEDGER
    return file if file.is_file() else None


def _key(key_file: Path | None, *, is_needed: bool) -> ProjectKey:
    """The project key, or a stand-in where there is none yet: a check makes no key.

    A stand-in does not know the patients of an earlier release.
    """
    from dragon_prep.core.codes.surrogates import KEY_MISSING
    from dragon_prep.core.errors import KeyFault
    from dragon_prep.core.keys import ProjectKey

    try:
        return open_key(key_file, make=False)
    except KeyFault as fault:
        if is_needed or key_named(key_file) or fault.kind != KEY_MISSING:
            raise
        return ProjectKey(bytes(32))


def _json(result: CheckResult) -> dict[str, object]:
    from dragon_prep.cli import json_bodies
    from dragon_prep.cli.file_doubts import files_json
    from dragon_prep.tasks.summary import annotated_json

    return {
        "tasks": [json_bodies.task_json(task) for task in result.tasks],
        "reports": annotated_json(result.annotated),
        "audit": result.audit,
        "cleaned": result.cleaned,
        "second_look": result.second_look,
        "identity_columns": result.identity,
        "files": files_json(result.files),
        "leaks": [json_bodies.problem_json(problem) for problem in result.leaks],
        "problems": [json_bodies.problem_json(problem) for problem in result.problems],
        "faults": [fault_json(fault) for fault in result.faults],
    }


def _require_apart(source: Path, workspace: Path) -> None:
    """Keeps what is written out of the exports.

    Raises:
        UsageFault: if one of the folders is, or lies in, the other.
    """
    from dragon_prep.core.codes.run import OUTPUT_MISPLACED
    from dragon_prep.core.errors import UsageFault
    from dragon_prep.core.files import absolute

    a, b = absolute(source), absolute(workspace)
    if a == b or a in b.parents or b in a.parents:
        raise UsageFault(OUTPUT_MISPLACED)


def keep_findings(
    result: CheckResult, source: Path, workspace: Path | None
) -> dict[str, Path | None]:
    """Writes the page of the raw files and the problems to the workspace.

    Returns:
        Both files, ``page`` and ``problems``; None if there is nothing, or no place for it.
    """
    from dragon_prep.core.errors import DragonPrepError
    from dragon_prep.core.files import absolute
    from dragon_prep.pipeline.workspace import opened, workspace_beside
    from dragon_prep.services.check_page import keep_page
    from dragon_prep.services.problems_file import PROBLEMS, keep_problems

    folder = absolute(workspace) if workspace else workspace_beside(absolute(source))
    every = [*result.problems, *result.leaks, *result.doubts]
    kept: dict[str, Path | None] = {"page": None, "problems": None}
    if not (every or result.faults or result.files or (folder / PROBLEMS).is_file()):
        return kept
    try:
        with opened(folder):
            if result.files:
                kept["page"] = keep_page(folder, result.files)
            if every or result.faults or (folder / PROBLEMS).is_file():
                kept["problems"] = keep_problems(folder, every, result.faults)
    except DragonPrepError as fault:
        if workspace:
            raise
        typer.echo(
            f"Mind: what was found could not be kept in {folder} ({fault.kind.code}); give a "
            "folder with --workspace.",
            err=True,
        )
    return kept


def _show(result: CheckResult, kept: Mapping[str, Path | None], *, details: bool) -> None:
    from dragon_prep.cli import lines, tables
    from dragon_prep.cli.leaks import leak_counts

    if not manners().quiet:
        _show_findings(result, details=details)
    if said := leak_counts(result.leaks):
        typer.echo(said)
    if result.problems or result.doubts:
        typer.echo(lines.problems([*result.problems, *result.doubts], kept["problems"]))
    if kept["page"]:
        typer.echo(f"A page of each raw file, not to leave the hospital:\n  {kept['page']}")
    if said := lines.alone(result.annotated):
        typer.echo(f"{said}\n")
    if not result.faults:
        typer.echo("Nothing stands in the way of a build.")
    for fault in result.faults:
        if fault.steps:
            title = f"{fault.place}: attrition"
            tables.show(tables.console(), tables.attrition_of(title, fault.steps))
        tell(fault)


def _show_findings(result: CheckResult, *, details: bool) -> None:
    """Tables and lines of what was read, left out, replaced and split."""
    from dragon_prep.cli import lines, tables
    from dragon_prep.cli.file_doubts import show_files

    console = tables.console()
    tables.show_tasks(console, result.tasks, details=details)
    parts = (
        lines.compromises(result.tasks),
        lines.agreements(result.tasks),
        lines.cleaned(result.cleaned),
        lines.annotated(result.annotated),
        lines.identity(result.identity),
        lines.second_look(result.second_look),
        lines.audit(result.audit),
    )
    if said := "\n".join(filter(None, parts)):
        typer.echo(said)
    show_files(console, result.files, details=details)
