"""Records, byte for byte against the pandas that is installed."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dragon_prep.archive.encode import Case, encode_case
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.errors import VerifyFault

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SMALL_INT = st.integers(-(2**53), 2**53)
FLOAT = st.floats() | st.floats(-1000, 1000) | st.decimals(-999, 999, places=3).map(float)
LABEL = st.recursive(
    st.none() | st.booleans() | SMALL_INT | FLOAT | TEXT,
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=12,
)


def ours(*cases, input_name="text", label="label_target"):
    records = (encode_case(case, input_name=input_name, label_column=label) for case in cases)
    return b"[\n" + b",\n".join(records) + b"\n]"


def pandas(**columns):
    frame = pd.DataFrame({name: pd.Series(v, dtype=object) for name, v in columns.items()})
    return frame.to_json(orient="records", indent=2).encode("ascii")


@given(TEXT, TEXT)
@example(uid="a", text="\x00\x1f\x7f\b\f\n\r\t\"\\/<>&'\u2028\u00e9\U0001f600")
def test_strings(uid, text):
    assert ours(Case(uid, text, None), label=None) == pandas(uid=[uid], text=[text])


@pytest.mark.parametrize(
    "text", ["\x7f", "\\u007f", "\\\x7f", "\\\\u007f\x7f", "u007f", "\x7f" * 3]
)
def test_the_delete_character(text):
    assert ours(Case("a", text, [text, "x"])) == pandas(
        uid=["a"], text=[text], label_target=[[text, "x"]]
    )


@given(st.lists(FLOAT, min_size=1))
@example([0.5, 1e-11, 0.123456789012345, 4.0, -0.0, 0.99999999999, 1e15, 1e16, 1e-15, 9e-16])
@example([float("nan"), float("inf"), float("-inf")])
@example([2**-33, 3 * 2**-33, 1.00000000005, 0.00000000005, 0.00000000015, 12345.67890123455])
def test_floats(numbers):
    cases = [Case(str(i), "text", number) for i, number in enumerate(numbers)]
    frame = pd.DataFrame(
        {
            "uid": [case.uid for case in cases],
            "text": "text",
            "label_target": pd.Series(numbers, dtype="float64"),
        }
    )
    assert ours(*cases) == frame.to_json(orient="records", indent=2).encode("ascii")


@given(LABEL, st.lists(TEXT, max_size=5))
@example([["O"], ["B-1-a/b", "I-2-c"], []], ["a", "b"])
@example([1.0, None, 2], [])
@example([True, False], ["/"])
def test_labels_and_parts(label, parts):
    case = Case("a", tuple(parts), label)
    expected = pandas(uid=["a", "b"], text_parts=[parts, ["x"]], label_target=[label, "text"])
    # With a second row, pandas keeps the column as it is and guesses no type for it.
    assert ours(case, Case("b", ("x",), "text"), input_name="text_parts") == expected


@given(LABEL, TEXT)
def test_what_is_written_reads_back(label, text):
    encoded = encode_case(Case("a", text, label), input_name="text", label_column="t")
    record = json.loads(encoded)
    assert list(record) == ["uid", "text", "t"]
    assert record["text"] == text


@pytest.mark.parametrize("half", ["\ud800", "a\udfffb", "\ude00\ud83d"])
def test_half_characters_are_refused_and_not_quoted(half):
    for case, name in (
        (Case("a", f"secret{half}", "x"), "text"),
        (Case("a", ("secret", half), "x"), "text_parts"),
        (Case("a", "text", [half, "secret"]), "text"),
    ):
        with pytest.raises(VerifyFault) as caught:
            encode_case(case, input_name=name, label_column="t")
        assert caught.value.kind == rules.NOT_ASCII
        assert "secret" not in f"{caught.value} {caught.value!r}"


@pytest.mark.parametrize(
    ("content", "name"), [("text", "text_parts"), (("a", "b"), "text"), ((), "text")]
)
def test_content_must_be_what_the_input_asks_for(content, name):
    with pytest.raises(ValueError):
        encode_case(Case("a", content, None), input_name=name, label_column=None)


def test_labels_of_unknown_types_are_refused():
    with pytest.raises(TypeError, match="Timestamp"):
        encode_case(Case("a", "text", pd.Timestamp(0)), input_name="text", label_column="t")


def test_no_text_in_a_repr():
    assert repr(Case("u", "secret", "secret")) == "<Case with a text of 6 characters>"
    assert repr(Case("u", ("secret", "word"), ["O", "O"])) == "<Case with 2 text parts>"
