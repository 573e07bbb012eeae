"""`pull` of a share, and what holds for every kind of place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pulling import desk  # noqa: F401 - a fixture

from dragon_prep.core.errors import SystemFault, UsageFault
from dragon_prep.core.files import locked
from dragon_prep.fetch.origin import Origin, OriginKind
from dragon_prep.services.pull import pull

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


@pytest.fixture
def share(tmp_path):
    folder = tmp_path / "share"
    (folder / "notes").mkdir(parents=True)
    (folder / "small.csv").write_bytes(b"1")
    (folder / "notes" / "a.jsonl").write_bytes(b"2")
    return folder


def source_of(folder, number=1, **more):
    return Origin("umcg", number, OriginKind.SHARE, str(folder), path=str(folder), **more)


def pulled(folder, *origins, **more):
    return pull(list(origins), folder, now=lambda: NOON, **more)


def test_the_record_is_the_same_whoever_pulls(tmp_path, share):
    for name in ("one", "two"):
        pulled(tmp_path / name, source_of(share))
    first, second = ((tmp_path / name / ".pulled.json").read_bytes() for name in ("one", "two"))
    assert first == second
    entry = json.loads(first)["files"]["umcg/small.csv"]
    assert entry["fetched"] == "2026-01-02T12:00:00Z"


def test_either_all_files_come_or_none(tmp_path, share):
    raw = tmp_path / "raw"
    pulled(raw, source_of(share))
    (share / "small.csv").write_bytes(b"changed")
    (share / "new.csv").write_bytes(b"3")
    with pytest.raises(UsageFault):
        pulled(raw, source_of(share))
    assert not (raw / "umcg" / "new.csv").exists()
    (again,) = pulled(raw, source_of(share), overwrite=True)
    assert again.states == {"as before": 1, "replaced": 1, "new": 1}
    assert again.resumed == len(b"changed3")


def test_stopped_while_files_are_put_in_place_the_next_run_ends_it(tmp_path, share, monkeypatch):
    raw = tmp_path / "raw"
    pulled(raw, source_of(share))
    for path in (share / "small.csv", share / "notes" / "a.jsonl"):
        path.write_bytes(b"changed")
    replace, placed = Path.replace, []

    def stops(self, target):
        if self.suffix == ".part":
            if placed:
                raise KeyboardInterrupt
            placed.append(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", stops)
    with pytest.raises(KeyboardInterrupt):
        pulled(raw, source_of(share), overwrite=True)
    monkeypatch.undo()
    pulled(raw, source_of(share), overwrite=True)
    assert (raw / "umcg" / "small.csv").read_bytes() == b"changed"
    assert (raw / "umcg" / "notes" / "a.jsonl").read_bytes() == b"changed"
    assert not (raw / "umcg" / ".pulling").exists()
    (again,) = pulled(raw, source_of(share))
    assert again.states == {"as before": 2}


def test_what_is_gone_on_the_server_stays_and_is_told(tmp_path, share):
    pulled(tmp_path / "raw", source_of(share))
    (share / "small.csv").unlink()
    (again,) = pulled(tmp_path / "raw", source_of(share))
    assert again.gone == 1
    assert (tmp_path / "raw" / "umcg" / "small.csv").exists()


def test_two_places_may_not_give_one_file(tmp_path, share):
    with pytest.raises(Exception, match="E816"):
        pulled(tmp_path / "raw", source_of(share), source_of(share, 2))
    assert not (tmp_path / "raw" / "umcg" / "small.csv").exists()
    pulled(tmp_path / "raw", source_of(share), source_of(share, 2, to="more"))
    assert (tmp_path / "raw" / "umcg" / "more" / "small.csv").exists()


def test_a_record_that_is_damaged_stops_the_pull(tmp_path, share):
    pulled(tmp_path / "raw", source_of(share))
    for spoilt in (b"", b"[]", b'{"form": 2, "files": {}}', b'{"form": 1, "files": {"a": 1}}'):
        (tmp_path / "raw" / ".pulled.json").write_bytes(spoilt)
        with pytest.raises(UsageFault, match="E817"):
            pulled(tmp_path / "raw", source_of(share))


def test_a_file_that_stands_there_is_taken_if_it_is_the_same(tmp_path, share):
    (tmp_path / "raw" / "umcg").mkdir(parents=True)
    (tmp_path / "raw" / "umcg" / "small.csv").write_bytes(b"1")
    (first,) = pulled(tmp_path / "raw", source_of(share))
    assert first.states == {"as before": 1, "new": 1}
    assert len(json.loads((tmp_path / "raw" / ".pulled.json").read_bytes())["files"]) == 2


def test_a_folder_in_the_place_of_a_file_stays(tmp_path, share):
    (tmp_path / "raw" / "umcg" / "small.csv").mkdir(parents=True)
    with pytest.raises(UsageFault):
        pulled(tmp_path / "raw", source_of(share), overwrite=True)
    assert not (tmp_path / "raw" / "umcg" / "notes" / "a.jsonl").exists()


def test_one_pull_at_a_time(tmp_path, share):
    (tmp_path / "raw").mkdir()
    with locked(tmp_path / "raw" / "pull"), pytest.raises(SystemFault, match="E707"):
        pulled(tmp_path / "raw", source_of(share))


def test_a_full_disk_is_told_before_anything_comes(tmp_path, share, monkeypatch):
    import shutil

    usage = type(shutil.disk_usage(tmp_path))(1, 1, 0)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(SystemFault, match="E701"):
        pulled(tmp_path / "raw", source_of(share))
    assert not (tmp_path / "raw" / "umcg").exists()


@pytest.mark.parametrize("folder", ["raw/umcg", "raw/umcg/in", "."])
def test_a_centre_is_not_pulled_from_its_own_folder(tmp_path, folder):
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    with pytest.raises(UsageFault, match="E802"):
        pulled(tmp_path / "raw", source_of(tmp_path / folder))


def test_links_are_not_followed_and_are_told(tmp_path, share):
    outside = tmp_path / "outside.csv"
    outside.write_bytes(b"not of the share")
    try:
        (share / "link.csv").symlink_to(outside)
        (share / "up").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("needs the right to make links")
    (first,) = pulled(tmp_path / "raw", source_of(share))
    assert (len(first.files), first.links) == (2, 2)


def test_a_share_that_is_not_there(desk):  # noqa: F811
    code, output = desk.pull("--from", "nowhere")
    assert (code, "Error E808" in output) == (7, True)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs modes that count")
def test_a_share_that_may_not_be_read(desk, share):  # noqa: F811
    (share / "small.csv").chmod(0)
    code, output = desk.pull("--from", str(share))
    assert (code, "Error E809" in output) == (7, True)


def test_options_of_a_place_go_with_a_place(desk):  # noqa: F811
    assert desk.pull("--files", "*.csv")[0] == 2
    assert "Error E801" in desk.pull()[1]


@pytest.mark.parametrize("centre", ["UMCG", "../x", "a/b", ".x", "con", ""])
def test_names_that_are_no_centres(tmp_path, centre):
    command = [sys.executable, "-m", "dragon_prep", "pull", centre, "--from", "x"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "E802" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("library", "address"),
    [
        ("paramiko", "sftp://127.0.0.1:1/x"),
        ("boto3", "s3://bucket/x"),
        ("httpx", "doccano+https://127.0.0.1:1/projects/1"),
    ],
)
def test_without_the_extra_a_code_says_what_to_install(tmp_path, library, address):
    code = f"import sys; sys.modules['{library}'] = None; from dragon_prep.cli import main; main()"
    command = [sys.executable, "-c", code, "pull", "umcg", "--from", address]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "E803" in done.stderr
    assert 'pip install ".[sources]"' in done.stderr


def test_a_share_needs_no_extra(tmp_path, share):
    hidden = "".join(f"sys.modules['{name}'] = None; " for name in ("paramiko", "boto3", "httpx"))
    code = f"import sys; {hidden}from dragon_prep.cli import main; main()"
    command = [sys.executable, "-c", code, "pull", "umcg", "--from", str(share)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "raw" / "umcg" / "small.csv").read_bytes() == b"1"
