"""In which encoding a raw file was read."""

from __future__ import annotations

import codecs

from dragon_prep.intake.decode import decode

_MARKED = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # first: its mark begins as that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8 (BOM)"),
)


def encoding_of(data: bytes) -> str:
    """What :func:`decode` takes bytes for; empty if they are no text.

    Args:
        data: of a whole file.
    """
    for mark, name in _MARKED:
        if data.startswith(mark):
            return name
    if b"\x00" in data:
        return ""
    if data.isascii():
        return "ascii"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        is_windows = decode(data) == data.decode("cp1252", errors="surrogateescape")
        return "cp1252" if is_windows else "utf-8, mixed"
    return "utf-8"
