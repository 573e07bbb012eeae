"""Names that no list has."""

from __future__ import annotations

import pytest

from dragon_prep.core.keys import KeyPurpose, ProjectKey
from dragon_prep.core.streams import KeyedStream
from dragon_prep.language import name_pools as names
from dragon_prep.language.made_names import made_given, made_surname
from dragon_prep.language.sexes import sex_of
from dragon_prep.language.words import classes

KEY = ProjectKey(bytes(32))


def surnames(origin, kind, count=200):
    streams = (KeyedStream(KEY, KeyPurpose.NAME, origin, kind, str(n)) for n in range(count))
    return [made_surname(stream, origin, kind, lambda _: False) for stream in streams]


@pytest.mark.parametrize(
    ("origin", "kind", "particles"),
    [
        ("dutch", "none", {""}),
        ("dutch", "vd", {"van de", "van den", "van der"}),
        ("dutch", "van", {"van"}),
        ("turkish", "none", {""}),
        ("hindustani", "none", {""}),
    ],
)
def test_surnames_are_new_and_no_words(origin, kind, particles):
    found = [name for name in surnames(origin, kind) if name]
    assert len(found) > 190
    assert {particle for particle, _ in found} <= particles
    cores = [core.lower() for _, core in found]
    assert len(set(cores)) > 150
    assert not any(classes[core] or names.is_listed(core) for core in cores)
    assert all(5 <= len(core) <= 12 and core.isascii() and core.isalpha() for core in cores)
    assert all(core[:1].isupper() and core[1:].islower() for _, core in found)


@pytest.mark.parametrize("sex", names.SEXES)
def test_first_names_start_with_their_initial_and_are_of_their_sex(sex):
    found = [
        made_given(KeyedStream(KEY, KeyPurpose.NAME, str(n)), "dutch", sex, "M", lambda _: False)
        for n in range(100)
    ]
    made = [name for name in found if name is not None]
    assert len(set(made)) > 40
    assert {name[0] for name in made} == {"M"}
    assert {names.first_name_origin(name.lower()) for name in made} == {None}
    assert {sex_of(name.lower()) for name in made} == {sex}


def test_what_is_wrong_is_not_made():
    stream = KeyedStream(KEY, KeyPurpose.NAME, "wrong")
    assert made_surname(stream, "dutch", "none", lambda _: True) is None
    assert made_given(stream, "dutch", "male", "J", lambda _: True) is None


def test_nothing_is_made_of_too_few_names():
    assert made_given(KeyedStream(KEY, KeyPurpose.NAME), "frisian", "male", "S", bool) is None


def test_the_same_stream_makes_the_same_name():
    assert surnames("dutch", "none", 5) == surnames("dutch", "none", 5)
