"""HTML to text, as a browser shows it: tags go, blocks and ``<br>`` become line ends."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import accumulate
from typing import TYPE_CHECKING

from dragon_prep.core.phi import canonical_label
from dragon_prep.language.cleaning.kinds import CleanKind
from dragon_prep.language.cleaning.layout import BLOCKS, CELLS, HIDDEN, TagEvent, TextLayout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.cleaning.kinds import Change

INLINE = frozenset(
    "a abbr b big button cite code col colgroup em font i img input ins kbd label"  # noqa: SIM905
    " link mark meta o:p option q s samp select small span strike strong sub sup textarea"
    " tt u var".split()
)
KNOWN = BLOCKS | CELLS | INLINE | HIDDEN | {"br"}
_WITHOUT_VALUE = frozenset(
    ["nowrap", "noshade", "compact", "checked", "disabled", "readonly", "selected", "hidden"]
)
_NAMES = "|".join(sorted(KNOWN - {"s", "a", "q", "i", "b", "p"}, key=len, reverse=True))
# A text is HTML if it closes an element, or has one that nobody closes. A single "<b>" may be
# anything.
_IS_HTML = re.compile(
    rf"</(?:{_NAMES}|s|a|q|i|b|p)\s*>|<(?:br|hr|p|li|td)(?:\s*/)?>|<!DOCTYPE\s+html|<html[\s>]",
    re.IGNORECASE,
)
_LAID_OUT = re.compile(r"<(?:p|div|td|table|tr|li|ul|ol|body|html|h[1-6])(?=[\s/>])", re.IGNORECASE)
_MADE_OF = ("<!doctype", "<!--", "<?xml")
_CLOSES = re.compile(r"</(?:script|style)\s*>", re.IGNORECASE)
_LONGEST = 1_000_000  # characters: no report, and a parser may be slow on what is made to be
_OPENS = re.compile(r"<(?:script|style)\b", re.IGNORECASE)


def changes(text: str) -> Iterator[Change]:
    """The tags of a text in HTML, and the blanks that mean nothing; nothing if it is none."""
    if "<" not in text or _IS_HTML.search(text) is None:
        return
    if len(text) > _LONGEST or not _closes_all(text):
        return
    reader = _Reader(text)
    reader.feed(text[: text.rindex(">") + 1])  # behind it nothing is markup
    reader.close()
    layout = TextLayout(text, bool(_LAID_OUT.search(text)), CleanKind.HTML)
    yield from layout.changes(reader.events)


def _closes_all(text: str) -> bool:
    """Whether all scripts and comments end: else the rest of the report would be taken for one."""
    if text.count("<!--") > text.count("-->"):
        return False
    return len(_OPENS.findall(text)) <= len(_CLOSES.findall(text))


class _Reader(HTMLParser):
    """Notes where tags, comments and text begin; each ends where the next begins."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.events: list[TagEvent] = []
        self._text = text
        self._lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]

    @property
    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _note(self, name: str, end: int, *, closes: bool = False) -> None:
        self.events.append(TagEvent(self._at, end, name, closes))

    def _past(self, sign: str) -> int:
        """Where a sign ends that closes what begins here."""
        found = self._text.find(sign, self._at)
        return found + len(sign) if found >= 0 else len(self._text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or ""
        odd = any(value is None and name not in _WITHOUT_VALUE for name, value in attrs)
        is_ours = tag in KNOWN and not odd and canonical_label(written.strip("</> ")) is None
        self._note(tag if is_ours else "", self._at + len(written))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._note(tag if tag in KNOWN else "", self._past(">"), closes=True)

    def handle_data(self, data: str) -> None:
        self._note("", self._at + len(data))

    def handle_entityref(self, name: str) -> None:
        self.handle_data(name)

    def handle_charref(self, name: str) -> None:
        self.handle_data(name)

    def handle_comment(self, data: str) -> None:  # noqa: ARG002
        begins = self._text[self._at : self._at + 9].lower()
        is_markup = begins.startswith(_MADE_OF)
        self._note("!" if is_markup else "", self._past("-->" if begins[:4] == "<!--" else ">"))

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)
