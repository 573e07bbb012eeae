"""Persons: behind titles, in lines for names, behind verbs, by initials and first names, and codes.

What is a name is decided by its place first. Away from such a place only a form that means nothing
else counts (initials with a known or unmistakable surname, a first name with a surname).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.detect.codes import find_codes, of_names
from dragon_prep.detect.letters import compiled
from dragon_prep.detect.nameforms import by_form
from dragon_prep.detect.nameparse import (
    is_place,
    is_plain,
    person,
    read_name,
)
from dragon_prep.detect.relatives import other_names, relatives
from dragon_prep.detect.roles import beside_roles
from dragon_prep.detect.signatures import find_signatures
from dragon_prep.detect.titles import after_titles
from dragon_prep.detect.verbs import (
    before_verbs,
    behind_supervision,
    behind_verbs,
    codes_announced,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.detect.finding import Detection
    from dragon_prep.detect.page import Page

_LONGEST_LIST = 8
_AND = compiled(
    r"(?: en |[ ]?/[ ]?|, | & | \+ )"
    r"(?=(?:(?:[Vv]an|[Dd]e[rn]?|[Tt]e[nr]|[Ee]l) )+[A-ZÀ-Þ]|[A-ZÀ-Þ]\.)"
)


def _continued(page: Page, names: list[Detection]) -> Iterator[Detection]:
    """``Rademaker en van Wijk-Saleh``, ``J.F. Grasveld, H. Oei``: more names behind one."""
    for hit in names:
        end = hit.span.end
        for _ in range(_LONGEST_LIST):
            more = _AND.match(page.text, end)
            name = read_name(page, more.end(), sure=True) if more is not None else None
            if name is None or not (name.initials or name.particles):
                break
            if is_plain(name.words[0]) or is_place(page, name.start):
                break
            yield person(name, hit.rule)
            end = name.end


def find_names(page: Page, moments: list[Detection]) -> list[Detection]:
    """All persons of a text (PERSOON) and their codes (PERSOONAFKORTING), without titles.

    Args:
        page: the text.
        moments: its dates and times, beside which reports are signed.
    """
    names = [
        *after_titles(page),
        *beside_roles(page),
        *behind_verbs(page),
        *before_verbs(page),
        *codes_announced(page),
        *behind_supervision(page),
        *relatives(page),
        *other_names(page),
        *by_form(page),
        *find_signatures(page, moments),
    ]
    names += _continued(page, names)
    names += find_codes(page, moments)
    return [*names, *of_names(page, names)]
