"""One look at a raw text, before all others: markup, encodings, characters and line ends.

What comes of it is what everything behind intake sees. A text of printable ASCII, Latin letters and
usual punctuation, without markup or words cut by line ends, stays as it is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.core.offsets import OffsetMap, substitute
from dragon_prep.core.report import Cleaning
from dragon_prep.core.spans import Span
from dragon_prep.language.cleaning import (
    characters,
    code_pages,
    entities,
    html,
    line_joins,
    mojibake,
    rtf,
    xml,
)
from dragon_prep.language.cleaning.kinds import CleanKind
from dragon_prep.language.line_ends import normalise_newlines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from dragon_prep.language.cleaning.kinds import Change

_MARKUP = (xml.changes, rtf.changes, html.changes, entities.changes)
_TEXT = (
    mojibake.changes,
    code_pages.changes,
    characters.single,
    characters.composed,
    line_joins.changes,
)
_DEEPEST = 3  # times that markup was written out as text: &amp;lt;br&amp;gt;


@dataclass(frozen=True, slots=True, repr=False)
class _Step:
    """What one pass did: its map, the text it made, and where it took something out of a word."""

    offsets: OffsetMap
    text: str
    seams: frozenset[int] = frozenset()
    is_told: bool = True  # whether it is told; line ends of two characters are not


@dataclass(frozen=True, slots=True, repr=False)
class CleanText:
    """A text as everything behind intake sees it.

    Attributes:
        text: the clean text, with line feeds.
        counts: how many places were cleaned, by kind; line ends of two characters do not count.
        steps: what each pass did, in order.
    """

    text: str
    counts: Mapping[str, int] = field(default_factory=dict)
    steps: tuple[_Step, ...] = ()

    def __repr__(self) -> str:
        return f"<CleanText, {len(self.text)} characters, {sum(self.counts.values())} cleaned>"

    @property
    def offsets(self) -> OffsetMap:
        """From the raw text to this one."""
        offsets = OffsetMap()
        for step in self.steps:
            offsets = offsets.then(step.offsets)
        return offsets

    def carry(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Spans of the raw text in this one; those of which nothing is left are dropped.

        What ends where something was taken out of the middle of a word gets the rest of the word:
        nobody sees that ``Tjep\u00adkema`` has two halves, so that whoever marks one means both.
        """
        carried = tuple(spans)
        for step in self.steps:
            carried = step.offsets.carry_all(carried)
            if step.seams:
                carried = tuple(_grown(span, step) for span in carried)
        return carried


def clean(text: str) -> CleanText:
    """Cleans a raw text. Linear in its length, and safe on any string.

    Args:
        text: as it was read from a file.
    """
    lines, offsets = normalise_newlines(text)
    steps = [_Step(offsets, lines, is_told=False)] if offsets.steps else []
    counts: Counter[str] = Counter()
    for _ in range(_DEEPEST):
        before = len(steps)
        lines = _run(_MARKUP, lines, steps, counts)
        if len(steps) == before or "&" not in text:
            break
    lines = _run(_TEXT, lines, steps, counts)
    return CleanText(lines, dict(sorted(counts.items())), tuple(steps))


def cleaning_of(cleaned: CleanText) -> Cleaning:
    """What was done to a text, and how many of its characters the ASCII step will drop."""
    if not cleaned.counts and cleaned.text.isascii():
        return _NOTHING
    dropped = characters.vanishing(cleaned.text)
    last = {str(CleanKind.NO_ASCII): dropped} if dropped else {}
    given = OffsetMap()
    for step in cleaned.steps:
        given = given.then(step.offsets) if step.is_told else given
    return Cleaning({**cleaned.counts, **last}, given.back())


_NOTHING = Cleaning()


def _run(
    passes: Iterable[Callable[[str], Iterable[Change]]],
    text: str,
    steps: list[_Step],
    counts: Counter[str],
) -> str:
    for changes in passes:
        found = [change for change in changes(text) if change.new != text[change[0] : change[1]]]
        if found:
            counts.update(str(change.kind) for change in found)
            text, offsets = substitute(text, [change[:3] for change in found])
            steps.append(_Step(offsets, text, frozenset(_seams(text, found))))
    return text


def _seams(text: str, found: Sequence[Change]) -> Iterator[int]:
    """Where a text has lost something between two letters or digits."""
    shift = 0
    for start, end, new, _ in found:
        at = start + shift
        shift += len(new) - (end - start)
        if not new and _in_one_word(text, at):
            yield at


def _in_one_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _grown(span: Span, step: _Step) -> Span:
    start, end = span.start, span.end
    if start in step.seams:
        while _in_one_word(step.text, start):
            start -= 1
    if end in step.seams:
        while _in_one_word(step.text, end):
            end += 1
    return span if (start, end) == (span.start, span.end) else Span(start, end, span.label)
