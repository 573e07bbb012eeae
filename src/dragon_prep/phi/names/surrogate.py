"""Persons: one surrogate person for each person of a patient, rendered in the form of the mention.

Who is who follows from the surname: mentions that share one, whatever their case, accents, titles
and initials, get one surrogate surname. First names and initials belong to the family, so that
``Jan Jansen`` and ``J. Jansen`` stay one person while ``P. Jansen`` is another. What only all
mentions of the patient together tell is in :mod:`dragon_prep.phi.names.roster`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.language import name_pools as names
from dragon_prep.language.form import clean, scramble
from dragon_prep.phi.names import particles
from dragon_prep.phi.names.grammar import Name, Person, Surname, mention, render
from dragon_prep.phi.names.tokens import NamePart, Role
from dragon_prep.phi.staff_codes.grammar import codes_in, is_code_and_no_name
from dragon_prep.phi.staff_codes.surrogate import code_of, each_code

if TYPE_CHECKING:
    from dragon_prep.phi.scope import Scope

_DIGIT = re.compile("[0-9]")


def person(original: str, scope: Scope) -> str:
    """The surrogate of a mention of one or more persons."""
    text = clean(original)
    if is_code_and_no_name(text):
        return code_of(text, scope)
    found = mention(text)
    return found.written([_surrogate(name, scope) for name in found.names])


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

    def surname(self, surname: Surname, own: str) -> tuple[str, str]:
        """Particle and surname for a word of a surname that has particles of its own, or none.

        What is short, or of another language, suits the new surname and stays.
        """
        kind = names.particle_kind(surname.particles)
        particle, core = self.scope.people.surname(surname.core, kind)
        stays = not particle or any(map(particles.is_abbreviated, own.split()))
        return (own if not surname.run or stays else particle), core

    def initial(self, letter: str, first_name: str = "") -> str:
        """The capital for an initial, which may stand beside a first name."""
        people = self.scope.people
        return people.initial(people.family(self.person, first_name), letter)

    def given(self, name: str, first_name: str = "") -> str:
        """The first name for a first name, which may stand behind another, the first one."""
        people = self.scope.people
        return people.given(people.family(self.person, first_name or name), name)


def _surrogate(name: Name, scope: Scope) -> str:
    identity = Identity(scope, name.family)
    first_name = next(iter(name.of_role(Role.GIVEN)), "")
    own = name.person
    person = Person(
        tuple(map(identity.surname, name.surnames, (particle for particle, _ in own.surnames))),
        tuple(identity.initial(letter, first_name) for letter in own.initials),
        tuple(identity.given(given, first_name) for given in own.given),
    )
    return render(person, like=_without_digits(name, scope))


def _without_digits(name: Name, scope: Scope) -> Name:
    """A name with other digits between its words, which are no part of any name."""
    if not _DIGIT.search(name.text):
        return name
    others = (
        NamePart(scramble(token.text, scope.stream(KeyPurpose.DIGITS, token.text)), token.role)
        if token.role is Role.GAP and any(map(str.isdigit, token.text))
        else token
        for token in name.tokens
    )
    return replace(name, tokens=tuple(others))
