"""What one notation of a number is: read it, write it again, write another number in it."""

from __future__ import annotations

import re
import string
from datetime import date

import pytest
import stdnum.be.nn
import stdnum.iban
import stdnum.nl.bsn
from hypothesis import given
from hypothesis import strategies as st
from mentions import mentions

from dragon_prep.core.keys import ProjectKey
from dragon_prep.language.form import clean
from dragon_prep.phi.care_context import CareContext
from dragon_prep.phi.numbers.grammar import (
    NumberKind,
    compared,
    parse,
    pieces,
    reads,
    render,
)
from dragon_prep.surrogate.patient import PatientSurrogates

KEY = ProjectKey(bytes(range(32)))
LONG_AGO = CareContext(None, (), date(2000, 1, 1), date(2020, 1, 1), date(2030, 1, 1))
PATIENT = PatientSurrogates(KEY, "rumc", "1")
KINDS = {
    "RAPPORT_ID": (NumberKind.REPORT,),
    "BSN": (NumberKind.CITIZEN, NumberKind.BSN),
    "IBAN": (NumberKind.IBAN,),
    **dict.fromkeys(("PATIENTNUMMER", "ZNUMMER", "PHINUMMER", "ACCREDITATIE_NUMMER"), ()),
}
digits = st.text(string.digits, min_size=1, max_size=6)
letters = st.text(string.ascii_letters, min_size=1, max_size=3)
separators = st.sampled_from(["-", ".", "/", " ", "", "_", ". "])
numbers = st.lists(st.tuples(st.one_of(digits, letters), separators), min_size=1, max_size=6).map(
    lambda parts: "".join(run + gap for run, gap in parts).rstrip(" .-/_")
)


def written(text: str, kinds: tuple[NumberKind, ...]) -> str:
    return "".join(
        between + (render(number, like=number) if number is not None else "")
        for between, number in pieces(text, *kinds)
    )


@pytest.mark.parametrize(("category", "kinds"), KINDS.items())
def test_every_mention_is_read_and_written_again(category, kinds):
    found = [clean(mention) for mention in mentions(category)]
    scrambled = [mention for mention in found if not reads(mention)]
    assert [mention for mention in found if written(mention, kinds) != mention] == []
    print(f"{category}: {len(found)} mentions, {len(scrambled)} that are no number")
    assert scrambled == []


@given(numbers, st.sampled_from([NumberKind.CODE, NumberKind.REPORT]))
def test_what_is_read_is_written_as_it_was(text, kind):
    number = parse(text, 0, kind)
    if number is not None:
        assert render(number, like=number) == text[: number.end]


@given(numbers, st.integers(0, 10**9))
def test_another_number_in_a_notation_reads_back_as_that_number(text, seed):
    number = parse(text)
    if number is None:
        return
    other = number.with_parts(
        str((seed + at) % 10**9).zfill(len(part))[-len(part) :] if part.isdigit() else part
        for at, part in enumerate(number.parts)
    )
    assert parse(render(other, like=number)) == other


def test_a_number_of_another_length_has_no_place_in_a_notation():
    with pytest.raises(ValueError, match="length"):
        render(parse("12-34"), like=parse("123-45"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("00.123.456", "123456"),
        ("T24-81762", "T 24.81762"),
        ("1234.56.782", "123 456 782"),
        ("Z123456", "z-123456"),
    ],
)
def test_spellings_of_one_number_are_compared_by_what_they_mean(one, other):
    assert compared(one) == compared(other)
    assert parse(one).digits == parse(other).digits


@pytest.mark.parametrize(
    ("original", "form"),
    [
        # The year of a report moves as years do, wherever it stands.
        ("T24-81762", r"T<24>-\d{5}"),
        ("T2024-12345", r"T<2024>-\d{5}"),
        ("15C04219", r"<15>C0\d{4}"),
        ("B21M0319", r"B<21>M0\d{3}"),
        ("19-M-31806", r"<19>-M-\d{5}"),
        ("FC-0331/20", r"[A-Z]{2}-0\d{3}/<20>"),
        ("S.19.1234", r"S\.<19>\.\d{4}"),
        ("LF23/018205", r"[A-Z]{2}<23>/0\d{5}"),
        ("AZN-T16.22087", r"[A-Z]{3}-T<16>\.\d{5}"),
        # So do a month and a day.
        ("201705-3391", r"<2017>(0[4-6])-\d{4}"),
        ("RAD-20250212-83472", r"[A-Z]{3}-<20250212>-\d{5}"),
        ("20220903-00412", r"<20220903>-00\d{3}"),
        # What is no year does not.
        ("HL-2208", r"[A-Z]{2}-\d{4}"),
        ("1093-227", r"\d{4}-\d{3}"),
    ],
)
def test_reports_keep_their_shape_and_their_year_moves(original, form):
    shifts = set()
    for number in range(60):
        patient = PatientSurrogates(KEY, "rumc", str(number), around=LONG_AGO)
        new = patient.surrogate(original, "RAPPORT_ID")
        assert re.fullmatch(moved(form, patient), new), new
        assert new != original
        shifts.add(patient.surrogate("2012", "DATUM"))
    assert shifts == {"2008", "2009", "2010", "2011", "2013", "2014", "2015", "2016"}


def moved(form, patient):
    """A form with the dates in it, in angles, moved as dates do."""

    def new(match):
        if len(match[1]) == 2:
            return patient.surrogate(f"20{match[1]}", "DATUM")[2:]
        return patient.surrogate(match[1], "DATUM")

    return re.sub(r"<(\d+)>", new, form)


def test_the_day_in_a_reports_number_moves_as_days_do():
    moved = PATIENT.surrogate("20250212", "DATUM")
    assert moved in PATIENT.surrogate("RAD-20250212-83472", "RAPPORT_ID")


@given(st.dates(), st.integers(1, 998))
def test_belgian_numbers_are_valid_and_hold_the_moved_day_of_birth(born, serial):
    head = f"{born:%y%m%d}{serial:03}"
    century = "2" if born.year >= 2000 else ""
    plain = f"{head}{97 - int(century + head) % 97:02}"
    written = f"{plain[:2]}.{plain[2:4]}.{plain[4:6]}-{plain[6:9]}.{plain[9:]}"
    if not 1930 <= born.year <= 2010:
        return
    new = PATIENT.surrogate(written, "BSN")
    assert re.fullmatch(r"\d\d\.\d\d\.\d\d-\d{3}\.\d\d", new)
    assert stdnum.be.nn.is_valid(new)
    day = PATIENT.surrogate(f"{born:%Y%m%d}", "DATUM")
    assert new.replace(".", "").startswith(day[2:])
    assert int(new[11]) % 2 == serial % 2  # of a man or a woman


@pytest.mark.parametrize(
    "original", ["123456782", "1234.56.782", "123 456 782", "BSN 123456782", "123456782 (BSN)"]
)
def test_citizens_and_accounts_keep_their_check_digits(original):
    new = PATIENT.surrogate(original, "BSN")
    assert re.sub(r"\d", "9", new) == re.sub(r"\d", "9", original)
    assert stdnum.nl.bsn.is_valid("".join(filter(str.isdigit, new)))
    account = PATIENT.surrogate("NL91 ABNA 0417 1643 00", "IBAN")
    assert stdnum.iban.is_valid(account)


@pytest.mark.parametrize(
    ("label", "form"),
    [
        ("PATIENTNUMMER", r"\d{7}"),
        ("RAPPORT_ID", r"T\d\d-\d{5}"),
        ("BSN", r"9\d{8}"),
        ("IBAN", r"NL\d\d [A-Z]{4} \d{4} \d{4} \d\d"),
    ],
)
@pytest.mark.parametrize("original", ["onbekend", "zie boven", "nr.", "MDN"])
def test_what_is_no_number_gets_a_usual_one(original, label, form):
    assert re.fullmatch(form, PATIENT.surrogate(original, label))
    assert not reads(original)
