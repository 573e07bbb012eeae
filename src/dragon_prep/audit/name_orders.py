"""The other ways to write a whole name: turned round, and with initials for the first names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dragon_prep.audit.thresholds import (
    BARE_INITIALS,
    DOTTED_INITIALS,
    SURE_ALONE,
    SURE_INITIALS,
    TURNED,
)
from dragon_prep.language.word_kinds import WordKind, word_kind
from dragon_prep.phi.names.grammar import mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.phi.names.grammar import Person


class Order(NamedTuple):
    """A name as it may be written too.

    Attributes:
        written: its words, without blanks and signs, in lower case.
        is_sure: whether it means nobody and nothing else, whatever its case.
    """

    written: str
    is_sure: bool

    def __repr__(self) -> str:
        return f"<Order of {len(self.written)} letters>"


def orders(name: str) -> Iterator[Order]:
    """The other ways to write the names of a mention whose surname is a word, too.

    Args:
        name: in ASCII.
    """
    for one in mention(name).names:
        person = one.person
        if person.surnames and (person.given or person.initials):
            yield from _of_person(person)


def _of_person(person: Person) -> Iterator[Order]:
    particle, core = _letters(person.surnames[0][0]), _letters(person.surnames[0][1])
    if word_kind(core) is WordKind.NAME and len(core) > SURE_ALONE:
        return  # it tells who is meant wherever it stands
    for head, initials in _heads(person):
        sure = initials >= SURE_INITIALS or bool(initials and particle)
        whole = particle + core
        turned = [head + whole, whole + head, core + head, core + head + particle]
        if initials >= SURE_INITIALS:
            turned.append(head + core)
        for written in dict.fromkeys(turned):
            if len(written) >= TURNED:
                yield Order(written, sure)


def _heads(person: Person) -> Iterator[tuple[str, int]]:
    """What may stand for the first names, and how many initials that has."""
    short = "".join(letters[0] for letters in map(_letters, _firsts(person)) if letters)
    if person.given:
        yield "".join(map(_letters, person.given)), 0
        yield _letters(person.given[0]), 0
    if short:
        yield short, len(short)
        yield short[0], 1


def initials(name: str) -> Iterator[str]:
    """The initials of the persons of a mention, in capitals: with all first names, and with one.

    Args:
        name: in ASCII.
    """
    for one in mention(name).names:
        person = one.person
        short = "".join(letters[0] for letters in map(_letters, _firsts(person)) if letters)
        if person.surnames and short:
            last = _letters(person.surnames[0][1])[:1]
            for letters in dict.fromkeys((short + last, short[0] + last)):
                if len(letters) >= min(DOTTED_INITIALS, BARE_INITIALS):
                    yield letters.upper()


def _firsts(person: Person) -> tuple[str, ...]:
    return person.given or person.initials


def _letters(word: str) -> str:
    return "".join(filter(str.isalpha, word)).lower()
