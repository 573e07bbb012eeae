"""Times and dates that head the lines of a note: where some are found, so are all of their form."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from dragon_prep.core.phi import PhiCategory
from dragon_prep.language.units import is_day
from dragon_prep.phi.finding import found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dragon_prep.language.page import Page
    from dragon_prep.phi.finding import Detection

_HEAD = re.compile(
    r"(?:\A|\n)[ \t]{0,4}"
    r"(?:(?P<glued>[0-9]{4})|(?P<first>[0-9]{1,2})(?P<sign>[-/.:])(?P<last>[0-9]{1,2}))"
    r"(?=[ \t]+[^\W\d_]|[ \t]+[0-9]|[ \t]*[:;,-] )"
)
_FEWEST = 2  # that are found, before others of their form are taken for the same
_HOURS, _MINUTES = 24, 60


def heads_again(page: Page, hits: Iterable[Detection]) -> Iterator[Detection]:
    """Heads of lines with the form of those that were found: ``1150 rillingen``, ``8-4 rood``.

    Args:
        page: the report.
        hits: what was found in it, disjoint and in order.
    """
    # Nearly all reports end here, before their lines are looked at.
    if sum(_may_be_head(page.text, hit) for hit in hits) < _FEWEST:
        return
    heads: dict[str, list[re.Match[str]]] = defaultdict(list)
    for match in _HEAD.finditer(page.text):
        heads[match["sign"] or ""].append(match)
    if all(len(own) <= _FEWEST for own in heads.values()):
        return
    labels = {hit.span.start: hit.span.label for hit in hits}
    for own in heads.values():
        told = [label for match in own if (label := labels.get(_start(match))) in _MEANS]
        label = _label_of(own, told) if len(told) >= _FEWEST else ""
        for match in own if label else ():
            if _MEANS[label](match) and _start(match) not in labels:
                yield found(_start(match), match.end(), label, "again.head")


def _may_be_head(text: str, hit: Detection) -> bool:
    start = hit.span.start
    return (not start or text[start - 1] in " \t\n") and hit.span.label in _MEANS


def _label_of(heads: Sequence[re.Match[str]], told: Sequence[str]) -> str:
    """What heads of one form are: all of them can be times or dates, or half was found as one."""
    of = [label for label, means in _MEANS.items() if all(map(means, heads))]
    if len(of) == 1:
        return of[0]
    most = max(sorted(_MEANS), key=told.count)
    return most if 2 * told.count(most) >= len(heads) else ""


def _start(match: re.Match[str]) -> int:
    return match.start("glued") if match["glued"] else match.start("first")


def _is_time(match: re.Match[str]) -> bool:
    if match["sign"] == "-" or (match["sign"] and len(match["last"]) == 1):
        return False
    said = match["glued"] or f"{match['first']}{match['last']}"
    return int(said[:-2]) < _HOURS and int(said[-2:]) < _MINUTES


def _is_date(match: re.Match[str]) -> bool:
    if match["glued"] or match["sign"] == ":":
        return False
    return is_day(int(match["first"]), int(match["last"]))


_MEANS: dict[str, Callable[[re.Match[str]], bool]] = {
    PhiCategory.TIJD: _is_time,
    PhiCategory.DATUM: _is_date,
}
