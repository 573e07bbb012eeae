"""Learns the weights of the layer from reports in which people marked what is PHI.

Maximum a posteriori: the likelihood of the marks, and a normal prior of each weight around that of
the model that it goes on from, or around 0 (Berger, Della Pietra and Della Pietra 1996; Daumé 2004
on priors from another domain). It is found by L-BFGS. Everything is seeded, so that the same texts
in the same order give the same weights.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from dragon_prep.detect.learned.context import CODES, PLACES, surroundings
from dragon_prep.detect.learned.families import FAMILIES, family_of
from dragon_prep.detect.learned.laid import REACH
from dragon_prep.detect.learned.model import SCALE, Model
from dragon_prep.detect.learned.pieces import features_of
from dragon_prep.detect.learned.spellings import Spellings
from dragon_prep.language.letters import each_char

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from dragon_prep.core.spans import Span
    from dragon_prep.detect.learned.context import Codes, Surroundings
    from dragon_prep.language.words import WordTable
    from dragon_prep.phi.finding import Detection

    Reals = NDArray[np.float32]

IGNORED = "IGNORE"  # a label of spans that are to teach nothing
_NEAR = 2  # places on each side at which beginnings and ends of words count
_SMALL_COPIES, _CAPITAL_COPIES, _WITHOUT_RULES = 0.3, 0.12, 0.33
_COPY = 0.5  # how much a changed copy of a text counts
_STEPS_KEPT = 6  # of L-BFGS


@dataclass(frozen=True, slots=True, repr=False)
class MarkedText:
    """A report in its plain form with what people marked, and whose it is.

    Attributes:
        text: the report.
        spans: what is marked in it; spans with the label ``IGNORE`` teach nothing.
        patient: whose it is, to count in how many patients' reports a word stands.
    """

    text: str
    spans: tuple[Span, ...]
    patient: str


@dataclass(frozen=True, slots=True)
class Settings:
    """How a model is trained.

    Attributes:
        prior: how strongly weights are held where they began, the inverse of their variance.
        fewest_patients: in how many patients' reports a feature of a spelling must stand to be
            learned.
        fewest_codes: how often a code must be met to be learned.
        seed: of the changed copies.
        rounds: of L-BFGS, at most.
    """

    prior: float = 8.0
    fewest_patients: int = 2
    fewest_codes: int = 3
    seed: int = 0
    rounds: int = 60


# Of a hospital's own model. The prior was chosen on simulated hospitals, see benchmarks/README.md.
OF_A_HOSPITAL = Settings(prior=8.0, fewest_patients=3, rounds=20)


def train(
    texts: Sequence[MarkedText],
    rules: Callable[[str], Sequence[Detection]],
    classes: WordTable,
    *,
    base: Model | None = None,
    settings: Settings = Settings(),
) -> Model:
    """A model that learned from texts.

    Args:
        texts: what to learn from.
        rules: what the rules find in a text, which the model is told.
        classes: what each word is.
        base: a model to go on from.
        settings: see there.

    Raises:
        ValueError: if there is no text with a piece.
    """
    spellings = Spellings(classes)
    examples = _examples(texts, rules, spellings, settings.seed)
    if not examples.seen:
        raise ValueError("there is nothing to learn from")
    columns = _Columns.of(examples, spellings, base, settings)
    with threadpool_limits(1):  # sums in one order, however many processors there are
        return columns.model(_fitted(examples, columns, settings))


@dataclass(slots=True, repr=False)
class _Examples:
    """Texts as the model sees them, with the families of their pieces and how much they count."""

    seen: list[Surroundings]
    families: list[Codes]
    weights: list[Reals]
    patients: list[int]

    def add(
        self, seen: Surroundings | None, spans: Iterable[Span], weight: float, owner: int
    ) -> None:
        if seen is None:
            return
        family = np.zeros(len(seen.starts), np.int32)
        weights = np.full(len(seen.starts), weight, np.float32)
        for span in spans:
            first = int(np.searchsorted(seen.ends, span.start, "right"))
            last = int(np.searchsorted(seen.starts, span.end, "left"))
            if span.label == IGNORED:
                weights[first:last] = 0.0
            else:
                family[first:last] = family_of(span.label)
        self.seen.append(seen)
        self.families.append(family)
        self.weights.append(weights)
        self.patients.append(owner)


def _examples(
    texts: Sequence[MarkedText],
    rules: Callable[[str], Sequence[Detection]],
    spellings: Spellings,
    seed: int,
) -> _Examples:
    chance = np.random.default_rng(seed)
    owners: dict[str, int] = {}
    examples = _Examples([], [], [], [])
    for marked in texts:
        owner = owners.setdefault(marked.patient, len(owners))
        for text, hits, weight in _copies(marked.text, rules, chance):
            examples.add(surroundings(text, hits, spellings), marked.spans, weight, owner)
    return examples


def _copies(
    text: str, rules: Callable[[str], Sequence[Detection]], chance: np.random.Generator
) -> Iterator[tuple[str, Sequence[Detection], float]]:
    """A text, the text as if no rule had found anything, and perhaps one written otherwise."""
    yield text, rules(text), 1.0
    yield text, (), _COPY
    drawn, without = chance.random(), chance.random() < _WITHOUT_RULES
    if drawn < _SMALL_COPIES + _CAPITAL_COPIES:
        changed = each_char(text, str.lower if drawn < _SMALL_COPIES else str.upper)
        yield changed, () if without else rules(changed), _COPY


@dataclass(frozen=True, slots=True, repr=False)
class _Columns:
    """Which weights are learned, and where they stand in the vector of all of them.

    Weights of the model that it goes on from stay as they are where the texts say too little:
    whoever has both models would else see what stands in the texts of a single patient.

    Attributes:
        features: names of features of a piece by itself, those of the base first.
        own: which of them each spelling has, ``(spellings, features)``.
        at_place: which of them are learned at each place.
        codes: the codes that are learned, in order.
        base: the model that it goes on from.
    """

    features: tuple[str, ...]
    own: csr_matrix
    at_place: tuple[NDArray[np.int64], ...]
    codes: NDArray[np.int64]
    base: Model | None

    @classmethod
    def of(
        cls, examples: _Examples, spellings: Spellings, base: Model | None, settings: Settings
    ) -> _Columns:
        known = base.features if base is not None else ()
        of_row = [features_of(name, spellings.classes[name.lower()]) for name in spellings.names]
        met = _met(examples, of_row)
        enough = {f for f, owners in met.items() if owners >= settings.fewest_patients}
        features = (*known, *sorted(enough.difference(known)))
        index = {feature: at for at, feature in enumerate(features)}
        rows = [
            (row, index[f])
            for row, own in enumerate(of_row)
            for f in dict.fromkeys(own)
            if f in index
        ]
        own = _ones(rows, (len(spellings), len(features)))
        is_learned = np.array([feature in enough for feature in features], np.bool_)
        is_affix = np.array([feature[:2] in ("p ", "e ") for feature in features], np.bool_)
        near = range(REACH - _NEAR, REACH + _NEAR + 1)
        every, plain = is_learned.nonzero()[0], (is_learned & ~is_affix).nonzero()[0]
        at_place = tuple(every if place in near else plain for place in range(PLACES))
        counts = np.asarray(
            sum(np.bincount(s.codes.ravel(), minlength=CODES) for s in examples.seen)
        )
        codes = (counts >= settings.fewest_codes).nonzero()[0]
        return cls(features, own, at_place, codes, base)

    @property
    def size(self) -> int:
        """How many columns there are."""
        return sum(map(len, self.at_place)) + len(self.codes) + 1

    def model(self, moved: Reals) -> Model:
        """The model of what was learned, ``(columns, families)``."""
        families = len(FAMILIES)
        own = np.zeros((len(self.features), PLACES, families), np.int32)
        codes = np.zeros((CODES, families), np.int32)
        bias = np.zeros(families, np.int32)
        if self.base is not None:
            own[: len(self.base.features)] = self.base.own
            codes += self.base.codes
            bias += self.base.bias
        whole = np.rint(moved * SCALE).astype(np.int32)
        begin = 0
        for place, at in enumerate(self.at_place):
            own[at, place] += whole[begin : begin + len(at)]
            begin += len(at)
        codes[self.codes] += whole[begin:-1]
        bias += whole[-1]
        return Model(self.features, _small(own), _small(codes), bias.astype(np.int16))


def _small(weights: NDArray[np.int32]) -> NDArray[np.int8]:
    return np.clip(weights, -127, 127).astype(np.int8)


def _met(examples: _Examples, of_row: Sequence[Sequence[str]]) -> Mapping[str, int]:
    """In how many patients' reports each feature of a spelling stands."""
    owners: dict[str, set[int]] = defaultdict(set)
    for seen, owner in zip(examples.seen, examples.patients, strict=True):
        for row in {0, *seen.spellings[REACH].tolist()}:
            for feature in of_row[row]:
                owners[feature].add(owner)
    return {feature: len(own) for feature, own in owners.items()}


def _ones(places: Sequence[tuple[int, int]], shape: tuple[int, int]) -> csr_matrix:
    rows, columns = np.array(places, np.int64).reshape(-1, 2).T
    return csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)


def _fitted(examples: _Examples, columns: _Columns, settings: Settings) -> Reals:
    """How far the weights of the greatest posterior probability are from those of the base."""
    spellings = np.concatenate([seen.spellings for seen in examples.seen], axis=1)
    family = np.concatenate(examples.families)
    weight = np.concatenate(examples.weights)[:, None]
    count, families = len(family), len(FAMILIES)
    prior = settings.prior
    at = np.arange(count)
    marks = np.zeros((count, families), np.float32)
    marks[at, family] = 1.0
    own = [columns.own[:, chosen].tocsr() for chosen in columns.at_place]
    own_t = [matrix.T.tocsr() for matrix in own]
    gather = [
        csr_matrix((np.ones(count, np.float32), (rows, at)), shape=(columns.own.shape[0], count))
        for rows in spellings
    ]
    codes = _code_matrix(examples, columns.codes)
    codes_t = codes.T.tocsr()
    cuts = np.cumsum([0, *(len(chosen) for chosen in columns.at_place)])
    before = _scores_before(examples, columns, spellings)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(-1, families).astype(np.float32)
        scores = codes @ weights[cuts[-1] : -1] + weights[-1]
        scores += before
        for place, rows in enumerate(spellings):
            scores += (own[place] @ weights[cuts[place] : cuts[place + 1]])[rows]
        scores -= scores.max(axis=1, keepdims=True)
        likely = np.exp(scores)
        total = likely.sum(axis=1, keepdims=True)
        likely /= total
        surprise = weight[:, 0] * (np.log(total[:, 0]) - scores[at, family])
        error = (likely - marks) * weight
        slope = np.empty_like(weights)
        for place, matrix in enumerate(own_t):
            slope[cuts[place] : cuts[place + 1]] = matrix @ (gather[place] @ error)
        slope[cuts[-1] : -1] = codes_t @ error
        slope[-1] = error.sum(axis=0)
        held = prior / 2 * float((flat * flat).sum())
        return float(surprise.sum(dtype=np.float64)) + held, slope.ravel() + prior * flat

    options = {"maxiter": settings.rounds, "maxcor": _STEPS_KEPT}
    start = np.zeros(columns.size * families)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    moved: Reals = found.x.reshape(-1, families).astype(np.float32)
    return moved


def _scores_before(examples: _Examples, columns: _Columns, spellings: Codes) -> Reals:
    """What the base makes of each piece, ``(pieces, families)``."""
    base = columns.base
    if base is None:
        return np.zeros((1, len(FAMILIES)), np.float32)
    of_base = columns.own[:, : len(base.features)]
    scores = np.zeros((spellings.shape[1], len(FAMILIES)), np.float32)
    scores += base.bias
    for place, rows in enumerate(spellings):
        scores += (of_base @ base.own[:, place].astype(np.float32))[rows]
    for seen_codes in np.concatenate([seen.codes for seen in examples.seen], axis=1):
        scores += base.codes[seen_codes]
    return scores / np.float32(SCALE)


def _code_matrix(examples: _Examples, kept: NDArray[np.int64]) -> csr_matrix:
    column = np.full(CODES, -1)
    column[kept] = np.arange(len(kept))
    codes = column[np.concatenate([seen.codes for seen in examples.seen], axis=1).T]
    counts = codes >= 0
    ends = np.concatenate([[0], np.cumsum(counts.sum(axis=1))])
    ones = np.ones(int(ends[-1]), np.float32)
    return csr_matrix((ones, codes[counts], ends), shape=(len(codes), len(kept)))
