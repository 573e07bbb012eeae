"""What the layer learns from: copies of a text, which features are learned where, how far."""

from __future__ import annotations

import numpy as np
import pytest

from dragon_prep.core.spans import Span
from dragon_prep.detect.learned.context import CODES, PLACES
from dragon_prep.detect.learned.families import FAMILIES
from dragon_prep.detect.learned.laid import REACH
from dragon_prep.detect.learned.spellings import Spellings
from dragon_prep.detect.learned.training import (
    OF_A_HOSPITAL,
    MarkedText,
    Settings,
    _Columns,
    _copies,
    _examples,
    train,
)
from dragon_prep.language.words import classes

PERSON = FAMILIES.index("person")


def no_rules(_):
    return ()


def test_the_settings_that_are_usual_and_those_of_a_hospital():
    assert Settings() == Settings(8.0, 2, 3, 0, 60)
    assert Settings(8.0, 3, 3, 0, 20) == OF_A_HOSPITAL


def test_a_text_is_learned_from_in_several_copies():
    chance = np.random.default_rng(0)
    asked = []

    def rules(text):
        asked.append(text)
        return ["a hit"]

    made = [list(_copies("Jan belt", rules, chance)) for _ in range(4000)]
    assert all(some[:2] == [("Jan belt", ["a hit"], 1.0), ("Jan belt", (), 0.5)] for some in made)
    third = [some[2] for some in made if len(some) == 3]
    assert {weight for *_, weight in third} == {0.5}
    small = sum(text == "jan belt" for text, *_ in third) / len(made)
    capitals = sum(text == "JAN BELT" for text, *_ in third) / len(made)
    assert small == pytest.approx(0.3, abs=0.02)
    assert capitals == pytest.approx(0.12, abs=0.02)
    without = sum(hits == () for _, hits, _ in third) / len(third)
    assert without == pytest.approx(0.33, abs=0.03)
    assert set(asked) == {"Jan belt", "jan belt", "JAN BELT"}


def examples(*texts):
    spellings = Spellings(classes)
    return _examples(texts, no_rules, spellings, 0), spellings


def test_pieces_have_the_family_of_their_mark_and_ignored_ones_no_weight():
    text = "met Qqzz mee nu"
    marks = (Span(4, 8, "PERSOON"), Span(9, 12, "IGNORE"))
    made, _ = examples(MarkedText(text, marks, "1"))
    assert made.families[0].tolist() == [0, PERSON, 0, 0]
    assert made.weights[0].tolist() == [1.0, 1.0, 0.0, 1.0]
    assert made.weights[1].tolist() == [0.5, 0.5, 0.0, 0.5]
    part, _ = examples(MarkedText(text, (Span(5, 7, "PERSOON"),), "1"))
    assert part.families[0].tolist() == [0, PERSON, 0, 0]
    blank, _ = examples(MarkedText(" ", (), "1"), MarkedText("x", (), "1"))
    assert len(blank.seen) in (2, 3)
    owners, _ = examples(*(MarkedText("x", (), patient) for patient in "1213"))
    assert sorted(set(owners.patients)) == [0, 1, 2]


def columns(fewest_patients=2, fewest_codes=3, base=None):
    texts = [MarkedText("met Qqzz mee", (), "1"), MarkedText("met Xxvv mee", (), "2")]
    made, spellings = examples(*texts)
    settings = Settings(fewest_patients=fewest_patients, fewest_codes=fewest_codes)
    return _Columns.of(made, spellings, base, settings)


def test_features_of_enough_patients_are_learned():
    some, every = columns(), columns(fewest_patients=1)
    assert "f met" in some.features
    assert "f qqzz" not in some.features
    assert {"f qqzz", "f xxvv"} <= set(every.features)
    assert list(some.features) == sorted(some.features)
    assert columns(fewest_patients=3).features == ()


def test_affixes_are_learned_near_and_all_else_at_each_place():
    made = columns()
    learned = [{made.features[at] for at in chosen} for chosen in made.at_place]
    assert len(learned) == PLACES
    for place, own in enumerate(learned):
        is_near = abs(place - REACH) <= 2
        assert ("p m" in own) is ("e t" in own) is is_near
        assert "f met" in own
        assert "k small particle" in own or "l 3" in own
    assert made.size == sum(map(len, made.at_place)) + len(made.codes) + 1


def test_codes_that_are_met_often_enough_are_learned():
    often, ever, never = columns(fewest_codes=3), columns(fewest_codes=1), columns(1, 10**6)
    assert set(often.codes) < set(ever.codes)
    assert len(never.codes) == 0
    assert max(ever.codes) < CODES


def test_what_was_learned_is_added_to_the_base_in_its_scale():
    base = columns(1, 1).model(np.zeros((columns(1, 1).size, len(FAMILIES)), np.float32))
    assert not base.own.any()
    made = columns(1, 1)
    moved = np.zeros((made.size, len(FAMILIES)), np.float32)
    moved[0, PERSON] = 1.0
    moved[-1, PERSON] = -0.5
    moved[-2, PERSON] = 100.0  # more than a weight can be
    moved[len(made.at_place[0]), PERSON] = 2.0
    model = made.model(moved)
    assert model.own[made.at_place[0][0], 0, PERSON] == 32
    assert model.own[made.at_place[1][0], 1, PERSON] == 64
    assert model.bias[PERSON] == -16
    assert model.codes[made.codes[-1], PERSON] == 127
    assert (model.own != 0).sum() == 2
    again = columns(1, 1, base=model).model(moved)
    assert again.own[made.at_place[0][0], 0, PERSON] == 64
    assert again.bias[PERSON] == -32


@pytest.mark.parametrize("prior", [0.5, 8.0])
def test_weights_are_held_the_closer_the_stronger_the_prior(prior):
    texts = [MarkedText("met Qqzz mee", (Span(4, 8, "PERSOON"),), str(n)) for n in range(6)]
    free = train(texts, no_rules, classes, settings=Settings(prior=0.05))
    held = train(texts, no_rules, classes, settings=Settings(prior=prior))
    at = free.features.index("f qqzz"), REACH, PERSON
    assert free.own[at] > held.own[at] > 0
    unmarked = free.features.index("f met"), REACH
    assert free.own[(*unmarked, 0)] > 0 > free.own[(*unmarked, PERSON)]
    stopped = train(texts, no_rules, classes, settings=Settings(prior=0.05, rounds=1))
    assert stopped.own[at] < free.own[at]
