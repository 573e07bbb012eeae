"""Type-checks the package as it is installed: three folders of the checkout as one tree.

python tools/typecheck.py [arguments of mypy]

mypy follows no import hook, which is how an editable install finds ``task_definitions`` and
``synthetic``; so the sources are copied below ``.mypy_cache`` as they lie in a wheel, and mypy
reads the copy. What it reports is named by the file of the checkout.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
TREE = CHECKOUT / ".mypy_cache" / "tree"
# By place in the tree; the longest first, as each is looked for at the start of a path.
PLACES = {
    "dragon_prep/task_definitions": "task_definitions",
    "dragon_prep/synthetic": "synthetic",
    "dragon_prep": "src/dragon_prep",
}


def lay_tree(tree: Path) -> None:
    """Copies the sources to a new tree, with the times of their files, which mypy's cache needs."""
    shutil.rmtree(tree, ignore_errors=True)
    for place, folder in PLACES.items():
        target = tree / place
        shutil.copytree(
            CHECKOUT / folder,
            target,
            ignore=shutil.ignore_patterns("__pycache__", "*.txt", "*.gz"),
            dirs_exist_ok=True,
        )


def of_checkout(line: str) -> str:
    """A line of mypy's report, with the path of the checkout in place of that of the copy."""
    path, colon, rest = line.partition(":")
    path = path.replace("\\", "/")
    for place, folder in PLACES.items():
        if path.startswith(f"{place}/"):
            return f"{folder}{path.removeprefix(place)}{colon}{rest}"
    return line


def main() -> int:
    """Runs mypy over the tree; returns its exit code."""
    lay_tree(TREE)
    command = [sys.executable, "-m", "mypy", "--config-file", str(CHECKOUT / "pyproject.toml")]
    command += ["--cache-dir", str(CHECKOUT / ".mypy_cache"), *sys.argv[1:]]
    # The tree is named before whatever copy of the package may be installed.
    environment = {**os.environ, "MYPYPATH": str(TREE), "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, cwd=TREE, env=environment, stdout=subprocess.PIPE, encoding="utf-8", check=False
    )
    for line in done.stdout.splitlines():
        print(of_checkout(line))
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
