"""Dutch PHI detection: one module per family, merged by a defined precedence.

Usage::

    from dragon_prep.detect import detect

    for detection in detect(text):
        detection.span, detection.rule
"""

from __future__ import annotations

from dragon_prep.detect.affiliations import find_affiliations
from dragon_prep.detect.again import find_again
from dragon_prep.detect.ages import find_ages
from dragon_prep.detect.contact import find_contacts
from dragon_prep.detect.dates import find_dates
from dragon_prep.detect.evidence import NO_EVIDENCE, Evidence, laid_over
from dragon_prep.detect.finding import Detection, as_given
from dragon_prep.detect.ids import find_ids
from dragon_prep.detect.merge import merge
from dragon_prep.detect.names import find_names
from dragon_prep.detect.page import read
from dragon_prep.detect.places import find_places
from dragon_prep.detect.times import find_times
from dragon_prep.text.folding import folded

__all__ = ["NO_EVIDENCE", "Detection", "Evidence", "detect"]

_FAMILIES = (
    find_contacts,
    find_ids,
    find_ages,
    find_places,
    find_affiliations,
)


def detect(text: str, evidence: Evidence = NO_EVIDENCE) -> tuple[Detection, ...]:
    """Finds protected health information in a Dutch report.

    Deterministic, linear in the text's length, and safe on any string.

    Args:
        text: the report; offsets are its code points. It is read in its plain form
            (``text/folding.py``); findings cover the invisible characters in and around them.
        evidence: what is known beside the text: the centre's profile, the patient, the cohort.

    Returns:
        Disjoint detections in order of their start. Names are without their title, dates without
        preposition, ages the number only, times with their unit, phone numbers the digits only.
    """
    fold = folded(text)
    hits = _searched(fold.text, evidence)
    return hits if fold.is_same else tuple(as_given(hits, fold))


def _searched(text: str, evidence: Evidence) -> tuple[Detection, ...]:
    page = read(text)
    dates = find_dates(page)
    moments = [*dates, *find_times(page, dates)]
    findings = [hit for find in _FAMILIES for hit in find(page)]
    hits = merge(text, [*findings, *moments, *find_names(page, moments)])
    again = list(find_again(page, hits))
    hits = merge(text, [*hits, *again]) if again else hits
    return laid_over(text, hits, evidence, page)
