"""The audit after replacement: what was replaced, or is known, must not stand in what goes out.

Every original of a patient is looked for in all texts of that patient, and what only one patient of
the cohort has in the texts of everybody. docs/audit.md says what is searched, how spellings are
reduced to one, and which finds are coincidences.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from dragon_prep.audit.alike import Alike
from dragon_prep.audit.deleted import deleted_leaks
from dragon_prep.audit.findings import facts_of
from dragon_prep.audit.leftovers import leftovers
from dragon_prep.audit.matches import Match, NormalisedText, Rule, SearchTerms
from dragon_prep.audit.moments import moments, values_of
from dragon_prep.audit.search_terms import (
    MOMENTS,
    SHORTEST,
    Form,
    SearchTerm,
    fold,
    search_terms_of,
    search_terms_of_fact,
    spellings,
)
from dragon_prep.core.codes.run import (
    AUDIT_CODES,
    DELETED_HELD,
    NAME_DOUBTED,
    PHI_LEFT,
    PHI_OF_ANOTHER,
    SURROGATE_IS_ORIGINAL,
    TAG_LEFT,
)
from dragon_prep.core.errors import ErrorCode, Place, Problem
from dragon_prep.core.known import KnownKind
from dragon_prep.core.mishaps import costs_only
from dragon_prep.core.phi import PhiCategory, category_of, find_tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from dragon_prep.audit.lonely import Lonely
    from dragon_prep.audit.moments import Moment
    from dragon_prep.audit.originals import CohortOriginals
    from dragon_prep.audit.other_terms import OtherTerms
    from dragon_prep.core.documents import Deidentified
    from dragon_prep.core.known import KnownFact
    from dragon_prep.core.mishaps import Mishaps
    from dragon_prep.core.report import Report
    from dragon_prep.core.spans import Span

_FOREIGN = re.compile(r"[^\t\n -~]")
Totals = dict[str, dict[str, dict[str, int]]]
_NO_LABEL = "tag or character"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the audit found in one text, in numbers.

    Attributes:
        leaks: how many, by kind's code and category.
        coincidences: how many, by rule and category.
        doubts: how many words were taken for names here, by kind's code and category.
    """

    leaks: Mapping[tuple[str, str], int] = field(default_factory=dict)
    coincidences: Mapping[tuple[str, str], int] = field(default_factory=dict)
    doubts: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Whether the text may go out."""
        return not self.leaks

    def problems(self, place: Place) -> list[Problem]:
        """One problem for each kind of leak or doubt, with categories and counts."""
        by_kind: dict[str, list[str]] = defaultdict(list)
        for (code, category), count in sorted({**self.leaks, **self.doubts}.items()):
            by_kind[code].append(f"{category}: {count}")
        return [
            Problem(_KINDS[code], place, ", ".join(said), quarantined=code != NAME_DOUBTED.code)
            for code, said in by_kind.items()
        ]


_KINDS: dict[str, ErrorCode] = {kind.code: kind for kind in AUDIT_CODES}


@dataclass(slots=True, repr=False)
class _Collected:
    """All originals of one patient, while they are being collected."""

    needles: set[SearchTerm] = field(default_factory=set)
    values: set[tuple[PhiCategory, tuple[int, ...]]] = field(default_factory=set)
    wholes: set[str] = field(default_factory=set)
    mentions: set[tuple[str, PhiCategory]] = field(default_factory=set)

    def add(self, original: str, category: PhiCategory) -> None:
        self.mentions.update((plain, category) for plain in spellings(original))
        self.needles.update(search_terms_of(original, category))
        if category not in MOMENTS:
            self.wholes.update(map(fold, spellings(original)))
            return
        for plain in spellings(original):
            self._add_moment(plain, category)

    def _add_moment(self, plain: str, category: PhiCategory) -> None:
        values = values_of(plain, category)
        self.values |= values
        if not values and category is PhiCategory.DATUM:
            # An impossible or misspelt date, or a month: looked for as it was written.
            folded = fold(plain)
            if folded.isdigit():
                self.needles.add(SearchTerm(folded.lstrip("0"), category, Form.NUMBER))
            elif any(map(str.isdigit, folded)) and len(folded) > SHORTEST:
                self.needles.add(SearchTerm(folded, category, Form.STRING))

    def add_fact(self, fact: KnownFact) -> None:
        self.needles.update(search_terms_of_fact(fact))
        if fact.kind is KnownKind.BIRTH_DATE:
            self.add(fact.value, PhiCategory.DATUM)
        else:
            if fact.kind in (KnownKind.NAME, KnownKind.DOCTOR):
                self.mentions.update(
                    (plain, PhiCategory.PERSOON) for plain in spellings(fact.value)
                )
            self.wholes.update(map(fold, spellings(fact.value)))


@dataclass(frozen=True, slots=True, repr=False)
class PatientOriginals:
    """All originals of one patient, ready to be looked for.

    Attributes:
        needles: names, numbers and the like.
        folded: what these look for.
        values: dates, times and high ages.
        wholes: each original, folded.
        kept: categories that are not replaced, because the centre wants it so.
    """

    needles: SearchTerms
    folded: frozenset[str]
    values: frozenset[tuple[PhiCategory, tuple[int, ...]]]
    wholes: frozenset[str]
    kept: AbstractSet[PhiCategory]
    alike: Alike

    @classmethod
    def of(
        cls,
        mentions: Iterable[tuple[str, PhiCategory]],
        facts: Iterable[KnownFact],
        kept: AbstractSet[PhiCategory] = frozenset(),
    ) -> PatientOriginals:
        """All originals of one patient.

        Args:
            mentions: what was replaced in the patient's reports; PHI tags are none.
            facts: what the export knows of the patient beside the texts.
            kept: categories that are not replaced.
        """
        found = _Collected()
        for mention, category in set(mentions):
            if category not in kept and not find_tags(mention):
                found.add(mention, category)
        for fact in set(facts):
            found.add_fact(fact)
        needles = {needle for needle in found.needles if needle.category not in kept}
        in_order = sorted(needles, key=lambda n: (n.folded, n.sort.value, n.category))
        values = frozenset(value for value in found.values if value[0] not in kept)
        return cls(
            SearchTerms(in_order),
            frozenset(needle.folded for needle in needles),
            values,
            frozenset(found.wholes),
            kept,
            Alike.of(in_order, found.mentions, values, kept),
        )

    def verdict(
        self,
        text: str,
        replaced: Sequence[Span],
        others: OtherTerms | None = None,
        lonely: Lonely | None = None,
    ) -> Verdict:
        """What of the patient is left in a text, and whether a surrogate is an original.

        Args:
            text: that is to go out.
            replaced: where surrogates are in it, disjoint and in order.
            others: what only one patient of the cohort has.
            lonely: words, years and hours that only one patient of the cohort has.
        """
        leaks: Counter[tuple[str, str]] = Counter()
        passed: Counter[tuple[str, str]] = Counter()
        hay = NormalisedText.of(text, replaced)
        for rule, category in _places(self.needles.find(hay)):
            if rule is None:
                leaks[PHI_LEFT.code, category] += 1
            else:
                passed[rule, category] += 1
        found = others.find(hay) if others is not None else ()
        for rule, category in _places(t for t in found if t.needle.folded not in self.folded):
            if rule is None:  # coincidences with what others have are without number
                leaks[PHI_OF_ANOTHER.code, category] += 1
        there: set[Moment] = set(moments(hay.text)) if self.values else set()
        leaks.update(self.alike.find(hay, there, lonely))
        for rule, category in self._moments(there):
            if rule is None:
                leaks[PHI_LEFT.code, category] += 1
            else:
                passed[rule, category] += 1
        for tag in find_tags(text):
            leaks[TAG_LEFT.code, category_of(tag.label) if tag.label else _NO_LABEL] += 1
        if _FOREIGN.search(text):
            leaks[TAG_LEFT.code, _NO_LABEL] += 1
        for new in replaced:
            self._judge_surrogate(text[new.start : new.end], category_of(new.label), leaks, passed)
        return Verdict(dict(leaks), dict(passed))

    def leaks(self, text: str, originals: CohortOriginals) -> Mapping[tuple[str, str], int]:
        """What is left in a text in which nothing was replaced."""
        return self.verdict(text, (), originals.others, originals.lonely).leaks

    def _moments(self, there: Iterable[Moment]) -> Iterator[tuple[Rule | None, PhiCategory]]:
        for moment in there:
            if (moment.category, moment.value) in self.values:
                yield None if moment.sure else Rule.BARE_MOMENT, moment.category

    def _judge_surrogate(
        self,
        surrogate: str,
        category: PhiCategory,
        leaks: Counter[tuple[str, str]],
        passed: Counter[tuple[str, str]],
    ) -> None:
        if category in MOMENTS:
            # The shifted dates of a patient meet the real ones, as they all move by the same.
            if values_of(surrogate, category) & self.values:
                passed[Rule.SHIFTED_MOMENT, category] += 1
            return
        folded = fold(surrogate)
        if folded not in self.wholes:
            return
        if len(folded) < SHORTEST:
            passed[Rule.SHORT, category] += 1
        else:
            leaks[SURROGATE_IS_ORIGINAL.code, category] += 1


def _places(found: Iterable[Match]) -> Iterator[tuple[Rule | None, PhiCategory]]:
    """Each place once, whatever was found there: as a leak, if anything is one."""
    places: dict[int, tuple[Rule | None, PhiCategory]] = {}
    for start, needle, rule in found:
        before = places.get(start)
        if before is None or (before[0] is not None and rule is None):
            places[start] = rule, needle.category
    yield from places.values()


def audited(
    documents: Mapping[int, tuple[Report, Deidentified]],
    originals: CohortOriginals,
    kept: AbstractSet[PhiCategory] = frozenset(),
    *,
    failed: Iterable[tuple[Report, Sequence[Span]]] = (),
    mishaps: Mishaps | None = None,
) -> dict[int, Verdict]:
    """Audits documents, all of a patient's together.

    Args:
        documents: by position; all documents of a patient are among them.
        originals: what is real in the cohort.
        kept: categories that are not replaced.
        failed: reports that do not go out, with what is known to be PHI in them: what they say of
            a patient may not stand in the others either.
        mishaps: what failed so far; what fails here is added and has no verdict.
    """
    elsewhere: dict[tuple[str, str], list[tuple[Report, Sequence[Span]]]] = defaultdict(list)
    for report, spans in failed:
        elsewhere[report.centre, report.patient].append((report, spans))
    together: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, (report, _) in documents.items():
        together[report.centre, report.patient].append(position)
    verdicts: dict[int, Verdict] = {}
    for who, positions in together.items():
        some = [documents[position] for position in positions]
        replaced: list[tuple[Report, Sequence[Span]]] = [
            (report, [old for old, _ in done.replaced]) for report, done in some
        ]
        replaced += elsewhere[who]
        own: PatientOriginals | None = None
        for position, (report, done) in zip(positions, some, strict=True):
            # Without the patient's originals none of the patient's texts can be searched.
            with costs_only(position, mishaps):
                own = own or _originals(replaced, kept)
                new = [new for _, new in done.replaced]
                doubted = originals.doubts.get(position, {})
                doubts = {(NAME_DOUBTED.code, str(c)): n for c, n in doubted.items()}
                verdict = own.verdict(done.text, new, originals.others, originals.lonely)
                left = leftovers(report.text, [old for old, _ in done.replaced])
                leaks = {**verdict.leaks, **left}
                if leaks:
                    leaks |= deleted_leaks(report, partial(own.leaks, originals=originals))
                verdicts[position] = replace(verdict, leaks=leaks, doubts=doubts)
    return verdicts


def _originals(
    replaced: Sequence[tuple[Report, Sequence[Span]]], kept: AbstractSet[PhiCategory]
) -> PatientOriginals:
    return PatientOriginals.of(
        (
            (report.text[old.start : old.end], category_of(old.label))
            for report, spans in replaced
            for old in spans
        ),
        (fact for report, _ in replaced for fact in facts_of(report)),
        kept,
    )


def totals(verdicts: Iterable[Verdict]) -> Totals:
    """Leaks and doubts by kind, coincidences by rule, each by category, over many texts."""
    names = ("held_back_for", "coincidences", "doubted")
    sums: dict[str, dict[str, Counter[str]]] = {name: {} for name in names}
    for verdict in verdicts:
        for name, counts in (
            ("held_back_for", verdict.leaks),
            ("coincidences", verdict.coincidences),
            ("doubted", verdict.doubts),
        ):
            for (what, category), count in counts.items():
                if what != DELETED_HELD.code:  # it says why another leak is there
                    sums[name].setdefault(what, Counter())[category] += count
    return {
        name: {what: dict(sorted(counts.items())) for what, counts in sorted(found.items())}
        for name, found in sums.items()
    }
