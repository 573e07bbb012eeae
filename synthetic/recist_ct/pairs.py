"""Pairs of CT reports with measurements: baseline or follow-up, measurable or not, of two sizes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.desks import thorax_desks
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.ids import Register
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.thorax_patients import CENTRES, SEXES
from dragon_prep.synthetic.kit.turned import Turned
from dragon_prep.synthetic.recist_ct.course import draw_course, known_before, response_to
from dragon_prep.synthetic.recist_ct.export import COHORT
from dragon_prep.synthetic.recist_ct.report import RecistReport, Slots
from dragon_prep.synthetic.recist_ct.state import BASELINE, DAYS, Study

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragon_prep.synthetic.kit.desks import Desk
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.turned import Pair
    from dragon_prep.synthetic.recist_ct.course import Lesion

_LESIONS = (8, 18, 24, 18, 15, 17)  # weights of 0 to 5
_WEEKS = (6, 8, 9, 12, 14)  # since the study before
_FACTORS = (0.4, 0.5, 0.65, 1.5, 1.8, 2.3)  # times the size
_SMALLEST = {True: 15, False: 10}  # mm, of targets that are nodes or not, by RECIST 1.1
_LARGEST = 150
_WENT = {"<besluit_pr>": "af", "<besluit_sd>": "gelijk", "<besluit_pd>": "toe"}


def timelines(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T5.

    In both the lesions have the sizes that they had at the study before and those that they have
    now. What differs is where the treatment stands, and what follows of the sums.
    """
    for desk in _desks(seed, knobs):
        baseline = _baseline(desk)
        # First the follow-up, whose non-target lesions fit the response.
        follow_up = _followed(baseline, baseline.lesions)
        yield _written(desk, follow_up, knobs), _written(desk, baseline, knobs)


def measurable(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T16: at a follow-up one lesion was measured, or could not be."""
    for desk in _desks(seed, knobs):
        baseline = _baseline(desk)
        if len(baseline.lesions) > 1:
            at = desk.generator("lesion").randrange(min(5, len(baseline.lesions)))
            gone = replace(baseline.lesions[at], evaluable=False)
            study = _followed(baseline, baseline.lesions)
            other = _followed(baseline, _with(baseline, at, gone))
            if study.status == other.status:
                # First the one without, whose findings do not name the lesion.
                yield _written(desk, other, knobs), _written(desk, study, knobs)


def sizes(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T24: one lesion of a baseline study has another size."""
    for desk in _desks(seed, knobs):
        study = replace(_baseline(desk), compared=False)
        study = replace(study, lesions=tuple(replace(one, before=None) for one in study.lesions))
        if study.lesions:
            rng = desk.generator("lesion")
            at = rng.randrange(min(5, len(study.lesions)))
            lesion, factor = study.lesions[at], rng.choice(_FACTORS)
            other = replace(
                lesion,
                long=float(round(lesion.long * factor)),
                short=float(round(lesion.short * factor)),
            )
            fits = other.long <= _LARGEST and (other.size or 0) >= _SMALLEST[other.is_node]
            if fits and other.short < other.long:
                turned = replace(study, lesions=_with(study, at, other))
                yield _written(desk, study, knobs), _written(desk, turned, knobs)


def _desks(seed: int, knobs: Knobs) -> Iterator[Desk]:
    styles = dict.fromkeys(CENTRES, lexicon(COHORT)["styles"])
    for desk in thorax_desks(COHORT, DAYS, styles, seed, knobs):
        days = timedelta(weeks=desk.generator("weeks").choice(_WEEKS))
        setting = replace(desk.setting, earlier=desk.setting.day - days)
        yield replace(desk, setting=setting)


def _with(study: Study, at: int, lesion: Lesion) -> tuple[Lesion, ...]:
    return (*study.lesions[:at], lesion, *study.lesions[at + 1 :])


def _baseline(desk: Desk) -> Study:
    """A baseline study with an earlier one to compare."""
    rng, setting = desk.generator("study"), desk.setting
    seat = len(SEXES) * CENTRES.index(desk.centre) + SEXES.index(desk.sex)
    course = draw_course(rng, seat, rng.choices(range(len(_LESIONS)), _LESIONS)[0])
    lesions = known_before(rng, course.lesions, treated=course.prior is not None)
    return Study(
        serial=0,
        patient=seat,
        day=setting.day,
        earlier=setting.earlier,
        baseline_day=setting.day,
        compared=True,
        course=course,
        status=BASELINE,
        ratio=1.0,
        lesions=tuple(lesions),
        new=None,
        defect="",
        excluded={},
    )


def _followed(baseline: Study, lesions: Sequence[Lesion]) -> Study:
    """The study as a follow-up of the one before."""
    measured = [lesion for lesion in lesions if lesion.evaluable]
    before = sum(lesion.before or 0 for lesion in measured)
    now = sum(lesion.size or 0 for lesion in measured)
    return replace(
        baseline,
        baseline_day=baseline.earlier,
        status=response_to(before, now),
        ratio=now / before if before else 1.0,
        lesions=tuple(lesions),
    )


class _TurnedReport(RecistReport):
    """A report of a pair: where a baseline study concludes the same, it says the same."""

    def verdict(self) -> str:
        """The rule of what is said of the targets, without the words of RECIST if it can be."""
        rule = super().verdict()
        same = _WENT.get(rule) == self.went()
        return f"<besluit_{self.went()}>" if same else rule

    def percent(self) -> str:
        """Nothing: the first sum is not the same for both."""
        return ""


def _written(desk: Desk, study: Study, knobs: Knobs) -> Turned:
    rng = desk.begin()
    slots = Slots(rng, Register(), desk.setting, study)
    how = (slots, desk.author, knobs)
    passage = _TurnedReport(rng, study, desk.thorax_patient, how).report()
    row: dict[str, Any] = {
        f"size{n}": None if size is None else figure(size) for n, size in enumerate(study.sizes, 1)
    }
    return Turned(passage, {**row, "baseline": "t" if study.is_baseline else "f"})


PAIRS = {
    "Task005_recist_timeline_clf": timelines,
    "Task016_recist_lesion_size_presence_clf": measurable,
    "Task024_recist_lesion_size_reg": sizes,
}
"""By task."""
