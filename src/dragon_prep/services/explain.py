"""What a code means and what to do."""

from __future__ import annotations

import difflib
import functools
import importlib
import pkgutil

from dragon_prep.core import codes
from dragon_prep.core.codes.run import CODE_UNKNOWN
from dragon_prep.core.errors import ErrorCode, UsageFault
from dragon_prep.data import load


@functools.cache
def all_kinds() -> tuple[ErrorCode, ...]:
    """Every kind of problem, by code."""
    names = [module.name for module in pkgutil.iter_modules(codes.__path__)]
    modules = [load, *(importlib.import_module(f"{codes.__name__}.{name}") for name in names)]
    found = {v for m in modules for v in vars(m).values() if isinstance(v, ErrorCode)}
    return tuple(sorted(found))


def kind_of(code: str) -> ErrorCode:
    """The kind of problem that has a code, in any case.

    Raises:
        UsageFault: if there is none; what was typed is not repeated.
    """
    kinds = {kind.code: kind for kind in all_kinds()}
    wanted = code.strip().upper()
    if wanted in kinds:
        return kinds[wanted]
    near = difflib.get_close_matches(wanted, kinds, 3, cutoff=0.7)
    hint = f"; near it are {', '.join(near)}" if near else ""
    raise UsageFault(CODE_UNKNOWN, f"there is no such code{hint}")
