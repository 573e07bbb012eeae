"""In what the offsets of spans were counted: seen by which reading cuts no word."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dragon_prep.core.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


_BY_CHANCE = 0.1  # of the reports that show a unit


class OffsetUnit(StrEnum):
    """What offsets were counted in; all but the first are another tool's ways."""

    CODE_POINTS = "code points"
    UTF16 = "UTF-16 units"
    BYTES = "bytes of UTF-8"
    LONG_LINE_ENDS = "code points, with two for a line end"
    SHORT_LINE_ENDS = "code points, with one for CR LF"
    TRIMMED = "code points of the text without the blanks before it"


@dataclass(frozen=True, slots=True, repr=False)
class OffsetReadings:
    """The readings of a report's offsets that lie in its text and cut no word.

    Attributes:
        fitting: the spans in code points, by unit; units that say the same as an earlier one are
            left out.
        in_text: whether the offsets lie in the text at all, in code points.
        was_open: whether another unit would have said something else, so that a unit that fits
            alone tells what the file counts in.
    """

    fitting: dict[OffsetUnit, tuple[Span, ...]]
    in_text: bool
    was_open: bool

    @property
    def told(self) -> OffsetUnit | None:
        """The unit that this report shows its file to count in; None if it shows none."""
        return next(iter(self.fitting)) if self.was_open and len(self.fitting) == 1 else None

    def chosen(self, told: frozenset[OffsetUnit]) -> OffsetUnit | None:
        """The unit to read this report in.

        Args:
            told: the units that reports of this file show.

        Returns:
            The only one that fits; of several the one that all other reports show, or code points
            if none shows any. None if nothing fits, or nothing decides.
        """
        if len(self.fitting) == 1:
            return next(iter(self.fitting))
        wanted = told or {OffsetUnit.CODE_POINTS}
        (unit,) = wanted if len(wanted) == 1 else (None,)
        return unit if unit in self.fitting else None


def units_told(readings: Iterable[OffsetReadings]) -> frozenset[OffsetUnit]:
    """The units that the reports of a file show it to count in; what hardly any shows is chance."""
    count = Counter(unit for reading in readings if (unit := reading.told))
    return frozenset(unit for unit, of in count.items() if of >= _BY_CHANCE * count.total())


def read_offsets(text: str, spans: Sequence[Span]) -> OffsetReadings:
    """Reads the offsets of the PHI spans of a report in every unit.

    Args:
        text: the text, as it stands in the file.
        spans: with offsets in a unit that is not known.
    """
    said: list[tuple[Span, ...]] = []
    fitting: dict[OffsetUnit, tuple[Span, ...]] = {}
    in_text = False
    for unit in _differing(text):
        read = convert(text, spans, unit)
        if read is None or read in said:
            continue
        said.append(read)
        in_text |= unit is OffsetUnit.CODE_POINTS
        on_words = unit is OffsetUnit.CODE_POINTS or _on_words(text, read)
        if on_words and not misfits(text, read):
            fitting[unit] = read
    return OffsetReadings(fitting, in_text, len(said) > 1)


def _differing(text: str) -> Iterator[OffsetUnit]:
    """Code points, and the units in which some offset in a text is another one."""
    yield OffsetUnit.CODE_POINTS
    for unit in _ODD:
        if next(_odd(text, unit), None) is not None:
            yield unit
    if text[:1].isspace():
        yield OffsetUnit.TRIMMED


def convert(text: str, spans: Sequence[Span], unit: OffsetUnit) -> tuple[Span, ...] | None:
    """Offsets in code points; None if one lies outside the text or inside a character."""
    if not spans:
        return ()
    at = _code_point_of(text, unit)
    read = [(at(span.start), at(span.end), span.label) for span in spans]
    if any(start < 0 or end < 0 for start, end, _ in read):
        return None
    return tuple(Span(start, end, label) for start, end, label in read)


def counted_spans(text: str, spans: Iterable[Span], unit: OffsetUnit) -> list[list[int | str]]:
    """Spans in code points as a tool takes them: ``[start, end, label]`` in its unit."""
    return [
        [counted_in(text, span.start, unit), counted_in(text, span.end, unit), span.label]
        for span in spans
    ]


def longest(text: str) -> int:
    """The length of a text in the unit that counts most."""
    return max(len(text.encode("utf-8", "surrogatepass")), len(text) + text.count("\n"))


# The characters that do not count one in a unit, and how much each counts.
_ODD: dict[OffsetUnit, tuple[re.Pattern[str], Callable[[str], int]]] = {
    OffsetUnit.UTF16: (re.compile("[\U00010000-\U0010ffff]"), lambda _: 2),
    OffsetUnit.BYTES: (
        re.compile(r"[^\x00-\x7f]"),
        lambda char: len(char.encode("utf-8", "surrogatepass")),
    ),
    OffsetUnit.LONG_LINE_ENDS: (re.compile(r"(?<!\r)\n"), lambda _: 2),
    OffsetUnit.SHORT_LINE_ENDS: (re.compile(r"\r(?=\n)"), lambda _: 0),
}
_BEYOND_ASCII = (OffsetUnit.UTF16, OffsetUnit.BYTES)


def _odd(text: str, unit: OffsetUnit) -> Iterator[tuple[int, int, int]]:
    """Where the characters of a text stand that do not count one, and what each counts."""
    if unit in _ODD and not (unit in _BEYOND_ASCII and text.isascii()):
        pattern, width = _ODD[unit]
        for match in pattern.finditer(text):
            yield match.start(), match.end(), width(match[0])


def _code_point_of(text: str, unit: OffsetUnit) -> Callable[[int], int]:
    """From an offset in a unit to one in code points; -1 outside the text or inside a character."""
    if unit is OffsetUnit.CODE_POINTS:
        return lambda offset: offset if 0 <= offset <= len(text) else -1
    lead = len(text) - len(text.lstrip()) if unit is OffsetUnit.TRIMMED else 0
    ends: list[int] = []  # in the unit, behind each character that does not count one
    starts: list[int] = []
    extra = [-lead]  # what the unit counts more than code points, from there on
    for start, end, width in _odd(text, unit):
        starts.append(start + extra[-1])
        extra.append(extra[-1] + width - 1)
        ends.append(end + extra[-1])

    def at(offset: int) -> int:
        passed = bisect_right(ends, offset)
        if passed < len(starts) and offset > starts[passed]:
            return -1
        place = offset - extra[passed]
        return place if lead <= place <= len(text) else -1

    return at


def misfits(text: str, spans: Sequence[Span]) -> int:
    """How many spans begin or end inside a word or a number, or look shifted by a blank.

    A place where a span ends and one of another label begins is no cut: ``9-4-1917:30`` is a date
    and a time. Blanks count where half of the spans or more have one on the same side.
    """
    found = _cutting(text, spans)
    for side in (0, -1):
        blank = {span for span in spans if text[span.start : span.end][side].isspace()}
        if 2 * len(blank) >= len(set(spans)):
            found |= blank
    return len(found)


def _cutting(text: str, spans: Sequence[Span]) -> set[Span]:
    """The spans that begin or end inside a word or number where none of another label borders."""
    cutting = {s for s in spans if _cuts(text, s.start) or _cuts(text, s.end)}
    if not cutting:
        return cutting
    ends: dict[int, set[str]] = defaultdict(set)
    starts: dict[int, set[str]] = defaultdict(set)
    for span in spans:
        starts[span.start].add(span.label)
        ends[span.end].add(span.label)

    def is_cut(at: int, across: set[str], label: str) -> bool:
        return _cuts(text, at) and not across - {label}

    return {
        span
        for span in cutting
        if is_cut(span.start, ends[span.start], span.label)
        or is_cut(span.end, starts[span.end], span.label)
    }


def _cuts(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if unicodedata.combining(after):
        return True
    return (before.isalpha() and after.isalpha()) or (before.isdigit() and after.isdigit())


def _on_words(text: str, spans: Iterable[Span]) -> bool:
    """Whether each span begins and ends with something that is neither blank nor a comma."""
    edges = (text[at] for span in spans for at in (span.start, span.end - 1))
    return not any(edge.isspace() or edge in ",;:" for edge in edges)


def counted_in(text: str, at: int, unit: OffsetUnit) -> int:
    """An offset in code points as another unit counts it: code points, UTF-16 units or bytes."""
    before = text[:at]
    if unit is OffsetUnit.UTF16:
        return at + sum(char > "\uffff" for char in before)
    return len(before.encode("utf-8", "surrogatepass")) if unit is OffsetUnit.BYTES else at
