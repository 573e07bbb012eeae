"""Checks the input of a record: its text or its text parts."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from dragon_prep.archive import contract
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.phi import find_tags
from dragon_prep.core.targets import looks_numeric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.archive.verify.configuration import Shape
    from dragon_prep.archive.verify.findings import Findings

_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_OTHER_NON_ASCII = re.compile("[^\x00-\x7f\ue000-\uf8ff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_PAIR = 2


def check_input(shape: Shape, value: object, file: str, row: int, findings: Findings) -> None:
    """Checks the text or the text parts of one record."""
    column = shape.input_name
    parts = [value] if column == contract.TEXT else value
    if not isinstance(parts, list) or not parts or not all(isinstance(v, str) for v in parts):
        what = "a string" if column == contract.TEXT else "a list of strings"
        findings.add(rules.TEXT_TYPE, file, row, column, f"the input is not {what}")
        return
    if shape.has_tokens:
        if " ".join(parts).split() != parts:
            findings.add(rules.TOKEN, file, row, column)
    else:
        if column == contract.TEXT_PARTS and len(parts) != _PAIR:
            findings.add(rules.TEXT_PARTS_COUNT, file, row, column)
        if not all(part.strip() for part in parts):
            findings.add(rules.TEXT_EMPTY, file, row, column)
    # The tokenizer makes three tokens of a tag, so tags are looked for across tokens.
    text = ("" if shape.has_tokens else "\n").join(parts)
    check_characters(text, file, row, column, findings)
    _check_tags(text, file, row, column, findings, unknown=not shape.has_tokens)


def _check_tags(
    text: str, file: str, row: int, column: str, findings: Findings, *, unknown: bool
) -> None:
    # Between tokens no blanks are left: what looks like an unknown tag may be "< Normaal en >".
    tags = [tag.label for tag in find_tags(text) if tag.label or unknown]
    for label in dict.fromkeys(tags):
        detail = f"a tag of the category {label} is left" if label else "an unknown tag is left"
        findings.add(rules.TAG_LEFT, file, row, column, detail)


def check_characters(text: str, file: str, row: int, column: str, findings: Findings) -> None:
    """Checks that a string is printable ASCII, tabs and line feeds.

    Control characters and private-use characters are findings of their own.
    """
    if _CONTROL.search(text):
        findings.add(rules.CONTROL, file, row, column)
    if text.isascii():
        return
    if _PRIVATE_USE.search(text):
        findings.add(rules.PRIVATE_USE, file, row, column)
    if _OTHER_NON_ASCII.search(text):
        findings.add(rules.NOT_ASCII, file, row, column)


def check_numeric(shape: Shape, inputs: Sequence[object], file: str, findings: Findings) -> None:
    """Checks that not all texts of a file look like numbers."""
    if shape.input_name == contract.TEXT and all(
        isinstance(text, str) and looks_numeric(text) for text in inputs
    ):
        findings.add(rules.NUMERIC_TEXTS, file, column=contract.TEXT)


def check_prefix(shape: Shape, inputs: Sequence[object], file: str, findings: Findings) -> None:
    """Checks what the baseline does with a beginning that all training inputs share.

    It puts the longest common prefix of texts, unescaped, into a regular expression and removes
    what that matches; of text parts it cuts off the common ones, and as many elements of the label.

    Args:
        shape: of the records.
        inputs: of one training file.
        file: that file.
        findings: where to put what is wrong.
    """
    column = shape.input_name
    if column == contract.TEXT:
        texts = [text for text in inputs if isinstance(text, str)]
        prefix = _common_prefix(texts)
        if prefix and (detail := _prefix_fault(prefix, texts)):
            findings.add(rules.PREFIX, file, column=column, detail=detail)
    elif not shape.has_tokens:
        firsts = {str(parts[0]) for parts in inputs if isinstance(parts, list) and parts}
        if len(firsts) == 1:
            detail = "all training pairs share their first part, which the baseline cuts off"
            findings.add(rules.PREFIX, file, column=column, detail=detail)


def _common_prefix(texts: Sequence[str]) -> str:
    if not texts:
        return ""
    # What the first and the last in alphabetical order share, all between them share.
    first, last = min(texts), max(texts)
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), None)
    return first[: min(len(first), len(last)) if length is None else length]


def _prefix_fault(prefix: str, texts: Sequence[str]) -> str | None:
    length = f"the first {len(prefix)} characters, which all training texts share,"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pattern = re.compile(f"^{prefix}")
    except (re.error, OverflowError, RecursionError):
        return f"{length} are not a regular expression"
    # A match that ends later would take away some of the report.
    matches = (pattern.match(text) for text in texts)
    if not all(match and match.end() <= len(prefix) for match in matches):
        return f"{length} do not match themselves as a regular expression"
    return None
