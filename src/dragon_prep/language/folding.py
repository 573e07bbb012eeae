r"""The plain form of a text: what a reader sees, and what the ASCII step will write.

A soft hyphen inside a name, a minus sign between the parts of a date, full-width digits or a
Cyrillic ``a`` hide PHI from every rule, and the ASCII step makes it readable again. So whoever
reads an original reads its plain form: the detector (and carries what it found back), the known
patient, the surrogates, the audit.

Printable ASCII and Latin letters with accents stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dragon_prep.core.spans import Span
from dragon_prep.language.ascii import likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Nearly every text has nothing else, so that one search settles it: printable ASCII, tabs, line
# ends, and the letters and common signs of Latin that are their own plain form.
ODD = re.compile(
    "[^\t\n\r -~\xa1-\xac\xae-\xb1\xb5-\xb8\xbf-\u0131\u0134-\u0148\u014a-\u017e\u0180-\u01bf"
    "\u01cd-\u01f0\u01f4-\u024f\u1e00-\u1e99\u1ea0-\u1eff“”„•€]"
)
_BLANKS = frozenset("\v\f\x1c\x1d\x85\u2800")
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # letters by category, and never seen
SIGNS = frozenset("-/.:,'@")  # that hold dates, numbers, names and addresses together
_LIKE = {
    # Word's hyphen that does not break; minus signs; bullets and modifiers that look like one.
    **dict.fromkeys("\x1e\u2212\u2043\u02d7\u06d4\u207b\u208b\u2500\u2501\u30fc", "-"),
    **dict.fromkeys("\u2044\u2215\u29f8\u2571", "/"),
    **dict.fromkeys("\u2236\ua789\u02d0\u05c3", ":"),
    **dict.fromkeys("\u2024\u06d4\u3002\uff61", "."),
    **dict.fromkeys("\u201a\u060c\u3001\uff64\u066b", ","),
    **dict.fromkeys("\xb4\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u02c8\u2032\u2035\ua78c", "'"),
}
_SAME_LETTERS = frozenset(
    {"<wide>", "<narrow>", "<small>", "<font>", "<compat>", "<noBreak>", "<circle>", "<vertical>"}
)
# Letters that no reader tells from Latin ones (Unicode's confusables). Small Greek letters stand in
# terms (TNFα, 5μg) and are none of them, but for omicron.
_TWINS = str.maketrans(
    "АВЕЅІЈКМНОРСТХҮаеѕіјорсухһԁԛԝӏҒѵѴΑΒΕΖΗΙΚΜΝΟΡΤΥΧοԌԚԜՏՕ",
    "ABESIJKMHOPCTXYaesijopcyxhdqwlFvVABEZHIKMNOPTYXoGQWSO",
)
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_SCRIPT = re.compile("[\u0370-\u1cff\u2c00-\U0003ffff]")
_LATIN = re.compile("[A-Za-z\xc0-\u024f\u1e00-\u1eff]")


@dataclass(frozen=True, slots=True, repr=False)
class Folded:
    """A text in its plain form, and where each of its characters comes from.

    Attributes:
        given: the text as given.
        text: its plain form.
        places: for each code point of ``text``, and for its end, the code point of ``given`` it
            comes from, ascending; empty where both texts are the same. What left nothing behind
            belongs to what stands before it.
    """

    given: str
    text: str
    places: Sequence[int] = field(default=())

    def __repr__(self) -> str:
        return f"<Folded, {len(self.given)} characters into {len(self.text)}>"

    @property
    def is_same(self) -> bool:
        """Whether the text was plain already."""
        return not self.places

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the plain form in the text as given, with the invisible around it."""
        if not self.places:
            return start, end
        last = self.places[end - 1]
        first = self.places[start]
        while first and not plain_character(self.given[first - 1]):
            first -= 1
        return first, self.places[bisect_right(self.places, last)]

    def forward(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the text as given in the plain form; empty if nothing of it is left."""
        if not self.places:
            return start, end
        while start < end and not plain_character(self.given[start]):
            start += 1
        first = self.places[max(bisect_right(self.places, start) - 1, 0)]
        return bisect_left(self.places, first), bisect_left(self.places, end)


def folded(text: str) -> Folded:
    """The plain form of a text, with the way back. Linear in the text's length.

    Invisible and control characters are dropped. Blanks, dashes, digits, full-width and other
    forms of ASCII characters become these, letters and accents become one (NFC). Letters of other
    scripts become the Latin ones they look like in a word with Latin letters and in one that has
    no others; other words of these scripts become what the ASCII step makes of them.
    """
    if ODD.search(text) is None:
        return Folded(text, text)
    plain, places = _rewritten(text, range(len(text) + 1), _single(text))
    if not plain.isascii():
        plain, places = _rewritten(plain, places, composed(plain))
        plain, places = _rewritten(plain, places, _foreign(plain))
    return Folded(text, text) if plain == text else Folded(text, plain, places)


@lru_cache(maxsize=1 << 14)  # for mentions and values of an export, which come again and again
def plain_text(text: str) -> str:
    """The plain form of a mention or a value, see :func:`folded`."""
    return folded(text).text


def grown(text: str, spans: Sequence[Span]) -> Sequence[Span]:
    r"""Spans with the rest of a word that an invisible character cuts in two.

    Nobody sees that ``Tjep\u00adkema`` has two halves, so that whoever marks one means both.

    Args:
        text: the text as given.
        spans: of it, in any order; they may overlap.
    """
    fold = folded(text)
    return spans if fold.is_same else [_grown(fold, span) for span in spans]


def _grown(fold: Folded, span: Span) -> Span:
    given = fold.given
    start, end = _trimmed(given, span.start, span.end)
    if start == end:
        return span
    first, last = fold.forward(start, end)
    if first == last:
        return span
    if start and not plain_character(given[start - 1]):
        while first and _in_one_word(fold.text, first):
            first -= 1
    if end < len(given) and not plain_character(given[end]):
        while last < len(fold.text) and _in_one_word(fold.text, last):
            last += 1
    start, end = fold.back(first, last)
    return Span(min(start, span.start), max(end, span.end), span.label)


def _trimmed(given: str, start: int, end: int) -> tuple[int, int]:
    """What of a span is left without the invisible characters at both its ends."""
    while start < end and not plain_character(given[start]):
        start += 1
    while start < end and not plain_character(given[end - 1]):
        end -= 1
    return start, end


def _in_one_word(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isalnum() and text[at].isalnum()


def _rewritten(
    text: str, places: Sequence[int], changes: Iterable[tuple[int, int, str]]
) -> tuple[str, Sequence[int]]:
    """A text with disjoint stretches replaced, in order, and its table of places."""
    parts: list[str] = []
    new_places: list[int] = []
    at = 0
    for start, end, new in changes:
        parts += (text[at:start], new)
        new_places += places[at:start]
        new_places += [places[start]] * len(new)
        at = end
    if not at:
        return text, places
    return "".join((*parts, text[at:])), [*new_places, *places[at:]]


def _single(text: str) -> Iterator[tuple[int, int, str]]:
    for match in ODD.finditer(text):
        if (new := plain_character(old := match[0])) != old:
            yield match.start(), match.end(), new


@lru_cache(maxsize=1 << 12)
def plain_character(char: str) -> str:
    """The plain form of one character; empty if nobody sees it."""
    if ODD.match(char) is None:
        return char
    if char in _LIKE:
        return _LIKE[char]
    kind = unicodedata.category(char)
    if char in _BLANKS or kind == "Zs":
        return " "
    if kind in ("Zl", "Zp"):
        return "\n"
    if kind == "Pd":
        return "-"
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if unicodedata.combining(char):
        return char if char <= "\uffff" else ""
    return "" if kind in ("Cc", "Cf") else _letter_or_sign(char, kind)


def _letter_or_sign(char: str, kind: str) -> str:
    if unicodedata.decomposition(char).partition(" ")[0] in _SAME_LETTERS:
        same = unicodedata.normalize("NFKC", char)
        if same.isascii():
            return same
    ascii_form = likeness(char)
    if not ascii_form and (kind[0] in "MC" or char in _FILLERS):
        return ""
    one = unicodedata.normalize("NFC", char)
    if len(one) == 1 and one != char:
        return plain_character(one)
    is_sign = kind[0] in "SP" and not "\u2190" <= char <= "\u21ff"  # an arrow is no hyphen
    as_written = ascii_form.isdigit() if kind[0] == "N" else is_sign and ascii_form in SIGNS
    return ascii_form if as_written else one


def composed(text: str) -> Iterator[tuple[int, int, str]]:
    """Letters and their accents as one; marks that make no letter with it leave nothing."""
    marks, marked = _marks()
    if marks.search(text) is None:
        return
    for match in marked.finditer(text):
        one = unicodedata.normalize("NFC", match[0])
        new = "".join(char for char in one if not unicodedata.combining(char))
        yield match.start(), match.end(), new


@cache
def _marks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    marks = "".join(chr(c) for c in range(0x300, 0x10000) if unicodedata.combining(chr(c)))
    return re.compile(f"[{marks}]"), re.compile(f"[^{marks}]?[{marks}]+")


def _foreign(text: str) -> Iterator[tuple[int, int, str]]:
    if _OTHER_SCRIPT.search(text) is None:
        return
    for match in _WORD.finditer(text):
        word = match[0]
        if word.isascii() or _OTHER_SCRIPT.search(word) is None:
            continue
        twins = word.translate(_TWINS)
        letters: Iterable[str] = twins
        if not (twins.isascii() or _LATIN.search(word)):
            # Letters of another script alone: a word goes out in Latin ones.
            letters = map(likeness, word) if len(word) > 1 else word
        for at, letter in enumerate(letters, match.start()):
            yield at, at + 1, letter
