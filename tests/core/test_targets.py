from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.targets import TargetType, looks_numeric, value_fault

SLB = TargetType.SINGLE_LABEL_BINARY
MLB = TargetType.MULTI_LABEL_BINARY
SLC = TargetType.SINGLE_LABEL_MULTI_CLASS
MLC = TargetType.MULTI_LABEL_MULTI_CLASS
SLR = TargetType.SINGLE_LABEL_REGRESSION
MLR = TargetType.MULTI_LABEL_REGRESSION
NER = TargetType.NER
MLN = TargetType.MULTI_LABEL_NER

REWRITTEN = "looks like a number that loaders would rewrite (01 becomes 1, and 1.50 becomes 1.5)"
TWICE = "has a text part with both a B- and an I- tag of one block"

GOOD = [
    (SLB, True),
    (MLB, [True, False]),
    (SLC, "PDAC"),
    (SLC, "0"),
    (SLC, "-1"),
    (SLC, "10"),
    (MLC, ["hypo", "not mentioned"]),
    (SLR, 4),
    (SLR, 0.14),
    (SLR, -3.5),
    (MLR, [1.5, None, 3]),
    (MLR, [None]),
    (NER, ["O", "B-<PERSOON>", "I-<PERSOON>", "B-two words"]),
    (MLN, [["O"], ["B-1-biopt", "B-2-biopt"], ["O", "I-1-biopt"], ["B-1-a", "B-1-b"]]),
]

BAD = [
    (SLB, 1),
    (SLB, "true"),
    (SLB, None),
    (MLB, []),
    (MLB, True),
    (MLB, [True, None]),
    (MLB, [True, 0]),
    (SLC, None),
    (SLC, 3),
    (SLC, " "),
    (SLC, "01"),
    (SLC, "1.0"),
    (SLC, "1.5"),
    (SLC, "+1"),
    (SLC, "1_0"),
    (SLC, "nan"),
    (SLC, "1e3"),
    (MLC, ["a", None]),
    (MLC, ["a", "007"]),
    (SLR, None),
    (SLR, True),
    (SLR, "4"),
    (SLR, float("nan")),
    (SLR, float("inf")),
    (SLR, 10**400),
    (SLR, -1e300),
    (MLR, [1.5, "2"]),
    (MLR, [1.5, False]),
    (MLR, [10**400]),
    (NER, ["O", "X-A"]),
    (NER, ["B-"]),
    (NER, ["O", None]),
    (NER, ["O", ["O"]]),
    (NER, ["o"]),
    (MLN, [["O"], []]),
    (MLN, ["O"]),
    (MLN, [["B-biopt"]]),
    (MLN, [["B-1-"]]),
    (MLN, [["B-1-a", "I-1-b"]]),
    (MLN, [["B-1-a", 1]]),
    (MLN, []),
]


@pytest.mark.parametrize(("kind", "value"), GOOD)
def test_sound_values(kind, value):
    assert value_fault(kind, value) is None


@pytest.mark.parametrize(("kind", "value"), BAD)
def test_unsound_values(kind, value):
    assert value_fault(kind, value)


def test_one_label_per_token():
    assert value_fault(NER, ["O", "O"], parts=2) is None
    assert value_fault(NER, ["O", "O"], parts=3)
    assert value_fault(MLN, [["O"]], parts=2)
    assert value_fault(MLB, [True], parts=2) is None  # a pair of texts is not a list of tokens


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=8,
)


@given(st.sampled_from(TargetType), JSON)
def test_any_json_gets_an_answer_that_quotes_nothing(kind, value):
    fault = value_fault(kind, value)
    assert fault is None or fault in FAULTS


FAULTS = {value_fault(kind, value) for kind, value in BAD}


@pytest.mark.parametrize("text", ["7", "007", " 1.5 ", "-3e8", "nan", "Infinity", "1_000"])
def test_numeric_looking(text):
    assert looks_numeric(text)


@pytest.mark.parametrize("text", ["", "7 mm", "1,5", "0x1f", "1.2.3", "II"])
def test_not_numeric_looking(text):
    assert not looks_numeric(text)


def test_columns_of_the_contract():
    columns = [kind.column for kind in TargetType]
    assert columns[0] == "single_label_binary_classification_target"
    assert columns[-1] == "multi_label_named_entity_recognition_target"
    assert json.dumps(TargetType.NER) == '"named_entity_recognition"'


@pytest.mark.parametrize(
    ("kind", "value", "parts", "fault"),
    [
        (SLB, "true", None, "is not true or false"),
        (MLB, True, None, "is not a list with at least one element"),
        (MLB, [], None, "is not a list with at least one element"),
        (MLB, [1], None, "holds something other than true and false"),
        (SLC, None, None, "is not a class name"),
        (SLC, "01", None, REWRITTEN),
        (MLC, ["a", "1.50"], None, REWRITTEN),
        (MLC, ["a", ""], None, "is not a class name"),
        (SLR, "4", None, "is not a finite number"),
        (MLR, ["4"], None, "holds something other than finite numbers and null"),
        (NER, ["X"], None, "holds something other than B-, I- and O tags"),
        (NER, ["O"], 2, "has not one element per text part"),
        (MLN, [[]], None, "has a text part without tags"),
        (MLN, ["O"], None, "has a text part without tags"),
        (MLN, [["B-x-a"]], None, "holds something other than B-<n>-name, I-<n>-name and O tags"),
        (MLN, [["B-1-a", "I-1-a"]], None, TWICE),
        (MLN, [["O"], ["O"]], 1, "has not one element per text part"),
    ],
)
def test_what_is_wrong_in_words(kind, value, parts, fault):
    assert value_fault(kind, value, parts) == fault


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (SLC, "9" * 15),
        (SLR, 1e15 - 1),
        (SLR, -1e15 + 1),
        (MLN, [["O", "O"], ["O", "B-1-a"], ["B-1-a", "I-2-a", "B-1-c-d"]]),
        (MLN, [["B-10-a b"]]),
        (NER, ["I-x"]),
    ],
)
def test_values_just_inside(kind, value):
    assert value_fault(kind, value) is None


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (SLC, "9" * 16),
        (SLC, "-0"),
        (SLR, 1e15),
        (SLR, -1e15),
        (MLN, [["O"], ["O", "B-1-a", "I-1-a"]]),
        (NER, ["B- x"]),
        (NER, ["OO"]),
        (MLN, [["B-1-a", "X"]]),
    ],
)
def test_values_just_outside(kind, value):
    assert value_fault(kind, value)


def test_which_targets_have_a_label_for_each_token():
    assert [kind for kind in TargetType if kind.is_token_level] == [NER, MLN]


def test_names_of_the_predictions():
    words = {
        "SLB": "single_label_binary_classification",
        "MLB": "multi_label_binary_classification",
    }
    words |= {"SLC": "single_label_multi_class_classification", "SLR": "single_label_regression"}
    words |= {"MLC": "multi_label_multi_class_classification", "MLR": "multi_label_regression"}
    words |= {"NER": "named_entity_recognition", "MLN": "multi_label_named_entity_recognition"}
    assert {name: globals()[name].value for name in words} == words
