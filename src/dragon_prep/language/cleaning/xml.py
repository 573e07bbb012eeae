"""XML to text: the narrative of CDA documents, or all that stands between the tags of others."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from dragon_prep.core.phi import canonical_label
from dragon_prep.language.cleaning.html import KNOWN
from dragon_prep.language.cleaning.kinds import CleanKind
from dragon_prep.language.cleaning.layout import BLOCKS, VERBATIM, TagEvent, TextLayout

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragon_prep.language.cleaning.kinds import Change

_NAME = r"(?:[A-Za-z_][\w.-]{0,63}:)?[A-Za-z_][\w.-]{0,63}"
_TOKEN = re.compile(
    rf"""(?P<cdata><!\[CDATA\[)(?P<said>.*?)\]\]>
        | <!--.*?--> | <\?.*?\?> | <!DOCTYPE[^<>\[]*(?:\[[^\]]{{0,4000}}\]\s*)?>
        | <(?P<closes>/?)(?P<name>{_NAME})
          (?P<more>(?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?P<empty>/?)>""",
    re.VERBOSE | re.DOTALL,
)
_PAIRS = (("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>"))
# Elements of the Clinical Document Architecture that HTML does not have.
_CDA = "ClinicalDocument|structuredBody|nonXMLBody|paragraph|content|linkHtml|renderMultiMedia"
_OF_CDA = re.compile(rf"</(?:[\w.-]{{1,64}}:)?(?:{_CDA})\s*>")
_BEGINS = re.compile(rf"\s*(?:<\?xml\b|<({_NAME})[\s>/])")
_IS_HTML = re.compile(r"<(?:html|!DOCTYPE\s+html)\b", re.IGNORECASE)
_LONGEST = 1_000_000  # characters: no report
_LAID_OUT = frozenset(("paragraph", "list", "item", "table", "tr", "br", "p", "div", "caption"))
_AS_HTML = {
    "paragraph": "p",
    "list": "ul",
    "item": "li",
    "content": "span",
    "linkhtml": "a",
    "footnote": "span",
    "footnoteref": "span",
    "rendermultimedia": "span",
    "br": "br",
}
_BREAKS = ("br", "hr")  # which nobody closes
_MARKUP, _PROLOG = "!", "?"  # of which nothing is left
_SET_OFF = BLOCKS | {_PROLOG}  # what programs put on lines of their own
_DOCUMENT, _ENTRY, _NARRATIVE, _TITLE = "clinicaldocument", "entry", "text", "title"
_IN_BYTES = re.compile(r"""\srepresentation\s*=\s*["']B64["']""", re.IGNORECASE)


def changes(text: str) -> Iterator[Change]:
    """The tags of a text in XML, and what is no report in a CDA document; nothing if it is none."""
    if "<" not in text or len(text) > _LONGEST or not _is_xml(text):
        return
    if any(text.rfind(opens) > text.rfind(closes) for opens, closes in _PAIRS):
        return  # the rest of the report would be taken for a comment
    tokens = list(_tokens(text))
    folds = not _LAID_OUT.isdisjoint(map(_local, tokens))
    events = list(_Narrative(text, folds, tokens).events())
    yield from TextLayout(text, folds, CleanKind.XML).changes(events)


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """Comments, CDATA and tags: of elements that are closed, and breaks."""
    every = [match for match in _TOKEN.finditer(text) if match["name"] is None or _is_tag(match)]
    closed = {_local(match) for match in every if match["closes"] or match["empty"]}
    closed |= {"", *_BREAKS}
    return (match for match in every if _local(match) in closed)


def _is_xml(text: str) -> bool:
    """Whether it is a whole element or document, or has elements of CDA, or CDATA."""
    if _IS_HTML.search(text) and _OF_CDA.search(text) is None:
        return False
    if _OF_CDA.search(text) or "<![CDATA[" in text:
        return True
    begins = _BEGINS.match(text)
    if begins is None:
        return False
    root = begins[1]
    if root is None:  # a prolog
        return True
    is_ours = root.lower() not in KNOWN and canonical_label(root) is None
    return is_ours and text.rstrip().endswith(f"</{root}>")


def _is_tag(match: re.Match[str]) -> bool:
    """Whether it is one, and no tag of PHI such as ``<PERSOON>``; those are in capitals."""
    return not match["name"].isupper() or canonical_label(match["name"]) is None


def _local(match: re.Match[str]) -> str:
    """The name of a tag without its namespace, in small letters; empty for what is no tag."""
    return (match["name"] or "").rpartition(":")[2].lower()


class _Narrative:
    """What is seen of a document: of one in CDA, its titles and the texts of its sections."""

    def __init__(self, text: str, folds: bool, tokens: Sequence[re.Match[str]]) -> None:
        self._text, self._folds, self._tokens = text, folds, tokens
        self._is_cda = any(_local(match) == _DOCUMENT for match in tokens)
        self._open: list[str] = []  # the elements that decide, from the outermost
        self._times: Counter[str] = Counter()  # how often each of them is open
        self._in_bytes = False

    def events(self) -> Iterator[TagEvent]:
        """Tags, and what is not seen between them."""
        at, before = 0, ""
        for match in self._tokens:
            name = self._name(match)
            yield from self._between(at, match.start(), before, name)
            yield from self._token(match, name)
            at, before = match.end(), name
        yield from self._between(at, len(self._text), before, "")

    def _name(self, match: re.Match[str]) -> str:
        """What HTML calls a tag; else it is a block."""
        local = _local(match)
        if not local:
            return _PROLOG if match[0].startswith(("<?", "<!D")) else _MARKUP
        if local in KNOWN:
            return local
        return _AS_HTML.get(local, "div")

    def _token(self, match: re.Match[str], name: str) -> Iterator[TagEvent]:
        start, end = match.span()
        if match["cdata"] is not None and self._is_seen:
            first, last = match.span("said")
            yield TagEvent(start, first, VERBATIM, False)
            yield TagEvent(first, last, "", False)
            yield TagEvent(last, end, VERBATIM, True)
            return
        self._follow(match)
        yield TagEvent(start, end, name, bool(match["closes"]))

    def _follow(self, match: re.Match[str]) -> None:
        """Notes which of the elements that decide are open."""
        local = _local(match)
        if match["empty"] or local not in (_ENTRY, _NARRATIVE, _TITLE):
            return
        if not match["closes"]:
            self._open.append(local)
            self._times[local] += 1
            self._in_bytes |= bool(_IN_BYTES.search(match["more"] or ""))
        elif self._times[local]:
            last = ""
            while last != local:
                last = self._open.pop()
                self._times[last] -= 1
            self._in_bytes &= bool(self._open)

    @property
    def _is_seen(self) -> bool:
        if self._in_bytes:
            return False
        return not self._is_cda or (bool(self._open) and not self._times[_ENTRY])

    def _between(self, start: int, end: int, before: str, behind: str) -> Iterator[TagEvent]:
        """What stands between two tags, as far as it is not seen; what is seen needs no event."""
        if start == end:
            return
        if not self._is_seen:
            yield TagEvent(start, end, _MARKUP, False)
            return
        first, last = start, end
        if not self._folds:
            first, last = self._without_indent(start, end, before, behind)
        if start < first:
            yield TagEvent(start, first, _MARKUP, False)
        if first < last:
            yield TagEvent(first, last, "", False)
        if last < end:
            yield TagEvent(last, end, _MARKUP, False)

    def _without_indent(self, start: int, end: int, before: str, behind: str) -> tuple[int, int]:
        """A text without the line ends and blanks by which programs set off blocks."""
        text = self._text[start:end]
        first = start + len(text) - len(text.lstrip())
        last = max(first, start + len(text.rstrip()))
        if before not in _SET_OFF or "\n" not in self._text[start:first]:
            first = start
        if behind not in _SET_OFF or "\n" not in self._text[last:end]:
            last = end
        return first, max(first, last)
