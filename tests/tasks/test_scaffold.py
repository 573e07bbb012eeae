"""Files of new tasks, line by line where the kind of task or cohort makes a difference."""

from __future__ import annotations

import pytest
from file_lines import fault
from own_tasks import a_cohort, a_task

from dragon_prep import find_tasks
from dragon_prep.core.targets import TargetType
from dragon_prep.tasks.scaffold import NewCohort, new_task

NER, NUMBER = TargetType.NER, TargetType.SINGLE_LABEL_REGRESSION
HIPS = NewCohort("hips", "umcn")


def made(folder, kind, cohort, number=901, name="own_reg"):
    files = new_task(number, kind, folder=folder, cohort=cohort, name=name)
    return [path.relative_to(folder).as_posix() for path in files], files[0].read_text()


def head(text):
    """The imports and what is said of the fields."""
    return text.partition("\ntask = Task(")[0].partition("annotations\n\n")[2]


SAID = """\
# What a row has beside the fields below: row.text (de-identified), row.centre, row.patient (keyed),
# row.annotated (whether somebody marked PHI), row.phi and row.entities (spans in row.text).
"""


def test_a_task_over_a_new_cohort(tmp_path):
    files, text = made(tmp_path / "tasks", NUMBER, HIPS)
    assert files == ["t901_own_reg.py", "cohorts/hips.py"]
    assert text.startswith('"""T901: Own reg."""\n')
    assert head(text) == (
        "from typing import Any\n\n"
        "from dragon_prep.core.targets import Target, TargetType\n"
        "from dragon_prep.tasks.task import Task\n\n"
        "from .cohorts.hips import cohort\n\n" + SAID + "# row.value: text: what was read by hand\n"
    )
    for line in ("number=901,", 'name="own_reg",', 'title="Own reg",', "cohort=cohort,"):
        assert f"    {line}\n" in text
    decorator = '@task.value("value")  # the field it comes from: messages name its column\n'
    assert decorator in text
    cohort = (tmp_path / "tasks" / "cohorts" / "hips.py").read_text()
    for line in ('_CENTRE = "umcn"', '    name="hips",', "def read_umcn(source: Source)"):
        assert line in cohort
    (task,) = find_tasks(["T901"], folders=[tmp_path / "tasks"])
    assert (task.title, task.cohort.name, task.cohort.centres) == ("Own reg", "hips", ("umcn",))


def test_a_task_over_a_cohort_of_the_package(tmp_path):
    cohort = find_tasks(["T22"])[0].cohort
    files, text = made(tmp_path, NER, cohort, number=7, name="own")
    assert files == ["t07_own.py"]
    assert head(text) == (
        "import re\n"
        "from typing import Any\n\n"
        "from dragon_prep.core.spans import Span\n"
        "from dragon_prep.core.targets import Target, TargetType\n"
        "from dragon_prep.task_definitions.cohorts.pancreas_ct import cohort\n"
        "from dragon_prep.tasks.task import Task\n\n" + SAID + "# row.diagnosis: the radiological "
        "diagnosis as in the sheet; missing = none\n"
        "# row.group: its group, one of PDAC, Other pancreatic disease, Normal pancreas; missing = "
        "it has not\n#     exactly one\n"
        "# row.lesion_size: text: the lesion's size in mm; missing = not stated\n"
        "# row.size_not_in_report: whether the size is in the sheet only\n"
        "# row.location: text: head, body or tail; missing = not stated\n"
        "# row.attenuation: text: hypo, iso or hyper; missing = not stated\n"
    )
    assert '@task.tags("diagnosis")  # the field that spans come from\n' in text


def test_a_cohort_among_others_is_named_by_its_key(tmp_path):
    cohort = find_tasks(["T101"])[0].cohort
    _, text = made(tmp_path, NUMBER, cohort)
    assert "from dragon_prep.task_definitions.cohorts.example_reports import COHORTS\n" in text
    assert "    cohort=COHORTS[101],\n" in text


def test_a_cohort_of_own_definitions_is_imported_from_beside(tmp_path):
    made(tmp_path, NUMBER, HIPS)
    (task,) = find_tasks(["T901"], folders=[tmp_path])
    files, text = made(tmp_path, NUMBER, task.cohort, number=902, name="more")
    assert files == ["t902_more.py"]
    assert "\n\nfrom .cohorts.hips import cohort\n" in text


def test_a_cohort_without_a_name_or_fields(tmp_path, monkeypatch):
    import own_tasks

    error = fault(made, tmp_path, NUMBER, a_cohort())
    detail = "the cohort hips has no name in the file of its reader"
    assert (error.kind.code, error.detail) == ("E106", detail)
    assert error.remedy == "Write the task file by hand."
    bare = find_tasks(["T14"])[0].cohort
    monkeypatch.setattr(own_tasks, "named", a_cohort(), raising=False)
    _, text = made(tmp_path, NUMBER, own_tasks.named)
    assert "\n\nfrom own_tasks import named\n" in text
    assert bare.fields
    monkeypatch.setattr(own_tasks, "named", type(bare)("bare", "x", (), (), bare.readers.copy()))
    own_tasks.named.readers.clear()
    own_tasks.named.readers["umcn"] = own_tasks.no_reader
    _, text = made(tmp_path, NUMBER, own_tasks.named, number=903)
    assert "# The cohort has no fields of its own.\n" in text
    assert '@task.value("text")' in text


@pytest.mark.parametrize("name", ["a", "A1_b", "x" * 36])
def test_names_that_can_be(tmp_path, name):
    assert made(tmp_path, NUMBER, HIPS, name=name)[0][0] == f"t901_{name}.py"


@pytest.mark.parametrize("name", ["", "1a", "_a", "a-b", "x" * 37, "class", "é"])
@pytest.mark.parametrize("which", ["name", "cohort", "centre"])
def test_names_that_cannot_be(tmp_path, name, which):
    given = {"name": "own", "cohort": "hips", "centre": "umcn"} | {which: name}
    cohort = NewCohort(given["cohort"], given["centre"])
    error = fault(made, tmp_path, NUMBER, cohort, name=given["name"])
    assert error.kind.code == "E106"
    assert error.detail == (
        "a name has at most 36 letters, digits and underscores, begins with a letter, and is no "
        "word of Python's own"
    )
    assert error.remedy == "Such as hip_fracture_clf."
    assert [*tmp_path.iterdir()] == []


def test_nothing_is_written_over(tmp_path):
    made(tmp_path, NUMBER, HIPS)
    for number, cohort, there in (
        (901, NewCohort("knees", "umcn"), "t901_own_reg.py"),
        (902, HIPS, "hips.py"),
    ):
        error = fault(made, tmp_path, NUMBER, cohort, number=number)
        assert (error.kind.code, str(error.place)) == ("E103", there)
        assert error.detail == "this definition exists"
        assert error.remedy == "Give another number, name or cohort."
    assert len([*tmp_path.rglob("*.py")]) == 2


def test_names_and_inputs_of_a_task():
    task = a_task(NUMBER, number=7)
    assert (task.full_name, task.input_name) == ("Task007_own", "text")
    assert (task.derived_from, task.truncation_side, task.tokens) == ("value", "left", "dragon")
    task.text_parts(lambda row: [row.text])
    assert task.input_name == "text_parts"
    assert a_task(NER).input_name == "text_parts"
    with pytest.raises(ValueError, match="Task901_own has one label per token: it needs @task"):
        a_task(NER).value("value")
    with pytest.raises(ValueError, match="Task901_own has no label per token: it needs @task"):
        a_task(NUMBER).tags("value")


def test_files_and_cohorts_of_a_task():
    other = a_cohort("knees", ("rumc", "jbz"))
    task = a_task(NUMBER, draws_on=((other, ("rumc",)),))
    assert [raw.path for raw in task.files] == ["umcn/hips.csv", "avl/hips.csv", "rumc/knees.csv"]
    assert {name: centres for name, (_, centres) in task.cohorts.items()} == {
        "hips": ("umcn", "avl"),
        "knees": ("rumc",),
    }


def test_what_is_registered_is_given_back():
    task = a_task(NUMBER)
    for register in (task.exclude("x"), task.value("why"), task.text_parts, task.test_set):
        assert register(len) is len
    assert task.relabel(len) is len
    assert (task.rules, task.derive, task.derived_from) == ([("x", len)], len, "why")
    assert (task.parts, task.in_test_set, task.learn_labels) == (len, len, len)
    assert a_task(NER).tags("why")(len) is len
