"""Texts in one folder: whose they are by the names of their files, or by a table."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest
from terminal import run
from worlds import KEY

from dragon_prep.core.codes.intake import REPORT_ABSENT
from dragon_prep.core.errors import InputFault, UsageFault
from dragon_prep.core.key_file import new_key
from dragon_prep.intake.record_files.chosen import record_files, text_names
from dragon_prep.intake.record_files.columns import RecordColumns, fault_of
from dragon_prep.intake.record_files.text_names import PatternNames
from dragon_prep.pipeline.input_records import RecordReader
from dragon_prep.services.corpus_build import build_corpus

COLUMNS = RecordColumns()


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("{patient}_{id}", "0012_v-7.txt", ("v-7", "0012")),
        ("{patient}_{id}.txt", "0012_v_7.TXT", ("v_7", "0012")),
        ("{id}-{patient}", "7-0012.txt", ("7", "0012")),
        ("verslag {patient} ({id})", "verslag 12 (3).txt", ("3", "12")),
        ("{patient}", "2019/0012.txt", ("2019/0012", "0012")),
        ("{patient}_{id}", "of nobody.txt", ("of nobody", None)),
        ("{id}/{patient}", "a/b.txt", ("a", "b")),
        ("{id}/{patient}", "b.txt", ("b", None)),
    ],
)
def test_a_pattern_parts_the_name_of_a_text(pattern, path, expected):
    assert PatternNames(pattern).ids_of(PurePosixPath(path)) == expected


@pytest.mark.parametrize("pattern", ["{id}", "{patient}_{patient}", "{patient}_{name}", "", "*"])
def test_a_pattern_that_tells_no_patient_is_refused(pattern):
    with pytest.raises(UsageFault, match="E106"):
        PatternNames(pattern)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "texts"
    made.mkdir()
    for n in range(6):
        (made / f"00{n // 2}_v{n}.txt").write_text(f"Nodule van {n + 3} mm.", encoding="utf-8")
    return made


def told(folder, names):
    (file,) = record_files([folder], COLUMNS, names)
    lines = list(file.lines(file.survey()))
    return [(row, fault_of(line) or json.loads(line)) for row, line in lines]


def test_a_table_has_the_ids_and_tells_what_is_not_there(folder, tmp_path):
    table = tmp_path / "table.csv"
    rows = [f"00{n // 2}_v{n}.txt;v{n};p{n // 2}" for n in range(5)]
    table.write_text("\n".join(["file;id;patient_id", *rows, "gone;v9;p9"]))
    found = told(folder, text_names(None, table, COLUMNS))
    assert [body["patient_id"] for _, body in found[:5]] == ["p0", "p0", "p1", "p1", "p2"]
    assert [body["id"] for _, body in found[:5]] == [f"v{n}" for n in range(5)]
    assert "patient_id" not in found[5][1]
    assert found[6] == (7, REPORT_ABSENT)


def test_other_ids_are_another_input(folder):
    patterns = (None, "{patient}_{id}", "{id}_{patient}")
    files = [record_files([folder], COLUMNS, text_names(p, None, COLUMNS))[0] for p in patterns]
    assert len({file.survey().digest for file in files}) == 3


@pytest.mark.parametrize(
    ("text", "fault", "words"),
    [
        ("naam,id,patient_id\na.txt,1,2\n", InputFault, "'file'"),
        ("file,id,patient_id\na.txt,1,2\nA,3,4\na,3,4\n", UsageFault, "row 4"),
        ("file,id,patient_id\n", UsageFault, "no row"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path, text, fault, words):
    (tmp_path / "table.csv").write_text(text)
    with pytest.raises(fault, match=words):
        text_names(None, tmp_path / "table.csv", COLUMNS)


def test_flat_folders_become_a_corpus_of_patients(folder, tmp_path):
    files = record_files([folder], COLUMNS, text_names("{patient}_{id}", None, COLUMNS))
    reader = RecordReader((), "patient_id", "", trust_empty=False)
    found = build_corpus(files, tmp_path / "corpus", key=KEY, reader=reader).manifest
    assert (found.reports, found.steps[0].patients) == (6, 3)


def test_the_command_line_says_how_and_a_flat_folder_without_it_is_told(folder, tmp_path):
    new_key(tmp_path / "key")
    words = ("corpus", "build", folder, "--out", tmp_path / "out", "--key-file", tmp_path / "key")
    done = run(*words)
    assert (done.exit_code, "--text-names" in done.stderr) == (3, True)
    assert "v3" not in done.output
    done = run(*words, "--text-names", "{patient}_{id}", "--workers", 1)
    assert (done.exit_code, "6 reports in 1 shard:" in done.stdout) == (0, True)
    assert "E106" in run(*words, "--text-names", "{id}").stderr
    (tmp_path / "in.jsonl").write_text("{}")
    lines = ("corpus", "build", tmp_path / "in.jsonl", *words[3:], "--text-names", "{patient}")
    assert "there is none" in run(*lines).stderr
    out = tmp_path / "out.jsonl"
    words = ("deidentify", "--input", folder, "--output", out, "--key-file", tmp_path / "key")
    done = run(*words, "--text-names", "{patient}_{id}", "--keep-ids", "--workers", 1)
    assert done.exit_code == 0, done.output
    ids = [json.loads(line)["id"] for line in Path(out).read_text().splitlines()]
    assert ids == [f"v{n}" for n in range(6)]
