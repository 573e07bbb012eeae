"""Evidence beyond the sentence: the centre's profile, the known patient, the rest of the cohort."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.core.recall import Recall
from dragon_prep.language.folding import folded
from dragon_prep.language.page import read
from dragon_prep.phi.finding import Detection, as_given, found, in_plain_form
from dragon_prep.phi.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dragon_prep.detect.known import KnownPatient
    from dragon_prep.detect.learned.models import OwnModel
    from dragon_prep.detect.profile import Profile
    from dragon_prep.detect.recurrence import CohortNames
    from dragon_prep.language.page import Page
    from dragon_prep.language.vocabulary import Words

_FAMILIES: dict[PhiCategory, str] = {
    PhiCategory.PERSOON: "person",
    PhiCategory.PERSOONAFKORTING: "person",
    PhiCategory.PATIENTNUMMER: "number",
    PhiCategory.ZNUMMER: "number",
    PhiCategory.BSN: "number",
    PhiCategory.IBAN: "number",
    PhiCategory.RAPPORT_ID: "number",
    PhiCategory.PHINUMMER: "number",
    PhiCategory.ACCREDITATIE_NUMMER: "number",
    PhiCategory.ADRES: "address",
    PhiCategory.POSTCODE: "address",
}
# What only the centre's word stands for gives way to its own list of what is never PHI.
_ALLOWABLE = frozenset(
    {"profile.pattern", "profile.rule", "profile.hospital", "recur.name", "recur.code"}
)

# By family of rules, who says what two findings are that become one.
_WEIGHTS = {"profile": 3, "known": 1, "recur": 1, "learned": 0}
_OF_RULES = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known beside the text of a report.

    Attributes:
        profile: of its centre.
        patient: whose report it is.
        cohort: names and codes seen in other reports.
        disabled: rules that are switched off, beside those of the profile.
        recall: how much the learned layer is to find, whatever the profile says of it.
    """

    profile: Profile | None = None
    patient: KnownPatient | None = None
    cohort: CohortNames | None = None
    disabled: frozenset[str] = frozenset()
    recall: Recall | None = None

    @property
    def off(self) -> frozenset[str]:
        """All rules that are switched off."""
        if self.profile is None:
            return self.disabled
        return self.disabled | self.profile.disable_rules

    @property
    def asked_recall(self) -> Recall:
        """How much the learned layer is to find."""
        of_profile = self.profile.recall if self.profile is not None else None
        return self.recall or of_profile or Recall.HIGH

    @property
    def model(self) -> OwnModel | None:
        """The model of the learned layer, if it is not the usual one."""
        return self.profile.model if self.profile is not None else None

    @property
    def words(self) -> Words:
        """Words that the centre adds to those of the lists."""
        return self.profile.words if self.profile is not None else ()


NO_EVIDENCE = Evidence()


def with_evidence(
    text: str, hits: tuple[Detection, ...], evidence: Evidence
) -> tuple[Detection, ...]:
    """What :func:`laid_over` does, of a report as it was given: it is looked at in its plain form.

    Args:
        text: the report.
        hits: disjoint, in order of their start.
        evidence: what is known beside the text.
    """
    fold = folded(text)
    if fold.is_same:
        return laid_over(text, hits, evidence)
    plain = laid_over(fold.text, tuple(in_plain_form(hits, fold)), evidence)
    return tuple(as_given(plain, fold))


def laid_over(
    text: str, hits: tuple[Detection, ...], evidence: Evidence, page: Page | None = None
) -> tuple[Detection, ...]:
    """Adds to what the rules found what evidence shows, and takes out what the centre allows.

    Args:
        text: the report in its plain form.
        hits: disjoint, in order of their start.
        evidence: what is known beside the text.
        page: the text, prepared, where that has been done already.

    Returns:
        Disjoint detections in order of their start. Evidence widens a finding of its own kind and
        goes before others; what sticks out of it keeps its label. No code point that a rule found
        becomes uncovered, unless the profile allows it.
    """
    more: list[Detection] = []
    if evidence.profile is not None or evidence.patient is not None:
        page = page or read(text, evidence.words)
        if evidence.patient is not None:
            more += evidence.patient.find(page)
        if evidence.profile is not None:
            more += evidence.profile.find(page)
            allowed = evidence.profile.allowed(page)
            if allowed:
                hits = tuple(hit for hit in hits if not _lies_in(hit, allowed))
                more = [h for h in more if h.rule not in _ALLOWABLE or not _lies_in(h, allowed)]
    if evidence.cohort is not None:
        # Recurrence is the weakest evidence: it says nothing where a rule has spoken.
        more += _apart(evidence.cohort.find(text), hits)
    if more and (off := evidence.off):
        more = [hit for hit in more if hit.rule not in off]
    return tuple(_overlaid(text, hits, more)) if more else hits


def _lies_in(hit: Detection, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a finding lies wholly in one of some places, disjoint and in order."""
    at = bisect_right(places, hit.span.start, key=lambda place: place[0]) - 1
    return at >= 0 and hit.span.end <= places[at][1]


def _apart(found_again: Iterable[Detection], hits: Sequence[Detection]) -> Iterator[Detection]:
    """What overlaps nothing that was found already but persons."""
    for new in found_again:
        at = bisect_left(hits, new.span.end, key=lambda hit: hit.span.start) - 1
        while at >= 0 and hits[at].span.end > new.span.start:
            if _family(hits[at]) != "person":
                break
            at -= 1
        else:
            yield new


def _family(hit: Detection) -> str:
    category = category_of(hit.span.label)
    return _FAMILIES.get(category, category)


def _overlaid(
    text: str, hits: Iterable[Detection], evidence: Iterable[Detection]
) -> Iterator[Detection]:
    """One disjoint list of both: what overlaps within a family is joined, else the first is kept.

    Of what starts together, the longer goes first, and evidence before rules.
    """
    both = [(h.span.start, -h.span.end, 1, h) for h in hits]
    both += ((h.span.start, -h.span.end, 0, h) for h in evidence)
    last: Detection | None = None
    for start, minus_end, _, hit in sorted(both):
        if last is None or start >= last.span.end:
            if last is not None:
                yield last
            last = hit
        elif _family(last) == _family(hit) or _is_evidence_in_learned(hit, last):
            last = _joined(last, hit)
        elif -minus_end > last.span.end:
            first = last.span.end
            while first < -minus_end and not text[first].isalnum():
                first += 1
            if first < -minus_end:
                yield last
                last = found(first, -minus_end, hit.span.label, hit.rule)
    if last is not None:
        yield last


def _is_evidence_in_learned(hit: Detection, last: Detection) -> bool:
    """Whether the profile or the patient's data say what it is that the learned layer found."""
    return hit.rule.startswith(("profile.", "known.")) and last.rule.startswith("learned.")


def _joined(first: Detection, second: Detection) -> Detection:
    """One finding over two that overlap, labelled as the profile says, else as the rules do."""

    def weight(hit: Detection) -> tuple[int, int]:
        return _WEIGHTS.get(RULES[hit.rule].family, _OF_RULES), hit.span.end - hit.span.start

    names = max(first, second, key=weight)
    if {category_of(h.span.label) for h in (first, second)} == {
        PhiCategory.PERSOON,
        PhiCategory.PERSOONAFKORTING,
    }:
        names = max(first, second, key=lambda hit: hit.span.end - hit.span.start)
    end = max(first.span.end, second.span.end)
    return found(first.span.start, end, names.span.label, names.rule)
