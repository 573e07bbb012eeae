"""How persons' names are written: read, rendered, and never scrambled."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rules_alone import detect

from dragon_prep.core.keys import ProjectKey
from dragon_prep.language.form import clean
from dragon_prep.phi.names.grammar import Person, mention, parse, reads, render
from dragon_prep.phi.names.tokens import Role
from dragon_prep.surrogate.patient import PatientSurrogates

TESTS = Path(__file__).parents[2]
SHARED = TESTS.parents[1] / "shared" / "data" / "phi_dev"
FILES = [
    *sorted((TESTS / "detect" / "corpus").glob("*.jsonl")),
    *sorted((TESTS / "detect" / "cases").glob("*.jsonl")),
    *sorted(SHARED.glob("*.jsonl")),
]
PATIENT = PatientSurrogates(ProjectKey(bytes(32)), "rumc", "1")

GIVEN = st.sampled_from(["Johanna", "Hendrik", "Willemijn", "Pieter"])
CALLED = st.sampled_from(["Jo", "Henk", "Mia"])
SURNAMES = st.sampled_from(["Jansen", "Bakkerveld", "Meer", "Wobbelink", "Zuidhof"])
PARTICLES = st.sampled_from(["", "van", "de", "van der", "van den", "ter"])
LETTERS = st.lists(st.sampled_from("ABDEHJKP"), min_size=1, max_size=3).map(tuple)


def _rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _mentions(path: Path) -> set[str]:
    found = set()
    for row in _rows(path):
        text = str(row["text"])
        spans = row.get("spans", [])
        assert isinstance(spans, list)
        found |= {text[start:end] for start, end, label in spans if label == "PERSOON"}
    return found


@pytest.mark.skipif(not SHARED.exists(), reason="the development texts are not in the checkout")
def test_every_mention_of_the_corpora_is_read_and_written_as_it_stands() -> None:
    texts = set[str]().union(*map(_mentions, FILES))
    unread = [text for text in texts if not reads(clean(text))]
    for text in map(clean, texts):
        found = mention(text)
        assert found.written([render(name.person, like=name) for name in found.names]) == text
    print(f"{len(texts)} mentions of persons read, {len(unread)} in part; 0 scrambled")
    assert len(unread) <= len(texts) // 50


@pytest.mark.skipif(not SHARED.exists(), reason="the development texts are not in the checkout")
def test_what_stands_between_the_words_of_a_mention_stays() -> None:
    for text in map(clean, set[str]().union(*map(_mentions, FILES))):
        if not reads(text) or re.search(r"[A-Za-z]{7}\Z", text) is None:
            continue
        new = PATIENT.surrogate(text, "PERSOON")
        assert [c for c in new if c in ",()/"] == [c for c in text if c in ",()/"]


@st.composite
def _written(draw: st.DrawFn) -> tuple[str, Person]:
    """A name in one of the notations, and who is meant."""
    particle, surname = draw(PARTICLES), draw(SURNAMES)
    letters, given_name, called = draw(LETTERS), draw(GIVEN), draw(CALLED)
    family = f"{particle} {surname}".strip()
    dotted = "".join(f"{letter}." for letter in letters)
    form = draw(st.integers(0, 9))
    behind = f" {particle}" if particle else ""
    text, initials, names = (
        (f"{dotted} {family}", letters, ()),
        (f"{'. '.join(letters)}. {family}", letters, ()),
        (f"{family}, {dotted}", letters, ()),
        (f"{surname}, {dotted}{behind}", letters, ()),
        (f"{given_name} {family}", (), (given_name,)),
        (f"{given_name} ({called}) {family}", (), (given_name, called)),
        (f"{surname}, {dotted} ({called})", letters, (called,)),
        (f"{family}, {given_name}", (), (given_name,)),
        (f"dr. {dotted} {family}", letters, ()),
        (f"mw. {given_name[0]}. {family}", (given_name[0],), ()),
    )[form]
    own = "" if form == 6 else particle
    return text, Person(((own, surname),), tuple(initials), tuple(names))


@given(_written(), st.sampled_from(["", ".", ",", " gezien", ": ", "\nPSA 12", " BI-RADS 3"]))
def test_a_name_is_read_to_its_end_and_no_further(written: tuple[str, Person], behind: str) -> None:
    text, person = written
    # "Meer, J. van der" goes on in "van der gezien".
    assume(behind != " gezien" or text.rpartition(" ")[2].islower() is False)
    name = parse(f"Door {text}{behind}", len("Door "))
    assert name is not None
    assert name.text == text
    assert name.end == len("Door ") + len(text)
    assert render(name.person, like=name) == text
    assert name.person == person


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Jansen, A. van", "Smit, A."),
        ("Jansen, A. van der", "Smit, A."),
        ("A. van Jansen", "A. Smit"),
    ],
)
def test_a_person_without_a_particle_stands_in_for_one_with(text: str, new: str) -> None:
    name = parse(text)
    assert name is not None
    assert render(Person((("", "Smit"),), ("A",)), like=name) == new


@given(_written(), _written())
def test_another_person_in_the_notation_of_a_name_is_read_again(
    one: tuple[str, Person], other: tuple[str, Person]
) -> None:
    name = parse(one[0])
    assert name is not None
    meant = Person(other[1].surnames, ("K", "L"), ("Pieter", "Mia"))
    again = parse(render(meant, like=name))
    assert again is not None
    assert again.person.surnames == meant.surnames
    if one[1].initials:
        assert again.person.initials[:2] == ("K", "L")[: len(again.person.initials)]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Johanna (Jo) Wobbelink", "GGS"),
        ("WOBBELINK, JAN PIETER (PIET)", "SGGG"),
        ("Jansen, J.P. (Jan)", "SIIG"),
        ("Hugo (Zuidhof)", "GS"),
        ("Tjon A Ten", "SS"),
        ("'s-Gravendijk", "PS"),
        ("DE SMEDT Godelieve", "PSG"),
        ("Van Camp Marie-Louise", "PSGG"),
        ("de leeuw van weenen", "PSPS"),
        ("d.f. de koning", "IIPS"),
        ("Jansen e/v de Vries", "SPS"),
    ],
)
def test_tokens_of_unusual_names(text: str, roles: str) -> None:
    (name,) = mention(text).names
    found = "".join(token.role.name[0] for token in name.tokens if token.role is not Role.GAP)
    assert found == roles
    assert render(name.person, like=name) == text


@pytest.mark.parametrize(
    "text",
    [
        "Mw. [Willemijn (Mia) Zuidhof] belde.",
        "Betreft: [Pieter Hendrik (Piet) van der Zuidhof], geboren in mei",
        "[ZUIDHOF, PIETER HENDRIK (PIET)]",
        "[Pietersen, P.H. (Piet)], Assen",
        "Mw. [Tjin A Sioe] belde",
        "mw. ['s-Hertogenveld] belde",
        "Fam. [Zuidhof] is ingelicht",
        "[Piet de Lange]\nPatholoog",
        "Gesproken met de heer [De Lange]. Later kwam [De Lange] terug.",
        "Terug bij [Zoetekauw] in mei. Aanvrager: dhr. J. [Zoetekauw].",
        "Gezien door [P. Pietersen], Uroloog.",
        "Verwezen door dr. [Pietersen] LI-RADS 4",
        "Naam: [Pietersen]\nGFR 98",
    ],
)
def test_names_are_found_to_their_end(text: str) -> None:
    plain = re.sub(r"[\[\]]", "", text.replace("J. [", "[J. "))
    marked = re.findall(r"\[(.*?)\]", text.replace("J. [", "[J. "), re.DOTALL)
    found = [plain[h.span.start : h.span.end] for h in detect(plain) if h.span.label == "PERSOON"]
    assert found == marked


def test_no_name_shows_itself() -> None:
    name = parse("Pieter van der Zuidhof")
    assert name is not None
    for value in (name, name.person, *name.tokens, *name.surnames, mention("P. Zuidhof")):
        assert not re.search("uidhof|ieter|van", repr(value))
