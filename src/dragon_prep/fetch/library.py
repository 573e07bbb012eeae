"""Libraries of servers: imported when one is needed, and kept from speaking for themselves."""

from __future__ import annotations

import contextlib
import importlib
import logging
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.pull import EXTRA_MISSING
from dragon_prep.core.errors import Place, UsageFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.fetch.origin import Origin

_SPEAKERS = ("paramiko", "botocore", "boto3", "urllib3", "httpx", "httpcore")


def imported(module: str, origin: Origin) -> Any:
    """A library of the extra ``sources``.

    Raises:
        UsageFault: if it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        detail = f"sources of the kind {origin.kind} need the library {module.partition('.')[0]}"
        raise UsageFault(EXTRA_MISSING, detail, place=Place(origin.told)) from None


@contextlib.contextmanager
def silenced() -> Iterator[None]:
    """Keeps libraries from writing to the terminal: their words may hold names of files."""
    loggers = [logging.getLogger(name) for name in _SPEAKERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
        if not logger.handlers:  # threads of theirs may outlive this: nothing goes to the terminal
            logger.addHandler(logging.NullHandler())
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
