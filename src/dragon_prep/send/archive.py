"""Archives of Grand Challenge: items, their values, and files that become values.

What is asked and answered is what gcapi 0.16 asks and is answered; tests hold both against its own
models.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import ssl
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar
from urllib.parse import quote

from dragon_prep.core.codes import upload as kinds
from dragon_prep.core.version import VERSION
from dragon_prep.fetch.library import silenced
from dragon_prep.send.wire import Patience, Refused, Wire, required_httpx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dragon_prep.core.errors import ErrorCode
    from dragon_prep.fetch.secret import Secret
    from dragon_prep.send.platform import Platform

_SPEAKS = (0, 16)  # the version of gcapi whose API this is
_PAGE = 100
_LISTINGS = 3  # of an archive, where one is not whole
_PART = 32 << 20  # bytes of a file that are sent at once
_UPLOADS = 3  # of one file
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_PATIENCE = Patience()
_KINDS = {401: kinds.TOKEN_REFUSED, 403: kinds.TOKEN_REFUSED, 404: kinds.ARCHIVE_UNKNOWN}
_Type = TypeVar("_Type")


@dataclass(frozen=True, slots=True, repr=False)
class ArchiveSocket:
    """What a value of an item is for; only sockets of files and of JSON values are used.

    Attributes:
        slug: its name.
        is_file: whether a value is kept as a file, and not as JSON in the item.
    """

    slug: str
    is_file: bool


@dataclass(frozen=True, slots=True, repr=False)
class HeldValue:
    """A value that an item has: JSON, or the address of a file."""

    value: object
    file: str | None


@dataclass(frozen=True, slots=True, repr=False)
class ArchiveItem:
    """An item of an archive.

    Attributes:
        pk: its id on the platform.
        title: what it is called.
        values: by socket.
    """

    pk: str
    title: str
    values: Mapping[str, HeldValue] = field(default_factory=dict)


class _Api:
    """Calls of the API, and what stands in its answers."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def json(self, *args: Any, **more: Any) -> Any:
        """An answer; a no stops the work."""
        try:
            return self.wire.json(*args, **more)
        except Refused as refusal:
            self.refuse(refusal)

    def refuse(self, refusal: Refused) -> NoReturn:
        """Stops the work for a no of the platform."""
        kind: ErrorCode = _KINDS.get(refusal.status, kinds.PLATFORM_REFUSES)
        self.wire.refuse(kind, f"{kind.title} (HTTP status {refusal.status})")

    def only(self, path: str, slug: str, what: str) -> Any:
        """The one thing of a name."""
        page = self.json("GET", path, params={"slug": slug, "offset": 0, "limit": _PAGE})
        results = self.of(page, "results", list)
        if len(results) != 1:
            self.wire.refuse(kinds.ARCHIVE_UNKNOWN, f"there is no {what}, or you may not see it")
        return results[0]

    def id(self, body: Any) -> str:
        """The id in an answer, which goes into addresses."""
        found = self.of(body, "pk", str)
        return found if _ID.fullmatch(found) else self.wire.refuse(kinds.PLATFORM_ANSWER)

    def of(self, body: Any, name: str, kind: type[_Type]) -> _Type:
        """A member of an answer."""
        found = body.get(name) if isinstance(body, dict) else None
        return found if isinstance(found, kind) else self.wire.refuse(kinds.PLATFORM_ANSWER)


class Archive:
    """An archive that items are sent to."""

    def __init__(self, api: _Api, found: Any) -> None:
        self._api = api
        self._pk = api.id(found)
        self._api_url = api.of(found, "api_url", str)

    def socket(self, slug: str) -> ArchiveSocket:
        """The socket of a name.

        Raises:
            SendFault: if there is none, or it is one of images.
        """
        found = self._api.only("components/interfaces/", slug, f"socket {slug}")
        kind = self._api.of(found, "super_kind", str).casefold()
        if kind not in ("file", "value"):
            self._api.wire.refuse(kinds.PLATFORM_ANSWER, f"the socket {slug} is not one of JSON")
        return ArchiveSocket(slug, kind == "file")

    def items(self) -> list[ArchiveItem]:
        """All items of the archive.

        Raises:
            SendFault: if they cannot be listed.
        """
        for _ in range(_LISTINGS):
            found: dict[str, ArchiveItem] = {}
            count = 1
            while len(found) < count:
                params = {"archive": self._pk, "offset": len(found), "limit": _PAGE}
                page = self._api.json("GET", "archives/items/", params=params)
                count = self._api.of(page, "count", int)
                results = self._api.of(page, "results", list)
                before = len(found)
                found |= {item.pk: item for item in map(self._item, results)}
                if len(found) == before:
                    break
            if len(found) == count or not count:
                return list(found.values())
            # Somebody changes the archive: one that is overlooked would be sent twice.
        detail = "its list of the archive's items is never whole"
        raise self._api.wire.fault(kinds.PLATFORM_ANSWER, detail)

    def create(self, title: str) -> ArchiveItem:
        """Makes an item without values; one that an earlier try has made is taken.

        Raises:
            SendFault: if it cannot be made.
        """
        body = {"archive": self._api_url, "values": [], "title": title}

        def made() -> dict[str, Any] | None:
            same = [item for item in self.items() if item.title == title]
            return {"pk": same[0].pk} if same else None

        created = self._api.json("POST", "archives/items/", body, done=made)
        return ArchiveItem(self._api.id(created), title)

    def fill(self, item: ArchiveItem, values: Sequence[Mapping[str, object]]) -> None:
        """Gives an item values; those that it has of the same sockets are replaced.

        Args:
            item: whose.
            values: from :meth:`value_of`.

        Raises:
            SendFault: if the platform refuses.
            Refused: if it refuses after a try that it may have taken: then look again.
        """
        try:
            self._api.wire.json("PATCH", f"archives/items/{item.pk}/", {"values": list(values)})
        except Refused as refusal:
            if refusal.doubtful:
                raise
            self._api.refuse(refusal)

    def value_of(self, socket: ArchiveSocket, document: object, data: bytes) -> dict[str, object]:
        """What :meth:`fill` takes for a file; where its socket is one of files, it is sent first.

        Raises:
            SendFault: if it cannot be sent.
        """
        members = ("value", "file", "image", "upload_session", "user_upload", "user_uploads")
        value: dict[str, object] = dict.fromkeys((*members, "image_name"))
        value["interface"] = socket.slug
        if socket.is_file:
            value["user_upload"] = self._sent(f"{socket.slug}.json", data)
        else:
            value["value"] = document
        return value

    def checksum(self, held: HeldValue) -> str | None:
        """The SHA-256 of a file that the archive has; None if it can no longer be had.

        Raises:
            SendFault: if it does not come.
        """

        def digest(blocks: Iterator[bytes]) -> str:
            sum_ = hashlib.sha256()
            for block in blocks:
                sum_.update(block)
            return sum_.hexdigest()

        try:
            return self._api.wire.read(held.file or "", digest)
        except Refused as refusal:
            if refusal.status == 404:
                return None
            self._api.refuse(refusal)

    def _sent(self, name: str, data: bytes) -> str:
        """Sends a file; gives what a value calls it by."""
        for left in reversed(range(_UPLOADS)):
            try:
                return self._sent_once(name, data)
            except Refused as refusal:
                # The signed address may be too old, or an earlier try was the one that counted.
                if not left or refusal.status == 401:
                    self._api.refuse(refusal)
        raise AssertionError("the last try gives or raises")

    def _sent_once(self, name: str, data: bytes) -> str:
        made = self._api.wire.json("POST", "uploads/", {"filename": name})
        upload = quote(self._api.of(made, "s3_upload_id", str), safe="")
        path = f"uploads/{self._api.id(made)}/{upload}"
        numbers = range(1, max(1, -(-len(data) // _PART)) + 1)
        parts = []
        for number in numbers:
            asked = {"part_numbers": [number]}
            signed = self._api.wire.json("PATCH", f"{path}/generate-presigned-urls/", asked)
            urls = self._api.of(signed, "presigned_urls", dict)
            part = data[(number - 1) * _PART : number * _PART]
            tag = self._api.wire.put(self._api.of(urls, str(number), str), part)
            parts.append({"ETag": tag, "PartNumber": number})
        done = self._api.wire.json("PATCH", f"{path}/complete-multipart-upload/", {"parts": parts})
        return self._api.of(done, "api_url", str)

    def _item(self, body: Any) -> ArchiveItem:
        values = {}
        for value in self._api.of(body, "values", list):
            socket = value.get("socket") or value.get("interface")
            file = value.get("file")
            if file is not None and not isinstance(file, str):
                self._api.wire.refuse(kinds.PLATFORM_ANSWER)
            values[self._api.of(socket, "slug", str)] = HeldValue(value.get("value"), file)
        return ArchiveItem(self._api.id(body), self._api.of(body, "title", str), values)


@contextlib.contextmanager
def open_archive(
    platform: Platform,
    slug: str,
    token: Secret,
    *,
    rate: float,
    patience: Patience = _PATIENCE,
) -> Iterator[Archive]:
    """Opens an archive.

    Args:
        platform: where it is.
        slug: its name there.
        token: of somebody who may upload to it.
        rate: the most calls in a second.
        patience: how long to try.

    Raises:
        UsageFault: if httpx is not installed.
        SendFault: if the platform cannot be reached, refuses, or has no such archive.
    """
    httpx = required_httpx()
    client = httpx.Client(
        timeout=120,
        verify=ssl.create_default_context(),
        follow_redirects=False,  # the token goes to the platform, and to no other
        headers={"User-Agent": f"dragon-prep/{VERSION}"},
    )
    with silenced(), client:
        wire = Wire(client, platform, token, rate, patience)
        api = _Api(wire)
        _require_spoken(api)
        yield Archive(api, api.only("archives/", slug, "archive of that slug"))


def _require_spoken(api: _Api) -> None:
    """Sees to it that the platform takes the API that is spoken here."""
    lowest = api.of(api.json("GET", "gcapi/"), "lowest_supported_version", str)
    numbers = tuple(int(n) for n in re.findall(r"[0-9]{1,6}", lowest)[:2])
    if numbers > _SPEAKS:
        api.wire.refuse(kinds.PLATFORM_NEWER)
