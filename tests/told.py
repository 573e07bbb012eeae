"""A text with what is found in it marked by rule: ``Gezien door dr. <name.title J. Jansen>.``

A number behind the rule tells which of its labels was found, if not the first: ``<name.line/2
RGer>`` is a code of staff.
"""

from __future__ import annotations

import re

from rules_alone import detect

from dragon_prep.phi.rules import RULES

_MARK = re.compile(r"<[a-z._]+(?:/\d)? ([^<>]*)>")


def told(text, find=detect):
    """The text with its findings marked."""
    parts, at = [], 0
    for hit in sorted(find(text)):
        labels = RULES[hit.rule].labels
        label = labels.index(hit.span.label) if labels else 0
        number = f"/{label + 1}" if label else ""
        parts += [text[at : hit.span.start], f"<{hit.rule}{number} "]
        parts += [text[hit.span.start : hit.span.end], ">"]
        at = hit.span.end
    return "".join((*parts, text[at:]))


def unmarked(marked):
    """The text without its marks."""
    return _MARK.sub(r"\1", marked)
