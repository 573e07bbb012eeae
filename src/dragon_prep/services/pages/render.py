"""Templates of pages and cards. All that a page says is escaped, but for drawings of our own."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from dragon_prep.services.pages import blocks

if TYPE_CHECKING:
    from jinja2 import Environment

_KINDS = {
    str: "paragraph",
    blocks.PageTable: "table",
    blocks.Chart: "chart",
    blocks.Words: "words",
    blocks.Lines: "lines",
    blocks.Heading: "heading",
}


def rendered(template: str, **values: object) -> str:
    """A template filled in.

    Args:
        template: its file in ``templates``.
        values: what it asks for; a value that it lacks is an error.
    """
    return _environment().get_template(template).render(**values)


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    # Only what goes to a browser is escaped for one; a card in Markdown has escapes of its own.
    environment = Environment(
        loader=PackageLoader("dragon_prep.services.pages", "templates"),
        autoescape=select_autoescape((), ("md.j2",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["kind_of"] = _kind_of
    environment.filters["md"] = _for_markdown
    return environment


def _kind_of(block: blocks.Block) -> str:
    return _KINDS[type(block)]


def _for_markdown(words: object) -> str:
    """Words as a table's cell or a paragraph of Markdown may hold them, on one line."""
    plain = " ".join(str(words).split())
    for sign in "\\`*_[]|#$~":
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
