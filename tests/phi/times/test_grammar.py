"""The grammar of times: what it reads it writes back, whatever the notation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.keys import ProjectKey
from dragon_prep.language.form import clean
from dragon_prep.phi.names.people import People, scope_of
from dragon_prep.phi.scope import Scope
from dragon_prep.phi.times.grammar import Time, parse, pieces, reads, render
from dragon_prep.phi.times.moves import moved
from dragon_prep.phi.times.surrogate import clock, time_surrogate

TESTS = Path(__file__).parents[2]
SHARED = TESTS.parents[1] / "shared" / "data" / "phi_dev"
KEY = ProjectKey(bytes(range(32)))
SHIFTS = st.integers(-239, 239).filter(lambda m: abs(m) > 60 and m % 60)
NOTATIONS = (
    "14:30", "9:05", "09:05", "14.30", "14.30 uur", "14.30 u", "14:30u", "14:30 h", "14:30:15",
    "14.30.15 uur", "14:30:15.250", "14u30", "9u05", "09u05", "14 u 30", "11 h 45", "9h05",
    "14 uur 30", "16 UUR 20", "1430", "0755", "103245", "1430 uur", "1430u", "930 u", "15 15 uur",
    "15 15 00", "12 : 45", "14 uur", "8 uur", "08 uur", "8u", "8 h", "8 hr", "3 pm", "10:30 PM",
    "10:30 a.m.", "12 am", "10:00Z", "10:00:05Z", "10:00+01:00", "10:00 UTC", "half drie",
    "half 3", "Half drie", "HALF DRIE", "half een", "half één", "kwart voor vier",
    "kwart over twaalf", "kwart over één", "tien voor half vijf", "5 over half 3",
    "twintig over acht", "tien minuten voor zes", "half drie uur", "twee uur", "acht uur",
    "zeventien uur", "Elf uur", "drie uur dertig", "2 uur 's nachts", "2 uur ’s middags",
    "half drie 's middags", "8 uur 's avonds", "twaalf uur 's nachts", "9:30 in de ochtend",
    "half twaalf 's avonds", "24:00", "24.00u", "0 uur", "0.40 uur", "00:10",
)  # fmt: skip


@pytest.mark.parametrize("text", NOTATIONS)
def test_what_is_read_is_written_back(text: str) -> None:
    for before, behind in (("", ""), ("om ", "."), ("(", ")"), ("", ", gezien")):
        time = parse(f"{before}{text}{behind}", len(before))
        assert time is not None
        assert time.end == len(before) + len(text)
        assert render(time, like=time) == text
    assert reads(clean(text))


@given(st.sampled_from(NOTATIONS), SHIFTS)
def test_a_moved_time_is_read_as_the_moved_time(text: str, shift: int) -> None:
    time = parse(text)
    assert time is not None
    new = moved(time, shift)
    written = render(new, like=time)
    assert written != text
    read = parse(written)
    assert read is not None
    assert read.end == len(written)
    assert new.second in read.meanings
    assert render(read, like=time) == written


@given(st.sampled_from(NOTATIONS), st.integers(0, 24 * 60 - 1))
def test_any_time_can_be_written_in_any_notation(text: str, minute: int) -> None:
    like, other = parse(text), parse(f"{minute // 60:02}:{minute % 60:02}")
    assert like is not None
    assert other is not None
    whole = other.second // like.notation.step * like.notation.step
    exact = whole if like.notation.step < 3600 else whole + like.notation.offset
    if exact < 0:
        return  # "half een" is the first there is of its kind
    time = Time(exact, like.notation, 0)
    read = parse(render(time, like=like))
    assert read is not None
    assert exact % 43200 in {meaning % 43200 for meaning in read.meanings}


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("14:30", {(14, 30)}), ("14.30 uur", {(14, 30)}), ("14u30", {(14, 30)}),
        ("1430", {(14, 30)}), ("half drie", {(2, 30), (14, 30)}), ("half 3", {(2, 30), (14, 30)}),
        ("half drie 's middags", {(14, 30)}), ("half drie 's nachts", {(2, 30)}),
        ("2:30 PM", {(14, 30)}), ("kwart voor vier", {(3, 45), (15, 45)}),
        ("tien voor half vijf", {(4, 20), (16, 20)}), ("twaalf uur 's nachts", {(0, 0)}),
        ("12 uur 's middags", {(12, 0)}), ("12 am", {(0, 0)}), ("12 pm", {(12, 0)}),
        ("half een", {(0, 30), (12, 30)}), ("half twaalf 's avonds", {(23, 30)}),
        ("24:00", {(24, 0)}), ("8 uur", {(8, 0)}), ("drie uur dertig", {(3, 30), (15, 30)}),
        ("zeventien uur", {(17, 0)}), ("nul uur", {(0, 0)}),
    ],
)  # fmt: skip
def test_a_time_means_the_same_however_it_is_written(
    text: str, meanings: set[tuple[int, int]]
) -> None:
    time = parse(text)
    assert time is not None
    assert {divmod(second // 60, 60) for second in time.meanings} == meanings


@pytest.mark.parametrize(
    "text", ["25:10", "14:61", "24:30", "1:2", "12.5.6", "achter", "half dertien", "kwart", "930",
             "halfdrie", "dertig uur", "14:30:99", ""],
)  # fmt: skip
def test_what_is_no_time_is_not_read(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    "text",
    ["09:12 - 11:05", "9-11 uur", "van 9 tot 11", "tussen 9 en 11 uur", "16.00-17.15 uur",
     "8.00 en 9.30 uur", "om half drie", "rond 14 uur", "14", "zes", "'s nachts", "vanmiddag",
     "gisteravond om 8 uur", "drie of vier uur", "(14:30)", "14:30 u.", "tot ca. 10:00 uur"],
)  # fmt: skip
def test_mentions_of_several_times_and_of_parts_of_the_day_are_read(text: str) -> None:
    assert reads(text)
    assert "".join(piece.text for piece in pieces(text)) == text


@pytest.mark.parametrize(
    "text", ["9-4-23", "9-4", "9/4", "12-03-2019 14:05", "03-2019", "2019-03-12T10:00Z", "2 mei",
             "dr. Jansen", "binnen", "om", "", "1234567"],
)  # fmt: skip
def test_dates_and_other_things_are_not(text: str) -> None:
    assert not reads(text)


def mentions() -> Iterator[str]:
    """Every mention marked or found as a time in the corpora, the golden tables and phi_dev."""
    folders = (TESTS / "detect" / "corpus", TESTS / "detect" / "cases", SHARED)
    for path in sorted(path for folder in folders for path in folder.glob("*.jsonl")):
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            for start, end, label in row.get("spans", ()):
                if label == "TIJD":
                    yield row["text"][start:end]
    golden = TESTS / "surrogate" / "golden" / "times_and_ages.jsonl"
    for row in map(json.loads, golden.read_text("utf-8").splitlines()):
        if row["label"] == "TIJD":
            yield row["original"]


def test_every_mention_of_the_corpora_is_read_and_moved_as_a_time() -> None:
    if not SHARED.is_dir():
        pytest.skip("the shared corpora are not beside the checkout")
    scope = scope_of(KEY)
    found = sorted({clean(mention) for mention in mentions()} - {"25:99"})
    for mention in found:
        assert reads(mention), mention
        assert "".join(p.text for p in pieces(mention)) == mention
        for piece in pieces(mention):
            if isinstance(piece.value, Time):
                assert render(piece.value, like=piece.value) == piece.text
        assert reads(clock(mention, scope)), mention
    assert len(found) >= 350
    print(f"{len(found)} times, 0 scrambled")


@pytest.mark.parametrize("shift", [164, -164, 61, -239])
@pytest.mark.parametrize(
    "text",
    ["vannacht", "'s nachts", "in de middag", "gisteravond", "om", "25:99", "14:5", "99 uur",
     "binnenkort", "door Jansen", "30 minuten", "12:34:56:78", "1234567", "x", "24:30"],
)  # fmt: skip
def test_what_is_no_time_becomes_one_and_is_never_scrambled(text: str, shift: int) -> None:
    new = time_surrogate(text, Scope(KEY, People(KEY), days=7, minutes=shift))
    assert new.lower() != text.lower()
    assert "Jansen" not in new
    assert reads(new) or any(map(str.isdigit, new))


def test_no_repr_says_which_time() -> None:
    time = parse("half drie 's middags")
    assert time is not None
    shown = repr(time) + repr(time.notation) + repr(time.notation.part) + repr(pieces("14:30"))
    shown = re.sub("0x[0-9a-f]+", "", shown)
    assert not any(word in shown for word in ("half", "drie", "14", "30", "52200", "middag"))


_SCRAPS = st.lists(
    st.sampled_from(NOTATIONS)
    | st.sampled_from(
        ("12-03-2019", "9-4-23", "gisteren", "om", "en", " ", "-", ":", "x", "é", "٣")
    )
    | st.text(max_size=5),
    max_size=5,
).map("".join)


@given(_SCRAPS, SHIFTS)
def test_no_text_is_too_odd(text: str, shift: int) -> None:
    plain = clean(text)
    assert "".join(piece.text for piece in pieces(plain)) == plain
    new = time_surrogate(text, Scope(KEY, People(KEY), days=7, minutes=shift))
    assert new.lower() != plain.lower() or not plain
    for at in range(len(text)):
        time = parse(text, at)
        assert time is None or render(time) == text[at : time.end]
