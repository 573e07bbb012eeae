"""What belongs to a name that was found and stands before it: particles, initials, ``Oude``.

Only behind a sign or at the head of a line: in a sentence ``van`` and ``de`` are words of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.phi import PhiCategory
from dragon_prep.language.letters import compiled
from dragon_prep.phi.finding import found
from dragon_prep.phi.rules import RANKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.language.page import Page
    from dragon_prep.phi.finding import Detection

_REACH = 40
# At the head of a line "van" may go on with a sentence; what opens with a capital does not.
_BEFORE = compiled(
    r"(?:[:;(|/+][ \t]{0,8}|(?:\A|\n)[ \t]{0,8}(?=[A-ZÀ-Þ]))"
    r"((?:[A-ZÀ-Þ]\.[ ]?){0,4}"
    r"(?:(?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Tt]en|[Tt]er|v\.?d\.?|bint|ibn) ){0,3}"
    r"(?:(?:Oude|Olde|Groote?|Kleine?|Lutke|Lutje) )?)\Z"
)
_INITIAL = compiled(r"[A-ZÀ-Þ][. ]")
# "Scholten op Reimer": two that were found are one.
_JOINS = frozenset((" op ", " op de ", " op den ", " ten ", " in 't ", " aan 't ", " uit de "))


def with_what_stands_before(page: Page, hits: Iterable[Detection]) -> Iterator[Detection]:
    """Names that were found, with what belongs to them before, where something does.

    Args:
        page: the report.
        hits: what was found in it, disjoint and in order.
    """
    last: Detection | None = None
    for hit in hits:
        if hit.span.label != PhiCategory.PERSOON:
            continue
        start, end = hit.span.start, hit.span.end
        if last is not None and page.text[last.span.end : start] in _JOINS:
            stronger = min(last, hit, key=lambda one: RANKS[one.rule])
            yield found(last.span.start, end, hit.span.label, stronger.rule)
        elif not _INITIAL.match(page.text, start):
            before = _BEFORE.search(page.text, max(0, start - _REACH), start)
            if before is not None and before[1]:
                yield found(before.start(1), end, hit.span.label, hit.rule)
        last = hit
