"""Towns and hospitals in a mention: where each stands, and by which name it is called."""

from __future__ import annotations

import re

import pytest

from dragon_prep.phi.places.grammar import parse, parse_hospital, pieces, reads, render


@pytest.mark.parametrize(
    "marked",
    [
        "te [Zwolle]",
        "[Zwolle]",
        "[Zwolle], [Kampen]",
        "[Zwolle] en [Kampen]",
        "[Zwolle] of [Kampen]",
        "[Zwolle] naar [Kampen]",
        "[Arnhem]/[Nijmegen]",
        "[Alphen a/d Rijn]",
        "[Eck en Wiel]",
        "[Eck en Wiel] en [Zwolle]",
        "[Zwolle] ([Kampen])",
        "[Zwolle]; [Kampen]",
        "[Zwolle] & [Kampen]",
        "[Zwolle] + [Kampen]",
        "[Zwolle]\n[Kampen]",
        "[Zwolle]\t[Kampen]",
        "  [Zwolle] ",
        "[te]",
        "[te] ",
        "in te [Zwolle]",
        "omgeving [Zwolle]",
        "gemeente [Zwolle]",
        "[xyz Zwolle]",
        "[12]",
        "",
        " ",
        "[Zwolle-Zuid]",
        ", [Zwolle] ,",
        "regio [Zwolle]/[Kampen]",
        "[Bergen op Zoom] en [Goes]",
    ],
)
def test_towns_stand_between_signs(marked):
    text = re.sub(r"[][]", "", marked)
    found = list(pieces(text))
    towns = [place for _, place in found if place is not None]
    assert marked == "".join(
        between + (f"{place.notation.before}[{place.name}]" if place is not None else "")
        for between, place in found
    )
    assert reads(text) is bool(towns)
    assert all(text[: place.end].endswith(place.name) for place in towns)


def test_a_town_is_read_from_where_it_starts():
    assert parse("in Zwolle", 3).end == len("in Zwolle")
    assert parse("in Zwolle", 2) is None
    assert parse("Zwolle", 6) is None
    assert parse("Zwolle ").end == len("Zwolle")


@pytest.mark.parametrize(
    ("marked", "identity", "form"),
    [
        ("[Isala]", "Isala Ziekenhuis", "SHORT"),
        (
            "afdeling urologie van het [UMCG]",
            "Universitair Medisch Centrum Groningen",
            "ABBREVIATION",
        ),
        ("afd. urologie, [Isala]", "Isala Ziekenhuis", "SHORT"),
        ("afd urologie [Isala]", "Isala Ziekenhuis", "SHORT"),
        ("poli MDL, [Isala]", "Isala Ziekenhuis", "SHORT"),
        ("poli MDL - [Isala]", "Isala Ziekenhuis", "SHORT"),
        ("poli MDL in de [Isala]", "Isala Ziekenhuis", "SHORT"),
        ("polikliniek urologie [Isala]", "Isala Ziekenhuis", "SHORT"),
        ("dienst urologie [Isala]", "Isala Ziekenhuis", "SHORT"),
        ("vakgroep urologie [Isala]", "Isala Ziekenhuis", "SHORT"),
        ("seh urologie [Isala]", "Isala Ziekenhuis", "SHORT"),
        ("spoedeisende hulp urologie [Isala]", "Isala Ziekenhuis", "SHORT"),
        ("[poli Wobbelink Isala]", "poliwobbelinkisala", "FULL"),
        ("[poli Zwolle Isala]", "polizwolleisala", "FULL"),
        ("[poli Isala Isala]", "poliisalaisala", "FULL"),
        ("[poli Jansen Isala]", "polijansenisala", "FULL"),
        ("[poli xyzabo Isala]", "polixyzaboisala", "FULL"),
        ("[poli ur Isala]", "poliurisala", "FULL"),
        ("[Isala], afdeling cardiologie", "Isala Ziekenhuis", "SHORT"),
        ("[Isala] (afdeling cardiologie)", "Isala Ziekenhuis", "SHORT"),
        ("[Isala] -poli cardiologie", "Isala Ziekenhuis", "SHORT"),
        ("[Isala] poli cardiologie", "Isala Ziekenhuis", "SHORT"),
        ("[Isala afdeling Jansen]", "isalaafdelingjansen", "FULL"),
        ("[afdeling cardiologie]", "afdelingcardiologie", "SHORT"),
        ("poli MDL, [Isala], afdeling cardiologie", "Isala Ziekenhuis", "SHORT"),
        ("[Xyzabo Ziekenhuis]", "xyzaboziekenhuis", "FULL"),
        ("[Medisch Centrum Xyzabo]", "medischcentrumxyzabo", "FULL"),
        ("[XYZ]", "xyz", "ABBREVIATION"),
        ("[XYZABC]", "xyzabc", "ABBREVIATION"),
        ("[XYZABCD]", "xyzabcd", "SHORT"),
        ("[XyzAbc]", "xyzabc", "SHORT"),
        ("[XYz]", "xyz", "ABBREVIATION"),
        ("[Xyz]", "xyz", "SHORT"),
        ("[Xyzabo]", "xyzabo", "SHORT"),
        ("[Xyzabo Xyzaba]", "xyzaboxyzaba", "SHORT"),
        ("[Xyzabo Xyzaba Xyzobu]", "xyzaboxyzabaxyzobu", "FULL"),
        ("[Xyzabo kliniek Abc]", "xyzabokliniekabc", "FULL"),
        ("[xyz gasthuis]", "xyzgasthuis", "FULL"),
        ("[Xyzabo hospital]", "xyzabohospital", "FULL"),
        ("[Xyz centrum]", "xyzcentrum", "FULL"),
        ("[CWZ]", "Canisius Wilhelmina Ziekenhuis", "ABBREVIATION"),
        ("[cwz]", "Canisius Wilhelmina Ziekenhuis", "ABBREVIATION"),
        ("[Canisius-Wilhelmina Ziekenhuis]", "Canisius Wilhelmina Ziekenhuis", "FULL"),
        ("[Canisius]", "Canisius Wilhelmina Ziekenhuis", "SHORT"),
    ],
)
def test_hospitals_are_named_in_full_in_short_or_by_letters(marked, identity, form):
    text = re.sub(r"[][]", "", marked)
    place = parse_hospital(text)
    assert f"{place.notation.before}[{place.name}]{place.notation.behind}" == marked
    assert (place.identity, place.notation.form.name) == (identity, form)
    assert place.end == len(text)
    assert render(place, like=place) == text


def test_what_opens_with_a_blank_names_no_hospital():
    assert parse_hospital(" Isala") is None
    assert parse_hospital("") is None
    assert parse_hospital("--") is None
    assert parse_hospital("Isala  ").end == len("Isala")
