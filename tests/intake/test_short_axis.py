"""Sizes of lesions in cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.intake.values import ValueProblem, short_axis


@pytest.mark.parametrize(
    ("cell", "mm"),
    [
        ("40", 40),
        ("40.0", 40),
        ("12,5", 12.5),
        (" 23 mm ", 23),
        ("23mm.", 23),
        ("1,1 cm", 11),
        ("2.35 CM", 23.5),
        ("0", 0),
        ("68 x 40", 40),
        ("40 x 68 mm", 40),
        ("68x40mm", 40),
        ("68 X 40", 40),
        ("68 × 40", 40),
        ("68*40", 40),
        ("68 bij 40 mm", 40),
        ("68 maal 40", 40),
        ("68 normaal 40 mm", 40),
        ("68 x 40 x 51 mm", 40),
        ("68 x 51 x 40", 40),
        ("6,8 x 4 cm", 40),
        ("6,8 cm x 40 mm", 40),
        ("40 mm x 6,8 cm", 40),
        ("6,8 cm x 4", 40),  # the unit of the one before
        ("6, twee x 7 cm", 62),
        ("4 x 6,8 cm", 40),  # the unit of the next one
        ("6,8 x 51 mm x 4 cm", 6.8),
        ("1,1 cm x 2", 11),
        ("40. x 68", 40),
        ("68\u00a0x\u00a040\u00a0mm", 40),
    ],
)
def test_short_axis(cell, mm):
    assert short_axis(cell) == mm


@pytest.mark.parametrize(
    "cell",
    ["", None, "?", "x", "68 x", "x 40", "1 x 2 x 3 x 4", "ca 2 cm", "40 ml", "-5", "68 / 40",
     "niet meetbaar", "40 (korte as)", "1.234,5", "4 dm", "nan", "inf", "1e3"],
)  # fmt: skip
def test_size_that_cannot_be_read_is_a_problem_of_its_row(cell):
    with pytest.raises(ValueProblem) as caught:
        short_axis(cell)
    assert not cell or f"{cell} " not in f"{caught.value} "


@given(st.lists(st.integers(1, 2500), min_size=1, max_size=3), st.booleans())
def test_centimetres_and_millimetres_give_the_same_in_any_order(tenths, comma):
    def written(values, unit):
        text = f" {unit} x ".join(values) + f" {unit}"
        return text.replace(".", ",") if comma else text

    in_mm = written([f"{n / 10:.1f}" for n in tenths], "mm")
    in_cm = written([f"{n / 100:.2f}" for n in reversed(tenths)], "cm")
    assert short_axis(in_mm) == short_axis(in_cm) == min(tenths) / 10
