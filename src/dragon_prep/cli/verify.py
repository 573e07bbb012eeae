"""``dragon-prep verify``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.build_options import WorkerCount, default_workers
from dragon_prep.cli.common import (
    DetectorModel,
    DisableRules,
    HowMuch,
    Json,
    Profiles,
    Surrogates,
    TaskFolders,
    guarded,
    open_profiles,
    open_settings,
    print_json,
    progress_bars,
)
from dragon_prep.cli.sides import sides_lines
from dragon_prep.cli.split_options import TestIds, open_split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.core.errors import Problem
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.services.verify_release import About
    from dragon_prep.tasks.prepare import Options


@guarded
def command(
    release: Annotated[
        Path, typer.Argument(metavar="RELEASE", help="Folder of a release, or a zip of one.")
    ],
    key_file: Annotated[
        Path | None,
        typer.Option(
            "--key-file",
            help="The project key it was built with: proves that nothing was changed since.",
        ),
    ] = None,
    signed_by: Annotated[
        Path | None,
        typer.Option(
            "--signed-by",
            help="A file of public keys, as ssh-keygen writes them: one of them must have signed "
            "the release (dragon-prep sign).",
        ),
    ] = None,
    rebuild: Annotated[
        bool,
        typer.Option(
            "--rebuild",
            help="Build it again from --source, too, and name what differs; needs --key-file, and "
            "the profiles and settings it was made with.",
        ),
    ] = False,
    source: Annotated[
        Path | None, typer.Option("--source", help="Folder of the raw exports, for --rebuild.")
    ] = None,
    profiles: Profiles = None,
    disable_rules: DisableRules = None,
    recall: HowMuch = None,
    detector: DetectorModel = None,
    surrogates: Surrogates = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="OLD",
            help="Folder or zip of an earlier release: says how many cases change sides.",
        ),
    ] = None,
    views: Annotated[
        Path | None,
        typer.Option(
            "--views",
            metavar="FOLDER",
            help="What dragon-prep federate wrote of it: checks these views, too.",
        ),
    ] = None,
    split_of: Annotated[
        Path | None,
        typer.Option(
            "--split-of",
            metavar="RELEASE|LEDGER",
            help="For --rebuild: the earlier release that it follows, or the ledger of its "
            "benchmark.",
        ),
    ] = None,
    test_ids: TestIds = None,
    workers: WorkerCount = None,
    folders: TaskFolders = None,
    as_json: Json = False,
) -> None:
    """Checks a release against the contract of the Grand Challenge clients and its manifest."""
    from dragon_prep.cli import json_bodies, lines
    from dragon_prep.core.codes.run import OPTION_INVALID
    from dragon_prep.core.errors import UsageFault, VerifyFault
    from dragon_prep.core.key_file import read_key
    from dragon_prep.services.moved import moved_against
    from dragon_prep.services.verify_release import about, verify_release
    from dragon_prep.tasks.prepare import Options

    _require_there(release, against or release)
    if rebuild is not (source is not None):
        raise UsageFault(OPTION_INVALID, "--rebuild and --source go together")
    if rebuild and key_file is None:
        raise UsageFault(OPTION_INVALID, "--rebuild needs --key-file")
    key = read_key(key_file) if key_file is not None else None
    signers = _signers(signed_by)
    findings = verify_release(release, key=key, folders=folders or (), signers=signers)
    if source is not None and key is not None:
        options = Options(
            profiles=open_profiles(profiles, disable_rules, recall, detector),
            surrogates=open_settings(surrogates),
            split=open_split(key, "external" if test_ids else "dragon2025", split_of, ids=test_ids),
        )
        findings += _rebuilt(release, source, key, options, workers, folders)
    findings += _views(release, views, key) if not findings else []
    moved = moved_against(release, against) if against and not findings else None
    if as_json:
        body = {"findings": [json_bodies.problem_json(finding) for finding in findings]}
        print_json({**body, "against": asdict(moved)} if moved is not None else body)
    elif findings:
        typer.echo(lines.problems(findings))
    if findings:
        typer.echo(f"{len(findings)} findings: this release does not keep its contract.", err=True)
        raise typer.Exit(VerifyFault.exit_code)
    if not as_json:
        _say_sound(about(release), is_proven=key is not None, signed_by=signed_by)
        more = (
            sides_lines(moved) if moved is not None else "",
            "The views hold what it has of each centre." if views is not None else "",
            "Built again, it has the same bytes." if rebuild else "",
        )
        for said in filter(None, more):
            typer.echo(said)


def _signers(file: Path | None) -> frozenset[bytes] | None:
    from dragon_prep.services.signers import read_public_keys

    return None if file is None else read_public_keys(file)


def _require_there(*paths: Path) -> None:
    from dragon_prep.core.codes.run import RECORDS_INVALID
    from dragon_prep.core.errors import Place, UsageFault

    for path in paths:
        if not path.exists():
            detail = "there is no such folder or zip"
            raise UsageFault(RECORDS_INVALID, detail, place=Place(path.name))


def _views(release: Path, views: Path | None, key: ProjectKey | None) -> list[Problem]:
    """What is wrong with the views of a sound release."""
    from dragon_prep.services.federate import check_views

    return check_views(release, views, key=key)[0] if views is not None else []


def _rebuilt(
    release: Path,
    source: Path,
    key: ProjectKey,
    options: Options,
    workers: int | None,
    folders: Sequence[Path] | None,
) -> list[Problem]:
    """What differs from a release that is built again."""
    from dragon_prep.services.rebuild import rebuild

    with progress_bars(quiet=False) as progress:
        return rebuild(
            release,
            source,
            key=key,
            options=options,
            workers=workers or default_workers(),
            folders=folders or (),
            progress=progress,
        )


def _say_sound(release: About, *, is_proven: bool, signed_by: Path | None) -> None:
    from dragon_prep.archive import contract
    from dragon_prep.cli import lines

    manifest = release.manifest
    typer.echo("No finding: the release keeps its contract.")
    synthetic = bool(manifest.get(contract.SYNTHETIC))
    if signed_by is not None:
        typer.echo(f"It is as it was signed, with a key of {signed_by.name}.")
    if is_proven:
        typer.echo("It is the one that was built with this key: nothing was changed since.")
    elif synthetic:
        typer.echo("Its keyed digests are those of its seed, which anybody can compute.")
    elif signed_by is None:
        typer.echo("That nobody changed it on purpose, only --key-file can prove.")
    if manifest.get(contract.AUDIENCE) == contract.PARTICIPANTS:
        typer.echo("It is what participants get: no label of the test set is in it.")
    if synthetic:
        typer.echo("It is synthetic: nothing of it is real.")
    if line := lines.published(release.sizes):
        typer.echo(line)
