"""What a skin container measures, and what else is drawn of it once: place, depth, benign finding.

Macroscopy, microscopy, conclusion and request speak of one thing, so it is drawn before any of
them is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.skin_pathology.state import BCC, BIOPSY

if TYPE_CHECKING:
    from random import Random

    from dragon_prep.synthetic.skin_pathology.state import Container

COHORT = "skin_pathology"

_DEPTHS = (
    ("de papillaire dermis", 2, 7),
    ("de reticulaire dermis", 6, 18),
    ("de diepe reticulaire dermis", 10, 26),
    ("het subcutane vet", 18, 52),
)  # with the least and the most thickness, in tenths of a mm
_PUNCHES = (3, 3, 4, 4, 4, 5, 6)
_ONE_SIDED = 0.72


@dataclass(frozen=True, slots=True)
class Measured:
    """What one container is like.

    Attributes:
        site: where on the skin, with its side.
        noun: what the lesion is called.
        punch: diameter of a punch in mm.
        lesion: diameter of what is seen, in mm.
        length: of an excision in mm; its width and depth.
        width: in mm.
        height: in mm.
        depth: how deep the tumour reaches.
        thickness: of the tumour, in tenths of a mm.
        margin: the smallest one, in mm.
        benign: what there is, where there is no tumour: name, phrase and rule of the microscopy.
    """

    site: str
    noun: str
    punch: int
    lesion: int
    length: int
    width: int
    height: int
    depth: str
    thickness: int
    margin: int
    benign: tuple[str, str, str]


def measure(rng: Random, container: Container) -> Measured:
    """Draws what a container is like, so that all of it can be true at once."""
    words = lexicon(COHORT)
    punch = rng.choice(_PUNCHES)
    lesion = rng.randrange(3, 13 if container.procedure == BIOPSY else 19)
    margin = rng.randrange(1, 6)
    width = lesion + 2 * margin + rng.randrange(1, 6)
    depth, least, most = _depth(rng, container)
    return Measured(
        site=_site(rng, words),
        noun=rng.choice(words["rules"]["laesie_n"]),
        punch=punch,
        lesion=lesion,
        length=width * 2 + rng.randrange(3, 15),
        width=width,
        height=rng.randrange(4, 12),
        depth=depth,
        thickness=rng.randrange(least, most),
        margin=margin,
        benign=tuple(rng.choice(words["benign"])),
    )


def _site(rng: Random, words: dict[str, Any]) -> str:
    if rng.random() < _ONE_SIDED:
        return f"{rng.choice(words['sides'])} {rng.choice(('links', 'rechts'))}"
    return str(rng.choice(words["middle"]))


def _depth(rng: Random, container: Container) -> tuple[str, int, int]:
    """A superficial carcinoma reaches no further than the upper dermis, another one does."""
    if container.diagnosis == BCC and container.subtypes == ("superficial",):
        return _DEPTHS[0]
    if "infiltrative" in container.subtypes:
        return rng.choice(_DEPTHS[1:])
    return rng.choice(_DEPTHS[1:3])
