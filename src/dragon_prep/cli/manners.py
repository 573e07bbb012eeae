"""How commands behave at a terminal: options of the tool itself, and what settings fill in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from dragon_prep.cli import plain_words
from dragon_prep.cli.common import stop
from dragon_prep.cli.defaults import defaults_for, told
from dragon_prep.cli.present import behave, manners

_FLAGS: dict[str, dict[str, Any]] = {
    "--quiet": {"quiet": True},
    "--no-color": {"color": False},
    "--no-settings": {"with_settings": False},
}
_SENTENCE = 1000  # characters, more than any has: click cuts at 45
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
        is_read = not ctx.resilient_parsing and not {"-h", "--help"} & set(args)
        if manners().with_settings and is_read:
            try:
                # Whatever the program was called as: `python -m dragon_prep` has blanks in it.
                program = ctx.find_root().command_path
                held = defaults_for(ctx.command_path.removeprefix(program).strip())
            except DragonPrepError as fault:
                stop(fault, as_json="--json" in args)
            ctx.meta[_HELD] = held
            ctx.default_map = {
                name: list(one.value) if isinstance(one.value, tuple) else one.value
                for name, one in held.items()
            }
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            error.message = plain_words.message(error.message)
            raise

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Names arguments on the line of usage."""
        return [plain_words.usage(piece) for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Tells arguments and options in plain words."""
        rows: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
        for param in self.get_params(ctx):
            if (record := param.get_help_record(ctx)) is None:
                continue
            is_argument = param.param_type_name == "argument"
            name = (plain_words.argument if is_argument else plain_words.option)(record[0])
            rows["Arguments" if is_argument else "Options"].append(
                plain_words.choices(name, plain_words.limits(record[1]))
            )
        for title, some in rows.items():
            if some:
                with formatter.section(title):
                    formatter.write_dl(some)

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


class OwnGroup(TyperGroup):
    """A group of commands that tells of each a whole sentence."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Lists the commands."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, one.get_short_help_str(_SENTENCE)) for name, one in commands if one]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def teach(app: typer.Typer) -> None:
    """Has all commands of an app, and of the apps in it, behave so."""
    for command in app.registered_commands:
        command.cls = OwnCommand
    for group in app.registered_groups:
        group.cls = OwnGroup
        if group.typer_instance is not None:
            teach(group.typer_instance)
