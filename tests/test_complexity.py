"""How much a reader has to hold in mind at once: conditions, parameters, lengths of modules."""

from __future__ import annotations

import ast
from pathlib import Path

from checkout import CHECKOUT

FOLDERS = ("src/dragon_prep", "task_definitions", "synthetic")
MOST_OPERATORS = 5
MOST_PARAMETERS = 6
MOST_LINES = 350

# This figure only goes down.
FUNCTIONS_WITH_MORE_OPERATORS = 0
MANY_PARAMETERS = {"phi/names/search.py _is_person_here", "synthetic/pancreas_ct/state.py _study"}

# What people call by keywords: the functions behind the commands, and the commands themselves.
FOR_USERS = {
    "services/audit.py audit_release",
    "services/build.py build",
    "services/check.py check",
    "services/corpus_build.py build_corpus",
    "services/corpus_dedupe.py dedupe_corpus",
    "services/corpus_split.py split_corpus",
    "services/deidentify_file.py deidentify_file",
    "services/detect_file.py detect_file",
    "services/in_memory.py deidentify",
    "services/rebuild.py rebuild",
    "services/review_draw.py draw_sample",
    "services/simulate.py simulate",
    "services/simulate_records.py simulate_records",
    "services/synth.py synth",
    "services/train_detector.py train_detector",
    "services/upload.py upload",
}


def modules() -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (CHECKOUT / folder).rglob("*.py"))


def functions():
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def named(path: Path, node: ast.FunctionDef) -> str:
    return f"{'/'.join(path.parts[-3:]).removeprefix('dragon_prep/')} {node.name}"


def operators(node: ast.AST) -> int:
    """The ``and`` and ``or`` of a function, but for those of functions within it."""
    count = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        own = len(child.values) - 1 if isinstance(child, ast.BoolOp) else 0
        count += own + operators(child)
    return count


def parameters(node: ast.FunctionDef) -> int:
    """How many a caller gives."""
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return sum(argument.arg not in ("self", "cls") for argument in every)


def test_operators_are_counted_as_they_are_read():
    inner = "        def g(): return a or b\n"
    source = f"def f(a, b, c):\n    if a and b or c:\n{inner}    return a and b"
    assert operators(ast.parse(source).body[0]) == 3


def test_few_functions_have_conditions_that_nobody_can_hold_in_mind():
    many = [named(*each) for each in functions() if operators(each[1]) > MOST_OPERATORS]
    assert len(many) <= FUNCTIONS_WITH_MORE_OPERATORS, many


def test_no_function_takes_more_than_anybody_can_give_in_order():
    many = {
        named(path, node)
        for path, node in functions()
        if parameters(node) > MOST_PARAMETERS and path.parent.name != "cli"
    }
    assert many - FOR_USERS <= MANY_PARAMETERS


def test_no_module_is_longer_than_can_be_read_in_one_go():
    long = [
        path.relative_to(CHECKOUT).as_posix()
        for path in modules()
        if len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES
    ]
    assert long == []
