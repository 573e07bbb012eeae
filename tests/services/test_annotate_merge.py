"""annotate merge: annotators to one, what nothing decides held back, origins kept."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner
from worlds import KEY

from dragon_prep import deidentify_file
from dragon_prep.annotate.choices import MergeBy, RecordShape
from dragon_prep.cli import app
from dragon_prep.core.errors import InputFault, UsageFault
from dragon_prep.services.annotate_merge import HowToMerge, merge_annotations

TEXT = "Dhr. Jansen zag mw. Bos op 2-5-2019."
JANSEN, BOS, DATE = [5, 11, "PERSOON"], [20, 23, "PERSOON"], [27, 35, "DATUM"]
WIDE = [0, 11, "PERSOON"]


def record(uid, spans, origins=None, choices=None, text=TEXT, **more):
    told = {"spans": origins or ["manual"] * len(spans)}
    body = {"id": uid, "patient_id": f"p{uid}", "text": text, "spans": spans, **more}
    return {**body, **({"choices": choices} if choices else {}), "provenance": told}


@pytest.fixture
def merged(tmp_path):
    def merge(*works, by=MergeBy.MAJORITY, adjudicated=None, **how):
        files = [write(tmp_path / f"{n}.jsonl", work) for n, work in enumerate(works)]
        if adjudicated is not None:
            adjudicated = write(tmp_path / "decided.jsonl", adjudicated)
        how = HowToMerge(by, adjudicated, overwrite=True, **how)
        result = merge_annotations(files, tmp_path / "merged.jsonl", how)
        told = [json.loads(line) for line in (tmp_path / "merged.jsonl").read_text().splitlines()]
        return result, told

    return merge


def write(path, records):
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return path


def test_what_all_have_is_taken_and_keeps_its_origins(merged):
    one = [record("a", [JANSEN, DATE], ["reviewed", "reviewed"], annotator="x", ward="C3")]
    two = [record("a", [DATE, JANSEN], ["reviewed", "manual"], annotator="y")]
    for by in (MergeBy.AGREED_ONLY, MergeBy.MAJORITY):
        result, (told,) = merged(one, two, by=by)
        assert (result.records, result.decided, result.problems) == (1, 0, ())
        assert told["spans"] == [JANSEN, DATE]
        assert told["provenance"]["spans"] == ["manual", "reviewed"]
        assert (told["annotators"], told["ward"]) == (2, "C3")
        assert "annotator" not in told


def test_two_who_differ_are_held_back_by_row_and_offset(merged):
    one = [record("4711", [JANSEN]), record("b", [BOS])]
    two = [record("b", [BOS]), record("4711", [WIDE, JANSEN])]
    result, told = merged(one, two, by=MergeBy.AGREED_ONLY)
    assert [one["id"] for one in told] == ["b"]
    (problem,) = result.problems
    assert (problem.kind.code, problem.place.row) == ("R412", 1)
    assert "from 0 to 11" in problem.detail
    assert "4711" not in str(problem)
    assert result.quarantined == 1


def test_three_decide_by_majority(merged):
    works = [
        [record("a", spans, choices=choices)]
        for spans, choices in (
            ([JANSEN, BOS], {"T12": "Biopsy", "T19": 40}),
            ([WIDE, BOS], {"T12": "Biopsy", "T19": 41}),
            ([JANSEN], {"T12": "Excision"}),
        )
    ]
    result, (told,) = merged(*works)
    assert told["spans"] == [JANSEN, BOS]
    assert told["provenance"]["spans"] == ["adjudicated", "adjudicated"]
    assert told["choices"] == {"T12": "Biopsy"}
    (problem,) = result.problems
    assert (problem.kind.code, problem.place.column, problem.quarantined) == ("R412", "T19", False)
    assert result.decided == 1


def test_decisions_go_before_all_else(merged):
    one = [record("a", [JANSEN, DATE]), record("b", [JANSEN])]
    two = [record("a", [WIDE, DATE]), record("b", [BOS])]
    decided = [record("a", [WIDE, DATE, BOS], choices={"T12": "Biopsy"})]
    result, (told,) = merged(one, two, by=MergeBy.ADJUDICATOR, adjudicated=decided)
    assert told["spans"] == [WIDE, BOS, DATE]
    assert told["provenance"]["spans"] == ["adjudicated", "adjudicated", "manual"]
    assert told["provenance"]["choices"] == {"T12": "adjudicated"}
    assert result.provenance == {"adjudicated": 3, "manual": 1}
    assert {problem.place.row for problem in result.problems} == {2}


def test_who_decides_may_find_entities_that_nobody_found(merged):
    one, two = ([record("a", [JANSEN], entities=[])] for _ in range(2))
    decided = [record("a", [JANSEN], entities=[[0, 4, "1-BCC"]])]
    _, (told,) = merged(one, two, by=MergeBy.ADJUDICATOR, adjudicated=decided)
    assert (told["spans"], told["entities"]) == ([JANSEN], [[0, 4, "1-BCC"]])


def test_a_report_of_one_alone(merged):
    one, two = [record("a", [JANSEN]), record("b", [BOS])], [record("a", [JANSEN])]
    result, told = merged(one, two)
    assert [problem.kind.code for problem in result.problems] == ["R413"]
    assert len(told) == 1
    result, told = merged(one, two, keep_single=True)
    assert (result.problems, len(told)) == ((), 2)


def test_what_cannot_be_merged_is_refused(merged, tmp_path):
    one = [record("a", [JANSEN])]
    for how in ({"by": MergeBy.ADJUDICATOR}, {"by": MergeBy.AGREED_ONLY, "adjudicated": one}):
        with pytest.raises(UsageFault):
            merged(one, one, **how)
    with pytest.raises(UsageFault) as caught:
        merge_annotations([tmp_path / "0.jsonl"], tmp_path / "m", HowToMerge(MergeBy.MAJORITY))
    assert caught.value.kind.code == "E186"
    for other in (
        [record("a", [JANSEN], text=TEXT + " ")],
        [record("a", [[0, 99, "PERSOON"]])],
        [*one, *one],
    ):
        with pytest.raises(InputFault):
            merged(one, other)


def test_what_is_merged_is_deidentified_and_counted_by_origin(merged, tmp_path):
    works = [[record("a", [JANSEN, BOS], ["reviewed", "manual"])]] * 2
    merged(*works)
    done = deidentify_file(tmp_path / "merged.jsonl", tmp_path / "out.jsonl", key=KEY)
    assert (done.written, done.provenance) == (1, {"manual": 1, "reviewed": 1})
    merged(*works, shape=RecordShape.ANNOTATIONS)
    (line,) = (tmp_path / "merged.jsonl").read_text().splitlines()
    assert json.loads(line) == {
        "text": TEXT,
        "label": [JANSEN, BOS],
        "meta": {"uid": "a"},
        "provenance": {"label": ["reviewed", "manual"]},
    }


def test_the_command_line(tmp_path):
    files = [
        write(tmp_path / f"{n}.jsonl", [record("a", [JANSEN]), record("b", spans)])
        for n, spans in enumerate(([BOS], []))
    ]
    options = ("--by", "majority", "--out", tmp_path / "m.jsonl", "--json")
    done = CliRunner().invoke(app, ["annotate", "merge", *map(str, (*files, *options))])
    assert done.exit_code == 1
    body = json.loads(done.stdout)
    assert (body["records"], body["held_back"], body["provenance"]) == (1, 1, {"manual": 1})
