"""Detection in parts: a run that was stopped goes on where it was."""

from __future__ import annotations

import pytest
from file_lines import write

from dragon_prep.core.errors import UsageFault
from dragon_prep.services import detect_file as module
from dragon_prep.services.detect_file import detect_file

TEXT = "Verslag van dr. {}, 12-03-2019 te Groesbeek."
NAMES = ["Zwelgmans", "Wagenmaker", "Kruidnagel", "Zwartjes", "Bosman", "Veenstra"]


@pytest.fixture
def given(tmp_path, monkeypatch):
    """A file of six reports, two in each part."""
    lines = [{"id": str(n), "text": TEXT.format(name)} for n, name in enumerate(NAMES)]
    path = write(tmp_path / "reports.jsonl", *lines)
    monkeypatch.setattr(module, "_BYTES_IN_A_PART", 2 * len(path.read_bytes()) // len(NAMES) - 2)
    return path


def done_by(monkeypatch, fails_at=99):
    """Counts the parts that are worked on; one of them may be the last thing a run does."""
    work, done = module._detect_part, []

    def counted(part):
        if len(done) == fails_at:
            raise KeyboardInterrupt
        done.append(part.target.name)
        work(part)

    monkeypatch.setattr(module, "_detect_part", counted)
    return done


@pytest.mark.parametrize("as_csv", [False, True])
def test_a_run_that_was_stopped_goes_on(given, tmp_path, monkeypatch, as_csv):
    if as_csv:
        rows = [f"{n};{TEXT.format(name)}" for n, name in enumerate(NAMES)]
        given.with_name("reports.csv").write_text("\n".join(["id;text", *rows]), encoding="utf-8")
        given = given.with_name("reports.csv")
    detect_file(given, tmp_path / "whole")
    work = tmp_path / "work"
    with monkeypatch.context() as patched:
        first = done_by(patched, fails_at=2)
        with pytest.raises(KeyboardInterrupt):
            detect_file(given, tmp_path / "out", workspace=work)
        assert len(first) == 2
    assert not (tmp_path / "out").exists()
    damaged = next(work.rglob(f"{first[0]}"))
    damaged.write_bytes(damaged.read_bytes()[:-40] + bytes(40))
    second, heard = done_by(monkeypatch), []
    detect_file(given, tmp_path / "out", workspace=work, progress=lambda *told: heard.append(told))
    assert second[0] == first[0]
    assert first[1] not in second
    assert [n for _, n, _ in heard] == list(range(2, 2 + len(second)))
    assert (tmp_path / "out").read_bytes() == (tmp_path / "whole").read_bytes()
    assert not list(work.rglob("found-*"))


def test_what_another_run_found_is_not_taken(given, tmp_path, monkeypatch):
    work = tmp_path / "work"
    with monkeypatch.context() as patched:
        done_by(patched, fails_at=2)
        with pytest.raises(KeyboardInterrupt):
            detect_file(given, tmp_path / "out", workspace=work)
    done = done_by(monkeypatch)
    detect_file(given, tmp_path / "explained", workspace=work, explain=True)
    assert len(done) == 3
    given.write_bytes(given.read_bytes().replace(b"Zwelgmans", b"Zwolgmans"))
    detect_file(given, tmp_path / "out", workspace=work)
    assert len(done) == 6


def test_a_folder_of_the_users_own_is_no_workspace(given, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "thesis.docx").write_bytes(b"ten years of work")
    with pytest.raises(UsageFault, match="E110"):
        detect_file(given, tmp_path / "out", workspace=own)
    assert [path.name for path in own.iterdir()] == ["thesis.docx"]
