"""What one notation of a phone number or address is: read, written again, written anew."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mentions import mentions

from dragon_prep.core.keys import ProjectKey
from dragon_prep.language.form import clean
from dragon_prep.phi.contact import addresses, phones, web
from dragon_prep.phi.contact.addresses import Part
from dragon_prep.surrogate.patient import PatientSurrogates

KEY = ProjectKey(bytes(range(32)))
PATIENT = PatientSurrogates(KEY, "rumc", "1")
subscribers = st.text("123456789", min_size=9, max_size=9)
PHONES = (
    "0{0}", "+31{0}", "0031{0}", "+31 {0}", "+31 (0){0}", "0{1}-{2}", "(0{1}) {2}", "0{1}/{2}",
    "0{1} {3} {4}", "0{1}.{3}.{4}",
)  # fmt: skip


def formatted(form, digits):
    return form.format(digits, digits[:2], digits[2:], digits[2:5], digits[5:])


@pytest.mark.parametrize(
    ("category", "module", "read", "write"),
    [
        ("TELEFOONNUMMER", phones.reads, phones.pieces, lambda v: phones.render(v, like=v)),
        ("EMAIL", web.reads_email, web.emails, web.render_email),
        ("URL", web.reads_url, web.urls, lambda v: web.render_url(v, like=v)),
        ("ADRES", addresses.reads, None, None),
        ("POSTCODE", addresses.reads, None, None),
    ],
)
def test_every_mention_is_read_and_written_again(category, module, read, write):
    found = [clean(mention) for mention in mentions(category)]
    scrambled = [mention for mention in found if not module(mention)]
    for mention in found:
        if read is None:
            value = addresses.parse(mention, street=category == "ADRES")
            assert addresses.render(value, like=value) == mention
        else:
            pieces = read(mention)
            assert (
                "".join(gap + (write(v) if v is not None else "") for gap, v in pieces) == mention
            )
    print(f"{category}: {len(found)} mentions, {len(scrambled)} that cannot be read")
    assert scrambled == []


@given(subscribers, st.sampled_from(PHONES), st.sampled_from(PHONES))
def test_one_number_in_two_notations_is_one(digits, form, other):
    one, two = phones.parse(formatted(form, digits)), phones.parse(formatted(other, digits))
    assert one == two
    assert one.core == digits
    assert one.end == len(formatted(form, digits))


@given(subscribers, subscribers, st.sampled_from(PHONES))
def test_another_number_in_a_notation_reads_back(digits, new, form):
    value = phones.parse(formatted(form, digits))
    assert phones.render(value, like=value) == formatted(form, digits)
    other = value.with_number(new[-len(value.number) :])
    assert phones.parse(phones.render(other, like=value)) == other


def test_a_number_of_another_length_has_no_place_in_a_notation():
    with pytest.raises(ValueError, match="length"):
        phones.render(phones.parse("4417"), like=phones.parse("44170"))


@pytest.mark.parametrize(
    ("original", "form"),
    [
        ("09/224.61.80", r"0[1-9]/\d{3}\.\d\d\.\d\d"),
        ("0476/51 22 90", r"0\d{3}/\d\d \d\d \d\d"),
        ("O546-67 12 38", r"O\d{3}-\d\d \d\d \d\d"),
        ("06/38 41 90 55", r"06/\d\d \d\d \d\d \d\d"),
        ("tel. 024-3611111 of sein 3611", r"tel\. 0\d\d-\d{7} of sein \d{4}"),
        # What no one can read is a number all the same, and a name beside one is gone.
        ("zie onder", r"06-\d{8}"),
        ("balie Wobbelink 024-3611111", r"0\d\d-\d{7}"),
    ],
)
def test_phones_keep_their_notation(original, form):
    new = PATIENT.surrogate(original, "TELEFOONNUMMER")
    assert re.fullmatch(form, new), new


@pytest.mark.parametrize(
    ("original", "form"),
    [
        ("www.lumc.nl/radiologie/folder3.pdf", r"www\.(?!lumc)[a-z\d]+\.nl/[a-z]+/[a-z]+\d\.pdf"),
        (
            "https://zh-westerveld.example/img?id=20119082",
            r"https://[a-z\d]+\.example/[a-z]+\?id=\d{8}",
        ),
        ("site van ons", r"www\.[a-z\d]+\.nl"),
    ],
)
def test_pages_are_other_pages_and_no_letters_at_random(original, form):
    new = PATIENT.surrogate(original, "URL")
    assert re.fullmatch(form, new), new
    words = re.findall("[a-z]{3,}", new.removeprefix("https://").partition("/")[2])
    assert not any(word in original for word in words if word != "pdf")


HOUSES = (
    "12",
    "12a",
    "12 B",
    "12-14",
    "12 II",
    "401-III",
    "112-hs",
    "188 bis",
    "1 A-bis",
    "8 rood",
)
STREETS = ("Kerkstraat", "Laan van Meerdervoort", "De Run", "Burg. Magnéestraat", "KERKSTRAAT")
ENDS = ("", ", Zwolle", ", 6511 LX Nijmegen", "\n8011AB Zwolle", " App 31", " unit 12", " bus 4")
houses = st.builds(
    "{} {}{}".format, st.sampled_from(STREETS), st.sampled_from(HOUSES), st.sampled_from(ENDS)
)


@given(houses, houses)
def test_addresses_are_written_as_they_were_and_anew(text, other):
    value, new = addresses.parse(text), addresses.parse(other)
    assert addresses.render(value, like=value) == text
    if [kind for kind, _ in value.parts] == [kind for kind, _ in new.parts]:
        moved = value.with_parts(new.written)
        assert addresses.parse(addresses.render(moved, like=value)) == moved


@given(houses)
def test_an_address_keeps_what_says_nothing(text):
    new = PATIENT.surrogate(text, "ADRES")
    kept = re.compile(r"III|II|hs|bis|rood|App|unit|bus|[,\n-]")
    assert kept.findall(new.partition(" ")[2]) == kept.findall(clean(text).partition(" ")[2])
    assert addresses.parse(new).parts != addresses.parse(text).parts


def test_spellings_of_one_address_are_one():
    one = addresses.parse("Kerkstraat 12a, 6511 LX Nijmegen")
    assert one == addresses.parse("KERKSTRAAT l2 A 6511lx nijmegen")
    assert one.houses == (("Kerkstraat", "12"),)
    assert one.of(Part.TOWN) == ("Nijmegen",)


@given(st.text(string.ascii_letters + string.digits + " .,-/\n", max_size=30))
def test_no_mention_makes_the_grammar_fail(text):
    value = addresses.parse(text)
    assert value is None or addresses.render(value, like=value) == text
    for read, write in (
        (phones.pieces, lambda v: phones.render(v, like=v)),
        (web.emails, web.render_email),
        (web.urls, lambda v: web.render_url(v, like=v)),
    ):
        assert "".join(g + (write(v) if v is not None else "") for g, v in read(text)) == text
