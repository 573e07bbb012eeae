"""The DRAGON sample reports through the tool."""

from __future__ import annotations

import csv
import json
import shutil

import openpyxl
import pytest
from samples import published_label, sample_cases, sample_text
from typer.testing import CliRunner
from worlds import KEY, OTHER_KEY

from dragon_prep import build, find_tasks
from dragon_prep.cli import app
from dragon_prep.core.spans import merge_overlapping
from dragon_prep.detect import detect
from dragon_prep.detect.repeats import repeats
from dragon_prep.language.ascii import to_ascii

TASKS = (10, 19, 20, 21)
RUMC = "rumc/prostate"
UMCG = "umcg/prostate/radiology"
AVL = "avl/prostate/radiology"
MARKED = "mark1"  # which the detector leaves alone


@pytest.fixture(scope="module")
def samples(shared_data) -> dict[str, str]:
    """The 28 sample reports, by their number."""
    return {f"T{number}": sample_text(shared_data, number) for number in range(1, 29)}


def rumc_row(raw, text):
    """The sample as rumc brings it: a row of the marksheet, without an annotation."""
    path = raw / RUMC / "PICAI-PubPrivTrain-patient-level-marksheet_v2.xlsx"
    row = {"patient_id": 99999, "study_id": 8888888, "center": "RUMC", "radiology_report": text,
           "lesion_PIRADS": "4", "prostate_volume": 68, "psa": "9,7", "psad": "0,14"}  # fmt: skip
    book = openpyxl.load_workbook(path)
    book.active.append([row.get(cell.value) for cell in book.active[1]])
    book.save(path)


def rumc_sample(raw, text):
    """The sample as rumc brings it, annotated."""
    rumc_row(raw, text)
    annotate(raw / RUMC / "radiology/all.jsonl", "99999_8888888", text)


def umcg_sample(raw, text):
    """The sample as umcg brings it: one row for its one lesion, annotated."""
    row = {"patient_id": "UMCG-9999z", "study_id": "visit9999999", "RadiologyReport": text,
           "roiID": "1", "pirads": "4", "psa": "9.7", "psa_density": "0.14",
           "volume": "68"}  # fmt: skip
    append(raw / UMCG / "radiologie_rapporten_JB_mapped.csv", row, "utf-8", ",")
    annotate(raw / UMCG / "all_checked.jsonl", "UMCG-9999z_visit9999999", text)


def avl_sample(raw, text):
    """The sample as avl brings it: a row of one of its two sheets, annotated."""
    row = {"patient_id": "9999999", "date": "2015-05-05", "text": text, "pirads_lesions": "4",
           "psa": "9,7", "psa_density": "0,14", "prostate_volume": "68 cc"}  # fmt: skip
    append(raw / AVL / "annot_random.csv", row, "cp1252", ";")
    annotate(raw / AVL / "data_radiology_random_mapped.jsonl", "9999999_2015-05-05", text)


def append(path, row, encoding, delimiter):
    with path.open(encoding=encoding, newline="") as lines:
        head = next(csv.reader(lines, delimiter=delimiter))
    with path.open("a", encoding=encoding, newline="") as out:
        cells = [row.pop(name.lstrip("\ufeff"), "") for name in head]
        assert not row
        csv.writer(out, delimiter=delimiter).writerow(cells)


def annotate(path, uid, text):
    at = text.index(MARKED)
    line = {"text": text, "label": [[at, at + len(MARKED), "<PHINUMMER>"]], "meta": {"uid": uid}}
    with path.open("a", encoding="utf-8", newline="\n") as out:
        out.write(json.dumps(line) + "\n")


@pytest.mark.sample_report(10, 19, 20, 21)
@pytest.mark.parametrize("add", [rumc_row, rumc_sample, umcg_sample, avl_sample])
def test_prostate_mri_sample_as_one_more_row_has_its_labels_and_its_text(
    shared_data, samples, world, tmp_path, add
):
    (text,) = {samples[f"T{number}"] for number in TASKS}
    shutil.copytree(world.raw, tmp_path / "raw")
    add(tmp_path / "raw", text)
    tasks = find_tasks([f"T{number}" for number in TASKS])
    made = build(tasks, tmp_path / "raw", tmp_path / "release", key=KEY)
    for task in tasks:
        (case,) = sample_cases(made.release, task.full_name)
        assert case[task.target.type.column] == published_label(shared_data, task.number)
        if add is rumc_row:
            assert case["text"] == to_ascii(text)[0]
        else:
            before, after = to_ascii(text)[0].split(MARKED)
            assert case["text"].startswith(before)
            assert case["text"].endswith(after)
            assert MARKED not in case["text"]


def test_all_samples_pass_and_only_listed_spans_change(samples, tmp_path):
    source, output, key = tmp_path / "in.jsonl", tmp_path / "out.jsonl", tmp_path / "project.key"
    lines = [
        json.dumps({"id": name, "patient_id": f"p{i}", "text": text})
        for i, (name, text) in enumerate(samples.items())
    ]
    source.write_text("\n".join(lines), encoding="utf-8")
    key.write_text(OTHER_KEY.secret.hex() + "\n")
    key.chmod(0o600)
    command = ["deidentify", "--input", str(source), "--output", str(output), "--keep-ids"]
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
