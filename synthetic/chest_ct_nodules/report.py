"""The text of a simulated chest CT report.

What is written: sentences and headings in ``data/sim_chest_ct_nodules.json``, put together here.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.chest_ct_nodules.state import COHORT
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.sections import SectionWriter
from dragon_prep.synthetic.kit.text import Passage, join

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from dragon_prep.synthetic.chest_ct_nodules.state import Study
    from dragon_prep.synthetic.kit.phi import PhiSlots

_OTHER_SIZES = {  # of other things than nodules, in mm
    "klier": (4, 11),
    "cyste": (8, 46),
    "aorta": (38, 52),
    "massa": (31, 88),
}
_NUMBERS = {
    "serie": (2, 9),
    "beeld": (20, 480),
    "pakjaren": (10, 60),
    "kuren": (2, 7),
    "segment": (2, 9),
}


def write_report(rng: Random, study: Study, sex: str, phi: PhiSlots) -> Passage:
    """Writes one report.

    Args:
        rng: source of randomness.
        study: what is planned: whether a nodule is described, and whether its size.
        sex: the patient's, ``m`` or ``f``.
        phi: fills the slots for identifiers.
    """
    words = lexicon(COHORT)
    writer = SectionWriter(rng, words, phi, _slots(rng, study, sex, words))
    organs = writer.choose(words["lungs"], rng.randrange(1, 4))
    organs += writer.choose(words["mediastinum"], rng.randrange(1, 4))
    organs += writer.choose(words["abdomen"], rng.randrange(3))
    organs += writer.choose(words["bones"], rng.randrange(2))
    at = rng.randrange(len(organs) + 1) if rng.random() < 0.5 else 0
    found = writer.choose(_found(rng, study, words), 1, slips=False)
    mark = Passage(writer.style["mark"])
    return writer.report(
        kliniek=[
            *writer.choose(words["clinical"], rng.randrange(1, 3)),
            *writer.choose(words["question"], rng.randrange(2), slips=False),
        ],
        techniek=writer.choose(words["technique"], 1),
        bevinding=[join("", (mark, s)) for s in (*organs[:at], *found, *organs[at:])],
        conclusie=writer.choose(_concluded(rng, study, words), 1, slips=False),
    )


def _found(rng: Random, study: Study, words: Any) -> list[str]:
    kinds: dict[str, list[str]] = words["nodule"]
    if not study.nodule:
        none: list[str] = words["none"]["finding"]
        return none
    if study.size is None:
        return kinds["not_stated"]
    return kinds["two" if study.size >= 3 and rng.random() < 0.2 else "stated"]


def _concluded(rng: Random, study: Study, words: Any) -> list[str]:
    kinds: dict[str, list[str]] = words["nodule" if study.nodule else "none"]
    if study.size is not None and rng.random() < 0.3:
        return kinds["conclusion_stated"]
    return kinds["conclusion"]


def _slots(rng: Random, study: Study, sex: str, words: Any) -> dict[str, Callable[[], str]]:
    lobe, other_lobe = rng.sample(words["lobes"], 2)
    dhr = ("dhr.", "de heer") if sex == "m" else ("mevr.", "mevrouw")
    slots: dict[str, Callable[[], str]] = {
        "man": lambda: "man" if sex == "m" else "vrouw",
        "dhr": lambda: rng.choice(dhr),
        "kwab": lambda: lobe,
        "kwab2": lambda: other_lobe,
        "ml": lambda: rng.choice(("60", "70", "80", "90", "100", "120")),
        "maanden": lambda: rng.choice(("3", "6", "12")),
    }
    for name, (low, high) in _NUMBERS.items():
        slots[name] = partial(_other, rng, low, high, None)
    for name, (low, high) in _OTHER_SIZES.items():
        slots[name] = partial(_other, rng, low, high, study.size)
    if (size := study.size) is not None:
        comma = rng.random() < 0.9
        slots["maat"] = lambda: _written(rng, size, comma=comma)
        slots["kleiner"] = lambda: str(rng.randrange(1, math.ceil(size)))
    return slots


def _other(rng: Random, low: int, high: int, size: float | None) -> str:
    """A number of something else, never the nodule's size."""
    while (other := rng.randrange(low, high)) == size:
        continue
    return str(other)


def _written(rng: Random, size: float, *, comma: bool) -> str:
    """A diameter in mm as reports have it: in mm or cm, or the larger of two."""
    in_mm, in_cm = (figure(n, comma=comma) for n in (size, round(size / 10, 2)))
    forms = [f"{in_mm} mm", f"{in_mm} mm", f"{in_mm} mm", f"{in_mm}mm", f"{in_mm} millimeter"]
    forms.append(f"{in_cm} cm")
    if size >= 3:
        forms.append(f"{in_mm} x {rng.randrange(2, math.ceil(size))} mm")
    return rng.choice(forms)
