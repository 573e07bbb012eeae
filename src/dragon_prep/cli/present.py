"""What holds for the present run of the tool, wherever in it one asks."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Manners:
    """How the tool behaves.

    Attributes:
        with_settings: whether settings of file and environment count.
        quiet: whether only results, warnings and faults are told.
        color: whether colours may be used; NO_COLOR forbids them, too.
        told: which settings are used, a line for each place that says so.
    """

    with_settings: bool = True
    quiet: bool = False
    color: bool = True
    told: tuple[str, ...] = ()


_PRESENT: ContextVar[Manners] = ContextVar("manners")


def manners() -> Manners:
    """What holds for the present run."""
    return _PRESENT.get(Manners())


def behave(how: Manners) -> None:
    """Has something hold from now on."""
    _PRESENT.set(how)
