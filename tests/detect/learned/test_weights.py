"""The model: its weights, its reasons, its file."""

from __future__ import annotations

import math

import numpy as np
import pytest
from made_weighed import weighed

from dragon_prep.core.recall import Recall
from dragon_prep.detect.learned.families import FAMILIES
from dragon_prep.detect.learned.layer import reconsidered
from dragon_prep.detect.learned.model import CERTAIN, Model, Scorer, _likely
from dragon_prep.detect.learned.models import shipped_model
from dragon_prep.detect.learned.reasons import reasons
from dragon_prep.language.words import classes
from dragon_prep.phi.finding import found


def left(text, hits, marks, recall=Recall.HIGH):
    after = reconsidered(text, hits, weighed(text, marks), recall)
    return [(text[h.span.start : h.span.end], h.rule) for h in after]


def test_how_likely_follows_from_scores():
    families = len(FAMILIES)
    scores = np.zeros((3, families - 1), np.int16)
    scores[1] = -1000  # nothing at all by far
    scores[2, 3] = 1000
    likely, family = _likely(scores)
    assert likely.tolist() == [CERTAIN * (families - 1) // families, 0, CERTAIN]
    assert family.tolist() == [1, 1, 4]
    one = np.array([[32, *([-5000] * (families - 2))]], np.int16)
    assert _likely(one)[0].tolist() == [731]  # 1 / (1 + 1/e)


def test_what_is_hardly_likely_is_likely_as_any_score_tells():
    """Pieces that are far from likely are passed over, which must change nothing."""
    families = len(FAMILIES)
    scores = -np.arange(600, dtype=np.int16)[:, None].repeat(families - 1, axis=1)
    shares = [round(math.exp(-behind / 32) * (1 << 20)) for behind in range(600)]
    told = [CERTAIN * (families - 1) * s // ((1 << 20) + (families - 1) * s) for s in shares]
    assert _likely(scores)[0].tolist() == told


def test_large_weights_are_summed_whole():
    base = shipped_model()
    own, codes = np.full_like(base.own, 127), np.full_like(base.codes, 127)
    own[..., 0], codes[:, 0] = -127, -127
    model = Model(base.features, own, codes, base.bias)
    weighed = Scorer(model, classes).weigh("dr. Jansen belt 06-12345678 op 3 mei 2019.", ())
    assert set(weighed.likely.tolist()) == {CERTAIN * 16 // 16}


def test_a_model_must_have_the_weights_of_its_features():
    base = shipped_model()
    with pytest.raises(ValueError, match="not those of this version"):
        Model(base.features[:-1], base.own, base.codes, base.bias)
    with pytest.raises(ValueError, match="not those of this version"):
        Model(base.features, base.own, base.codes[:-1], base.bias)
    with pytest.raises(ValueError, match="not those of this version"):
        Model(base.features, base.own, base.codes, base.bias[:-1])


def test_a_model_with_one_weight_finds_by_it():
    base = shipped_model()
    own, bias = base.own * 0, np.zeros_like(base.bias)
    own[base.features.index("k capital unknown"), 4, FAMILIES.index("town")] = 127
    model = Model(base.features, own, base.codes * 0, bias)
    weighed = Scorer(model, classes).weigh("met Qqzz mee", ())
    assert [FAMILIES[f] for f in weighed.family][1] == "town"
    before, there, behind = weighed.likely.tolist()
    assert before == behind < there
    (told,) = reasons("met Qqzz mee", (), [found(4, 8, "PLAATS", "learned.town")], model, classes)
    assert told == ("capital unknown here",)
    (nothing,) = reasons("met mee", (), [found(0, 3, "PLAATS", "learned.town")], model, classes)
    assert nothing == ()
    assert reasons(" ", (), [found(0, 1, "PLAATS", "learned.town")], model, classes) == [()]


@pytest.mark.parametrize(
    ("feature", "told"),
    [
        ("f qqzz", "spelling here"),
        ("p qq", "spelling here"),
        ("e zz", "spelling here"),
        ("s Xxxx", "shape Xxxx here"),
        ("l 4", "length here"),
        ("c NONE", "NONE word here"),
        ("k capital unknown", "capital unknown here"),
    ],
)
def test_reasons_name_no_spelling(feature, told):
    base = shipped_model()
    own = np.zeros((1, *base.own.shape[1:]), np.int8)
    own[0, 4, FAMILIES.index("town")] = 5
    model = Model((feature,), own, base.codes * 0, base.bias * 0)
    hit = found(4, 8, "PLAATS", "learned.town")
    assert reasons("met Qqzz mee", (), [hit], model, classes) == [(told,)]


def test_reasons_are_the_three_strongest():
    base = shipped_model()
    town = FAMILIES.index("town")
    features = ("l 4", "s Xxxx", "c NONE", "k capital unknown")
    own = np.zeros((4, *base.own.shape[1:]), np.int8)
    own[:, 4, town] = (3, 9, 5, 7)
    own[1, 4, 0] = 8  # what speaks for nothing speaks against it
    model = Model(features, own, base.codes * 0, base.bias * 0)
    hit = found(4, 8, "PLAATS", "learned.town")
    assert reasons("met Qqzz mee", (), [hit], model, classes) == [
        ("capital unknown here", "NONE word here", "length here")
    ]


@pytest.mark.parametrize(
    ("text", "marks", "left_over"),
    [
        # A word that stands small elsewhere, hardly as a name, is none.
        ("Met Qqzzx mee. De qqzzx is", {"Qqzzx": (900, "person"), "qqzzx": (99, "person")}, []),
        (
            "Met Qqzzx mee. De qqzzx is",
            {"Qqzzx": (900, "person"), "qqzzx": (100, "person")},
            ["Qqzzx"],
        ),
        (
            "met Qqzzx mee. de qqzzx is",
            {"Qqzzx": (900, "person"), "qqzzx": (0, "person")},
            ["Qqzzx"],
        ),
        (
            "Met QqZzx mee. De qqzzx is",
            {"QqZzx": (900, "person"), "qqzzx": (0, "person")},
            ["QqZzx"],
        ),
        (
            "Met Jansen mee. De jansen",
            {"Jansen": (900, "person"), "jansen": (0, "person")},
            ["Jansen"],
        ),
        ("Met Qqzzx mee. De qqzzx is", {"Qqzzx": (900, "age"), "qqzzx": (0, "person")}, ["Qqzzx"]),
        # Too short to be looked for.
        ("Met Qqzz mee. De qqzz is", {"Qqzz": (900, "person"), "qqzz": (0, "person")}, ["Qqzz"]),
        ("Met Qqzzx mee. De Qqzzx is", {"Qqzzx": (900, "person")}, ["Qqzzx", "Qqzzx"]),
    ],
)
def test_names_are_names_throughout(text, marks, left_over):
    assert [mention for mention, _ in left(text, (), marks)] == left_over


def test_what_a_rule_found_in_small_letters_is_no_word():
    text = "Met Qqzz mee. De qqzz is"
    marks = {"Qqzz": (900, "person"), "qqzz": (50, "person")}
    hit = found(17, 21, "PERSOON", "name.title")
    assert [mention for mention, _ in left(text, [hit], marks)] == ["Qqzz", "qqzz"]
