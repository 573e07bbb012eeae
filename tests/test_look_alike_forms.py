"""How the variety of look-alikes is counted (benchmarks/look_alikes/forms.py)."""

from __future__ import annotations

import sys
from collections import Counter
from importlib import import_module

import pytest
from checkout import CHECKOUT


@pytest.fixture
def measure(monkeypatch):
    monkeypatch.syspath_prepend(str(CHECKOUT / "benchmarks" / "look_alikes"))
    yield import_module("forms")
    for name in ("forms", "simulated"):
        sys.modules.pop(name, None)


def test_a_form_is_a_sentence_without_its_numbers_and_identifiers(measure):
    phi = measure.PHI
    text = f"cyste van 12,5 mm.\n- cyste van 9 mm\ngezien door {phi} op {phi}; conclusie:"
    found = Counter(measure.forms(text))
    assert found == {"cyste van 0 mm": 2, "gezien door @ op @": 1, "conclusie": 1}


def test_a_line_that_was_only_wrapped_is_no_end_of_a_sentence(measure):
    start = "in de linker nier een cyste zonder aankleuring en zonder septa of"
    assert list(measure.forms(f"{start}\nverkalkingen.")) == [f"{start} verkalkingen"]
    assert len(list(measure.forms("kort\nook kort"))) == 2


def test_half_is_how_many_of_the_commonest_forms_make_half(measure):
    assert measure.half(Counter({"a": 5, "b": 3, "c": 2})) == 1
    assert measure.half(Counter({"a": 4, "b": 3, "c": 3})) == 2


def test_slips_are_no_new_words_and_growth_is_that_of_the_second_half(measure):
    plain = ["vergrote klieren links"] * 20
    words, heaps = measure.vocabulary([*plain, "vergrotte kliren links"])
    assert (words, heaps) == (3, 0.0)
    new = [f"woord{'abcdefghijklmnop'[n] * 3}" for n in range(16)]
    words, heaps = measure.vocabulary(new)
    assert (words, heaps) == (16, pytest.approx(1.0))


def test_the_longest_run_is_that_of_words_with_any_number(measure, monkeypatch):
    sample = "Een cyste van 12 mm in de nier"
    monkeypatch.setattr(measure, "sample_text", lambda n: sample if n == 3 else None)
    texts = ["links een cyste van 30 mm in het hoofd", "geen cyste van de nier"]
    ((run, task),) = measure.shared_runs(texts)
    assert (" ".join(run), task) == ("een cyste van 0 mm in", "T3")
