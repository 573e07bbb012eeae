"""Files of texts, detected or de-identified: what is written, counted, held back and refused."""

from __future__ import annotations

import pytest
from file_lines import fault, read, said, told, write
from worlds import KEY

from dragon_prep.core.second_look import SecondLook
from dragon_prep.detect.profile import Profile
from dragon_prep.pipeline.record_lines import keyed_id
from dragon_prep.services import detect_file as detecting
from dragon_prep.services.deidentify_file import deidentify_file
from dragon_prep.services.detect_file import DetectResult, detect_file
from dragon_prep.services.detect_input import DetectInput

TEXT = "Gezien door dr. J. Zwartjes op 12-03-2021."
NAME, DAY = [16, 27, "PERSOON"], [31, 41, "DATUM"]


def report(uid=1, text=TEXT, **more):
    return {"id": uid, "text": text, **more}


def record(uid=1, text=TEXT, patient="a", **more):
    return {"id": uid, "patient_id": patient, "text": text, **more}


ANOTHER = "Give another file, or --overwrite to replace this one."


def detected(tmp_path, *lines, **more):
    return detect_file(write(tmp_path / "in", *lines), tmp_path / "out", **more)


def deidentified(tmp_path, *lines, **more):
    source = write(tmp_path / "in", *lines)
    return deidentify_file(source, tmp_path / "out", **{"key": KEY, **more})


@pytest.mark.parametrize("do", [detected, deidentified])
def test_places_that_do_not_fit(do, tmp_path):
    lines = (record(),)
    out = tmp_path / "out"
    out.write_text("earlier")
    error = fault(do, tmp_path, *lines)
    assert (error.kind.code, str(error.place), error.remedy) == ("E103", "out", ANOTHER)
    assert out.read_text() == "earlier"
    do(tmp_path, *lines, overwrite=True)
    assert len(read(out)) == 1
    out.unlink()
    out.mkdir()
    assert said(do, tmp_path, *lines, overwrite=True)[:3] == ("E111", 2, "out")


def test_a_file_is_not_its_own_output_and_must_be_there(tmp_path):
    source = write(tmp_path / "in", record())
    for call in (detect_file, lambda *a, **m: deidentify_file(*a, key=KEY, **m)):
        again = tmp_path / "x" / ".." / "in"
        (tmp_path / "x").mkdir(exist_ok=True)
        assert said(call, source, again, overwrite=True)[:3] == ("E105", 2, "in")
        missing = ("E107", 2, "none", "there is no such file")
        assert said(call, tmp_path / "none", tmp_path / "out") == missing
        assert not (tmp_path / "out").exists()


def test_what_is_found_in_each_report(tmp_path):
    steps = []
    told_of = detected(
        *(tmp_path, report(), report("b", "Niets."), report(3)),
        progress=lambda *step: steps.append(step),
    )
    assert told_of == DetectResult(3, {"DATUM": 2, "PERSOON": 2})
    assert (tmp_path / "out").read_bytes() == (
        b'{"id": 1, "spans": [[16, 27, "PERSOON"], [31, 41, "DATUM"]]}\n'
        b'{"id": "b", "spans": []}\n'
        b'{"id": 3, "spans": [[16, 27, "PERSOON"], [31, 41, "DATUM"]]}\n'
    )
    assert steps == [("detect", 1, 1)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


def test_what_is_found_explained(tmp_path):
    detected(tmp_path, report(), explain=True)
    ((name, day),) = (line["spans"] for line in read(tmp_path / "out"))
    assert name[:5] == [*NAME, "name.title", "sure"]
    assert day[:5] == [*DAY, "date.numeric", "sure"]
    for span in (name, day):
        assert len(span) == 7
        assert 0 < span[5] <= 1000
        assert span[6]
        assert all(isinstance(reason, str) for reason in span[6])


def test_an_empty_file_and_the_profile(tmp_path):
    assert detected(tmp_path) == DetectResult(0, {})
    assert (tmp_path / "out").read_bytes() == b""
    profile = Profile("x", deny=(("PLAATS", "Kwiekelhof"),))
    text = "Komt uit de Kwiekelhof."
    found = detected(tmp_path, report(1, text), overwrite=True, profile=profile)
    assert found.spans == {"PLAATS": 1}


@pytest.mark.parametrize("size", [1, 70, 100, 101, 10_000])
def test_parts_of_a_file_give_the_same(tmp_path, monkeypatch, size):
    lines = [report(at, TEXT) for at in range(7)]
    lines.insert(3, "")
    whole = detected(tmp_path, *lines)
    before = (tmp_path / "out").read_bytes()
    monkeypatch.setattr(detecting, "_BYTES_IN_A_PART", size)
    assert detected(tmp_path, *lines, overwrite=True) == whole
    assert (tmp_path / "out").read_bytes() == before


def failing(monkeypatch, module, name, uids):
    """Has a function fail for texts that hold one of some words."""
    real = getattr(module, name)

    def fails(text, *args, **more):
        if any(f"nr {uid}." in text for uid in uids):
            raise KeyError(text)
        return real(text, *args, **more)

    monkeypatch.setattr(module, name, fails)


def failing_together(monkeypatch, module, name="detect_all"):
    """Has reports be looked at one by one, as when looking at many at once has failed."""

    def fails(asked, *_):
        raise KeyError(len(asked))

    monkeypatch.setattr(module, name, fails)


def test_a_report_in_which_detection_fails_has_no_line_and_is_listed(tmp_path, monkeypatch):
    failing_together(monkeypatch, detecting, "detect_all_as_given")
    failing(monkeypatch, detecting, "detect_as_given", [3])
    monkeypatch.setattr(detecting, "_BYTES_IN_A_PART", 60)
    lines = [report(at, f"{TEXT} nr {at}.") for at in range(5)]
    found = detected(tmp_path, *lines)
    assert found.reports == 4
    assert [line["id"] for line in read(tmp_path / "out")] == [0, 1, 2, 4]
    ((code, place, detail, held),) = told(found.problems)
    assert (code, place, held) == ("R346", "in, row 4", True)
    assert detail.startswith("KeyError")


@pytest.mark.parametrize(("failed", "stops"), [(1, False), (2, True)])
def test_detection_that_fails_in_many_reports_stops(tmp_path, monkeypatch, failed, stops):
    failing_together(monkeypatch, detecting, "detect_all_as_given")
    failing(monkeypatch, detecting, "detect_as_given", range(failed))
    lines = [report(at, f"nr {at}.") for at in range(20)]
    if stops:
        error = fault(detected, tmp_path, *lines)
        assert (error.kind.code, error.exit_code) == ("E903", 70)
        assert error.detail.startswith("2 of 20 reports fail, most often with KeyError")
        assert [path.name for path in tmp_path.iterdir()] == ["in"]
    else:
        assert detected(tmp_path, *lines).reports == 19


def test_a_file_that_grows_meanwhile(tmp_path, monkeypatch):
    real = detecting._detect_part

    def slow(part):
        real(part)
        with part.given.path.open("a", encoding="utf-8") as file:
            file.write("\n")

    monkeypatch.setattr(detecting, "_detect_part", slow)
    assert said(detected, tmp_path, report())[:3] == ("E210", 3, "in")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_lines_that_break_meanwhile(tmp_path, monkeypatch):
    real = DetectInput.pieces

    def checked(given, size):
        pieces = real(given, size)
        given.path.write_text("[" + " " * (given.path.stat().st_size - 2) + "\n")
        return pieces

    monkeypatch.setattr(DetectInput, "pieces", checked)
    assert said(detected, tmp_path, report())[:3] == ("E210", 3, "in")


def test_lines_of_a_file_that_cannot_be_used(tmp_path):
    error = fault(detected, tmp_path, report(), {"id": 1}, {"text": ""})
    assert (error.kind.code, str(error.place)) == ("E215", "in, row 2, column 'text'")
    assert [problem.place.row for problem in error.problems] == [2, 3]


# De-identification --------------------------------------------------------------------------------


def test_records_that_were_written(tmp_path):
    lines = (
        record(1, spans=[NAME]),
        record("b", "PSA 4.", entities=[[0, 3, "LAB"]]),
        record(3, "Niets.", spans=[[0, 9, "DATUM"]]),
    )
    found = deidentified(tmp_path, *lines)
    first, second = read(tmp_path / "out")
    assert list(first) == ["id", "text", "spans", "entities"]
    other = {"text": "PSA 4.", "spans": [], "entities": [[0, 3, "LAB"]]}
    assert second == {"id": keyed_id(KEY, "", "b"), **other}
    assert (first["id"], first["entities"]) == (keyed_id(KEY, "", 1), [])
    assert [label for _, _, label in first["spans"]] == ["PERSOON", "DATUM"]
    for start, end, _ in first["spans"]:
        assert first["text"][start:end] not in TEXT
    assert (found.written, found.phi, found.trusted, found.quarantined) == (2, 2, 0, 1)
    assert found.second_look == {"replaced": {"DATUM": 1}}
    assert [(p.kind.code, p.place.row) for p in found.problems if p.quarantined] == [("R310", 3)]


def test_what_the_second_look_may_do(tmp_path):
    lines = (record(1, spans=[NAME]),)
    for choice, written, fates in (
        (SecondLook.OFF, 0, {}),
        (SecondLook.LIST, 1, {"listed": {"DATUM": 1}}),
        (SecondLook.HOLD, 0, {"held_back": {"DATUM": 1}}),
    ):
        text = "Gezien door dr. J. Zwartjes op 12-03-2021."
        found = deidentified(tmp_path, *lines, second_look=choice, overwrite=True)
        kept = [line["text"] for line in read(tmp_path / "out")]
        assert found.second_look == fates
        if choice is not SecondLook.OFF:
            assert found.written == written
        assert all(text[31:41] in one for one in kept)


def test_texts_that_are_trusted_stay_as_they_are(tmp_path):
    lines = (record(1, spans=[]), record(2, "Niets.", spans=[]), record(3, "Niets."))
    more = {"trust_empty": True, "second_look": SecondLook.OFF}
    found = deidentified(tmp_path, *lines, **more)
    assert [line["text"] for line in read(tmp_path / "out")][:2] == [TEXT, "Niets."]
    assert (found.written, found.phi, found.trusted) == (3, 0, 2)
    assert [p.kind.code for p in found.problems] == ["R319", "R319"]
    assert deidentified(tmp_path, *lines, overwrite=True).trusted == 0


def test_a_namespace_keeps_patients_apart_and_the_field_tells_them(tmp_path):
    def made(line, **more):
        deidentified(tmp_path, line, overwrite=True, **more)
        return read(tmp_path / "out")[0]["text"]

    assert made(record()) == made(record(), namespace="")
    assert made(record(), namespace="umcg") != made(record())
    named = {"id": 1, "who": "a", "text": TEXT}
    assert made(named, patient_field="who") == made(record())
    profile = Profile("avl", deny=(("PLAATS", "kwiekel"),))
    line = record(text="Lever kwiekel homogeen.")
    assert "kwiekel" not in made(line, profile=profile, namespace="umcg")
    assert "kwiekel" in made(line, namespace="umcg")


def test_a_folder_is_made_for_the_output(tmp_path):
    source = write(tmp_path / "in", record())
    deidentify_file(source, tmp_path / "a" / "b" / "out", key=KEY)
    assert len(read(tmp_path / "a" / "b" / "out")) == 1


def test_a_record_that_fails_is_held_back_and_many_stop_the_work(tmp_path, monkeypatch):
    from dragon_prep.audit import findings

    failing_together(monkeypatch, findings)
    failing(monkeypatch, findings, "detect", [3, 4])
    lines = [record(at, f"{TEXT} nr {at}.") for at in range(4)]
    found = deidentified(tmp_path, *lines)
    assert [line["id"] for line in read(tmp_path / "out")] == [
        keyed_id(KEY, "", n) for n in range(3)
    ]
    assert [(p.kind.code, p.place.row) for p in found.problems if p.quarantined] == [("R346", 4)]
    many = [record(at, f"nr {at}.") for at in range(20)]
    error = fault(deidentified, tmp_path, *many, overwrite=True, namespace="umcg")
    assert (error.kind.code, error.exit_code) == ("E903", 70)
    assert error.detail.startswith("2 of 20 reports of umcg fail, most often with KeyError")
