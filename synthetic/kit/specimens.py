"""What writers of pathology reports share: the rules of any organ's pathology, and plain spacing.

The rules stand in ``data/sim_pathology.json``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.synthetic.kit.sections import lowered
from dragon_prep.synthetic.kit.sentences import SentenceWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random
    from typing import Any

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.text import Passage

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV",
         "XV")  # fmt: skip

_BEFORE_SIGN = re.compile(r" +(?=[,.;:?)](?:\s|$))")
_TWICE = re.compile(r"([,.;:])(?:\s*[,;:])+|,\s*(?=\.)|([.?])\.")
_SAID_TWICE = re.compile(r"\b(\w[\w -]*\w)(?:, | en )\1(?=[.,;]|$| en )")


class SpecimenWriter(SentenceWriter):
    """Writes of tissue that came in.

    Args:
        rng: source of randomness.
        words: the cohort's word list.
        phi: fills the slots for identifiers.
        author: whose habits.
        knobs: of the simulation.
    """

    def __init__(
        self,
        rng: Random,
        words: Mapping[str, Any],
        phi: Callable[[str], Passage],
        author: Author,
        knobs: Knobs = STANDARD,
    ) -> None:
        super().__init__(rng, words, phi, author, knobs)
        self.rules = {**lexicon("pathology")["rules"], **self.rules}

    def expanded(self, template: str) -> str:
        """A template, its choices made; a choice of nothing leaves no stray blank or sign."""
        return tidy(super().expanded(template))

    def say(self, rule: str, count: int = 1) -> list[Passage]:
        """Different sentences of a rule."""
        return self.choose(self.rules[rule], count)

    def either(self, *options: str) -> str:
        """One of a few words, as the author is wont to."""
        return self.one_of(options)

    def chance(self, share: float) -> bool:
        """Whether something of this share happens."""
        return self.rng.random() < share

    def cased(self, passage: Passage) -> Passage:
        """The text in small letters, where the author writes so."""
        author = self.author
        return lowered(passage, names=author.small_names) if author.lower else passage


def tidy(text: str) -> str:
    """A text without double blanks, blanks before signs, doubled signs and doubled items."""
    text = _TWICE.sub(r"\1\2", _BEFORE_SIGN.sub("", " ".join(text.split())))
    return _SAID_TWICE.sub(r"\1", text)


def numerals(numbers: Sequence[int]) -> tuple[str, ...]:
    """The ways to name containers: ``II``, ``II en III``, ``II-IV``."""
    names = [ROMAN[number - 1] for number in numbers]
    if len(names) == 1:
        return (names[0],)
    last = f"{', '.join(names[:-1])} en {names[-1]}"
    run = [*numbers] == [*range(numbers[0], numbers[0] + len(numbers))]
    if not run:
        return (last,)
    forms = (f"{names[0]}-{names[-1]}", last)
    return forms if len(names) == 2 else (*forms, f"{names[0]} t/m {names[-1]}")
