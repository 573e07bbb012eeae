"""Who writes a centre's reports: each keeps to the same habits in all of them.

An author has a style (headings, line ends) from the cohort's word list, an order of sections and
regions, a register, and a taste for certain words: of the choices in a template the same author
makes the same ones most of the time, without anything that lists them (:func:`ranked`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.draw import quantile, stream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from dragon_prep.synthetic.kit.knobs import Knobs

AUTHORS = 16
"""Of a centre; as many as a simulation has people who sign."""

_CHOICES = 1 << 16  # kept; other seeds have other authors
_SKEW = 1.7  # the higher, the more often an author says the same
_TELEGRAM = (0.15, 0.9)  # the share of terse authors, a centre's own
_LOWER = (0.0, 0.25)
_SMALL_NAMES = 0.6  # of those who write small letters only: names, too
_SLIPS = ((0, 0.0), (0.3, 0.005), (0.8, 0.03), (1, 0.09))  # by share of the authors, a sentence
_LENGTHS = (0.55, 1.7)
_ORDERS = ("lichaam", "lichaam", "lichaam", "vraag", "belang")


@dataclass(frozen=True, slots=True)
class Author:
    """The habits of one who writes reports.

    Attributes:
        name: of the stream that the habits are drawn from.
        number: which of the centre's people this is, from 0.
        style: one of the cohort's styles: headings, line ends.
        telegram: whether sentences have no verb and no article.
        lower: whether there are small letters only; names may keep theirs (``small_names``).
        small_names: whether names, too, are written small.
        order: ``lichaam`` (head to toe), ``vraag`` (what was asked first), ``belang`` (what is
            abnormal first).
        slips: of typing, a sentence.
        length: times as many words as the cohort has.
    """

    name: str
    number: int
    style: Mapping[str, Any]
    telegram: bool
    lower: bool
    small_names: bool
    order: str
    slips: float
    length: float


def draw_authors(
    name: str, styles: Sequence[Mapping[str, Any]], knobs: Knobs, *, count: int = AUTHORS
) -> tuple[Author, ...]:
    """The authors of a centre.

    Args:
        name: of a stream: seed, cohort and centre. Centres differ in how many write tersely, in
            small letters and at length, as well as in the styles that most take.
        styles: of the cohort's word list, each with a ``weight`` and whether it is ``lower``.
        knobs: noise and length.
        count: how many.
    """
    rng = stream(name, "authors")
    low, high = _TELEGRAM
    telegram, lower = low + (high - low) * rng.random(), rng.uniform(*_LOWER)
    liked = [style["weight"] * rng.choice((0.2, 1, 1, 3)) for style in styles]
    return tuple(_author(stream(name, n), f"{name}/{n}", n, (styles, liked, telegram, lower), knobs)
                 for n in range(count))  # fmt: skip


def _author(
    rng: Random,
    name: str,
    number: int,
    centre: tuple[Sequence[Mapping[str, Any]], Sequence[float], float, float],
    knobs: Knobs,
) -> Author:
    styles, liked, telegram, lower = centre
    style = rng.choices(styles, liked)[0]
    small = bool(style.get("lower")) or rng.random() < lower
    return Author(
        name=name,
        number=number,
        style=style,
        telegram=rng.random() < telegram,
        lower=small,
        small_names=small and rng.random() < _SMALL_NAMES,
        order=rng.choice(_ORDERS),
        slips=quantile(rng, _SLIPS) * knobs.noise,
        length=rng.uniform(*_LENGTHS) * knobs.length,
    )


@lru_cache(_CHOICES)
def ranked(author: str, options: tuple[str, ...]) -> tuple[str, ...]:
    """The options in the order in which an author likes them, the same whenever asked."""
    rng = stream(author, *options)
    return tuple(rng.sample(options, len(options)))


def one_of(rng: Random, author: Author, options: Sequence[str]) -> str:
    """One of several ways to say something, as this author is wont to.

    Args:
        rng: source of randomness.
        author: whose habits.
        options: the ways. ``t:`` before one keeps it for authors of telegrams, ``z:`` for those of
            sentences.
    """
    mine = _liked(author.name, author.telegram, tuple(options))
    return mine[int(len(mine) * rng.random() ** _SKEW)] if len(mine) > 1 else mine[0]


@lru_cache(_CHOICES)
def _liked(name: str, telegram: bool, options: tuple[str, ...]) -> tuple[str, ...]:
    mine = tuple(_of_register(telegram, options))
    return ranked(name, mine) if len(mine) > 1 else mine


def fitting(author: Author, options: Sequence[str]) -> Sequence[str]:
    """The options that are in the author's register, without their marks; all where none is."""
    return _of_register(author.telegram, options)


def _of_register(telegram: bool, options: Sequence[str]) -> Sequence[str]:
    marks = ("t:", "z:") if telegram else ("z:", "t:")
    mine = [o.removeprefix(marks[0]) for o in options if not o.startswith(marks[1])]
    return mine or [option[len(marks[0]) :] for option in options]
