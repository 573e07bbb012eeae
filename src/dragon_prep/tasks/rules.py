"""Cohort rules that any task can use: each makes a mask for ``task.exclude``, which counts it.

::

    index = index_date("operation", "biopsy")
    task.exclude("before 2015 or after 2019")(outside("date", date(2015, 1, 1), date(2019, 12, 31)))
    task.exclude("written after the operation")(dated_after("date", index))
    task.exclude("followed less than a year")(followed_less(index, "last_seen", days=365))
    task.exclude("not the patient's first")(all_but_one("date"))

Dates are those of the export's fields, which do not leave; in a text all dates are shifted, so a
text cannot be held against them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Mask = Callable[[pd.DataFrame], "pd.Series[bool]"]
    Index = Callable[[Any], date | None]

_ISO = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?![0-9])")
_DUTCH = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?![0-9])")
_HEADER = re.compile(r"^[ \t]*(?P<name>[^\W\d_][\w /-]{2,39}?)[ \t]*(?::|$)[ \t]*", re.MULTILINE)


def day_of(cell: object) -> date | None:
    """The day of a cell, year first or day first; None if there is none that can be read."""
    text = str(cell).strip() if cell is not None else ""
    if match := _ISO.match(text):
        parts = match[1], match[2], match[3]
    elif match := _DUTCH.match(text):
        parts = match[4], match[3], match[1]
    else:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def index_date(*fields: str) -> Index:
    """The day that a row's time is counted from: the first of these fields that has one.

    Args:
        fields: in order of preference; the others are fallbacks.
    """

    def index(row: Any) -> date | None:
        return next((day for name in fields if (day := day_of(row[name])) is not None), None)

    return index


def outside(field: str, first: date | None = None, last: date | None = None) -> Mask:
    """Rows whose day is not within a window, both ends included, or cannot be read.

    Args:
        field: of the day.
        first: of the window; open without one.
        last: of the window; open without one.
    """

    def is_outside(row: Any) -> bool:
        day = day_of(row[field])
        if day is None or (first is not None and day < first):
            return True
        return last is not None and day > last

    return _mask(is_outside)


def without_index(index: Index) -> Mask:
    """Rows without an index date."""
    return _mask(lambda row: index(row) is None)


def dated_after(field: str, index: Index, *, days: int = 0) -> Mask:
    """Rows from more than some days after their index date, or of which that cannot be told.

    So a task sees nothing that was written when the outcome was known.

    Args:
        field: of the report's day.
        index: see :func:`index_date`.
        days: how long after the index date is still early enough.
    """

    def is_late(row: Any) -> bool:
        day, start = day_of(row[field]), index(row)
        return day is None or start is None or day > start + timedelta(days)

    return _mask(is_late)


def followed_less(index: Index, last: str, *, days: int, longer: bool = False) -> Mask:
    """Rows that were not followed long enough, or of which that cannot be told.

    Args:
        index: where follow-up begins, see :func:`index_date`.
        last: the field of the day somebody was seen last.
        days: how long it has to be.
        longer: whether exactly so many days are too few.
    """

    def is_short(row: Any) -> bool:
        start, end = index(row), day_of(row[last])
        if start is None or end is None:
            return True
        return (end - start).days < days + longer

    return _mask(is_short)


def all_but_one(field: str, keep: Literal["first", "last"] = "first") -> Mask:
    """All rows of each patient but the earliest or latest; without a day they come last.

    Args:
        field: of the day. Of two on one day the one that stands first in the source is kept.
        keep: which one.
    """

    def mask(rows: pd.DataFrame) -> pd.Series[bool]:
        far = date.max if keep == "first" else date.min
        days = pd.Series([day_of(cell) or far for cell in rows[field]], index=rows.index)
        order = days.sort_values(ascending=keep == "first", kind="stable")
        later: pd.Series[bool] = rows["patient"].loc[order.index].duplicated()
        return later.reindex(rows.index)

    return mask


def sections(text: str) -> dict[str, str]:
    """The sections of a report by their headers, in lower case; what stands before them is ``""``.

    A header stands at the beginning of a line, and ends in a colon or is all there is on a line
    that is in capitals. Of two with one name the texts are joined.

    Args:
        text: of a report.
    """
    every = _HEADER.finditer(text)
    heads = [m for m in every if m[0].rstrip().endswith(":") or m["name"].isupper()]
    if not heads:
        return {"": text}
    found = {"": text[: heads[0].start()]}
    for head, after in zip(heads, [*heads[1:], None], strict=True):
        name = head["name"].casefold()
        said = text[head.end() : after.start() if after else len(text)].strip()
        found[name] = f"{found[name]}\n{said}" if name in found else said
    return found


def section(text: str, *names: str) -> str:
    """The first of these sections that a report has, such as ``conclusie``; empty if none."""
    found = sections(text)
    return next((found[name.casefold()] for name in names if found.get(name.casefold())), "")


def without_section(*names: str) -> Mask:
    """Rows whose text has none of these sections."""
    return _mask(lambda row: not section(row["text"], *names))


class Provenance(StrEnum):
    """Where a label comes from."""

    MANUAL = "manual"
    AUTOMATIC = "automatic"
    ADJUDICATED = "adjudicated"
    MAJORITY = "majority"
    OPEN = "open"


@dataclass(frozen=True, slots=True, repr=False)
class Rated:
    """A label, and where it comes from.

    Attributes:
        value: as the raters gave it; None where they differ and nobody decided.
        provenance: who decided.
        raters: how many said something.
        agreed: how many of them said this.
    """

    value: object
    provenance: Provenance
    raters: int
    agreed: int


def rated(votes: Sequence[object], decided: object = None, automatic: object = None) -> Rated:
    """The label of several raters: the adjudicator's, else that of more than half, else a rule's.

    Args:
        votes: what each rater said; None or empty for nothing.
        decided: what an adjudicator said, if one did.
        automatic: what a rule says, which counts only where no rater said anything.
    """
    said = [vote for vote in votes if vote not in (None, "")]
    if decided not in (None, ""):
        return Rated(decided, Provenance.ADJUDICATED, len(said), said.count(decided))
    if not said:
        none = automatic in (None, "")
        return Rated(automatic, Provenance.OPEN if none else Provenance.AUTOMATIC, 0, 0)
    value, count = Counter(said).most_common(1)[0]
    if len(said) == 1:
        return Rated(value, Provenance.MANUAL, 1, 1)
    if 2 * count > len(said):
        return Rated(value, Provenance.MAJORITY, len(said), count)
    return Rated(None, Provenance.OPEN, len(said), count)


def undecided(fields: Sequence[str], decided: str | None = None) -> Mask:
    """Rows whose raters differ, with no majority and nobody who decided.

    Args:
        fields: one of each rater.
        decided: the adjudicator's, if there is one.
    """

    def is_open(row: Any) -> bool:
        verdict = row[decided] if decided is not None else None
        return rated([row[name] for name in fields], verdict).provenance is Provenance.OPEN

    return _mask(is_open)


def _mask(goes: Callable[[Any], bool]) -> Mask:
    def mask(rows: pd.DataFrame) -> pd.Series[bool]:
        plain = rows.astype(object).where(rows.notna(), None)
        found = [goes(row) for row in plain.to_dict("records")]
        return pd.Series(found, index=rows.index, dtype=bool)

    return mask
