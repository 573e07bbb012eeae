"""The numbers of a report that de-identification changed: noted as keyed digests, never written."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    standing = {(m.start(), m.end()): m.group() for m in NUMBER_TOKEN.finditer(new)}
    lost: set[Decimal] = set()
    for match in NUMBER_TOKEN.finditer(old):
        values = number_values(match.group())
        place = offsets.carry(Span(match.start(), match.end(), "")) if values else None
        left = standing.get((place.start, place.end), "") if place is not None else ""
        lost |= values - number_values(left)
    return frozenset(lost)


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
