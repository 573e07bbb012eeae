"""The review page over real HTTP: who may ask, what is kept, and what comes of it."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from checkout import CHECKOUT
from desks import made, served

from dragon_prep.core.codes.local_review import JOURNAL_DAMAGED, REVIEW_OPEN, REVIEWED_UNFIT
from dragon_prep.core.errors import DragonPrepError
from dragon_prep.core.spans import Span
from dragon_prep.detect.profile_file import read_profile
from dragon_prep.intake.reviewed import read_reviewed, with_reviewed
from dragon_prep.services.local_review.export import cleared
from dragon_prep.services.local_review.journal import JOURNAL, Action, Decision, opened_journal
from dragon_prep.services.local_review.reports import SpanMark
from dragon_prep.services.local_review.state import state_of


@pytest.fixture
def page(tmp_path):
    with served(tmp_path, 120) as (server, _):
        yield server


def ask(server, path, body=None, *, method="", **headers):
    """Status, headers and body; a header that is None is not sent."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    said = {"Host": server.host, "Origin": server.origin, "Content-Type": "application/json"}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    data = None if body is None else json.dumps(body).encode()
    connection.putrequest(method or ("GET" if body is None else "POST"), path, skip_host=True)
    for name, value in said.items():
        if value is not None:
            connection.putheader(name, value)
    if data is not None:
        connection.putheader("Content-Length", str(len(data)))
    connection.endheaders(data)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def api(server, what, **body):
    status, _, said = ask(server, f"/{server.token}/api/{what}", body)
    assert status == 200, status
    return json.loads(said)


def mark(one, at):
    span = one.marks[at].span
    quote = one.report.text[span.start : span.end]
    return {"report": one.number, "start": span.start, "end": span.end, "quote": quote}


def test_it_listens_on_the_loopback_alone_under_a_new_secret_each_time(page, tmp_path):
    assert page.server_address[0] == "127.0.0.1"
    with served(tmp_path / "workspace", 1) as (other, _):
        assert other.token != page.token
    assert len(page.token) >= 40


@pytest.mark.parametrize("file", ["", "app.js", "app.css"])
def test_no_answer_is_cached_framed_or_told_to_others(page, file):
    status, headers, body = ask(page, f"/{page.token}/{file}")
    assert (status, bool(body)) == (200, True)
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    if not file:
        assert b"<script src=" in body
        assert body.count(b"<script") == 1
        assert not any(word in body for word in (b"<style", b" style=", b" onclick", b"http"))


@pytest.mark.parametrize("path", ["/", "/app.js", "/wrong/", "/wrong/api/search", "//x/"])
def test_nothing_is_served_without_the_token(page, path):
    for body in (None, {}):
        status, headers, said = ask(page, path, body)
        assert (status, said) == (404, b"")
        assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "localhost:PORT"},  # a name, and names can be bent
        {"Host": "evil.example:PORT"},
        {"Host": "127.0.0.1"},
        {"Host": None},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_other_hosts_and_origins_are_refused(page, headers):
    headers = {n: v and v.replace("PORT", str(page.server_port)) for n, v in headers.items()}
    for path, body in (("", None), ("api/search", {})):
        status, _, said = ask(page, f"/{page.token}/{path}", body, **headers)
        assert (status, said) == (403, b"")


def test_a_question_needs_an_origin_and_json(page):
    path = f"/{page.token}/api/facets"
    assert ask(page, path, {}, Origin=None)[0] == 403
    assert ask(page, path, {}, Content_Type="text/plain")[0] == 400
    assert ask(page, path, [1])[0] == 400
    assert ask(page, f"/{page.token}/api/unknown", {})[0] == 409
    assert ask(page, f"/{page.token}/../../etc/passwd")[0] == 404
    assert ask(page, path, method="PUT")[0] == 501
    assert ask(page, path, {})[0] == 200


def test_it_logs_nothing(page, capfd):
    secret = made(3).report.text
    ask(page, f"/{page.token}/api/search", {"text": secret})
    ask(page, f"/{page.token}/api/search", {"text": [secret]})
    ask(page, f"/{secret[:3]}/", method="WRONG")
    page.desk.states.clear()
    assert ask(page, f"/{page.token}/api/report", {"report": 0})[::2] == (500, b"")
    assert capfd.readouterr() == ("", "")


def test_search_is_by_text_category_rule_likelihood_centre_and_state(page):
    first = api(page, "search")
    assert (first["found"], first["pages"], len(first["rows"])) == (120, 3, 50)
    assert api(page, "search", page=2)["rows"][0]["report"] == 100
    assert api(page, "search", text="VERSLAG 77.")["found"] == 1
    assert api(page, "search", category="DATUM")["found"] == 120
    assert api(page, "search", category="BSN")["found"] == 0
    assert api(page, "search", rule="place.town", below=10)["found"] == 20
    assert api(page, "search", category="DATUM", below=10)["found"] == 0, "of one and the same mark"
    assert api(page, "search", centre="umcg")["found"] == 0
    assert api(page, "search", state="held")["found"] == 1
    api(page, "decide", report=5, action="done")
    assert api(page, "search", state="done")["rows"][0]["report"] == 5
    assert api(page, "search", state="open")["found"] == 119


def test_decisions_change_the_marks(page):
    one = made(1)
    accepted = api(page, "decide", action="accept", **mark(one, 2))
    assert [m["kind"] for m in accepted["marks"]] == ["replaced", "replaced", "added"]
    api(page, "decide", action="delete", **mark(one, 1))
    api(page, "decide", action="relabel", label="ZIEKENHUIS", **mark(one, 2))
    name = mark(one, 0)
    wider = api(page, "decide", action="move", toStart=0, toEnd=name["end"], **name)
    assert [(m["label"], m["kind"]) for m in wider["marks"]] == [
        ("PERSOON", "added"),
        ("DATUM", "deleted"),
        ("ZIEKENHUIS", "added"),
    ]
    assert wider["marks"][0]["start"] == 0
    back = api(page, "decide", report=1, action="undo")
    assert back["marks"][0]["start"] == name["start"]


def test_a_span_that_is_added_uncovers_nothing(page):
    one = made(2)
    name = one.marks[0].span
    start, end = name.start + 2, name.end + 2
    quote = one.report.text[start:end]
    body = {"report": 2, "start": start, "end": end, "quote": quote, "label": "PERSOON"}
    after = api(page, "decide", action="add", **body)
    assert (after["marks"][0]["start"], after["marks"][0]["end"]) == (name.start, end)


@pytest.mark.parametrize(
    "wrong",
    [
        {"quote": "another"},
        {"start": -1},
        {"end": 10_000},
        {"start": True},
        {"report": 999},
        {"action": "burn"},
        {"action": "relabel", "label": "NOBODY"},
        {"action": "move", "toStart": 5, "toEnd": 5},
    ],
)
def test_what_does_not_fit_is_refused_and_not_kept(page, tmp_path, wrong):
    body = {"action": "delete", **mark(made(1), 0), **wrong}
    assert ask(page, f"/{page.token}/api/decide", body)[0] == 409
    assert (tmp_path / "workspace" / JOURNAL).read_bytes() == b""


_SERVE = """
import sys, time
from pathlib import Path
from desks import served
with served(Path(sys.argv[1]), 10) as (server, _):
    print(server.server_port, server.token, flush=True)
    time.sleep(600)
"""


class Elsewhere:
    """A server of another process."""

    def __init__(self, line):
        port, self.token = line.split()
        self.server_port = int(port)
        self.host = f"127.0.0.1:{port}"
        self.origin = f"http://{self.host}"


def test_no_decision_is_lost_when_the_server_is_killed(tmp_path):
    paths = [str(CHECKOUT / "tests"), os.environ.get("PYTHONPATH", "")]
    child = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )
    try:
        server = Elsewhere(child.stdout.readline())
        for number in range(8):
            api(server, "decide", action="delete", **mark(made(number), 0))
            api(server, "decide", report=number, action="done")
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    journal = tmp_path / "workspace" / JOURNAL
    assert journal.stat().st_mode & 0o777 == 0o600
    with journal.open("ab") as file:
        file.write(b'{"number": 17, "case": "ca')  # a kill in the middle of a line
    with served(tmp_path, 10) as (again, _):
        rows = api(again, "search")["rows"]
        assert [row["decided"] for row in rows] == [2] * 8 + [0, 0]
        assert [row["done"] for row in rows] == [True] * 8 + [False, False]
        api(again, "decide", report=9, action="done")
    assert len(journal.read_bytes().splitlines()) == 17
    assert not any(name.encode() in journal.read_bytes() for name in ("Jansen", "Zwolle", "r1"))


def test_one_review_at_a_time(tmp_path):
    with opened_journal(tmp_path), pytest.raises(DragonPrepError) as fault:
        opened_journal(tmp_path).__enter__()
    assert fault.value.kind is REVIEW_OPEN


@pytest.mark.parametrize("bad", [b"{}\n", b"nonsense\n", b"[1]\n"])
def test_a_damaged_journal_stops_it(tmp_path, bad):
    with opened_journal(tmp_path):
        pass
    (tmp_path / JOURNAL).write_bytes(bad)
    with pytest.raises(DragonPrepError) as fault:
        opened_journal(tmp_path).__enter__()
    assert fault.value.kind is JOURNAL_DAMAGED


def test_decisions_of_another_text_are_kept_and_not_applied(tmp_path):
    with served(tmp_path, 3) as (server, _):
        api(server, "decide", action="delete", **mark(made(1), 0))
    journal = tmp_path / "workspace" / JOURNAL
    journal.write_bytes(journal.read_bytes().replace(b"text1", b"text9"))
    with served(tmp_path, 3) as (server, _):
        assert api(server, "facets")["stale"] == 1
        assert api(server, "search", state="decided")["found"] == 0


def test_what_is_exported_is_laid_over_the_reports(tmp_path):
    with served(tmp_path, 5) as (server, _):
        api(server, "decide", action="accept", **mark(made(1), 2))
        api(server, "decide", action="delete", **mark(made(1), 1))
        assert api(server, "export") == {"reports": 1, "files": 2}
        api(server, "decide", action="accept", **mark(made(2), 2))
    raw = tmp_path / "raw"
    assert {path.stat().st_mode & 0o777 for path in (raw / "reviewed").iterdir()} == {0o600}
    reports = [made(number).report for number in range(5)]
    after = with_reviewed(reports, "made", raw, ["rumc"])
    assert [report.phi is None for report in after] == [True, False, True, True, True]
    said = [after[1].text[span.start : span.end] for span in after[1].phi]
    assert said == ["de Vries", "Zwolle"]
    assert [after[1].text[s.start : s.end] for s in after[1].cleared] == ["3 mei 2019"]
    told = {(one.start, one.end): one.label for one in after[1].origins}
    # The report is not done: nobody has looked at the name yet.
    assert [told[span.start, span.end] for span in after[1].phi] == ["automatic", "reviewed"]
    profile = read_profile(raw / "reviewed" / "suggestions-rumc.toml")
    assert profile.allow == ("3 mei 2019",)
    assert profile.deny == (("PLAATS", "Zwolle"),)
    # A later review, with a new journal, adds to what the earlier one said.
    Path(tmp_path / "workspace" / JOURNAL).unlink()
    with served(tmp_path, 5) as (server, _):
        api(server, "decide", report=4, action="done")
        api(server, "export")
    assert [one.uid for one in read_reviewed("made", raw)] == ["r1", "r4"]


def test_what_a_review_leaves_out_stays_out_in_later_ones(tmp_path):
    raw, name = tmp_path / "raw", made(1)
    with served(tmp_path, 2) as (server, _):
        start, end = name.marks[0].span.start, name.marks[0].span.end  # "de Vries"
        move = {"toStart": start + 3, "toEnd": end}
        api(server, "decide", action="move", **mark(name, 0), **move)
        api(server, "decide", report=1, action="done")
        api(server, "export")
    (one,) = read_reviewed("made", raw)
    text = name.report.text
    assert [text[s.start : s.end].strip() for s in one.cleared] == ["de"]
    assert {text[s.start : s.end]: s.label for s in one.origins} == {
        "Vries": "reviewed",
        "3 mei 2019": "reviewed",
    }
    # Of the next build: the narrower mark, and what the line says of the rest.
    after = replace(name.report, phi=one.phi, cleared=one.cleared)
    marks = (SpanMark(Span(start + 3, end, "PERSOON"), "replaced", "name.title", 97),)
    again = replace(name, report=after, marks=marks)
    assert cleared(again, state_of(marks, [])) == [(one.cleared[0].start, one.cleared[0].end)]
    added = Decision(1, "case1", "text1", Action.ADD, start, end, "PERSOON")
    assert cleared(again, state_of(marks, [added])) == []


@pytest.mark.parametrize("name", ["made (1).jsonl", "made.jsonl.bak", "Made of June.jsonl"])
@pytest.mark.parametrize("is_copy", [False, True])
def test_decisions_under_another_name_are_never_dropped_in_silence(tmp_path, name, is_copy):
    with served(tmp_path, 2) as (server, _):
        api(server, "decide", action="accept", **mark(made(1), 2))
        api(server, "export")
    raw = tmp_path / "raw"
    file = raw / "reviewed" / "made.jsonl"
    file.with_name("README.txt").write_bytes(b"made.jsonl is ours")
    assert len(read_reviewed("made", raw)) == 1
    (shutil.copy if is_copy else shutil.move)(file, file.with_name(name))
    with pytest.raises(DragonPrepError) as fault:
        read_reviewed("made", raw)
    assert (fault.value.kind, fault.value.place.file) == (REVIEWED_UNFIT, f"reviewed/{name}")
    assert "Name it reviewed/made.jsonl" in fault.value.remedy
    assert read_reviewed("another", raw) == []


def test_a_reviewed_report_that_is_gone_or_changed_stops_the_build(tmp_path):
    with served(tmp_path, 2) as (server, _):
        api(server, "decide", action="accept", **mark(made(1), 2))
        api(server, "export")
    for reports in ([made(0).report], [made(0).report, made(5).report]):
        with pytest.raises(DragonPrepError) as fault:
            with_reviewed(reports, "made", tmp_path / "raw", ["rumc"])
        assert fault.value.kind is REVIEWED_UNFIT
    assert with_reviewed([made(0).report], "made", tmp_path / "raw", ["umcg"])
    file = tmp_path / "raw" / "reviewed" / "made.jsonl"
    file.write_bytes(file.read_bytes() * 2)
    with pytest.raises(DragonPrepError) as fault:
        read_reviewed("made", tmp_path / "raw")
    assert "twice" in fault.value.detail


def test_a_thousand_reports_are_searched_at_once(tmp_path):
    with served(tmp_path, 1000) as (server, _):
        begin = time.process_time()
        for number in range(20):
            assert api(server, "search", text=f"verslag {number}.")["found"] == 1
        assert time.process_time() - begin < 10
