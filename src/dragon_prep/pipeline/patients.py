"""The surrogates of all patients of some reports, report by report."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from dragon_prep.core.errors import DragonPrepError
from dragon_prep.core.mishaps import costs_only
from dragon_prep.core.phi import find_tags
from dragon_prep.core.spans import merge_overlapping
from dragon_prep.language.folding import grown
from dragon_prep.phi.names.roster import cast
from dragon_prep.surrogate.patient import PatientSurrogates
from dragon_prep.surrogate.policy import in_keyed_order
from dragon_prep.surrogate.settings import DEFAULT, SurrogateSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from dragon_prep.core.avoidance import Avoid
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.mishaps import Mishaps
    from dragon_prep.core.report import Report
    from dragon_prep.core.spans import Span
    from dragon_prep.phi.names.roster import Roster


def in_turn(
    reports: Iterable[tuple[int, Report]],
    detected: Mapping[int, Sequence[Span]],
    key: ProjectKey,
    settings: SurrogateSettings = DEFAULT,
    avoid: Set[str] | Avoid | None = None,
    mishaps: Mishaps | None = None,
) -> Iterator[tuple[int, Report, Sequence[Span], PatientSurrogates]]:
    """Reports with their PHI and their patient's surrogates, in an order to replace them in.

    Args:
        reports: with their positions; all reports of a patient are among them.
        detected: what is PHI in each report that nobody annotated, by its position, and in others
            beside what people marked.
        key: the project key.
        settings: the policies.
        avoid: what no surrogate may be, see :mod:`dragon_prep.core.avoidance`.
        mishaps: what failed so far, which is passed over; what fails here is added.

    Yields:
        Position, report, PHI spans and surrogates. The surrogates are to be made before the next
        report is asked for: the policy ``markov`` counts mentions.
    """
    marked = [
        (at, r, grown(r.text, phi_of(r, at, detected)))
        for at, r in reports
        if at not in (mishaps or {})
    ]
    mentions: defaultdict[tuple[str, str], dict[int, list[tuple[str, str]]]] = defaultdict(dict)
    left: Counter[tuple[str, str]] = Counter()
    for at, report, spans in marked:
        who = report.centre, report.patient
        mentions[who][at] = [*_mentions(report.text, spans)]
        left[who] += 1
    known: dict[tuple[str, str], PatientSurrogates] = {}
    if settings.chained:
        marked = in_keyed_order(marked, key, lambda item: item[1])
    for at, report, spans in marked:
        who = report.centre, report.patient
        left[who] -= 1
        if who not in known:
            with costs_only(at, mishaps):
                people = _cast(mentions[who], mishaps)
                known[who] = PatientSurrogates(key, *who, people, avoid, settings=settings)
        if who not in known or at in (mishaps or {}):
            continue
        # Whose last report this is need not be remembered.
        yield at, report, spans, known[who] if left[who] else known.pop(who)


def phi_of(report: Report, position: int, detected: Mapping[int, Sequence[Span]]) -> Sequence[Span]:
    """All that is PHI in a report: what people marked, and what was detected.

    Raises:
        KeyError: if nobody annotated it, and nothing has looked for PHI in it.
    """
    if report.phi is None:
        return detected[position]
    return (*report.phi, *detected.get(position, ()))


def _cast(mentions: Mapping[int, Sequence[tuple[str, str]]], mishaps: Mishaps | None) -> Roster:
    """Who is who in a patient's reports, but for those that fail by themselves."""
    before = set(mishaps or {})
    if mishaps is not None:
        try:
            return cast(m for some in mentions.values() for m in some)
        except (DragonPrepError, MemoryError, OSError):
            raise
        except Exception:  # noqa: BLE001 - whose fault it is shows below
            for at, some in mentions.items():
                with costs_only(at, mishaps):
                    cast(some)
    failed = set(mishaps or {}) - before
    return cast(m for at, some in mentions.items() if at not in failed for m in some)


def _mentions(text: str, spans: Iterable[Span]) -> Iterator[tuple[str, str]]:
    for span in merge_overlapping([*spans]):
        original = text[span.start : span.end]
        if not find_tags(original):  # whose original is unknown
            yield original, span.label
