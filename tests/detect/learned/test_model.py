"""The model as a file, at work, and learning."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.spans import Span
from dragon_prep.data import load
from dragon_prep.detect.by_rules import by_rules
from dragon_prep.detect.learned.families import FAMILIES
from dragon_prep.detect.learned.model import Scorer
from dragon_prep.detect.learned.model_file import from_bytes, to_bytes
from dragon_prep.detect.learned.models import SHIPPED, own_model, scorer, shipped_model
from dragon_prep.detect.learned.training import MarkedText, Settings, train
from dragon_prep.language.words import classes

TEXTS = (
    "zorgmedewerker kwabbel was hier",
    "zorgmedewerker drommer was hier",
    "zorgmedewerker flinkel kwam langs",
    "zorgmedewerker snorrewiet kwam langs",
    "de wond is schoon en droog",
    "geen klachten, eet goed, slaapt goed",
)


def marked(number, text):
    start = len("zorgmedewerker ")
    spans = (Span(start, text.index(" ", start), "PERSOON"),) if text.startswith("zorg") else ()
    return MarkedText(text, spans, str(number))


@pytest.fixture(scope="module")
def small():
    texts = [marked(number, text) for number, text in enumerate(TEXTS * 5)]
    return train(texts, by_rules, classes, settings=Settings(prior=0.1))


def likely(model, text, word):
    weighed = Scorer(model, classes).weigh(text, by_rules(text))
    at = weighed.starts.tolist().index(text.index(word))
    return weighed.likely[at], FAMILIES[weighed.family[at]]


def test_learns_a_name_by_its_surroundings(small):
    how_likely, family = likely(small, "zorgmedewerker brimsel was hier", "brimsel")
    assert how_likely > 800
    assert family == "person"
    assert likely(small, "de wond is schoon en droog", "schoon")[0] < 200


def test_same_texts_give_the_same_bytes(small):
    texts = [marked(number, text) for number, text in enumerate(TEXTS * 5)]
    again = train(texts, by_rules, classes, settings=Settings(prior=0.1))
    assert to_bytes(again) == to_bytes(small)


def test_keeps_no_word_of_fewer_patients_than_asked():
    texts = [marked(number, text) for number, text in enumerate(TEXTS)]
    model = train(texts, by_rules, classes, settings=Settings(fewest_patients=3))
    assert "f zorgmedewerker" in model.features
    assert "f kwabbel" not in model.features
    assert not any("snorr" in feature for feature in model.features)


def test_goes_on_from_another_model(small):
    texts = [marked(number, text) for number, text in enumerate(TEXTS[4:])]
    held = train(texts, by_rules, classes, base=small, settings=Settings(prior=1e6))
    assert held.features[: len(small.features)] == small.features
    assert np.array_equal(held.own[: len(small.features)], small.own)
    assert np.array_equal(held.codes, small.codes)


def test_what_one_patient_has_moves_no_weight_of_the_base(small):
    """Else the difference of two models would tell what stands in the reports of that patient."""
    texts = [MarkedText("zorgmedewerker kwabbel was hier", (), "1")] * 4
    texts += [MarkedText("zorgmedewerker snorrewiet kwam langs", (), n) for n in "234"]
    settings = Settings(prior=0.1, fewest_patients=3)
    after = train(texts, by_rules, classes, base=small, settings=settings)

    def weights(model, feature):
        return model.own[model.features.index(feature)].tolist()

    for feature in ("f kwabbel", "p kwab", "e bbel"):
        assert weights(after, feature) == weights(small, feature)
    assert weights(after, "f snorrewiet") != weights(small, "f snorrewiet")


def test_ignored_spans_teach_nothing():
    texts = [marked(number, text) for number, text in enumerate(TEXTS * 5)]
    other = [
        replace(one, spans=tuple(Span(s.start, s.end, "IGNORE") for s in one.spans))
        for one in texts
    ]
    model = train(other, by_rules, classes, settings=Settings(prior=0.1))
    assert likely(model, "de wond is schoon en droog", "schoon")[0] < 10


def test_nothing_to_learn_from_is_refused():
    with pytest.raises(ValueError, match="nothing to learn from"):
        train([MarkedText(" ", (), "1")], by_rules, classes)


def test_a_model_comes_back_from_its_file(small):
    back = from_bytes(to_bytes(small))
    assert back.features == small.features
    assert np.array_equal(back.own, small.own)
    assert np.array_equal(back.codes, small.codes)
    assert np.array_equal(back.bias, small.bias)
    assert len(back.fingerprint) == 64


@pytest.mark.parametrize("content", [b"", b"PK", b"no model", b"\x93NUMPY"])
def test_what_is_no_model_is_refused(content):
    with pytest.raises(ValueError, match="no file of a detector's model"):
        from_bytes(content)


def test_a_cut_or_changed_model_is_refused(small):
    content = to_bytes(small)
    with pytest.raises(ValueError, match="model"):
        from_bytes(content[: len(content) // 2])
    for at in range(0, len(content), 3):
        changed = bytearray(content)
        changed[at] ^= 0x10
        try:
            read = from_bytes(bytes(changed))
        except ValueError:
            continue
        assert read.features == small.features  # a bit that says nothing, such as a date


def test_shipped_model_is_small_and_of_this_version():
    assert len(load.content(SHIPPED)) < 5 << 20
    assert shipped_model().features


def test_own_model_that_changes_is_refused(small, tmp_path):
    from dragon_prep.core.errors import InputFault

    path = tmp_path / "centre.model"
    path.write_bytes(to_bytes(small))
    named = own_model(path)
    path.write_bytes(to_bytes(shipped_model()))
    with pytest.raises(InputFault, match="changed"):
        scorer((), named)


@given(
    st.lists(st.text(alphabet="aA1 .\nJansen dr-/", max_size=60), max_size=6), st.text(max_size=80)
)
def test_what_was_seen_before_changes_nothing(before, text):
    used, fresh = Scorer(shipped_model(), classes), Scorer(shipped_model(), classes)
    for other in before:
        used.weigh(other, ())
    one, two = used.weigh(text, ()), fresh.weigh(text, ())
    if one is None:
        assert two is None
        return
    assert one.likely.tolist() == two.likely.tolist()
    assert one.family.tolist() == two.family.tolist()


def told(weighed):
    if weighed is None:
        return None
    parts = weighed.starts, weighed.ends, weighed.likely, weighed.family
    return [part.tolist() for part in parts]


LINES = (
    "Patiënt: J. de Vries (PSA: 4,5)",
    "dr. Jansen, uroloog\n\n\nUMC Utrecht",
    "[zie dr. Bos 12-03-2019 om 14:30\t] jansen (",
    "ŁĘCKA • 3² ½ € ١٢ \ud800 _ij_",
    "WIT EN BOS: GEEN BIJZONDERHEDEN\n",
    "",
    " ",
)


@given(st.lists(st.lists(st.sampled_from(LINES), max_size=9).map("\n".join), max_size=6))
def test_texts_are_weighed_as_if_each_were_alone(texts):
    used = Scorer(shipped_model(), classes)
    hits = [by_rules(text) for text in texts]
    every = used.weigh_all(texts, hits)
    for text, own, weighed in zip(texts, hits, every, strict=True):
        assert told(weighed) == told(Scorer(shipped_model(), classes).weigh(text, own))


def test_more_texts_than_are_weighed_at_once():
    texts = [f"dr. Jansen{number} belt. " * 200 for number in range(20)]
    used = Scorer(shipped_model(), classes)
    every = used.weigh_all(texts, [()] * len(texts))
    assert len(every) == 20
    assert told(every[19]) == told(used.weigh(texts[19], ()))
    assert used.weigh_all([], []) == []
