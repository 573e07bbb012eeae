"""How much PHI was missed, estimated from a stratified sample of reports that people reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.evaluation.intervals import Sampled, stratified_proportion, weighted_total
from dragon_prep.evaluation.score import Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dragon_prep.evaluation.doubt import Doubt
    from dragon_prep.evaluation.score import Numbers

WANTED = 0.01  # the rate that is to be undercut


@dataclass(frozen=True, slots=True)
class Stratum:
    """Reports of one centre in which it is about as likely that something was missed.

    Attributes:
        centre: who handed them in, ``?`` if they do not say.
        doubt: how likely, in a word.
        reports: how many there are.
        words: how many words they have.
        drawn: how many of the reports were drawn.
    """

    centre: str
    doubt: Doubt
    reports: int
    words: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a reviewer found in a report.

    Attributes:
        words: how many words it has.
        phi: how many of them are PHI.
        missed: how many of these the detector did not find.
    """

    words: int
    phi: int
    missed: int


@dataclass(frozen=True, slots=True)
class Needed:
    """How many reports would have to be reviewed for the high end to be below ``WANTED``.

    None where no number would do, since the rate itself is not below.

    Attributes:
        phi_missed: for the share of PHI words missed.
        with_miss: for the share of reports with a miss.
    """

    phi_missed: int | None
    with_miss: int | None


@dataclass(frozen=True, slots=True)
class MissRate:
    """How much was missed in all reports, with intervals of the confidence asked for.

    Attributes:
        confidence: such as 0.95.
        strata: with what was counted in each, over the reports drawn.
        per_1000_words: words of PHI that were missed, of 1,000 words.
        phi_missed: share of the words of PHI that were missed; no figure where nothing is PHI.
        with_miss: share of the reports in which a word was missed.
        needed: how many reports to review for a small rate to be shown.
    """

    confidence: float
    strata: tuple[tuple[Stratum, Counted], ...]
    per_1000_words: Figure
    phi_missed: Figure
    with_miss: Figure
    needed: Needed

    @property
    def counted(self) -> Counted:
        """What was counted in all reports drawn."""
        counts = [counted for _, counted in self.strata]
        return Counted(
            sum(count.words for count in counts),
            sum(count.phi for count in counts),
            sum(count.missed for count in counts),
            sum(count.with_miss for count in counts),
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted in the reports drawn.

    Attributes:
        words: how many words they have.
        phi: how many of them are PHI.
        missed: how many of these were missed.
        with_miss: in how many reports.
    """

    words: int
    phi: int
    missed: int
    with_miss: int


def miss_rate(
    reviewed: Mapping[Stratum, Sequence[Reviewed]], confidence: float, wanted: float = WANTED
) -> MissRate:
    """Estimates how much was missed in all reports.

    A report stands for as many as its stratum has for each one drawn. What is missed in a report is
    one event that counts for its words (they are missed together), and no report not seen is taken
    to have more of it than the most PHI words of any that was (where none has any, the most words).

    Args:
        reviewed: what was found in the reports drawn, by stratum; as many as each says.
        confidence: of the intervals, at least 0.5 and below 1.
        wanted: the rate that is to be undercut.
    """
    sample = _Sample(reviewed)
    reports = sum(stratum.reports for stratum in reviewed)
    hits = partial(sample.stretched, confidence=confidence)
    with_miss = _rounded(sample.with_miss, *hits(1.0))
    words = sum(stratum.words for stratum in reviewed)
    low, high = sample.missed_words(confidence)
    per_1000 = [1000 * number / words if words else 0.0 for number in (sample.missed, low, high)]
    share = sample.share(confidence)
    least = partial(_least, drawn=sample.drawn, reports=reports, wanted=wanted)
    needed = Needed(
        least(lambda times: sample.share(confidence, times), sample.missed_share),
        least(hits, sample.with_miss),
    )
    return MissRate(
        confidence,
        tuple((stratum, _counted(found)) for stratum, found in reviewed.items()),
        _rounded(per_1000[0], per_1000[1], min(1000.0, per_1000[2])),
        Figure(None, None, None) if share is None else _rounded(sample.missed_share or 0.0, *share),
        with_miss,
        needed,
    )


def _counted(found: Sequence[Reviewed]) -> Counted:
    return Counted(
        sum(report.words for report in found),
        sum(report.phi for report in found),
        sum(report.missed for report in found),
        sum(report.missed > 0 for report in found),
    )


def _rounded(value: float, low: float, high: float) -> Figure:
    return Figure(round(value, 6), round(low, 6), round(high, 6))


class _Sample:
    """The reports drawn, each with its weight: how many it stands for."""

    def __init__(self, reviewed: Mapping[Stratum, Sequence[Reviewed]]) -> None:
        self._strata = [
            Sampled(stratum.reports, len(found), sum(report.missed > 0 for report in found))
            for stratum, found in reviewed.items()
        ]
        self.drawn = sum(len(found) for found in reviewed.values())
        everything = [
            (stratum.reports / len(found), report.missed, report.phi - report.missed)
            for stratum, found in reviewed.items()
            for report in found
        ]
        self._weights, self._missed, self._found = np.array(everything, dtype=np.float64).T
        self.missed = float(self._weights @ self._missed)
        self.found = float(self._weights @ self._found)
        every = [report for found in reviewed.values() for report in found]
        largest = max(report.phi for report in every) or max(report.words for report in every)
        self._most = float(self._weights.max()) * max(largest, 1)

    @property
    def with_miss(self) -> float:
        """The share of reports with a miss."""
        total = sum(stratum.size for stratum in self._strata)
        return sum(s.size / total * s.hits / s.drawn for s in self._strata)

    @property
    def missed_share(self) -> float | None:
        """The share of PHI words that were missed, None where nothing is PHI."""
        both = self.missed + self.found
        return self.missed / both if both else None

    def stretched(self, times: float, *, confidence: float) -> tuple[float, float]:
        """The interval of the share of reports with a miss, had so many times as many the same."""
        strata = [Sampled(s.size, s.drawn * times, s.hits * times) for s in self._strata]
        return stratified_proportion(strata, confidence)

    def missed_words(self, confidence: float) -> tuple[float, float]:
        """The interval of the number of words missed in all reports."""
        squares = float((self._weights * self._missed) @ (self._weights * self._missed))
        return weighted_total(self.missed, squares, self._most, confidence)

    def share(self, confidence: float, times: float = 1.0) -> tuple[float, float] | None:
        """The interval of the share of PHI words missed, had so many times as many the same.

        The rarer of missed and found is what is uncertain, and the other one what it is held
        against. None where nothing is PHI.
        """
        if self.missed + self.found == 0:
            return None
        if self.missed <= self.found:
            return self._share(self._missed, self._found, confidence, times)
        low, high = self._share(self._found, self._missed, confidence, times)
        return 1 - high, 1 - low

    def _share(
        self, rare: Numbers, other: Numbers, confidence: float, times: float
    ) -> tuple[float, float]:
        total, against = float(self._weights @ rare), float(self._weights @ other)
        # Of a ratio the spread is that of what is left of it in each report (linearisation).
        apart = rare - total / against * other
        spread = max(float((self._weights**2) @ side**2) for side in (rare, apart))
        low, high = weighted_total(total, spread / times, self._most / times, confidence)
        return low / (low + against), high / (high + against)


def _least(
    interval: Callable[[float], tuple[float, float] | None],
    rate: float | None,
    *,
    drawn: int,
    reports: int,
    wanted: float,
) -> int | None:
    """The least number of reports for which the high end of an interval is below what is wanted.

    All reports always do, where the rate is below.
    """
    if rate is None or rate >= wanted:
        return None

    def does(number: int) -> bool:
        found = interval(number / drawn)
        return found is not None and found[1] < wanted

    low, high = 0, reports  # the least that does is above low, and at most high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if does(middle) else (middle, high)
    return high
