"""Ages: below the cap (90) kept, from there on given as the cap, whoever's they are.

Only what can be nothing but an age is kept. A birth year or a date that was marked as an age moves
as dates do, and all else becomes an age that is drawn.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.language.form import clean
from dragon_prep.phi.ages.grammar import Piece, capped, pieces, reads, render
from dragon_prep.phi.dates.surrogate import date_surrogate

if TYPE_CHECKING:
    from dragon_prep.phi.scope import Scope

_DATE = re.compile(
    r"(?<![\d.,/:'-])(?:'\d\d|\d{4}|\d{1,2}(?P<s>[-/.])\d{1,2}(?:(?P=s)(?:\d{4}|\d\d))?)"
    r"(?![.,/:-]?\d)"
)
_YOUNGEST = 18  # of the ages that are drawn


def age(original: str, scope: Scope) -> str:
    """The surrogate of an age; of what is no age, a date or an age."""
    text = clean(original)
    if reads(text):
        return "".join(_capped(piece, scope.rules.oldest) for piece in pieces(text))
    new = date_surrogate(text, scope) if _DATE.search(text) else text
    return new if new != text else _drawn(text, scope)


def _capped(piece: Piece, oldest: int) -> str:
    return piece.text if piece.age is None else render(capped(piece.age, oldest))


def _drawn(text: str, scope: Scope) -> str:
    """An age in place of something that is none, and that shares no number with it."""
    said = set(re.findall(r"\d+", text))
    free = [years for years in range(_YOUNGEST, scope.rules.oldest) if str(years) not in said]
    years = scope.stream(KeyPurpose.DIGITS, text).choice(free)
    return f"{years} jaar" if any(map(str.isalpha, text)) else str(years)
