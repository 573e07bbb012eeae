"""Packages of tasks that are left out, told of on the terminal."""

from __future__ import annotations

import contextlib
import warnings
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def warnings_told() -> Iterator[None]:
    """Tells once, and in our own words, of each package of tasks that is left out."""
    told: set[str] = set()
    with warnings.catch_warnings():
        usual = warnings.showwarning
        warnings.filterwarnings("always", message="E[0-9]{3} ", category=UserWarning)

        def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
            if category.__name__ != "PackageLeftOut":
                usual(message, category, *where, **more)
            elif str(message) not in told:
                told.add(str(message))
                typer.echo(f"Mind: {message}", err=True)

        warnings.showwarning = show
        yield
