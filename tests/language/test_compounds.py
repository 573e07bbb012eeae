"""Compounds that no list holds are words, and surnames are none."""

from __future__ import annotations

import pytest
from rules_alone import detect

from dragon_prep.language import lexicon
from dragon_prep.language.compounds import is_compound


@pytest.mark.parametrize(
    "word",
    [
        "coecumpoliep",
        "accessienummer",
        "registratienummers",
        "resthemorragie",
        "ouderengeneeskunde",
        "restafwijkingen",
        "leverkoepel",
        "ribhaakje",
        "coccyxlijst",
        "hodgkinlymfoom",
    ],
)
def test_compounds(word):
    assert is_compound(word)


@pytest.mark.parametrize("word", ["hoogeboezem", "kleinveld", "huidkliniek", "nummer", "zwelgmans"])
def test_what_is_none(word):
    assert not is_compound(word)


def test_no_known_surname_is_one():
    assert [name for name in lexicon.surnames() if is_compound(name)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Tweede lezer: MCDU.\nDivertikels van het sigmoid.",
        "Tweede lezer: MCDU.\nResthemorragie in de perifere zone.",
        "Gecontroleerd door MCDU. Accessienummer 911734244, scan 2.",
    ],
)
def test_a_word_behind_a_code_and_its_stop_is_no_name(text):
    found = {text[hit.span.start : hit.span.end] for hit in detect(text)}
    assert "MCDU" in found
    assert found <= {"MCDU", "911734244"}
