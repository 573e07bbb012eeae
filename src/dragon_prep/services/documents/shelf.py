"""Where the documents are, in which order, and what each is called.

An installation has them in a folder of the package, in the places they have in the checkout
(``setup.py`` puts them there); a checkout has them where they are written. Their order is that of
the site, ``zensical.toml``, which lies beside them.
"""

from __future__ import annotations

import difflib
import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.run import PAGE_UNKNOWN
from dragon_prep.core.errors import UsageFault

if TYPE_CHECKING:
    from collections.abc import Iterator

ORDER = "zensical.toml"
INSTALLED = "documents"
IMAGES = "docs/images"

_FENCE = re.compile(r" {0,3}(```|~~~)")
_HEADING = re.compile(r"(#{1,6}) +(.+?)(?: +#+)?$")
_MARKS = re.compile(r"\[([^\]]*)\]\([^)]*\)|[`*]")


@dataclass(frozen=True, slots=True, repr=False)
class DocumentPage:
    """One page.

    Attributes:
        topic: what it is asked for by, such as ``detection``.
        title: as the order of the site has it.
        group: of the pages it stands with; empty for the first page.
        path: relative to :func:`root`, with forward slashes.
    """

    topic: str
    title: str
    group: str
    path: str

    @property
    def text(self) -> str:
        """What it says, in Markdown."""
        return (root() / self.path).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True, repr=False)
class SectionHeading:
    """A heading of a page.

    Attributes:
        line: its line, from 0.
        level: 1 for a title, and so on.
        words: without marks.
        anchor: what links name it by.
    """

    line: int
    level: int
    words: str
    anchor: str


@functools.cache
def root() -> Path:
    """The folder with the documents."""
    package = Path(__file__).resolve().parents[2]
    inside = package / INSTALLED
    return inside if inside.is_dir() else package.parents[1]


@functools.cache
def all_pages() -> tuple[DocumentPage, ...]:
    """All pages, in the order of the site."""
    order = tomllib.loads((root() / ORDER).read_text(encoding="utf-8"))["project"]["nav"]
    return tuple(
        DocumentPage(_topic(path), title, of, path) for title, of, path in _named(order, "")
    )


def find_page(topic: str) -> DocumentPage:
    """The page that a topic names: ``detection``, ``docs/detection.md``.

    Raises:
        UsageFault: if there is none; what was typed is not repeated.
    """
    wanted = _topic(topic.strip().removeprefix("./"))
    pages = {page.topic: page for page in all_pages()}
    if wanted in pages:
        return pages[wanted]
    near = difflib.get_close_matches(wanted, pages, 3, cutoff=0.6)
    hint = f"; near it are {', '.join(near)}" if near else ""
    raise UsageFault(PAGE_UNKNOWN, f"no page of the documents has that name{hint}")


def section(text: str, anchor: str) -> str:
    """A section of a page, with those below it.

    Args:
        text: of the page.
        anchor: of the section's heading, such as ``how-well``.

    Raises:
        UsageFault: if the page has no such heading.
    """
    found = headings(text)
    at = next((i for i, heading in enumerate(found) if heading.anchor == anchor.lower()), None)
    if at is None:
        near = difflib.get_close_matches(anchor, [h.anchor for h in found], 3, cutoff=0.4)
        hint = f"; near it are {', '.join(near)}" if near else ""
        raise UsageFault(PAGE_UNKNOWN, f"the page has no section of that name{hint}")
    own = found[at]
    after = (h.line for h in found[at + 1 :] if h.level <= own.level)
    lines = text.splitlines()
    return "\n".join(lines[own.line : next(after, len(lines))]).rstrip() + "\n"


def headings(text: str) -> list[SectionHeading]:
    """The headings of a page, from first to last; what stands in blocks of code is none."""
    found: list[SectionHeading] = []
    fence = ""
    for number, line in enumerate(text.splitlines()):
        if mark := _FENCE.match(line):
            fence = "" if mark[1] == fence else fence or mark[1]
        elif not fence and (heading := _HEADING.match(line)):
            words = _MARKS.sub(lambda m: m[1] or "", heading[2])
            found.append(SectionHeading(number, len(heading[1]), words, anchor_of(words)))
    return found


def anchor_of(words: str) -> str:
    """What links call a heading, on the site and in the repository alike."""
    kept = re.sub(r"[^\w\s-]", "", words).strip().lower()
    return re.sub(r"[-\s]+", "-", kept)


def _named(order: Any, group: str) -> Iterator[tuple[str, str, str]]:
    """Title, group and path of each page of an order."""
    for entry in order:
        for title, what in entry.items():
            if isinstance(what, str):
                yield title, group, what
            else:
                yield from _named(what, title)


def _topic(path: str) -> str:
    """What a page is asked for by: its name; its folder's, if it is the page of a folder."""
    parts = PurePosixPath(path.lower().replace("\\", "/").removesuffix(".md")).parts
    if parts[:1] == ("docs",):
        parts = parts[1:]
    if len(parts) > 1:
        parts = parts[:-1] if parts[-1] == "readme" else parts[-1:]
    return "-".join(parts).replace("_", "-")
