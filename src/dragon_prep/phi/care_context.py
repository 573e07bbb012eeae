"""Where and when a patient's reports were written, which surrogates keep roughly."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dragon_prep.core.phi import PhiCategory
    from dragon_prep.core.weighted import Weighted
    from dragon_prep.language.gazetteer import Town

_GROWN_UP = 16  # years between birth and a report
SHARES = 16  # parts of which a share is told


@dataclass(frozen=True, slots=True, repr=False)
class CommonOriginals:
    """What so many patients of a cohort have that it tells nothing of one of them.

    Attributes:
        weights: of each category, the identities of what is common, each as often as patients have
            it, roughly.
        shares: of each category, in how many parts of 16 of what patients have it is common.
    """

    weights: Mapping[PhiCategory, Weighted[str]] = field(default_factory=dict)
    shares: Mapping[PhiCategory, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class CareContext:
    """What surrogates keep of place and time.

    Attributes:
        home: the town of the centre; None if it is not known.
        towns: the patient's own that are known, folded, in order.
        first: the patient's first date; None if no date is known.
        latest: the patient's last date.
        last: the last date that a surrogate may be; None if it is the patient's own last.
        common: what of the cohort's originals may be a surrogate for other patients.
    """

    home: Town | None = None
    towns: tuple[str, ...] = ()
    first: date | None = None
    latest: date | None = None
    last: date | None = None
    common: CommonOriginals = field(default_factory=CommonOriginals)

    @property
    def seems_born(self) -> int:
        """The year of birth, if the first date seems to be that of birth; 0 if not.

        Children's reports say little else that is years ago: under 16 years nothing is told.
        """
        if self.first is None or self.latest is None:
            return 0
        return self.first.year if self.latest.year - self.first.year >= _GROWN_UP else 0


NO_CONTEXT = CareContext()
