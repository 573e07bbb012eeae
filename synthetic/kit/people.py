"""People with a full identity, and the ways in which reports write their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unidecode import unidecode

from dragon_prep.synthetic.kit.dates import random_date
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.ids import Register, bsn, digits, phone
from dragon_prep.synthetic.kit.places import address, postcode, town

if TYPE_CHECKING:
    from datetime import date
    from random import Random

_INITIALS = "ABCDEFGHJKLMNPRSTVW"
_SURNAME_KINDS = ("surnames", "surnames_prefixed", "surnames_double", "surnames_foreign")
_SURNAME_WEIGHTS = (50, 27, 8, 15)


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """A name in its parts: ``van der`` is the prefix of ``van der Meer``."""

    first: str
    initials: tuple[str, ...]
    prefix: str
    surname: str

    @property
    def family(self) -> str:
        """Prefix and surname."""
        return f"{self.prefix} {self.surname}" if self.prefix else self.surname


@dataclass(frozen=True, slots=True, repr=False)
class Patient:
    """A patient's identity; all numbers are unique within one register."""

    person: Person
    birth: date
    number: str
    bsn: str
    z_number: str
    phone: str
    general_practitioner: Person
    address: str
    postcode: str
    town: str
    known_town: str


@dataclass(frozen=True, slots=True, repr=False)
class Staff:
    """The people who write a centre's reports, and those they write to."""

    authors: tuple[Person, ...]
    referrers: tuple[Person, ...]


def draw_person(rng: Random, *, sex: str = "", charset: str = "utf-8") -> Person:
    """Draws a name.

    Args:
        rng: source of randomness.
        sex: ``m``, ``f`` or empty for either.
        charset: the encoding that must be able to hold the name.
    """
    names = lexicon("names")
    first = _draw(rng, names[f"first_names_{sex or rng.choice('mf')}"], charset)
    kind = rng.choices(_SURNAME_KINDS, _SURNAME_WEIGHTS)[0]
    words = _draw(rng, names[kind], charset).split(" ")
    prefixes = 0
    while prefixes < len(words) - 1 and (words[prefixes][0] == "'" or words[prefixes].islower()):
        prefixes += 1
    more = tuple(rng.choice(_INITIALS) for _ in range(rng.choices((0, 1, 2), (50, 38, 12))[0]))
    prefix, surname = " ".join(words[:prefixes]), " ".join(words[prefixes:])
    return Person(first, (first[0], *more), prefix, surname)


def draw_patient(
    rng: Random,
    register: Register,
    born: tuple[date, date],
    *,
    sex: str = "",
    charset: str = "utf-8",
    number: str | None = None,
) -> Patient:
    """Draws a patient.

    Args:
        rng: source of randomness.
        register: where numbers are taken from.
        born: first and last possible day of birth.
        sex: ``m``, ``f`` or empty for either.
        charset: the encoding that must be able to hold the names.
        number: the hospital's patient number, where it is given already.
    """
    return Patient(
        person=draw_person(rng, sex=sex, charset=charset),
        birth=random_date(rng, *born),
        number=number or register.fresh(lambda: digits(rng, 7)),
        bsn=register.fresh(lambda: bsn(rng)),
        z_number=register.fresh(lambda: f"Z{digits(rng, 6)}"),
        phone=register.fresh(lambda: phone(rng)),
        general_practitioner=draw_person(rng, charset=charset),
        address=address(rng),
        postcode=postcode(rng, plain=True),
        town=town(rng, plain=False),
        known_town=town(rng, plain=True),
    )


def draw_staff(rng: Random, *, authors: int, referrers: int, charset: str = "utf-8") -> Staff:
    """Draws a centre's staff."""
    return Staff(
        tuple(draw_person(rng, charset=charset) for _ in range(authors)),
        tuple(draw_person(rng, charset=charset) for _ in range(referrers)),
    )


def written_name(rng: Random, person: Person, *, plain: bool) -> str:
    """A person's name, without title, in one of the usual notations.

    Args:
        rng: source of randomness.
        person: whose name.
        plain: only notations that are told for a name by a title or author line before them.
    """
    dotted = "".join(f"{initial}." for initial in person.initials)
    family = person.family
    capital = family[:1].upper() + family[1:]
    forms = [f"{dotted} {family}", f"{dotted} {family}", family, capital]
    forms.append(f"{person.first} {family}")
    if not plain:
        bare = "".join(person.initials)
        spaced = " ".join(f"{initial}." for initial in person.initials)
        forms += [f"{spaced} {family}", f"{bare} {family}", f"{dotted}{family}"]
        forms += [f"{family}, {dotted}", f"{dotted} {family}".lower()]
    return rng.choice(forms)


def listed_name(rng: Random, person: Person) -> str:
    """A name as in a register: surname first, often in capitals."""
    dotted = "".join(f"{initial}." for initial in person.initials)
    return rng.choice((f"{person.family.upper()}, {dotted}", f"{person.family}, {person.first}"))


def staff_code(rng: Random, person: Person) -> str:
    """The short sign of a member of staff, such as ``JMe``, ``JvdM`` or ``JPDV``."""
    joined = person.surname.replace(" ", "").replace("'", "").replace("-", "")
    lead = "".join(word.lstrip("'")[:1] for word in person.prefix.split())
    first = person.initials[0]
    forms = (f"{first}{joined[:2]}", f"{first}{joined[:3]}", f"{first}{lead}{joined[:2]}")
    code = rng.choice((*forms, f"{''.join(person.initials)}{joined[:2]}".upper()))
    return code if rng.random() < 0.9 else code.lower()


def email(rng: Random, person: Person) -> str:
    """An address at an invented hospital, such as ``j.vandermeer@zh-duinrust.nl``."""
    name = "".join(c for c in unidecode(f"{person.prefix}{person.surname}").lower() if c.isalpha())
    first = unidecode(person.first).lower()
    local = rng.choice((f"{first[0]}.{name}", f"{first}.{name}", f"{name}{rng.randrange(10, 99)}"))
    return f"{local}@{rng.choice(lexicon('places')['domains'])}"


def _draw(rng: Random, names: list[str], charset: str) -> str:
    while True:
        name = rng.choice(names)
        try:
            name.encode(charset)
        except UnicodeEncodeError:
            continue
        return name
