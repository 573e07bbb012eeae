"""The documents as HTML pages for a browser without a network: no script, nothing fetched."""

from __future__ import annotations

import functools
import re
import shutil
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import OUTPUT_EXISTS
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import absolute, replaced_atomically, system_faults
from dragon_prep.services.documents.shelf import (
    IMAGES,
    all_pages,
    headings,
    root,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jinja2 import Template
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from dragon_prep.services.documents.shelf import DocumentPage

FIRST = "README.html"
_CONTENTS_FROM = 4  # headings of the second level that a list of them is worth
_TITLE = 3  # tokens of the title, which every page begins with
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def write_pages(folder: Path) -> Path:
    """Writes all pages, and gives the one to begin with.

    Args:
        folder: to make; an empty one will do, too.

    Raises:
        UsageFault: if there is something in it.
        SystemFault: if it cannot be written.
    """
    folder = absolute(folder)
    known = {page.path for page in all_pages()}

    def require() -> None:
        if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
            remedy = "Give another folder, or remove this one."
            raise UsageFault(OUTPUT_EXISTS, place=Place(folder.name), remedy=remedy)

    with system_faults("documents"), replaced_atomically(folder, require) as new:
        for page in all_pages():
            place = (new.staging / page.path).with_suffix(".html")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(page_html(page, known).encode("utf-8"))
        for image in sorted((root() / IMAGES).glob("*")):
            place = new.staging / IMAGES / image.name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(image, place)
    return folder / FIRST


def page_html(page: DocumentPage, known: set[str]) -> str:
    """One page as it is written.

    Args:
        page: to write.
        known: the paths of all pages. What a page links to beside them and other hosts is not
            here: it becomes plain words.
    """
    text = page.text
    tokens = _markdown().parse(text)
    _name_headings(tokens, [heading.anchor for heading in headings(text)])
    _lead(tokens, page, known)
    below = [(h.anchor, h.words) for h in headings(text) if h.level == 2]
    return _template().render(
        page=page,
        groups=_groups(page),
        contents=below if len(below) >= _CONTENTS_FROM else [],
        title=_rendered(tokens[:_TITLE]),
        body=_rendered(tokens[_TITLE:]),
        first=_way(page, FIRST),
    )


def _rendered(tokens: Sequence[Token]) -> str:
    made: str = _markdown().renderer.render(tokens, _markdown().options, {})
    return made


def _name_headings(tokens: Sequence[Token], anchors: list[str]) -> None:
    """Gives each heading its anchor."""
    opened = [token for token in tokens if token.type == "heading_open"]
    for token, anchor in zip(opened, anchors, strict=True):
        token.attrSet("id", anchor)


def _lead(tokens: Sequence[Token], page: DocumentPage, known: set[str]) -> None:
    """Has links between pages lead to the pages that are written."""
    for token in tokens:
        if token.type == "image":
            token.attrSet("loading", "lazy")
        if token.type == "link_open":
            _lead_one(token, page, known)
        _lead(token.children or (), page, known)


def _lead_one(token: Token, page: DocumentPage, known: set[str]) -> None:
    address = str(token.attrGet("href") or "")
    if address.startswith("#"):
        return
    if _ELSEWHERE.match(address):
        token.attrSet("rel", "noreferrer")
        return
    path, _, anchor = address.partition("#")
    target = _joined(page.path, path)
    if target in known:
        shown = PurePosixPath(path).with_suffix(".html").as_posix()
        token.attrSet("href", f"{shown}#{anchor}" if anchor else shown)
    else:
        token.attrs.pop("href")


def _joined(page: str, link: str) -> str:
    """Where a link of a page leads, relative to the root."""
    parts = [*PurePosixPath(page).parent.parts]
    for part in PurePosixPath(link).parts:
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
    return "/".join(parts)


def _way(page: DocumentPage, target: str) -> str:
    """From a page to another file."""
    return "../" * (len(PurePosixPath(page.path).parts) - 1) + target


def _groups(page: DocumentPage) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """The order of the pages, as one of them shows it: group, and its pages' titles and ways."""
    groups: dict[str, list[tuple[str, str, bool]]] = {}
    for other in all_pages():
        way = _way(page, PurePosixPath(other.path).with_suffix(".html").as_posix())
        groups.setdefault(other.group, []).append((other.title, way, other == page))
    return [*groups.items()]


@functools.cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    # A table that is too wide scrolls in its own frame, by keyboard, too.
    frame = '<div class="wide" tabindex="0">\n<table>\n'
    made.add_render_rule("table_open", lambda *_: frame)
    made.add_render_rule("table_close", lambda *_: "</table>\n</div>\n")
    made.add_render_rule("fence", _code)
    made.add_render_rule("code_block", _code)
    return made


def _code(_: object, tokens: Sequence[Token], at: int, *__: object) -> str:
    from markupsafe import escape

    return f'<pre tabindex="0"><code>{escape(tokens[at].content)}</code></pre>\n'


@functools.cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("dragon_prep.services.documents", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("document.html.j2")
