"""Chromium and axe-core for tests of pages; they are skipped where a machine has none.

``apt-get install chromium``, or ``DRAGON_PREP_CHROMIUM``; ``npm install --prefix .ci/browser
axe-core``, or ``DRAGON_PREP_AXE``.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from checkout import CHECKOUT

_AXE = "node_modules/axe-core/axe.min.js"


def axe() -> Path:
    """The script of axe-core."""
    named = os.environ.get("DRAGON_PREP_AXE")
    places = [Path(named)] if named else [CHECKOUT / ".ci" / "browser" / _AXE, CHECKOUT / _AXE]
    found = next((path for path in places if path.is_file()), None)
    return found or pytest.skip("needs axe-core")


@contextmanager
def chromium():
    """A Chromium that playwright drives."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    program = os.environ.get("DRAGON_PREP_CHROMIUM") or shutil.which("chromium")
    if not program:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()
