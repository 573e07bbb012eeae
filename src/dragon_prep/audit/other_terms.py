"""What one patient alone has, looked for in the texts of everybody, with no name at hand.

A term is kept as a keyed digest of its folded form, and so are its first letters, by which a text
is searched: of the places where a word starts, few go on with the first letters of any term, and
only there are the lengths tried that terms with these letters have. The table is read where it
lies, in memory or in a file that all processes map; what was asked for once is remembered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.audit.matches import Match, coincidence, end_of
from dragon_prep.audit.search_terms import LONG_NAME, Form, SearchTerm
from dragon_prep.core.digests import DIGEST, EMPTY, SIZE, DigestTable, groups
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.phi import PhiCategory
from dragon_prep.language.word_kinds import WordKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.audit.matches import NormalisedText
    from dragon_prep.core.digests import Array
    from dragon_prep.core.keys import ProjectKey

PREFIX = LONG_NAME
"""Letters and digits by which a term is looked up: each that tells who is meant has as many."""

LONGEST = PREFIX + 62
"""Letters and digits by which a term is told: of what is longer (an address of the web), the first.
"""

_CATEGORIES = sorted(PhiCategory)
_SORTS = (WordKind.NAME, WordKind.DUTCH, WordKind.COMMON)
_REMEMBERED = 1 << 16  # first letters, in a process


def term_digest(key: ProjectKey, folded: str) -> bytes:
    """What stands for a term."""
    return key.digest(KeyPurpose.ORIGINAL, folded)[:SIZE]


def prefix_digest(key: ProjectKey, folded: str) -> bytes:
    """What stands for the first letters of a term."""
    return key.digest(KeyPurpose.ORIGINAL, "prefix", folded[:PREFIX])[:SIZE]


def found_row(key: ProjectKey, term: SearchTerm) -> tuple[bytes, bytes, int, int]:
    """A term as a row of type :data:`FOUND`."""
    folded = term.folded[:LONGEST]
    return term_digest(key, folded), prefix_digest(key, folded), len(folded), code_of(term)


def code_of(term: SearchTerm) -> int:
    """Category, form and sort as a number; of several at one place, the smallest is told of."""
    sort, category = _SORTS.index(term.sort), _CATEGORIES.index(term.category)
    return sort << 12 | category << 4 | term.form.value


def term_of(code: int, folded: str) -> SearchTerm:
    """The term of a number and a folded form."""
    form = Form(code & 15)
    return SearchTerm(folded, _CATEGORIES[code >> 4 & 255], form, _SORTS[code >> 12])


@dataclass(frozen=True, slots=True, repr=False)
class OtherTerms:
    """Terms of one patient each.

    Attributes:
        key: the project key.
        terms: by digest, with what each is (:func:`code_of`).
        prefixes: of first letters, the lengths that terms with them have: bit 0 for one of just
            these letters, bit 1 for one letter more, and so on.
    """

    key: ProjectKey | None = None
    terms: DigestTable = EMPTY
    prefixes: DigestTable = EMPTY
    _known: dict[str, int] = field(init=False, compare=False, default_factory=dict)

    def __repr__(self) -> str:
        return f"<OtherTerms, {len(self.terms)} of one patient each>"

    @classmethod
    def of(cls, key: ProjectKey, terms: Iterable[SearchTerm]) -> OtherTerms:
        """Some terms."""
        return cls.of_rows(key, np.array([found_row(key, term) for term in terms], FOUND))

    @classmethod
    def of_rows(cls, key: ProjectKey, rows: Array) -> OtherTerms:
        """The terms of rows of type :data:`FOUND`, in any order."""
        return cls.of_ranges(key, [rows])

    @classmethod
    def of_ranges(cls, key: ProjectKey, ranges: Iterable[Array]) -> OtherTerms:
        """The terms of rows that come in ranges of digests, ascending; no range is kept."""
        digests, codes = [np.zeros(0, DIGEST)], [np.zeros(0, FOUND["code"])]
        prefixes = [np.zeros(0, _PREFIXES)]
        for rows in ranges:
            some = rows[np.lexsort((rows["code"], rows["digest"]))]
            some = some[groups(some["digest"])]
            digests.append(some["digest"].copy())
            codes.append(some["code"].copy())
            made = np.zeros(len(some), _PREFIXES)
            made["prefix"] = some["prefix"]
            made["bits"] = np.left_shift(np.uint64(1), (some["length"] - PREFIX).astype("u8"))
            prefixes.append(_together(made))
            if sum(map(len, prefixes[1:])) > max(_PREFIXES_APART, len(prefixes[0])):
                prefixes = [_together(np.concatenate(prefixes))]
        every = _together(np.concatenate(prefixes))
        terms = DigestTable(np.concatenate(digests), np.concatenate(codes))
        return cls(key, terms, DigestTable(every["prefix"].copy(), every["bits"].copy()))

    def find(self, hay: NormalisedText) -> Iterator[Match]:
        """Where they stand in a text. Linear in the text's length."""
        if self.key is None or not len(self.terms):
            return
        folded, known = hay.folded, self._known
        for at, start in hay.starts:
            prefix = folded[at : at + PREFIX]
            lengths = known.get(prefix)
            if lengths is None:
                lengths = self._lengths_of(self.key, prefix)
            if lengths:
                yield from self._there(self.key, hay, (at, start), lengths)

    def _lengths_of(self, key: ProjectKey, prefix: str) -> int:
        row = self.prefixes.at(prefix_digest(key, prefix)) if len(prefix) == PREFIX else -1
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[prefix] = lengths = int(self.prefixes.values[row]) if row >= 0 else 0
        return lengths

    def _there(
        self, key: ProjectKey, hay: NormalisedText, place: tuple[int, int], lengths: int
    ) -> Iterator[Match]:
        at, start = place
        for more in range(lengths.bit_length()):
            if not lengths >> more & 1:
                continue
            folded = hay.folded[at : at + PREFIX + more]
            row = self.terms.at(term_digest(key, folded)) if len(folded) == PREFIX + more else -1
            if row < 0:
                continue
            term = term_of(int(self.terms.values[row]), folded)
            end = end_of(hay, start, at + PREFIX + more, term)
            if len(folded) == LONGEST:  # it may go on
                end = start + LONGEST
            if end:
                yield Match(start, term, coincidence(term, hay.text, start, end))


def _together(rows: Array) -> Array:
    """First letters each once, with all of their bits."""
    rows = rows[np.argsort(rows["prefix"], kind="stable")]
    starts = groups(rows["prefix"])
    if len(starts) < len(rows):
        bits = np.bitwise_or.reduceat(rows["bits"], starts)
        rows = rows[starts]
        rows["bits"] = bits
    return rows


_PREFIXES = np.dtype([("prefix", DIGEST), ("bits", "u8")])
_PREFIXES_APART = 1 << 20
FOUND = np.dtype([("digest", DIGEST), ("prefix", DIGEST), ("length", "u2"), ("code", "u2")])
"""A term that was found: its digest, that of its first letters, its length, what it is."""
