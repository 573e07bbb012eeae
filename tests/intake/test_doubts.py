"""What is told of single cells and texts: forms, orders of dates, cuts, markup, language."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies

from dragon_prep.intake.doubts.encoding import encoding_of
from dragon_prep.intake.doubts.figures import MOST_ROWS, RowsFound
from dragon_prep.intake.doubts.masks import DATES, IDS, date_forms, forms_of, mask
from dragon_prep.intake.doubts.texts import (
    RowText,
    dutch_share,
    is_garbled,
    lengths_of,
    text_figures,
    usual_lengths,
)

DUTCH = (
    "Geen aanwijzingen voor een recidief. De lever en de milt zijn normaal van grootte. "
    "In de rechter onderkwab een nodulus van 8 mm, niet veranderd sinds het vorige onderzoek. "
)
ENGLISH = (
    "There is no evidence of recurrence. The liver and spleen are normal in size and shape. "
    "A nodule of 8 mm in the right lower lobe which has not changed since the previous scan. "
)


def row_texts(*raw, patients=None):
    patients = patients or [f"p{i}" for i in range(len(raw))]
    return [
        RowText(row, patient, text, text, {})
        for row, (text, patient) in enumerate(zip(raw, patients, strict=True), start=2)
    ]


def figures(*raw, patients=None):
    texts = row_texts(*raw, patients=patients)
    return text_figures(texts, usual_lengths(texts), needed=True)


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        ("4000137", "9999999"),
        ("T19-01234", "A99-99999"),
        (" pat_0a ", "aaa_9a"),
        ("Ünal é", "Aaaa a"),
        ("12#4", "99?9"),
        ("1.2.840.113619.2.55.3.604688119", "9.9.9+.9+.9.9+.9.9+"),
        ("0f8fad5b-d9cb-469f-a165-70867728950e", "hexadecimal, 36 long"),
        ("\u0661\u0662", "99"),
    ],
)
def test_masks_keep_the_form_and_nothing_else(cell, form):
    assert mask(cell) == form


@given(strategies.text(max_size=60))
def test_no_mask_holds_a_value(cell):
    assert set(mask(cell).removeprefix("hexadecimal")) <= set("9Aa?+-_./:, ") or re.fullmatch(
        "hexadecimal, [0-9]+ long", mask(cell)
    )


@given(strategies.lists(strategies.text(max_size=80), max_size=30))
def test_any_text_can_be_looked_at(texts):
    found = figures(*texts)
    assert found.filled + found.empty + found.excuses.count == len(texts)


def test_rare_forms_are_other_and_few_are_shown():
    cells = [(n, f"{n:05}") for n in range(100)]
    found = forms_of("id", IDS, [*cells, (200, "Jansen"), (201, "12")])
    assert found.forms == (("99999", 100),)
    assert (found.filled, found.other, found.unlike) == (102, 2, RowsFound(2, (200, 201)))
    many = [(n, "9" * (1 + n % 9)) for n in range(180)]
    found = forms_of("id", IDS, many)
    assert len(found.forms) == 4
    assert (found.other, found.unlike.count) == (100, 0)
    few = forms_of("id", IDS, [(1, "Jansen"), (2, "Pietersen")])
    assert (few.forms, few.other) == ((), 2)


def test_ids_that_count_up_are_not_unlike():
    for start in ("", "T19-", "4711_"):
        found = forms_of("id", IDS, [(n, f"{start}{n}") for n in range(1, 1000)])
        assert found.unlike.count == 0


def test_ways_to_write_dates():
    assert date_forms(["2019-03-12", "2019-11-02 10:15"]) == {"year first"}
    assert date_forms(["13-03-2019", "01-02-2019"]) == {"day first"}
    assert date_forms(["13/03/2019", "03/13/2019"]) == {"day first", "month first"}
    assert date_forms(["20190312", "2019-03-12", "12 maart"]) == {
        "digits only",
        "year first",
        "another",
    }
    column = forms_of("date", DATES, [(2, "13-03-2019"), (3, "2019-03-13")])
    assert (column.orders, column.unlike.count) == (2, 0)


def test_rows_are_named_up_to_a_number():
    found = RowsFound.of(range(100, 0, -1))
    assert (found.count, len(found.first)) == (100, MOST_ROWS)
    assert found.first[0] == 100 - 99
    assert str(found).endswith(", ...")
    assert str(RowsFound.of([7])) == "row 7"
    assert RowsFound.of([9, 7, 7]) == RowsFound(3, (7, 9))
    assert str(RowsFound.of([None, None])) == ""


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("coëlioscopie".encode().decode("cp1252"), True),
        ("37 °C".encode().decode("cp1252"), True),
        ("coëlioscopie".encode("cp850").decode("cp1252"), True),
        ("geïnfiltreerd".encode("mac_roman").decode("cp1252"), True),
        ("patiënt \ufffd", True),
        ("coëlioscopie, 37 °C, ½ tablet, \u2018s nachts, \u20ac 5 \u2013 10 \u2022 punt", False),
        ("", False),
    ],
)
def test_letters_read_in_another_encoding(text, is_so):
    assert is_garbled(text) is is_so


def test_share_of_dutch_words():
    assert dutch_share(DUTCH) > 0.8
    assert dutch_share(ENGLISH) < 0.5
    assert dutch_share("geen afwijkingen") is None


def test_texts_cut_at_a_length():
    whole = [f"{n} " + DUTCH * 2 for n in range(30)]
    assert figures(*whole).cut_at == ""
    long = [f"{n} " + DUTCH * 9 for n in range(5)]
    cut = figures(*whole, *(text[:1000] for text in long))
    assert (cut.cut_at, cut.cut.first) == ("1,000 characters", (32, 33, 34, 35, 36))
    accents = [f"{n % 10} " + "é" * n + "e" * (2000 - 2 - 2 * n) for n in range(10, 20)]
    in_bytes = figures(*whole, *accents)
    assert (in_bytes.cut_at, in_bytes.cut.count) == ("2,000 bytes", 10)
    # The same text again and again is one text.
    assert figures(*whole, *[DUTCH * 4] * 5).cut_at == ""


def test_texts_of_different_patients():
    texts = [DUTCH * 2, DUTCH * 2, DUTCH * 2 + "x", "Geen.", "Geen."]
    found = figures(*texts, patients=["a", "b", "a", "a", "b"])
    assert found.of_several == RowsFound(2, (2, 3))
    again = figures(*texts, patients=["a", "a", "a", "a", "b"])
    assert (again.of_several.count, again.same_text) == (0, 1)


def test_lengths_against_the_usual():
    texts = [DUTCH * (2 + n % 2) for n in range(40)]
    found = figures(*texts, DUTCH[:40], DUTCH * 30, "", "zie PACS")
    assert found.far == RowsFound(2, (42, 43))
    assert (found.filled, found.empty, found.excuses) == (42, 1, RowsFound(1, (45,)))
    assert found.lengths.median in (len(DUTCH) * 2, len(DUTCH) * 3)
    assert usual_lengths(row_texts(DUTCH, DUTCH)) is None
    assert lengths_of([]) is None


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"a;b\n", "ascii"),
        ("é;b\n".encode(), "utf-8"),
        ("é;b\n".encode("utf-8-sig"), "utf-8 (BOM)"),
        ("é;b\n".encode("utf-16"), "utf-16"),
        ("é;b\n".encode("cp1252"), "cp1252"),
        ("éééé;b\n".encode() + "é\n".encode("cp1252"), "utf-8, mixed"),
        (b"PK\x00\x01", ""),
    ],
)
def test_encodings(data, name):
    assert encoding_of(data) == name
