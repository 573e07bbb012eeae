"""Studies, companies and schools: another one, made up."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.core.avoidance import draw
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.weighted import Weighted
from dragon_prep.language.form import clean, fold, redraw
from dragon_prep.language.pools import pool
from dragon_prep.phi.organisations.grammar import OrganisationKind, parse, render

if TYPE_CHECKING:
    from dragon_prep.phi.scope import Scope

_DIGITS = re.compile(r"\d+")
_OWN_NUMBER = re.compile(r"[ -]\d+$")
# Names that hundreds of schools have.
_SCHOOLS = (
    *("De Regenboog", "Het Kompas", "De Wegwijzer", "De Springplank", "De Vuurtoren", "De Brug"),
    *("Het Mozaiek", "De Klimboom", "De Horizon", "De Kameleon", "De Ark", "Het Palet"),
)


def study(original: str, scope: Scope) -> str:
    """Another study's name; words such as "trial" and "de" around it stay."""
    return _named(clean(original), scope, OrganisationKind.STUDY)


def company(original: str, scope: Scope) -> str:
    """Another company's or school's name; its legal form ("B.V.") stays."""
    return _named(clean(original), scope, OrganisationKind.COMPANY)


def _named(text: str, scope: Scope, kind: OrganisationKind) -> str:
    value = parse(text.lstrip(), kind=kind)
    if value is None:  # the number of a study
        return _DIGITS.sub(lambda m: redraw(m[0], scope.stream(KeyPurpose.DIGITS, m[0])), text)
    which = "studies" if kind is OrganisationKind.STUDY else "companies"
    is_school = value.kind is OrganisationKind.SCHOOL
    is_real = scope.people.is_real
    new = draw(
        scope.stream(KeyPurpose.NAME, which, value.identity),
        Weighted.alike(_SCHOOLS) if is_school else pool(which),
        lambda other: fold(other) in value.identity or value.identity in fold(other),
        lambda other: is_real(fold(other)),
    )
    number = value.number
    if number:
        number = redraw(number, scope.stream(KeyPurpose.DIGITS, number))
        new = _OWN_NUMBER.sub("", new)
    other = replace(value, identity=fold(new), name=new, number=number)
    return text[: len(text) - len(text.lstrip())] + render(other, like=value)
