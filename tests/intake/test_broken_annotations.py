"""Broken annotation files: what somebody annotated never goes out on the detector's word alone."""

from __future__ import annotations

import json
import shutil

import pytest
from broken_annotations import BROKEN, WIDE
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep import find_tasks, simulate
from dragon_prep.core.errors import InputFault, rows_quarantined
from dragon_prep.core.spans import Span
from dragon_prep.intake.annotations import read_annotations
from dragon_prep.intake.export import read_export
from dragon_prep.intake.raw_file import Layout, RawFile
from dragon_prep.intake.units import Unit, read_offsets

FILES = {
    "prostate_mri rumc": ("T19", "rumc", "rumc/prostate/radiology/all.jsonl"),
    "lung_pathology": ("T6", "rumc", "rumc/pathology-lung/all.jsonl"),
}
HARMLESS = {"labels in lower case"}
STOP = {
    "all ids wrong": "E217",
    "ids are those of patients": "E217",
    "a member twice": "E206",
    "empty": "E207",
    "all offsets shifted": "E209",
}


@pytest.fixture(scope="module")
def simulated(tmp_path_factory):
    root = tmp_path_factory.mktemp("broken") / "raw"
    simulate(find_tasks(["T19", "T6"]), root, reports=120, seed=2)
    return root


def exported(root, task, centre):
    """Reports by id, and all that is listed."""
    (task,) = find_tasks([task])
    export = read_export(task.cohort, root, [centre])
    return {report.uid: report for report in export.reports}, export.problems


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("file", FILES)
def test_no_annotated_report_is_left_to_the_detector(simulated, tmp_path, file, kind):
    task, centre, path = FILES[file]
    before, _ = exported(simulated, task, centre)
    root = tmp_path / "raw"
    shutil.copytree(simulated, root)
    lines = (root / path).read_text(encoding="utf-8").splitlines()
    (root / path).write_text(BROKEN[kind](list(map(json.loads, lines))), encoding="utf-8")
    if kind in STOP:
        with pytest.raises(InputFault) as caught:
            exported(root, task, centre)
        assert (caught.value.kind.code, caught.value.place.file) == (STOP[kind], path)
        return
    after, problems = exported(root, task, centre)
    annotated = {uid: report.phi for uid, report in before.items() if report.phi}
    alone = [uid for uid in annotated if uid in after and not after[uid].phi]
    assert not alone
    if kind in HARMLESS:
        assert {uid: after[uid].phi for uid in annotated} == annotated
        return
    assert {p.place.file for p in problems if p.kind.code.startswith("R3")} & {path}
    if "offsets" in kind:
        return
    lost = len(before) - len(after)
    assert lost <= rows_quarantined(problems) + 1


@pytest.mark.parametrize("kind", WIDE)
def test_offsets_in_other_units_are_read_rightly(tmp_path, kind):
    texts = [f"Gezien door dr. Jansen{i} op {i}-03-2019, akkoord." for i in range(10, 30)]
    records = [
        {
            "text": text,
            "label": [[16, 24, "<PERSOON>"], [28, 38, "<DATUM>"]],
            "meta": {"uid": f"p_{i}"},
        }
        for i, text in enumerate(texts)
    ]
    (tmp_path / "all.jsonl").write_text(WIDE[kind](records), encoding="utf-8")
    found = read_annotations(tmp_path, RawFile("x", "all.jsonl", Layout.ANNOTATIONS, ""))
    assert not found.quarantined
    for one in found.by_uid.values():
        marked = [one.text[span.start : span.end] for span in one.phi]
        assert marked[0].startswith("Jansen")
        assert len(marked[0]) == 8
        assert marked[1].endswith("-03-2019")
    assert {p.kind.code for p in found.problems} == {"R325"}


def test_a_date_and_a_time_that_touch_are_not_cut():
    text = "Op 9-4-1917:30 gezien"
    spans = [Span(3, 9, "DATUM"), Span(9, 14, "TIJD")]
    assert read_offsets(text, spans).chosen(frozenset()) is Unit.CODE_POINTS
    assert read_offsets(text, spans[:1]).chosen(frozenset()) is None


def test_what_several_units_fit_is_decided_by_the_rest_of_the_file():
    reading = read_offsets("\U0001f534a.(b)", [Span(4, 5, "PERSOON")])
    assert {Unit.CODE_POINTS, Unit.UTF16} <= set(reading.fitting)
    assert reading.chosen(frozenset({Unit.UTF16})) is Unit.UTF16
    assert reading.chosen(frozenset()) is Unit.CODE_POINTS
    assert reading.chosen(frozenset({Unit.CODE_POINTS, Unit.UTF16})) is None


@given(st.text(max_size=30), st.data())
def test_code_points_that_cut_nothing_are_never_read_otherwise(text, data):
    starts = st.integers(0, max(len(text) - 1, 0))
    if not text:
        return
    start = data.draw(starts)
    end = data.draw(st.integers(start + 1, len(text)))
    reading = read_offsets(text, [Span(start, end, "DATUM")])
    assert reading.in_text
    if Unit.CODE_POINTS in reading.fitting:
        assert reading.chosen(frozenset()) is Unit.CODE_POINTS
