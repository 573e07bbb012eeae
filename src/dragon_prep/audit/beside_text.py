"""What goes out beside a text and says of its patient what the export's columns say of them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.audit.findings import by_patient, facts_of
from dragon_prep.core.mishaps import costs_only
from dragon_prep.core.phi import category_of
from dragon_prep.detect.known import KnownPatient
from dragon_prep.language.folding import Folded, folded
from dragon_prep.language.page import Page, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragon_prep.core.mishaps import Mishaps
    from dragon_prep.core.report import Report

_SHORTEST = 2  # characters of a name
_SHORTEST_NUMBER = 5


def beside_texts(
    reports: Sequence[tuple[int, Report]], mishaps: Mishaps | None = None
) -> dict[int, tuple[tuple[str, str], ...]]:
    """What fields and labels of entities say of the patient, as it stands there, with its category.

    Labels are made of them. They are looked through as the texts are: for what the columns of all
    of the patient's reports say.

    Args:
        reports: with their positions; all reports of a patient are among them.
        mishaps: what failed so far; what fails here is added.

    Returns:
        By position, for reports in which there is something.
    """
    said: dict[int, tuple[tuple[str, str], ...]] = {}
    for together in by_patient(reports):
        facts = frozenset(fact for _, report in together for fact in facts_of(report))
        patient: KnownPatient | None = None
        for position, report in together:
            with costs_only(position, mishaps):
                patient = patient or KnownPatient.of(facts)
                if patient is not None and (found := _said(report, patient)):
                    said[position] = found
    return said


def _said(report: Report, patient: KnownPatient) -> tuple[tuple[str, str], ...]:
    found: set[tuple[str, str]] = set()
    for text in sorted(set(_strings(report))):
        fold, page = _read(text)
        for hit in patient.find_apart(page):
            start, end = fold.back(hit.span.start, hit.span.end)
            found.add((text[start:end], str(category_of(hit.span.label))))
    return tuple(sorted(found))


def _strings(report: Report) -> Iterator[str]:
    """What may come into a label and is long enough to say something."""
    labels = (span.label for span in report.entities)
    for said in (*report.fields.values(), *labels):
        if isinstance(said, str) and len(said) >= _SHORTEST:
            digits = sum(map(str.isdigit, said))
            if digits >= _SHORTEST_NUMBER or any(map(str.isalpha, said)):
                yield said


@lru_cache(maxsize=4096)  # classes are the same in many reports
def _read(text: str) -> tuple[Folded, Page]:
    fold = folded(text)
    return fold, read(fold.text)
