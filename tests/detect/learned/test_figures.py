"""Numbers that are values, places and spans of time, and those that are dates, times and ages."""

from __future__ import annotations

import pytest

from dragon_prep.detect.learned.figures import is_figure


def told(marked, family):
    before, mention, behind = marked.replace("]", "[").split("[")
    return is_figure(before + mention + behind, len(before), len(before + mention), family)


@pytest.mark.parametrize(
    "marked",
    [
        "PSA-densiteit [0.18].",
        "densiteit 0.[09] was",
        "PSA 10.7 - 14.7 - [18.37] (laatste)",
        "psa tot [16],85. VG",
        "CA 19-9 [1490].",
        "lengtes van 10, [11] en 9 mm",
        "vlume van [27]\ncc",
        "stadium [mrt2]a n0",
        "n0, [mrt2a])",
        "delen in [13]b. Klaar",
        "behandeld met [5]-FU.",
        "gezien ([5-273]).",
        "de [tweede] haard",
        "de [vijfde] en zesde rib",
        "d.[d]. 25 aug",
        "lever seg. [5/6]: 41 mm",
        "exon 10 en [14])",
    ],
)
def test_what_is_no_date(marked):
    assert told(marked, "date")


@pytest.mark.parametrize(
    "marked",
    [
        "gezien op [7/3]",
        "MRI [21/10] tov 6/5",
        "BVO [2020] en 2018",
        "INR [3]/2 2.8",
        "om [12].3 gezien",
        "de [tweede] mei",
        "de [tweede] van de vierde",
        "t/m [16]-II.",
        "Beelden zijn 31/[1] per DVD",
        "densiteit op [7/3]",
        "belde [3] mei",
    ],
)
def test_what_may_be_a_date(marked):
    assert not told(marked, "date")


@pytest.mark.parametrize("marked", ["dens. 0,[06]. toen", "l[3]: inzakking", "bloed: [29] uur"])
def test_what_is_no_time(marked):
    assert told(marked, "time")


@pytest.mark.parametrize(
    "marked", ["vanaf [0.55]", "om [9.15] geholpen", "om [7] uur", "om 9,[30] uur", "vanaf [0.00]"]
)
def test_what_may_be_a_time(marked):
    assert not told(marked, "time")


@pytest.mark.parametrize(
    "marked", ["[13] jaar geleden", "[twee] jaar geleden", "beeld [47] en", "wand, [37]\nmm",
               "roker, [42] pakjaren", "PSA van [43] en"]
)  # fmt: skip
def test_what_is_no_age(marked):
    assert told(marked, "age")


@pytest.mark.parametrize(
    "marked", ["meisje [8], 24 kg", "[84] jaar, bekend", "loopt, nu [9] dagen oud"]
)
def test_what_may_be_an_age(marked):
    assert not told(marked, "age")


def test_other_families_are_not_asked():
    assert not told("PSA [12]", "phone")
