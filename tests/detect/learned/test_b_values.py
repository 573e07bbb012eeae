"""The strengths of diffusion weighting are no PHI."""

from __future__ import annotations

import pytest

from dragon_prep.detect import detect
from dragon_prep.detect.learned.b_values import is_b_value


def told(marked):
    before, mention, behind = marked.replace("]", "[").split("[")
    return is_b_value(before + mention + behind, len(before), len(before + mention))


@pytest.mark.parametrize(
    "marked",
    [
        "b-waarden 0, 100, 1000 en [1500], zonder",
        "DWI (b0, b500, b1000, b[2000]).",
        "DWI (b0, b500, b1000, [b2000]).",
        "dwi (b0,\nb500, [b1000], b2000).",
        "DWI (b0, b[500], b1000, b2000)",
        "DWI ([b]0, b500, b1000)",
        "b-waarden 0, 100, 1000 en berekend\n[1500].",
        "b=[1400] hoog",
        "b50, b400, b800, berekende b[1400], dce",
        "B-values of 0, 50 and 800: b 0, 50, [800]",
        "b0/b[1000] gb.",
    ],
)
def test_b_values(marked):
    assert told(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "b [2017] gezien",  # no multiple of 50
        "kamer b 4, tst [4417]",
        "b [25]",  # smaller than the largest of any list
        "rib [1000]",
        "b1000 hoog. Tel [4400]",
        "b[10000]",
        "DWI b1000, [45] jaar",
        "b800 en [12] mei",
    ],
)
def test_what_is_none(marked):
    assert not told(marked)


@pytest.mark.parametrize(
    "text",
    [
        "MRI op 3T met T2-gewogen opnamen en DWI (b0, b500, b1000, b2000). Rectum leeg.",
        "Techniek: T2W in drie richtingen, DWI met b-waarden 0, 100, 1000 en berekend 1500.",
        "Onderzoek: dwi (b50, b400, b800), dce. Apicaal L PZpl ADC normaal.\nLaesie mid R\nPZpl.",
    ],
)
def test_techniques_have_no_phi(text):
    assert detect(text) == ()
