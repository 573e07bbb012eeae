"""Annotations of a doccano project, by its API: log in, have it export, wait, download."""

from __future__ import annotations

import contextlib
import io
import json
import ssl
import time
import zipfile
from typing import TYPE_CHECKING, Any, NoReturn

from dragon_prep.core.codes import pull as kinds
from dragon_prep.core.errors import Place, PullFault
from dragon_prep.fetch.library import imported
from dragon_prep.fetch.names import is_usable
from dragon_prep.fetch.remote import CHUNK, Listing, RemoteFile
from dragon_prep.fetch.secret import require_secret

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from dragon_prep.core.errors import ErrorCode
    from dragon_prep.fetch.origin import Origin

_PATIENCE = 60  # seconds without an answer
_LONGEST_EXPORT = 900  # seconds that doccano may take
_PAUSES = (0.2, 0.5, 1.0, 2.0)  # seconds between questions whether it is done
_LARGEST = 1 << 31  # bytes
_FORMAT = "JSONL"
_KINDS = {
    401: kinds.LOGIN_REFUSED,
    403: kinds.NOT_ALLOWED,
    404: kinds.NOT_THERE,
    502: kinds.CONNECTION_LOST,
    503: kinds.CONNECTION_LOST,
    504: kinds.CONNECTION_LOST,
}


class Doccano:
    """A doccano project. Each export of it is made anew, so it is held until it is written."""

    def __init__(self, client: Any, origin: Origin) -> None:
        self._client = client
        self._origin = origin
        self._project = f"projects/{origin.project}"
        self._exported: dict[str, bytes] = {}

    def files(self, *, dry: bool) -> Listing:
        """See :class:`dragon_prep.fetch.remote.Remote`; a dry run has nothing exported."""
        held = self._number(self._json("GET", f"{self._project}/examples?limit=1"), "count")
        formats = self._json("GET", f"{self._project}/download-format")
        names = {f.get("name") for f in formats if isinstance(f, dict)}
        if _FORMAT not in names:
            self._refuse(kinds.NOT_THERE, "the project cannot be exported as JSON lines")
        if dry:
            return Listing.of([RemoteFile("all.jsonl", 0)], is_single=True)
        self._exported = self._unpacked(self._export())
        if not sum(self._whole(data, held) for data in self._exported.values()):
            self._refuse(kinds.NOT_THERE, "the export of the project holds no text")
        files = [RemoteFile(name, len(data)) for name, data in self._exported.items()]
        return Listing.of(files, is_single=len(files) == 1)

    def look(self, file: RemoteFile) -> RemoteFile:
        """See :class:`dragon_prep.fetch.remote.Remote`; an export stays what it is."""
        return file

    def read(self, file: RemoteFile, offset: int) -> Generator[bytes]:
        """See :class:`dragon_prep.fetch.remote.Remote`."""
        data = self._exported[file.name]
        for start in range(offset, len(data), CHUNK):
            yield data[start : start + CHUNK]

    def checksums(self, file: RemoteFile) -> tuple[str, ...]:
        """Doccano tells none; the archive it sends has been checked against its own."""
        del file
        return ()

    def _export(self) -> bytes:
        asked = {"format": _FORMAT, "exportApproved": self._origin.only_approved}
        task = self._json("POST", f"{self._project}/download", asked)
        number = task.get("task_id") if isinstance(task, dict) else None
        if not isinstance(number, str) or not number.replace("-", "").isalnum():
            self._refuse(kinds.ANSWER_UNKNOWN)
        self._wait(number)
        with self._answer("GET", f"{self._project}/download?taskId={number}") as answer:
            data = bytearray()
            with _faults(self._origin):
                for chunk in answer.iter_bytes():
                    data += chunk
                    if len(data) > _LARGEST:
                        self._refuse(kinds.ANSWER_UNKNOWN, "the export is larger than 2 GiB")
            return bytes(data)

    def _wait(self, task: str) -> None:
        started = time.monotonic()
        asked = 0
        while True:
            status = self._json("GET", f"tasks/status/{task}")
            if not isinstance(status, dict) or not isinstance(status.get("ready"), bool):
                self._refuse(kinds.ANSWER_UNKNOWN)
            if status.get("error"):
                self._refuse(kinds.ANSWER_UNKNOWN, "the export of the project failed on the server")
            if status["ready"]:
                return
            if time.monotonic() - started > _LONGEST_EXPORT:
                detail = "the export of the project was not ready after 15 minutes"
                self._refuse(kinds.CONNECTION_LOST, detail)
            time.sleep(_PAUSES[min(asked, len(_PAUSES) - 1)])
            asked += 1

    def _unpacked(self, data: bytes) -> dict[str, bytes]:
        """The files of an export: a file for each annotator, or one for all."""
        if not data.startswith(b"PK\x03\x04"):  # versions before 1.6 send the file itself
            return {"all.jsonl": data}
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = [m for m in archive.infolist() if not m.is_dir()]
                if sum(member.file_size for member in members) > _LARGEST:
                    self._refuse(kinds.ANSWER_UNKNOWN, "the export is larger than 2 GiB")
                if not all(is_usable(member.filename) for member in members):
                    self._refuse(kinds.NAME_UNUSABLE, "an annotator's name cannot be a file's here")
                return {member.filename: archive.read(member) for member in members}
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError):
            self._refuse(kinds.CHECKSUM_DIFFERS, "the archive that the server sent is damaged")

    def _whole(self, data: bytes, held: int) -> int:
        """How many texts an export has, which is of this project, and all of it."""
        lines = [line for line in data.split(b"\n") if line.strip()]
        try:
            objects = all(isinstance(json.loads(line), dict) for line in lines)
        except ValueError:
            objects = False
        if not objects:
            self._refuse(kinds.ANSWER_UNKNOWN, "the export is not JSON lines")
        few_are_meant = self._origin.only_approved and len(lines) < held
        if len(lines) != held and not few_are_meant:
            detail = f"the export has {len(lines)} texts, and the project {held}"
            self._refuse(kinds.CHANGED_WHILE_READ, detail)
        return len(lines)

    def _json(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
        with self._answer(method, path, body) as answer, _faults(self._origin):
            try:
                return json.loads(answer.read())
            except ValueError:
                self._refuse(kinds.ANSWER_UNKNOWN)

    @contextlib.contextmanager
    def _answer(
        self, method: str, path: str, body: Mapping[str, object] | None = None
    ) -> Iterator[Any]:
        """What the server answers, unless it is no."""
        with contextlib.ExitStack() as stack:
            with _faults(self._origin):
                url = f"{self._origin.path}/v1/{path}"
                answer = stack.enter_context(self._client.stream(method, url, json=body))
            if answer.status_code not in (200, 201):
                self._refuse(_KINDS.get(answer.status_code, kinds.ANSWER_UNKNOWN))
            yield answer

    def log_in(self) -> None:
        """Logs in with user and password, or with a token where no user is named.

        Raises:
            PullFault: if the server refuses.
        """
        if not self._origin.user:
            token = require_secret(self._origin, "token").reveal()
            self._client.headers["Authorization"] = f"Token {token}"
            with _faults(self._origin):
                answer = self._client.get(f"{self._origin.path}/v1/me")
            self._require_in(answer.status_code, refusals=(401, 403))
            return
        word = require_secret(self._origin).reveal()
        login = {"username": self._origin.user, "password": word}
        with _faults(self._origin):
            answer = self._client.post(f"{self._origin.path}/v1/auth/login/", json=login)
        self._require_in(answer.status_code, refusals=(400, 401, 403))
        if token := self._client.cookies.get("csrftoken"):
            self._client.headers["X-CSRFToken"] = token

    def _require_in(self, status: int, *, refusals: tuple[int, ...]) -> None:
        if status in refusals:
            self._refuse(kinds.LOGIN_REFUSED)
        if status != 200:
            self._refuse(_KINDS.get(status, kinds.ANSWER_UNKNOWN))

    def _number(self, body: Any, member: str) -> int:
        number = body.get(member) if isinstance(body, dict) else None
        if not isinstance(number, int):
            self._refuse(kinds.ANSWER_UNKNOWN)
        return number

    def _refuse(self, kind: ErrorCode, detail: str = "") -> NoReturn:
        raise PullFault(kind, detail, place=Place(self._origin.told))


@contextlib.contextmanager
def open_doccano(origin: Origin) -> Iterator[Doccano]:
    """Logs in to a doccano server.

    Raises:
        UsageFault: if httpx is not installed.
        PullFault: if the server cannot be reached, is not trusted, or refuses.
    """
    httpx = imported("httpx", origin)
    try:
        verify = ssl.create_default_context(cafile=origin.ca_file or None)
    except (OSError, ssl.SSLError):
        detail = "the file of ca_file cannot be read, or holds no certificate"
        raise PullFault(kinds.CERTIFICATE_REFUSED, detail, place=Place(origin.told)) from None
    with httpx.Client(
        timeout=_PATIENCE,
        verify=verify,
        follow_redirects=False,  # the password goes to the server that was named, and no other
        headers={"Referer": origin.path, "Accept": "application/json"},
    ) as client:
        remote = Doccano(client, origin)
        remote.log_in()
        yield remote


@contextlib.contextmanager
def _faults(origin: Origin) -> Iterator[None]:
    """Turns what httpx raises into faults without its words."""
    httpx = imported("httpx", origin)
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        refused = "CERTIFICATE_VERIFY_FAILED" in str(error)
        kind = kinds.CERTIFICATE_REFUSED if refused else kinds.CONNECTION_LOST
        raise PullFault(kind, place=Place(origin.told)) from None
