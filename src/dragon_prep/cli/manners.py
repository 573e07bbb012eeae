"""How commands behave at a terminal: options of the tool itself, and what settings fill in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import typer
from typer.core import TyperCommand

from dragon_prep.cli.common import stop
from dragon_prep.cli.defaults import defaults_for, told
from dragon_prep.cli.present import behave, manners

_FLAGS: dict[str, dict[str, Any]] = {"--no-settings": {"with_settings": False}}
_HELD = "dragon_prep.settings"


class OwnCommand(TyperCommand):
    """A command that takes the options of the tool anywhere, and what the settings say."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Takes out the options of the tool, and fills in what the settings say."""
        from dragon_prep.core.errors import DragonPrepError

        end = args.index("--") if "--" in args else len(args)
        for flag in (arg for arg in args[:end] if arg in _FLAGS):
            behave(replace(manners(), **_FLAGS[flag]))
        args = [arg for arg in args[:end] if arg not in _FLAGS] + args[end:]
        if manners().with_settings and not {"-h", "--help"} & set(args):
            try:
                held = defaults_for(ctx.command_path.partition(" ")[2])
            except DragonPrepError as fault:
                stop(fault, as_json="--json" in args)
            ctx.meta[_HELD] = held
            ctx.default_map = {
                name: list(one.value) if isinstance(one.value, tuple) else one.value
                for name, one in held.items()
            }
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Says which settings are used, and does the work."""
        used = {
            name: held
            for name, held in ctx.meta.get(_HELD, {}).items()
            if getattr(ctx.get_parameter_source(name), "name", "") == "DEFAULT_MAP"
        }
        behave(replace(manners(), told=told(used)))
        for line in manners().told:
            typer.echo(f"Settings of {line}", err=True)
        return super().invoke(ctx)


def teach(app: typer.Typer) -> None:
    """Has all commands of an app, and of the apps in it, behave so."""
    for command in app.registered_commands:
        command.cls = OwnCommand
    for group in app.registered_groups:
        if group.typer_instance is not None:
            teach(group.typer_instance)
