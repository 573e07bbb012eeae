"""Whether what stands in a mention can be read: what cannot is replaced all the same, and counted.

A surrogate of what nobody could read is a guess of its shape, and may mark its own place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.phi import PhiCategory
from dragon_prep.phi.ages import grammar as ages
from dragon_prep.phi.dates import grammar as dates
from dragon_prep.phi.times import grammar as times

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_READERS: Mapping[PhiCategory, Callable[[str], bool]] = {
    PhiCategory.DATUM: dates.reads,
    PhiCategory.TIJD: times.reads,
    PhiCategory.LEEFTIJD: ages.reads,
}


def reads(category: PhiCategory, text: str) -> bool:
    """Whether all of a mention is in a notation of its category.

    Args:
        category: what the mention is; of one whose notations nobody wrote down, all can be read.
        text: the mention.
    """
    read = _READERS.get(category)
    return read is None or read(text)
