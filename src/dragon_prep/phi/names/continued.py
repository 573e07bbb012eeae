"""Names that go on where one was found: a second person, or initials behind a title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.language.letters import compiled
from dragon_prep.phi.finding import found
from dragon_prep.phi.names.reader import is_place, is_plain, person, read_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.language.page import Page
    from dragon_prep.phi.finding import Detection

_AND = compiled(
    r"(?: en |[ ]?/[ ]?|, | & | \+ )"
    r"(?=(?:(?:[Vv]an|[Dd]e[rn]?|[Tt]e[nr]|[Ee]l) )+[A-ZÀ-Þ]|[A-ZÀ-Þ]\.)"
)
_TITLE_INITIALS = compiled(
    r", (?:(?:[Dd]rs?|[Pp]rof|[Mm]w|[Dd]hr|[Mm]evr|[Ii]r|[Mm]r)\.? ){1,3}"
    r"((?:[A-ZÀ-Þ]\.[ ]?){1,5}(?<! ))(?![^\W_])"
)
_AND_SIGNS = frozenset(" /,")


def continued(page: Page, names: Sequence[Detection]) -> list[Detection]:
    """``Rademaker en van Wijk-Saleh``, ``J.F. Grasveld, H. Oei``: more names behind one."""
    more: list[Detection] = []
    known = {hit.span.start for hit in names}
    for hit in names:
        end = hit.span.end
        while (
            page.text[end : end + 1] in _AND_SIGNS
            and (sign := _AND.match(page.text, end)) is not None
        ):
            if sign.end() in known:
                break  # it goes on from there by itself
            name = read_name(page, sign.end(), sure=True)
            if name is None or not (name.initials or name.particles):
                break
            if is_plain(name.words[0]) or is_place(page, name.start):
                break
            known.update((sign.end(), name.start))
            more.append(person(name, hit.rule))
            end = name.end
    return more


def initials_behind_titles(page: Page, names: Sequence[Detection]) -> list[Detection]:
    """``Koster, dr. K.L.M.``: initials with the title between them and their surname."""
    more = []
    for hit in names:
        if page.text.startswith(", ", hit.span.end):
            match = _TITLE_INITIALS.match(page.text, hit.span.end)
            if match is not None:
                more.append(found(match.start(1), match.end(1), "PERSOON", hit.rule))
    return more
