"""The numbers of a report that de-identification changed: noted as keyed digests, never written."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.offsets import OffsetMap

NUMBER_TOKEN = re.compile(r"\d+(?:[.,]\d+)*")
# A measured number has no zeros in front; "03" is of a date or a time.
_DECIMAL = re.compile(r"(?:0|[1-9]\d*)(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3})+(?:,\d+)?|(?:,\d{3})+(?:\.\d+)?)")
_DIGEST = 16  # hexadecimal characters


def lost_numbers(old: str, new: str, offsets: OffsetMap) -> frozenset[Decimal]:
    """The numbers of a text that do not stand in the changed one where they were carried to.

    Args:
        old: the text.
        new: what became of it.
        offsets: from the one to the other.
    """
    if old == new:
        return frozenset()
    lost: set[Decimal] = set()
    for match in _touched(old, offsets):
        values = number_values(match.group())
        place = offsets.carry(Span(match.start(), match.end(), "")) if values else None
        left = NUMBER_TOKEN.match(new, place.start) if place is not None else None
        is_whole = left is not None and _starts_a_number(new, left.start())
        if left is None or not is_whole or place is None or left.end() != place.end:
            lost |= values
        elif left[0] != match[0]:
            lost |= values - number_values(left[0])
    return frozenset(lost)


def _touched(text: str, offsets: OffsetMap) -> Iterator[re.Match[str]]:
    """The numbers of a text that a change may have changed."""
    if len(offsets.steps) != 1:
        yield from NUMBER_TOKEN.finditer(text)
        return
    done = 0
    for edit in offsets.steps[0].edits:
        start, end = max(edit.start, done), edit.end
        while start > done and _is_of_number(text[start - 1]):
            start -= 1
        while end < len(text) and _is_of_number(text[end]):
            end += 1
        yield from NUMBER_TOKEN.finditer(text, start, end)
        done = max(done, end)


def _is_of_number(char: str) -> bool:
    return char in ".," or char.isdecimal()


def _starts_a_number(text: str, at: int) -> bool:
    """Whether the number at a place does not go on before it."""
    before = text[at - 1 : at]
    if before in (".", ","):
        before = text[at - 2 : at - 1]
    return not before.isdecimal()


def lost_digests(lost: Iterable[Decimal], case: str, key: ProjectKey) -> tuple[str, ...]:
    """What is kept of lost numbers: a keyed digest of each, another in every report, in order."""
    return tuple(sorted(number_digest(value, case, key) for value in lost))


def number_digest(value: Decimal, case: str, key: ProjectKey) -> str:
    """What stands for a number of a report; keyed."""
    return key.digest(KeyPurpose.NUMBER, case, f"{value.normalize():f}").hex()[:_DIGEST]


@lru_cache(maxsize=1 << 12)  # most numbers of a text are small, and stand in many
def number_values(token: str) -> frozenset[Decimal]:
    """What a number in a text can mean: ``1.234`` is a little more than one, or a thousand."""
    values: set[Decimal] = set()
    if _DECIMAL.fullmatch(token):
        values.add(Decimal(token.replace(",", ".")))
    if _THOUSANDS.fullmatch(token):
        thousands = "." if "." in token[:4] else ","
        values.add(Decimal(token.replace(thousands, "").replace(",", ".")))
    return frozenset(values)


def numbers_in(text: str) -> Iterator[re.Match[str]]:
    """The numbers of a text, with their decimals and thousands."""
    return NUMBER_TOKEN.finditer(text)


def is_number(text: str) -> bool:
    """Whether a text is one number and nothing else."""
    return NUMBER_TOKEN.fullmatch(text) is not None


def with_lengths(value: Decimal) -> frozenset[Decimal]:
    """A number, and what it is in mm if it is in cm, and in cm if it is in mm."""
    return frozenset({value, value / 10, value * 10})
