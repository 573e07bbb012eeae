"""Pairs of CT reports: in one something of a kidney is not normal, in the other that is not so."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kidney_ct.export import NUMBERS
from dragon_prep.synthetic.kidney_ct.report import COHORT, GONE, KidneyReport, words_of
from dragon_prep.synthetic.kidney_ct.state import draw_study
from dragon_prep.synthetic.kit.claims import Status, said
from dragon_prep.synthetic.kit.desks import desks
from dragon_prep.synthetic.kit.findings import absent
from dragon_prep.synthetic.kit.turned import Turned, part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

    from dragon_prep.synthetic.kidney_ct.state import Abnormal, Study
    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.desks import Desk
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.text import Passage
    from dragon_prep.synthetic.kit.turned import Pair

_NORMAL = 0.35  # of the reports without: the kidneys are said to be normal, and nothing is denied


def kidneys(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T3.

    A kidney that is not there is left out, since the history tells it, and so is what comes with
    something else: more than one statement would turn. After an accident what is found might be an
    injury, of which the conclusion speaks as well.
    """
    words = words_of()
    for desk in desks(COHORT, NUMBERS, seed, knobs):
        study = draw_study(desk.generator("study"), words, desk.setting, desk.sex, label=True)
        injured = study.scene is not None and study.scene["name"] == "trauma"
        if len(study.abnormal) == 1 and not (study.has("afwezig") or injured):
            # First the one without, whose request says nothing of what is found.
            without = _written(desk, replace(study, abnormal=()), study.abnormal[0], knobs)
            yield without, _written(desk, study, study.abnormal[0], knobs)


class _TurnedReport(KidneyReport):
    """A report of a pair, in which the kidneys have one thing or not."""

    def __init__(self, rng: Random, study: Study, turned: Abnormal, how: tuple[Author, Knobs]):
        words: Mapping[str, Any] = words_of()
        super().__init__(rng, words, study, *how)
        self.turned = turned

    def has(self, kind: str) -> bool:
        """Whether nothing else may be said of it, in either report."""
        return bool(kind == self.turned.kind["name"])

    @property
    def is_normal(self) -> bool:
        """In neither report, but for the statement that is turned."""
        return False

    def kidneys(self) -> list[Passage]:
        """The statement that is turned, and what both reports say beside it."""
        hard = self.rng.random() < self.knobs.difficulty
        say = partial(self.told, self.turned, hard=hard) if self.study.abnormal else self.not_so
        made = part(self.rng, "kidney", say)
        if hard:
            made = [*made, *part(self.rng, "twins", partial(self.twins, 1))]
        return self.shuffled(made)

    def not_so(self) -> list[Passage]:
        """That the kidneys do not have it: normal, denied, gone, not confirmed, measured."""
        rng, words, kind = self.rng, self.words, self.turned.kind
        if rng.random() < _NORMAL:
            return [self.writer.sentence(words["normal"])]
        measures = [one for one in words["measures"] if one["kind"] == kind["name"]]
        ways = ["denied", "refuted"]
        ways += ["former"] if kind["name"] in GONE else []
        ways += ["measured"] if measures else []
        way = rng.choice(ways)
        if way == "measured":
            return [self.measured(rng.choice(measures), "normal")]
        claim = absent(rng, rng.choice(kind["finds"]), self.side)
        if way == "denied":
            return [said(self.writer, replace(claim, status=Status.DENIED))]
        return [said(self.writer, claim, [*words[way], *words[f"{way}_normal"]])]


def _written(desk: Desk, study: Study, turned: Abnormal, knobs: Knobs) -> Turned:
    rng = desk.begin()
    passage = _TurnedReport(rng, study, turned, (desk.author, knobs)).text(desk.slots(rng))
    return Turned(passage, {"classification": str(bool(study.abnormal))})


PAIRS = {"Task003_kidney_clf": kidneys}
"""By task."""
