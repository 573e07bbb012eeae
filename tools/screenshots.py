"""Makes the screenshots of the documents, docs/images, of simulated exports.

python tools/screenshots.py

It simulates exports of T19, checks and builds them, and looks at the pages with Chromium (that of
the machine, or DRAGON_PREP_CHROMIUM). Nothing that is shown is real. What a browser draws differs
from machine to machine, so the pictures are made by hand, when a page has changed.
"""

from __future__ import annotations

import base64
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
WIDTH, HEIGHT = 1100, 720
QUALITY = 70
_TOOL = [sys.executable, "-m", "dragon_prep", "--no-color"]
_SIMULATED = ["simulate", "T19", "--reports", "300", "--out", "raw", "--seed", "1"]
_COMMON = ["--source", "raw", "--key-file", "key"]


def prepare(folder: Path) -> None:
    """Simulates, checks and builds in a folder."""
    key = ["key", "new", "key"]
    check = ["check", "T19", *_COMMON, "--workspace", "work"]
    build = ["build", "T19", *_COMMON, "--out", "release", "--workspace", "work"]
    for command in (key, _SIMULATED, check, build):
        subprocess.run([*_TOOL, *command], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def picture(page: Page, name: str, below: str = "") -> None:
    """Takes a picture of what the window shows, from an element on."""
    if below:
        page.locator(below).first.evaluate("element => element.scrollIntoView()")
    page.wait_for_timeout(300)
    session = page.context.new_cdp_session(page)
    asked = {"format": "webp", "quality": QUALITY}
    taken = session.send("Page.captureScreenshot", asked)["data"]
    (IMAGES / f"{name}.webp").write_bytes(base64.b64decode(taken))


def take(folder: Path, page: Page) -> None:
    """Takes all pictures."""
    page.goto((folder / "release" / "report.html").as_uri())
    picture(page, "report")
    picture(page, "report_task", "svg")
    page.goto((folder / "work" / "check.html").as_uri())
    picture(page, "check")
    command = [*_TOOL, "review", "work", *_COMMON]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as review:
        assert review.stdout is not None
        address = next(line for line in review.stdout if "http://" in line).strip()
        page.goto(address)
        page.wait_for_selector("#status")
        page.wait_for_timeout(1000)
        picture(page, "review")
        page.goto("about:blank")
        review.send_signal(signal.SIGINT)


def main() -> None:
    """Makes the pictures."""
    IMAGES.mkdir(exist_ok=True)
    program = os.environ.get("DRAGON_PREP_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        prepare(Path(name))
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        window = {"width": WIDTH, "height": HEIGHT}
        context = browser.new_context(viewport=window, color_scheme="light")  # type: ignore[arg-type]
        take(Path(name), context.new_page())
        browser.close()


if __name__ == "__main__":
    main()
