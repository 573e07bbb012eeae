"""``dragon-prep verify``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragon_prep.cli.common import Json, guarded, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dragon_prep.tasks.published import Sizes


@guarded
def command(
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="Folder of a release.")],
    as_json: Json = False,
) -> None:
    """Checks a release against the contract of the Grand Challenge clients."""
    from dragon_prep.archive import contract
    from dragon_prep.archive.manifest import read_manifest
    from dragon_prep.archive.verify.release import verify
    from dragon_prep.cli import json_bodies, lines
    from dragon_prep.core.codes.run import RECORDS_INVALID
    from dragon_prep.core.errors import Place, UsageFault, VerifyFault

    if not release.is_dir():
        raise UsageFault(RECORDS_INVALID, "there is no such folder", place=Place(release.name))
    findings = verify(release)
    if as_json:
        print_json({"findings": [json_bodies.problem_json(finding) for finding in findings]})
    elif findings:
        typer.echo(lines.problems(findings))
    if findings:
        typer.echo(f"{len(findings)} findings: this release does not keep its contract.", err=True)
        raise typer.Exit(VerifyFault.exit_code)
    if not as_json:
        typer.echo("No finding: the release keeps its contract.")
        manifest = read_manifest(release)
        if manifest.get(contract.SYNTHETIC):
            typer.echo("It is synthetic: nothing of it is real.")
        if line := lines.published(_sizes(manifest)):
            typer.echo(line)


def _sizes(manifest: Mapping[str, Any]) -> Iterator[tuple[str, Sizes]]:
    from dragon_prep.tasks.published import Sizes

    for name, task in manifest["tasks"].items():
        yield name, Sizes(sum(task["cases"].values()) - task["test"], task["test"])
