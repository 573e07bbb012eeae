"""What fails in one report for a reason nobody foresaw costs that report, and no other."""

from __future__ import annotations

import contextlib
import traceback
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import TOO_MANY_FAIL
from dragon_prep.core.errors import DragonPrepError, OwnFault
from dragon_prep.core.package import HOME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Mishaps = dict[int, str]  # by a report's position, what failed, without a word of the report

_LEAST = 20  # reports, of which a share says something
_SHARE = 0.05


@contextlib.contextmanager
def costs_only(position: int, mishaps: Mishaps | None) -> Iterator[None]:
    """Has what fails inside cost one report.

    What is no fault of the report goes on up: our own errors, those of the machine, and a stop.

    Args:
        position: of the report that is worked on.
        mishaps: gets the mishap; without it, whatever is raised goes on up.
    """
    try:
        yield
    except (DragonPrepError, MemoryError, OSError):
        raise
    except Exception as error:
        if mishaps is None:
            raise
        mishaps.setdefault(position, without_words(error))


def without_words(error: Exception) -> str:
    """The type of an error and the innermost function of ours; its own words may quote a report."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame.name for frame in frames if Path(frame.filename).is_relative_to(HOME)]
    inner = [name for name in ours if name != costs_only.__name__]
    return type(error).__name__ + (f" in {inner[-1]}" if inner else "")


def is_too_many(failed: int, of: int) -> bool:
    """Whether so many reports fail that it is not the reports."""
    return of >= _LEAST and failed > _SHARE * of


def require_few(failed: Iterable[str], of: int, centre: str) -> None:
    """Sees to it that what fails is a report here and there.

    Args:
        failed: of each report of a centre that failed, what failed.
        of: how many it has.
        centre: whose they are.

    Raises:
        OwnFault: if there are too many; it says what failed most often.
    """
    counts = Counter(failed)
    if is_too_many(counts.total(), of):
        whose = f" of {centre}" if centre else ""
        what, _ = min(counts.items(), key=lambda item: (-item[1], item[0]))
        detail = f"{counts.total()} of {of} reports{whose} fail, most often with {what}"
        raise OwnFault(TOO_MANY_FAIL, detail)
