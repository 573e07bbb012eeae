"""Annotations of a doccano project, by its API: log in, have it export, wait, download."""

from __future__ import annotations

import contextlib
import io
import json
import time
import zipfile
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes import pull as kinds
from dragon_prep.fetch.json_api import KINDS, JsonApi, faults, opened_client
from dragon_prep.fetch.names import is_usable
from dragon_prep.fetch.remote import CHUNK, Listing, RemoteFile
from dragon_prep.fetch.secret import require_secret

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from dragon_prep.fetch.origin import Origin

_LONGEST_TASK = 900  # seconds that doccano may take
_PAUSES = (0.2, 0.5, 1.0, 2.0)  # seconds between questions whether it is done
_LARGEST = 1 << 31  # bytes
_FORMAT = "JSONL"


class Doccano(JsonApi):
    """A doccano project. Each export of it is made anew, so it is held until it is written."""

    def __init__(self, client: Any, origin: Origin) -> None:
        super().__init__(client, origin, "v1")
        self._project = f"projects/{origin.project}"
        self._exported: dict[str, bytes] = {}

    def files(self, *, dry: bool) -> Listing:
        """See :class:`dragon_prep.fetch.remote.Remote`; a dry run has nothing exported."""
        held = self.number(self.json("GET", f"{self._project}/examples?limit=1"), "count")
        formats = self.json("GET", f"{self._project}/download-format")
        names = {f.get("name") for f in formats if isinstance(f, dict)}
        if _FORMAT not in names:
            self.refuse(kinds.NOT_THERE, "the project cannot be exported as JSON lines")
        if dry:
            return Listing.of([RemoteFile("all.jsonl", 0)], is_single=True)
        self._exported = self._unpacked(self._export())
        if not sum(self._whole(data, held) for data in self._exported.values()):
            self.refuse(kinds.NOT_THERE, "the export of the project holds no text")
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
        asked = {"format": _FORMAT, "exportApproved": self.origin.only_approved}
        task = self.json("POST", f"{self._project}/download", json=asked)
        number = task.get("task_id") if isinstance(task, dict) else None
        if not isinstance(number, str) or not number.replace("-", "").isalnum():
            self.refuse(kinds.ANSWER_UNKNOWN)
        self.wait(number)
        return self.data(f"{self._project}/download?taskId={number}")

    def wait(self, task: str, what: str = "the export of the project") -> None:
        """Waits until a task of the server is done.

        Args:
            task: its id.
            what: is being done.

        Raises:
            PullFault: if it fails, or takes longer than 15 minutes.
        """
        started = time.monotonic()
        asked = 0
        while True:
            status = self.json("GET", f"tasks/status/{task}")
            if not isinstance(status, dict) or not isinstance(status.get("ready"), bool):
                self.refuse(kinds.ANSWER_UNKNOWN)
            if status.get("error"):
                self.refuse(kinds.ANSWER_UNKNOWN, f"{what} failed on the server")
            if status["ready"]:
                return
            if time.monotonic() - started > _LONGEST_TASK:
                detail = f"{what} was not ready after 15 minutes"
                self.refuse(kinds.CONNECTION_LOST, detail)
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
                    self.refuse(kinds.ANSWER_UNKNOWN, "the export is larger than 2 GiB")
                if not all(is_usable(member.filename) for member in members):
                    self.refuse(kinds.NAME_UNUSABLE, "an annotator's name cannot be a file's here")
                return {member.filename: archive.read(member) for member in members}
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError):
            self.refuse(kinds.CHECKSUM_DIFFERS, "the archive that the server sent is damaged")

    def _whole(self, data: bytes, held: int) -> int:
        """How many texts an export has, which is of this project, and all of it."""
        lines = [line for line in data.split(b"\n") if line.strip()]
        try:
            objects = all(isinstance(json.loads(line), dict) for line in lines)
        except ValueError:
            objects = False
        if not objects:
            self.refuse(kinds.ANSWER_UNKNOWN, "the export is not JSON lines")
        few_are_meant = self.origin.only_approved and len(lines) < held
        if len(lines) != held and not few_are_meant:
            detail = f"the export has {len(lines)} texts, and the project {held}"
            self.refuse(kinds.CHANGED_WHILE_READ, detail)
        return len(lines)

    def log_in(self) -> None:
        """Logs in with user and password, or with a token where no user is named.

        Raises:
            PullFault: if the server refuses.
        """
        if not self.origin.user:
            token = require_secret(self.origin, "token").reveal()
            self.client.headers["Authorization"] = f"Token {token}"
            with faults(self.origin):
                answer = self.client.get(f"{self.origin.path}/v1/me")
            self._require_in(answer.status_code, refusals=(401, 403))
            return
        word = require_secret(self.origin).reveal()
        login = {"username": self.origin.user, "password": word}
        with faults(self.origin):
            answer = self.client.post(f"{self.origin.path}/v1/auth/login/", json=login)
        self._require_in(answer.status_code, refusals=(400, 401, 403))
        if token := self.client.cookies.get("csrftoken"):
            self.client.headers["X-CSRFToken"] = token

    def _require_in(self, status: int, *, refusals: tuple[int, ...]) -> None:
        if status in refusals:
            self.refuse(kinds.LOGIN_REFUSED)
        if status != 200:
            self.refuse(KINDS.get(status, kinds.ANSWER_UNKNOWN))


@contextlib.contextmanager
def open_doccano(origin: Origin) -> Iterator[Doccano]:
    """Logs in to a doccano server.

    Raises:
        UsageFault: if httpx is not installed.
        PullFault: if the server cannot be reached, is not trusted, or refuses.
    """
    with opened_client(origin) as client:
        remote = Doccano(client, origin)
        remote.log_in()
        yield remote
