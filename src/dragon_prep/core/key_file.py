"""Where the project key is kept: a file of 64 hexadecimal characters, readable by its owner."""

from __future__ import annotations

import os
import re
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.core.codes.cluster import KEY_DIFFERS
from dragon_prep.core.codes.surrogates import (
    KEY_EXISTS,
    KEY_EXPOSED,
    KEY_GUESSABLE,
    KEY_INACCESSIBLE,
    KEY_MALFORMED,
    KEY_MISSING,
)
from dragon_prep.core.errors import KeyFault, Place
from dragon_prep.core.keys import MINIMUM_LENGTH, ProjectKey

if TYPE_CHECKING:
    from collections.abc import Mapping

ENVIRONMENT_VARIABLE = "DRAGON_PREP_KEY_FILE"
# A byte order mark is what Notepad writes before the text.
_CONTENT = re.compile(rb"(?:\xef\xbb\xbf)?([0-9A-Fa-f]{64})(?:\r?\n)?")
_TOO_LARGE = 1024  # bytes; a key file has 65


@dataclass(frozen=True, slots=True, repr=False)
class KeyFile:
    """Which key is meant, for another process or host that has it in a file of its own.

    Attributes:
        path: of the file, the same on every host.
        fingerprint: of the key in it.
    """

    path: Path
    fingerprint: str

    def read(self) -> ProjectKey:
        """The key.

        Raises:
            KeyFault: if the file cannot be used, or holds another key.
        """
        key = read_key(self.path)
        if key.fingerprint != self.fingerprint:
            raise KeyFault(KEY_DIFFERS)
        return key


def find_key_path(explicit: Path | None, environ: Mapping[str, str]) -> tuple[Path, str]:
    """Which key file to use.

    Args:
        explicit: what the user gave, if anything.
        environ: the environment variables.

    Returns:
        The path, and in words who chose it.
    """
    if explicit is not None:
        return explicit, "--key-file"
    if named := environ.get(ENVIRONMENT_VARIABLE):
        return Path(named), ENVIRONMENT_VARIABLE
    from platformdirs import user_config_path

    return user_config_path("dragon-prep", appauthor=False) / "project.key", "the default"


def read_key(path: Path) -> ProjectKey:
    """Reads the project key.

    Args:
        path: of its file.

    Raises:
        KeyFault: if the file is missing, unreadable, readable by others (not on Windows, where
            the mode does not tell) or does not hold a key, or one that anybody can guess.
    """
    place = Place(str(path))
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(_TOO_LARGE)
    except FileNotFoundError:
        raise KeyFault(KEY_MISSING, place=place) from None
    except (OSError, ValueError) as error:
        raise KeyFault(KEY_INACCESSIBLE, place=place) from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFault(KEY_EXPOSED, place=place)
    found = _CONTENT.fullmatch(content)
    if found is None:
        raise KeyFault(KEY_MALFORMED, place=place)
    key = ProjectKey(bytes.fromhex(found[1].decode("ascii")))
    if key.is_guessable:
        raise KeyFault(KEY_GUESSABLE, place=place)
    return key


def new_key(path: Path) -> ProjectKey:
    """Makes a new project key and writes it, for the owner's eyes only.

    Folders on the way are made where they are missing, closed to others.

    Args:
        path: of the file to make.

    Raises:
        KeyFault: if something stands at the path already, or it cannot be written.
    """
    place = Place(str(path))
    key = ProjectKey(secrets.token_bytes(MINIMUM_LENGTH))
    try:
        _make_private_folders(path.parent)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(key.secret.hex().encode("ascii") + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            path.unlink(missing_ok=True)  # half a key would be taken for a key later
            raise
    except FileExistsError:
        raise KeyFault(KEY_EXISTS, place=place) from None
    except (OSError, ValueError) as error:
        raise KeyFault(KEY_INACCESSIBLE, place=place) from error
    return key


def _make_private_folders(folder: Path) -> None:
    # Path.mkdir(parents=True) gives the mode to the last folder only.
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
