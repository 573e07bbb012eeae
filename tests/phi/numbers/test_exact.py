"""What is read in a mention of a number, to the character, and what becomes of it."""

from __future__ import annotations

import re

import pytest
import stdnum.be.nn
import stdnum.iban

from dragon_prep.core.keys import ProjectKey
from dragon_prep.phi.names.people import People
from dragon_prep.phi.numbers.grammar import (
    NumberKind,
    RunKind,
    compared,
    in_notation,
    parse,
    pieces,
    reads,
)
from dragon_prep.phi.numbers.surrogate import bsn, iban, identifier, report_id
from dragon_prep.phi.scope import Scope

KEY = ProjectKey(bytes(range(32)))
YEAR, TWO_YEARS = 364, 728  # days, whole weeks


def scope(days=YEAR):
    return Scope(KEY, People(KEY), days=days, minutes=90)


@pytest.mark.parametrize(
    ("text", "digits", "letters"),
    [
        ("00.123.456", "123456", ""), ("T24-81762", "2481762", "T"), ("z-0012", "12", "Z"),
        ("ab cd 12 ef", "12", "ABCD"), ("000", "", ""), ("abc", "", "ABC"), ("", "", ""),
        ("a0b1", "1", "AB"), ("12a34", "1234", ""),
    ],
)  # fmt: skip
def test_what_tells_a_number_from_others(text, digits, letters):
    assert compared(text) == (digits, letters)


@pytest.mark.parametrize(
    ("text", "parts", "end"),
    [
        ("12-34", ("12", "34"), 5), ("T24-81762", ("24", "81762"), 9),
        ("X24-81762", ("X", "24", "81762"), 9),
        ("MDN 123", ("123",), 7), ("ab12cd", ("ab", "12", "cd"), 6), ("12/T24-1", ("12",), 2),
        ("12/34", ("12", "34"), 5), ("12   34", ("12", "34"), 7), ("12    34", ("12",), 2),
    ],
)  # fmt: skip
def test_a_code_is_runs_of_letters_and_digits(text, parts, end):
    number = parse(text)
    assert number.parts == tuple(part.upper() for part in parts)
    assert number.end == end


@pytest.mark.parametrize("sign", ["-", ".", "/", ":", "_", " ", "\xa0", "\n"])
def test_signs_join_the_runs_of_a_code(sign):
    assert parse(f"12{sign}34").parts == ("12", "34")


@pytest.mark.parametrize("sign", [",", ";", "+", "(", "|"])
def test_other_signs_end_it(sign):
    assert parse(f"12{sign}34").parts == ("12",)


def test_digits_are_compared_without_the_noughts_in_front():
    assert parse("Z-00.120").digits == "120"
    assert parse("000").digits == ""


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("123456782", NumberKind.BSN, "123456782"), ("1234.56.782", NumberKind.BSN, "1234.56.782"),
        ("123 456-782", NumberKind.BSN, "123 456-782"), ("12345678", NumberKind.BSN, None),
        ("1234567823", NumberKind.BSN, None), ("123  456782", NumberKind.BSN, None),
        ("85.07.30-033.28", NumberKind.CITIZEN, "85.07.30-033.28"),
        ("85.07.30-033.281", NumberKind.CITIZEN, None),
        ("nl91 abna 0417 1643 00", NumberKind.IBAN, "nl91 abna 0417 1643 00"),
        ("NL91.ABNA.0417.1643.00", NumberKind.IBAN, "NL91.ABNA.0417.1643.00"),
        ("NL91ABNA04171643001", NumberKind.IBAN, "NL91ABNA04171643001"),
        ("DE89 3704 0044 0532 0130 00", NumberKind.IBAN, "DE89 3704 0044 0532 0130 00"),
        ("DE89 3704 004", NumberKind.IBAN, None), ("DE8937040044", NumberKind.IBAN, None),
        ("DE89370400440", NumberKind.IBAN, None),
        ("DE893704004405", NumberKind.IBAN, "DE893704004405"),
    ],
)  # fmt: skip
def test_a_number_of_a_kind_has_its_length(text, kind, found):
    number = parse(text, 0, kind)
    assert (None if number is None else text[: number.end]) == found


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("T24-81762", "YEAR PLAIN"), ("T2024-81762", "YEAR PLAIN"), ("201705-3391", "MONTH PLAIN"),
        ("RAD-20250212-83472", "PLAIN DAY PLAIN"), ("20250212-834", "DAY PLAIN"),
        ("20251312-834", "PLAIN PLAIN"), ("20250232-834", "PLAIN PLAIN"),
        ("20250231-834", "DAY PLAIN"),
        ("15C04219", "YEAR PLAIN"), ("B21M0319", "YEAR PLAIN"),
        ("FC-0331/20", "PLAIN PLAIN YEAR"), ("FC-31/20", "PLAIN PLAIN PLAIN"),
        ("1093-227", "PLAIN PLAIN"), ("1893-227", "PLAIN PLAIN"), ("1993-227", "YEAR PLAIN"),
        ("2093-227", "YEAR PLAIN"), ("2193-227", "YEAR PLAIN"), ("24-22", "PLAIN PLAIN"),
        ("24 227", "YEAR PLAIN"),
        ("201713-3391", "PLAIN PLAIN"), ("201705-339", "PLAIN PLAIN"),
        ("201705-3391234", "PLAIN PLAIN"),
        ("201712-339123", "MONTH PLAIN"),
    ],
)  # fmt: skip
def test_which_run_of_a_report_says_when_it_was_made(text, runs):
    number = parse(text, 0, NumberKind.REPORT)
    assert [run.name for run in number.runs] == runs.split()
    assert set(parse(text).runs) == {RunKind.PLAIN}


@pytest.mark.parametrize(
    ("parts", "model", "written"),
    [
        (("AB", "12"), "xy-99", "ab-12"), (("ab", "12"), "XY.99", "AB.12"),
        (("12", "345"), "T24-817", "T12-345"),
        (("ABC", "1"), "xYz9", "aBc1"), (("1",), "nr 4", "nr 1"),
    ],
)  # fmt: skip
def test_runs_are_written_as_a_model_is(parts, model, written):
    assert in_notation([part.upper() for part in parts], model) == written


def test_a_model_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="no number"):
        in_notation(["1"], "-")
    with pytest.raises(ValueError, match="no number"):
        in_notation(["1"], "123", NumberKind.BSN)


@pytest.mark.parametrize(
    ("text", "kinds", "found"),
    [
        ("MDN 12 en 34", (), ["MDN", "12", "en", "34"]),
        ("T24-81762, T24-81763", (NumberKind.REPORT,), ["T24-81762", "T24-81763"]),
        ("BSN 123456782", (NumberKind.CITIZEN, NumberKind.BSN), ["BSN", "123456782"]),
        ("é12", (), ["12"]),
        ("١٢", (), []), ("ab12", (), ["ab", "12"]),
    ],
)  # fmt: skip
def test_a_mention_is_taken_apart(text, kinds, found):
    parts = list(pieces(text, *kinds))
    places, at = [], 0
    for between, number in parts:
        at += len(between)
        if number is not None:
            places.append(text[at : number.end])
            at = number.end
    assert places == found
    assert at == len(text)


@pytest.mark.parametrize(
    ("text", "is_one"), [("12", True), ("ab", False), ("a1", True), ("-", False)]
)
def test_a_mention_with_a_digit_is_a_number(text, is_one):
    assert reads(text) is is_one


@pytest.mark.parametrize(
    ("text", "days", "form"),
    [
        ("T24-81762", YEAR, r"T25-(?!81762)\d{5}"), ("T24-81762", -TWO_YEARS, r"T22-\d{5}"),
        ("T2024-81762", YEAR, r"T2025-\d{5}"), ("T99-81762", YEAR, r"T00-\d{5}"),
        ("201705-3391", YEAR, r"201805-(?!3391)\d{4}"), ("201712-3391", 35, r"201801-\d{4}"),
        ("20250212-834", YEAR, r"20260211-\d{3}"), ("20250231-834", 7, r"20250307-\d{3}"),
        ("FC-0331/20", YEAR, r"[A-Z]{2}-0\d{3}/21"), ("15C04219", -YEAR, r"14C0\d{4}"),
        ("onbekend", YEAR, r"T13-\d{5}"),
    ],
)  # fmt: skip
def test_a_report_gets_another_number_and_its_date_moves(text, days, form):
    new = report_id(text, scope(days))
    assert re.fullmatch(form, new), new
    assert new == report_id(text, scope(days))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("4417203", r"(?!4417203)\d{7}"), ("MDN 4417203", r"MDN \d{7}"),
        ("ab-12", r"(?!ab)[a-z]{2}-\d\d"),
        ("T24-81762", r"T\d\d-\d{5}"), ("onbekend", r"\d{7}"), ("0012", r"(?!0012)\d{4}"),
    ],
)  # fmt: skip
def test_a_code_keeps_its_shape(text, form):
    new = identifier(text, scope())
    assert re.fullmatch(form, new), new


def test_a_group_of_digits_is_one_wherever_it_stands():
    assert identifier("12-4417203", scope())[3:] == identifier("4417203", scope())


def test_a_belgian_number_moves_with_the_day_of_birth():
    new = bsn("85.07.30-033.28", scope())
    assert new.startswith("86.07.29-")
    assert stdnum.be.nn.is_valid(new)
    assert int(new[11]) % 2 == 1
    later = bsn("85.07.30-034.27", scope())
    assert int(later[11]) % 2 == 0


def test_of_a_belgian_number_without_a_day_of_birth_the_head_stays():
    new = bsn("40.00.00-033.28", scope())
    assert new.startswith("40.00.00-")
    assert new[9:] != "033.28"
    head, check = new[:12].replace(".", "").replace("-", ""), int(new[-2:])
    assert 97 - int(head) % 97 == check


def test_a_belgian_number_of_this_century_stays_in_it():
    plain = "120304005"
    check = 97 - int("2" + plain) % 97
    new = bsn(f"12.03.04-005.{check:02}", scope())
    assert new.startswith("13.03.03-")
    assert stdnum.be.nn.is_valid(new)


def test_a_dutch_account_is_at_another_dutch_bank_and_a_foreign_one_abroad():
    dutch, foreign = iban("NL91ABNA0417164300", scope()), iban("DE89370400440532013000", scope())
    assert re.fullmatch(r"NL\d\d[A-Z]{4}\d{10}", dutch)
    assert re.fullmatch(r"DE\d{20}", foreign)
    assert foreign[4:] != "370400440532013000"
    assert stdnum.iban.is_valid(dutch)
    assert iban("GB29NWBK60161331926819", scope())[4:8].isalpha()


def test_what_is_no_account_or_citizen_gets_one():
    assert stdnum.iban.is_valid(iban("onbekend", scope()))
    assert re.fullmatch(r"9\d{8}", bsn("geen", scope()))
