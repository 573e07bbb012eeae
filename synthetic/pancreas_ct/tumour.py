"""How a report names a carcinoma of the pancreas: what it looks like, where it is, how large."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.dutch import phrase
from dragon_prep.synthetic.kit.sizes import written_size
from dragon_prep.synthetic.kit.text import expand
from dragon_prep.synthetic.kit.turned import part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

    from dragon_prep.synthetic.pancreas_ct.state import Study

_PLACES = ("head", "body", "tail")
_CORRECTED = 0.06
_GROWN = 0.12


class Tumour:
    """A carcinoma as it is named in one report, or the place of another lesion.

    Args:
        rng: source of randomness.
        words: of the cohort.
        study: of the plan.
    """

    def __init__(self, rng: Random, words: Mapping[str, Any], study: Study) -> None:
        self.rng, self.words, self.study = rng, words, study
        self.place = study.location if study.is_pdac else rng.choice(_PLACES)
        self.comma = rng.random() < 0.9
        self.sized = False
        self.told = False  # the attenuation, once at least
        self.mentions = 0

    def slots(self) -> dict[str, Callable[[], str]]:
        """What fills the slots that name it."""
        return {
            "tumor": self.named,
            "plek": self.where,
            "maat": partial(part, self.rng, "size", self.size),
            "maatc": partial(part, self.rng, "size again", self.size_again),
            "vorige": partial(part, self.rng, "earlier size", self.earlier),
        }

    def ways(self, *, states: bool) -> Sequence[str]:
        """The sentences that may tell it, with its size or without."""
        words = self.words
        if not states:
            return list(words["unsized"])
        return list(words["grown" if self.rng.random() < _GROWN else "sized"])

    def named(self) -> str:
        """``onscherp begrensde, hypodense massa``; the attenuation at the first mention."""
        self.mentions += 1
        return part(self.rng, f"mention {self.mentions}", self._named)

    def _named(self) -> str:
        rng, words = self.rng, self.words["tumour"]
        looks = words["attenuation"][self.study.attenuation]
        adjectives = tuple(rng.sample(words["adjectives"], rng.choice((0, 0, 1))))
        after = ""
        if looks["adj"] and not (self.told and rng.random() < 0.4):
            if rng.random() < 0.3:
                after = f" {expand(rng, rng.choice(looks['rel']))}"
            else:
                adjectives += (rng.choice(looks["adj"]),)
            self.told = True
        return f"{phrase(rng.choice(words['nouns']), adjectives, the='-')}{after}"

    def where(self) -> str:
        """Its place with a preposition."""
        return str(self.rng.choice(self.words["place"][self.place]))

    def size(self) -> str:
        """Its largest diameter, now and then put right."""
        mm = self.study.size
        right = written_size(self.rng, mm, comma=self.comma)
        if self.rng.random() >= _CORRECTED:
            return right
        wrong = written_size(self.rng, mm + self.rng.choice((-6, -4, 5, 8)), axes=False)
        template = expand(self.rng, self.rng.choice(self.words["corrections"]))
        return template.replace("{fout}", wrong).replace("{maat}", right)

    def size_again(self) -> str:
        """Its size as a conclusion adds it, where it does."""
        if not self.sized:
            return ""
        return self.rng.choice((" ({})", " van {}", ", {}")).format(
            written_size(self.rng, self.study.size, comma=self.comma)
        )

    def earlier(self) -> str:
        """Its size at an earlier study, smaller."""
        mm = float(max(4, int(self.study.size) * self.rng.randrange(60, 90) // 100))
        return written_size(self.rng, mm, comma=self.comma, axes=False)
