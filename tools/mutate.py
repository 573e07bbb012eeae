"""Changes single places of the code, one at a time, and counts how many of them a test notices.

python tools/mutate.py src/dragon_prep/detect src/dragon_prep/data/lex_cues.txt --mutants 120

A mutant is one small change of one line: of a Python module (see ``variants``), or a line of a word
list left without its words. Each is made in a copy of the checkout, where the golden tests run
first, and where they notice nothing the tests of the module: those in a folder named as a part of
its path, or else those that name it. So nothing is to be kept up here when modules move. What
survives is printed with its place; ``equivalent_mutants.txt`` lists those that change no behaviour.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Variants = Iterator[tuple[str, ast.AST | None]]

CHECKOUT = Path(__file__).resolve().parents[1]
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.txt")
SWAPS: dict[type[ast.AST], Any] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip
REGEX_EDITS = ((r"(?<![\\(?+*}])\?(?![:=!<P])", ""), (r"(?<!\\)\*", "+"), (r"(?<!\\)\+", "{1}"))
# Arguments whose words are read by people, or are the cases of a rule, which are tests themselves.
FOR_PEOPLE = frozenset({"help", "title", "remedy", "detail", "finds", "passes"})
FEWEST_ENTRIES = 3  # of a table that may lose one
QUICK = "not fuzz and not properties and not spacy and not grows"  # -k: what is run of the tests
BESIDE = ("task_definitions", "synthetic")  # packages that stand beside src in a checkout
PROCESSES = 2
SECONDS = 400  # of a processor, for one step of the tests of one mutant


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed file: where, how, what its line was, and the text that it becomes."""

    path: Path
    line: int
    operator: str
    source: str
    changed: Callable[[], str]

    @property
    def place(self) -> str:
        """For a person who looks for it."""
        return f"{self.path}:{self.line}: {self.operator}: {self.source}"

    @property
    def key(self) -> str:
        """What it is called in the list of equivalent mutants, wherever the line has moved."""
        return f"{self.path.name} | {self.operator} | {self.source}"


def variants(node: ast.AST, parent: ast.AST) -> Variants:
    """What may stand in place of a node, with the operator's name; None is to leave it out."""
    new = copy.deepcopy(node)
    match new:
        case ast.stmt():
            yield from statements(new)
        case ast.Constant() if not isinstance(parent, ast.JoinedStr):
            yield from constants(new.value, parent)
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp() | ast.BinOp():
            yield from operations(new)
        case ast.comprehension(ifs=[_, *rest]):
            new.ifs = rest
            yield "filter dropped", new
        case ast.Dict(keys=[_, _, _, *_]):
            for pairs in all_but_one(list(zip(new.keys, new.values, strict=True))):
                yield "entry dropped", ast.Dict(*map(list, zip(*pairs, strict=True)))
    if isinstance(parent, ast.Tuple | ast.List | ast.Set) and len(parent.elts) >= FEWEST_ENTRIES:
        yield "entry dropped", None


def operations(new: ast.expr) -> Variants:
    """Other operations in place of one."""
    match new:
        case ast.Compare(ops=[operator]):
            new.ops = [SWAPS[type(operator)]()]
            yield "comparison", new
        case ast.BoolOp(op=operator, values=values):
            yield "and/or", ast.BoolOp(SWAPS[type(operator)](), values)
            for rest in all_but_one(values):
                yield "condition dropped", ast.BoolOp(operator, rest) if len(rest) > 1 else rest[0]
        case ast.UnaryOp(op=ast.Not()):
            yield "not", new.operand
        case ast.BinOp(op=ast.Add() | ast.Sub()) if not isinstance(new.left, ast.Constant):
            new.op = SWAPS[type(new.op)]()
            yield "plus/minus", new


def all_but_one(values: list[Any]) -> Iterator[list[Any]]:
    """A list without each of its members in turn."""
    return ([*values[:at], *values[at + 1 :]] for at in range(len(values)))


def statements(new: ast.stmt) -> Variants:
    """Other statements in place of one."""
    match new:
        case ast.Return(value=ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not())):
            yield "return value", ast.Return(ast.UnaryOp(ast.Not(), new.value))
        case ast.Return(value=ast.expr()) if ast.unparse(new.value) not in ("None", "False"):
            yield "return value", ast.Return(ast.Constant(None))
        case ast.If():
            yield "branch never", ast.If(ast.Constant(False), new.body, new.orelse)
            yield "branch always", ast.If(ast.Constant(True), new.body, new.orelse)
        case ast.AugAssign() | ast.Continue() | ast.Break() | ast.Raise():
            yield "statement dropped", ast.Pass()
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield "statement dropped", ast.Expr(ast.Tuple([], ast.Load()))


def constants(value: object, parent: ast.AST) -> Variants:
    """Other constants in place of one: of a regular expression one with another quantifier."""
    called = ast.unparse(parent.func) if isinstance(parent, ast.Call) else ""
    match value:
        case bool():
            yield "boolean", ast.Constant(not value)
        case int():
            yield "number + 1", ast.Constant(value + 1)
            yield "number - 1", ast.Constant(value - 1)
        case str() if called.startswith("re."):
            for pattern, edit in REGEX_EDITS:
                for found in re.finditer(pattern, value):
                    changed = value[: found.start()] + edit + value[found.end() :]
                    with contextlib.suppress(re.error):
                        re.compile(changed)
                        yield "regex", ast.Constant(changed)
        case str() if value:
            yield "string", ast.Constant(value[:-1] + chr(ord(value[-1]) ^ 1))


def passed_over(tree: ast.AST) -> set[int]:
    """The ids of nodes that nothing runs or whose words are for people: docstrings, messages."""
    roots: list[ast.AST | None] = []
    for node in ast.walk(tree):
        roots += [getattr(node, name, None) for name in ("annotation", "returns", "exc")]
        roots += getattr(node, "decorator_list", [])
        match node:
            case ast.Expr(value=ast.Constant()) | ast.Assign(targets=[ast.Name(id="__all__")]):
                roots.append(node)
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                roots.append(node)
            case ast.keyword(arg=str(name)) if name in FOR_PEOPLE:
                roots.append(node)
            case ast.Call(func=ast.Name(id="ErrorCode"), args=[_, *words]):
                roots += words
            case ast.Call(func=ast.Name(id="TypeVar")):
                roots.append(node)
    return {id(node) for root in roots if root for node in ast.walk(root)}


def of_module(path: Path, chance: random.Random) -> Iterator[Mutant]:
    """One mutant for each line of a module that can have one."""
    text = (CHECKOUT / path).read_text(encoding="utf-8")
    tree = ast.parse(text)
    skip = passed_over(tree)
    sites: dict[int, list[tuple[str, ast.AST, str, Any]]] = {}
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            several = isinstance(value, list)
            for at, node in enumerate(value if several else [value]):
                line = getattr(node, "lineno", 0) or getattr(parent, "lineno", 0)
                is_run = isinstance(node, ast.AST) and id(node) not in skip and line
                for operator, new in variants(node, parent) if is_run else ():
                    left = [new] if new else []
                    other = [*value[:at], *left, *value[at + 1 :]] if several else new
                    sites.setdefault(line, []).append((operator, parent, field, other))
    for line, choices in sorted(sites.items()):
        operator, parent, field, other = chance.choice(choices)
        source = text.splitlines()[line - 1].strip()
        yield Mutant(path, line, operator, source, partial(unparsed, tree, parent, field, other))


def unparsed(tree: ast.AST, parent: ast.AST, field: str, other: object) -> str:
    """A module with one field of one node changed; the tree is left as it was."""
    kept = getattr(parent, field)
    setattr(parent, field, other)
    changed = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
    setattr(parent, field, kept)
    return changed


def of_word_list(path: Path) -> Iterator[Mutant]:
    """A mutant for each line of a list: its words are left out, and its group is kept."""
    rows = (CHECKOUT / path).read_text(encoding="utf-8").splitlines()
    for line, row in enumerate(rows, 1):
        if row and not row.startswith("#"):
            group, colon, _ = row.partition(":")
            left = "\n".join([*rows[: line - 1], group + colon if colon else "", *rows[line:], ""])
            yield Mutant(path, line, "line emptied", row[:60], partial(str, left))


def all_mutants(places: list[Path], chance: random.Random) -> Iterator[Mutant]:
    """One mutant a line of everything below some paths of the checkout."""
    for place in places:
        for path in sorted((CHECKOUT / place).rglob("*.py")) or [CHECKOUT / place]:
            path = path.relative_to(CHECKOUT)
            yield from of_module(path, chance) if path.suffix == ".py" else of_word_list(path)


@cache
def tests_of(path: Path) -> tuple[tuple[str, ...], ...]:
    """The tests to run for a changed file, in steps: the golden ones, and then all of its own."""
    files = [f.relative_to(CHECKOUT) for f in sorted((CHECKOUT / "tests").rglob("test_*.py"))]
    parts = set(path.with_suffix("").parts) if path.suffix == ".py" else {"detect"}
    module = rf"\b{'.'.join(path.with_suffix('').parts[1:])}\b".removesuffix(r".__init__\b")
    own = [f for f in files if parts & set(f.parent.parts)]
    own = own or [f for f in files if re.search(module, (CHECKOUT / f).read_text("utf-8"))]
    golden = [f for f in files if f.stem.startswith("test_golden")]
    first = [f for f in golden if f in own] or golden
    steps = (first, [f for f in own if f not in first])
    return tuple(tuple(map(str, step)) for step in steps if step)


def private_copy(checkout: Path, folder: Path) -> Path:
    """A checkout of its own, whose package is one folder, beside the same sample data."""
    home = folder / "checkout"
    shutil.copytree(checkout, home, ignore=shutil.ignore_patterns(".*"), symlinks=True)
    if (CHECKOUT.parent / "shared").exists():
        (folder / "shared").symlink_to(CHECKOUT.parent / "shared")
    for name in BESIDE:
        link = home / "src" / "dragon_prep" / name
        if not link.exists():
            link.symlink_to(os.path.relpath(home / name, link.parent))
    return home


def passes(home: Path, tests: tuple[str, ...], *, first: bool = False) -> bool:
    """Whether tests pass in a copy, in time; only the first time may leave compiled modules."""
    environment = {**os.environ, "PYTHONPATH": str(home / "src")}
    environment["PYTHONDONTWRITEBYTECODE"] = "" if first else "1"
    command = ["sh", "-c", f'ulimit -t {SECONDS * (10 if first else 1)}; exec "$@"', "sh"]
    command += [sys.executable, "-m", "pytest", "-n", "0", "-x", "-p", "no:cacheprovider"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    done = subprocess.run([*command, "-k", QUICK, *tests], cwd=home, env=environment, **quiet)
    return done.returncode == 0


def survives(mutant: Mutant, changed: str, home: Path) -> bool:
    """Whether no test notices a mutant, which is told at once; its file is put back."""
    place = home / mutant.path
    original = place.read_bytes()
    place.write_text(changed, encoding="utf-8", newline="\n")
    checksums = [sys.executable, "tools/checksums.py"]
    subprocess.run(checksums, cwd=home, check=True)
    lives = all(passes(home, step) for step in tests_of(mutant.path))
    place.write_bytes(original)
    subprocess.run(checksums, cwd=home, check=True)
    print("survives" if lives else "noticed", mutant.place, file=sys.stderr, flush=True)
    return lives


def main() -> None:
    """Samples mutants, runs them, and prints the score and the survivors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("places", nargs="+", type=Path, help="packages, modules and word lists")
    parser.add_argument("--mutants", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    known = {line for line in EQUIVALENT.read_text(encoding="utf-8").splitlines() if line}
    pool = [m for m in all_mutants(given.places, chance) if m.key not in known]
    sample = chance.sample(pool, min(given.mutants, len(pool)))
    tests = {test for mutant in sample for step in tests_of(mutant.path) for test in step}
    made = [(mutant, mutant.changed()) for mutant in sample]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(PROCESSES) as workers:
        homes = [private_copy(CHECKOUT, Path(folder) / "0")]
        if not passes(homes[0], tuple(sorted(tests)), first=True):
            sys.exit(f"fails without a mutant: pytest -n 0 {' '.join(sorted(tests))}")
        homes += [private_copy(homes[0], Path(folder) / str(n)) for n in range(1, PROCESSES)]

        def alive(number: int) -> list[str]:
            own = made[number::PROCESSES]
            return [m.place for m, changed in own if survives(m, changed, homes[number])]

        left = sorted(place for places in workers.map(alive, range(PROCESSES)) for place in places)
    noticed = len(sample) - len(left)
    print(f"{noticed} of {len(sample)} mutants noticed, {noticed / len(sample):.2f}. Survivors:")
    print(*left, sep="\n")


if __name__ == "__main__":
    main()
