"""Ids: one spelling for all that programs make of one, and none where there is none."""

from __future__ import annotations

import pytest

from dragon_prep.intake.ids import alike, is_no_id, plain_id


@pytest.mark.parametrize(
    "spelling",
    [
        "4000137",
        " 4000137\N{NO-BREAK SPACE}",
        "4000137.0",
        "4000137,00",
        "'4000137",
        "\N{RIGHT SINGLE QUOTATION MARK}4000137",
        "4.000.137",
        "4,000,137",
        "4000137\N{ZERO WIDTH SPACE}",
        "4000\N{SOFT HYPHEN}137",
        "\N{ZERO WIDTH NO-BREAK SPACE}4000137",
        "".join(chr(ord("\N{FULLWIDTH DIGIT ZERO}") + int(digit)) for digit in "4000137"),
    ],
)
def test_one_id_in_the_spellings_of_programs_is_one(spelling):
    assert plain_id(spelling) == "4000137"
    assert plain_id(f"{spelling}_{spelling}") == "4000137_4000137"
    assert plain_id(plain_id(spelling)) == plain_id(spelling)


@pytest.mark.parametrize(
    "name", ["00137", "UMCG-0003d", "T12-03512_II", "2019-03-12", "12.03.2019", "1.2.840.10008", ""]
)
def test_what_may_tell_two_apart_stays(name):
    assert plain_id(name) == name


def test_what_cannot_be_decided_is_alike():
    assert len({alike(x) for x in ("00137a", "137A", "137-a", "1 37a")}) == 1
    assert alike("1370") != alike("137")


@pytest.mark.parametrize(
    "cell", ["", "-", "--", "?", "onbekend", "Onbekend", "N.v.t.", "NULL", "#N/A", "x"]
)
def test_no_id(cell):
    assert is_no_id(cell)


@pytest.mark.parametrize("cell", ["1", "0", "000", "X1", "Geens", "P-0"])
def test_an_id(cell):
    assert not is_no_id(cell)
