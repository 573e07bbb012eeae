"""Encryption in the age format (https://age-encryption.org/v1), to a passphrase or recipients."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.run import MAP_CLOSED, MAP_LIBRARY, MAP_UNSEALED
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import system_faults

if TYPE_CHECKING:
    from pathlib import Path

SHORTEST_PASSPHRASE = 12  # characters
_IDENTITY = "AGE-SECRET-KEY-"
_LARGEST_SECRET = 1 << 16  # bytes


@dataclass(frozen=True, slots=True, repr=False)
class Seal:
    """What a map is encrypted to: a passphrase, or recipients such as ``age1...``.

    Raises:
        UsageFault: if there is neither or both, the passphrase is too short, a recipient is none,
            or the library is missing.
    """

    passphrase: str = ""
    recipients: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.passphrase) == bool(self.recipients):
            raise UsageFault(MAP_UNSEALED)
        if self.passphrase and len(self.passphrase) < SHORTEST_PASSPHRASE:
            detail = f"the passphrase has fewer than {SHORTEST_PASSPHRASE} characters"
            raise UsageFault(MAP_UNSEALED, detail)
        _library()
        self._parsed()

    def __repr__(self) -> str:
        return f"<Seal to {len(self.recipients)} recipients>" if self.recipients else "<Seal>"

    def _parsed(self) -> list[Any]:
        age = _library()
        try:
            return [age.x25519.Recipient.from_str(name.strip()) for name in self.recipients]
        except age.RecipientError:
            raise UsageFault(MAP_UNSEALED, "a recipient is not of the form age1...") from None

    def encrypt(self, data: bytes) -> bytes:
        """The data in the age format."""
        age = _library()
        if self.passphrase:
            sealed: bytes = age.passphrase.encrypt(data, self.passphrase)
        else:
            sealed = age.encrypt(data, self._parsed())
        return sealed


def open_map(path: Path, *, passphrase: str = "", identity: str = "") -> list[str]:
    """Decrypts a map.

    Args:
        path: the map.
        passphrase: it was encrypted to.
        identity: the content of an age identity file, ``AGE-SECRET-KEY-...``.

    Returns:
        Its lines, JSON each, without line ends.

    Raises:
        UsageFault: if it is no map, or what was given does not open it.
    """
    age = _library()
    place = Place(path.name)
    with system_faults(path.name):
        data = path.read_bytes()
    try:
        if passphrase:
            opened: bytes = age.passphrase.decrypt(data, passphrase)
        else:
            secrets = [s for s in identity.split() if s.startswith(_IDENTITY)]
            opened = age.decrypt(data, [age.x25519.Identity.from_str(s) for s in secrets])
        # Texts may hold U+2028 and the like as they are, which splitlines() takes for line ends.
        text = opened.decode("utf-8", "surrogatepass")
        return text.removesuffix("\n").split("\n") if text else []
    except (age.DecryptError, age.IdentityError, ValueError):
        raise UsageFault(MAP_CLOSED, place=place) from None


def read_secret(path: Path) -> str:
    """The content of a file with a passphrase or an age identity, without blanks around it.

    Raises:
        UsageFault: if it is missing, too large, not UTF-8, or others may read it (not on Windows,
            where the mode does not tell).
    """
    place = Place(path.name)
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            text = file.read(_LARGEST_SECRET).decode("utf-8")
    except (OSError, ValueError):
        detail = "the file with the passphrase or identity cannot be read"
        raise UsageFault(MAP_UNSEALED, detail, place=place) from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        detail = "others may read the file with the passphrase or identity"
        raise UsageFault(MAP_UNSEALED, detail, place=place, remedy="Run: chmod 600 FILE")
    return text.strip()


def _library() -> Any:
    try:
        import pyrage
    except ImportError:
        raise UsageFault(MAP_LIBRARY) from None
    return pyrage
