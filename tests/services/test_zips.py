"""A release as zips: the same bytes always, no label for participants, read without trust."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile

import pytest
from file_lines import fault, said
from worlds import KEY, OTHER_KEY, tree

from dragon_prep.archive.contract import TEST_SET
from dragon_prep.archive.manifest import MANIFEST
from dragon_prep.archive.zipped import unpacked, write_zip
from dragon_prep.core.codes import archive as rules
from dragon_prep.services.verify_release import about, verify_release
from dragon_prep.services.zips import ORGANISERS_ZIP, PARTICIPANTS_ZIP, SUMS, zips_beside


@pytest.fixture(scope="module")
def zipped(built, tmp_path_factory):
    """A release and the folder with its zips, not to be written to."""
    release = built.build(tmp_path_factory.mktemp("zipped") / "release", zips=True).release
    return release, zips_beside(release)


def codes(path, key=KEY):
    return {problem.kind for problem in verify_release(path, key=key)}


def content(path):
    with zipfile.ZipFile(path) as zipped:
        return {entry.filename: zipped.read(entry) for entry in zipped.infolist()}


def test_organisers_get_the_release_and_participants_no_label_of_the_test_set(zipped):
    release, folder = zipped
    assert content(folder / ORGANISERS_ZIP) == tree(release)
    part = content(folder / PARTICIPANTS_ZIP)
    whole = tree(release)
    assert {n: d for n, d in part.items() if n != MANIFEST} == {
        name: data for name, data in whole.items() if name.startswith("algorithm-input/")
    }
    about = json.loads(part[MANIFEST])
    assert about["audience"] == "participants"
    # Nothing from which the labels of the test set could be computed or tried.
    assert TEST_SET not in part[MANIFEST].decode().replace("nlp-test-dataset", "")
    for name in ("label_summary", "cases", "attrition", "patients", "patients_keyed"):
        assert not any(name in entry for entry in about["tasks"].values())
    truths = [d for n, d in whole.items() if n.startswith(f"{TEST_SET}/")]
    assert not any(hashlib.sha256(d).hexdigest().encode() in part[MANIFEST] for d in truths)


def test_the_sums_are_those_of_the_zips(zipped):
    _, folder = zipped
    lines = (folder / SUMS).read_text("ascii").splitlines()
    assert lines == [
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}"
        for name in (ORGANISERS_ZIP, PARTICIPANTS_ZIP)
    ]


def test_the_same_bytes_again(zipped, built, tmp_path):
    _, folder = zipped
    again = built.build(tmp_path / "release", zips=True, workers=2).release
    assert tree(zips_beside(again)) == tree(folder)


def test_a_zip_depends_on_names_and_contents_alone(tmp_path):
    (tmp_path / "x").write_bytes(b"1")
    (tmp_path / "x").chmod(0o755)
    write_zip(tmp_path / "a.zip", {"b": b"2", "a/x": tmp_path / "x"})
    write_zip(tmp_path / "b.zip", {"a/x": b"1", "b": b"2"})
    data = (tmp_path / "a.zip").read_bytes()
    assert data == (tmp_path / "b.zip").read_bytes()
    assert hashlib.sha256(data).hexdigest()[:16] == "3d2c25584baaadf3"


@pytest.mark.parametrize("name", [ORGANISERS_ZIP, PARTICIPANTS_ZIP])
def test_verify_reads_zips(zipped, name):
    _, folder = zipped
    assert verify_release(folder / name) == []
    assert verify_release(folder / name, key=KEY) == []
    assert codes(folder / name, OTHER_KEY) == {rules.NOT_AS_BUILT}
    assert about(folder / name).manifest["key_fingerprint"] == KEY.fingerprint


@pytest.mark.parametrize("name", [ORGANISERS_ZIP, PARTICIPANTS_ZIP])
def test_what_was_changed_in_a_zip_is_found(zipped, tmp_path, name):
    files = content(zipped[1] / name)
    test = next(n for n in files if n.endswith("fold0/nlp-test-dataset.json"))
    write_zip(tmp_path / name, {**files, test: files[test].replace(b"a", b"e", 1)})
    assert rules.CHECKSUM in codes(tmp_path / name, None)
    write_zip(tmp_path / "less.zip", {n: d for n, d in files.items() if n != test})
    assert {rules.LISTED_MISSING, rules.FILE_MISSING} <= codes(tmp_path / "less.zip", None)


def test_labels_among_what_participants_get_are_found(zipped, tmp_path):
    release, folder = zipped
    files = content(folder / PARTICIPANTS_ZIP)
    truth = {n: d for n, d in tree(release).items() if n.startswith(f"{TEST_SET}/")}
    write_zip(tmp_path / "p.zip", {**files, **truth})
    assert rules.LABELS_LEFT in codes(tmp_path / "p.zip", None)


def test_a_zip_that_is_not_the_one_of_the_sums_is_found(zipped, tmp_path):
    (tmp_path / SUMS).write_bytes((zipped[1] / SUMS).read_bytes())
    write_zip(tmp_path / ORGANISERS_ZIP, content(zipped[1] / PARTICIPANTS_ZIP))
    assert codes(tmp_path / ORGANISERS_ZIP, None) == {rules.CHECKSUM}


def entry(name, kind=stat.S_IFREG, method=zipfile.ZIP_STORED):
    made = zipfile.ZipInfo(name)
    made.external_attr = (kind | 0o644) << 16
    made.compress_type = method
    return made


@pytest.mark.parametrize(
    "entries",
    [
        [entry("../jansen")],
        [entry("/etc/jansen")],
        [entry("a/../../b")],
        [entry("a\\..\\b")],
        [entry("link", stat.S_IFLNK)],
        [entry("pipe", stat.S_IFIFO)],
        [entry("a"), entry("a")],
        [entry("a"), entry("A")],
        [entry("a", method=zipfile.ZIP_LZMA)],
        [entry("a//b")],
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_zips_that_no_release_is_written_as(tmp_path, entries):
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as out:
        for one in entries:
            out.writestr(one, "x")
    error = fault(verify_release, tmp_path / "z.zip")
    assert error.kind == rules.ZIP_UNREADABLE
    assert "jansen" not in str(error)
    assert {p.name for p in tmp_path.iterdir()} == {"z.zip"}


def test_what_is_no_zip_or_a_damaged_one(zipped, tmp_path):
    (tmp_path / "none.zip").write_bytes(b"thesis")
    assert said(verify_release, tmp_path / "none.zip")[0] == "V438"
    data = bytearray((zipped[1] / PARTICIPANTS_ZIP).read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "damaged.zip").write_bytes(bytes(data))
    assert said(verify_release, tmp_path / "damaged.zip")[0] == "V438"


def test_what_was_unpacked_is_removed(zipped):
    with unpacked(zipped[1] / PARTICIPANTS_ZIP) as root:
        assert root.parent.stat().st_mode & 0o077 == 0
        assert (root / MANIFEST).is_file()
    assert not root.parent.exists()


def test_what_stands_where_the_zips_go(built, tmp_path):
    folder = tmp_path / "release-zips"
    folder.mkdir()
    (folder / "thesis").write_text("ten years of work")
    for more in ({"zips": True}, {"zips": True, "overwrite": True}, {}):
        assert said(built.build, tmp_path / "release", **more)[:2] == ("E104", 2)
    assert not (tmp_path / "release").exists()
    (folder / "thesis").unlink()
    built.build(tmp_path / "release", zips=True)
    before = tree(tmp_path)
    assert said(built.build, tmp_path / "release", zips=True)[0] == "E103"
    # Without --zip, those of the earlier release would stay beside another.
    assert said(built.build, tmp_path / "release", overwrite=True)[0] == "E122"
    assert tree(tmp_path) == before
    built.build(tmp_path / "release", zips=True, overwrite=True)
    assert tree(tmp_path) == before
