"""Faults in a task's or a cohort's definition: they name its file and line."""

from __future__ import annotations

import contextlib
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.errors import DragonPrepError, Place, UsageFault
from dragon_prep.run.kinds import DEFINITION_BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.model.task import Task


@contextlib.contextmanager
def own_faults(task: Task, row: Place | None = None) -> Iterator[None]:
    """Tells where a definition fails, whatever it raises; nothing of a report is quoted.

    Args:
        task: whose functions are called.
        row: where the row stands that they are called for.

    Raises:
        UsageFault: if one of them raises something that is no fault of ours.
    """
    try:
        yield
    except DragonPrepError:
        raise
    except Exception as error:  # noqa: BLE001 - a definition may raise anything
        at = f" for {row.file}, row {row.row}" if row else ""
        raise fault_of(error, f"{task.full_name} fails{at}") from None


def fault_of(error: Exception, what: str) -> UsageFault:
    """The fault of a definition: file and line where it fails, and what sort of error it is.

    The error's own words are left out where they may quote a cell or a report: only those of Python
    on names (an attribute or a module that is not there) and on its grammar are repeated.
    """
    words = type(error).__name__
    if isinstance(error, SyntaxError):
        return UsageFault(
            DEFINITION_BROKEN, f"{what}: {error.msg}", place=_place(error.filename, error.lineno)
        )
    if isinstance(error, AttributeError | ImportError | NameError):
        words += f": {error}"
    # The last frame outside installed packages is the definition's own.
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if not _is_installed(f.filename)]
    last = (own or frames)[-1]
    return UsageFault(
        DEFINITION_BROKEN, f"{what}: {words}", place=_place(last.filename, last.lineno)
    )


def _place(file: str | None, line: int | None) -> Place:
    # The file's own name with its folder tells enough; the folders above may hold a user's name.
    return Place("/".join(Path(file or "").parts[-2:]), line)


def _is_installed(file: str) -> bool:
    import dragon_prep.task_definitions

    path = Path(file)
    if path.is_relative_to(dragon_prep.task_definitions.__path__[0]):
        return False
    if file.startswith("<") or path.is_relative_to(dragon_prep.__path__[0]):
        return True
    return any(part in ("site-packages", "importlib") for part in path.parts)
