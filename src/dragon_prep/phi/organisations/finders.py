"""Firms by their legal form; what else is told of studies and employers is in ``entries.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.language.letters import compiled
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.finding import Detection, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

# Capitals, then a company's legal form.
_LEGAL_SIGNS = ("BV", "B.V", "NV", "N.V", "VOF", "V.O", "bvba", "& Z")
_LEGAL = compiled(
    r"(?<![^\W_])((?:Gebr\. |Fa\. )?[A-ZÀ-Þ][a-zà-ÿ][\w'’-]{1,30}"
    r"(?: (?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|&|en)){0,2}(?: [A-ZÀ-Þ&][\w'’-]{1,30}){0,3}"
    r" (?:BV|B\.V|NV|N\.V|VOF|V\.O\.F|bvba|& Zn|& Zonen))(?![\w])"
)
_COMPANY_ENDS = (
    *("bedrijf", "bedrijven", "fabriek", "fabrieken", "werken", "bouw", "transport", "sanering"),
    *("rij", "handel", "techniek", "service", "garage", "salon", "restaurant", "hotel"),
)


def find_companies(page: Page) -> Iterator[Detection]:
    """``Asbestsanering Van Dalfsen BV``: a name with its legal form."""
    legal = "legal_form" in page.hits or ".V" in page.text
    for sign in _LEGAL_SIGNS if legal else ():
        at = page.text.find(sign)
        while at >= 0:
            match = _LEGAL.search(page.text, max(0, at - 90), at + 8)
            if match is not None and is_company(match[1]):
                # "Ex-medewerkster Isolatiebouw Van Wijk BV": the function is no part of the name.
                head = match[1].partition(" ")[0]
                job = bool(page.classes[head.lower().rpartition("-")[2]] & (W.EMPLOYED | W.OWNER))
                start = match.start(1) + (len(head) + 1 if job else 0)
                yield found(start, match.end(1), "BEDRIJF", "affiliation.company")
            at = page.text.find(sign, at + 1)


def is_company(name: str) -> bool:
    """Whether a name may be a firm's: it ends as one does, or is no short name of a Dutch word."""
    words = name.lower().split(" ")
    first = words[0]
    return first.endswith(_COMPANY_ENDS) or not (
        (len(words) < 3 and classes[first] & W.DUTCH) or classes[first] & W.NOT_A_NAME
    )
