"""How a cohort's reports use the words that nobody knows: as words, or as names.

A rule takes a word for a name once (``Divertikels``), and every other report that has it would be
held back. A real name that is rare stands unmarked in few reports, whoever missed it there; and one
that stands in many, such as a doctor's, is found in more than one of them. So what was found with a
single patient, and stands unmarked as words do with many, is a word: the one finding is doubted.

The table is made in the first pass, shard by shard, and added up. It holds counts by keyed digest,
no word; all reports of a patient are in one shard, so that its patients are counted once.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.audit.search_terms import LONG_NAME, fold
from dragon_prep.audit.surroundings import is_announced, starts_sentence
from dragon_prep.audit.thresholds import LONELY_AMONG
from dragon_prep.core.digests import DIGEST, EMPTY, NO_VALUES, DigestTable, groups, merged
from dragon_prep.detect.recurrence import word_digest
from dragon_prep.language.capitals import opens_with_capitals
from dragon_prep.language.word_kinds import WordKind, word_kind
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragon_prep.core.digests import Array, Rows
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.spans import Span

# A detector that finds a name one time in four finds it with a single patient, or none, of
# MANY_PATIENTS + 1 once in forty names; a relative's or a doctor's name missed now and then stands
# with fewer than these.
MANY_PATIENTS = 20
# In a large cohort twenty patients may share what is rare. One in a thousand is the most that a
# single false name may hold back: five of them are the half percent that may be held back at all.
MANY_OF_ALL = 1000
# How many times as many patients have it as a word as have it as a name.
WORD_TO_NAME = 10
USES = np.dtype([("digest", DIGEST), ("words", "u4"), ("names", "u4"), ("small", "u4")])
_TOLD = np.dtype([("digest", DIGEST), ("is_word", "?"), ("is_small", "?"), ("is_lonely", "?")])
# Only what is long enough to be looked at.
_TOKEN = re.compile(rf"(?=[\w-]{{{LONG_NAME}}})[^\W\d_]+(?:-[^\W\d_]+)*")
_OPEN = re.compile(
    r"[ \t]*(?::|\.?[\s(]?[0-9])"
)  # a heading, its number, a signature with its date
_NEXT_CAPITAL = re.compile(r"[ \t]+[A-Z]")
_NEXT_WORD = re.compile(r"[ \t]*\n?[ \t]*\(?([a-zà-ÿ]+)")


@dataclass(frozen=True, slots=True, repr=False)
class Uses:
    """The unknown words of a report outside of what is marked, folded.

    Attributes:
        words: those it has as words.
        names: those it has as names; a word can be both.
        small: of the first, those it has in small letters.
    """

    words: frozenset[str]
    names: frozenset[str]
    small: frozenset[str] = frozenset()


@dataclass(slots=True, repr=False)
class WordUse:
    """With how many patients each unknown word stands unmarked as a word, and as a name.

    It is the same whatever the order in which patients are counted and tables are added.

    Attributes:
        patients: how many were counted.
        counts: of each word, by digest, how many patients have it as a word, as a name, and in
            small letters.
    """

    patients: int = 0
    counts: dict[bytes, tuple[int, int, int]] = field(default_factory=dict)

    def count(self, key: ProjectKey, uses: Iterable[Uses]) -> None:
        """Counts all reports of one patient.

        Args:
            key: the project key.
            uses: of each report.
        """
        uses = tuple(uses)
        words = {word for use in uses for word in use.words}
        names = {word for use in uses for word in use.names}
        small = {word for use in uses for word in use.small}
        self.patients += 1
        for word in words | names:
            digest = word_digest(key, word)
            before = self.counts.get(digest, (0, 0, 0))
            self.counts[digest] = (
                before[0] + (word in words),
                before[1] + (word in names),
                before[2] + (word in small),
            )

    def rows(self) -> Array:
        """What was counted, to be merged with that of other shards: digests only, sorted."""
        return np.array([(d, *uses) for d, uses in sorted(self.counts.items())], USES)

    def told(self, key: ProjectKey) -> WordFacts:
        """What the table says of words."""
        return word_facts([self.rows()], self.patients, key)


@dataclass(frozen=True, slots=True, repr=False)
class WordFacts:
    """What all reports of a cohort say of the words that nobody knows.

    Attributes:
        words: those that so many patients have as a word, and so few as a name, that they are.
        small: of the first, those that are by what stands in small letters alone.
        lonely: those that one patient alone has, and as a name; none if there are few patients.
    """

    words: UnknownWords = field(default_factory=lambda: UnknownWords())
    small: UnknownWords = field(default_factory=lambda: UnknownWords())
    lonely: UnknownWords = field(default_factory=lambda: UnknownWords())


def word_facts(parts: Sequence[Rows], patients: int, key: ProjectKey) -> WordFacts:
    """What the reports of all shards say of words.

    Args:
        parts: of each shard :meth:`WordUse.rows`.
        patients: how many were counted in all.
        key: the project key.
    """
    many = max(MANY_PATIENTS, math.ceil(patients / MANY_OF_ALL))

    def telling(rows: Array) -> Array:
        starts = groups(rows["digest"])
        if not len(rows):
            return np.zeros(0, _TOLD)
        words, names, small = (
            np.add.reduceat(rows[f].astype("u8"), starts) for f in ("words", "names", "small")
        )
        enough = np.maximum(many, WORD_TO_NAME * names)
        told = np.zeros(len(starts), _TOLD)
        told["digest"] = rows["digest"][starts]
        told["is_word"], told["is_small"] = words >= enough, small >= enough
        told["is_lonely"] = (words == 0) & (names == 1) & (patients >= LONELY_AMONG)
        some: Array = told[told["is_word"] | told["is_lonely"]]
        return some

    every = merged(parts, telling)
    if not len(every):
        return WordFacts()
    tables = (
        DigestTable(every["digest"][every[f]], NO_VALUES)
        for f in ("is_word", "is_small", "is_lonely")
    )
    return WordFacts(*(UnknownWords(key, table) for table in tables))


@dataclass(frozen=True, slots=True, repr=False)
class UnknownWords:
    """Some of the words that nobody knows.

    Attributes:
        key: the project key.
        table: of the words' digests.
    """

    key: ProjectKey | None = None
    table: DigestTable = EMPTY

    def __bool__(self) -> bool:
        return bool(len(self.table))

    def __contains__(self, folded: object) -> bool:
        return (
            self.key is not None
            and isinstance(folded, str)
            and word_digest(self.key, folded) in self.table
        )


def uses_of(text: str, spans: Iterable[Span]) -> Uses:
    """How a report uses its unknown words outside of spans. Linear in the text's length."""
    marked = bytearray(len(text))
    for span in spans:
        marked[span.start : span.end] = b"\1" * (span.end - span.start)
    # Who writes without capitals writes names like words.
    has_capitals = opens_with_capitals(text)
    words: set[str] = set()
    names: set[str] = set()
    small: set[str] = set()
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if end - start < LONG_NAME or marked.find(1, start, end) >= 0:
            continue
        if folded := unknown(match[0]):
            is_word = _is_word(text, start, end, has_capitals=has_capitals)
            if is_word is not None:
                (words if is_word else names).add(folded)
                if is_word and match[0].islower():
                    small.add(folded)
    return Uses(frozenset(words), frozenset(names), frozenset(small))


@lru_cache(maxsize=1 << 15)
def unknown(word: str) -> str:
    """A word, folded, if it could be a name that tells who is meant, for all that lists know."""
    folded = fold(word)
    if len(folded) < LONG_NAME or classes[folded] & W.FIRST_NAME:
        return ""
    return folded if word_kind(folded) is WordKind.NAME else ""


def _is_word(text: str, start: int, end: int, *, has_capitals: bool) -> bool | None:
    """Whether something is written as a word there, or as a name; None if either may be."""
    if is_announced(text, start):
        return False
    written = text[start:end]
    if written.islower():
        return True if has_capitals else None
    last = written.rpartition("-")[2]
    if last != written and last.islower() and classes[last] & W.DUTCH:  # "A-nummer", "MDL-arts"
        return True
    if not starts_sentence(text, start) or not written[1:].islower():
        return False
    if _OPEN.match(text, end):
        return None
    if _NEXT_CAPITAL.match(text, end):  # "Flowmetrie Qmax 14 ml/s"
        return None
    # A sentence goes on, as behind a signature it does not.
    behind = _NEXT_WORD.match(text, end)
    return behind is not None and not classes[behind[1]] & W.ROLE_WORD
