"""Data files: pinned, listed with source and licence, and no larger than they may be."""

from __future__ import annotations

import re
from importlib import resources

from dragon_prep.data import load

FOLDER = resources.files("dragon_prep.data")


def names():
    return {f.name for f in FOLDER.iterdir() if f.name.endswith((".txt", ".json"))}


def test_every_file_is_listed_with_source_and_licence():
    listed = set(
        re.findall(
            r"`((?:dragon|lex|new|pool|sim)_\w+\.(?:txt|json))`",
            (FOLDER / "SOURCES.md").read_text(encoding="utf-8"),
        )
    )
    assert listed == names() - {"checksums.json"}


def test_every_file_is_the_one_that_was_published():
    for name in names() - {"checksums.json"}:
        assert load.text(name)


def test_data_stay_small():
    assert sum(len((FOLDER / name).read_bytes()) for name in names()) < 8 * 2**20
