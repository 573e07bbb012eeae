"""Who becomes whom: the surrogate names of one patient's persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.avoidance import draw, nothing
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.streams import KeyedStream
from dragon_prep.language import name_pools as names
from dragon_prep.language.form import fold
from dragon_prep.language.made_names import made_given, made_surname
from dragon_prep.language.sexes import sex_of
from dragon_prep.phi.care_context import NO_CONTEXT, CareContext
from dragon_prep.phi.names.roster import NOBODY
from dragon_prep.phi.scope import RULES, Rules, Scope

if TYPE_CHECKING:
    from dragon_prep.core.avoidance import Avoid
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.phi.names.roster import Roster
    from dragon_prep.phi.persons import Abbreviation


# Of so many persons so many get a name that is in no list, as real ones have.
_OF_ALL = 100
_MADE_SURNAMES, _MADE_GIVEN = 25, 4


class People:
    """The surrogate names of a patient's persons.

    Names that are in the cast are given out in the alphabetical order of the originals, each to
    one only and none that is an original. What is not in the cast gets a name that is still free,
    but two of those may get the same.

    Args:
        key: the patient's.
        cast: who is who among the patient's mentions.
        avoid: what is real and therefore no surrogate, see :mod:`dragon_prep.core.avoidance`.
    """

    __slots__ = (
        "_avoid",
        "_given",
        "_initials",
        "_is_waiting",
        "_key",
        "_surnames",
        "_taken",
        "cast",
    )

    def __init__(self, key: ProjectKey, cast: Roster = NOBODY, avoid: Avoid = nothing) -> None:
        self.cast = cast
        self._key = key
        self._avoid = avoid
        self._taken: set[str] = set()
        self._surnames: dict[tuple[str, str], names.Surname] = {}
        self._initials: dict[tuple[str, str], str] = {}
        self._given: dict[tuple[str, str], str] = {}
        self._is_waiting = True

    def __repr__(self) -> str:
        return "<People of a patient>"

    def _give_out(self) -> None:
        """Gives out the names of the cast, which is not worth while before one is asked for."""
        self._is_waiting = False
        cast = self.cast
        self._taken = {core for core, _ in cast.surnames}.union(*cast.given.values())
        for core, kind in sorted(cast.surnames):
            if core in cast.slips:
                continue
            new = self._surnames[core, kind] = self._new_surname(core, kind)
            self._taken.add(new[1].lower())
        for family in sorted(cast.letters):
            for letter in cast.letters[family]:
                self._initials[family, letter] = self._new_initial(family, letter)
        for family in sorted(cast.given):
            for name in cast.given[family]:
                self._given[family, name] = self._new_given(family, name)

    def is_real(self, folded: str) -> bool:
        """Whether a folded string is something of the cohort or an original of the patient."""
        return folded in self.cast.originals or self._avoid(folded)

    def abbreviation(self, folded: str) -> Abbreviation | None:
        """What a staff code is short for, None if nobody says."""
        return self.cast.codes.get(folded)

    def strangers(self, key: ProjectKey) -> People:
        """Persons of whom nothing is known, and who become nobody that is real."""
        return People(key, avoid=self.is_real)

    def renewed(self, key: ProjectKey) -> People:
        """The same persons with other surrogates.

        The originals are still who they are, so that sex and origin of a name stay.
        """
        return People(key, self.cast, self.is_real)

    def family(self, surname: str, first_name: str) -> str:
        """Whose a mention is: by its surname or, if it has none, by the first name."""
        if surname:
            return self.cast.family(surname)
        return self.cast.alone.get(first_name.lower(), "")

    def surname(self, core: str, kind: str) -> names.Surname:
        """Particle and surname for a surname in lower case, and its particle's kind."""
        if self._is_waiting:
            self._give_out()
        if core in self.cast.slips:
            right, slip = self.cast.slips[core]
            particle, name = self.surname(right, kind)
            return particle, slip.made_in(name)
        kind = self.cast.kind(core, kind)
        return self._surnames.get((core, kind)) or self._new_surname(core, kind)

    def initial(self, family: str, letter: str) -> str:
        """The capital for an initial."""
        if self._is_waiting:
            self._give_out()
        letter = letter.lower()
        return self._initials.get((family, letter)) or self._new_initial(family, letter)

    def given(self, family: str, name: str) -> str:
        """The first name for a first name: same sex, and the initial that its initial becomes."""
        if self._is_waiting:
            self._give_out()
        name = name.lower()
        return self._given.get((family, name)) or self._new_given(family, name)

    def _new_surname(self, core: str, kind: str) -> names.Surname:
        def wrong(new: names.Surname) -> bool:
            return new[1].lower() == core

        def unwanted(new: names.Surname) -> bool:
            particle, name = new
            return (
                name.lower() in self._taken
                or self.is_real(name.lower())
                or bool(particle and self.is_real(fold(particle + name)))
            )

        origin = self.cast.origin(core)
        stream = KeyedStream(self._key, KeyPurpose.IDENTITY, "surname", core)
        made = None
        if stream.below(_OF_ALL) < _MADE_SURNAMES:
            made = made_surname(stream, origin, kind, lambda new: wrong(new) or unwanted(new))
        return made or draw(stream, names.surnames(origin, kind), wrong, unwanted)

    def _new_initial(self, family: str, letter: str) -> str:
        taken = {self._initials.get((family, other)) for other in self.cast.letters.get(family, ())}
        # The initial of a first name is one that people of that sex and age have.
        given = next((n for n in self.cast.given.get(family, ()) if n[0] == letter), "")
        sex = self._sex(family, given) if given else ""
        year = self._year(family, given) if given else 0
        options = names.initials(self._origin_of_given(family), sex, year)
        stream = KeyedStream(self._key, KeyPurpose.IDENTITY, "initial", family, letter)
        return draw(stream, options, letter.upper().__eq__, taken.__contains__)

    def _new_given(self, family: str, name: str) -> str:
        def wrong(new: str) -> bool:
            return new.lower() == name

        taken = {self._given.get((family, other)) for other in self.cast.given.get(family, ())}
        surnames = [new for (core, _), new in self._surnames.items() if core == family]

        def unwanted(new: str) -> bool:
            return (
                new in taken
                or new.lower() in self._taken
                or any(self.is_real(fold("".join((new, *surname)))) for surname in surnames)
            )

        stream = KeyedStream(self._key, KeyPurpose.IDENTITY, "given", family, name)
        letter = self.initial(family, name[0])
        sex, year = self._sex(family, name), self._year(family, name)
        usual = self._origin_of_given(family)
        origin = names.first_name_origin(name) or usual
        # Not every initial is one that the language of the name has.
        if len(names.given_names(origin, sex, letter, year)) <= 1:
            origin = usual
        made = None
        if stream.below(_OF_ALL) < _MADE_GIVEN:
            made = made_given(stream, origin, sex, letter, lambda n: wrong(n) or unwanted(n))
        return made or draw(stream, names.given_names(origin, sex, letter, year), wrong, unwanted)

    def _sex(self, family: str, name: str) -> str:
        return self.cast.sexes.get((family, name)) or sex_of(name)

    def _year(self, family: str, name: str) -> int:
        return self.cast.born.get((family, name)) or names.born(name, self._sex(family, name))

    def _origin_of_given(self, family: str) -> str:
        return self.cast.origins_of_given.get(family) or self.cast.origin(family)


def scope_of(
    key: ProjectKey,
    cast: Roster = NOBODY,
    avoid: Avoid = nothing,
    rules: Rules = RULES,
    around: CareContext = NO_CONTEXT,
) -> Scope:
    """The scope of a patient's key, with who is who and what no surrogate may be."""
    return Scope(key, People(key, cast, avoid), rules=rules, around=around)
