"""The reports annotated for T25 alone, on exports written by hand, and the task's own rules."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from dragon_prep import find_tasks
from dragon_prep.core.errors import InputFault
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.spans import Span
from dragon_prep.intake.source import Source
from dragon_prep.task_definitions.cohorts.phi_reports import ENTITIES, by_entity, cohort

CT = "rumc/anonymisation/ct-thorax-abdomen/anon_ground_truth_v11.jsonl"
PATHOLOGY = "rumc/anonymisation/pathology-prostate/all_checked.jsonl"
(TASK,) = find_tasks(["T25"])


def spans(text, *marks):
    return [[text.index(piece), text.index(piece) + len(piece), tag] for piece, tag in marks]


def ct(uid, patient, text, *marks):
    meta = {"PatientID": patient, "StudyInstanceUID": uid}
    return {"id": 1, "text": text, "labels": spans(text, *marks), "meta": meta}


def pathology(uid, patient, text, *marks):
    meta = {"MDN:": patient, "PA-NR.:": uid}
    return {"id": 1, "text": text, "label": spans(text, *marks), "meta": meta}


LINES = {
    CT: [
        ct("1.1", "p1", "CT van 2 mei.\r\nBos", ("2 mei", "<DATUM>"), ("Bos", "<NAAM>")),
        ct("1.2", "p1", "Geen afwijkingen."),
        ct("1.3", "p2", " "),
    ],
    PATHOLOGY: [
        pathology("T12-1", 77, "Zie T 11-22334.", ("T 11-22334", "<TNUMMER>")),
        pathology("T12-2", "78", "Zie T 11-22334.", ("T 11-22334", "<TNUMMER>")),
        pathology("T12-3", "78", "JMe 3-4", ("JMe", "<PERSOONAFKORTING>"), ("3-4", "<datum>")),
    ],
}


class Export:
    """A raw folder that tests change before it is read."""

    def __init__(self, root):
        self.root = root
        self.lines = json.loads(json.dumps(LINES))

    def write(self):
        for path, lines in self.lines.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            text = "\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines)
            (self.root / path).write_text(text + "\n", encoding="utf-8")

    def read(self):
        self.write()
        source = Source.of(cohort.files, self.root)
        funnel = cohort.readers["rumc"](source)
        return funnel, [*source.problems, *funnel.problems]


@pytest.fixture
def export(tmp_path):
    return Export(tmp_path / "raw")


def test_both_files_are_read_and_each_report_left_out_is_a_step(export):
    funnel, problems = export.read()
    assert [r.uid for r in funnel.items] == ["1.1", "1.2", "T12-1", "T12-3"]
    assert [r.patient for r in funnel.items] == ["p1", "p1", "77", "78"]
    assert {s.name: s.excluded for s in funnel.steps if s.excluded} == {
        "no report text": 1,
        "same text as another report": 1,
    }
    assert not problems


def test_identifiers_have_canonical_labels(export):
    first, second, third, fourth = export.read()[0].items
    assert first.text == "CT van 2 mei.\nBos"
    assert first.phi == (Span(7, 12, "DATUM"), Span(14, 17, "PERSOON"))
    assert second.phi is None
    assert third.phi == (Span(4, 14, "RAPPORT_ID.T_NUMMER"),)
    assert fourth.phi == (Span(0, 3, "PERSOONAFKORTING"), Span(4, 7, "DATUM"))


@pytest.mark.parametrize("path", [CT, PATHOLOGY])
@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("spans", [[0, 2]], "R314"),
        ("spans", [[0, 99, "<DATUM>"]], "R310"),
        ("spans", [[4, 2, "<DATUM>"]], "R311"),
        ("spans", [[0, 2, "<NIEMAND>"]], "R313"),
        ("spans", [[0, 2, "lesion 1"]], "R313"),
        ("spans", None, "R309"),
        ("text", 7, "R309"),
        ("patient", None, "R304"),
        ("patient", "1,2E+06", "R316"),
        ("uid", None, "R304"),
    ],
)
def test_a_member_that_cannot_be_used_holds_its_report_back(export, path, member, value, code):
    line = export.lines[path][0]
    meta, names = line["meta"], list(line["meta"])
    uid = meta[names[1]]
    if member == "spans":
        line["labels" if path == CT else "label"] = value
    elif member == "text":
        line["text"] = value
    else:
        meta[names[0 if member == "patient" else 1]] = value
    funnel, problems = export.read()
    assert (code, path, 1) in {(p.kind.code, p.place.file, p.place.row) for p in problems}
    assert uid not in [r.uid for r in funnel.items]


def test_one_id_in_both_files_with_two_texts_holds_both_back(export):
    export.lines[PATHOLOGY][0]["meta"]["PA-NR.:"] = "1.1"
    funnel, problems = export.read()
    assert "R306" in {p.kind.code for p in problems}
    assert "1.1" not in [r.uid for r in funnel.items]


@pytest.mark.parametrize("path", [CT, PATHOLOGY])
@pytest.mark.parametrize("member", [0, 1])
def test_an_id_missing_in_all_records_stops_the_work(export, path, member):
    name = list(export.lines[path][0]["meta"])[member]
    for line in export.lines[path]:
        del line["meta"][name]
    with pytest.raises(InputFault) as caught:
        export.read()
    assert caught.value.kind.code == "E203"
    assert f"'meta/{name}'" in str(caught.value)
    assert caught.value.place.file == path


@pytest.mark.parametrize("path", [CT, PATHOLOGY])
@pytest.mark.parametrize(
    ("content", "code"), [(None, "E202"), ("", "E207"), ("niets\n", "E206"), ("[1", "E206")]
)
def test_a_file_that_is_none_stops_the_work(export, path, content, code):
    export.write()
    if content is None:
        (export.root / path).unlink()
    else:
        (export.root / path).write_text(content, encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        cohort.readers["rumc"](Source.of(cohort.files, export.root))
    assert caught.value.kind.code == code
    assert caught.value.place.file == path


def test_every_category_has_the_name_of_the_published_benchmark():
    assert set(ENTITIES) == set(PhiCategory.__members__)
    assert set(ENTITIES.values()) == {
        "<PERSOON>", "<DATUM>", "<TIJD>", "<PLAATS>", "<PHINUMMER>", "<RAPPORT-ID>",
        "<STUDIE_NAAM>", "<ACCREDATIE_NUMMER>", "<LEEFTIJD>",
    }  # fmt: skip
    merged = {
        "TELEFOONNUMMER": "<PHINUMMER>",
        "PATIENTNUMMER": "<PHINUMMER>",
        "ZNUMMER": "<PHINUMMER>",
        "ZIEKENHUIS": "<PLAATS>",
        "PERSOONAFKORTING": "<PERSOON>",
        "ACCREDITATIE_NUMMER": "<ACCREDATIE_NUMMER>",
    }
    assert {category: ENTITIES[category] for category in merged} == merged


def test_subtypes_go_with_their_category():
    labels = [f"RAPPORT_ID.{letter}_NUMMER" for letter in ("T", "R", "C", "DPA", "RPA")]
    named = by_entity(Span(i, i + 1, label) for i, label in enumerate(labels))
    assert named == [Span(i, i + 1, "<RAPPORT-ID>") for i in range(5)]


def test_what_the_archive_needs_to_know():
    assert (TASK.full_name, TASK.truncation_side, TASK.input_name) == (
        "Task025_anonymisation_ner", "left", "text_parts",
    )  # fmt: skip
    assert {name: centres for name, (_, centres) in TASK.cohorts.items()} == {
        "phi_reports": ("rumc",),
        "skin_pathology": ("rumc",),
        "prostate_biopsy": ("rumc",),
        "lung_pathology": ("rumc",),
        "prostate_pathology": ("avl",),
        "prostate_mri": ("avl",),
    }


def test_rules_leave_out_what_nobody_marked_what_is_excluded_and_what_is_repeated():
    rows = pd.DataFrame(
        [
            ("phi_reports", True, None, "een"),
            ("phi_reports", False, None, "twee"),
            ("prostate_pathology", True, True, "drie"),
            ("prostate_pathology", True, False, "drie"),
            ("skin_pathology", True, True, "vier"),
            ("lung_pathology", True, None, "twee"),
            ("lung_pathology", True, None, "een"),
        ],
        columns=["cohort", "annotated", "excluded", "text"],
    )
    nobody, excluded, repeated = (mask(rows).tolist() for _, mask in TASK.rules)
    assert nobody == [False, True, False, False, False, False, False]
    assert excluded == [False, False, True, False, False, False, False]
    assert repeated == [False, False, False, False, False, False, True]
