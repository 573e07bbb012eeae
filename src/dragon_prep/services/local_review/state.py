"""What a report is like after the decisions on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragon_prep.core.spans import Span
from dragon_prep.services.local_review.journal import Action
from dragon_prep.services.local_review.reports import KEPT, LEFT, REPLACED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dragon_prep.services.local_review.journal import Decision
    from dragon_prep.services.local_review.reports import SpanMark

ADDED, DELETED = "added", "deleted"
_COUNTS = (REPLACED, KEPT, ADDED)  # what is PHI from now on
REVIEWER = "reviewer"


@dataclass(frozen=True, slots=True, repr=False)
class DecidedMark:
    """A span with what was decided about it.

    Attributes:
        span: with its label from now on.
        kind: as of :class:`SpanMark`, or ``added``, or ``deleted``.
        rule: who found it first.
        likely: how likely the learned layer had it, in percent.
        decided: whether somebody decided anything about it.
        before: its kind, span and label before it was deleted.
    """

    span: Span
    kind: str
    rule: str
    likely: int | None
    decided: bool = False
    before: str = ""

    @property
    def is_phi(self) -> bool:
        """Whether it is to be replaced."""
        return self.kind in _COUNTS


@dataclass(frozen=True, slots=True, repr=False)
class ReviewState:
    """A report as decided so far.

    Attributes:
        marks: in order.
        decided: how many decisions count.
        done: whether somebody said that the whole report was looked at.
    """

    marks: tuple[DecidedMark, ...]
    decided: int = 0
    done: bool = False

    @property
    def phi(self) -> tuple[Span, ...]:
        """What is PHI."""
        return tuple(mark.span for mark in self.marks if mark.is_phi)

    def find(self, start: int, end: int) -> DecidedMark | None:
        """The mark with these borders."""
        return next((m for m in self.marks if (m.span.start, m.span.end) == (start, end)), None)


def state_of(marks: Iterable[SpanMark], decisions: Iterable[Decision]) -> ReviewState:
    """A report's state: its marks, with the decisions on it one after another.

    A decision about a span that is there no more changes nothing: a later build has taken it.
    """
    state = ReviewState(tuple(DecidedMark(m.span, m.kind, m.rule, m.likely) for m in marks))
    for decision in effective(decisions):
        state = after(state, decision) or state
    return state


def effective(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that were not taken back."""
    stack: list[Decision] = []
    for decision in decisions:
        if decision.action is not Action.UNDO:
            stack.append(decision)
        elif stack:
            stack.pop()
    return stack


def after(state: ReviewState, decision: Decision) -> ReviewState | None:
    """The state after one more decision; None if it does not fit."""
    count = state.decided + 1
    if decision.action in (Action.DONE, Action.REOPEN):
        return replace(state, done=decision.action is Action.DONE, decided=count)
    if decision.action is Action.ADD:
        return _with(state, Span(decision.start, decision.end, decision.label), REVIEWER, None)
    mark = state.find(decision.start, decision.end)
    if mark is None:
        return None
    if decision.action is Action.MOVE:
        span = Span(decision.to_start, decision.to_end, mark.span.label)
        rest = tuple(one for one in state.marks if one is not mark)
        return _with(replace(state, marks=rest), span, mark.rule, mark.likely)
    changed = _CHANGES[decision.action](mark, decision)
    marks = tuple(changed if one is mark else one for one in state.marks)
    return replace(state, marks=marks, decided=count)


def _with(state: ReviewState, span: Span, rule: str, likely: int | None) -> ReviewState:
    """A span more: it takes up what it overlaps, and uncovers none of what is PHI already."""
    met = [mark for mark in state.marks if mark.span.overlaps(span)]
    covered = [mark.span for mark in met if mark.is_phi]
    start = min([span.start, *(one.start for one in covered)])
    end = max([span.end, *(one.end for one in covered)])
    whole = Span(start, end, span.label)
    rest = [mark for mark in state.marks if not mark.span.overlaps(whole)]
    new = DecidedMark(whole, ADDED, rule, likely, decided=True)
    return ReviewState(_ordered([*rest, new]), state.decided + 1, state.done)


def _ordered(marks: Sequence[DecidedMark]) -> tuple[DecidedMark, ...]:
    return tuple(sorted(marks, key=lambda mark: mark.span))


def _accepted(mark: DecidedMark, _decision: Decision) -> DecidedMark:
    kind = mark.before if mark.kind == DELETED else mark.kind
    return replace(mark, kind=ADDED if kind == LEFT else kind, before="", decided=True)


def _deleted(mark: DecidedMark, _decision: Decision) -> DecidedMark:
    before = mark.before if mark.kind == DELETED else mark.kind
    return replace(mark, kind=DELETED, before=before, decided=True)


def _relabelled(mark: DecidedMark, decision: Decision) -> DecidedMark:
    span = Span(mark.span.start, mark.span.end, decision.label)
    return replace(_accepted(mark, decision), span=span)


_CHANGES: dict[Action, Callable[[DecidedMark, Decision], DecidedMark]] = {
    Action.ACCEPT: _accepted,
    Action.DELETE: _deleted,
    Action.RELABEL: _relabelled,
}
