"""The prostate biopsy cohort and T27, on an export written by hand."""

from __future__ import annotations

import json

import pytest

from dragon_prep import ProjectKey, find_tasks
from dragon_prep.archive.verify.findings import Findings
from dragon_prep.archive.verify.labels import Labels
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import InputFault
from dragon_prep.core.targets import TargetType, value_fault
from dragon_prep.intake.source import Source
from dragon_prep.task_definitions.cohorts.prostate_biopsy import cohort
from dragon_prep.tasks.derive import derive

(T27,) = find_tasks(["T27"])
KEY = ProjectKey(bytes(range(32)))
(FILE,) = (raw.path for raw in cohort.files)


def line(uid, marks, text=None, patient="p1"):
    """A report; marks as words and label."""
    text = text or f"Biopsie door JDe, nr {uid}. Naald 1: Apex links: Representatief."
    found = [[text.index(words), text.index(words) + len(words), name] for words, name in marks]
    label = [[text.index("JDe"), text.index("JDe") + 3, "<PERSOONAFKORTING>"]]
    return {"text": text, "label": label,
            "meta": {"uid": uid, "PatientID": patient, "label": found}}  # fmt: skip


GOOD = [("Apex links", "1-locatie naald"), ("Representatief", "1-representatief")]
SAME = "Biopsie door JDe. Naald 1: Basis."


@pytest.fixture
def lines():
    return [
        line("b1", GOOD),
        line("b2", [*GOOD, ("Naald", "exclude")]),
        line("b3", [*GOOD, ("Naald", "7-locatie naald")]),
        line("b4", [("Basis", "1-locatie naald"), ("Biopsie", "exclude")], SAME),
        line("b5", [("Basis", "1-locatie naald")], SAME, "p2"),
        line("b6", [("Basis", "1-locatie naald")], SAME, "p3"),
        line("b7", []),
    ]


def read(root, lines):
    (root / FILE).parent.mkdir(parents=True, exist_ok=True)
    written = (one if isinstance(one, str) else json.dumps(one) for one in lines)
    (root / FILE).write_text("\n".join(written), encoding="utf-8")
    source = Source.of(cohort.files, root)
    funnel = cohort.readers["rumc"](source)
    return funnel, [(p.kind.code, p.place.row) for p in [*source.problems, *funnel.problems]]


def test_reports_are_kept_with_what_tasks_leave_out_by(lines, tmp_path):
    funnel, problems = read(tmp_path, lines)
    assert not problems
    # Of b4 to b6, the first that nobody excluded stays.
    assert [report.uid for report in funnel.items] == ["b1", "b2", "b3", "b5", "b7"]
    fields = {report.uid: report.fields for report in funnel.items}
    assert [uid for uid, f in fields.items() if f["excluded"]] == ["b2"]
    assert [uid for uid, f in fields.items() if f["many_needles"]] == ["b3"]
    first = funnel.items[0]
    assert first.patient == "p1"
    assert [s.label for s in first.phi] == ["PERSOONAFKORTING"]
    assert [first.text[s.start : s.end] for s in first.entities] == ["Apex links", "Representatief"]


def test_tags_are_one_list_for_each_token(lines, tmp_path):
    funnel, _ = read(tmp_path, lines)
    derived = derive(T27, [Document.before(report, KEY) for report in funnel.items], key=KEY)
    assert {s.name: s.excluded for s in derived.steps} == {
        "excluded by the annotator": 1, "more than 6 needles": 1,
    }  # fmt: skip
    assert not derived.problems
    case, *_ = derived.cases
    tags = dict(zip(case.content, case.label, strict=True))
    assert tags["Apex"] == ["B-1-locatie naald"]
    assert tags["links"] == ["I-1-locatie naald"]
    assert tags["Representatief"] == ["B-1-representatief"]
    assert tags["Biopsie"] == ["O"]


def test_names_with_blanks_are_sound_and_no_name_is_part_of_another():
    kinds = ("locatie naald", "representatief", "ambigu")
    names = [f"{n}-{kind}" for n in range(1, 7) for kind in kinds]
    label = [[f"B-{name}"] for name in names]
    parts = [str(i) for i in range(len(label))]
    assert value_fault(TargetType.MULTI_LABEL_NER, label, len(parts)) is None
    findings = Findings()
    labels = Labels(TargetType.MULTI_LABEL_NER, findings)
    labels.check_task(labels.check(label, parts, "file", 1), "file")
    assert not findings.problems()


@pytest.mark.parametrize("name", ["uid", "PatientID", "text"])
def test_a_member_missing_stops_the_work(lines, tmp_path, name):
    for one in lines:
        one["meta"].pop(name, None)
        one.pop(name, None)
    with pytest.raises(InputFault, match=name) as caught:
        read(tmp_path, lines)
    assert caught.value.kind.code == "E203"


@pytest.mark.parametrize(("content", "code"), [("", "E207"), ("niets", "E206"), ("[1", "E206")])
def test_a_file_that_is_none_stops_the_work(lines, tmp_path, content, code):
    read(tmp_path, lines)
    with pytest.raises(InputFault) as caught:
        read(tmp_path, [content])
    assert (caught.value.kind.code, caught.value.place.file) == (code, FILE)


def test_the_file_missing_stops_the_work(tmp_path):
    with pytest.raises(InputFault, match="E202"):
        cohort.readers["rumc"](Source.of(cohort.files, tmp_path))


@pytest.mark.parametrize(
    ("mark", "code"),
    [([0, 3, "locatie naald"], "R313"), ([0, 3, "0-ambigu"], "R313"), ([0, 3, "<DATUM>"], "R313"),
     ([3, 1, "1-ambigu"], "R311"), ([0, 999, "1-ambigu"], "R310"), ("x", "R314")],
)  # fmt: skip
def test_a_span_that_cannot_be_used_holds_its_report_back(lines, tmp_path, mark, code):
    lines[0]["meta"]["label"].append(mark)
    funnel, problems = read(tmp_path, lines)
    assert problems == [(code, 1)]
    assert "b1" not in {report.uid for report in funnel.items}


def test_spans_of_needles_missing_hold_the_report_back(lines, tmp_path):
    del lines[0]["meta"]["label"]
    funnel, problems = read(tmp_path, lines)
    assert [row for _, row in problems] == [1]
    assert "b1" not in {report.uid for report in funnel.items}


def test_a_report_annotated_twice_in_different_ways_is_held_back(lines, tmp_path):
    lines.append(line("b1", GOOD[:1]))
    funnel, problems = read(tmp_path, lines)
    assert ("R306", 8) in problems
    assert "b1" not in {report.uid for report in funnel.items}


def test_a_report_without_a_patient_is_held_back(lines, tmp_path):
    lines[0]["meta"]["PatientID"] = None
    funnel, problems = read(tmp_path, lines)
    assert problems == [("R304", 1)]
    assert "b1" not in {report.uid for report in funnel.items}


def test_what_the_archive_needs_to_know():
    assert T27.full_name == "Task027_prostate_biopsy_ner"
    assert (T27.truncation_side, T27.input_name) == ("left", "text_parts")
    assert T27.target.metric == "weighted_f1"
