"""The surrogates of one patient."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, chain, count
from typing import TYPE_CHECKING

from dragon_prep.core.avoidance import avoiding
from dragon_prep.core.codes.surrogates import NO_SURROGATE
from dragon_prep.core.errors import InputFault
from dragon_prep.core.keys import KeyPurpose, ProjectKey
from dragon_prep.core.phi import PhiCategory, canonical_label, category_of
from dragon_prep.language.form import clean, fold, scramble
from dragon_prep.phi.ages.surrogate import age
from dragon_prep.phi.care_context import NO_CONTEXT, CareContext
from dragon_prep.phi.contact import surrogate as contact
from dragon_prep.phi.dates.grammar import reads as reads_date
from dragon_prep.phi.dates.surrogate import date_surrogate
from dragon_prep.phi.names import surrogate as persons
from dragon_prep.phi.names.people import scope_of
from dragon_prep.phi.names.roster import NOBODY, Roster
from dragon_prep.phi.numbers import surrogate as numbers
from dragon_prep.phi.organisations import surrogate as other
from dragon_prep.phi.places import surrogate as places
from dragon_prep.phi.scope import Scope
from dragon_prep.phi.times.grammar import possible
from dragon_prep.phi.times.grammar import reads as reads_time
from dragon_prep.phi.times.surrogate import time_surrogate
from dragon_prep.surrogate.fresh import template
from dragon_prep.surrogate.policy import Chains, PolicyName, identity_of
from dragon_prep.surrogate.settings import DEFAULT, SurrogateSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date

    from dragon_prep.core.avoidance import Avoid
    from dragon_prep.phi.scope import Scope

    Maker = Callable[[str, Scope], str]


def _time_or_date(original: str, scope: Scope) -> str:
    """The surrogate of a mention marked as a time; dates among them move as dates do."""
    if not reads_time(possible(original)) and reads_date(original):
        return date_surrogate(original, scope)
    return time_surrogate(original, scope)


MAKERS: Mapping[PhiCategory, Maker] = {
    PhiCategory.PERSOON: persons.person,
    PhiCategory.PERSOONAFKORTING: persons.staff,
    PhiCategory.DATUM: date_surrogate,
    PhiCategory.TIJD: _time_or_date,
    PhiCategory.LEEFTIJD: age,
    PhiCategory.TELEFOONNUMMER: contact.phone,
    PhiCategory.EMAIL: contact.email,
    PhiCategory.URL: contact.url,
    PhiCategory.ADRES: contact.address,
    PhiCategory.POSTCODE: contact.postcode,
    PhiCategory.PLAATS: contact.place,
    PhiCategory.ZIEKENHUIS: places.hospital,
    PhiCategory.PATIENTNUMMER: numbers.identifier,
    PhiCategory.ZNUMMER: numbers.identifier,
    PhiCategory.BSN: numbers.bsn,
    PhiCategory.IBAN: numbers.iban,
    PhiCategory.RAPPORT_ID: numbers.report_id,
    PhiCategory.PHINUMMER: numbers.identifier,
    PhiCategory.STUDIE_NAAM: other.study,
    PhiCategory.ACCREDITATIE_NUMMER: numbers.identifier,
    PhiCategory.BEDRIJF: other.company,
}
_NEUTRAL = "X"  # for an original without a letter or digit
_TRIES = 20  # for a surrogate that is nothing real, before letters are drawn one by one
_WORD = re.compile("[A-Za-z0-9]+")
_NUMBER = re.compile("(?<![A-Za-z0-9])[0-9]{5,}(?![A-Za-z0-9])")  # fewer digits identify nobody
_NAMED = frozenset(
    (PhiCategory.PERSOON, PhiCategory.PERSOONAFKORTING, PhiCategory.EMAIL, PhiCategory.URL)
)
# Moved by one shift or kept, so that intervals, order and ages survive. A moved date that is one
# of the patient's other dates tells nothing about either.
_MOVED = frozenset((PhiCategory.DATUM, PhiCategory.TIJD, PhiCategory.LEEFTIJD))


@dataclass(frozen=True, slots=True, repr=False)
class PatientSurrogates:
    """What the PHI of one patient is replaced by.

    A surrogate follows from the key, the namespace, the patient, the original, who is who among
    all of the patient's mentions, what is avoided, where and when the reports were written, and
    the settings: neither the order nor the number of workers matter. Under ``markov`` it follows
    from the mentions before as well, see :class:`dragon_prep.surrogate.policy.Chains`.

    Attributes:
        key: the project key.
        namespace: within which patient ids are unique; the centre, unless patients of several
            centres are known to be the same.
        patient: the patient's id.
        cast: who is who, see :func:`dragon_prep.phi.names.roster.cast`.
        avoid: what is real and therefore no surrogate, folded, see
            :mod:`dragon_prep.core.avoidance`.
        settings: the site's policies.
        around: where and when the patient's reports were written.
    """

    key: ProjectKey
    namespace: str
    patient: str
    cast: Roster = field(default=NOBODY, repr=False, compare=False)
    avoid: AbstractSet[str] | Avoid | None = field(default=None, repr=False, compare=False)
    settings: SurrogateSettings = DEFAULT
    around: CareContext = field(default=NO_CONTEXT, repr=False, compare=False)
    _scope: Scope = field(init=False, compare=False)
    _chains: Chains = field(init=False, compare=False)
    _is_avoided: Avoid | None = field(init=False, compare=False)
    _all_free: bool = field(init=False, compare=False)

    def __post_init__(self) -> None:
        key = self.key.derived(KeyPurpose.PATIENT, self.namespace, self.patient)
        avoid = avoiding(self.avoid)
        rules = self.settings.rules
        scope = scope_of(key, cast=self.cast, avoid=avoid, rules=rules, around=self.around)
        object.__setattr__(self, "_scope", scope)
        object.__setattr__(self, "_chains", Chains(scope.key))
        object.__setattr__(self, "_is_avoided", None if self.avoid is None else avoid)
        object.__setattr__(self, "_all_free", self.avoid is None and not self.cast.originals)

    def __repr__(self) -> str:
        return f"<PatientSurrogates of a patient of {self.namespace}, {self.key!r}>"

    def keeps(self, label: str) -> bool:
        """Whether mentions with a label stay as they are.

        Raises:
            InputFault: if the label is none that has a surrogate.
        """
        return _category(label) in self.settings.kept

    def surrogate(
        self,
        original: str,
        label: str,
        report: str = "",
        at: int = 0,
        anchor: date | None = None,
    ) -> str:
        """The surrogate of a mention.

        Args:
            original: what the report says.
            label: what it is, a canonical PHI label.
            report: the report's id, for the policy ``per-mention``.
            at: where it stands in the report, for the same.
            anchor: the full date that stands nearest to it in the report, for partial dates.

        Returns:
            Printable ASCII, not empty, with no line break the original had not, other than the
            original in whatever case, and nothing that is avoided; only an age may be as it was,
            and a date or time one of the patient's others. The original itself where the policy is
            ``keep``, and a fixed tag where it is ``redact``.

        Raises:
            InputFault: if the label is none that has a surrogate.
        """
        category = _category(label)
        policy = self.settings.policy(category).name
        if policy is PolicyName.KEEP:
            return original
        if policy is PolicyName.REDACT:
            return redacted(category)
        plain = clean(original)
        if not any(map(str.isalnum, plain)):
            return self._fitting(_NEUTRAL, _NEUTRAL, category, self._scope, own="")
        scope = self._scope
        if policy is not PolicyName.CONSISTENT:
            scope = self._drawn(category, identity_of(category, plain, scope.people), report, at)
        if category is PhiCategory.DATUM:
            new = date_surrogate(plain, scope, anchor)
        else:
            new = MAKERS[category](plain, scope)
        return self._fitting(new, plain, category, scope, own=plain)

    def fresh(self, label: str, report: str, which: int | str, at: int = 0) -> str:
        """A surrogate for a tag whose original is unknown, in a usual form.

        Under ``keep`` it gets one, too: there is nothing that could be kept.

        Args:
            label: what the tag says, a canonical PHI label.
            report: the report's id, so that the tags of two reports are not tied together.
            which: tells this tag from the others of its category in the report.
            at: where it stands in the report, for the policy ``per-mention``.

        Raises:
            InputFault: if the label is none that has a surrogate.
        """
        category = _category(label)
        policy = self.settings.policy(category).name
        if policy is PolicyName.REDACT:
            return redacted(category)
        scope = self._scope
        if policy in (PolicyName.PER_MENTION, PolicyName.MARKOV):
            scope = self._drawn(category, f"<{which}> {report}", report, at)
        scope = scope.isolated(KeyPurpose.TAG, report, category, str(which))
        model = template(label, scope)
        return self._fitting(MAKERS[category](model, scope), model, category, scope, own="")

    def _drawn(self, category: PhiCategory, identity: str, report: str, at: int) -> Scope:
        """The scope of a mention under ``per-mention`` and ``markov``."""
        p = self.settings.policy(category).p
        # Who is who matters to names alone, and takes longest to work out anew.
        another = self._scope.with_new_shifts if category in _NAMED else self._scope.isolated
        if p is None:
            return another(KeyPurpose.MENTION, category, report, str(at))
        number = self._chains.draw(category, identity, p)
        return (
            another(KeyPurpose.MARKOV, category, identity, str(number)) if number else self._scope
        )

    def _fitting(
        self, made: str, model: str, category: PhiCategory, scope: Scope, *, own: str
    ) -> str:
        """What a family made, or another one if that is not fit to be a surrogate.

        Args:
            made: what the family made.
            model: what it was made from.
            category: of the mention.
            scope: what it was made with.
            own: what it must not be, clean; empty for nothing.
        """
        new = _tidied(made, model)
        if self._is_fit(new, category, own):
            return new
        for attempt in range(1, _TRIES if category not in _MOVED else 1):
            # The shifts stay, so that the years in report numbers do as well.
            again = scope.with_new_names(KeyPurpose.AGAIN, str(attempt))
            new = _tidied(MAKERS[category](model, again), model)
            if self._is_fit(new, category, own):
                return new
        # A family that finds nothing of its own in a mention leaves it as it is.
        stream = scope.stream(KeyPurpose.LETTERS, model)
        return next(
            new
            for attempt in count()
            # Of one digit there may be no free one left; of ever longer words there is.
            if self._is_fit(
                new := scramble(model + "x" * (attempt // _TRIES), stream), category, own
            )
        )

    def _is_fit(self, new: str, category: PhiCategory, own: str) -> bool:
        if category is PhiCategory.LEEFTIJD and new:
            return True
        if not _WORD.search(new) or new.strip().lower() == own.strip().lower():
            return False
        return category in _MOVED or self._all_free or not self._is_real(new)

    def _is_real(self, new: str) -> bool:
        originals, is_avoided = self.cast.originals, self._is_avoided
        if fold(new) in originals or not originals.isdisjoint(_NUMBER.findall(new)):
            return True
        if is_avoided is None:
            return False
        found = _WORD.findall(new.lower())
        return any(
            map(is_avoided, chain.from_iterable(accumulate(found[i:]) for i in range(len(found))))
        )


def redacted(category: PhiCategory) -> str:
    """The fixed tag of a category."""
    return f"[{category}]"


def _tidied(made: str, model: str) -> str:
    """Clean, and without the line breaks that the model had not."""
    if made.isprintable() and made.isascii():
        return made
    new = clean(made)
    for line_end in "\r\n":
        if line_end in new and new.count(line_end) > model.count(line_end):
            first = new.split(line_end, model.count(line_end))
            new = line_end.join((*first[:-1], first[-1].replace(line_end, " ")))
    return new


@lru_cache(maxsize=256)
def _category(label: str) -> PhiCategory:
    if canonical_label(label) == label and category_of(label) in MAKERS:
        return category_of(label)
    raise InputFault(NO_SURROGATE)
