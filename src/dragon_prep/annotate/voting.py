"""What several annotators say together of one report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.core.spans import Span

Answer = str | float


@dataclass(frozen=True, slots=True, repr=False)
class Vote:
    """What was decided.

    Attributes:
        kept: what all or most say.
        undecided: what nothing decides.
        agreed: whether all said the same.
    """

    kept: frozenset[Span]
    undecided: frozenset[Span] = frozenset()
    agreed: bool = False


def agreed_spans(works: Sequence[frozenset[Span]]) -> Vote:
    """The spans of annotators who must agree on all of them: what not all have is undecided."""
    common, every = frozenset.intersection(*works), frozenset.union(*works)
    return Vote(common, every - common, common == every)


def most_spans(works: Sequence[frozenset[Span]]) -> Vote:
    """The spans that most annotators have alike.

    A span that most do not have falls, if most have nothing where it stands, or have another one
    there alike. Where as many have something as have nothing, or most have something, but each
    something else, nothing decides.
    """
    every = frozenset.union(*works)
    votes = Counter(span for work in works for span in work)
    kept = frozenset(span for span in every if 2 * votes[span] > len(works))
    open_ones = frozenset(
        span
        for span in every - kept
        if 2 * _marking(span, works) >= len(works) and not any(span.overlaps(k) for k in kept)
    )
    return Vote(kept, open_ones, kept == every and all(votes[s] == len(works) for s in every))


def _marking(span: Span, works: Sequence[frozenset[Span]]) -> int:
    """How many annotators have something where a span stands."""
    return sum(any(span.overlaps(other) for other in work) for work in works)


def agreed_answer(given: Sequence[Answer | None]) -> Answer | None:
    """The answer that all gave; None if not all gave the same."""
    first = given[0]
    return first if all(one == first for one in given) else None


def most_answer(given: Sequence[Answer | None]) -> Answer | None:
    """The answer that most gave; None if there is none."""
    votes = Counter(one for one in given if one is not None)
    answer, count = next(iter(votes.most_common(1)), (None, 0))
    return answer if 2 * count > len(given) else None
