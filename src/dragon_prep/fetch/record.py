"""The record of what came when from where: ``.pulled.json``, which no release reads."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.pull import RECORD_DAMAGED
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dragon_prep.fetch.remote import RemoteFile

RECORD = ".pulled.json"
_FORM = 1


@dataclass(frozen=True, slots=True, repr=False)
class Pulled:
    """A file that was pulled.

    Attributes:
        source: the address of the place it is from.
        name: what it is called there.
        size: in bytes.
        sha256: of its bytes.
        modified: the server's time stamp.
        version: what else tells this version from another on the server.
        fetched: when it came here, in UTC.
        replaced: the SHA-256 of what stood in its place before; or empty.
    """

    source: str
    name: str
    size: int
    sha256: str
    modified: str = ""
    version: str = ""
    fetched: str = ""
    replaced: str = ""

    def is_version(self, source: str, file: RemoteFile) -> bool:
        """Whether a file of a place is, by its stamps, the one that was pulled."""
        stamps = (file.name, file.size, file.modified, file.version)
        same = (self.source, self.name, self.size, self.modified, self.version) == (source, *stamps)
        return same and file.has_stamp


def read_record(folder: Path) -> dict[str, Pulled]:
    """What was pulled into a folder of raw exports, by path below it; empty where nothing was.

    Raises:
        UsageFault: if the record cannot be read.
        OSError: if the system refuses.
    """
    try:
        body = json.loads((folder / RECORD).read_bytes())
        if body["form"] != _FORM:
            raise ValueError
        return {target: _pulled(entry) for target, entry in body["files"].items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UsageFault(RECORD_DAMAGED, place=Place(RECORD)) from None


def _pulled(entry: Mapping[str, Any]) -> Pulled:
    pulled = Pulled(**entry)
    texts = asdict(pulled)
    if not isinstance(texts.pop("size"), int) or not all(
        isinstance(t, str) for t in texts.values()
    ):
        raise TypeError
    return pulled


def write_record(folder: Path, files: Mapping[str, Pulled]) -> None:
    """Puts the record in place; only its owner may read it.

    Raises:
        OSError: if the system refuses.
    """
    body = {"form": _FORM, "files": {target: asdict(files[target]) for target in sorted(files)}}
    data = json.dumps(body, indent=1, ensure_ascii=True).encode() + b"\n"
    write_atomically(folder / RECORD, data, private=True)
