"""The notations of dates: the only code that knows how one is written.

:func:`parse` reads the one that starts at a place, :func:`read` all that stands in a mention,
:func:`render` writes one in the notation of another.
"""

from __future__ import annotations

from dragon_prep.phi.dates.grammar.mention import Beside, full_dates, read, reads, written
from dragon_prep.phi.dates.grammar.reader import end_of_stamp, parse, parse_as, parse_plain
from dragon_prep.phi.dates.grammar.value import DateValue, Kind, of_day
from dragon_prep.phi.dates.grammar.writer import render

__all__ = [
    "Beside",
    "DateValue",
    "Kind",
    "end_of_stamp",
    "full_dates",
    "of_day",
    "parse",
    "parse_as",
    "parse_plain",
    "read",
    "reads",
    "render",
    "written",
]
