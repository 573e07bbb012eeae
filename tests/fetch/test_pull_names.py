"""Which names are wanted, and which cannot be had."""

from __future__ import annotations

import pytest

from dragon_prep.core.errors import PullFault
from dragon_prep.fetch.names import clashing, is_leftover, is_usable, matches
from dragon_prep.fetch.origin import Origin, OriginKind
from dragon_prep.fetch.remote import Listing, RemoteFile
from dragon_prep.fetch.wanted import choose


@pytest.mark.parametrize(
    ("pattern", "fits", "fits_not"),
    [
        ("*.csv", ["a.csv", ".csv"], ["s/a.csv", "a.csv.x", "acsv"]),
        ("**/*.csv", ["a.csv", "s/a.csv", "s/t/a.csv"], ["a.txt"]),
        ("s/**", ["s/a", "s/t/a"], ["a", "st/a"]),
        ("**", ["a", "s/a"], []),
        ("a?.csv", ["a1.csv"], ["a.csv", "a/.csv"]),
        ("a[1].csv", ["a[1].csv"], ["a1.csv"]),
    ],
)
def test_patterns(pattern, fits, fits_not):
    assert all(matches(name, pattern) for name in fits)
    assert not any(matches(name, pattern) for name in fits_not)


@pytest.mark.parametrize(
    "path",
    [
        *(
            "..",
            "a/../b",
            "/a",
            "a//b",
            "",
            "a/",
            "a\\b",
            "C:a",
            "a\0",
            "a\nb",
            "a/.b",
            ".pulled.json",
        ),
        *("con", "a/NUL.csv", "COM1.txt", "a.", "a ", "a?", "x" * 300, " "),
    ],
)
def test_names_that_cannot_be_had_on_every_system(path):
    assert not is_usable(path)


@pytest.mark.parametrize("path", ["a.csv", "prostate/verslagen 2024 (1).csv", "é/ü.csv", "console"])
def test_usual_names(path):
    assert is_usable(path)


def test_leftovers_of_programs():
    names = [".DS_Store", "s/.x/a", "~$a.xlsx", "s/Thumbs.db", "a.csv.filepart", "A.TMP"]
    assert all(map(is_leftover, names))
    assert not any(map(is_leftover, ["a.csv", "s/tmp.csv"]))


def test_names_that_are_one_on_some_system():
    assert clashing(["a/B.csv", "a/b.csv", "é", "e\u0301", "c"]) == 2


def origin(**more):
    return Origin("umcg", 1, OriginKind.SHARE, "x", **more)


def listing(*names):
    return Listing.of([RemoteFile(name, 1) for name in names])


def test_what_is_left_out_is_counted():
    chosen = choose(origin(files=("*.csv",)), listing("b.csv", "a.csv", "~$a.csv", "c.txt"))
    assert [w.target for w in chosen.wanted] == ["umcg/a.csv", "umcg/b.csv"]
    assert (chosen.passed_over, chosen.unmatched) == (1, 1)


def test_a_hidden_looking_file_that_is_named_comes_all_the_same():
    chosen = choose(origin(files=("a.tmp",)), listing("a.tmp", "b.tmp"))
    assert [w.target for w in chosen.wanted] == ["umcg/a.tmp"]


@pytest.mark.parametrize(
    ("told", "names", "code"),
    [
        ({"files": ("a.csv", "b.csv")}, ["a.csv"], "E808"),
        ({}, [], "E808"),
        ({}, ["Zwartjes.csv", "zwartjes.csv"], "E816"),
        ({}, ["Zwartjes/../../x"], "E816"),
        ({}, ["Zwartjes?.csv"], "E816"),
        ({"as_name": "a.csv"}, ["Zwartjes.csv", "b.csv"], "E816"),
    ],
)
def test_what_cannot_be_pulled_is_told_without_names(told, names, code):
    with pytest.raises(PullFault) as fault:
        choose(origin(**told), listing(*names))
    assert fault.value.kind.code == code
    assert "zwartjes" not in str(fault.value).lower()
