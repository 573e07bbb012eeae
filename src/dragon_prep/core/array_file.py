"""Arrays, and what is said of them in JSON, as the bytes of a file that is read where it lies.

Four parts: the length of the head in 8 bytes, the head in JSON, blanks up to a multiple of 16, and
the arrays one after another, each from a multiple of 16 on.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from dragon_prep.core.digests import StoredRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from dragon_prep.core.digests import Array

_ALIGNED = 16


def stored(
    path: Path, types: Mapping[str, np.dtype[Any]]
) -> tuple[dict[str, Any], dict[str, StoredRows]]:
    """What :func:`packed` was given, its arrays where they lie; faults as of :func:`unpacked`."""
    with path.open("rb") as file:
        end = 8 + int.from_bytes(file.read(8), "big")
        head = json.loads(file.read(end - 8))
    if set(head["arrays"]) != set(types):
        raise ValueError("the file has other arrays")
    places = head["arrays"].items()
    return head["body"], {
        name: StoredRows(path, types[name], count, end + at) for name, (at, count) in places
    }


def packed(body: Mapping[str, Any], arrays: Mapping[str, Array]) -> bytes:
    """The bytes of a file.

    Args:
        body: what JSON can say.
        arrays: of one dimension, in native order of bytes.
    """
    return b"".join(parts_of(body, arrays))


def parts_of(body: Mapping[str, Any], arrays: Mapping[str, Array]) -> Iterator[bytes | memoryview]:
    """The bytes of a file part by part, so that large arrays need not be copied.

    Args:
        body: what JSON can say.
        arrays: of one dimension, in native order of bytes.
    """
    at, places = 0, {}
    for name, array in arrays.items():
        places[name] = [at, len(array)]
        at += array.nbytes + -array.nbytes % _ALIGNED
    head = json.dumps({"body": body, "arrays": places}).encode("ascii")
    head += b" " * (-(len(head) + 8) % _ALIGNED)
    yield len(head).to_bytes(8, "big") + head
    for array in arrays.values():
        if len(array):  # of nothing there is no view
            yield np.ascontiguousarray(array).view("u1").data
        yield b"\0" * (-array.nbytes % _ALIGNED)


def unpacked(
    data: bytes | memoryview, types: Mapping[str, np.dtype[Any]]
) -> tuple[dict[str, Any], dict[str, Array]]:
    """What :func:`packed` was given; arrays that lie in ``data`` and may not be written to.

    Args:
        data: the bytes of the file.
        types: of each of its arrays.

    Raises:
        ValueError: if it is no such file, or its arrays are others.
    """
    end = 8 + int.from_bytes(data[:8], "big")
    head = json.loads(bytes(data[8:end]))
    if set(head["arrays"]) != set(types):
        raise ValueError("the file has other arrays")
    arrays = {
        name: np.frombuffer(data, types[name], count, end + at)
        for name, (at, count) in head["arrays"].items()
    }
    return head["body"], arrays
