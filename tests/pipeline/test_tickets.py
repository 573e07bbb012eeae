"""What travels to another host: no text and no key; and what a worker there makes of it."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace

import pytest
from worlds import KEY, OTHER_KEY

from dragon_prep.core import entrusted
from dragon_prep.core.codes.run import INTERNAL
from dragon_prep.core.entrusted import EntrustedKey, entrust
from dragon_prep.core.errors import InputFault, KeyFault, OwnFault, Place, SystemFault, UsageFault
from dragon_prep.core.key_file import KeyFile
from dragon_prep.core.report import Report
from dragon_prep.core.signed import read_signed, write_signed
from dragon_prep.core.workers import Workers
from dragon_prep.detect.profile import Profile
from dragon_prep.pipeline import tickets
from dragon_prep.pipeline.answers import answer_of, checksum_in
from dragon_prep.pipeline.evidence import CohortEvidence
from dragon_prep.pipeline.executor import OnThisHost
from dragon_prep.pipeline.report_parts import ReportPart, drop_handed
from dragon_prep.pipeline.site import Site
from dragon_prep.pipeline.stage import Shard
from dragon_prep.pipeline.stages import DEIDENTIFY, LOOK, evidence_of
from dragon_prep.pipeline.workspace import shared_folder


@pytest.fixture
def key_file(tmp_path):
    path = tmp_path / "key"
    path.write_text(KEY.secret.hex() + "\n")
    path.chmod(0o600)
    return KeyFile(path, KEY.fingerprint)


@pytest.fixture
def shard(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    own = Profile("umcg", deny=(("PERSOON", "Hoogeboezem"),))
    texts = ("Gezien door dr. Quispel op 12-03-2019.", "Hoogeboezem belde over 3 weken.")
    reports = tuple(
        (at, Report("umcg", str(at), f"{at}_1", text, None, (), {}, Place("a.csv", at + 2)))
        for at, text in enumerate(texts)
    )
    return of(Shard(Site(KEY, (own,)), "echo", False, folder, 0, 1, None), reports)


def of(shard, reports):
    """The shard, of other reports."""
    name = "reports-00000-of-00001"
    return replace(shard, part=ReportPart.written(shard.folder, name, reports, KEY))


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch):
    monkeypatch.setattr(tickets, "_SEEN_WITHIN", 0.3)
    tickets._given.cache_clear()


def test_a_ticket_has_paths_numbers_and_checksums_alone(shard, key_file):
    ticket = tickets.TicketWriter(key_file).ticket(LOOK, shard, None)
    assert all(isinstance(value, str | int) for value in ticket.values())
    said = json.dumps(ticket)
    for kept in ("Quispel", "Hoogeboezem", "12-03", "umcg", "a.csv", KEY.secret.hex()):
        assert kept not in said
    given = (shard.folder / ticket["given"]).read_bytes()
    assert KEY.secret not in given
    assert pickle.dumps(KEY.secret) not in given
    assert {path.stat().st_mode & 0o777 for path in shard.folder.iterdir()} == {0o600}


def test_a_worker_makes_what_this_host_makes(shard, key_file):
    writer = tickets.TicketWriter(key_file)
    checksum = checksum_in(tickets.do(writer.ticket(LOOK, shard, None)))
    assert LOOK.file(shard).read_bytes()[-32:] == checksum
    assert LOOK.read(shard) == LOOK.work(shard, None)
    stored = evidence_of([shard]).stored(shard.folder)
    checksum_in(tickets.do(writer.ticket(DEIDENTIFY, shard, stored)))
    assert DEIDENTIFY.read(shard) == DEIDENTIFY.work(shard, stored)
    said = tuple((at, replace(report, phi=())) for at, report in shard.read())
    writer.drop()
    drop_handed(shard.folder)
    assert not list(shard.folder.glob("*.signed"))
    (shard.folder / "public").mkdir()
    public = of(replace(shard, is_public=True, folder=shard.folder / "public"), said)
    checksum_in(tickets.do(writer.ticket(DEIDENTIFY, public, None)))
    assert DEIDENTIFY.read(public) == DEIDENTIFY.work(public, None)


def test_a_worker_of_this_host_needs_the_key_that_it_was_entrusted_with(shard, monkeypatch):
    monkeypatch.setattr(entrusted, "_KEYS", {})
    ticket = tickets.TicketWriter(EntrustedKey(KEY.fingerprint)).ticket(LOOK, shard, None)
    assert ticket["key_file"] == ""
    entrust([OTHER_KEY])
    with pytest.raises(KeyFault, match="E507"):
        tickets.made(LOOK, ticket)
    entrust([KEY])
    assert tickets.made(LOOK, ticket) == LOOK.file(shard).read_bytes()[-32:]


def test_two_commands_in_one_folder_do_not_touch_what_the_other_gave(shard, key_file):
    one, other = tickets.TicketWriter(key_file), tickets.TicketWriter(key_file)
    first, _ = one.ticket(LOOK, shard, None), other.ticket(LOOK, shard, None)
    other.drop()
    assert "checksum" in tickets.do(first)


def test_evidence_of_another_making_is_not_used(shard, key_file):
    OnThisHost(Workers()).map(LOOK, [shard], None, lambda _: None)
    stored = evidence_of([shard]).stored(shard.folder)
    ticket = tickets.TicketWriter(key_file).ticket(DEIDENTIFY, shard, stored)
    CohortEvidence(mishaps={7: "x"}).stored(shard.folder)
    with pytest.raises(SystemFault, match="E705"):
        checksum_in(tickets.do(ticket))


def test_what_does_not_fit_on_another_host_is_told_by_code(shard, key_file, monkeypatch):
    good = tickets.TicketWriter(key_file).ticket(LOOK, shard, None)
    other = key_file.path.with_name("other")
    other.write_text(OTHER_KEY.secret.hex() + "\n")
    other.chmod(0o600)
    for change, fault, code in (
        ({"key_file": str(other)}, KeyFault, "E507"),
        ({"key_file": "/none"}, KeyFault, "E501"),
        ({"folder": "/none"}, SystemFault, "E724"),
        ({"part": "reports-00001-of-00001.signed"}, SystemFault, "E724"),
        ({"made_by": "3.0"}, SystemFault, "E723"),
        ({"stage_made_by": "other"}, SystemFault, "E723"),
        ({"stage": "columns", "home": "json"}, SystemFault, "E723"),
        ({"signature": "00" * 32}, SystemFault, "E705"),
        ({"checksum": "00" * 32}, SystemFault, "E705"),
    ):
        with pytest.raises(fault, match=code):
            checksum_in(tickets.do({**good, **change}))
    assert not LOOK.is_done(shard)


def test_the_words_of_an_exception_do_not_travel(shard, key_file, monkeypatch):
    ticket = tickets.TicketWriter(key_file).ticket(LOOK, shard, None)

    def fail(*_):
        raise LookupError("Quispel")

    monkeypatch.setitem(tickets._STAGES, "seen", replace(LOOK, work=fail))
    answer = tickets.do(ticket)
    assert "Quispel" not in json.dumps(answer)
    with pytest.raises(OwnFault, match="LookupError in do") as caught:
        checksum_in(answer)
    assert caught.value.kind is INTERNAL


def test_a_fault_is_the_same_when_it_comes_back():
    there = InputFault(INTERNAL, "detail", place=Place("f", 3, "c"), remedy="Do it.")
    with pytest.raises(InputFault) as caught:
        checksum_in(answer_of(there))
    here = caught.value
    assert (here.kind, here.detail, here.place) == (there.kind, there.detail, there.place)
    assert here.remedy == there.remedy
    with pytest.raises(UsageFault) as caught:
        checksum_in(answer_of(UsageFault(INTERNAL)))
    assert caught.value.place is None
    assert checksum_in(answer_of(b"12")) == b"12"


def test_what_was_not_signed_with_the_key_is_never_read(tmp_path, monkeypatch):
    path = tmp_path / "given.signed"
    signature = write_signed(path, {"a": 1}, KEY)
    assert read_signed(path, signature, KEY) == {"a": 1}
    monkeypatch.setattr(pickle, "loads", None)
    for at in (0, 20, -1):
        data = bytearray(path.read_bytes())
        data[at] ^= 4
        other = tmp_path / str(at) / path.name
        other.parent.mkdir()
        other.write_bytes(data)
        with pytest.raises(SystemFault, match="E705"):
            read_signed(other, signature, KEY)
    with pytest.raises(SystemFault, match="E705"):
        read_signed(path, signature, OTHER_KEY)
    moved = path.rename(tmp_path / "reports.signed")
    with pytest.raises(SystemFault, match="E705"):
        read_signed(moved, signature, KEY)


def test_a_workspace_is_entered_by_several_at_once(tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    (work / ".PRIVATE.txt.0123.partial").touch()  # another one has just begun
    shared_folder(work, "records", "a")
    assert shared_folder(work, "records", "b").is_dir()
    assert (work / "PRIVATE.txt").is_file()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").touch()
    with pytest.raises(UsageFault, match="E110"):
        shared_folder(tmp_path / "mine", "records", "a")
