"""The weights of the learned layer, and how likely they make it that a piece is PHI.

The model is linear: for each family, the weights of all that is true of a piece and its
surroundings are added up, and the families compete (multinomial logistic regression). All sums are
of integers, so that they are the same on every machine, whatever is added first.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.detect.learned.context import CODES, FIRST_CODES, PLACES, all_surroundings
from dragon_prep.detect.learned.families import FAMILIES, NONE
from dragon_prep.detect.learned.laid import REACH
from dragon_prep.detect.learned.pieces import features_of
from dragon_prep.detect.learned.spellings import Spellings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from dragon_prep.detect.learned.context import Around, Codes
    from dragon_prep.detect.learned.laid import Laid
    from dragon_prep.language.words import WordTable
    from dragon_prep.phi.finding import Detection

    Weights = NDArray[np.int8]
    Sums = NDArray[np.int16] | NDArray[np.int32]

SCALE = 32  # a weight of 1 as an integer
CERTAIN = 1000  # how likely is what is certain
_ONE = 1 << 20  # the exponential of 0 in the table
_MOST_SPELLINGS = 1 << 15  # a text may have more
_AT_ONCE = 256  # spellings
_LARGEST = np.iinfo(np.int16).max
_MOST_TOGETHER = 1 << 15  # characters of texts that are weighed together, but for a longer one


@dataclass(frozen=True, slots=True, repr=False)
class Model:
    """Weights as integers, ``SCALE`` times what they are.

    Attributes:
        features: names of features of a piece by itself, see ``pieces.py``.
        own: their weights at each place, ``(features, PLACES, families)``.
        codes: weights of the codes of the surroundings, ``(CODES, families)``.
        bias: of each family.
        fingerprint: of the file that it was read from.
    """

    features: tuple[str, ...]
    own: Weights
    codes: Weights
    bias: Sums
    fingerprint: str = ""

    def __post_init__(self) -> None:
        families = len(FAMILIES)
        shapes = (len(self.features), PLACES, families), (CODES, families), (families,)
        if (self.own.shape, self.codes.shape, self.bias.shape) != shapes:
            raise ValueError("the weights are not those of this version's features")


@dataclass(frozen=True, slots=True, repr=False)
class Weighed:
    """What the model says of a text.

    Attributes:
        starts: where each piece starts, in code points.
        ends: where it ends.
        likely: how likely each is PHI, of 1000.
        family: the likeliest family of each but nothing.
    """

    starts: Codes
    ends: Codes
    likely: NDArray[np.int32]
    family: Codes

    def listed(self) -> Listed:
        """The same as lists, for what looks at single pieces."""
        told = self.starts, self.ends, self.likely, self.family
        return Listed(*(part.tolist() for part in told))


@dataclass(frozen=True, slots=True, repr=False)
class Listed:
    """What :class:`Weighed` says, as lists.

    Attributes:
        starts: where each piece starts, in code points.
        ends: where it ends.
        likely: how likely each is PHI, of 1000.
        family: the likeliest family of each but nothing.
    """

    starts: list[int]
    ends: list[int]
    likely: list[int]
    family: list[int]


class Scorer:
    """A model at work: it keeps the summed weights of the spellings that it has met.

    What counts of weights is by how much they are more than those of nothing, so that only these
    are summed. It may be used by several threads.

    Attributes:
        model: whose weights they are.
    """

    def __init__(self, model: Model, classes: WordTable) -> None:
        self.model = model
        self._classes = classes
        self._index = {name: at for at, name in enumerate(model.features)}
        self._spellings = Spellings(classes)
        self._own: Sums = np.zeros((PLACES, 0, len(FAMILIES) - 1), np.int16)
        codes = _over_nothing(model.codes)
        # From the first code of each field to the last one of all.
        self._codes = [codes[first:] for first in FIRST_CODES.ravel().tolist()]
        self._bias = _over_nothing(model.bias)
        # How large a weight is at most: of each place, and of all the fields and the bias together.
        self._largest_own = np.zeros(PLACES, np.int64)
        fields = np.split(np.abs(codes).max(axis=1), FIRST_CODES.ravel()[1:])
        self._largest_rest = sum(int(field.max()) for field in fields)
        self._largest_rest += int(np.abs(self._bias).max())
        self._known = 0
        self._lock = Lock()

    def weigh(self, text: str, hits: Sequence[Detection]) -> Weighed | None:
        """How likely each piece of a text is PHI; None if it has no piece.

        Args:
            text: the report in its plain form.
            hits: what the rules found in it, disjoint and in order.
        """
        return self.weigh_all([text], [hits])[0]

    def weigh_all(
        self, texts: Sequence[str], hits: Sequence[Sequence[Detection]]
    ) -> list[Weighed | None]:
        """How likely each piece of some texts is PHI, as if each were weighed alone.

        Args:
            texts: the reports in their plain form.
            hits: what the rules found in each, disjoint and in order.

        Returns:
            For each text what the model says; None if it has no piece.
        """
        with self._lock:
            return [
                weighed
                for first, end in _together(texts)
                for weighed in self._weighed(texts[first:end], hits[first:end])
            ]

    def _weighed(
        self, texts: Sequence[str], hits: Sequence[Sequence[Detection]]
    ) -> Iterator[Weighed | None]:
        if len(self._spellings) > _MOST_SPELLINGS:
            self._spellings, self._known = Spellings(self._classes), 0
        seen = all_surroundings(texts, hits, self._spellings)
        self._learn()
        return _by_text(seen.laid, *_likely(self._scores(seen)))

    def _scores(self, seen: Around) -> Sums:
        """The sum of the weights of each family for each piece, ``(pieces, families)``."""
        scores = np.empty((len(seen.codes[0]), len(self._bias)), self._own.dtype)
        scores[:] = self._bias
        weights = np.empty_like(scores)
        for own, rows in zip(self._own, seen.spellings, strict=True):
            scores += own.take(rows, axis=0, out=weights, mode="clip")
        for field, codes in zip(self._codes, seen.codes, strict=True):
            scores += field.take(codes, axis=0, out=weights, mode="clip")
        return scores

    def _learn(self) -> None:
        """Sums the weights of the spellings that are new."""
        names = self._spellings.names
        if len(names) > self._own.shape[1]:
            more = np.zeros((PLACES, 2 * len(names), self._own.shape[2]), self._own.dtype)
            more[:, : self._known] = self._own[:, : self._known]
            self._own = more
        for first in range(self._known, len(names), _AT_ONCE):
            self._sum(first, names[first : first + _AT_ONCE])
        if len(names) > self._known:
            largest = np.abs(self._own[:, self._known : len(names)]).max(axis=(1, 2))
            np.maximum(self._largest_own, largest, out=self._largest_own)
            if self._own.dtype == np.int16 and self._largest > _LARGEST:
                self._widen()
        self._known = len(names)

    @property
    def _largest(self) -> int:
        return int(self._largest_own.sum()) + self._largest_rest

    def _widen(self) -> None:
        """Makes room for sums that are larger than those of any model that was trained so far."""
        self._own = self._own.astype(np.int32)
        self._codes = [codes.astype(np.int32) for codes in self._codes]
        self._bias = self._bias.astype(np.int32)

    def _sum(self, first: int, names: Sequence[str]) -> None:
        """Sums the weights of spellings, of which the first has a row, and the others the next."""
        index, classes = self._index, self._classes
        features: list[int] = []
        begins: dict[int, int] = {}  # those of each row among the features
        for row, name in enumerate(names, first):
            own = features_of(name, classes[name.lower()])
            if known := [index[feature] for feature in own if feature in index]:
                begins[row] = len(features)
                features += known
        if features:
            weights = self.model.own.take(features, axis=0).astype(np.int16)
            summed = np.add.reduceat(weights, list(begins.values()), axis=0)
            self._own[:, list(begins)] = _over_nothing(summed).swapaxes(0, 1)


def _over_nothing(weights: NDArray[np.signedinteger]) -> Sums:
    """By how much weights are more than those of nothing, of all families but that."""
    of_nothing = weights[..., NONE, None].astype(np.int16)
    return np.ascontiguousarray(weights[..., NONE + 1 :] - of_nothing)


def _together(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Which texts are weighed together, the first and the end of them."""
    first = length = 0
    for at, text in enumerate(texts):
        if at > first and length + len(text) > _MOST_TOGETHER:
            yield first, at
            first, length = at, 0
        length += len(text)
    if texts:
        yield first, len(texts)


def _by_text(row: Laid, likely: Codes, family: Codes) -> Iterator[Weighed | None]:
    """What was found of the slots of a row but the first ``REACH``, by text."""
    for first, stop, begins in zip(
        row.first.tolist(), row.stop.tolist(), row.begins.tolist(), strict=True
    ):
        if first == stop:
            yield None
            continue
        starts = (row.starts[first:stop] - begins).astype(np.int32)
        ends = (row.ends[first:stop] - begins).astype(np.int32)
        inside = slice(first - REACH, stop - REACH)
        yield Weighed(starts, ends, likely[inside], family[inside])


@cache
def _exponentials() -> tuple[NDArray[np.int64], int]:
    """What is left of a score by how far it is behind the best, until nothing is.

    And from where on so little is left that all families together are not likely at all.
    """
    values: list[int] = []
    while not values or values[-1]:
        values.append(round(math.exp(-len(values) / SCALE) * _ONE))
    far = next(at for at, left in enumerate(values) if CERTAIN * len(FAMILIES) * left < _ONE)
    return np.array(values, np.int64), far


def _likely(scores: Sums) -> tuple[Codes, Codes]:
    """How likely each piece is not nothing, of ``CERTAIN``, and what it is likeliest then.

    Args:
        scores: of each piece and family but nothing, by how much they are more than its own.
    """
    table, far = _exponentials()
    families = scores.argmax(axis=1)
    best = scores.ravel().take(families + np.arange(0, scores.size, scores.shape[1]))
    near = (best > -far).nonzero()[0]
    highest = np.maximum(best.take(near), 0).astype(np.int64)[:, None]
    behind = np.minimum(highest - scores.take(near, axis=0), len(table) - 1)
    of_nothing = table.take(np.minimum(highest[:, 0], len(table) - 1))
    total = table.take(behind).sum(axis=1) + of_nothing
    likely = np.zeros(len(scores), np.int32)
    likely[near] = CERTAIN * (total - of_nothing) // total
    return likely, (families + NONE + 1).astype(np.int32)
