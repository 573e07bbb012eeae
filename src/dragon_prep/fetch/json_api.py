"""Servers that are asked over HTTPS and answer in JSON; none of their words is passed on."""

from __future__ import annotations

import contextlib
import json
import ssl
from typing import TYPE_CHECKING, Any, NoReturn

from dragon_prep.core.codes import pull as kinds
from dragon_prep.core.errors import Place, PullFault
from dragon_prep.fetch.library import imported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.core.errors import ErrorCode
    from dragon_prep.fetch.origin import Origin

_PATIENCE = 60  # seconds without an answer
_LARGEST = 1 << 31  # bytes
_DONE = (200, 201, 202)
KINDS = {
    401: kinds.LOGIN_REFUSED,
    403: kinds.NOT_ALLOWED,
    404: kinds.NOT_THERE,
    502: kinds.CONNECTION_LOST,
    503: kinds.CONNECTION_LOST,
    504: kinds.CONNECTION_LOST,
}


class JsonApi:
    """A server and the client that asks it.

    Args:
        client: of httpx.
        origin: what is asked for there.
        base: what its addresses begin with, behind the server's.
    """

    def __init__(self, client: Any, origin: Origin, base: str) -> None:
        self.client = client
        self.origin = origin
        self._base = f"{origin.path}/{base}"

    def json(self, method: str, path: str, **sent: Any) -> Any:
        """What the server answers, as JSON.

        Raises:
            PullFault: if it refuses, or answers something else.
        """
        with self.answer(method, path, **sent) as answer, faults(self.origin):
            try:
                return json.loads(answer.read())
            except ValueError:
                self.refuse(kinds.ANSWER_UNKNOWN)

    def data(self, path: str) -> bytes:
        """The bytes that the server sends.

        Raises:
            PullFault: if it refuses, or sends more than 2 GiB.
        """
        found = bytearray()
        with self.answer("GET", path) as answer, faults(self.origin):
            for chunk in answer.iter_bytes():
                found += chunk
                if len(found) > _LARGEST:
                    self.refuse(kinds.ANSWER_UNKNOWN, "the export is larger than 2 GiB")
        return bytes(found)

    @contextlib.contextmanager
    def answer(self, method: str, path: str, **sent: Any) -> Iterator[Any]:
        """What the server answers, unless it is no.

        Raises:
            PullFault: if it is, or the server cannot be reached.
        """
        with contextlib.ExitStack() as stack:
            with faults(self.origin):
                asked = self.client.stream(method, f"{self._base}/{path}", **sent)
                answer = stack.enter_context(asked)
            if answer.status_code not in _DONE:
                self.refuse(KINDS.get(answer.status_code, kinds.ANSWER_UNKNOWN))
            yield answer

    def number(self, body: Any, member: str) -> int:
        """A number in an answer."""
        number = body.get(member) if isinstance(body, dict) else None
        if not isinstance(number, int):
            self.refuse(kinds.ANSWER_UNKNOWN)
        return number

    def refuse(self, kind: ErrorCode, detail: str = "") -> NoReturn:
        """Stops."""
        raise PullFault(kind, detail, place=Place(self.origin.told))


@contextlib.contextmanager
def opened_client(origin: Origin) -> Iterator[Any]:
    """A client of httpx for one server, which must be trusted.

    Raises:
        UsageFault: if httpx is not installed.
        PullFault: if the certificate of ``ca_file`` cannot be used.
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
        yield client


@contextlib.contextmanager
def faults(origin: Origin) -> Iterator[None]:
    """Turns what httpx raises into faults without its words."""
    httpx = imported("httpx", origin)
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        refused = "CERTIFICATE_VERIFY_FAILED" in str(error)
        kind = kinds.CERTIFICATE_REFUSED if refused else kinds.CONNECTION_LOST
        raise PullFault(kind, place=Place(origin.told)) from None
