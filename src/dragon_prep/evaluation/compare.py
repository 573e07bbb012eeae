"""One report: what was marked in it against what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.spans import Span
from dragon_prep.evaluation.cover import WORD, Cover
from dragon_prep.evaluation.labels import IGNORE, family

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(slots=True)
class HitCounts:
    """Hits from both sides.

    Attributes:
        hit: of what was marked, how much was found.
        missed: of what was marked, how much was not.
        right: of what was found, how much was marked.
        wrong: of what was found, how much was not.
    """

    hit: int = 0
    missed: int = 0
    right: int = 0
    wrong: int = 0

    def mark(self, *, found: bool) -> None:
        """Counts something that was marked."""
        self.hit += found
        self.missed += not found

    def find(self, *, marked: bool) -> None:
        """Counts something that was found."""
        self.right += marked
        self.wrong += not marked


@dataclass(slots=True)
class Counts:
    """What is counted in a report, over all labels or one.

    Attributes:
        token: words that are PHI, whatever their label.
        strict: spans with the same start, end and label.
        merged: spans with the same start, end and family of labels; not kept per label.
        boundary: spans with the same start and end.
        covered: spans marked, of which every word was found.
    """

    token: HitCounts
    strict: HitCounts
    merged: HitCounts
    boundary: HitCounts
    covered: HitCounts

    @classmethod
    def zero(cls) -> Counts:
        """Nothing counted yet."""
        return cls(HitCounts(), HitCounts(), HitCounts(), HitCounts(), HitCounts())


@dataclass(frozen=True, slots=True, order=True)
class Slip:
    """A span that was missed, or that was found and is not PHI.

    Attributes:
        span: where, with its label.
        partly: whether some of it was found after all, or is PHI after all.
    """

    span: Span
    partly: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """One report compared.

    Attributes:
        overall: counts over all labels.
        labels: counts per label, of labels that were marked or found.
        misses: marked spans with a word that was not found.
        false_alarms: found spans with a word that is not PHI.
    """

    overall: Counts
    labels: dict[str, Counts]
    misses: tuple[Slip, ...]
    false_alarms: tuple[Slip, ...]


def compare(text: str, gold: Sequence[Span], found: Sequence[Span]) -> Comparison:
    """Compares what was marked in a text with what was found.

    A word is a run of letters, digits and underscores; it is PHI if any character of it is covered
    by a marked span, and found if any is covered by a found one. Words that a span ``IGNORE``
    touches do not count, nor do found spans that overlap one.

    Args:
        text: the report.
        gold: what people marked, under common labels or ``IGNORE``; within the text.
        found: what was found, under common labels; within the text.
    """
    ignored = Cover(len(text), [span for span in gold if span.label == IGNORE])
    marked = sorted({span for span in gold if span.label != IGNORE})
    all_found = sorted({span for span in found if span.label != IGNORE})
    counted = [span for span in all_found if not ignored.touches(span.start, span.end)]
    truth, guess = Cover(len(text), marked), Cover(len(text), all_found)
    overall = Counts.zero()
    labels = {label: Counts.zero() for label in sorted({*truth.labels, *guess.labels})}
    wrong = _count_words(text, truth, guess, ignored, overall, labels)
    _count_spans(marked, counted, overall, labels)
    misses = [_miss(text, span, guess) for span in marked]
    for span, miss in zip(marked, misses, strict=True):
        for counts in (overall, labels[span.label]):
            counts.covered.mark(found=miss is None)
    alarms = [_false_alarm(span, truth, ignored, wrong) for span in all_found]
    return Comparison(
        overall,
        labels,
        tuple(miss for miss in misses if miss is not None),
        tuple(alarm for alarm in alarms if alarm is not None),
    )


def _count_words(
    text: str,
    truth: Cover,
    guess: Cover,
    ignored: Cover,
    overall: Counts,
    labels: dict[str, Counts],
) -> Cover:
    """Counts words; returns those that were found and are not PHI."""
    wrong: list[Span] = []
    for word in WORD.finditer(text):
        start, end = word.span()
        is_phi, is_found = truth.label(start, end), guess.label(start, end)
        if (is_phi is None and is_found is None) or ignored.touches(start, end):
            continue
        if is_phi is not None:
            for counts in (overall, labels[is_phi]):
                counts.token.mark(found=is_found is not None)
        if is_found is not None:
            for counts in (overall, labels[is_found]):
                counts.token.find(marked=is_phi is not None)
            if is_phi is None:
                wrong.append(Span(start, end, is_found))
    return Cover(len(text), wrong)


def _count_spans(
    marked: Sequence[Span], found: Sequence[Span], overall: Counts, labels: dict[str, Counts]
) -> None:
    _match(marked, found, overall.strict)
    _match([_merged(s) for s in marked], [_merged(s) for s in found], overall.merged)
    _match([_bare(s) for s in marked], [_bare(s) for s in found], overall.boundary)
    places, found_places = {_bare(s) for s in marked}, {_bare(s) for s in found}
    for label, counts in labels.items():
        here = [s for s in marked if s.label == label]
        found_here = [s for s in found if s.label == label]
        _match(here, found_here, counts.strict)
        for span in here:
            counts.boundary.mark(found=_bare(span) in found_places)
        for span in found_here:
            counts.boundary.find(marked=_bare(span) in places)


def _merged(span: Span) -> Span:
    return Span(span.start, span.end, family(span.label))


def _bare(span: Span) -> Span:
    return Span(span.start, span.end, "PHI")


def _match(marked: Iterable[Span], found: Iterable[Span], tally: HitCounts) -> None:
    """Counts spans that are alike, each once."""
    wanted, got = set(marked), set(found)
    for span in wanted:
        tally.mark(found=span in got)
    for span in got:
        tally.find(marked=span in wanted)


def _miss(text: str, span: Span, guess: Cover) -> Slip | None:
    words = [word.span() for word in WORD.finditer(text, span.start, span.end)]
    if all(guess.touches(*word) for word in words):
        return None
    return Slip(span, partly=guess.touches(span.start, span.end))


def _false_alarm(span: Span, truth: Cover, ignored: Cover, wrong: Cover) -> Slip | None:
    place = span.start, span.end
    if wrong.touches(*place):
        return Slip(span, partly=truth.touches(*place))
    # Not a single word, such as a lone bracket.
    has_place = truth.touches(*place) or ignored.touches(*place)
    return None if has_place else Slip(span, partly=False)
