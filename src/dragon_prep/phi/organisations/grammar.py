"""How studies, companies and schools are written: read, compared, and written again.

Words beside the name (``trial``, ``B.V.``, ``basisschool``) and a number at its end are no part of
it, nor is its case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from dragon_prep.language.form import fold
from dragon_prep.language.form import like as in_case
from dragon_prep.language.pools import words

_TOKEN = re.compile(r"[A-Za-z\d](?:[^\s]*[A-Za-z\d])?")
_NUMBER_AT_END = re.compile(r"(?<=[A-Za-z\d])([ -])(\d+)$")
# Schools, which stay schools.
_SCHOOLS = re.compile(
    r"(?:(?:basis|hoge|muziek|middelbare |vrije )?school|lyceum|college|academie|universiteit"
    r"|kinderdagverblijf|peuterspeelzaal|creche) ",
    re.IGNORECASE,
)


class OrganisationKind(Enum):
    """What an organisation is."""

    STUDY = auto()
    COMPANY = auto()
    SCHOOL = auto()


@dataclass(frozen=True, slots=True, repr=False)
class Notation:
    """How an organisation is written.

    Attributes:
        before: words that stay in front of its name.
        behind: words that stay behind it.
        model: the name and its number, whose case others take.
        gap: what stands between the name and its number; empty for no number.
    """

    before: str
    behind: str
    model: str
    gap: str


@dataclass(frozen=True, slots=True, repr=False)
class Organisation:
    """An organisation in a text. Two are equal if they are the same, however they are written.

    Attributes:
        kind: what it is.
        identity: its name, folded.
        number: that its name ends in, such as the 150 of ``HOVON 150``; empty for none.
        name: as it is written, without the number.
        notation: how.
        end: where it ends in the text it was read from.
    """

    kind: OrganisationKind
    identity: str
    number: str
    name: str = field(compare=False)
    notation: Notation = field(compare=False)
    end: int = field(compare=False)


def parse(text: str, at: int = 0, kind: OrganisationKind | None = None) -> Organisation | None:
    """The organisation that a mention from a place on names.

    Args:
        text: the mention.
        at: where it starts.
        kind: what it is; a company may turn out to be a school.
    """
    kind = kind or OrganisationKind.COMPANY
    kept = words("study" if kind is OrganisationKind.STUDY else "company_form")
    start = at
    if kind is OrganisationKind.COMPANY and (school := _SCHOOLS.match(text, at)) is not None:
        kind, start = OrganisationKind.SCHOOL, school.end()
    found = [match.span() for match in _TOKEN.finditer(text, start)]
    while len(found) > 1 and fold(text[slice(*found[0])]) in kept:
        found.pop(0)
    while len(found) > 1 and fold(text[slice(*found[-1])]) in kept:
        found.pop()
    if not found or not text[at : at + 1].strip():
        return None
    is_school = kind is OrganisationKind.SCHOOL  # whose name may start with an apostrophe
    first, last = start if is_school else found[0][0], found[-1][1]
    model = text[first:last]
    number = _NUMBER_AT_END.search(model)
    name = model[: number.start()] if number else model
    if not any(map(str.isalpha, name)):
        return None
    gap, digits = number.groups() if number else ("", "")
    notation = Notation(text[at:first], text[last:], model, gap)
    return Organisation(kind, fold(name), digits, name, notation, len(text))


def render(value: Organisation, like: Organisation) -> str:
    """An organisation in the notation of another."""
    notation = like.notation
    written = value.name
    if value.number:
        written += f"{notation.gap or '-'}{value.number}"
    return f"{notation.before}{in_case(notation.model, written)}{notation.behind}"


def reads(text: str) -> bool:
    """Whether a mention names an organisation."""
    return any(parse(text, kind=kind) is not None for kind in OrganisationKind)
