"""Numbers in cells."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.intake.values import (
    ValueProblem,
    filled,
    number,
    short_axis,
    truth,
    volume,
    whole_numbers,
)


@pytest.mark.parametrize(
    ("cell", "cm3"),
    [
        ("6 x 5 x 6,6 cm", 103.67),
        ("50x40x47 mm", 49.22),
        ("50x40x47", 49.22),
        ("4,4x3,8x4,1", 35.89),
        ("5 bij 4 bij 4 cm", 41.89),
        ("12 x 10 x 9 cm", 565.49),  # the unit decides, not the size
        ("5 cm x 4 cm x 3 cm", 31.42),
        ("50 mm x 4 cm x 30 mm", 31.42),  # each has its own unit
        ("50 x 40 mm x 3 cm", 31.42),  # the first takes the unit of the next
        ("5cm x 4 x 3", 31.42),
        ("5 normaal 4 normale 3 cm", 31.42),
        ("5maal4maal3cm", 31.42),
        ("5 × 4 × 3 cm", 31.42),
        ("5 keer 4 keer 3 cm", 31.42),
        ("5,2 x 4 x 3 CM.", 32.67),
        ("5, twee x 4 x 3 cm", 32.67),
        ("5\u00a0x\u00a04\u00a0x\u00a03\u00a0cm", 31.42),
        ("68 cc", 68),
        ("68", 68),
        ("47,5 ml", 47.5),
        ("47,5 cm³", 47.5),
        ("47 cm^3", 47),
        ("47 cm 3.", 47),
        ("10 x 10 x 10", 523.6),  # a product of 1000 is in cm, what is above in mm
        ("10 x 10 x 10,01", 0.52),
        ("5 maal 4 maal 3 cm", 31.42),
        ("5*4*3 cm", 31.42),
        ("5. x 4 mm. x 3", 0.03),
        ("5,twee x 4 x 3 cm", 32.67),
        ("5 x 4 cm x 30 mm", 31.42),
        ("5 x 4cm x 3", 31.42),
    ],
)
def test_volume(cell, cm3):
    assert volume(cell) == pytest.approx(cm3, abs=0.005)


@pytest.mark.parametrize(
    "cell", ["5 x 4", "5 x 4 x 3 x 2", "groot", "68 mm", "x", "5 x 4 x 3 dm", "", None, "68?", "-5"]
)
def test_volume_that_cannot_be_read_is_a_problem_of_its_row(cell):
    with pytest.raises(ValueProblem) as caught:
        volume(cell)
    assert not cell or cell not in str(caught.value)


@given(*[st.integers(1, 200).map(lambda n: n / 10)] * 3, st.booleans())
def test_volume_in_millimetres_is_volume_in_centimetres(a, b, c, everywhere):
    unit = " mm" if everywhere else ""
    cell = f"{a * 10:.0f}{unit} x {b * 10:.0f}{unit} x {c * 10:.0f} mm"
    expected = math.pi / 6 * round(a * 10) * round(b * 10) * round(c * 10) / 1000
    assert volume(cell) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("9.7", 9.7),
        ("9,7", 9.7),
        (" 9,7 ng/mL ", 9.7),
        ("9,7ng/ml", 9.7),
        ("9,7 µg/l", 9.7),
        ("9,7 μg/L", 9.7),
        ("1.234,5", 1234.5),
        ("1.234", 1.234),
        ("10", 10),
        ("1.234.567,25", 1234567.25),
        ("9,7\u00a0ng/ml", 9.7),
        ("9,7 ng / ml.", 9.7),
    ],
)
def test_number(cell, value):
    assert number(cell, units=("ng/ml", "ug/l")) == value


@pytest.mark.parametrize(
    "cell", ["9,7 mmol", "zie verslag", "9,7 / 8", "< 0,1", "1,2,3", "NaN", "٣"]
)
def test_number_that_cannot_be_read(cell):
    with pytest.raises(ValueProblem):
        number(cell, units=("ng/ml",))


@pytest.mark.parametrize(
    ("cell", "items"),
    [("4", [4]), ("4,3", [4, 3]), ("4.3", [4, 3]), ("3, N/A,5", [3, 5]), ("N/A", []), ("NA", [])],
)
def test_whole_numbers(cell, items):
    assert whole_numbers(cell) == items


@pytest.mark.parametrize("cell", ["", None, "3/4", "wtf", "3 tot 4", "3-4", "4,", "³"])
def test_whole_numbers_that_cannot_be_read(cell):
    with pytest.raises(ValueProblem):
        whole_numbers(cell)


@pytest.mark.parametrize("cell", ["True", " true ", "TRUE", "1", "1.0"])
def test_cells_that_are_true(cell):
    assert truth(cell) is True


@pytest.mark.parametrize("cell", ["False", "false", "0", "0.0"])
def test_cells_that_are_false(cell):
    assert truth(cell) is False


@pytest.mark.parametrize(
    ("cell", "code"),
    [(None, "R321"), (" ", "R321"), ("ja", "R322"), ("01", "R322"), ("-1", "R322")],
)
def test_other_cells_are_neither(cell, code):
    with pytest.raises(ValueProblem) as caught:
        truth(cell)
    assert caught.value.kind.code == code


@pytest.mark.parametrize("cell", [None, "", "  ", "NA", "n/a", " NaN", "None", "NULL"])
def test_cells_that_say_they_are_empty(cell):
    assert filled(cell) is None


def test_other_cells_are_filled():
    assert filled(" Nader \n") == "Nader"


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ((), "the number is followed by something else than no unit"),
        (("cc", "ml"), "the number is followed by something else than cc, ml"),
    ],
)
def test_a_unit_that_is_not_allowed_is_told_with_those_that_are(units, said):
    with pytest.raises(ValueProblem) as caught:
        number("9,7 mmol", units=units)
    assert (caught.value.detail, str(caught.value), caught.value.kind.code) == (said, said, "R322")


def test_empty_cells_are_told_apart():
    for read in (number, volume, whole_numbers, truth):
        with pytest.raises(ValueProblem, match="the cell is empty") as caught:
            read(" ")
        assert caught.value.kind.code == "R321"


@pytest.mark.parametrize("read", [number, volume, short_axis, whole_numbers, truth])
@pytest.mark.parametrize(
    ("cell", "what"),
    [
        *((cell, "date") for cell in ("2019-03-04", "2019-03-04 00:00:00", "4-3-2019", "4.mrt")),
        *((cell, "date") for cell in ("mrt-19", "3/4/19")),
        ("04:30:00", "time"),
    ],
)
def test_dates_and_times_that_a_spreadsheet_made_of_numbers_are_called_so(read, cell, what):
    with pytest.raises(ValueProblem) as raised:
        read(cell)
    assert f"the cell is a {what}" in raised.value.detail
