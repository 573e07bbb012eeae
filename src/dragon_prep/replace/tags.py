"""PHI tags that stand in a text as such, such as ``<PERSOON>``: the original is unknown."""

from __future__ import annotations

from typing import NamedTuple

from dragon_prep.model.phi import TAG, canonical_label
from dragon_prep.model.span import Span

_FEWEST_LETTERS = 4  # shorter words in capitals and brackets are anything, such as <BR>


class Tags(NamedTuple):
    """The PHI tags of a text.

    Attributes:
        spans: where the known ones are, with canonical labels, in order.
        unknown: whether there is one that looks like a PHI tag and is none we know.
    """

    spans: list[Span]
    unknown: bool


def tag_spans(text: str) -> Tags:
    """Finds the PHI tags of a text.

    Unknown tags are those in capitals with four letters or more that are no PHI label, and the
    closing forms of PHI labels (``</PERSOON>``). Other things in angle brackets are no tags.
    """
    spans: list[Span] = []
    unknown = False
    if "<" not in text:
        return Tags(spans, unknown)
    for match in TAG.finditer(text):
        name = match[1]
        label = canonical_label(name)
        if label and match[0][1] != "/":
            spans.append(Span(match.start(), match.end(), label))
        elif label or (name.isupper() and sum(map(str.isalpha, name)) >= _FEWEST_LETTERS):
            unknown = True
    return Tags(spans, unknown)


def has_unknown_tag(text: str) -> bool:
    """Whether something looks like a PHI tag and is none we know."""
    return tag_spans(text).unknown
