"""The sex that a first name is of: as the lists have it, or by its ending."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language.pools import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

_SEXES = {"m": "male", "f": "female"}


def listed_sex(name: str) -> str | None:
    """The sex of a first name in lower case, None where no list tells or both sexes bear it."""
    return _table("sexes").get(name)


def sex_by_ending(name: str) -> str:
    """The sex that names with an ending mostly have; the longest ending that tells holds."""
    endings = _table("sex_endings")
    ends = (name[start:] for start in range(1, len(name)))
    return next((endings[end] for end in ends if end in endings), "male")


@cache
def _table(name: str) -> Mapping[str, str]:
    return {word: _SEXES[sex] for word, sex in rows(name)}
