"""Options that commands share are one dataclass, in the place of its parameter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from dragon_prep.cli.option_groups import grouped


@dataclass(frozen=True)
class Pace:
    speed: Annotated[int, typer.Option("--speed", help="How fast.")] = 3
    names: Annotated[list[str] | None, typer.Option("--name")] = None


@pytest.fixture
def said():
    return []


@pytest.fixture
def app(said):
    app = typer.Typer()

    @app.command()
    @grouped
    def go(*, where: Annotated[str, typer.Argument()], pace: Pace, far: bool = False) -> None:
        said.append((where, pace, far))

    return app


def test_a_command_gets_its_group_filled_in(app, said):
    words = ["there", "--speed", "5", "--name", "a", "--name", "b", "--far"]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert CliRunner().invoke(app, ["there"]).exit_code == 0
    assert said == [("there", Pace(5, ["a", "b"]), True), ("there", Pace(), False)]


def test_what_is_wrong_with_an_option_of_a_group_is_told_as_of_any(app, said):
    done = CliRunner().invoke(app, ["there", "--speed", "fast"])
    assert (done.exit_code, said) == (2, [])
    assert "--speed" in CliRunner().invoke(app, ["--help"]).output
