"""What a patient had before: operations, diseases, drugs, as request forms tell them.

Nothing here tells a label. The words stand in ``data/sim_anamnesis.json``; a few come often and
most hardly ever, as in real reports, so that new words keep coming however many reports there are.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.draw import lexicon, stream

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

_OFTEN = 0.25
_TAIL = 1.7  # the higher, the rarer what stands late in a list
KINDS = ("operaties", "ziekten")
# Compounds that end so are operations; all others are diseases and injuries.
_OPERATIONS = (
    "ectomie", "scopie", "plastiek", "prothese", "artrodese", "osteosynthese", "operatie",
    "resectie", "transplantatie", "desobstructie", "bypass", "stent", "ligatie", "reconstructie",
    "hechting", "correctie", "herstel", "vervanging", "excisie", "decompressie", "neurolyse",
    "verwijdering", "drainage", "punctie", "biopsie", "infiltratie",
)  # fmt: skip


@cache
def _rare(kind: str) -> tuple[str, ...]:
    """What comes seldom, in an order of its own."""
    words = lexicon("anamnesis")
    made = [part + tail for group in words["samengesteld"]
            for part in group["delen"] for tail in group["staart"]]  # fmt: skip
    operations = kind == "operaties"
    fit = [*words[kind], *(one for one in made if one.endswith(_OPERATIONS) == operations)]
    return tuple(stream("anamnesis", kind).sample(fit, len(fit)))


def skewed(rng: Random, options: Sequence[str]) -> str:
    """One of many, those that stand late in the list seldom."""
    return options[int(len(options) * rng.random() ** _TAIL)]


def past(rng: Random, count: int, kinds: Sequence[str] = KINDS) -> list[str]:
    """So many different operations, diseases and injuries, or of some of those only."""
    found: list[str] = []
    while len(found) < count:
        kind = rng.choice(kinds)
        often: Sequence[str] = lexicon("anamnesis")["often"][kind]
        one = rng.choice(often) if rng.random() < _OFTEN else skewed(rng, _rare(kind))
        if one not in found:
            found.append(one)
    return found


def drugs(rng: Random, count: int, *, doses: bool) -> list[str]:
    """So many different drugs, with how they are taken if ``doses``."""
    words = lexicon("anamnesis")
    found: list[str] = []
    while len(found) < count:
        often = rng.random() < _OFTEN
        one = rng.choice(words["often"]["middelen"]) if often else skewed(rng, words["middelen"])
        if not any(drug.startswith(one) for drug in found):
            found.append(f"{one} {rng.choice(words['doses'])}".strip() if doses else one)
    return found
