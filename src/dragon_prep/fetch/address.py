"""Reads the address of a place: a folder, ``sftp://``, ``s3://`` or ``doccano+https://``.

No fault repeats the address: somebody may have written a password into it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from dragon_prep.fetch.origin import OriginKind

if TYPE_CHECKING:
    from collections.abc import Callable

_KNOWN = "a folder, sftp://HOST/FOLDER, s3://BUCKET/FOLDER or doccano+https://HOST/projects/NUMBER"
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+")
_PROJECT = re.compile(r"(?P<base>.*)/projects/(?P<number>[1-9][0-9]{0,9})(?:/.*)?")
_HERE = ("localhost", "127.0.0.1", "::1")


class AddressFault(ValueError):
    """What is wrong with an address, in words that do not repeat it."""


class ServerAddress(NamedTuple):
    """The parts of an address; see :class:`dragon_prep.fetch.origin.Origin`."""

    kind: OriginKind
    address: str
    host: str = ""
    port: int = 0
    path: str = ""
    project: int = 0
    user: str = ""

    def __repr__(self) -> str:
        return f"ServerAddress({self.kind})"


def read_address(text: str) -> ServerAddress:
    """Reads an address.

    Raises:
        AddressFault: if it is none, or has a part that it must not have.
    """
    if not text.strip() or any(not c.isprintable() for c in text):
        raise AddressFault(f"it must be {_KNOWN}")
    if "://" not in text:
        return ServerAddress(OriginKind.SHARE, text, path=text)
    try:
        parts = urlsplit(text)
        port = parts.port or 0
    except ValueError:
        raise AddressFault("it is no URL") from None
    if parts.scheme not in _READERS:
        raise AddressFault(f"it must be {_KNOWN}")
    if parts.password is not None:
        raise AddressFault("it must hold no password: see docs/pull.md for where that goes")
    if parts.query or parts.fragment:
        raise AddressFault("it must end with the path: what stands behind ? or # is not read")
    return _READERS[parts.scheme](parts, port)


def is_encrypted(url: str) -> bool:
    """Whether what goes to a URL can be read by nobody on the way."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.hostname or "") in _HERE


def _share(parts: SplitResult, port: int) -> ServerAddress:
    if parts.netloc not in ("", "localhost") or port:
        raise AddressFault("file:// takes the path of a folder of this machine, or of a share")
    path = unquote(parts.path)
    if re.match(r"/[A-Za-z]:", path):  # file:///C:/exports
        path = path[1:]
    return ServerAddress(OriginKind.SHARE, path, path=path)


def _sftp(parts: SplitResult, port: int) -> ServerAddress:
    host = _host(parts)
    user = unquote(parts.username or "")
    path = unquote(parts.path)
    told = f"sftp://{_netloc(host, port)}{parts.path}"
    return ServerAddress(OriginKind.SFTP, told, host, port, path or ".", user=user)


def _s3(parts: SplitResult, port: int) -> ServerAddress:
    if port or parts.username:
        raise AddressFault("s3:// takes a bucket and a path; the server goes into endpoint")
    host, path = _host(parts), unquote(parts.path).strip("/")
    return ServerAddress(OriginKind.S3, f"s3://{host}/{path}", host, path=path)


def _doccano(parts: SplitResult, port: int) -> ServerAddress:
    found = _PROJECT.fullmatch(parts.path)
    if not found:
        raise AddressFault("doccano's takes /projects/ and the number of the project")
    host, number = _host(parts), int(found["number"])
    scheme = parts.scheme.removeprefix("doccano+")
    base = f"{scheme}://{_netloc(host, port)}{found['base']}"
    told = f"doccano+{base}/projects/{number}"
    user = unquote(parts.username or "")
    return ServerAddress(OriginKind.DOCCANO, told, host, port, base, number, user)


_READERS: dict[str, Callable[[SplitResult, int], ServerAddress]] = {
    "file": _share,
    "sftp": _sftp,
    "s3": _s3,
    "doccano+https": _doccano,
    "doccano+http": _doccano,
}


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if parts.scheme == "s3":
        host = parts.netloc.rpartition("@")[2]  # buckets keep their capitals
    if not _HOST.fullmatch(host):
        raise AddressFault("it names no server")
    return host


def _netloc(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"{shown}:{port}" if port else shown
