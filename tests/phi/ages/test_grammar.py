"""The grammar of ages: what it reads it writes back, whatever the notation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.keys import ProjectKey
from dragon_prep.language.form import clean
from dragon_prep.phi.ages.grammar import Unit, capped, parse, pieces, reads, render
from dragon_prep.phi.ages.surrogate import age
from dragon_prep.phi.scope import Scope

TESTS = Path(__file__).parents[2]
SHARED = TESTS.parents[1] / "shared" / "data" / "phi_dev"
SCOPE = Scope.of(ProjectKey(bytes(range(32))))
YEARS = (
    "57", "57-jarige", "57 jarige", "57-jarig", "57jarige", "57 jaar", "57 jr", "57 jr.", "57jr",
    "57 j.", "57j", "57jv", "57 jaar oud", "57-year-old", "57 yo", "57 y/o", "57 years", "62e",
    "62ste", "60-plusser", "1,5 jaar", "91.5 jaar", "drieënzestig jaar", "drieenzestig",
    "Drieënzestigjarige", "ZESTIG JAAR", "zestig-jarige", "honderdeneen jaar", "ninety-five years",
)  # fmt: skip
SHORT = ("3 mnd", "3 maanden", "3mnd.", "6 weken", "6 wk", "12 dagen", "10 dgn", "drie maanden")
DECADES = ("zestiger", "Tachtigers", "70'er", "70-er", "90er", "zestigertje")
LONG = ("2 jaar en 3 maanden", "2 jr 3 mnd", "2 j 3 mnd", "1 jaar, 6 weken", "0;6", "3;11 jaar")
NOTATIONS = (*YEARS, *SHORT, *DECADES, *LONG)


@pytest.mark.parametrize("text", NOTATIONS)
def test_what_is_read_is_written_back(text: str) -> None:
    for before, behind in (("", ""), ("vrouw van ", ", hoest"), ("(", ")"), ("", " - bekend")):
        found = parse(f"{before}{text}{behind}", len(before))
        assert found is not None
        assert found.end == len(before) + len(text)
        assert render(found, like=found) == text
    assert reads(clean(text))


@given(st.sampled_from(NOTATIONS), st.integers(2, 19))
def test_another_age_in_the_same_notation_is_read_as_that_age(text: str, years: int) -> None:
    like = parse(text)
    assert like is not None
    if like.unit is Unit.DECADE:
        years = years // 2 * 10 or 20
    other = replace(like, amount=Decimal(years))
    read = parse(render(other, like=like))
    assert read is not None
    assert read.meaning == other.meaning
    assert render(read, like=like) == render(other, like=like)


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("57", Unit.YEARS, 57), ("57-jarige", Unit.YEARS, 57), ("57 jr", Unit.YEARS, 57),
        ("zevenenvijftig", Unit.YEARS, 57), ("zevenenvijftigjarige", Unit.YEARS, 57),
        ("3 mnd", Unit.MONTHS, 3), ("drie maanden", Unit.MONTHS, 3), ("6 weken", Unit.WEEKS, 6),
        ("12 dagen", Unit.DAYS, 12), ("zestiger", Unit.DECADE, 60), ("62e", Unit.YEARS, 62),
        ("2 jaar en 3 maanden", Unit.YEARS, 2), ("0;6", Unit.YEARS, 0),
    ],
)  # fmt: skip
def test_an_age_means_the_same_however_it_is_written(text: str, unit: Unit, amount: int) -> None:
    found = parse(text)
    assert found is not None
    assert (found.unit, found.amount) == (unit, amount)


@pytest.mark.parametrize("text", ["007", "1954", "12:34", "12.34.567", "tientallen", "", "achtste"])
def test_what_is_no_age_is_not_read(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    "text",
    ["50-60 jaar", "60/65 jr", "45 a 50 jaar", "begin 60", "eind zestig", "70+", "M67", "V/67",
     "man, 67", "(67)", "67\njaar", "6-9 mnd", "4, 9 en 13 jaar", "anderhalf jaar oud, 1",
     "leeftijd 50-60", "zestig a zeventig jaar", "pasgeborene", "op 62-jarige leeftijd"],
)  # fmt: skip
def test_mentions_of_several_ages_are_read(text: str) -> None:
    assert reads(text)
    assert "".join(piece.text for piece in pieces(text)) == text
    assert age(text, SCOPE) == text


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("91", "90"), ("104-jarige", "90-jarige"), ("95 jr.", "90 jr."), ("91,5 jaar", "90 jaar"),
        ("85-95 jaar", "85-90 jaar"), ("93/95 jr", "90/90 jr"), ("92 jaar en 3 maanden",
        "90 jaar en 3 maanden"), ("97e", "90e"), ("95+", "90+"), ("V 95", "V 90"),
        ("Tweeennegentigjarige", "Negentigjarige"), ("ninety-five years", "ninety years"),
        ("honderd jaar", "negentig jaar"), ("91-year-old", "90-year-old"), ("95 M", "90 M"),
        ("negentiger", "negentiger"), ("94-plusser", "90-plusser"),
        # Months, weeks and days are no years.
        ("95 weken", "95 weken"), ("92-95 weken", "92-95 weken"), ("100 dagen", "100 dagen"),
        ("96 maanden", "96 maanden"), ("honderd dagen", "honderd dagen"), ("95 mnd", "95 mnd"),
    ],
)  # fmt: skip
def test_only_years_are_capped(text: str, new: str) -> None:
    assert age(text, SCOPE) == new


@given(st.sampled_from(NOTATIONS), st.integers(0, 119), st.integers(60, 110))
def test_the_cap_leaves_younger_ages_alone(text: str, years: int, oldest: int) -> None:
    like = parse(text)
    assert like is not None
    given_age = replace(like, amount=Decimal(years))
    new = capped(given_age, oldest)
    if like.unit in (Unit.YEARS, Unit.DECADE):
        assert new.amount <= oldest
    if years < oldest - oldest % 10 or like.unit not in (Unit.YEARS, Unit.DECADE):
        assert new == given_age


def mentions() -> Iterator[str]:
    """Every mention marked as an age in the corpora, the golden tables and phi_dev."""
    folders = (TESTS / "detect" / "corpus", TESTS / "detect" / "cases", SHARED)
    for path in sorted(path for folder in folders for path in folder.glob("*.jsonl")):
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            for start, end, label in row.get("spans", ()):
                if label == "LEEFTIJD":
                    yield row["text"][start:end]
    golden = TESTS / "surrogate" / "golden" / "times_and_ages.jsonl"
    for row in map(json.loads, golden.read_text("utf-8").splitlines()):
        if row["label"] == "LEEFTIJD":
            yield row["original"]


def test_every_mention_of_the_corpora_is_read_and_written_back() -> None:
    if not SHARED.is_dir():
        pytest.skip("the shared corpora are not beside the checkout")
    found = sorted({clean(mention) for mention in mentions()})
    for mention in found:
        assert reads(mention), mention
        for piece in pieces(mention):
            if piece.age is not None:
                assert render(piece.age, like=piece.age) == piece.text
        assert reads(age(mention, SCOPE)), mention
    assert len(found) >= 80
    print(f"{len(found)} ages, 0 scrambled")


@pytest.mark.parametrize("text", ["62e", "V67", "anderhalf", "tachtig plus", "Jansen", "jaar", "x"])
def test_nothing_is_scrambled(text: str) -> None:
    assert reads(age(text, SCOPE))


def test_no_repr_says_which_age() -> None:
    found = parse("drieënzestig jaar")
    assert found is not None
    shown = repr(found) + repr(found.notation) + repr(pieces("63 jaar"))
    shown = re.sub("0x[0-9a-f]+", "", shown)
    assert not any(word in shown for word in ("drie", "63", "jaar"))
