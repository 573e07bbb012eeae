"""``dragon-prep build``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from dragon_prep.cli.build_options import Details, SiteOptions, Strict, WorkerCount, default_workers
from dragon_prep.cli.cluster_options import ClusterOptions
from dragon_prep.cli.common import (
    Centres,
    Json,
    KeyFile,
    MinClassPatients,
    Overwrite,
    SourceFolder,
    TaskFolders,
    TaskNames,
    guarded,
    open_key,
    print_json,
    progress_bars,
)
from dragon_prep.cli.leaks import leak_counts
from dragon_prep.cli.look_again import USUAL, LookAgain
from dragon_prep.cli.mappings import open_mappings
from dragon_prep.cli.option_groups import grouped
from dragon_prep.cli.present import manners
from dragon_prep.cli.relink import MapPath, PassphraseFile, Recipients, map_file
from dragon_prep.cli.split_options import (
    Accept,
    Reason,
    SplitBy,
    SplitOf,
    StratifyBy,
    TestCentres,
    TestIds,
    moved_lines,
    open_accepted,
    open_split,
)

if TYPE_CHECKING:
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.services.build import BuildResult


@guarded
@grouped
def command(
    *,
    tasks: TaskNames,
    source: SourceFolder,
    out: Annotated[Path, typer.Option("--out", help="Folder of the release to make.")],
    key_file: KeyFile = None,
    workers: WorkerCount = None,
    overwrite: Overwrite = False,
    centres: Centres = None,
    site: SiteOptions,
    second_look: LookAgain = USUAL,
    order: Annotated[
        Literal["keyed", "source"],
        typer.Option(
            help="Order of the numbered cases: keyed tells nobody anything; source is for "
            "comparison with earlier benchmarks and shows which reports were neighbours."
        ),
    ] = "keyed",
    min_class_patients: MinClassPatients = 0,
    strict: Strict = False,
    workspace: Annotated[
        Path | None,
        typer.Option(help="Private working data. Default: dragon-prep-workspace beside --out."),
    ] = None,
    map_path: MapPath = None,
    map_recipients: Recipients = None,
    map_passphrase_file: PassphraseFile = None,
    review: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="What `sample-review estimate` wrote, for the manifest to say (docs/review.md).",
        ),
    ] = None,
    zips: Annotated[
        bool,
        typer.Option(
            "--zip",
            help="Write the release as zips, too, for participants and for organisers, with "
            "SHA256SUMS, in a folder beside it.",
        ),
    ] = False,
    audiences: Annotated[
        bool,
        typer.Option(
            "--audiences",
            help="Write what participants and what organisers get as folders, too, with "
            "SHA256SUMS, in a folder beside the release.",
        ),
    ] = False,
    site_file: Annotated[
        Path | None,
        typer.Option(
            "--site-file",
            metavar="FILE",
            help="What cards say of licence, citation and ethics approval (docs/pages.md).",
        ),
    ] = None,
    review_page: Annotated[
        int,
        typer.Option(
            "--review-page",
            min=0,
            max=2000,
            metavar="N",
            help="Show so many reports before and after in review.html of the workspace, which "
            "must not leave the hospital (docs/pages.md).",
        ),
    ] = 0,
    split: SplitBy = "dragon2025",
    split_of: SplitOf = None,
    stratify_by: StratifyBy = None,
    test_centres: TestCentres = None,
    test_ids: TestIds = None,
    accept: Accept = None,
    reason: Reason = None,
    debug: Annotated[
        bool,
        typer.Option(
            "--debug",
            help="Give each task a debug set of development cases, too, to try a model with "
            "(docs/releases.md).",
        ),
    ] = False,
    cluster: ClusterOptions,
    details: Details = False,
    folders: TaskFolders = None,
    as_json: Json = False,
) -> None:
    """Builds a release: de-identified, labelled, split by patient, checked."""
    from dragon_prep.detect.profile import detectors, rules_off
    from dragon_prep.services.build import build
    from dragon_prep.tasks.prepare import Options
    from dragon_prep.tasks.registry import find_tasks

    chosen = find_tasks(tasks, folders=folders or ())
    options = Options(
        tuple(centres or ()),
        order,
        min_class_patients,
        strict,
        site.opened_profiles(),
        site.opened_surrogates(),
        second_look,
    )
    options = open_mappings(source, options)
    sealed = map_file(map_path, map_recipients, map_passphrase_file)
    key = open_key(key_file, make=True)
    splitting = open_split(key, split, split_of, stratify_by, test_centres, test_ids)
    options = replace(options, split=splitting, accepted=open_accepted(accept, reason), debug=debug)
    _warn_of_another_key(out, key)
    with progress_bars(quiet=as_json) as progress:
        result = build(
            chosen,
            source,
            out,
            key=key,
            options=options,
            workspace=workspace,
            workers=workers or default_workers(),
            cluster=cluster.opened(key_file, key),
            overwrite=overwrite,
            map_file=sealed,
            review=review,
            zips=zips,
            audiences=audiences,
            site_file=site_file,
            review_reports=review_page,
            progress=progress,
        )
    if as_json:
        told = {"rules_off": rules_off(options.profiles), "detectors": detectors(options.profiles)}
        print_json({**result_json(result), **told})
    else:
        show(result, details=details)
        if review_page:
            typer.echo(f"  before and after  {result.workspace / 'review.html'}")


def _warn_of_another_key(release: Path, key: ProjectKey) -> None:
    """Says so if the release that is to be replaced was made with another key."""
    from dragon_prep.archive.manifest import read_manifest
    from dragon_prep.core.errors import DragonPrepError

    try:
        earlier = read_manifest(release).get("key_fingerprint")
    except DragonPrepError:
        return
    if earlier != key.fingerprint:
        typer.echo(
            f"Mind: the earlier release was made with another project key, {earlier}; this one is "
            f"{key.fingerprint}. All surrogates and case numbers will differ.",
            err=True,
        )


def result_json(result: BuildResult) -> dict[str, object]:
    """What a build made, for machines."""
    from dragon_prep.cli import json_bodies
    from dragon_prep.tasks.summary import annotated_json

    return {
        "release": str(result.release),
        **({"zips": str(result.zips)} if result.zips else {}),
        **({"audiences": str(result.audiences)} if result.audiences else {}),
        "workspace": str(result.workspace),
        "key_fingerprint": result.key_fingerprint,
        "tasks": [json_bodies.task_json(task) for task in result.tasks],
        "cleaned": result.cleaned,
        "phi_replaced": result.phi,
        "phi_unread": result.unread,
        "reports": annotated_json(result.annotated),
        "audit": result.audit,
        "second_look": result.second_look,
        "identity_columns": result.identity,
        "problems": [json_bodies.problem_json(problem) for problem in result.problems],
        "problems_file": str(result.problems_file),
        **({"settings": list(told)} if (told := manners().told) else {}),
        "moved": result.moved,
        "leaks": [json_bodies.problem_json(problem) for problem in result.leaks],
    }


def show(result: BuildResult, *, details: bool = False) -> None:
    """What a build made, for people: of many tasks the sums, unless details are wanted."""
    from dragon_prep.cli import lines
    from dragon_prep.core.errors import number_of

    if not manners().quiet:
        _show_findings(result, details=details)
    elif result.problems:
        typer.echo(
            f"{number_of(len(result.problems), 'problem')}, listed in {result.problems_file}"
        )
    typer.echo(f"\nRelease, verified:  {result.release}")
    typer.echo(f"  jobs              {result.release / 'algorithm-input'}")
    typer.echo(f"  labelled test set {result.release / 'test-set'}")
    typer.echo(f"  what it is        {result.release / 'report.html'}")
    if result.audiences:
        typer.echo(f"  for each audience {result.audiences}")
    if result.zips:
        typer.echo(f"  zips, SHA256SUMS  {result.zips}")
    for line in manners().told:
        typer.echo(f"Settings of:        {line}")
    typer.echo(f"Project key:        fingerprint {result.key_fingerprint}")
    typer.echo(f"Private, keep here: {result.workspace}")
    _say(lines.alone(result.annotated))
    if not manners().quiet:
        typer.echo(lines.after_build(result.release, result.problems_file, result.problems))


def _show_findings(result: BuildResult, *, details: bool) -> None:
    """Tables and lines of what was read, left out, replaced and split."""
    from dragon_prep.cli import lines, tables

    console = tables.console()
    many = not details and len(result.tasks) > tables.FEW_TASKS
    tables.show_tasks(console, result.tasks, details=details, size=False)
    for cohort, phi in () if many else result.phi.items():
        if any(phi.values()):
            tables.show(console, tables.phi_replaced(cohort, phi))
    _say(lines.phi_sums(result.phi) if many else "", lines.unread(result.unread))
    tables.show(console, tables.split_sizes(result.tasks))
    if not many:
        tables.show(console, tables.labels(result.tasks))
    _say(
        lines.compromises(result.tasks),
        lines.spans(result.tasks),
        lines.numbers(result.tasks),
        lines.agreements(result.tasks),
        lines.published((task.name, task.sizes) for task in result.tasks),
        lines.cleaned(result.cleaned),
        lines.annotated(result.annotated),
        lines.identity(result.identity),
        lines.second_look(result.second_look),
        lines.audit(result.audit),
        moved_lines(result.moved),
        leak_counts(result.leaks),
        lines.problems(result.problems, result.problems_file) if result.problems else "",
    )


def _say(*paragraphs: str) -> None:
    for paragraph in filter(None, paragraphs):
        typer.echo(paragraph)
