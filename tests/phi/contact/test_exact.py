"""What is read in a phone number, address or site, to the character, and what becomes of it."""

from __future__ import annotations

import re

import pytest

from dragon_prep.core.keys import ProjectKey
from dragon_prep.language.form import fold
from dragon_prep.language.gazetteer import area_codes, postcodes_of, towns
from dragon_prep.language.institutions import institutions
from dragon_prep.language.pools import pool
from dragon_prep.phi.contact import addresses, phones, surrogate, web
from dragon_prep.phi.contact.addresses import Part
from dragon_prep.phi.names.people import People
from dragon_prep.phi.places.grammar import HospitalForm
from dragon_prep.phi.scope import Scope

SCOPE = Scope(KEY := ProjectKey(bytes(range(32))), People(KEY), days=364, minutes=90)
S, H, L, P, T = Part.STREET, Part.HOUSE, Part.LETTERS, Part.POSTCODE, Part.TOWN


@pytest.mark.parametrize(
    ("text", "prefix", "core", "local"),
    [
        ("024-3611111", "0", "243611111", "3611111"), ("0243611111", "0", "243611111", ""),
        ("06-12345678", "06", "612345678", "12345678"), ("0612345678", "06", "612345678", ""),
        ("+31 (0)24 361 11 11", "310", "243611111", ""),
        ("+31243611111", "31", "243611111", ""),
        ("+31612345678", "316", "612345678", ""),
        ("0031 24 3611111", "0031", "243611111", "243611111"),
        ("0031612345678", "00316", "612345678", ""), ("4417", "", "4417", ""),
        ("0441", "", "441", ""),
        ("12345678", "", "12345678", ""), ("612345678", "6", "612345678", ""),
        ("512345678", "", "512345678", ""), ("012345678", "0", "12345678", ""),
        ("01234567", "", "1234567", ""), ("O24-3611111", "0", "243611111", "3611111"),
        ("31243611111", "", "243611111", ""), ("3124361111", "", "3124361111", ""),
        ("0049 30 1234567", "0049", "49301234567", "301234567"),
        ("+49 30 1234567", "49", "49301234567", ""),
        ("+32 9 224 55 18", "32", "3292245518", ""),
    ],
)  # fmt: skip
def test_a_phone_number_has_a_core_whatever_stands_before_it(text, prefix, core, local):
    number = phones.parse(text)
    assert (number.prefix, number.core) == (prefix, core)
    assert number.end == len(text)
    assert number.local == local


@pytest.mark.parametrize(
    ("text", "dialled"),
    [
        ("024-3611111", ("243611111", "31243611111", "3611111")),
        ("0243611111", ("243611111", "31243611111")), ("4417", ()), ("123456", ()),
        ("1234567", ("1234567", "311234567")), ("0123-45678", ("12345678", "3112345678")),
        ("0123-456789", ("123456789", "31123456789", "456789")),
    ],
)  # fmt: skip
def test_what_a_number_may_be_dialled_as(text, dialled):
    assert phones.parse(text).dialled == dialled


@pytest.mark.parametrize(
    ("digits", "model", "written"),
    [
        ("0201234567", "024-3611111", "020-1234567"),
        ("0687654321", "06 12 34 56 78", "06 87 65 43 21"),
        ("0201234567", "O24-3611111", "O20-1234567"), ("4418", "4417", "4418"),
        ("31201234567", "+31 24 3611111", "+31 20 1234567"),
        ("1201234567", "O24-3611111", "120-1234567"),
    ],
)  # fmt: skip
def test_digits_are_written_as_a_model_is(digits, model, written):
    assert phones.in_notation(digits, model) == written


def test_a_model_that_is_no_phone_number_is_refused():
    with pytest.raises(ValueError, match="no number"):
        phones.in_notation("1234", "sein")
    with pytest.raises(ValueError, match="length"):
        phones.in_notation("1234", "12345")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("tel. 024-3611111 of sein 3611", ["024-3611111", "3611"]),
        ("(024) 3611111", ["(024) 3611111"]),
        ("(06) 12345678", ["(06) 12345678"]), ("(12) 34", ["12) 34"]), ("+31 24", ["+31 24"]),
        ("0476/51 22 90", ["0476/51 22 90"]), ("12/34", ["12", "34"]), ("012 / 34", ["012 / 34"]),
        ("01234 / 34", ["01234", "34"]), ("012 / 3", ["012", "3"]),
        ("12   34", ["12   34"]), ("12    34", ["12", "34"]), ("12,34", ["12", "34"]),
        ("zie onder", []),
        ("O24-361", ["O24-361"]), ("O2-361", ["2-361"]), ("O24361", ["24361"]),
    ],
)  # fmt: skip
def test_a_mention_is_taken_apart(text, numbers):
    found = [number for _, number in phones.pieces(text) if number is not None]
    assert [phones.render(number, like=number) for number in found] == numbers
    assert phones.reads(text) is bool(numbers)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("024-3611111 x", "024-3611111"), ("+31", None), ("0243611111", "0243611111"),
        ("024-361111", None), ("09 224 55 18", "09 224 55 18"), ("089 32 15 50", "089 32 15 50"),
        ("0044 20 7946 0958", "0044 20 7946 0958"), ("06\n12345678", "06\n12345678"),
        ("0031 24 3611111", "0031 24 3611111"),
    ],
)  # fmt: skip
def test_a_whole_number_is_found_in_running_text(text, found):
    match = phones.in_text(text, 0)
    assert (match and match[0]) == found


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Kerkstraat 12", [(S, "Kerkstraat"), (H, "12")]),
        ("Kerkstraat 12a", [(S, "Kerkstraat"), (H, "12"), (L, "a")]),
        ("Kerkstraat 12 A", [(S, "Kerkstraat"), (H, "12"), (L, "A")]),
        ("Kerkstraat 12-14", [(S, "Kerkstraat"), (H, "12"), (H, "14")]),
        ("Kerkstraat 12 hs, Zwolle", [(S, "Kerkstraat"), (H, "12"), (T, "Zwolle")]),
        ("Kerkstraat 12 A-bis", [(S, "Kerkstraat"), (H, "12"), (L, "A")]),
        ("Kerkstraat 12, 6511 LX Nijmegen", [(S, "Kerkstraat"), (H, "12"), (P, "6511 LX"),
        (T, "Nijmegen")]),
        ("Kerkstraat 12 6511lx Nijmegen", [(S, "Kerkstraat"), (H, "12"), (P, "6511lx"),
        (T, "Nijmegen")]),
        ("Kerkstraat", [(S, "Kerkstraat")]), ("Nijmegen, Kerkstraat 12", [(T, "Nijmegen"),
        (S, "Kerkstraat"), (H, "12")]),
        ("Postbus 12", [(H, "12")]), ("wonende te Nijmegen", [(T, "Nijmegen")]),
        ("Kerkstraat nummer 12", [(S, "Kerkstraat"), (H, "12")]),
        ("Kerkstraat huisnr 12", [(S, "Kerkstraat"), (H, "12")]),
        ("Kerkstraat l2", [(S, "Kerkstraat"), (H, "l2")]), ("Kerkstraat 1O", [(S, "Kerkstraat"),
        (H, "1O")]),
        ("'s-Hertogenbosch", [(S, "'s-Hertogenbosch")]),
        ("Laan van Meerdervoort 3", [(S, "Laan van Meerdervoort"), (H, "3")]),
        *(
            (f"Kerkstraat 12 {floor}", [(S, "Kerkstraat"), (H, "12")])
            for floor in (
                "I", "ii", "III", "iv", "V", "rood", "zwart", "zw", "rd", "boven", "beneden",
                "links",
                "rechts", "achter", "voor", "app", "ap", "apt.", "appartement", "unit", "kamer",
                "bte", "boite",
            )
        ),
    ],
)  # fmt: skip
def test_the_parts_of_an_address(text, parts):
    value = addresses.parse(text)
    kinds = [kind for kind, _ in value.parts]
    assert list(zip(kinds, value.written, strict=True)) == parts
    assert value.end == len(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("6511 LX Nijmegen", [(P, "6511 LX"), (T, "Nijmegen")]), ("B-9000 Gent", [(L, "B"),
        (H, "9000"), (T, "Gent")]),
        ("9728 G", [(H, "9728"), (L, "G")]), ("48149 Munster", [(H, "48149"), (T, "Munster")]),
        ("6511-LX", [(P, "6511-LX")]), ("6511...LX", [(P, "6511...LX")]),
        ("6511....LX", [(H, "6511"), (L, "LX")]),
        ("6511 LXN", [(H, "6511"), (T, "LXN")]), ("16511 LX", [(H, "16511"), (L, "LX")]),
    ],
)  # fmt: skip
def test_a_mention_of_a_postcode_has_no_street(text, parts):
    value = addresses.parse(text, street=False)
    kinds = [kind for kind, _ in value.parts]
    assert list(zip(kinds, value.written, strict=True)) == parts


def test_what_has_no_part_is_no_address():
    assert addresses.parse("-- ,") is None
    assert not addresses.reads("")
    assert addresses.reads("Kerkstraat")


def test_each_street_has_the_house_behind_it():
    value = addresses.parse("Kerkstraat 012, Zwolle")
    assert value.houses == (("Kerkstraat", "12"),)
    assert addresses.parse("Zwolle").houses == ()
    assert value.of(Part.TOWN) == ("Zwolle",)
    assert value.of(Part.POSTCODE) == ()


def test_an_address_of_other_parts_is_not_written_in_a_notation():
    with pytest.raises(ValueError, match="other parts"):
        addresses.render(addresses.parse("Kerkstraat 1"), like=addresses.parse("Kerkstraat"))


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("6511LX", ("6511", "", "LX")),
        ("6511 LX", ("6511", " ", "LX")),
        ("6511.-lx", ("6511", ".-", "lx")),
    ],
)
def test_a_postcode_is_digits_and_letters(written, parts):
    assert addresses.split_postcode(written) == parts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("j.jansen@umcn.nl", [("j.jansen", "umcn.nl")]), ("<a@b.nl>; c@d.be.", [("a", "b.nl"),
        ("c", "d.be")]),
        ("mail:a@b.nl", [("a", "b.nl")]), ("(a@b.nl)", [("a", "b.nl")]), ("a@", []), ("@b.nl", []),
        ("a@b,c@d", [("a", "b"), ("c", "d")]),
    ],
)  # fmt: skip
def test_mail_addresses_of_a_mention(text, found):
    values = [value for _, value in web.emails(text) if value is not None]
    assert [(value.local, value.domain) for value in values] == found
    assert web.reads_email(text) is bool(found)
    assert "".join(gap + (web.render_email(v) if v else "") for gap, v in web.emails(text)) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("www.umcn.nl", [("www.", "umcn.nl", "")]),
        ("https://umcn.nl/a?b", [("https://", "umcn.nl", "/a?b")]),
        ("http://www.umcn.nl", [("http://www.", "umcn.nl", "")]),
        ("umcn.nl:80/x y", [("", "umcn.nl", ":80/x")]),
        ("UMCN.NL", [("", "UMCN.NL", "")]), ("umcn.n", []),
        ("a-b.c-d.nl#e", [("", "a-b.c-d.nl", "#e")]),
        ("umcn.nl, lumc.nl", [("", "umcn.nl", ""), ("", "lumc.nl", "")]),
    ],
)  # fmt: skip
def test_sites_of_a_mention(text, found):
    values = [value for _, value in web.urls(text) if value is not None]
    assert [(value.head, value.host, value.tail) for value in values] == found
    assert web.reads_url(text) is bool(found)
    assert (
        "".join(gap + (web.render_url(v, like=v) if v else "") for gap, v in web.urls(text)) == text
    )


def test_case_and_protocol_are_no_other_site():
    (one, _), (other, _) = web.urls("https://www.UMCN.nl/A/"), web.urls("umcn.nl/a")
    assert one[1] == other[1]
    assert web.email("A.B", "Umcn.NL") == web.email("a.b", "umcn.nl")


@pytest.mark.parametrize(
    ("make", "text", "form"),
    [
        (surrogate.phone, "024-3611111", r"0\d\d-(?!3611111)\d{7}"),
        (surrogate.phone, "06-12345678", r"06-(?!12345678)\d{8}"),
        (surrogate.phone, "sein 4417", r"sein (?!4417)\d{4}"),
        (surrogate.phone, "Jansen 4417", r"\d{4}"),
        (surrogate.phone, "geen", r"06-\d{8}"), (surrogate.phone, "4417 (Jansen)", r"\d{4}"),
        (surrogate.phone, "tel. Jansen: 4417", r"tel\.? ?\d{4}"),
        (surrogate.email, "j.jansen@umcn.nl", r"[a-z]\.[a-z]+@(?!umcn)[a-z\d]+\.nl"),
        (surrogate.email, "j.jansen@x.be", r"[a-z]\.[a-z]+@(?!x)[a-z\d]+\.be"),
        (surrogate.email, "j.jansen@gmail.com", r"[a-z]\.[a-z]+@[a-z\d]+\.(?:nl|be|com|me)"),
        (surrogate.email, "J.Jansen12@UMCN.NL", r"[A-Z]\.[A-Z][a-z]+\d\d@(?!UMCN)[A-Z\d]+\.NL"),
        (surrogate.email, "info@mail.umcn.nl", r"[a-z]+@(?!umcn)[a-z\d]+\.nl"),
        (surrogate.email, "info@example.org", r"[a-z]+@(?!example)[a-z]+\.org"),
        (surrogate.email, "geen", r"[a-z]\.[a-z]+@(?!umcn)[a-z\d]+\.nl"),
        (surrogate.email, "12@umcn.nl", r"(?!12)\d\d@(?!umcn)[a-z\d]+\.nl"),
        (surrogate.url, "www.umcn.nl", r"www\.(?!umcn)[a-z\d]+\.nl"),
        (surrogate.url, "umcn.com/x", r"(?!umcn)[a-z\d]+\.com/(?!x)[a-z]"),
        (surrogate.url, "umcn.com/index.php?id=12", r"[a-z\d]+\.com/index\.php\?id=(?!12)\d\d"),
        (surrogate.url, "umcn.com/ZORG", r"(?!umcn)[a-z\d]+\.com/(?!ZORG)[A-Z]+"),
        (surrogate.url, "geen", r"www\.(?!umcn)[a-z\d]+\.nl"),
        *((surrogate.url, f"umcn.com/12.{form}", rf"[a-z\d]+\.com/(?!12)\d\d\.{form}") for form in (
            "asp", "aspx", "cfm", "do", "htm", "html", "jpg", "jsp", "nl", "pdf", "php", "png",
            "www", "index",
        )),
        (surrogate.postcode, "6511 LX", r"(?!6511)\d{4} (?!LX)[A-Z]{2}"),
        (surrogate.postcode, "6511lx", r"\d{4}[a-z]{2}"),
        (surrogate.postcode, "48149", r"(?!48149)\d{5}"),
        (surrogate.postcode, "--", r"\d{4} [A-Z]{2}"),
        (surrogate.address, "Kerkstraat 12", r"(?!Kerk)[A-Z][^\d]+ (?!12)\d\d"),
        (surrogate.address, "KERKSTRAAT l2", r"[^a-z\d]+ [1-9]\d"),
        (surrogate.address, "Kerkstraat 12a", r"[A-Z][^\d]+ \d\d[a-z]"),
        (surrogate.address, "--", r"[A-Z][^\d]+"),
        (surrogate.place, "Kerkstraat 12", r"[A-Z][^\d]+ \d\d"),
        (surrogate.place, "Zwolle", r"(?!Zwolle)[A-Z][^\d]+"),
        (surrogate.place, "Kerkstraat 1", r"[A-Z][^\d]+ \d"),
    ],
)  # fmt: skip
def test_what_becomes_of_a_mention(make, text, form):
    new = make(text, SCOPE)
    assert re.fullmatch(form, new), new
    assert new == make(text, SCOPE)


def test_letters_of_a_postcode_are_in_use():
    letters = {
        sign for at in range(200) for sign in surrogate.postcode(f"{1000 + at} FI", SCOPE)[-2:]
    }
    assert letters == set("ABCDEGHJKLMNPRSTVWXZ")


def test_a_site_on_another_page_keeps_its_protocol():
    assert re.fullmatch(r"http://(?!umcn)[a-z\d]+\.com", surrogate.url("http://umcn.com", SCOPE))
    new = surrogate.url("https://www.umcn.nl", SCOPE)
    assert re.fullmatch(r"https://www\.(?!umcn)[a-z\d]+\.nl", new)


def test_a_provider_of_mail_becomes_a_provider_and_a_hospital_a_hospital():
    providers = set(pool("mail_domains").options)
    assert (
        len(
            {surrogate.email(f"a{n}@ziggo.nl", scope(n)).partition("@")[2] for n in range(40)}
            & providers
        )
        > 4
    )
    hospitals = {fold(one.names[HospitalForm.SHORT]) for one in institutions()}
    for number in range(20):
        assert surrogate.email("x@umcg.nl", scope(number)).partition("@")[2][:-3] in hospitals


def scope(number):
    key = KEY.derived(str(number))
    return Scope(key, People(key))


@pytest.mark.parametrize(
    ("number", "first"),
    [("024-3611111", "234 56789"), ("0318-435111", "23456789"), ("06-12345678", "123458")],
)
def test_numbers_that_can_be_dialled(number, first):
    """An area code in use, as long as the original, and no number that starts as none does."""
    for at in range(30):
        code, rest = surrogate.phone(number, scope(at)).split("-")
        assert len(code) == number.index("-")
        assert code == "06" or code in area_codes()
        assert rest[0] in first


def test_postcodes_are_of_the_town_beside_them():
    for number in range(30):
        new = surrogate.address("Kerkstraat 12, 6511 LX Nijmegen", scope(number))
        code, town = re.search(r"(\d\d)\d\d [A-Z]{2} (.+)", new).groups()
        assert any(str(one)[:2] == code for one in postcodes_of(towns()[fold(town)]))
        assert surrogate.postcode("6511 LX", scope(number))[:2] == code


def test_letters_that_no_postcode_has():
    made = {surrogate.postcode("6511 LX", scope(at))[-2:] for at in range(3000)}
    assert not made & {"SA", "SD", "SS"}
    assert len(made) > 300
