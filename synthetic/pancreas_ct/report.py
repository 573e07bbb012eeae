"""The text of a simulated CT report about the pancreas.

What is written stands in ``data/sim_pancreas_ct.json`` and ``data/sim_torso.json``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit import course
from dragon_prep.synthetic.kit.dates import age_on
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.findings import draw_findings
from dragon_prep.synthetic.kit.length import words_wanted
from dragon_prep.synthetic.kit.sections import SectionWriter
from dragon_prep.synthetic.kit.torso import TorsoWriter, paragraphs, with_torso
from dragon_prep.synthetic.kit.turned import kept, part
from dragon_prep.synthetic.pancreas_ct.disease import draw_scene
from dragon_prep.synthetic.pancreas_ct.gland import Gland

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.findings import Finding
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import PhiSlots, Setting
    from dragon_prep.synthetic.kit.text import Passage
    from dragon_prep.synthetic.pancreas_ct.disease import Carcinoma, Scene
    from dragon_prep.synthetic.pancreas_ct.state import Study

COHORT = "pancreas_ct"
_LENGTHS = ((0, 35), (0.25, 80), (0.5, 120), (0.75, 190), (0.93, 380), (0.985, 850), (1, 3200))
_NEAR_TOLD = 0.7  # of what lies beside the pancreas: in the conclusion, too
_LONG = 500  # words; in longer reports much is found


def write_report(rng: Random, study: Study, phi: PhiSlots, author: Author, knobs: Knobs) -> Passage:
    """Writes one report.

    Args:
        rng: source of randomness.
        study: what is planned, and what must not be stated.
        phi: fills the slots for identifiers.
        author: who writes it.
        knobs: of the simulation.
    """
    scene = scene_of(rng, study, phi.setting)
    report = PancreasReport(rng, words_of(), study, scene)
    report.begin(phi, author, knobs)
    if study.defect == "not_diagnostic":
        return report.writer.sentence(report.words["not_diagnostic"])
    return report.text()


def words_of() -> Mapping[str, Any]:
    """The word list of the cohort."""
    return with_torso(lexicon(COHORT))


def scene_of(rng: Random, study: Study, setting: Setting) -> Scene:
    """Draws what a report is about; ``setting`` tells the patient's age."""
    return draw_scene(rng, words_of(), study, age_on(setting.patient.birth, setting.day))


class _Writer(SectionWriter):
    """Breaks lines within identifiers, too: the annotations tell where they are."""

    phi_whole = False


class PancreasReport(Gland):
    """One report being written."""

    def begin(self, phi: PhiSlots, author: Author, knobs: Knobs) -> None:
        """Takes what it is written with: the slots for identifiers, the author and the knobs."""
        self.writer = _Writer(self.rng, self.words, phi, self.slots(), author, knobs)

    def text(self) -> Passage:
        """The whole text."""
        rng, writer, scene = self.rng, self.writer, self.scene
        wanted = words_wanted(rng, writer.author, _LENGTHS)
        already = self.pancreas()
        already |= kept(rng, "near", partial(self.nearby, already))
        self.near = kept(rng, "ends of near", lambda: self.near)
        for name, share in (("galblaas", 0.4), ("vaten", 0.5)):  # not in a group of normal organs
            if name not in already and rng.random() < share:
                ways = self.words["gall" if name == "galblaas" else "aorta"]
                already[name] = writer.choose(ways, 1)
        others = {*already, "pancreas", "vocht", "klieren", "vaten"}
        by_the_way = draw_findings(
            rng,
            [organ for organ in scene.here if organ["name"] not in others],
            scene.person,
            rng.randrange(3) + min(wanted // (50 if wanted < _LONG else 18), 85),
        )
        torso = TorsoWriter(writer, scene.here, ("pancreas",))
        regions = torso.regions([*scene.found, *by_the_way], already, wanted)
        style = writer.author.style
        return writer.report(
            kliniek=self.request(wanted),
            techniek=self.technique(wanted),
            bevinding=paragraphs(regions, style["parts"], lines=style["lines"]),
            conclusie=self.conclusion(by_the_way),
        )

    # -- clinical data --------------------------------------------------------------------------

    def request(self, wanted: int) -> list[Passage]:
        """Clinical data, with what is asked."""
        rng, writer, words = self.rng, self.writer, self.words
        tail = lexicon("torso")["tail"]
        more = writer.choose(tail["vg"], int(rng.random() < 0.55))
        more += writer.choose(tail["extra"], rng.choice((0, 1, 1, 2)) + wanted // 250)
        if rng.random() < 0.7 * writer.knobs.difficulty:
            more.append(writer.sentence(words[rng.choice(("family", "past"))]))
        rng.shuffle(more)
        more.insert(0, kept(rng, "complaint", self.complaint))
        if rng.random() < 0.6:
            more.append(writer.sentence(words["asked"]))
        return more

    def complaint(self) -> Passage:
        """What the patient comes with."""
        words, scene, study = self.words, self.scene, self.study
        icteric = bool(scene.carcinoma and scene.carcinoma.jaundice)
        if not (icteric or scene.course) and self.rng.random() < self.writer.knobs.difficulty:
            return self.writer.sentence(words["complaints"])
        if scene.carcinoma:
            kind = "icterus" if scene.carcinoma.jaundice else "stil"
            return self.writer.sentence(words["clinical_pdac"][kind])
        if scene.course:
            return course.clinical(self.writer, scene.course)
        ways = words["scenes"] if study.is_normal else words["other"][study.diagnosis]["clinical"]
        return self.writer.sentence(ways)

    def technique(self, wanted: int) -> list[Passage]:
        """How it was made."""
        name = "technique_thorax" if self.scene.thorax else "technique"
        extra = self.rng.choice((0, 0, 1)) + wanted // 500
        return [
            self.writer.sentence(self.words[name]),
            *self.writer.choose(self.writer.rules["ct_extra"], extra),
        ]

    # -- conclusion -----------------------------------------------------------------------------

    def concluded(self) -> list[Passage]:
        """What is concluded of the pancreas."""
        if self.scene.carcinoma:
            return self.concluded_carcinoma(self.scene.carcinoma)
        return self.concluded_normal() if self.study.is_normal else self.concluded_other()

    def conclusion(self, by_the_way: Sequence[Finding]) -> list[Passage]:
        """What is concluded of the pancreas, and of other organs."""
        rng = self.rng
        made = part(rng, "concluded", self.concluded)
        for end in self.near:
            part(rng, f"end {end}", partial(self.add_near, made, end))
        for finding in by_the_way:
            if finding.ends and rng.random() < 0.25 and len(made) < 4:
                made.append(part(rng, f"also {finding.ends}", partial(self.also, finding)))
        return made

    def add_near(self, made: list[Passage], end: str) -> None:
        """Adds what was found beside the pancreas, perhaps."""
        if not made or self.rng.random() < _NEAR_TOLD:
            made.insert(self.rng.randrange(len(made) + 1), self.writer.filled(f"{end}."))

    def also(self, finding: Finding) -> Passage:
        """What was found by the way."""
        also = self.writer.pick(self.words["also"])
        ends = finding.ends[0].upper() + finding.ends[1:]
        also = also.replace("{eind}", finding.ends).replace("{Eind}", ends)
        return self.writer.filled(also)

    def concluded_other(self) -> list[Passage]:
        """What is concluded of another disease."""
        rng, writer, words = self.rng, self.writer, self.words
        ways = self.kind["conclusion"]
        if rng.random() < writer.knobs.difficulty:
            ways = words["unnamed_other"][words["other"][self.study.diagnosis]["like"]]
        return [
            writer.sentence(ways),
            *writer.choose(words["dd_other"], int(rng.random() < 0.6 * writer.knobs.difficulty)),
            *writer.choose(words["advice"], int(rng.random() < 0.2)),
        ]

    def concluded_normal(self) -> list[Passage]:
        """What is concluded of a normal pancreas."""
        ways = self.kind["conclusion"]
        if self.near and self.rng.random() < 0.5:
            ways = []
        if self.scene.course:
            made = course.concluded(self.writer, self.scene.course)
            return made + self.writer.choose(ways, int(self.rng.random() < 0.4))
        if not ways:
            return []
        return [self.writer.sentence(ways if self.rng.random() < 0.6 else self.words["nothing"])]

    def is_hard(self) -> bool:
        """Whether the conclusion does not name a carcinoma."""
        plain = self.study.attenuation in ("hypo", "not mentioned")
        return plain and self.rng.random() < self.writer.knobs.difficulty

    def concluded_carcinoma(self, found: Carcinoma) -> list[Passage]:
        """What is concluded of a carcinoma."""
        rng, writer, words, study = self.rng, self.writer, self.words, self.study
        hard = part(rng, "hard", self.is_hard)
        self.tumour.sized = study.states_size and self.sized != "findings"
        ways = words["conclusion_pdac"]["unnamed" if hard else "named"]
        made = [part(rng, "carcinoma", partial(writer.sentence, ways))]
        made += writer.choose(words["dd"], int(rng.random() < 0.5 * writer.knobs.difficulty))
        if rng.random() < 0.6:
            self.vessel = found.cause
            made.append(self.staged(found))
        return made + writer.choose(words["advice"], int(rng.random() < 0.3))

    def staged(self, found: Carcinoma) -> Passage:
        """The stage, by vessels and metastases."""
        sites = " en ".join(found.far)
        template = self.writer.pick(self.words["stage"][found.stage])
        template = template.replace("{sites}", sites)
        return self.writer.filled(template.replace("{Sites}", sites[:1].upper() + sites[1:]))
