"""Policies: how often an original keeps its surrogate, or whether it gets one at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.streams import KeyedStream
from dragon_prep.language.form import fold
from dragon_prep.phi.names.grammar import mention
from dragon_prep.phi.names.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.report import Report
    from dragon_prep.phi.persons import Persons

_T = TypeVar("_T")
_FINE = 1 << 32  # the steps in which a probability is drawn


class PolicyName(StrEnum):
    """What becomes of the mentions of a category.

    ``consistent``: one surrogate for each identity of a patient. ``per-mention``: another for each
    mention. ``markov``: each mention repeats the surrogate before it with a probability, else
    another is drawn (Osborne 2025). ``redact``: a fixed tag. ``keep``: nothing is replaced.
    """

    CONSISTENT = "consistent"
    PER_MENTION = "per-mention"
    MARKOV = "markov"
    REDACT = "redact"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Policy:
    """The policy of a category.

    Attributes:
        name: which it is.
        p: for ``markov``, the probability that a surrogate is repeated, from 0 to 1; else None.

    Raises:
        ValueError: if the probability is missing, out of range, or given where it means nothing.
    """

    name: PolicyName = PolicyName.CONSISTENT
    p: float | None = None

    def __post_init__(self) -> None:
        if (self.p is not None) != (self.name is PolicyName.MARKOV):
            raise ValueError("a probability belongs to markov, and to markov alone")
        if self.p is not None and not 0 <= self.p <= 1:
            raise ValueError("a probability is from 0 to 1")


CONSISTENT = Policy()


class Chains:
    """Where the ``markov`` chains of a patient have come to.

    The one thing about surrogates that depends on the mentions before. Whoever uses it goes
    through a patient's reports in keyed order (:func:`in_keyed_order`) and through a report in the
    order of its text, so that neither the order of the input nor the number of workers shows.
    """

    __slots__ = ("_key", "_states")

    def __init__(self, key: ProjectKey) -> None:
        self._key = key
        self._states: dict[tuple[str, str], tuple[int, int]] = {}

    def __repr__(self) -> str:
        return f"<Chains of {len(self._states)} identities>"

    def draw(self, category: str, identity: str, p: float) -> int:
        """The number of the surrogate that the next mention of an identity gets.

        The first mention gets number 0, the surrogate it has under ``consistent``; a number that
        was left never comes back.
        """
        mentioned, number = self._states.get((category, identity), (0, 0))
        if mentioned:
            coin = KeyedStream(self._key, KeyPurpose.MARKOV, category, identity, str(mentioned))
            if coin.below(_FINE) >= p * _FINE:
                number = mentioned
        self._states[category, identity] = mentioned + 1, number
        return number


def identity_of(category: PhiCategory, plain: str, people: Persons) -> str:
    """Whose mentions make up a chain: a person's by family, all else by its letters and digits.

    Args:
        category: what is mentioned.
        plain: the mention, clean (see :func:`dragon_prep.language.form.clean`).
        people: who is who.
    """
    if category is PhiCategory.PERSOON:
        for name in mention(plain).names:
            first = next(iter(name.of_role(Role.GIVEN)), "")
            if family := people.family(name.family, first):
                return family
    return fold(plain)


def in_keyed_order(
    items: Iterable[_T], key: ProjectKey, report_of: Callable[[_T], Report]
) -> list[_T]:
    """Reports in the order in which ``markov`` chains run through them.

    It follows from the key and the reports' ids and texts, and tells neither dates nor the order
    of the source.

    Args:
        items: reports, or something that holds one each.
        key: the project key.
        report_of: the report of an item.
    """

    def place(item: _T) -> bytes:
        report = report_of(item)
        return key.digest(KeyPurpose.ORDER, "surrogates", report.centre, report.uid, report.text)

    return sorted(items, key=place)
