"""Hospitals with layouts of their own: their releases are those of the standard layout."""

from __future__ import annotations

import json

import pytest
from hospitals import (
    CENTRE,
    HOSPITALS,
    MAPPINGS,
    csv_bytes,
    renamed,
    simulated,
    standard,
    text_files,
    workbooks,
    write,
)
from typer.testing import CliRunner
from worlds import KEY, archives

from dragon_prep import Options, build, find_tasks
from dragon_prep.cli import app
from dragon_prep.core.errors import InputFault, UsageFault

TASKS = ("T6", "T19")
COHORTS = ("prostate_mri", "lung_pathology")
OPTIONS = Options(centres=(CENTRE,))


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    return simulated(tmp_path_factory.mktemp("simulated") / "raw")


@pytest.fixture(scope="module")
def expected(reports, tmp_path_factory):
    """The release built from the standard layout, and how many cases of each task it has."""
    root = tmp_path_factory.mktemp("standard")
    standard(root / "raw", *reports)
    result = build(find_tasks(TASKS), root / "raw", root / "release", key=KEY, options=OPTIONS)
    cases = {task.name: sum(task.cases.values()) for task in result.tasks}
    assert min(cases.values()) >= 30
    return archives(root / "release"), cases


def built(tmp_path):
    release = tmp_path / "release"
    result = build(find_tasks(TASKS), tmp_path / "raw", release, key=KEY, options=OPTIONS)
    return archives(release), {task.name: sum(task.cases.values()) for task in result.tasks}


@pytest.mark.parametrize("name", HOSPITALS)
def test_release_is_that_of_the_standard_layout(name, reports, expected, tmp_path):
    HOSPITALS[name](tmp_path / "raw", *reports)
    write(tmp_path / "raw" / CENTRE / "centre.toml", MAPPINGS[name])
    assert built(tmp_path) == expected


@pytest.mark.parametrize("name", HOSPITALS)
def test_map_proposes_what_builds_that_release(name, reports, expected, tmp_path):
    """Without a single edit by hand; and nothing that stands in the exports is told."""
    HOSPITALS[name](tmp_path / "raw", *reports)
    command = ["map", *TASKS, "--source", str(tmp_path / "raw"), "--centre", CENTRE]
    told = CliRunner().invoke(app, [*command, "--write"])
    assert told.exit_code == 0, told.output
    assert "TODO" not in told.output
    checked = CliRunner().invoke(app, [*command, "--check"])
    assert checked.exit_code == 0, checked.output
    said = told.output + checked.output
    planted = {
        cell
        for kind in reports
        for row in kind.rows
        for cell in row.values()
        if len(cell) > 4 or (cell.isdigit() and len(cell) > 3)
    }
    assert not [cell for cell in planted if cell in said]
    assert built(tmp_path) == expected


@pytest.mark.parametrize("name", HOSPITALS)
def test_check_looks_at_each_file(name, reports, tmp_path):
    """As it does at files of the standard layout: rows, texts, marks, and nothing to be doubted."""
    HOSPITALS[name](tmp_path / "raw", *reports)
    write(tmp_path / "raw" / CENTRE / "centre.toml", MAPPINGS[name])
    command = ["check", *TASKS, "--source", str(tmp_path / "raw"), "--centre", CENTRE, "--json"]
    files = json.loads(CliRunner().invoke(app, command).stdout)["files"]
    assert [file["fault"] for file in files] == [""] * 4
    assert {file["layout"] for file in files} == {"as centre.toml says"}
    marked = {file["cohort"]: file for file in files if file["placed"]}
    sheets = {file["cohort"]: file for file in files if not file["placed"]}
    for kind, cohort, text in zip(reports, COHORTS, ("RadiologyReport", "Report"), strict=True):
        assert sheets[cohort]["rows"] == len(kind.rows)
        assert sheets[cohort]["texts"]["filled"] == sum(bool(row[text]) for row in kind.rows)
        assert marked[cohort]["placed"][1] == len(kind.annotations)
    assert not [problem for file in files for problem in file["doubts"]]


def test_check_tells_what_is_read(reports, tmp_path):
    text_files(tmp_path / "raw", *reports)
    write(tmp_path / "raw" / CENTRE / "centre.toml", MAPPINGS["text_files"])
    command = ["map", "T19", "--source", str(tmp_path / "raw"), "--centre", CENTRE, "--check"]
    sheet, marked = json.loads(CliRunner().invoke(app, [*command, "--json"]).stdout)
    assert sheet["section"] == "olvg/centre.toml [prostate_mri.sheet]"
    assert (sheet["file"], sheet["rows"]) == ("olvg/prostaat.csv", len(reports[0].rows))
    filled = {column["field"]: column["filled_percent"] for column in sheet["columns"]}
    stated = sum(row["volume"] != "NA" for row in reports[0].rows)
    assert filled["prostate_volume"] == round(100 * stated / sheet["rows"])
    assert filled["patient_id"] == 100
    assert marked["rows"] == len(reports[0].annotations)


def test_map_says_what_it_cannot_find(reports, tmp_path):
    def run(*more, centre=CENTRE):
        base = ["map", "T19", "--source", str(tmp_path / "raw"), "--centre", centre]
        return CliRunner().invoke(app, [*base, *more])

    assert run().exit_code == 3  # no such folder
    assert "E201" in run().output
    assert "E102" in run(centre="O.L.V.G").output
    write(tmp_path / "raw" / CENTRE / "notes.txt", "Jan Berkelmans, 030-1234567")
    assert "E247" in run().output
    assert "E241" in run("--check").output
    assert "E102" in run("--like", "nowhere").output
    rows = renamed(reports[0].rows, {"patient_id": "patnr", "RadiologyReport": "verslag"})
    write(tmp_path / "raw" / CENTRE / "a.csv", csv_bytes(rows))
    told = run("--write")
    assert told.exit_code == 0
    assert "2 lines marked TODO" in told.output  # the study's id, and the volume
    assert "E103" in run("--write").output
    checked = run("--check")
    assert (checked.exit_code, "E242" in checked.output) == (3, True)
    assert "Berkelmans" not in told.output + checked.output


def test_other_centre_is_told_how_to_take_part(tmp_path):
    (tmp_path / "raw").mkdir()
    command = ["check", "T19", "--source", str(tmp_path / "raw"), "--centre", "olvg"]
    told = CliRunner().invoke(app, command).output
    assert "E102" in told
    assert "dragon-prep map TASK --centre NAME" in told


def test_profile_of_a_mapping_is_used(reports, expected, tmp_path):
    workbooks(tmp_path / "raw", *reports)
    folder = tmp_path / "raw" / CENTRE
    write(folder / "centre.toml", f"profile = 'profile.toml'\n{MAPPINGS['workbooks']}")
    write(folder / "profile.toml", "centre = 'olvg'\ndisable_rules = ['name.field']\n")
    release = tmp_path / "release"
    build(find_tasks(["T19"]), tmp_path / "raw", release, key=KEY, options=OPTIONS)
    manifest = json.loads((release / "manifest.json").read_bytes())
    assert manifest["options"]["rules_off"] == {"olvg": ["name.field"]}
    write(folder / "profile.toml", "centre = 'umcg'\n")
    with pytest.raises(UsageFault, match="another centre's"):
        build(find_tasks(["T19"]), tmp_path / "raw", tmp_path / "b", key=KEY, options=OPTIONS)


def test_column_of_another_task_is_demanded_where_that_task_is_asked_for(reports, tmp_path):
    """The workspace, too, knows for which tasks a cohort was read."""
    workbooks(tmp_path / "raw", *reports)
    write(tmp_path / "raw" / CENTRE / "centre.toml", MAPPINGS["workbooks"])
    build(find_tasks(["T19"]), tmp_path / "raw", tmp_path / "a", key=KEY, options=OPTIONS)
    with pytest.raises(InputFault, match=r"E203 olvg/MRI prostaat.xlsx.*'psa'"):
        build(find_tasks(["T20"]), tmp_path / "raw", tmp_path / "b", key=KEY, options=OPTIONS)
