"""``dragon-prep docs``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragon_prep.cli.common import guarded
from dragon_prep.cli.complete import complete_topics
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.errors import UsageFault

# No colours of a ground: what rich has for code is hard to read on a light terminal.
_COLOURS = {"markdown.code": "bold", "markdown.code_block": "default", "markdown.h2": "bold"}


@guarded
def command(
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="[TOPIC]",
            autocompletion=complete_topics,
            help="Show this page, such as detection, docs/detection.md or detection#how-well.",
        ),
    ] = None,
    find: Annotated[
        str | None, typer.Option("--find", metavar="WORDS", help="Show the lines with these words.")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html", metavar="DIR", help="Write all pages for a browser to a new folder."
        ),
    ] = None,
) -> None:
    """Lists the pages of the documents, shows one, or finds words in them; no network is used.

    Behind a pipe, a page is written as it is in Markdown: dragon-prep docs detection | less
    """
    if sum(given is not None for given in (topic, find, html)) > 1:
        detail = "TOPIC, --find and --html cannot be given together"
        raise UsageFault(OPTION_INVALID, detail)
    if find is not None:
        _find(find)
    elif html is not None:
        from dragon_prep.services.documents.html import write_pages

        address = write_pages(html).as_uri()
        typer.echo(f"Open this in a browser; the pages fetch nothing:\n  {address}")
    elif topic is not None:
        _show(topic)
    else:
        _list()


def _list() -> None:
    from dragon_prep.services.documents.shelf import all_pages

    group = ""
    for page in all_pages():
        if page.group != group:
            group = page.group
            typer.echo(f"\n{group}")
        typer.echo(f"  {page.topic:24} {page.title}")
    typer.echo("\ndragon-prep docs TOPIC shows one of them, --find WORDS searches all, --html DIR")
    typer.echo("writes them for a browser.")


def _show(topic: str) -> None:
    from dragon_prep.services.documents.shelf import find_page, section

    name, _, anchor = topic.partition("#")
    page = find_page(name)
    text = section(page.text, anchor) if anchor else page.text
    _print(text)


def _print(text: str) -> None:
    from rich.markdown import Markdown
    from rich.theme import Theme

    from dragon_prep.cli.tables import console

    out = console()
    if out.is_terminal:
        with out.use_theme(Theme(_COLOURS)):
            out.print(Markdown(text, code_theme="bw", hyperlinks=False))
    else:
        typer.echo(text, nl=False)


def _find(words: str) -> None:
    from dragon_prep.services.documents.search import find_lines

    shown = ""
    for found in find_lines(words):
        place = f"{found.page.topic}#{found.anchor}" if found.anchor else found.page.topic
        if place != shown:
            shown = place
            typer.echo(f"\n{place}")
        typer.echo(f"  {found.line}")
    if not shown:
        typer.echo("No line of the documents has all of these words.")
