"""Reads a page as far as tests ask: its elements, and the words in them."""

from __future__ import annotations

from html.parser import HTMLParser

_EMPTY = {"meta", "link", "br", "rect", "path"}


class Page(HTMLParser):
    """What a page holds.

    Attributes:
        elements: every element's name and attributes.
        words: each stretch of text, with the elements that it stands in.
        faults: end tags that end nothing.
    """

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.faults: list[str] = []
        self._open: list[tuple[str, str | None]] = []
        self.feed(markup)
        self.close()
        self.faults += [name for name, _ in self._open]

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in _EMPTY:
            self._open.append((tag, dict(attrs).get("class")))

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self._open or self._open[-1][0] != tag:
            self.faults.append(tag)
        else:
            self._open.pop()

    def handle_data(self, data):
        if data.strip() and self._open[-1][0] not in ("style", "script"):
            self.words.append((data.strip(), tuple(self._open)))

    @property
    def text(self) -> str:
        """All words of the page."""
        return "\n".join(words for words, _ in self.words)

    def attributes(self, name: str) -> list[str]:
        """The values of an attribute."""
        return [a[name] or "" for _, a in self.elements if name in a]
