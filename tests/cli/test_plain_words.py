"""Help and faults of options say what to give, in words of people, within 80 columns."""

from __future__ import annotations

import re

import pytest
from terminal import run
from typer.main import get_command

from dragon_prep.cli import app, plain_words


def every_command():
    """The words of each command."""

    def walk(command, words):
        if not getattr(command, "commands", None):
            yield words
        for name, below in getattr(command, "commands", {}).items():
            yield from walk(below, (*words, name))

    return [*walk(get_command(app), ())]


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_help_names_no_types_of_python(words):
    said = run(*words, "--help").stdout
    assert not re.search(r"<(?:list|int|float|str|path|bool|text)\b|[<>]=x|x[<>]=", said)
    assert not re.search(r"\{\S+\}|\[\[|\.{4}", said.partition("\n\n")[0])
    assert max(map(len, said.splitlines())) <= 80


def test_the_list_of_commands_has_whole_sentences():
    for group in ((), ("annotate",), ("key",)):
        listed = run(*group, "--help").stdout.partition("\nCommands:\n")[2]
        assert "..." not in listed
        assert max(map(len, listed.splitlines())) <= 80


BUILD = ("build", "T19", "--source", "raw", "--out", "out")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((*BUILD, "--workers", 0), "'--workers': give a number of at least 1"),
        ((*BUILD, "--workers", "zz"), "'--workers': give a whole number"),
        ((*BUILD, "--review-page", 9999), "'--review-page': give a number of at most 2000"),
        ((*BUILD, "--recall", "zz"), "'--recall': give high, balanced, precise or rules"),
        (("simulate", "T19", "--out", "o", "--noise", "zz"), "'--noise': give a number"),
    ],
)
def test_faults_of_options_say_what_to_give(args, said):
    done = run(*args)
    assert done.exit_code == 2
    assert f"Invalid value for {said}\n" in done.stderr
    assert "zz" not in done.stderr


def test_what_is_not_known_is_left_as_it_is():
    assert plain_words.message("Value error, so it is") == "so it is"
    assert plain_words.option("--order keyed") == "--order keyed"
