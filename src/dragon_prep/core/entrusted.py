"""Project keys that a process has in memory: in no job, and in no file of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.codes.cluster import KEY_DIFFERS
from dragon_prep.core.errors import KeyFault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragon_prep.core.keys import ProjectKey

_KEYS: dict[str, ProjectKey] = {}


def entrust(keys: Iterable[ProjectKey]) -> None:
    """Has this process know keys by their fingerprints, until it ends."""
    _KEYS.update((key.fingerprint, key) for key in keys)


@dataclass(frozen=True, slots=True, repr=False)
class EntrustedKey:
    """Which key is meant, for a process that was entrusted with it.

    Attributes:
        fingerprint: of the key.
    """

    fingerprint: str

    def read(self) -> ProjectKey:
        """The key.

        Raises:
            KeyFault: if this process does not have it.
        """
        if self.fingerprint not in _KEYS:
            raise KeyFault(KEY_DIFFERS)
        return _KEYS[self.fingerprint]
