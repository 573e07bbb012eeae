"""The columns of the pools: weights, years, places and kinds."""

from __future__ import annotations

from collections import Counter

import pytest

from dragon_prep.data.load import lines


def rows(name: str) -> list[list[str]]:
    return [row.split("\t") for row in lines(f"pool_{name}.txt")]


TOWNS = {row[0] for row in rows("towns")}
KINDS = {
    *("academic", "teaching", "general", "specialised", "laboratory", "nursing_home", "hospice"),
    *("rehabilitation", "mental_health", "practice", "pharmacy", "home_care", "diagnostic"),
}


@pytest.mark.parametrize(
    ("name", "columns", "weight"),
    [
        ("towns", 4, 1),
        ("surnames", 3, 2),
        ("first_names_female", 4, 1),
        ("first_names_male", 4, 1),
        ("names_abroad", 4, 3),
        ("names_added", 4, 3),
        ("hospitals", 6, 1),
        ("streets", 2, 1),
    ],
)
def test_each_line_has_its_columns_and_a_whole_weight(name, columns, weight):
    for row in rows(name):
        assert len(row) == columns
        assert int(row[weight]) >= 1


@pytest.mark.parametrize(
    ("name", "key"),
    [("towns", 1), ("surnames", 2), ("first_names_male", 1), ("streets", 1), ("names_added", 3)],
)
def test_no_entry_has_two_weights(name, key):
    assert max(Counter(tuple(row[:key]) for row in rows(name)).values()) == 1


def test_towns_lie_where_patients_come_from():
    for name, _, latitude, longitude in rows("towns"):
        assert 50.6 < float(latitude) < 53.6, name
        assert 2.5 < float(longitude) < 7.9, name


def test_the_ten_commonest_surnames_are_as_common_as_they_are():
    weights = sorted((int(weight) for _, _, weight in rows("surnames")), reverse=True)
    assert 0.03 < sum(weights[:10]) / sum(weights) < 0.045


@pytest.mark.parametrize("sex", ["female", "male"])
def test_years_of_first_names_are_years(sex):
    for _, _, peak, spread in rows(f"first_names_{sex}"):
        assert 1920 <= int(peak) <= 2020
        assert 5 <= int(spread) <= 40


def test_institutions_are_of_a_kind_in_a_town_with_an_abbreviation_of_their_own():
    found = rows("hospitals")
    assert {row[0] for row in found} == KINDS
    assert {row[2] for row in found} <= TOWNS
    for column in (3, 4, 5):
        assert max(Counter(row[column] for row in found).values()) == 1
    few = {"academic", "teaching", "specialised"}
    counts = Counter(row[0] for row in found)
    assert all(counts[kind] >= 40 for kind in KINDS - few)


@pytest.mark.parametrize(("name", "count"), [("area_codes", 141), ("postcodes", 90)])
def test_codes_lead_to_a_town(name, count):
    found = dict(rows(name))
    assert len(found) == len(rows(name)) == count
    assert set(found.values()) <= TOWNS


def test_codes_are_those_in_use():
    codes = {code for code, _ in rows("area_codes")}
    assert all(code[0] == "0" and len(code) in (3, 4) for code in codes)
    assert not any(a != b and b.startswith(a) for a in codes for b in codes)
    assert [digits for digits, _ in rows("postcodes")] == [str(n) for n in range(10, 100)]


def test_the_centres_of_the_benchmark_have_a_town():
    found = dict(rows("centres"))
    assert set(found.values()) <= TOWNS
    assert {"avl", "jbz", "rijnstate", "rumc", "umcg"} <= found.keys()
