"""De-identification in memory does what that of a file does."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import KEY

import dragon_prep as dp
from dragon_prep.core.errors import InputFault, UsageFault
from dragon_prep.core.keys import ProjectKey
from dragon_prep.core.spans import Span
from dragon_prep.detect.profile import Profile

TEXT = "Gezien door dr. J. Zwartjes op 12-03-2021."
RECORDS = [
    {"id": 1, "patient_id": "a", "text": TEXT},
    {"id": "two", "patient_id": "a", "text": "Collega Zwartjes", "spans": [[8, 16, "PERSOON"]]},
    {"id": 3, "patient_id": "b", "text": "PSA 4\r\nna 3 jaar", "entities": [[0, 3, "LAB"]]},
    {"id": 4, "patient_id": "b", "text": "Niets.", "spans": [[0, 99, "PERSOON"]]},
    {"id": 5, "text": "Niets."},
]


def test_records_are_those_of_a_file(tmp_path):
    lines = "".join(json.dumps(record) + "\n" for record in RECORDS)
    (tmp_path / "in").write_text(lines, encoding="utf-8")
    told = dp.deidentify_file(tmp_path / "in", tmp_path / "out", key=KEY, keep_ids=True)
    written = [json.loads(line) for line in (tmp_path / "out").read_text().splitlines()]
    made = dp.deidentify(iter(RECORDS), key=KEY)
    assert [
        {
            "id": done.id,
            "text": done.text,
            "spans": [[s.start, s.end, s.label] for s in done.spans],
            "entities": [[s.start, s.end, s.label] for s in done.entities],
        }
        for done in made.texts
    ] == written
    assert [done.id for done in made.texts] == [1, "two", 3]
    assert [(p.kind.code, p.place.row, p.place.column) for p in made.problems] == [
        (p.kind.code, p.place.row, p.place.column) for p in told.problems
    ]
    assert "Zwartjes" not in "".join(done.text for done in made.texts)


def test_a_text_alone():
    done = dp.deidentify(TEXT)
    assert "Zwartjes" not in done.text
    assert "12-03-2021" not in done.text
    assert [span.label for span in done.spans] == ["PERSOON", "DATUM"]
    assert done.text[: done.spans[0].start] == "Gezien door dr. "
    assert (done.id, done.entities) == ("", ())
    assert done.text not in repr(done)


def test_a_key_and_a_patient_give_the_same_surrogates():
    assert dp.deidentify(TEXT, key=KEY, patient="a") == dp.deidentify(TEXT, key=KEY, patient="a")
    assert dp.deidentify(TEXT, key=KEY, patient="a") != dp.deidentify(TEXT, key=KEY, patient="b")
    assert dp.deidentify(TEXT).text != dp.deidentify(TEXT).text  # a key for each call
    own = dp.deidentify([{"id": 1, "patient_id": "a", "text": TEXT}], key=KEY).texts[0]
    assert own.text == dp.deidentify(TEXT, key=KEY, patient="a").text


def test_a_text_that_is_held_back_raises_without_its_text():
    with pytest.raises(InputFault) as raised:
        dp.deidentify("Zwartjes <VERZONNEN> zag dit.")
    assert raised.value.kind.code == raised.value.problems[0].kind.code
    with pytest.raises(InputFault) as raised:
        dp.deidentify("Zwartjes: controle op ½/2019.")
    assert [problem.kind.code for problem in raised.value.problems] == ["R351"]
    assert not any(word in f"{raised.value!r} {raised.value}" for word in ("Zwartjes", "2019"))


@pytest.mark.parametrize("source", [b"text", {"id": 1, "patient_id": "a", "text": "x"}])
def test_what_is_neither_text_nor_records_is_refused(source):
    with pytest.raises(UsageFault, match="E107"):
        dp.deidentify(source)


def test_a_record_that_is_none_is_held_back():
    made = dp.deidentify([*RECORDS[:1], "text", None])
    assert [done.id for done in made.texts] == [1]
    assert [problem.place.row for problem in made.problems if problem.quarantined] == [2, 3]
    assert dp.deidentify([]).texts == ()


def test_detect_takes_any_line_ends_and_a_profile():
    text = "Gezien.\r\nGezien door dr. J. Zwartjes."
    (hit,) = dp.detect(text)
    assert text[hit.span.start : hit.span.end] == "J. Zwartjes"
    profile = Profile("x", deny=(("PLAATS", "Kwiekelhof"),))
    (hit,) = dp.detect("Komt uit de Kwiekelhof.", profile=profile)
    assert hit.span == Span(9, 22, "PLAATS")  # the article too, by the learned layer


@given(st.text(max_size=60))
def test_any_text_comes_out_in_ascii_or_is_held_back(text):
    made = dp.deidentify([{"id": "x", "patient_id": "y", "text": text}], key=ProjectKey(bytes(32)))
    assert made.texts or any(problem.quarantined for problem in made.problems)
    for done in made.texts:
        assert done.text.isascii()
        assert all(0 <= span.start < span.end <= len(done.text) for span in done.spans)


def test_places_of_records_and_what_a_text_is_held_back_for():
    with pytest.raises(UsageFault) as refused:
        dp.deidentify(b"text")
    assert refused.value.detail == "it is neither a text nor a list of records"
    made = dp.deidentify([None, {"id": 1}], key=KEY)
    assert [str(problem.place) for problem in made.problems] == [
        *("records, row 1", "records, row 2, column 'patient_id'")
    ]
    with pytest.raises(InputFault) as raised:
        dp.deidentify("Zwartjes <VERZONNEN>", patient_field="who")
    (problem,) = raised.value.problems
    assert (raised.value.detail, str(problem.place)) == (
        problem.detail or problem.kind.title,
        "records, row 1",
    )


def test_every_option_is_handed_on():
    record = {"id": 1, "who": "a", "text": TEXT, "spans": []}

    def text(**more):
        (done,) = dp.deidentify([record], key=KEY, patient_field="who", **more).texts
        return done.text

    assert text(trust_empty=True, second_look="off") == TEXT
    assert text() != TEXT
    assert text(namespace="umcg") != text()
    same = [{"id": 1, "patient_id": "a", "text": TEXT}]
    assert text() == dp.deidentify(same, key=KEY).texts[0].text
    profile = Profile("avl", deny=(("PLAATS", "kwiekel"),))
    lever = "Lever kwiekel homogeen."
    assert dp.deidentify(lever, key=KEY).text == lever
    assert dp.deidentify(lever, key=KEY, profile=profile, namespace="umcg").text != lever
    done = dp.deidentify(TEXT, key=KEY)
    assert repr(done) == f"<DeidentifiedText, {len(done.text)} characters, 2 surrogates>"
    assert done.text == dp.deidentify(TEXT, key=KEY).text
