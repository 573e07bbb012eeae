"""People, numbers, places, dates and measures: well-formed, and not anybody's."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn as stdnum_bsn

from dragon_prep.intake.values import volume
from dragon_prep.synthetic.kit import dates as kit_dates
from dragon_prep.synthetic.kit import ids as kit_ids
from dragon_prep.synthetic.kit import measures as kit_measures
from dragon_prep.synthetic.kit import people as kit_people
from dragon_prep.synthetic.kit import places as kit_places
from dragon_prep.synthetic.kit import times as kit_times
from dragon_prep.synthetic.kit.draw import apportion, group_sizes, lexicon, quantile, stream
from dragon_prep.synthetic.kit.ids import Register

SEEDS = st.integers(0, 10_000)
DAYS = st.dates(date(1930, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("names", "first_names_m"),
        ("names", "first_names_f"),
        ("names", "surnames"),
        ("places", "towns"),
        ("places", "streets"),
        ("places", "hospitals_named"),
    ],
)
def test_word_lists_are_long_and_without_repeats(name, key):
    words = lexicon(name)[key]
    assert len(words) >= 100
    assert len(set(words)) == len(words)


def test_streams_depend_on_their_names_only():
    assert stream(1, "a").random() == stream(1, "a").random()
    assert stream(1, "a").random() != stream(1, "b").random()
    # The same on every machine and version of Python.
    assert [stream(1, "a").randrange(1000) for _ in range(2)] == [Random("1/a").randrange(1000)] * 2


@given(st.integers(0, 5000), st.lists(st.floats(0.01, 10), min_size=1, max_size=6))
def test_shares_add_up(total, weights):
    counts = apportion(total, weights)
    assert sum(counts) == total
    for count, weight in zip(counts, weights, strict=True):
        assert abs(count - total * weight / sum(weights)) < 1 + 1e-9


@given(SEEDS, st.integers(2, 200), st.integers(0, 20))
def test_groups_have_the_members_asked_for(seed, total, pairs):
    sizes = group_sizes(Random(seed), total, (80, 14, 4, 2), pairs)
    assert sum(sizes) == total
    assert all(1 <= size <= 4 for size in sizes)
    assert sizes.count(2) >= min(pairs, total // 2)


@given(SEEDS)
def test_a_quantile_draw_stays_within_its_points(seed):
    assert 2 <= quantile(Random(seed), ((0, 2), (0.5, 3), (1, 9))) <= 9


@given(SEEDS)
def test_a_bsn_passes_the_eleven_test_and_is_nobodys(seed):
    number = kit_ids.bsn(Random(seed))
    assert stdnum_bsn.is_valid(number)
    assert number.startswith("99")


@given(SEEDS)
def test_phone_numbers_are_from_blocks_not_in_use(seed):
    number = re.sub(r"[ -]", "", kit_ids.phone(Random(seed)))
    assert re.fullmatch(r"069\d{7}|0[1-57]\d1\d{6}", number)


def test_a_register_hands_out_each_number_once():
    register, rng = Register(), Random(1)
    drawn = [register.fresh(lambda: f"T{rng.randrange(50)}") for _ in range(50)]
    assert len(set(drawn)) == 50


@given(SEEDS, st.sampled_from(["utf-8", "cp1252"]), st.booleans())
def test_names_are_written_whole_and_in_the_charset(seed, charset, plain):
    rng = Random(seed)
    person = kit_people.draw_person(rng, charset=charset)
    name = kit_people.written_name(rng, person, plain=plain)
    assert person.surname.lower() in name.lower()
    assert name.encode(charset)
    assert kit_people.listed_name(rng, person).lower().startswith(person.family.lower())
    code = kit_people.staff_code(rng, person)
    assert 2 <= len(code) <= 8
    assert not set(code) & set(" .-'")


def test_a_prefix_is_no_part_of_the_surname():
    people = [kit_people.draw_person(Random(seed)) for seed in range(400)]
    prefixes = {person.prefix for person in people}
    assert {"", "de", "van der", "van"} <= prefixes
    assert all(person.surname[0].isupper() for person in people)


def test_a_patient_has_an_identity_of_his_own():
    register, born = Register(), (date(1940, 1, 1), date(1960, 1, 1))
    patients = [kit_people.draw_patient(Random(s), register, born, sex="m") for s in range(200)]
    for field in ("number", "bsn", "z_number", "phone"):
        assert len({getattr(patient, field) for patient in patients}) == 200
    assert all(born[0] <= patient.birth <= born[1] for patient in patients)
    assert patients[0].person.surname not in repr(patients[0])


@given(SEEDS, DAYS)
def test_dates_hold_their_day_and_year(seed, day):
    rng = Random(seed)
    plain, free = (kit_dates.with_year(rng, day, plain=p) for p in (True, False))
    assert str(day.year) in plain
    assert f"{day.year % 100:02}" in free
    assert str(day.day) in plain
    assert str(day.day) in free
    assert str(day.day) in kit_dates.without_year(rng, day)
    assert f"{day.year % 100:02}" in kit_dates.month_and_year(rng, day)
    assert kit_dates.short_year(day) == f"'{day.year % 100:02}"
    assert "mei." not in free


@given(SEEDS, st.integers(0, 23), st.integers(0, 59))
def test_times_hold_hour_and_minute(seed, hour, minute):
    rng = Random(seed)
    plain = kit_times.time_of_day(rng, hour, minute, plain=True)
    assert re.fullmatch(r"\d\d:\d\d( uur)?|\d\d\.\d\d uur|\d\du\d\d", plain)
    free = kit_times.time_of_day(rng, hour, minute, plain=False)
    assert re.sub(r"\D", "", free)[:4] == f"{hour:02}{minute:02}"


@given(DAYS, st.integers(0, 40_000))
def test_ages_are_in_whole_years(birth, days):
    day = birth + timedelta(days=days)
    age = kit_dates.age_on(birth, day)
    assert (birth.year + age, birth.month, birth.day) <= (day.year, day.month, day.day)
    assert (birth.year + age + 1, birth.month, birth.day) > (day.year, day.month, day.day)


def test_addresses_have_their_form():
    rng = Random(2)
    for _ in range(200):
        assert re.search(r"\d", kit_places.address(rng))
        assert re.fullmatch(r"[1-9]\d{3} [A-Z]{2}", kit_places.postcode(rng, plain=True))
        assert re.fullmatch(r"[1-9]\d{3} ?[A-Z]{2}", kit_places.postcode(rng, plain=False))
        assert re.fullmatch(r"[a-z0-9.]+@[a-z.-]+\.nl",
                            kit_people.email(rng, kit_people.draw_person(rng)))  # fmt: skip


@given(SEEDS, st.tuples(*[st.integers(11, 95)] * 3), st.booleans())
def test_diameters_can_be_read_back(seed, diameters, slips):
    written = kit_measures.written_diameters(Random(seed), diameters, slips=slips)
    assert math.isclose(volume(written), kit_measures.ellipsoid(diameters), rel_tol=1e-9)
