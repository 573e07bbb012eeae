"""Dates in a text are compared by what they mean, and told from measures."""

from __future__ import annotations

import pytest

from dragon_prep.audit.moments import moments
from dragon_prep.core.phi import PhiCategory


def found(text: str) -> list[tuple[int, ...]]:
    return [m.value for m in moments(text) if m.category is PhiCategory.DATUM]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("12-03-2019", (19, 3, 12)),
        ("12-03-19", (19, 3, 12)),
        ("12 03 2019", (19, 3, 12)),
        ("12.3.2019", (19, 3, 12)),
        ("12 maart 2019", (19, 3, 12)),
        ("12-III-2019", (19, 3, 12)),
        ("2019-03-12", (19, 3, 12)),
        ("20190312", (19, 3, 12)),
        ("Mar 12, 2019", (19, 3, 12)),
        ("6 - 11 januari 2025", (25, 1, 6)),
        ("12/3-15/3 2019", (19, 3, 12)),
        ("12.3 t/m 15.3 2019", (19, 3, 12)),
        ("2-8 juni", (6, 2)),
        ("12-03mei", (5, 12)),
        ("12-03", (3, 12)),
        ("2/6", (6, 2)),
    ],
)
def test_a_date_is_found_in_each_notation(text: str, first: tuple[int, ...]) -> None:
    assert found(f"controle {text}, hoest")[0] == first


@pytest.mark.parametrize(
    "text", ["1.5 cm", "1.5, 2.3 en 3.1 cm", "12 klieren", "3 4", "14-15", "1/12.5"]
)
def test_a_measure_is_no_date(text: str) -> None:
    assert not found(f"meet {text} links")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("tweeentwintig april", (4, 22)),
        ("Tweeentwintigste april 2019", (19, 4, 22)),
        ("drie juni tweeduizend twintig", (20, 6, 3)),
        ("3 juni tweeduizend twintig", (20, 6, 3)),
        ("twenty two March 2019", (19, 3, 22)),
        ("twee-en-twintig\nmei", (5, 22)),
    ],
)
def test_a_date_in_words_is_found_in_a_text(text: str, value: tuple[int, ...]) -> None:
    for around in (text, f"controle {text}, hoest", f"(geb.{text})"):
        assert found(around) == [value]
    assert all(moment.sure for moment in moments(text))


@pytest.mark.parametrize("text", ["een maat groter", "vijfendertig april", "ontdrie juni"])
def test_what_is_like_a_date_in_words_is_none(text: str) -> None:
    assert not found(text)
