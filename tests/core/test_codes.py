"""Codes are unique, and the page that lists them tells the truth."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

from checkout import CHECKOUT, tool
from typer.testing import CliRunner

import dragon_prep
from dragon_prep.cli import app
from dragon_prep.core.codes.meanings import explained, meaning_of
from dragon_prep.core.errors import ErrorCode
from dragon_prep.services.explain import kind_of

list_codes = tool("list_codes")


def test_page_of_codes_is_up_to_date():
    assert (CHECKOUT / "docs" / "codes.md").read_text(encoding="utf-8") == list_codes.page()


def test_codes_are_unique_and_every_kind_is_on_the_page():
    kinds = list_codes.all_kinds()
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert all(kind.title and kind.remedy for kind in kinds)
    source = Path(dragon_prep.__file__).parent
    written = sum(
        len(re.findall(r"= ErrorCode\(", path.read_text(encoding="utf-8")))
        for path in source.rglob("*.py")
    )
    assert written == len(kinds)
    assert all(isinstance(kind, ErrorCode) for kind in kinds)


def raised(kinds):
    """Where the package raises faults of some kinds, and with which keywords."""
    for path in sorted(Path(dragon_prep.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                kind = ast.unparse(node.args[0]).rpartition(".")[2]
                if kind in kinds and ast.unparse(node.func).endswith("Fault"):
                    yield f"{path.name}:{node.lineno}", {word.arg for word in node.keywords}


def test_what_stands_in_the_way_is_named():
    found = dict(raised({"OUTPUT_EXISTS", "OUTPUT_NOT_OURS", "RELEASE_HOLDS_MORE"}))
    assert len(found) > 20
    assert [where for where, given in found.items() if "place" not in given] == []


def test_every_code_can_be_explained():
    for kind in list_codes.all_kinds():
        assert meaning_of(kind.code)
        assert kind_of(kind.code.lower()) is kind
    assert explained() <= {kind.code for kind in list_codes.all_kinds()}


def test_explain_tells_title_meaning_and_remedy():
    kind = kind_of("R322")
    done = CliRunner().invoke(app, ["explain", "r322"])
    assert done.exit_code == 0
    assert all(said in done.output for said in (kind.title, meaning_of("R322"), kind.remedy))
    assert json.loads(CliRunner().invoke(app, ["explain", "R322", "--json"]).stdout) == {
        "code": "R322",
        "title": kind.title,
        "meaning": meaning_of("R322"),
        "remedy": kind.remedy,
    }


def test_code_that_there_is_none_of_is_not_repeated():
    done = CliRunner().invoke(app, ["explain", "R3222"])
    assert done.exit_code == 2
    assert "R322" in done.output
    assert "R3222" not in done.output
    assert "E121" in done.output
