"""Signatures of texts: the same however many are made together, in little memory."""

from __future__ import annotations

import tracemalloc

import numpy as np

from dragon_prep.core.keys import ProjectKey
from dragon_prep.core.shingles import shingles_of
from dragon_prep.split.near import SIGNATURE, signatures

KEY = ProjectKey(bytes(range(32)))


def text(number: int) -> str:
    return " ".join(f"woord{number * 17 + at * at}" for at in range(60))


def test_a_signature_does_not_depend_on_the_texts_beside_it():
    texts = [shingles_of(text(number), KEY) for number in range(1_203)]
    made = signatures(texts)
    assert made.shape == (1_203, SIGNATURE)
    for at in (0, 1, 499, 500, 501, 999, 1_000, 1_202):
        assert np.array_equal(made[at], signatures([texts[at]])[0])


def test_signatures_take_little_more_memory_than_they_have():
    texts = [shingles_of(text(number), KEY) for number in range(4_000)]
    tracemalloc.start()
    try:
        made = signatures(texts)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 3 * made.nbytes
