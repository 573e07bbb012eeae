"""The word lists agree with each other and with the code that reads them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dragon_prep.core.phi import canonical_label
from dragon_prep.language import lexicon
from dragon_prep.language.page import _CUE_KINDS
from dragon_prep.language.phrases import id_key_index, town_index

LISTS = (
    "towns", "towns_ambiguous", "firstnames", "surnames", "hospitals", "hospitals_ambiguous",
    "titles", "roles", "eponyms", "not_names", "months", "id_keys", "cues", "surnames_common",
)  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_every_list_names_its_licence_and_has_no_duplicate_line(name):
    from importlib.resources import files

    text = files("dragon_prep.data").joinpath(f"lex_{name}.txt").read_text(encoding="utf-8")
    head = [line for line in text.split("\n") if line.startswith("#")]
    assert any("licence" in line for line in head)
    assert "\r" not in text
    lines = lexicon.lines(name)
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("name", ["towns", "towns_ambiguous", "firstnames", "surnames"])
def test_distilled_lists_are_sorted(name):
    assert list(lexicon.lines(name)) == sorted(lexicon.lines(name))


def test_ambiguous_towns_are_towns():
    assert lexicon.phrases("towns_ambiguous") <= lexicon.phrases("towns")


def test_known_hospitals_are_not_ambiguous_too():
    assert not lexicon.phrases("hospitals") & lexicon.phrases("hospitals_ambiguous")


def test_keys_carry_canonical_labels():
    for keys in id_key_index().values():
        for key in keys:
            assert canonical_label(key.label) == key.label


def test_months_have_twelve_numbers():
    assert set(lexicon.months().values()) == set(range(1, 13))
    assert len(lexicon.full_months()) == 12


def test_cue_groups_exist_and_an_unknown_one_is_refused():
    for kind in _CUE_KINDS:
        assert lexicon.cue(kind)
    with pytest.raises(KeyError):
        lexicon.cue("no_such_group")


def test_towns_are_indexed_by_their_rarest_word():
    assert any(phrase.name == "den haag" for phrase in town_index()["haag"])


def test_import_reads_no_lexicon():
    code = (
        "import sys, dragon_prep.detect;"
        "import dragon_prep.data.load as load; sys.exit(load.text.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
