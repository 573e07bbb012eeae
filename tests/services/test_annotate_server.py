"""Documents to servers of annotators and back, against stubs that speak their API."""

from __future__ import annotations

import json

import pytest
from annotation_stub import PERSONAL, TOKEN, AnnotationStub
from pull_servers import self_signed
from typer.testing import CliRunner
from worlds import KEY

from dragon_prep.annotate.choices import ToolFormat
from dragon_prep.cli import app
from dragon_prep.core.codes import pull as kinds
from dragon_prep.core.codes.annotate import PROJECT_UNFIT
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.errors import DragonPrepError, UsageFault
from dragon_prep.services.annotate_export import WhatToAsk, export_annotations
from dragon_prep.services.annotate_import import HowToRead, import_annotations
from dragon_prep.services.annotate_server import fetched, send_documents, server_of

TEXTS = (
    "\U0001fac0 Dhr. \U0001d542ansen zag op 2 mei 2019\r\nmw. Pieters.",
    "Geen bijzonderheden bij mw. Bakker.",
    "Niets te melden.",
)
SPANS = ([[7, 13, "PERSOON"], [11, 25, "DATUM"]], [[28, 34, "PERSOON"]], [])
TOOLS = (ToolFormat.DOCCANO, ToolFormat.LABEL_STUDIO)
VARIABLES = ("DRAGON_PREP_DOCCANO_TOKEN", "DRAGON_PREP_LABEL_STUDIO_TOKEN")


@pytest.fixture
def stub():
    server = AnnotationStub()
    yield server
    server.close()


@pytest.fixture(autouse=True)
def _token(monkeypatch):
    for name in VARIABLES:
        monkeypatch.setenv(name, TOKEN)
    monkeypatch.setattr("dragon_prep.fetch.secret.from_keyring", lambda *_: None)


@pytest.fixture
def reports(tmp_path):
    path = tmp_path / "reports.jsonl"
    lines = [
        {"id": f"umcg_{at}", "patient_id": f"p{at}", "text": text, "spans": spans}
        for at, (text, spans) in enumerate(zip(TEXTS, SPANS, strict=True))
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def out(reports, tool):
    ask = WhatToAsk(tool, pre_annotate=True)
    export_annotations(reports, reports.parent / "out", ask, key=KEY)
    return reports.parent / "out"


def server(stub, tool, project=7, **more):
    return server_of(tool, stub.url, project, **more)


def fault(call, *args, **more):
    with pytest.raises(DragonPrepError) as caught:
        call(*args, **more)
    told = str(caught.value)
    assert "Zwartjes" not in told
    assert TOKEN not in told
    return caught.value


@pytest.mark.parametrize("tool", TOOLS)
def test_what_is_sent_comes_back_with_the_same_spans(stub, reports, tool):
    folder = out(reports, tool)
    assert send_documents(folder, server(stub, tool)) == 3
    back = reports.parent / "back.jsonl"
    found = fetched(server(stub, tool))
    result = import_annotations([found], reports, back, HowToRead(tool), key=KEY)
    assert result.problems == ()
    records = {one["id"]: one for one in map(json.loads, back.read_text().splitlines())}
    assert [records[f"umcg_{at}"]["text"] for at in range(3)] == list(TEXTS)
    assert [
        [s for s in records[f"umcg_{at}"]["spans"] if s[2] != "LEEFTIJD"] for at in range(2)
    ] == [list(SPANS[0]), list(SPANS[1])]
    if tool is ToolFormat.DOCCANO:
        assert [*stub.labels] == ["span-type-upload"]
        assert {"PERSOON", "DATUM"} <= {one["text"] for one in stub.labels["span-type-upload"]}
    else:
        assert "<Labels" in stub.set_up
    # Ids and patients stay here.
    sent = json.dumps([stub.documents, stub.tasks])
    assert "umcg" not in sent
    assert stub.logins == {f"Token {TOKEN}"}


def test_a_personal_token_of_label_studio_gets_a_session(stub, reports, monkeypatch):
    monkeypatch.setenv(VARIABLES[1], PERSONAL)
    folder = out(reports, TOOLS[1])
    assert send_documents(folder, server(stub, TOOLS[1])) == 3
    assert stub.logins == {None, "Bearer session"}
    monkeypatch.setenv(VARIABLES[1], "eyJ.another.one")
    assert fault(fetched, server(stub, TOOLS[1])).kind is kinds.LOGIN_REFUSED


@pytest.mark.parametrize("tool", TOOLS)
def test_a_project_with_documents_is_left_alone(stub, reports, tool):
    folder = out(reports, tool)
    stub.documents, stub.tasks = [{"text": "x", "label": []}], [{"data": {}, "predictions": []}]
    found = fault(send_documents, folder, server(stub, tool))
    assert (found.kind, "holds documents already" in found.detail) == (PROJECT_UNFIT, True)
    assert not [call for call in stub.asked if call.startswith(("PATCH", "POST"))]


def test_a_project_in_which_offsets_would_move_or_spans_fall_is_refused(stub, reports):
    folder = out(reports, TOOLS[0])
    for settings, what in (
        ({"grapheme_mode": True}, "grapheme mode"),
        ({"allow_overlapping": False}, "allow overlapping"),
    ):
        stub.settings = {"project_type": "SequenceLabeling", "allow_overlapping": True, **settings}
        found = fault(send_documents, folder, server(stub, TOOLS[0]))
        assert (found.kind, what in found.detail) == (PROJECT_UNFIT, True)
    assert stub.documents == []


@pytest.mark.parametrize("tool", TOOLS)
def test_what_does_not_arrive_whole_is_told(stub, reports, tool):
    folder = out(reports, tool)
    stub.dropped = 1
    found = fault(send_documents, folder, server(stub, tool))
    assert (found.kind, "2 of 3 documents" in found.detail) == (PROJECT_UNFIT, True)


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, kinds.LOGIN_REFUSED),
        (403, None),
        (404, None),
        (503, kinds.CONNECTION_LOST),
        (302, kinds.ANSWER_UNKNOWN),
    ],
)
def test_refusals_are_told_without_the_servers_words(stub, reports, tool, status, kind):
    stub.status = status
    found = fault(fetched, server(stub, tool))
    assert found.kind.code.startswith("E8") if kind is None else found.kind is kind
    assert "annotation server" in str(found)
    assert len(stub.asked) == 1  # a redirection is not followed


def test_a_project_that_is_not_there(stub):
    for tool in TOOLS:
        assert fault(fetched, server(stub, tool, 8)).kind is kinds.NOT_THERE


def test_without_a_token_nothing_is_asked(stub, monkeypatch):
    for tool, name in zip(TOOLS, VARIABLES, strict=True):
        monkeypatch.delenv(name)
        found = fault(fetched, server(stub, tool))
        assert found.kind is kinds.PASSWORD_MISSING
        assert name in found.remedy
        assert "keyring set" in found.remedy
    assert stub.asked == []


def test_the_token_may_stand_in_the_keyring(stub, reports, monkeypatch):
    monkeypatch.delenv(VARIABLES[1])
    asked = []
    monkeypatch.setattr(
        "dragon_prep.fetch.secret.from_keyring", lambda *names: asked.append(names) or TOKEN
    )
    folder = out(reports, TOOLS[1])
    assert send_documents(folder, server(stub, TOOLS[1])) == 3
    assert asked == [(f"dragon-prep label_studio {stub.url}", "token")]


def test_a_certificate_that_nobody_vouches_for_gets_nothing(tmp_path):
    certificate = self_signed(tmp_path / "own.pem")
    stub = AnnotationStub(certificate)
    try:
        assert fault(fetched, server(stub, TOOLS[1])).kind is kinds.CERTIFICATE_REFUSED
        assert stub.asked == []
        trusted = server(stub, TOOLS[1], ca_file=certificate)
        assert fault(fetched, trusted).kind is kinds.NOT_THERE  # an empty project, then
    finally:
        stub.close()


@pytest.mark.parametrize(
    ("tool", "url", "more"),
    [
        (TOOLS[0], "http://doccano.example", {}),
        (TOOLS[0], "doccano.example", {}),
        (TOOLS[0], "https://steward:geheim@doccano.example", {}),
        (TOOLS[0], "https://steward@doccano.example", {}),
        (TOOLS[1], "https://ls.example?token=geheim", {}),
        (TOOLS[1], "https://ls.example", {"user": "steward"}),
        (ToolFormat.BRAT, "https://brat.example", {}),
    ],
)
def test_addresses_that_are_refused_and_not_repeated(tool, url, more):
    with pytest.raises(UsageFault) as caught:
        server_of(tool, url, 7, **more)
    assert caught.value.kind is OPTION_INVALID
    assert "geheim" not in str(caught.value)
    assert "example" not in str(caught.value)


def test_the_commands(stub, reports, tmp_path):
    folder = out(reports, TOOLS[0])
    (tmp_path / "key").write_text(KEY.secret.hex(), encoding="ascii")
    (tmp_path / "key").chmod(0o600)
    run = CliRunner().invoke
    where = ["--format", "doccano", "--project", "7"]
    done = run(app, ["annotate", "send", str(folder), *where, "--to-server", stub.url])
    assert (done.exit_code, "3 documents" in done.output) == (0, True), done.output
    own = ["--reports", str(reports), "--out", str(tmp_path / "b.jsonl")]
    own += ["--key-file", str(tmp_path / "key")]
    done = run(app, ["annotate", "import", *where, "--from-server", stub.url, *own, "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["records"] == {"anna": 3}
    for wrong in ([], ["--from-server", stub.url, str(folder)]):
        done = run(app, ["annotate", "import", *where, *own, *wrong])
        assert done.exit_code == 2
