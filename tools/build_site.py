"""Builds the site of documents below .site/html; a warning is an error.

python tools/build_site.py [--serve]

The pages that zensical.toml names are laid below .site/pages in the folders they have in the
checkout, so that a link holds on the site as it does in the repository. What Zensical does not look
at is looked at here: that every page of docs is in the order, that every address in the built pages
leads to something, and that no page fetches anything from another host.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dragon_prep.services.documents.shelf import IMAGES, all_pages

CHECKOUT = Path(__file__).resolve().parents[1]
PAGES = CHECKOUT / ".site" / "pages"
BUILT = CHECKOUT / ".site" / "html"
PLAIN = ("LICENSE",)  # what pages link to and is no page

_CSS_FETCH = re.compile(r"url\(\s*[\"']?(?:https?:)?//", re.IGNORECASE)


def named_pages() -> list[str]:
    """The files of the pages, in the order of the site."""
    return [page.path for page in all_pages()]


def unnamed() -> list[str]:
    """Pages of the checkout that the site would not have."""
    found = [*CHECKOUT.glob("docs/**/*.md"), *CHECKOUT.glob("benchmarks/**/README.md")]
    names = {path.relative_to(CHECKOUT).as_posix() for path in found}
    return sorted(names - {*named_pages()})


def lay() -> None:
    """Lays the pages, their images and what else they link to in one tree."""
    shutil.rmtree(PAGES.parent, ignore_errors=True)
    beside = [*CHECKOUT.glob(f"{IMAGES}/*"), *CHECKOUT.glob("docs/site/*")]
    names = [path.relative_to(CHECKOUT).as_posix() for path in beside]
    for name in (*named_pages(), *PLAIN, *names):
        place = PAGES / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CHECKOUT / name, place)


class Addresses(HTMLParser):
    """What a page links to, what it fetches, and where one can jump to in it."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the addresses of one element."""
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        if "src" in given:
            self.fetched.append(given["src"])
        if "href" in given:
            hint = tag == "link" and given.get("rel") not in ("stylesheet", "icon", "preload")
            (self.links if tag == "a" or hint else self.fetched).append(given["href"])


def read_addresses(page: Path) -> Addresses:
    """The addresses of a built page."""
    found = Addresses()
    found.feed(page.read_text(encoding="utf-8"))
    return found


def faults(folder: Path) -> list[str]:
    """What is wrong with built pages: dead addresses, and what is fetched from elsewhere."""
    read = {page: read_addresses(page) for page in sorted(folder.rglob("*.html"))}
    said = []
    for page, found in read.items():
        name = page.relative_to(folder).as_posix()
        said += [f"{name} fetches {url}" for url in found.fetched if urlsplit(url).netloc]
        if page.name != "404.html":  # whose addresses are those of a server
            dead = (url for url in (*found.links, *found.fetched) if leads_nowhere(url, page, read))
            said += [f"{name} leads to {url}, which is not there" for url in dead]
    for sheet in sorted(folder.rglob("*.css")):
        if _CSS_FETCH.search(sheet.read_text(encoding="utf-8")):
            said.append(f"{sheet.relative_to(folder).as_posix()} fetches from elsewhere")
    return said


def leads_nowhere(address: str, page: Path, read: dict[Path, Addresses]) -> bool:
    """Whether an address in a page names a file or a place in a page that is not there."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return False
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if target not in read:
        return not target.exists()
    return bool(parts.fragment) and unquote(parts.fragment) not in read[target].anchors


def main() -> int:
    """Builds and checks the site; returns an exit code."""
    lay()
    if missed := unnamed():
        print(f"zensical.toml does not name {', '.join(missed)}")
        return 1
    command = [sys.executable, "-m", "zensical"]
    if "--serve" in sys.argv:
        return subprocess.run([*command, "serve"], cwd=CHECKOUT, check=False).returncode
    command += ["build", "--strict", "--clean"]
    done = subprocess.run(command, cwd=CHECKOUT, check=False, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout, done.stderr.rpartition("\n")[2])
        return done.returncode
    wrong = faults(BUILT)
    print(*wrong, f"{len([*BUILT.rglob('*.html')])} pages, {len(wrong)} faults", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
