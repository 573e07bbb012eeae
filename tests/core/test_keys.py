from __future__ import annotations

import hashlib
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.errors import KeyFault
from dragon_prep.core.keys import KeyPurpose, ProjectKey

SECRET = bytes(range(32))
KEY = ProjectKey(SECRET)
any_text = st.text(st.characters(codec=None), max_size=20)  # half surrogate pairs included


def test_digests_are_pinned() -> None:
    # A change here changes every release made with the same key.
    assert KEY.fingerprint == "da3f39a4271ca5d7"
    assert KEY.digest(KeyPurpose.PATIENT, "rumc", "1").hex()[:16] == "a7a4d0f7ef745334"


@given(st.lists(any_text, max_size=4), st.lists(any_text, max_size=4))
def test_contexts_are_told_apart(one: list[str], other: list[str]) -> None:
    assert (KEY.digest(KeyPurpose.DIGITS, *one) == KEY.digest(KeyPurpose.DIGITS, *other)) == (
        one == other
    )


def test_uses_are_told_apart() -> None:
    assert len({KEY.digest(use, "x") for use in KeyPurpose}) == len(KeyPurpose)


def test_keys_are_told_apart() -> None:
    other = ProjectKey(bytes(32))
    assert other != KEY
    assert other.fingerprint != KEY.fingerprint
    assert other.digest(KeyPurpose.CASE, "x") != KEY.digest(KeyPurpose.CASE, "x")


def test_derived_keys_differ_and_are_no_published_digest() -> None:
    derived = KEY.derived("rumc", "1")
    assert derived == KEY.derived("rumc", "1")
    assert derived not in (KEY, KEY.derived("rum", "c1"))
    published = {KEY.digest(use, "rumc", "1") for use in KeyPurpose if use is not KeyPurpose.SUBKEY}
    assert derived.secret not in published


def test_a_short_secret_is_refused_without_being_shown() -> None:
    with pytest.raises(KeyFault) as fault:
        ProjectKey(b"correct horse battery staple")
    assert fault.value.kind.code == "E502"
    assert "horse" not in str(fault.value) + repr(fault.value)


def test_neither_repr_nor_str_shows_the_secret() -> None:
    shown = repr(KEY) + str(KEY) + f"{[KEY]}"
    assert KEY.fingerprint in shown
    assert SECRET.hex() not in shown
    assert repr(SECRET)[2:12] not in shown


def test_a_key_is_frozen_and_travels_to_workers() -> None:
    with pytest.raises(AttributeError):
        KEY.secret = b""  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(KEY)) == KEY
    assert KEY != SECRET


def test_every_use_is_pinned() -> None:
    # A change of a use's name changes every release made with the same key.
    assert all(use.name == use.value.upper().replace(" ", "_") for use in KeyPurpose)
    digests = b"".join(KEY.digest(use, "x") for use in sorted(KeyPurpose))
    assert hashlib.sha256(digests).hexdigest()[:16] == "9ef33055de697eea"
    assert KEY.derived("rumc", "1").fingerprint == "d150f9e46e22136d"


def test_the_shortest_secret() -> None:
    assert ProjectKey(bytes(32)) == ProjectKey(bytes(32))
    assert hash(ProjectKey(bytes(32))) == hash(ProjectKey(bytes(32)))
    with pytest.raises(KeyFault):
        ProjectKey(bytes(31))
