"""Surrogates that must not be something real: an identifier of the cohort, or of the patient.

What is real is asked for in its folded form (:func:`dragon_prep.language.form.fold`: letters and
digits only, in lower case), so that ``12.34.567`` is found as ``1234567`` and a full name as
``janjansen``. Whoever builds the set decides what identifies: a surname that half the Netherlands
has does not, and forbidding all of them would leave none to choose from.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from dragon_prep.core.weighted import Weighted

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from dragon_prep.core.streams import KeyedStream

Avoid = Callable[[str], bool]
_T = TypeVar("_T")
_TRIES = 60


def nothing(folded: str) -> bool:  # noqa: ARG001 - stands in for what is avoided
    """Avoids nothing."""
    return False


def avoiding(known: AbstractSet[str] | Avoid | None) -> Avoid:
    """What is to be avoided, as a question.

    Args:
        known: folded strings, or a question about one; None for nothing.
    """
    if known is None:
        return nothing
    return known if callable(known) else known.__contains__


def draw(
    stream: KeyedStream,
    options: Weighted[_T],
    wrong: Callable[[_T], bool],
    unwanted: Callable[[_T], bool],
) -> _T:
    """One of the options that is not wrong, and not unwanted unless nearly all are.

    Raises:
        ValueError: if all of them are wrong.
    """
    right = None
    for _ in range(_TRIES):
        new = options.pick(stream)
        if not wrong(new):
            if not unwanted(new):
                return new
            right = new if right is None else right
    left = Weighted.of((option, n) for option, n in options.pairs() if not wrong(option))
    free = Weighted.of((option, n) for option, n in left.pairs() if not unwanted(option))
    if len(free):
        return free.pick(stream)
    return left.pick(stream) if right is None else right
