"""No module but a grammar knows how a number, phone number, address or site is written."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import dragon_prep.audit
import dragon_prep.detect
import dragon_prep.phi
import dragon_prep.surrogate
import dragon_prep.synthetic.kit

# One mention of each notation, and what a pattern may match as well if it is a general one.
MENTIONS = (
    "T24-81762", "RAD-20250212-83472", "1234.56.782", "NL91 ABNA 0417 1643 00", "85.07.30-033.28",
    "1-48821-06-140", "024-3611111", "+31 (0)24 361 11 11", "09/224.61.80", "6511 LX",
    "j.jansen@umcn.nl", "https://www.umcn.nl/a/b?id=3",
)  # fmt: skip
GENERAL = ("dhr. Jansen", "volume 44 cc", "linker nier", "NADINA-X", "7*8/9", "x")
GRAMMARS = (
    "dragon_prep.phi.numbers.notations", "dragon_prep.phi.contact.phones",
    "dragon_prep.phi.contact.addresses", "dragon_prep.phi.contact.web",
)  # fmt: skip
ROOMS = (
    dragon_prep.audit,
    dragon_prep.detect,
    dragon_prep.phi,
    dragon_prep.surrogate,
    dragon_prep.synthetic.kit,
)
MODULES = sorted(
    found.name
    for room in ROOMS
    for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
    if not found.ispkg
)


def notations_in(module: str) -> list[str]:
    patterns = [
        value
        for value in vars(importlib.import_module(module)).values()
        if isinstance(value, re.Pattern)
    ]
    return [
        mention
        for mention in MENTIONS
        for pattern in patterns
        if pattern.fullmatch(mention) and not any(map(pattern.fullmatch, GENERAL))
    ]


@pytest.mark.parametrize("module", [name for name in MODULES if name not in GRAMMARS])
def test_no_other_module_knows_a_notation(module):
    assert notations_in(module) == []


def test_the_grammars_know_each_of_them():
    known = {mention for module in GRAMMARS for mention in notations_in(module)}
    assert known == set(MENTIONS)
