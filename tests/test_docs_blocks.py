"""Every block of code in the documents is run by a test, or it is said why not.

``documents_blocks.toml`` says which; a block that stands nowhere there fails. Whether it is run or
not, a command of dragon-prep in it must be one that the command line takes.
"""

from __future__ import annotations

import re
import shlex
import tomllib

import pytest
import typer
from checkout import CHECKOUT

from dragon_prep.cli import app
from dragon_prep.services.documents.shelf import all_pages

LEDGER = tomllib.loads((CHECKOUT / "tests/documents_blocks.toml").read_text(encoding="utf-8"))
BLOCK = re.compile(r"^ {0,3}```(\w*)[^\n]*\n(.*?)^ {0,3}```", re.MULTILINE | re.DOTALL)
PAGES = [page for page in all_pages() if page.path != "CHANGELOG.md"]
NOT_RUN = "not run: "


def blocks(page):
    return [match[2] for match in BLOCK.finditer(page.text)]


def commands(page):
    """The commands of dragon-prep in a page's blocks, whatever shell goes around them."""
    for block in blocks(page):
        joined = block.replace("\\\n", " ")
        for line in joined.splitlines():
            if match := re.match(r"(?:\$ )?(?:[\w./]+/)?dragon-prep (?!#)(.*)", line.strip()):
                yield match[1].partition(" | ")[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.topic)
def test_every_block_is_run_or_explained(page):
    said = dict(LEDGER.get(page.path, {}))
    for block in blocks(page):
        found = [start for start in said if block.startswith(start)]
        assert found, f"tests/documents_blocks.toml has nothing of: {block.splitlines()[0]}"
    for start in said:
        assert any(block.startswith(start) for block in blocks(page)), f"no block begins {start}"


def test_what_is_said_to_run_a_block_reads_its_page():
    for path, said in LEDGER.items():
        name = path.rpartition("/")[2]
        for why in said.values():
            for test in re.findall(r"tests/[\w/]+\.py", why):
                assert (CHECKOUT / test).is_file(), test
            if why.startswith("tests/"):
                assert name in (CHECKOUT / why).read_text(encoding="utf-8"), (path, why)
            else:
                assert why.startswith(NOT_RUN), why


def test_pages_without_blocks_are_not_listed():
    assert {*LEDGER} == {page.path for page in PAGES if blocks(page)}


@pytest.mark.parametrize("page", [p for p in PAGES if [*commands(p)]], ids=lambda page: page.topic)
def test_commands_are_taken_by_the_command_line(page, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for line in commands(page):
        arguments = shlex.split(line.replace("...", "x"), comments=True)
        if arguments[0].startswith("--"):  # an option of the tool
            continue
        parse(typer.main.get_command(app), arguments)


def test_a_command_that_there_is_not_is_noticed():
    for line in ("build T19 --sourse raw --out x", "nothing", "corpus nothing", "verify"):
        with pytest.raises(Exception, match=r"[Nn]o such|[Mm]issing"):
            parse(typer.main.get_command(app), line.split())


def parse(command, arguments, parent=None):
    """Has the command line read arguments, down to the command they are for; nothing is run."""
    context = command.make_context(command.name, list(arguments), parent=parent)
    if hasattr(command, "resolve_command"):
        _, below, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        parse(below, rest, context)
