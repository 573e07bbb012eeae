"""What is real in a cohort: what one patient alone has, and what no surrogate may be.

Each shard's part is collected by itself, as rows of keyed digests; the parts are merged when all
are there. So no process ever holds the originals of a cohort, and none is written.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from dragon_prep.audit.findings import facts_of, strong_spans
from dragon_prep.audit.lonely import ROUGH, Lonely, RoughCount, lonely_rough, rough_of
from dragon_prep.audit.other_terms import (
    FOUND,
    LONGEST,
    OtherTerms,
    found_row,
    term_digest,
    term_of,
)
from dragon_prep.audit.search_terms import (
    Form,
    SearchTerm,
    search_terms_of,
    search_terms_of_fact,
    telling,
)
from dragon_prep.audit.word_use import UnknownWords, WordFacts
from dragon_prep.core.digests import DIGEST, EMPTY, NO_VALUES, DigestTable, in_ranges
from dragon_prep.core.distinct import distinct
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.known import KnownKind
from dragon_prep.core.mishaps import costs_only
from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.detect.recurrence import word_digest
from dragon_prep.language.word_kinds import WordKind, word_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dragon_prep.audit.findings import Hits
    from dragon_prep.audit.lonely import Rough
    from dragon_prep.core.digests import Array, Rows
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.mishaps import Mishaps
    from dragon_prep.core.report import Report
    from dragon_prep.core.spans import Span
    from dragon_prep.phi.finding import Detection

_NAMES = (PhiCategory.PERSOON, PhiCategory.PERSOONAFKORTING)
_WHO = np.dtype("S8")
_PARTS = 4  # words of a name that nobody knows, at most, for it to be doubted

ROW = np.dtype(
    [
        *((name, FOUND[name]) for name in FOUND.names or ()),
        ("patient", _WHO),
        ("position", "u8"),
        ("is_certain", "?"),
        ("may_be_word", "?"),
        ("is_known", "?"),
        ("own", DIGEST),
        ("parts", DIGEST, (_PARTS,)),
    ]
)
"""A term of a shard.

Beside what :data:`~dragon_prep.audit.other_terms.FOUND` has: whose it is, the first report that has
it, whether people or the export say so, whether it has no figures, whether it is made of words that
are known, the digest of itself as a word, and those of its words that nobody knows.
"""


@dataclass(frozen=True, slots=True, repr=False)
class ShardOriginals:
    """What is real in a shard, as digests.

    Attributes:
        rows: of type :data:`ROW`, sorted by digest.
        rough: years and hours, see :meth:`~dragon_prep.audit.lonely.RoughCount.to_json`.
    """

    rows: Rows
    rough: Any

    def __repr__(self) -> str:
        return f"<ShardOriginals, {len(self.rows)} terms>"


@dataclass(frozen=True, slots=True, repr=False)
class Avoided:
    """Full names and numbers of a cohort, which no surrogate may be.

    Attributes:
        key: the project key.
        table: of their digests.
    """

    key: ProjectKey | None = None
    table: DigestTable = EMPTY

    def __call__(self, folded: str) -> bool:
        """Whether a folded string is one of them."""
        return self.key is not None and term_digest(self.key, folded[:LONGEST]) in self.table


@dataclass(frozen=True, slots=True, repr=False)
class CohortOriginals:
    """What is real in a cohort, as keyed digests.

    Attributes:
        others: names and numbers that tell who is meant, of one patient only.
        avoid: full names and numbers, folded, that no surrogate may be.
        doubts: how many words were taken for names in a report, by its position and the category.
        lonely: words, years and hours that one patient alone has.
    """

    others: OtherTerms = field(default_factory=OtherTerms)
    avoid: Avoided = field(default_factory=Avoided)
    doubts: Mapping[int, Mapping[PhiCategory, int]] = field(default_factory=dict)
    lonely: Lonely = field(default_factory=Lonely)

    def __repr__(self) -> str:
        of_one, avoided = len(self.others.terms), len(self.avoid.table)
        return f"<CohortOriginals, {of_one} of one patient, {avoided} to avoid>"

    @classmethod
    def of(
        cls,
        reports: Iterable[tuple[int, Report]],
        hits: Hits,
        key: ProjectKey,
        kept: frozenset[PhiCategory] = frozenset(),
        mishaps: Mishaps | None = None,
        words: WordFacts | None = None,
    ) -> CohortOriginals:
        """What is real in a cohort whose reports are all at hand.

        Args:
            reports: as of :func:`collected`.
            hits: likewise.
            key: the project key.
            kept: as of :func:`collected`.
            mishaps: likewise.
            words: what the reports say of the words that nobody knows; None for nothing.
        """
        return cls.merged([collected(reports, hits, key, kept, mishaps)], key, words or WordFacts())

    @classmethod
    def merged(
        cls, parts: Sequence[ShardOriginals], key: ProjectKey, words: WordFacts
    ) -> CohortOriginals:
        """What is real in a cohort; the order of the shards makes no difference.

        What a rule alone took for a name, and is a word by the cohort's reports, is doubted: it is
        none that one patient alone has.

        Args:
            parts: of every shard, all reports of a patient in one.
            key: the project key.
            words: what the reports say of the words that nobody knows.
        """
        doubts: dict[int, Counter[PhiCategory]] = defaultdict(Counter)
        avoid = [np.zeros(0, DIGEST)]

        def of_one() -> Iterator[Array]:
            for rows in in_ranges([part.rows for part in parts]):
                some = _decided(rows, words.words)
                for row in some[some["fate"] == _DOUBTED]:
                    doubts[int(row["position"])][term_of(int(row["code"]), "").category] += 1
                avoid.append(distinct(some["digest"][some["is_whole"]]))
                yield some[some["fate"] == _UNIQUE]

        return cls(
            OtherTerms.of_ranges(key, of_one()),
            Avoided(key, DigestTable(np.concatenate(avoid), NO_VALUES)),
            dict(doubts),
            Lonely(words.lonely, lonely_rough(part.rough for part in parts)),
        )


_DECIDED = np.dtype(
    [*((name, FOUND[name]) for name in FOUND.names or ()), ("position", "u8"), ("fate", "u1"),
     ("is_whole", "?")]
)  # fmt: skip
_SHARED, _UNIQUE, _DOUBTED = 0, 1, 2


def _decided(rows: Array, words: UnknownWords) -> Array:
    """Of each term of some shards what becomes of it."""
    rows = rows[np.lexsort((rows["patient"], rows["code"], rows["digest"]))]
    if not len(rows):
        return np.zeros(0, _DECIDED)
    keys = rows[["digest", "code"]]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    made = np.zeros(len(starts), _DECIDED)
    one = rows[starts]
    for name in FOUND.names or ():
        made[name] = one[name]
    ends = np.array([*starts[1:], len(rows)]) - 1
    is_unique = one["patient"] == rows["patient"][ends]
    is_certain = np.logical_or.reduceat(rows["is_certain"], starts)
    made["position"] = np.minimum.reduceat(rows["position"], starts)
    is_doubted = is_unique & ~is_certain & one["may_be_word"] & _is_word(one, words)
    made["fate"] = np.where(is_doubted, _DOUBTED, np.where(is_unique, _UNIQUE, _SHARED))
    # A surname alone is many people's, so that a surrogate may bear it.
    made["is_whole"] = (one["code"] & 15) != Form.WORD.value
    return made


def _is_word(rows: Array, words: UnknownWords) -> Array:
    """Whether each term is a word, or is made of words alone."""
    known = words.table.keys
    none = rows["parts"] == b""
    parts = np.isin(rows["parts"], known) | none
    made_of_words = parts.all(axis=1) & (rows["is_known"] | ~none.all(axis=1))
    is_word: Array = np.isin(rows["own"], known) | made_of_words
    return is_word


def collected(
    reports: Iterable[tuple[int, Report]],
    hits: Hits,
    key: ProjectKey,
    kept: frozenset[PhiCategory] = frozenset(),
    mishaps: Mishaps | None = None,
) -> ShardOriginals:
    """What is real in a shard.

    A name counts if somebody marked it or a rule was sure of it, a number whoever found it.

    Args:
        reports: with their positions, all of each patient's.
        hits: what the first pass found in those that nobody annotated.
        key: the project key.
        kept: categories that are not replaced.
        mishaps: what failed so far; what fails here is added.
    """
    found: dict[tuple[SearchTerm, tuple[str, str]], int] = {}
    everywhere = _Found()
    rough = RoughCount()
    for position, report in reports:
        who = report.centre, report.patient
        own = _Found()
        with costs_only(position, mishaps):
            own.collect(report, hits.get(position, ()))
            everywhere.add(own)
            rough.add(who, own.rough)
        for term in own.terms:
            if term.category not in kept:
                found[term, who] = min(position, found.get((term, who), position))
    rows = [everywhere.row(key, term, who, at) for (term, who), at in found.items()]
    made = np.array(rows, ROW)
    return ShardOriginals(made[np.argsort(made["digest"], kind="stable")], rough.to_json())


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
                self.add_mention(report.text, span)
        for span in report.phi or ():
            original = report.text[span.start : span.end]
            self.certain.update(search_terms_of(original, category_of(span.label)))
        for fact in facts_of(report):
            terms = search_terms_of_fact(fact)
            self.terms.update(telling(terms))
            self.certain.update(terms)
            if fact.kind is KnownKind.BIRTH_DATE:
                self.rough.update(rough_of(fact.value, PhiCategory.DATUM))

    def add_mention(self, text: str, span: Span) -> None:
        terms = search_terms_of(text[span.start : span.end], category_of(span.label))
        self.terms.update(telling(terms))
        self.parts.update(_words_of(terms))

    def add(self, others: _Found) -> None:
        self.certain |= others.certain
        self.parts |= others.parts

    def row(
        self, key: ProjectKey, term: SearchTerm, who: tuple[str, str], position: int
    ) -> tuple[object, ...]:
        """A term as a row of type :data:`ROW`."""
        patient = key.digest(KeyPurpose.ORIGINAL, "patient", *who)[: _WHO.itemsize]
        # Only what a rule alone found may be doubted, and nothing that has figures.
        may_be = term not in self.certain and not any(map(str.isdigit, term.folded))
        parts = self.parts.get(term, ()) if may_be else ()
        unknown = [part for part in parts if word_kind(part) is WordKind.NAME]
        told = [word_digest(key, part) for part in unknown[:_PARTS]]
        if len(unknown) > _PARTS:  # so many that no reports know all of them as words
            parts, told = (), []
        return (
            *found_row(key, term),
            patient,
            position,
            term in self.certain,
            may_be,
            bool(parts),
            word_digest(key, term.folded),
            told + [b""] * (_PARTS - len(told)),
        )


def _words_of(terms: Iterable[SearchTerm]) -> Iterator[tuple[SearchTerm, tuple[str, ...]]]:
    terms = tuple(terms)
    words = tuple(term.folded for term in terms if term.form is Form.WORD)
    for term in terms:
        # Initials and particles are of names alone.
        if term.form is Form.NAME and term.folded == "".join(words):
            yield term, words
