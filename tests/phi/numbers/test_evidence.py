"""What speaks for a number and against it: check digits, catalogues, and what stands around it."""

from __future__ import annotations

import pytest

from dragon_prep.language.page import read
from dragon_prep.phi.numbers.evidence import ends_a_date, is_bsn, is_iban, is_report, token_around
from dragon_prep.phi.numbers.finders import find_ids

CATALOGUES = (
    "NM NP NC NG NR XM LRG RS COSM COSV CD CK ISO NEN NCT ENST ENSG ENSP HGNC OMIM MIM PMID EU ATC "
    "ICD GO CAS HPO HP CHR REF LOT SN SRR GSM"
)


def found(text):
    return [text[hit.span.start : hit.span.end] for hit in find_ids(read(text))]


@pytest.mark.parametrize("name", CATALOGUES.split())
def test_the_number_of_a_catalogue_is_no_report(name):
    assert not is_report(f"{name}-012345", "012345")
    assert is_report("QX-012345", "012345")


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("ABCDE-20-1234", True),        ("QX-012345", True), ("OMIM-012345", False),
    ],
)  # fmt: skip
def test_nor_is_it_found_as_one(text, is_found):
    assert found(text) == ([text] if is_found else [])


@pytest.mark.parametrize(
    ("value", "tail", "is_one"),
    [
        ("15-04219", "04219", True), ("UZOVI-20-1234", "1234", False),
        ("ORPHA-20-1234", "1234", False),
        ("ABCDE-20-1234", "1234", True), ("S17-044", "044", True), ("S17-144", "144", False),
        ("SF-21-117", "117", True), ("S17-1448", "1448", True), ("qx17-1448", "1448", False),
        ("qx17-14481", "14481", True), ("qx17-0448", "0448", True), ("Sf17-1448", "1448", False),
        ("CT-2018/2020", "2020", False), ("CT-1918/2020", "2020", True),
        ("CT-2018/1020", "1020", True),
        ("CT-2018/20201", "20201", True), ("mm17-04481", "04481", False),
        ("MM17-04481", "04481", True),
        ("psa17-04481", "04481", False), ("PSA17-04481", "04481", False),
        ("m17-04481", "04481", False),
    ],
)  # fmt: skip
def test_which_codes_may_be_of_a_report(value, tail, is_one):
    assert is_report(value, tail) is is_one


@pytest.mark.parametrize(
    ("digits", "is_one"),
    [
        ("123456782", True), ("123456783", False), ("12345672", True), ("12345673", False),
        ("1234567", False), ("1234567820", False), ("12345678a", False), ("", False),
    ],
)  # fmt: skip
def test_the_check_digit_of_a_citizen(digits, is_one):
    assert is_bsn(digits) is is_one


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        ("NL91ABNA0417164300", True), ("NL91 ABNA 0417 1643 00", True),
        ("NL92ABNA0417164300", False),
        ("NO9386011117947", True), ("NO938601111794", False), ("", False),
    ],
)  # fmt: skip
def test_the_check_digits_of_an_account(value, is_one):
    assert is_iban(value) is is_one


def test_an_account_has_fifteen_to_thirty_four_signs():
    from stdnum.iso7064.mod_97_10 import calc_check_digits

    for length, is_one in ((14, False), (15, True), (34, True), (35, False)):
        account = "1" * (length - 4)
        assert is_iban(f"NL{calc_check_digits(account + 'NL')}{account}") is is_one


@pytest.mark.parametrize(
    ("text", "is_year"),
    [
        ("op 23-07-2020", True), ("op 3.7.2020.", True), ("op 23/07/2020, en", True),
        ("op 23-07-2020-", True),
        ("op 23-07-2020-1", False), ("op 23-07-2020a", False), ("op 23-07/2020", False),
        ("op a23-07-2020", False),
        ("op 123-07-2020", False), ("op 1-23-07-2020", False), ("op 23-07-2020/x", False),
        ("op 23-07-2020./", True),
    ],
)  # fmt: skip
def test_the_year_of_a_date_is_no_number(text, is_year):
    start = text.index("2020")
    assert ends_a_date(text, start, start + 4) is is_year


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("zie 15C04219 op", "15C04219"), ("zie AZN-T16.04219.", "AZN-T16.04219"),
        ("zie -04219", "04219"), ("zie _B04219", None),
        ("zie B04219_", None), ("zie B04219>", None), ("zie B04219%", None), ("zie B04219+", None),
        ("zie +B04219", None), ("zie >B04219", None),
        ("zie a.b.c.d.e.f04219", None), ("zie abcdefghijklmnopq04219", None), ("04219", "04219"),
        ("zie (B04219)", "B04219"),
    ],
)  # fmt: skip
def test_the_code_that_digits_are_part_of(text, code):
    start = text.index("04219")
    token = token_around(text, start, start + 5)
    assert (token and token[0]) == code
