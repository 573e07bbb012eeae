"""The surrogates of all patients of some reports, report by report."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from dragon_prep.core.errors import DragonPrepError
from dragon_prep.core.mishaps import costs_only
from dragon_prep.core.phi import find_tags
from dragon_prep.core.spans import merge_overlapping
from dragon_prep.language.folding import grown
from dragon_prep.phi.names.patient import patient_of
from dragon_prep.phi.names.roster import cast
from dragon_prep.surrogate.cohort import NO_COHORT, CohortFacts, care_context
from dragon_prep.surrogate.patient import PatientSurrogates
from dragon_prep.surrogate.policy import in_keyed_order
from dragon_prep.surrogate.settings import DEFAULT, SurrogateSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.known import KnownFact
    from dragon_prep.core.mishaps import Mishaps
    from dragon_prep.core.report import Report
    from dragon_prep.core.spans import Span
    from dragon_prep.language.gazetteer import Town
    from dragon_prep.phi.care_context import CareContext
    from dragon_prep.phi.names.patient import Patient
    from dragon_prep.phi.names.roster import Roster

    Mentions = Sequence[tuple[str, str]]

T = TypeVar("T")


def in_turn(
    reports: Iterable[tuple[int, Report]],
    detected: Mapping[int, Sequence[Span]],
    key: ProjectKey,
    settings: SurrogateSettings = DEFAULT,
    facts: CohortFacts = NO_COHORT,
    mishaps: Mishaps | None = None,
) -> Iterator[tuple[int, Report, Sequence[Span], PatientSurrogates]]:
    """Reports with their PHI and their patient's surrogates, in an order to replace them in.

    Args:
        reports: with their positions; all reports of a patient are among them.
        detected: what is PHI in each report that nobody annotated, by its position, and in others
            beside what people marked.
        key: the project key.
        settings: the policies.
        facts: what surrogates follow of the cohort, and may not be.
        mishaps: what failed so far, which is passed over; what fails here is added.

    Yields:
        Position, report, PHI spans and surrogates. The surrogates are to be made before the next
        report is asked for: the policy ``markov`` counts mentions.
    """
    marked = [
        (at, r, grown(r.text, phi_of(r, at, detected)))
        for at, r in reports
        if at not in (mishaps or {})
    ]
    mentions: defaultdict[tuple[str, str], dict[int, list[tuple[str, str]]]] = defaultdict(dict)
    columns: defaultdict[tuple[str, str], set[KnownFact]] = defaultdict(set)
    left: Counter[tuple[str, str]] = Counter()
    for at, report, spans in marked:
        who = report.centre, report.patient
        mentions[who][at] = [*_mentions(report.text, spans)]
        columns[who].update(report.known)
        left[who] += 1
    known: dict[tuple[str, str], PatientSurrogates] = {}
    if settings.chained:
        marked = in_keyed_order(marked, key, lambda item: item[1])
    for at, report, spans in marked:
        who = report.centre, report.patient
        left[who] -= 1
        if who not in known:
            with costs_only(at, mishaps):
                know = partial(
                    _known, patient_of(columns[who]), who[0], facts, settings.home(who[0])
                )
                people, context = _of_mentions(know, mentions[who], mishaps)
                known[who] = PatientSurrogates(key, *who, people, facts.avoid, settings, context)
        if who not in known or at in (mishaps or {}):
            continue
        # Whose last report this is need not be remembered.
        yield at, report, spans, known[who] if left[who] else known.pop(who)


def phi_of(report: Report, position: int, detected: Mapping[int, Sequence[Span]]) -> Sequence[Span]:
    """All that is PHI in a report: what people marked, and what was detected.

    Raises:
        KeyError: if nobody annotated it, and nothing has looked for PHI in it.
    """
    if report.phi is None:
        return detected[position]
    return (*report.phi, *detected.get(position, ()))


def _known(
    patient: Patient, centre: str, facts: CohortFacts, home: Town | None, mentions: Mentions
) -> tuple[Roster, CareContext]:
    """Who is who in a patient's reports, and where and when they were written."""
    context = care_context(mentions, centre, facts, home)
    return cast(mentions, replace(patient, seems_born=context.seems_born)), context


def _of_mentions(
    make: Callable[[Mentions], T], mentions: Mapping[int, Mentions], mishaps: Mishaps | None
) -> T:
    """What all mentions of a patient's reports make, but for those that fail by themselves."""
    before = set(mishaps or {})
    if mishaps is not None:
        try:
            return make([m for some in mentions.values() for m in some])
        except (DragonPrepError, MemoryError, OSError):
            raise
        except Exception:  # noqa: BLE001 - whose fault it is shows below
            for at, some in mentions.items():
                with costs_only(at, mishaps):
                    make(some)
    failed = set(mishaps or {}) - before
    return make([m for at, some in mentions.items() if at not in failed for m in some])


def _mentions(text: str, spans: Iterable[Span]) -> Iterator[tuple[str, str]]:
    for span in merge_overlapping([*spans]):
        original = text[span.start : span.end]
        if not find_tags(original):  # whose original is unknown
            yield original, span.label
