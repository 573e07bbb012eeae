"""A reader study end to end: who reads what, what they can see, and what their answers say."""

from __future__ import annotations

import itertools
import json
import random

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow
from typer.testing import CliRunner
from worlds import KEY, OTHER_KEY, tree

from dragon_prep.cli import app
from dragon_prep.core.codes import reader_study as kinds
from dragon_prep.core.codes.intake import LINE_UNUSABLE
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.errors import InputFault, UsageFault
from dragon_prep.core.targets import TargetType
from dragon_prep.evaluation.answers import LabelQuestion, read_answer
from dragon_prep.services.label_files import LabelledTask, labelled
from dragon_prep.services.reader_study.assign import Shortage, assigned
from dragon_prep.services.reader_study.blocks import StudyTask, draw_blocks, grouped
from dragon_prep.services.reader_study.draw import StudyPlan, draw_study
from dragon_prep.services.reader_study.records import as_csv, lines_of, record
from dragon_prep.services.reader_study.roster import read_roster
from dragon_prep.services.reader_study.score import score_study

NAMES = ("Annelies", "Bram", "Corrie", "Daan")
PLAN = StudyPlan(size=30)


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text(
        "reader;annotated;groups;blocks\nAnnelies;T19;;\nBram;T1 T10;prostate_mri-labels;3\n"
        "Corrie;;;\nDaan;T1-T30;;\n",
        encoding="utf-8",
    )
    return path


def drawn(built, roster, out, **more):
    return draw_study(built.result.release, roster, out, **{"key": KEY, "plan": PLAN} | more)


def fault(call, *args, **more):
    with pytest.raises(UsageFault) as caught:
        call(*args, **more)
    return caught.value


def blocks_of(folder):
    """By reader and block, the records."""
    return {
        (path.parent.name, path.stem): [json.loads(line) for line in path.read_text().splitlines()]
        for path in sorted(folder.glob("readers/*/*.jsonl"))
    }


@pytest.mark.parametrize("seed", range(200))
def test_a_random_roster_holds_the_constraint_or_is_refused_with_what_is_missing(seed):
    rng = random.Random(seed)
    readers, blocks, each = rng.randint(1, 8), rng.randint(1, 10), rng.randint(1, 3)
    groups = [rng.randrange(4) for _ in range(blocks)]
    annotated = [{g for g in range(4) if rng.random() < 0.4} for _ in range(readers)]
    most = [rng.choice([1, 2, 3, 10]) for _ in range(readers)]
    may = [[r for r in range(readers) if group not in annotated[r]] for group in groups]
    found = assigned(may, most, each)
    # As many readings as can be, by another way.
    flow = np.zeros((blocks + readers + 2,) * 2, dtype=np.int32)
    source, sink = blocks + readers, blocks + readers + 1
    flow[source, :blocks] = each
    flow[blocks : blocks + readers, sink] = most
    for block, some in enumerate(may):
        flow[block, [blocks + r for r in some]] = 1
    can = maximum_flow(csr_array(flow), source, sink).flow_value
    if isinstance(found, Shortage):
        assert can < each * blocks
        assert found.offered < found.wanted == each * len(found.blocks)
        of_them = {r for b in found.blocks for r in may[b]}
        assert set(found.readers) == of_them
        return
    assert can == each * blocks
    assert all(len(set(some)) == each for some in found)
    for group, some in zip(groups, found, strict=True):
        assert not any(group in annotated[reader] for reader in some)
    loads = [sum(r in some for some in found) for r in range(readers)]
    assert all(load <= one for load, one in zip(loads, most, strict=True))
    tight = [min(one, max(loads) - 1) for one in most]
    assert max(loads) == 1 or isinstance(assigned(may, tight, each), Shortage)


def test_readers_get_blocks_of_tasks_that_they_did_not_annotate(built, roster, tmp_path):
    done = drawn(built, roster, tmp_path / "study", plan=StudyPlan(size=30))
    assert {group for group, _ in done.blocks.values()} == {"prostate_mri-labels"}
    assert {size for _, size in done.blocks.values()} == {30}
    study = json.loads((tmp_path / "study" / "study.json").read_bytes())
    busy = {study["readers"][reader] for reader, names in done.readers.items() if names}
    assert busy == {"Bram", "Corrie"}
    assert {reader for reader, _ in blocks_of(tmp_path / "study")} == {
        reader for reader, names in done.readers.items() if names
    }


def test_what_is_missing_is_told_without_names(built, roster, tmp_path):
    refused = fault(drawn, built, roster, tmp_path / "s", plan=StudyPlan(size=30, each=3))
    assert refused.kind is kinds.READERS_MISSING
    assert "1 block of prostate_mri-labels need 3 readings, and 2 readers" in str(refused)
    refused = fault(drawn, built, roster, tmp_path / "s", plan=StudyPlan(size=50, blocks=3))
    assert refused.kind is kinds.REPORTS_FEW
    for size in (29, 51):
        refused = fault(drawn, built, roster, tmp_path / "s", plan=StudyPlan(size=size))
        assert refused.kind is OPTION_INVALID
    assert not any(name in str(refused) for name in NAMES)
    inside = built.result.release / "study"
    assert fault(drawn, built, roster, inside).kind is kinds.STUDY_MISPLACED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "reader\n",
        "name,annotated\nAnnelies,T1\n",
        "reader,annotated\nAnnelies,prostaat\n",
        "reader,annotated\n,T1\n",
        "reader\nAnnelies\nAnnelies\n",
        "reader,groups\nAnnelies,bones\n",
        "reader,blocks\nAnnelies,many\n",
        "reader,blocks\nAnnelies,1,2\n",
    ],
)
def test_a_roster_that_cannot_be_used(tmp_path, text):
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding="utf-8")
    refused = fault(read_roster, path, ["a"])
    assert refused.kind is kinds.ROSTER_INVALID
    assert "Annelies" not in str(refused)


def test_nothing_in_an_export_tells_task_order_earlier_label_or_centre(built, roster, tmp_path):
    out = tmp_path / "study"
    drawn(built, roster, out, plan=StudyPlan(size=30, sheets=True))
    (one, two) = blocks_of(out).values()
    ids = [record["id"] for record in one]
    assert sorted(ids) == sorted(record["id"] for record in two)
    assert ids != [record["id"] for record in two]  # an order of their own
    study = json.loads((out / "study.json").read_bytes())
    reports = study["blocks"]["block-01"]["reports"]
    numbers = [int(reports[name][1].rpartition("case")[2]) for name in ids]
    tasks = [reports[name][0] for name in ids]
    assert {tasks.count(task) for task in {*tasks}} == {15}
    for order in (numbers, tasks, [numbers[ids.index(name)] for name in sorted(ids)]):
        assert order not in (sorted(order), sorted(order, reverse=True))
    assert sum(a != b for a, b in itertools.pairwise(tasks)) > 5  # tasks stand mixed
    truths = {uid: labelled(built.result.release, task).answers[uid][0]
              for task, uid in reports.values()}  # fmt: skip
    for found in one:
        assert {*found} == {"id", "text", "question", "kind", "unit"}
        said = json.dumps({name: value for name, value in found.items() if name != "text"})
        assert str(truths[reports[found["id"]][1]]) not in said
    handed = tree(out / "readers")
    manifest = json.loads((built.result.release / "manifest.json").read_bytes())
    words = [*NAMES, "Task0", "fold", KEY.fingerprint, manifest["digest"]]
    for name, data in handed.items():
        text = data.decode("utf-8-sig")
        rest = text if name.endswith(".csv") else "\n".join(
            json.dumps({k: v for k, v in json.loads(line).items() if k != "text"})
            for line in text.splitlines()
        )  # fmt: skip
        assert not [word for word in words if word in rest], name
        assert not [centre for centre in ("umcg", "rumc", "avl") if centre in name]
    assert all("_case" not in data.decode("utf-8-sig") for data in handed.values())


def test_the_same_bytes_again_and_others_with_another_key(built, roster, tmp_path):
    drawn(built, roster, tmp_path / "a")
    drawn(built, roster, tmp_path / "b")
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    drawn(built, roster, tmp_path / "b", key=OTHER_KEY, overwrite=True)
    first, other = (
        {record["id"] for records in blocks_of(tmp_path / name).values() for record in records}
        for name in "ab"
    )
    assert not first & other
    assert fault(drawn, built, roster, tmp_path / "a").kind.code == "E103"


def made(kind, answers, contents, number=1, labels=(), **more):
    question = LabelQuestion(kind, labels=labels, **more)
    read = {uid: read_answer(question, value) for uid, value in answers.items()}
    task = LabelledTask(question, read, contents)
    return StudyTask(f"Task{number:03d}_x", f"question {number}", "skin", None, task)


def test_each_kind_of_question_is_asked_as_it_is():
    words = made(TargetType.NER, {"u": ["B-X", "O", "B-Y"]}, {"u": ("a", "b", "c")})
    asked = record(words, "u", "r1")
    assert asked == {
        "id": "r1",
        "text": "a b c",
        "question": "question 1",
        "kind": "spans",
        "choices": ["X", "Y"],
    }
    pair = made(TargetType.SINGLE_LABEL_MULTI_CLASS, {"u": "10", "v": "2"},
                {"u": ("p", "h"), "v": ("p", "q")})  # fmt: skip
    assert record(pair, "u", "r1")["text"] == "p\n\nh"
    assert record(pair, "u", "r1")["choices"] == ["2", "10"]
    sides = made(TargetType.MULTI_LABEL_BINARY, {"u": [True, False]}, {"u": "t"},
                 labels=("left", "right"))  # fmt: skip
    assert record(sides, "u", "r")["positions"] == ["left", "right"]
    lines = as_csv([record(sides, "u", "r")]).decode("utf-8-sig").splitlines()
    assert lines[1] == "r,t,question 1,true or false,,left; right,,"


def test_a_text_stands_once_in_a_study_and_tasks_take_turns():
    kind = TargetType.SINGLE_LABEL_BINARY
    texts = {f"u{n}": f"text {n}" for n in range(40)}
    one = made(kind, dict.fromkeys(texts, True), texts)
    two = made(kind, dict.fromkeys(texts, False), texts, number=2)
    (block,) = draw_blocks("g", [one, two], count=1, size=40, key=KEY)
    assert len({uid for _, uid in block.reports}) == 40
    assert sum(task == one.name for task, _ in block.reports) == 20
    records = lines_of(block, "block-01", {t.name: t for t in (one, two)}, "reader-01", KEY)
    assert len({r["text"] for r in records}) == 40
    assert fault(lambda: list(draw_blocks("g", [one, two], count=2, size=40, key=KEY))).kind is (
        kinds.REPORTS_FEW
    )
    assert [*grouped([one, two], {"own": [2]})] == ["own"]
    assert fault(grouped, [one], {"own": [9]}).kind is OPTION_INVALID


@pytest.fixture
def study(built, roster, tmp_path):
    """A study whose readers say the truth, but for the second, who says 50 too much at times."""
    out, back = tmp_path / "study", tmp_path / "back"
    drawn(built, roster, out)
    reports = json.loads((out / "study.json").read_bytes())["blocks"]["block-01"]["reports"]
    for number, ((reader, block), records) in enumerate(sorted(blocks_of(out).items())):
        (back / reader).mkdir(parents=True)
        lines = []
        for at, one in enumerate(sorted(records, key=lambda one: one["id"])):
            task, uid = reports[one["id"]]
            (value,) = labelled(built.result.release, task).answers[uid]
            lines.append({"id": one["id"], "label": value + 50 * (number and at % 3 == 0)})
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (back / reader / f"{block}.jsonl").write_text(text, encoding="utf-8")
    return out, back


def test_what_comes_back_is_scored_task_by_task(built, study, tmp_path):
    out, back = study
    figures = tmp_path / "figures.json"
    args = ["reader-study", "score", out, "--release", built.result.release, "--returned", back]
    args += ["--json", figures, "--resamples", 50]
    done = CliRunner().invoke(app, [str(arg) for arg in args])
    assert done.exit_code == 0, done.output
    body = json.loads(figures.read_bytes())
    assert len(body["tasks"]) == 2
    wrong = 0
    for found in body["tasks"].values():
        by_who = {tuple(one["who"]): one["overall"] for one in found}
        assert by_who["1", "benchmark"]["accuracy"]["value"] == 1.0
        assert by_who["1", "2"] == by_who["2", "benchmark"]
        wrong += round(15 * (1 - by_who["1", "2"]["accuracy"]["value"]))
    assert wrong == 10
    assert [row[2:] for row in body["returned"]] == [[30, 30], [30, 30]]


def test_half_of_it_and_sheets_are_scored_too(built, study):
    out, back = study
    (first, second) = sorted(back.glob("*/*.jsonl"))
    rows = [json.loads(line) for line in first.read_text().splitlines()][:10]
    text = "id;label\n" + "".join(f"{row['id']};{row['label']}\n" for row in rows)
    first.with_suffix(".csv").write_text(text, encoding="utf-8")
    second.unlink()
    found = score_study(out, built.result.release, back, resamples=10)
    assert sorted(found.returned.values()) == [(0, 30), (10, 30)]
    assert {one.who for c in found.tasks.values() for one in c} == {("1", "benchmark")}
    first.unlink()
    first.with_suffix(".csv").unlink()
    assert fault(score_study, out, built.result.release, back).kind is kinds.STUDY_UNFIT


def test_what_does_not_belong_together_is_refused(built, study, tmp_path):
    out, back = study
    path = next(back.glob("*/*.jsonl"))
    path.write_text('{"id": "r0000", "label": 3}\n', encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        score_study(out, built.result.release, back)
    assert caught.value.kind is LINE_UNUSABLE
    (out / "study.json").write_bytes(
        (out / "study.json").read_bytes().replace(b'"release": "', b'"release": "x')
    )
    assert fault(score_study, out, built.result.release, back).kind is kinds.STUDY_UNFIT
    assert fault(score_study, tmp_path, built.result.release, back).kind is kinds.STUDY_UNFIT


def test_draw_by_the_command(built, roster, tmp_path):
    key = tmp_path / "key"
    CliRunner().invoke(app, ["key", "new", str(key)])
    args = ["reader-study", "draw", built.result.release, "--roster", roster, "--key-file", key]
    more = ["--out", tmp_path / "s", "--size", 30, "--group", "mri=T19,T20", "--csv"]
    roster.write_text("reader,annotated\nBram,\nCorrie,T3\n", encoding="utf-8")
    done = CliRunner().invoke(app, [str(arg) for arg in (*args, *more)])
    assert done.exit_code == 0, done.output
    assert "block-01: 30 reports of mri" in done.output
    assert "Bram" not in done.output
    assert len([*(tmp_path / "s").glob("readers/*/*.csv")]) == 2
    done = CliRunner().invoke(app, [str(a) for a in (*args, "--out", tmp_path / "t",
                                                     "--group", "mri")])  # fmt: skip
    assert (done.exit_code, "E106" in done.output) == (2, True)
