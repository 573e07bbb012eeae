"""Sentences of a file with what is found in them in ``{{marks}}``, for the rooms of ``phi``.

A line is a sentence, ``#`` opens a comment, and line ends, tabs and no-break spaces are written as
``\\n``, ``\\t`` and ``\\xa0``.
"""

from __future__ import annotations

_WRITTEN = {"\\n": "\n", "\\t": "\t", "\\xa0": "\xa0"}


def sentences(path):
    """The sentences of a file, with their marks."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [line for line in lines if line and not line.startswith("#")]
    for written, sign in _WRITTEN.items():
        found = [line.replace(written, sign) for line in found]
    assert len(found) == len(set(found))
    return found


def marked(text, hits):
    """A text with marks around what was found; findings that overlap are one."""
    places = []
    for start, end in sorted((hit.span.start, hit.span.end) for hit in hits):
        if places and start < places[-1][1]:
            places[-1][1] = max(end, places[-1][1])
        else:
            places.append([start, end])
    for start, end in reversed(places):
        text = f"{text[:start]}{{{{{text[start:end]}}}}}{text[end:]}"
    return text
