"""How many kinds of mistakes of data stewards are stopped, listed or read rightly.

python benchmarks/mistakes.py        prints how many of how many, and those that pass in silence

The kinds are the tests of ``tests/end_to_end/test_stewards_mistakes.py``: each spoils simulated
exports in one way, and looks at what ``check`` or ``build`` says. One needs a user other than root.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

CHECKOUT = Path(__file__).resolve().parents[1]
KINDS = CHECKOUT / "tests" / "end_to_end" / "test_stewards_mistakes.py"
UNSPOILT = "test_the_exports_as_they_are"  # what the others are compared with


def outcomes(tests: Path) -> dict[str, bool]:
    """Of each kind of mistake, by its test's name, whether all of its cases pass."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        command = [sys.executable, "-m", "pytest", "-n", "2", f"--junit-xml={report}", str(tests)]
        subprocess.run(command, cwd=CHECKOUT, stdout=subprocess.DEVNULL, check=False)
        cases = list(ElementTree.parse(report).iter("testcase"))
    found: dict[str, bool] = {}
    for case in cases:
        if case.find("skipped") is not None or case.attrib["name"] == UNSPOILT:
            continue
        kind = case.attrib["name"].partition("[")[0].removeprefix("test_").replace("_", " ")
        failed = case.find("failure") is not None or case.find("error") is not None
        found[kind] = found.get(kind, True) and not failed
    return found


def main() -> None:
    """Prints the count."""
    found = outcomes(KINDS)
    print(f"{sum(found.values())} of {len(found)} kinds")
    print(*(f"- {kind}" for kind, is_caught in found.items() if not is_caught), sep="\n")


if __name__ == "__main__":
    main()
