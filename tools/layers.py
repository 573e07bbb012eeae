"""Checks that layers point down and nothing goes in circles, by the contracts of pyproject.toml.

python tools/layers.py [arguments of lint-imports]

The sources are laid in one tree first, as for the type check: import-linter follows no import hook.
"""

from __future__ import annotations

import os
import subprocess
import sys

from typecheck import CHECKOUT, TREE, lay_tree


def main() -> int:
    """Runs import-linter over the tree; returns its exit code."""
    lay_tree(TREE)
    run = "import sys; from importlinter.cli import lint_imports_command as main; main()"
    command = [
        sys.executable,
        "-c",
        run,
        "--config",
        str(CHECKOUT / "pyproject.toml"),
        "--no-cache",
    ]
    # The tree goes before whatever copy of the package may be installed.
    environment = {**os.environ, "PYTHONPATH": str(TREE), "PYTHONUTF8": "1"}
    command += sys.argv[1:]
    return subprocess.run(command, cwd=TREE, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
