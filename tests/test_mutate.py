"""The tool that changes single places of the code, on a small module of its own."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from checkout import tool

mutate = tool("mutate")
MODULE = '''"""Words for people: 1 < 2."""
import re
A = re.compile(r"x+y?")
T = ("a", "b", "c")
def f(x: int, y: "str | None" = None) -> bool:
    """More words."""
    if x < 3 and not y:
        return x + 1 == 4
    raise ValueError("words for people")
CODE = ErrorCode("E1", "words of a code")
O = Option("--o", help="words of an option")
'''


@pytest.fixture
def mutants(tmp_path, monkeypatch):
    monkeypatch.setattr(mutate, "CHECKOUT", tmp_path)
    (tmp_path / "module.py").write_text(MODULE, encoding="utf-8")
    (tmp_path / "cues.txt").write_text("# words\nunit: mm cm\nother\n", encoding="utf-8")

    def made(name):
        seeds = range(40)
        path = Path(name)
        return [m for s in seeds for m in mutate.all_mutants([path], random.Random(s))]

    return made


def test_every_mutant_is_a_change_of_its_line_that_still_compiles(mutants):
    unchanged = mutate.ast.unparse(mutate.ast.parse(MODULE)) + "\n"
    for mutant in mutants("module.py"):
        assert mutant.changed() != unchanged
        compile(mutant.changed(), "module.py", "exec")
        assert mutant.source in MODULE.splitlines()[mutant.line - 1]


def test_the_operators_there_are(mutants):
    found = {m.operator for m in mutants("module.py")}
    assert found == {
        "regex", "entry dropped", "string", "comparison", "and/or", "condition dropped", "not",
        "number + 1", "number - 1", "plus/minus", "return value", "branch never", "branch always",
        "statement dropped",
    }  # fmt: skip


def test_words_for_people_are_left_alone(mutants):
    for mutant in mutants("module.py"):
        assert "Words for people: 1 < 2." in mutant.changed()
        assert "More words." in mutant.changed()
        assert "words for people" in mutant.changed() or mutant.operator == "statement dropped"
        dropped = mutant.operator == "statement dropped"
        assert dropped or "words of a code" in mutant.changed()
        assert dropped or "words of an option" in mutant.changed()


def test_a_line_of_a_word_list_keeps_its_group_and_its_number(mutants):
    assert {m.changed() for m in mutants("cues.txt")} == {
        "# words\nunit:\nother\n",
        "# words\nunit: mm cm\n\n",
    }


def test_golden_tests_are_run_first_and_once():
    package = mutate.CHECKOUT / "src" / "dragon_prep"
    for path in sorted(package.rglob("*.py")):
        golden, *own = mutate.tests_of(path.relative_to(mutate.CHECKOUT))
        assert all("test_golden" in name for name in golden)
        assert not any("test_golden" in name for step in own for name in step)
