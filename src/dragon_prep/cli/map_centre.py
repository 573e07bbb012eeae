"""``dragon-prep map``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.common import (
    Json,
    Overwrite,
    SourceFolder,
    TaskFolders,
    TaskNames,
    guarded,
    print_json,
)

if TYPE_CHECKING:
    from dragon_prep.services.map_centre import ReadFile


@guarded
def command(
    tasks: TaskNames,
    source: SourceFolder,
    centre: Annotated[
        str, typer.Option("--centre", help="The centre: the name of its folder in --source.")
    ],
    like: Annotated[
        str,
        typer.Option(help="The known centre whose layout is to be followed. Default: the best."),
    ] = "",
    write: Annotated[
        bool, typer.Option("--write", help="Put the proposal into the centre's folder.")
    ] = False,
    overwrite: Overwrite = False,
    check: Annotated[
        bool, typer.Option("--check", help="Show what the centre.toml that is there reads.")
    ] = False,
    folders: TaskFolders = None,
    as_json: Json = False,
) -> None:
    """Proposes how a hospital's own files are read (its centre.toml), with reasons.

    What stands in the files is never shown: names of columns and files, and counts.
    """
    from dragon_prep.core.errors import number_of
    from dragon_prep.services.map_centre import propose_mapping, read_files, write_mapping
    from dragon_prep.tasks.registry import find_tasks

    chosen = find_tasks(tasks, folders=folders or ())
    if check:
        _show(read_files(chosen, source, centre), as_json=as_json)
        return
    made = propose_mapping(chosen, source, centre, like=like)
    path = write_mapping(source, centre, made.text, overwrite=overwrite) if write else None
    if as_json:
        print_json(
            {
                "mapping": made.text,
                "to_do": made.to_do,
                "unfitting": list(made.unfitting),
                "written": None if path is None else path.name,
            }
        )
        return
    typer.echo(made.text)
    for cohort in made.unfitting:
        typer.echo(f"Nothing fits {cohort}: write that part by hand (docs/mapping.md).", err=True)
    if made.to_do:
        said = number_of(made.to_do, "line")
        typer.echo(f"{said} marked TODO: to be filled in by you.", err=True)
    place = f"{source.name}/{centre}/centre.toml"
    told = f"Written to {place}." if path else f"Save it as {place}, or give --write."
    typer.echo(f"{told} `dragon-prep map TASK --check` shows what it reads.", err=True)


def _show(files: list[ReadFile], *, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "section": one.section,
                    "file": one.file,
                    "rows": one.rows,
                    "unreadable": one.unreadable,
                    "columns": [
                        {"field": field, "header": header, "filled_percent": share}
                        for field, header, share in one.columns
                    ],
                }
                for one in files
            ]
        )
        return
    for one in files:
        typer.echo(one.section)
        typer.echo(f"  {one.file}: {one.rows} can be read, {one.unreadable} cannot")
        for field, header, share in one.columns:
            typer.echo(f"    {field:20} {share:3} % filled, from {header}")
