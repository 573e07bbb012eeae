"""Where in the large bowel a container is from, how large what is in it is, and how far it reaches.

Drawn once for each container, so that what is said of it can be true at once: a rectum is not at
80 cm, a hyperplastic polyp not of 4 cm, and nodes with tumour give the N that they do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.colon_pathology.state import COHORT
from dragon_prep.synthetic.kit.draw import lexicon

if TYPE_CHECKING:
    from random import Random

    from dragon_prep.synthetic.colon_pathology.state import Container, PathologyCase

_DISTAL = {"hyperplastisch": 45, "serrated_laag": 62}  # these are found up to so many cm
_PROXIMAL = {"serrated": 40}  # from here on
_ANATOMICAL = 0.65  # of the cases: the first container is from farthest up
_DEPTHS = (("1", "de submucosa", 12), ("2", "de muscularis propria", 20),
           ("3", "het pericolische vet", 52), ("4a", "het peritoneum", 10))  # fmt: skip
_NO_NODES = 0.6
_MESORECTAL = 15
_N2 = 4


@dataclass(frozen=True, slots=True)
class Place:
    """What one container is of.

    Attributes:
        site: the entry of the word list.
        distance: from the anus, in cm.
        size: in mm.
        category: T of a carcinoma that was resected.
        reaches: what it has grown into.
        nodes: how many lymph nodes there are.
        positive: how many of them with tumour.
    """

    site: dict[str, Any]
    distance: int
    size: int
    category: str
    reaches: str
    nodes: int
    positive: int

    @property
    def nodal(self) -> str:
        """The N category."""
        return "0" if not self.positive else "1" if self.positive < _N2 else "2"


def places(rng: Random, case: PathologyCase) -> list[Place]:
    """Where the containers of a case are from, mostly in the order of the bowel."""
    found = [_place(rng, container) for container in case.containers]
    if rng.random() >= _ANATOMICAL:
        return found
    # Neighbours that were given the same thing change places; sizes stay with what they are of.
    kinds: dict[str, list[Place]] = {}
    for container, place in zip(case.containers, found, strict=True):
        kinds.setdefault(container.kind, []).append(place)
    for same in kinds.values():
        same.sort(key=lambda place: place.distance)
    return [kinds[container.kind].pop() for container in case.containers]


def fits(place: Place, kind: str) -> bool:
    """Whether something else that may be found could be of this place and size."""
    low, high = next(one["mm"] for one in lexicon(COHORT)["kinds"] if one["name"] == kind)
    site = place.site
    there = site["to"] > _PROXIMAL.get(kind, 0) and site["from"] < _DISTAL.get(kind, 200)
    return there and bool(low <= place.size <= high)


def _place(rng: Random, container: Container) -> Place:
    words = lexicon(COHORT)
    kind = next(kind for kind in words["kinds"] if kind["name"] == container.kind)
    sites = [
        site for site in words["sites"]
        if site["to"] > _PROXIMAL.get(container.kind, 0)
        and site["from"] < _DISTAL.get(container.kind, 200)
    ]  # fmt: skip
    site = rng.choices(sites, [site["weight"] for site in sites])[0]
    category, reaches, _ = rng.choices(_DEPTHS, [weight for *_, weight in _DEPTHS])[0]
    if category == "3" and site["to"] < _MESORECTAL:
        reaches = "het mesorectale vet"
    nodes = rng.randrange(12, 31)
    return Place(
        site=site,
        distance=rng.randint(site["from"], site["to"]),
        size=rng.randint(*kind["mm"]),
        category=category,
        reaches=reaches,
        nodes=nodes,
        positive=0 if category == "1" or rng.random() < _NO_NODES else rng.randrange(1, 9),
    )
