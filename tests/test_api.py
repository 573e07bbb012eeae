"""What a Python user has: the names, typed and imported on first use, and both calls in memory."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dragon_prep as dp

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
TEXT = "Gezien door dr. J. Zwartjes op 12-03-2021."
FOUND = [("J. Zwartjes", "PERSOON"), ("12-03-2021", "DATUM")]


def run(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_dir_lists_the_api_and_every_name_is_there():
    assert dir(dp) == sorted(dp.__all__)
    assert {"build", "check", "deidentify", "detect", "find_tasks", "verify"} <= {*dir(dp)}
    for name in dir(dp):
        assert callable(getattr(dp, name)), name
        assert name in str(dp.__doc__), name


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = dp.nothing_of_the_kind


def test_importing_the_package_imports_nothing_else():
    code = "import sys, dragon_prep; dir(dragon_prep)\n"
    code += "print(*(m for m in sys.modules if m.split('.')[0] in "
    code += "{'dragon_prep', 'numpy', 'pandas', 'spacy', 'pyarrow', 'sklearn', 'rich', 'typer'}))"
    assert run(code) == ["dragon_prep"]


@pytest.mark.parametrize(
    "before",
    [
        "",
        "import dragon_prep.detect",
        "import dragon_prep.detect.profile as profile; profile.Profile",
        "from dragon_prep.detect import detect; from dragon_prep import detect as package",
        "dp.detect",
        "dp.deidentify('x')",
    ],
)
def test_detect_can_be_called_whatever_was_imported_before(before):
    code = f"import dragon_prep as dp\n{before}\n"
    code += f"print(*(hit.span.label for hit in dp.detect({TEXT!r})), dp.detect.Evidence.__name__)"
    assert run(code) == ["PERSOON", "DATUM", "Evidence"]


def test_readme_in_memory():
    (shown,) = re.findall(r"```pycon\n(.*?)```", README, re.DOTALL)
    parsed = doctest.DocTestParser().get_doctest(shown, {}, "README.md", None, 0)
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(parsed)
    assert (result.failed, result.attempted) == (0, 8)
