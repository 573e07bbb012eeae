"""What is real in a cohort: what one patient alone has, and what no surrogate may be."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.audit.findings import facts_of, strong_spans
from dragon_prep.audit.lonely import ROUGH, Lonely, RoughCount, rough_of
from dragon_prep.audit.search_terms import (
    Form,
    SearchTerm,
    search_terms_of,
    search_terms_of_fact,
    telling,
)
from dragon_prep.audit.word_use import LonelyWords
from dragon_prep.core.known import KnownKind
from dragon_prep.core.mishaps import costs_only
from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.language.word_kinds import WordKind, word_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from dragon_prep.audit.findings import Hits
    from dragon_prep.audit.lonely import Rough
    from dragon_prep.core.mishaps import Mishaps
    from dragon_prep.core.report import Report
    from dragon_prep.phi.finding import Detection

_NAMES = (PhiCategory.PERSOON, PhiCategory.PERSOONAFKORTING)
_NO_WORDS = LonelyWords()


def _no_word(_folded: str) -> bool:
    """Nothing is doubted where nobody counted words."""
    return False


@dataclass(frozen=True, slots=True, repr=False)
class CohortOriginals:
    """What is real in a cohort. It is kept in memory only, and never written.

    Attributes:
        unique: names and numbers that tell who is meant, of one patient only, in order.
        avoid: full names and numbers, folded, that no surrogate may be.
        doubts: how many words were taken for names in a report, by its position and the category.
        lonely: words, years and hours that one patient alone has.
    """

    unique: tuple[SearchTerm, ...] = ()
    avoid: frozenset[str] = frozenset()
    doubts: Mapping[int, Mapping[PhiCategory, int]] = field(default_factory=dict)
    lonely: Lonely = field(default_factory=Lonely)

    def __repr__(self) -> str:
        return f"<CohortOriginals, {len(self.unique)} of one patient, {len(self.avoid)} to avoid>"

    @classmethod
    def of(
        cls,
        reports: Iterable[tuple[int, Report]],
        hits: Hits,
        kept: frozenset[PhiCategory] = frozenset(),
        mishaps: Mishaps | None = None,
        is_word: Callable[[str], bool] = _no_word,
        lonely: LonelyWords = _NO_WORDS,
    ) -> CohortOriginals:
        """What is real in a cohort; the order of the reports makes no difference.

        A name counts if somebody marked it or a rule was sure of it, a number whoever found it.
        What a rule alone took for a name, and is a word by the cohort's reports, is doubted: it is
        none that one patient alone has.

        Args:
            reports: all of the cohort, with their positions.
            hits: what the first pass found in those that nobody annotated.
            kept: categories that are not replaced.
            mishaps: what failed so far; what fails here is added.
            is_word: whether the reports use a folded word as one
                (:meth:`~dragon_prep.audit.word_use.WordUse.is_word`).
            lonely: words that one patient alone has
                (:meth:`~dragon_prep.audit.word_use.WordUse.lonely`).
        """
        owners: dict[SearchTerm, tuple[str, str] | None] = {}
        places: dict[SearchTerm, int] = {}
        found = _Found()
        rough = RoughCount()
        for position, report in reports:
            who = report.centre, report.patient
            own = _Found()
            with costs_only(position, mishaps):
                own.collect(report, hits.get(position, ()))
                found.add(own)
                rough.add(who, own.rough)
            for term in own.terms:
                if term.category in kept:
                    continue
                places[term] = min(position, places.get(term, position))
                if owners.setdefault(term, who) != who:
                    owners[term] = None
        # A surname alone is many people's, so that a surrogate may bear it.
        avoid = frozenset(term.folded for term in owners if term.form is not Form.WORD)
        unique = {term for term, who in owners.items() if who is not None}
        words = {term for term in unique - found.certain if found.is_word(term, is_word)}
        in_order = sorted(unique - words, key=lambda n: (n.folded, n.category, n.form.value))
        doubts: dict[int, Counter[PhiCategory]] = defaultdict(Counter)
        for term in words:
            doubts[places[term]][term.category] += 1
        return cls(tuple(in_order), avoid, dict(doubts), Lonely(lonely, rough.lonely()))


@dataclass(slots=True, repr=False)
class _Found:
    """Names and numbers of reports.

    Attributes:
        terms: those of which one mention tells who is meant.
        certain: of these, what people marked or the export knows.
        parts: of a name of several words and nothing else, its words.
        rough: years and hours.
    """

    terms: set[SearchTerm] = field(default_factory=set)
    certain: set[SearchTerm] = field(default_factory=set)
    parts: dict[SearchTerm, tuple[str, ...]] = field(default_factory=dict)
    rough: set[Rough] = field(default_factory=set)

    def collect(self, report: Report, hits: Iterable[Detection]) -> None:
        hits = tuple(hits)
        strong = {s for s in strong_spans(report, hits) if category_of(s.label) in _NAMES}
        for span in (*strong, *(hit.span for hit in hits), *(report.phi or ())):
            category = category_of(span.label)
            if category in ROUGH:
                self.rough.update(rough_of(report.text[span.start : span.end], category))
            elif category not in _NAMES or span in strong:
                terms = search_terms_of(report.text[span.start : span.end], category)
                self.terms.update(telling(terms))
                self.parts.update(_words_of(terms))
        for span in report.phi or ():
            original = report.text[span.start : span.end]
            self.certain.update(search_terms_of(original, category_of(span.label)))
        for fact in facts_of(report):
            terms = search_terms_of_fact(fact)
            self.terms.update(telling(terms))
            self.certain.update(terms)
            if fact.kind is KnownKind.BIRTH_DATE:
                self.rough.update(rough_of(fact.value, PhiCategory.DATUM))

    def add(self, others: _Found) -> None:
        self.certain |= others.certain
        self.parts |= others.parts

    def is_word(self, term: SearchTerm, is_word: Callable[[str], bool]) -> bool:
        """Whether a term is a word, or is made of words alone."""
        if any(map(str.isdigit, term.folded)):
            return False
        parts = self.parts.get(term, ())
        known = [word_kind(part) is not WordKind.NAME or is_word(part) for part in parts]
        return is_word(term.folded) or (bool(known) and all(known))


def _words_of(terms: Iterable[SearchTerm]) -> Iterator[tuple[SearchTerm, tuple[str, ...]]]:
    terms = tuple(terms)
    words = tuple(term.folded for term in terms if term.form is Form.WORD)
    for term in terms:
        # Initials and particles are of names alone.
        if term.form is Form.NAME and term.folded == "".join(words):
            yield term, words
