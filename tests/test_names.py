"""One name for one thing: no two public classes of the package share theirs."""

from __future__ import annotations

import ast
from collections import defaultdict

from checkout import CHECKOUT

# Each kind of PHI has a grammar, and each grammar calls its parts as the others do.
OF_GRAMMARS = {"Notation", "Piece", "Value"}


def test_no_public_class_name_means_two_things():
    places = defaultdict(list)
    for folder in ("src/dragon_prep", "task_definitions"):
        for path in sorted((CHECKOUT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    if node.name in OF_GRAMMARS and "phi" in path.parts:
                        continue
                    places[node.name].append(path.relative_to(CHECKOUT).as_posix())
    assert len(places) > 100
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
