"""A hospital's own model: what it learns, what it never holds, and where it may not lie."""

from __future__ import annotations

import io
import json
import os
import re
import stat
import zipfile
from collections import defaultdict

import numpy as np
import pytest

from dragon_prep.core.errors import DragonPrepError, InputFault, UsageFault
from dragon_prep.detect import Evidence, detect
from dragon_prep.detect.learned.model_file import from_bytes
from dragon_prep.detect.learned.models import own_model, shipped_model
from dragon_prep.detect.profile import Profile
from dragon_prep.services.train_detector import dealt, train_detector
from dragon_prep.tasks.registry import builtin_tasks

CODES = ("krb4", "wnt7", "zw2", "hlm9")
PATIENTS = (
    *("vexquola", "bruzhomij", "kwelpiff", "dryjamuz", "gostwexin", "plofyrin", "sjiwerund"),
    *("tjombraq", "uxelvorn", "wrimpezol", "yfskatin", "zwochelum"),
)
OF_TWO_PATIENTS = ("oxbrup", "yltwik", "kjorfam", "vuzgel", "hwompi", "aqrest")
FORMS = (
    "onderzoek #{patient}# aanvr {code}\nlever homogeen, cyste seg4.\n=={code}==",
    "bspr {code}, geen stuwing. nierfunctie gb.\n=={code}==",
    "#{patient}# kon niet stilliggen. vrg {code}: wervel th12?\n=={code}==",
)


def line(number):
    """A report of a hospital that signs with small letters and a digit, and its marks."""
    patient, form = PATIENTS[number % len(PATIENTS)], FORMS[number % len(FORMS)]
    text, spans = "", []
    for part in re.split(r"(\{\w+\})", form):
        value = {"{patient}": patient, "{code}": CODES[number % len(CODES)]}.get(part)
        if value is not None:
            label = "PERSOON" if part == "{patient}" else "PERSOONAFKORTING"
            spans.append([len(text), len(text) + len(value), label])
        text += part if value is None else value
    shared = OF_TWO_PATIENTS[PATIENTS.index(patient) // 2]
    text += f" verw {shared}, nr {number:04}"  # no two texts are the same
    spans.append([text.index(shared), text.index(shared) + len(shared), "PERSOON"])
    return {"id": f"{patient}_{number}", "text": text, "spans": spans}


LINES = tuple(line(number) for number in range(36))


def write(path, lines):
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained")
    out = folder / "new" / "centre.model"
    told = train_detector([write(folder / "marked.jsonl", LINES)], out, folds=2)
    return out, told


def recall(figures):
    return figures.overall.measures["token"].recall


def found(text, path):
    hits = detect(text, Evidence(Profile("x", model=own_model(path)) if path else None))
    return {text[hit.span.start : hit.span.end] for hit in hits}


def test_learns_the_habits_of_the_hospital(trained):
    out, told = trained
    assert (told.reports, told.patients, told.unnamed) == (36, 12, 0)
    assert recall(told.after).value > recall(told.before).value + 0.1
    assert recall(told.after).low <= recall(told.after).value <= recall(told.after).high
    text = "bspr vlg3, geen stuwing.\n==dnk8=="  # codes that it has not seen
    assert {"vlg3", "dnk8"} <= found(text, out)
    assert not {"vlg3", "dnk8"} & found(text, None)


def test_the_file_is_for_its_owner_only_and_nothing_else_is_left(trained):
    out, told = trained
    assert [path.name for path in out.parent.iterdir()] == ["centre.model"]
    if os.name == "posix":
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert own_model(out).fingerprint == told.fingerprint


def test_same_reports_give_the_same_bytes(trained, tmp_path):
    out, told = trained
    files = [write(tmp_path / "a", reversed(LINES[20:])), write(tmp_path / "b", LINES[:22])]
    again = train_detector(files, tmp_path / "again", folds=2, workers=2)
    assert (tmp_path / "again").read_bytes() == out.read_bytes()
    assert again.repeated == 2
    assert recall(again.after) == recall(told.after)


def owners():
    """In how many patients' reports each word, beginning and end of one stands."""
    seen = defaultdict(set)
    for one in LINES:
        for word in re.findall(r"[^\W\d_]+|\d+", one["text"].lower()):
            patient = one["id"].partition("_")[0]
            seen[f"f {word}"].add(patient)
            for length in range(1, len(word)):
                seen[f"p {word[:length]}"].add(patient)
                seen[f"e {word[-length:]}"].add(patient)
    return {feature: len(patients) for feature, patients in seen.items()}


def test_no_word_of_fewer_than_three_patients_is_in_the_file(trained):
    out, told = trained
    with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
        names = np.load(io.BytesIO(archive.read("names.npy"))).tobytes()
    counts, shipped = owners(), {*shipped_model().features}
    features = names.split(b"\n\n")[1].decode().split("\n")
    new = [feature for feature in features if feature not in shipped]
    assert len(new) == told.features > 0
    of_words = [feature for feature in new if feature[:2] in ("f ", "p ", "e ")]
    assert of_words
    assert min(counts[feature] for feature in of_words if feature[2:].isalnum()) >= 3
    rare = [feature for feature, count in counts.items() if count < 3 and feature not in shipped]
    assert {counts[feature] for feature in rare} == {1, 2}
    for feature in rare:
        assert b"\n" + feature.encode() + b"\n" not in b"\n" + names + b"\n"
    for word in (*PATIENTS, *OF_TWO_PATIENTS):
        assert word.encode() not in content


def test_weights_of_words_of_fewer_than_three_patients_are_those_it_came_with(trained):
    """Else who has both models could tell which words stand in a report."""
    model, base, counts = from_bytes(trained[0].read_bytes()), shipped_model(), owners()
    assert model.features[: len(base.features)] == base.features
    of_words = [
        at
        for at, feature in enumerate(base.features)
        if feature[:2] in ("f ", "p ", "e ") and feature[2:].isalnum()
    ]
    few = [at for at in of_words if counts.get(base.features[at], 0) < 3]
    assert {counts.get(base.features[at], 0) for at in few} == {0, 1, 2}
    assert np.array_equal(model.own[few], base.own[few])
    assert not np.array_equal(model.own[of_words], base.own[of_words])


def test_reports_without_a_mark_teach_nothing_unless_that_is_trusted(tmp_path):
    more = [{"id": f"p{n}_1", "text": f"geen afwijkingen {n}", "spans": []} for n in range(3)]
    source = write(tmp_path / "marked", [*LINES[:8], *more])
    told = train_detector([source], tmp_path / "a", folds=2)
    assert (told.reports, told.unmarked) == (8, 3)
    told = train_detector([source], tmp_path / "b", folds=2, trust_empty=True)
    assert (told.reports, told.unmarked) == (11, 0)


def test_reports_that_do_not_tell_their_patient_are_counted(tmp_path):
    lines = [one | {"id": number} for number, one in enumerate(LINES[:4])]
    told = train_detector([write(tmp_path / "marked", lines)], tmp_path / "out", folds=2)
    assert (told.patients, told.unnamed) == (4, 4)


def fault_of(*args, **options):
    with pytest.raises(DragonPrepError) as fault:
        train_detector(*args, **options)
    return fault.value


def test_every_line_that_cannot_be_used_is_listed_and_nothing_is_written(tmp_path):
    lines = [*LINES[:6], {"id": "vexquola"}, LINES[7], {"text": "vexquola", "spans": []}]
    files = [write(tmp_path / "a", lines), write(tmp_path / "b", [{"id": 1, "text": "x"}])]
    fault = fault_of(files, tmp_path / "out")
    assert isinstance(fault, InputFault)
    assert fault.kind.code == "E215"
    places = [(problem.place.file, problem.place.row) for problem in fault.problems]
    assert places == [("a", 7), ("a", 9), ("b", 1)]
    assert "3 lines" in fault.detail
    assert "vexquola" not in str(fault)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": "een andere tekst", "spans": []}, "its id stands in an earlier line"),
        ({"id": "other_1", "spans": [[0, 4, "PERSOON"]]}, "its text stands in an earlier line"),
    ],
)
def test_reports_that_contradict_each_other_are_refused(tmp_path, change, said):
    source = write(tmp_path / "marked", [*LINES[:6], LINES[0] | change])
    fault = fault_of([source], tmp_path / "out")
    assert fault.place.row == 7
    assert said in fault.detail


@pytest.mark.parametrize(
    ("lines", "folds", "said"),
    [
        (LINES[:4], 5, "4 reports of 4 patients are too few for 5 folds"),
        ([LINES[0], LINES[12], LINES[24]], 2, "3 reports of 1 patients are too few for 2 folds"),
        ([one | {"spans": []} for one in LINES], 2, "nothing is marked"),
        ([one | {"spans": [[0, 3, "IGNORE"]]} for one in LINES], 2, "nothing is marked"),
    ],
)
def test_too_few_reports_are_refused(tmp_path, lines, folds, said):
    fault = fault_of([write(tmp_path / "marked", lines)], tmp_path / "out", folds=folds)
    assert fault.kind.code == "E228"
    assert said in fault.detail
    assert "--folds" in fault.remedy
    assert not (tmp_path / "out").exists()


def test_options_that_cannot_be(tmp_path):
    source = write(tmp_path / "marked", LINES)
    assert fault_of([source], tmp_path / "out", folds=1).kind.code == "E106"
    assert fault_of([source], tmp_path / "out", seed=-1).kind.code == "E106"
    assert fault_of([], tmp_path / "out").kind.code == "E107"
    assert fault_of([tmp_path / "absent"], tmp_path / "out").kind.code == "E107"


def raw_file():
    """The place of some file in a folder of raw exports."""
    cohorts = (cohort for task in builtin_tasks().values() for cohort, _ in task.cohorts.values())
    return next(raw.path for cohort in cohorts for raw in cohort.files)


@pytest.mark.parametrize("sign", ["manifest.json", "PRIVATE.txt", "SIMULATED.txt", raw_file()])
def test_it_may_not_lie_in_a_release_a_workspace_or_the_raw_exports(tmp_path, sign):
    home = tmp_path / "home"
    (home / sign).parent.mkdir(parents=True, exist_ok=True)
    (home / sign).write_text("{}")
    source = write(tmp_path / "marked", LINES)
    for out in (home / "centre.model", home / "deep" / "er" / "centre.model"):
        fault = fault_of([source], out, overwrite=True)
        assert isinstance(fault, UsageFault)
        assert fault.kind.code == "E120"
    assert not (home / "deep").exists()


def test_nothing_is_replaced_unless_asked(tmp_path):
    source = write(tmp_path / "marked", LINES[:6])
    out = write(tmp_path / "out", [])
    assert fault_of([source], out, folds=2).kind.code == "E103"
    assert fault_of([source], source, folds=2, overwrite=True).kind.code == "E105"
    assert fault_of([source], tmp_path, folds=2, overwrite=True).kind.code == "E111"
    assert out.read_text() == ""
    train_detector([source], out, folds=2, overwrite=True)
    assert own_model(out)


def test_folds_keep_patients_together_and_are_of_one_size():
    patients = ["a", "b", "a", "c", "a", "d", "e", "f", "b"]
    sides = dealt(patients, 3, 0)
    assert all(len({s for p, s in zip(patients, sides, strict=True) if p == q}) == 1 for q in "abc")
    assert sorted(sides.count(fold) for fold in range(3)) == [3, 3, 3]
    assert dealt(patients, 3, 0) == sides
    assert any(dealt(patients, 3, seed) != sides for seed in range(1, 9))
