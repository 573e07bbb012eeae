"""The surrogates of all patients of some reports, report by report."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from dragon_prep.model.phi import find_tags
from dragon_prep.model.span import merge_overlapping
from dragon_prep.replace.cast import cast
from dragon_prep.replace.patient import PatientSurrogates
from dragon_prep.replace.policy import in_keyed_order
from dragon_prep.replace.settings import DEFAULT, SurrogateSettings
from dragon_prep.text.folding import grown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from dragon_prep.model.report import Report
    from dragon_prep.model.span import Span
    from dragon_prep.replace.avoid import Avoid
    from dragon_prep.replace.key import ProjectKey


def in_turn(
    reports: Iterable[tuple[int, Report]],
    detected: Mapping[int, Sequence[Span]],
    key: ProjectKey,
    settings: SurrogateSettings = DEFAULT,
    avoid: Set[str] | Avoid | None = None,
) -> Iterator[tuple[int, Report, Sequence[Span], PatientSurrogates]]:
    """Reports with their PHI and their patient's surrogates, in an order to replace them in.

    Args:
        reports: with their positions; all reports of a patient are among them.
        detected: what is PHI in each report that nobody annotated, by its position.
        key: the project key.
        settings: the policies.
        avoid: what no surrogate may be, see :mod:`dragon_prep.replace.avoid`.

    Yields:
        Position, report, PHI spans and surrogates. The surrogates are to be made before the next
        report is asked for: the policy ``markov`` counts mentions.
    """
    marked = [(at, r, grown(r.text, detected[at] if r.phi is None else r.phi)) for at, r in reports]
    mentions: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    left: Counter[tuple[str, str]] = Counter()
    for _, report, spans in marked:
        who = report.centre, report.patient
        mentions[who] += _mentions(report.text, spans)
        left[who] += 1
    known: dict[tuple[str, str], PatientSurrogates] = {}
    if settings.chained:
        marked = in_keyed_order(marked, key, lambda item: item[1])
    for at, report, spans in marked:
        who = report.centre, report.patient
        if who not in known:
            known[who] = PatientSurrogates(
                key, *who, cast(mentions.pop(who)), avoid, settings=settings
            )
        left[who] -= 1
        # Whose last report this is need not be remembered.
        yield at, report, spans, known[who] if left[who] else known.pop(who)


def _mentions(text: str, spans: Iterable[Span]) -> Iterator[tuple[str, str]]:
    for span in merge_overlapping([*spans]):
        original = text[span.start : span.end]
        if not find_tags(original):  # whose original is unknown
            yield original, span.label
