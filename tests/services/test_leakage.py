"""Planted leaks in simulated exports, each found, graded and placed; and none where none is."""

from __future__ import annotations

import csv
import json
import random
import shutil

import pytest
from file_lines import fault
from own_tasks import a_document
from worlds import KEY

from dragon_prep.archive.manifest import write_manifest
from dragon_prep.core.codes import leakage as kinds
from dragon_prep.core.errors import Place, VerifyFault
from dragon_prep.core.shingles import jaccard, shingles_of
from dragon_prep.core.targets import TargetType
from dragon_prep.services.leakage import (
    leakage_json,
    require_acceptable,
    require_accepted,
)
from dragon_prep.services.release_leakage import audit_leakage
from dragon_prep.services.zips import ORGANISERS_ZIP, PARTICIPANTS_ZIP, write_zips
from dragon_prep.split.leaks.audit import find_leaks
from dragon_prep.split.leaks.cases import AuditedCase, AuditedTask
from dragon_prep.split.near import near_clusters, near_in
from dragon_prep.tasks.prepare import Options

BINARY = TargetType.SINGLE_LABEL_BINARY
MULTI = TargetType.SINGLE_LABEL_MULTI_CLASS
_SAID = (
    "lever milt nier long hart maag darm wervel heup knie pols voet hand oog oor neus keel links "
    "rechts vergroot normaal verdikt vocht cyste litteken bloeding ontsteking zwelling fractuur"
)
WORDS = _SAID.split()


def a_text(number: int) -> str:
    """Sixty words that no other number gives."""
    chance = random.Random(number)
    return " ".join(chance.choice(WORDS) for _ in range(60))


def some_cases(
    count: int = 120, label=lambda n: n % 3 == 0, text=a_text, **more
) -> list[AuditedCase]:
    """Cases in an order that tells nothing; every fourth is tested, the others in five folds."""
    made = []
    for n in range(count):
        said = text(n)
        given = {"patient": f"p{n}", "shingles": shingles_of(said, KEY), "report": f"r{n}"}
        uid = f"Task901_own_case{(n * 37) % count}"
        given |= {name: value(n) for name, value in more.items()}
        side = -1 if n % 4 == 0 else n % 5
        made.append(AuditedCase(uid, said, label(n), side, Place("umcn/a.csv", n + 2), **given))
    return made


def a_task(cases, kind=BINARY, **more):
    return AuditedTask("Task901_own", kind, cases, **more)


def codes(task, **more):
    return [(p.kind.code, p.place.row) for p in find_leaks([task], **more)["Task901_own"]]


def test_nothing_is_found_where_nothing_is():
    assert codes(a_task(some_cases())) == []


def test_a_hundred_near_copies_across_patients_are_found_and_placed():
    def text(n):
        if not 200 <= n < 300:
            return a_text(n)
        words = a_text(n - 199).split()
        words[n % 60] = "anders"
        return " ".join(words)

    cases = some_cases(400, text=text)
    pairs = {n: n - 199 for n in range(200, 300)}
    crossing = {
        n + 2 if n % 4 == 0 else of + 2 for n, of in pairs.items() if (n % 4 == 0) or (of % 4 == 0)
    }
    found = find_leaks([a_task(cases)])["Task901_own"]
    near = {problem.place.row for problem in found if problem.kind is kinds.NEAR_TEXT}
    assert near == crossing
    assert len(near) == 50
    clusters = near_clusters([case.shingles for case in cases])
    assert [tuple(places) for places in clusters] == sorted((of, n) for n, of in pairs.items())
    first = next(problem for problem in found if problem.kind is kinds.NEAR_TEXT)
    assert first.detail.startswith("as umcn/a.csv, row ")


def test_the_same_text_patient_uid_and_person_on_two_sides():
    same = some_cases(text=lambda n: a_text(1 if n == 8 else n))
    assert ("V503", 10) in codes(a_task(same))
    assert ("V515", 2) in codes(a_task(same))
    assert codes(a_task(some_cases(patient=lambda n: f"p{1 if n == 8 else n}"))) == [("V501", 10)]
    linked = some_cases(links=lambda n: ("bsn",) if n in (8, 21) else ())
    assert codes(a_task(linked)) == [("V508", 10)]
    cases = some_cases()
    cases.append(AuditedCase(cases[8].uid, a_text(8), True, 2, Place("x", 1)))
    assert ("V502", 10) in codes(a_task(cases))


def test_one_patients_own_reports_may_be_alike():
    cases = some_cases(
        text=lambda n: a_text(1 if n == 5 else n), patient=lambda n: f"p{1 if n == 5 else n}"
    )
    assert [code for code, _ in codes(a_task(cases))] == ["V515"]


def test_a_test_report_in_another_task_and_in_a_given_set():
    other = AuditedTask("Task902_other", BINARY, some_cases(40)[1:])
    moved = [
        AuditedCase(c.uid, c.text, c.label, 0, c.place, report=c.report, patient=c.patient)
        for c in other.cases
    ]
    found = find_leaks([a_task(some_cases()), AuditedTask("Task902_other", BINARY, moved)])
    told = [p for p in found["Task901_own"] if p.kind is kinds.TESTED_ELSEWHERE]
    assert [p.detail for p in told] == ["9 of 30 of Task901_own in Task902_other"]
    given = [AuditedCase("x", a_text(8), None, 99, Place("given.json", 3))]
    assert codes(a_task(some_cases()), given=given) == [("V507", 10)]
    tested = [AuditedCase("x", a_text(8), None, -1, Place("given.json", 3))]
    assert codes(a_task(some_cases()), given=tested) == [("V507", 10)]
    training = [AuditedCase("x", a_text(9), None, 99, Place("given.json", 3))]
    assert codes(a_task(some_cases()), given=training) == []


def changed(number: int, words: int) -> str:
    """A text with some of its sixty words changed, far from each other."""
    said = a_text(number).split()
    for at in range(words):
        said[5 + 12 * at] = f"anders{at}"
    return " ".join(said)


def given_case(text, side):
    return AuditedCase(
        "x", text, None, side, Place("given.json", 3), shingles=shingles_of(text, KEY)
    )


@pytest.mark.parametrize(
    ("number", "side", "row"),
    [
        (8, 99, 10),  # tested here, trained on there
        (8, -1, 10),  # tested here and there
        (9, -1, 11),  # developed with here, tested there
        (9, 99, None),  # what both train on is no leak
        (9, 0, None),
    ],
)
def test_a_near_copy_of_a_given_case_needs_a_word(number, side, row):
    cases = a_task(some_cases())
    given = [given_case(a_text(999), side), given_case(changed(number, 2), side)]
    assert codes(cases, given=given) == ([("V516", row)] if row else [])
    if row:
        (problem,) = find_leaks([cases], given)["Task901_own"]
        here = "the test set" if number == 8 else "fold 4"
        there = "the test set" if side < 0 else "training"
        # Six of 58 runs differ on either side: 52 of 64 are shared.
        assert problem.detail == (
            f"81 % of their runs of words are the same; it is in {here} here, and there "
            f"given.json, row 3, in {there}"
        )
        with pytest.raises(VerifyFault):
            require_accepted([cases], {"Task901_own": (problem,)}, ())
        require_accepted([cases], {"Task901_own": (problem,)}, (("V516", "a form of all"),))
        require_accepted([a_task([], is_public=True)], {"Task901_own": (problem,)}, ())


def test_what_is_less_alike_the_same_or_short_is_no_near_copy():
    cases = a_task(some_cases())
    assert codes(cases, given=[given_case(changed(8, 3), -1)]) == []
    # The same text is told once, as the same.
    same = [given_case(a_text(8), -1), given_case(changed(8, 1), -1)]
    assert codes(cases, given=same) == [("V507", 10)]
    # But for signs, a text is the same: that is told as nearly so.
    assert codes(cases, given=[given_case(a_text(8) + ".", -1)]) == [("V516", 10)]
    short = [
        case(8, "Geen bijzonderheden."),
        case(12, "Geen afwijkingen aan hart of lever te zien"),
    ]
    assert codes(a_task(short), given=[given_case("Geen bijzonderheden", -1)]) == []
    longer = given_case("Geen afwijkingen aan hart of lever te zien!", -1)
    assert codes(a_task(short), given=[longer]) == [("V516", 14)]


def case(number, text):
    """A case of the test set that tells nothing else."""
    place = Place("umcn/a.csv", number + 2)
    shingles = shingles_of(text, KEY)
    return AuditedCase(f"Task901_own_case{number}", text, True, -1, place, shingles=shingles)


def test_each_task_has_its_own_near_copies():
    own, other = some_cases(), some_cases(40, text=lambda n: a_text(n + 500))
    tasks = [a_task(own), AuditedTask("Task902_other", BINARY, other)]
    given = [given_case(changed(8, 1), -1), given_case(changed(516, 1), 99)]
    found = find_leaks(tasks, given)
    assert [(p.kind.code, p.place.row) for p in found["Task901_own"]] == [("V516", 10)]
    assert [(p.kind.code, p.place.row) for p in found["Task902_other"]] == [("V516", 18)]


def test_near_to_another_set_is_who_is_near_itself():
    """A is near B, B is near C, and A is not near C: of C alone, B is found."""
    a, b, c = a_text(3), changed(3, 2), changed(3, 4)
    runs = [shingles_of(text, KEY) for text in (a, b, c, a_text(2))]
    assert [round(jaccard(runs[0], runs[n]), 2) for n in (1, 2)] == [0.81, 0.66]
    assert near_in(runs[:2], [runs[3], runs[2]]) == {1: (1, jaccard(runs[1], runs[2]))}
    assert near_in(runs, [runs[0], runs[0]]) == {0: (0, 1.0), 1: (0, jaccard(runs[0], runs[1]))}
    assert near_in(runs[:2], runs[2:], 0.9) == {}
    share = jaccard(runs[1], runs[2])
    assert near_in(runs[1:2], runs[2:3], share) == {0: (0, share)}
    assert near_in(runs[1:2], runs[2:3], share + 1e-9) == {}
    assert near_in(runs, []) == near_in([], runs) == near_in([b""], [b""]) == {}


def test_all_near_copies_in_a_large_set_are_found():
    own = [shingles_of(a_text(n), KEY) for n in range(3000)]
    others = [shingles_of(changed(n, 1), KEY) for n in range(0, 3000, 7)]
    assert {at: there for at, (there, _) in near_in(own, others).items()} == {
        7 * there: there for there in range(len(others))
    }


def test_audit_finds_near_copies_in_a_given_file(built, tmp_path):
    release = built.root / "release"
    (truth,) = (release / "test-set").glob("Task019*.json")
    records = json.loads(truth.read_bytes())
    target = next(n for n in range(len(records)) if len(records[n]["text"].split()) > 60)
    words = records[target]["text"].split()
    words[30] = "anders"
    given = tmp_path / "theirs.json"
    given.write_text(json.dumps([{"uid": "x", "text": " ".join(words)}]), encoding="ascii")
    found = audit_leakage(release, [given])
    near = [p for p in found.needs_word if p.kind is kinds.NEAR_IN_GIVEN_SET]
    assert Place(f"test-set/{truth.name}", target + 1) in {p.place for p in near}
    assert {p.kind.code for p in found.needs_word} == {"V516"}
    assert all("theirs.json, row 1, in training" in p.detail for p in near)


def test_zips_are_audited_and_held_against(built, tmp_path):
    release = shutil.copytree(built.root / "release", tmp_path / "release")
    (job,) = (release / "algorithm-input").glob("Task019*-fold0")
    test = json.loads((job / "nlp-test-dataset.json").read_bytes())
    held_out = json.loads((job / "nlp-validation-dataset.json").read_bytes())
    held_out[3]["text"] = test[0]["text"]
    (job / "nlp-validation-dataset.json").write_text(json.dumps(held_out), encoding="ascii")
    write_zips(release, tmp_path / "zips", key=KEY)
    whole, part = (tmp_path / "zips" / name for name in (ORGANISERS_ZIP, PARTICIPANTS_ZIP))
    found = audit_leakage(whole)
    assert found == audit_leakage(release)
    assert [p.kind.code for p in found.needs_word] == ["V503"]
    # The same test case, as it stands in what participants get.
    (same,) = audit_leakage(part).needs_word
    assert (same.kind.code, same.place.row) == ("V503", 1)
    assert same.place.file.endswith("/nlp-test-dataset.json")
    # What somebody answers for is answered for in both.
    body = json.loads((release / "manifest.json").read_bytes())
    body["leakage"]["accepted"] = [{"code": "V503", "reason": "one form"}]
    own = {name: value for name, value in body.items() if name not in ("files", "digest", "hmac")}
    write_manifest(release, own, key=KEY)
    write_zips(release, tmp_path / "again", key=KEY)
    for name in (ORGANISERS_ZIP, PARTICIPANTS_ZIP):
        found = audit_leakage(tmp_path / "again" / name)
        assert (found.is_clean, [p.kind.code for p in found.accepted]) == (True, ["V503"])
    against = [audit_leakage(release, [path]).needs_word for path in (release, whole)]
    assert against[0] == against[1] != ()


def test_a_given_set_with_nothing_to_compare_is_refused(built, tmp_path):
    (tmp_path / "empty.json").write_text("[]", encoding="ascii")
    (tmp_path / "other.json").write_text('[{"uid": "a", "report": "b"}]', encoding="ascii")
    for name in ("none.json", "empty.json", "other.json"):
        error = fault(audit_leakage, built.root / "release", [tmp_path / name])
        assert (error.kind.code, error.place) == ("E107", Place(name))
    assert fault(audit_leakage, tmp_path).kind.code == "E107"


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("V510", {"label": lambda n: (n * 37) % 120 < 60}),
        ("V511", {"text": lambda n: a_text(n) + " woord" * (30 if n % 3 == 0 else 0)}),
        ("V512", {"text": lambda n: f"Code: {'B' if n % 3 == 0 else 'A'}\n{a_text(n)}"}),
        ("V513", {"text": lambda n: a_text(n) + (" ja" if n % 3 == 0 else " nee")}),
    ],
)
def test_labels_that_can_be_read_by_accident(code, more):
    found = [found for found, _ in codes(a_task(some_cases(**more)))]
    assert code in found
    assert set(found) <= {code, "V513"}  # what stands in a header, or again and again, is a phrase


def test_a_class_named_in_a_header_or_a_uid():
    def label(n):
        return ("goed", "slecht", "matig")[n % 3]

    named = some_cases(label=label, text=lambda n: f"Klasse: {label(n)}\n{a_text(n)}")
    assert "V512" in [code for code, _ in codes(a_task(named, MULTI))]
    cases = [
        AuditedCase(f"x_{c.label}_case{n}", c.text, c.label, c.side, c.place)
        for n, c in enumerate(some_cases(label=label))
    ]
    assert "V509" in [code for code, _ in codes(a_task(cases, MULTI))]
    absent = some_cases(label=lambda n: "zelden" if n in (0, 4) else label(n))
    assert [code for code, _ in codes(a_task(absent, MULTI))] == ["V514"] * 5


def test_what_stops_and_what_can_be_accepted():
    task = a_task(some_cases(text=lambda n: a_text(1 if n == 8 else n)))
    found = find_leaks([task])
    error = fault(require_accepted, [task], found, ())
    assert (error.kind.code, error.detail) == ("E238", "V503: 1")
    assert [problem.place.row for problem in error.problems] == [10]
    accepted = (("V503", "one form for all normal findings"),)
    require_accepted([task], found, accepted)
    said = leakage_json([task], found, accepted)
    assert said["findings"]["V503"] == {"grade": "needs a word", "tasks": {"Task901_own": 1}}
    assert said["accepted"] == [{"code": "V503", "reason": accepted[0][1]}]
    require_accepted([a_task(task.cases, is_public=True)], found, ())
    grave = a_task(some_cases(patient=lambda n: f"p{1 if n == 8 else n}"))
    error = fault(require_accepted, [grave], find_leaks([grave]), (("V501", "no"),))
    assert error.detail == "V501: 1"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("V501", "x"),
        ("V513", "x"),
        ("R341", "x"),
        ("V503", " "),
        ("V503", "a" * 301),
        ("V503", "gezien door dr. Zwartjes op 12-03-2019"),
    ],
)
def test_what_cannot_be_accepted(code, reason):
    error = fault(require_acceptable, ((code, reason),))
    assert error.kind.code == "E239"
    assert "Zwartjes" not in error.detail


def test_shingles_are_keyed_and_tell_how_much_two_texts_share():
    one, other = "De lever is normaal van grootte.", "de LEVER is  normaal; van grootte"
    assert shingles_of(one, KEY) == shingles_of(other, KEY)
    assert len(shingles_of(one, KEY)) == 8 * 4
    assert jaccard(shingles_of(one, KEY), shingles_of("De lever is normaal van aspect", KEY)) == 0.6
    assert shingles_of("", KEY) == b""
    assert len(shingles_of("normaal", KEY)) == 8
    assert jaccard(b"", b"") == 0
    assert shingles_of("zeer " * 8, KEY) != shingles_of("zeer " * 9, KEY)
    assert a_document(1).shingles == b""


def test_the_published_example_with_repeated_texts(shared_data):
    found = audit_leakage(shared_data / "reference_archives")
    assert (found.tasks, found.stops) == (4, ())
    same = [p for p in found.needs_word if p.kind is kinds.SAME_TEXT]
    assert len(same) == 29
    assert {p.place.file for p in same} == {"Task105_Example_ml_mc_clf.json"}
    (repeated,) = [p for p in found.information if p.kind is kinds.REPEATED_TEXTS]
    assert repeated.detail == (
        "Task105_Example_ml_mc_clf: 76 of 750; 29 of 225 test texts are in development"
    )


def test_a_build_is_audited_and_its_release_too(built, tmp_path):
    release = built.root / "release"
    manifest = json.loads((release / "manifest.json").read_bytes())
    assert set(manifest["leakage"]["findings"]) <= {"V506", "V513", "V514"}
    assert manifest["leakage"]["accepted"] == []
    found = audit_leakage(release)
    assert (found.tasks, found.is_clean) == (2, True)
    # Held against itself, every test case is in the given set.
    again = audit_leakage(release, [release])
    assert {p.kind.code for p in again.needs_word} == {"V507"}
    broken = shutil.copytree(release, tmp_path / "release")
    (job,) = (broken / "algorithm-input").glob("Task019*-fold0")
    (broken / "manifest.json").unlink()
    test = json.loads((job / "nlp-test-dataset.json").read_bytes())
    training = json.loads((job / "nlp-training-dataset.json").read_bytes())
    label = next(name for name in training[0] if name.endswith("_target"))
    training.append({**test[0], label: 1.0})
    (job / "nlp-training-dataset.json").write_text(json.dumps(training), encoding="ascii")
    codes_found = {p.kind.code for p in audit_leakage(broken).stops}
    assert codes_found == {"V502"}
    assert "V503" in {p.kind.code for p in audit_leakage(broken).needs_word}


def test_a_build_with_the_same_report_under_two_patients_needs_a_word(built, tmp_path):
    exports = shutil.copytree(built.raw, tmp_path / "exports")
    _copy_to_other_patients(exports / _SHEET)
    error = fault(built.build, tmp_path / "release", exports, workspace=tmp_path / "w")
    assert error.kind.code == "E238"
    assert {p.kind.code for p in error.problems} <= {"V503", "V504"}
    assert {p.place.file for p in error.problems} <= {_SHEET, _CONSECUTIVE}
    assert not (tmp_path / "release").exists()
    accepted = (("V503", "one form for all"), ("V504", "one form for all"))
    options = Options(accepted=accepted)
    made = built.build(tmp_path / "release", exports, options=options, workspace=tmp_path / "w")
    manifest = json.loads((made.release / "manifest.json").read_bytes())
    assert [entry["code"] for entry in manifest["leakage"]["accepted"]] == ["V503", "V504"]


def test_a_column_that_links_two_ids_shows_one_person_on_two_sides(built, tmp_path):
    exports = shutil.copytree(built.raw, tmp_path / "exports")
    rows = _rows(exports / _CONSECUTIVE)
    ids = sorted({row["patient_id"] for row in rows})
    # Two by two, so that some pair is on two sides.
    _write(
        exports / _CONSECUTIVE,
        [{**row, "bsn": f"12345678{ids.index(row['patient_id']) // 2}"} for row in rows],
    )
    error = fault(built.build, tmp_path / "release", exports, workspace=tmp_path / "w")
    assert error.kind.code == "E238"
    assert {problem.kind.code for problem in error.problems} == {"V508"}
    assert "12345678" not in str(error.problems)


_CONSECUTIVE = "avl/prostate/radiology/annot_consecutive.csv"
_SHEET = "avl/prostate/radiology/annot_random.csv"


def _copy_to_other_patients(sheet):
    """Each study of the sheet once more, with a word more, as a patient of its own."""
    rows = _rows(sheet)
    copies = [
        {**row, "patient_id": str(9300000 + at), "text": row["text"] + " Controle."}
        for at, row in enumerate(rows * 4)
    ]
    _write(sheet, [*rows, *copies])


def _rows(sheet):
    with sheet.open(encoding="cp1252", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _write(sheet, rows):
    with sheet.open("w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
