"""Staff codes such as ``KDij``, ``Rbo`` or ``KKos``: an initial and the start of a surname."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.replace.form import fold, like, redraw
from dragon_prep.replace.key import Use
from dragon_prep.replace.words import pool, words

if TYPE_CHECKING:
    from dragon_prep.replace.scope import Scope
    from dragon_prep.replace.stream import KeyedStream

_CODE = re.compile(r"[A-Za-z]{2,5}\.?")
_CAPITAL_INSIDE = re.compile(r"[A-Z]{2,}[a-z]|[a-z][A-Z]")
_LETTER_OR_NUMBER = re.compile(r"[A-Za-z]|\d+")


def is_code(text: str) -> bool:
    """Whether a lone word is a staff code rather than a name."""
    if not _CODE.fullmatch(text):
        return False
    # A name starts with two consonants only if Dutch has words that do ("Smit"); "Rbo" is a code.
    low = text.lower()
    consonants = not any(letter in "aeiouy" for letter in low[:2])
    capital = bool(_CAPITAL_INSIDE.search(text)) and not low.startswith("ij")
    return capital or (len(low.rstrip(".")) > 2 and consonants and low[:2] not in words("onset"))


def code_of(text: str, scope: Scope) -> str:
    """The surrogate of a staff code: same length, same capitals, digits for digits."""
    stream = scope.stream(Use.STAFF, fold(text))
    count = sum(map(str.isalpha, text))
    new = _written(text, _letters(text, count, stream), stream)
    while count and fold(new) == fold(text):
        new = _written(text, _letters(text, count, stream), stream)
    return new


def _written(model: str, letters: str, stream: KeyedStream) -> str:
    left = iter(letters)
    return _LETTER_OR_NUMBER.sub(
        lambda m: redraw(m[0], stream) if m[0].isdigit() else like(m[0], next(left)), model
    )


def _letters(text: str, count: int, stream: KeyedStream) -> str:
    names = _surnames()
    if text.isupper():
        return "".join(stream.choice(names)[0] for _ in range(count))
    # As many initials as capitals, less the surname's own; then the start of a surname.
    capitals = sum(map(str.isupper, text))
    initials = max(1, capitals - 1) if count > 1 else 0
    letters = "".join(stream.choice(names)[0] for _ in range(initials))
    while len(letters) < count:
        letters += stream.choice(names)
    return letters[:count]


@cache
def _surnames() -> tuple[str, ...]:
    return tuple(entry.split("\t")[0] for entry in pool("surnames"))
