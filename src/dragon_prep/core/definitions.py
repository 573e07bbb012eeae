"""Faults in a task's or a cohort's definition: they name its file and line."""

from __future__ import annotations

import contextlib
import re
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import DEFINITION_BROKEN
from dragon_prep.core.errors import DragonPrepError, Place, UsageFault
from dragon_prep.core.package import HOME, definitions_home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# What Python says of names in code, and a row of fields; the name comes last in it.
_ON_NAMES = re.compile(
    r"(?:name|the cohort has no field|No module named|cannot import name"
    r"|(?:module |type object )?'[\w.]+' (?:object )?has no attribute) '([\w.]+)'"
    r"(?: is not defined| from '[\w.]+')?"
)

_ON_CALLS = re.compile(
    r"[\w.<>]+\(\) (?:got an unexpected keyword argument '\w+'(?:\. Did you mean '\w+'\?)?"  # 3.13
    r"|missing [0-9]+ required .*|takes .*)"
)


@contextlib.contextmanager
def own_faults(
    what: str,
    at: Callable[..., object] | None,
    *,
    allowed: tuple[type[Exception], ...] = (),
) -> Iterator[None]:
    """Tells where a definition fails, whatever it raises; nothing of a report is quoted.

    Args:
        what: the task or cohort whose function is called.
        at: the function, named if it is what it returns that fails.
        allowed: what is no fault of a definition.

    Raises:
        UsageFault: if it raises something that is no fault of ours.
    """
    try:
        yield
    except DragonPrepError:
        raise
    except Exception as error:
        if isinstance(error, allowed):
            raise
        raise fault_of(error, f"{what} fails", at) from None


def fault_of(
    error: Exception, what: str, at: Callable[..., object] | str | None = None
) -> UsageFault:
    """The fault of a definition: file and line where it fails, and what sort of error it is.

    The error's own words are left out, since they may quote a cell or a report: only those of
    Python on its grammar, and on names that stand in the very line, are repeated; of a module that
    is being loaded also those on how things are called, and this package's own.

    Args:
        error: what was raised.
        what: failed.
        at: the function that is to blame if no line outside this package is; or the name of the
            module that was being loaded.
    """
    if isinstance(error, SyntaxError) and not (error.filename or "<").startswith("<"):
        place = _place(error.filename, error.lineno)
        return UsageFault(DEFINITION_BROKEN, f"{what}: {error.msg}", place=place)
    every = traceback.extract_tb(error.__traceback__)
    frames = [f for f in every if not _is_ours(f.filename)]
    if frames:
        # The definition is what was called first; it may have called helpers beside it.
        home = Path(frames[0].filename).parent
        last = [f for f in frames if Path(f.filename).is_relative_to(home)][-1]
        place = _place(last.filename, last.lineno)
        line = last.line or ""
    elif isinstance(at, str):
        place, line = Place(at), at
    else:
        code = getattr(at, "__code__", None)
        place = _place(code.co_filename, code.co_firstlineno) if code else _place(None, None)
        line = ""
    words = type(error).__name__
    if said := _repeatable(error, line, is_loading=isinstance(at, str), last=every[-1:]):
        words += f": {said}"
    return UsageFault(DEFINITION_BROKEN, f"{what}: {words}", place=place)


def _repeatable(
    error: Exception, line: str, *, is_loading: bool, last: Sequence[traceback.FrameSummary]
) -> str:
    """What may be repeated of an error's own words; nothing where they may quote a report.

    Args:
        error: what was raised.
        line: of the definition that failed.
        is_loading: whether the module was being loaded, so that no report has been read.
        last: the frame that raised it.
    """
    said = str(error)
    named = _ON_NAMES.match(said)
    if named and isinstance(error, AttributeError | ImportError | NameError) and named[1] in line:
        return named[0]
    if not is_loading:
        return ""
    if isinstance(error, TypeError) and _ON_CALLS.fullmatch(said):
        return said
    is_own = isinstance(error, ValueError) and _is_ours(last[0].filename)
    return said if is_own else ""


def _place(file: str | None, line: int | None) -> Place:
    # The file's own name with its folder tells enough; the folders above may hold a user's name.
    return Place("/".join(Path(file or "").parts[-2:]), line)


def _is_ours(file: str) -> bool:
    """Whether a frame is of this package or of the import system, and not of a definition."""
    import importlib

    path = Path(file)
    if path.is_relative_to(definitions_home()):
        return False
    ours = (HOME, Path(importlib.__file__).parent)
    return file.startswith("<") or any(path.is_relative_to(folder) for folder in ours)
