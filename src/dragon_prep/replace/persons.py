"""Persons: one surrogate person for each person of a patient, rendered in the form of the mention.

Who is who follows from the surname: mentions that share one, whatever their case, accents, titles
and initials, get one surrogate surname. First names and initials belong to surname and initial, so
that ``Jan Jansen`` and ``J. Jansen`` stay one person while ``P. Jansen`` is another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.replace import mentions
from dragon_prep.replace.form import clean, like, scramble
from dragon_prep.replace.key import Use
from dragon_prep.replace.mentions import Piece, Role
from dragon_prep.replace.staff import code_of, is_code
from dragon_prep.replace.words import pool

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragon_prep.replace.scope import Scope

_SEVERAL = re.compile(
    r"(\s+(?:en|of|and)\s+|[;&+|]+"
    r"|\s*/\s*(?=(?i:dr|drs|prof|ir|mw|mevr|dhr)\b)"  # "dr. Jansen/dr. Bakker"
    r"|,\s+(?=(?:[A-Z]\.\s?){1,5}(?:[a-z' ]+ )?[A-Z][a-z]{2}))"  # "A. Jansen, B. de Wit"
)
_PARTICLE_KINDS = {"van": "van", "v": "van", "de": "de", "vande": "vd", "vanden": "vd"}
_PARTICLE_KINDS |= {"vander": "vd", "vd": "vd", "vdr": "vd"}
_GLUED = re.compile(r"(?P<particle>van(?:de[nr]?)?|de)(?P<core>.+)")
_ABBREVIATED = frozenset(("v", "d", "vd", "vdr"))


def person(original: str, scope: Scope) -> str:
    """The surrogate of a mention of one or more persons."""
    text = clean(original)
    if is_code(text):
        return code_of(text, scope)
    parts = _SEVERAL.split(text)
    named = [part for part in parts[::2] if not mentions.is_title(part)]
    new: list[str] = []
    surname = ""  # the surname of the one before is the last part's in "Jan en Piet Jansen"
    for i, part in reversed(list(enumerate(parts))):
        if i % 2 or (named and part not in named):  # between two, or "dr." of "dr. en mw. Jansen"
            new.append(part)
        else:
            pieces = mentions.parse(part)
            surname = next((p.text.lower() for p in pieces if p.role is Role.SURNAME), surname)
            new.append(_render(pieces, Identity(scope, surname)))
    return "".join(reversed(new))


def staff(original: str, scope: Scope) -> str:
    """The surrogate of a staff code such as ``KDij``; of a name, where one is called a code."""
    text = clean(original)
    longest = max(map(len, re.findall("[A-Za-z]+", text)), default=0)
    return code_of(text, scope) if longest <= 6 and " " not in text.strip() else person(text, scope)


@dataclass(frozen=True, slots=True)
class Identity:
    """The surrogate of one person: what each part of the original's name becomes.

    Attributes:
        scope: the patient's.
        person: the original's surname, in lower case.
    """

    scope: Scope
    person: str = field(repr=False)

    def surname(self, core: str, kind: str) -> tuple[str, str]:
        """Particle and surname for a word of a surname, in lower case, and its particle's kind."""
        stream = self.scope.stream(Use.IDENTITY, "surname", core)
        options = _surnames()[kind]
        name, particle = stream.choice(options)
        while name.lower() == core:
            name, particle = stream.choice(options)
        return particle, name

    def initial(self, letter: str) -> str:
        """The capital for an initial."""
        stream = self.scope.stream(Use.IDENTITY, "initial", self.person, letter.lower())
        return stream.other(_initials(), letter.upper())

    def given(self, name: str) -> str:
        """The first name for a first name: same sex, and the initial that its initial becomes."""
        low = name.lower()
        stream = self.scope.stream(Use.IDENTITY, "given", self.person, low)
        return stream.choice(_given_names()[_sex(low), self.initial(name[0])])


def _sex(first_name: str) -> str:
    # Never from a title beside it: the next mention of the same person may have none.
    sexes = [sex for sex in ("male", "female") if first_name in mentions.first_names(sex)]
    if len(sexes) == 1:
        return sexes[0]
    return "female" if first_name.endswith(("a", "ie", "ine", "ette", "tje")) else "male"


def _render(pieces: Sequence[Piece], identity: Identity) -> str:
    new = [_without_digits(piece, identity.scope) for piece in pieces]
    surnames = [i for i, piece in enumerate(pieces) if piece.role is Role.SURNAME]
    for i, run in _particle_runs(pieces, surnames).items():
        core = pieces[i].text.lower()
        particle, name = identity.surname(core, _particle_kind([pieces[j].text for j in run], core))
        new[i] = like(pieces[i].text, name)
        _put_particle(new, pieces, run, particle)
    for i, piece in enumerate(pieces):
        if piece.role is Role.INITIALS:
            # "AB" is two first names in short; "Chr." and "IJ." are one.
            several = piece.text.isupper() and piece.text != "IJ"
            letters = piece.text if several else piece.text[0]
            new[i] = "".join(like(letter, identity.initial(letter)) for letter in letters)
        elif piece.role is Role.GIVEN:
            new[i] = like(piece.text, identity.given(piece.text))
    return "".join(new)


def _without_digits(piece: Piece, scope: Scope) -> str:
    if piece.role is Role.GAP and any(map(str.isdigit, piece.text)):
        return scramble(piece.text, scope.stream(Use.DIGITS, piece.text))
    return piece.text


def _particle_runs(pieces: Sequence[Piece], surnames: Sequence[int]) -> Mapping[int, list[int]]:
    """The particles of each surname: those right before it, or behind all ("Berg, P. van den")."""
    runs: dict[int, list[int]] = {}
    run: list[int] = []
    for i, piece in enumerate(pieces):
        if piece.role is Role.PARTICLE:
            run.append(i)
        elif piece.role is Role.SURNAME:
            runs[i], run = run, []
    if run and surnames:
        runs[surnames[0]] = runs[surnames[0]] or run
    return runs


def _particle_kind(particles: Sequence[str], core: str) -> str:
    if particles:
        return _PARTICLE_KINDS.get("".join(particles).lower(), "any")
    return _kinds_of_cores().get(core, "none")  # "Heuvel" is short for "van den Heuvel"


def _put_particle(
    new: list[str], pieces: Sequence[Piece], run: Sequence[int], particle: str
) -> None:
    if not run or any(pieces[i].text.lower() in _ABBREVIATED for i in run):
        return  # "v.d." suits every surrogate of its kind
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
    if match and match["core"] in _kinds_of_cores():
        return _PARTICLE_KINDS[match["particle"]], match["core"]
    return "none", word


@cache
def _surnames() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Surname and particle of each entry of the pool, by the kind of the particle."""
    found: dict[str, list[tuple[str, str]]] = {"none": [], "any": [], "van": [], "de": [], "vd": []}
    for entry in pool("surnames"):
        name, particle = entry.split("\t")
        kind = _PARTICLE_KINDS.get(particle.replace(" ", ""), "any") if particle else "none"
        found[kind].append((name, particle))
        if kind in ("van", "de", "vd"):
            found["any"].append((name, particle))
    return {kind: tuple(entries) for kind, entries in found.items()}


@cache
def _kinds_of_cores() -> Mapping[str, str]:
    alone = mentions.surnames_alone()
    kinds = _surnames()
    return {
        name.lower(): kind
        for kind in ("van", "de", "vd")
        for name, _ in kinds[kind]
        if name.lower() not in alone
    }


@cache
def _given_names() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """First names by sex and initial."""
    found: dict[tuple[str, str], list[str]] = {}
    for sex in ("male", "female"):
        for name in pool(f"first_names_{sex}"):
            found.setdefault((sex, name[0]), []).append(name)
    return {key: tuple(names) for key, names in found.items()}


@cache
def _initials() -> tuple[str, ...]:
    """Initials, each as often as first names have it, of which both sexes have a few."""
    names = _given_names()
    return tuple(
        name[0]
        for sex in ("male", "female")
        for name in pool(f"first_names_{sex}")
        if min(len(names.get((s, name[0]), ())) for s in ("male", "female")) > 2
    )
