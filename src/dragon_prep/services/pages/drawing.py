"""Charts as inline SVG: bars, and boxes with arrows. Colours are the page's, by class.

What a chart says stands in the table beneath it, too; to a screen reader a chart is its title.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import escape

from dragon_prep.core.small_counts import FEW, SMALLEST, is_small, shown, tens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WIDTH = 560
_LABELS = 190  # what the words beside the bars have
_FIGURES = 80  # what the figures behind them have
_BAR, _GAP, _BETWEEN = 16, 3, 9
_LETTERS = 25  # of a label, before it is cut
_FLOW_WIDTH, _BOX_WIDTH, _SIDE_WIDTH, _LINE = 440, 340, 340, 18
_STEM = 50  # where the arrow down runs
_BOX_LETTERS = 40


@dataclass(frozen=True, slots=True, repr=False)
class Bars:
    """The bars of one label, one for each series.

    Attributes:
        label: beside them.
        values: how long each is.
        figures: what stands behind each.
    """

    label: str
    values: tuple[float, ...]
    figures: tuple[str, ...]


def counted(label: str, counts: Sequence[int], figures: Sequence[str]) -> Bars:
    """Bars of counts, no more exact than the figures behind them.

    Args:
        label: beside them.
        counts: how many.
        figures: the counts as they may be told.
    """
    both = zip(counts, figures, strict=True)
    return Bars(label, tuple(_length(*each) for each in both), tuple(figures))


def _length(count: int, figure: str) -> float:
    if is_small(count):
        return float(SMALLEST)
    return float(count if figure == shown(count) else tens(count))


def bar_chart(name: str, title: str, bars: Sequence[Bars], series: Sequence[str] = ()) -> str:
    """A chart of horizontal bars.

    Args:
        name: unique on the page.
        title: what it shows.
        bars: from top to bottom.
        series: what the bars of one label are; drawn above if there are several.
    """
    most = max((value for one in bars for value in one.values), default=0) or 1
    room = _WIDTH - _LABELS - _FIGURES
    y = 4
    parts: list[str] = []
    if len(series) > 1:
        x = _LABELS
        for at, words in enumerate(series):
            parts.append(_rectangle(x, y, _BAR, _BAR, _class_of(at)))
            parts.append(_text(x + _BAR + 6, y + 13, words))
            x += 40 + 8 * len(words)
        y += _BAR + _BETWEEN
    for one in bars:
        height = len(one.values) * (_BAR + _GAP) - _GAP
        label = one.label if len(one.label) <= _LETTERS else f"{one.label[: _LETTERS - 3]}..."
        parts.append(_text(_LABELS - 8, y + height / 2 + 5, label, "end"))
        for at, (value, figure) in enumerate(zip(one.values, one.figures, strict=True)):
            few = figure == FEW
            length = round(value / most * room, 1)
            parts.append(_rectangle(_LABELS, y, length, _BAR, "few" if few else _class_of(at)))
            parts.append(_text(_LABELS + length + 6, y + 13, figure))
            y += _BAR + _GAP
        y += _BETWEEN - _GAP
    parts.append(f'<path class="axis" d="M{_LABELS} 2V{y}"/>')
    return _svg(name, title, _WIDTH, y + 4, parts)


@dataclass(frozen=True, slots=True, repr=False)
class Stop:
    """A box of a flow chart, and what leaves beside the arrow from it to the next."""

    words: str
    leaving: tuple[str, ...] = ()


def flow_chart(name: str, title: str, stops: Sequence[Stop]) -> str:
    """Boxes from top to bottom, with what is left out on the way beside the arrows."""
    parts: list[str] = []
    y = 4
    for at, stop in enumerate(stops):
        lines = textwrap.wrap(stop.words, _BOX_LETTERS)
        height = len(lines) * _LINE + 14
        parts += _box(4, y, _BOX_WIDTH, lines, "box")
        y += height
        if at == len(stops) - 1:
            break
        sides = [textwrap.wrap(words, _BOX_LETTERS) for words in stop.leaving]
        start, y = y, y + 12
        for lines in sides:
            high = len(lines) * _LINE + 14
            centre = y + high / 2
            side = _FLOW_WIDTH - _SIDE_WIDTH - 4
            parts.append(f'<path class="axis" d="M{_STEM} {centre}H{side - 7}"/>')
            parts.append(_head(f"{side - 8} {centre - 5}l8 5l-8 5z"))
            parts += _box(side, y, _SIDE_WIDTH, lines, "side")
            y += high + 8
        y += 12
        parts.append(f'<path class="axis" d="M{_STEM} {start}V{y - 8}"/>')
        parts.append(_head(f"{_STEM - 5} {y - 8}l5 8l5 -8z"))
    return _svg(name, title, _FLOW_WIDTH, y + 4, parts)


def _svg(name: str, title: str, width: float, height: float, parts: Iterable[str]) -> str:
    kind = "flow" if width == _FLOW_WIDTH else "bars"
    box = f'class="{kind}" width="{width}" viewBox="0 0 {width} {height}"'
    return (
        f'<svg {box} role="img" aria-labelledby="{name}-title">'
        f'<title id="{name}-title">{escape(title)}</title>{"".join(parts)}</svg>'
    )


def _class_of(series: int) -> str:
    return f"s{series}"


def _rectangle(x: float, y: float, width: float, height: float, of: str) -> str:
    return f'<rect class="{of}" x="{x}" y="{y}" width="{width}" height="{height}" rx="2"/>'


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def _head(path: str) -> str:
    return f'<path class="head" d="M{path}"/>'


def _box(x: float, y: float, width: float, lines: Sequence[str], of: str) -> Iterable[str]:
    yield _rectangle(x, y, width, len(lines) * _LINE + 14, of)
    for row, words in enumerate(lines):
        yield _text(x + 10, y + 20 + row * _LINE, words)
