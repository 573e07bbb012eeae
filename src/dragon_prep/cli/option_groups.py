"""Options that several commands share, as one parameter of each: a dataclass."""

from __future__ import annotations

import functools
import inspect
from dataclasses import MISSING, fields, is_dataclass
from typing import TYPE_CHECKING, Any, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options of each dataclass among its parameters, in the place of that.

    Args:
        command: to whom the dataclasses are given, filled in.

    Returns:
        The command as typer is to see it, all of whose parameters go by name.
    """
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {name: hint for name, hint in hints.items() if is_dataclass(hint)}

    @functools.wraps(command)
    def run(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{own.name: given.pop(own.name) for own in fields(group)})
        command(**given)

    parameters = [
        part
        for given in inspect.signature(command).parameters.values()
        for part in (
            _options(groups[given.name])
            if given.name in groups
            else [_named(given.name, hints[given.name], given.default)]
        )
    ]
    run.__annotations__ = {part.name: part.annotation for part in parameters}
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return run


def _options(group: Any) -> Iterator[inspect.Parameter]:
    hints = get_type_hints(group, include_extras=True)
    for own in fields(group):
        default = inspect.Parameter.empty if own.default is MISSING else own.default
        yield _named(own.name, hints[own.name], default)


def _named(name: str, hint: Any, default: Any) -> inspect.Parameter:
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, default=default, annotation=hint)
