"""Reads the JSON files of a release as they are, trusting nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NoReturn

from dragon_prep.core.codes import archive as rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.archive.verify.findings import Findings


_FIRST, _BETWEEN, _LAST = b"[\n  {", b"\n  },\n  {", b"\n  }\n]"
UNREAD = object()  # what is given for a file that is not JSON; None is JSON's null


class RepeatedKeys(dict[str, object]):
    """A JSON object in which a name occurs twice; the last value counts."""


def load_json(root: Path, name: str, findings: Findings) -> object:
    """Reads one file; :data:`UNREAD`, and a finding, when it cannot be read as JSON.

    Args:
        root: the release's folder.
        name: the file's path in it.
        findings: where to put what is wrong.
    """
    try:
        text = (root / name).read_bytes().decode("utf-8")
    except OSError:
        findings.add(rules.UNREADABLE, name)
        return UNREAD
    except UnicodeDecodeError:
        findings.add(rules.NOT_UTF8, name)
        return UNREAD
    if text.startswith("\ufeff"):
        findings.add(rules.NOT_UTF8, name, detail="the file starts with a byte order mark")
        return UNREAD
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        findings.add(rules.NOT_JSON, name, detail=f"not JSON from line {error.lineno} on")
    except (ValueError, RecursionError):  # NaN, a number of thousands of digits, endless nesting
        findings.add(rules.NOT_JSON, name)
    return UNREAD


def load_records(root: Path, name: str, findings: Findings) -> list[object] | None:
    """Reads one dataset file; None, and a finding, when it is not a list with records."""
    document = load_json(root, name, findings)
    if isinstance(document, list) and document:
        return document
    if isinstance(document, list):
        findings.add(rules.EMPTY_FILE, name)
    elif document is not UNREAD:
        findings.add(rules.NOT_RECORDS, name)
    return None


def load_pieces(root: Path, name: str) -> list[bytes] | None:
    """The records of a file in the form in which this package writes them, each as its bytes.

    Returns:
        What stands between the braces of each record; None if the file has another form. If each
        piece makes an object, the file is the array of these objects, wherever it was cut: commas
        stood between them.
    """
    try:
        data = (root / name).read_bytes()
    except OSError:
        return None
    if not (data.startswith(_FIRST) and data.endswith(_LAST) and data.isascii()):
        return None
    return data[len(_FIRST) : -len(_LAST)].split(_BETWEEN)


def joined_pieces(pieces: Sequence[bytes]) -> bytes:
    """A file of these records, in the form in which this package writes them."""
    return _FIRST + _BETWEEN.join(pieces) + _LAST


def load_piece(piece: bytes) -> object:
    """The record of a piece; :data:`UNREAD` if it makes none."""
    try:
        return json.loads(b"{" + piece + b"}", object_pairs_hook=_object, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return UNREAD


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else RepeatedKeys(pairs)


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")
