"""Which doctor a staff code abbreviates: ``RGer`` R. Gerritsen, ``JvdB`` J. van den Berg."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.language.name_pools import particle_kind
from dragon_prep.phi.persons import Abbreviation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MOST_INITIALS = 3
_SURE_START = 3  # letters of a surname that stand for it without an initial


@dataclass(frozen=True, slots=True, repr=False)
class Doctor:
    """A surname that somebody in the reports has; all in lower case.

    Attributes:
        core: the surname.
        particles: those it is met with, as one word each; one may be empty.
        initials: those it is met with, as one word each; none where nobody says.
    """

    core: str
    particles: tuple[str, ...]
    initials: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<Doctor with {len(self.initials)} sets of initials>"


def abbreviated(code: str, doctors: Iterable[Doctor]) -> Abbreviation | None:
    """What a code abbreviates, if there is exactly one surname that it can be of."""
    letters = "".join(filter(str.isalpha, code)).lower()
    fits = {d.core: fit for d in doctors if (fit := _fit(letters, d))}
    return next(iter(fits.values())) if len(fits) == 1 else None


def _fit(letters: str, doctor: Doctor) -> Abbreviation | None:
    # The longest run of initials first: "JPBak" is J.P. Bakker.
    for count in range(min(_MOST_INITIALS, len(letters) - 1), -1, -1):
        for particle in _particles(doctor.particles):
            start = count + len(particle)
            rest = letters[start:]
            if letters[count:start] != particle or not rest or not doctor.core.startswith(rest):
                continue
            if _is_sure(letters[:count], particle, rest, doctor.initials):
                return Abbreviation(doctor.core, "none", count, len(particle), len(rest))
    return None


def _particles(particles: Sequence[str]) -> Iterator[str]:
    """How particles may be written in a code: as they are, by their initials, or not at all."""
    for joined in particles:
        if joined:
            yield joined
            yield "vd" if particle_kind(joined) == "vd" else joined[0]
    yield ""


def _is_sure(initials: str, particle: str, start: str, known: Sequence[str]) -> bool:
    if not initials:
        return bool(particle) or len(start) >= _SURE_START
    if known:
        return any(one.startswith(initials) for one in known)
    return len(initials) == 1 and len(start) >= _SURE_START
