"""Headings that an author keeps to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.authors import ranked

if TYPE_CHECKING:
    from dragon_prep.synthetic.kit.authors import Author


def habit(author: Author, options: str) -> str:
    """The one of several ``a|b|c`` that the author always takes."""
    return ranked(author.name, tuple(options.split("|")))[0]
