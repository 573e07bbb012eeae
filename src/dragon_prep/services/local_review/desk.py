"""What the review page asks: which reports there are, one of them, and to keep a decision."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragon_prep.core.phi import PhiCategory, canonical_label, category_of
from dragon_prep.services.local_review.journal import Action, Decision
from dragon_prep.services.local_review.state import ADDED, DELETED, after, effective, state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dragon_prep.services.local_review.journal import Journal
    from dragon_prep.services.local_review.reports import ReviewReport
    from dragon_prep.services.local_review.state import DecidedMark, ReviewState

PAGE_SIZE = 50
_SURE = 101  # more than any percentage: what has none is never below a bound


class AskedWrongly(Exception):
    """The page asked for what there is not; no word of it is repeated."""


@dataclass(slots=True, repr=False)
class ReviewDesk:
    """The reports of a review and the decisions on them.

    Attributes:
        reports: in the order of the page.
        journal: where decisions go.
        export: writes what was decided, and says how many reports that are.
        states: of each report.
    """

    reports: Sequence[ReviewReport]
    journal: Journal
    export: Callable[[ReviewDesk], dict[str, int]]
    states: list[ReviewState] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        own = self._own()
        self.states = [state_of(one.marks, own.get(self._name(one), ())) for one in self.reports]

    @staticmethod
    def _name(report: ReviewReport) -> tuple[str, str]:
        return report.case, report.digest

    def _own(self) -> dict[tuple[str, str], list[Decision]]:
        found: dict[tuple[str, str], list[Decision]] = {}
        for decision in self.journal.decisions:
            found.setdefault((decision.case, decision.text), []).append(decision)
        return found

    @property
    def stale(self) -> int:
        """Reports with decisions that are not here, or have another text now."""
        return len(self._own().keys() - {self._name(report) for report in self.reports})

    def answer(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        """Answers a question of the page.

        Args:
            what: one of ``facets``, ``search``, ``report``, ``decide`` and ``export``.
            body: what was sent along.

        Raises:
            AskedWrongly: if there is no such thing, or a decision does not fit the report.
            SystemFault: if a decision cannot be written.
        """
        answers = {
            "facets": self._facets,
            "search": self._search,
            "report": self._report,
            "decide": self._decide,
            "export": self._export,
        }
        if what not in answers:
            raise AskedWrongly
        with self._lock:
            return answers[what](body)

    def _facets(self, _body: dict[str, Any]) -> dict[str, Any]:
        marks = [mark for state in self.states for mark in state.marks]
        return {
            "reports": len(self.reports),
            "centres": sorted({one.report.centre for one in self.reports}),
            "cohorts": sorted({one.cohort for one in self.reports}),
            "categories": sorted({category_of(mark.span.label) for mark in marks}),
            "rules": sorted({mark.rule for mark in marks}),
            "labels": list(PhiCategory),
            "stale": self.stale,
        }

    def _search(self, body: dict[str, Any]) -> dict[str, Any]:
        asked = Asked.of(body)
        pairs = zip(self.reports, self.states, strict=True)
        found = [(one, state) for one, state in pairs if asked.fits(one, state)]
        first = asked.page * PAGE_SIZE
        return {
            "found": len(found),
            "of": len(self.reports),
            "done": sum(state.done for state in self.states),
            "page": asked.page,
            "pages": -(-len(found) // PAGE_SIZE),
            "rows": [_row(*pair) for pair in found[first : first + PAGE_SIZE]],
        }

    def _report(self, body: dict[str, Any]) -> dict[str, Any]:
        at = self._number(body)
        one, state = self.reports[at], self.states[at]
        after_marks = [
            [*new, category_of(mark.span.label), *old]
            for mark in one.marks
            if (new := one.placed.get(old := (mark.span.start, mark.span.end)))
        ]
        return {
            **_row(one, state),
            "before": one.report.text,
            "after": one.after,
            "marks": [_mark(mark) for mark in state.marks],
            "afterMarks": after_marks,
        }

    def _decide(self, body: dict[str, Any]) -> dict[str, Any]:
        at = self._number(body)
        one, state = self.reports[at], self.states[at]
        decision = self._read(body, one)
        if decision.action is Action.UNDO:
            changed = state if state.decided else None
        else:
            changed = after(state, decision)
        if changed is None:
            raise AskedWrongly
        self.journal.keep(decision)
        if decision.action is Action.UNDO:
            changed = state_of(one.marks, self._own()[self._name(one)])
        self.states[at] = changed
        return {**self._report(body), "allDone": sum(state.done for state in self.states)}

    def _read(self, body: dict[str, Any], one: ReviewReport) -> Decision:
        """A decision as the page sends it, which must be of what stands in the report."""
        try:
            action = Action(body["action"])
        except (ValueError, KeyError):
            raise AskedWrongly from None
        head = len(self.journal.decisions) + 1, one.case, one.digest, action
        if action in (Action.DONE, Action.REOPEN, Action.UNDO):
            return Decision(*head)
        text = one.report.text
        start, end = _borders(body.get("start"), body.get("end"), text)
        if body.get("quote") != text[start:end]:  # the page counts otherwise than we do
            raise AskedWrongly
        label = ""
        if action in (Action.ADD, Action.RELABEL):
            label = canonical_label(str(body.get("label"))) or ""
            if not label:
                raise AskedWrongly
        to = (0, 0)
        if action is Action.MOVE:
            to = _borders(body.get("toStart"), body.get("toEnd"), text)
        return Decision(*head, start, end, label, *to)

    def _export(self, _body: dict[str, Any]) -> dict[str, Any]:
        return {**self.export(self)}

    def _number(self, body: dict[str, Any]) -> int:
        number: Any = body.get("report")
        if not _is_number(number) or not 0 <= number < len(self.reports):
            raise AskedWrongly
        return int(number)

    def touched(self) -> list[tuple[ReviewReport, ReviewState]]:
        """The reports that are done, or have a span on which something was decided."""
        own = self._own()
        pairs = zip(self.reports, self.states, strict=True)
        return [(one, s) for one, s in pairs if s.done or _has_spans(own.get(self._name(one), ()))]


def _has_spans(decisions: Sequence[Decision]) -> bool:
    """Whether one of the decisions that count is about a span."""
    return any(one.action not in (Action.DONE, Action.REOPEN) for one in effective(decisions))


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """What reports are searched for; what is empty asks for nothing.

    Attributes:
        text: to stand in the report, in any case.
        category: of a mark.
        rule: of that mark.
        below: above the percentage of that mark.
        centre: of the report.
        state: ``open``, ``done``, ``decided``, ``held`` or ``left``.
        page: of the results, from 0.
    """

    text: str
    category: str
    rule: str
    below: int
    centre: str
    state: str
    page: int

    @classmethod
    def of(cls, body: dict[str, Any]) -> Asked:
        """As the page sends it.

        Raises:
            AskedWrongly: if it is none.
        """
        words = [body.get(name, "") for name in ("text", "category", "rule", "centre", "state")]
        numbers = body.get("below", 0), body.get("page", 0)
        if not all(isinstance(w, str) for w in words) or not all(map(_is_number, numbers)):
            raise AskedWrongly
        text, category, rule, centre, state = words
        below, page = numbers
        return cls(text.lower(), category, rule, int(below), centre, state, max(0, int(page)))

    def fits(self, one: ReviewReport, state: ReviewState) -> bool:
        """Whether a report is one that is searched for."""
        return (
            self.centre in ("", one.report.centre)
            and self.text in one.lower
            and _STATES.get(self.state, _nothing)(one, state)
            and self._fits_marks(state)
        )

    def _fits_marks(self, state: ReviewState) -> bool:
        wanted = self.category or self.rule or self.below
        return not wanted or any(map(self._fits_mark, state.marks))

    def _fits_mark(self, mark: DecidedMark) -> bool:
        likely = _SURE if mark.likely is None else mark.likely
        return (
            (not self.category or category_of(mark.span.label) == self.category)
            and (not self.rule or mark.rule == self.rule)
            and (not self.below or likely < self.below)
        )


def _nothing(_one: ReviewReport, _state: ReviewState) -> bool:
    return False


_STATES: dict[str, Callable[[ReviewReport, ReviewState], bool]] = {
    "": lambda _one, _state: True,
    "open": lambda _, state: not state.done,
    "done": lambda _, state: state.done,
    "decided": lambda _, state: state.decided > 0,
    "held": lambda one, _: one.held,
    "left": lambda _, state: any(mark.kind == "left" for mark in state.marks),
}


def _row(one: ReviewReport, state: ReviewState) -> dict[str, Any]:
    kinds = Counter(mark.kind for mark in state.marks)
    likely = [mark.likely for mark in state.marks if mark.likely is not None]
    return {
        "report": one.number,
        "place": str(one.report.place),
        "centre": one.report.centre,
        "held": one.held,
        "done": state.done,
        "decided": state.decided,
        "spans": len(state.phi),
        "changed": kinds[ADDED] + kinds[DELETED],
        "left": kinds["left"],
        "lowest": min(likely, default=None),
    }


def _mark(mark: DecidedMark) -> dict[str, Any]:
    return {
        "start": mark.span.start,
        "end": mark.span.end,
        "label": mark.span.label,
        "kind": mark.kind,
        "rule": mark.rule,
        "likely": mark.likely,
        "decided": mark.decided,
    }


def _borders(start: Any, end: Any, text: str) -> tuple[int, int]:
    if not _is_number(start) or not _is_number(end) or not 0 <= start < end <= len(text):
        raise AskedWrongly
    return int(start), int(end)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
