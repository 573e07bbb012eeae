"""Projects of annotation servers: what was annotated there, and documents sent there."""

from __future__ import annotations

import contextlib
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from dragon_prep.core.codes import pull as kinds
from dragon_prep.core.codes.annotate import PROJECT_UNFIT
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.fetch.doccano import Doccano
from dragon_prep.fetch.json_api import JsonApi, opened_client
from dragon_prep.fetch.library import silenced
from dragon_prep.fetch.origin import OriginKind
from dragon_prep.fetch.secret import require_secret

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dragon_prep.fetch.origin import Origin

_DOCUMENTS = "documents.jsonl"
_OF_LABELS = {"span_labels.json": "span-type", "category_labels.json": "category-type"}
_TASKS, _SET_UP = "tasks.json", "labelling.xml"
_ANY = {"Accept": "*/*"}  # the id of an upload comes as text
_AT_ONCE = 200  # tasks of a call
_DOTS = 2  # of a personal access token, which a session's token has to be asked for with
_TAKEN = "it holds documents already: make a new project, or empty this one"


class AnnotationServer(Protocol):
    """A project of a server."""

    def exported(self) -> dict[str, bytes]:
        """What was annotated, as the server exports it: files by name."""
        ...

    def send(self, files: Mapping[str, bytes]) -> int:
        """Sends what ``annotate export`` wrote to a project that is empty.

        Args:
            files: of the folder, by name.

        Returns:
            How many documents the project has now.
        """
        ...


class DoccanoProject:
    """A project of doccano, as :class:`AnnotationServer`."""

    def __init__(self, server: Doccano) -> None:
        self._server = server
        self._project = f"projects/{server.origin.project}"

    def exported(self) -> dict[str, bytes]:
        """See :class:`AnnotationServer`; a file for each annotator."""
        listing = self._server.files(dry=False)
        return {file.name: b"".join(self._server.read(file, 0)) for file in listing.files}

    def send(self, files: Mapping[str, bytes]) -> int:
        """See :class:`AnnotationServer`."""
        lines = files.get(_DOCUMENTS)
        if lines is None:
            self._refuse(f"there is no {_DOCUMENTS} in the folder: export for doccano first")
        project = self._server.json("GET", self._project)
        kind = project.get("project_type") if isinstance(project, dict) else None
        if not isinstance(kind, str):
            self._server.refuse(kinds.ANSWER_UNKNOWN)
        if project.get("grapheme_mode"):
            self._refuse('"grapheme mode" is on, in which its page counts otherwise')
        if not project.get("allow_overlapping", True) and _overlap(lines):
            self._refuse('spans overlap in the documents: make it with "allow overlapping"')
        if self._count():
            self._refuse(_TAKEN)
        for name, what in _OF_LABELS.items():
            if name in files:
                given = {"file": (name, files[name], "application/json")}
                self._post(f"{self._project}/{what}-upload", files=given)
        sent = {"files": {"filepond": (_DOCUMENTS, lines)}, "data": {"filepond": "{}"}}
        with self._server.answer("POST", "fp/process/", headers=_ANY, **sent) as answer:
            upload = answer.read().decode("ascii", "replace").strip()
        asked = {"format": "JSONL", "task": kind, "uploadIds": [upload], "encoding": "utf_8"}
        asked |= {"column_data": "text", "column_label": "label", "delimiter": ""}
        task = self._server.json("POST", f"{self._project}/upload", json=asked)
        number = task.get("task_id") if isinstance(task, dict) else None
        if not isinstance(number, str) or not number.replace("-", "").isalnum():
            self._server.refuse(kinds.ANSWER_UNKNOWN)
        self._server.wait(number, "the import into the project")
        return self._count()

    def _count(self) -> int:
        found = self._server.json("GET", f"{self._project}/examples?limit=1")
        return self._server.number(found, "count")

    def _post(self, path: str, **sent: Any) -> None:
        with self._server.answer("POST", path, **sent) as answer:
            answer.read()

    def _refuse(self, detail: str) -> NoReturn:
        raise InputFault(PROJECT_UNFIT, detail, place=Place(self._server.origin.told))


def _overlap(lines: bytes) -> bool:
    for line in lines.splitlines():
        body = json.loads(line)
        spans = sorted((a, b) for a, b, _ in [*body.get("label", ()), *body.get("entities", ())])
        if any(second[0] < first[1] for first, second in pairwise(spans)):
            return True
    return False


class LabelStudioProject(JsonApi):
    """A project of Label Studio, as :class:`AnnotationServer`."""

    def __init__(self, client: Any, origin: Origin) -> None:
        super().__init__(client, origin, "api")
        self._project = f"projects/{origin.project}"

    def log_in(self) -> None:
        """Takes the token: one of the older kind as it is, else a session's that it is good for.

        Raises:
            PullFault: if there is none, or the server refuses it.
        """
        token = require_secret(self.origin, "token").reveal()
        if token.count(".") != _DOTS:
            self.client.headers["Authorization"] = f"Token {token}"
            return
        found = self.json("POST", "token/refresh", json={"refresh": token})
        access = found.get("access") if isinstance(found, dict) else None
        if not isinstance(access, str) or not access.isascii():
            self.refuse(kinds.ANSWER_UNKNOWN)
        self.client.headers["Authorization"] = f"Bearer {access}"

    def exported(self) -> dict[str, bytes]:
        """See :class:`AnnotationServer`; all tasks, annotated or not."""
        held = self._count()
        path = f"{self._project}/export?exportType=JSON&download_all_tasks=true"
        data = self.data(path)
        try:
            tasks = json.loads(data)
        except ValueError:
            self.refuse(kinds.ANSWER_UNKNOWN)
        if not isinstance(tasks, list) or not tasks:
            self.refuse(kinds.NOT_THERE, "the export of the project holds no task")
        if len(tasks) != held:
            detail = f"the export has {len(tasks)} tasks, and the project {held}"
            self.refuse(kinds.CHANGED_WHILE_READ, detail)
        return {"export.json": data}

    def send(self, files: Mapping[str, bytes]) -> int:
        """See :class:`AnnotationServer`; the project's set-up becomes that of the folder."""
        place = Place(self.origin.told)
        if not {_TASKS, _SET_UP} <= files.keys():
            detail = f"there is no {_TASKS} in the folder: export for Label Studio first"
            raise InputFault(PROJECT_UNFIT, detail, place=place)
        if self._count():
            raise InputFault(PROJECT_UNFIT, _TAKEN, place=place)
        set_up = {"label_config": files[_SET_UP].decode("utf-8")}
        self.json("PATCH", f"{self._project}/", json=set_up)
        tasks = json.loads(files[_TASKS])
        for at in range(0, len(tasks), _AT_ONCE):
            self.json("POST", f"{self._project}/import", json=tasks[at : at + _AT_ONCE])
        return self._count()

    def _count(self) -> int:
        return self.number(self.json("GET", f"{self._project}/"), "task_number")


@contextlib.contextmanager
def opened_project(origin: Origin) -> Iterator[AnnotationServer]:
    """Logs in to a project of doccano or Label Studio.

    Raises:
        UsageFault: if httpx is not installed.
        PullFault: if the server cannot be reached, is not trusted, or refuses.
    """
    with silenced(), opened_client(origin) as client:
        if origin.kind is OriginKind.LABEL_STUDIO:
            project = LabelStudioProject(client, origin)
            project.log_in()
            yield project
            return
        server = Doccano(client, origin)
        server.log_in()
        yield DoccanoProject(server)
