"""Which doctor a code abbreviates, and how many of its letters are of which part of the name."""

from __future__ import annotations

import pytest

from dragon_prep.phi.staff_codes.abbreviated import Doctor, abbreviated


def parts(code, *doctors):
    found = abbreviated(code, [Doctor(*doctor) for doctor in doctors])
    return found and (found.core, found.initials, found.particle, found.surname)


BAKKER = ("bakker", ("",), ("jpk",))
BERG = ("berg", ("vanden",), ())


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("JPKBak", ("bakker", 3, 0, 3)),
        ("JPBak", ("bakker", 2, 0, 3)),
        ("JB", ("bakker", 1, 0, 1)),
        ("j.b.", ("bakker", 1, 0, 1)),
        ("PBak", None),
        ("JKBak", None),
        ("JPKLBa", None),
        ("Bak", ("bakker", 0, 0, 3)),
        ("Ba", None),
        ("Bakkers", None),
        ("J", None),
        ("12", None),
    ],
)
def test_initials_that_are_known_and_the_start_of_the_surname(code, found):
    assert parts(code, BAKKER) == found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("vandenB", ("berg", 0, 6, 1)),
        ("vdB", ("berg", 0, 2, 1)),
        ("JvdBe", None),
        ("JvdB", None),
        ("JvdBer", ("berg", 1, 2, 3)),
        ("JPvdBer", None),
        ("JBer", ("berg", 1, 0, 3)),
        ("JBe", None),
        ("vB", None),
    ],
)
def test_particles_in_full_or_by_their_letters(code, found):
    assert parts(code, BERG) == found


def test_a_particle_of_another_kind_is_its_first_letter():
    assert parts("dWit", ("wit", ("de",), ("j",))) == ("wit", 0, 1, 3)
    assert parts("vdWit", ("wit", ("de",), ("j",))) is None
    assert parts("JvdBe", ("berg", ("vanden",), ("j",))) == ("berg", 1, 2, 2)
    assert parts("JtB", ("braak", ("ter",), ("j",))) == ("braak", 1, 1, 1)


def test_a_code_of_two_doctors_is_of_neither():
    assert parts("JB", BAKKER, ("bos", ("",), ("j",))) is None
    assert parts("JBa", BAKKER, ("bos", ("",), ("j",))) == ("bakker", 1, 0, 2)
    assert parts("JB") is None


def test_no_doctor_shows_a_name():
    assert repr(Doctor(*BAKKER)) == "<Doctor with 1 sets of initials>"
