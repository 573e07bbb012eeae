"""The text of a simulated report of an MRI-guided prostate biopsy.

What is written: sentences and headings in ``data/sim_prostate_biopsy.json``, put together here.
Places and judgements of needles are spans beside those of the identifiers, labelled as annotators
do: ``1-locatie naald``, ``1-representatief``, ``1-ambigu``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.sections import SectionWriter
from dragon_prep.synthetic.kit.text import Passage, expand, fill, planted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from dragon_prep.synthetic.kit.phi import PhiSlots

COHORT = "prostate_biopsy"
SEVERAL = "|"  # between the labels of words that are about several needles

_REPRESENTATIVE = 0.64
_TOGETHER = 0.12  # of the reports have one judgement for all needles


def write_report(rng: Random, needles: int, phi: PhiSlots, *, excluded: bool) -> Passage:
    """Writes one report.

    Args:
        rng: source of randomness.
        needles: how many.
        phi: fills the slots for identifiers.
        excluded: whether the annotator excludes it.

    Returns:
        The text, with spans of identifiers and of needles; a span of words about several needles
        has their labels, with :data:`SEVERAL` between them.
    """
    words = lexicon(COHORT)
    slots = {
        "pirads": lambda: str(rng.randrange(3, 6)),
        "kant": lambda: rng.choice(("links", "rechts")),
        "aantal": lambda: str(words["counts"][needles]),
    }
    writer = SectionWriter(rng, words, phi, slots)
    lines = _needles(rng, range(1, needles + 1))
    if excluded:
        reason = planted(rng.choice(words["excluded"]), "exclude")
        lines = [fill("{reden}.", lambda _: reason), *lines[: rng.randrange(2)]]
    return writer.report(
        kliniek=writer.choose(words["clinical"], rng.randrange(3)),
        techniek=writer.choose(words["procedure"], 1, slips=False),
        bevinding=lines,
        conclusie=writer.choose(words["conclusion"], rng.randrange(1, 3)),
    )


def _needles(rng: Random, numbers: Sequence[int]) -> list[Passage]:
    """A line for each needle, and perhaps one about all of them."""
    words = lexicon(COHORT)
    together = len(numbers) > 1 and rng.random() < _TOGETHER
    templates = words["needle_only"] if together else rng.choice(words["needle"])
    template: str = rng.choice(templates)
    lines = []
    for n in numbers:
        pieces = {
            "n": Passage(str(n)),
            "plek": planted(_place(rng), f"{n}-locatie naald"),
            "oordeel": _judgement(rng, [n]),
        }
        lines.append(fill(template, pieces.__getitem__))
    if together:
        judgement = _judgement(rng, numbers)
        lines.append(fill(expand(rng, rng.choice(words["all_needles"])), lambda _: judgement))
    return lines


def _judgement(rng: Random, numbers: Sequence[int]) -> Passage:
    kind = "representatief" if rng.random() < _REPRESENTATIVE else "ambigu"
    labels = SEVERAL.join(f"{n}-{kind}" for n in numbers)
    return planted(rng.choice(lexicon(COHORT)[kind]), labels)


def _place(rng: Random) -> str:
    place = lexicon(COHORT)["place"]
    written: str = rng.choice(place["forms"]).format(
        kant=rng.choice(place["sides"]),
        hoogte=rng.choice(place["levels"]),
        zone=rng.choice(place["zones"]),
        laesie=rng.randrange(1, 4),
    )
    return written
