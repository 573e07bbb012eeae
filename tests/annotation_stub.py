"""Servers of annotators on the loopback, as far as `annotate send` and `import` speak to them.

They check what they are sent as doccano 1.8 and Label Studio 1.23 do: the kind of login, a project
that is there, the names of fields. What is sent is what comes back: nobody annotates in between but
through ``change``.
"""

from __future__ import annotations

import io
import json
import re
import ssl
import threading
import zipfile
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

HERE = "127.0.0.1"
TOKEN = "tok-Kruidnagel-7"  # nobody's
PERSONAL = "eyJ.Kruidnagel.7"


class AnnotationStub:
    """One project of doccano and one of Label Studio, both with the number 7.

    Attributes:
        documents: of doccano, as they were sent.
        settings: of doccano's project.
        labels: the files of labels that doccano was sent.
        tasks: of Label Studio.
        set_up: of Label Studio's project.
        dropped: how many documents the server loses of what it is sent.
        status: what every answer is, if not the right one.
        asked: method and path of each call.
        logins: what the calls had for a login.
    """

    def __init__(self, certificate=None):
        self.documents = []
        self.settings = {"project_type": "SequenceLabeling", "allow_overlapping": True}
        self.labels = {}
        self.tasks = []
        self.set_up = ""
        self.dropped = 0
        self.status = 0
        self.asked = []
        self.logins = set()
        self.server = ThreadingHTTPServer((HERE, 0), _handler(self))
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"http{'s' if certificate else ''}://{HERE}:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        """Ends it."""
        self.server.shutdown()
        self.server.server_close()

    def change(self, document, spans):
        """Marks spans of one of doccano's documents anew, as on its page."""
        document["label"] = spans

    def keep(self, new):
        """What the server keeps of what it was sent."""
        return new[self.dropped :]


def _handler(stub):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args):
            pass

        def do_GET(self):
            self._serve("GET", b"")

        def do_POST(self):
            self._serve("POST", self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def do_PATCH(self):
            self.do_POST()

        def _serve(self, _method, body):
            parts = urlsplit(self.path)
            stub.asked.append(f"{self.command} {parts.path}")
            stub.logins.add(self.headers.get("Authorization"))
            if stub.status:
                return self._send({"detail": "dr. Zwartjes"}, stub.status)
            if parts.path == "/api/token/refresh":
                good = json.loads(body) == {"refresh": PERSONAL}
                return self._send({"access": "session"} if good else {}, 200 if good else 401)
            if self.headers.get("Authorization") not in (f"Token {TOKEN}", "Bearer session"):
                return self._send({"detail": "no"}, 401)
            answer = _doccano if parts.path.startswith("/v1/") else _label_studio
            return self._send(*answer(stub, self, parts.path, parse_qs(parts.query), body))

        def _send(self, body, status=200):
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return Handler


def _doccano(stub, request, path, query, body):
    what = path.removeprefix("/v1/")
    if what == "me":
        return ({"id": 1},)
    if what == "fp/process/":
        if "application/json" in request.headers["Accept"]:
            return {}, 406
        stub.upload = _parts(request, body)["filepond"]
        return (b"upload-1",)
    if what == "tasks/status/4-a":
        return ({"ready": True, "result": None, "error": None},)
    if not (found := re.fullmatch(r"projects/7(?:/(.*))?", what)):
        return {}, 404
    return _project(stub, request, found[1], query, body)


def _project(stub, request, inside, query, body):
    if not inside:
        return (stub.settings,)
    if inside.endswith("-upload"):
        stub.labels[inside] = json.loads(_parts(request, body)["file"])
        return b"", 201
    if inside == "upload":
        asked = json.loads(body)
        assert (asked["task"], asked["uploadIds"]) == (stub.settings["project_type"], ["upload-1"])
        lines = [json.loads(line) for line in stub.upload.splitlines()]
        stub.documents += stub.keep(lines)
        return ({"task_id": "4-a"},)
    if inside == "examples":
        return ({"count": len(stub.documents)},)
    if inside == "download-format":
        return ([{"name": "JSONL"}],)
    if request.command == "POST":
        return ({"task_id": "4-a"},)
    assert query["taskId"] == ["4-a"]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        lines = [json.dumps({"id": n, **one}) for n, one in enumerate(stub.documents)]
        archive.writestr("anna.jsonl", "\n".join(lines) + "\n")
    return (made.getvalue(),)


def _label_studio(stub, request, path, query, body):
    if path == "/api/projects/7/":
        if request.command == "PATCH":
            stub.set_up = json.loads(body)["label_config"]
        return ({"task_number": len(stub.tasks)},)
    if path == "/api/projects/7/import":
        stub.tasks += stub.keep(json.loads(body))
        return {"task_count": len(stub.tasks)}, 201
    if path == "/api/projects/7/export":
        assert query == {"exportType": ["JSON"], "download_all_tasks": ["true"]}
        made = [{"id": n, **_annotated(n, one)} for n, one in enumerate(stub.tasks)]
        return (made,)
    return {}, 404


def _annotated(number, task):
    given = task["predictions"] or [{"result": []}]
    work = [{"id": number, "completed_by": 3, "result": one["result"]} for one in given]
    return {"data": task["data"], "annotations": work}


def _parts(request, body):
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    message = BytesParser().parsebytes(head + body)
    return {
        one.get_param("name", header="content-disposition"): one.get_payload(decode=True)
        for one in message.get_payload()
    }
