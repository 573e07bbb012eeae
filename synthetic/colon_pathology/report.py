"""The text of a simulated colon pathology case: the conclusion over all of its containers.

What is written: sentences in ``data/sim_colon_pathology.json``, put together here.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dragon_prep.synthetic.colon_pathology.state import COHORT, NOT_DUTCH
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.text import Passage, expand, fill, join, planted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from dragon_prep.synthetic.colon_pathology.state import Container, PathologyCase
    from dragon_prep.synthetic.kit.phi import PhiSlots

NUMERALS = ("NA", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
            "XIII", "XIV", "XV")  # fmt: skip

_PHI_WEIGHTS = (20, 32, 26, 15, 7)  # of cases with none, one, two ... sentences with identifiers
_TAGGED = 0.1  # of the cases: an earlier hand has put tags for identifiers
_TOGETHER = 0.6  # of neighbours that are alike: described at once
_UNNUMBERED = 0.5  # of the cases whose only container has a number


def write_report(rng: Random, case: PathologyCase, phi: PhiSlots, own: str, sex: str) -> Passage:
    """Writes the conclusion of a case.

    Args:
        rng: source of randomness.
        case: what is planned.
        phi: fills the slots for identifiers.
        own: the case's own number.
        sex: of the patient, ``m`` or ``f``.
    """
    return _Writer(rng, case, phi, own, sex).report()


class _Writer:
    """One conclusion being written."""

    def __init__(self, rng: Random, case: PathologyCase, phi: PhiSlots, own: str, sex: str) -> None:
        self.rng = rng
        self.case = case
        self.phi = phi
        self.own = own
        self.sex = sex
        self.words = lexicon(COHORT)
        self.sites: list[str] = []  # of one sentence

    def report(self) -> Passage:
        """The text, with where its identifiers stand."""
        rng, words, styles = self.rng, self.words, self.words["styles"]
        style = rng.choices(styles, [style["weight"] for style in styles])[0]
        bare = len(self.case.containers) == 1 and (
            self.case.containers[0].number == 0 or rng.random() < _UNNUMBERED
        )
        parts = [
            self.described(group)
            if bare
            else join(style["after_numeral"], (Passage(self.numeral(group)), self.described(group)))
            for group in self.groups()
        ]
        others = rng.sample(words["general"], rng.choices((0, 1, 2), (55, 30, 15))[0])
        count = rng.choices(range(len(_PHI_WEIGHTS)), _PHI_WEIGHTS)[0]
        others += rng.sample(words["phi"], count)
        if rng.random() < _TAGGED:
            others += [rng.choice(words["tags"])]
        rng.shuffle(others)
        first = rng.randrange(len(others) + 1) if rng.random() < 0.3 else 0
        before, after = others[:first], others[first:]
        sentences = ([self.sentence(template) for template in part] for part in (before, after))
        lead, tail = (join(" ", part) if part else None for part in sentences)
        return join(style["gap"], filter(None, (lead, *parts, tail)))

    def groups(self) -> Iterator[tuple[Container, ...]]:
        """Containers to be described at once: neighbours that are alike, as often as not."""

        def alike(container: Container) -> tuple[str, str]:
            return container.kind, container.taken

        for _, same in groupby(self.case.containers, alike):
            containers = tuple(same)
            if self.rng.random() < _TOGETHER:
                yield containers
            else:
                yield from ((one,) for one in containers)

    def numeral(self, group: Sequence[Container]) -> str:
        """The heading of a group, such as ``I``, ``II-III`` or ``II, III en IV``."""
        names = [NUMERALS[container.number] for container in group]
        if len(names) == 1:
            return names[0]
        forms = [f"{names[0]}-{names[-1]}", f"{', '.join(names[:-1])} en {names[-1]}"]
        if len(names) > 2:
            forms.append(f"{names[0]} t/m {names[-1]}")
        return self.rng.choice(forms)

    def described(self, group: Sequence[Container]) -> Passage:
        """What a group is and what is found."""
        container, words = group[0], self.words
        if self.case.defect == NOT_DUTCH:
            english = words["english"]
            found = sorted(container.findings - {"biopsy"})
            said = " and ".join(english["found"][name] for name in found)
            return self.sentence(f"{english['lead'][container.taken]}: {said}.")
        kind = next(kind for kind in words["kinds"] if kind["name"] == container.kind)
        templates = kind["found"].get(container.taken) or kind["found"]["all"]
        leads = words["lead"][container.taken]
        if len(group) > 1:
            leads = [f"{lead} en {{plek}}" for lead in leads if lead.endswith("{plek}")]
        lead = self.rng.choice(leads)
        sentences = [f"{lead}: {self.rng.choice(templates)}."]
        if self.rng.random() < 0.35:
            sentences.append(self.rng.choice(words["after"][container.taken]))
        return join(" ", map(self.sentence, sentences))

    def sentence(self, template: str) -> Passage:
        """One sentence, its choices made and its slots filled."""
        words = expand(self.rng, template).split()  # a choice may leave two blanks
        self.sites = self.rng.sample(self.words["sites"], 2)
        return fill(" ".join(words).replace("?.", "?"), self.slot)

    def slot(self, name: str) -> Passage:
        """What stands in a slot."""
        rng, man = self.rng, self.sex == "m"
        match name:
            case "plek":
                return Passage(self.sites.pop())
            case "afstand":
                return Passage(str(rng.randrange(8, 95)))
            case "mm":
                return Passage(str(rng.randrange(2, 45)))
            case "klieren":
                return Passage(str(rng.randrange(10, 31)))
            case "Man":
                return Passage("Man" if man else "Vrouw")
            case "Dhr":
                return Passage(rng.choice(("Dhr.", "De heer") if man else ("Mevr.", "Mevrouw")))
            case "eigen_nr":
                return planted(self.own, "RAPPORT_ID.T_NUMMER")
            case _:
                return self.phi(name)
