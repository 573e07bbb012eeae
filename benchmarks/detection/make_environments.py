"""Makes one environment per peer, so that none of them meets the packages of another.

    python benchmarks/detection/make_environments.py FOLDER [NAME ...]

Each is a plain virtual environment with pinned versions from the package index; no model is
downloaded. deduce and belgian-deduce build a cache of their word lists inside their environment
when they first start (one to two minutes); that is done here too, so that no figure holds it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import venv
from pathlib import Path

# The versions the figures are of.
PEERS = {
    "deduce": ("deduce==3.0.6",),
    "belgian_deduce": ("belgian-deduce==5.0.0",),
    "presidio": ("presidio-analyzer==2.2.366",),
    "zorgdeid": ("zorgdeid==1.1.0",),
}
RUNNERS = Path(__file__).parent / "peers"


def python_of(folder: Path, name: str) -> Path:
    """The interpreter of a peer's environment, whether it is there or not."""
    inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return folder.joinpath(name, *inside)


def make(folder: Path, name: str) -> None:
    """Makes an environment, or leaves it as it is if its packages are there already."""
    python = python_of(folder, name)
    if not python.exists():
        venv.create(folder / name, with_pip=True)
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, *PEERS[name]], check=True)
    subprocess.run([python, RUNNERS / f"{name}.py", "--warm-up"], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", choices=[*PEERS, []], metavar="NAME")
    given = parser.parse_args()
    for name in given.names or PEERS:
        print(f"{name} ...", file=sys.stderr)
        make(given.folder, name)


if __name__ == "__main__":
    main()
