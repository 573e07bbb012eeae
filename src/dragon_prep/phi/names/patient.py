"""What an export says of the patient that a first name can tell: sex and year of birth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.known import KnownKind
from dragon_prep.language.form import clean
from dragon_prep.phi.dates.surrogate import full_date
from dragon_prep.phi.names.grammar import mention
from dragon_prep.phi.names.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragon_prep.core.known import KnownFact

_SEXES = {"m": "male", "man": "male", "male": "male", "v": "female", "vrouw": "female"}
_SEXES |= {"f": "female", "female": "female", "w": "female"}


@dataclass(frozen=True, slots=True, repr=False)
class Patient:
    """The patient, as far as the export's columns tell.

    Attributes:
        surnames: in lower case.
        given: first names, in lower case.
        sex: ``male`` or ``female``; empty if nobody says, or it is said in two ways.
        born: the year; 0 if nobody says, or it is said in two ways.
        seems_born: the year by what the reports say; 0 if they do not.
    """

    surnames: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    sex: str = ""
    born: int = 0
    seems_born: int = 0

    def is_meant(self, surnames: Sequence[str], given: str) -> bool:
        """Whether somebody of these surnames, or of none, and with a first name is the patient.

        Args:
            surnames: in lower case.
            given: the first name, in lower case.
        """
        if given not in self.given:
            return False
        return not surnames or not self.surnames.isdisjoint(surnames)


UNKNOWN = Patient()


def patient_of(facts: Iterable[KnownFact]) -> Patient:
    """The patient of whom columns say something.

    Args:
        facts: of all of the patient's rows.
    """
    surnames: set[str] = set()
    given: set[str] = set()
    sexes: set[str] = set()
    years: set[int] = set()
    for fact in {*facts}:
        if fact.kind is KnownKind.NAME:
            for name in mention(clean(fact.value)).names:
                surnames.update(core.lower() for core in name.of_role(Role.SURNAME))
                given.update(one.lower() for one in name.of_role(Role.GIVEN))
        elif fact.kind is KnownKind.SEX:
            sexes.add(_SEXES.get(fact.value.strip().lower(), ""))
        elif fact.kind is KnownKind.BIRTH_DATE and (day := full_date(fact.value)):
            years.add(day.year)
    return Patient(
        frozenset(surnames),
        frozenset(given),
        sexes.pop() if len(sexes) == 1 else "",
        years.pop() if len(years) == 1 else 0,
    )
