"""A rule of the detector as data: where it looks, what must stand there, and cases beside it.

``detect/engine.py`` reads entries. A new one needs no code unless it has a condition of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MARKED = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One way in which a rule finds something. A rule may have several.

    Exactly one of ``before``, ``behind``, ``on`` and ``inside`` is given: a pattern whose groups
    are what is found. ``{name}`` in it stands for an atom of ``language/atoms.py``.

    Attributes:
        rule: the rule it belongs to.
        label: of what it finds; one for each group if they differ, with a blank between them; empty
            if the reader tells.
        at: the kind of word it looks beside, see ``language/page.py``; ``number:2,4`` for numbers
            of so many digits. ``inside`` needs none: it is a kind of word that the text has.
        before: what stands in front of such a word, up to it.
        behind: what stands behind it.
        on: what starts where it does.
        inside: what stands anywhere.
        signs: strings one of which, in lower case, a text has that ``inside`` or a number's ``on``
            can match.
        opens: words, in lower case, with one of which all opens that ``inside`` matches; without
            ``reach``.
        reach: how many characters ``before`` looks at, 60 if it is 0; how far from a sign
            ``inside`` is looked for, anywhere if it is 0.
        drop: classes of words that are no part of what is found, though it starts with them.
        read: the reader that takes over where the pattern ends, in place of a group.
        guards: conditions by name, each true of what is found; ``name:class,class`` has classes of
            words as arguments.
        finds: sentences in which it finds what is ``{{marked}}``.
        passes: sentences in which its rule finds nothing.
    """

    rule: str
    label: str = ""
    at: str = ""
    # A centre's own entries may hold names and sentences, which its repr does not show.
    before: str = field(default="", repr=False)
    behind: str = field(default="", repr=False)
    on: str = field(default="", repr=False)
    inside: str = field(default="", repr=False)
    signs: tuple[str, ...] = field(default=(), repr=False)
    opens: tuple[str, ...] = field(default=(), repr=False)
    reach: int = 0
    drop: str = field(default="", repr=False)
    read: str = ""
    guards: tuple[str, ...] = field(default=(), repr=False)
    finds: tuple[str, ...] = field(default=(), repr=False)
    passes: tuple[str, ...] = field(default=(), repr=False)


def unmarked(sentence: str) -> tuple[str, list[tuple[int, int]]]:
    """A sentence without its ``{{marks}}``, and where in it they stood."""
    places: list[tuple[int, int]] = []
    text, at = "", 0
    for mark in _MARKED.finditer(sentence):
        text += sentence[at : mark.start()]
        places.append((len(text), len(text) + len(mark[1])))
        text += mark[1]
        at = mark.end()
    return text + sentence[at:], places
