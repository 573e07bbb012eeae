"""Words in the documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.services.documents.shelf import all_pages, headings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.services.documents.shelf import DocumentPage


@dataclass(frozen=True, slots=True, repr=False)
class FoundLine:
    """A line of the documents.

    Attributes:
        page: it stands in.
        anchor: of the section it stands in; empty before the first heading.
        number: of the line, from 1.
        line: as it is, without white space around it.
    """

    page: DocumentPage
    anchor: str
    number: int
    line: str


def find_lines(words: str) -> Iterator[FoundLine]:
    """The lines of all pages that have all the words given, in any case, in the order of the site.

    Args:
        words: parts of words do, too; nothing is found for none.
    """
    wanted = words.casefold().split()
    for page in all_pages():
        text = page.text
        marks = {heading.line: heading.anchor for heading in headings(text)}
        anchor = ""
        for number, line in enumerate(text.splitlines()):
            anchor = marks.get(number, anchor)
            folded = line.casefold()
            if wanted and all(word in folded for word in wanted):
                yield FoundLine(page, anchor, number + 1, line.strip())
