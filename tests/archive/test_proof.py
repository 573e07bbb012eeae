"""What proves a manifest: which part was changed, and that digests tell nothing without a key."""

from __future__ import annotations

import copy
import json

import pytest
from worlds import KEY, OTHER_KEY

from dragon_prep.archive.proof import is_intact, parts_changed, proven, unproven, written

BODY = {
    "format": 2,
    "options": {"order": "keyed"},
    "tasks": {"Task019_a": {"test": 12}, "Task020_b": {"test": 14}},
    "files": {"a.json": "0" * 64, "b.json": "1" * 64},
}


def changed(**members):
    """A manifest of which members are others, with its digest computed anew."""
    old = proven(BODY, KEY)
    new = {**unproven(old), **members}
    return {**proven(new, None), "hmac": old["hmac"]}


def test_a_manifest_as_it_was_written():
    made = proven(BODY, KEY)
    assert list(made) == [*BODY, "digest", "hmac"]
    assert is_intact(made)
    assert parts_changed(made, KEY) == []
    assert json.loads(written(made)) == made
    assert proven(made, KEY) == made


@pytest.mark.parametrize(
    ("members", "parts"),
    [
        ({"options": {"order": "source"}}, ["options"]),
        ({"format": 3, "more": 1}, ["format", "more"]),
        ({"tasks": {**BODY["tasks"], "Task020_b": {"test": 15}}}, ["tasks/Task020_b"]),
        ({"tasks": {"Task019_a": {"test": 12}}}, ["tasks/Task020_b"]),
        ({"files": {**BODY["files"], "a.json": "2" * 64}}, ["files/a.json"]),
        (
            {"files": {"a.json": "1" * 64, "b.json": "0" * 64}},
            ["files/a.json", "files/b.json"],
        ),
        ({"files": {}}, ["files/a.json", "files/b.json"]),
        ({"tasks": dict(reversed(BODY["tasks"].items()))}, [""]),
        ({"tasks": []}, ["tasks", "tasks/Task019_a", "tasks/Task020_b"]),
    ],
)
def test_the_key_names_the_parts_that_were_changed(members, parts):
    made = changed(**members)
    assert is_intact(made)
    assert sorted(parts_changed(made, KEY)) == parts


def test_a_digest_is_of_all_that_is_said():
    made = proven(BODY, KEY)
    other = copy.deepcopy(made)
    other["tasks"]["Task019_a"]["test"] = 13
    assert not is_intact(other)
    assert not is_intact({k: v for k, v in made.items() if k != "digest"})


@pytest.mark.parametrize(
    "proof", [{}, {"release": 5, "parts": 7}, {"release": "x", "parts": {"format": 1}}]
)
def test_keyed_digests_that_are_none(proof):
    assert set(parts_changed({**proven(BODY, KEY), "hmac": proof}, KEY)) >= {"format", "options"}


def test_without_keyed_digests_nothing_is_proven():
    assert parts_changed(proven(BODY, None), KEY) is None
    assert parts_changed({**proven(BODY, None), "hmac": "x"}, KEY) is None


def test_another_key_gives_digests_of_its_own():
    ours, theirs = (proven(BODY, key)["hmac"] for key in (KEY, OTHER_KEY))
    assert not {*ours["parts"].values()} & {*theirs["parts"].values()}
    assert ours["release"] != theirs["release"]
    # Two files of one content have digests of their own: none tells that they are alike.
    same = proven({**BODY, "files": {"a": "0" * 64, "b": "0" * 64}}, KEY)["hmac"]["parts"]
    assert same["files/a"] != same["files/b"]
