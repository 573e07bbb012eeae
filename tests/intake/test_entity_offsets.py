"""Offsets of entity spans: read in the file's unit like those of PHI, and checked like them."""

from __future__ import annotations

import json

import pytest

from dragon_prep.core.errors import InputFault
from dragon_prep.core.spans import Span
from dragon_prep.intake.annotations import read_annotations
from dragon_prep.intake.raw_file import Layout, RawFile

LABELS = r"[1-9]-[A-Za-z]+"
RAW = RawFile("x", "all.jsonl", Layout.ANNOTATIONS, "", entities=LABELS, entity_member="meta/label")
NAMES = ("Pronk", "Hoekema", "", "Dijkstra", "", "Bos")


def report(number: int) -> tuple[str, list[Span], list[Span]]:
    """A report of three lines; every third one has no PHI."""
    name = NAMES[number % len(NAMES)]
    by = name or "arts"
    text = f"Verslag {number}\nNaald rechts basis.\nBiopt door {by}.\n\nNaald links apex."
    at = text.index("links apex")
    entities = [Span(text.index("rechts"), text.index("rechts") + 6, "1-locatie")]
    entities.append(Span(at, at + len("links apex"), "2-locatie"))
    phi = [Span(text.index(name), text.index(name) + len(name), "PERSOON")] if name else []
    return text, phi, entities


def written(tmp_path, change, count=30):
    lines = []
    for number in range(count):
        text, phi, entities = change(number, *report(number))
        lines.append({
            "text": text, "label": [[s.start, s.end, s.label] for s in phi],
            "meta": {"uid": f"r{number}", "label": [[s.start, s.end, s.label] for s in entities]},
        })  # fmt: skip
    path = tmp_path / "all.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return read_annotations(tmp_path, RAW)


def said(found):
    return {
        uid: [one.text[s.start : s.end] for s in (*one.phi, *one.entities)]
        for uid, one in found.by_uid.items()
    }


def moved(spans, by):
    return [Span(s.start + by, s.end + by, s.label) for s in spans]


def counted(text, spans):
    """Spans counted with two for each line end before them."""
    return [
        Span(
            s.start + text.count("\n", 0, s.start), s.end + text.count("\n", 0, s.end), s.label
        )
        for s in spans
    ]  # fmt: skip


def expected(count=30):
    return {
        f"r{n}": [text[s.start : s.end] for s in (*phi, *entities)]
        for n in range(count)
        for text, phi, entities in [report(n)]
    }


def test_entities_are_read_as_they_stand(tmp_path):
    found = written(tmp_path, lambda _, *as_is: as_is)
    assert said(found) == expected()
    assert found.problems == []


def test_line_ends_of_two_characters_that_count_one(tmp_path):
    found = written(tmp_path, lambda _, text, *spans: (text.replace("\n", "\r\n"), *spans))
    assert said(found) == expected()


def test_line_ends_of_one_character_that_count_two(tmp_path):
    found = written(
        tmp_path, lambda _, text, phi, ents: (text, counted(text, phi), counted(text, ents))
    )
    assert said(found) == expected()


@pytest.mark.parametrize("each", [1, 2, 3])
def test_entities_that_are_one_off_stop_the_work(tmp_path, each):
    def change(number, text, phi, entities):
        return text, phi, moved(entities, 0 if number % each else 1)

    with pytest.raises(InputFault) as caught:
        written(tmp_path, change)
    assert caught.value.kind.code == "E209"
    assert "of entities" in str(caught.value)


def test_a_few_entities_inside_words_stay(tmp_path):
    def change(number, text, phi, entities):
        return text, phi, moved(entities, 0 if number else 1)

    found = written(tmp_path, change)
    assert len(found.by_uid) == 30


def test_a_label_that_is_a_common_one_with_a_slip_is_listed(tmp_path):
    def change(number, text, phi, entities):
        slip = {3: "1-lokatie", 7: "1-Locatie", 9: "1-biopt"}.get(number, "1-locatie")
        return text, phi, [Span(s.start, s.end, slip) for s in entities]

    found = written(tmp_path, change, 60)
    told = [(p.kind.code, p.place.row, p.quarantined) for p in found.problems]
    assert told == [("R313", 4, False), ("R313", 8, False)]
    assert len(found.by_uid) == 60
