"""What every kind of PHI may ask of a patient's persons: who they become, and what is real."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from dragon_prep.core.keys import ProjectKey


@dataclass(frozen=True, slots=True, repr=False)
class Abbreviation:
    """What the letters of a staff code are short for.

    Attributes:
        core: the surname, in lower case.
        kind: the kind of its particle.
        initials: how many letters are initials.
        particle: how many are of the particle.
        surname: how many are the start of the surname.
    """

    core: str
    kind: str
    initials: int
    particle: int
    surname: int

    def __repr__(self) -> str:
        return f"<Abbreviation of {self.initials + self.particle + self.surname} letters>"


class Persons(Protocol):
    """The surrogate names of one patient's persons."""

    def is_real(self, folded: str) -> bool:
        """Whether a folded string is something of the cohort or an original of the patient."""

    def family(self, surname: str, first_name: str) -> str:
        """Whose a mention is: by its surname or, if it has none, by the first name."""

    def surname(self, core: str, kind: str) -> tuple[str, str]:
        """Particle and surname for a surname in lower case, and its particle's kind."""

    def initial(self, family: str, letter: str) -> str:
        """The capital for an initial."""

    def given(self, family: str, name: str) -> str:
        """The first name for a first name."""

    def abbreviation(self, folded: str) -> Abbreviation | None:
        """What a staff code is short for, None if nobody says."""

    def strangers(self, key: ProjectKey) -> Persons:
        """Persons of whom nothing is known, and who become nobody that is real."""

    def renewed(self, key: ProjectKey) -> Persons:
        """The same persons with other surrogates."""
