"""Policies: who keeps a side, who is dealt one, and what cannot be had."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from file_lines import fault

from dragon_prep.core.errors import UsageFault
from dragon_prep.split.folds import dragon2025
from dragon_prep.split.policies import SplitCase, sides_of, split_cases
from dragon_prep.split.settings import TEST, SplitPolicy, SplitSettings

STRATIFIED = SplitSettings(SplitPolicy.STRATIFIED)
BENCHMARK = SplitSettings(SplitPolicy.BENCHMARK)


def some_cases(patients: int, seed: int = 0, prefix: str = "p") -> list[SplitCase]:
    """Cases of patients with one to four reports each; a third of them positive, of two centres."""
    chance = random.Random(seed)
    return [
        SplitCase(f"{prefix}{n:04}", chance.choice("aab"), chance.random() < 1 / 3)
        for n in range(patients)
        for _ in range(chance.choice((1, 1, 2, 4)))
    ]


def groups_of(cases):
    return [case.patient for case in cases]


def test_the_usual_policy_is_that_of_the_challenge_bit_for_bit():
    cases = some_cases(50)
    assert split_cases(cases).split == dragon2025(groups_of(cases))
    fixed = [SplitCase(c.patient, is_test=c.patient < "p0010") for c in cases]
    separate = [case.is_test for case in fixed]
    assert split_cases(fixed, fixed=True).split == dragon2025(
        groups_of(fixed), separate_test=separate
    )
    assert split_cases(fixed).split == dragon2025(groups_of(fixed))


def test_an_earlier_split_is_kept_when_patients_leave_and_others_join():
    chance = random.Random(1)
    old = some_cases(1000)
    before = sides_of(groups_of(old), split_cases(old).split)
    stay = [case for case in old if chance.random() > 0.05]
    new = stay + some_cases(500, seed=2, prefix="q")
    settings = SplitSettings(SplitPolicy.EARLIER, earlier={"": {"x": 0}})
    made = split_cases(new, settings, known=before)
    after = made.sides(groups_of(new))
    assert all(after[patient] == before[patient] for patient in set(groups_of(stay)))
    count = Counter(after.values())
    aim = 0.3 * len(after)
    assert abs(count[TEST] - aim) <= 0.02 * aim
    fold = 0.14 * len(after)
    assert all(abs(count[k] - fold) <= 0.02 * fold for k in range(5))
    assert abs(len(made.split.test) - 0.3 * len(new)) <= 0.02 * 0.3 * len(new)
    assert made.compromises == ()
    shuffled = random.Random(3).sample(new, len(new))
    assert split_cases(shuffled, settings, known=before).sides(groups_of(shuffled)) == after


def test_a_size_that_cannot_be_had_is_said():
    cases = some_cases(100)
    known = {case.patient: TEST for case in cases if case.patient < "p0060"}
    made = split_cases(cases, BENCHMARK, known=known)
    assert made.compromises[0] == "the test set has 60 patients where 30 were aimed at"
    assert len(made.compromises) == 6


def test_every_side_gets_somebody_when_few_are_left():
    cases = [SplitCase(f"p{n}") for n in range(6)]
    split = split_cases(cases, BENCHMARK).split
    assert len(split.test) == 1
    assert [len(rows) for rows in split.validation] == [1] * 5
    assert fault(split_cases, cases[:5], BENCHMARK).kind.code == "E221"
    known = {f"p{n}": 0 for n in range(4)}
    assert fault(split_cases, cases, BENCHMARK, known=known).kind.code == "E221"


def test_a_fixed_test_set_is_kept_and_may_not_contradict_what_is_known():
    cases = [SplitCase(f"p{n:02}", is_test=n < 5) for n in range(30)]
    made = split_cases(cases, BENCHMARK, known={"p07": 3}, fixed=True)
    assert made.split.test == (0, 1, 2, 3, 4)
    assert 7 in made.split.validation[3]
    for known in ({"p02": 1}, {"p20": TEST}):
        error = fault(split_cases, cases, BENCHMARK, known=known, fixed=True)
        assert (error.kind.code, error.detail) == ("E235", "1 patients are on another side of it")


def test_stratified_is_more_even_than_plain_grouping_and_keeps_groups_whole():
    cases = some_cases(300)
    plain, even = split_cases(cases), split_cases(cases, STRATIFIED)
    worst = max(value for side in even.balance.values() for value in side.values())
    assert worst < 0.1 < max(value for side in plain.balance.values() for value in side.values())
    seen = {}
    sides = (even.split.test, *even.split.validation)
    for side, rows in enumerate(sides):
        assert all(seen.setdefault(cases[row].patient, side) == side for row in rows)
    assert split_cases(cases, STRATIFIED).split == even.split


def test_texts_that_are_nearly_the_same_stay_on_one_side():
    cases = some_cases(60)
    first = {case.patient: row for row, case in reversed([*enumerate(cases)])}
    together = [[first["p0003"], first["p0041"]], [first["p0041"], first["p0055"]]]
    for seed in range(5):
        settings = SplitSettings(SplitPolicy.STRATIFIED, seed=seed)
        sides = split_cases(cases, settings, together=together).sides(groups_of(cases))
        assert sides["p0003"] == sides["p0041"] == sides["p0055"]


def test_fields_are_balanced_too():
    chance = random.Random(5)
    cases = [
        SplitCase(f"p{n}", "a", n % 2 == 0, (chance.choice("mv"), str(chance.randint(18, 90))))
        for n in range(400)
    ]
    made = split_cases(cases, SplitSettings(SplitPolicy.STRATIFIED, fields=("sex", "age")))
    assert set(made.balance["test"]) == {"label", "centre", "sex", "age"}
    assert max(value for side in made.balance.values() for value in side.values()) < 0.1


def test_what_no_stratified_split_can_give_is_said_or_stops():
    cases = [SplitCase(f"p{n}", "a", "rare" if n < 3 else "often") for n in range(60)]
    said = split_cases(cases, STRATIFIED).compromises
    few = "1 of 2 values of label have fewer than 6 groups, and cannot be in each fold"
    assert said == (f"{few} and the test set",)
    assert fault(split_cases, cases[:5], STRATIFIED).kind.code == "E221"
    large = [SplitCase("p0", "a", n % 2) for n in range(25)]
    error = fault(split_cases, [*cases[1:50], *large], STRATIFIED)
    assert (error.kind.code, error.detail) == ("E234", "25 of 74 cases are one group")
    made = split_cases([*cases[1:], *large[:14]], STRATIFIED)
    assert "a group of 14 cases is larger than a fold of 10" in made.compromises


def test_an_external_test_set_is_what_is_given():
    cases = [SplitCase(f"p{n}", is_test=n % 4 == 0) for n in range(40)]
    settings = SplitSettings(SplitPolicy.EXTERNAL, test_centres=("avl",))
    split = split_cases(cases, settings).split
    assert split.test == tuple(range(0, 40, 4))
    none = [SplitCase(f"p{n}") for n in range(40)]
    assert fault(split_cases, none, settings).kind.code == "E222"


@pytest.mark.parametrize(
    "given",
    [
        {"policy": SplitPolicy.EXTERNAL},
        {"policy": SplitPolicy.BENCHMARK, "fields": ("sex",)},
        {"policy": SplitPolicy.EARLIER},
        {"test_centres": ("avl",)},
        {"test_fraction": 1.0},
        {"folds": 1},
    ],
)
def test_settings_that_do_not_fit_together(given):
    with pytest.raises(UsageFault) as caught:
        SplitSettings(**given)
    assert caught.value.kind.code == "E233"


def test_no_settings_hold_an_id_in_what_the_manifest_says():
    settings = SplitSettings(SplitPolicy.EXTERNAL, test_ids=frozenset({"4000137"}))
    assert settings.to_json()["test_ids"] == 1
    assert "4000137" not in repr(settings)
