"""Writes docs/api.md: what Python users have, from signatures and docstrings.

python tools/api_page.py
"""

from __future__ import annotations

import enum
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

import dragon_prep
from dragon_prep.detect.raw_text import detect_text

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).resolve().parents[1] / "docs" / "api.md"

_HEAD = """# From Python

All of the public API, as `dir(dragon_prep)` lists it; examples are in the
[README](../README.md#from-python). Everything is typed, and imported when it is first used. What
stands elsewhere in the package may change. This page is written by `python tools/api_page.py`.
"""
_SECTION = re.compile(r"^(Args|Attributes|Returns|Raises|Usage)::?$")
_ENTRY = re.compile(r"(\w+): (.*)")
_ROLE = re.compile(r":\w+:`~?(?:[\w.]*\.)?(\w+)`")


def sections(doc: str) -> dict[str, list[str]]:
    """The lines of a docstring by section; those before the first one stand under ''."""
    found: dict[str, list[str]] = {"": []}
    at = ""
    for line in doc.splitlines():
        if match := _SECTION.match(line):
            at = match[1]
        found.setdefault(at, []).append(line.strip() if at == "Usage" else line)
    return {name: lines[1:] if name else lines for name, lines in found.items()}


def entries(lines: list[str]) -> dict[str, str]:
    """What a section says of each name."""
    found: dict[str, str] = {}
    last = ""
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if (match := _ENTRY.fullmatch(line.strip())) and indent == 4:
            last = match[1]
            found[last] = match[2]
        elif line.strip() and last:
            found[last] += f" {line.strip()}"
    return found


def plain(words: str) -> str:
    """Words of a docstring in Markdown, on one line."""
    return _ROLE.sub(r"`\1`", " ".join(words.split())).replace("``", "`")


def paragraphs(lines: list[str]) -> str:
    """Text of a docstring in Markdown; what is indented stays as it is written."""
    blocks = "\n".join(lines).strip().split("\n\n")
    return "\n\n".join(plain(block) for block in blocks if block.strip())


def parameters(thing: Callable[..., object]) -> dict[str, inspect.Parameter]:
    """What is given to a function or a class."""
    given = inspect.signature(thing).parameters
    return {name: one for name, one in given.items() if name != "self"}


def documented(name: str) -> tuple[Callable[..., object], str]:
    """What a name of the API stands for, and its docstring."""
    thing = getattr(dragon_prep, name)
    if inspect.ismodule(thing):  # a package that can be called: see there
        thing = detect_text
    return thing, inspect.getdoc(thing) or ""


def one(name: str) -> str:
    """The section of one name."""
    thing, doc = documented(name)
    parts = sections(doc)
    said = [f"## {name}", paragraphs(parts[""])]
    if isinstance(thing, enum.EnumType):
        values = [str(member.value) for member in thing]  # type: ignore[attr-defined]
        said.append(f"Values: {', '.join(f'`{value}`' for value in values)}.")
    else:
        told = entries(parts.get("Args", []) + parts.get("Attributes", []))
        rows = [row(parameter, told[key]) for key, parameter in parameters(thing).items()]
        head = "| given | type | unless given | what it is |\n| --- | --- | --- | --- |\n"
        said.append(head + "\n".join(rows))
    if "Returns" in parts:
        said.append(f"Returns: {plain(' '.join(parts['Returns']))}")
    said += [
        f"- raises `{error}` {plain(why)}"
        for error, why in entries(parts.get("Raises", [])).items()
    ]
    return (
        "\n\n".join(said)
        .replace("\n\n- raises", "\n- raises")
        .replace("\n- raises", "\n\n- raises", 1)
    )


def row(parameter: inspect.Parameter, words: str) -> str:
    """A parameter in a table."""
    kind = str(parameter.annotation).replace(" | ", " or ")
    kind = "" if parameter.annotation is parameter.empty else f"`{kind}`"
    return f"| `{parameter.name}` | {kind} | {default(parameter)} | {plain(words)} |"


def default(parameter: inspect.Parameter) -> str:
    """What holds for a parameter that is not given, where a page can say it."""
    value = parameter.default
    if value is parameter.empty:
        return ""
    if isinstance(value, enum.Enum):
        return f"`{value.value}`"
    if value is None or isinstance(value, bool | int | float | str | tuple):
        return f"`{value!r}`"
    return "the usual"


def page() -> str:
    """The page as it should be."""
    names = sorted(dir(dragon_prep), key=lambda name: (name[0].isupper(), name))
    return _HEAD + "".join(f"\n{one(name)}\n" for name in names)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
