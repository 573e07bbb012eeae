"""Pairs of reports that differ in one statement."""

from __future__ import annotations

import json

import pytest
from made_probes import add_task, by_side, by_word, cases

from dragon_prep.core.codes.probe import PAIRS_UNUSABLE
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.errors import UsageFault
from dragon_prep.core.targets import TargetType
from dragon_prep.services.probe.contrast import contrast, is_right


def pairs_file(path, pairs):
    rows = [
        {"uid": f"p{n}{side}", "pair": n, "text": text, "label": label}
        for n, pair in enumerate(pairs)
        for side, (text, label) in zip("ab", pair, strict=True)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def sides(n):
    return [("echo links 5 wand rechts 3", True), ("echo links 3 wand rechts 5", False)]


def test_a_pair_counts_when_both_are_right(tmp_path):
    add_task(tmp_path / "r", 1, cases(by_side, 150))
    file = pairs_file(tmp_path / "pairs.jsonl", [sides(n) for n in range(4)])
    found = contrast(tmp_path / "r", file)
    assert found.pairs == 4
    # Words alone say the same of both sides: one of the two is wrong.
    assert (found.both["words"], found.single["words"]) == (0, 4)
    assert (found.both["numbers"], found.single["numbers"]) == (4, 8)
    assert found.both["majority"] == 0


def test_with_several_tasks_one_is_to_be_said(tmp_path):
    add_task(tmp_path / "r", 1, cases(by_side, 60))
    add_task(tmp_path / "r", 2, cases(by_word, 60))
    file = pairs_file(tmp_path / "pairs.jsonl", [sides(0)])
    assert contrast(tmp_path / "r", file, task="T1").task == "Task001_made"
    with pytest.raises(UsageFault) as fault:
        contrast(tmp_path / "r", file)
    assert fault.value.kind is OPTION_INVALID


@pytest.mark.parametrize(
    ("lines", "row"),
    [
        (["{"], 1),
        (['{"uid": "a", "pair": 1, "label": true}'], 1),
        (['{"uid": "a", "pair": 1, "label": "zwart", "text": "geheim"}'], 1),
        (['{"uid": "a", "pair": 1, "label": true, "text": "geheim"}'], None),
        (['{"uid": "a", "pair": 1, "label": true, "text": "geheim"}'] * 2, None),
        ([], None),
    ],
)
def test_pairs_that_are_none_are_told_by_line_and_not_quoted(tmp_path, lines, row):
    add_task(tmp_path / "r", 1, cases(by_side, 30))
    file = tmp_path / "pairs.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(UsageFault) as fault:
        contrast(tmp_path / "r", file)
    assert (fault.value.kind, fault.value.place.row) == (PAIRS_UNUSABLE, row)
    assert not {"geheim", "zwart"} & set(str(fault.value).split())


def test_right_is_the_class_the_number_within_a_hundredth_and_all_tags():
    number, tags = TargetType.SINGLE_LABEL_REGRESSION, TargetType.NER
    assert is_right(TargetType.SINGLE_LABEL_BINARY, True, 0.5)
    assert not is_right(TargetType.MULTI_LABEL_BINARY, [True, False], [0.9, 0.9])
    assert is_right(number, 100, 100.9)
    assert not is_right(number, 100, 103)
    assert is_right(TargetType.MULTI_LABEL_REGRESSION, [None, 4.0], [7.0, 4.0])
    assert not is_right(tags, ["O", "B-X"], ["O", "O"])
    assert is_right(TargetType.MULTI_LABEL_NER, [["O"], ["B-1-a"]], [["O"], ["B-1-a"]])
