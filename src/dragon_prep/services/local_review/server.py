"""A server for one browser on this machine: loopback only, a secret in the address, no logs."""

from __future__ import annotations

import hmac
import json
import secrets
import socketserver
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.local_review import PORT_TAKEN
from dragon_prep.core.errors import DragonPrepError, SystemFault
from dragon_prep.services.local_review.desk import AskedWrongly

if TYPE_CHECKING:
    from dragon_prep.services.local_review.desk import ReviewDesk

HOST = "127.0.0.1"
_LARGEST = 1 << 20  # bytes of a question
_PAGES = {
    "": ("index.html", "text/html; charset=utf-8"),
    "app.js": ("app.js", "text/javascript; charset=utf-8"),
    "app.css": ("app.css", "text/css; charset=utf-8"),
}
_API = "api/"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), clipboard-read=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


class ReviewServer(socketserver.ThreadingMixIn, HTTPServer):
    """The server of a review page, listening already.

    Args:
        desk: what answers.
        port: where it listens; 0 for any that is free.

    Raises:
        SystemFault: if it cannot listen there.
    """

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, desk: ReviewDesk, port: int = 0) -> None:
        self.desk = desk
        self.token = secrets.token_urlsafe(32)
        try:
            super().__init__((HOST, port), _Handler)
        except (OSError, OverflowError):
            raise SystemFault(PORT_TAKEN) from None

    @property
    def origin(self) -> str:
        """What the browser calls it."""
        return f"http://{self.host}"

    @property
    def host(self) -> str:
        """Its address and port."""
        return f"{HOST}:{self.server_port}"

    @property
    def address(self) -> str:
        """Where the page is; whoever has it can read the reports while the server runs."""
        return f"{self.origin}/{self.token}/"

    def server_bind(self) -> None:
        """Listens, without asking a name server for the name of this machine."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing: a message of an exception may quote a report."""


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    timeout = 30
    server_version = "dragon-prep"
    sys_version = ""

    def log_message(self, *_args: Any) -> None:
        """Nothing is logged: addresses hold the token, and lines of errors what was sent."""

    def do_GET(self) -> None:
        """Serves the page and its two files."""
        name = self._asked()
        if name is None:
            return
        if name not in _PAGES:
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        file, kind = _PAGES[name]
        page = files("dragon_prep.services.local_review") / "page" / file
        self._send(HTTPStatus.OK, page.read_bytes(), kind)

    def do_POST(self) -> None:
        """Answers what the page asks."""
        name = self._asked()
        if name is None:
            return
        if self.headers.get("Origin") != self.server.origin:
            self._refuse(HTTPStatus.FORBIDDEN)
            return
        body = self._body()
        if body is None or not name.startswith(_API):
            self._refuse(HTTPStatus.BAD_REQUEST)
            return
        try:
            said = self.server.desk.answer(name.removeprefix(_API), body)
        except AskedWrongly:
            self._refuse(HTTPStatus.CONFLICT)
            return
        except DragonPrepError as fault:
            error = {"code": fault.kind.code, "what": fault.kind.title, "remedy": fault.remedy}
            self._say(HTTPStatus.INTERNAL_SERVER_ERROR, {"error": error})
            return
        except Exception:  # noqa: BLE001 - what it says may quote a report
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR)
            return
        self._say(HTTPStatus.OK, said)

    def _asked(self) -> str | None:
        """What is asked for, behind the token; None if it was refused."""
        if not self._is_ours():
            self._refuse(HTTPStatus.FORBIDDEN)
            return None
        token, _, name = self.path.removeprefix("/").partition("/")
        if not hmac.compare_digest(token.encode(), self.server.token.encode()):
            self._refuse(HTTPStatus.NOT_FOUND)
            return None
        return name

    def _is_ours(self) -> bool:
        """Whether the browser asks this very server, of its own page or of the address line.

        Another name for the loopback is refused: a name that somebody else owns may lead here.
        """
        hosts = self.headers.get_all("Host", [])
        origins = self.headers.get_all("Origin", [])
        site = self.headers.get("Sec-Fetch-Site", "none")
        return (
            hosts == [self.server.host]
            and all(origin == self.server.origin for origin in origins)
            and site in ("none", "same-origin")
        )

    def _body(self) -> dict[str, Any] | None:
        if self.headers.get_content_type() != "application/json":
            return None
        try:
            size = int(self.headers.get("Content-Length", ""))
            if not 0 <= size <= _LARGEST:
                return None
            body = json.loads(self.rfile.read(size))
        except (ValueError, RecursionError):
            return None
        return body if isinstance(body, dict) else None

    def _say(self, status: HTTPStatus, body: dict[str, Any]) -> None:
        data = json.dumps(body, ensure_ascii=True).encode("ascii")
        self._send(status, data, "application/json")

    def _refuse(self, status: HTTPStatus) -> None:
        self._send(status, b"", "text/plain; charset=utf-8")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuses a request that cannot be read; what was sent is not repeated."""
        del message, explain
        self._refuse(HTTPStatus(code))

    def _send(self, status: HTTPStatus, data: bytes, kind: str) -> None:
        self.send_response_only(status, status.phrase)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        if self.command != "HEAD":
            self.wfile.write(data)
