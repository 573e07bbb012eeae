"""Quiet, without colours, and what a shell completes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from terminal import run

from dragon_prep.cli import tables
from dragon_prep.cli.complete import complete_centres, complete_codes, complete_tasks
from dragon_prep.cli.present import Manners, behave, manners
from dragon_prep.tasks.registry import find_tasks


@pytest.fixture(autouse=True)
def _usual():
    behave(Manners())
    yield
    behave(Manners())


@pytest.mark.parametrize("args", [("--quiet", "--no-color", "explain", "E101")])
def test_options_of_the_tool_stand_before_or_behind_the_command(args):
    for order in (args, args[::-1][1:2] + args[3:] + args[:2]):
        behave(Manners())
        assert run(*order).exit_code == 0
        assert (manners().quiet, manners().color) == (True, False)
    assert run("explain", "E101").exit_code == 0
    assert manners() == Manners()


def test_behind_two_hyphens_nothing_is_an_option():
    assert "there is no such code" in run("explain", "--", "--quiet").stderr


class Terminal:
    """A standard output that is a terminal."""

    encoding = "utf-8"

    def isatty(self):
        return True


def test_no_color(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(tables.sys, "stdout", Terminal())
    assert not tables.console().no_color
    behave(Manners(color=False))
    assert tables.console().no_color
    behave(Manners())
    monkeypatch.setenv("NO_COLOR", "1")
    assert tables.console().no_color


def test_tasks_are_completed_without_their_definitions():
    names = complete_tasks("")
    every = find_tasks(["all"])
    cohorts = {name for task in every for name in task.cohorts}
    assert set(names) >= {f"T{task.number}" for task in every if task.number < 200} | {
        name for name in cohorts if not name.startswith("example_")
    }
    assert all(find_tasks([name]) for name in names)
    assert complete_tasks("t2") == ["T2", *(f"T{n}" for n in range(20, 29))]
    assert complete_tasks("T19,kid") == ["T19,kidney_ct"]


def test_centres_are_those_of_the_source(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DRAGON_PREP_SOURCE", raising=False)
    assert {"rumc", "rijnstate"} <= set(complete_centres("r"))
    (tmp_path / "raw" / "olvg").mkdir(parents=True)
    monkeypatch.setenv("DRAGON_PREP_SOURCE", "raw")
    assert complete_centres("") == ["olvg"]
    (tmp_path / "dragon-prep.toml").write_text("wrong")
    assert "rumc" in complete_centres("")  # a fault is not for Tab to tell


def test_codes_are_completed():
    assert complete_codes("e25") == [f"E25{n}" for n in range(1, 7)]


def completed(shell, words, **more):
    """What the tool itself answers a shell."""
    code = "from dragon_prep.cli import main; main()"
    environ = {**os.environ, "_DRAGON_PREP_COMPLETE": f"complete_{shell}", **more}
    environ |= {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}
    environ |= {
        "_TYPER_COMPLETE_ARGS": words,
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words.split()[-1],
    }
    environ |= {"_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    script = f"import sys; sys.argv = ['dragon-prep']; {code}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=False
    )
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_every_shell_gets_an_answer(shell):
    assert "T19" in completed(shell, "dragon-prep build T1")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_every_shell_has_a_script(shell):
    environ = {**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    code = "import sys; from dragon_prep.cli import main; sys.argv[0] = 'dragon-prep'; main()"
    command = [sys.executable, "-c", code, "--show-completion", shell]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert "_DRAGON_PREP_COMPLETE" in done.stdout, done.stderr


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_bash_completes_with_the_script_it_is_given(tmp_path):
    tool = tmp_path / "dragon-prep"
    code = "import sys; from dragon_prep.cli import main; sys.argv[0] = 'dragon-prep'; main()"
    tool.write_text(f"#!{sys.executable}\n{code}\n")
    tool.chmod(0o755)
    script = (
        f"export PATH={tmp_path}:$PATH\n"
        "export _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION=1\n"
        'eval "$(dragon-prep --show-completion bash)"\n'
        "COMP_WORDS=(dragon-prep build T10); COMP_CWORD=2\n"
        '_dragon_prep_completion dragon-prep T10 build; echo "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.stdout.split() == ["T10", *(f"T{n}" for n in range(101, 110))], done.stderr
