"""Codes are unique, and the page that lists them tells the truth."""

from __future__ import annotations

import re
from pathlib import Path

from checkout import CHECKOUT, tool

import dragon_prep
from dragon_prep.core.errors import ErrorCode

list_codes = tool("list_codes")


def test_page_of_codes_is_up_to_date():
    assert (CHECKOUT / "docs" / "codes.md").read_text(encoding="utf-8") == list_codes.page()


def test_codes_are_unique_and_every_kind_is_on_the_page():
    kinds = list_codes.all_kinds()
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert all(kind.title and kind.remedy for kind in kinds)
    source = Path(dragon_prep.__file__).parent
    written = sum(
        len(re.findall(r"= ErrorCode\(", path.read_text(encoding="utf-8")))
        for path in source.rglob("*.py")
    )
    assert written == len(kinds)
    assert all(isinstance(kind, ErrorCode) for kind in kinds)
