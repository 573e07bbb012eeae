"""What a check finds, put in order and words; names and forms of the contract."""

from __future__ import annotations

import hashlib
import json

import pytest

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import MANIFEST, read_manifest, write_manifest
from dragon_prep.archive.tree import scan
from dragon_prep.archive.verify.findings import Findings
from dragon_prep.archive.verify.uids import Uids
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.errors import VerifyFault


def said(findings):
    return [(p.kind.code, str(p.place), p.detail, p.quarantined) for p in findings.problems()]


def test_rows_of_one_problem_are_one_finding():
    findings = Findings()
    for row in (2, 2, 3):
        findings.add(rules.CONTROL, "a", row, "text")
    findings.add(rules.CONTROL, "a", 3, "uid", "in words")
    findings.add(rules.CONTROL, "b\n")
    title = rules.CONTROL.title
    assert said(findings) == [
        (rules.CONTROL.code, "a, row 2, column 'text'", f"{title}; also in row 3", False),
        (rules.CONTROL.code, "a, row 3, column 'uid'", "in words", False),
        (rules.CONTROL.code, "(a name of 2 characters)", title, False),
    ]
    assert findings.count == 3


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (1, ""),
        (2, "; also in row 2"),
        (3, "; also in rows 2, 3"),
        (6, "; also in rows 2, 3, 4, 5, 6"),
        (7, "; also in rows 2, 3, 4, 5, 6 and 1 more"),
    ],
)
def test_five_more_rows_are_named(rows, words):
    findings = Findings()
    for row in range(1, rows + 1):
        findings.add(rules.CONTROL, "a", row)
    assert said(findings)[0][1:3] == ("a, row 1", rules.CONTROL.title + words)


def test_what_another_check_found_comes_behind():
    one, other = Findings(), Findings()
    one.add(rules.CONTROL, "a", 1)
    other.add(rules.NOT_ASCII, "a", 1)
    other.add(rules.CONTROL, "a", 4)
    one.take(other)
    assert [(code, where) for code, where, *_ in said(one)] == [
        (rules.CONTROL.code, "a, row 1"),
        (rules.NOT_ASCII.code, "a, row 1"),
    ]
    assert said(one)[0][2].endswith("; also in row 4")


TASK = "Task019_proef"


def uids(*given, is_test=False):
    findings = Findings()
    checker = Uids(TASK, findings)
    usable = [checker.check(uid, "a", row, is_test=is_test) for row, uid in enumerate(given, 1)]
    return checker, findings, usable


@pytest.mark.parametrize("number", ["0", "9", "10", "999999999"])
@pytest.mark.parametrize("series", [f"{TASK}_case", "Task019_case"])
def test_uids_that_can_be(series, number):
    _, findings, usable = uids(series + number)
    assert (said(findings), usable) == ([], [True])


@pytest.mark.parametrize(
    "uid",
    [
        *(f"{TASK}_case", f"{TASK}_case00", f"{TASK}_case01", f"{TASK}_case1000000000"),
        *(f"{TASK}case1", f"{TASK}_CASE1", f"x{TASK}_case1", "Task020_case1", f"{TASK}_case1x"),
        *(f"{TASK}_test_case1", "Task019_test_case1", "", f"{TASK}_case-1"),
    ],
)
def test_uids_that_cannot_be(uid):
    _, findings, usable = uids(uid)
    assert [(code, where) for code, where, *_ in said(findings)] == [
        (rules.UID_FORM.code, "a, row 1, column 'uid'")
    ]
    assert usable == [True]


def test_uids_are_of_one_series():
    _, findings, _ = uids(f"{TASK}_case1", "Task019_case2", f"{TASK}_case3")
    assert [where for _, where, *_ in said(findings)] == ["a, row 2, column 'uid'"]
    _, findings, _ = uids(f"{TASK}_test_case1", f"{TASK}_case2", is_test=True)
    assert [where for _, where, *_ in said(findings)] == ["a, row 2, column 'uid'"]


@pytest.mark.parametrize("uid", [None, 5, ["x"]])
def test_a_uid_is_a_string(uid):
    checker, findings, usable = uids(f"{TASK}_case5", uid)
    checker.check_numbers()  # says nothing where some uid is none
    assert usable == [True, False]
    assert [code for code, *_ in said(findings)] == [rules.UID_TYPE.code]


def test_numbers_that_are_left_out():
    checker, findings, _ = uids(f"{TASK}_case0", f"{TASK}_case2", f"{TASK}_case4")
    checker.check_numbers()
    (found,) = said(findings)
    where = f"algorithm-input/{TASK}-fold0, column 'uid'"
    assert found[1:3] == (where, "2 numbers up to 4 are left out")
    checker, findings, _ = uids(f"{TASK}_test_case1", is_test=True)
    checker.check_numbers()
    where = f"test-set/{TASK}.json, column 'uid'"
    assert said(findings)[0][1:3] == (where, "1 numbers up to 1 are left out")
    checker, findings, _ = uids(f"{TASK}_case1", f"{TASK}_case0")
    checker.check_numbers()
    assert said(findings) == []


def test_order_of_numbers():
    checker, findings, _ = uids(*(f"{TASK}_case{n}" for n in (3, 1, 2)))
    checker.check_order({f"{TASK}_case{n}": row for row, n in enumerate((3, 1, 2), 1)}, "a")
    assert [where for _, where, *_ in said(findings)] == ["a, row 2, column 'uid'"]


@pytest.mark.parametrize(
    "name", ["date", "datetime", "modified", "Date", "timestamp", "timestamps"]
)
@pytest.mark.parametrize("around", ["{}", "x{}", "{}x"])
def test_columns_that_pandas_reads_as_dates(name, around):
    column = around.format(name)
    starts = column.lower().startswith("timestamp")
    assert contract.becomes_a_date(column) is (around == "{}" or starts)


def test_columns_that_end_like_a_date():
    assert all(map(contract.becomes_a_date, ("x_at", "_at", "X_TIME", "a_time")))
    assert not any(map(contract.becomes_a_date, ("at", "time", "x_at_", "x_times", "xat")))


@pytest.mark.parametrize("name", ["Task019_a", "Task1019_A-b_c", "Task000_0"])
def test_names_of_jobs_and_test_sets(name):
    assert contract.JOB_FOLDER.fullmatch(f"{name}-fold12").groups() == (name, "12")
    assert contract.TRUTH_FILE.fullmatch(f"{name}.json")[1] == name


@pytest.mark.parametrize(
    "name", ["Task19_a", "Task019", "Task019_", "Task019_-a", "task019_a", "Task019_a b"]
)
def test_what_is_no_name(name):
    assert not contract.JOB_FOLDER.fullmatch(f"{name}-fold0")
    assert not contract.TRUTH_FILE.fullmatch(f"{name}.json")


def test_forms_of_the_contract():
    assert not contract.JOB_FOLDER.fullmatch("Task019_a-fold")
    assert not contract.TRUTH_FILE.fullmatch("Task019_a.jsonx")
    assert (
        *("nlp-task-configuration.json", "nlp-training-dataset.json"),
        *("nlp-validation-dataset.json", "nlp-test-dataset.json"),
    ) == contract.JOB_FILES
    assert contract.job_path("Task019_a", 2) == "algorithm-input/Task019_a-fold2"
    assert contract.truth_path("Task019_a") == "test-set/Task019_a.json"
    assert (contract.jobid(1, 0), contract.jobid(28, 4)) == (10, 284)
    assert contract.MAX_JOBID == 4294967295
    plain = contract.configuration(
        number=19,
        name="a",
        fold=3,
        input_name="text",
        label_name="x_target",
        truncation_side="left",
    )
    assert plain == {
        "jobid": 193,
        "task_name": "Task019_a",
        "input_name": "text",
        "label_name": "x_target",
        "recommended_truncation_side": "left",
        "version": "1.0",
    }
    assert contract.marked_synthetic(plain) == {**plain, "synthetic": True}
    assert list(contract.marked_synthetic(plain))[-1] == "synthetic"


GOOD = "0123456789abcdef" * 4


@pytest.mark.parametrize("name", ["a", "a/b.json", "a b", "..a", "a..b/c"])
def test_paths_that_a_manifest_may_list(tmp_path, name):
    (tmp_path / MANIFEST).write_text(json.dumps({"files": {name: GOOD}}))
    assert read_manifest(tmp_path) == {"files": {name: GOOD}}


@pytest.mark.parametrize(
    ("name", "checksum"),
    [
        *((name, GOOD) for name in ("/a", "..", "a/../b", "a//b", "a/", "./a")),
        *(("a", checksum) for checksum in (GOOD[1:], GOOD + "0", GOOD.upper(), None)),
    ],
)
def test_listings_that_are_refused_without_being_quoted(tmp_path, name, checksum):
    (tmp_path / MANIFEST).write_text(json.dumps({"files": {"b": GOOD, name: checksum}}))
    with pytest.raises(VerifyFault) as caught:
        read_manifest(tmp_path)
    detail = "its member 'files' does not map relative paths to sha256 checksums"
    assert (caught.value.detail, str(caught.value.place)) == (detail, MANIFEST)
    (tmp_path / MANIFEST).write_text("{")
    with pytest.raises(VerifyFault, match="it is not a readable JSON document"):
        read_manifest(tmp_path)


def test_a_manifest_that_is_a_link_is_none(tmp_path):
    (tmp_path / "real").write_text(json.dumps({"files": {}}))
    (tmp_path / MANIFEST).symlink_to(tmp_path / "real")
    with pytest.raises(VerifyFault) as caught:
        read_manifest(tmp_path)
    assert (caught.value.kind, str(caught.value.place)) == (rules.NO_MANIFEST, MANIFEST)


def test_a_manifest_holds_finite_numbers_and_its_own_list_last(tmp_path):
    with pytest.raises(ValueError, match="'files' is the manifest's own list"):
        write_manifest(tmp_path, {"files": {}})
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_manifest(tmp_path, {"x": float("nan")})
    write_manifest(tmp_path, {"x": 1})
    said = b'{\n  "x": 1,\n  "files": {}\n}\n'
    digest = hashlib.sha256(said).hexdigest().encode()
    proven = said.replace(b"\n}\n", b',\n  "digest": "' + digest + b'"\n}\n')
    assert (tmp_path / MANIFEST).read_bytes() == proven
    assert scan(tmp_path).files == (MANIFEST,)
