"""Users' definitions: read from folders and packages; what fails is named by file and line."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from samples import cases
from worlds import KEY

from dragon_prep import build, check, find_tasks
from dragon_prep.core.errors import DragonPrepError, UsageFault
from dragon_prep.core.targets import TargetType
from dragon_prep.tasks.registry import builtin_tasks, tasks
from dragon_prep.tasks.scaffold import NewCohort, new_task

SECRET = "Geheimnaam"
VALUE = "Verzwegen"
FULL_NAME = "Task901_own_reg"
LABEL = "single_label_regression_target"


def write(folder):
    """A folder with one task over a cohort of its own; the files of both."""
    return new_task(
        901,
        TargetType.SINGLE_LABEL_REGRESSION,
        folder=folder,
        cohort=NewCohort("hips", "umcn"),
        name="own_reg",
    )


def export(root):
    """A raw file for it: the cells must never be quoted."""
    sheet = root / "umcn" / "hips" / "reports.csv"
    sheet.parent.mkdir(parents=True)
    rows = [f"{i},{i},{SECRET} komt terug voor {'zeer ' * i}controle.,{VALUE}" for i in range(20)]
    sheet.write_text("\n".join(["report_id,patient_id,report,value", *rows]), encoding="utf-8")
    return root


def change(file, old, new):
    code = file.read_text(encoding="utf-8")
    assert old in code
    file.write_text(code.replace(old, new), encoding="utf-8")
    return code.replace(old, new)


def fault(folder):
    with pytest.raises(DragonPrepError) as raised:
        find_tasks(["T901"], folders=[folder])
    assert raised.value.kind.code == "E118"
    assert raised.value.exit_code == 2
    return raised.value


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (lambda folder: None, "the folder of task definitions is not there"),
        (lambda folder: folder.write_text("x"), "the folder of task definitions is not there"),
        (lambda folder: folder.mkdir(), "the folder has no task file, such as t901_"),
    ],
)
def test_a_folder_without_definitions(tmp_path, prepare, said):
    prepare(tmp_path / "tasks")
    found = fault(tmp_path / "tasks")
    assert found.place.file == "tasks"
    assert said in found.detail


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("task = Task(", "task = = Task(", "task = =", "invalid syntax"),
        ("import Task\n", "import Tsk\n", "import Tsk", "ImportError: cannot import name 'Tsk'"),
        ("import Any\n", "import Any\nimport nowhere\n", "nowhere", "No module named 'nowhere'"),
        ('metric="', 'metrc="', "target=Target", "unexpected keyword argument 'metrc'"),
        ("cohort=cohort,", "cohort=cohrt,", "cohort=cohrt", "name 'cohrt' is not defined"),
        ("@task.value", "@task.tags", "@task.tags", "has no label per token: it needs @task.value"),
        ("SINGLE_LABEL_REGRESSION", "NER", "@task.value", "one label per token: it needs @task.t"),
        ("task = Task(", "float('Jansen')\ntask = Task(", "float", "read: ValueError"),
        ('name="own_reg"', 'name="own reg"', "", "something else than letters, digits, - and _"),
        ("number=901", "number=902", "", "the file's name says 901 and the task's number is 902"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_line(tmp_path, old, new, line, said):
    file, _ = write(tmp_path / "tasks")
    change(file, old, new)
    found = fault(tmp_path / "tasks")
    assert found.place.file == "tasks/t901_own_reg.py"
    assert said in found.detail
    assert str(tmp_path) not in str(found)
    assert "Jansen" not in str(found)
    if line:
        assert line in file.read_text(encoding="utf-8").splitlines()[found.place.row - 1]
        assert f"tasks/t901_own_reg.py, line {found.place.row}:" in str(found)


def test_a_cohort_that_cannot_be_read_is_named_itself(tmp_path):
    _, cohort = write(tmp_path / "tasks")
    change(cohort, "Layout.SHEET", "Layout.SHET")
    found = fault(tmp_path / "tasks")
    assert found.place.file == "cohorts/hips.py"
    assert "Layout.SHET" in cohort.read_text("utf-8").splitlines()[found.place.row - 1]


def test_a_cohort_needs_a_reader_and_a_name_of_its_own(tmp_path):
    _, cohort = write(tmp_path / "one")
    change(cohort, "@cohort.reader(_CENTRE)\n", "")
    assert "the cohort hips has no reader" in fault(tmp_path / "one").detail
    _, cohort = write(tmp_path / "two")
    change(cohort, 'name="hips"', 'name="kidney_ct"')
    assert "there is another cohort kidney_ct" in fault(tmp_path / "two").detail


def test_a_task_needs_a_function_for_its_label(tmp_path):
    file, _ = write(tmp_path / "tasks")
    file.write_text(file.read_text("utf-8").partition("@task.value")[0], encoding="utf-8")
    found = fault(tmp_path / "tasks")
    assert found.place.file == "tasks/t901_own_reg.py"
    assert "neither a @task.value nor a @task.tags function" in found.detail


def test_a_field_may_not_hide_what_every_row_has(tmp_path):
    _, cohort = write(tmp_path / "tasks")
    change(cohort, 'fields=(("value",', 'fields=(("phi", ""), ("value",')
    assert "the cohort hips has a field 'phi'" in fault(tmp_path / "tasks").detail


def test_a_file_without_a_task(tmp_path):
    write(tmp_path / "tasks")
    (tmp_path / "tasks" / "t902_empty.py").write_text("", encoding="utf-8")
    assert "the file has no `task = Task(...)`" in fault(tmp_path / "tasks").detail


def test_a_number_is_of_one_task(tmp_path):
    file, _ = write(tmp_path / "tasks")
    change(file, "number=901", "number=19")
    file.rename(file.with_name("t19_own_reg.py"))
    found = fault(tmp_path / "tasks")
    assert found.place.file == "Task019_own_reg"
    assert "there is another task 19, Task019_prostate_volume_reg" in found.detail
    write(tmp_path / "mine")
    write(tmp_path / "yours")
    with pytest.raises(UsageFault, match="there is another task 901"):
        tasks([tmp_path / "mine", tmp_path / "yours"])
    assert 901 in tasks([tmp_path / "mine", tmp_path / "yours" / ".." / "mine"])


def test_own_tasks_have_names_and_are_among_all(tmp_path):
    write(tmp_path / "tasks")
    folders = [tmp_path / "tasks"]
    for name in ("T901", "own_reg", FULL_NAME):
        assert [task.full_name for task in find_tasks([name], folders=folders)] == [FULL_NAME]
    assert [t.number for t in find_tasks("all", folders=folders)] == [*builtin_tasks(), 901]
    assert [t.number for t in find_tasks("all")] == [*builtin_tasks()]


ROW = "return float(len(row.text.split()) % 10)"


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (f"{ROW} if row.value is None else {{}}[row.value]", "KeyError"),
        ("raise ValueError(row.text + row.value)", "ValueError"),
        ("return getattr(row, row.value)", "AttributeError"),
        ("raise NameError(f\"name '{row.value}' is not defined\")", "NameError"),
        ("raise ImportError(row.text)", "ImportError"),
        ("return eval(row.text)", "SyntaxError"),
        ("return row.valeu", "AttributeError: the cohort has no field 'valeu'"),
        ("return row.text.splt()", "AttributeError: 'str' object has no attribute 'splt'"),
        ("return nubmer(row.value)", "NameError: name 'nubmer' is not defined"),
    ],
)
def test_a_function_that_fails_at_a_row_quotes_nothing_of_it(tmp_path, new, said):
    file, _ = write(tmp_path / "tasks")
    code = change(file, ROW, new)
    found = failing(tmp_path)
    assert found.detail == f"{FULL_NAME} fails for umcn/hips/reports.csv, row 2: {said}"
    assert found.place.file == "tasks/t901_own_reg.py"
    assert new in code.splitlines()[found.place.row - 1]


def failing(tmp_path, folder="tasks"):
    """What check and build say of it, which is the same, and holds nothing of the export."""
    chosen = find_tasks(["T901"], folders=[tmp_path / folder])
    raw = export(tmp_path / "raw")
    with pytest.raises(DragonPrepError) as built:
        build(chosen, raw, tmp_path / "release", key=KEY)
    assert not (tmp_path / "release").exists()
    try:
        (checked,) = check(chosen, raw, key=KEY).faults
    except DragonPrepError as stopped:
        checked = stopped
    for found in (built.value, checked):
        assert found.kind.code == "E118"
        assert found.place == built.value.place
        said = f"{found} {found!r} {found.args}"
        assert not any(word in said for word in (SECRET, VALUE, "komt", str(tmp_path)))
    return built.value


MASK = 'return rows["text"].str.split().str.len() < 5'


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (MASK, 'return rows["txt"].isna()', 'rows["txt"]'),
        (MASK, "raise KeyError(rows['text'].iloc[0])", "raise KeyError"),
        (MASK, 'return rows["text"].map(lambda t: t.foo)', "t.foo"),
        (MASK, "rows.isna()", "@task.exclude"),
        (MASK, "return rows['text'].iloc[:3].isna()", "@task.exclude"),
        (
            "@task.value",
            "@task.test_set\ndef fixed(rows: Any) -> Any:\n    return None\n\n\n@task.value",
            "@task.test_set",
        ),
        (
            "@task.value",
            "@task.relabel\ndef learnt(labels):\n    return {}[labels[0]]\n\n\n@task.value",
            "return {}[labels[0]]",
        ),
        (
            "@task.value",
            "@task.text_parts\ndef parts(row: Any) -> Any:\n    return None\n\n\n@task.value",
            "@task.value",
        ),
    ],
)
def test_functions_of_rows_that_fail_are_named(tmp_path, old, new, line):
    file, _ = write(tmp_path / "tasks")
    code = change(file, old, new)
    found = failing(tmp_path)
    assert found.place.file == "tasks/t901_own_reg.py"
    assert line in code.splitlines()[found.place.row - 1]
    assert FULL_NAME in found.detail


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('patient, uid = filled(row["patient_id"])', 'patient, uid = row["patnt"]', "patnt"),
        ("    return as_reports(", "    as_reports(", "@cohort.reader"),
        ("table = source", "raise ValueError(source.table(_SHEET).rows[0]['text'])", "raise"),
    ],
)
def test_a_reader_that_fails_is_named(tmp_path, old, new, line):
    _, cohort = write(tmp_path / "tasks")
    code = change(cohort, old, new)
    found = failing(tmp_path)
    assert found.place.file == "cohorts/hips.py"
    assert line in code.splitlines()[found.place.row - 1]
    assert found.detail.startswith("the reader of umcn fails: ")


def test_a_helper_beside_the_definition_is_named_where_it_fails(tmp_path):
    file, _ = write(tmp_path / "tasks")
    helper = file.with_name("helping.py")
    helper.write_text(
        "import json\n\n\ndef length(row):\n    return json.loads(row.text)\n", "utf-8"
    )
    change(file, "\n\ntask =", "\nfrom .helping import length\n\ntask =")
    change(file, ROW, "return length(row)")
    found = failing(tmp_path)
    assert (found.place.file, found.place.row) == ("tasks/helping.py", 5)
    assert found.detail.endswith("row 2: JSONDecodeError")


def test_a_changed_cohort_is_read_anew(tmp_path):
    _, cohort = write(tmp_path / "tasks")
    export(tmp_path / "raw")
    (tmp_path / "project.key").write_text(KEY.secret.hex(), encoding="ascii")
    (tmp_path / "project.key").chmod(0o600)

    def labels():
        command = "build T901 --tasks tasks --source raw --out release --key-file project.key"
        done = subprocess.run(
            [sys.executable, "-m", "dragon_prep", *command.split(), "--overwrite", "--workers=1"],
            cwd=tmp_path,
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr
        found = {case["uid"]: case[LABEL] for case in cases(tmp_path / "release", FULL_NAME)}
        return found, {p.name for p in (tmp_path / "dragon-prep-workspace/cohorts").iterdir()}

    before, kept = labels()
    assert sorted(before.values()) == sorted(float((5 + i) % 10) for i in range(20))
    change(cohort, 'row["text"], fields', 'row["text"] + " Twee woorden.", fields')
    after, more = labels()
    assert after == {uid: (label + 2) % 10 for uid, label in before.items()}
    assert more > kept


def distribution(site, package, name="tiny-tasks"):
    info = site / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
    (info / "METADATA").write_text(about, encoding="utf-8")
    offered = f"[dragon_prep.tasks]\ntiny = {package}\n"
    (info / "entry_points.txt").write_text(offered, encoding="utf-8")


def in_another_process(site, *arguments):
    """Runs the command line with a folder of installed packages; what it says."""
    code = (
        f"import sys; sys.path.insert(0, {str(site)!r}); from dragon_prep.cli import main; "
        f"sys.argv[1:] = {[str(a) for a in arguments]!r}; main()"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


def test_installed_tasks_are_found_built_and_taken_for_new_ones(tmp_path):
    site = tmp_path / "site-packages"
    write(site / "tiny")
    distribution(site, "tiny")
    listed = in_another_process(site, "tasks", "--json")
    assert [t["number"] for t in json.loads(listed.stdout)] == [*builtin_tasks(), 901]
    more = ("--type", "single_label_regression", "--cohort", "hips", "--tasks", tmp_path / "mine")
    taken = in_another_process(site, "new-task", "T901", *more)
    assert "the number is taken" in taken.stderr
    made = in_another_process(site, "new-task", "T902", *more)
    assert made.returncode == 0, made.stderr
    body = (tmp_path / "mine" / "t902_own_task.py").read_text(encoding="utf-8")
    assert "from tiny.cohorts.hips import cohort" in body
    (tmp_path / "project.key").write_text(KEY.secret.hex(), encoding="ascii")
    (tmp_path / "project.key").chmod(0o600)
    built = in_another_process(
        site, "build", "T901", "T902", "--tasks", tmp_path / "mine", "--source",
        export(tmp_path / "raw"), "--out", tmp_path / "release",
        "--key-file", tmp_path / "project.key", "--workers", 1,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    assert len(cases(tmp_path / "release", "Task902_own_task")) == 20


@pytest.mark.parametrize(
    ("package", "place", "said"),
    [
        ("nowhere_to_be_found", "nowhere_to_be_found", "No module named 'nowhere_to_be_found'"),
        ("broken", "broken/t901_own_reg.py", "name 'cohrt' is not defined"),
    ],
)
def test_an_installed_package_that_fails_is_named_and_left_out(tmp_path, package, place, said):
    site = tmp_path / "site-packages"
    file, _ = write(site / "broken")
    change(file, "cohort=cohort", "cohort=cohrt")
    distribution(site, package)
    done = in_another_process(site, "tasks", "--json")
    assert done.returncode == 0
    assert [t["number"] for t in json.loads(done.stdout)] == [*builtin_tasks()]
    assert done.stderr.count("Mind: E124") == 1
    assert f"({place}" in done.stderr
    assert said in done.stderr
    done = in_another_process(site, "tasks", "T901")
    assert done.returncode == 2
    assert "Error E101: there is no task 'T901'" in done.stderr


@pytest.mark.parametrize("code", ["raise SystemExit(3)", "import os\nraise KeyError('Jansen')"])
def test_a_package_stops_only_itself(tmp_path, code):
    site = tmp_path / "site-packages"
    (site / "rude").mkdir(parents=True)
    (site / "rude" / "__init__.py").write_text(code, encoding="utf-8")
    distribution(site, "rude", "rude-tasks")
    write(site / "tiny")
    distribution(site, "tiny")
    done = in_another_process(site, "tasks", "--json")
    assert [t["number"] for t in json.loads(done.stdout)] == [*builtin_tasks(), 901]
    assert "Mind: E124 rude: an installed package of tasks cannot be used" in done.stderr
    assert "Jansen" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_package_whose_number_is_taken_is_left_out(tmp_path):
    site = tmp_path / "site-packages"
    for name in ("tiny", "twin"):
        write(site / name)
        distribution(site, name, name)
    done = in_another_process(site, "tasks", "--json")
    assert [t["number"] for t in json.loads(done.stdout)] == [*builtin_tasks(), 901]
    assert "Mind: E124 twin:" in done.stderr
    assert "there is another task 901" in done.stderr
