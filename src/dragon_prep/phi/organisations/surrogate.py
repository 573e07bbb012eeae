"""Studies and companies: another one, made up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.core.avoidance import draw
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.language.form import clean, fold, like, redraw
from dragon_prep.language.pools import pool, words

if TYPE_CHECKING:
    from dragon_prep.phi.scope import Scope

_WORD = re.compile(r"[A-Za-z]+")
_NUMBER_AT_END = re.compile(r"(?<=[A-Za-z\d][ -])\d+$")


def study(original: str, scope: Scope) -> str:
    """Another study's name; words such as "trial" and "de" around it stay."""
    return _named(clean(original), scope, "studies", words("study"))


def company(original: str, scope: Scope) -> str:
    """Another company's name; its legal form ("B.V.") stays."""
    return _named(clean(original), scope, "companies", words("company_form"))


def _named(text: str, scope: Scope, which: str, keep: frozenset[str]) -> str:
    name, start, end = _name(text, keep)
    if not any(map(str.isalpha, name)):
        return re.sub(r"\d+", lambda m: redraw(m[0], scope.stream(KeyPurpose.DIGITS, m[0])), text)
    number = _NUMBER_AT_END.search(name)
    stem = name[: number.start()] if number else name
    stream = scope.stream(KeyPurpose.NAME, which, fold(stem))
    is_real = scope.people.is_real
    new = draw(
        stream,
        pool(which),
        lambda other: fold(other) in fold(stem) or fold(stem) in fold(other),
        lambda other: is_real(fold(other)),
    )
    if number:
        new = f"{new}{stem[-1]}{redraw(number[0], scope.stream(KeyPurpose.DIGITS, number[0]))}"
    return text[:start] + like(name, new) + text[end:]


def _name(text: str, keep: frozenset[str]) -> tuple[str, int, int]:
    """The part of a text that is the name: without the words to keep before and behind it."""
    found = [(m.start(), m.end()) for m in re.finditer(r"[A-Za-z\d](?:[^\s]*[A-Za-z\d])?", text)]
    while len(found) > 1 and fold(text[slice(*found[0])]) in keep:
        found.pop(0)
    while len(found) > 1 and fold(text[slice(*found[-1])]) in keep:
        found.pop()
    if not found:
        return "", 0, 0
    start, end = found[0][0], found[-1][1]
    return text[start:end], start, end
