"""`pull` from doccano's API: logins, exports, what is not the whole of a project."""

from __future__ import annotations

import json
import time

import pytest
from pull_servers import HERE, DoccanoProject, DoccanoServer, Wire, self_signed
from pulling import SECRETS, desk  # noqa: F401 - a fixture

LINES = [
    {
        "id": n,
        "text": f"Gezien door dr. Zwartjes {n} é",
        "uid": f"u{n}",
        "label": [[12, 24, "PERSOON"]],
    }
    for n in range(5)
]
TEXT = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in LINES).encode()
MANY = [{"id": n, "text": "Gezien. " * 3000, "label": []} for n in range(200)]


@pytest.fixture
def server():
    serving = DoccanoServer(
        {
            1: DoccanoProject({"all": LINES}, count=5),
            2: DoccanoProject({"annelies": LINES, "bram": LINES[::-1]}, count=5),
            3: DoccanoProject({"all": MANY}, count=len(MANY)),
        }
    )
    yield serving
    serving.close()


@pytest.fixture
def steward(desk, server):  # noqa: F811
    desk.environ["DRAGON_PREP_DOCCANO_PASSWORD"] = server.password
    return desk


def url(port, project=1, user="steward@"):
    return f"doccano+http://{user}{HERE}:{port}/projects/{project}"


def test_annotations_come_as_the_project_exports_them(steward, server):
    server.projects[1].is_ready_after = 2
    told = f'[[umcg]]\nfrom = "{url(server.port)}/dataset"\nto = "prostate"\nas = "a.jsonl"\n'
    steward.settings(told)
    assert steward.pulled()["states"] == {"new": 1}
    assert steward.files() == {"prostate/a.jsonl": TEXT}
    assert server.exports == [{"format": "JSONL", "exportApproved": False}]
    record = json.loads((steward.raw / ".pulled.json").read_bytes())["files"]
    assert record["umcg/prostate/a.jsonl"]["source"] == (
        f"doccano+http://{HERE}:{server.port}/projects/1"
    )
    assert steward.pulled()["states"] == {"as before": 1}


def test_a_token_does_without_a_user(steward, server):
    steward.environ["DRAGON_PREP_DOCCANO_PASSWORD"] = server.token
    assert steward.pulled("--from", url(server.port, user=""))["states"] == {"new": 1}
    steward.environ["DRAGON_PREP_DOCCANO_PASSWORD"] = SECRETS[1]
    code, output = steward.pull("--from", url(server.port, user=""))
    assert (code, "Error E805" in output) == (7, True), output


def test_annotators_who_work_apart_have_a_file_each(steward, server):
    steward.pulled("--from", url(server.port, 2), "--to", "marks")
    assert set(steward.files()) == {"marks/annelies.jsonl", "marks/bram.jsonl"}
    steward.settings(f'[[umcg]]\nfrom = "{url(server.port, 2)}"\nas = "a.jsonl"\n')
    code, output = steward.pull()
    assert (code, "Error E816" in output) == (7, True), output
    assert "annelies" not in output


def test_a_wrong_password_is_told(steward, server):
    steward.environ["DRAGON_PREP_DOCCANO_PASSWORD"] = SECRETS[1]
    code, output = steward.pull("--from", url(server.port))
    assert (code, "Error E805" in output) == (7, True), output
    assert not (steward.raw / "umcg").exists()


def test_without_a_password_the_variable_is_named(steward, server):
    steward.environ.clear()
    code, output = steward.pull("--from", url(server.port))
    assert (code, "Error E804" in output) == (7, True), output
    assert "DRAGON_PREP_DOCCANO_PASSWORD" in output


def test_a_certificate_that_nobody_vouches_for_is_refused(steward):
    pem = self_signed(steward.folder / "authority.pem")
    server = DoccanoServer({1: DoccanoProject({"all": LINES}, count=5)}, certificate=pem)
    address = url(server.port).replace("http:", "https:")
    code, output = steward.pull("--from", address)
    assert (code, "Error E811" in output) == (7, True), output
    steward.settings(f'[[umcg]]\nfrom = "{address}"\nca_file = "authority.pem"\n')
    assert steward.pulled()["states"] == {"new": 1}
    server.close()


def test_a_project_that_is_not_there(steward, server):
    code, output = steward.pull("--from", url(server.port, 99))
    assert (code, "Error E808" in output) == (7, True), output


def test_a_member_who_may_not_export(steward, server):
    server.is_member = False
    code, output = steward.pull("--from", url(server.port))
    assert (code, "Error E809" in output) == (7, True), output


def test_an_export_that_fails_on_the_server_is_told_without_its_words(steward, server):
    server.projects[1].fails = True
    code, output = steward.pull("--from", url(server.port))
    assert (code, "Error E818" in output) == (7, True), output
    assert "Zwartjes" not in output


def test_an_export_that_lacks_texts_is_refused(steward, server):
    server.projects[1].count = 6
    code, output = steward.pull("--from", url(server.port))
    assert (code, "Error E814" in output) == (7, True), output
    assert not (steward.raw / "umcg").exists()


def test_approved_texts_alone_may_be_fewer(steward, server):
    server.projects[1].count = 6
    steward.settings(f'[[umcg]]\nfrom = "{url(server.port)}"\nonly_approved = true\n')
    assert steward.pulled()["states"] == {"new": 1}
    assert server.exports == [{"format": "JSONL", "exportApproved": True}]


def test_an_export_without_a_text_is_none(steward, server):
    server.projects[1].files["all"] = []
    steward.settings(f'[[umcg]]\nfrom = "{url(server.port)}"\nonly_approved = true\n')
    code, output = steward.pull()
    assert (code, "Error E808" in output) == (7, True), output


def test_a_damaged_archive_is_refused(steward, server):
    server.damage = b"\0" * 40
    code, output = steward.pull("--from", url(server.port))
    assert (code, "Error E815" in output) == (7, True), output
    assert not (steward.raw / "umcg").exists()


def test_changed_annotations_are_told_and_replaced_when_asked(steward, server):
    steward.pulled("--from", url(server.port))
    server.projects[1].files["all"] = [LINES[0] | {"label": []}, *LINES[1:]]
    code, output = steward.pull("--from", url(server.port))
    assert (code, "Error E812" in output) == (2, True), output
    assert steward.files()["all.jsonl"] == TEXT
    assert steward.pulled("--from", url(server.port), "--overwrite")["states"] == {"replaced": 1}
    assert steward.files()["all.jsonl"] != TEXT


def test_killed_while_it_comes_the_next_run_has_the_same_bytes(steward, server):
    whole = steward.folder.parent / "whole"
    steward.pulled("--from", url(server.port, 3), "--out", str(whole))
    wire = Wire(server.port)
    wire.limit = 2 << 20
    process = steward.start("--from", url(wire.port, 3))
    try:
        while wire.carried <= wire.limit:
            assert process.poll() is None
            time.sleep(0.05)
    finally:
        process.kill()
        process.communicate(timeout=30)
    assert not (steward.raw / "umcg").exists()
    wire.free()
    steward.pulled("--from", url(wire.port, 3))
    wire.close()
    assert steward.files() == {"all.jsonl": (whole / "umcg" / "all.jsonl").read_bytes()}


def test_a_connection_that_is_lost_is_told(steward, server):
    wire = Wire(server.port)
    wire.limit, wire.is_cut = 2 << 20, True
    code, output = steward.pull("--from", url(wire.port, 3))
    wire.close()
    assert (code, "Error E810" in output) == (7, True), output


def test_a_dry_run_has_nothing_exported(steward, server):
    assert steward.pulled("--from", url(server.port), "--dry-run")["states"] == {"new": 1}
    assert server.exports == []
    assert not steward.raw.exists()


def test_a_server_that_is_none_of_doccano(steward, portal):
    code, output = steward.pull("--from", url(portal))
    assert (code, "Error E818" in output) == (7, True), output


@pytest.fixture
def portal():
    """A server that answers everything with a page, as the start page of a portal does."""
    import threading
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>dr. Zwartjes</html>")

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer((HERE, 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
