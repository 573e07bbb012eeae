"""Lines that keep within the width of a terminal; whoever reads a file gets them whole."""

from __future__ import annotations

import sys
import textwrap

import typer

_LEAST = 40  # columns; a narrower terminal wraps by itself


def tell_line(line: str, hanging: int = 2, *, err: bool = False) -> None:
    """Says a line, wrapped where it goes to a terminal.

    Args:
        line: with its own indentation.
        hanging: how much farther in than that its second line begins.
        err: on standard error instead of standard output.
    """
    stream = sys.stderr if err else sys.stdout
    typer.echo(wrapped(line, hanging) if stream.isatty() else line, err=err)


def wrapped(line: str, hanging: int) -> str:
    """A line, broken between words at the width of the terminal."""
    from shutil import get_terminal_size

    width = get_terminal_size().columns
    if len(line) <= width or width < _LEAST:
        return line
    indent = " " * (len(line) - len(line.lstrip()) + hanging)
    return textwrap.fill(
        line,
        width,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
        drop_whitespace=True,
    )
