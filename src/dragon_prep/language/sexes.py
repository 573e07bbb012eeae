"""The sex that a first name is of: as a list has it, or one spelt much alike, or by its end."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dragon_prep.language.pools import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

_SEXES = {"m": "male", "f": "female"}
# Spellings that families choose between: Katrijn and Catrijn, Jordy and Jordie, Chantal and
# Chantall. A later one sees what earlier ones left.
_SPELLINGS = (
    *(("ij", "i"), ("y", "i"), ("ck", "k"), ("c", "k"), ("th", "t"), ("dt", "t"), ("ph", "f")),
    *(("x", "ks"), ("sj", "s"), ("tj", "t"), ("oe", "u"), ("ou", "u"), ("ae", "a"), ("z", "s")),
    *(("v", "f"), ("w", "f")),
)
_DOUBLE, _LAST_IE, _SILENT_H = re.compile(r"(.)\1+"), re.compile(r"ie\Z"), re.compile("h(?![aeiu])")


def listed_sex(name: str) -> str | None:
    """The sex of a first name in lower case, None where no list tells or both sexes bear it."""
    return _table("sexes").get(name)


@lru_cache(maxsize=4096)
def sex_of(name: str) -> str:
    """The sex that a first name in lower case is of, ``male`` or ``female``."""
    return listed_sex(name) or _by_spelling().get(_spelt(name)) or _by_end(name)


def _by_end(name: str) -> str:
    """The sex that names with an ending mostly have; the longest ending that tells holds."""
    endings = _table("sex_endings")
    ends = (name[start:] for start in range(1, len(name)))
    return next((endings[end] for end in ends if end in endings), "male")


def _spelt(name: str) -> str:
    """A name as all its spellings are."""
    for old, new in _SPELLINGS:
        name = name.replace(old, new)
    return _SILENT_H.sub("", _DOUBLE.sub(r"\1", _LAST_IE.sub("i", name)))


@cache
def _by_spelling() -> Mapping[str, str]:
    """The sex of names by how they sound, where all that sound so are of one."""
    found: dict[str, set[str]] = {}
    for name, sex in _table("sexes").items():
        found.setdefault(_spelt(name), set()).add(sex)
    return {spelt: sex for spelt, (sex, *others) in found.items() if not others}


@cache
def _table(name: str) -> Mapping[str, str]:
    return {word: _SEXES[sex] for word, sex in rows(name)}
