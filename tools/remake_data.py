"""Makes every data file that a script made again, from tools/raw and pinned packages.

pip install -e '.[tools]'            what the files were made from, to the version
python tools/remake_data.py          writes those that differ, and the checksums of all data files
python tools/remake_data.py --check  changes nothing; exit code 1 where it would

Files that differ are named. Needs nothing of the package but lexicons that no script writes.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import checksums

DISTILLERS = (
    *("wordlist", "detect_lexicons", "pools", "places", "surnames", "first_names", "names_added"),
    *("care", "streets", "organisations", "sexes"),
)
_PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"


def unmet() -> str | None:
    """What of the extra ``tools`` is not installed in the version it pins; None where all is."""
    project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]
    for pin in project["optional-dependencies"]["tools"]:
        name, _, pinned = pin.partition("==")
        try:
            installed = version(name)
        except PackageNotFoundError:
            installed = "none"
        if installed != pinned:
            return f"needs {name} {pinned}, and {installed} is installed: pip install -e '.[tools]'"
    return None


def made() -> dict[str, bytes]:
    """The content of every data file that a script makes, by its file name."""
    from importlib import import_module  # here, because they cannot be imported without Faker

    found: dict[str, bytes] = {}
    for name in DISTILLERS:
        found |= import_module(f"distil_{name}").made()
    return found


def differing() -> dict[str, bytes]:
    """The content of those files that are missing or another in the package."""
    found = {}
    for name, content in made().items():
        path = checksums.DATA / name
        if not path.exists() or path.read_bytes() != content:
            found[name] = content
    return found


def main() -> int:
    """Remakes or checks; returns the exit code."""
    parser = argparse.ArgumentParser(description="Makes the distilled data files again.")
    parser.add_argument("--check", action="store_true", help="change nothing; 1 where it would")
    check = parser.parse_args().check
    if reason := unmet():
        print(reason, file=sys.stderr)
        return 2
    different = differing()
    for name, content in different.items():
        print(f"{name} {'differs' if check else 'written'}")
        if not check:
            (checksums.DATA / name).write_bytes(content)
    if check:
        return int(bool(different))
    checksums.refresh()
    return 0


if __name__ == "__main__":
    sys.exit(main())
