"""The knobs of simulations reach the reports, and the manifest says how they were turned."""

from __future__ import annotations

import json

import pytest

from dragon_prep import find_tasks
from dragon_prep.services.simulate import simulate
from dragon_prep.services.synth import Extras, synth
from dragon_prep.synthetic.kit.answers import read_answers
from dragon_prep.synthetic.kit.knobs import STANDARD, Knobs


def answers(tmp_path, name, **turned):
    made = simulate(find_tasks(["T3"]), tmp_path / name, reports=100, knobs=Knobs(**turned))
    return read_answers(made.answers)


def test_length_and_stress_show_in_the_reports(tmp_path):
    def words(some):
        return sum(len(answer.text.split()) for answer in some)

    usual, long = answers(tmp_path, "a"), answers(tmp_path, "b", length=3)
    assert words(long) > 1.7 * words(usual)
    labels = {s.label for answer in answers(tmp_path, "c", stress=True) for s in answer.phi}
    assert labels > {s.label for answer in usual for s in answer.phi}
    assert "BSN" in labels
    assert not {s.label for answer in usual for s in answer.phi} & {"BSN", "EMAIL", "POSTCODE"}


def test_only_what_is_turned_is_told():
    assert STANDARD.to_json() == {}
    assert Knobs(noise=2, difficulty=0.9).to_json() == {"noise": 2, "difficulty": 0.9}
    assert Knobs(length=0.5, stress=True).to_json() == {"length": 0.5, "stress": True}


@pytest.mark.parametrize("knobs", [None, STANDARD, Knobs(difficulty=1.0)])
def test_the_manifest_of_a_look_alike_says_how_it_was_turned(tmp_path, knobs):
    made = synth(find_tasks(["T3"]), tmp_path / "out", reports=60, extras=Extras(knobs=knobs))
    options = json.loads((made.release / "manifest.json").read_text())["options"]
    told = options.get("look_alike", {}).get("knobs")
    assert told == ({"difficulty": 1.0} if knobs == Knobs(difficulty=1.0) else None)
