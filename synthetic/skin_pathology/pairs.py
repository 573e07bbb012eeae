"""Pairs of skin pathology reports: one tells a diagnosis, the other does not yet."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.authors import draw_authors
from dragon_prep.synthetic.kit.desks import Office
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.people import draw_staff
from dragon_prep.synthetic.kit.turned import Turned, kept, part
from dragon_prep.synthetic.skin_pathology.export import BORN, WRITERS
from dragon_prep.synthetic.skin_pathology.measured import COHORT
from dragon_prep.synthetic.skin_pathology.report import SkinReport
from dragon_prep.synthetic.skin_pathology.state import DAYS, Sample, draw_containers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.synthetic.kit.desks import Desk
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.text import Passage
    from dragon_prep.synthetic.kit.turned import Pair

_MOST = 2  # containers: of each the conclusion tells a diagnosis
_NO_TISSUE = ("Geen materiaal", "Onvoldoende", "Aanvraag", "[Niet te")  # what was seen belies it


def selections(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T4: what is seen is the same, and so is what other reports said."""
    staff = draw_staff(stream(seed, COHORT, "staff"), authors=WRITERS, referrers=50)
    styles = lexicon(COHORT)["styles"]
    authors = draw_authors(f"{seed}/{COHORT}/rumc", styles, knobs, count=WRITERS)
    office = Office(staff, authors, BORN, DAYS, plain=False)
    name = f"{seed}/{COHORT}/pair"
    sexes = stream(name, "sexes")
    for number in count():
        desk = office.desk(name, number, sexes.choice("mf"))
        containers = draw_containers(desk.generator("containers"), "")
        if len(containers) <= _MOST:
            setting = desk.setting
            sample = Sample(0, number, setting.day, setting.earlier, containers, "", {})
            yield (
                _written(desk, sample, knobs, told=True),
                _written(desk, sample, knobs, told=False),
            )


class _TurnedReport(SkinReport):
    """A report of a pair."""

    tells = True

    def diagnosed(self) -> dict[str, list[Passage]]:
        """Microscopy and conclusion, or what stands in the place of that."""
        rng = self.rng
        micro = kept(rng, "micro", self.described)
        conclude = self.conclusion if self.tells else self.not_yet
        conclusion = [*part(rng, "conclusion", conclude), *kept(rng, "others", self.others)]
        self.number = 1
        return {"micro": micro, "conclusie": conclusion}

    def more(self) -> Iterator[tuple[str, Passage]]:
        """What else may be said, but not that a diagnosis is known."""
        for section, passage in super().more():
            if not passage.text.startswith("Diagnose"):
                yield section, passage

    def described(self) -> list[Passage]:
        """What is seen, if that is told."""
        return [] if self.chance(0.6 * self.knobs.difficulty) else self.micro()

    def not_yet(self) -> list[Passage]:
        """That there is no diagnosis as yet."""
        ways = [way for way in self.rules["excl_concl"] if not way.startswith(_NO_TISSUE)]
        return self.choose(ways, 1)

    def others(self) -> list[Passage]:
        """What other reports said, and who signs."""
        hard = self.knobs.difficulty
        told = self.say("citaat") if self.chance(0.5 * hard) else []
        told += self.say("eerder_bcc") if self.chance(0.4 * hard) else []
        return told + self.say("slot_huid", int(self.chance(0.25)))


def _written(desk: Desk, sample: Sample, knobs: Knobs, *, told: bool) -> Turned:
    writer = _TurnedReport(sample, desk.slots(desk.begin()), desk.author, knobs)
    writer.tells = told
    return Turned(writer.report(), {"excluded": not told})


PAIRS = {"Task004_skin_case_selection_clf": selections}
"""By task."""
