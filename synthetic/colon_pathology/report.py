"""The text of a simulated colon pathology case: the conclusion over all of its containers.

What is written: the grammar in ``data/sim_colon_pathology.json`` and ``data/sim_pathology.json``.
"""

# ruff: noqa: D102 - slot_x fills the slot {x}

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from dragon_prep.synthetic.colon_pathology.places import places
from dragon_prep.synthetic.colon_pathology.state import COHORT, NOT_DUTCH
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.length import count, words_wanted
from dragon_prep.synthetic.kit.specimens import ROMAN, SpecimenWriter, numerals
from dragon_prep.synthetic.kit.text import Passage, fill, join, planted
from dragon_prep.synthetic.kit.turned import kept, part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragon_prep.synthetic.colon_pathology.state import Container, PathologyCase
    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import PhiSlots

NUMERALS = ("NA", *ROMAN)

_PHI_WEIGHTS = (32, 36, 22, 10)  # of cases with none, one, two ... sentences with identifiers
_STRESS_WEIGHTS = (0, 10, 25, 30, 20, 15)
_TAGGED = 0.08  # of the cases: an earlier hand has put tags for identifiers
_TOGETHER = 0.6  # of neighbours that are alike: described at once
_UNNUMBERED = 0.5  # of the cases whose only container has a number
_RANDOM = 0.15  # of biopsies without a tumour: taken at random
_WORTH_IT = 20  # words that are missing: below, nothing is explained
_MORE = 0.4  # of the containers: a sentence more
_MAY_REFER = ("adenoom_laag", "hyperplastisch", "niets", "serrated")
_TUMOUR = ("carcinoom", "carcinoom_hoog")


def write_report(
    case: PathologyCase, phi: PhiSlots, own: tuple[str, str], author: Author, knobs: Knobs
) -> Passage:
    """Writes the conclusion of a case.

    Args:
        case: what is planned.
        phi: fills the slots for identifiers, and is the source of randomness.
        own: the case's own number, and the patient's sex, ``m`` or ``f``.
        author: who writes it.
        knobs: of the simulation.
    """
    return ColonReport(case, phi, own, author, knobs).report()


class ColonReport(SpecimenWriter):
    """One conclusion being written.

    Args:
        case: what is planned.
        phi: fills the slots for identifiers, and is the source of randomness.
        own: the case's own number, and the patient's sex.
        author: who writes it.
        knobs: of the simulation.
    """

    def __init__(
        self,
        case: PathologyCase,
        phi: PhiSlots,
        own: tuple[str, str],
        author: Author,
        knobs: Knobs,
    ) -> None:
        super().__init__(phi.rng, lexicon(COHORT), phi, author, knobs)
        self.case = case
        self.own, self.sex = own
        self.places = part(phi.rng, "places", partial(places, phi.rng, case))
        self.place = self.places[0]  # of the container that is spoken of
        self.reference = ""
        self.described_already: dict[tuple[str, str], str] = {}

    def report(self) -> Passage:
        """The text, with where its identifiers stand."""
        style = self.author.style
        bare = len(self.case.containers) == 1 and (
            self.case.containers[0].number == 0 or self.chance(_UNNUMBERED)
        )
        parts = []
        for group in self.groups():
            numeral = self.numeral(group)
            say = partial(self.described, group, numeral)
            told = self.cased(part(self.rng, f"container {group[0].ordinal}", say))
            parts.append(told if bare else join(style["after_numeral"], (Passage(numeral), told)))
        others = self.others()
        parts += self.explained(parts + others)
        first = self.rng.randrange(len(others) + 1) if self.chance(0.3) else 0
        sentences = (others[:first], others[first:])
        lead, tail = (join(" ", part) if part else None for part in sentences)
        return join(style["gap"], filter(None, (lead, *parts, tail)))

    def explained(self, told: Sequence[Passage]) -> list[Passage]:
        """What is explained below the conclusion, as long as the report shall be."""
        wanted = words_wanted(self.rng, self.author, self.words["words"])
        missing = kept(self.rng, "room", lambda: wanted - count(told))
        if missing < _WORTH_IT:
            return []
        said = self.say("toelichting") + self.say("toelicht_kop", self.rng.randrange(1, 5))
        while count(said) < missing:
            said += self.say("toelicht", 4)
        return [self.cased(join(" ", said))]

    def others(self) -> list[Passage]:
        """What is said of the case as a whole: the request, what was before, identifiers."""
        hard = self.knobs.difficulty
        told = self.say("kliniek", int(self.chance(0.3)))
        told += self.say("eerder", int(self.chance(0.7 * hard)))
        told += self.say("algemeen", self.rng.choices((0, 1, 2), (55, 30, 15))[0])
        weights = _STRESS_WEIGHTS if self.knobs.stress else _PHI_WEIGHTS
        sentences = self.words["phi"] + (self.words["phi_stress"] if self.knobs.stress else [])
        told += self.choose(sentences, self.rng.choices(range(len(weights)), weights)[0])
        told = [self.cased(passage) for passage in told]
        told += [self.sentence(self.words["tags"])] if self.chance(_TAGGED) else []
        self.rng.shuffle(told)
        return told

    def groups(self) -> Iterator[tuple[Container, ...]]:
        """Containers to be described at once: neighbours that are alike, as often as not."""

        def alike(container: Container) -> tuple[str, str]:
            return container.kind, container.taken

        for _, same in groupby(self.case.containers, alike):
            containers = tuple(same)
            if self.chance(_TOGETHER):
                yield containers
            else:
                yield from ((one,) for one in containers)

    def numeral(self, group: Sequence[Container]) -> str:
        """The heading of a group, such as ``I``, ``II-III`` or ``II, III en IV``."""
        if group[0].number == 0:
            return NUMERALS[0]
        return self.one_of(numerals([container.number for container in group]))

    # -- one container or several -------------------------------------------------------------

    def described(self, group: Sequence[Container], numeral: str) -> Passage:
        """What a group is and what is found."""
        container = group[0]
        self.place = self.places[container.ordinal - 1]
        if self.case.defect == NOT_DUTCH:
            return self.english(container)
        lead = self.lead(group)
        say = partial(self.found, container, numeral)
        found = part(self.rng, f"found {container.ordinal}", say)
        told = [join(": ", (lead, join("", (found, Passage("."))))), *self.after(container)]
        text = join(" ", told)
        return Passage(text.text.replace("?.", "? "), text.phi) if "?." in text.text else text

    def english(self, container: Container) -> Passage:
        """A case whose report is not in Dutch."""
        english = self.words["english"]
        found = sorted(container.findings - {"biopsy"})
        said = " and ".join(english["found"][name] for name in found)
        return fill(f"{english['lead'][container.taken]}: {said}.", self.slot)

    def lead(self, group: Sequence[Container]) -> Passage:
        """How the tissue was taken, and where; of several containers all places."""
        container = group[0]
        if len(group) > 1:
            kinds = {"biopsy": ("Biopten", "Slijmvliesbiopten", "Biopsieën"),
                     "polypectomy": ("Poliepen", "Poliepectomieën", "Verwijderde poliepen"),
                     "resection": ("Resectiepreparaten",)}  # fmt: skip
            where = []
            for one in group:
                self.place = self.places[one.ordinal - 1]
                where.append(self.slot_kort())
            self.place = self.places[container.ordinal - 1]
            said = ", ".join(dict.fromkeys(where))
            return Passage(f"{self.one_of(kinds[container.taken])} {said}")
        rule = f"lead_{container.taken}"
        if container.taken == "biopsy" and container.kind == "niets" and self.chance(_RANDOM):
            rule = "lead_random"
        options = self.rules[rule]
        if not self.place.site["stem"]:
            options = [option for option in options if "{Stam}" not in option]
        return self.sentence(options)

    def found(self, container: Container, numeral: str) -> Passage:
        """What is found, or that it is the same as in an earlier container."""
        key = (container.kind, container.taken)
        again = self.described_already.get(key)
        if again and container.kind in _MAY_REFER and self.chance(self.knobs.difficulty):
            self.reference = again
            return self.say("idem")[0]
        self.described_already.setdefault(key, numeral)
        kind = next(kind for kind in self.words["kinds"] if kind["name"] == container.kind)
        return self.sentence(kind["found"].get(container.taken) or kind["found"]["all"])

    def after(self, container: Container) -> list[Passage]:
        """A sentence more, of what can be said of such tissue."""
        if not self.chance(_MORE):
            return []
        rule = f"na_{container.taken}"
        if container.taken == "biopsy" and container.kind in _TUMOUR:
            rule = "na_biopsy_ca"
        return self.say(rule)

    # -- slots --------------------------------------------------------------------------------

    def slot_plek(self) -> str:
        return self.one_of(self.place.site["full"])

    def slot_kort(self) -> str:
        return self.one_of(self.place.site["short"])

    def slot_stam(self) -> str:
        return self.one_of(self.place.site["stem"])

    def slot_ingreep(self) -> str:
        return self.one_of(self.place.site["removed"])

    def slot_afstand(self) -> str:
        return str(self.place.distance)

    def slot_mm(self) -> str:
        return str(self.place.size)

    def slot_marge(self) -> str:
        return str(self.rng.randrange(1, 7))

    def slot_lengte(self) -> str:
        return str(self.rng.randrange(16, 46))

    def slot_pt(self) -> str:
        return self.place.category

    def slot_laag_pt(self) -> str:
        return self.place.reaches

    def slot_haggitt(self) -> str:
        return f"Haggitt {self.rng.randrange(1, 4)}"

    def slot_klieren_status(self) -> Passage:
        """The lymph nodes, and the category that they give."""
        place = self.place
        if not place.positive:
            return Passage(self.either(
                f"geen lymfkliermetastasen (0/{place.nodes})", f"pN0 (0/{place.nodes})",
                f"{place.nodes} lymfklieren zonder tumor (pN0)",
            ))  # fmt: skip
        return Passage(self.either(
            f"lymfkliermetastasen in {place.positive} van {place.nodes} klieren",
            f"pN{place.nodal} ({place.positive}/{place.nodes})",
            f"{place.positive} positieve klieren van {place.nodes} (pN{place.nodal})",
        ))  # fmt: skip

    def slot_n(self) -> str:
        return str(self.rng.randrange(2, 9))

    def slot_ref(self) -> str:
        return self.reference

    def slot_man(self) -> str:
        return "man" if self.sex == "m" else "vrouw"

    def slot_dhr(self) -> str:
        return self.rng.choice(("dhr.", "de heer") if self.sex == "m" else ("mevr.", "mevrouw"))

    def slot_eigen_nr(self) -> Passage:
        return planted(self.own, "RAPPORT_ID.T_NUMMER")
