"""What surrogates follow of a whole cohort: its last date, and what many of its patients have."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from dragon_prep.core.mishaps import costs_only
from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.core.weighted import Weighted
from dragon_prep.language.form import clean, fold
from dragon_prep.language.gazetteer import home_of, towns
from dragon_prep.language.institutions import by_name
from dragon_prep.phi.care_context import SHARES, CareContext, CommonOriginals
from dragon_prep.phi.contact.surrogate import towns_in
from dragon_prep.phi.dates.surrogate import days_in
from dragon_prep.phi.numbers.surrogate import days_in as days_in_number
from dragon_prep.phi.places.grammar import parse_hospital

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from dragon_prep.core.avoidance import Avoid
    from dragon_prep.core.mishaps import Mishaps
    from dragon_prep.core.report import Report
    from dragon_prep.language.gazetteer import Town
    from dragon_prep.phi.finding import Detection

COMMON = 20  # patients who have something that may stand for what others have
_OF_A_SLIP = 200  # patients, of whom one may have a date that is a slip
_PLACES = (PhiCategory.PLAATS, PhiCategory.ADRES, PhiCategory.POSTCODE)
_UNKNOWN = ""  # stands for all that no list knows


@dataclass(frozen=True, slots=True, repr=False)
class CohortFacts:
    """What surrogates follow of a cohort.

    Attributes:
        avoid: what no surrogate may be, see :mod:`dragon_prep.core.avoidance`; None for nothing.
        last: its last date; None if there is none.
        common: what may stand for what other patients have.
    """

    avoid: AbstractSet[str] | Avoid | None = None
    last: date | None = None
    common: CommonOriginals = field(default_factory=CommonOriginals)


NO_COHORT = CohortFacts()


class CohortTally:
    """Counts patients, not mentions; all reports of a patient must be counted in one go."""

    def __init__(self) -> None:
        self.last: list[int] = []  # of each patient, the last day
        self.has: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def __repr__(self) -> str:
        return f"<CohortTally of {len(self.last)} patients>"

    def count(
        self,
        reports: Iterable[tuple[int, Report]],
        hits: Mapping[int, Iterable[Detection]],
        mishaps: Mishaps | None = None,
    ) -> None:
        """Counts what patients have.

        Args:
            reports: all of some patients, with their positions.
            hits: what was detected in each of them, by its position.
            mishaps: what failed so far; what fails here is added.
        """
        last: dict[tuple[str, str], date] = {}
        has: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        for at, report in reports:
            who = report.centre, report.patient
            with costs_only(at, mishaps):
                for span in (*(report.phi or ()), *(hit.span for hit in hits.get(at, ()))):
                    original = report.text[span.start : span.end]
                    category = category_of(span.label)
                    if category is PhiCategory.DATUM:
                        last[who] = max([last.get(who, date.min), *days_in(original)])
                    else:
                        has[who].update((category, known) for known in _known(category, original))
        self.last += (day.toordinal() for day in last.values())
        for theirs in has.values():
            for name, known in theirs:
                self.has[name][known] += 1

    def to_json(self) -> dict[str, Any]:
        """For a file that stays in the workspace: days and counts of public names, no text."""
        self.last.sort(reverse=True)
        return {"last": self.last, "has": {c: dict(sorted(n.items())) for c, n in self.has.items()}}

    def add_json(self, body: Mapping[str, Any]) -> None:
        """Adds what another one has counted, of other patients."""
        self.last += body["last"]
        for category, counts in body["has"].items():
            self.has[category].update(counts)

    def facts(self, avoid: AbstractSet[str] | Avoid | None = None) -> CohortFacts:
        """What surrogates follow of the cohort.

        One patient in 200 may have a later date than the others, and one in any cohort of more than
        two: such dates are slips, or stand out as it is.

        Args:
            avoid: what no surrogate may be.
        """
        days = sorted(self.last, reverse=True)
        slips = 0 if len(days) < 3 else max(1, len(days) // _OF_A_SLIP)
        last = date.fromordinal(days[slips]) if days else None
        weights: dict[PhiCategory, Weighted[str]] = {}
        shares: dict[PhiCategory, int] = {}
        for category, counts in sorted(self.has.items()):
            common = {k: n for k, n in sorted(counts.items()) if n >= COMMON and k != _UNKNOWN}
            share = SHARES * sum(common.values()) // counts.total()
            if share:
                # Roughly, so that a patient more or less moves nothing.
                rough = ((known, 1 << (n.bit_length() - 1)) for known, n in common.items())
                weights[PhiCategory(category)] = Weighted.of(rough)
                shares[PhiCategory(category)] = share
        return CohortFacts(avoid, last, CommonOriginals(weights, shares))


def cohort_facts(
    reports: Iterable[tuple[int, Report]],
    hits: Mapping[int, Iterable[Detection]],
    avoid: AbstractSet[str] | Avoid | None = None,
    mishaps: Mishaps | None = None,
) -> CohortFacts:
    """What surrogates follow of a cohort whose reports are all at hand.

    Args:
        reports: all of them, with their positions.
        hits: what was detected in each of them, by its position.
        avoid: what no surrogate may be.
        mishaps: what failed so far; what fails here is added.
    """
    tally = CohortTally()
    tally.count(reports, hits, mishaps)
    return tally.facts(avoid)


def _known(category: PhiCategory, original: str) -> Iterator[str]:
    """The towns and hospitals of a mention, by the names that lists have for them."""
    if category is PhiCategory.PLAATS:
        yield from (t if t in towns() else _UNKNOWN for t in towns_in(original))
    elif category is PhiCategory.ZIEKENHUIS:
        place = parse_hospital(clean(original))
        yield place.identity if place is not None and fold(place.name) in by_name() else _UNKNOWN


def care_context(
    mentions: Iterable[tuple[str, str]], centre: str, facts: CohortFacts, home: Town | None = None
) -> CareContext:
    """What surrogates keep of place and time for a patient.

    Args:
        mentions: all PHI of all reports of the patient, each as the report has it, with its label.
        centre: where the patient is treated.
        facts: of the cohort.
        home: where the centre is, if it is none of the benchmark's.
    """
    days: set[date] = set()
    own: set[str] = set()
    for original, label in {*mentions}:
        category = category_of(label)
        if category is PhiCategory.DATUM:
            days.update(days_in(original))
        elif category is PhiCategory.RAPPORT_ID:
            days.update(days_in_number(original))
        elif category in _PLACES:
            own.update(town for town in towns_in(original) if town in towns())
    return CareContext(
        home or home_of(centre),
        tuple(sorted(own)),
        min(days, default=None),
        max(days, default=None),
        facts.last,
        facts.common,
    )
