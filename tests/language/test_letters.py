"""Names open with any capital of Latin, not only with those of Western Europe."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rules_alone import detect

import dragon_prep
from dragon_prep.language.letters import CAPITALS, SMALL, compiled


@pytest.mark.parametrize("capital", "ŁŚŠŽČĆŐŞĞİĐŹŻŇŘÑØÅȘỄ")
def test_a_name_may_open_with_any_capital(capital):
    for text, name in (
        (f"Verslag door: {capital}abelsk", f"{capital}abelsk"),
        (f"Radioloog: {capital}. {capital}abelsk", f"{capital}. {capital}abelsk"),
        (f"dr. {capital}. van {capital}abelsk", f"{capital}. van {capital}abelsk"),
    ):
        start = text.index(name)
        found = [(hit.span.start, hit.span.end, hit.span.label) for hit in detect(text)]
        assert found == [(start, start + len(name), "PERSOON")]


def test_letters_are_told_by_case():
    assert set("ÀÞŁŚİ") <= set(CAPITALS)
    assert set("ßàÿłśı") <= set(SMALL)
    assert not set(CAPITALS) & set(SMALL)
    assert not set("×÷") & set(CAPITALS + SMALL)
    assert compiled("[A-ZÀ-Þ][a-zà-ÿ]+").fullmatch("Łódź")


def test_the_letters_are_written_in_one_place():
    for path in sorted(Path(dragon_prep.__file__).parent.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        for pattern in re.split(r"^_[A-Z_]+ = ", source, flags=re.MULTILINE)[1:]:
            first = pattern.partition("\n")[0]
            is_atom = first[:1] in 'rf"' and "re.compile" not in first  # part of what is compiled
            assert "À-Þ" not in first or pattern.startswith("compiled(") or is_atom
