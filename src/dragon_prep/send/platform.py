"""Which platform a release is sent to, and the token for it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dragon_prep.core.codes.upload import PLATFORM_ADDRESS, TOKEN_MISSING
from dragon_prep.core.errors import SendFault, UsageFault
from dragon_prep.fetch.address import is_encrypted
from dragon_prep.fetch.secret import Secret, from_keyring

if TYPE_CHECKING:
    from collections.abc import Mapping

GRAND_CHALLENGE = "https://grand-challenge.org/api/v1/"
VARIABLE = "GRAND_CHALLENGE_AUTHORIZATION"
"""The environment variable of the token; gcapi reads the same."""

_KEYRING_USER = "token"


@dataclass(frozen=True, slots=True, repr=False)
class Platform:
    """A platform that speaks the API of Grand Challenge.

    Attributes:
        base: the address of its API, with a slash at its end.
        host: its name, and its port if that is not the usual one.
    """

    base: str
    host: str

    def is_own(self, url: str) -> bool:
        """Whether an address is of this very platform, so that it may see the token."""
        parts, own = urlsplit(url), urlsplit(self.base)
        return (parts.scheme, parts.netloc) == (own.scheme, own.netloc)

    @property
    def keyring_service(self) -> str:
        """What the keyring knows the platform by; the name beside it is ``token``."""
        return f"dragon-prep upload {self.host}"


def read_platform(url: str) -> Platform:
    """The platform of an address.

    Raises:
        UsageFault: if it is none, would be read by others on the way, or holds more than it should;
            it is not repeated, since somebody may have written a token into it.
    """
    try:
        parts = urlsplit(url)
        has_server = bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise UsageFault(PLATFORM_ADDRESS, "it is no URL") from None
    if parts.scheme not in ("https", "http") or not has_server or not url.isprintable():
        raise UsageFault(PLATFORM_ADDRESS, "it is not https://HOST/api/v1/")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise UsageFault(PLATFORM_ADDRESS, "it holds more than a server and a path")
    if not is_encrypted(url):
        raise UsageFault(PLATFORM_ADDRESS, "without https the token could be read on the way")
    return Platform(f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/", parts.netloc)


def require_token(platform: Platform, environ: Mapping[str, str] | None = None) -> Secret:
    """The token for a platform, from the environment or else the user's keyring.

    Args:
        platform: whose.
        environ: the environment variables; those of the process if not given.

    Raises:
        SendFault: if there is none; it says where it was looked for.
    """
    found = (os.environ if environ is None else environ).get(VARIABLE, "")
    found = found or from_keyring(platform.keyring_service, _KEYRING_USER) or ""
    words = found.split()  # people copy `BEARER ...`, too
    if len(words) in (1, 2) and words[-1].isascii() and words[-1].isprintable():
        return Secret(words[-1])
    if words:
        raise SendFault(TOKEN_MISSING, "what was found is no token: it has other than one word")
    remedy = (
        f"Make one on the platform (your profile, API tokens) and put it into the environment "
        f'variable {VARIABLE}, or into the keyring: keyring set "{platform.keyring_service}" '
        f"{_KEYRING_USER}."
    )
    raise SendFault(TOKEN_MISSING, remedy=remedy)
