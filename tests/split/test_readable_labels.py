"""What tells a class by itself: a number, or a phrase that stands in nearly all of its cases."""

from __future__ import annotations

import random
from collections import defaultdict
from types import SimpleNamespace

import numpy as np
import pytest

from dragon_prep.core.targets import TargetType
from dragon_prep.split.leaks import labels
from dragon_prep.split.leaks.labels import auroc, classes_of

WORDS = [
    "de",
    "prostaat",
    "heeft",
    "een",
    "haard",
    "links",
    "rechts",
    "apex",
    "basis",
    "geen",
    "afwijking",
]


def cases(seed, share, phrase):
    """Cases of two classes; a share of the one has a phrase that the other has hardly ever."""
    chance = random.Random(seed)
    made = []
    for _ in range(200):
        inside = chance.random() < 0.4
        words = chance.choices(WORDS, k=30)
        if chance.random() < (share if inside else 0.01):
            words[5:5] = phrase.split()
        made.append(SimpleNamespace(text=" ".join(words), label=inside))
    return made


def told(made, length):
    """The same, asked of every phrase of a length one by one."""
    where = defaultdict(set)
    for at, case in enumerate(made):
        words = case.text.split()
        for start in range(len(words) - length + 1):
            where[" ".join(words[start : start + length])].add(at)
    inside = np.array([case.label for case in made])
    best = 0.0
    for found in where.values():
        has = np.isin(np.arange(len(made)), [*found])
        best = max(best, auroc(has.astype(float), inside))
    return best


@pytest.mark.parametrize("phrase", ["verdacht", "heeft geen", "een geen de"])
@pytest.mark.parametrize("share", [1.0, 0.95, 0.85])
def test_a_phrase_is_told_where_it_tells_a_class(phrase, share):
    for seed in range(3):
        made = cases(seed, share, phrase)
        task = SimpleNamespace(cases=made, name="x")
        kind = TargetType.SINGLE_LABEL_BINARY
        found = labels._in_phrase(task, classes_of(kind, [case.label for case in made]))
        wanted = [
            f"label, class 1 of 2: a phrase of {length} words, AUROC {best:.3f}"
            for length in (1, 2, 3)
            if (best := told(made, length)) > 0.95
        ]
        assert found == wanted


def test_nothing_is_told_of_a_task_without_classes():
    made = cases(1, 1.0, "verdacht")
    assert labels._in_phrase(SimpleNamespace(cases=made, name="x"), {}) == []


def test_equal_values_share_their_rank():
    inside = np.array([True, False, True, False])
    assert auroc(np.array([1.0, 1.0, 1.0, 1.0]), inside) == 0.5
    assert auroc(np.array([3.0, 1.0, 4.0, 2.0]), inside) == 1.0
    assert auroc(np.array([1.0, 3.0, 2.0, 4.0]), inside) == 1.0
    assert auroc(np.array([2.0, 1.0, 2.0, 2.0]), inside) == 0.75
