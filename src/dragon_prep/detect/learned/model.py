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

from dragon_prep.detect.learned.context import CODES, PLACES, surroundings
from dragon_prep.detect.learned.families import FAMILIES, NONE
from dragon_prep.detect.learned.pieces import features_of
from dragon_prep.detect.learned.spellings import Spellings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dragon_prep.detect.learned.context import Codes, Surroundings
    from dragon_prep.language.words import WordTable
    from dragon_prep.phi.finding import Detection

    Weights = NDArray[np.int8]
    Sums = NDArray[np.int16]

SCALE = 32  # a weight of 1 as an integer
CERTAIN = 1000  # how likely is what is certain
_ONE = 1 << 20  # the exponential of 0 in the table
_MOST_SPELLINGS = 1 << 15  # a text may have more


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


class Scorer:
    """A model at work: it keeps the summed weights of the spellings that it has met.

    It may be used by several threads.

    Attributes:
        model: whose weights they are.
    """

    def __init__(self, model: Model, classes: WordTable) -> None:
        self.model = model
        self._classes = classes
        self._index = {name: at for at, name in enumerate(model.features)}
        self._spellings = Spellings(classes)
        self._own: Sums = np.zeros((PLACES, 0, len(FAMILIES)), np.int16)
        self._known = 0
        self._lock = Lock()

    def weigh(self, text: str, hits: Sequence[Detection]) -> Weighed | None:
        """How likely each piece of a text is PHI; None if it has no piece.

        Args:
            text: the report in its plain form.
            hits: what the rules found in it, disjoint and in order.
        """
        with self._lock:
            if len(self._spellings) > _MOST_SPELLINGS:
                self._spellings, self._known = Spellings(self._classes), 0
            seen = surroundings(text, hits, self._spellings)
            if seen is None:
                return None
            self._learn()
            scores = self._scores(seen)
        likely = _likely(scores)
        family = scores[:, NONE + 1 :].argmax(axis=1).astype(np.int32) + NONE + 1
        return Weighed(seen.starts, seen.ends, likely, family)

    def _scores(self, seen: Surroundings) -> NDArray[np.int32]:
        """The sum of the weights of each family for each piece, ``(pieces, families)``."""
        scores = np.empty((seen.codes.shape[1], len(FAMILIES)), np.int16)
        scores[:] = self.model.bias
        for place, rows in enumerate(seen.spellings):
            scores += self._own[place].take(rows, axis=0)
        scores += self.model.codes.take(seen.codes, axis=0).sum(axis=0, dtype=np.int16)
        return scores.astype(np.int32)

    def _learn(self) -> None:
        """Sums the weights of the spellings that are new."""
        names = self._spellings.names
        if len(names) > self._own.shape[1]:
            more = np.zeros((PLACES, 2 * len(names), len(FAMILIES)), np.int16)
            more[:, : self._known] = self._own[:, : self._known]
            self._own = more
        for row in range(self._known, len(names)):
            self._own[:, row] = self._summed(names[row])
        self._known = len(names)

    def _summed(self, name: str) -> Sums:
        index = self._index
        features = features_of(name, self._classes[name.lower()])
        known = [index[feature] for feature in features if feature in index]
        summed: Sums = self.model.own[known].sum(axis=0, dtype=np.int16)
        return summed


@cache
def _exponentials() -> NDArray[np.int64]:
    """What is left of a score by how far it is behind the best, until nothing is."""
    values: list[int] = []
    while not values or values[-1]:
        values.append(round(math.exp(-len(values) / SCALE) * _ONE))
    return np.array(values, np.int64)


def _likely(scores: NDArray[np.int32]) -> NDArray[np.int32]:
    """How likely each piece is not nothing, of ``CERTAIN``."""
    table = _exponentials()
    behind = np.minimum(scores.max(axis=1, keepdims=True) - scores, len(table) - 1)
    shares = table[behind]
    total = shares.sum(axis=1)
    likely: NDArray[np.int32] = (CERTAIN * (total - shares[:, NONE]) // total).astype(np.int32)
    return likely
