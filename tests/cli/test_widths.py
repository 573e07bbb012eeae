"""What commands show at 80 and at 200 columns, on a terminal and without one, as a whole."""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import sys
from dataclasses import dataclass

import pytest
from terminal import GOLDEN, WRITE
from worlds import KEY

from dragon_prep import find_tasks, simulate

WIDTHS = (80, 200)
_STYLE = re.compile(r"\x1b\[([\d;]*)m")
# Bold and the palette's own colours, which are legible on dark and on light; no background.
_LEGIBLE = {"", "0", "1", "2", "22", "39", *(str(code) for code in range(31, 37))}
_BUILD = ("T1", "T19", "--source", "raw", "--key-file", "key", "--workers", "1")
COMMANDS = {
    "help": ("--help",),
    "help-build": ("build", "--help"),
    "help-corpus": ("corpus", "build", "--help"),
    "list": ("tasks",),
    "one": ("tasks", "T19"),
    "checked": ("check", *_BUILD),
    "built": ("build", *_BUILD, "--out", "release", "--overwrite"),
    "no-task": ("build", "T99", *_BUILD[2:], "--out", "other"),
    "no-source": ("build", "T19", "--source", "nowhere", "--key-file", "key", "--out", "other"),
    "no-number": ("build", *_BUILD[:-1], "many", "--out", "other"),
    "no-option": ("build", *_BUILD, "--output", "other"),
}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a command showed.

    Attributes:
        lines: on standard output and then on standard error.
        styles: the codes of all styles on standard output.
    """

    lines: tuple[str, ...]
    styles: frozenset[str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Exports of two tasks, and a key."""
    root = tmp_path_factory.mktemp("widths")
    simulate(find_tasks(["T1", "T19"]), root / "raw", reports=60, seed=1)
    (root / "key").write_text(KEY.secret.hex())
    (root / "key").chmod(0o600)
    return root


def on_terminal(folder, args, width):
    """Runs a command with its output on a terminal of a width."""
    import fcntl
    import pty
    import termios

    anew(folder)
    try:
        ours, theirs = pty.openpty()
    except OSError:
        pytest.skip("the machine has no terminals to give")
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in _TOLD_OF_TERMINALS}
    command = [sys.executable, "-m", "dragon_prep", *args]
    with subprocess.Popen(
        command,
        cwd=folder,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=kept | {"TERM": "xterm-256color", "PYTHONUTF8": "1"},
    ) as work:
        os.close(theirs)
        parts = []
        while part := _read(ours):
            parts.append(part)
        said = work.stderr.read()
    os.close(ours)
    printed = b"".join(parts).decode().replace("\r\n", "\n")
    styles = frozenset(code for found in _STYLE.findall(printed) for code in found.split(";"))
    return Shown(_lines(_STYLE.sub("", printed), said.decode(), folder), styles)


def anew(folder):
    """Forgets what an earlier command built."""
    for name in ("release", "dragon-prep-workspace"):
        shutil.rmtree(folder / name, ignore_errors=True)


_TOLD_OF_TERMINALS = {"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "DRAGON_PREP_KEY_FILE"}


def _read(terminal):
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so where nobody writes any more
        return b""


def _lines(printed, said, folder):
    text = f"{printed}--- stderr\n{said}".replace(str(folder), "FOLDER")
    text = re.sub(r"\b\d+(\.\d)? s\b", "N s", text)
    return tuple(line.rstrip() for line in text.split("\n"))


def same_as_golden(name, lines):
    path = GOLDEN / f"{name}.txt"
    if WRITE in os.environ:
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    assert list(lines) == path.read_text(encoding="utf-8").split("\n")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_terminal_shows(folder, name, width):
    shown = on_terminal(folder, COMMANDS[name], width)
    same_as_golden(f"{width}/{name}", shown.lines)
    printed = shown.lines[: shown.lines.index("--- stderr")]
    assert all(len(line) <= width or "FOLDER" in line for line in printed)  # paths stay whole
    assert shown.styles <= _LEGIBLE


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_file_gets(folder, name):
    kept = {name: value for name, value in os.environ.items() if name not in _TOLD_OF_TERMINALS}
    anew(folder)
    command = [sys.executable, "-m", "dragon_prep", *COMMANDS[name]]
    work = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=kept | {"PYTHONUTF8": "1"},
        check=False,
    )
    assert "\x1b" not in work.stdout + work.stderr
    same_as_golden(f"file/{name}", _lines(work.stdout, work.stderr, folder))
