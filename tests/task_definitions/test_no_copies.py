"""Task files are short, and what two of them need stands once."""

from __future__ import annotations

import ast
import io
import statistics
import tokenize
from itertools import combinations
from pathlib import Path

import pytest

import dragon_prep.task_definitions
from dragon_prep.tasks.registry import builtin_tasks

FOLDER = Path(dragon_prep.task_definitions.__path__[0])
FILES = sorted(FOLDER.glob("t*.py"))
LONGEST_COPY = 4
SHORT = 60


def code_lines(source):
    """The lines that hold a definition's own: no imports, docstrings, comments, blank lines.

    The header ``task = Task(...)``, which all files have, is left out too.
    """
    tree = ast.parse(source)
    skipped: set[int] = set()
    for node in ast.walk(tree):
        is_import = isinstance(node, ast.Import | ast.ImportFrom)
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_header = (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and getattr(node.value.func, "id", "") == "Task"
        )
        is_guard = isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        if is_import or is_text or is_header or is_guard:
            skipped.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    comments = {
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT and token.line.strip().startswith("#")
    }
    lines = enumerate(source.splitlines(), 1)
    return [line.strip() for n, line in lines if line.strip() and n not in skipped | comments]


def longest_copy(one, other):
    """The longest run of equal lines that both have."""
    best: list[str] = []
    ends = [0] * (len(other) + 1)
    for i, line in enumerate(one):
        now = [0] * (len(other) + 1)
        for j, theirs in enumerate(other):
            if line == theirs:
                now[j + 1] = ends[j] + 1
                if now[j + 1] > len(best):
                    best = one[i + 1 - now[j + 1] : i + 1]
        ends = now
    return best


def test_each_task_has_one_file_of_its_number():
    assert len(FILES) == len(builtin_tasks())
    assert all(file.read_text("utf-8").startswith(f'"""T{int(file.stem[1:].split("_")[0])}: ')
               for file in FILES)  # fmt: skip


def test_task_files_are_short():
    lengths = [len(file.read_text("utf-8").splitlines()) for file in FILES]
    assert statistics.median(lengths) <= SHORT


def test_nothing_is_copied_between_task_files():
    code = {file.name: code_lines(file.read_text("utf-8")) for file in FILES}
    copies = {
        (one, other): copy
        for one, other in combinations(code, 2)
        if len(copy := longest_copy(code[one], code[other])) > LONGEST_COPY
    }
    assert not copies


SAMPLE = '''"""T1: a task."""

from __future__ import annotations

from dragon_prep.tasks.task import Task

task = Task(
    number=1,
)


@task.value("a")
def value(row):
    """Its value,
    on two lines."""
    # A comment.
    found = row.a
    return found  # as it is
'''


def test_only_the_code_of_a_definition_counts():
    own = ['@task.value("a")', "def value(row):", "found = row.a", "return found  # as it is"]
    assert code_lines(SAMPLE) == own


@pytest.mark.parametrize(
    ("one", "other", "copy"),
    [("abcdef", "xbcdy", "bcd"), ("abc", "xyz", ""), ("aaab", "aaaab", "aaab"), ("", "a", "")],
)
def test_the_longest_copy_is_found(one, other, copy):
    assert longest_copy([*one], [*other]) == [*copy]
