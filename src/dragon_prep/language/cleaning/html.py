"""HTML to text, as a browser shows it: tags go, blocks and ``<br>`` become line ends."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from dragon_prep.core.phi import canonical_label
from dragon_prep.language.cleaning.kinds import Change, CleanKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCKS = frozenset(
    "address article blockquote body center dd div dl dt fieldset form h1 h2 h3 h4 h5 h6 head"  # noqa: SIM905
    " header hr html li main ol p pre section table tbody tfoot thead title tr ul".split()
)
_CELLS = frozenset({"td", "th"})
_INLINE = frozenset(
    "a abbr b big button cite code col colgroup em font i img input ins kbd label"  # noqa: SIM905
    " link mark meta o:p option q s samp select small span strike strong sub sup textarea"
    " tt u var".split()
)
_HIDDEN = frozenset({"script", "style"})
_KNOWN = _BLOCKS | _CELLS | _INLINE | _HIDDEN | {"br"}
_WITHOUT_VALUE = frozenset(
    ["nowrap", "noshade", "compact", "checked", "disabled", "readonly", "selected", "hidden"]
)
_NAMES = "|".join(sorted(_KNOWN - {"s", "a", "q", "i", "b", "p"}, key=len, reverse=True))
# A text is HTML if it closes an element, or has one that nobody closes. A single "<b>" may be
# anything.
_IS_HTML = re.compile(
    rf"</(?:{_NAMES}|s|a|q|i|b|p)\s*>|<(?:br|hr|p|li|td)(?:\s*/)?>|<!DOCTYPE\s+html|<html[\s>]",
    re.IGNORECASE,
)
_LAID_OUT = re.compile(r"<(?:p|div|td|table|tr|li|ul|ol|body|html|h[1-6])(?=[\s/>])", re.IGNORECASE)
_MADE_OF = ("<!doctype", "<!--", "<?xml")
_BLANK = re.compile(r"[ \t\n\f]+")
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
    yield from _Layout(text, bool(_LAID_OUT.search(text))).changes(reader.events)


def _closes_all(text: str) -> bool:
    """Whether all scripts and comments end: else the rest of the report would be taken for one."""
    if text.count("<!--") > text.count("-->"):
        return False
    return len(_OPENS.findall(text)) <= len(_CLOSES.findall(text))


class _Event(NamedTuple):
    start: int
    end: int  # at most: it ends where the next begins
    name: str  # of a tag; empty for what is no markup
    closes: bool


class _Reader(HTMLParser):
    """Notes where tags, comments and text begin; each ends where the next begins."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.events: list[_Event] = []
        self._text = text
        self._lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]

    @property
    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _note(self, name: str, end: int, *, closes: bool = False) -> None:
        self.events.append(_Event(self._at, end, name, closes))

    def _past(self, sign: str) -> int:
        """Where a sign ends that closes what begins here."""
        found = self._text.find(sign, self._at)
        return found + len(sign) if found >= 0 else len(self._text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or ""
        odd = any(value is None and name not in _WITHOUT_VALUE for name, value in attrs)
        is_ours = tag in _KNOWN and not odd and canonical_label(written.strip("</> ")) is None
        self._note(tag if is_ours else "", self._at + len(written))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._note(tag if tag in _KNOWN else "", self._past(">"), closes=True)

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


class _Layout:
    """From events to changes: what stands on a line, and what waits for the next text."""

    def __init__(self, text: str, is_laid_out: bool) -> None:
        self._text = text
        self._folds = is_laid_out  # whether line ends in the source are blanks
        self._found: list[Change] = []
        self._on_line = False  # whether something stands on the line
        self._waits = ""  # what goes before the next text
        self._hidden = ""
        self._keeps = 0  # inside <pre>

    def changes(self, events: list[_Event]) -> list[Change]:
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
        self._found.append(Change(start, end, new, CleanKind.HTML))

    def _tag(self, event: _Event, end: int) -> None:
        name, new = event.name, ""
        if name in _HIDDEN:
            self._hidden = "" if event.closes else name
        elif name == "br":
            new, self._waits, self._on_line = f"{self._waits}\n", "", False
        elif name in _BLOCKS:
            self._keeps += (-1 if event.closes else 1) * (name == "pre")
            if self._on_line:
                self._waits, self._on_line = "\n", False
            if name == "li" and not event.closes:
                self._waits = f"{self._waits.rstrip('- ')}- "
        elif name in _CELLS and not event.closes and self._on_line:
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
