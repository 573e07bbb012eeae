"""Methods for labels and numbers that are told from a whole text."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import TargetType
from dragon_prep.services.probe.ranking import NumberRanker, near_words, surroundings
from dragon_prep.services.probe.texts import weighed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dragon_prep.services.probe.texts import Texts

    Rows = Sequence[int]
    Column = list[Any]
    # Of texts, the labels of one position, training rows and rows to tell.
    Method = Callable[[Texts, Column, Rows, Sequence[Rows]], list[Column]]

BINARY = (TargetType.SINGLE_LABEL_BINARY, TargetType.MULTI_LABEL_BINARY)
NUMBERS = (TargetType.SINGLE_LABEL_REGRESSION, TargetType.MULTI_LABEL_REGRESSION)
_NEIGHBOURS = 5
_BATCH = 500
_LEAST_VOTE = 1e-9  # of a text that shares no word


def majority(_: Texts, labels: Column, train: Rows, tests: Sequence[Rows]) -> list[Column]:
    """The commonest class, whatever the text."""
    counts = Counter(labels[row] for row in train)
    first = min(counts, key=lambda value: (-counts[value], str(value)))
    return [[first] * len(rows) for rows in tests]


def share(_: Texts, labels: Column, train: Rows, tests: Sequence[Rows]) -> list[Column]:
    """How often the label is true, whatever the text."""
    known = [bool(labels[row]) for row in train]
    return [[sum(known) / len(known)] * len(rows) for rows in tests]


def median(_: Texts, labels: Column, train: Rows, tests: Sequence[Rows]) -> list[Column]:
    """The median number, whatever the text."""
    known = [labels[row] for row in train if labels[row] is not None]
    value = statistics.median(known) if known else 0.0
    return [[value] * len(rows) for rows in tests]


def _classed(
    texts: Texts, labels: Column, train: Rows, tests: Sequence[Rows], *, by: str, model: str
) -> list[Column]:
    """A model over counted words, phrases, letters or numbers."""
    answers = [labels[row] for row in train]
    if len(set(answers)) < 2:
        return majority(texts, labels, train, tests)
    known, *others = weighed(getattr(texts, by), train, tests)
    made = _MODELS[model]().fit(known, [str(answer) for answer in answers])
    if not isinstance(answers[0], bool):
        return [list(made.predict(rows)) for rows in others]
    true = list(made.classes_).index("True")
    return [list(made.predict_proba(rows)[:, true]) for rows in others]


def _logistic() -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    # One class against the rest: several times as fast as all together, and as good here.
    return OneVsRestClassifier(
        LogisticRegression(solver="liblinear", C=10.0, max_iter=1000, random_state=0)
    )


def _bayes() -> Any:
    from sklearn.naive_bayes import MultinomialNB

    return MultinomialNB(alpha=0.1)


_MODELS: dict[str, Callable[[], Any]] = {"logistic": _logistic, "bayes": _bayes}


def _ridge(
    texts: Texts, labels: Column, train: Rows, tests: Sequence[Rows], *, by: str
) -> list[Column]:
    """The logarithm of a number as a sum of weights of words."""
    from sklearn.linear_model import Ridge

    known = [row for row in train if labels[row] is not None]
    if len(known) < 2 or min(labels[row] for row in known) <= -1:
        return median(texts, labels, train, tests)
    first, *others = weighed(getattr(texts, by), known, tests)
    made = Ridge(alpha=1.0, solver="sparse_cg", random_state=0, tol=1e-3)
    made.fit(first, [math.log1p(labels[row]) for row in known])
    most = max(labels[row] for row in known)
    return [
        [min(max(math.expm1(min(value, 50.0)), 0.0), most) for value in made.predict(rows)]
        for rows in others
    ]


def _middle(texts: Texts, labels: Column, train: Rows, tests: Sequence[Rows]) -> list[Column]:
    """The median number of the texts that are most alike."""
    known = [row for row in train if labels[row] is not None]
    if not known:
        return median(texts, labels, train, tests)
    return [
        [statistics.median(labels[row] for row, _ in near) for near in own]
        for own in _nearest(texts, known, tests)
    ]


def _voted(texts: Texts, labels: Column, train: Rows, tests: Sequence[Rows]) -> list[Column]:
    """The class of the texts that are most alike, each voting by how much it is."""
    binary = isinstance(labels[train[0]], bool)
    return [
        [_vote([(labels[row], like) for row, like in near], binary=binary) for near in own]
        for own in _nearest(texts, train, tests)
    ]


def _vote(near: Sequence[tuple[Any, float]], *, binary: bool) -> Any:
    votes: dict[Any, float] = {}
    for value, like in near:
        votes[value] = votes.get(value, 0.0) + like + _LEAST_VOTE
    if binary:
        return votes.get(True, 0.0) / sum(votes.values())
    return min(votes, key=lambda value: (-votes[value], str(value)))


def _nearest(
    texts: Texts, train: Rows, tests: Sequence[Rows]
) -> Iterator[list[list[tuple[int, float]]]]:
    """For each text to tell, the training texts that share most of their words, and how much."""
    first, *others = weighed(texts.words, train, tests)
    for rows in others:
        found = []
        for at in range(0, rows.shape[0], _BATCH):
            for like in (rows[at : at + _BATCH] @ first.T).toarray():
                nearest = (-like).argsort(kind="stable")[:_NEIGHBOURS]
                found.append([(train[n], float(like[n])) for n in nearest])
        yield found


def _ranked(
    texts: Texts, labels: Column, train: Rows, tests: Sequence[Rows], *, near: bool
) -> list[Column]:
    """The number of the text that ranks first."""
    made = NumberRanker(texts.candidates, near_words if near else surroundings)
    made.fit(train, [labels[row] for row in train])
    return [made.predict(rows) for rows in tests]


_OF_CLASSES: dict[str, Method] = {
    "words": partial(_classed, by="words", model="logistic"),
    "numbers": partial(_classed, by="numbers", model="logistic"),
    "bayes": partial(_classed, by="words", model="bayes"),
    "phrases": partial(_classed, by="phrases", model="logistic"),
    "letters": partial(_classed, by="letters", model="logistic"),
    "neighbours": _voted,
}
_OF_NUMBERS: dict[str, Method] = {
    "words": partial(_ridge, by="words"),
    "numbers": partial(_ranked, near=False),
    "neighbours": _middle,
    "letters": partial(_ridge, by="letters"),
    "beside": partial(_ranked, near=True),
}


def methods_for(kind: TargetType) -> dict[str, Method]:
    """The methods for a kind of target by name; the first knows no text, two more are quick."""
    if kind in BINARY:
        return {"majority": share, **_OF_CLASSES}
    if kind in NUMBERS:
        return {"majority": median, **_OF_NUMBERS}
    return {"majority": majority, **_OF_CLASSES}


def predict(
    method: Method,
    texts: Texts,
    labels: Sequence[Any],
    train: Rows,
    tests: Sequence[Rows],
) -> list[list[Any]]:
    """Learns from some rows and tells the labels of others; each position by itself.

    Args:
        method: one of :func:`methods_for`.
        texts: of all rows.
        labels: of all rows; those to tell are not looked at.
        train: rows to learn from.
        tests: rows to tell.

    Returns:
        Labels as the archives have them; of binary labels how likely true is.
    """
    first = labels[train[0]]
    if not isinstance(first, list):
        return method(texts, list(labels), train, tests)
    columns = []
    for at in range(len(first)):
        column = [row[at] if isinstance(row, list) and at < len(row) else None for row in labels]
        columns.append(method(texts, column, train, tests))
    return [[list(row) for row in zip(*parts, strict=True)] for parts in zip(*columns, strict=True)]
