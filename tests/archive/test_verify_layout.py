"""Breaks one thing in a sound release's folder at a time."""

from __future__ import annotations

import shutil

import pytest

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import MANIFEST
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.targets import TargetType


@pytest.fixture
def sound(release):
    release.add(TargetType.SINGLE_LABEL_BINARY)
    return release


JOB = "algorithm-input/Task019_proef-fold2"
CONFIGURATION = f"{JOB}/{contract.CONFIGURATION}"


def test_manifest_missing(sound):
    (sound.root / MANIFEST).unlink()
    assert sound.findings() == [(rules.NO_MANIFEST, MANIFEST, None, None)]


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff", b'{"files": {"../x": ""}}'])
def test_manifest_unreadable(sound, raw):
    (sound.root / MANIFEST).write_bytes(raw)
    assert sound.findings() == [(rules.MANIFEST_UNREADABLE, MANIFEST, None, None)]


def test_listed_file_missing(sound):
    (sound.root / "card.md").write_text("x")
    sound.seal()
    (sound.root / "card.md").unlink()
    assert sound.findings() == [(rules.LISTED_MISSING, "card.md", None, None)]


@pytest.mark.parametrize("name", ["algorithm-input/empty", "test-set/x/y", "more", ".git"])
def test_empty_folder(sound, name):
    (sound.root / name).mkdir(parents=True)
    assert [kind for kind, *_ in sound.findings()] == [rules.MISPLACED]


@pytest.mark.parametrize("name", ["notes.txt", "old-export/reports.json", ".hidden"])
def test_file_not_listed(sound, name):
    path = sound.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x")
    assert sound.findings() == [(rules.NOT_LISTED, name, None, None)]


def test_checksum(sound):
    path = sound.root / CONFIGURATION
    path.write_bytes(path.read_bytes() + b"\n")
    assert sound.findings() == [(rules.CHECKSUM, CONFIGURATION, None, None)]


def test_a_link_is_not_followed(sound, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x").write_text("x")
    (sound.root / "link").symlink_to(tmp_path / "elsewhere")
    (sound.root / "algorithm-input" / "link").symlink_to(tmp_path / "elsewhere" / "x")
    assert sound.findings() == [
        (rules.NOT_A_FILE, "algorithm-input/link", None, None),
        (rules.NOT_A_FILE, "link", None, None),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "test-set/manifest.json",
        "test-set/test.txt",
        "test-set/Task19_test.json",
        "algorithm-input/readme.txt",
        f"{JOB}/notes.json",
    ],
)
def test_stray_files(sound, name):
    (sound.root / name).write_text("[]")
    sound.seal()
    assert sound.findings() == [(rules.MISPLACED, name, None, None)]


@pytest.mark.parametrize(
    "name",
    [
        "test-set/task",
        "algorithm-input/Task019_proef-fold5",
        "algorithm-input/Task019_proef-fold00",
        "algorithm-input/old",
        f"{JOB}/more",
    ],
)
def test_stray_folders(sound, name):
    (sound.root / name / "deep").mkdir(parents=True)
    (sound.root / name / contract.TEST).write_text("[]")
    sound.seal()
    assert sound.findings() == [(rules.MISPLACED, name, None, None)]


def test_fold_missing(sound):
    shutil.rmtree(sound.root / JOB)
    sound.seal()
    assert sound.findings() == [(rules.JOB_MISSING, JOB, None, None)]


@pytest.mark.parametrize("file", [*contract.JOB_FILES, "truth"])
def test_file_missing(sound, file):
    name = sound.path(file, fold=2)
    (sound.root / name).unlink()
    sound.seal()
    assert sound.findings() == [(rules.FILE_MISSING, name, None, None)]


def test_truth_of_a_task_without_jobs(sound):
    name = "test-set/Task020_proef.json"
    shutil.copy(sound.root / sound.path("truth"), sound.root / name)
    sound.seal()
    jobs = [f"algorithm-input/Task020_proef-fold{fold}" for fold in range(5)]
    assert sound.findings() == [
        *((rules.JOB_MISSING, job, None, None) for job in jobs),
        (rules.TASKS_DIFFER, name, None, None),
    ]


def test_truth_under_another_name(sound):
    old = sound.root / sound.path("truth")
    old.rename(old.with_name("Task019_proef2.json"))
    sound.seal()
    kinds = [(kind, file) for kind, file, _, _ in sound.findings()]
    assert (rules.FILE_MISSING, sound.path("truth")) in kinds
    assert (rules.JOB_MISSING, "algorithm-input/Task019_proef2-fold0") in kinds


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", rules.NOT_JSON),
        (b"[", rules.NOT_JSON),
        (b"\x00\x01\x02", rules.NOT_JSON),
        (b'[{"a": NaN}]', rules.NOT_JSON),
        (b"[" + b"1" * 5000 + b"]", rules.NOT_JSON),
        (b"[" * 100_000, rules.NOT_JSON),
        ('[{"uid": "\u00e9"}]'.encode("cp1252"), rules.NOT_UTF8),
        ("[]".encode("utf-16"), rules.NOT_UTF8),
        (b"\xef\xbb\xbf[]", rules.NOT_UTF8),
        (b"[]", rules.EMPTY_FILE),
        (b"{}", rules.NOT_RECORDS),
        (b"null", rules.NOT_RECORDS),
        (b'"text"', rules.NOT_RECORDS),
    ],
)
def test_broken_files(sound, raw, kind):
    name = sound.path(contract.VALIDATION, fold=3)
    (sound.root / name).write_bytes(raw)
    sound.seal()
    assert sound.findings() == [(kind, name, None, None)]


def test_truncated_file(sound):
    name = sound.path(contract.TRAINING, fold=1)
    path = sound.root / name
    path.write_bytes(path.read_bytes()[:-40])
    sound.seal()
    assert sound.findings() == [(rules.NOT_JSON, name, None, None)]


def test_something_else_among_the_records(sound):
    name = sound.path(contract.TRAINING, fold=1)
    sound.edit(name, lambda records: records.insert(2, "x"))
    assert sound.findings() == [(rules.NOT_RECORDS, name, 3, None)]


def test_name_repeated_in_a_record(sound):
    name = sound.path(contract.TRAINING, fold=1)
    path = sound.root / name
    uid = sound.load(name)[0]["uid"]
    path.write_text(path.read_text().replace('"uid":', f'"uid":"{uid}","uid":', 1))
    sound.seal()
    assert sound.findings() == [(rules.KEY_REPEATED, name, 1, None)]


def test_names_that_would_break_a_terminal_are_escaped(sound):
    (sound.root / "a\n\x1b[31m\u00e9").write_text("x")
    assert sound.findings() == [(rules.NOT_LISTED, "(a name of 8 characters)", None, None)]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("jansen.json", "(a name of 11 characters)"),
        ("export J. de Vries.xlsx", "(a name of 23 characters)"),
        ("reports/Fatima/data.csv", "reports/(a name of 6 characters)/data.csv"),
        ("4000137.txt", "(a name of 11 characters)"),
        ("report 12.txt", "report 12.txt"),
    ],
)
def test_a_name_that_could_be_a_persons_is_not_told(sound, name, told):
    path = sound.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    assert sound.findings() == [(rules.NOT_LISTED, told, None, None)]


def test_unreadable_folder_and_file(sound, monkeypatch):
    from dragon_prep.archive.tree import Tree, scan
    from dragon_prep.archive.verify import layout as verify_layout

    def listed(root):
        tree = scan(root)
        return Tree(tree.files, (*tree.folders, "locked"), tree.odd, ("locked",))

    def read(path):
        if path.name == "card.md":
            raise PermissionError
        return hashed(path)

    (sound.root / "card.md").write_text("x")
    sound.seal()
    hashed = verify_layout.sha256
    monkeypatch.setattr(verify_layout, "scan", listed)
    monkeypatch.setattr(verify_layout, "sha256", read)
    assert sound.findings() == [
        (rules.UNREADABLE, "locked", None, None),
        (rules.UNREADABLE, "card.md", None, None),
    ]
