"""Staff codes such as ``KDij``, ``Rbo`` or ``KKos``: an initial and the start of a surname.

Where the patient's reports tell which doctor a code abbreviates, its surrogate abbreviates the
doctor's surrogate. Otherwise it is drawn for the code alone.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.weighted import Weighted
from dragon_prep.language.form import fold, redraw
from dragon_prep.language.pools import rows
from dragon_prep.phi.staff_codes.grammar import Codes, mention, render

if TYPE_CHECKING:
    from dragon_prep.core.streams import KeyedStream
    from dragon_prep.phi.persons import Abbreviation
    from dragon_prep.phi.scope import Scope

_TRIES = 100
_NUMBER = re.compile(r"\d+")


def each_code(text: str, scope: Scope) -> str:
    """The surrogates of the codes of a mention; what stands between them stays."""
    codes = mention(text)
    return "".join(part if i % 2 else code_of(part, scope) for i, part in enumerate(codes.parts))


def code_of(text: str, scope: Scope) -> str:
    """The surrogate of a staff code: same length, same capitals, digits for digits."""
    stream = scope.stream(KeyPurpose.STAFF, fold(text))
    count = sum(map(str.isalpha, text))
    if code := scope.people.abbreviation(fold(text)):
        new = _written(text, _abbreviated(text, code, scope, stream), stream)
        if fold(new) != fold(text):
            return new
    new = _written(text, _letters(text, count, stream), stream)
    for _ in range(_TRIES):
        if not count or not (fold(new) == fold(text) or scope.people.is_real(fold(new))):
            break
        new = _written(text, _letters(text, count, stream), stream)
    while count and fold(new) == fold(text):
        new = _written(text, _letters(text, count, stream), stream)
    return new


def _abbreviated(text: str, code: Abbreviation, scope: Scope, stream: KeyedStream) -> str:
    """The letters of a code for the surrogate of the doctor whose code it is."""
    people = scope.people
    letters = "".join(filter(str.isalpha, text))
    family = people.family(code.core, "")
    initials = "".join(people.initial(family, letter) for letter in letters[: code.initials])
    particle, surname = people.surname(code.core, code.kind)
    # "vd" suits all particles of its kind; "van" written in full is as long in all of them.
    same = letters[code.initials : code.initials + code.particle]
    spelt = particle.replace(" ", "")
    middle = spelt if len(spelt) == code.particle else same
    start = surname[: code.surname]
    while len(start) < code.surname:  # "Bos" for "Bakk"
        start += _surnames().pick(stream)
    return initials + middle + start[: code.surname]


def _written(model: str, letters: str, stream: KeyedStream) -> str:
    other = _NUMBER.sub(lambda m: redraw(m[0], stream), model)
    return render((letters,), like=Codes(0, (other,)))


def _letters(text: str, count: int, stream: KeyedStream) -> str:
    known = _surnames()
    if text.isupper():
        return "".join(known.pick(stream)[0] for _ in range(count))
    # As many initials as capitals, less the surname's own; then the start of a surname.
    capitals = sum(map(str.isupper, text))
    initials = max(1, capitals - 1) if count > 1 else 0
    letters = "".join(known.pick(stream)[0] for _ in range(initials))
    while len(letters) < count:
        letters += known.pick(stream)
    return letters[:count]


@cache
def _surnames() -> Weighted[str]:
    return Weighted.of((name, int(weight)) for name, _, weight in rows("surnames"))
