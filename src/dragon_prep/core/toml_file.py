"""Files of settings that people write: TOML, of which no fault repeats what it says."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.core.errors import InputFault, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dragon_prep.core.errors import DragonPrepError, ErrorCode

_LINE = re.compile(r"at line ([0-9]+)")


@dataclass(frozen=True, slots=True, repr=False)
class TomlFile:
    """A file that was read.

    Attributes:
        data: its bytes.
        text: what they say, without a byte order mark.
        body: its keys and values.
    """

    data: bytes
    text: str
    body: Mapping[str, Any]


def read_toml(
    path: Path,
    place: Place,
    kind: ErrorCode,
    *,
    largest: int,
    fault: type[DragonPrepError] = InputFault,
) -> TomlFile:
    """Reads a file of settings.

    Args:
        path: the file.
        place: of the file, as faults tell it.
        kind: of the fault if it cannot be read.
        largest: how many bytes it may have.
        fault: what is raised.

    Raises:
        DragonPrepError: of the type asked for, if there is no such file, or it is too large, no
            UTF-8 or no TOML; then with the line.
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= largest else None
    except OSError:
        raise fault(kind, "there is no such file, or it may not be read", place=place) from None
    if data is None:
        size = f"{largest >> 20} MiB" if largest >> 20 else f"{largest >> 10} KiB"
        raise fault(kind, f"it is larger than {size}", place=place)
    try:
        text = data.decode("utf-8-sig")
        return TomlFile(data, text, tomllib.loads(text))
    except UnicodeDecodeError:
        raise fault(kind, "it is not UTF-8", place=place) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        # tomllib's message may quote the file; of it, only the line is told.
        line = _LINE.search(str(error))
        at = Place(place.file, int(line[1]) if line else None)
        raise fault(kind, "it is not TOML", place=at) from None


def with_slashes(path: str) -> str:
    """A path of such a file with forward slashes: one file serves Windows and other systems."""
    return path.replace("\\", "/")


def did_you_mean(key: str, known: Iterable[str]) -> str:
    """The nearest of the keys that there are, as a question; empty if none is near."""
    near = difflib.get_close_matches(key, list(known), 1)
    return f"; did you mean {near[0]}?" if near else ""
