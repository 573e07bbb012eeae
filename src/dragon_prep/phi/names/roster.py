"""Who is who among all the mentions of one patient's reports.

A surname by itself tells most: mentions that share one are of one family. What only all mentions
together tell is worked out here, without the key and whatever their order: whose first name a first
name alone is, which doctor a staff code abbreviates, which particle a surname without one has left
out, which surnames one person bears together. Where two answers are possible, there is none.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.language import name_pools as names
from dragon_prep.language.form import clean, fold
from dragon_prep.language.pools import words
from dragon_prep.language.typos import typo_in
from dragon_prep.phi.names.grammar import mention
from dragon_prep.phi.names.patient import UNKNOWN
from dragon_prep.phi.names.tokens import Role, letters_of
from dragon_prep.phi.staff_codes.abbreviated import Doctor, abbreviated
from dragon_prep.phi.staff_codes.grammar import codes_in, is_code_and_no_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dragon_prep.language.typos import Typo
    from dragon_prep.phi.names.grammar import Name
    from dragon_prep.phi.names.patient import Patient
    from dragon_prep.phi.persons import Abbreviation

_AS_OLD = 20  # years between those in which a name was usual and in which somebody has it
_SHORTEST_SLIP = 5  # letters; of fewer, one away is another name


@dataclass(frozen=True, slots=True, repr=False)
class Roster:
    """The persons of one patient's reports; all names in lower case.

    A family is known by the first of its surnames: those that somebody bears together
    (``Jansen-de Vries``) are of one.

    Attributes:
        surnames: each surname with the kind of its particle.
        kinds: of surnames that are met with one kind of particle, that kind.
        families: the family of each surname that has another's.
        slips: the surname that a misspelt one is meant to be, and the slip.
        letters: the initials in each family.
        given: the first names in each family.
        alone: the family of each first name that is in one family only.
        sexes: ``male`` or ``female`` for a family's first name that a title or the export tells the
            sex of.
        born: the year of birth for a family's first name that is the patient's.
        origins: where each surname comes from.
        origins_of_given: where the first names of a family come from.
        codes: what each staff code abbreviates.
        originals: all mentions of all categories, folded.
    """

    surnames: frozenset[tuple[str, str]] = frozenset()
    kinds: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)
    slips: Mapping[str, tuple[str, Typo]] = field(default_factory=dict)
    letters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alone: Mapping[str, str] = field(default_factory=dict)
    sexes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    born: Mapping[tuple[str, str], int] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    origins_of_given: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Abbreviation] = field(default_factory=dict)
    originals: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"<Roster of {len(self.surnames)} surnames, {len(self.codes)} codes>"

    def kind(self, core: str, said: str) -> str:
        """The kind of a surname's particle, where a mention may have left it out.

        Args:
            core: the surname in lower case.
            said: the kind of the particle in the mention, ``none`` if it has none.
        """
        if said != "none":
            return "none" if said == "kept" else said
        # "Heuvel" is short for "van den Heuvel" even where nobody wrote that.
        return self.kinds.get(core) or names.kinds_of_cores().get(core, "none")

    def family(self, core: str) -> str:
        """The family of a surname."""
        return self.families.get(core, core)

    def origin(self, core: str) -> str:
        """Where a surname comes from."""
        return self.origins.get(core) or names.surname_origin(core) or names.DUTCH


NOBODY = Roster()


def cast(mentions: Iterable[tuple[str, str]], patient: Patient = UNKNOWN) -> Roster:
    """Works out who is who.

    Args:
        mentions: all PHI of all reports of one patient, each as the report has it and with its
            canonical label. Neither their order nor how often they come matters.
        patient: what the export says of the patient.
    """
    seen = {(clean(text), _category(label)) for text, label in mentions}
    notes = _Notes(patient)
    codes: set[str] = set()
    for text, category in seen:
        if category is PhiCategory.PERSOON and not is_code_and_no_name(text):
            notes.note(text)
        elif category in (PhiCategory.PERSOON, PhiCategory.PERSOONAFKORTING):
            found = [text] if category is PhiCategory.PERSOON else codes_in(text)
            codes.update(found)
            if not found:
                notes.note(text)
    originals = frozenset({fold(text) for text, _ in seen})
    if not notes.persons:
        return Roster(originals=originals)
    return notes.cast(sorted(codes), originals)


@dataclass(frozen=True, slots=True, repr=False)
class _Sighting:
    """What a mention of one person says."""

    family: str
    cores: tuple[str, ...]
    initials: str
    given: tuple[str, ...]
    sex: str

    def __repr__(self) -> str:
        return f"<Sighting of {len(self.cores)} surnames>"


_category = lru_cache(maxsize=256)(category_of)


@lru_cache(maxsize=4096)  # a few doctors make up most mentions
def _persons(text: str) -> tuple[tuple[_Sighting, tuple[tuple[str, str], ...]], ...]:
    """The persons of a mention, each with its surnames and their particles in lower case."""
    return tuple(
        (_sighting(name), tuple((s.core, s.particles.lower()) for s in name.surnames))
        for name in mention(text).names
    )


def _sighting(name: Name) -> _Sighting:
    initials = "".join(
        letters_of(token.text) if token.role is Role.INITIALS else token.text[0]
        for token in name.tokens
        if token.role in (Role.INITIALS, Role.GIVEN)
    )
    titles = {title.lower() for title in name.of_role(Role.TITLE)}
    sexes = [sex for sex in names.SEXES if titles & words(f"title_{sex}")]
    return _Sighting(
        name.family,
        tuple(core.lower() for core in name.of_role(Role.SURNAME)),
        initials.lower(),
        tuple(given.lower() for given in name.of_role(Role.GIVEN)),
        sexes[0] if len(sexes) == 1 else "",
    )


class _Notes:
    """What the mentions say, before it is known what they say together."""

    def __init__(self, patient: Patient) -> None:
        self.patient = patient
        self.persons: set[_Sighting] = set()
        self.said: defaultdict[str, set[str]] = defaultdict(set)  # particles, without blanks

    def note(self, text: str) -> None:
        for person, surnames in _persons(text):
            self.persons.add(person)
            for core, particles in surnames:
                self.said[core].add(particles)

    def cast(self, codes: Sequence[str], originals: frozenset[str]) -> Roster:
        slips = self._slips()
        families = self._families(slips)
        letters: defaultdict[str, set[str]] = defaultdict(set)
        given: defaultdict[str, set[str]] = defaultdict(set)
        sexes: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        born: dict[tuple[str, str], int] = {}
        for person in self.persons:
            family = families.get(person.family, person.family)
            letters[family].update(person.initials)
            given[family].update(person.given)
            for name in person.given:
                own = self.patient.is_meant(person.cores, name)
                if sex := person.sex or (self.patient.sex if own else ""):
                    sexes[family, name].add(sex)
                if own and self.patient.born:
                    born[family, name] = self.patient.born
                elif self._seems_patient(name):
                    born.setdefault((family, name), self.patient.seems_born)
        self._share_titles(families, given, sexes)
        alone = self._alone(given)
        given[""] -= alone.keys()
        kinds = self._kinds()
        origins, origins_of_given = self._origins(families, given)
        surnames = frozenset(
            (core, _kind(core, particles, kinds))
            for core, said in self.said.items()
            for particles in said
        )
        return Roster(
            surnames=surnames,
            kinds=kinds,
            families=families,
            slips=slips,
            letters={family: tuple(sorted(found)) for family, found in letters.items()},
            given={family: tuple(sorted(found)) for family, found in given.items()},
            alone=alone,
            sexes={who: found.pop() for who, found in sexes.items() if len(found) == 1},
            born=born,
            origins=origins,
            origins_of_given=origins_of_given,
            codes=self._codes(codes, kinds),
            originals=originals,
        )

    def _seems_patient(self, name: str) -> bool:
        """Whether a first name is one of those who are as old as the patient seems to be."""
        if not self.patient.seems_born:
            return False
        usual = [year for sex in names.SEXES if (year := names.born(name, sex))]
        return not usual or min(abs(y - self.patient.seems_born) for y in usual) <= _AS_OLD

    def _share_titles(
        self,
        families: Mapping[str, str],
        given: Mapping[str, set[str]],
        sexes: defaultdict[tuple[str, str], set[str]],
    ) -> None:
        """Adds what titles before a surname alone tell of the one first name in its family."""
        for person in self.persons:
            family = families.get(person.family, person.family)
            if person.sex and not person.given and len(given.get(family, ())) == 1:
                sexes[family, next(iter(given[family]))].add(person.sex)

    def _slips(self) -> dict[str, tuple[str, Typo]]:
        """The surnames that no list has and that are one slip away from a known one."""
        found: dict[str, tuple[str, Typo]] = {}
        if len(self.said) < 2:
            return found
        known = [core for core in sorted(self.said) if self._is_known(core)]
        for core in self.said:
            if len(core) < _SHORTEST_SLIP or core in known:
                continue
            slips = [(right, slip) for right in known if (slip := typo_in(right, core))]
            if len(slips) == 1:
                found[core] = slips[0]
        return found

    def _is_known(self, core: str) -> bool:
        return core in self.patient.surnames or names.surname_origin(core) is not None

    def _families(self, slips: Mapping[str, tuple[str, Typo]]) -> dict[str, str]:
        """The family of each surname that has another's: the first of those borne together."""
        joined = [person.cores for person in self.persons if len(person.cores) > 1]
        joined += [(core, right) for core, (right, _) in slips.items()]
        if not joined:
            return {}
        first = {core: core for core in self.said}

        def find(core: str) -> str:
            while first[core] != core:
                core = first[core]
            return core

        for cores in joined:
            for core in cores[1:]:
                one, other = sorted((find(cores[0]), find(core)))
                first[other] = one
        return {core: find(core) for core in first if find(core) != core}

    def _alone(self, given: Mapping[str, set[str]]) -> dict[str, str]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for family, its_names in given.items():
            for name in its_names if family else ():
                found[name].append(family)
        return {name: where[0] for name, where in sorted(found.items()) if len(where) == 1}

    def _kinds(self) -> dict[str, str]:
        kinds = {}
        for core, said in self.said.items():
            found = {names.particle_kind(particles) for particles in said if particles}
            if len(found) == 1:
                kinds[core] = found.pop().replace("kept", "none")
        return kinds

    def _origins(
        self, families: Mapping[str, str], given: Mapping[str, set[str]]
    ) -> tuple[dict[str, str], dict[str, str]]:
        of_given = {}
        for family, its_names in given.items():
            found = {origin for name in its_names if (origin := names.first_name_origin(name))}
            if len(found) == 1:
                of_given[family] = found.pop()
        origins = {}
        for core, said in self.said.items():
            foreign = {origin for p in said if p and (origin := names.particle_origin(p))}
            known = foreign.pop() if len(foreign) == 1 else names.surname_origin(core)
            of_family = of_given.get(families.get(core, core))
            # A surname that no list has is of where the first names are from.
            if found_origin := known or of_family:
                origins[core] = found_origin
        return origins, of_given

    def _codes(self, codes: Sequence[str], kinds: Mapping[str, str]) -> dict[str, Abbreviation]:
        if not codes:
            return {}
        initials: defaultdict[str, set[str]] = defaultdict(set)
        for person in self.persons:
            for core in person.cores:
                initials[core].add(person.initials)
        doctors = [
            Doctor(core, tuple(sorted(said)), tuple(sorted(initials[core] - {""})))
            for core, said in sorted(self.said.items())
        ]
        found = {code: abbreviated(code, doctors) for code in codes}
        return {
            fold(code): replace(match, kind=kinds.get(match.core, "none"))
            for code, match in found.items()
            if match
        }


def _kind(core: str, particles: str, kinds: Mapping[str, str]) -> str:
    said = names.particle_kind(particles)
    if said != "none":
        return "none" if said == "kept" else said
    return kinds.get(core) or names.kinds_of_cores().get(core, "none")
