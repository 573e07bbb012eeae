"""Whether what came back of a document fits its report, and its spans in code points of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.codes import annotate as codes
from dragon_prep.core.codes.intake import ANNOTATION_INCOMPLETE, SPAN_OUTSIDE, SPAN_REVERSED
from dragon_prep.core.errors import Place, Problem
from dragon_prep.core.offsets import Edit, OffsetMap
from dragon_prep.core.spans import Span
from dragon_prep.intake.units import OffsetUnit, convert, misfits
from dragon_prep.language.line_ends import normalise_newlines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.annotate.documents import Mark, Returned
    from dragon_prep.core.errors import ErrorCode

_BLANK = re.compile(r"[\s\ufeff]")  # editors put a byte order mark before a text
_UNITS = (OffsetUnit.CODE_POINTS, OffsetUnit.UTF16, OffsetUnit.BYTES)


@dataclass(frozen=True, slots=True, repr=False)
class HandedReport:
    """What a document is to be held against.

    Attributes:
        text: the report as it was handed out.
        handed: the spans that were marked already.
    """

    text: str
    handed: frozenset[Span] = frozenset()


class Unfit(Exception):
    """What came back of a document cannot be used.

    Args:
        problems: why, each with its document and offset.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(str(problems[0]))
        self.problems = tuple(problems)


def fitted(one: Returned, report: HandedReport, unit: OffsetUnit) -> tuple[Span, ...]:
    """The spans of a document, in code points of its report.

    Overlapping and nested spans stay; the same span twice is one.

    Args:
        one: what came back, of this very report.
        report: what it was made of.
        unit: what the tool counts in.

    Raises:
        Unfit: if it is damaged, has another text, or has spans that do not fit.
    """
    if one.damage:
        raise Unfit([Problem(ANNOTATION_INCOMPLETE, one.place, one.damage)])
    text = report.text if one.text is None else one.text
    offsets = aligned(text, report.text)
    if offsets is None:
        raise Unfit([_problem(codes.TEXT_CHANGED, one)])
    placed = {mark: _placed(mark, text, unit) for mark in (*one.marks, *one.checks)}
    wrong = [_problem(found, one, m) for m, found in placed.items() if not isinstance(found, Span)]
    spans = {mark: found for mark, found in placed.items() if isinstance(found, Span)}
    wrong += [
        _problem(codes.QUOTE_DIFFERS, one, mark)
        for mark, span in spans.items()
        if mark.quoted is not None and told(mark.quoted) != told(text[span.start : span.end])
    ]
    if wrong:
        raise Unfit(wrong)
    if _is_doubtful(one, text, report, unit):
        raise Unfit([_problem(codes.OFFSETS_DOUBTFUL, one)])
    marked = [spans[mark] for mark in one.marks]
    return tuple(dict.fromkeys(offsets.carry_all(marked)))


def told(quote: str) -> str:
    """A quote as tools differ in it: any blank is one, and so is a line end."""
    return _BLANK.sub(" ", quote.replace("\r\n", "\n"))


def aligned(text: str, report: str) -> OffsetMap | None:
    """The way from a text, as a tool has it, to its report; None if it is another text.

    Tools may change line ends, write other blanks in place of blanks, and drop those before and
    behind a text.
    """
    if text == report:
        return OffsetMap()
    if len(text) == len(report) and _BLANK.sub(" ", text) == _BLANK.sub(" ", report):
        return OffsetMap()
    (short, to_short), (plain, to_plain) = map(normalise_newlines, (text, report))
    if _BLANK.sub(" ", short) == _BLANK.sub(" ", plain):
        return to_short.then(to_plain.back())
    return _trimmed(short, plain, to_short, to_plain)


def _trimmed(short: str, plain: str, to_short: OffsetMap, to_plain: OffsetMap) -> OffsetMap | None:
    """The way where blanks before or behind the text are gone, or were added."""
    inner, outer = _BLANK.sub(" ", short).strip(), _BLANK.sub(" ", plain).strip()
    if inner != outer or not inner:
        return None
    here, there = (_led(some) for some in (short, plain))
    here_end, there_end = here + len(inner), there + len(inner)
    edits = (Edit(0, here, there), Edit(here_end, len(short), len(plain) - there_end))
    moved = OffsetMap.of(edit for edit in edits if (edit.end, edit.length) != (edit.start, 0))
    return to_short.then(moved).then(to_plain.back())


def _led(text: str) -> int:
    blank = _BLANK.sub(" ", text)
    return len(blank) - len(blank.lstrip())


def _placed(mark: Mark, text: str, unit: OffsetUnit) -> Span | ErrorCode:
    if mark.end <= mark.start:
        return SPAN_REVERSED
    if mark.start < 0:
        return SPAN_OUTSIDE
    found = convert(text, (Span(mark.start, mark.end, mark.label),), unit)
    return found[0] if found else SPAN_OUTSIDE


def _is_doubtful(one: Returned, text: str, report: HandedReport, unit: OffsetUnit) -> bool:
    """Whether spans that quote nothing cut words, and would not in another unit."""
    if any(True for _ in one.quotes()):
        return False
    own = _read(one, text, unit)
    if own is None or not misfits(text, own) or not report.handed.isdisjoint(own):
        return False
    return any(
        other is not None and other != own and not misfits(text, other)
        for other in (_read(one, text, another) for another in _UNITS)
    )


def _read(one: Returned, text: str, unit: OffsetUnit) -> tuple[Span, ...] | None:
    return convert(text, [Span(m.start, m.end, m.label) for m in one.marks], unit)


def _problem(kind: ErrorCode, one: Returned, mark: Mark | None = None) -> Problem:
    where = f", from {mark.start} to {mark.end}" if mark is not None else ""
    return Problem(kind, Place(one.name), f"{kind.title}{where}")
