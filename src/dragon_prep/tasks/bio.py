"""BIO tags: from spans of characters to one tag, or a list of tags, for each token.

Spans that lie off the borders of tokens grow to whole tokens, so that nothing annotated is lost.
Whatever does not fit tokens or other spans is counted.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.core.spans import Span
    from dragon_prep.language.tokens import Token

_BLOCK_LABEL = re.compile(r"([0-9]+)-.+")


@dataclass(frozen=True, slots=True)
class BioCounts:
    """What became of spans that do not fit tokens or each other; counts of texts add up.

    Attributes:
        grown: spans that cover a part of a token only, and were given all of it.
        cut: spans that begin later, since their first tokens are those of an earlier span.
        dropped: spans that gave no tag: they cover blanks only, or others have all their tokens.
    """

    grown: int = 0
    cut: int = 0
    dropped: int = 0

    def __add__(self, other: BioCounts) -> BioCounts:
        return BioCounts(
            self.grown + other.grown, self.cut + other.cut, self.dropped + other.dropped
        )


def bio(tokens: Sequence[Token], spans: Sequence[Span]) -> tuple[list[str], BioCounts]:
    """One tag for each token: ``B-<label>``, ``I-<label>`` or ``O``.

    Of two spans that claim a token, the one that begins first has it (of two that begin together,
    the longer; then the first of the sequence); the other begins at the next free token.

    Args:
        tokens: of one text, in order.
        spans: of the same text, in any order; their labels are the names in the tags.
    """
    touched = _touched(tokens, spans)
    tags = ["O"] * len(tokens)
    cut = dropped = free = 0
    for index in _by_start(spans):
        first, end = touched[index]
        start = max(first, free)
        if start >= end:
            dropped += 1
            continue
        cut += start > first
        free = end
        label = spans[index].label
        tags[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
    return tags, BioCounts(_grown(tokens, spans, touched), cut, dropped)


def multi_bio(tokens: Sequence[Token], spans: Sequence[Span]) -> tuple[list[list[str]], BioCounts]:
    """The tags of each token, in the order of the spans; ``["O"]`` where there are none.

    Labels are ``<block>-<name>``, such as ``2-BCC``. Clients refuse a token with a B- and an I-
    tag of one block. So of two spans of a block that share tokens and begin at different ones, the
    earlier has them, and the other begins at the next token where it may. Spans of different
    blocks, or that begin together, do not disturb each other.

    Args:
        tokens: of one text, in order.
        spans: of the same text, in the order of the annotation.

    Raises:
        ValueError: if a label has no block number.
    """
    touched = _touched(tokens, spans)
    starts: dict[int, int] = {}
    inside: dict[str, set[int]] = defaultdict(set)  # per block, the tokens with an I- tag
    for index in _by_start(spans):
        match = _BLOCK_LABEL.fullmatch(spans[index].label)
        if match is None:
            raise ValueError("a label of a multi-label task has no block number")
        start, end = touched[index]
        while start < end and start in inside[match[1]]:
            start += 1
        starts[index] = start
        inside[match[1]].update(range(start + 1, end))
    tags: list[list[str]] = [[] for _ in tokens]
    cut = dropped = 0
    for index, (first, end) in enumerate(touched):
        start, added = starts[index], 0
        for position in range(start, end):
            tag = f"{'B' if position == start else 'I'}-{spans[index].label}"
            if tag not in tags[position]:  # the same annotated twice
                tags[position].append(tag)
                added += 1
        dropped += not added
        cut += start > first and added > 0
    grown = _grown(tokens, spans, touched)
    return [t or ["O"] for t in tags], BioCounts(grown, cut, dropped)


def _by_start(spans: Sequence[Span]) -> list[int]:
    return sorted(range(len(spans)), key=lambda i: (spans[i].start, -spans[i].end, i))


def _touched(tokens: Sequence[Token], spans: Sequence[Span]) -> list[tuple[int, int]]:
    """For each span the half-open range of tokens that it touches."""
    starts = [token.start for token in tokens]
    ends = [token.end for token in tokens]
    return [(bisect_right(ends, span.start), bisect_left(starts, span.end)) for span in spans]


def _grown(
    tokens: Sequence[Token], spans: Sequence[Span], touched: Sequence[tuple[int, int]]
) -> int:
    return sum(
        tokens[first].start < span.start or tokens[end - 1].end > span.end
        for span, (first, end) in zip(spans, touched, strict=True)
        if first < end
    )
