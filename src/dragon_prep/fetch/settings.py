"""Reads ``pull.toml``: where the exports of each centre are. No fault repeats what it says."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from dragon_prep.core.centres import is_centre_name
from dragon_prep.core.codes.pull import SETTINGS_INVALID, SETTINGS_UNREADABLE
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import absolute
from dragon_prep.core.toml_file import did_you_mean, read_toml, with_slashes
from dragon_prep.fetch.address import AddressFault, ServerAddress, is_encrypted, read_address
from dragon_prep.fetch.names import is_usable
from dragon_prep.fetch.origin import Origin, OriginKind

if TYPE_CHECKING:
    from collections.abc import Mapping

_LARGEST_FILE = 1 << 20
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}=?")

_NETWORK = frozenset({OriginKind.SFTP, OriginKind.S3, OriginKind.DOCCANO})
_OF_FILES = frozenset({OriginKind.SHARE, OriginKind.SFTP, OriginKind.S3})
_HTTP = frozenset({OriginKind.S3, OriginKind.DOCCANO})
_EVERY = frozenset(OriginKind)
# Each key of a source, with the kinds of places that know it.
_KEYS: dict[str, frozenset[OriginKind]] = {
    "from": _EVERY,
    "to": _EVERY,
    "as": _EVERY,
    "files": _OF_FILES,
    "checksums": _OF_FILES,
    "user": _NETWORK,
    "password_from": _NETWORK,
    "key_file": frozenset({OriginKind.SFTP}),
    "known_hosts": frozenset({OriginKind.SFTP}),
    "host_key": frozenset({OriginKind.SFTP}),
    "endpoint": frozenset({OriginKind.S3}),
    "region": frozenset({OriginKind.S3}),
    "ca_file": _HTTP,
    "plain_http": _HTTP,
    "only_approved": frozenset({OriginKind.DOCCANO}),
}
_SWITCHES = ("plain_http", "only_approved")
_FORBIDDEN = ("password", "passphrase", "secret", "token", "secret_key", "access_key")


def read_pull_settings(path: Path, centre: str) -> tuple[Origin, ...]:
    """Where the exports of a centre are.

    Args:
        path: the file, ``pull.toml``.
        centre: whose exports are wanted.

    Returns:
        The centre's places, in the order of the file.

    Raises:
        UsageFault: if the file cannot be read, says something it cannot say, or lacks the centre.
    """
    place = Place(path.name)
    body = read_toml(path, place, SETTINGS_UNREADABLE, largest=_LARGEST_FILE, fault=UsageFault).body
    if centre not in body:
        hint = did_you_mean(centre, filter(is_centre, body))
        detail = f"it has no [[{centre}]]{hint}" if is_centre(centre) else "it has no such centre"
        raise UsageFault(SETTINGS_INVALID, detail, place=place)
    tables = body[centre]
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        detail = f"each place of a centre is a table of its own, under [[{centre}]]"
        raise UsageFault(SETTINGS_INVALID, detail, place=place)
    origins = [
        read_origin(table, centre, number, place, path.parent)
        for number, table in enumerate(tables, start=1)
    ]
    _require_own_passwords(origins, place)
    return tuple(origins)


def is_centre(name: str) -> bool:
    """Whether a name can be that of a centre, and of its folder."""
    return is_centre_name(name) and is_usable(name)


def read_origin(
    table: Mapping[str, Any], centre: str, number: int, place: Place, home: Path
) -> Origin:
    """One place, from a table of the file or from what the command line says.

    Args:
        table: its keys and values.
        centre: whose exports are there.
        number: counts the centre's places, from 1.
        place: of the file, for faults.
        home: the folder that relative paths start from.

    Raises:
        UsageFault: if a key or value cannot be.
    """
    reader = _Reader(table, f"source {number} of {centre}", place)
    address = reader.address()
    reader.require_keys(address.kind)
    if address.kind is OriginKind.SHARE:
        folder = str(absolute(home / Path(with_slashes(address.path)).expanduser()))
        address = address._replace(address=folder, path=folder)
    return Origin(
        centre,
        number,
        **address._replace(user=reader.user(address))._asdict(),
        files=reader.patterns(),
        to=reader.folder("to"),
        as_name=reader.file_name("as"),
        password_from=reader.fitting("password_from", _VARIABLE, "an environment variable's name"),
        checksums=reader.text("checksums"),
        key_file=reader.path("key_file", home),
        known_hosts=reader.path("known_hosts", home),
        host_key=reader.fitting("host_key", _FINGERPRINT, "SHA256: and 43 characters"),
        endpoint=reader.endpoint(),
        region=reader.text("region"),
        ca_file=reader.path("ca_file", home),
        plain_http=reader.switch("plain_http"),
        only_approved=reader.switch("only_approved"),
    )


class _Reader:
    """The values of one table."""

    def __init__(self, table: Mapping[str, Any], told: str, place: Place) -> None:
        self._table = table
        self._told = told
        self._place = place

    def refuse(self, key: str, why: str) -> NoReturn:
        detail = f"{self._told}, {key}: {why}"
        raise UsageFault(SETTINGS_INVALID, detail, place=self._place)

    def require_keys(self, kind: OriginKind) -> None:
        for key in self._table:
            if key in _FORBIDDEN:
                self.refuse(key, "secrets stand in no file: see docs/pull.md for where they go")
            if key not in _KEYS:
                why = f"a key that no source has{did_you_mean(key, _KEYS)}"
                raise UsageFault(SETTINGS_INVALID, f"{self._told}: {why}", place=self._place)
            if kind not in _KEYS[key]:
                self.refuse(key, f"a source of the kind {kind} has no such key")

    def text(self, key: str) -> str:
        value = self._table.get(key, "")
        if not isinstance(value, str) or any(not c.isprintable() for c in value):
            self.refuse(key, "this must be one line of text in quotes")
        return value.strip()

    def user(self, address: ServerAddress) -> str:
        user = self.text("user")
        if user and address.user not in ("", user):
            self.refuse("user", "the address names another user")
        return user or address.user

    def folder(self, key: str) -> str:
        value = with_slashes(self.text(key)).strip("/")
        if value and not is_usable(value):
            self.refuse(key, "this must be a folder below the centre's, with slashes")
        return value

    def file_name(self, key: str) -> str:
        value = self.text(key)
        if value and ("/" in value or not is_usable(value)):
            self.refuse(key, "this must be the name of a file")
        return value

    def fitting(self, key: str, pattern: re.Pattern[str], what: str) -> str:
        value = self.text(key)
        if value and not pattern.fullmatch(value):
            self.refuse(key, f"this must be {what}")
        return value

    def path(self, key: str, home: Path) -> str:
        value = with_slashes(self.text(key))
        return str(absolute(home / Path(value).expanduser())) if value else ""

    def switch(self, key: str) -> bool:
        value = self._table.get(key, False)
        if not isinstance(value, bool):
            self.refuse(key, "this must be true or false")
        return value

    def patterns(self) -> tuple[str, ...]:
        value = self._table.get("files", ["**"])
        is_list = isinstance(value, list) and value
        if not is_list or not all(isinstance(item, str) and item.strip("/ ") for item in value):
            self.refuse("files", "this must be a list of patterns in quotes")
        return tuple(with_slashes(item.strip()).strip("/") for item in value)

    def address(self) -> ServerAddress:
        value = self._table.get("from")
        if not isinstance(value, str):
            self.refuse("from", "this must be the address of a place, in quotes")
        try:
            address = read_address(value)
        except AddressFault as fault:
            self.refuse("from", str(fault))
        if address.kind is OriginKind.DOCCANO:
            self._require_encrypted("from", address.path)
        return address

    def endpoint(self) -> str:
        value = self.text("endpoint")
        if value:
            if not re.match(r"https?://[^@?#\s]+\Z", value):
                self.refuse("endpoint", "this must be https:// and the server, without a user")
            self._require_encrypted("endpoint", value)
        return value

    def _require_encrypted(self, key: str, url: str) -> None:
        if not is_encrypted(url) and not self.switch("plain_http"):
            why = "http:// can be read on the way: use https://, or allow it with plain_http = true"
            self.refuse(key, why)


def _require_own_passwords(origins: list[Origin], place: Place) -> None:
    """Sees to it that no server is sent the password of another one."""
    servers: dict[OriginKind, set[tuple[str, ...]]] = defaultdict(set)
    for origin in origins:
        if origin.kind in _NETWORK and not origin.password_from:
            server = origin.endpoint if origin.kind is OriginKind.S3 else origin.host
            servers[origin.kind].add((server, str(origin.port), origin.user))
    for kind, several in servers.items():
        if len(several) > 1:
            detail = f"{len(several)} logins of the kind {kind}: give each its password_from"
            raise UsageFault(SETTINGS_INVALID, detail, place=place)
