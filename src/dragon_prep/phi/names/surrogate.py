"""Persons: one surrogate person for each person of a patient, rendered in the form of the mention.

Who is who follows from the surname: mentions that share one, whatever their case, accents, titles
and initials, get one surrogate surname. First names and initials belong to the family, so that
``Jan Jansen`` and ``J. Jansen`` stay one person while ``P. Jansen`` is another. What only all
mentions of the patient together tell is in :mod:`dragon_prep.phi.names.roster`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.language import name_pools as names
from dragon_prep.language.form import clean, like, scramble
from dragon_prep.phi.names.mentions import Piece, Role
from dragon_prep.phi.names.parts import Part, initials_of, parts
from dragon_prep.phi.staff_codes.surrogate import code_of, codes_in, each_code, is_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.phi.scope import Scope

_GLUED = re.compile(r"(?P<particle>van(?:de[nr]?)?|de)(?P<core>.+)")
_DIGIT = re.compile("[0-9]")
_ABBREVIATED = frozenset(("v", "d", "vd", "vdr"))


def person(original: str, scope: Scope) -> str:
    """The surrogate of a mention of one or more persons."""
    text = clean(original)
    if is_code(text):
        return code_of(text, scope)
    return "".join(
        _render(part, Identity(scope, part.surname)) if part.pieces else part.text
        for part in parts(text)
    )


def staff(original: str, scope: Scope) -> str:
    """The surrogate of staff codes such as ``KDij``; of a name, where one is called a code."""
    text = clean(original)
    return each_code(text, scope) if codes_in(text) else person(text, scope)


@dataclass(frozen=True, slots=True)
class Identity:
    """The surrogate of one person: what each part of the original's name becomes.

    Attributes:
        scope: the patient's.
        person: the original's surname in lower case, empty if it is not known.
    """

    scope: Scope
    person: str = field(repr=False)

    def surname(self, core: str, kind: str) -> tuple[str, str]:
        """Particle and surname for a word of a surname, in lower case, and its particle's kind."""
        return self.scope.people.surname(core, kind)

    def initial(self, letter: str, first_name: str = "") -> str:
        """The capital for an initial, which may stand beside a first name."""
        people = self.scope.people
        return people.initial(people.family(self.person, first_name), letter)

    def given(self, name: str, first_name: str = "") -> str:
        """The first name for a first name, which may stand behind another, the first one."""
        people = self.scope.people
        return people.given(people.family(self.person, first_name or name), name)


def _render(part: Part, identity: Identity) -> str:
    pieces = part.pieces
    new = [piece.text for piece in pieces]
    if _DIGIT.search(part.text):
        new = [_without_digits(piece, identity.scope) for piece in pieces]
    for i, core, run, particles in part.surnames:
        particle, name = identity.surname(core, names.particle_kind(particles))
        new[i] = like(pieces[i].text, name)
        _put_particle(new, pieces, run, particle)
    first_name = next((piece.text for piece in pieces if piece.role is Role.GIVEN), "")
    for i, piece in enumerate(pieces):
        if piece.role is Role.INITIALS:
            letters = initials_of(piece.text)
            capitals = (identity.initial(letter, first_name) for letter in letters)
            new[i] = "".join(map(like, letters, capitals))
        elif piece.role is Role.GIVEN:
            new[i] = like(piece.text, identity.given(piece.text, first_name))
    return "".join(new)


def _without_digits(piece: Piece, scope: Scope) -> str:
    if piece.role is Role.GAP and any(map(str.isdigit, piece.text)):
        return scramble(piece.text, scope.stream(KeyPurpose.DIGITS, piece.text))
    return piece.text


def _put_particle(
    new: list[str], pieces: Sequence[Piece], run: Sequence[int], particle: str
) -> None:
    if not run or not particle or any(pieces[i].text.lower() in _ABBREVIATED for i in run):
        return  # "v.d." suits every surrogate of its kind, and "El" stays
    parts = particle.split()
    if len(parts) != len(run):
        parts = [particle]
        for i in range(run[0] + 1, run[-1] + 1):
            new[i] = ""
    after = run[-1] + 1
    if new[after : after + 1] == ["-"]:  # "'s-Gravesande"
        new[after] = " "
    for i, part in zip(run, parts, strict=False):
        new[i] = like(pieces[i].text, part)


def particle_and_core(word: str) -> tuple[str, str]:
    """The kind of the particle that a word in lower case starts with, and the rest of the word.

    Only where the rest is a surname known to have one: ``devries`` is, ``dekker`` is not.
    """
    match = _GLUED.fullmatch(word)
    if match and match["core"] in names.kinds_of_cores():
        return names.particle_kind(match["particle"]), match["core"]
    return "none", word
