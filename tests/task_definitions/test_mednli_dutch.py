"""The cohort of premises and hypotheses and its task T14, on files written by hand."""

from __future__ import annotations

import pytest

from dragon_prep import ProjectKey, check, find_tasks
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import InputFault
from dragon_prep.intake.source import Source
from dragon_prep.task_definitions.cohorts.mednli_dutch import cohort, premise_id
from dragon_prep.tasks.derive import derive

PATHS = {part: f"mednli/MEDNLI_{part}_dutch_dl.txt" for part in ("train", "dev", "test")}
KEY = ProjectKey(bytes(range(32)))
LINES = {
    "train": [
        ("T 39,1", "Hij heeft koorts.", "entailment"),
        ("T 39,1", "Hij heeft geen koorts.", "contradiction"),
        (" T 39,1 ", " Hij hoest. ", " neutral "),
        ('"Benauwd', "NA", "neutral"),
        ('Zegt "niets te mankeren"', '"Er is niets."', "entailment"),
        ("NA 118", "nan", "neutral"),
        ("CRP 3", "Geen ontsteking.", "entailment"),  # a premise of the test file
    ],
    "dev": [("K 6,8", "Het kalium is normaal.", "contradiction")],
    "test": [
        ("CRP 3", "Geen verhoogd CRP.", "entailment"),
        ("Hb 4,1\u2028RR 110/70", "Bloedarmoede.", "entailment"),
    ],
}


class Files:
    """A raw folder that tests change before it is read."""

    def __init__(self, root):
        self.root = root
        self.lines = {part: list(lines) for part, lines in LINES.items()}

    def write(self):
        (self.root / "mednli").mkdir(parents=True, exist_ok=True)
        for part, lines in self.lines.items():
            text = "".join("\t".join(fields) + "\n" for fields in lines)
            (self.root / PATHS[part]).write_bytes(text.encode())

    def read(self):
        self.write()
        source = Source.of(cohort.files, self.root)
        funnel = cohort.readers["mednli"](source)
        return funnel, [*source.problems, *funnel.problems]

    def derive(self):
        """Cases as part, input and label; the problems as code, row and column; the steps."""
        (task,) = find_tasks(["T14"])
        documents = [Document.before(report, KEY) for report in self.read()[0].items]
        found = derive(task, documents, key=KEY)
        cases = [(c.is_test, c.content, c.label) for c in found.cases]
        problems = [(p.kind.code, p.place.row, p.place.column) for p in found.problems]
        return cases, problems, {s.name: s.excluded for s in found.steps if s.excluded}


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path / "raw")


def test_t14(files):
    (task,) = find_tasks(["T14"])
    assert (task.full_name, task.truncation_side) == ("Task014_textual_entailment_clf", "left")
    assert task.input_name == "text_parts"
    cases, problems, steps = files.derive()
    assert cases == [
        (False, ("T 39,1", "Hij heeft koorts."), "entailment"),
        (False, ("T 39,1", "Hij heeft geen koorts."), "contradiction"),
        (False, ("T 39,1", "Hij hoest."), "neutral"),
        (False, ('"Benauwd', "NA"), "neutral"),
        (False, ('Zegt "niets te mankeren"', '"Er is niets."'), "entailment"),
        (False, ("NA 118", "nan"), "neutral"),
        (False, ("K 6,8", "Het kalium is normaal."), "contradiction"),
        (True, ("CRP 3", "Geen verhoogd CRP."), "entailment"),
        (True, ("Hb 4,1 RR 110/70", "Bloedarmoede."), "entailment"),
    ]
    assert not problems
    assert steps == {"patient of the separate test set": 1}


def test_pairs_of_a_premise_stay_together_and_nothing_is_replaced(files):
    reports = files.read()[0].items
    assert [r.uid for r in reports] == [
        *(f"train-{n}" for n in range(1, 8)), "dev-1", "test-1", "test-2"
    ]  # fmt: skip
    assert {r.phi for r in reports} == {()}
    assert reports[0].patient == reports[2].patient == premise_id("T 39,1")
    assert len({r.patient for r in reports}) == 7
    # No premise is an id that an audit would look for in its own text.
    assert not any(r.patient in r.text for r in reports)


@pytest.mark.parametrize("label", ["-", "Entailment", "neutraal", "0", '"neutral"', "NA", "nan"])
def test_label_that_is_none_of_the_three_costs_its_own_line(files, label):
    files.lines["dev"].append(("K 6,8", "Het kalium is te hoog.", label))
    cases, problems, _ = files.derive()
    assert len(cases) == 9
    assert problems == [("R322", 2, "label")]


def test_empty_label_costs_its_own_line(files):
    files.lines["dev"].append(("K 6,8", "Het kalium is te hoog.", " "))
    cases, problems, _ = files.derive()
    assert len(cases) == 9
    assert problems == [("R321", 2, "label")]


@pytest.mark.parametrize("column", ["premise", "hypothesis"])
@pytest.mark.parametrize("cell", ["", " ", "\u200b", "\U0001f600"])
def test_premise_or_hypothesis_missing(files, column, cell):
    pair = {"premise": "K 6,8", "hypothesis": "Het kalium is te hoog."} | {column: cell}
    files.lines["dev"].append((*pair.values(), "entailment"))
    funnel, problems = files.read()
    assert len(funnel.items) == 10
    assert [(p.kind.code, p.place.row, p.place.column) for p in problems] == [("R321", 2, column)]


def test_line_of_another_number_of_fields_is_held_back(files):
    files.lines["train"].insert(0, ("K 6,8 te hoog", "entailment"))
    funnel, problems = files.read()
    assert [(p.kind.code, p.place.file, p.place.row) for p in problems] == [
        ("R336", PATHS["train"], 1)
    ]
    assert funnel.steps[0].rows == 11
    assert {s.name: s.excluded for s in funnel.steps if s.excluded} == {"row cannot be read": 1}


def test_text_with_an_unknown_tag_is_held_back(files):
    files.lines["dev"].append(("Gezien door <ARTSNAAM>.", "Er was een arts.", "entailment"))
    funnel, problems = files.read()
    assert len(funnel.items) == 10
    assert [(p.kind.code, p.place.row) for p in problems] == [("R313", 2)]


@pytest.mark.parametrize("part", PATHS)
@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "E202"), (b"", "E207"), (b"a;b;neutral\n", "E206"), (b"\x00\t\x01\t", "E206")],
)
def test_each_file_missing_or_malformed(files, part, content, code):
    files.write()
    path = files.root / PATHS[part]
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(InputFault, match=code) as caught:
        cohort.readers["mednli"](Source.of(cohort.files, files.root))
    assert caught.value.place.file == PATHS[part]
    assert caught.value.remedy
    found = check(find_tasks(["T14"]), files.root, key=KEY)
    assert [(f.kind.code, f.place.file) for f in found.faults if f.place] == [(code, PATHS[part])]
