"""Dutch PHI detection: one module per family, merged by a defined precedence.

Usage::

    import dragon_prep as dp

    for detection in dp.detect(text):
        detection.span, detection.rule

``dragon_prep.detect`` is this package, and it can be called. Python binds a package to its parent
under its name whenever anything of it is imported, so that a function of that name would be gone
after the first ``import dragon_prep.detect.profile``; and a parent that refused to be bound would
break ``import dragon_prep.detect.profile as profile``. A package that can be called is the one way
in which every spelling works, whatever was imported before.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

from dragon_prep.detect.elsewhere import find_again
from dragon_prep.detect.evidence import NO_EVIDENCE, Evidence, laid_over
from dragon_prep.detect.merge import merge
from dragon_prep.language.folding import folded
from dragon_prep.language.page import read
from dragon_prep.phi.ages.finders import find_ages
from dragon_prep.phi.contact.finders import find_contacts
from dragon_prep.phi.dates.finders import find_dates
from dragon_prep.phi.finding import Detection, as_given
from dragon_prep.phi.names.finders import find_names
from dragon_prep.phi.numbers.finders import find_ids
from dragon_prep.phi.organisations.finders import find_affiliations
from dragon_prep.phi.places.finders import find_places
from dragon_prep.phi.times.finders import find_times

if TYPE_CHECKING:
    from dragon_prep.detect.profile import Profile

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
            (``language/folding.py``); findings cover the invisible characters in and around them.
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


class _Detect(ModuleType):
    """This package, which is ``dragon_prep.detect(text)`` too."""

    def __call__(self, text: str, *, profile: Profile | None = None) -> tuple[Detection, ...]:
        """See :func:`dragon_prep.detect.raw_text.detect_text`."""
        from dragon_prep.detect.raw_text import detect_text

        return detect_text(text, profile=profile)


sys.modules[__name__].__class__ = _Detect
