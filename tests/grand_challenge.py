"""A platform on the loopback that speaks the API of Grand Challenge, and fails as it is told to.

It checks what it is sent as the platform's serializers do: a value must be of a known socket and
have one source, an upload counts once, and a title may stand twice, since nothing forbids it there.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import re
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

HERE = "127.0.0.1"
TOKEN = "tok-Kruidnagel-7"  # nobody's
SLUGS = (
    *("nlp-training-dataset", "nlp-validation-dataset", "nlp-test-dataset"),
    "nlp-task-configuration",
)
PK = "11111111-2222-4333-8444-{:012d}"


class Stub:
    """The platform and its store.

    Attributes:
        items: by id, the title and the values of each, in the order they were made.
        calls: method and path of each call.
        failing: which share of calls fails.
        fail_next: what the next calls do instead, first to last: a status, ``lost`` (done, and the
            connection is cut before the answer), ``cut`` (not done), or a status with headers.
        kinds: the super kind of sockets that are not kept as files.
    """

    def __init__(self, *, kinds=None, certificate=None, seed=1):
        self.items = {}
        self.files = {}
        self.uploads = {}
        self.calls = []
        self.bodies = []
        self.tokens = set()
        self.failing = 0.0
        self.fail_next = []
        self.lowest = "0.13.0"
        self.kinds = kinds or {}
        self.is_busy = False
        self._numbers = itertools.count(1)
        self._random = random.Random(seed)
        self.lock = threading.RLock()
        self.scheme = "https" if certificate else "http"
        self.server = ThreadingHTTPServer((HERE, 0), _handler(self))
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def root(self):
        return f"{self.scheme}://{HERE}:{self.port}"

    @property
    def away(self):
        """Where files are kept: another server, but for TLS, whose certificate has one name."""
        return self.root if self.scheme == "https" else self.root.replace(HERE, "localhost")

    @property
    def url(self):
        return f"{self.root}/api/v1/"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def number(self):
        return next(self._numbers)

    def fault(self):
        """What a call does instead of what it should; None for nothing."""
        if self.fail_next:
            return self.fail_next.pop(0)
        if self._random.random() >= self.failing:
            return None
        return self._random.choice([500, 502, 503, 429, "lost", "cut"])

    def held(self):
        """What each item holds: by title, the bytes of each socket."""
        found = {}
        for item in self.items.values():
            assert item["title"] not in found, "an item stands twice"
            found[item["title"]] = {
                slug: self.files[v["file"]] if v["file"] else json.dumps(v["value"]).encode()
                for slug, v in item["values"].items()
            }
        return found

    def hold(self, title, values):
        """An item that somebody else has made."""
        pk = PK.format(self.number())
        self.items[pk] = {"title": title, "values": {s: self._kept(v) for s, v in values.items()}}

    def _kept(self, data):
        key = f"media/{self.number()}.json"
        self.files[key] = data
        return {"file": key, "value": None}

    # What follows answers one call each: a status and a body.

    def get_gcapi(self, _query, _body):
        return 200, {"latest_version": "0.16.1", "lowest_supported_version": self.lowest}

    def get_archives(self, query, _body):
        found = [self._archive()] if query.get("slug") == ["dragon"] else []
        return 200, _page(found, query)

    def _archive(self):
        pk = PK.format(0)
        return {
            "pk": pk,
            "title": "DRAGON",
            "logo": "",
            "description": None,
            "url": self.root,
            "api_url": f"{self.url}archives/{pk}/",
        }

    def get_components_interfaces(self, query, _body):
        slug = query["slug"][0]
        return 200, _page([self._socket(slug)] if slug in SLUGS else [], query)

    def _socket(self, slug):
        return {
            "title": slug,
            "description": None,
            "slug": slug,
            "kind": "Anything",
            "pk": 7,
            "default_value": None,
            "super_kind": self.kinds.get(slug, "File"),
            "relative_path": f"{slug}.json",
            "overlay_segments": None,
            "look_up_table": None,
        }

    def get_archives_items(self, query, _body):
        assert query["archive"] == [PK.format(0)]
        return 200, _page([self._item(pk) for pk in self.items], query)

    def _item(self, pk):
        item = self.items[pk]
        values = [
            {
                "socket": self._socket(slug),
                "interface": self._socket(slug),
                "pk": 3,
                "value": v["value"],
                "image": None,
                "file": f"{self.root}/{v['file']}" if v["file"] else None,
            }
            for slug, v in sorted(item["values"].items())
        ]
        return self._about(pk) | {"values": values}

    def _about(self, pk):
        return {
            "pk": pk,
            "title": self.items[pk]["title"],
            "archive": self._archive()["api_url"],
            "hanging_protocol": None,
            "optional_hanging_protocols": [],
            "view_content": {},
        }

    def post_archives_items(self, _query, body):
        if body.get("archive") != self._archive()["api_url"] or body.get("values"):
            return 400, {"archive": ["Invalid hyperlink"]}
        pk = PK.format(self.number())
        self.items[pk] = {"title": body.get("title", ""), "values": {}}
        return 201, self._about(pk) | {"values": []}

    def patch_archives_items(self, pk, body):
        kept = {}
        for value in body["values"]:
            sources = {k for k, v in value.items() if v is not None} - {"interface"}
            is_file = self.kinds.get(value["interface"], "File") == "File"
            source = "user_upload" if is_file else "value"
            if value["interface"] not in SLUGS or sources != {source}:
                return 400, ["one source"]
            if not is_file:
                kept[value["interface"]] = {"file": None, "value": value["value"]}
                continue
            upload = self.uploads.pop(value["user_upload"].rstrip("/").rpartition("/")[2], None)
            if upload is None or upload["data"] is None:
                return 400, {"user_upload": ["Invalid hyperlink - Object does not exist."]}
            kept[value["interface"]] = self._kept(upload["data"])
        self.items[pk]["values"] |= kept
        return 200, self._about(pk) | {"values": []}

    def post_uploads(self, _query, body):
        if self.is_busy:
            self.is_busy = False
            told = "You have created too many uploads. Please try again later."
            return 400, {"non_field_errors": [told]}
        pk = PK.format(self.number())
        self.uploads[pk] = {"parts": {}, "data": None, "name": body["filename"]}
        return 201, self._upload(pk)

    def _upload(self, pk):
        return {
            "pk": pk,
            "created": "2026-11-29T12:00:00Z",
            "filename": self.uploads[pk]["name"],
            "key": f"uploads/{pk}",
            "s3_upload_id": f"S3.~{pk}",
            "status": "Initialized",
            "api_url": f"{self.url}uploads/{pk}/",
        }

    def patch_uploads(self, pk, verb, body):
        upload = self.uploads.get(pk)
        if upload is None or upload["data"] is not None:
            return 404, {"detail": "Not found."}
        if verb == "generate-presigned-urls":
            signed = f"{self.root}/store/{pk}/{{}}?X-Amz-Signature=abc"
            urls = {str(n): signed.format(n) for n in body["part_numbers"]}
            return 200, self._upload(pk) | {"presigned_urls": urls}
        told = [(part["PartNumber"], part["ETag"]) for part in body["parts"]]
        assert told == [(n, _tag(upload["parts"][n])) for n in range(1, len(told) + 1)]
        upload["data"] = b"".join(upload["parts"][n] for n, _ in told)
        return 200, self._upload(pk) | {"status": "Completed"}


def _tag(data):
    return f'"{hashlib.md5(data).hexdigest()}"'


def _page(found, query):
    offset, limit = int(query["offset"][0]), int(query["limit"][0])
    results = found[offset : offset + limit]
    return {"count": len(found), "next": None, "previous": None, "results": results}


def _handler(stub):
    return type("Handler", (_Handler,), {"stub": stub})


class _Handler(BaseHTTPRequestHandler):
    stub: Stub
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, *_args):
        pass

    def do_GET(self):
        self._answer("get")

    def do_POST(self):
        self._answer("post")

    def do_PATCH(self):
        self._answer("patch")

    def do_PUT(self):
        self._answer("put")

    def _answer(self, method):
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.stub.lock:
            self.stub.calls.append((method, urlsplit(self.path).path))
            fault = self.stub.fault()
            if fault == "cut":
                self.close_connection = True
                return
            status, headers = fault if isinstance(fault, tuple) else (fault, {})
            if isinstance(status, int):
                self._send(status, b"busy", headers)
                return
            answer = self._done(method, data)
        if fault == "lost":
            self.close_connection = True
            return
        self._send(*answer)

    def _done(self, method, data):
        parts = urlsplit(self.path)
        path = parts.path.removeprefix("/api/v1/")
        if parts.path.startswith(("/store/", "/media/", "/cdn/")):
            return self._stored(method, parts.path, data)
        self.stub.tokens.add(self.headers.get("Authorization"))
        if self.headers.get("Authorization") != f"BEARER {TOKEN}" and path != "gcapi/":
            return self._json(401, {"detail": "Invalid token."})
        body = json.loads(data) if data else None
        self.stub.bodies.append((method, path, body))
        if found := re.fullmatch(r"uploads/([\w-]+)/S3\.~[\w-]+/([\w-]+)/", path):
            return self._json(*self.stub.patch_uploads(found[1], found[2], body))
        if (found := re.fullmatch(r"archives/items/([\w-]+)/", path)) and method == "patch":
            return self._json(*self.stub.patch_archives_items(found[1], body))
        answer = getattr(self.stub, f"{method}_{path.strip('/').replace('/', '_')}")
        return self._json(*answer(parse_qs(parts.query), body))

    def _stored(self, method, path, data):
        """The store, which is another server: no token may come to it."""
        if method == "put":
            assert "Authorization" not in self.headers
            _, _, pk, number = path.split("/")
            if pk not in self.stub.uploads:
                return 403, b"expired", {}
            self.stub.uploads[pk]["parts"][int(number)] = data
            return 200, b"", {"ETag": _tag(data)}
        if path.startswith("/media/"):  # leads on to another server, as the platform does
            assert self.headers["Authorization"] == f"BEARER {TOKEN}"
            away = self.stub.away
            return 302, b"", {"Location": f"{away}/cdn{path}"}
        if self.stub.away != self.stub.root:
            assert "Authorization" not in self.headers
        held = self.stub.files.get(path.removeprefix("/cdn/"))
        return (404, b"", {}) if held is None else (200, held, {})

    def _json(self, status, body):
        return status, json.dumps(body).encode(), {"Content-Type": "application/json"}

    def _send(self, status, data, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
