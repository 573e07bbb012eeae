"""What the example tasks T101 to T109 share: records in pieces, structures with a size, slips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

from dragon_prep.core.spans import Span
from dragon_prep.synthetic.kit.draw import lexicon, stream

LESION = "lesion"
START = 60
"""How many records the first round of a plan has, and how many a set must have."""

# Of 28 shuffles the one with which the fewest sizes of a set lack a class in some fold.
_SHUFFLE = "plan 23"
_LONG_BY = 100  # pieces of advice that make a record a long one
_SHARES = (0.4, 0.4, 0.2)  # of lesions, normal and other structures
_IN_CM = 0.2


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a record.

    Attributes:
        text: without blanks around it.
        labels: of the entities it is one of.
        telling: whether the target depends on it, so that no slip may touch it.
        before: what parts it from the piece before.
    """

    text: str
    labels: tuple[str, ...] = ()
    telling: bool = False
    before: str = " "


@dataclass(frozen=True, slots=True)
class Draft:
    """A record before it is written.

    Attributes:
        pieces: its text.
        members: what the export says of it, beside ids and text.
        target: its label; None where the entities are the target.
        group: the id of what must stay together in a split; empty where nothing must.
    """

    pieces: list[Piece]
    members: Mapping[str, object] = field(default_factory=dict)
    target: object = None
    group: str = ""


Make = Callable[[Random, int, int], Draft]
"""Makes a record of a generator of its own, the seed, and its index."""


def vocabulary() -> dict[str, Any]:
    """The words of ``data/sim_examples.json``."""
    return lexicon("examples")


@dataclass(frozen=True, slots=True)
class Structure:
    """Something with a size. It *is* as large as it is printed: nothing is rounded twice.

    Attributes:
        kind: ``lesion``, ``normal`` or ``other``.
        tenths: the printed figure, in tenths of its unit.
        unit: ``mm`` or ``cm``.
    """

    kind: str
    tenths: int
    unit: str

    @property
    def figure(self) -> str:
        """With one decimal below 10, with none from 10 up."""
        whole, tenth = divmod(self.tenths, 10)
        return f"{whole}.{tenth}" if whole < 10 else str(whole)

    @property
    def mm(self) -> float:
        """Its size in mm."""
        return self.tenths / 10 if self.unit == "mm" else float(self.tenths)


def draw_structure(rng: Random, shares: tuple[float, ...] = _SHARES) -> Structure:
    """A structure of 1 to 20 mm or cm.

    Args:
        rng: source of randomness.
        shares: of lesions, normal and other structures.
    """
    (kind,) = rng.choices(tuple(vocabulary()["structures"]), shares)
    size = 1 + 19 * rng.random()
    tenths = round(size * 10) if size < 10 else 10 * round(size)
    return Structure(kind, tenths, "cm" if rng.random() < _IN_CM else "mm")


def draw_structures(
    rng: Random,
    count: int,
    hits: int,
    is_hit: Callable[[Structure], bool],
    shares: tuple[float, ...] = _SHARES,
) -> list[Structure]:
    """That many structures, of which so many are hits."""
    chosen = set(rng.sample(range(count), hits))
    found: list[Structure] = []
    for at in range(count):
        structure = draw_structure(rng, shares)
        while is_hit(structure) != (at in chosen):
            structure = draw_structure(rng, shares)
        found.append(structure)
    return found


def planned(task: str, index: int) -> str:
    """What a record is about, the same for every seed: its class, or a number of structures.

    Which classes a fold has so depends on the size of a set alone: a size that can be split can
    be split with every seed.

    Args:
        task: such as ``T101``.
        index: of the record.
    """
    if index < START:
        return _round(task, 0)[index]
    size = len(_round(task, 1))
    return _round(task, 1 + (index - START) // size)[(index - START) % size]


@cache
def _round(task: str, number: int) -> list[str]:
    counts: dict[str, int] = vocabulary()["plans"][task]["rest" if number else "start"]
    names = [name for name, count in counts.items() for _ in range(count)]
    stream(_SHUFFLE, task, number).shuffle(names)
    return names


def report(rng: Random, index: int, sentences: list[list[Piece]]) -> list[Piece]:
    """Complaints, sentences, advice; a lot of advice in every 25th record."""
    words = vocabulary()
    opening = [
        Piece(rng.choice(words["openings"])),
        Piece(f"{rng.choice(words['symptoms'])},"),
        Piece(f"{rng.choice(words['diagnoses'])}."),
    ]
    advice = [Piece(rng.choice(words["advice"]))]
    return [*opening, *(piece for s in sentences for piece in s), *advice, *more(rng, index, 25)]


def more(rng: Random, index: int, every: int) -> list[Piece]:
    """As one piece, the advice that makes a record long; nothing in most records."""
    if index % every:
        return []
    return [Piece(" ".join(rng.choice(vocabulary()["advice"]) for _ in range(_LONG_BY)))]


def written(pieces: list[Piece], slips: Random, noise: float) -> tuple[str, tuple[Span, ...]]:
    """The text of a record, and the spans of its entities.

    Args:
        pieces: its words.
        slips: source of randomness of slips.
        noise: the share of words with a slip.
    """
    text, spans = "", []
    for piece in pieces:
        if text:
            text += piece.before
        words = piece.text if piece.telling else slipped(slips, piece.text, noise)
        spans += [Span(len(text), len(text) + len(words), label) for label in piece.labels]
        text += words
    return text, tuple(spans)


def slipped(rng: Random, text: str, noise: float) -> str:
    """Slips in some words: half have letters swapped, others go or lose the blank behind them.

    The last word stays and keeps its end, so that a slip never reaches what follows.

    Args:
        rng: source of randomness.
        text: words parted by single blanks.
        noise: the share of words with a slip, from 0 to 1.
    """
    if not noise:
        return text
    *words, last = text.split(" ")
    done = ""
    for word in words:
        slip = rng.random() / noise  # beyond 1: none
        if slip < 0.5:
            done += f"{_swapped(rng, word)} "
        elif slip >= 0.75:
            done += word if slip < 1 else f"{word} "
    return done + (_swapped(rng, last) if rng.random() < noise / 2 else last)


def _swapped(rng: Random, word: str) -> str:
    places = [
        i for i in range(len(word) - 1)
        if word[i : i + 2].isalpha() and word[i] != word[i + 1]
    ]  # fmt: skip
    if not places:
        return word
    at = rng.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
