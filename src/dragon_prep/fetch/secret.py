"""Passwords: from the environment or a keyring, into memory, and nowhere else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dragon_prep.core.codes.pull import PASSWORD_MISSING
from dragon_prep.core.errors import Place, PullFault
from dragon_prep.fetch.origin import OriginKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragon_prep.fetch.origin import Origin


_NOBODY = "token"  # beside what the keyring knows a server by where nobody logs in


class Secret:
    """A password or token, which shows in no message, log or dump."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret(...)"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a secret leaves no process")

    def reveal(self) -> str:
        """The password itself, for the library that logs in."""
        return self._value


def variable_of(origin: Origin) -> str:
    """The environment variable that has a place's password."""
    return origin.password_from or f"DRAGON_PREP_{origin.kind.upper()}_PASSWORD"


def keyring_service(origin: Origin) -> str:
    """What the keyring knows a place by; the name beside it is the user's."""
    server = origin.endpoint or origin.path if origin.kind is not OriginKind.SFTP else origin.host
    if origin.kind is OriginKind.S3:
        server = origin.endpoint or "amazonaws.com"
    return f"dragon-prep {origin.kind} {server}"


def find_secret(origin: Origin, environ: Mapping[str, str] | None = None) -> Secret | None:
    """The password of a place, from the environment or else the user's keyring.

    Args:
        origin: the place.
        environ: the environment variables; those of the process if not given.
    """
    found = (os.environ if environ is None else environ).get(variable_of(origin))
    if not found and (origin.user or origin.called):
        found = from_keyring(keyring_service(origin), origin.user or _NOBODY)
    return Secret(found) if found else None


def require_secret(origin: Origin, what: str = "password") -> Secret:
    """The password of a place.

    Raises:
        PullFault: if there is none; it says where it was looked for.
    """
    if secret := find_secret(origin):
        return secret
    raise missing_secret(origin, what)


def missing_secret(origin: Origin, what: str = "password") -> PullFault:
    """The fault that tells where the password of a place was looked for."""
    detail = f"there is no {what} for the server"
    remedy = f"Put it into the environment variable {variable_of(origin)}"
    if origin.user or origin.called:
        service, name = keyring_service(origin), origin.user or _NOBODY
        remedy += f', or into the keyring: keyring set "{service}" {name}'
    return PullFault(PASSWORD_MISSING, detail, place=Place(origin.told), remedy=f"{remedy}.")


def from_keyring(service: str, user: str) -> str | None:
    """What the keyring has; None without a keyring, and where it is locked or refuses.

    Args:
        service: what the keyring knows it by.
        user: the name beside it.
    """
    try:
        import keyring
    except ImportError:
        return None
    try:
        password: str | None = keyring.get_password(service, user)
    except Exception:  # noqa: BLE001 - backends raise what they like, also D-Bus errors
        return None
    return password
