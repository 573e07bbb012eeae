"""The texts that a cohort's reports became, and what is real of each patient: whose is a text?"""

from __future__ import annotations

import zlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dragon_prep.audit.findings import facts_of, first_pass
from dragon_prep.audit.leftovers import leftovers
from dragon_prep.audit.originals import CohortOriginals
from dragon_prep.audit.verdicts import PatientOriginals
from dragon_prep.core.documents import Document
from dragon_prep.core.phi import category_of
from dragon_prep.core.spans import Span
from dragon_prep.intake.export import read_export

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dragon_prep.audit.lonely import Lonely
    from dragon_prep.audit.other_terms import OtherTerms
    from dragon_prep.audit.verdicts import Verdict
    from dragon_prep.core.known import KnownFact
    from dragon_prep.core.phi import PhiCategory
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.pipeline.cohort_release import CohortRelease
    from dragon_prep.pipeline.site import Site

_SHINGLE = 4  # words by which a changed text is told
_ONE_OF = 4  # so many shingles is kept, which is enough to tell texts apart
_LEAST_ALIKE = 0.3  # of its shingles that it must share with a report


@dataclass(slots=True, repr=False)
class CohortTexts:
    """All originals of a cohort, and which texts are whose."""

    cohort: str
    documents: tuple[Document, ...]
    others: OtherTerms
    lonely: Lonely
    patients: dict[str, PatientOriginals] = field(default_factory=dict)
    leftovers: dict[str, dict[tuple[str, str], int]] = field(default_factory=dict)
    by_text: dict[str, Document] = field(default_factory=dict)
    by_shingle: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(
        cls,
        cohort: Cohort,
        source: Path,
        centres: Sequence[str],
        made: CohortRelease,
        site: Site,
    ) -> CohortTexts:
        """All of a cohort.

        Args:
            cohort: whose.
            source: folder of raw exports.
            centres: whose reports.
            made: what came of them when they were de-identified once more.
            site: what decides about bytes.
        """
        reports = {
            Document.before(report, site.key).case: report
            for report in read_export(cohort, source, centres).reports
        }
        documents = (*made.documents, *made.withheld)
        together: dict[str, list[Document]] = defaultdict(list)
        for document in documents:
            together[document.patient].append(document)
        kept = site.surrogates.kept
        numbered = list(enumerate(reports.values()))
        look = first_pass(numbered, site.key, site.with_centres(centres).by_centre, site.again)
        words = look.words.told(site.key)
        real = CohortOriginals.of(numbered, look.hits, site.key, kept, look.mishaps, words)
        texts = cls(cohort.name, documents, real.others, real.lonely)
        for patient, some in together.items():
            mentions: list[tuple[str, PhiCategory]] = []
            facts: list[KnownFact] = []
            for document in some:
                report = reports[document.case]
                old = list(_replaced(document))
                mentions += [(report.text[s.start : s.end], category_of(s.label)) for s in old]
                texts.leftovers[document.case] = leftovers(report.text, old)
                facts += facts_of(report)
                texts.by_text.setdefault(document.text, document)
                for shingle in _shingles(document.text):
                    texts.by_shingle[shingle].add(patient)
            texts.patients[patient] = PatientOriginals.of(mentions, facts, kept)
        return texts

    def of_document(self, document: Document) -> Verdict:
        """What is found in the text of a document."""
        replaced = [Span(a, b, label) for a, b, label in document.phi]
        hidden = {(a, b) for _, _, a, b in document.replaced}
        spans = [span for span in replaced if (span.start, span.end) in hidden]
        verdict = self.patients[document.patient].verdict(
            document.text, spans, self.others, self.lonely
        )
        return replace(verdict, leaks={**verdict.leaks, **self.leftovers[document.case]})

    def verdict(self, text: str) -> tuple[Verdict, bool]:
        """What is found in a text, and whether it is of any report."""
        if (document := self.by_text.get(text)) is not None:
            return self.of_document(document), True
        votes: dict[str, int] = defaultdict(int)
        shingles = _shingles(text)
        for shingle in shingles:
            for patient in self.by_shingle.get(shingle, ()):
                votes[patient] += 1
        if not votes or max(votes.values()) < _LEAST_ALIKE * len(shingles):
            return PatientOriginals.of((), ()).verdict(text, (), self.others, self.lonely), False
        likeliest = max(sorted(votes), key=votes.__getitem__)
        return self.patients[likeliest].verdict(text, (), self.others, self.lonely), True


def _replaced(document: Document) -> Iterator[Span]:
    """What was replaced in a report."""
    labels = {(start, end): label for start, end, label in document.phi}
    for start, end, new, stop in document.replaced:
        if (new, stop) in labels:
            yield Span(start, end, labels[new, stop])


def _shingles(text: str) -> set[int]:
    """Checksums of some of a text's runs of words; the same for the same runs."""
    words = text.lower().split()
    runs = (" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1))
    sums = (zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in runs)
    return {number for number in sums if number % _ONE_OF == 0}
