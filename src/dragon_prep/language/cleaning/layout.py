"""Lays out the text between tags, as a browser does: blocks, rows, cells, and blanks that count.

What reads HTML and what reads XML tell of tags by the names that HTML has for them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dragon_prep.language.cleaning.kinds import Change, CleanKind

if TYPE_CHECKING:
    from collections.abc import Sequence

BLOCKS = frozenset(
    "address article blockquote body center dd div dl dt fieldset form h1 h2 h3 h4 h5 h6 head"  # noqa: SIM905
    " header hr html li main ol p pre section table tbody tfoot thead title tr ul".split()
)
CELLS = frozenset({"td", "th"})
HIDDEN = frozenset({"script", "style"})
VERBATIM = "cdata"  # around text whose blanks all count
_KEEPS = frozenset({"pre", VERBATIM})
_BLANK = re.compile(r"[ \t\n\f]+")


class TagEvent(NamedTuple):
    """Where a tag, a comment or text begins.

    Attributes:
        start: of it.
        end: at most; it ends where the next begins.
        name: of a tag, as HTML has it; empty for text. Of a name that it does not have, nothing is
            left.
        closes: whether the tag closes its element.
    """

    start: int
    end: int
    name: str
    closes: bool


class TextLayout:
    """From events to changes: what stands on a line, and what waits for the next text.

    Args:
        text: the source.
        is_laid_out: whether its tags make the lines, so that line ends in the source are blanks.
        kind: of the changes.
    """

    def __init__(self, text: str, is_laid_out: bool, kind: CleanKind) -> None:
        self._text = text
        self._kind = kind
        self._folds = is_laid_out
        self._found: list[Change] = []
        self._on_line = False  # whether something stands on the line
        self._waits = ""  # what goes before the next text
        self._hidden = ""
        self._keeps = 0  # how many elements keep blanks

    def changes(self, events: Sequence[TagEvent]) -> list[Change]:
        """The changes that leave what is seen.

        Args:
            events: in order.
        """
        ends = [*(event.start for event in events[1:]), len(self._text)]
        for event, end in zip(events, ends, strict=False):
            at = event.start
            if event.name and at < end:
                at = min(event.end, end)
                self._tag(event, at)
            if at < end:
                self._seen(at, end)
        return self._found

    def _seen(self, start: int, end: int) -> None:
        if self._hidden:
            self._drop(start, end)
        else:
            self._data(start, end)

    def _drop(self, start: int, end: int, new: str = "") -> None:
        self._found.append(Change(start, end, new, self._kind))

    def _tag(self, event: TagEvent, end: int) -> None:
        name, new = event.name, ""
        self._keeps += (-1 if event.closes else 1) * (name in _KEEPS)
        if name in HIDDEN:
            self._hidden = "" if event.closes else name
        elif name == "br":
            new, self._waits, self._on_line = f"{self._waits}\n", "", False
        elif name in BLOCKS:
            if self._on_line:
                self._waits, self._on_line = "\n", False
            if name == "li" and not event.closes:
                self._waits = f"{self._waits.rstrip('- ')}- "
        elif name in CELLS and not event.closes and self._on_line:
            self._waits = "\t"
        self._drop(event.start, end, new)

    def _data(self, start: int, end: int) -> None:
        if not self._folds or self._keeps > 0:
            self._plain(start, end)
            return
        at = start
        for blank in _BLANK.finditer(self._text, start, end):
            self._say(at, blank.start())
            new = " " if self._on_line and not self._waits else ""
            if blank[0] != new:
                self._drop(blank.start(), blank.end(), new)
            at = blank.end()
        self._say(at, end)

    def _plain(self, start: int, end: int) -> None:
        # In a text with <br> and line ends, a line end behind one is the same line end.
        if self._text[start] == "\n" and self._found:
            before = self._found[-1]
            if before.end == start and before.new.endswith("\n"):
                self._drop(start, start + 1)
                start += 1
        self._say(start, end)

    def _say(self, start: int, end: int) -> None:
        """Text that is seen: what waited goes before it, in place of the last tag."""
        if start == end:
            return
        if self._waits:
            last = self._found[-1]
            self._found[-1] = last._replace(new=last.new + self._waits)
            self._waits = ""
        self._on_line = True
