"""`pull` from a real SFTP server: logins, host keys, kills, changes, names."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import time

import paramiko
import pytest
from pull_servers import HERE, SftpServer, Wire
from pulling import SECRETS, desk  # noqa: F401 - a fixture

from dragon_prep.fetch import sftp

BIG = random.Random(12).randbytes(9 << 20)
OTHER = b'{"text": "Gezien.", "label": []}\n'
SMALL = b"patient_id;report\n1;Gezien.\n"


@pytest.fixture(scope="module")
def host_key():
    return paramiko.ECDSAKey.generate()


@pytest.fixture
def server(tmp_path, host_key):
    root = tmp_path / "server"
    (root / "exports" / "notes").mkdir(parents=True)
    (root / "exports" / "small.csv").write_bytes(SMALL)
    (root / "exports" / "notes" / "other.jsonl").write_bytes(OTHER)
    serving = SftpServer(root, host_key)
    yield serving
    serving.close()


@pytest.fixture
def big(server):
    path = server.root / "exports" / "notes" / "big.jsonl"
    path.write_bytes(BIG)
    return path


@pytest.fixture
def wire(server):
    laid = Wire(server.port)
    yield laid
    laid.close()


@pytest.fixture
def steward(desk, server, wire):  # noqa: F811
    desk.know_host(server.known_as(wire.port) + server.known_as(server.port))
    desk.environ["DRAGON_PREP_SFTP_PASSWORD"] = server.password
    return desk


def url(port, path="/exports"):
    return f"sftp://{SftpServer.user}@{HERE}:{port}{path}"


def test_files_come_whole_and_the_record_says_from_where(steward, server):
    source = steward.pulled("--from", url(server.port))
    assert source["states"] == {"new": 2}
    assert steward.files() == {"notes/other.jsonl": OTHER, "small.csv": SMALL}
    record = json.loads((steward.raw / ".pulled.json").read_bytes())["files"]
    entry = record["umcg/small.csv"]
    assert entry["source"] == f"sftp://{HERE}:{server.port}/exports"
    modified = (server.root / "exports" / "small.csv").stat().st_mtime
    told = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(modified)))
    assert (entry["size"], entry["modified"]) == (len(SMALL), told)
    assert steward.pulled("--from", url(server.port))["states"] == {"as before": 2}
    if os.name == "posix":
        modes = {path.stat().st_mode & 0o777 for path in steward.raw.rglob("*") if path.is_file()}
        assert modes == {0o600}


def test_names_beyond_ascii_come_as_they_are(steward, server):
    name = "verslagen 2024 (é) +1%20.csv"
    (server.root / "exports" / name).write_bytes(SMALL)
    steward.pulled("--from", url(server.port), "--files", "*.csv")
    assert steward.files() == {"small.csv": SMALL, name: SMALL}


def test_killed_in_the_middle_it_goes_on_and_the_bytes_are_the_same(steward, server, wire, big):
    wire.limit = 6 << 20
    done = steward.kill_in_the_middle("--from", url(wire.port))
    assert 4 << 20 <= done < len(BIG)
    assert not [name for name in steward.files() if not name.startswith(".pulling/")]
    wire.free()
    asked = []
    server.before_read = lambda path, offset: asked.append(offset) if "big" in path else None
    source = steward.pulled("--from", url(wire.port))
    assert source["resumed_bytes"] >= 4 << 20
    assert min(asked) >= 4 << 20  # what had come did not come again
    whole = {"notes/big.jsonl": BIG, "notes/other.jsonl": OTHER, "small.csv": SMALL}
    assert steward.files() == whole


def test_a_connection_that_is_lost_is_told_and_resumed(steward, wire, big):
    wire.limit, wire.is_cut = 3 << 20, True
    code, output = steward.pull("--from", url(wire.port))
    assert (code, "Error E810" in output) == (7, True), output
    assert "big" not in output  # a pattern matched it, so its name is told nowhere
    wire.free()
    assert steward.pulled("--from", url(wire.port))["resumed_bytes"] > 1 << 20
    assert steward.files()["notes/big.jsonl"] == BIG


def test_a_file_that_changed_between_kill_and_resume_is_fetched_anew(steward, server, wire, big):
    wire.limit = 6 << 20
    steward.kill_in_the_middle("--from", url(wire.port))
    big.write_bytes(BIG[::-1])
    os.utime(big, (1, 1))
    wire.free()
    assert steward.pulled("--from", url(wire.port))["resumed_bytes"] == 0
    assert steward.files()["notes/big.jsonl"] == BIG[::-1]


@pytest.mark.parametrize("grows", [True, False])
def test_a_file_that_changes_while_it_is_read_is_refused(steward, server, big, grows):
    def change(_path, offset):
        if offset > 5 << 20:
            with big.open("ab") as opened:
                opened.write(b"more") if grows else opened.truncate(6 << 20)

    server.before_read = change
    code, output = steward.pull("--from", url(server.port))
    assert (code, "Error E814" in output) == (7, True), output
    assert not [name for name in steward.files() if not name.startswith(".pulling/")]


def test_a_wrong_password_is_told_and_not_tried_twice(steward, server):
    steward.environ["DRAGON_PREP_SFTP_PASSWORD"] = SECRETS[1]
    code, output = steward.pull("--from", url(server.port))
    assert (code, "Error E805" in output) == (7, True), output
    assert server.passwords == 1
    assert not (steward.raw / "umcg").exists()


def test_without_a_password_the_variable_is_named(steward, server):
    del steward.environ["DRAGON_PREP_SFTP_PASSWORD"]
    code, output = steward.pull("--from", url(server.port))
    assert (code, "Error E804" in output) == (7, True), output
    assert "DRAGON_PREP_SFTP_PASSWORD" in output


@pytest.mark.skipif(not shutil.which("ssh-agent"), reason="needs ssh-agent")
def test_a_key_of_the_agent_logs_in(steward, server):
    server.client_key = paramiko.ECDSAKey.generate()
    del steward.environ["DRAGON_PREP_SFTP_PASSWORD"]
    key = steward.folder / "id"
    server.client_key.write_private_key_file(str(key))
    place = str(steward.folder / "agent")
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", place], stdout=subprocess.DEVNULL)
    try:
        while not os.path.exists(place):  # noqa: PTH110
            assert agent.poll() is None
            time.sleep(0.05)
        steward.environ["SSH_AUTH_SOCK"] = place
        added = ["ssh-add", "-q", str(key)]
        subprocess.run(added, env={**os.environ, "SSH_AUTH_SOCK": place}, check=True)
        key.unlink()
        assert steward.pulled("--from", url(server.port))["states"] == {"new": 2}
    finally:
        agent.kill()
        agent.wait()
    assert server.passwords == 0


@pytest.mark.parametrize("passphrase", [None, "pw-Kruidnagel-7"])
def test_a_key_file_logs_in(steward, server, passphrase):
    server.client_key = paramiko.ECDSAKey.generate()
    server.password = "another"
    server.client_key.write_private_key_file(str(steward.folder / "id"), password=passphrase)
    steward.environ["DRAGON_PREP_SFTP_PASSWORD"] = passphrase or ""
    steward.settings(f'[[umcg]]\nfrom = "{url(server.port)}"\nkey_file = "id"\nfiles = ["*.csv"]\n')
    assert steward.pulled()["states"] == {"new": 1}


def test_an_unknown_host_is_sent_nothing(steward, server):
    steward.know_host("")
    code, output = steward.pull("--from", url(server.port))
    assert (code, "Error E806" in output) == (7, True), output
    assert server.host_key.fingerprint in output
    assert server.passwords == 0
    told = f'[[umcg]]\nfrom = "{url(server.port)}"\nhost_key = "{server.host_key.fingerprint}"\n'
    steward.settings(told)
    assert steward.pulled()["states"] == {"new": 2}


@pytest.mark.parametrize("pinned", [True, False])
def test_another_host_key_than_the_known_one_is_refused(steward, server, pinned):
    other = paramiko.ECDSAKey.generate()
    steward.know_host(f"[{HERE}]:{server.port} {other.get_name()} {other.get_base64()}\n")
    pin = f'host_key = "{other.fingerprint}"\n' if pinned else ""
    steward.settings(f'[[umcg]]\nfrom = "{url(server.port)}"\n{pin}')
    code, output = steward.pull()
    assert (code, "Error E807" in output) == (7, True), output
    assert server.passwords == 0


@pytest.mark.parametrize(
    ("path", "files", "error"),
    [
        ("/nowhere", (), "E808"),
        ("/exports/none.csv", (), "E808"),
        ("/exports", ("--files", "*.xlsx"), "E808"),
    ],
)
def test_what_is_not_there_is_told(steward, server, path, files, error):
    code, output = steward.pull("--from", url(server.port, path), *files)
    assert (code, f"Error {error}" in output) == (7, True), output
    assert not (steward.raw / "umcg").exists()


def test_a_file_that_may_not_be_read_is_told(steward, server):
    server.closed.add("/exports/small.csv")
    code, output = steward.pull("--from", url(server.port, "/exports/small.csv"))
    assert (code, "Error E809" in output) == (7, True), output


def test_nobody_answers(steward, server):
    server.close()
    code, output = steward.pull("--from", url(server.port))
    assert (code, "Error E810" in output) == (7, True), output


def test_a_server_that_falls_silent_is_told(steward, wire, big, monkeypatch):
    monkeypatch.setattr(sftp, "_PATIENCE", 1)
    wire.limit = 3 << 20
    code, output = steward.pull("--from", url(wire.port))
    assert (code, "Error E810" in output) == (7, True), output


def test_a_host_key_of_another_kind_than_the_known_one(steward, server):
    other = paramiko.RSAKey.generate(2048)
    steward.know_host(f"[{HERE}]:{server.port} {other.get_name()} {other.get_base64()}\n")
    code, output = steward.pull("--from", url(server.port))
    assert code == 7, output
    assert "Error E807" in output or "Error E818" in output
    assert server.passwords == 0


def test_a_changed_file_is_told_and_replaced_when_asked(steward, server):
    steward.pulled("--from", url(server.port))
    path = server.root / "exports" / "small.csv"
    path.write_bytes(SMALL + b"2;Gezien.\n")
    code, output = steward.pull("--from", url(server.port), "--files", "small.csv")
    assert (code, "Error E812" in output) == (2, True), output
    assert "umcg/small.csv" in output  # it was named, so it is told
    assert steward.files()["small.csv"] == SMALL
    source = steward.pulled("--from", url(server.port), "--overwrite")
    assert source["states"] == {"as before": 1, "replaced": 1}
    assert steward.files() == {"notes/other.jsonl": OTHER, "small.csv": path.read_bytes()}


def test_a_file_that_was_changed_here_is_not_lost(steward, server):
    steward.pulled("--from", url(server.port))
    (steward.raw / "umcg" / "small.csv").write_bytes(b"mended by hand")
    code, output = steward.pull("--from", url(server.port))
    assert (code, "Error E813" in output) == (2, True), output
    assert steward.files()["small.csv"] == b"mended by hand"
    steward.pulled("--from", url(server.port), "--overwrite")
    assert steward.files() == {"notes/other.jsonl": OTHER, "small.csv": SMALL}


def test_a_dry_run_writes_nothing(steward, server):
    source = steward.pulled("--from", url(server.port), "--dry-run")
    assert source["states"] == {"new": 2}
    assert source["bytes"] == len(OTHER) + len(SMALL)
    assert not steward.raw.exists()


def test_names_are_told_when_asked_only(steward, server):
    (server.root / "exports" / "Zwartjes_4000137.csv").write_bytes(SMALL)
    listed = steward.pulled("--from", url(server.port), "--dry-run", "--names")["names"]
    assert "umcg/Zwartjes_4000137.csv" in listed
    for more in ((), ("--json",)):
        for _ in range(2):
            code, output = steward.pull("--from", url(server.port), *more)
            assert code == 0
            assert "4000137" not in output
    (server.root / "exports" / "Zwartjes_4000137.csv").write_bytes(b"other")
    code, output = steward.pull("--from", url(server.port))
    assert (code, "4000137" in output) == (2, False)


def test_checksums_beside_the_files_are_compared(steward, server):
    sums = server.root / "exports" / "SHA256SUMS"
    good = [hashlib.sha256(SMALL).hexdigest(), hashlib.sha256(OTHER).hexdigest()]
    sums.write_text(f"{good[0]}  small.csv\n{good[1]} *notes/other.jsonl\n", encoding="utf-8")
    steward.settings(f'[[umcg]]\nfrom = "{url(server.port)}"\nchecksums = "SHA256SUMS"\n')
    assert steward.pulled()["states"] == {"new": 2}
    sums.write_text(f"{good[1]}  small.csv\n{good[1]} *notes/other.jsonl\n", encoding="utf-8")
    code, output = steward.pull()
    assert (code, "Error E815" in output) == (7, True), output
    sums.write_text(f"{good[1]} *notes/other.jsonl\n", encoding="utf-8")
    assert steward.pull()[0] == 7  # a file without a checksum
    assert steward.files() == {"notes/other.jsonl": OTHER, "small.csv": SMALL}
