"""Texts of a benchmark are found in a corpus under other names, and nothing that is unlike them."""

from __future__ import annotations

import random

import pytest
from made_corpora import edited, text_of

from dragon_prep.core.shingles import shingles_of
from dragon_prep.corpora.benchmark import Benchmark, Templates
from dragon_prep.corpora.dedupe.signs import NO_SECRET
from dragon_prep.corpora.masked import masked
from dragon_prep.split.near import NearTexts


def template(chance, words=70):
    """A text with a name at every tenth word."""
    parts = text_of(chance, words).split()
    for at in range(5, words, 10):
        parts[at] = "#"
    return " ".join(parts)


def filled(text, name):
    """The text with a name of one or two words, and where it stands."""
    made, phi = "", []
    for part in text.split("#")[:-1]:
        made += part
        phi.append((len(made), len(made) + len(name)))
        made += name
    return made + text.split("#")[-1], phi


@pytest.fixture
def texts():
    chance = random.Random(4)
    return [template(chance) for _ in range(60)]


@pytest.fixture
def benchmark(texts, tmp_path):
    said = [shingles_of(filled(text, "van Dijk")[0], NO_SECRET) for text in texts[:40]]
    Benchmark(frozenset({"a" * 32}), tuple(said)).write(tmp_path / "benchmark")
    assert Benchmark.read(tmp_path / "benchmark") == Benchmark(frozenset({"a" * 32}), tuple(said))
    return tmp_path / "benchmark"


def test_a_text_with_other_names_is_found_which_by_its_words_it_is_not(texts, benchmark):
    found, by_words = Templates(benchmark, 0.8), NearTexts(Benchmark.read(benchmark).runs, 0.8)
    for n, text in enumerate(texts):
        for name in ("Zwelgmans", "El Amrani", "J.A. Bos"):
            made, phi = filled(text, name)
            assert not by_words.of([shingles_of(made, NO_SECRET)])
            assert found.has_like(masked(made, phi)) == (n < 40)


@pytest.mark.parametrize(("share", "expected"), [(0.02, True), (0.3, False)])
def test_what_is_nearly_so_is_found_and_what_is_less_is_not(texts, benchmark, share, expected):
    chance = random.Random(5)
    found = Templates(benchmark, 0.8)
    for text in texts[:40]:
        plain = edited(text.replace("#", "Naam"), chance, share)
        made, phi = filled(plain.replace("Naam", "#"), "Zwelgmans")
        assert found.has_like(masked(made, phi)) == expected


def test_short_texts_and_those_without_a_surrogate_are_left_to_their_words(texts, benchmark):
    found = Templates(benchmark, 0.8)
    first, *_ = texts
    assert not found.has_like(filled(first, "van Dijk")[0])
    made, phi = filled(" ".join(first.split()[:21]) + " eind", "Zwelgmans")
    assert not found.has_like(masked(made, phi))
    assert not found.has_like("")
