"""What a reviewer said to be no PHI and the audit finds: the report stays back, and why is told."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import DELETED_HELD
from dragon_prep.language.ascii import to_ascii

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dragon_prep.core.report import Report

    Leaks = Mapping[tuple[str, str], int]


def deleted_leaks(report: Report, search: Callable[[str], Leaks]) -> dict[tuple[str, str], int]:
    """How many places that a reviewer cleared say what may not stand there, by category.

    Args:
        report: one that the audit holds back.
        search: finds in a text what is left of the patient, by kind's code and category.
    """
    count: Counter[tuple[str, str]] = Counter()
    for span in report.cleared:
        if found := search(to_ascii(report.text[span.start : span.end])[0]):
            count[DELETED_HELD.code, min(category for _, category in found)] += 1
    return dict(count)
