"""Servers on the loopback for `pull`: SFTP, doccano, and a wire that can be cut or held."""

from __future__ import annotations

import contextlib
import io
import ipaddress
import json
import os
import socket
import ssl
import threading
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import paramiko
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE = "127.0.0.1"


def _end(listener: socket.socket) -> None:
    """Closes a listener, also one that waits in another thread."""
    with contextlib.suppress(OSError):
        listener.shutdown(socket.SHUT_RDWR)
    listener.close()


class Wire:
    """Carries bytes to a server and back; after ``limit`` bytes from there it is held or cut."""

    def __init__(self, port: int) -> None:
        self._server = port
        self.carried = 0
        self.limit: int | None = None
        self.is_cut = False  # at the limit: cut rather than held
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._listener = socket.create_server((HERE, 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def free(self) -> None:
        """From now on everything passes, and is counted anew."""
        self.limit, self.carried = None, 0

    def close(self) -> None:
        self._closed.set()
        _end(self._listener)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        with contextlib.ExitStack() as open_ends:
            open_ends.enter_context(client)
            try:
                server = open_ends.enter_context(socket.create_connection((HERE, self._server)))
            except OSError:
                return
            ways = [(client, server, False), (server, client, True)]
            threads = [threading.Thread(target=self._carry, args=way) for way in ways]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

    def _carry(self, source: socket.socket, target: socket.socket, counts: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 14):
                if counts and not self._may_pass(len(data)):
                    break
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _may_pass(self, size: int) -> bool:
        with self._lock:
            self.carried += size
        while self.limit is not None and self.carried > self.limit:
            if self.is_cut or self._closed.wait(0.05):
                return False
        return True


class _Login(paramiko.ServerInterface):
    def __init__(self, server: SftpServer) -> None:
        self.server = server

    def get_allowed_auths(self, username):
        return "password,publickey"

    def check_auth_password(self, username, password):
        self.server.passwords += 1
        right = (username, password) == (self.server.user, self.server.password)
        return paramiko.AUTH_SUCCESSFUL if right else paramiko.AUTH_FAILED

    def check_auth_publickey(self, username, key):
        right = (username, key) == (self.server.user, self.server.client_key)
        return paramiko.AUTH_SUCCESSFUL if right else paramiko.AUTH_FAILED

    def check_channel_request(self, kind, chanid):
        return paramiko.OPEN_SUCCEEDED


class _Files(paramiko.SFTPServerInterface):
    def __init__(self, login, *args, **kwargs):
        super().__init__(login, *args, **kwargs)
        self.home = login.server

    def _real(self, path):
        return self.home.root / self.canonicalize(path).lstrip("/")

    def canonicalize(self, path):
        return os.path.normpath("/" + path)

    def _told(self, path, look):
        try:
            found = look(self._real(path))
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        return paramiko.SFTPAttributes.from_stat(found, Path(path).name)

    def stat(self, path):
        return self._told(path, os.stat)

    def lstat(self, path):
        return self._told(path, os.lstat)

    def list_folder(self, path):
        return [self.lstat(f"{path}/{found.name}") for found in self._real(path).iterdir()]

    def open(self, path, flags, attr):
        if path in self.home.closed:
            return paramiko.SFTP_PERMISSION_DENIED
        try:
            opened = self._real(path).open("rb")
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        handle = _Handle(flags)
        handle.readfile = opened
        handle.before_read = lambda offset: self.home.before_read(path, offset)
        return handle


class _Handle(paramiko.SFTPHandle):
    def read(self, offset, length):
        self.before_read(offset)
        return super().read(offset, length)


class SftpServer:
    """Serves a folder by SFTP, to one user with a password or a key."""

    user, password = "steward", "pw-Kruidnagel-7"

    def __init__(self, root: Path, host_key: paramiko.PKey) -> None:
        self.root = root
        self.host_key = host_key
        self.client_key: paramiko.PKey | None = None
        self.closed: set[str] = set()  # paths that nobody may read
        self.passwords = 0  # that were sent
        self.before_read = lambda path, offset: None
        self._transports: list[paramiko.Transport] = []
        self._listener = socket.create_server((HERE, 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(client)
            transport.add_server_key(self.host_key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files)
            self._transports.append(transport)
            with contextlib.suppress(paramiko.SSHException, EOFError):
                transport.start_server(threading.Event(), _Login(self))

    def close(self) -> None:
        _end(self._listener)
        for transport in self._transports:  # as its own close does, but for waiting without end
            transport.active = False
            transport.packetizer.close()
            transport.join(5)
            transport.sock.close()

    def known_as(self, port: int) -> str:
        """The line of known_hosts for a port that leads here."""
        return f"[{HERE}]:{port} {self.host_key.get_name()} {self.host_key.get_base64()}\n"


@dataclass
class DoccanoProject:
    """Annotated texts by annotator; of a project that people share, by ``all``."""

    files: dict[str, list[dict[str, object]]]
    count: int = 0  # of texts, as the project says it
    is_ready_after: int = 1  # questions
    fails: bool = False


@dataclass
class DoccanoServer:
    """Speaks doccano's API as far as an export needs it: log in, export, ask, download.

    As doccano 1.8 does, with a session that needs its CSRF token and referrer, or with a token.
    """

    projects: dict[int, DoccanoProject]
    user: str = "steward"
    password: str = "pw-Kruidnagel-7"
    token: str = "3f1cafe0ddba11"
    is_member: bool = True  # may export
    damage: bytes = b""  # put in place of the last bytes of an archive
    certificate: Path | None = None  # and private key, in one file
    asked: int = 0
    exports: list[dict[str, object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        home = self

        class Handler(_DoccanoHandler):
            server_state = home

        self._server = ThreadingHTTPServer((HERE, 0), Handler)
        self.port = self._server.server_address[1]
        if self.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def archive(self, project: DoccanoProject) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
            for name, lines in project.files.items():
                text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
                archive.writestr(zipfile.ZipInfo(f"{name}.jsonl"), text)
        data = made.getvalue()
        return data[: len(data) - len(self.damage)] + self.damage


def self_signed(path: Path) -> Path:
    """A file with a certificate of this machine that nobody vouches for, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HERE)])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HERE))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2999, 1, 1, tzinfo=UTC))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    form, closed = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, form, closed))
    return path


class _DoccanoHandler(BaseHTTPRequestHandler):
    server_state: DoccanoServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        self._serve("GET", b"")

    def do_POST(self):
        self._serve("POST", self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _serve(self, method, body):
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if path == "/v1/auth/login/":
            return self._log_in(json.loads(body))
        if not self._is_in(method):
            return self._send(403, {"detail": "Authentication credentials were not provided."})
        if path == "/v1/me":
            return self._send(200, {"id": 1})
        return self._of_project(method, path, query, body)

    def _log_in(self, login):
        state = self.server_state
        if login != {"username": state.user, "password": state.password}:
            told = {"non_field_errors": ["Unable to log in with provided credentials."]}
            return self._send(400, told)
        cookies = ("sessionid=s3ss1on; Path=/", "csrftoken=c5rf; Path=/")
        return self._send(200, {"key": state.token}, cookies)

    def _is_in(self, method):
        if self.headers.get("Authorization") == f"Token {self.server_state.token}":
            return True
        if "sessionid=s3ss1on" not in self.headers.get("Cookie", ""):
            return False
        safe = self.headers.get("X-CSRFToken") == "c5rf" and self.headers.get("Referer")
        return method == "GET" or bool(safe)

    def _of_project(self, method, path, query, body):
        state = self.server_state
        parts = path.strip("/").split("/")
        if parts[:3] == ["v1", "tasks", "status"]:
            project = state.projects[int(parts[3])]
            state.asked += 1
            ready = state.asked >= project.is_ready_after
            error = {"text": "dr. Zwartjes"} if ready and project.fails else None
            return self._send(200, {"ready": ready, "result": None, "error": error})
        number = int(parts[2])
        if number not in state.projects:
            return self._send(404, {"detail": "Not found."})
        if not state.is_member:
            return self._send(403, {"detail": "You do not have permission."})
        project = state.projects[number]
        if parts[3] == "examples":
            return self._send(200, {"count": project.count, "next": None, "results": []})
        if parts[3] == "download-format":
            return self._send(200, [{"name": "JSONL", "title": "JSONL", "type": "object"}])
        if method == "POST":
            state.exports.append(json.loads(body))
            return self._send(200, {"task_id": str(number)})
        return self._send_bytes(state.archive(state.projects[int(query["taskId"][0])]))

    def _send(self, status, body, cookies=()):
        self._send_bytes(json.dumps(body).encode(), status, cookies)

    def _send_bytes(self, data, status=200, cookies=()):
        self.send_response(status)
        for cookie in cookies:
            self.send_header("Set-Cookie", cookie)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(data)
