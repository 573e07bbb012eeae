"""One record of an archive file, in the bytes that pandas writes.

The published archives were made by ``DataFrame.to_json(orient="records", indent=2)``. This is that
form, written out here because it must not change with the pandas version (contract, section 3).
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass

from dragon_prep.archive import contract
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.errors import VerifyFault

_DECIMALS = 10
_SCALE = 10.0**_DECIMALS
_LARGEST_PLAIN = 1e16 - 1  # beyond these two, numbers are written with an exponent
_SMALLEST_PLAIN = 1e-15

_BACKSLASH_OR_DELETE = re.compile(r"\\(\\|u007f)")


@dataclass(frozen=True, slots=True, repr=False)
class Case:
    """One record of a task.

    Attributes:
        uid: such as ``Task019_prostate_volume_reg_case7``.
        content: the text, or the text parts.
        label: what the target type asks for, in what JSON knows: truth values, whole numbers,
            floats, strings, None, and lists or tuples of these.
    """

    uid: str
    content: str | tuple[str, ...]
    label: object

    def __repr__(self) -> str:
        if isinstance(self.content, str):
            return f"<Case with a text of {len(self.content)} characters>"
        return f"<Case with {len(self.content)} text parts>"


def encode_case(case: Case, *, input_name: str, label_column: str | None) -> bytes:
    r"""One record, without the comma that parts it from the next.

    Args:
        case: what to write.
        input_name: ``text`` or ``text_parts``; must agree with the case's content.
        label_column: the column of the label; None leaves the label out.

    Returns:
        ASCII bytes, indented as an element of the file's array. Text is escaped as pandas does it:
        a slash as ``\/``, what is not ASCII as lower-case ``\uXXXX``; floats have at most 10
        decimals, and none is written without a decimal point; not-a-number becomes null.

    Raises:
        ValueError: if content and ``input_name`` do not agree.
        TypeError: if a label holds something JSON does not know.
        VerifyFault: if a string holds half a character (a lone surrogate).
    """
    if (input_name == contract.TEXT) is not isinstance(case.content, str):
        raise ValueError(f"the content of a case is not what {input_name!r} asks for")
    members: list[tuple[str, object]] = [(contract.UID, case.uid), (input_name, case.content)]
    if label_column is not None:
        members.append((label_column, case.label))
    lines = ",\n".join(f"    {_string(key)}:{_value(value, 4)}" for key, value in members)
    return f"  {{\n{lines}\n  }}".encode("ascii")


def _value(value: object, indent: int) -> str:
    # bool before int: True is an int too.
    match value:
        case str():
            return _string(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return _float(value)
        case list() | tuple():
            return _array(value, indent)
        case _:
            raise TypeError(f"cannot write a label that holds a {type(value).__name__}")


def _array(values: list[object] | tuple[object, ...], indent: int) -> str:
    inner = "\n" + " " * (indent + 2)
    if values and all(type(v) is str for v in values):
        # Token lists are long: the C encoder writes all of their strings at once.
        _refuse_half_characters("".join(values))  # type: ignore[arg-type]
        elements = _as_pandas(json.dumps(values, separators=("," + inner, ":"))[1:-1])
    else:
        elements = ("," + inner).join(_value(v, indent + 2) for v in values)
    # pandas leaves an empty line, without blanks, in an empty list
    return f"[{inner if values else chr(10)}{elements}\n{' ' * indent}]"


def _string(text: str) -> str:
    _refuse_half_characters(text)
    return _as_pandas(json.dumps(text))


def _as_pandas(encoded: str) -> str:
    # pandas escapes the slash, and leaves the delete character as it is.
    if "\\u007f" in encoded:
        encoded = _BACKSLASH_OR_DELETE.sub(lambda m: m[0] if m[1] == "\\" else "\x7f", encoded)
    return encoded.replace("/", "\\/")


def _refuse_half_characters(text: str) -> None:
    if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
        raise VerifyFault(rules.NOT_ASCII, "a string holds half a character")


def _float(value: float) -> str:
    """Ten decimals in pandas' own arithmetic, whose rounding differs from Python's."""
    if not math.isfinite(value):
        return "null"
    sign, size = ("-", -value) if value < 0 else ("", value)
    if size > _LARGEST_PLAIN or 0 < size < _SMALLEST_PLAIN:
        return f"{sign}{size:.{_DECIMALS}g}"
    whole = int(size)
    scaled = (size - whole) * _SCALE
    decimals = int(scaled)
    rest = scaled - decimals
    # Halves are rounded to an even last digit, except that none at all is rounded up.
    if rest > 0.5 or (rest == 0.5 and (decimals == 0 or decimals % 2)):
        decimals += 1
    if decimals >= _SCALE:
        whole, decimals = whole + 1, 0
    return f"{sign}{whole}.{f'{decimals:0{_DECIMALS}d}'.rstrip('0') or '0'}"
