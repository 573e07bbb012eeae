"""The text of a simulated prostate pathology report.

What is written: sentences and headings in ``data/sim_prostate_pathology.json``, put together here.
Gleason phrases are spans beside those of the identifiers, labelled as annotators do.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.sections import SectionWriter
from dragon_prep.synthetic.kit.text import Passage, expand, fill, planted
from dragon_prep.synthetic.prostate_pathology.state import COHORT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.prostate_pathology.state import Biopsy, Finding

EXCLUDE = "exclude"
_ROMAN = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
    "XVI", "XVII", "XVIII", "XIX", "XX", "XXI", "XXII", "XXIII", "XXIV",
)  # fmt: skip


def write_report(rng: Random, biopsy: Biopsy, phi: PhiSlots) -> tuple[Passage, list[str]]:
    """Writes one report.

    Args:
        rng: source of randomness.
        biopsy: what is planned.
        phi: fills the slots for identifiers.

    Returns:
        The text, with spans of identifiers and of Gleason phrases, and the place of each finding.
    """
    words = lexicon(COHORT)
    slots = _Slots(rng)
    writer = SectionWriter(rng, words, phi, slots.by_name)
    cancer = any(finding.score for finding in biopsy.findings)
    clinical = writer.choose(words["clinical"], rng.randrange(1, 4))
    micro = writer.choose(words["micro"], rng.randrange(1, 4))
    if cancer:
        micro += writer.choose(words["micro_cancer"], rng.randrange(1, 3))
    text = writer.report(
        kliniek=[*clinical, *writer.choose(words["question"], rng.randrange(2))],
        techniek=[*writer.choose(words["macro_phi"], 1), *writer.choose(words["macro"], 1)],
        bevinding=micro,
        conclusie=_conclusion(rng, biopsy, slots),
        slot=writer.choose(words["closing"], int(rng.random() < 0.4), slips=False),
    )
    return text, slots.places


def _conclusion(rng: Random, biopsy: Biopsy, slots: _Slots) -> list[Passage]:
    """A line for each finding; its Gleason phrase is a span."""
    words = lexicon(COHORT)
    wrong = next((f for f in biopsy.findings if f.significant), None)
    lines, lesion = [], 1
    for finding in biopsy.findings:
        slots.next_finding(finding)
        kinds = "benign" if finding.score is None else "cancer"
        if finding.lesions > 1:
            kinds = "cancer_several"
        if finding.lesions == 1:
            label, lesion = f"lesion {min(lesion, 9)}", lesion + 1
        else:
            label = f"{finding.lesions} lesions" if finding.lesions < 4 else "4+ lesions"
        spoilt = biopsy.defect == "score_wrong" and finding is wrong
        phrase = planted(slots.phrase(finding, wrong=spoilt), label)
        template = expand(rng, rng.choice(words[kinds]))
        lines.append(fill(template, partial(slots.passage, phrase)))
    if biopsy.defect == "excluded":
        lines.insert(0, fill("{reden}.", lambda _: planted(slots.excluded(), EXCLUDE)))
    return lines


class _Slots:
    """The clinical content of one report."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.words = lexicon(COHORT)
        self.container = 0
        self.range = "I"
        self.several = 1
        self.places: list[str] = []
        self.by_name: dict[str, Callable[[], str]] = {
            "psa": lambda: figure(rng.randrange(20, 400) / 10),
            "volume": lambda: str(rng.randrange(18, 120)),
            "pirads": lambda: str(rng.randrange(3, 6)),
            "kant": lambda: rng.choice(self.words["place"]["sides"]),
            "n": lambda: str(rng.randrange(2, 6)),
            "mm": lambda: str(rng.randrange(4, 11)),
            "mm2": lambda: str(rng.randrange(11, 19)),
            "romeins": lambda: f"I t/m {rng.choice(_ROMAN[2:12])}",
            "aantal": lambda: self.words["counts"][self.several],
        }

    def next_finding(self, finding: Finding) -> None:
        """Takes containers, and a place that no finding of the report has yet."""
        self.several = min(finding.lesions, len(self.words["counts"]) - 1)
        first = self.container
        self.container += self.rng.choice((1, 2, 2, 3))
        last = min(self.container, len(_ROMAN)) - 1
        first = min(first, last)
        between = self.rng.choice((" t/m ", "-")) if last - first > 1 else " en "
        one = first == last
        self.range = _ROMAN[first] if one else f"{_ROMAN[first]}{between}{_ROMAN[last]}"
        place = self._place()
        while place in self.places:
            place = self._place()
        self.places.append(place)

    def _place(self) -> str:
        place, rng = self.words["place"], self.rng
        parts = {
            "kant": rng.choice(place["sides"]),
            "hoogte": rng.choice(place["levels"]),
            "zone": rng.choice(place["zones"]),
        }
        written: str = rng.choice(place["forms"]).format(**parts)
        return " ".join(written.split()).strip(" ,")

    def phrase(self, finding: Finding, *, wrong: bool) -> str:
        """What is said of the Gleason score."""
        rng = self.rng
        if finding.score is None:
            negative: str = rng.choice(self.words["negative"])
            return negative
        a, b = finding.score
        values: Mapping[str, object] = {
            "a": a, "b": b, "c": a + b, "d": a + b + 1, "isup": finding.isup,
            "deel": rng.randrange(1, 10) * 10,
        }  # fmt: skip
        template: str = rng.choice(self.words["sum_wrong" if wrong else "score"])
        return template.format(**values)

    def excluded(self) -> str:
        """Why the annotator excluded the report."""
        reason: str = self.rng.choice(self.words["excluded"])
        return reason

    def passage(self, phrase: Passage, name: str) -> Passage:
        """What stands in a slot of the conclusion."""
        if name in ("gleason", "negatief"):
            return phrase
        made = {"romeins": self.range, "plek": self.places[-1]}.get(name)
        return Passage(self.by_name[name]() if made is None else made)
