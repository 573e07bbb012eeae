"""Calls to a platform: no faster than agreed, tried again where that may help, told by code alone.

What a call that failed did on the platform is not known: whoever makes one that must not be done
twice says how to see whether it was (``done``).
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar
from urllib.parse import urljoin

from dragon_prep.core.codes import upload as kinds
from dragon_prep.core.errors import Place, SendFault, UsageFault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dragon_prep.core.errors import ErrorCode
    from dragon_prep.fetch.secret import Secret
    from dragon_prep.send.platform import Platform

Taken = TypeVar("Taken")

_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504, 507, 520, 522, 524))
_NOT_DONE = frozenset((429,))  # answered before anything was done
_AWAY = frozenset((301, 302, 303, 307, 308))
_MOST_AWAY = 5
_UNSIGNED: Mapping[str, str] = {}  # headers of what goes without the token, wherever it goes
_CROWDED = b"you have created too many uploads"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to try.

    Attributes:
        tries: how often a call is made in all.
        first: seconds before the second try; they double from try to try.
        longest: the most of them.
        asked: the longest that the platform may ask to wait for (``Retry-After``).
        crowded: seconds to wait when it has too many uploads that it has not looked at yet.
    """

    tries: int = 8
    first: float = 0.5
    longest: float = 60.0
    asked: float = 900.0
    crowded: float = 300.0

    def before(self, tried: int) -> float:
        """Seconds to wait after so many tries."""
        return min(self.longest, self.first * 2.0 ** (tried - 1))


class Refused(Exception):
    """The platform says no.

    Args:
        status: the number of its answer.
        doubtful: whether an earlier try of the same call may have been done.
    """

    def __init__(self, status: int, *, doubtful: bool) -> None:
        super().__init__(status)
        self.status = status
        self.doubtful = doubtful


class _Failed(Exception):
    """A try failed, and another may not."""

    def __init__(self, wait: float | None = None, *, may_be_done: bool = True) -> None:
        super().__init__()
        self.wait = wait
        self.may_be_done = may_be_done


class Wire:
    """A line to a platform.

    Args:
        client: of httpx.
        platform: to whom.
        token: sent to the platform itself and to nobody else.
        rate: the most calls in a second.
        patience: how long to try.
    """

    def __init__(
        self, client: Any, platform: Platform, token: Secret, rate: float, patience: Patience
    ) -> None:
        self._client = client
        self.platform = platform
        self._token = token
        self._gap = 1 / rate
        self.patience = patience
        self._next = 0.0

    def json(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        params: Mapping[str, Any] | None = None,
        done: Callable[[], Any] | None = None,
    ) -> Any:
        """What the platform answers to a call of its API.

        Args:
            method: of HTTP.
            path: below the address of the API.
            body: sent as JSON.
            params: of the address.
            done: tells before another try what the call was to give, or None if it was not done.

        Raises:
            SendFault: if it does not answer, or not as it should.
            Refused: if it says no.
        """
        content = None if body is None else json.dumps(body).encode()
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        asked = {"params": params, "content": content, "headers": headers}
        return self._call(method, self.platform.base + path, asked, self._document, done)

    def put(self, url: str, content: bytes) -> str:
        """Sends bytes to a signed address of the platform's store; gives their ETag.

        Raises:
            SendFault: if it does not answer.
            Refused: if it says no.
        """

        def tag(answer: Any) -> str:
            return str(answer.headers.get("ETag") or self.refuse(kinds.PLATFORM_ANSWER))

        return self._call("PUT", url, {"content": content, "headers": _UNSIGNED}, tag)

    def read(self, url: str, take: Callable[[Any], Taken]) -> Taken:
        """Reads a file that the platform has.

        Args:
            url: of the file.
            take: is given its blocks; called anew with each try.

        Raises:
            SendFault: if it does not come.
            Refused: if the platform says no.
        """
        return self._call("GET", url, {}, lambda answer: take(answer.iter_bytes()))

    def refuse(self, kind: ErrorCode, detail: str = "") -> NoReturn:
        """Stops the work for what the platform does.

        Raises:
            SendFault: always.
        """
        raise self.fault(kind, detail)

    def fault(self, kind: ErrorCode, detail: str = "") -> SendFault:
        """What the platform does, as a fault."""
        return SendFault(kind, detail, place=Place(self.platform.host))

    def _document(self, answer: Any) -> Any:
        try:
            return json.loads(answer.read())
        except ValueError:
            self.refuse(kinds.PLATFORM_ANSWER)

    def _call(
        self,
        method: str,
        url: str,
        asked: Mapping[str, Any],
        take: Callable[[Any], Taken],
        done: Callable[[], Taken | None] | None = None,
    ) -> Taken:
        doubtful = False
        for tried in range(1, self.patience.tries + 1):
            try:
                return self._once(method, url, asked, take)
            except _Failed as failure:
                doubtful = doubtful or failure.may_be_done
                wait = self.patience.before(tried) if failure.wait is None else failure.wait
            except Refused as refusal:
                raise Refused(refusal.status, doubtful=doubtful) from None
            if tried == self.patience.tries or wait > self.patience.asked:
                break
            time.sleep(wait)
            if done is not None and doubtful and (found := done()) is not None:
                return found
        raise self.fault(kinds.PLATFORM_LOST)

    def _once(
        self, method: str, url: str, asked: Mapping[str, Any], take: Callable[[Any], Taken]
    ) -> Taken:
        import httpx

        for _ in range(_MOST_AWAY):
            self._wait_for_turn()
            try:
                with self._client.stream(method, url, **self._signed(url, asked)) as answer:
                    if answer.status_code not in _AWAY or method != "GET":
                        self._require_yes(answer)
                        return take(answer)
                    url = urljoin(url, answer.headers.get("Location", ""))
                    asked = {}
            except httpx.TransportError as error:
                if "CERTIFICATE_VERIFY_FAILED" in str(error):
                    self.refuse(kinds.PLATFORM_CERTIFICATE)
                raise _Failed from None
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError):
                self.refuse(kinds.PLATFORM_ANSWER)
        raise self.fault(kinds.PLATFORM_ANSWER, "an address leads to another, and that on")

    def _signed(self, url: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """What is asked, with the token where it belongs."""
        if not self.platform.is_own(url) or asked.get("headers") is _UNSIGNED:
            return dict(asked)
        token = {"Authorization": f"BEARER {self._token.reveal()}"}
        return {**asked, "headers": {**asked.get("headers", {}), **token}}

    def _require_yes(self, answer: Any) -> None:
        """Sees to it that an answer is a yes.

        Raises:
            _Failed: if it is not, and may be another time.
            Refused: if it is a no.
        """
        status: int = answer.status_code
        if 200 <= status < 300:
            return
        if status in _AGAIN:
            wait = _asked_to_wait(answer.headers.get("Retry-After"))
            raise _Failed(wait, may_be_done=status not in _NOT_DONE)
        if status == 400 and _CROWDED in answer.read().lower():
            raise _Failed(self.patience.crowded, may_be_done=False)
        raise Refused(status, doubtful=False)

    def _wait_for_turn(self) -> None:
        now = time.monotonic()
        if now < self._next:
            time.sleep(self._next - now)
        self._next = max(now, self._next) + self._gap


def _asked_to_wait(header: str | None) -> float | None:
    """The seconds of a ``Retry-After``, which has seconds or a date; None if it tells none."""
    if header is None:
        return None
    try:
        return max(0.0, float(int(header)))
    except ValueError:
        pass
    try:
        when = parsedate_to_datetime(header)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def required_httpx() -> Any:
    """The library httpx.

    Raises:
        UsageFault: if it is not installed.
    """
    try:
        import httpx
    except ImportError:
        detail = "sending needs the library httpx"
        raise UsageFault(kinds.UPLOAD_EXTRA, detail) from None
    return httpx
