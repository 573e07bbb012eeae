"""The ledger of a hospital's privacy budget: what release profiles have cost so far.

Costs add up: who sees two profiles knows at most as much more of a patient as both epsilons
together allow, whatever tasks and releases they are of.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.likeness import BUDGET_SPENT, LEDGER_UNREADABLE
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.errors import InputFault, Place, SystemFault, UsageFault
from dragon_prep.core.files import locked, system_faults
from dragon_prep.core.sealed import read_sealed, write_sealed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

LEDGER_FILE = "profile-ledger.sealed"
USUAL_BUDGET = Decimal(3)
_FORMAT = 1


@dataclass(frozen=True, slots=True, repr=False)
class Spending:
    """What one profile cost.

    Attributes:
        release: digest of the manifest of the release.
        tasks: that it was of.
        epsilon: what it cost.
    """

    release: str
    tasks: tuple[str, ...]
    epsilon: Decimal


@dataclass(frozen=True, slots=True, repr=False)
class PrivacyLedger:
    """A budget, and what was spent of it.

    Attributes:
        budget: all that may be spent, ever.
        entries: in the order in which it was spent.
    """

    budget: Decimal
    entries: tuple[Spending, ...] = ()

    @property
    def spent(self) -> Decimal:
        """The sum of all that was spent."""
        return sum((entry.epsilon for entry in self.entries), Decimal(0))

    @property
    def left(self) -> Decimal:
        """What may still be spent."""
        return self.budget - self.spent

    def after(self, spending: Spending) -> PrivacyLedger:
        """The ledger with one more entry.

        Raises:
            UsageFault: if the budget does not reach for it.
        """
        if spending.epsilon > self.left:
            detail = f"{self.left:f} of {self.budget:f} is left, {spending.epsilon:f} is asked for"
            raise UsageFault(BUDGET_SPENT, detail)
        return PrivacyLedger(self.budget, (*self.entries, spending))


def epsilon_of(said: str) -> Decimal:
    """An epsilon as it was typed.

    Raises:
        UsageFault: if it is no positive number.
    """
    try:
        value = Decimal(said)
    except InvalidOperation:
        value = Decimal(0)
    if not (value.is_finite() and Decimal("0.001") <= value <= Decimal(1000)):
        raise UsageFault(OPTION_INVALID, "an epsilon is a number from 0.001 to 1000, such as 0.5")
    return value


def spend(path: Path, spending: Spending, budget: Decimal | None = None) -> PrivacyLedger:
    """Enters what a profile is about to cost, before anything is drawn.

    Whatever goes wrong afterwards, it stays spent: nobody can tell what was seen of it.

    Args:
        path: the ledger's file; it is made, for its owner only, if it is not there.
        spending: what it will cost.
        budget: of a ledger that is made. One that is there keeps the budget it has.

    Returns:
        The ledger as it is then.

    Raises:
        UsageFault: if the budget does not reach for it, or is another one than the ledger's.
        InputFault: if the ledger is no ledger.
        SystemFault: if it is damaged, cannot be written, or another run is writing it.
    """
    with system_faults("ledger"), _alone(path):
        before = read_privacy_ledger(path) if path.exists() else None
        if before is None:
            before = PrivacyLedger(USUAL_BUDGET if budget is None else budget)
        elif budget is not None and budget != before.budget:
            detail = f"the ledger's budget is {before.budget:f}, once and for all"
            raise UsageFault(OPTION_INVALID, detail)
        now = before.after(spending)
        write_sealed(path, _written(now), private=True)
    return now


def read_privacy_ledger(path: Path) -> PrivacyLedger:
    """Reads a ledger.

    Raises:
        InputFault: if it is none, or is damaged.
    """
    try:
        body = json.loads(read_sealed(path))
        return _read(body)
    except (SystemFault, ValueError, TypeError, KeyError, ArithmeticError, RecursionError):
        raise InputFault(LEDGER_UNREADABLE, place=Place(path.name)) from None


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with locked(path):
        yield


def _written(ledger: PrivacyLedger) -> bytes:
    body = {
        "format": _FORMAT,
        "budget": f"{ledger.budget:f}",
        "entries": [
            {"release": e.release, "tasks": list(e.tasks), "epsilon": f"{e.epsilon:f}"}
            for e in ledger.entries
        ],
    }
    return json.dumps(body, indent=0).encode("ascii")


def _read(body: Mapping[str, Any]) -> PrivacyLedger:
    if body["format"] != _FORMAT:
        raise ValueError("a ledger of another format")
    entries = tuple(
        Spending(str(e["release"]), tuple(map(str, e["tasks"])), _positive(e["epsilon"]))
        for e in _listed(body["entries"])
    )
    return PrivacyLedger(_positive(body["budget"]), entries)


def _listed(value: object) -> Sequence[Any]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _positive(value: object) -> Decimal:
    found = Decimal(str(value))
    if not found.is_finite() or found <= 0:
        raise ValueError("not a positive number")
    return found
