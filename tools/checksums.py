"""Writes the checksums of the package's data files: run it after any change of one.

python tools/checksums.py            refreshes src/dragon_prep/data/checksums.json
python tools/checksums.py --check    changes nothing; exit code 1 where it would
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "src" / "dragon_prep" / "data"
CHECKSUMS = DATA / "checksums.json"


def checksums() -> str:
    """What ``checksums.json`` should hold for the data files as they are now.

    Raises:
        SystemExit: if a data file has carriage returns, which would make its checksum depend on
            the platform it was checked out on.
    """
    found = {}
    for path in sorted(DATA.iterdir()):
        if path.is_file() and path.suffix != ".py" and path != CHECKSUMS:
            content = path.read_bytes()
            if path.suffix not in (".gz", ".npz") and b"\r" in content:
                raise SystemExit(f"{path.name} has carriage returns; save it with line feeds only")
            found[path.name] = hashlib.sha256(content).hexdigest()
    return json.dumps(found, indent=1, sort_keys=True) + "\n"


def refresh() -> None:
    """Writes the checksums of all data files."""
    CHECKSUMS.write_text(checksums(), encoding="utf-8", newline="\n")


def main() -> int:
    """Refreshes or checks; returns the exit code."""
    if "--check" in sys.argv[1:]:
        current = CHECKSUMS.read_text(encoding="utf-8") if CHECKSUMS.exists() else ""
        return int(current != checksums())
    refresh()
    return 0


if __name__ == "__main__":
    sys.exit(main())
