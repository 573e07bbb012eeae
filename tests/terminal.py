"""What the terminal shows, compared as a whole with what stands in tests/golden/terminal."""

from __future__ import annotations

import os
from typing import Any

from checkout import CHECKOUT
from typer.testing import CliRunner

from dragon_prep.cli import app

GOLDEN = CHECKOUT / "tests" / "golden" / "terminal"
WRITE = "DRAGON_WRITE_TERMINAL"  # set to write them again: read the difference then


def run(*args: object, **more: Any) -> Any:
    """Runs a command."""
    return CliRunner().invoke(app, [str(arg) for arg in args], **more)


def shown(name: str, *args: object, code: int = 0, **more: Any) -> str:
    """Runs a command and compares all that it shows, and its exit code; gives what it printed."""
    done = run(*args, **more)
    text = f"exit code {done.exit_code}\n{done.stdout}--- stderr\n{done.stderr}"
    text = "\n".join(line.rstrip() for line in text.replace("\\", "/").split("\n"))
    path = GOLDEN / f"{name}.txt"
    if WRITE in os.environ:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")
    assert done.exit_code == code, done.exception
    return str(done.stdout)
