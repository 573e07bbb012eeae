"""What detection finds in a cohort's reports, in two passes.

The first looks at each report by itself, with its centre's profile and what the export knows of the
patient. What it found with strong context is tallied by keyed digest; the second finds it again in
the other reports, without looking at the first one's ground anew.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from dragon_prep.audit.second_look import SecondLookRules, overlooked
from dragon_prep.audit.word_use import Uses, WordUse, uses_of
from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.core.mishaps import costs_only
from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.core.second_look import Fate, Overlooked, SecondLook
from dragon_prep.detect import detect, detect_all
from dragon_prep.detect.evidence import Evidence, with_evidence
from dragon_prep.detect.known import KnownPatient
from dragon_prep.detect.known_values import read_date
from dragon_prep.detect.recurrence import CohortNames, Tally, sightings
from dragon_prep.detect.repeats import repeats
from dragon_prep.detect.sure import looked_at
from dragon_prep.language.folding import plain_text
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.rules import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dragon_prep.core.digests import DigestTable
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.mishaps import Mishaps
    from dragon_prep.core.report import Report
    from dragon_prep.core.spans import Span
    from dragon_prep.detect import LookedThrough
    from dragon_prep.detect.profile import Profile

    Hits = Mapping[int, tuple[Detection, ...]]

_USUAL = SecondLookRules()
_TOGETHER = 64  # patients
_MOST_MARKED = 128  # annotated reports of theirs that are looked at together, and held


@dataclass(frozen=True, slots=True, repr=False)
class FirstLook:
    """What the first pass found.

    Attributes:
        hits: of each report that nobody annotated, by its position; of one that somebody did, what
            nobody marked and is to be replaced.
        overlooked: of the latter all that nobody marked, and what becomes of it.
        tally: what may recur, of all of them.
        words: how the reports use the words that nobody knows.
        mishaps: what failed; these reports are looked at no further.
    """

    hits: dict[int, tuple[Detection, ...]] = field(default_factory=dict)
    overlooked: dict[int, tuple[Overlooked, ...]] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    words: WordUse = field(default_factory=WordUse)
    mishaps: Mishaps = field(default_factory=dict)

    def add(self, position: int, found: Mapping[Detection, Fate]) -> None:
        """Takes what nobody marked in an annotated report."""
        if found:
            self.overlooked[position] = tuple(Overlooked(h.span, fate) for h, fate in found.items())
        if replaced := tuple(hit for hit, fate in found.items() if fate is Fate.REPLACED):
            self.hits[position] = replaced


def first_pass(
    reports: Sequence[tuple[int, Report]],
    key: ProjectKey,
    profiles: Mapping[str, Profile],
    again: SecondLookRules = _USUAL,
) -> FirstLook:
    """Detects PHI in the reports that nobody annotated, and tallies what was seen in all.

    Args:
        reports: with their positions; all reports of a patient are among them.
        key: the project key.
        profiles: by centre.
        again: how the reports are looked at that somebody annotated.
    """
    look = FirstLook()
    patients = by_patient(reports)
    while some := list(islice(patients, _TOGETHER)):
        known = [_Known([report for _, report in own], profiles) for own in some]
        _look_ahead(known, again)
        for own, patient in zip(some, known, strict=True):
            _look(look, own, patient, key, again)
    return look


def _look(
    look: FirstLook,
    reports: Sequence[tuple[int, Report]],
    known: _Known,
    key: ProjectKey,
    again: SecondLookRules,
) -> None:
    """Takes the reports of a patient."""
    used: list[Uses] = []
    for position, report in reports:
        with costs_only(position, look.mishaps):
            if report.phi is None:
                look.hits[position] = known.detected(report.text)
            else:
                look.add(position, known.overlooked(report, again))
            strong = strong_spans(report, look.hits.get(position, ()))
            seen = sightings(report.text, strong)
            look.tally.count(key, report.centre, report.patient, seen)
            found_there = [hit.span for hit in look.hits.get(position, ())]
            used.append(uses_of(report.text, [*(report.phi or ()), *found_there]))
    look.words.count(key, used)


def _look_ahead(patients: Sequence[_Known], again: SecondLookRules) -> None:
    """Detects PHI in the reports of many patients at once, which takes less time.

    Where that fails nothing is known ahead, and each report is looked at by itself.
    """
    with costs_only(0, {}):
        asked = [(known, text) for known in patients for text in known.unmarked]
        hits = detect_all([(text, known.evidence) for known, text in asked])
        for (known, text), own in zip(asked, hits, strict=True):
            known.found[text] = own
    if again.wanted is SecondLook.OFF:
        return
    with costs_only(0, {}):
        every = ((known, text) for known in patients for text in known.marked)
        some = list(islice(every, _MOST_MARKED))
        looks = looked_at([(text, known.evidence) for known, text in some])
        for (known, text), looked in zip(some, looks, strict=True):
            known.looked[text] = looked


class _Known:
    """What is known of a patient, put together when it is first asked for: that may fail.

    Args:
        reports: all of the patient's.
        profiles: by centre.
    """

    def __init__(self, reports: Sequence[Report], profiles: Mapping[str, Profile]) -> None:
        self._reports = reports
        self._profile = profiles.get(reports[0].centre)
        self._evidence: Evidence | None = None
        self.found: dict[str, tuple[Detection, ...]] = {}  # several containers share a report
        self.looked: dict[str, LookedThrough] = {}

    @property
    def unmarked(self) -> Iterable[str]:
        """The texts that nobody annotated, each once."""
        return dict.fromkeys(report.text for report in self._reports if report.phi is None)

    @property
    def marked(self) -> Iterable[str]:
        """The texts that somebody annotated, each once."""
        return dict.fromkeys(report.text for report in self._reports if report.phi is not None)

    @property
    def evidence(self) -> Evidence:
        """The profile of the centre, and what the export says of the patient."""
        if self._evidence is None:
            facts = frozenset(fact for report in self._reports for fact in facts_of(report))
            self._evidence = Evidence(self._profile, KnownPatient.of(facts))
        return self._evidence

    def detected(self, text: str) -> tuple[Detection, ...]:
        """What detection finds in a report."""
        if text not in self.found:
            self.found[text] = detect(text, self.evidence)
        return self.found[text]

    def overlooked(self, report: Report, again: SecondLookRules) -> Mapping[Detection, Fate]:
        """What nobody marked in a report, if somebody annotated it."""
        if report.phi is None or again.wanted is SecondLook.OFF:
            return {}
        said = report.text, report.phi
        alike = [other for other in self._reports if (other.text, other.phi) == said]
        looked = self.looked.get(report.text)
        return overlooked([report, *alike], self.evidence, again, looked)


def second_pass(
    reports: Sequence[tuple[int, Report]],
    hits: Hits,
    spread: DigestTable,
    key: ProjectKey,
    mishaps: Mishaps | None = None,
    *,
    profiles: Mapping[str, Profile] | None = None,
) -> dict[int, list[Span]]:
    """What is PHI in each report beside what people marked: the first pass's, and what recurs.

    What recurs is looked for in the reports that nobody annotated.

    Args:
        reports: those of the first pass.
        hits: what it found.
        spread: digests of what recurs in the cohort.
        key: the project key.
        mishaps: what failed so far; what fails here is added.
        profiles: by centre; rules that they switch off find nothing here either.
    """
    own = {c: Evidence(profile).off for c, profile in (profiles or {}).items()}
    cohorts = {c: CohortNames(key, c, spread) for c in sorted({r.centre for _, r in reports})}
    spans: dict[int, list[Span]] = {}
    for together in by_patient(reports):
        together = [numbered for numbered in together if numbered[0] not in (mishaps or {})]
        others: list[KnownPatient | None] = []
        for position, report in together:
            if report.phi is not None:
                if position in hits:
                    spans[position] = [hit.span for hit in hits[position]]
                continue
            with costs_only(position, mishaps):
                others = others or [_named_elsewhere(together, hits)]
                evidence = Evidence(
                    None,
                    others[0],
                    cohorts[report.centre],
                    own.get(report.centre, frozenset()),
                )
                all_hits = with_evidence(report.text, hits[position], evidence)
                first = [hit.span for hit in all_hits]
                spans[position] = first + repeats(report.text, first)
    return spans


def by_patient(reports: Iterable[tuple[int, Report]]) -> Iterator[list[tuple[int, Report]]]:
    """The reports of each patient, in the order of their first one."""
    together: dict[tuple[str, str], list[tuple[int, Report]]] = defaultdict(list)
    for position, report in reports:
        together[report.centre, report.patient].append((position, report))
    yield from together.values()


def facts_of(report: Report) -> Iterator[KnownFact]:
    """What the export knows of a report's patient beside the text: its columns, and the ids."""
    yield from report.known
    yield KnownFact(KnownKind.NUMBER, report.patient)
    study = report.uid.removeprefix(f"{report.patient}_")
    if read_date(plain_text(study)) is None:  # some centres tell a patient's reports by their dates
        yield KnownFact(KnownKind.REPORT_NUMBER, study)


def strong_spans(report: Report, hits: Iterable[Detection]) -> Iterator[Span]:
    """Names and codes that are beyond doubt; the patient's own are nobody else's."""
    yield from report.phi or ()
    for hit in hits:
        code = category_of(hit.span.label) is PhiCategory.PERSOONAFKORTING
        least = Confidence.LIKELY if code else Confidence.SURE
        if hit.rule.startswith("profile.") or (
            hit.rule.startswith("name.") and hit.confidence >= least
        ):
            yield hit.span


def _named_elsewhere(together: list[tuple[int, Report]], hits: Hits) -> KnownPatient | None:
    """The persons named in a patient's reports, where there are several reports."""
    if len(together) < 2:
        return None
    mentions = {
        plain_text(report.text[span.start : span.end])
        for position, report in together
        for span in strong_spans(report, hits.get(position, ()))
        if category_of(span.label) is PhiCategory.PERSOON
    }
    return KnownPatient.of(KnownFact(KnownKind.DOCTOR, mention) for mention in mentions)


def to_json(hits: Hits) -> dict[str, list[list[int | str]]]:
    """Offsets, labels and rules; no text."""
    return {
        str(position): [[h.span.start, h.span.end, h.span.label, h.rule] for h in found_there]
        for position, found_there in sorted(hits.items())
    }


def from_json(body: Mapping[str, list[list[int | str]]]) -> dict[int, tuple[Detection, ...]]:
    """What :func:`to_json` wrote.

    Raises:
        ValueError: if it is not that.
    """

    def hit(entry: list[int | str]) -> Detection:
        match entry:
            case [int(start), int(end), str(label), str(rule)]:
                return found(start, end, label, rule)
            case _:
                raise ValueError("not a finding")

    return {int(position): tuple(map(hit, entries)) for position, entries in body.items()}
