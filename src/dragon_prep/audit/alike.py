"""What is like an original of a patient without being written as one.

Names within one edit and initials, numbers in part, dates with the month in front, years and hours
that this patient alone has, words that nobody else's reports have. Each kind has its code, and its
thresholds stand in :mod:`dragon_prep.audit.thresholds`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.audit.lonely import Lonely, lonely_words, rough_in, rough_of
from dragon_prep.audit.near_names import NearNames
from dragon_prep.audit.partial_numbers import PartialNumbers
from dragon_prep.core.codes.run import MOMENT_ALIKE, NAME_ALIKE, NUMBER_IN_PART, WORD_OF_ONE
from dragon_prep.core.phi import PhiCategory

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from collections.abc import Set as AbstractSet

    from dragon_prep.audit.lonely import Rough
    from dragon_prep.audit.matches import NormalisedText
    from dragon_prep.audit.moments import Moment
    from dragon_prep.audit.search_terms import SearchTerm

    Value = tuple[PhiCategory, tuple[int, ...]]

_NOTHING = Lonely()
_MONTHS = 12


@dataclass(frozen=True, slots=True, repr=False)
class Alike:
    """What of a patient may stand somewhere in another form.

    Attributes:
        names: words of names, and initials.
        numbers: whole numbers.
        turned: dates with day and month the other way round.
        rough: years and hours.
        kept: categories that are not replaced.
    """

    names: NearNames
    numbers: PartialNumbers
    turned: frozenset[Value]
    rough: frozenset[Rough]
    kept: AbstractSet[PhiCategory] = frozenset()

    @classmethod
    def of(
        cls,
        terms: Collection[SearchTerm],
        mentions: Collection[tuple[str, PhiCategory]],
        values: AbstractSet[Value],
        kept: AbstractSet[PhiCategory],
    ) -> Alike:
        """That of one patient.

        Args:
            terms: what is looked for as it is.
            mentions: what was replaced, or is known, in ASCII.
            values: what its dates and times mean.
            kept: categories that are not replaced.
        """
        persons = [said for said, category in mentions if category is PhiCategory.PERSOON]
        known = frozenset(term.folded for term in terms)
        rough = {one for said, category in mentions for one in rough_of(said, category)}
        return cls(
            NearNames.of(terms, persons, known),
            PartialNumbers.of(terms),
            frozenset(_turned(values)),
            frozenset(one for one in rough if one[0] not in kept),
            kept,
        )

    def find(
        self, hay: NormalisedText, moments: Collection[Moment], lonely: Lonely | None
    ) -> Counter[tuple[str, str]]:
        """What stands in a text, by kind's code and category.

        Args:
            hay: the text, without its surrogates.
            moments: its dates and times.
            lonely: what one patient of the cohort alone has.
        """
        lonely = lonely or _NOTHING
        found = Counter(
            {(NAME_ALIKE.code, str(c)): n for c, n in Counter(self.names.find(hay.text)).items()}
        )
        found.update((NUMBER_IN_PART.code, str(category)) for category in self.numbers.find(hay))
        for moment in moments:
            if moment.sure and (moment.category, moment.value) in self.turned:
                found[MOMENT_ALIKE.code, str(moment.category)] += 1
        rough = self.rough & lonely.rough if self.rough else frozenset()
        found.update((MOMENT_ALIKE.code, str(c)) for c in rough_in(hay.text, rough))
        if PhiCategory.PERSOON not in self.kept:
            found[WORD_OF_ONE.code, str(PhiCategory.PERSOON)] += lonely_words(
                hay.text, lonely.words
            )
        return +found


def _turned(values: AbstractSet[Value]) -> Iterator[Value]:
    """The dates that somebody means who writes the month in front of the day."""
    for category, value in values:
        if category is PhiCategory.DATUM and len(value) == len(("year", "month", "day")):
            year, month, day = value
            turned = category, (year, day, month)
            if day <= _MONTHS and turned not in values:
                yield turned
