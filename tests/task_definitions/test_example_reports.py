"""The examples' reader and their tasks T101 to T109, on files written by hand."""

from __future__ import annotations

import json

import pytest

from dragon_prep import ProjectKey, check, find_tasks
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import InputFault
from dragon_prep.core.spans import Span
from dragon_prep.intake.source import Source
from dragon_prep.task_definitions.cohorts.example_reports import COHORTS
from dragon_prep.tasks.derive import derive

KEY = ProjectKey(bytes(range(32)))
NUMBERS = tuple(range(101, 110))
LABELS = {  # members, and what the task makes of them
    101: ({"lesion_in_cm": True}, True),
    102: ({"lesions_in_cm": "4"}, "4"),
    103: ({"relation": "neutral"}, "neutral"),
    104: ({"large_lesions": [True, True, False, False, False]}, [True, True, False, False, False]),
    105: ({"disease": "Flu", "treatment": "antibiotics"}, ["Flu", "antibiotics"]),
    106: ({"largest_lesion": 12.5}, 12.5),
    107: ({"sizes": [12, 3.5, None, None, None]}, [12.0, 3.5, None, None, None]),
    108: ({"label": [[0, 4, "PREFIX"], [5, 11, "SYMPTOM"]]},
          ["B-PREFIX", "B-SYMPTOM", "O", "O", "O"]),
    109: ({"label": [[12, 18, "0-lesion"], [12, 18, "1-lesion"]]},
          [["O"], ["O"], ["B-0-lesion", "B-1-lesion"], ["I-0-lesion", "I-1-lesion"], ["O"]]),
}  # fmt: skip
TEXT = "Seen lesion\n10\u00a0mm. Caf\u00e9"  # premise and hypothesis for T103, too


class Export:
    """A raw folder of one example that tests change before it is read."""

    def __init__(self, root, number):
        self.root, self.number = root, number
        self.cohort = COHORTS[number]
        (self.raw,) = self.cohort.files
        members = LABELS[number][0]
        self.records = [
            {"uid": f"case{i}", "group": f"g{i // 2}", "text": TEXT, **members} for i in range(4)
        ]

    @property
    def path(self):
        return self.root / self.raw.path

    def write(self, *more):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lines = [json.dumps(record) for record in self.records]
        self.path.write_text("\n".join([*lines, *more]), encoding="utf-8")

    def read(self):
        source = Source.of(self.cohort.files, self.root)
        funnel = self.cohort.readers["examples"](source)
        return funnel, [*source.problems, *funnel.problems]

    def derive(self):
        """Labels in the order of the file, and the problems as code, row and column."""
        self.write()
        (task,) = find_tasks([f"T{self.number}"])
        documents = [Document.before(report, KEY) for report in self.read()[0].items]
        found = derive(task, documents, key=KEY)
        problems = [(p.kind.code, p.place.row, p.place.column) for p in found.problems]
        return [case.label for case in found.cases], problems


@pytest.fixture
def export(tmp_path, request):
    number = getattr(request, "param", 101)
    return Export(tmp_path / "raw", number)


every = pytest.mark.parametrize("export", NUMBERS, indirect=True)


@every
def test_records_are_taken_as_they_are(export):
    export.write()
    funnel, problems = export.read()
    assert not problems
    assert [r.uid for r in funnel.items] == [f"case{i}" for i in range(4)]
    assert [r.patient for r in funnel.items] == ["g0", "g0", "g1", "g1"]
    # Spans are of the clean text, as in any file of annotations; of the others each sign stays.
    is_marked = export.number > 107
    assert {r.text for r in funnel.items} == {TEXT.replace("\u00a0", " ") if is_marked else TEXT}
    told = {"blanks": 1} if is_marked else {}
    assert [dict(r.cleaned.counts) for r in funnel.items] == [told] * 4
    # An empty tuple, not None: nothing has to be replaced, and nothing is looked for.
    assert {r.phi for r in funnel.items} == {()}
    spans = export.records[0].get("label", [])
    assert {r.entities for r in funnel.items} == {tuple(Span(*span) for span in spans)}


@every
def test_labels_and_names(export):
    task = find_tasks([f"T{export.number}"])[0]
    assert task.full_name == f"Task{export.number}_{export.path.stem.partition('_')[2]}"
    assert task.full_name == export.path.stem
    assert task.truncation_side == ("right" if export.number > 107 else "left")
    assert task.target.epsilon == (4 if export.number in (106, 107) else None)
    labels, problems = export.derive()
    assert not problems
    assert labels == [LABELS[export.number][1]] * 4


BAD = [
    (101, "lesion_in_cm", "perhaps", "R322"),
    (101, "lesion_in_cm", None, "R321"),
    (102, "lesions_in_cm", "5", "R322"),
    (102, "lesions_in_cm", "1.0", "R322"),
    (103, "relation", "Neutral", "R322"),
    (103, "relation", "", "R321"),
    (104, "large_lesions", [True, False], "R322"),
    (104, "large_lesions", [True, None, True, True, True], "R321"),
    (105, "disease", "Plague", "R322"),
    (105, "treatment", None, "R321"),
    (106, "largest_lesion", "large", "R322"),
    (106, "largest_lesion", 1000.5, "R323"),
    (106, "largest_lesion", None, "R321"),
    (107, "sizes", [1, 2, 3, 4], "R322"),
    (107, "sizes", [1, "x", 3, 4, 5], "R322"),
    (107, "sizes", [1, 2000, None, None, None], "R323"),
]


@pytest.mark.parametrize(("export", "member", "value", "code"), BAD, indirect=["export"])
def test_label_out_of_its_domain_costs_its_own_record(export, member, value, code):
    export.records[1][member] = value
    labels, problems = export.derive()
    assert len(labels) == 3
    ((found, row, column),) = problems
    assert (found, row) == (code, 2)
    assert member in column


@pytest.mark.parametrize("export", [103], indirect=True)
@pytest.mark.parametrize("text", ["Premise only", "A\n\nB", "A\nB\nC", "A\n ", "\nB"])
def test_pair_that_is_none_is_left_out(export, text):
    export.records[1]["text"] = text
    labels, problems = export.derive()
    assert (len(labels), problems) == (3, [])


@pytest.mark.parametrize("export", [108, 109], indirect=True)
@pytest.mark.parametrize(
    ("spans", "code"),
    [
        ([[0, 400, "PREFIX"]], "R310"),
        ([[3, 3, "PREFIX"]], "R311"),
        ([[0, 4, "10-lesion"]], "R313"),
        ([[0, 4, "prefix"]], "R313"),
        ([[0, 4]], "R314"),
        ("PREFIX", "R314"),
        (None, "R309"),
    ],
)
def test_spans_that_cannot_be_used_hold_their_record_back(export, spans, code):
    export.records[1]["label"] = spans
    export.write()
    funnel, problems = export.read()
    assert [(p.kind.code, p.place.row) for p in problems] == [(code, 2)]
    assert [r.uid for r in funnel.items] == ["case0", "case2", "case3"]
    assert [s.excluded for s in funnel.steps if s.name == "spans cannot be used"] == [1]


@pytest.mark.parametrize("export", [101, 109], indirect=True)
@pytest.mark.parametrize(
    ("member", "value", "code"),
    [("uid", None, "R304"), ("group", " ", "R304"), ("group", "NA", "R304")],
)
def test_record_without_an_id_is_held_back(export, member, value, code):
    export.records[1][member] = value
    export.write()
    funnel, problems = export.read()
    assert (code, 2) in [(p.kind.code, p.place.row) for p in problems]
    assert "case1" not in [r.uid for r in funnel.items]
    assert len(funnel.items) == 3


@pytest.mark.parametrize("export", [101, 108], indirect=True)
def test_attrition_of_repetitions_missing_texts_and_broken_lines(export):
    blank = {"uid": "no text", "text": " ", **({"label": []} if export.number > 107 else {})}
    export.records += [export.records[0], {**export.records[1], **blank}]
    export.write("{broken")
    funnel, problems = export.read()
    left = {s.name: s.excluded for s in funnel.steps if s.excluded}
    assert left == {"row cannot be read": 1, "record repeated": 1, "no text": 1}
    assert funnel.steps[0].rows == 7
    assert len(funnel.items) == 4
    assert {p.kind.code for p in problems} == {"R301"}


def test_two_records_of_one_id_are_held_back(export):
    export.records[1]["uid"] = "case0"
    export.records[1]["lesion_in_cm"] = False
    export.write()
    funnel, problems = export.read()
    assert [(p.kind.code, p.place.row) for p in problems] == [("R305", 1), ("R305", 2)]
    assert len(funnel.items) == 2


def test_text_with_a_tag_is_held_back(export):
    export.records[2]["text"] = "Seen by <ONBEKEND>."
    export.write()
    funnel, problems = export.read()
    assert [(p.kind.code, p.place.row) for p in problems] == [("R313", 3)]
    assert len(funnel.items) == 3


@every
def test_each_needed_member_missing(export):
    names = [c.name for c in export.raw.columns]
    for name in names:
        kept = [dict(r) for r in export.records]
        for record in export.records:
            del record[name]
        export.write()
        with pytest.raises(InputFault, match="E203") as caught:
            export.read()
        assert caught.value.place.file == export.raw.path
        assert name in caught.value.detail
        assert caught.value.remedy
        export.records = kept


@every
@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "E202"), (b"", "E207"), (b"uid,text\n", "E206"), (b"[1, 2]", "E206")],
)
def test_file_missing_or_malformed(export, content, code):
    export.write()
    export.path.unlink() if content is None else export.path.write_bytes(content)
    with pytest.raises(InputFault, match=code) as caught:
        export.read()
    assert caught.value.place.file == export.raw.path
    found = check(find_tasks([f"T{export.number}"]), export.root, key=KEY)
    assert [(f.kind.code, f.place.file) for f in found.faults if f.place] == [
        (code, export.raw.path)
    ]
