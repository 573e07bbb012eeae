"""Files of JSON lines for the services' tests, and faults in a form that is easily compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from dragon_prep.core.errors import DragonPrepError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from dragon_prep.core.errors import Problem


def write(path: Path, *lines: object) -> Path:
    """A file of JSON lines; a string stands as it is."""
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("".join(text + "\n" for text in texts), encoding="utf-8")
    return path


def read(path: Path) -> list[Any]:
    """The lines of a file in ASCII, decoded."""
    return [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]


def told(problems: Iterable[Problem]) -> list[tuple[str, str, str, bool]]:
    """Code, place, detail and whether the row is held back, of each problem."""
    return [(p.kind.code, str(p.place), p.detail, p.quarantined) for p in problems]


def fault(call: Callable[..., object], *args: Any, **more: Any) -> DragonPrepError:
    """What a call raises."""
    with pytest.raises(DragonPrepError) as raised:
        call(*args, **more)
    return raised.value


def said(call: Callable[..., object], *args: Any, **more: Any) -> tuple[str, int, str, str]:
    """Code, exit code, place and detail of what a call raises."""
    error = fault(call, *args, **more)
    return error.kind.code, error.exit_code, str(error.place or ""), error.detail
