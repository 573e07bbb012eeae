"""The DRAGON sample reports through the tool."""

from __future__ import annotations

import json
import re
import shutil

import openpyxl
import pytest
from typer.testing import CliRunner
from worlds import KEY, OTHER_KEY

from dragon_prep import build, find_tasks
from dragon_prep.cli import app
from dragon_prep.detect import detect
from dragon_prep.detect.repeats import repeats
from dragon_prep.model.span import merge_overlapping
from dragon_prep.text.ascii import to_ascii

_REPORT = re.compile(r"Anonymous sample report:\n```\n(.*?)\n```", re.DOTALL)


@pytest.fixture(scope="module")
def samples(shared_data) -> dict[str, str]:
    """The 28 sample reports, by the stem of their file."""
    found = {}
    for path in sorted((shared_data / "dragon_sample_reports" / "dutch").glob("Task*.md")):
        page = path.read_text(encoding="utf-8")
        report = _REPORT.search(page)
        found[path.stem] = report[1] if report else page
    assert len(found) == 28
    return found


def test_t19_sample_as_one_more_row_has_its_label_and_its_text(samples, world, tmp_path):
    shutil.copytree(world.raw, tmp_path / "raw")
    sheet = tmp_path / "raw/rumc/prostate/PICAI-PubPrivTrain-patient-level-marksheet_v2.xlsx"
    book = openpyxl.load_workbook(sheet)
    head = [cell.value for cell in book.active[1]]
    report = samples["Task019_prostate_volume_reg"]
    row = {
        "patient_id": 99999,
        "study_id": 8888888,
        "center": "RUMC",
        "prostate_volume": 68,
        "psa": "9,7",
        "psad": "0,14",
        "lesion_PIRADS": "4",
        "radiology_report": report,
    }
    book.active.append([row.get(name) for name in head])
    book.save(sheet)
    made = build(
        find_tasks(["T10", "T19", "T20", "T21"]), tmp_path / "raw", tmp_path / "release", key=KEY
    )
    for task, label in zip(made.tasks, ("1", 68, 9.7, 0.14), strict=True):
        files = (made.release / "algorithm-input").glob(
            f"{task.name}-fold0/nlp-[tv][ra]*-dataset.json"
        )
        truth = made.release / "test-set" / f"{task.name}.json"
        cases = [case for file in (*files, truth) for case in json.loads(file.read_bytes())]
        (case,) = [case for case in cases if "Index laesie mark1" in case["text"]]
        assert next(v for k, v in case.items() if k.endswith("_target")) == label
        assert case["text"] == to_ascii(report)[0]


def test_all_samples_pass_and_only_listed_spans_change(samples, tmp_path):
    source, output, key = tmp_path / "in.jsonl", tmp_path / "out.jsonl", tmp_path / "project.key"
    lines = [
        json.dumps({"id": name, "patient_id": f"p{i}", "text": text})
        for i, (name, text) in enumerate(samples.items())
    ]
    source.write_text("\n".join(lines), encoding="utf-8")
    key.write_text(OTHER_KEY.secret.hex() + "\n")
    key.chmod(0o600)
    command = ["deidentify", "--input", str(source), "--output", str(output)]
    done = CliRunner().invoke(app, [*command, "--key-file", str(key)])
    assert done.exit_code == 0, done.output
    records = [json.loads(line) for line in output.read_text(encoding="ascii").splitlines()]
    assert [record["id"] for record in records] == list(samples)
    for record, text in zip(records, samples.values(), strict=True):
        found = [detection.span for detection in detect(text)]
        merged = merge_overlapping(found + repeats(text, found))
        before = [(span.start, span.end, span.label) for span in merged]
        assert [label for *_, label in before] == [label for *_, label in record["spans"]]
        assert gaps(record["text"], record["spans"]) == [
            to_ascii(gap)[0] for gap in gaps(text, before)
        ]


def gaps(text, spans):
    """What stands between the spans."""
    ends = [0, *(end for _, end, _ in spans)]
    starts = [*(start for start, _, _ in spans), len(text)]
    return [text[a:b] for a, b in zip(ends, starts, strict=True)]
