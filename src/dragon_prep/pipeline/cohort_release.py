"""A de-identified cohort, as a build gets it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.core.phi import PhiCategory, category_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dragon_prep.audit.verdicts import Totals
    from dragon_prep.core.documents import Document
    from dragon_prep.core.errors import Problem
    from dragon_prep.core.second_look import OverlookedCounts
    from dragon_prep.core.steps import Step
    from dragon_prep.intake.cleaned import CleanedCounts


@dataclass(frozen=True, slots=True, repr=False)
class CohortRelease:
    """A de-identified cohort.

    Attributes:
        documents: in source order.
        steps: the attrition so far, centre by centre.
        problems: everything that is to be listed.
        inputs: SHA-256 of each raw file it was made of, by path.
        audit: what the audit found, by centre.
        withheld: the documents that the audit or the second look holds back.
        second_look: by centre, how much nobody had marked in annotated reports, by what became of
            it and by category.
        identity: by file, the columns with the patient's own data that were used.
        cleaned: what was cleaned in the raw texts, by file and kind.
    """

    documents: tuple[Document, ...]
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]
    inputs: Mapping[str, bytes]
    audit: dict[str, Totals]
    withheld: tuple[Document, ...]
    second_look: dict[str, OverlookedCounts]
    identity: dict[str, tuple[str, ...]]
    cleaned: CleanedCounts = field(default_factory=dict)

    def phi_counts(self, kept: frozenset[PhiCategory] = frozenset()) -> dict[str, dict[str, int]]:
        """How many PHI spans were replaced, by centre and category.

        Args:
            kept: categories that were not replaced.
        """
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for document in self.documents:
            found = (category_of(label) for _, _, label in document.phi)
            counts[document.centre].update(c for c in found if c not in kept)
        return {centre: dict(sorted(found.items())) for centre, found in counts.items()}


def unread_counts(documents: Iterable[Document]) -> dict[str, dict[str, int]]:
    """How many mentions were replaced though no grammar reads them, by centre and category."""
    counts: dict[str, Counter[str]] = {}
    for document in documents:
        counts.setdefault(document.centre, Counter()).update(document.unread)
    return {centre: dict(sorted(found.items())) for centre, found in counts.items()}


def origin_counts(documents: Iterable[Document]) -> dict[str, dict[str, int]]:
    """How many stretches were replaced, by centre and by where they come from."""
    counts: dict[str, Counter[str]] = {}
    for document in documents:
        counts.setdefault(document.centre, Counter()).update(document.phi_from)
    return {centre: dict(sorted(found.items())) for centre, found in counts.items()}


def annotated_counts(documents: Iterable[Document]) -> dict[str, tuple[int, int]]:
    """By centre, how many reports somebody annotated, and how many the detector alone has seen."""
    counts: dict[str, list[int]] = {}
    for document in documents:
        counts.setdefault(document.centre, [0, 0])[0 if document.annotated else 1] += 1
    return {centre: (yes, no) for centre, (yes, no) in counts.items()}
