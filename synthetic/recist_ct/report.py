"""The text of a simulated CT report with RECIST measurements.

What is written: sentences, headings and lists of measurements in ``data/sim_recist_ct.json``, what
is seen beside the lesions in ``data/sim_radiology.json``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.body import draw_body
from dragon_prep.synthetic.kit.ct import BodyWriter, CtWriter, laid_out
from dragon_prep.synthetic.kit.dates import with_year
from dragon_prep.synthetic.kit.draw import stream
from dragon_prep.synthetic.kit.length import words_wanted
from dragon_prep.synthetic.kit.phi import PhiSlots
from dragon_prep.synthetic.kit.terms import merged, radiology_slots, tail
from dragon_prep.synthetic.kit.text import Passage, join, planted, wrap
from dragon_prep.synthetic.kit.turned import kept, part
from dragon_prep.synthetic.recist_ct.course import COMPLETE, PROGRESSION, STABLE
from dragon_prep.synthetic.recist_ct.lists import listed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.ids import Register
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import Setting
    from dragon_prep.synthetic.kit.thorax_patients import ThoraxPatient
    from dragon_prep.synthetic.recist_ct.course import Lesion, Rest, Therapy
    from dragon_prep.synthetic.recist_ct.state import Study

_PARTS = ("hals", "thorax", "abdomen", "bekken", "skelet")
_COURSES = ("kuren", "kuren", "cycli", "giften", "toedieningen")
_DAYS_A_COURSE, _DAYS_A_MONTH, _DAYS_A_WEEK, _WEEKS = 21, 30, 7, 0.3
_CHANGED, _UNTIL = 0.6, 0.1  # of the lesions: how they changed; by how much that is at least
_TOLD = 0.75  # of the targets: in the findings, too
_PERCENT = 0.4
_BASELINE_DAY = 0.4  # of the follow-ups with an earlier study: when the baseline study was
_OTHER_WORDS = 70  # of a report that are not about organs


def write_report(
    rng: Random,
    study: Study,
    who: ThoraxPatient,
    phi: PhiSlots,
    author: Author,
    knobs: Knobs,
) -> Passage:
    """Writes one report.

    Args:
        rng: source of randomness.
        study: what is planned.
        who: the patient.
        phi: fills the slots for identifiers.
        author: who writes it.
        knobs: of the simulation.
    """
    return RecistReport(rng, study, who, (phi, author, knobs)).report()


class Slots(PhiSlots):
    """Slots for identifiers, with one date more: ``datum_nul``, of the baseline study."""

    def __init__(self, rng: Random, register: Register, setting: Setting, study: Study) -> None:
        super().__init__(rng, register, setting)
        self.study = study

    def __call__(self, slot: str) -> Passage:
        """What stands in the slot."""
        if slot == "datum_nul":
            return planted(with_year(self.rng, self.study.baseline_day, plain=True), "DATUM")
        return super().__call__(slot)


class RecistReport:
    """One report being written.

    Args:
        rng: source of randomness.
        study: what is planned.
        who: the patient.
        how: the slots for identifiers, the author and the knobs.
    """

    def __init__(
        self, rng: Random, study: Study, who: ThoraxPatient, how: tuple[PhiSlots, Author, Knobs]
    ) -> None:
        phi, author, knobs = how
        self.rng = rng
        self.study = study
        self.course = study.course
        self.difficulty = knobs.difficulty
        self.words: Mapping[str, Any] = merged("recist_ct")
        neck = any("cervicaal" in one.place or "hals" in one.place for one in study.lesions)
        slots = radiology_slots(rng, who.sex)
        slots |= {
            "gebied": lambda: "hals, thorax en abdomen" if neck else "thorax en abdomen",
            "ziekte_zelf": lambda: self.course.name,
            "vg": slots["ziekte"],
        }
        self.writer = CtWriter(rng, self.words, phi, slots, author, knobs)
        body = stream("recist_ct", "body", who.id, who.identity.number)
        self.body = BodyWriter(self.writer, draw_body(body, who.sex), compared=study.compared)
        self.centre = who.centre

    def report(self) -> Passage:
        """The whole text."""
        writer, author = self.writer, self.writer.author
        wanted = words_wanted(self.rng, author, self.words["lengte"])
        place, measured = listed(writer, self.study, self.centre, self.difficulty)
        given = part(self.rng, "given", self.given)
        parts = self.body.parts(max(30, wanted - _OTHER_WORDS), given, _PARTS)
        found = laid_out(writer, parts)
        text = writer.report(
            kliniek=self.asked(),
            techniek=self.technique(),
            bevinding=[*([measured] if place == "findings" else []), *found],
            conclusie=self.concluded(),
        )
        if place == "findings":
            return text
        width = author.style["wrap"]
        apart = wrap(measured, width, keep_phi_whole=True) if width else measured
        return join("\n\n", (apart, text) if place == "top" else (text, apart))

    # -- before the findings --------------------------------------------------------------------

    def asked(self) -> list[Passage]:
        """What the requester writes."""
        said = part(self.rng, "line", self.line)
        more = [self.writer.sentence(["<voorgeschiedenis>"]) for _ in range(self.rng.randrange(3))]
        return [said, *more]

    def line(self) -> Passage:
        """The disease and where the treatment stands: what tells a baseline from a follow-up."""
        name = "nul" if self.study.is_baseline else "vervolg"
        hard = self.rng.random() < self.difficulty
        templates = list(self.words["rules"][f"{name}_{'hard' if hard else 'vraag'}"])
        if self.course.prior is None:
            templates = [t for t in templates if "{oud}" not in t]
            templates = templates or list(self.words["rules"][f"{name}_vraag"])
        return self.writer.say(
            templates,
            dz=self.writer.expanded("<dz>"),
            ziekte=self.course.name,
            stadium=self.course.stage,
            th=self.course.therapy[0],
            k_nu=self.counted(self.course.therapy, self.days()),
            oud=self.course.prior[0] if self.course.prior else "",
            k_oud=self.counted(self.course.prior, 0) if self.course.prior else "",
            dagen=str(self.rng.randrange(3, 15)),
        )

    def days(self) -> int:
        """Since the baseline study, but for some days before the treatment."""
        return max(_DAYS_A_COURSE, (self.study.day - self.study.baseline_day).days - 10)

    def counted(self, therapy: Therapy, days: int) -> str:
        """How much of a treatment was given; ``days`` is 0 for that before."""
        name, unit = therapy
        del name
        if unit == "k":
            number = days // _DAYS_A_COURSE if days else self.course.prior_count
            return f"{number} {'kuur' if number == 1 else self.rng.choice(_COURSES)}"
        if days and self.rng.random() < _WEEKS:
            return f"{days // _DAYS_A_WEEK} weken"
        months = max(1, days // _DAYS_A_MONTH) if days else self.course.prior_count
        return f"{months} {'maand' if months == 1 else 'maanden'}"

    def technique(self) -> list[Passage]:
        """How it was made, and what it is compared with."""
        said = [self.writer.sentence(["<techniek_ct>"])]
        if self.study.compared:
            said.append(self.writer.sentence(["<vergelijking>"]))
            said += part(self.rng, "baseline", self.of_baseline)
        elif self.rng.random() < 0.5:
            said.append(self.writer.sentence(["<geen_vergelijking>"]))
        return said

    def of_baseline(self) -> list[Passage]:
        """When the baseline study was, if this is none."""
        if self.study.is_baseline or self.rng.random() >= _BASELINE_DAY:
            return []
        return [self.writer.sentence(["<vergelijking_nul>"])]

    # -- findings -------------------------------------------------------------------------------

    def given(self) -> dict[str, list[Passage]]:
        """What is said of the organs with lesions."""
        said: dict[str, list[Passage]] = {}
        for lesion in self.study.lesions:
            told = kept(self.rng, f"target {lesion.place}", partial(self.target, lesion))
            said.setdefault(lesion.organ, []).extend(told)
        for number, rest in enumerate(self.course.rest):
            made = kept(self.rng, f"rest {number}", partial(self.rest, rest))
            said.setdefault(rest.organ, []).append(made)
        if self.study.new:
            made = self.lesion(self.study.new, "<nieuw_zin>", "")
            said.setdefault(self.study.new.organ, []).append(made)
        return said

    def rest(self, rest: Rest) -> Passage:
        """That a non-target lesion is there, and how it changed."""
        change = f", <{self.rng.choice(('gelijk', 'gelijk', 'groter'))}>"
        change = change if self.study.compared and self.rng.random() < 0.5 else ""
        if self.study.status == STABLE:
            change = change.replace("groter", "gelijk")
        return self.writer.say(["<rest_zin>"], rest=rest.said, ch=change)

    def target(self, lesion: Lesion) -> list[Passage]:
        """What the findings say of a target, if they do."""
        if not lesion.size or self.rng.random() >= _TOLD:
            return []
        return [self.lesion(lesion, "<doel_zin>", self.change(lesion))]

    def lesion(self, lesion: Lesion, rule: str, change: str) -> Passage:
        """That a lesion is there, and how it changed."""
        kind = "<klier>" if lesion.is_node else "<laesie>"
        plek = lesion.place
        return self.writer.say(
            [rule], wat=kind, plek=plek, ch=f", {change}" if change else "",
            zijn_ch=f" [is|blijkt] {change}" if change else " [is bekend|is zichtbaar]",
        )  # fmt: skip

    def change(self, lesion: Lesion) -> str:
        """How a lesion changed since the study before, where that is known."""
        size, before = lesion.size, lesion.before
        if not (size and before and self.study.compared and self.rng.random() < _CHANGED):
            return ""
        if abs(size - before) <= _UNTIL * before:
            return "<gelijk>"
        return "<groter>" if size > before else "<kleiner>"

    def concluded(self) -> list[Passage]:
        """What follows of the sums, with the organs that the findings name."""
        study, writer = self.study, self.writer
        rest_short = self.course.rest[0].said if self.course.rest else "geen ziekte"
        parts = {
            "lijst": self.organs(),
            "ziekte": self.course.name,
            "oud": self.course.prior[0] if self.course.prior else "eerdere behandeling",
            "pct": part(self.rng, "percent", self.percent),
            "rest_kort": rest_short,
            "rest_oordeel": writer.expanded("<gelijk>"),
        }
        rule = self.verdict()
        said: list[Passage] = []
        if rule != "<nieuw_zin>":
            said = [part(self.rng, "concluded", lambda: writer.say([rule], **parts))]
        if study.new:
            said.append(self.lesion(study.new, "<nieuw_zin>", ""))
        elif self.rng.random() < 0.5:
            said.append(writer.sentence(["<besluit_meer>"]))
        return said

    def verdict(self) -> str:
        """The rule of what is said of the targets."""
        study = self.study
        if not study.lesions:
            rule = "<besluit_zonder_nul>" if study.is_baseline else "<besluit_zonder>"
            return "<nieuw_zin>" if study.new else rule
        if study.status != COMPLETE and self.rng.random() < (0.35 if study.compared else 1):
            return "<besluit_nul>"
        return f"<besluit_{self.went() if study.is_baseline else study.status.lower()}>"

    def went(self) -> str:
        """How the lesions that were measured changed since the study before."""
        measured = [lesion for lesion in self.study.lesions if lesion.evaluable]
        now = sum(lesion.size or 0 for lesion in measured)
        then = sum(lesion.before or 0 for lesion in measured)
        if abs(now - then) <= _UNTIL * then:
            return "gelijk"
        return "toe" if now > then else "af"

    def percent(self) -> str:
        """By how much the sum changed since the first one, or nothing."""
        change = round(100 * abs(self.study.ratio - 1))
        if self.study.is_baseline or self.rng.random() >= _PERCENT or self.study.new:
            return ""
        sign = "afname" if self.study.ratio < 1 else "toename"
        first = " ten opzichte van de nulmeting"
        if self.study.status == PROGRESSION and sign == "afname":
            return ""
        return f" ({change}% {sign}{tail(self.rng, ('', first))})"

    def organs(self) -> str:
        """The organs of the target lesions that are there, as a list."""
        names = dict.fromkeys(_NAMES.get(one.organ, one.organ) for one in self.study.lesions)
        listed_ = [*names]
        return " en ".join(filter(None, (", ".join(listed_[:-1]), listed_[-1]))) if listed_ else ""


_NAMES = {
    "axilla": "de oksels",
    "mediastinum": "het mediastinum",
    "klieren retroperitoneaal": "het retroperitoneum en bekken",
    "klieren supraclaviculair": "de hals",
    "bijnieren": "de bijnieren",
    "mesenterium": "het peritoneum",
    "thoraxwand": "de weke delen",
    "lever": "de lever",
    "long": "de longen",
    "milt": "de milt",
    "pleura": "de pleura",
    "pancreas": "het pancreas",
}
