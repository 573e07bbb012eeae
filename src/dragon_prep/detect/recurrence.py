"""Names and staff codes that recur over a cohort: seen with strong context, found without it.

What was seen is kept as keyed digests only. A name counts in all centres, a code in its own. What
is a word, a town, an eponym or a first name alone is never spread; a surname that is also a word
(``de Vries``) is spread together with its particles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.core.digests import (
    DIGEST,
    EMPTY,
    NO_VALUES,
    SIZE,
    DigestTable,
    groups,
    merged,
)
from dragon_prep.core.keys import KeyPurpose, ProjectKey
from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.language.folding import plain_text
from dragon_prep.language.form import fold
from dragon_prep.language.letters import compiled, without_accents
from dragon_prep.language.word_kinds import is_common
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.names import particles
from dragon_prep.phi.staff_codes.grammar import is_code, may_be_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dragon_prep.core.digests import Array, Rows
    from dragon_prep.core.spans import Span

# The capital goes first, so that nothing but capitals is looked at; then what stands before it.
_TOKEN = compiled(
    r"[A-ZÀ-Þ](?<![^\W_].)(?<!['’].)[A-Za-zÀ-Þà-ÿ]{2,30}"
    r"(?:-[A-ZÀ-Þ][A-Za-zÀ-Þà-ÿ]{2,30})?(?![^\W_])"
)
_WITH_PARTICLES = 20  # code points that particles before a name may take
_CODE = re.compile(r"(?<![^\W_])[A-Z][A-Za-z]{2,5}(?![^\W_])")
_SHORTEST_NAME = 4
_SHORTEST_CAPITALS = 6  # shorter words in capitals are abbreviations as often
_WHO = 8  # bytes that tell patients apart
TALLY = np.dtype(
    [("digest", DIGEST), ("needed", "u1"), ("first", f"S{_WHO}"), ("second", f"S{_WHO}"),
     ("word", DIGEST)]
)  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Sighting:
    """A name or code with strong context.

    Attributes:
        kind: ``name`` or ``code``.
        token: a name folded, with its particles; a code as it stands.
        patients: with how many patients it must have been seen before it is spread.
    """

    kind: str
    token: str
    patients: int

    def __repr__(self) -> str:
        return f"<Sighting of a {self.kind}>"


def sightings(text: str, spans: Iterable[Span]) -> set[Sighting]:
    """What to spread of the names and codes of a report.

    Args:
        text: the report.
        spans: what stands there with strong context, or was marked by somebody.
    """
    seen: set[Sighting] = set()
    for span in spans:
        category = category_of(span.label)
        mention = plain_text(text[span.start : span.end])
        if category is PhiCategory.PERSOON:
            seen.update(_names(mention))
        elif category is PhiCategory.PERSOONAFKORTING:
            for match in _CODE.finditer(mention):
                # A code of usual form is one; another may be a slip of whoever marked it.
                if _can_be_spread(code := match.group()):
                    seen.add(Sighting("code", code, 1 if is_code(code) else 2))
    return seen


def _names(mention: str) -> Iterator[Sighting]:
    for match in _TOKEN.finditer(mention):
        small, needs_particles = _surname(match.group())
        if needs_particles:
            small = _with_particles(mention, match.start(), small)[1]
        if small:
            known = all(
                bool(classes[part] & W.KNOWN_SURNAME)
                for part in small.rpartition(" ")[2].split("-")
            )
            yield Sighting("name", small, 1 if known else 2)


@lru_cache(maxsize=1 << 14)
def _surname(word: str) -> tuple[str, bool]:
    """A surname folded, empty if it must not be spread; whether particles must stand before it."""
    small = without_accents(word)
    parts = small.split("-")
    if classes[small] & W.FIRST_NAME or (word.isupper() and len(word) < _SHORTEST_CAPITALS):
        return "", False
    if not any(map(is_common, parts)):
        return (small, False) if len(small) >= _SHORTEST_NAME else ("", False)
    if len(parts) > 1 or classes[small] & W.EPONYM or not classes[small] & W.KNOWN_SURNAME:
        return "", False
    return small, True


def _with_particles(text: str, start: int, small: str) -> tuple[int, str]:
    """Where the particles before a surname start, and both together; empty without particles."""
    before = particles.BEFORE.search(text, max(0, start - _WITH_PARTICLES), start)
    if before is None:
        return start, ""
    # "van Hoorn" may be from there; "de Vries" is a name although Vries is a village.
    last = before.group().split()[-1]
    if classes[small] & W.TOWN and last not in ("de", "den", "der"):
        return start, ""
    return before.start(), before.group() + small


def _can_be_spread(code: str) -> bool:
    # Without a place that says so, capitals alone are an abbreviation.
    return _CODE.fullmatch(code) is not None and not code.isupper() and may_be_code(code)


def token_digest(key: ProjectKey, kind: str, centre: str, token: str) -> bytes:
    """What a name or code is kept as: an HMAC, so that nothing can be read or guessed from it."""
    return key.digest(KeyPurpose.RECURRENCE, kind, centre if kind == "code" else "", token)[:SIZE]


def word_digest(key: ProjectKey, folded: str) -> bytes:
    """What stands for a word, whatever it is used as: an HMAC."""
    return key.digest(KeyPurpose.WORD_USE, folded)[:SIZE]


@dataclass(slots=True, repr=False)
class Tally:
    """With how many patients each name and code was seen, by keyed digest; two are remembered.

    It is the same whatever the order in which reports are counted and tallies are merged.

    Attributes:
        patients: of each name or code, one or two patients.
        needed: with how many it must have been seen.
        words: what stands for it as a word.
    """

    patients: dict[bytes, tuple[bytes, ...]] = field(default_factory=dict)
    needed: dict[bytes, int] = field(default_factory=dict)
    words: dict[bytes, bytes] = field(default_factory=dict)

    def count(self, key: ProjectKey, centre: str, patient: str, seen: Iterable[Sighting]) -> None:
        """Counts what was seen in one report."""
        who = key.digest(KeyPurpose.RECURRENCE, "patient", centre, patient)[:_WHO]
        for one in seen:
            digest = token_digest(key, one.kind, centre, one.token)
            before = self.patients.get(digest, ())
            if who not in before:
                # The two smallest, so that it does not matter who came first.
                self.patients[digest] = tuple(sorted((*before, who))[:2])
            self.needed[digest] = one.patients
            if digest not in self.words:
                self.words[digest] = word_digest(key, fold(one.token))

    def rows(self) -> Array:
        """What was counted, to be merged with that of other shards: digests only, sorted."""
        every = [
            (d, self.needed[d], *(*who, b"")[:2], self.words[d])
            for d, who in sorted(self.patients.items())
        ]
        return np.array(every, TALLY)

    def spread(self, words: DigestTable = EMPTY) -> DigestTable:
        """What was seen often enough to be found anywhere; see :func:`spread`."""
        return spread([self.rows()], words)


def spread(parts: Sequence[Rows], words: DigestTable = EMPTY) -> DigestTable:
    """What was seen often enough in all shards to be found anywhere.

    The more reports there are, the more words are taken for a name with two patients somewhere.
    What no list knows as a name, and many others have in small letters, is none.

    Args:
        parts: of each shard :meth:`Tally.rows`.
        words: what the reports of all shards have in small letters, by :func:`word_digest`.
    """

    def often(rows: Array) -> Array:
        starts = groups(rows["digest"])
        if not len(rows):
            return rows["digest"]
        one = rows[starts]
        # Another patient than the first, in the same row or in any other of the group.
        first = np.repeat(one["first"], np.diff([*starts, len(rows)]))
        other = (rows["first"] != first) | (rows["second"] != b"")
        several = np.logical_or.reduceat(other, starts)
        is_name = ~np.isin(one["word"], words.keys)
        told: Array = one["digest"][(one["needed"] == 1) | (several & is_name)]
        return told

    return DigestTable(merged(parts, often), NO_VALUES)


@dataclass(frozen=True, slots=True, repr=False)
class CohortNames:
    """Names and codes of a cohort, as keyed digests.

    Attributes:
        key: the project key.
        centre: whose report is being searched.
        digests: of what recurs.
    """

    key: ProjectKey
    centre: str
    digests: DigestTable
    # What was looked up in this process: few words make up most of a cohort's capitals.
    _kinds: dict[str, str] = field(init=False, compare=False, default_factory=dict)

    def __repr__(self) -> str:
        return f"<CohortNames of {self.centre}, {len(self.digests)} digests>"

    def holds(self, kind: str, token: str) -> bool:
        """Whether a name or code is to be spread."""
        return token_digest(self.key, kind, self.centre, token) in self.digests

    def find(self, text: str) -> Iterator[Detection]:
        """What recurs, where it stands in a text. Linear in the text's length."""
        for match in _TOKEN.finditer(text):
            token = match.group()
            kind = self._kinds.get(token)
            if kind is None:
                kind = self._kinds[token] = self._kind(token)
            if not kind:
                continue
            start, end = match.span()
            if kind == "code":
                yield found(start, end, "PERSOONAFKORTING", "recur.code")
                continue
            if kind == "particles":
                start, whole = _with_particles(text, start, _surname(token)[0])
                if not whole or not self.holds("name", whole):
                    continue
            yield found(start, end, "PERSOON", "recur.name")

    def _kind(self, token: str) -> str:
        """What a word that starts with a capital is: name, code, a name if particles say so."""
        small, needs_particles = _surname(token)
        if needs_particles:
            return "particles"
        if small and self.holds("name", small):
            return "name"
        return "code" if _can_be_spread(token) and self.holds("code", token) else ""
